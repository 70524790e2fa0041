import ActiveCall from 'c/activeCall';
import { alerts, button, find, heard, mount, press, settled } from 'test/page';
import { callOf } from 'test/views';

async function withKeypad() {
    const element = mount(ActiveCall, { call: callOf('connected') });
    button(element, 'Keypad').click();
    await settled();
    return element;
}

function paste(element, text) {
    const event = new CustomEvent('paste', { bubbles: true, composed: true, cancelable: true });
    event.clipboardData = { getData: () => text };
    find(element, 'c-keypad').dispatchEvent(event);
}

describe('c-active-call', () => {
    it('hangs up', () => {
        const element = mount(ActiveCall, { call: callOf('connected') });
        const hungUp = heard(element, 'hangup');
        button(element, 'Hang up').click();
        expect(hungUp).toHaveLength(1);
    });

    it('mutes and unmutes, and says which of them comes next', async () => {
        const element = mount(ActiveCall, { call: callOf('connected') });
        const muted = heard(element, 'mute');
        button(element, 'Mute').click();
        element.call = callOf('connected', { muted: true });
        await settled();
        button(element, 'Unmute').click();
        expect(muted).toEqual([{ on: true }, { on: false }]);
    });

    it('offers only what the call can do', async () => {
        const element = mount(ActiveCall, { call: callOf('calling') });
        await settled();
        expect(button(element, 'Mute').disabled).toBe(true);
        expect(button(element, 'Keypad').disabled).toBe(true);
        expect(button(element, 'Hang up').disabled).toBe(false);
    });

    it('opens the keypad with the focus on its first key', async () => {
        const element = mount(ActiveCall, { call: callOf('connected') });
        expect(find(element, 'c-keypad')).toBeNull();
        button(element, 'Keypad').click();
        await settled();
        expect(element.shadowRoot.activeElement).toBe(find(element, 'c-keypad'));
    });

    it('sends keys that are pressed, on the screen and on the keyboard, and shows them', async () => {
        const element = await withKeypad();
        const digits = heard(element, 'digits');
        find(element, '[data-key="4"]').click();
        press(find(element, 'c-keypad'), '2');
        press(find(element, 'c-keypad'), '#');
        await settled();
        expect(digits).toEqual([{ digits: '4' }, { digits: '2' }, { digits: '#' }]);
        expect(find(element, '.sent').textContent).toBe('42#');
    });

    it('leaves keyboard shortcuts and letters alone', async () => {
        const element = await withKeypad();
        const digits = heard(element, 'digits');
        press(find(element, 'c-keypad'), '1', { ctrlKey: true });
        press(find(element, 'c-keypad'), 'a');
        expect(digits).toEqual([]);
    });

    it('sends what is pasted, with commas as pauses', async () => {
        const element = await withKeypad();
        const digits = heard(element, 'digits');
        paste(element, ' 123-456,(78) 9#');
        expect(digits).toEqual([{ digits: '123456w789#' }]);
    });

    it('says why something else that is pasted is not sent', async () => {
        const element = await withKeypad();
        const digits = heard(element, 'digits');
        paste(element, 'my PIN');
        await settled();
        expect(digits).toEqual([]);
        expect(alerts(element)).toEqual([
            'Only the keys 0 to 9, * and # can be sent. Nothing was sent.',
        ]);
    });

    it('sends nothing from the keyboard while the keypad is closed', () => {
        const element = mount(ActiveCall, { call: callOf('connected') });
        const digits = heard(element, 'digits');
        press(button(element, 'Mute'), '5');
        expect(digits).toEqual([]);
    });

    it('keeps an Enter that is still held down from the number field away from its buttons', () => {
        const element = mount(ActiveCall, { call: callOf('calling') });
        expect(press(button(element, 'Hang up'), 'Enter', { repeat: true }).defaultPrevented).toBe(
            true,
        );
        expect(press(button(element, 'Hang up'), 'Enter').defaultPrevented).toBe(false);
    });

    it('says what it dials after the answer, until then', async () => {
        const element = mount(ActiveCall, { call: callOf('ringing'), extension: '12' });
        expect(element.shadowRoot.textContent).toContain('After the answer the phone dials 12.');
        element.call = callOf('connected', { connectedAt: 1 });
        await settled();
        expect(element.shadowRoot.textContent).not.toContain('After the answer');
    });

    it('is accessible, with and without the keypad', async () => {
        const element = mount(ActiveCall, { call: callOf('connected') });
        await expect(element).toBeAccessible();
        button(element, 'Keypad').click();
        await settled();
        await expect(element).toBeAccessible();
    });
});
