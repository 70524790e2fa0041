/**
 * Synthesises the phone's sounds: our own, free of anyone's recordings, and byte for byte the same on every run.
 *
 * Names are those of the Twilio SDK's `sounds` option. Format: WAV, mono, 8 kHz, 16 bit.
 */
import fs from 'node:fs';
import path from 'node:path';

/** Samples per second: a telephone's. */
const RATE = 8000;
/** Full scale of one tone among two; leaves headroom for their sum. */
const LEVEL = 0.3;
/** Seconds a tone takes to rise and fall, so that it does not click. */
const RAMP = 0.006;

/** Low and high group of each key (ITU-T Q.23), in hertz. */
const KEYS = {
    1: [697, 1209],
    2: [697, 1336],
    3: [697, 1477],
    4: [770, 1209],
    5: [770, 1336],
    6: [770, 1477],
    7: [852, 1209],
    8: [852, 1336],
    9: [852, 1477],
    s: [941, 1209],
    0: [941, 1336],
    h: [941, 1477],
};

/** @typedef {{ hertz: number[], seconds: number, level?: number }} Segment silence where `hertz` is empty */

/** @type {Record<string, Segment[]>} */
export const SOUNDS = {
    // North American ringing, 2 s of 4 (the SDK loops it); shorter than the network's 6 s so that the eye and ear agree.
    incoming: [
        { hertz: [440, 480], seconds: 2 },
        { hertz: [], seconds: 2 },
    ],
    outgoing: [
        { hertz: [523.25], seconds: 0.09 },
        { hertz: [659.25], seconds: 0.12 },
    ],
    disconnect: [
        { hertz: [659.25], seconds: 0.09 },
        { hertz: [440], seconds: 0.16 },
    ],
    ...Object.fromEntries(
        Object.entries(KEYS).map(([key, hertz]) => [`dtmf${key}`, [{ hertz, seconds: 0.16 }]]),
    ),
};

/** @param {Segment} segment @returns {number[]} 16-bit samples */
function samples({ hertz, seconds, level = LEVEL }) {
    const count = Math.round(seconds * RATE);
    const ramp = RAMP * RATE;
    return Array.from({ length: count }, (_, at) => {
        const envelope = Math.min(1, at / ramp, (count - 1 - at) / ramp);
        const sum = hertz.reduce(
            (total, frequency) => total + Math.sin((2 * Math.PI * frequency * at) / RATE),
            0,
        );
        return Math.round(envelope * level * sum * 32767);
    });
}

/** @param {Segment[]} segments @returns {Buffer} a WAV file */
export function wav(segments) {
    const pcm = segments.flatMap(samples);
    const header = Buffer.alloc(44);
    header.write('RIFF', 0, 'ascii');
    header.writeUInt32LE(36 + pcm.length * 2, 4);
    header.write('WAVEfmt ', 8, 'ascii');
    header.writeUInt32LE(16, 16); // size of the format chunk
    header.writeUInt16LE(1, 20); // PCM
    header.writeUInt16LE(1, 22); // one channel
    header.writeUInt32LE(RATE, 24);
    header.writeUInt32LE(RATE * 2, 28); // bytes per second
    header.writeUInt16LE(2, 32); // bytes per frame
    header.writeUInt16LE(16, 34); // bits per sample
    header.write('data', 36, 'ascii');
    header.writeUInt32LE(pcm.length * 2, 40);
    const data = Buffer.alloc(pcm.length * 2);
    pcm.forEach((sample, at) => data.writeInt16LE(sample, at * 2));
    return Buffer.concat([header, data]);
}

/**
 * Writes what is not there yet or differs.
 * @param {string} dir the resource's folder
 */
export function writeSounds(dir) {
    fs.mkdirSync(dir, { recursive: true });
    for (const [name, segments] of Object.entries(SOUNDS)) {
        const file = path.join(dir, `${name}.wav`);
        const content = wav(segments);
        if (!fs.existsSync(file) || !fs.readFileSync(file).equals(content))
            fs.writeFileSync(file, content);
    }
}
