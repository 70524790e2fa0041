/**
 * Builds the workbench's page: `node crates/workbench/page/build.mjs [--out DIR] [--lwc DIR] [--target page|membrane]`.
 *
 * The folder it writes is all the server needs: `index.html`, `app/`, `vendor/`, `_slds/`, `resource/`; with
 * `--target membrane` also `membrane.html`. Run again with nothing changed, it does nothing.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copyAssets } from './build/assets.mjs';
import { bundlePage } from './build/bundle.mjs';
import {
    BuildError,
    PAGE_DIR,
    ROOT,
    replaceFolder,
    relative,
    say,
    seconds,
} from './build/context.mjs';
import { fingerprint, isCurrent, record } from './build/fingerprint.mjs';
import { bundleMembrane } from './build/membrane.mjs';
import { copyResources, prepareResources } from './build/resources.mjs';
import { assertExported, vendorBundle } from './build/vendor.mjs';
import { makeLibphonenumber } from './libphonenumber.mjs';

const USAGE =
    'usage: node crates/workbench/page/build.mjs [--out DIR] [--lwc DIR] [--target page|membrane] [--force]';

function options() {
    let values;
    try {
        ({ values } = parseArgs({
            options: {
                out: { type: 'string', default: path.join(ROOT, 'target/workbench/page') },
                lwc: { type: 'string', default: path.join(ROOT, 'lwc') },
                target: { type: 'string', default: 'page' },
                force: { type: 'boolean', default: false },
            },
        }));
    } catch (error) {
        throw new BuildError(`${error.message}\n${USAGE}`);
    }
    if (!['page', 'membrane'].includes(values.target))
        throw new BuildError(`unknown target ${values.target}\n${USAGE}`);
    return { ...values, out: path.resolve(values.out), lwc: path.resolve(values.lwc) };
}

async function build({ out, lwc: lwcDir, target, force }) {
    const started = performance.now();
    prepareResources();
    await makeLibphonenumber();
    const inputs = fingerprint(lwcDir);
    if (!force && isCurrent(out, inputs, target)) {
        say(`${relative(out) || out} is up to date`);
        return;
    }

    say('compiling the shell and the components');
    const shell = path.join(PAGE_DIR, 'shell');
    await replaceFolder(path.join(out, 'app'), async (outDir) => {
        const pages = [
            await bundlePage({
                lwcDir,
                outDir,
                main: path.join(shell, 'main.js'),
                name: 'main',
                virtual: { 'virtual:softphone': `export { default } from 'c/softphone';` },
            }),
        ];
        if (target === 'membrane') pages.push(await bundleMembrane({ lwcDir, outDir }));
        for (const file of ['carrier-address.js', 'page.css', 'favicon.svg']) {
            fs.copyFileSync(path.join(shell, file), path.join(outDir, file));
        }
        const used = new Set(pages.flatMap(({ baseComponents }) => [...baseComponents]));
        const vendor = await vendorBundle(used);
        for (const { imports } of pages) assertExported(imports, vendor.exports);
        await copyAssets(out, vendor);
    });
    await replaceFolder(path.join(out, 'resource'), copyResources);
    for (const html of ['index.html', ...(target === 'membrane' ? ['membrane.html'] : [])]) {
        fs.copyFileSync(path.join(shell, html), path.join(out, html));
    }
    record(out, inputs, target);
    say(`${relative(out) || out} built in ${seconds(started)}`);
}

try {
    await build(options());
} catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(`page: ${error.message.split('\n').join('\npage: ')}`);
    process.exitCode = 1;
}
