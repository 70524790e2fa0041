/**
 * Telephone numbers: from what people type or records hold to E.164, which is all the core takes, and back
 * to what people read.
 *
 * Takes every number of a possible length for its country, assigned or not: numbering plans grow faster
 * than metadata, and carriers' test numbers are never assigned. Does not know who answers there.
 */
import {
    isSupportedCountry,
    parsePhoneNumberWithError,
    validatePhoneNumberLength,
} from './libphonenumber';

/** Region of numbers without a country code, where the org names none. */
const DEFAULT_REGION = 'US';

/** What the carrier puts in the place of a withheld number. */
const ANONYMOUS = 'anonymous';

/**
 * The library's names of problems, in ours.
 * @type {Record<string, Offhook.NumberProblem>}
 */
const PROBLEMS = {
    NOT_A_NUMBER: 'notANumber',
    INVALID_COUNTRY: 'invalidCountry',
    TOO_SHORT: 'tooShort',
    TOO_LONG: 'tooLong',
    INVALID_LENGTH: 'wrongLength',
};

/**
 * @param {string | undefined} region two letters, `US`
 * @returns {any} the region where the library knows it, else the default one
 */
function knownRegion(region) {
    const upper = (region ?? '').toUpperCase();
    return isSupportedCountry(/** @type {any} */ (upper)) ? upper : DEFAULT_REGION;
}

/**
 * @param {string | null | undefined} text as typed, pasted or stored
 * @param {string} [region] two letters, for numbers without a country code
 * @returns {{ e164: string, extension?: string } | { problem: Offhook.NumberProblem }} the number, with the
 *     extension that was written behind it, or what is wrong
 */
export function normalise(text, region) {
    const trimmed = (text ?? '').trim();
    if (trimmed === '') {
        return { problem: 'empty' };
    }
    // `extract: false`: a sentence that happens to contain a number is not a number.
    const options = { defaultCountry: knownRegion(region), extract: false };
    const problem = validatePhoneNumberLength(trimmed, options);
    if (problem) {
        return { problem: PROBLEMS[problem] ?? 'notANumber' };
    }
    try {
        const number = parsePhoneNumberWithError(trimmed, options);
        return number.ext
            ? { e164: number.number, extension: number.ext }
            : { e164: number.number };
    } catch (error) {
        return { problem: PROBLEMS[/** @type {Error} */ (error).message] ?? 'notANumber' };
    }
}

/**
 * @param {string | null | undefined} number E.164, or `anonymous`
 * @param {string} [region] two letters: numbers of this region are shown without their country code
 * @returns {string} as people there write it; what cannot be read is shown as it came
 */
export function format(number, region) {
    if (!number) {
        return '';
    }
    if (number === ANONYMOUS) {
        return 'Number withheld';
    }
    try {
        const home = knownRegion(region);
        const parsed = parsePhoneNumberWithError(number, { defaultCountry: home, extract: false });
        // A test number belongs to no country, only to a calling code; the region's own code decides.
        return parsed.country === home ? parsed.formatNational() : parsed.formatInternational();
    } catch {
        return number;
    }
}
