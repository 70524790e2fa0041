import { LightningElement, api } from 'lwc';

const KEYS = [
    { key: '1', letters: '' },
    { key: '2', letters: 'ABC' },
    { key: '3', letters: 'DEF' },
    { key: '4', letters: 'GHI' },
    { key: '5', letters: 'JKL' },
    { key: '6', letters: 'MNO' },
    { key: '7', letters: 'PQRS' },
    { key: '8', letters: 'TUV' },
    { key: '9', letters: 'WXYZ' },
    { key: '*', letters: '' },
    { key: '0', letters: '+' },
    { key: '#', letters: '' },
];

/**
 * Twelve keys. Whoever shows it decides what a key does.
 *
 * @fires press with `{ key }`, one of `0`–`9`, `*`, `#`
 */
export default class Keypad extends LightningElement {
    /** No key can be pressed. */
    @api disabled = false;

    keys = KEYS;

    /** Moves the focus to the first key. */
    @api
    focus() {
        this.template.querySelector('button')?.focus();
    }

    /** @param {Event} event */
    handleClick(event) {
        const button = /** @type {HTMLElement} */ (event.target).closest('button');
        if (button) {
            this.dispatchEvent(new CustomEvent('press', { detail: { key: button.dataset.key } }));
        }
    }
}
