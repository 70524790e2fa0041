import { LightningElement, api } from 'lwc';
import { clickUtility, observeUtilities } from '../../../platform/support/utilityBar.js';

/** @returns {{ showsName: boolean, addition: string }} the label as its name and what follows it, or without the name */
function splitLabel(label, name) {
    const showsName = label.startsWith(name);
    return { showsName, addition: showsName ? label.slice(name.length) : label };
}

/** The utility bar and its docked panels. Panels stay mounted while they are minimised. */
export default class UtilityBar extends LightningElement {
    /** @type {Array<{ id: string, component: typeof LightningElement }>} */
    @api utilities = [];

    states = [];
    _stop;

    connectedCallback() {
        this._stop = observeUtilities((states) => {
            this.states = states;
        });
    }

    disconnectedCallback() {
        this._stop();
    }

    get items() {
        return this.utilities.map(({ id, component }) => {
            const state = this.states.find((each) => each.id === id);
            return {
                ...state,
                component,
                icon: `utility:${state.utilityIcon}`,
                ariaExpanded: String(state.utilityVisible),
                itemClass: `slds-utility-bar__item ${state.utilityHighlighted ? 'slds-has-notification' : ''}`,
                buttonClass: `slds-button slds-utility-bar__action ${state.utilityVisible ? 'slds-is-active' : ''}`,
                // The accessible name stays what the app calls the item; what a label adds is its description.
                description: state.utilityLabel === state.name ? undefined : state.utilityLabel,
                ...splitLabel(state.utilityLabel, state.name),
                covers: state.modal && state.utilityVisible,
            };
        });
    }

    toggle(event) {
        clickUtility(event.currentTarget.dataset.id);
    }
}
