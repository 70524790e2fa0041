/**
 * What is dialled after the answer: an extension behind a number, or digits behind a pause, as DTMF.
 *
 * The digits are those of Twilio's `sendDigits`: `0`–`9`, `*`, `#`, and `w` for half a second of pause.
 */

/** Between the answer and an extension: the other side's exchange begins to listen. */
const BEFORE_EXTENSION = 'ww';

/** A comma is two seconds on mobile phones. A semicolon or `p` would wait for a key there. */
const PAUSE = 'wwww';

/**
 * How extensions are announced: in English, French, German, Dutch, Spanish, Portuguese, Italian, Polish and
 * Russian writing, as `x` and as `#`.
 */
const ANNOUNCED = [
    'ext(?:ension|n)?',
    'xt',
    'x',
    'poste',
    'durchwahl',
    'dw',
    'app(?:arat)?',
    'klappe',
    'kl',
    'toestel',
    'tst',
    'extensión',
    'anexo',
    'ramal',
    'interno',
    'int',
    'wewn',
    'доб(?:авочный)?',
    '#',
].join('|');

/** Number, word, extension; no letter stands before the word, so that no vanity number ends in one. */
const EXTENSION = new RegExp(
    `^(.*?\\d(?:|.*?[^\\p{L}]))[\\s,;(-]*(?:${ANNOUNCED})[\\s.:=]*(\\d[\\d\\s-]*)#?\\s*\\)?$`,
    'isu',
);

const POST_DIAL = /^(.*?\d[\s)]*)([,;pw][\d*#,;pw\s.-]*)$/is;

/**
 * @param {string} text plain
 * @returns {{ number: string, digits?: string }} the number as it was written, and what is sent after the
 *     answer
 */
export function splitPostDial(text) {
    const written = POST_DIAL.exec(text);
    if (written) {
        const digits = written[2]
            .toLowerCase()
            .replace(/[\s.-]/g, '')
            .replace(/[,;p]/g, PAUSE);
        // A comma or semicolon left over from a list sends nothing.
        return /[\d*#]/.test(digits) ? { number: written[1], digits } : { number: written[1] };
    }
    const extension = EXTENSION.exec(text);
    return extension
        ? { number: extension[1], digits: BEFORE_EXTENSION + extension[2].replace(/\D/g, '') }
        : { number: text };
}

/**
 * @param {string | undefined} digits as they are sent
 * @returns {string | undefined} as people read them: `204`, `1, 204#`
 */
export function readDigits(digits) {
    return digits?.replace(/^w+|w+$/g, '').replace(/w+/g, ', ');
}
