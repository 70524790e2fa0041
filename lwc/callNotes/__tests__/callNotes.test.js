import CallNotes from 'c/callNotes';
import { find, heard, mount, settled, type } from 'test/page';
import { CALL_KEY, callOf } from 'test/views';

const field = (element) => find(element, 'textarea');

describe('c-call-notes', () => {
    it('shows what is written already', async () => {
        const element = mount(CallNotes, { call: callOf('wrapUp', { notes: 'Wants a callback' }) });
        await settled();
        expect(field(element).value).toBe('Wants a callback');
    });

    it('hands the whole text on when the agent pauses, once', () => {
        jest.useFakeTimers();
        const element = mount(CallNotes, { call: callOf('connected') });
        const changes = heard(element, 'noteschange');
        type(field(element), 'W');
        jest.advanceTimersByTime(200);
        type(field(element), 'Wants');
        jest.advanceTimersByTime(299);
        expect(changes).toEqual([]);
        jest.advanceTimersByTime(1);
        expect(changes).toEqual([{ call: CALL_KEY, text: 'Wants' }]);
        jest.advanceTimersByTime(5000);
        expect(changes).toHaveLength(1);
    });

    it('hands it on at once when asked, when the field is left, and when it goes', () => {
        jest.useFakeTimers();
        const element = mount(CallNotes, { call: callOf('connected') });
        const changes = heard(element, 'noteschange');
        type(field(element), 'one');
        element.flush();
        type(field(element), 'two');
        field(element).dispatchEvent(new CustomEvent('blur'));
        type(field(element), 'three');
        element.remove();
        expect(changes.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    });

    it('hands on nothing where nothing was typed', () => {
        const element = mount(CallNotes, { call: callOf('connected') });
        const changes = heard(element, 'noteschange');
        element.flush();
        expect(changes).toEqual([]);
    });

    it('does not take back what is just being typed', async () => {
        const element = mount(CallNotes, { call: callOf('connected', { notes: 'old' }) });
        await settled();
        type(field(element), 'old and new');
        element.call = callOf('wrapUp', { notes: 'old' });
        await settled();
        expect(field(element).value).toBe('old and new');
    });

    it('shows what was typed in another tab', async () => {
        const element = mount(CallNotes, { call: callOf('connected', { notes: '' }) });
        await settled();
        element.call = callOf('connected', { notes: 'typed elsewhere' });
        await settled();
        expect(field(element).value).toBe('typed elsewhere');
    });

    it('keeps what was handed on until it comes back', async () => {
        const element = mount(CallNotes, { call: callOf('connected', { notes: '' }) });
        await settled();
        type(field(element), 'new');
        element.flush();
        element.call = callOf('connected', { notes: '', muted: true });
        await settled();
        expect(field(element).value).toBe('new');
        element.call = callOf('connected', { notes: 'new' });
        element.call = callOf('connected', { notes: 'new, and more elsewhere' });
        await settled();
        expect(field(element).value).toBe('new, and more elsewhere');
    });

    it('gives the last words to the call they were about', () => {
        jest.useFakeTimers();
        const element = mount(CallNotes, { call: callOf('wrapUp') });
        const changes = heard(element, 'noteschange');
        type(field(element), 'first call');
        element.call = callOf('connected', { call: 'second' });
        expect(changes).toEqual([{ call: CALL_KEY, text: 'first call' }]);
    });

    it('waits for no pause when the wrap-up is about to end', () => {
        const end = performance.timeOrigin + performance.now() + 1000;
        const element = mount(CallNotes, { call: callOf('wrapUp', { wrapUpEndsAt: end }) });
        const changes = heard(element, 'noteschange');
        type(field(element), 'quick');
        expect(changes).toEqual([{ call: CALL_KEY, text: 'quick' }]);
    });

    it('names its field, and has no status of its own', () => {
        const element = mount(CallNotes, { call: callOf('connected') });
        expect(field(element).labels[0].textContent).toBe('Notes');
        expect(find(element, '[role="status"]')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(mount(CallNotes, { call: callOf('connected') })).toBeAccessible();
    });
});
