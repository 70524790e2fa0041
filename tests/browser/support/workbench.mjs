// Starts the real workbench on free ports with a state folder of its own, and talks to it as any
// script would: over the HTTP interface that docs/workbench.md describes.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../../..');
const BINARY =
    process.env.OFFHOOK_WORKBENCH ??
    join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug/workbench');

/**
 * @param {Record<string, string>} [env] settings of the workbench that differ from the tests' own
 */
export async function startWorkbench(env = {}) {
    if (!existsSync(BINARY)) {
        throw new Error(`${BINARY} is missing: run "cargo build -p workbench"`);
    }
    const state = env.OFFHOOK_STATE ?? mkdtempSync(join(tmpdir(), 'offhook-'));
    const child = spawn(BINARY, {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
            ...process.env,
            OFFHOOK_PORT: '0',
            OFFHOOK_TLS_PORT: '0',
            OFFHOOK_ICE: 'loopback',
            OFFHOOK_STATE: state,
            ...env,
        },
    });
    const ended = new Promise((done) => child.once('exit', done));
    const { url, tlsPort } = await addresses(child, ended);
    return {
        url,
        tlsPort,
        state,
        ...client(url),
        async stop() {
            child.kill('SIGTERM');
            await ended;
            if (!env.OFFHOOK_STATE) rmSync(state, { recursive: true, force: true });
        },
    };
}

/** Reads where it listens from what it prints. */
async function addresses(child, ended) {
    const lines = createInterface({ input: child.stdout });
    const found = new Promise((done) => {
        let url;
        lines.on('line', (line) => {
            url ??= line.match(/http:\/\/localhost:\d+/)?.[0];
            const tls = line.match(/https:\/\/127\.0\.0\.1:(\d+)/)?.[1];
            if (url && tls) done({ url, tlsPort: Number(tls) });
        });
    });
    const early = ended.then((code) => {
        throw new Error(`the workbench ended with ${code} before it said where it listens`);
    });
    return Promise.race([found, early]);
}

/** The workbench's HTTP interface. */
function client(url) {
    const call = async (method, path, body) => {
        const response = await fetch(url + path, {
            method,
            headers: body === undefined ? {} : { 'content-type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        const json = text ? JSON.parse(text) : undefined;
        return { status: response.status, json };
    };
    const ok = async (method, path, body) => {
        const { status, json } = await call(method, path, body);
        if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
        return json;
    };
    return {
        call,
        /** Records of an object, newest first. */
        records: async (object) => (await ok('GET', `/org/records/${object}`)).records,
        /** Calls as the carrier sees them. */
        calls: async () => (await ok('GET', '/carrier/calls')).records,
        carrierCall: (sid) => ok('GET', `/carrier/calls/${sid}`),
        /** Somebody calls the company. */
        inbound: async (from, script) => (await ok('POST', '/carrier/calls', { from, script })).sid,
        fault: (target, mode, more = {}) => ok('POST', '/faults', { target, mode, ...more }),
        clearFaults: () => ok('DELETE', '/faults'),
        licence: (licence) => ok('POST', '/org/profile', { licence }),
    };
}

/**
 * Waits until `look` gives something, and gives it; what it threw last is in the message.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined | null | false>} look
 * @returns {Promise<T>}
 */
export async function until(what, look, ms = 15_000) {
    const end = Date.now() + ms;
    let last = 'nothing';
    while (Date.now() < end) {
        try {
            const found = await look();
            if (found) return found;
        } catch (error) {
            last = String(error);
        }
        await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`waited ${ms} ms for ${what}; last: ${last}`);
}
