/** Before every suite: the accessibility matcher, what jsdom lacks, and an empty page after every test. */
import { webcrypto } from 'node:crypto';
import { setup } from '@sa11y/jest';

setup();

if (!globalThis.crypto?.randomUUID) {
    Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
}

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});
