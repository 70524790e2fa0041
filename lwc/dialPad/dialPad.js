import { LightningElement, api } from 'lwc';

/**
 * Enters a telephone number, by typing, pasting or pressing keys, and asks for it to be called.
 *
 * The field is a plain input in SLDS markup, not `lightning-input`: keys are put in at the caret, and the
 * problem stands at the field as an alert. What is typed is left as it is; how it is understood stands below.
 *
 * @fires numberchange with `{ text }` whenever the text changed
 * @fires dial with `{ text }`, by the button or by Enter
 */
export default class DialPad extends LightningElement {
    /** The text in the field. */
    @api number = '';

    /** What is wrong with it: a sentence. @type {string | undefined} */
    @api problem;

    /** How the text is understood, while it is. @type {string | undefined} */
    @api reading;

    get formElementClass() {
        return this.problem ? 'slds-form-element slds-has-error' : 'slds-form-element';
    }

    get ariaInvalid() {
        return this.problem ? 'true' : 'false';
    }

    /** @returns {HTMLInputElement} */
    get field() {
        return /** @type {any} */ (this.refs).number;
    }

    /** Moves the focus to the field. */
    @api
    focus() {
        this.field?.focus();
    }

    handleInput() {
        this.dispatchEvent(new CustomEvent('numberchange', { detail: { text: this.field.value } }));
    }

    /** @param {CustomEvent<{ key: string }>} event */
    handleKey(event) {
        const { field } = this;
        field.setRangeText(
            event.detail.key,
            field.selectionStart ?? 0,
            field.selectionEnd ?? 0,
            'end',
        );
        this.handleInput();
    }

    handleDelete() {
        const { field } = this;
        const end = field.selectionEnd ?? 0;
        const start =
            field.selectionStart === end ? Math.max(0, end - 1) : (field.selectionStart ?? 0);
        field.setRangeText('', start, end, 'end');
        this.handleInput();
        field.focus();
    }

    /** @param {KeyboardEvent} event */
    handleKeydown(event) {
        // Enter that confirms an input method's suggestion, or that is held down, calls nobody.
        if (event.key === 'Enter' && !event.isComposing) {
            // The focus is about to move to Hang up: this very key press must not reach it.
            event.preventDefault();
            if (!event.repeat) {
                this.handleCall();
            }
        }
    }

    handleCall() {
        this.dispatchEvent(new CustomEvent('dial', { detail: { text: this.field.value } }));
    }
}
