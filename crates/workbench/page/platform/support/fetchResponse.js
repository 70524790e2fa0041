/**
 * UI API requests as Lightning Data Service makes them, and the shape of what it rejects with.
 */
import { NoAnswer, request } from './http.js';

/** Base of the UI API, in the API version the components are deployed with. */
export const UI_API = '/services/data/v66.0/ui-api';

/**
 * @param {Parameters<typeof request>} args as for `request`, the path below {@link UI_API}
 * @returns {Promise<any>} the body
 * @throws a frozen `FetchResponse`: `{ status, statusText, ok: false, headers, body }`
 */
export async function uiApi(method, path, options) {
    let answer;
    try {
        answer = await request(method, `${UI_API}${path}`, options);
    } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        throw noConnection();
    }
    if (answer.ok) return answer.body;
    throw deepFreeze(answer);
}

/** What Data Service rejects with when the server cannot be reached: there is no HTTP status to pass on. */
function noConnection() {
    return deepFreeze({
        status: 500,
        statusText: 'Server Error',
        ok: false,
        headers: {},
        body: { error: 'Disconnected or Canceled' },
    });
}

/**
 * Data Service hands out read-only values: a component that changes one must fail here too.
 * @template T
 * @param {T} value
 * @returns {T} the same value, frozen throughout
 */
export function deepFreeze(value) {
    if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(deepFreeze);
    }
    return value;
}
