// The bundles inside @locker/near-membrane-dom, the membrane under Lightning Web Security: the
// components, the Twilio SDK and the core run in a sandboxed realm, engine and base components
// outside. It is an indication, not a proof: Salesforce's own distortions are not public.

import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from '../browser/support/suite.mjs';
import { until } from '../browser/support/workbench.mjs';

describe('inside the membrane', () => {
    const world = suite();

    test('a call is dialled, hung up, wrapped up and recorded once', async () => {
        const { workbench } = world;
        const agent = await world.agent({ path: '/membrane.html?carrier=direct' });
        assert.equal(
            await agent.page.evaluate(() => typeof globalThis.Twilio),
            'undefined',
            'the SDK lives in the sandbox, not in the page',
        );
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await until(
            'the agent at the carrier',
            async () => (await workbench.calls()).at(-1).audio.level > 0.02,
        );
        await agent.press('Hang up');
        await agent.wrapUp({ disposition: 'Resolved', notes: 'from inside the membrane' });
        const record = await until('the finished record', async () => {
            const records = await workbench.records('VoiceCall');
            assert.ok(records.length <= 1, `${records.length} records`);
            return records[0]?.fields.Call_State__c === 'Completed' && records[0];
        });
        assert.equal(record.fields.Description, 'from inside the membrane');
        assert.equal(record.fields.Outcome__c, 'Answered');
    });
});
