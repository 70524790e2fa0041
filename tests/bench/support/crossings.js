// Counts what crosses per input. Runs as a script beside the glue and connected-call.js, and puts
// counters into the glue's own functions: it is not for measuring time.

/** @returns by case and face, how often the boundary is crossed */
export async function run({ CallCore, Signal, load }) {
    let count;
    const reset = () => {
        count = { intoCore: 0, outOfCore: 0, texts: 0 };
    };
    const counted = (functions, what) => {
        const entries = Object.entries(functions).map(([name, value]) => {
            if (typeof value !== 'function') return [name, value];
            const counting = (...args) => {
                count[what] += 1;
                return value(...args);
            };
            return [name, counting];
        });
        return Object.fromEntries(entries);
    };
    reset();

    const importsOf = __wbg_get_imports;
    __wbg_get_imports = () => {
        const modules = Object.entries(importsOf());
        return Object.fromEntries(modules.map(([name, all]) => [name, counted(all, 'outOfCore')]));
    };
    const [read, write] = [getStringFromWasm0, passStringToWasm0];
    getStringFromWasm0 = (...args) => {
        count.texts += 1;
        return read(...args);
    };
    passStringToWasm0 = (...args) => {
        count.texts += 1;
        return write(...args);
    };
    await load();
    wasm = counted(wasm, 'intoCore');

    const core = connectedCall(CallCore);
    const counts = (act) => {
        // Names of fields are kept after their first use: the second time is as all others.
        act();
        reset();
        act();
        return { ...count };
    };
    let on = false;
    const flip = () => {
        on = !on;
        return on;
    };
    return [
        {
            name: 'idle input',
            typed: counts(() => core.handle(NOW, { from: 'clock' })),
            numeric: counts(() => core.signal(NOW, Signal.Clock, 0)),
        },
        {
            name: 'mute on or off',
            typed: counts(() => core.handle(NOW, mute(flip()))),
            numeric: counts(() => core.signal(NOW, Signal.Mute, flip() ? 1 : 0)),
        },
        {
            name: 'reading the view',
            typed: counts(() => core.view()),
            numeric: counts(() => core.status()),
        },
        { name: 'taking an effect', typed: counts(() => core.pollEffect()) },
    ];
}
