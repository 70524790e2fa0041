/**
 * Stand-in for `lightning/uiRecordApi`: records through the UI API, with Data Service's cache.
 *
 * As on the platform: `getRecord` takes from the cache what it can; every create and update re-emits to all mounted wires; `updateRecord` leaves `Id` inside `body.fields`; failures reject
 * with `{ status, statusText, ok, headers, body }`; records handed out are read-only.
 *
 * Not here: layouts and modes, `optionalFields` of related lists, draft records, `getRecords`,
 * `getRecordCreateDefaults`. Importing one of them fails the build.
 */
import { deepFreeze, uiApi } from '../support/fetchResponse.js';
import { cached, evict, ingest, key, watch } from '../support/recordStore.js';
import { DataWireAdapter, failed, provisioned } from '../support/wire.js';

const ID = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/;

/** Fields come as `'Contact.Name'`, as `@salesforce/schema` references, or as an array of either. */
function fieldNames(fields) {
    if (fields === undefined || fields === null) return [];
    const list = Array.isArray(fields) ? fields : [fields];
    return list.map((field) =>
        typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`,
    );
}

const localName = (qualified) => qualified.slice(qualified.indexOf('.') + 1);

/** The part of the cached record that was asked for, or `undefined` where the cache lacks some of it. */
function snapshot(id, required, optional) {
    const record = cached(id);
    if (!record || required.some((name) => !readPath(record, localName(name)))) return undefined;
    const fields = {};
    for (const name of [...required, ...optional]) {
        const top = localName(name).split('.')[0];
        if (record.fields[top]) fields[top] = record.fields[top];
    }
    return deepFreeze(structuredClone({ ...record, fields }));
}

/** Walks `Account.Name` through related records. */
function readPath(record, path) {
    const [head, ...rest] = path.split('.');
    const field = record?.fields?.[head];
    if (!field || rest.length === 0) return field;
    if (field.value === null) return field;
    return readPath(field.value, rest.join('.'));
}

async function load(id, required, optional) {
    const list = (names) => (names.length ? [...new Set(names)].sort().join(',') : undefined);
    const record = await uiApi('GET', `/records/${encodeURIComponent(id)}`, {
        query: { fields: list(required), optionalFields: list(optional) },
    });
    ingest(record);
    return record;
}

/** Wire adapter: `{ recordId, fields, optionalFields }`. */
export class getRecord extends DataWireAdapter {
    run({ recordId, fields, optionalFields }, emit) {
        const required = fieldNames(fields);
        const optional = fieldNames(optionalFields);
        // Data Service waits for a complete configuration.
        if (
            typeof recordId !== 'string' ||
            !ID.test(recordId) ||
            required.length + optional.length === 0
        )
            return undefined;

        const emitCached = () => {
            const data = snapshot(recordId, required, optional);
            if (data) emit(provisioned(data));
            return data !== undefined;
        };
        // The answer reaches this wire as every change does: through the cache, which it is a watcher of.
        const fetchAndEmit = () =>
            load(recordId, required, optional).catch((error) => emit(failed(error)));
        const release = watch(recordId, (event) => {
            if (event === 'deleted') fetchAndEmit();
            else emitCached();
        });
        if (!emitCached()) fetchAndEmit();
        return release;
    }
}

/**
 * @param {{ apiName: string, fields: Record<string, unknown> }} recordInput
 * @returns {Promise<object>} the created record
 */
export async function createRecord(recordInput) {
    assertInput(
        recordInput,
        typeof recordInput?.apiName === 'string' && isObject(recordInput?.fields),
    );
    const record = await uiApi('POST', '/records', {
        body: { apiName: recordInput.apiName, fields: { ...recordInput.fields } },
    });
    ingest(record);
    return deepFreeze(structuredClone(record));
}

/**
 * @param {{ fields: Record<string, unknown> }} recordInput with `Id` among its fields
 * @param {{ ifUnmodifiedSince?: string }} [clientOptions]
 * @returns {Promise<object>} the updated record
 */
export async function updateRecord(recordInput, clientOptions) {
    const id = recordInput?.fields?.Id;
    assertInput(
        recordInput,
        isObject(recordInput?.fields) && typeof id === 'string' && ID.test(id),
    );
    const since = clientOptions?.ifUnmodifiedSince;
    const record = await uiApi('PATCH', `/records/${encodeURIComponent(key(id))}`, {
        body: { fields: { ...recordInput.fields } },
        headers: since ? { 'If-Unmodified-Since': since } : {},
    });
    ingest(record);
    return deepFreeze(structuredClone(record));
}

/** @param {string} recordId @returns {Promise<void>} */
export async function deleteRecord(recordId) {
    await uiApi('DELETE', `/records/${encodeURIComponent(recordId)}`);
    evict(recordId);
}

/**
 * Tells Data Service that records changed behind its back: they are read again for whoever shows them.
 * @param {Array<{ recordId: string }>} records
 * @returns {Promise<void>}
 */
export async function notifyRecordUpdateAvailable(records) {
    if (!Array.isArray(records))
        throw new TypeError('notifyRecordUpdateAvailable takes an array of { recordId }');
    await Promise.all(
        records.map(async ({ recordId }) => {
            const record = cached(recordId);
            if (record)
                await load(
                    record.id,
                    Object.keys(record.fields).map((name) => `${record.apiName}.${name}`),
                    [],
                );
        }),
    );
}

/**
 * @param {object | undefined} record as emitted by {@link getRecord}
 * @param {string | { fieldApiName: string }} field
 * @returns {unknown} its value, `undefined` where the record lacks it
 */
export function getFieldValue(record, field) {
    return readField(record, field)?.value;
}

/** @returns {string | null | undefined} the value as the org formats it, as for {@link getFieldValue}. */
export function getFieldDisplayValue(record, field) {
    return readField(record, field)?.displayValue;
}

function readField(record, field) {
    if (!record) return undefined;
    const [name] = fieldNames(field);
    return readPath(record, typeof field === 'string' ? localName(name) : field.fieldApiName);
}

const isObject = (value) => value !== null && typeof value === 'object';

function assertInput(recordInput, valid) {
    if (!valid) throw new Error(`Invalid recordInput: ${JSON.stringify(recordInput)}`);
}
