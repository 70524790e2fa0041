import ElapsedTime from 'c/elapsedTime';
import { mount, settled } from 'test/page';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);

/** Sets the page's own clock, which the component reads, to the start. */
function pageClock() {
    jest.useFakeTimers({ now: START });
    const timeOrigin = START - performance.now();
    Object.defineProperty(performance, 'timeOrigin', { configurable: true, value: timeOrigin });
}

async function textOf(element) {
    await settled();
    return element.shadowRoot.querySelector('[role="timer"]').textContent;
}

describe('c-elapsed-time', () => {
    it('counts up from an instant, by itself', async () => {
        pageClock();
        const element = mount(ElapsedTime, { since: START - 7_400 });
        expect(await textOf(element)).toBe('0:07');
        jest.advanceTimersByTime(700);
        expect(await textOf(element)).toBe('0:08');
        jest.advanceTimersByTime(60_000);
        expect(await textOf(element)).toBe('1:08');
    });

    it('shows hours once there are any', async () => {
        pageClock();
        const element = mount(ElapsedTime, { since: START - 3_723_000 });
        expect(await textOf(element)).toBe('1:02:03');
    });

    it('counts down to an instant, and stays at zero', async () => {
        pageClock();
        const element = mount(ElapsedTime, { until: START + 2_500 });
        expect(await textOf(element)).toBe('0:03');
        jest.advanceTimersByTime(600);
        expect(await textOf(element)).toBe('0:02');
        jest.advanceTimersByTime(10_000);
        expect(await textOf(element)).toBe('0:00');
        expect(jest.getTimerCount()).toBe(0);
    });

    it('shows a new instant at once', async () => {
        pageClock();
        const element = mount(ElapsedTime, { since: START - 60_000 });
        element.since = START;
        expect(await textOf(element)).toBe('0:00');
    });

    it('never shows a negative time', async () => {
        pageClock();
        const element = mount(ElapsedTime, { since: START + 5_000 });
        expect(await textOf(element)).toBe('0:00');
    });

    it('stops ticking when it is removed', async () => {
        pageClock();
        const element = mount(ElapsedTime, { since: START });
        element.remove();
        expect(jest.getTimerCount()).toBe(0);
    });

    it('is accessible', async () => {
        const element = mount(ElapsedTime, { since: START });
        await settled();
        await expect(element).toBeAccessible();
    });
});
