import { LightningElement, api } from 'lwc';
import { format } from 'c/phoneNumbers';
import { endSentence, phoneSentence, recordSentence, troubleSentence } from 'c/sentences';
import { exportRecord } from './exportRecord';

/**
 * @typedef {object} Item one thing to tell
 * @property {string} key stays the same as long as it is the same thing, so that it is announced once
 * @property {string} text a sentence
 * @property {string} [about] whom it is about
 * @property {boolean} [error] it keeps the agent from working
 * @property {string} [action] event to fire
 * @property {string} [subject] whom the action is about
 * @property {string} [label] of the action's button
 * @property {boolean} [deadLetter] a record that the org does not take: it can be exported and discarded
 */

const TRY_AGAIN = 'Try again';
const DISMISS = 'Dismiss';
const ELSEWHERE =
    'The phone is open in another browser, which takes your calls. Go there, or use it here.';
const JOURNAL_FAILED =
    'This browser does not keep what the phone needs after a reload: do not reload while you are in a call. Allow site data for this page, or leave the private window.';

/**
 * What the agent must know and would otherwise miss: what keeps the phone offline, records that are not
 * saved, calls that ended without anybody at the desk.
 *
 * @fires restart the phone could not start: try again
 * @fires reconnect
 * @fires takeover have the phone here, not in the other browser
 * @fires retryrecord with `{ call }`
 * @fires discardrecord with `{ call }`
 * @fires dismissrefusal
 * @fires dismissnotice with `{ notice }`
 */
export default class PhoneNotices extends LightningElement {
    /** @type {Offhook.View | undefined} */
    @api view;

    /** Why the phone could not start. @type {{ text: string, retry: boolean } | undefined} */
    @api failure;

    /** Why the last command was not carried out: a sentence. @type {string | undefined} */
    @api refusal;

    /** Region in whose manner numbers are written. @type {string | undefined} */
    @api region;

    get items() {
        /** @type {Item[]} */
        const items = [...this.failureItems, ...this.phoneItems, ...this.refusalItems];
        items.push(...this.recordItems, ...this.noticeItems);
        return items.map((item) => ({
            ...item,
            className: item.error ? 'notice notice_error' : 'notice',
        }));
    }

    /** @returns {Item[]} */
    get failureItems() {
        if (!this.failure) {
            return [];
        }
        const { text, retry } = this.failure;
        const action = retry ? { action: 'restart', label: TRY_AGAIN } : {};
        return [{ key: 'failure', text, error: true, ...action }];
    }

    /** @returns {Item[]} */
    get phoneItems() {
        const { problem, journalFailed } = this.view?.phone ?? {};
        /** @type {Item[]} */
        const items = journalFailed ? [{ key: 'journal', text: JOURNAL_FAILED, error: true }] : [];
        if (this.view?.tab === 'elsewhere') {
            const action = { action: 'takeover', label: 'Use it here' };
            return [{ key: 'elsewhere', text: ELSEWHERE, error: true, ...action }];
        }
        if (!problem) {
            return items;
        }
        // Also while it is trying: the SDK waits longer and longer between its own tries.
        const action = { action: 'reconnect', label: TRY_AGAIN };
        return [
            ...items,
            { key: `phone-${problem.type}`, text: phoneSentence(problem), error: true, ...action },
        ];
    }

    /** @returns {Item[]} */
    get refusalItems() {
        const text = this.refusal;
        return text
            ? [{ key: `refusal-${text}`, text, action: 'dismissrefusal', label: DISMISS }]
            : [];
    }

    /** @returns {Item[]} */
    get recordItems() {
        const { calls = [], unsaved = [] } = this.view ?? {};
        const done = new Set(unsaved.map(({ call }) => call));
        return [...calls, ...unsaved].flatMap(({ call, number, record }) => {
            const text = recordSentence(record);
            if (!text) {
                return [];
            }
            const action =
                record.state === 'refused'
                    ? {
                          action: 'retryrecord',
                          subject: call,
                          label: TRY_AGAIN,
                          deadLetter: done.has(call),
                      }
                    : {};
            return [
                {
                    key: `record-${call}`,
                    about: `${format(number, this.region)}: `,
                    text,
                    ...action,
                },
            ];
        });
    }

    /** @returns {Item[]} */
    get noticeItems() {
        return (this.view?.notices ?? []).map(({ notice, number, end, trouble }) => ({
            key: `notice-${notice}`,
            about: `${format(number, this.region)}: `,
            text: end ? endSentence(end) : trouble ? troubleSentence(trouble) : '',
            action: 'dismissnotice',
            subject: String(notice),
            label: DISMISS,
        }));
    }

    /** @param {Event} event */
    handleAction(event) {
        const { action, subject } = /** @type {HTMLElement} */ (event.currentTarget).dataset;
        /** @type {Record<string, object | undefined>} */
        const details = {
            retryrecord: { call: subject },
            discardrecord: { call: subject },
            dismissnotice: { notice: Number(subject) },
        };
        const name = /** @type {string} */ (action);
        this.dispatchEvent(new CustomEvent(name, { detail: details[name] }));
    }

    /** @param {Event} event */
    handleExport(event) {
        const { subject } = /** @type {HTMLElement} */ (event.currentTarget).dataset;
        const unsaved = this.view?.unsaved.find(({ call }) => call === subject);
        if (unsaved) {
            exportRecord(unsaved);
        }
    }
}
