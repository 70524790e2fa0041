import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('a call leaves its flight record', () => {
    const world = suite();

    /** The flight record of the newest call, once it is in the org. */
    const flightRecord = async () => {
        const { workbench } = world;
        const stored = await until('a flight record', async () => {
            const [newest] = await workbench.records('Flight_Record__c');
            return newest;
        });
        const [call] = await workbench.records('VoiceCall');
        assert.equal(stored.fields.Call_Key__c, call.fields.Call_Key__c);
        return { text: stored.fields.Record__c, flight: JSON.parse(stored.fields.Record__c) };
    };

    test('everything that happened is in it, and nobody is named', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.keypad);
        await agent.status('Connected');
        await agent.press('Keypad');
        for (const key of ['4', '2', '#']) await agent.press(key);
        await agent.press('Hang up');
        await agent.wrapUp({ disposition: 'Resolved', notes: 'Wants the blue one.' });
        const { text, flight } = await flightRecord();
        const [part] = flight.parts;
        assert.equal(part.begins, 'call');
        const said = part.steps.map(({ input }) => `${input.from} ${input.type}`);
        for (const input of ['agent dial', 'leg accepted', 'agent sendDigits', 'agent finish']) {
            assert.ok(said.includes(input), `${input} is not in ${said}`);
        }
        for (const secret of ['5550106', 'blue one', 'Kip', '42#']) {
            assert.ok(!text.includes(secret), `${secret} is in the record`);
        }
    });

    test('over a reload it is one record in parts', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.echo);
        await agent.status('Connected');
        await agent.page.reload();
        await agent.open();
        await agent.status('Wrap-up');
        await agent.wrapUp();
        const { flight } = await until('both parts', async () => {
            const record = await flightRecord();
            return record.flight.parts.length > 1 && record;
        });
        assert.deepEqual(
            flight.parts.map(({ begins }) => begins),
            ['call', 'page'],
        );
    });
});
