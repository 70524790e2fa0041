import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import { observeUtilities } from '../../../platform/support/utilityBar.js';

/** The console: header, navigation, contacts, the page in front, and the utility bar. */
export default class App extends LightningElement {
    /** @type {Array<{ id: string, component: typeof LightningElement }>} */
    @api utilities = [];

    @wire(CurrentPageReference) page;

    openWidth = 0;
    _stop;

    connectedCallback() {
        this._stop = observeUtilities((items) => {
            const open = items.find((item) => item.utilityVisible);
            this.openWidth = open ? open.panelWidth + 16 : 0;
        });
    }

    disconnectedCallback() {
        this._stop();
    }

    get recordId() {
        return this.page?.attributes.recordId;
    }

    get isCallPage() {
        return /^(0LQ|00T)/.test(this.recordId ?? '') || this.page?.type === 'standard__objectPage';
    }

    get showsRecord() {
        return Boolean(this.recordId) && !this.isCallPage;
    }

    get showsWelcome() {
        return !this.recordId && !this.isCallPage;
    }

    get callId() {
        return this.isCallPage ? this.recordId : undefined;
    }

    /** A docked panel covers the page on the platform; here the page makes room, so that both can be seen. */
    get pageStyle() {
        return `padding-right: ${this.openWidth}px`;
    }
}
