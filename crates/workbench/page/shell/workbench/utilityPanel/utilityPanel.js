import { LightningElement, api, createContextProvider } from 'lwc';
import { EnclosingUtilityId } from 'lightning/platformUtilityBarApi';
import { minimizeUtility } from '../../../platform/support/utilityBar.js';

const provideUtilityId = createContextProvider(EnclosingUtilityId);

/** One docked panel: header, and the utility's component, which is mounted from the start and kept. */
export default class UtilityPanel extends LightningElement {
    @api
    get utility() {
        return this._utility;
    }
    set utility(value) {
        this._utility = value;
    }

    _utility;
    _focus = (event) => {
        if (event.detail.utilityId === this._utility.id) this.focusPanel();
    };

    connectedCallback() {
        const { id } = this._utility;
        provideUtilityId(this.template.host, {
            consumerConnectedCallback: (consumer) => consumer.provide({ utilityId: id }),
            consumerDisconnectedCallback: () => {},
        });
        window.addEventListener('workbench:focusutility', this._focus);
    }

    disconnectedCallback() {
        window.removeEventListener('workbench:focusutility', this._focus);
    }

    /** A panel that was opened a moment ago can take the focus only once it is shown. */
    focusPanel() {
        requestAnimationFrame(() => this.template.querySelector('.slds-utility-panel').focus());
    }

    get panelClass() {
        return `slds-utility-panel panel ${this._utility.utilityVisible ? 'slds-is-open' : ''}`;
    }

    get panelStyle() {
        const { panelWidth, panelHeight } = this._utility;
        return `width: ${panelWidth}px; height: min(${panelHeight}px, calc(100vh - 4rem))`;
    }

    get icon() {
        return `utility:${this._utility.panelHeaderIcon}`;
    }

    minimize() {
        minimizeUtility(this._utility.id);
    }
}
