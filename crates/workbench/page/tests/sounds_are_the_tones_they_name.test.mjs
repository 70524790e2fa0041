import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOUNDS, wav } from '../sounds.mjs';

const RATE = 8000;

/** Power of one frequency in the samples (Goertzel). */
function power(samples, hertz) {
    const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
    let [before, last] = [0, 0];
    for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
    return (before ** 2 + last ** 2 - coefficient * before * last) / samples.length ** 2;
}

function samplesOf(name) {
    const file = wav(SOUNDS[name]);
    return Array.from(
        { length: (file.length - 44) / 2 },
        (_, at) => file.readInt16LE(44 + at * 2) / 32768,
    );
}

const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];
const strongest = (samples, group) =>
    group.reduce((a, b) => (power(samples, a) > power(samples, b) ? a : b));

test('each key sounds as its own pair of tones', () => {
    const keypad = ['123', '456', '789', 's0h'];
    keypad.forEach((keys, row) =>
        [...keys].forEach((key, column) => {
            const samples = samplesOf(`dtmf${key}`);
            assert.equal(strongest(samples, LOW), LOW[row], `low tone of ${key}`);
            assert.equal(strongest(samples, HIGH), HIGH[column], `high tone of ${key}`);
        }),
    );
});

test('the ring is 440 and 480 Hz for two seconds, then as long a silence, without a click', () => {
    const samples = samplesOf('incoming');
    assert.equal(samples.length, 4 * RATE);
    const ringing = samples.slice(0, 2 * RATE);
    for (const hertz of [440, 480])
        assert.ok(power(ringing, hertz) > 100 * power(ringing, 460), `${hertz} Hz`);
    assert.ok(samples.slice(2 * RATE).every((sample) => sample === 0));
    assert.ok(Math.abs(samples[0]) < 0.001 && Math.abs(samples[2 * RATE - 1]) < 0.001);
});

test('the SDK finds every sound it has a name for, none of them clipped', () => {
    const names = [
        'incoming',
        'outgoing',
        'disconnect',
        ...[...'0123456789sh'].map((key) => `dtmf${key}`),
    ];
    assert.deepEqual(Object.keys(SOUNDS).sort(), names.sort());
    for (const name of names) {
        const peak = Math.max(...samplesOf(name).map(Math.abs));
        assert.ok(peak > 0.2 && peak < 0.99, `${name} peaks at ${peak}`);
    }
});

test('the files are the same on every run, and say what they are', () => {
    const file = wav(SOUNDS.dtmf5);
    assert.deepEqual(file, wav(SOUNDS.dtmf5));
    assert.equal(file.toString('ascii', 0, 4), 'RIFF');
    assert.equal(file.readUInt32LE(4), file.length - 8);
    assert.equal(file.readUInt32LE(24), RATE);
    assert.equal(file.readUInt32LE(40), file.length - 44);
});
