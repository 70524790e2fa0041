/**
 * The part all wire adapters of the stand-ins share: what the LWC engine calls (`connect`, `update`,
 * `disconnect`), with late answers of an older configuration dropped.
 *
 * Does not cache: the adapters' stores do.
 */

/** Base of an adapter whose value comes from {@link WireAdapter#run}. */
export class WireAdapter {
    /** @param {(value: unknown) => void} emit given by the engine */
    constructor(emit) {
        this.emitToComponent = emit;
        this.connected = false;
        this.generation = 0;
    }

    connect() {
        this.connected = true;
        this.start();
    }

    /** @param {Record<string, unknown>} config the wire's current configuration */
    update(config) {
        this.config = config;
        this.start();
    }

    disconnect() {
        this.connected = false;
        this.stop();
    }

    /** Runs again with the current configuration. */
    start() {
        this.stop();
        if (!this.connected || this.config === undefined) return;
        const generation = ++this.generation;
        this.release = this.run(this.config, (value) => {
            if (this.connected && generation === this.generation) this.emitToComponent(value);
        });
    }

    stop() {
        this.generation += 1;
        this.release?.();
        this.release = undefined;
    }

    /**
     * @abstract
     * @param {Record<string, unknown>} _config
     * @param {(value: unknown) => void} _emit
     * @returns {(() => void) | undefined} gives up what was acquired
     */
    run(_config, _emit) {
        throw new Error('a wire adapter says in run() where its value comes from');
    }
}

/**
 * Base of an adapter that emits `{ data, error }`. Both are undefined from the start, so that a component may read
 * `this.wired.data` in its first rendering; a changed configuration keeps the old value until the new one is there.
 */
export class DataWireAdapter extends WireAdapter {
    constructor(emit) {
        super(emit);
        emit(provisioned(undefined));
    }
}

/** An adapter that always has the same value. @param {unknown} value */
export function constantAdapter(value) {
    return class extends WireAdapter {
        run(_config, emit) {
            emit(value);
            return undefined;
        }
    };
}

/**
 * What the wires of Data Service emit.
 * @param {unknown} data
 */
export const provisioned = (data) => ({ data, error: undefined });

/** @param {unknown} error */
export const failed = (error) => ({ data: undefined, error });
