/**
 * From what was typed or clicked to the engine's command: the number in E.164, one key per click, and the
 * extension to be dialled by hand afterwards.
 */
import { normalise } from 'c/phoneNumbers';
import { numberSentence, refusalSentence } from 'c/sentences';

/**
 * @typedef {object} About
 * @property {string | null} [name] shown while it rings
 * @property {Offhook.RecordRef | null} [record] the record the number was clicked on
 */

export class Dialling {
    /** Key of the call that the next press of Call makes: the same for the same click twice. @type {string | undefined} */
    _key;

    /** Extension of the number dialled last. @type {{ call: string, extension: string } | undefined} */
    _last;

    /** @param {(command: object) => { code?: string, message?: string } | undefined} attempt a command to the engine */
    constructor(attempt) {
        this._attempt = attempt;
    }

    /** The screen shows what the last click did: the next one is another. */
    clickIsOver() {
        this._key = undefined;
    }

    /** @param {string | undefined} call key of a call */
    extensionOf(call) {
        return this._last?.call === call ? this._last?.extension : undefined;
    }

    /**
     * @param {string} text
     * @param {string | undefined} region of numbers without a country code
     * @param {About} about
     * @returns {{ numberProblem?: string, refusal?: string }} sentences where it was not dialled
     */
    dial(text, region, about) {
        const number = normalise(text, region);
        if ('problem' in number) {
            return { numberProblem: numberSentence(number.problem) };
        }
        this._key ??= crypto.randomUUID();
        const call = this._key;
        const error = this._attempt({ type: 'dial', call, to: number.e164, ...about });
        if (error) {
            const sentence = refusalSentence(error);
            return error.code === 'invalidNumber'
                ? { numberProblem: sentence }
                : { refusal: sentence };
        }
        this._last = number.extension ? { call, extension: number.extension } : undefined;
        return {};
    }
}
