import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { phone } from '../../data/format.js';
import { records } from '../../data/orgData.js';

/** The list view of contacts; choosing one shows its record page. */
export default class ContactList extends NavigationMixin(LightningElement) {
    /** Id of the record in front. */
    @api selectedId;

    contacts = [];
    problem;

    connectedCallback() {
        this.load();
    }

    async load() {
        try {
            const [contacts, accounts] = await Promise.all([
                records('Contact'),
                records('Account'),
            ]);
            const accountNames = new Map(accounts.map(({ id, fields }) => [id, fields.Name]));
            this.contacts = contacts
                .map(({ id, fields }) => ({
                    id,
                    name:
                        fields.Name ??
                        [fields.FirstName, fields.LastName].filter(Boolean).join(' '),
                    account: accountNames.get(fields.AccountId) ?? '',
                    number: phone(fields.Phone ?? fields.MobilePhone),
                    href: `/?record=${id}`,
                }))
                .sort((a, b) => a.name.localeCompare(b.name));
            this.problem = undefined;
        } catch (error) {
            this.problem = error.message;
        }
    }

    get items() {
        return this.contacts.map((contact) => {
            const current = contact.id === this.selectedId;
            return {
                ...contact,
                ariaCurrent: current ? 'true' : undefined,
                itemClass: current ? 'item current' : 'item',
            };
        });
    }

    get count() {
        return `${this.contacts.length} items`;
    }

    select(event) {
        event.preventDefault();
        const { recordId } = event.currentTarget.dataset;
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId, objectApiName: 'Contact', actionName: 'view' },
        });
    }
}
