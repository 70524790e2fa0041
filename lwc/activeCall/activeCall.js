import { LightningElement, api } from 'lwc';
import { refusalSentence } from 'c/sentences';

const KEY = /^[0-9*#]$/;

/** What may stand between digits in pasted text; a comma is a pause, as phones have it. */
const SEPARATORS = /[\s().-]/g;
const DIGITS = /^[0-9*#w]+$/;

/**
 * The controls of a call that is going on: hang up, microphone, keypad. While the keypad is open, digits
 * typed or pasted anywhere in here are sent too.
 *
 * @fires hangup
 * @fires mute with `{ on }`
 * @fires digits with `{ digits }`
 */
export default class ActiveCall extends LightningElement {
    /** @type {Offhook.CallView} */
    @api call;

    /** What the phone dials after the answer: an extension. @type {string | undefined} */
    @api extension;

    keypadOpen = false;

    /** What was sent since the keypad was opened. */
    sent = '';

    /** What was wrong with what was pasted: a sentence. @type {string | undefined} */
    problem;

    /** The keypad was just opened: its first key gets the focus once it is there. */
    _focusKeypad = false;

    get muteLabel() {
        return this.call.muted ? 'Unmute' : 'Mute';
    }

    get muteIcon() {
        return this.call.muted ? 'utility:muted' : 'utility:unmuted';
    }

    get awaitsExtension() {
        return Boolean(this.extension) && !this.call.connectedAt;
    }

    get cannotMute() {
        return !this.call.can.mute;
    }

    get cannotSendDigits() {
        return !this.call.can.sendDigits;
    }

    get cannotHangUp() {
        return !this.call.can.hangUp;
    }

    get keypadExpanded() {
        return String(this.keypadOpen);
    }

    /** Moves the focus to Hang up. */
    @api
    focus() {
        /** @type {any} */ (this.refs).hangUp?.focus();
    }

    renderedCallback() {
        if (this._focusKeypad) {
            this._focusKeypad = false;
            /** @type {any} */ (this.refs).keypad?.focus();
        }
    }

    handleHangUp() {
        this.dispatchEvent(new CustomEvent('hangup'));
    }

    handleMute() {
        this.dispatchEvent(new CustomEvent('mute', { detail: { on: !this.call.muted } }));
    }

    handleKeypad() {
        this.keypadOpen = !this.keypadOpen;
        this._focusKeypad = this.keypadOpen;
        this.sent = '';
        this.problem = undefined;
    }

    /** @param {CustomEvent<{ key: string }>} event */
    handleKey(event) {
        this.send(event.detail.key);
    }

    /** @param {KeyboardEvent} event */
    handleKeydown(event) {
        if (event.key === 'Enter' && event.repeat) {
            // Enter was pressed in the number field and is still held down.
            event.preventDefault();
        } else if (
            this.keypadOpen &&
            KEY.test(event.key) &&
            !event.ctrlKey &&
            !event.metaKey &&
            !event.altKey
        ) {
            event.preventDefault();
            this.send(event.key);
        }
    }

    /** @param {ClipboardEvent} event */
    handlePaste(event) {
        if (!this.keypadOpen) {
            return;
        }
        event.preventDefault();
        const text = event.clipboardData?.getData('text') ?? '';
        const digits = text.replace(SEPARATORS, '').replace(/,/g, 'w');
        if (DIGITS.test(digits)) {
            this.send(digits);
        } else {
            this.problem = refusalSentence({ code: 'invalidDigits' });
        }
    }

    /** @param {string} digits */
    send(digits) {
        if (this.cannotSendDigits) {
            return;
        }
        this.problem = undefined;
        this.sent += digits;
        this.dispatchEvent(new CustomEvent('digits', { detail: { digits } }));
    }
}
