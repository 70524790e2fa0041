import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

const TOKEN_ACTION = '**/apex/AccessTokenController/getAccessToken';

describe('when things go wrong', () => {
    const world = suite();

    const completed = (number) =>
        until(
            `one finished record of the call to ${number}`,
            async () => {
                const records = await world.workbench.records('VoiceCall');
                const own = records.filter(({ fields }) => fields.ToPhoneNumber === number);
                assert.ok(own.length <= 1, `${own.length} records`);
                return own[0]?.fields.Call_State__c === 'Completed' && own[0];
            },
            40_000,
        );

    for (const bad of ['hello', '12', '+1', '+999999999999999999']) {
        test(`"${bad}" cannot be dialled, and the panel says why`, async () => {
            const { workbench } = world;
            const agent = await world.agent();
            const before = (await workbench.calls()).length;
            await agent.dial(bad);
            await agent.says(/number/i);
            await agent.status('Ready');
            assert.equal((await workbench.calls()).length, before);
        });
    }

    test('a denied microphone: said, recorded, and the phone is ready again', async () => {
        const agent = await world.agent({ microphone: false });
        await agent.dial(NUMBERS.tone);
        await agent.says(/microphone/i);
        await agent.screenshot('microphone-denied');
        await agent.status('Ready');
        const { fields } = await completed(NUMBERS.tone);
        assert.equal(fields.Outcome__c, 'Failed');
        assert.equal(fields.End_Reason__c, 'microphoneDenied');
        assert.equal(fields.Carrier_Error_Code__c, 31401);
    });

    test('a forged token: said by name, and gone once the org gives a good one', async () => {
        const agent = await world.agent({
            ready: false,
            prepare: (page) =>
                page.route(TOKEN_ACTION, async (route) => {
                    const real = await route.fetch();
                    const { token, ...rest } = await real.json();
                    const [head, body] = token.split('.');
                    const forged = [head, body, 'c2lnbmVkIGJ5IG5vYm9keQ'].join('.');
                    await route.fulfill({ json: { token: forged, ...rest } });
                }),
        });
        await agent.status('Offline');
        await agent.says(/token/i);
        await agent.screenshot('token-refused');
        await agent.page.unroute(TOKEN_ACTION);
        await agent.press('Try again');
        await agent.status('Ready');
    });

    test('an org that gives no token: said, and tried again', async () => {
        const { workbench } = world;
        await workbench.fault('org', 'error', { status: 403 });
        const agent = await world.agent({ ready: false });
        await agent.status('Offline');
        await agent.says(/Salesforce|administrator|permission/i);
        await workbench.clearFaults();
        await agent.press('Try again');
        await agent.status('Ready');
    });

    test('the carrier is down at start: said, and online as soon as it is back', async () => {
        const { workbench } = world;
        await workbench.fault('signalling', 'offline');
        const agent = await world.agent({ ready: false });
        await agent.status('Offline');
        await agent.says(/phone service|carrier|Twilio/i, 20_000);
        await agent.screenshot('carrier-down');
        await workbench.clearFaults();
        await agent.status('Ready', 40_000);
    });

    for (const fault of [
        { mode: 'error', status: 500 },
        { mode: 'error', status: 401 },
        { mode: 'offline' },
    ]) {
        const name = fault.status ? `answers ${fault.status}` : 'is offline';
        test(`the org ${name} during a call: the call goes on, its record is kept and written later`, async () => {
            const { workbench } = world;
            const agent = await world.agent();
            const { mode, ...more } = fault;
            const number =
                { 500: NUMBERS.echo, 401: NUMBERS.keypad }[fault.status] ?? NUMBERS.earlyMedia;
            await workbench.fault('org', mode, more);
            await agent.dial(number);
            await agent.status('Connected');
            await agent.says(/not saved yet/i);
            if (!fault.status) await agent.screenshot('record-waiting');
            await agent.press('Hang up');
            await agent.wrapUp({ notes: `while the org ${name}` });
            await agent.says(/not saved yet/i);
            await workbench.clearFaults();
            const { fields } = await completed(number);
            assert.equal(fields.Outcome__c, 'Answered');
            assert.equal(fields.Description, `while the org ${name}`);
        });
    }

    for (const status of [400, 403]) {
        test(`the org refuses the record with ${status}: said, kept, written when the agent tries again`, async () => {
            const { workbench } = world;
            const agent = await world.agent();
            const number = status === 400 ? NUMBERS.hangsUp : NUMBERS.declines;
            await workbench.fault('org', 'error', { status });
            await agent.dial(number);
            await agent.status('Wrap-up');
            await agent.wrapUp();
            await agent.says(/not saved/i);
            await workbench.clearFaults();
            await agent.press('Try again');
            await completed(number);
        });
    }

    test('signalling is lost in a call: shown, found again, audio goes on', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.tone);
        await agent.status('Connected');
        await workbench.fault('signalling', 'offline');
        await agent.status('Reconnecting', 25_000);
        await agent.screenshot('reconnecting');
        await workbench.clearFaults();
        await agent.status('Connected', 30_000);
        await until(
            '1 kHz in the page',
            async () => Math.abs((await agent.heardHertz()) - 1000) < 10,
        );
        await agent.press('Hang up');
        await agent.wrapUp();
    });

    test('a platform that refuses WebAssembly is named, and the panel is not left blank', async () => {
        const agent = await world.agent({
            ready: false,
            prepare: (page) =>
                page.addInitScript(() => {
                    WebAssembly.Module = class {
                        constructor() {
                            throw new Error('WebAssembly is blocked');
                        }
                    };
                }),
        });
        await agent.status('Offline');
        await agent.says(/WebAssembly/);
        await agent.screenshot('webassembly-refused');
    });

    test('the same click twice does it once', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        const before = (await workbench.calls()).length;
        await agent.region.getByRole('textbox', { name: 'Phone number' }).fill(NUMBERS.echo);
        await agent.button('Call').dblclick();
        await agent.status('Connected');
        await agent.button('Hang up').dblclick();
        await agent.status('Wrap-up');
        await agent.button('Save and finish').dblclick();
        await agent.status('Ready');
        assert.equal((await workbench.calls()).length, before + 1);
    });
});

describe('an access token that expires', () => {
    const world = suite({ env: { OFFHOOK_TOKEN_TTL: '12' } });

    test('is renewed before it does, so that the next call goes through', async () => {
        const agent = await world.agent();
        let fetched = 0;
        agent.page.on('request', (request) => {
            if (request.url().includes('/apex/AccessTokenController/')) fetched += 1;
        });
        await until('two renewals', async () => fetched >= 2, 40_000);
        await agent.status('Ready');
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await agent.press('Hang up');
        await agent.wrapUp();
    });

    test('and one that is stale already is replaced', async () => {
        let stale;
        const agent = await world.agent({
            ready: false,
            prepare: (page) =>
                page.route(TOKEN_ACTION, async (route) => {
                    if (!stale) {
                        stale = await (await route.fetch()).json();
                        await new Promise((done) => setTimeout(done, 13_500));
                        await route.fulfill({ json: stale });
                    } else {
                        await route.continue();
                    }
                }),
        });
        await agent.status('Ready', 40_000);
    });
});
