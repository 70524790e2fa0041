/**
 * From what was typed or clicked to the engine's command: what is dialled, what is sent after the answer, and
 * one key per click.
 */
import LOCALE from '@salesforce/i18n/locale';
import { dialable, format, readDigits, regionOf } from 'c/phoneNumbers';
import {
    emergencyRefusalSentence,
    numberSentence,
    readingText,
    refusalSentence,
} from 'c/sentences';

/**
 * @typedef {object} About
 * @property {string | null} [name] shown while it rings
 * @property {Offhook.RecordRef | null} [record] the record the number was clicked on
 */

/**
 * @param {Offhook.NumberRules} settings of the org
 * @returns {Offhook.NumberRules} how numbers are read: where the org names no region, the user's locale does
 */
export function numberRules({ region, emergencyCalling, shortCodes }) {
    return { region: regionOf(region || LOCALE), emergencyCalling, shortCodes };
}

export class Dialling {
    /** Key of the call that the next press of Call makes: the same for the same click twice. @type {string | undefined} */
    _key;

    /** What is sent after the answer of the call dialled last. @type {{ call: string, digits: string } | undefined} */
    _last;

    /** @param {(command: object) => { code?: string, message?: string } | undefined} attempt a command to the engine */
    constructor(attempt) {
        this._attempt = attempt;
    }

    /** The screen shows what the last click did: the next one is another. */
    clickIsOver() {
        this._key = undefined;
    }

    /**
     * @param {string | undefined} call key of a call
     * @returns {string | undefined} what the phone dials after its answer, as people read it
     */
    extensionOf(call) {
        return this._last?.call === call ? readDigits(this._last?.digits) : undefined;
    }

    /**
     * @param {string} text
     * @param {Offhook.NumberRules} rules
     * @param {About} about
     * @returns {{ numberProblem?: string, refusal?: string }} sentences where it was not dialled
     */
    dial(text, rules, about) {
        const number = dialable(text, rules);
        if ('problem' in number) {
            return { numberProblem: numberSentence(number) };
        }
        this._key ??= crypto.randomUUID();
        const call = this._key;
        const { to, digits } = number;
        const command = { type: 'dial', call, to, ...(digits && { digits }), ...about };
        const error = this._attempt(command);
        if (error && number.emergency) {
            return { numberProblem: emergencyRefusalSentence(to, error) };
        }
        if (error) {
            const sentence = refusalSentence(error);
            return error.code === 'invalidNumber'
                ? { numberProblem: sentence }
                : { refusal: sentence };
        }
        this._last = digits ? { call, digits } : undefined;
        return {};
    }
}

/**
 * @param {string} text in the number field
 * @param {Offhook.NumberRules} rules
 * @returns {string | undefined} how it is understood; nothing while it cannot be dialled
 */
export function reading(text, rules) {
    const number = dialable(text, rules);
    if ('problem' in number) {
        return undefined;
    }
    return readingText({
        number: format(number.to, rules.region),
        digits: readDigits(number.digits),
        emergency: number.emergency,
    });
}
