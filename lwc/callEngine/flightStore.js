/**
 * Keeps the flight recorder's tape in IndexedDB, so that the record of a call outlives the page: in the
 * background, the newest text only, one write at a time.
 *
 * Where the browser refuses or wipes its storage the phone works all the same: the record of a call that a
 * reload falls into then begins with the reload, and says so. What the tape holds is the engine's affair; it
 * names nobody.
 */

const STORE = 'tapes';
const KEY = 'tape';

/**
 * @param {IDBRequest | IDBTransaction} request
 * @param {string} done name of the event that ends it well
 * @returns {Promise<any>}
 */
function ended(request, done) {
    return new Promise((resolve, reject) => {
        request.addEventListener(done, () => resolve(/** @type {any} */ (request).result));
        request.addEventListener('error', () => reject(request.error));
        request.addEventListener('abort', () => reject(request.error));
        // A database of another page that is in the way may stay there.
        request.addEventListener('blocked', () => reject(new Error('blocked')));
    });
}

/** The tape of one user in one org. */
export class FlightStore {
    /** @type {Promise<IDBDatabase> | undefined} */
    _database;

    /** What is being read or written; the next thing waits for it. @type {Promise<void>} */
    _last = Promise.resolve();

    /** A write waits that will take whatever is newest then. */
    _waits = false;

    /** @param {string} scope names org and user */
    constructor(scope) {
        this._name = `offhook.flights.${scope}`;
    }

    /**
     * Reads what the page before has left, before anything of this page is written.
     * @param {(tape: string) => void} take is called with it, if there is something
     */
    read(take) {
        this._then(async () => {
            const store = await this._store('readonly');
            const tape = await ended(store.get(KEY), 'success');
            if (typeof tape === 'string') {
                take(tape);
            }
        });
    }

    /**
     * Writes the tape as it is when its turn comes.
     * @param {() => string | null | undefined} tape text; `null` where nothing is to be kept, `undefined` where
     *     it is not this page's to write
     */
    keep(tape) {
        if (this._waits) {
            return;
        }
        this._waits = true;
        this._then(async () => {
            this._waits = false;
            const store = await this._store('readwrite');
            const text = tape();
            if (text === null) {
                store.delete(KEY);
            } else if (text !== undefined) {
                store.put(text, KEY);
            }
            await ended(store.transaction, 'complete');
        });
    }

    /** @param {() => Promise<void>} work */
    _then(work) {
        this._last = this._last.then(work).catch(() => {
            // Refused: the next page will not find it, and its records say so.
            this._waits = false;
        });
    }

    /** @param {IDBTransactionMode} mode */
    async _store(mode) {
        this._database ??= this._open();
        try {
            const database = await this._database;
            return database.transaction(STORE, mode).objectStore(STORE);
        } catch (error) {
            // Wiped or closed meanwhile: another try opens it again.
            this._database = undefined;
            throw error;
        }
    }

    async _open() {
        const request = window.indexedDB.open(this._name, 1);
        request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
        return ended(request, 'success');
    }
}
