import IncomingCall from 'c/incomingCall';
import { button, heard, mount, settled } from 'test/page';
import { callOf } from 'test/views';

describe('c-incoming-call', () => {
    it('answers', () => {
        const element = mount(IncomingCall, { call: callOf('incomingCall') });
        const answered = heard(element, 'answer');
        button(element, 'Answer').click();
        expect(answered).toHaveLength(1);
    });

    it('declines', () => {
        const element = mount(IncomingCall, { call: callOf('incomingCall') });
        const declined = heard(element, 'decline');
        button(element, 'Decline').click();
        expect(declined).toHaveLength(1);
    });

    it('offers only what the call can do', async () => {
        const call = callOf('incomingCall');
        const element = mount(IncomingCall, {
            call: { ...call, can: { ...call.can, answer: false } },
        });
        await settled();
        expect(button(element, 'Answer').disabled).toBe(true);
        expect(button(element, 'Decline').disabled).toBe(false);
    });

    it('is accessible', async () => {
        await expect(mount(IncomingCall, { call: callOf('incomingCall') })).toBeAccessible();
    });
});
