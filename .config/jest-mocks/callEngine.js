/**
 * A small engine in the place of the WebAssembly one, which does not run in jest: it notes what is
 * dispatched, and shows the views a test gives it.
 */
import { viewOf } from './views';

class FakeEngine {
    constructor() {
        this.reset();
    }

    reset() {
        /** What `startEngine` was called with; undefined while the phone is not started. */
        this.started = undefined;
        /** Every input, in order. */
        this.inputs = [];
        /** Refusal by type of command. */
        this.refusals = {};
        /** What `startEngine` rejects with. */
        this.failure = undefined;
        this.detached = false;
        this.current = viewOf({ status: 'offline' });
    }

    /** Has the phone show a view, as after an event of the carrier. */
    show(view) {
        this.current = view;
        this.started?.onView(view);
    }

    /** Has every command of this type refused. */
    refuse(type, code) {
        this.refusals[type] = code;
    }

    /** The agent's commands of one type. */
    commands(type) {
        return this.inputs.filter((input) => input.from === 'agent' && input.type === type);
    }

    dispatch(input) {
        const code = this.refusals[input.type];
        if (code) {
            throw Object.assign(new Error(code), { code });
        }
        this.inputs.push(input);
    }

    view() {
        return this.current;
    }

    detach() {
        this.detached = true;
    }
}

export const engine = new FakeEngine();

export async function startEngine(attachment) {
    if (engine.failure) {
        throw engine.failure;
    }
    engine.started = attachment;
    attachment.onView(engine.view());
    return engine;
}

afterEach(() => engine.reset());
