import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { user } from '../../../platform/support/session.js';
import { initials } from '../../data/format.js';

const HOME = { type: 'standard__namedPage', attributes: { pageName: 'home' } };
const CALLS = {
    type: 'standard__objectPage',
    attributes: { objectApiName: 'VoiceCall', actionName: 'list' },
};

/** Global header with the signed-in user, and the app's navigation. */
export default class Header extends NavigationMixin(LightningElement) {
    /** The current page reference. */
    @api page;

    userName = user().name;

    get initials() {
        return initials(this.userName);
    }

    get items() {
        const onCalls = this.page?.type === 'standard__objectPage';
        return [
            { label: 'Contacts', reference: HOME, current: !onCalls },
            { label: 'Voice Calls', reference: CALLS, current: onCalls },
        ].map((item) => ({
            ...item,
            itemClass: `slds-context-bar__item ${item.current ? 'slds-is-active' : ''}`,
            ariaCurrent: item.current ? 'page' : undefined,
        }));
    }

    navigate(event) {
        event.preventDefault();
        const { reference } = this.items.find(
            (item) => item.label === event.currentTarget.dataset.label,
        );
        this[NavigationMixin.Navigate](reference);
    }
}
