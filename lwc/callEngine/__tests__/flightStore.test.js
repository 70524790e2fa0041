import { FlightStore } from '../flightStore';

/** A request of IndexedDB, which ends in a later task. */
class Request extends EventTarget {
    constructor(work, events = ['success']) {
        super();
        // eslint-disable-next-line @lwc/lwc/no-async-operation
        setTimeout(() => {
            try {
                this.result = work();
                events.forEach((name) => this.dispatchEvent(new CustomEvent(name)));
            } catch (error) {
                this.error = error;
                this.dispatchEvent(new CustomEvent('error'));
            }
        });
    }
}

/** As much of a browser's IndexedDB as the store uses: jsdom has none. */
function aBrowser() {
    const kept = new Map();
    const writes = [];
    const database = (name) => ({
        createObjectStore: () => undefined,
        transaction: () => {
            const transaction = new Request(() => undefined, ['complete']);
            return {
                objectStore: () => ({
                    transaction,
                    get: () => new Request(() => kept.get(name)),
                    put: (text) => {
                        writes.push(text);
                        kept.set(name, text);
                    },
                    delete: () => kept.delete(name),
                }),
            };
        },
    });
    const open = (name) => new Request(() => database(name), ['upgradeneeded', 'success']);
    return { kept, writes, open: jest.fn(open) };
}

const NAME = 'offhook.flights.org.user';

async function idle(store) {
    let last;
    do {
        last = store._last;
        // eslint-disable-next-line no-await-in-loop
        await last;
    } while (last !== store._last);
}

describe('the flight store', () => {
    let browser;

    beforeEach(() => {
        browser = aBrowser();
        window.indexedDB = browser;
    });

    it('keeps the tape under the name of org and user, for the next page to read', async () => {
        const store = new FlightStore('org.user');
        store.keep(() => 'tape');
        await idle(store);
        expect(browser.open).toHaveBeenCalledWith(NAME, 1);
        const take = jest.fn();
        const next = new FlightStore('org.user');
        next.read(take);
        await idle(next);
        expect(take).toHaveBeenCalledWith('tape');
    });

    it('reads what is there before it writes what is new', async () => {
        browser.kept.set(NAME, 'old');
        const take = jest.fn();
        const store = new FlightStore('org.user');
        store.read(take);
        store.keep(() => 'new');
        await idle(store);
        expect(take).toHaveBeenCalledWith('old');
        expect(browser.kept.get(NAME)).toBe('new');
    });

    it('writes the newest text once, however often it changes meanwhile', async () => {
        const store = new FlightStore('org.user');
        let text = '1';
        store.keep(() => text);
        text = '2';
        store.keep(() => text);
        await idle(store);
        expect(browser.writes).toEqual(['2']);
        text = '3';
        store.keep(() => text);
        await idle(store);
        expect(browser.writes).toEqual(['2', '3']);
    });

    it('drops the tape when no call is left, and leaves the one of another tab alone', async () => {
        browser.kept.set(NAME, 'tape');
        const store = new FlightStore('org.user');
        store.keep(() => undefined);
        await idle(store);
        expect(browser.kept.get(NAME)).toBe('tape');
        store.keep(() => null);
        await idle(store);
        expect(browser.kept.has(NAME)).toBe(false);
    });

    it('never rejects where the browser refuses, and tries again the next time', async () => {
        browser.open.mockImplementationOnce(() => {
            throw new Error('SecurityError');
        });
        const store = new FlightStore('org.user');
        store.keep(() => 'tape');
        await idle(store);
        expect(browser.writes).toEqual([]);
        store.keep(() => 'tape');
        await idle(store);
        expect(browser.writes).toEqual(['tape']);
    });
});
