/**
 * Things to do again after a while that grows with every failure.
 *
 * Knows neither what they are nor whether they succeed: whoever asks says so.
 */

/** Waits between tries, milliseconds; the last one repeats. */
const WAITS = [2000, 5000, 15000, 60000];

/** One per component; `clear` it when the component goes. */
export class Retries {
    /** Failures in a row, by what was tried. @type {Map<string, number>} */
    _failures = new Map();

    /** @type {Set<any>} */
    _timers = new Set();

    /**
     * @param {string} what was tried and failed
     * @param {() => void} again
     */
    failed(what, again) {
        const failures = this._failures.get(what) ?? 0;
        this._failures.set(what, failures + 1);
        this.later(WAITS[Math.min(failures, WAITS.length - 1)], again);
    }

    /** @param {string} what was tried and went well */
    succeeded(what) {
        this._failures.delete(what);
    }

    /**
     * @param {number} wait milliseconds
     * @param {() => void} action
     */
    later(wait, action) {
        // eslint-disable-next-line @lwc/lwc/no-async-operation
        const timer = setTimeout(() => {
            this._timers.delete(timer);
            action();
        }, wait);
        this._timers.add(timer);
    }

    /** Nothing is done any more. */
    clear() {
        this._timers.forEach((timer) => clearTimeout(timer));
        this._timers.clear();
    }
}
