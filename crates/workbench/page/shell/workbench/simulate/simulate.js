import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import {
    clearFaults,
    licence,
    placeInboundCall,
    setFault,
    setLicence,
} from '../../data/orgData.js';

const options = (...values) =>
    values.map((value) => (typeof value === 'string' ? { label: value, value } : value));

/** What the caller does once answered. */
const SCRIPTS = options('echo', 'tone', 'silence', 'hangup-after-3s', 'cancel-after-3s', 'keypad');
const TARGETS = options('org', 'signalling', 'media');
const MODES = options('offline', 'delay', 'error');
const LICENCES = options(
    { label: 'Voice: Voice Call by Apex', value: 'voice' },
    { label: 'Open: Voice Call by anyone', value: 'open' },
    { label: 'None: Task', value: 'none' },
);

const whole = (text) =>
    text === '' || text === undefined || text === null ? undefined : Number(text);

/** Workbench controls: the outside world and its failures, which no org has buttons for. */
export default class Simulate extends LightningElement {
    scripts = SCRIPTS;
    targets = TARGETS;
    modes = MODES;
    licences = LICENCES;

    from = '+442079460123';
    script = 'echo';
    target = 'org';
    mode = 'offline';
    ms = '';
    status = '';
    count = '';
    licence;

    connectedCallback() {
        this.attempt(async () => {
            this.licence = await licence();
        });
    }

    get isDelay() {
        return this.mode === 'delay';
    }

    get isError() {
        return this.mode === 'error';
    }

    change(event) {
        this[event.target.dataset.name] = event.detail.value;
    }

    ring() {
        this.attempt(() => placeInboundCall({ from: this.from, script: this.script }));
    }

    breakIt() {
        this.attempt(async () => {
            await setFault({
                target: this.target,
                mode: this.mode,
                ms: this.isDelay ? whole(this.ms) : undefined,
                status: this.isError ? whole(this.status) : undefined,
                count: whole(this.count),
            });
            this.say(`Fault set: ${this.target} ${this.mode}`, 'warning');
        });
    }

    mend() {
        this.attempt(async () => {
            await clearFaults();
            this.say('All faults cleared', 'success');
        });
    }

    changeLicence(event) {
        const chosen = event.detail.value;
        this.attempt(async () => {
            await setLicence(chosen);
            this.licence = chosen;
            this.say(
                'Licence profile changed. Reload the page: object information is cached.',
                'info',
            );
        });
    }

    async attempt(action) {
        try {
            await action();
        } catch (error) {
            this.say(error.message, 'error');
        }
    }

    say(title, variant) {
        this.dispatchEvent(new ShowToastEvent({ title, variant }));
    }
}
