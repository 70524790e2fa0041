// A real Chromium whose only world is this machine: names of twilio.com resolve to the
// workbench's TLS port, all others to nothing; the microphone is a file.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { writeTone } from './tone.mjs';

const CANDIDATES = [
    process.env.CHROME,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What the fake microphone hears, in hertz. */
export const MICROPHONE_HZ = 440;

/**
 * @param {{ tlsPort: number, state: string }} workbench
 * @param {{ direct?: boolean }} [options] `direct`: the carrier is reached over TLS and nothing
 *   in the page is redirected; otherwise as a visitor of the page reaches it
 */
export async function launchBrowser(workbench, { direct = true } = {}) {
    const executablePath = CANDIDATES.find((path) => path && existsSync(path));
    if (!executablePath)
        throw new Error('no Chromium found: install it, or set CHROME to its path');
    const tone = join(workbench.state, 'microphone.wav');
    writeTone(tone, MICROPHONE_HZ);
    const rules = [
        ...(direct ? [`MAP *.twilio.com 127.0.0.1:${workbench.tlsPort}`] : []),
        'MAP * ~NOTFOUND',
        'EXCLUDE 127.0.0.1',
        'EXCLUDE localhost',
    ];
    return chromium.launch({
        executablePath,
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--ignore-certificate-errors',
            '--allow-loopback-in-peer-connection',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-audio-capture=${tone}`,
            `--host-resolver-rules=${rules.join(', ')}`,
        ],
    });
}

/**
 * Listens to what the page hears. It only watches: tracks are noted as WebRTC announces them.
 * Runs in the page, before anything else.
 */
export function noteRemoteTracks() {
    const tracks = [];
    const Native = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
        constructor(...args) {
            super(...args);
            this.addEventListener('track', ({ track }) => tracks.push(track));
        }
    };
    globalThis.heardHertz = async () => {
        const track = tracks.findLast(({ readyState }) => readyState === 'live');
        if (!track) return 0;
        const context = new AudioContext();
        await context.resume();
        const analyser = context.createAnalyser();
        analyser.fftSize = 32_768;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        await new Promise((done) => setTimeout(done, 1200));
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const loudest = bins.indexOf(Math.max(...bins));
        const hertz = (loudest * context.sampleRate) / analyser.fftSize;
        const level = bins[loudest];
        await context.close();
        return level > -60 ? hertz : 0;
    };
}
