/**
 * What stands behind `@salesforce/apex/Class.method` and `@salesforce/apex`: `POST /apex/Class/method`.
 *
 * As on the platform: a method is both callable and usable with `@wire`; its parameters are one object; a
 * failure rejects with `{ status, body: { message, … } }`, an unreachable server too. A wired result is
 * read-only, an imperative one is not.
 *
 * Not here: client-side caching of cacheable methods (imperative calls always reach the org).
 */
import { deepFreeze } from './fetchResponse.js';
import { NoAnswer, request } from './http.js';
import { DataWireAdapter, failed, provisioned } from './wire.js';

async function invoke(className, method, params) {
    let answer;
    try {
        answer = await request('POST', `/apex/${className}/${method}`, { body: params ?? {} });
    } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        throw { status: 500, body: { message: 'Disconnected or Canceled' }, headers: {} };
    }
    // A method that returns nothing resolves with null.
    if (answer.ok) return answer.body ?? null;
    const { status, body } = answer;
    throw {
        status,
        body: typeof body === 'object' && body !== null ? body : { message: String(body ?? '') },
        headers: {},
    };
}

/** Refreshes by the very object a wire emitted. @type {WeakMap<object, () => Promise<void>>} */
const refreshers = new WeakMap();

/**
 * @param {string} className
 * @param {string} method
 * @returns {((params?: object) => Promise<any>) & { adapter: typeof DataWireAdapter }}
 */
export function apexMethod(className, method) {
    const call = (params) => {
        if (
            params !== undefined &&
            (params === null || typeof params !== 'object' || Array.isArray(params))
        ) {
            return Promise.reject(
                new TypeError(`${className}.${method} takes its parameters as one object`),
            );
        }
        return invoke(className, method, params);
    };
    call.adapter = class extends DataWireAdapter {
        run(config, emit) {
            // An undefined parameter means the component is not ready to ask yet.
            if (Object.values(config).includes(undefined)) return undefined;
            const load = () =>
                invoke(className, method, config).then(
                    (data) => remember(provisioned(deepFreeze(data))),
                    (error) => remember(failed(error)),
                );
            const remember = (value) => {
                refreshers.set(value, load);
                emit(value);
            };
            load();
            return undefined;
        }
    };
    return call;
}

/**
 * @param {object} wired what a wired function received, or a wired property holds
 * @returns {Promise<void>} once the wire has emitted anew
 */
export function refreshApex(wired) {
    return refreshers.get(wired)?.() ?? Promise.resolve();
}

/** @param {object} record an SObject as Apex returned it @param {{ fieldApiName: string }} field */
export function getSObjectValue(record, field) {
    const path =
        typeof field === 'string' ? field.split('.').slice(1) : field.fieldApiName.split('.');
    return path.reduce((value, name) => value?.[name], record);
}
