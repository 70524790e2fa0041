/**
 * The cache behind `lightning/uiRecordApi`: one entry per record, its fields merged from every answer, with
 * the mounted `getRecord` wires as its watchers.
 *
 * Kept as Data Service keeps it: whatever brought a field (a read, a create, an update) satisfies the next
 * read of it, and every change reaches every watcher. Entries live as long as the page.
 */

/** @typedef {{ id: string, apiName: string, fields: Record<string, { value: unknown, displayValue: unknown }> }} UiRecord */

/** @type {Map<string, UiRecord>} */
const records = new Map();
/** @type {Map<string, Set<(event: 'changed' | 'deleted') => void>>} */
const watchers = new Map();

/**
 * Case-safe 18-character ids are the store's keys; the API takes 15-character ones too.
 * @param {string} id
 * @returns {string}
 */
export function key(id) {
    if (id.length !== 15) return id;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
    const suffix = [0, 5, 10].map((start) => {
        const bits = [...id.slice(start, start + 5)].reduce(
            (sum, char, at) => sum | (/[A-Z]/.test(char) ? 1 << at : 0),
            0,
        );
        return alphabet[bits];
    });
    return id + suffix.join('');
}

/** @param {string} id @returns {UiRecord | undefined} */
export function cached(id) {
    return records.get(key(id));
}

/**
 * Merges a record that came from the server and tells its watchers.
 * @param {UiRecord} record
 */
export function ingest(record) {
    const known = records.get(record.id);
    records.set(record.id, { ...known, ...record, fields: { ...known?.fields, ...record.fields } });
    notify(record.id, 'changed');
}

/** Forgets a record and tells its watchers. @param {string} id */
export function evict(id) {
    records.delete(key(id));
    notify(key(id), 'deleted');
}

function notify(id, event) {
    for (const watcher of [...(watchers.get(id) ?? [])]) watcher(event);
}

/**
 * @param {string} id
 * @param {(event: 'changed' | 'deleted') => void} watcher
 * @returns {() => void} stops watching
 */
export function watch(id, watcher) {
    const set = watchers.get(key(id)) ?? new Set();
    watchers.set(key(id), set.add(watcher));
    return () => set.delete(watcher);
}
