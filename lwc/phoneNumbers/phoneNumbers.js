/**
 * Telephone numbers: from what people type or records hold to what the core dials, and back to what people
 * read. The rules and their reasons stand in docs/numbers.md.
 *
 * What is dialled is E.164, or an emergency number or short code as it is dialled inside the region. Does
 * not know who answers there, and makes no sentences: problems have names, `c/sentences` has the words.
 */
import {
    emergencyNumbers,
    isEmergency,
    isEmergencyElsewhere,
    isEmergencyTest,
} from './emergencyNumbers';
import { international, national, regionOf, written } from './numberingPlan';
import { splitPostDial } from './postDial';
import { digitsOf, keypadDigits, plainText, readLink } from './typed';

export { readDigits } from './postDial';
export { regionOf };

/** No number with all its additions is longer: what is, is text. */
const LONGEST = 200;

/** What the carrier puts in the place of a withheld number. */
const ANONYMOUS = 'anonymous';

/** Numbers that carriers make of words where the caller's number is missing: +266696687 spells ANONYMOUS. */
const WITHHELD = new Set(
    ['ANONYMOUS', 'BLOCKED', 'RESTRICTED', 'UNAVAILABLE', 'UNKNOWN'].map(
        (word) => `+${keypadDigits(word)}`,
    ),
);

/** What parts one number from the next in a field that holds several. */
const BETWEEN_NUMBERS = /\s*\n\s*|\s*\|\s*|\s+\/\s+|[,;]\s+|\s+(?:or|and|oder|und|ou|et)\s+/i;

/**
 * @param {string | null | undefined} text as typed, pasted or stored
 * @param {Offhook.NumberRules} [rules] of the org
 * @returns {Offhook.Dialable | Offhook.NumberError} what to dial, or why it cannot be dialled
 */
export function dialable(text, rules = {}) {
    const plain = plainText(text ?? '');
    if (plain === '') {
        return { problem: 'empty' };
    }
    if (plain.length > LONGEST) {
        return { problem: 'notANumber' };
    }
    const link = readLink(plain);
    if (link.scheme === 'sip' || link.scheme === 'sips') {
        return { problem: 'sipAddress' };
    }
    if (hasSeveral(link.text, rules)) {
        return { problem: 'severalNumbers' };
    }
    const { number, digits } = splitPostDial(link.text.replace(/\s+/g, ' '));
    const found = resolve(number, link.context, rules);
    return digits !== undefined && 'to' in found ? { ...found, digits } : found;
}

/**
 * @param {string} text
 * @param {Offhook.NumberRules} rules
 * @returns {boolean} whether more than one whole number is in it
 */
function hasSeveral(text, rules) {
    const parts = text.split(BETWEEN_NUMBERS).filter((part) => part.trim() !== '');
    const isWhole = (/** @type {string} */ part) => {
        const found = resolve(splitPostDial(part).number, undefined, rules);
        return 'to' in found && found.to.startsWith('+');
    };
    return parts.length > 1 && parts.filter(isWhole).length > 1;
}

/**
 * @param {string} text a number, without what is dialled after the answer
 * @param {string | undefined} context prefix of a local number in a link
 * @param {Offhook.NumberRules} rules
 * @returns {Offhook.Dialable | Offhook.NumberError}
 */
function resolve(text, context, rules) {
    const digits = digitsOf(text);
    if (digits === undefined) {
        return { problem: /\d.*\+/.test(text) ? 'severalNumbers' : 'notANumber' };
    }
    const region = regionOf(rules.region);
    if (digits.startsWith('+')) {
        return WITHHELD.has(digits)
            ? { problem: 'withheld' }
            : international(digits, /^\D*\d{1,3}[\s.-]*\(0\)/.test(text));
    }
    if (isEmergency(digits, region)) {
        return rules.emergencyCalling === false
            ? { problem: 'noEmergencyCalls', number: digits, instead: [digits] }
            : { to: digits, region, emergency: true };
    }
    if (isEmergencyTest(digits, region)) {
        return { to: digits, region, shortCode: true };
    }
    if (context) {
        return international(`${digitsOf(context) ?? ''}${digits}`);
    }
    if (!region) {
        return { problem: 'noRegion' };
    }
    const found = national(digits, region);
    const isShort = digits.length >= 3 && digits.length <= 6;
    return 'problem' in found && isShort ? shortNumber(digits, region, rules) : found;
}

/**
 * @param {string} digits three to six, no national number
 * @param {string} region
 * @param {Offhook.NumberRules} rules
 * @returns {Offhook.Dialable | Offhook.NumberError}
 */
function shortNumber(digits, region, rules) {
    if (rules.shortCodes) {
        return { to: digits, region, shortCode: true };
    }
    if (isEmergencyElsewhere(digits)) {
        const instead = emergencyNumbers(region);
        const problem =
            rules.emergencyCalling === false ? 'noEmergencyCalls' : 'otherEmergencyNumber';
        return { problem, number: digits, region, instead };
    }
    return { problem: 'shortCodesOff', number: digits, region };
}

/**
 * @param {string | null | undefined} number E.164, a short code, or `anonymous`
 * @param {string} [region] two letters, or a locale: its numbers are shown without their country code
 * @returns {string} as people there write it; what is no number is shown as it came
 */
export function format(number, region) {
    if (!number) {
        return '';
    }
    if (number.toLowerCase() === ANONYMOUS || WITHHELD.has(number)) {
        return 'Number withheld';
    }
    return number.startsWith('+') ? written(number, regionOf(region)) : number;
}
