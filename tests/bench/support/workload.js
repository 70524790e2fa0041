// What is measured. Runs as a script beside the glue and connected-call.js, in every world alike.

/** Effects wait in the core until a batch is over: the most inputs of a batch that makes some. */
const MOST_EFFECTS = 4096;

/** Rounds before those that count: the compilers of an engine need to see some of it. */
const WARM_UP = 10;

/** Keeps what a loop reads, lest an engine find out that nobody wants it. */
let kept;

/**
 * @param {{ CallCore: any, Signal: any, Changed: any, load: () => Promise<unknown> }} glue
 * @param {{ batchMs: number, rounds: number }} plan
 * @returns microseconds per input, one for each round, by case and face
 */
export async function run({ CallCore, Signal, Changed, load }, { batchMs, rounds }) {
    await load();
    facesAgree({ CallCore, Signal, Changed });
    return cases(Signal, Changed).map(({ name, makesEffects, prepare, ...faces }) => {
        const timed = (work, times) => {
            // Every batch has a call of its own, so that no batch finds the effects of another.
            const core = connectedCall(CallCore);
            prepare?.(core, times);
            const start = performance.now();
            work(core, times);
            const ms = performance.now() - start;
            core.free();
            return ms;
        };
        const most = makesEffects ? MOST_EFFECTS : Infinity;
        const series = Object.entries(faces).map(([face, work]) => {
            return {
                face,
                work,
                times: enough((times) => timed(work, times), batchMs, most),
                us: [],
            };
        });
        // Faces take turns, so that what else the machine does falls on both. The first rounds
        // only warm up.
        for (let round = -WARM_UP; round < rounds; round += 1) {
            for (const { work, times, us } of series) {
                const ms = timed(work, times);
                if (round >= 0) us.push((ms * 1000) / times);
            }
        }
        return { name, us: Object.fromEntries(series.map(({ face, us }) => [face, us])) };
    });
}

/** How often an input must be repeated for a batch to last long enough for this clock. */
function enough(timed, batchMs, most) {
    let times = 2;
    while (times < most && timed(times) < batchMs) times *= 2;
    return times;
}

/** What is done, by face, `times` times: always an even number. */
function cases(Signal, Changed) {
    const notRefused = (bits) => {
        if (bits & Changed.Refused) throw new Error('an input of the benchmark was refused');
    };
    const mutes = (core, times) => {
        let bits = 0;
        for (let n = 0; n < times; n += 1) bits |= core.signal(NOW, Signal.Mute, 1 - (n % 2));
        notRefused(bits);
    };
    return [
        {
            name: 'idle input',
            typed(core, times) {
                let bits = 0;
                for (let n = 0; n < times; n += 1) bits |= core.handle(NOW, { from: 'clock' });
                notRefused(bits);
            },
            numeric(core, times) {
                let bits = 0;
                for (let n = 0; n < times; n += 1) bits |= core.signal(NOW, Signal.Clock, 0);
                notRefused(bits);
            },
        },
        {
            name: 'mute on or off',
            makesEffects: true,
            typed(core, times) {
                let bits = 0;
                for (let n = 0; n < times; n += 1) bits |= core.handle(NOW, mute(n % 2 === 0));
                notRefused(bits);
            },
            numeric: mutes,
        },
        {
            name: 'reading the view',
            typed(core, times) {
                for (let n = 0; n < times; n += 1) kept = core.view();
            },
            // Numbers say less than a view: this is the status alone.
            numeric(core, times) {
                for (let n = 0; n < times; n += 1) kept = core.status();
            },
        },
        {
            name: 'taking an effect',
            makesEffects: true,
            prepare: mutes,
            // Effects are objects, whichever face made them.
            typed(core, times) {
                for (let n = 0; n < times; n += 1) kept = core.pollEffect();
                if (kept === undefined) throw new Error('there were fewer effects than polls');
            },
        },
    ];
}
