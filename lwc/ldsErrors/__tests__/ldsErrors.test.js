import { failedOutcome, foldError, isDuplicate } from 'c/ldsErrors';

/** What `updateRecord` rejects with. */
const recordError = (
    status,
    output,
    message = 'An error occurred while trying to update the record.',
) => ({
    status,
    statusText: 'Bad Request',
    ok: false,
    headers: {},
    body: { message, statusCode: status, enhancedErrorType: 'RecordError', output },
});

/** What an Apex method rejects with. */
const apexError = (message, exceptionType = 'System.AuraHandledException') => ({
    status: 500,
    body: { message, exceptionType, isUserDefinedException: false, stackTrace: '' },
});

describe('c/ldsErrors', () => {
    it('folds a refused field of a record, with its name', () => {
        const reason = recordError(400, {
            errors: [],
            fieldErrors: {
                Disposition__c: [
                    {
                        errorCode: 'REQUIRED_FIELD_MISSING',
                        message: 'Choose one.',
                        field: 'Disposition__c',
                    },
                ],
            },
        });
        expect(foldError(reason)).toEqual({
            kind: 'invalid',
            message: 'Choose one.',
            fields: ['Disposition__c'],
        });
    });

    it('folds a validation rule of a record', () => {
        const errors = [
            { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not on Sundays.' },
        ];
        expect(foldError(recordError(400, { errors, fieldErrors: {} }))).toEqual({
            kind: 'invalid',
            message: 'Not on Sundays.',
            fields: [],
        });
    });

    it('says the same thing once', () => {
        const error = {
            errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
            message: 'Not on Sundays.',
        };
        expect(
            foldError(recordError(400, { errors: [error, error], fieldErrors: {} })).message,
        ).toBe('Not on Sundays.');
    });

    it.each([
        [401, 'INVALID_SESSION_ID', 'sessionExpired'],
        [403, 'INSUFFICIENT_ACCESS', 'forbidden'],
        [403, 'REQUEST_LIMIT_EXCEEDED', 'limited'],
        [404, 'NOT_FOUND', 'notFound'],
        [500, 'UNKNOWN_EXCEPTION', 'server'],
        [503, 'SERVER_UNAVAILABLE', 'server'],
    ])('folds status %i with %s as %s', (status, errorCode, kind) => {
        const reason = { status, body: [{ errorCode, message: 'Words of the org' }] };
        expect(foldError(reason)).toEqual({ kind, message: 'Words of the org', fields: [] });
    });

    it.each([
        [
            'Data Service',
            {
                status: 500,
                statusText: 'Server Error',
                body: { error: 'Disconnected or Canceled' },
            },
        ],
        ['Apex', { status: 500, body: { message: 'Disconnected or Canceled' } }],
        ['a browser', new TypeError('Failed to fetch')],
        ['a request without status', { status: 0 }],
    ])('sees that %s got no answer', (_who, reason) => {
        expect(foldError(reason).kind).toBe('offline');
    });

    it('reads the code in the text of an Apex exception, whose status is always 500', () => {
        const text =
            'Insert failed. First exception on row 0; first error: STRING_TOO_LONG, data value too large: []';
        expect(foldError(apexError(text, 'System.DmlException')).kind).toBe('invalid');
        expect(foldError(apexError('INVALID_SESSION_ID: Session expired')).kind).toBe(
            'sessionExpired',
        );
    });

    it('folds what Apex says about rows and fields', () => {
        const reason = {
            status: 500,
            body: {
                pageErrors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'No.' }],
                fieldErrors: {
                    Outcome__c: [
                        { statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'Read only.' },
                    ],
                },
            },
        };
        expect(foldError(reason)).toEqual({
            kind: 'forbidden',
            message: 'Read only. No.',
            fields: ['Outcome__c'],
        });
    });

    it('sees that a user has no access to an Apex class', () => {
        const text = "You do not have access to the Apex class named 'AccessTokenController'.";
        expect(foldError(apexError(text)).kind).toBe('forbidden');
    });

    it('folds an Apex exception it knows nothing about as a broken server', () => {
        expect(foldError(apexError('Attempt to de-reference a null object')).kind).toBe('server');
    });

    it('reads when to come again, in seconds or as a date', () => {
        const at = Date.UTC(2026, 0, 5, 9, 0, 0);
        const limited = (value) =>
            foldError({ status: 429, headers: { 'retry-after': value }, body: [] }, at);
        expect(limited('30').retryAfterMs).toBe(30_000);
        expect(limited('Mon, 05 Jan 2026 09:01:00 GMT').retryAfterMs).toBe(60_000);
        expect(limited('soon').retryAfterMs).toBeUndefined();
        expect(limited('30').kind).toBe('limited');
    });

    it.each([[undefined], [null], ['boom'], [new Error('boom')], [{}], [{ status: 500 }]])(
        'folds %p without failing itself',
        (reason) => {
            expect(foldError(reason)).toEqual(
                expect.objectContaining({ kind: 'server', fields: [] }),
            );
        },
    );

    it('sees a duplicate key', () => {
        const fieldErrors = {
            Call_Key__c: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found' }],
        };
        expect(isDuplicate(recordError(400, { errors: [], fieldErrors }))).toBe(true);
        expect(isDuplicate(recordError(400, { errors: [], fieldErrors: {} }))).toBe(false);
    });

    it('makes the outcome of a failed effect', () => {
        expect(failedOutcome({ status: 403, body: [] })).toEqual({
            type: 'failed',
            error: { kind: 'forbidden', message: '', fields: [] },
        });
    });
});
