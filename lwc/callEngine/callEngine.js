/**
 * Loads the phone and keeps it: the Twilio SDK, the call core in WebAssembly, and the wiring
 * between the core's effects and the page's ports.
 *
 * The engine belongs to the document, not to the component that asked for it first: a component
 * that is rendered again finds its calls as they were. Which tab of the browser has the phone is
 * the engine's own affair.
 */
import { loadScript } from 'lightning/platformResourceLoader';
import CORE from '@salesforce/resourceUrl/offhook_core';
import SOUNDS from '@salesforce/resourceUrl/offhook_sounds';
import TWILIO from '@salesforce/resourceUrl/twilio_voice';
import loadCore, { Engine } from './callWasm';
import { FlightStore } from './flightStore';

/**
 * @typedef {object} Effect
 * @property {number} id the answer carries it
 * @property {'token' | 'record' | 'directory' | 'screen' | 'lease'} to the port it is for
 * @property {string} type what is to be done
 */

/** @typedef {(effect: any) => Promise<object>} Port */

/**
 * @typedef {object} Attachment
 * @property {any} component the Lightning component that loads the scripts
 * @property {object} settings policies of the org, `Settings` of the call core
 * @property {{token: Port, record: Port, directory: Port, screen: Port, lease: Port}} ports
 * @property {(view: any) => void} onView is called with every new view
 * @property {(code: string, command: any) => void} onRefusal is called where a command was sent to the
 *     tab that has the phone, and was not carried out there
 * @property {() => void} onLeaving is called when the page goes, as long as commands are still taken
 */

/** Names of the sounds the SDK plays; each is a file of ours, so that none is fetched elsewhere. */
const SOUND_NAMES = [
    'incoming',
    'outgoing',
    'disconnect',
    ...'0123456789'.split('').map((digit) => `dtmf${digit}`),
    'dtmfs',
    'dtmfh',
];

/**
 * How long the document keeps the phone for a component that comes again, in milliseconds: Lightning takes
 * components out and puts them back, and other tabs should not take turns for that.
 */
const KEPT_FOR = 2000;

/** The smallest WebAssembly module: magic number and version. */
const EMPTY_MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** What went wrong while loading; `code` is for `c/sentences`. */
class EngineError extends Error {
    /**
     * @param {'wasmRefused' | 'coreMissing' | 'sdkMissing' | 'unsupportedBrowser'} code
     * @param {unknown} [cause]
     */
    constructor(code, cause) {
        super(`${code}${cause instanceof Error ? `: ${cause.message}` : ''}`);
        this.name = 'EngineError';
        this.code = code;
    }
}

/** @type {Promise<Engine> | undefined} */
let loading;

/** @type {FlightStore | undefined} where the flight recorder's tape is kept */
let flights;

/** @type {Attachment | undefined} the component that shows the phone now */
let attached;

/**
 * Starts the phone, or attaches to the one this document already has.
 * @param {Attachment} attachment
 * @returns {Promise<{dispatch: (input: object) => void, view: () => any, detach: () => void}>}
 * @throws {EngineError} where the phone cannot be loaded; the next call tries again
 */
export async function startEngine(attachment) {
    attached = attachment;
    loading ??= load(attachment.component);
    let engine;
    try {
        engine = await loading;
    } catch (error) {
        loading = undefined;
        throw error;
    }
    const scope = attachment.settings.scope ?? 'here';
    flights ??= new FlightStore(scope);
    engine.start(attachment.settings, scope);
    attachment.onView(engine.view());
    return {
        dispatch: (input) => engine.dispatch(input),
        view: () => engine.view(),
        detach: () => {
            if (attached === attachment) {
                attached = undefined;
                leaveSoon(engine);
            }
        },
    };
}

/**
 * Gives the phone up, unless a component shows it again by then.
 * @param {Engine} engine
 */
function leaveSoon(engine) {
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    setTimeout(() => {
        if (!attached) {
            engine.leave();
        }
    }, KEPT_FOR);
}

/**
 * @param {any} component
 * @returns {Promise<Engine>}
 */
async function load(component) {
    probeWebAssembly();
    await Promise.all([loadSdk(component), loadModule()]);
    // Listeners of a window are called in the order in which they came: this one before the engine's, which
    // gives the phone up.
    window.addEventListener('pagehide', () => attached?.onLeaving());
    const engine = new Engine(
        { sounds: soundUrls() },
        (/** @type {Effect} */ effect) => perform(engine, effect),
        (/** @type {any} */ view) => attached?.onView(view),
        (/** @type {string} */ code, /** @type {any} */ command) =>
            attached?.onRefusal(code, command),
        (/** @type {boolean} */ takenOver) => {
            if (takenOver) {
                flights?.read((tape) => engine.putBefore(tape));
            } else {
                flights?.keep(() => engine.tape());
            }
        },
    );
    return engine;
}

/**
 * Lightning Web Security has refused WebAssembly before. Better to find that out here, by name,
 * than to leave the panel blank.
 */
function probeWebAssembly() {
    let instance;
    try {
        instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(EMPTY_MODULE)));
    } catch (error) {
        throw new EngineError('wasmRefused', error);
    }
    if (!instance) {
        throw new EngineError('wasmRefused');
    }
}

/** @param {any} component */
async function loadSdk(component) {
    try {
        await loadScript(component, TWILIO);
    } catch (error) {
        throw new EngineError('sdkMissing', error);
    }
    const sdk = /** @type {any} */ (window).Twilio;
    if (!sdk?.Device) {
        throw new EngineError('sdkMissing');
    }
    if (!sdk.Device.isSupported) {
        throw new EngineError('unsupportedBrowser');
    }
}

async function loadModule() {
    try {
        const response = await fetch(CORE);
        if (!response.ok) {
            throw new Error(`HTTP ${response.status}`);
        }
        // The bytes, not the stream: a static resource's MIME type is not ours to choose.
        await loadCore({ module_or_path: await response.arrayBuffer() });
    } catch (error) {
        throw new EngineError('coreMissing', error);
    }
}

/** @returns {Record<string, string>} */
function soundUrls() {
    return Object.fromEntries(SOUND_NAMES.map((name) => [name, `${SOUNDS}/${name}.wav`]));
}

/**
 * Hands an effect to its port and its answer back to the core. Every effect is answered: a port
 * that fails unexpectedly counts as a failure of the org, which the core knows how to survive.
 * @param {Engine} engine
 * @param {Effect} effect
 */
async function perform(engine, effect) {
    let outcome;
    try {
        const port = attached?.ports[effect.to];
        outcome = port ? await port(effect) : failed('the page shows no phone now', 'offline');
    } catch (error) {
        outcome = failed(error instanceof Error ? error.message : String(error), 'server');
    }
    if (effect.to === 'lease') {
        engine.lease(outcome);
        return;
    }
    if (outcome?.type === 'taken') {
        // The org knows that another browser has the phone; what was asked for is moot.
        engine.lease(outcome);
        outcome = failed('another browser has the phone', 'offline');
    }
    try {
        engine.settle(effect.id, outcome ?? { type: 'done' });
    } catch {
        // The core could not read the answer and has counted it as a failure of the port: the
        // view says so, and it tries again.
    }
}

/**
 * @param {string} message
 * @param {'offline' | 'server'} kind
 */
function failed(message, kind) {
    return { type: 'failed', error: { kind, message, fields: [] } };
}
