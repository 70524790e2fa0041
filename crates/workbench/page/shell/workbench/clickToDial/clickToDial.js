import { LightningElement, api, wire } from 'lwc';
import { MessageContext, publish } from 'lightning/messageService';
import COMMAND from '@salesforce/messageChannel/Offhook_Command__c';
import { phone } from '../../data/format.js';

/** A phone number of a record: pressing it asks the phone, by message channel, to dial. */
export default class ClickToDial extends LightningElement {
    /** The number as stored. */
    @api number;
    @api recordId;
    @api objectApiName;
    /** Name of the record, shown while it rings. */
    @api recordName;

    @wire(MessageContext) messageContext;

    get label() {
        return phone(this.number);
    }

    get address() {
        return `tel:${this.number}`;
    }

    dial(event) {
        event.preventDefault();
        publish(this.messageContext, COMMAND, {
            type: 'dial',
            number: this.number,
            recordId: this.recordId,
            objectApiName: this.objectApiName,
            name: this.recordName,
        });
    }
}
