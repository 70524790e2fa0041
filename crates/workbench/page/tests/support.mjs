/**
 * What these tests share: running the build on components of their own, and a browser page that loads the
 * stand-ins' sources as they are.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { PAGE_DIR } from '../build/context.mjs';

/** A folder that is gone after the test. @param {import('node:test').TestContext} t */
export function temporaryFolder(t) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'offhook-page-'));
    t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
    return dir;
}

/** @param {string} dir @param {Record<string, string>} files content by path */
export function write(dir, files) {
    for (const [name, content] of Object.entries(files)) {
        const file = path.join(dir, name);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, content);
    }
}

/** @returns {{ code: number, output: string }} */
export function build(...options) {
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(PAGE_DIR, 'build.mjs'), ...options],
        {
            encoding: 'utf8',
        },
    );
    return { code: status, output: `${stdout}${stderr}` };
}

/** One browser for all tests of a file. @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;
after(async () => (await browser)?.close());

const TYPES = { '.js': 'text/javascript', '.html': 'text/html' };

/**
 * A page in Chromium whose origin serves the page's sources, and everything else by `answer`.
 * @param {import('node:test').TestContext} t
 * @param {(request: { method: string, url: string, body: any, headers: object }) =>
 *         { status?: number, body?: unknown } | 'silence'} answer
 * @param {string} [html] the document
 */
export async function browserPage(t, answer, html = '<!doctype html><title>stand-ins</title>') {
    const requests = [];
    const server = http.createServer(async (incoming, outgoing) => {
        const url = new URL(incoming.url, 'http://localhost');
        if (url.pathname === '/')
            return outgoing.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
        const file = path.join(PAGE_DIR, url.pathname);
        if (/^\/(platform|shell)\//.test(url.pathname) && fs.existsSync(file)) {
            return outgoing
                .writeHead(200, { 'Content-Type': TYPES[path.extname(file)] })
                .end(fs.readFileSync(file));
        }
        let text = '';
        for await (const chunk of incoming) text += chunk;
        const request = {
            method: incoming.method,
            url: incoming.url,
            headers: incoming.headers,
            body: text ? JSON.parse(text) : undefined,
        };
        if (url.pathname !== '/favicon.ico') requests.push(request);
        const given = answer(request);
        if (given === 'silence') return incoming.socket.destroy();
        outgoing.writeHead(given.status ?? 200, { 'Content-Type': 'application/json' });
        return outgoing.end(given.body === undefined ? '' : JSON.stringify(given.body));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    browser ??= chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox'],
    });
    const page = await (await browser).newPage();
    t.after(() => page.close());
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return { page, requests, origin: `127.0.0.1:${server.address().port}` };
}
