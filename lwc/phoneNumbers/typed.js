/**
 * What people type, paste and store, down to characters of a telephone: other scripts' digits, dashes and
 * spaces of word processors, `tel:` and `callto:` links, letters of vanity numbers.
 *
 * Does not know countries: which number it is stands in `numberingPlan.js`.
 */

/** Zeros of the scripts people write numbers in; each is followed by the other nine digits. */
const ZEROS = [
    0x0660, // Arabic
    0x06f0, // Persian, Urdu
    0x0966, // Devanagari
    0x09e6, // Bengali
    0x0a66, // Gurmukhi
    0x0ae6, // Gujarati
    0x0be6, // Tamil
    0x0c66, // Telugu
    0x0ce6, // Kannada
    0x0d66, // Malayalam
    0x0e50, // Thai
    0x0ed0, // Lao
    0x1040, // Burmese
    0x17e0, // Khmer
];

/** Letters of the keys 2 to 9 (ITU-T E.161). */
const KEYS = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];

/**
 * @param {string} text
 * @returns {string} with every letter A to Z as the key it stands on
 */
export function keypadDigits(text) {
    return text.replace(/[A-Z]/gi, (letter) =>
        String(2 + KEYS.findIndex((key) => key.includes(letter.toUpperCase()))),
    );
}

/**
 * @param {string} text
 * @returns {string} the same in ASCII digits, dashes and spaces, without invisible characters; line breaks
 *     stay, they part numbers
 */
export function plainText(text) {
    return (
        text
            // Full-width forms, no-break spaces, the sign for TEL.
            .normalize('NFKC')
            .replace(/\p{Nd}/gu, (digit) => {
                const code = /** @type {number} */ (digit.codePointAt(0));
                const zero = ZEROS.find((first) => code >= first && code <= first + 9);
                return zero === undefined ? digit : String(code - zero);
            })
            // Marks of writing direction, zero-width spaces, soft hyphens: numbers copied from pages have them.
            .replace(/\p{Cf}/gu, '')
            .replace(/[\p{Pd}\u2212\u2043\u30fc]/gu, '-')
            .replace(/[\u00b7\u2022\u2219\u30fb]/gu, '.')
            .replace(/[^\S\n]+/gu, ' ')
            .trim()
    );
}

/** @param {string} text */
function percentDecoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/**
 * Takes a link apart: RFC 3966 for `tel:`; `callto:` is what older telephony programs registered.
 * @param {string} text plain
 * @returns {{ scheme?: string, text: string, context?: string }} the number with its extension written as
 *     `ext. 12`, and the prefix that `phone-context` gives it
 */
export function readLink(text) {
    const link = /^(tel|callto|sips?)\.?\s*:\s*(?:\/\/)?(.*)$/is.exec(text);
    const scheme = link?.[1].toLowerCase();
    const address = link ? plainText(percentDecoded(link[2]).replace(/\?.*$/s, '')) : text;
    if (!/;\s*[a-z][a-z-]*=/i.test(address)) {
        return { scheme, text: address };
    }
    const [number, ...parameters] = address.split(';').map((part) => part.trim());
    const given = new Map(
        parameters.map((parameter) => {
            const [name, value = ''] = parameter.split('=');
            return [name.trim().toLowerCase(), value.trim()];
        }),
    );
    const extension = given.get('ext');
    const context = given.get('phone-context');
    return {
        scheme,
        text: extension ? `${number} ext. ${extension}` : number,
        // A domain as context says who gave the number, not which prefix it takes.
        context: context?.startsWith('+') ? context : undefined,
    };
}

/** What may stand between digits. */
const PUNCTUATION = /[\s().\-/[\]~_]/g;

/**
 * @param {string} text a number, without extension
 * @returns {string | undefined} digits with a leading plus where one was written; nothing where it is no
 *     number
 */
export function digitsOf(text) {
    const compact = text.replace(PUNCTUATION, '');
    if (/^\+?\d+$/.test(compact)) {
        return compact;
    }
    // A word in place of the last digits. A whole number in front of a word is a number with a remark.
    const vanity = /^\+?(\d{3,})[A-Z][\dA-Z]*$/i.exec(compact);
    const letters = compact.replace(/[^A-Z]/gi, '').length;
    return vanity && vanity[1].length < 10 && letters >= 3 ? keypadDigits(compact) : undefined;
}
