// A call that is talked on, and the proof that both faces do the same with it. Runs as a script
// beside the glue.

const NOW = 1_767_603_600_000;
const CALL = 'a7c3a3cf-2d5c-4b7e-8f67-0d7d6c1f7a10';

/** What ports answer when all is well, by the effect's type. */
const ANSWERS = {
    fetch: { type: 'token', lifetimeMs: 3_600_000 },
    ensureCall: {
        type: 'recorded',
        record: { recordId: '0LQ000000000001AAA', objectApiName: 'VoiceCall' },
    },
    match: { type: 'matched', matches: [] },
    update: { type: 'done' },
};

/** An outbound call that was answered; nothing is under way and no effect waits. */
export function connectedCall(CallCore) {
    const core = new CallCore();
    const party = { from: 'party', call: CALL, party: 'customer' };
    for (const input of [
        { from: 'host', type: 'started', settings: {} },
        { from: 'device', type: 'registered' },
        { from: 'agent', type: 'dial', call: CALL, to: '+15005550100' },
        { from: 'leg', type: 'accepted', leg: CALL },
        { ...party, type: 'ringing', seq: 1 },
        { ...party, type: 'answered', seq: 2 },
    ]) {
        core.handle(NOW, input);
        answerAll(core);
    }
    const { status } = core.view();
    if (status !== 'connected') throw new Error(`the benchmark's call is ${status}`);
    return core;
}

function answerAll(core) {
    for (let effect = core.pollEffect(); effect; effect = core.pollEffect()) {
        const answer = ANSWERS[effect.type];
        if (answer) core.handle(NOW, { from: 'result', id: effect.id, ...answer });
    }
}

export function mute(on) {
    return { from: 'agent', type: 'mute', call: CALL, on };
}

/** @throws where the same input by another face changes, does or shows something else */
export function facesAgree({ CallCore, Signal, Changed }) {
    const typed = connectedCall(CallCore);
    const numeric = connectedCall(CallCore);
    const idle = [
        () => typed.handle(NOW, { from: 'clock' }),
        () => numeric.signal(NOW, Signal.Clock, 0),
    ];
    const on = [() => typed.handle(NOW, mute(true)), () => numeric.signal(NOW, Signal.Mute, 1)];
    const off = [() => typed.handle(NOW, mute(false)), () => numeric.signal(NOW, Signal.Mute, 0)];
    const muted = Changed.Calls | Changed.Effects;
    for (const [[byType, byNumber], expected] of [
        [idle, 0],
        [on, muted],
        [off, muted],
        [idle, 0],
    ]) {
        const said = [byType(), byNumber()];
        const [one, other] = [typed, numeric].map((core) => {
            return JSON.stringify({ effect: core.pollEffect(), view: core.view() });
        });
        if (said.some((bits) => bits !== expected) || one !== other) {
            throw new Error(`expected ${expected}, the faces say ${said}:\n${one}\n${other}`);
        }
    }
    typed.free();
    numeric.free();
}
