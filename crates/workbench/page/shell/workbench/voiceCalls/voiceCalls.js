import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { duration, phone, time } from '../../data/format.js';
import { callObject, licence, records } from '../../data/orgData.js';
import { pollWhileVisible } from '../../data/polling.js';

const SECOND = 1000;

/** Who called whom: a Task has no numbers of its own, its subject says it. */
function row({ id, apiName, fields }) {
    return {
        id,
        apiName,
        fields,
        href: `/?record=${id}`,
        start: time(fields.CallStartDateTime ?? fields.CreatedDate) || fields.Subject || id,
        direction: fields.CallType ?? '',
        from: phone(fields.FromPhoneNumber),
        to: phone(fields.ToPhoneNumber),
        state: fields.Call_State__c ?? '',
        outcome: fields.Outcome__c ?? '',
        talk: duration(fields.Talk_Seconds__c),
        disposition: fields.Disposition__c ?? '',
    };
}

/** The calls of the org, read anew each second while the page is visible, with the fields of one of them. */
export default class VoiceCalls extends NavigationMixin(LightningElement) {
    /** Id of the call whose fields are shown. */
    @api selectedId;

    rows = [];
    object = 'VoiceCall';
    problem;
    _stop;
    _seen;

    connectedCallback() {
        this._stop = pollWhileVisible((signal) => this.read(signal), SECOND);
    }

    disconnectedCallback() {
        this._stop();
    }

    async read(signal) {
        try {
            const object = callObject(await licence());
            const found = await records(object, signal);
            this.problem = undefined;
            // An unchanged answer leaves the table, and the reader's selection in it, alone.
            const seen = JSON.stringify([object, found]);
            if (seen === this._seen) return;
            this._seen = seen;
            this.object = object;
            this.rows = found
                .filter(({ fields }) => object === 'VoiceCall' || fields.TaskSubtype === 'Call')
                .map(row);
        } catch (error) {
            if (!signal.aborted) this.problem = `The calls could not be read: ${error.message}`;
        }
    }

    get title() {
        return this.object === 'VoiceCall'
            ? 'Voice Calls'
            : 'Voice Calls (as Tasks: this org has no Voice Call)';
    }

    get items() {
        return this.rows.map((call) => {
            const current = call.id === this.selectedId;
            return {
                ...call,
                ariaCurrent: current ? 'true' : undefined,
                rowClass: current ? 'current' : '',
            };
        });
    }

    get isEmpty() {
        return this.rows.length === 0 && !this.problem;
    }

    get selected() {
        return this.rows.find(({ id }) => id === this.selectedId);
    }

    get selectedFields() {
        return Object.entries(this.selected.fields)
            .filter(([, value]) => value !== null && value !== undefined && value !== '')
            .map(([name, value]) => ({ name, value: String(value) }));
    }

    select(event) {
        event.preventDefault();
        const { recordId } = event.currentTarget.dataset;
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId, objectApiName: this.object, actionName: 'view' },
        });
    }
}
