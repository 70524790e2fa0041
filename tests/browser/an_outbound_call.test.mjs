import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { MICROPHONE_HZ } from './support/browser.mjs';
import { COMPANY, NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

const about = (expected, hertz) => Math.abs(hertz - expected) <= 10;

describe('an outbound call', () => {
    const world = suite();

    test('rings, talks both ways, is hung up, wrapped up and recorded once', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        const written = [];
        agent.page.on('request', (request) => {
            const path = new URL(request.url()).pathname;
            if (/ensureCall|ui-api\/records/.test(path))
                written.push(`${request.method()} ${path}`);
        });
        const before = Date.now();
        await agent.dial(NUMBERS.echo);
        await agent.status('Ringing');
        await agent.screenshot('ringing');

        const created = await until(
            'a record while it rings',
            async () => (await workbench.records('VoiceCall'))[0],
        );
        assert.equal(created.fields.CallType, 'Outbound');
        assert.equal(created.fields.Call_State__c, 'Calling');

        await agent.status('Connected');
        await agent.says('Echo Ridley');
        const heard = await until('the agent at the carrier', async () => {
            const call = (await workbench.calls()).at(-1);
            return about(MICROPHONE_HZ, call.audio.peakHz) && call;
        });
        assert.equal(heard.state, 'in-progress');
        assert.ok(heard.audio.level > 0.02, `level ${heard.audio.level}`);
        await until('the echo in the page', async () =>
            about(MICROPHONE_HZ, await agent.heardHertz()),
        );
        await agent.screenshot('connected');

        await agent.press('Mute');
        await agent.button('Unmute').waitFor();
        await until(
            'silence at the carrier',
            async () => (await workbench.carrierCall(heard.sid)).audio.level < 0.01,
        );
        await agent.press('Unmute');
        await until(
            'the agent again',
            async () => (await workbench.carrierCall(heard.sid)).audio.level > 0.02,
        );

        await agent.press('Hang up');
        await agent.status('Wrap-up');
        await until(
            'the end at the carrier',
            async () => (await workbench.carrierCall(heard.sid)).state === 'completed',
        );
        await agent.screenshot('wrap-up');
        await agent.wrapUp({ disposition: 'Resolved', notes: 'Wants the blue one.' });

        const record = await until('the finished record', async () => {
            const [newest] = await workbench.records('VoiceCall');
            return newest.fields.Call_State__c === 'Completed' && newest;
        });
        const { fields } = record;
        assert.equal((await workbench.records('VoiceCall')).length, 1);
        // Made by Apex, then through Lightning Data Service: connected, which others must see at
        // once, and everything else when the agent is done.
        const update = `PATCH /services/data/v66.0/ui-api/records/${record.id}`;
        const creation = 'POST /apex/CallRecordController/ensureCall';
        assert.deepEqual(
            written.filter((request) => !request.startsWith('GET')),
            [creation, update, update],
        );
        assert.equal(record.id, created.id);
        assert.equal(fields.FromPhoneNumber, COMPANY);
        assert.equal(fields.ToPhoneNumber, NUMBERS.echo);
        assert.equal(fields.Outcome__c, 'Answered');
        assert.equal(fields.Disposition__c, 'Resolved');
        assert.equal(fields.Description, 'Wants the blue one.');
        assert.equal(fields.Twilio_Call_Sid__c, heard.sid);
        const start = Date.parse(fields.CallStartDateTime);
        const connected = Date.parse(fields.Connected_At__c);
        const ended = Date.parse(fields.Ended_At__c);
        assert.ok(before - 1000 < start && start < connected && connected < ended);
        assert.ok(ended <= Date.now() + 1000);
        assert.ok(Math.abs(fields.Talk_Seconds__c - (ended - connected) / 1000) <= 1);
        assert.ok(Math.abs(fields.Ring_Seconds__c - (connected - start) / 1000) <= 1);
        const contacts = await workbench.records('Contact');
        const echo = contacts.find(({ fields: { Name } }) => Name === 'Echo Ridley');
        assert.equal(fields.RelatedRecordId, echo.id);
    });

    test('plays what the far end plays', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.tone);
        await agent.status('Connected');
        await until('1 kHz in the page', async () => about(1000, await agent.heardHertz()));
        await agent.press('Hang up');
        await agent.wrapUp();
    });

    test('sends DTMF from the keypad and from the keyboard', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.keypad);
        await agent.status('Connected');
        await agent.press('Keypad');
        for (const key of ['1', '2', '0', '*', '#']) await agent.press(key);
        await agent.page.keyboard.type('78');
        await until('the digits at the far end', async () => {
            const call = (await workbench.calls()).at(-1);
            return call.digits === '120*#78';
        });
        await agent.screenshot('keypad');
        await agent.press('Hang up');
        await agent.wrapUp();
    });

    test('is heard before it is answered where the far network plays early media', async () => {
        const agent = await world.agent();
        await agent.dial(NUMBERS.earlyMedia);
        await agent.status('Ringing');
        await until('the announcement', async () => about(425, await agent.heardHertz()));
        await agent.status('Connected');
        await agent.press('Hang up');
        await agent.wrapUp();
    });

    const ends = [
        ['is busy', NUMBERS.busy, 'Busy', /busy/i],
        [
            'is not answered',
            NUMBERS.noAnswer,
            'No Answer',
            /no ?body answered|not answer|no answer/i,
        ],
        ['is declined', NUMBERS.declines, 'Rejected', /declined|rejected/i],
        ['cannot be reached', NUMBERS.outOfService, 'Failed', /could not be reached|unreachable/i],
    ];
    for (const [what, number, outcome, sentence] of ends) {
        test(`${what}: the panel says so and the record too`, async () => {
            const { workbench } = world;
            const agent = await world.agent();
            await agent.dial(number);
            await agent.status('Wrap-up');
            await agent.says(sentence);
            await agent.wrapUp();
            const record = await until('the record', async () => {
                const records = await workbench.records('VoiceCall');
                const own = records.filter(({ fields }) => fields.ToPhoneNumber === number);
                assert.equal(own.length, 1);
                return own[0].fields.Call_State__c === 'Completed' && own[0];
            });
            assert.equal(record.fields.Outcome__c, outcome);
            assert.equal(record.fields.Talk_Seconds__c, 0);
            assert.equal(record.fields.Connected_At__c ?? null, null);
        });
    }

    test('ends when the other party hangs up', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.hangsUp);
        await agent.status('Connected');
        await agent.status('Wrap-up');
        await agent.wrapUp();
        const [record] = await workbench.records('VoiceCall');
        assert.equal(record.fields.End_Reason__c, 'hungUpByCustomer');
        assert.equal(record.fields.Outcome__c, 'Answered');
    });

    test('is cancelled by the agent while it rings', async () => {
        const { workbench } = world;
        const agent = await world.agent();
        await agent.dial(NUMBERS.noAnswer);
        await agent.status('Ringing');
        await agent.press('Hang up');
        await agent.wrapUp();
        const call = (await workbench.calls()).at(-1);
        assert.equal(call.state, 'canceled');
        const [record] = await workbench.records('VoiceCall');
        assert.equal(record.fields.Outcome__c, 'Cancelled');
    });

    test('is dialled from a record page by one click', async () => {
        const agent = await world.agent();
        await agent.page.getByText('Tonya Kilohertz').first().click();
        await agent.page.getByRole('link', { name: '+1 500-555-0101', exact: true }).click();
        await agent.status('Connected');
        await agent.says('Tonya Kilohertz');
        await agent.screenshot('click-to-dial');
        await agent.press('Hang up');
        await agent.wrapUp();
    });
});
