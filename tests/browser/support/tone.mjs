// A WAV file with a pure tone, for Chromium's fake microphone.

import { writeFileSync } from 'node:fs';

const RATE = 48_000;

/** Writes two seconds of a sine of `hertz` at half of full scale; Chromium repeats it. */
export function writeTone(path, hertz) {
    const samples = RATE * 2;
    const data = Buffer.alloc(44 + samples * 2);
    data.write('RIFF', 0);
    data.writeUInt32LE(36 + samples * 2, 4);
    data.write('WAVEfmt ', 8);
    data.writeUInt32LE(16, 16);
    data.writeUInt16LE(1, 20); // PCM
    data.writeUInt16LE(1, 22); // mono
    data.writeUInt32LE(RATE, 24);
    data.writeUInt32LE(RATE * 2, 28);
    data.writeUInt16LE(2, 32);
    data.writeUInt16LE(16, 34);
    data.write('data', 36);
    data.writeUInt32LE(samples * 2, 40);
    for (let n = 0; n < samples; n += 1) {
        const value = Math.sin((2 * Math.PI * hertz * n) / RATE) * 0.5;
        data.writeInt16LE(Math.round(value * 32_767), 44 + n * 2);
    }
    writeFileSync(path, data);
}
