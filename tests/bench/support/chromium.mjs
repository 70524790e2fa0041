// Chromium with a page of its own: the script as the page runs it, and the same inside
// near-membrane, the membrane under Lightning Web Security.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { launchBrowser } from '../../browser/support/browser.mjs';

/**
 * @param {string} script
 * @param {Uint8Array} core
 * @param {object} plan
 * @returns {Promise<{ version: string, plain: any, membrane: any }>}
 */
export async function inChromium(script, core, plan) {
    const state = await mkdtemp(join(tmpdir(), 'offhook-bench-'));
    const server = await serve({
        '/': { type: 'text/html', body: '<!doctype html><title>faces</title>' },
        '/core.wasm': { type: 'application/wasm', body: core },
        '/worlds.js': { type: 'text/javascript', body: await worlds() },
    });
    const browser = await launchBrowser({ state, tlsPort: 0 }, { direct: false });
    try {
        const version = browser.version();
        const run = async (world) => {
            const page = await browser.newPage();
            await page.goto(`http://127.0.0.1:${server.address().port}/`);
            await page.addScriptTag({ url: '/worlds.js' });
            const json = await page.evaluate(
                `worlds.${world}(${JSON.stringify(inPage(script, plan))})`,
            );
            await page.close();
            return JSON.parse(json);
        };
        return { version, plain: await run('plain'), membrane: await run('membrane') };
    } finally {
        await browser.close();
        server.closeAllConnections();
        server.close();
        await rm(state, { recursive: true, force: true });
    }
}

/** The script as a page runs it: it fetches the core itself and says how it went. */
function inPage(script, plan) {
    return `(async () => {
const plan = ${JSON.stringify(plan)};
const coreBytes = async () => (await fetch('/core.wasm')).arrayBuffer();
${script}
})().then(done, (error) => failed(error.stack))`;
}

/** The two ways of running a script, and the membrane itself, in one classic script. */
async function worlds() {
    const input = join(import.meta.dirname, 'worlds.js');
    const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })] });
    const { output } = await bundle.generate({ format: 'iife', name: 'worlds' });
    await bundle.close();
    return output[0].code;
}

/** @param {Record<string, { type: string, body: string | Uint8Array }>} files by path */
async function serve(files) {
    const server = createServer((request, response) => {
        const file = files[request.url];
        if (!file) {
            response.writeHead(404).end();
            return;
        }
        response.setHeader('content-type', file.type);
        // A page isolated from others gets a clock of 5 µs; others one of 100 µs.
        response.setHeader('cross-origin-opener-policy', 'same-origin');
        response.setHeader('cross-origin-embedder-policy', 'require-corp');
        response.end(file.body);
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    return server;
}
