// The glue and what is to be run beside it, as one script: the same text for every world, so that
// worlds differ in nothing else.

/**
 * The text of an async function's body. It expects `coreBytes()` and `plan` in its scope and
 * returns JSON: text is the only thing that leaves every world as it is.
 * @param {string} glue what wasm-bindgen wrote, an ES module
 * @param {...string} modules further ones, without imports; the last exports `run(glue, plan)`
 */
export function asScript(glue, ...modules) {
    const load = glue.match(/^export \{.*?(\w+) as default\b.*\};$/m)?.[1];
    if (!load) throw new Error('the glue has no default export: has wasm-bindgen changed?');
    return `'use strict';
${[glue, ...modules].map(withoutExports).join('\n')}
const load = async () => ${load}({ module_or_path: await coreBytes() });
return JSON.stringify(await run({ CallCore, Signal, Changed, load }, plan));`;
}

/** @param {string} module */
function withoutExports(module) {
    const script = module
        .replace(/^export \{.*\};$/gm, '')
        .replace(/^export (?=(async|class|const|function)\b)/gm, '');
    if (/^(export|import)\b/m.test(script)) throw new Error('a script can have no such export');
    return script;
}

/**
 * Runs a script here.
 * @param {string} script
 * @param {Uint8Array} core
 * @param {object} [plan]
 */
export async function inNode(script, core, plan = {}) {
    const AsyncFunction = (async () => {}).constructor;
    const run = new AsyncFunction('coreBytes', 'plan', script);
    return JSON.parse(await run(async () => core, plan));
}
