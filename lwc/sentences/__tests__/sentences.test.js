import {
    emergencyRefusalSentence,
    endSentence,
    engineSentence,
    numberSentence,
    orgSentence,
    phoneSentence,
    readingText,
    recordSentence,
    refusalSentence,
    statusText,
    troubleSentence,
} from 'c/sentences';

const KINDS = [
    'offline',
    'sessionExpired',
    'forbidden',
    'notFound',
    'invalid',
    'limited',
    'server',
];
const portError = (kind, message = '', fields = []) => ({ kind, message, fields });

/** A sentence for people: begins with a capital, ends with a full stop, names no code of ours. */
const SENTENCE = /^[A-Z].*[.)]$/;

describe('c/sentences', () => {
    it.each([
        'empty',
        'notANumber',
        'tooShort',
        'tooLong',
        'wrongLength',
        'invalidCountry',
        'notOfRegion',
        'trunkPrefixMissing',
        'internationalPrefix',
        'noRegion',
        'shortCodesOff',
        'noEmergencyCalls',
        'otherEmergencyNumber',
        'sipAddress',
        'severalNumbers',
        'withheld',
    ])('has a sentence for the number problem %s, with and without particulars', (problem) => {
        const about = { region: 'GB', number: '911', instead: ['999', '112'] };
        for (const error of [{ problem }, { problem, ...about }]) {
            expect(numberSentence(error)).toMatch(/^[A-Z\d].*\.$/);
            expect(numberSentence(error)).not.toMatch(/[{}]|undefined/);
        }
        expect(numberSentence({ problem })).not.toBe(numberSentence({ problem: 'unheardOf' }));
    });

    it('names the region in which a number was looked for', () => {
        expect(numberSentence({ problem: 'notOfRegion', region: 'GB' })).toContain(
            'Your region (United Kingdom) has no such number',
        );
    });

    it('says which emergency number to call, and from where', () => {
        const instead = ['112', '110'];
        expect(
            numberSentence({
                problem: 'otherEmergencyNumber',
                number: '911',
                region: 'DE',
                instead,
            }),
        ).toBe(
            '911 is not an emergency number in your region (Germany). In an emergency call 112 or 110.',
        );
        expect(numberSentence({ problem: 'noEmergencyCalls', instead: ['911'] })).toMatch(
            /cannot make emergency calls\. Call 911 from another phone NOW/,
        );
    });

    it('sends to another phone first when an emergency call is refused, then says why', () => {
        expect(emergencyRefusalSentence('911', { code: 'phoneOffline' })).toMatch(
            /^911 was not called\. Call it from another phone NOW\. The phone is offline/,
        );
    });

    it.each([
        [{ number: '+44 20 7946 0123' }, 'Calls +44 20 7946 0123'],
        [{ number: '(500) 555-0100', digits: '204' }, 'Calls (500) 555-0100, then 204'],
        [{ number: '911', emergency: true }, 'Emergency call 911'],
    ])('says of %p: %s', (understood, text) => {
        expect(readingText(understood)).toBe(text);
    });

    it.each([
        'unknownCall',
        'notPossible',
        'agentBusy',
        'phoneOffline',
        'invalidNumber',
        'invalidDigits',
        'dispositionRequired',
    ])('has a sentence for the refusal %s', (code) => {
        expect(refusalSentence({ code })).toMatch(SENTENCE);
        expect(refusalSentence({ code })).not.toContain('internal error');
    });

    it('does not hide an error that is no refusal', () => {
        expect(refusalSentence(new Error('unreachable executed'))).toContain(
            'unreachable executed',
        );
    });

    it.each([
        'cancelledByAgent',
        'busy',
        'noAnswer',
        'rejected',
        'unreachable',
        'carrierRefused',
        'carrierTimeout',
        'microphoneDenied',
        'microphoneUnavailable',
        'declined',
        'cancelledByCaller',
        'ringTimeout',
        'agentBusy',
        'hungUpByAgent',
        'hungUpByCustomer',
        'connectionLost',
    ])('has a sentence for the end %s', (reason) => {
        expect(endSentence({ reason, error: null })).toMatch(SENTENCE);
        expect(endSentence({ reason, error: null })).not.toContain(`(${reason})`);
    });

    it("adds the carrier's code where there is one", () => {
        expect(endSentence({ reason: 'carrierRefused', error: 31002 })).toContain('31002');
    });

    it('names the microphone, and what to do, when it is denied', () => {
        expect(endSentence({ reason: 'microphoneDenied', error: 31401 })).toMatch(
            /microphone is blocked.*Allow/,
        );
    });

    it.each(KINDS)('says of a record that waits because of %s that it is kept', (kind) => {
        const sentence = recordSentence({
            record: null,
            state: 'waiting',
            problem: portError(kind, 'Words'),
        });
        expect(sentence).toMatch(
            /^The call record is not saved yet: .* It is kept and tried again\.$/,
        );
    });

    it("quotes the org's own words about a refused record, with the fields they leave out", () => {
        const problem = portError('invalid', 'Value too long', ['Description']);
        expect(recordSentence({ record: null, state: 'refused', problem })).toBe(
            'The call record is not saved yet: Salesforce does not accept the values. “Value too long” (Description). ' +
                'Tell your admin. It is kept; press Try again once this is mended.',
        );
    });

    it.each(['saved', 'writing'])('says nothing of a record that is %s', (state) => {
        expect(recordSentence({ record: null, state, problem: null })).toBeUndefined();
    });

    it('says why the phone is offline', () => {
        expect(phoneSentence({ type: 'noToken', error: portError('forbidden') })).toMatch(
            /access token.*Ask your admin/,
        );
        expect(phoneSentence({ type: 'tokenRefused', error: 20104 })).toMatch(
            /refused its access token.*20104/,
        );
        expect(phoneSentence({ type: 'carrierUnreachable' })).toMatch(/carrier cannot be reached/);
    });

    it('names WebAssembly when it is refused', () => {
        expect(engineSentence({ code: 'wasmRefused' })).toMatch(/does not allow WebAssembly/);
    });

    it.each(['coreMissing', 'sdkMissing', 'unsupportedBrowser'])(
        'has a sentence for the failure %s',
        (code) => {
            expect(engineSentence({ code })).toMatch(SENTENCE);
        },
    );

    it('keeps the words of a failure it does not know', () => {
        expect(engineSentence(new Error('out of memory'))).toContain('out of memory.');
    });

    it.each(KINDS)(
        'says what did not work, why, and what to do, when the org answers %s',
        (kind) => {
            expect(orgSentence('The list could not be read', portError(kind))).toMatch(
                /^The list could not be read: .+\. .+\.$/,
            );
        },
    );

    it('says of trouble in a call that goes on what it means for those in it', () => {
        const error = { kind: 'offline', message: '', fields: [] };
        expect(troubleSentence({ type: 'control', what: 'hold', error })).toMatch(
            /may still hear you/,
        );
        expect(troubleSentence({ type: 'party', party: '+1', end: 'busy' })).toBe(
            '+1 is busy. The customer is still on hold.',
        );
        expect(troubleSentence({ type: 'leg', error: 53405 })).toMatch(/press Resume/);
        expect(troubleSentence({ type: 'recordingUnconfirmed' })).toMatch(/did not confirm/);
    });

    it('knows names it was not made with as names', () => {
        expect(statusText('parked')).toBe('parked');
        expect(endSentence({ reason: 'abducted', error: null })).toBe(
            'The call is over (abducted).',
        );
        expect(refusalSentence({ code: 'constructor', message: 'odd' })).toContain('odd');
    });
});
