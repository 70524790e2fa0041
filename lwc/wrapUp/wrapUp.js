import { LightningElement, api } from 'lwc';
import { endSentence } from 'c/sentences';

/** Ends the agent brought about: they need no explanation. */
const OWN_ENDS = new Set(['cancelledByAgent', 'declined', 'hungUpByAgent']);

/**
 * After-call work: how the call went, and the end of it.
 *
 * A plain select in SLDS markup: it opens above the edge of the panel, and its keys are known to everybody.
 *
 * @fires dispositionchange with `{ value }`
 * @fires reloaddispositions
 * @fires extend
 * @fires finish
 */
export default class WrapUp extends LightningElement {
    /** @type {Offhook.CallView} */
    @api call;

    /** The org's dispositions. @type {{ value: string, label: string }[]} */
    @api options = [];

    /** Why there are none: a sentence. @type {string | undefined} */
    @api optionsProblem;

    /** What is wrong with the choice: a sentence. @type {string | undefined} */
    @api problem;

    get endText() {
        const { end } = this.call;
        return end && !OWN_ENDS.has(end.reason) ? endSentence(end) : undefined;
    }

    get choices() {
        const chosen = this.call.disposition ?? '';
        const none = { value: '', label: '--None--' };
        const known = this.options.some(({ value }) => value === chosen) || chosen === '';
        // A disposition chosen before the list could be read stays visible.
        const unknown = known ? [] : [{ value: chosen, label: chosen }];
        return [none, ...unknown, ...this.options].map(({ value, label }) => ({
            value,
            label,
            selected: value === chosen,
        }));
    }

    get formElementClass() {
        return this.problem ? 'slds-form-element slds-has-error' : 'slds-form-element';
    }

    get ariaInvalid() {
        return this.problem ? 'true' : 'false';
    }

    get cannotFinish() {
        return !this.call.can.finish;
    }

    /** Moves the focus to the disposition. */
    @api
    focus() {
        this.select?.focus();
    }

    /** @returns {HTMLSelectElement} */
    get select() {
        return /** @type {any} */ (this.refs).disposition;
    }

    handleChange() {
        this.dispatchEvent(
            new CustomEvent('dispositionchange', { detail: { value: this.select.value } }),
        );
    }

    handleReload() {
        this.dispatchEvent(new CustomEvent('reloaddispositions'));
    }

    handleExtend() {
        this.dispatchEvent(new CustomEvent('extend'));
    }

    handleFinish() {
        this.dispatchEvent(new CustomEvent('finish'));
    }
}
