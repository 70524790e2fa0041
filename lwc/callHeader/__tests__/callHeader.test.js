import CallHeader from 'c/callHeader';
import { find, mount, settled } from 'test/page';
import { callOf } from 'test/views';

const status = (element) => find(element, '[role="status"]').textContent;

describe('c-call-header', () => {
    it.each([
        ['offline', 'Offline'],
        ['ready', 'Ready'],
        ['calling', 'Calling'],
        ['ringing', 'Ringing'],
        ['incomingCall', 'Incoming call'],
        ['connected', 'Connected'],
        ['onHold', 'On hold'],
        ['reconnecting', 'Reconnecting'],
        ['wrapUp', 'Wrap-up'],
    ])('says of the status %s exactly "%s"', (name, text) => {
        const call = ['offline', 'ready'].includes(name) ? undefined : callOf(name);
        expect(status(mount(CallHeader, { status: name, call }))).toBe(text);
    });

    it('shows the number of the other party beside the status', () => {
        const element = mount(CallHeader, {
            status: 'ringing',
            call: callOf('ringing'),
            region: 'US',
        });
        expect(find(element, '.party').textContent).toBe('(500) 555-0100');
        expect(find(element, '[role="status"]').contains(find(element, '.party'))).toBe(false);
    });

    it('shows the name where one is known, the number below it, and the company', () => {
        const record = { recordId: '003000000000001AAA', objectApiName: 'Contact' };
        const call = callOf('connected', {
            name: 'Echo Ridley',
            related: record,
            matches: [
                {
                    ...record,
                    name: 'Echo Ridley',
                    companyName: 'Ridley Ltd',
                    reason: 'Contact.Phone',
                },
            ],
        });
        const element = mount(CallHeader, { status: 'connected', call, region: 'US' });
        const lines = [...element.shadowRoot.querySelectorAll('p')].map((line) => line.textContent);
        expect(lines).toEqual(['Echo Ridley', '(500) 555-0100', 'Ridley Ltd']);
    });

    it('says that a number is withheld', () => {
        const call = callOf('incomingCall', { number: 'anonymous' });
        expect(
            find(mount(CallHeader, { status: 'incomingCall', call }), '.party').textContent,
        ).toBe('Number withheld');
    });

    it('counts the time of a call, not of the wrap-up', async () => {
        const element = mount(CallHeader, { status: 'connected', call: callOf('connected') });
        expect(find(element, 'c-elapsed-time')).not.toBeNull();
        element.status = 'wrapUp';
        await settled();
        expect(find(element, 'c-elapsed-time')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(mount(CallHeader, { status: 'ready' })).toBeAccessible();
        await expect(
            mount(CallHeader, { status: 'connected', call: callOf('connected') }),
        ).toBeAccessible();
    });
});
