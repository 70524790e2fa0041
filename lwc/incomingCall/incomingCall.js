import { LightningElement, api } from 'lwc';

/**
 * Answers or declines a call.
 *
 * @fires answer
 * @fires decline
 */
export default class IncomingCall extends LightningElement {
    /** @type {Offhook.CallView} */
    @api call;

    get cannotAnswer() {
        return !this.call.can.answer;
    }

    get cannotDecline() {
        return !this.call.can.decline;
    }

    /** Moves the focus to Answer. */
    @api
    focus() {
        /** @type {any} */ (this.refs).answer?.focus();
    }

    handleAnswer() {
        this.dispatchEvent(new CustomEvent('answer'));
    }

    handleDecline() {
        this.dispatchEvent(new CustomEvent('decline'));
    }
}
