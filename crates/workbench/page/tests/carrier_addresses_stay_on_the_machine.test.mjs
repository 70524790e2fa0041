import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserPage } from './support.mjs';

const HTML =
    '<!doctype html><title>addresses</title><script src="/shell/carrier-address.js"></script>';

/** Addresses as the browser sees them, without waiting for a connection. */
const socketUrls = (page, addresses) =>
    page.evaluate(
        (list) =>
            list.map((address) => {
                const socket = new WebSocket(address);
                socket.close();
                return socket.url;
            }),
        addresses,
    );

test('signalling of every edge goes to the page’s own host, nothing else does', async (t) => {
    const { page, origin } = await browserPage(t, () => ({}), HTML);
    const urls = await socketUrls(page, [
        'wss://voice-js.roaming.twilio.com/signal',
        'wss://voice-js.dublin.twilio.com/signal',
        'wss://voice-js.roaming.us1.twilio.com/signal',
        'wss://voice-js.roaming.twilio.com.example.invalid/signal',
        'wss://example.invalid/signal',
    ]);
    assert.deepEqual(urls, [
        `ws://${origin}/signal`,
        `ws://${origin}/signal`,
        `ws://${origin}/signal`,
        'wss://voice-js.roaming.twilio.com.example.invalid/signal',
        'wss://example.invalid/signal',
    ]);
    assert.equal(await page.evaluate(() => WebSocket.OPEN), 1);
});

test('insights are posted to the page’s own host, with body and headers', async (t) => {
    const { page, requests } = await browserPage(t, () => ({ body: {} }), HTML);
    await page.evaluate(() =>
        fetch('https://eventgw.us1.twilio.com/v4/EndpointEvents', {
            method: 'POST',
            headers: new Headers({ 'X-Twilio-Token': 'token' }),
            body: JSON.stringify({ name: 'connection' }),
        }),
    );
    assert.equal(requests.length, 1);
    assert.equal(requests[0].url, '/v4/EndpointEvents');
    assert.equal(requests[0].headers['x-twilio-token'], 'token');
    assert.deepEqual(requests[0].body, { name: 'connection' });
});

test('a page opened with carrier=direct is not patched', async (t) => {
    const { page } = await browserPage(t, () => ({}), HTML);
    await page.goto(`${page.url()}?carrier=direct`);
    const address = 'wss://voice-js.roaming.twilio.com/signal';
    assert.deepEqual(await socketUrls(page, [address]), [address]);
});
