import { LightningElement, api } from 'lwc';

/** How long the agent may pause in typing before the text is handed on, milliseconds. */
const PAUSE = 300;

/** Near the end of the wrap-up every letter is handed on at once, milliseconds. */
const LAST_MOMENT = 2000;

const now = () => performance.timeOrigin + performance.now();

/**
 * What the agent writes about a call, while it lasts and afterwards: one field for both, so that the end of
 * the call interrupts nobody's typing.
 *
 * The field is a plain textarea in SLDS markup: `lightning-textarea` brings an element of role `status`, and
 * there is one status in the phone.
 *
 * @fires noteschange with `{ call, text }`, the whole text, when the agent pauses, leaves the field or
 *     `flush` is called
 */
export default class CallNotes extends LightningElement {
    /** What is in the field and was not handed on yet. @type {string | undefined} */
    _unsent;

    /**
     * What was handed on and has not come back yet: the tab with the phone may be another one, whose older
     * word must not take the place of what stands here. @type {string | undefined}
     */
    _awaited;

    /** @type {Offhook.CallView | undefined} */
    _call;

    /** @type {number | undefined} */
    _timer;

    _isRendered = false;

    /** @type {Offhook.CallView} */
    @api
    get call() {
        return /** @type {Offhook.CallView} */ (this._call);
    }
    set call(call) {
        if (this._call && this._call.call !== call?.call) {
            this.flush();
            this._awaited = undefined;
        }
        this._call = call;
        if (this._awaited === call?.notes) {
            this._awaited = undefined;
        }
        this.showNotes();
    }

    renderedCallback() {
        this._isRendered = true;
        this.showNotes();
    }

    /** What the core knows is older than what the agent is just typing, or has just typed. */
    showNotes() {
        const { _call: call } = this;
        const isNewer = this._unsent !== undefined || this._awaited !== undefined;
        if (this._isRendered && call && !isNewer && this.field.value !== call.notes) {
            this.field.value = call.notes;
        }
    }

    disconnectedCallback() {
        this.flush();
    }

    /** @returns {HTMLTextAreaElement} */
    get field() {
        return /** @type {any} */ (this.refs).notes;
    }

    /** Moves the focus to the field. */
    @api
    focus() {
        this.field?.focus();
    }

    /** Hands on, at once, what is not handed on yet. */
    @api
    flush() {
        clearTimeout(this._timer);
        if (this._unsent !== undefined && this._call) {
            const detail = { call: this._call.call, text: this._unsent };
            this._awaited = this._unsent;
            this._unsent = undefined;
            this.dispatchEvent(new CustomEvent('noteschange', { detail }));
        }
    }

    handleInput() {
        this._unsent = this.field.value;
        const end = this._call?.wrapUpEndsAt;
        if (end && end - now() < LAST_MOMENT) {
            this.flush();
            return;
        }
        clearTimeout(this._timer);
        // eslint-disable-next-line @lwc/lwc/no-async-operation
        this._timer = setTimeout(() => this.flush(), PAUSE);
    }
}
