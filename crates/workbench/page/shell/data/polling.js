/**
 * Repeats a read while the page is visible: one at a time, and at once when the page comes back into view.
 */

/**
 * @param {(signal: AbortSignal) => Promise<void>} read handles its own failures
 * @param {number} interval milliseconds between the end of one read and the start of the next
 * @returns {() => void} stops, and aborts the read under way
 */
export function pollWhileVisible(read, interval) {
    const stop = new AbortController();
    let timer;
    let reading = false;

    const next = async () => {
        clearTimeout(timer);
        if (stop.signal.aborted || reading || document.visibilityState !== 'visible') return;
        reading = true;
        try {
            await read(stop.signal);
        } finally {
            reading = false;
            if (!stop.signal.aborted) timer = setTimeout(next, interval);
        }
    };
    document.addEventListener('visibilitychange', next, { signal: stop.signal });
    next();
    return () => {
        clearTimeout(timer);
        stop.abort();
    };
}
