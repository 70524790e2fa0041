/**
 * The one place where something that went wrong becomes a sentence: what happened, and what to do.
 *
 * Every function is total: a name it does not know (a newer core, a new error) still gives a sentence that
 * carries the name. Does not decide where or how long a sentence is shown.
 */

/** @type {Record<Offhook.Status, string>} */
const STATUS = {
    offline: 'Offline',
    ready: 'Ready',
    calling: 'Calling',
    ringing: 'Ringing',
    incomingCall: 'Incoming call',
    connected: 'Connected',
    onHold: 'On hold',
    consulting: 'Consulting',
    conference: 'Conference',
    handingOver: 'Handing over',
    restoring: 'Restoring the call',
    reconnecting: 'Reconnecting',
    wrapUp: 'Wrap-up',
};

/**
 * In braces the particulars of the problem.
 * @type {Record<Offhook.NumberProblem, string>}
 */
const NUMBER_PROBLEM = {
    empty: 'There is no number to call. Type one, or press the keys.',
    notANumber:
        'This is not a phone number. Use digits, with + and the country code for other countries.',
    tooShort: 'This number is too short. Add the missing digits, with the area code.',
    tooLong: 'This number is too long. For another country begin with + and its country code.',
    wrongLength:
        'No number of this country has so many digits. Check it, or begin with + and the country code.',
    invalidCountry: 'No country has this country code. Check the digits after the +.',
    notOfRegion:
        'Your region ({region}) has no such number. Check it; for another country begin with + and its country code.',
    trunkPrefixMissing:
        'Your region ({region}) has no such number as it stands: the area code is missing, or the zero before it. Add it, or begin with + and the country code.',
    internationalPrefix:
        'From your region ({region}) these first digits do not lead to another country. Put + in their place.',
    noRegion:
        'This number has no country code, and the phone does not know your country. Begin with + and the country code, and ask your admin to set the region.',
    shortCodesOff:
        '{number} is too short for a phone number. Add the missing digits, with the area code; if it is a short code, ask your admin to allow short codes.',
    noEmergencyCalls:
        'This phone cannot make emergency calls. Call {instead} from another phone NOW, a mobile or a desk phone.',
    otherEmergencyNumber:
        '{number} is not an emergency number in your region ({region}). In an emergency call {instead}.',
    sipAddress: 'This is a SIP address, which this phone cannot call. Use the phone number.',
    severalNumbers: 'There is more than one number here. Leave only the one to call.',
    withheld:
        'The caller withheld the number, so there is none to call back. Look for another one in the record.',
};

/** @type {Record<Offhook.Refusal, string>} */
const REFUSAL = {
    unknownCall: 'This call is over already. Nothing was done.',
    notPossible: 'This is not possible right now. Try again when the status above has changed.',
    agentBusy: 'You are in a call already. Finish it, then call again.',
    notSetUp:
        'This phone is not set up for that. Ask your admin to set up call control with Twilio.',
    unknownParty: 'This party is not in the call any more. Nothing was done.',
    tooManyParties: 'No more parties fit into this call. Remove one first.',
    consentRequired: 'Note first that the customer agrees to be recorded.',
    notesTooLong:
        'The notes are longer than the 32,000 characters that Salesforce takes. Shorten them.',
    phoneOffline:
        'The phone is offline, so it cannot call. Wait until it is ready, or press Try again.',
    invalidNumber: 'This number cannot be called. Check it, and begin with + and the country code.',
    invalidDigits: 'Only the keys 0 to 9, * and # can be sent. Nothing was sent.',
    dispositionRequired: 'Choose a disposition, then save and finish.',
    leaderLost:
        'The tab with the phone was lost, perhaps after it had done this. Look at the call, and press again if it was not done.',
    noLeader: 'No tab with the phone answers. Nothing was done: wait a moment and press again.',
};

/** @type {Record<Offhook.EndReason, string>} */
const END = {
    cancelledByAgent: 'You cancelled the call.',
    busy: 'The line is busy. Call again later.',
    noAnswer: 'Nobody answered. Call again later.',
    rejected: 'The other side declined the call.',
    unreachable: 'The number could not be reached. Check it, or call again later.',
    carrierRefused:
        'The carrier refused the call. If this happens again, tell your admin the code.',
    carrierTimeout:
        'The carrier did not answer in time, so the call was not made. Check your network, then call again.',
    microphoneDenied:
        'The microphone is blocked for this page, so there was no call. Allow the microphone in the address bar, then call again.',
    microphoneUnavailable:
        'The microphone could not be opened, so there was no call. Plug it in, close other programs that use it, then call again.',
    declined: 'You declined the call.',
    cancelledByCaller: 'The caller gave up before you answered.',
    ringTimeout: 'You did not answer in time. The call counts as missed.',
    agentBusy: 'Somebody called while you were busy. Call back when you are free.',
    hungUpByAgent: 'You hung up.',
    hungUpByCustomer: 'The other side hung up.',
    connectionLost:
        'The connection was lost and did not come back. Check your network, then call again.',
    transferred: 'The call was transferred.',
    leftConference: 'You left the conference; the others go on.',
    parked: 'The call is parked.',
    sentToVoicemail: 'The caller was sent to voicemail.',
    merged: 'The call was merged into another one.',
    interrupted:
        'The page was closed or reloaded before the carrier had the call. Call again if you still need to.',
};

/** What did not work in a call that goes on, as the beginning of a sentence. */
const CONTROL_FAILED = {
    hold: 'The customer could not be put on hold and may still hear you',
    resume: 'The customer could not be brought back and still hears the music',
    add: 'The other party could not be called',
    remove: 'The party could not be removed and still hears you',
    handOver: 'The call could not be handed over and is still yours',
    record: 'The recording could not be changed',
    end: 'The carrier could not be told that you hung up; it may call the customer back',
    look: 'Who is in the call cannot be learnt for a while, so what you see may be old',
};

/** @type {Record<string, string>} */
const PARTY_ENDED = {
    busy: 'is busy',
    noAnswer: 'does not answer',
    rejected: 'declined the call',
    failed: 'could not be reached',
    left: 'hung up before being there',
};

/** What the org did, as the middle of a sentence. @type {Record<Offhook.PortErrorKind, string>} */
const ORG_SAID = {
    offline: 'Salesforce does not answer',
    sessionExpired: 'your Salesforce session has expired',
    forbidden: 'Salesforce does not allow you to do this',
    notFound: 'Salesforce does not find what was asked for',
    invalid: 'Salesforce does not accept the values',
    limited: 'Salesforce is getting too many requests',
    server: 'Salesforce has an internal error',
};

/** What the agent can do about it. @type {Record<Offhook.PortErrorKind, string>} */
const ORG_REMEDY = {
    offline: 'Check your network.',
    sessionExpired: 'Log in again in another tab.',
    forbidden: 'Ask your admin for access.',
    notFound: 'Tell your admin.',
    invalid: 'Tell your admin.',
    limited: 'It goes on by itself in a while.',
    server: 'If it stays, tell your admin.',
};

/** @type {Record<string, string>} */
const ENGINE_FAILURE = {
    wasmRefused:
        'The phone cannot start: this page does not allow WebAssembly. Tell your admin that Lightning Web Security or the Content Security Policy refuses WebAssembly.',
    coreMissing:
        'The phone cannot start: its core (static resource offhook_core) could not be loaded. Reload the page; if it stays, tell your admin.',
    sdkMissing:
        'The phone cannot start: the Twilio SDK (static resource twilio_voice) could not be loaded. Reload the page; if it stays, tell your admin.',
    unsupportedBrowser:
        'The phone cannot start: this browser cannot make calls. Use a current Chrome, Edge, Firefox or Safari.',
};

/**
 * @template {string} K
 * @param {Record<K, string>} table
 * @param {string} name
 * @param {(name: string) => string} otherwise
 * @returns {string}
 */
function look(table, name, otherwise) {
    return Object.hasOwn(table, name) ? table[/** @type {K} */ (name)] : otherwise(name);
}

/**
 * @param {Offhook.Status} status
 * @returns {string} the one word, or two, the agent reads first
 */
export function statusText(status) {
    return look(STATUS, status, (name) => name);
}

/**
 * @param {string | undefined} region two letters
 * @returns {string} its name
 */
function regionName(region) {
    return (region && new Intl.DisplayNames(['en'], { type: 'region' }).of(region)) || 'unknown';
}

/**
 * @param {Offhook.NumberError} error
 * @returns {string}
 */
export function numberSentence({ problem, region, number, instead }) {
    /** @type {Record<string, string>} */
    const particulars = {
        region: regionName(region),
        number: number ?? 'This',
        instead: (instead ?? []).join(' or ') || 'the emergency services',
    };
    return look(NUMBER_PROBLEM, problem, () => REFUSAL.invalidNumber).replace(
        /\{(\w+)\}/g,
        (_, name) => particulars[name],
    );
}

/**
 * @param {string} number an emergency number
 * @param {{ code?: string, message?: string }} error why the engine did not call it
 * @returns {string}
 */
export function emergencyRefusalSentence(number, error) {
    return `${number} was not called. Call it from another phone NOW. ${refusalSentence(error)}`;
}

/**
 * @param {{ number: string, digits?: string, emergency?: boolean }} reading as people write them
 * @returns {string} what pressing Call will do
 */
export function readingText({ number, digits, emergency }) {
    const after = digits ? `, then ${digits}` : '';
    return `${emergency ? 'Emergency call' : 'Calls'} ${number}${after}`;
}

/**
 * @param {{ code?: string, message?: string }} error what `engine.dispatch` threw
 * @returns {string}
 */
export function refusalSentence(error) {
    return look(
        REFUSAL,
        error?.code ?? '',
        () =>
            `The phone had an internal error (${error?.message ?? error}). Reload the page when you are not in a call.`,
    );
}

/**
 * @param {Offhook.EndView} end
 * @returns {string}
 */
export function endSentence(end) {
    const sentence = look(END, end.reason, (name) => `The call is over (${name}).`);
    return end.error ? `${sentence} (Carrier code ${end.error}.)` : sentence;
}

/**
 * @param {string} text
 * @returns {string} with a full stop where the org set none
 */
function closed(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * @param {Offhook.PortError} error
 * @returns {{ said: string, words: string, remedy: string }} parts of a sentence: what Salesforce did, its
 *     own words, what to do
 */
function orgParts(error) {
    const said = look(ORG_SAID, error.kind, (name) => `Salesforce reported a problem (${name})`);
    const remedy = look(ORG_REMEDY, error.kind, () => 'Tell your admin.');
    // Where nobody answered, or the session is over, the wording is the platform's and helps no agent.
    const speaks = error.message && error.kind !== 'offline' && error.kind !== 'sessionExpired';
    const fields = (error.fields ?? []).filter((field) => !error.message?.includes(field));
    const about = fields.length > 0 ? ` (${fields.join(', ')})` : '';
    // Between quotation marks and parenthesis the org's own full stop would stand in the way.
    const quoted = `“${error.message.replace(/\.$/, '')}”${about}.`;
    return { said, words: speaks ? ` ${quoted}` : '', remedy };
}

/**
 * @param {string} what what did not work, a whole main clause: `The dispositions could not be read`
 * @param {Offhook.PortError} error
 * @returns {string}
 */
export function orgSentence(what, error) {
    const { said, words, remedy } = orgParts(error);
    return `${what}: ${said}.${words} ${remedy}`;
}

/**
 * @param {Offhook.RecordView} record
 * @returns {string | undefined} nothing while all is well
 */
export function recordSentence(record) {
    if (record.state !== 'waiting' && record.state !== 'refused') {
        return undefined;
    }
    const { said, words, remedy } = orgParts(
        record.problem ?? { kind: 'server', message: '', fields: [] },
    );
    const next =
        record.state === 'waiting'
            ? 'It is kept and tried again.'
            : 'It is kept; press Try again once this is mended.';
    return `The call record is not saved yet: ${said}.${words} ${remedy} ${next}`;
}

/**
 * @param {Offhook.PhoneProblem} problem
 * @returns {string}
 */
export function phoneSentence(problem) {
    switch (problem.type) {
        case 'noToken':
            return orgSentence(
                'The phone is offline because it gets no access token',
                problem.error,
            );
        case 'tokenRefused':
            return `The phone is offline because the carrier refused its access token (carrier code ${problem.error}). A new one is asked for; if it stays, tell your admin to check the Twilio credentials.`;
        case 'carrierUnreachable':
            return 'The phone is offline because the carrier cannot be reached. It goes on trying; check your network.';
        default:
            return `The phone is offline (${/** @type {any} */ (problem).type}). Reload the page when you are not in a call.`;
    }
}

/**
 * @param {{ code?: string, message?: string }} error what `startEngine` was rejected with
 * @returns {string}
 */
export function engineSentence(error) {
    return look(
        ENGINE_FAILURE,
        error?.code ?? '',
        () =>
            `The phone cannot start: ${closed(error?.message ?? String(error))} Reload the page; if it stays, tell your admin.`,
    );
}

/**
 * @param {Offhook.Trouble} trouble in a call that goes on
 * @returns {string}
 */
export function troubleSentence(trouble) {
    switch (trouble.type) {
        case 'control':
            return orgSentence(
                look(CONTROL_FAILED, trouble.what, (name) => `This could not be done (${name})`),
                trouble.error,
            );
        case 'party': {
            const how = look(PARTY_ENDED, trouble.end, (name) => `did not come (${name})`);
            return `${trouble.party} ${how}. The customer is still on hold.`;
        }
        case 'leg':
            return 'Your audio did not come back. The customer waits on hold: press Resume to try again.';
        case 'recordingUnconfirmed':
            return 'The carrier did not confirm the recording. Take it that it is as it was before.';
        default:
            return `Something did not work (${/** @type {any} */ (trouble).type}).`;
    }
}
