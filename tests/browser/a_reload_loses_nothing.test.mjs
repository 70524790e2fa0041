import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('a reload', () => {
    const world = suite();

    const reload = async (agent) => {
        await agent.page.reload();
        await agent.open();
    };

    /** The one finished record of calls to this number. */
    const finished = (number) =>
        until('the record', async () => {
            const records = await world.workbench.records('VoiceCall');
            const own = records.filter(({ fields }) => fields.ToPhoneNumber === number);
            assert.ok(own.length < 2, `${own.length} records`);
            return own[0]?.fields.Call_State__c === 'Completed' && own[0].fields;
        });

    const notes = (agent) => agent.region.getByRole('textbox', { name: 'Notes' });

    test('in wrap-up brings back notes, disposition and the time that is left', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await agent.press('Hang up');
        await agent.status('Wrap-up');
        await notes(agent).fill('Wants the green one.');
        await agent.choose('Resolved');
        await reload(agent);
        await agent.status('Wrap-up');
        assert.equal(await notes(agent).inputValue(), 'Wants the green one.');
        await agent.screenshot('wrap-up-after-a-reload');
        await agent.press('Save and finish');
        await agent.status('Ready');
        const fields = await finished(NUMBERS.echo);
        assert.equal(fields.Description, 'Wants the green one.');
        assert.equal(fields.Disposition__c, 'Resolved');
        assert.equal(fields.Outcome__c, 'Answered');
    });

    test('twice in a row, with an org that is not there, and the record is written all the same', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.keypad);
        await agent.status('Connected');
        await workbench.fault('org', 'error', { status: 503 });
        await agent.press('Hang up');
        await agent.wrapUp({ notes: 'Written down before the outage ended.' });
        await agent.says(/not saved yet/i);
        await agent.page.reload();
        await agent.page.reload();
        await workbench.clearFaults();
        await agent.open();
        await agent.status('Ready');
        const fields = await finished(NUMBERS.keypad);
        assert.equal(fields.Description, 'Written down before the outage ended.');
        assert.equal(fields.Outcome__c, 'Answered');
    });

    test('while talking: without conferences the call is over, and the record says until when', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.tone);
        await agent.status('Connected');
        await reload(agent);
        await agent.status('Wrap-up');
        await agent.says(/lost/i);
        await agent.wrapUp({ notes: 'The page was reloaded.' });
        const fields = await finished(NUMBERS.tone);
        assert.equal(fields.Outcome__c, 'Answered');
        assert.equal(fields.End_Reason__c, 'connectionLost');
        assert.equal(fields.Description, 'The page was reloaded.');
        assert.ok(fields.Talk_Seconds__c >= 0 && fields.Talk_Seconds__c < 60);
    });

    test('keeps what the org refused before the agent, who can still export it', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.earlyMedia);
        await agent.status('Connected');
        await workbench.fault('org', 'error', { status: 400 });
        await agent.press('Hang up');
        await agent.wrapUp({ notes: 'Nobody else knows this.' });
        await agent.says(/not saved/i);
        await workbench.clearFaults();
        await reload(agent);
        await agent.says(/not saved/i);
        await agent.screenshot('refused-record-after-a-reload');
        const [download] = await Promise.all([
            agent.page.waitForEvent('download'),
            agent.press('Export'),
        ]);
        const exported = await readFile(await download.path(), 'utf8');
        assert.ok(exported.includes('Nobody else knows this.'), exported);
        await agent.press('Try again');
        const fields = await finished(NUMBERS.earlyMedia);
        assert.equal(fields.Description, 'Nobody else knows this.');
    });
});
