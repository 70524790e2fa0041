import { APPLICATION_SCOPE, MessageContext, subscribe } from 'lightning/messageService';
import { EnclosingUtilityId, open } from 'lightning/platformUtilityBarApi';
import { navigate } from 'lightning/navigation';
import getSettings from '@salesforce/apex/SoftphoneSettingsController.getSettings';
import Softphone from 'c/softphone';
import { engine } from 'c/callEngine';
import { alerts, button, find, findAll, mount, press, settled, type } from 'test/page';
import { CALL_KEY, callOf, viewOf, viewWith } from 'test/views';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const number = (element) => find(element, 'input[type="tel"]');

/** A softphone that shows this view. */
async function phone(view = viewOf(), settings = { region: 'US' }) {
    getSettings.mockResolvedValue(settings);
    const element = mount(Softphone);
    await settled();
    engine.show(view);
    await settled();
    return element;
}

async function show(view) {
    engine.show(view);
    await settled();
}

const inCall = (status, changes) => phone(viewWith(callOf(status, changes)));

/** Publishes on the phone's message channel. */
async function publish(message) {
    const [, , handler] = subscribe.mock.calls.at(-1);
    handler(message);
    await settled();
}

describe('c-softphone, dialling', () => {
    it('normalises the number and dials it with a key of its own', async () => {
        const element = await phone();
        type(number(element), '(500) 555-0100');
        button(element, 'Call').click();
        expect(engine.commands('dial')).toEqual([
            { from: 'agent', type: 'dial', call: expect.stringMatching(UUID), to: '+15005550100' },
        ]);
    });

    it('empties the field for the next number', async () => {
        const element = await phone();
        type(number(element), '5005550100');
        await settled();
        press(number(element), 'Enter');
        await settled();
        expect(number(element).value).toBe('');
    });

    it('makes one call of the same click twice, and another of a later one', async () => {
        const element = await phone();
        type(number(element), '5005550100');
        button(element, 'Call').click();
        button(element, 'Call').click();
        const [first, second] = engine.commands('dial');
        expect(second.call).toBe(first.call);
        await settled();
        type(number(element), '5005550101');
        button(element, 'Call').click();
        expect(engine.commands('dial')[2].call).not.toBe(first.call);
    });

    it.each([
        ['', /no number to call/],
        ['12', /too short/],
        ['hello', /not a phone number/],
        ['0612345678', /region \(United States\) has no such number/],
        ['555', /too short.*short codes/],
        ['+999 1234567', /No country/],
    ])('says at the field why %p cannot be dialled, and dials nothing', async (text, sentence) => {
        const element = await phone();
        type(number(element), text);
        button(element, 'Call').click();
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(sentence)]);
        expect(engine.inputs).toEqual([]);
        type(number(element), '5');
        await settled();
        expect(alerts(element)).toEqual([]);
    });

    it('keeps the number, and says why, when the engine refuses', async () => {
        const element = await phone(viewOf({ status: 'offline' }));
        engine.refuse('dial', 'phoneOffline');
        type(number(element), '5005550100');
        button(element, 'Call').click();
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(/phone is offline/)]);
        expect(number(element).value).toBe('5005550100');
    });

    it('shows at the field that the engine does not take the number', async () => {
        const element = await phone();
        engine.refuse('dial', 'invalidNumber');
        type(number(element), '5005550100');
        button(element, 'Call').click();
        await settled();
        expect(alerts(find(element, 'c-dial-pad'))).toEqual([
            expect.stringMatching(/cannot be called/),
        ]);
    });

    it('takes the refusal away once the status has changed', async () => {
        const element = await phone(viewOf({ status: 'offline' }));
        engine.refuse('dial', 'phoneOffline');
        type(number(element), '5005550100');
        button(element, 'Call').click();
        await show(viewOf());
        expect(alerts(element)).toEqual([]);
    });

    it('keeps what was typed while a call comes in', async () => {
        const element = await phone();
        type(number(element), '500555');
        await show(viewOf({ status: 'incomingCall' }));
        expect(number(element)).toBeNull();
        await show(viewOf());
        expect(number(element).value).toBe('500555');
    });

    it('has an extension dialled after the answer, and says so during that call', async () => {
        const element = await phone();
        type(number(element), '5005550100 x12');
        button(element, 'Call').click();
        const [{ call, to, digits }] = engine.commands('dial');
        expect({ to, digits }).toEqual({ to: '+15005550100', digits: 'ww12' });
        await show(viewWith(callOf('ringing', { call })));
        const said = () => find(element, 'c-active-call').shadowRoot.textContent;
        expect(said()).toContain('After the answer the phone dials 12.');
        await show(viewWith(callOf('ringing', { call: 'another' })));
        expect(said()).not.toContain('After the answer');
    });

    it('shows how a number is understood before it is called', async () => {
        const element = await phone(viewOf(), { region: 'GB' });
        const shown = () => find(element, 'c-dial-pad').reading;
        type(number(element), '020 7946');
        await settled();
        expect(shown()).toBeUndefined();
        type(number(element), '020 7946 0123 x7');
        await settled();
        expect(shown()).toBe('Calls 020 7946 0123, then 7');
        type(number(element), '0033 1 23 45 67 89');
        await settled();
        expect(shown()).toBe('Calls +33 1 23 45 67 89');
    });

    it.each([
        [{ region: 'GB' }, '020 7946 0123', '+442079460123'],
        [{ region: 'de_DE' }, '030 901820', '+4930901820'],
        // The user's locale, en-US here, where the org names none.
        [{}, '(500) 555-0100', '+15005550100'],
        [{ region: 'US', shortCodes: true }, '72727', '72727'],
    ])('reads numbers by the settings %p', async (settings, text, to) => {
        const element = await phone(viewOf(), settings);
        type(number(element), text);
        button(element, 'Call').click();
        expect(engine.commands('dial').map((command) => command.to)).toEqual([to]);
    });

    it('does not put the locale in the place of a region that does not exist', async () => {
        const element = await phone(viewOf(), { region: 'Nowhere' });
        type(number(element), '(500) 555-0100');
        button(element, 'Call').click();
        await settled();
        expect(engine.inputs).toEqual([]);
        expect(alerts(element)).toEqual([expect.stringMatching(/set the region/)]);
    });

    it('calls an emergency number at once, without a question', async () => {
        const element = await phone();
        type(number(element), '911');
        await settled();
        expect(find(element, 'c-dial-pad').reading).toBe('Emergency call 911');
        button(element, 'Call').click();
        expect(engine.commands('dial')).toEqual([
            { from: 'agent', type: 'dial', call: expect.stringMatching(UUID), to: '911' },
        ]);
    });

    it('sends to another phone where the carrier takes no emergency calls', async () => {
        const element = await phone(viewOf(), { region: 'US', emergencyCalling: false });
        type(number(element), '911');
        button(element, 'Call').click();
        await settled();
        expect(engine.inputs).toEqual([]);
        expect(alerts(element)).toEqual([expect.stringMatching(/911 from another phone NOW/)]);
    });

    it('sends to another phone when the engine refuses an emergency call', async () => {
        const element = await phone(viewOf({ status: 'offline' }));
        engine.refuse('dial', 'phoneOffline');
        type(number(element), '911');
        button(element, 'Call').click();
        await settled();
        expect(alerts(element)).toEqual([
            expect.stringMatching(/^911 was not called\. Call it from another phone NOW\./),
        ]);
    });
});

describe('c-softphone, click-to-dial', () => {
    const MESSAGE = {
        type: 'dial',
        number: '(500) 555-0100',
        recordId: '003000000000001AAA',
        objectApiName: 'Contact',
        name: 'Echo Ridley',
    };

    it('listens in the whole application', async () => {
        await phone();
        MessageContext.emit({});
        expect(subscribe.mock.calls.at(-1)[3]).toEqual({ scope: APPLICATION_SCOPE });
    });

    it('opens the panel and dials, with name and record', async () => {
        await phone();
        EnclosingUtilityId.emit('utility-1');
        await publish(MESSAGE);
        expect(open).toHaveBeenCalledWith('utility-1', { autoFocus: false });
        const [dialled] = engine.commands('dial');
        expect(dialled).toEqual(
            expect.objectContaining({
                to: '+15005550100',
                name: 'Echo Ridley',
                record: { recordId: '003000000000001AAA', objectApiName: 'Contact' },
            }),
        );
    });

    it('shows a number that cannot be dialled in the field, with the reason', async () => {
        const element = await phone();
        await publish({ type: 'dial', number: '12' });
        expect(number(element).value).toBe('12');
        expect(alerts(element)).toEqual([expect.stringMatching(/too short/)]);
    });

    it('says that the agent is busy while in a call', async () => {
        const element = await inCall('connected');
        engine.refuse('dial', 'agentBusy');
        await publish(MESSAGE);
        expect(alerts(element)).toEqual([expect.stringMatching(/in a call already/)]);
    });

    it('says above the call that a number cannot be dialled where a call hides the field', async () => {
        const element = await inCall('connected');
        await publish({ type: 'dial', number: '12' });
        expect(alerts(find(element, 'c-phone-notices'))).toEqual([
            expect.stringMatching(/too short/),
        ]);
    });

    it('leaves other messages on the channel alone', async () => {
        await phone();
        await publish({ type: 'state', number: '+15005550100' });
        await publish(undefined);
        expect(engine.inputs).toEqual([]);
    });
});

describe('c-softphone, in a call', () => {
    it('shows the part that fits the call, and only that', async () => {
        const element = await phone();
        const shown = () =>
            ['c-dial-pad', 'c-incoming-call', 'c-active-call', 'c-call-notes', 'c-wrap-up'].filter(
                (tag) => find(element, tag),
            );
        expect(shown()).toEqual(['c-dial-pad']);
        await show(viewOf({ status: 'incomingCall' }));
        expect(shown()).toEqual(['c-incoming-call']);
        await show(viewOf({ status: 'connected' }));
        expect(shown()).toEqual(['c-active-call', 'c-call-notes']);
        await show(viewOf({ status: 'wrapUp' }));
        expect(shown()).toEqual(['c-call-notes', 'c-wrap-up']);
    });

    it('has one status, and beside it the other party', async () => {
        const element = await inCall('connected', { name: 'Echo Ridley' });
        expect(findAll(element, '[role="status"]').map(({ textContent }) => textContent)).toEqual([
            'Connected',
        ]);
        expect(find(element, 'c-call-header').shadowRoot.textContent).toContain('Echo Ridley');
    });

    it.each([
        ['incomingCall', 'Answer', { type: 'answer', call: CALL_KEY }],
        ['incomingCall', 'Decline', { type: 'decline', call: CALL_KEY }],
        ['connected', 'Hang up', { type: 'hangUp', call: CALL_KEY }],
        ['connected', 'Mute', { type: 'mute', call: CALL_KEY, on: true }],
        ['wrapUp', 'Save and finish', { type: 'finish', call: CALL_KEY }],
    ])('in %s, %s is handed to the engine', async (status, label, command) => {
        const element = await inCall(status);
        button(element, label).click();
        expect(engine.inputs).toEqual([{ from: 'agent', ...command }]);
    });

    it('does not take the second click of a double click for the button that came into its place', async () => {
        const element = await phone();
        const click = (label, detail) =>
            button(element, label).dispatchEvent(
                new MouseEvent('click', { detail, bubbles: true, composed: true }),
            );
        type(number(element), '5005550100');
        click('Call', 1);
        await show(viewOf({ status: 'ringing' }));
        click('Hang up', 2);
        expect(engine.commands('hangUp')).toEqual([]);
        click('Hang up', 1);
        expect(engine.commands('hangUp')).toHaveLength(1);
    });

    it('takes every one of several quick clicks on a key', async () => {
        const element = await inCall('connected');
        button(element, 'Keypad').click();
        await settled();
        for (const detail of [1, 2, 3]) {
            find(element, '[data-key="5"]').dispatchEvent(
                new MouseEvent('click', { detail, bubbles: true, composed: true }),
            );
        }
        expect(engine.commands('sendDigits')).toHaveLength(3);
    });

    it('sends digits', async () => {
        const element = await inCall('connected');
        button(element, 'Keypad').click();
        await settled();
        find(element, '[data-key="#"]').click();
        expect(engine.commands('sendDigits')).toEqual([
            { from: 'agent', type: 'sendDigits', call: CALL_KEY, digits: '#' },
        ]);
    });

    it('says why a command was not carried out', async () => {
        const element = await inCall('connected');
        engine.refuse('hangUp', 'unknownCall');
        button(element, 'Hang up').click();
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(/over already/)]);
        button(element, 'Dismiss').click();
        await settled();
        expect(alerts(element)).toEqual([]);
    });

    it('hands on what is typed before the page goes', async () => {
        const element = await inCall('connected');
        type(find(element, 'textarea'), 'Wants the gre');
        engine.started.onLeaving();
        expect(engine.inputs).toContainEqual({
            from: 'agent',
            type: 'setNotes',
            call: CALL_KEY,
            text: 'Wants the gre',
        });
    });

    it('keeps the notes field, and what is typed in it, when the call ends', async () => {
        const element = await inCall('connected');
        const field = find(element, 'textarea');
        type(field, 'Wants a callback');
        await show(viewOf({ status: 'wrapUp' }));
        expect(find(element, 'textarea')).toBe(field);
        expect(field.value).toBe('Wants a callback');
    });

    it('hands on the last words before it finishes', async () => {
        const element = await inCall('wrapUp');
        type(find(element, 'textarea'), 'Wants a callback');
        button(element, 'Save and finish').click();
        expect(engine.inputs.map((input) => [input.type, input.text])).toEqual([
            ['setNotes', 'Wants a callback'],
            ['finish', undefined],
        ]);
    });

    it('says at the field that a disposition is required, until one is chosen', async () => {
        const element = await inCall('wrapUp', { disposition: 'Resolved' });
        engine.refuse('finish', 'dispositionRequired');
        button(element, 'Save and finish').click();
        await settled();
        expect(alerts(find(element, 'c-wrap-up'))).toEqual([
            'Choose a disposition, then save and finish.',
        ]);
        find(element, 'select').dispatchEvent(new CustomEvent('change', { bubbles: true }));
        await settled();
        expect(engine.commands('setDisposition')).toEqual([
            { from: 'agent', type: 'setDisposition', call: CALL_KEY, value: 'Resolved' },
        ]);
        expect(alerts(element)).toEqual([]);
    });

    it('lets the agent choose among several records', async () => {
        const match = (recordId, name) => ({
            recordId,
            objectApiName: 'Contact',
            name,
            companyName: null,
            reason: 'Contact.Phone',
        });
        const element = await inCall('connected', {
            matches: [match('003A', 'Ann'), match('003B', 'Ben')],
        });
        findAll(find(element, 'c-match-chooser'), 'input')[1].click();
        expect(engine.commands('chooseMatch')).toEqual([
            { from: 'agent', type: 'chooseMatch', call: CALL_KEY, recordId: '003B' },
        ]);
    });

    it('tries to write a refused record again when told to', async () => {
        const problem = { kind: 'invalid', message: 'No.', fields: [] };
        const record = { record: null, state: 'refused', problem };
        const element = await phone(
            viewOf({ unsaved: [{ call: CALL_KEY, number: '+15005550100', record }] }),
        );
        button(element, 'Try again').click();
        expect(engine.commands('retryRecord')).toEqual([
            { from: 'agent', type: 'retryRecord', call: CALL_KEY },
        ]);
    });

    it('tries to go online again when told to', async () => {
        const problem = { type: 'carrierUnreachable' };
        const element = await phone(
            viewOf({ status: 'offline', phone: { online: false, connecting: false, problem } }),
        );
        button(element, 'Try again').click();
        expect(engine.commands('reconnect')).toHaveLength(1);
    });

    it('opens the record that the engine asks for', async () => {
        await phone();
        const record = { recordId: '003000000000001AAA', objectApiName: 'Contact' };
        await engine.started.ports.screen({
            id: 1,
            to: 'screen',
            type: 'pop',
            call: CALL_KEY,
            record,
        });
        expect(navigate).toHaveBeenCalledWith(
            expect.objectContaining({ type: 'standard__recordPage' }),
        );
    });

    it.each([
        'ready',
        'offline',
        'calling',
        'ringing',
        'incomingCall',
        'connected',
        'reconnecting',
        'wrapUp',
    ])('is accessible in %s', async (status) => {
        const element = await phone(viewOf({ status }));
        await expect(element).toBeAccessible();
    });
});

describe('c-softphone, the focus', () => {
    const focused = (element) => element.shadowRoot.activeElement?.tagName ?? null;

    it('goes to Answer when a call comes in and nobody is typing', async () => {
        const element = await phone();
        const focus = jest.spyOn(HTMLElement.prototype, 'focus');
        await show(viewOf({ status: 'incomingCall' }));
        expect(focus.mock.contexts).toEqual([button(element, 'Answer')]);
    });

    it('stays in a field of the page where somebody types', async () => {
        const element = await phone();
        const elsewhere = document.createElement('input');
        document.body.append(elsewhere);
        elsewhere.focus();
        await show(viewOf({ status: 'incomingCall' }));
        expect(document.activeElement).toBe(elsewhere);
        expect(focused(element)).toBeNull();
    });

    it('stays in the notes when the call ends', async () => {
        const element = await inCall('connected');
        find(element, 'textarea').focus();
        await show(viewOf({ status: 'wrapUp' }));
        expect(focused(element)).toBe('C-CALL-NOTES');
    });

    it('goes to the disposition when the call ends and it was on a control of the call', async () => {
        const element = await inCall('connected');
        button(element, 'Keypad').click();
        await settled();
        await show(viewOf({ status: 'wrapUp' }));
        expect(focused(element)).toBe('C-WRAP-UP');
    });

    it('does not go to Answer while somebody types a number', async () => {
        const element = await phone();
        number(element).focus();
        await show(viewOf({ status: 'incomingCall' }));
        expect(focused(element)).toBe('C-CALL-HEADER');
    });

    it('goes to the number field when the work is done', async () => {
        const element = await inCall('wrapUp');
        find(element, 'select').focus();
        await show(viewOf());
        expect(focused(element)).toBe('C-DIAL-PAD');
    });
});
