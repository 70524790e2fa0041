// Measures the two faces of the call core against each other: in Node, in Chromium, and in
// Chromium inside near-membrane. docs/performance.md explains what it finds.
//
// It does not judge: times depend on the machine. What it insists on is that both faces did the
// same.

import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inChromium } from './support/chromium.mjs';
import { asScript, inNode } from './support/script.mjs';
import { sections, sizes } from './support/sizes.mjs';
import { crossingsTable, facesTable, sectionsTable, sizesTable } from './support/tables.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const CORE = join(ROOT, 'force-app/core/main/default/staticresources/offhook_core.wasm');
const GLUE = join(ROOT, 'lwc/callEngine/callWasm.js');

/** How long a batch of inputs lasts, in milliseconds, and how many batches are timed. */
const PLAN = { batchMs: 20, rounds: 41 };

/** A sentence for whoever runs it; any other error is a fault of this program. */
class Complaint extends Error {}

try {
    await main();
} catch (error) {
    if (!(error instanceof Complaint)) throw error;
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
}

async function main() {
    takeNoArguments();
    const core = await built(CORE);
    const glue = await built(GLUE);
    const [call, workload, crossings] = await Promise.all(
        ['connected-call.js', 'workload.js', 'crossings.js'].map((name) =>
            readFile(join(import.meta.dirname, 'support', name), 'utf8'),
        ),
    );
    const measured = asScript(glue.toString(), call, workload);
    const counted = asScript(glue.toString(), call, crossings);

    const node = await inNode(measured, core, PLAN);
    const chromium = await inChromium(measured, core, PLAN);
    const counts = await inNode(counted, core);

    print(
        `Microseconds per input, median of ${PLAN.rounds} rounds; ratios with their quartiles`,
        facesTable([
            { name: `Node ${process.versions.node.split('.')[0]}`, series: node },
            { name: `Chromium ${chromium.version.split('.')[0]}`, series: chromium.plain },
            { name: 'inside the membrane', series: chromium.membrane },
        ]),
    );
    print('What crosses per input', crossingsTable(counts));
    print(
        'Bytes',
        sizesTable({ 'core (WebAssembly)': sizes(core), 'glue (JavaScript)': sizes(glue) }),
    );
    print('The core by section', sectionsTable(sections(core)));
}

function print(title, table) {
    console.log(`${title}\n\n${table}\n`);
}

function takeNoArguments() {
    try {
        parseArgs({ options: {} });
    } catch (error) {
        throw new Complaint(`${error.message}. The benchmark takes no arguments.`);
    }
}

/** @param {string} path of something that the build makes */
async function built(path) {
    try {
        return await readFile(path);
    } catch (error) {
        if (error.code !== 'ENOENT') throw error;
        throw new Complaint(`${relative(ROOT, path)} is missing: run "npm run build" first.`);
    }
}
