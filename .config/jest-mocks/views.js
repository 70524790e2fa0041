/** Views as the core gives them, for tests to change what matters to them. */

const NOTHING = {
    answer: false,
    decline: false,
    hangUp: false,
    mute: false,
    sendDigits: false,
    extendWrapUp: false,
    finish: false,
};

/** What the agent can do in each status. */
const CAN = {
    calling: { hangUp: true },
    ringing: { hangUp: true, mute: true, sendDigits: true },
    incomingCall: { answer: true, decline: true },
    connected: { hangUp: true, mute: true, sendDigits: true },
    reconnecting: { hangUp: true, mute: true },
    wrapUp: { finish: true },
};

export const CALL_KEY = '0c9e3a52-6c11-4b0a-9d7e-1f3f52b4a001';

/** A call with a customer in California. */
export function callOf(status, changes = {}) {
    return {
        call: CALL_KEY,
        direction: status === 'incomingCall' ? 'inbound' : 'outbound',
        status,
        since: 1_767_603_600_000,
        connectedAt: null,
        number: '+15005550100',
        name: null,
        related: null,
        matches: [],
        muted: false,
        earlyMedia: false,
        can: { ...NOTHING, ...CAN[status] },
        end: status === 'wrapUp' ? { reason: 'hungUpByAgent', error: null } : null,
        notes: '',
        disposition: null,
        wrapUpEndsAt: null,
        record: { record: null, state: 'saved', problem: null },
        ...changes,
    };
}

/** A view; with a status of a call and no call given, it has one of that status. */
export function viewOf({ status = 'ready', calls, ...changes } = {}) {
    const online = status !== 'offline';
    const shown = calls ?? (status in CAN ? [callOf(status)] : []);
    return {
        status,
        current: (shown.find((call) => call.status === status) ?? shown[0])?.call ?? null,
        phone: { online, connecting: false, problem: null, journalFailed: false },
        calls: shown,
        unsaved: [],
        notices: [],
        ...changes,
    };
}

/** The view with this call in it. */
export function viewWith(call) {
    return viewOf({ status: call.status, calls: [call] });
}
