import WrapUp from 'c/wrapUp';
import { alerts, button, find, heard, mount, settled } from 'test/page';
import { callOf } from 'test/views';

const OPTIONS = [
    { value: 'Resolved', label: 'Resolved' },
    { value: 'Wrong number', label: 'Wrong number' },
];

const select = (element) => find(element, 'select');
const labels = (element) => [...select(element).options].map((option) => option.textContent);

function wrapUp(changes = {}, properties = {}) {
    return mount(WrapUp, { call: callOf('wrapUp', changes), options: OPTIONS, ...properties });
}

describe('c-wrap-up', () => {
    it("offers the org's dispositions, and none", () => {
        expect(labels(wrapUp())).toEqual(['--None--', 'Resolved', 'Wrong number']);
    });

    it('says what was chosen', () => {
        const element = wrapUp();
        const chosen = heard(element, 'dispositionchange');
        select(element).value = 'Wrong number';
        select(element).dispatchEvent(new CustomEvent('change', { bubbles: true }));
        expect(chosen).toEqual([{ value: 'Wrong number' }]);
    });

    it('shows what is chosen, also while the list could not be read', () => {
        expect(select(wrapUp({ disposition: 'Resolved' })).value).toBe('Resolved');
        expect(select(wrapUp({ disposition: 'Resolved' }, { options: [] })).value).toBe('Resolved');
    });

    it('saves and finishes', () => {
        const element = wrapUp();
        const finished = heard(element, 'finish');
        button(element, 'Save and finish').click();
        expect(finished).toHaveLength(1);
    });

    it('shows a problem at the field', async () => {
        const element = wrapUp({}, { problem: 'Choose a disposition, then save and finish.' });
        await settled();
        expect(alerts(element)).toEqual(['Choose a disposition, then save and finish.']);
        expect(select(element).getAttribute('aria-invalid')).toBe('true');
    });

    it('offers to read the dispositions again', async () => {
        const element = wrapUp(
            {},
            { options: [], optionsProblem: 'The dispositions could not be read.' },
        );
        const asked = heard(element, 'reloaddispositions');
        button(element, 'Try again').click();
        expect(asked).toHaveLength(1);
        expect(alerts(element)).toEqual(['The dispositions could not be read.']);
    });

    it('explains an end that somebody else brought about', () => {
        const element = wrapUp({ end: { reason: 'busy', error: null } });
        expect(alerts(element)).toEqual(['The line is busy. Call again later.']);
    });

    it("needs no words about the agent's own hanging up", () => {
        expect(alerts(wrapUp({ end: { reason: 'hungUpByAgent', error: null } }))).toEqual([]);
    });

    it('gives more time where the org limits it', () => {
        const call = callOf('wrapUp', { wrapUpEndsAt: Date.now() + 60_000 });
        const element = mount(WrapUp, {
            call: { ...call, can: { ...call.can, extendWrapUp: true } },
        });
        const extended = heard(element, 'extend');
        button(element, 'More time').click();
        expect(extended).toHaveLength(1);
        expect(find(element, 'c-elapsed-time')).not.toBeNull();
    });

    it('has no countdown where the org sets no limit', () => {
        const element = wrapUp();
        expect(find(element, 'c-elapsed-time')).toBeNull();
        expect(button(element, 'More time')).toBeUndefined();
    });

    it('names its field', () => {
        expect(select(wrapUp()).labels[0].textContent).toBe('Disposition');
    });

    it('is accessible, with and without a problem', async () => {
        const element = wrapUp({ end: { reason: 'busy', error: null } });
        await expect(element).toBeAccessible();
        element.problem = 'Choose a disposition.';
        await settled();
        await expect(element).toBeAccessible();
    });
});
