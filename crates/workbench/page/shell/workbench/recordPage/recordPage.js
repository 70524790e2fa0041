import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import { records } from '../../data/orgData.js';

/** @typedef {{ field: string, label: string, type?: 'phone' | 'account' }} Column */

/** What the page shows of each object, the name first. @type {Record<string, { icon: string, label: string, columns: Column[] }>} */
const LAYOUTS = {
    '003': {
        object: 'Contact',
        icon: 'standard:contact',
        columns: [
            { field: 'Title', label: 'Title' },
            { field: 'AccountId', label: 'Account', type: 'account' },
            { field: 'Phone', label: 'Business', type: 'phone' },
            { field: 'MobilePhone', label: 'Mobile', type: 'phone' },
            { field: 'HomePhone', label: 'Home', type: 'phone' },
            { field: 'OtherPhone', label: 'Other', type: 'phone' },
            { field: 'Email', label: 'Email' },
            { field: 'MailingCity', label: 'City' },
        ],
    },
    '001': {
        object: 'Account',
        icon: 'standard:account',
        columns: [
            { field: 'Phone', label: 'Main', type: 'phone' },
            { field: 'Industry', label: 'Industry' },
            { field: 'Website', label: 'Website' },
            { field: 'BillingCity', label: 'City' },
        ],
    },
};

/** The record page of a contact or an account, read through Lightning Data Service. */
export default class RecordPage extends LightningElement {
    accountNames = new Map();

    @api recordId;

    @wire(getRecord, { recordId: '$recordId', fields: '$nameField', optionalFields: '$fields' })
    record;

    connectedCallback() {
        records('Account').then(
            (accounts) => {
                this.accountNames = new Map(accounts.map(({ id, fields }) => [id, fields.Name]));
            },
            (error) => console.warn('The names of accounts could not be read.', error),
        );
    }

    get layout() {
        return LAYOUTS[this.recordId?.slice(0, 3)];
    }

    get nameField() {
        return [`${this.layout.object}.Name`];
    }

    get fields() {
        return this.layout.columns.map(({ field }) => `${this.layout.object}.${field}`);
    }

    get name() {
        return getFieldValue(this.record.data, `${this.layout.object}.Name`) ?? '';
    }

    get objectApiName() {
        return this.layout.object;
    }

    get problem() {
        const error = this.record.error;
        if (!error) return undefined;
        const body = Array.isArray(error.body) ? error.body[0] : error.body;
        return `This record could not be read: ${body?.message ?? body?.error ?? error.statusText}.`;
    }

    get values() {
        if (!this.record.data) return [];
        return this.layout.columns
            .map(({ field, label, type }) => ({
                field,
                label,
                isPhone: type === 'phone',
                value: this.display(
                    getFieldValue(this.record.data, `${this.layout.object}.${field}`),
                    type,
                ),
            }))
            .filter(({ value }) => value);
    }

    display(value, type) {
        return type === 'account' ? (this.accountNames.get(value) ?? '') : value;
    }
}
