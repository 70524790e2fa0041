import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('the page as a visitor opens it', () => {
    // No name resolves here and no certificate is involved: the page itself leads the SDK to the
    // carrier on this machine.
    const world = suite({ direct: false });

    test('makes a call without any preparation of the browser', async () => {
        const { workbench } = world;
        const requests = [];
        const failed = [];
        const agent = await world.agent({
            path: '/',
            prepare: (page) => {
                page.on('request', (request) => requests.push(request.url()));
                page.on('requestfailed', (request) => failed.push(request.url()));
                page.on('response', (response) => {
                    if (response.status() >= 400) failed.push(response.url());
                });
            },
        });
        await agent.screenshot('ready');
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await until(
            'the agent at the carrier',
            async () => (await workbench.calls()).at(-1).audio.level > 0.02,
        );
        await agent.press('Hang up');
        await agent.wrapUp();
        const elsewhere = requests.filter(
            (url) =>
                /^(http|ws)s?:/.test(url) &&
                !['localhost', '127.0.0.1'].includes(new URL(url).hostname),
        );
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(failed, []);
        const rings = requests.filter((url) => url.endsWith('/incoming.wav'));
        assert.ok(rings.length > 0, 'the ring tone is our own');
    });

    test('shows calls in a live list', async () => {
        const agent = await world.agent({ path: '/' });
        await agent.page.getByRole('row').filter({ hasText: '+1 500-555-0100' }).first().waitFor();
        await agent.screenshot('voice-calls');
    });
});
