import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('every licence gets its record', () => {
    const world = suite();

    const callAndFinish = async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await agent.press('Hang up');
        await agent.wrapUp({ notes: 'one call', disposition: 'Resolved' });
    };
    const only = (object, done) =>
        until(`one finished ${object}`, async () => {
            const records = await world.workbench.records(object);
            assert.ok(records.length <= 1, `${records.length} records`);
            return records[0] && done(records[0].fields) && records[0].fields;
        });

    test('without VoiceCall the call becomes one Task', async () => {
        await world.workbench.licence('none');
        await callAndFinish();
        const fields = await only('Task', ({ Status }) => Status === 'Completed');
        assert.equal(fields.TaskSubtype, 'Call');
        assert.equal(fields.CallType, 'Outbound');
        assert.equal(fields.Description, 'one call');
        assert.equal(typeof fields.CallDurationInSeconds, 'number');
        assert.ok(fields.WhoId, 'it is linked to the contact');
    });

    test('where Lightning Data Service may create a VoiceCall, it does', async () => {
        await world.workbench.licence('open');
        await callAndFinish();
        const fields = await only(
            'VoiceCall',
            ({ Call_State__c }) => Call_State__c === 'Completed',
        );
        assert.equal(fields.Outcome__c, 'Answered');
        assert.ok(fields.Call_Key__c);
    });
});
