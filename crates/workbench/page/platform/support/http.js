/**
 * The one module through which the page's stand-ins speak HTTP with the workbench.
 *
 * Every answer, good or bad, is a plain value shaped as the platform's `FetchResponse`:
 * `{ status, statusText, ok, headers, body }`. No answer at all rejects with {@link NoAnswer}; callers turn
 * it into whatever the module they stand in for rejects with. Nothing here retries or caches.
 */

/** The request got no answer: the workbench is gone, or a fault keeps it silent. */
export class NoAnswer extends Error {
    /** @param {string} path @param {unknown} cause what the browser said */
    constructor(path, cause) {
        super(`The workbench did not answer ${path}.`, { cause });
        this.name = 'NoAnswer';
    }
}

/** Reason phrases: HTTP/2 and some servers send none, the platform always has one. */
const REASONS = {
    200: 'OK',
    201: 'Created',
    204: 'No Content',
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    409: 'Conflict',
    412: 'Precondition Failed',
    429: 'Too Many Requests',
    500: 'Server Error',
    503: 'Service Unavailable',
};

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} statusText
 * @property {boolean} ok
 * @property {Record<string, string>} headers by lower-case name
 * @property {any} body the parsed JSON, the text where it is none, or `undefined` where it is empty
 */

/**
 * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
 * @param {string} path same-origin, starting with `/`
 * @param {{ body?: unknown, query?: Record<string, string | undefined>, headers?: Record<string, string>,
 *           signal?: AbortSignal }} [options]
 * @returns {Promise<Answer>} whatever the status
 * @throws {NoAnswer} when there is none
 */
export async function request(method, path, { body, query = {}, headers = {}, signal } = {}) {
    const params = new URLSearchParams(
        Object.entries(query).filter(([, value]) => value !== undefined),
    );
    const url = params.size ? `${path}?${params}` : path;
    let response;
    let text;
    try {
        response = await fetch(url, {
            method,
            signal,
            headers: {
                Accept: 'application/json',
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...headers,
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        text = await response.text();
    } catch (cause) {
        throw new NoAnswer(path, cause);
    }
    return {
        status: response.status,
        statusText: response.statusText || REASONS[response.status] || '',
        ok: response.ok,
        headers: Object.fromEntries(response.headers),
        body: parse(text),
    };
}

function parse(text) {
    if (!text) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/**
 * For the workbench's own controls: the body, or an error with the server's sentence.
 * @param {Parameters<typeof request>} args as for {@link request}
 * @returns {Promise<any>} the answer's body
 * @throws {Error} with a sentence for the user
 */
export async function requestBody(...args) {
    const answer = await request(...args);
    if (answer.ok) return answer.body;
    throw new Error(
        answer.body?.error ??
            `The workbench answered ${answer.status} ${answer.statusText} to ${args[1]}.`,
    );
}
