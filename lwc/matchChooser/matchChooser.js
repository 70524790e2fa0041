import { LightningElement, api } from 'lwc';

/**
 * Chooses which of several records with the same telephone number the call is about.
 *
 * @fires choose with `{ recordId }`
 */
export default class MatchChooser extends LightningElement {
    /** @type {Offhook.CallView} */
    @api call;

    get choices() {
        const chosen = this.call.related?.recordId;
        return this.call.matches.map(({ recordId, objectApiName, name, companyName }) => ({
            recordId,
            label: `${name} (${[objectApiName, companyName].filter(Boolean).join(', ')})`,
            checked: recordId === chosen,
        }));
    }

    /** @param {Event} event */
    handleChange(event) {
        const { value } = /** @type {HTMLInputElement} */ (event.target);
        this.dispatchEvent(new CustomEvent('choose', { detail: { recordId: value } }));
    }
}
