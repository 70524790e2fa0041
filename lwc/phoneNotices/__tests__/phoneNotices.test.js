import PhoneNotices from 'c/phoneNotices';
import { alerts, button, heard, mount, settled } from 'test/page';
import { CALL_KEY, callOf, viewOf, viewWith } from 'test/views';

const REFUSED = {
    record: null,
    state: 'refused',
    problem: { kind: 'invalid', message: 'Disposition is required.', fields: ['Disposition__c'] },
};

const notices = (view, properties = {}) =>
    mount(PhoneNotices, { view: viewOf(view), region: 'US', ...properties });

describe('c-phone-notices, where another browser has the phone', () => {
    it('says so, and lets the agent have it here', async () => {
        const element = mount(PhoneNotices, {
            view: viewOf({ status: 'offline', tab: 'elsewhere' }),
        });
        const takeovers = heard(element, 'takeover');
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(/in another browser/)]);
        button(element, 'Use it here').click();
        expect(takeovers).toHaveLength(1);
    });
});

describe('c-phone-notices', () => {
    it('says nothing while all is well', () => {
        expect(alerts(notices())).toEqual([]);
    });

    it('says why the phone could not start, and offers another try only where it may help', () => {
        const passing = notices({}, { failure: { text: 'The phone cannot start.', retry: true } });
        const restarted = heard(passing, 'restart');
        button(passing, 'Try again').click();
        expect(restarted).toHaveLength(1);
        const lasting = notices({}, { failure: { text: 'The phone cannot start.', retry: false } });
        expect(alerts(lasting)).toEqual(['The phone cannot start.']);
        expect(button(lasting, 'Try again')).toBeUndefined();
    });

    it('says what keeps the phone offline, and tries again', () => {
        const phone = { online: false, connecting: false, problem: { type: 'carrierUnreachable' } };
        const element = notices({ status: 'offline', phone });
        const asked = heard(element, 'reconnect');
        button(element, 'Try again').click();
        expect(asked).toHaveLength(1);
        expect(alerts(element)[0]).toMatch(/carrier cannot be reached/);
    });

    it('can be told to try again also while it is trying: the SDK waits longer and longer by itself', () => {
        const phone = { online: false, connecting: true, problem: { type: 'carrierUnreachable' } };
        const element = notices({ status: 'offline', phone });
        const asked = heard(element, 'reconnect');
        button(element, 'Try again').click();
        expect(asked).toHaveLength(1);
    });

    it('says that a record of a call is not saved yet, during the call', () => {
        const waiting = {
            record: null,
            state: 'waiting',
            problem: { kind: 'offline', message: '', fields: [] },
        };
        const view = viewWith(callOf('connected', { record: waiting }));
        const element = mount(PhoneNotices, { view, region: 'US' });
        expect(alerts(element)).toEqual([
            '(500) 555-0100: The call record is not saved yet: Salesforce does not answer. Check your network. It is kept and tried again.',
        ]);
        expect(button(element, 'Try again')).toBeUndefined();
    });

    it('offers to write a refused record again, after the call', () => {
        const element = notices({
            unsaved: [{ call: CALL_KEY, number: '+15005550100', record: REFUSED }],
        });
        const asked = heard(element, 'retryrecord');
        button(element, 'Try again').click();
        expect(asked).toEqual([{ call: CALL_KEY }]);
        expect(alerts(element)[0]).toContain('“Disposition is required” (Disposition__c).');
    });

    it('keeps quiet about a record that is just being written', () => {
        const writing = { record: null, state: 'writing', problem: null };
        expect(
            alerts(notices({ unsaved: [{ call: CALL_KEY, number: '+1', record: writing }] })),
        ).toEqual([]);
    });

    it('tells of a missed call until it is dismissed', async () => {
        const end = { reason: 'ringTimeout', error: null };
        const element = notices({ notices: [{ notice: 7, at: 0, number: '+442079460123', end }] });
        const dismissed = heard(element, 'dismissnotice');
        button(element, 'Dismiss').click();
        expect(dismissed).toEqual([{ notice: 7 }]);
        expect(alerts(element)).toEqual([
            '+44 20 7946 0123: You did not answer in time. The call counts as missed.',
        ]);
        element.view = viewOf();
        await settled();
        expect(alerts(element)).toEqual([]);
    });

    it('says why a command was not carried out', () => {
        const element = notices({}, { refusal: 'You are in a call already.' });
        const dismissed = heard(element, 'dismissrefusal');
        button(element, 'Dismiss').click();
        expect(dismissed).toHaveLength(1);
        expect(alerts(element)).toEqual(['You are in a call already.']);
    });

    it('is accessible', async () => {
        const end = { reason: 'ringTimeout', error: null };
        const phone = {
            online: false,
            connecting: false,
            problem: { type: 'tokenRefused', error: 20101 },
        };
        const element = notices({
            status: 'offline',
            phone,
            notices: [{ notice: 1, at: 0, number: '+15005550100', end }],
        });
        await expect(element).toBeAccessible();
    });

    it('lets a record that the org does not take be exported and discarded', () => {
        const element = notices({
            unsaved: [
                {
                    call: CALL_KEY,
                    number: '+15005550100',
                    startedAt: 1767603600000,
                    record: REFUSED,
                    fields: { Outcome__c: 'Answered' },
                },
            ],
        });
        const saved = [];
        jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click() {
            saved.push({ name: this.download, href: this.href });
        });
        button(element, 'Export').click();
        expect(saved[0].name).toBe(`call-${CALL_KEY}.json`);
        expect(decodeURIComponent(saved[0].href)).toContain('"Outcome__c": "Answered"');
        const discarded = heard(element, 'discardrecord');
        button(element, 'Discard').click();
        expect(discarded).toEqual([{ call: CALL_KEY }]);
        expect(button(element, 'Try again')).toBeDefined();
    });

    it('says that the browser keeps nothing, while the phone works', () => {
        const phone = { online: true, connecting: false, problem: null, journalFailed: true };
        expect(alerts(notices({ phone }))[0]).toMatch(/do not reload/);
    });
});
