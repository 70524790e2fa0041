import DialPad from 'c/dialPad';
import { alerts, button, find, heard, mount, press, settled, type } from 'test/page';

const field = (element) => find(element, 'input');
/** What is read out with the field: its problem, and how the number is understood. */
const describing = (element) =>
    field(element)
        .getAttribute('aria-describedby')
        .split(' ')
        .map((id) => find(element, `[id="${id}"]`).textContent.trim());
const key = (element, name) => find(element, `[data-key="${name}"]`);

describe('c-dial-pad', () => {
    it('calls what was typed, by the button', () => {
        const element = mount(DialPad);
        const dialled = heard(element, 'dial');
        type(field(element), '(500) 555-0100');
        button(element, 'Call').click();
        expect(dialled).toEqual([{ text: '(500) 555-0100' }]);
    });

    it('calls what was typed, by Enter, and keeps that key press from the button that takes the focus', () => {
        const element = mount(DialPad, { number: '5005550100' });
        const dialled = heard(element, 'dial');
        const enter = press(field(element), 'Enter');
        expect(dialled).toEqual([{ text: '5005550100' }]);
        expect(enter.defaultPrevented).toBe(true);
    });

    it('does not call again while Enter is held down, nor when Enter only confirms a suggestion', () => {
        const element = mount(DialPad, { number: '5005550100' });
        const dialled = heard(element, 'dial');
        press(field(element), 'Enter', { repeat: true });
        press(field(element), 'Enter', { isComposing: true });
        expect(dialled).toEqual([]);
    });

    it('puts keys in at the caret', async () => {
        const element = mount(DialPad, { number: '1245' });
        await settled();
        const changes = heard(element, 'numberchange');
        field(element).setSelectionRange(2, 2);
        key(element, '3').click();
        expect(changes).toEqual([{ text: '12345' }]);
        field(element).setSelectionRange(0, 4);
        key(element, '*').click();
        expect(field(element).value).toBe('*5');
    });

    it('deletes the digit before the caret, or what is selected', async () => {
        const element = mount(DialPad, { number: '12345' });
        await settled();
        field(element).setSelectionRange(5, 5);
        button(element, 'Delete last digit').click();
        expect(field(element).value).toBe('1234');
        field(element).setSelectionRange(0, 3);
        button(element, 'Delete last digit').click();
        expect(field(element).value).toBe('4');
    });

    it('shows below the field how the number is understood, and leaves the field alone', async () => {
        const element = mount(DialPad, {
            number: '00442079460123',
            reading: 'Calls +44 20 7946 0123',
        });
        await settled();
        const texts = describing(element);
        expect(texts).toEqual(['', 'Calls +44 20 7946 0123']);
        expect(field(element).value).toBe('00442079460123');
    });

    it('shows a problem at the field', async () => {
        const element = mount(DialPad, { number: '5', problem: 'This number is too short.' });
        await settled();
        expect(alerts(element)).toEqual(['This number is too short.']);
        expect(field(element).getAttribute('aria-invalid')).toBe('true');
        expect(describing(element)).toEqual(['This number is too short.', '']);
    });

    it('names its field', () => {
        const element = mount(DialPad);
        expect(field(element).labels[0].textContent).toBe('Phone number');
    });

    it('is accessible, with and without a problem', async () => {
        const element = mount(DialPad);
        await expect(element).toBeAccessible();
        element.problem = 'This number is too short.';
        await settled();
        await expect(element).toBeAccessible();
    });
});
