/**
 * The one place that folds what Lightning Data Service and Apex reject with into a `PortError`: a kind that
 * decides what the core does next, and the org's own words for the agent.
 *
 * Shapes that occur: UI API writes `{ status, body: { message, output: { errors, fieldErrors } } }`, UI API
 * reads `{ status, body: [{ errorCode, message }] }`, Apex `{ status: 500, body: { message, exceptionType } }`
 * and for DML `{ body: { pageErrors, fieldErrors } }`, no connection
 * `{ status: 500, body: 'Disconnected or Canceled' }` in one or the other field.
 *
 * Does not make sentences; `c/sentences` does.
 */

/**
 * Salesforce's error codes that say more than the HTTP status, which for Apex is always 500.
 * @type {Record<string, Offhook.PortErrorKind>}
 */
const KIND_OF_CODE = {
    INVALID_SESSION_ID: 'sessionExpired',
    REQUEST_LIMIT_EXCEEDED: 'limited',
    INSUFFICIENT_ACCESS: 'forbidden',
    INSUFFICIENT_ACCESS_OR_READONLY: 'forbidden',
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'forbidden',
    CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'invalid',
    FIELD_CUSTOM_VALIDATION_EXCEPTION: 'invalid',
    FIELD_FILTER_VALIDATION_EXCEPTION: 'invalid',
    FIELD_INTEGRITY_EXCEPTION: 'invalid',
    INVALID_FIELD: 'invalid',
    INVALID_FIELD_FOR_INSERT_UPDATE: 'invalid',
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'invalid',
    INVALID_TYPE_ON_FIELD_IN_RECORD: 'invalid',
    REQUIRED_FIELD_MISSING: 'invalid',
    STRING_TOO_LONG: 'invalid',
    NUMBER_OUTSIDE_VALID_RANGE: 'invalid',
    MALFORMED_ID: 'invalid',
    DUPLICATE_VALUE: 'invalid',
    ENTITY_IS_DELETED: 'notFound',
    NOT_FOUND: 'notFound',
    UNABLE_TO_LOCK_ROW: 'server',
};

/**
 * @type {Record<number, Offhook.PortErrorKind>}
 */
const KIND_OF_STATUS = {
    0: 'offline',
    400: 'invalid',
    401: 'sessionExpired',
    403: 'forbidden',
    404: 'notFound',
    // Somebody else changed the record in between: the same write may go through now.
    409: 'server',
    412: 'server',
    429: 'limited',
};

/** How the platform, and browsers, say that nobody answered. */
const NO_ANSWER =
    /disconnected or cancell?ed|failed to fetch|networkerror|load failed|network request failed/i;

/** An error code as it stands in the text of an Apex exception: `… first error: REQUIRED_FIELD_MISSING, …`. */
const CODE_IN_TEXT = /\b[A-Z]{3,}(?:_[A-Z]+)+\b/g;

/** Apex exceptions that mean: this user may not. */
const NO_ACCESS_TEXT = /do(?:es)? not have access|insufficient privileges|no access to/i;

/**
 * @typedef {object} RawError one error inside a rejection
 * @property {string} [errorCode]
 * @property {string} [statusCode]
 * @property {string} [message]
 * @property {string} [field]
 */

/**
 * @param {unknown} value
 * @returns {any[]} the value as a list; nothing gives an empty one
 */
function list(value) {
    if (value === undefined || value === null) {
        return [];
    }
    return Array.isArray(value) ? value : [value];
}

/**
 * @param {any} body
 * @returns {RawError[]} every error the body names, the ones about fields first: they say most
 */
function errorsIn(body) {
    if (Array.isArray(body)) {
        return body;
    }
    if (!body || typeof body !== 'object') {
        return [];
    }
    const byField = { ...body.fieldErrors, ...body.output?.fieldErrors };
    const ofFields = Object.entries(byField).flatMap(([field, errors]) =>
        list(errors).map((error) => ({ field, ...error })),
    );
    return [...ofFields, ...list(body.output?.errors), ...list(body.pageErrors)];
}

/**
 * @param {any} body
 * @param {RawError[]} errors
 * @param {any} reason
 * @returns {string} the org's own words
 */
function messageOf(body, errors, reason) {
    const details = [...new Set(errors.map((error) => error.message).filter(Boolean))];
    if (details.length > 0) {
        return details.join(' ');
    }
    const text = typeof body === 'string' ? body : (body?.message ?? body?.error);
    return String(text ?? reason?.message ?? reason?.statusText ?? '');
}

/**
 * @param {RawError[]} errors
 * @param {string} message
 * @returns {string[]} Salesforce's codes, from where they stand and from the text
 */
function codesIn(errors, message) {
    const named = errors.flatMap((error) => [error.errorCode, error.statusCode]);
    return [...named, ...(message.match(CODE_IN_TEXT) ?? [])].filter((code) => code !== undefined);
}

/**
 * @param {any} reason
 * @param {string} message
 * @param {string[]} codes
 * @returns {Offhook.PortErrorKind}
 */
function kindOf(reason, message, codes) {
    if (NO_ANSWER.test(message)) {
        return 'offline';
    }
    const code = codes.find((each) => each in KIND_OF_CODE);
    if (code) {
        return KIND_OF_CODE[code];
    }
    if (typeof reason?.status === 'number' && reason.status in KIND_OF_STATUS) {
        return KIND_OF_STATUS[reason.status];
    }
    if (NO_ACCESS_TEXT.test(message)) {
        return 'forbidden';
    }
    return 'server';
}

/**
 * @param {any} headers plain object, or `Headers`
 * @param {number} now
 * @returns {number | undefined} milliseconds, where the org said when to come again
 */
function retryAfter(headers, now) {
    const value =
        headers?.get?.('retry-after') ?? headers?.['retry-after'] ?? headers?.['Retry-After'];
    if (value === undefined || value === null || value === '') {
        return undefined;
    }
    const seconds = Number(value);
    const length = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
    return Number.isFinite(length) && length >= 0 ? Math.round(length) : undefined;
}

/**
 * @param {any} reason what a promise of the platform was rejected with, or what a wire emitted as `error`
 * @param {number} [now] milliseconds since the epoch, for a `Retry-After` that is a date
 * @returns {Offhook.PortError}
 */
export function foldError(reason, now = Date.now()) {
    const body = reason?.body;
    const errors = errorsIn(body);
    const message = messageOf(body, errors, reason);
    const fields = [...new Set(errors.flatMap((error) => list(error.field)))];
    const retryAfterMs = retryAfter(reason?.headers, now);
    /** @type {Offhook.PortError} */
    const error = { kind: kindOf(reason, message, codesIn(errors, message)), message, fields };
    if (retryAfterMs !== undefined) {
        error.retryAfterMs = retryAfterMs;
    }
    return error;
}

/**
 * @param {any} reason as for {@link foldError}
 * @returns {boolean} whether a unique field refused the record: another one has the same key already
 */
export function isDuplicate(reason) {
    const errors = errorsIn(reason?.body);
    return codesIn(errors, messageOf(reason?.body, errors, reason)).includes('DUPLICATE_VALUE');
}

/**
 * @param {any} reason as for {@link foldError}
 * @returns {{ type: 'failed', error: Offhook.PortError }} the outcome of an effect that failed so
 */
export function failedOutcome(reason) {
    return { type: 'failed', error: foldError(reason) };
}
