import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { MICROPHONE_HZ } from './support/browser.mjs';
import { COMPANY, NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('an inbound call', () => {
    const world = suite();

    const recordOf = (from, outcome) =>
        until(`one record of the call from ${from}`, async () => {
            const records = await world.workbench.records('VoiceCall');
            const own = records.filter(({ fields }) => fields.FromPhoneNumber === from);
            assert.ok(own.length <= 1, `${own.length} records`);
            return own[0]?.fields.Outcome__c === outcome &&
                own[0].fields.Call_State__c === 'Completed'
                ? own[0]
                : undefined;
        });

    test('rings, is answered, talks both ways and is recorded once', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        const sid = await workbench.inbound(NUMBERS.echo, 'echo');
        await agent.status('Incoming call');
        await agent.says('Echo Ridley');
        await agent.screenshot('incoming-call');
        await until('a record while it rings', async () =>
            (await workbench.records('VoiceCall')).find(
                ({ fields }) => fields.FromPhoneNumber === NUMBERS.echo,
            ),
        );
        await agent.press('Answer');
        await agent.status('Connected');
        await until('the agent at the carrier', async () => {
            const call = await workbench.carrierCall(sid);
            return Math.abs(call.audio.peakHz - MICROPHONE_HZ) <= 10;
        });
        await agent.press('Hang up');
        await agent.wrapUp({ disposition: 'Follow-up needed' });
        const { fields } = await recordOf(NUMBERS.echo, 'Answered');
        assert.equal(fields.CallType, 'Inbound');
        assert.equal(fields.ToPhoneNumber, COMPANY);
        assert.equal(fields.Disposition__c, 'Follow-up needed');
    });

    test('opens the phone by itself when the panel is minimised', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.page.getByRole('button', { name: 'Phone', exact: true }).click();
        await agent.region.waitFor({ state: 'hidden' });
        await workbench.inbound('+442079460123', 'silence');
        await agent.region.waitFor();
        await agent.status('Incoming call');
        await agent.press('Decline');
        await agent.status('Ready');
        await recordOf('+442079460123', 'Declined');
    });

    test('is declined: the caller hears busy', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        const sid = await workbench.inbound('+4930901820', 'silence');
        await agent.status('Incoming call');
        await agent.press('Decline');
        await agent.status('Ready');
        await until(
            'the caller is told',
            async () => (await workbench.carrierCall(sid)).state === 'busy',
        );
        await recordOf('+4930901820', 'Declined');
    });

    test('is given up by the caller: the panel says that it was missed', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await workbench.inbound('+442079460999', 'cancel-after-3s');
        await agent.status('Incoming call');
        await agent.status('Ready');
        await agent.says(/missed|gave up|hung up/i);
        await agent.screenshot('missed-call');
        await recordOf('+442079460999', 'Missed');
    });

    test('ends when the caller hangs up', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await workbench.inbound('+33142685300', 'hangup-after-3s');
        await agent.status('Incoming call');
        await agent.press('Answer');
        await agent.status('Connected');
        await agent.wrapUp();
        const { fields } = await recordOf('+33142685300', 'Answered');
        assert.equal(fields.End_Reason__c, 'hungUpByCustomer');
    });
});
