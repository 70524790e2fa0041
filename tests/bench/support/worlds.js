// In the page: runs a script as the page itself would, or in a sandbox behind the membrane. Both
// evaluate text; a script ends by calling `done` with its result or `failed` with a sentence.

import createVirtualEnvironment from '@locker/near-membrane-dom';

/** @param {string} script */
export function plain(script) {
    return new Promise((done, fail) => {
        const failed = (why) => fail(new Error(why));
        new Function('done', 'failed', script)(done, failed);
    });
}

/** @param {string} script */
export function membrane(script) {
    return new Promise((done, fail) => {
        const failed = (why) => fail(new Error(why));
        const sandbox = createVirtualEnvironment(window, {
            endowments: Object.getOwnPropertyDescriptors({ done, failed }),
            // As the workbench's sandbox has it, for the sake of reactive state.
            liveTargetCallback: () => true,
        });
        sandbox.evaluate(script);
    });
}
