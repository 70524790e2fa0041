/**
 * Where the workbench is: its current page reference, who follows it, and what addresses mean.
 *
 * The shell shows the pages; this only keeps the reference and the address bar in step.
 */

/** @type {Set<(reference: object) => void>} */
const observers = new Set();

/** Pages the shell can show. */
function isSupported({ type, attributes }) {
    if (type === 'standard__recordPage') return /^(00[13T]|0LQ)/.test(attributes?.recordId ?? '');
    if (type === 'standard__objectPage') return attributes?.objectApiName === 'VoiceCall';
    return type === 'standard__namedPage' && attributes?.pageName === 'home';
}

/** @param {object} reference @returns {string} its address within the workbench */
export function addressOf({ type, attributes = {} }) {
    if (type === 'standard__webPage') return attributes.url;
    const url = new URL(window.location.href);
    url.hash = '';
    url.searchParams.delete('record');
    url.searchParams.delete('list');
    if (type === 'standard__objectPage') url.searchParams.set('list', attributes.objectApiName);
    if (type === 'standard__recordPage') url.searchParams.set('record', attributes.recordId);
    return `${url.pathname}${url.search}`;
}

const OBJECTS = { '001': 'Account', '003': 'Contact', '00T': 'Task', '0LQ': 'VoiceCall' };

function recordPage(recordId) {
    return {
        type: 'standard__recordPage',
        attributes: { recordId, objectApiName: OBJECTS[recordId.slice(0, 3)], actionName: 'view' },
        state: {},
    };
}

function fromAddress() {
    const params = new URLSearchParams(window.location.search);
    const recordId = params.get('record');
    if (recordId && isSupported(recordPage(recordId))) return recordPage(recordId);
    const list = params.get('list');
    const listPage = {
        type: 'standard__objectPage',
        attributes: { objectApiName: list, actionName: 'list' },
        state: {},
    };
    if (list && isSupported(listPage)) return listPage;
    return { type: 'standard__namedPage', attributes: { pageName: 'home' }, state: {} };
}

let current = fromAddress();

/** @returns {object} the current page reference */
export function currentPage() {
    return current;
}

/**
 * @param {object} reference a page reference
 * @param {boolean} replace whether the present entry of the browser's history is replaced
 * @returns {boolean} false when the workbench has no such page
 */
export function goTo(reference, replace) {
    if (reference.type === 'standard__webPage') {
        window.open(reference.attributes?.url, '_blank', 'noopener');
        return true;
    }
    if (!isSupported(reference)) return false;
    const { recordId } = reference.attributes;
    show(recordId ? recordPage(recordId) : reference);
    window.history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(reference));
    return true;
}

function show(reference) {
    current = Object.freeze(reference);
    for (const observer of [...observers]) observer(current);
}

window.addEventListener('popstate', () => show(fromAddress()));

/** @param {(reference: object) => void} observer called at once and after every change @returns {() => void} stops */
export function observePage(observer) {
    observers.add(observer);
    observer(current);
    return () => observers.delete(observer);
}
