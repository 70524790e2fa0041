import Keypad from 'c/keypad';
import { heard, mount, settled } from 'test/page';

const keys = (element) => [...element.shadowRoot.querySelectorAll('button')];

describe('c-keypad', () => {
    it('has twelve keys named by what they are, in the order of a telephone', () => {
        const names = keys(mount(Keypad)).map((key) => key.getAttribute('aria-label'));
        expect(names).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']);
    });

    it('says which key was pressed, wherever on the key', () => {
        const element = mount(Keypad);
        const pressed = heard(element, 'press');
        keys(element)[9].click();
        keys(element)[1].querySelector('.letters').click();
        expect(pressed).toEqual([{ key: '*' }, { key: '2' }]);
    });

    it('cannot be pressed while disabled', async () => {
        const element = mount(Keypad, { disabled: true });
        await settled();
        const pressed = heard(element, 'press');
        keys(element)[0].click();
        expect(pressed).toEqual([]);
    });

    it('takes the focus at its first key', () => {
        const element = mount(Keypad);
        element.focus();
        expect(element.shadowRoot.activeElement).toBe(keys(element)[0]);
    });

    it('is accessible', async () => {
        await expect(mount(Keypad)).toBeAccessible();
    });
});
