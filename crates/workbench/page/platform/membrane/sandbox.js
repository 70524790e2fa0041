/**
 * The sandbox of namespace `c`: one virtual environment whose globals are its own, with everything else of the
 * browser seen through the membrane.
 */
import createVirtualEnvironment from '@locker/near-membrane-dom';

/** Exports of the modules defined inside, by specifier. @type {Map<string, object>} */
const defined = new Map();

let environment;

/**
 * @param {Record<string, object>} outside modules the sandbox may depend on, by specifier
 * @returns {void}
 */
export function openSandbox(outside) {
    const define = (dependencies, factory) => {
        const exports = {};
        const given = dependencies.map((specifier) => {
            if (specifier === 'exports') return exports;
            if (!outside[specifier]) throw new Error(`The sandbox has no module ${specifier}.`);
            // A namespace object cannot be proxied faithfully; its bindings never change here.
            return { ...outside[specifier] };
        });
        factory(...given);
        defined.set('c/softphone', exports);
    };
    environment = createVirtualEnvironment(window, {
        endowments: Object.getOwnPropertyDescriptors({ define }),
        // Without live targets, what a component writes to its reactive state stays unseen by the engine.
        liveTargetCallback: () => true,
    });
}

/**
 * Runs a script inside.
 * @param {string} url same-origin
 * @returns {Promise<void>}
 */
export async function evaluateScript(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    environment.evaluate(`${await response.text()}\n//# sourceURL=${url}`);
}

/** @returns {Record<string, any>} what a component module inside exports */
export function exportsOf(specifier) {
    const exports = defined.get(specifier);
    if (!exports) throw new Error(`Nothing inside the sandbox defined ${specifier}.`);
    return exports;
}
