/**
 * Which E.164 number digits are, seen from a region.
 *
 * With a country code any number of a possible length is taken, assigned or not: numbering plans grow faster
 * than metadata. Without one the region is our conclusion, so its plan must confirm it: the number must be
 * valid there and be written as it is dialled there, trunk prefix included. `212 555 0100` in Germany
 * is a number of New York, a local number, or one whose zero was lost, and nobody knows which.
 */
import {
    Metadata,
    getCountryCallingCode,
    isSupportedCountry,
    parsePhoneNumberWithError,
    validatePhoneNumberLength,
} from './libphonenumber';

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

/** What begins an international number somewhere. */
const FOREIGN_PREFIX = /^(?:00|011|0011|010|810)[1-9]\d{6}/;

/** Numbers that Ofcom keeps free for drama, which the metadata does not know: documentation is full of them. */
const EXAMPLES = /^\+44(?:1632960|7700900)\d{3}$/;

/** What the core and the carrier take. */
const E164 = /^\+[1-9]\d{4,14}$/;

/**
 * @param {string | null | undefined} text a region or a locale: `GB`, `gb`, `en-GB`, `en_GB`
 * @returns {string | undefined} two capital letters; nothing where there is no such region
 */
export function regionOf(text) {
    const parts = (text ?? '').trim().toUpperCase().split(/[-_.]/);
    const region = (parts.length > 1 ? parts.slice(1) : parts)
        .find((part) => /^[A-Z]{2}$/.test(part))
        ?.replace('UK', 'GB');
    return isSupportedCountry(/** @type {any} */ (region ?? '')) ? region : undefined;
}

/**
 * @param {string} digits
 * @param {any} [region]
 * @returns {{ number: any } | { problem: Offhook.NumberProblem }}
 */
function parsed(digits, region) {
    // `extract: false`: the whole text is the number.
    const options = { defaultCountry: region, extract: false };
    const problem = validatePhoneNumberLength(digits, options);
    if (problem) {
        return { problem: PROBLEMS[problem] ?? 'notANumber' };
    }
    try {
        const number = parsePhoneNumberWithError(digits, options);
        return E164.test(number.number) ? { number } : { problem: 'wrongLength' };
    } catch (error) {
        return { problem: PROBLEMS[/** @type {Error} */ (error).message] ?? 'notANumber' };
    }
}

/**
 * @param {string} digits with a leading plus
 * @param {boolean} [optionalZero] whether the zero after the country code stood in brackets
 * @returns {{ to: string } | { problem: Offhook.NumberProblem }}
 */
export function international(digits, optionalZero = false) {
    const read = parsed(digits);
    if (optionalZero && !('number' in read && read.number.isValid())) {
        // "(0)" of a country that has no trunk prefix.
        const without = parsed(digits.replace(/^(\+[1-9]\d{0,2}?)0/, '$1'));
        if ('number' in without && without.number.isValid()) {
            return { to: without.number.number };
        }
    }
    return 'number' in read ? { to: read.number.number } : read;
}

/** @param {string} region two letters */
function planOf(region) {
    const metadata = /** @type {any} */ (new Metadata());
    metadata.selectNumberingPlan(region);
    return metadata.numberingPlan;
}

/**
 * @param {any} plan
 * @param {string} digits the national significant number
 * @returns {any} how the plan writes it; nothing where it does not say
 */
function formOf(plan, digits) {
    return plan.formats().find((/** @type {any} */ form) => {
        const leading = form.leadingDigitsPatterns().at(-1);
        return (
            (!leading || new RegExp(`^(?:${leading})`).test(digits)) &&
            new RegExp(`^(?:${form.pattern()})$`).test(digits)
        );
    });
}

/**
 * @param {any} plan
 * @param {string} digits the national significant number
 * @returns {boolean} whether people of the region never write the number without its trunk prefix
 */
function needsTrunkPrefix(plan, digits) {
    const form = formOf(plan, digits);
    // What the plan does not write is a local number, or one that only looks complete.
    return (form ? [form] : plan.formats()).some((/** @type {any} */ one) =>
        one.nationalPrefixIsMandatoryWhenFormattingInNationalFormat(),
    );
}

/**
 * @param {any} number
 * @returns {boolean} whether its country's plan has it, or keeps it free for examples
 */
function isOfPlan(number) {
    return number.isValid() || EXAMPLES.test(number.number);
}

/**
 * @param {string} digits
 * @param {string} region two letters
 * @returns {{ to: string } | { problem: Offhook.NumberProblem, region?: string }}
 */
export function national(digits, region) {
    const plan = planOf(region);
    const abroad = new RegExp(`^(?:${plan.IDDPrefix()})`).exec(digits);
    if (abroad) {
        return international(`+${digits.slice(abroad[0].length)}`);
    }
    const read = parsed(digits, region);
    if (!('number' in read) || !isOfPlan(read.number)) {
        if (FOREIGN_PREFIX.test(digits)) {
            return { problem: 'internationalPrefix', region };
        }
        return 'number' in read ? { problem: 'notOfRegion', region } : { ...read, region };
    }
    const { number } = read;
    const trunk = plan.nationalPrefix();
    const isDialled =
        !trunk ||
        digits.startsWith(trunk) ||
        digits === number.number.slice(1) ||
        !needsTrunkPrefix(plan, String(number.nationalNumber));
    return isDialled ? { to: number.number } : { problem: 'trunkPrefixMissing', region };
}

/**
 * @param {string} e164
 * @param {string | undefined} region two letters
 * @returns {string} as it is written there: without country code where it is dialled without
 */
export function written(e164, region) {
    const read = parsed(e164);
    if (!('number' in read)) {
        return e164;
    }
    const { number } = read;
    // Countries that share a code dial each other as they dial at home. Those of +1 do too, but there the
    // other country is abroad, and charged so.
    const home =
        region !== undefined &&
        (number.country === region ||
            (number.countryCallingCode !== '1' &&
                number.countryCallingCode === getCountryCallingCode(/** @type {any} */ (region))));
    // Digits that the plan does not write would be read as a local number.
    const plan = home && planOf(number.country ?? region);
    return plan && (plan.formats().length === 0 || formOf(plan, String(number.nationalNumber)))
        ? number.formatNational()
        : number.formatInternational();
}
