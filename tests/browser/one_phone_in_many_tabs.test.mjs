import { strict as assert } from 'node:assert';
import { describe, test } from 'node:test';
import { NUMBERS, suite } from './support/suite.mjs';
import { until } from './support/workbench.mjs';

describe('one phone in many tabs', () => {
    const world = suite();

    /** A browser with two tabs; the first one has the phone. */
    const twoTabs = async () => {
        const first = await world.agent();
        const second = await world.tab(first);
        return [first, second];
    };

    const takesOver = (tab, ms = 30_000) =>
        until('the phone in the other tab', async () => tab.hasDevice, ms);

    test('only one tab has a line to the carrier', async () => {
        const [first, second] = await twoTabs();
        const third = await world.tab(first);
        assert.deepEqual(
            [first, second, third].map(({ hasDevice }) => hasDevice),
            [true, false, false],
        );
        await third.status('Ready');
    });

    test('every tab rings, any of them answers, and the others show it', async () => {
        const { workbench } = world;
        const [first, second] = await twoTabs();
        await workbench.inbound(NUMBERS.echo, 'echo');
        await first.status('Incoming call');
        await second.status('Incoming call');
        await second.screenshot('incoming-call-in-a-follower');
        await second.press('Answer');
        await first.status('Connected');
        await second.status('Connected');
        assert.equal(second.hasDevice, false);
        await first.press('Hang up');
        await second.status('Wrap-up');
        await second.wrapUp({ disposition: 'Resolved', notes: 'Typed in the other tab.' });
        await first.status('Ready');
        const record = await until('the record', async () => {
            const records = await workbench.records('VoiceCall');
            const own = records.filter(({ fields }) => fields.FromPhoneNumber === NUMBERS.echo);
            assert.equal(own.length, 1);
            return own[0].fields.Call_State__c === 'Completed' && own[0];
        });
        assert.equal(record.fields.Description, 'Typed in the other tab.');
        assert.equal(record.fields.Outcome__c, 'Answered');
    });

    test('a tab that follows dials, mutes and sends digits', async () => {
        const { workbench } = world;
        const [first, second] = await twoTabs();
        await second.dial(NUMBERS.keypad);
        await second.status('Connected');
        await first.status('Connected');
        await second.press('Mute');
        await first.button('Unmute').waitFor();
        await second.press('Keypad');
        for (const key of ['4', '2', '#']) await second.press(key);
        await until('the digits at the far end', async () => {
            const call = (await workbench.calls()).at(-1);
            return call.digits === '42#';
        });
        await second.press('Hang up');
        await second.wrapUp();
    });

    test('what is refused in the tab with the phone is said where it was pressed', async () => {
        const [first, second] = await twoTabs();
        await first.dial(NUMBERS.echo);
        await first.status('Connected');
        await second.status('Connected');
        // A command of a page that does not know better: click-to-dial elsewhere on the record.
        await second.page.getByText('Tonya Kilohertz').first().click();
        await second.page.getByRole('link', { name: '+1 500-555-0101', exact: true }).click();
        await second.says(/You are in a call already/);
        await first.press('Hang up');
        await first.wrapUp();
    });

    test('a closed tab hands the phone over, and the next call rings in the other one', async () => {
        const { workbench } = world;
        const [first, second] = await twoTabs();
        await first.page.close();
        await takesOver(second);
        await second.status('Ready');
        await workbench.inbound('+442079460123', 'silence');
        await second.status('Incoming call');
        await second.press('Decline');
        await second.status('Ready');
    });

    test('a crashed tab in a call leaves one true record, and notes', async () => {
        const { workbench } = world;
        const [first, second] = await twoTabs();
        await first.dial(NUMBERS.echo);
        await second.status('Connected');
        await second.region.getByRole('textbox', { name: 'Notes' }).fill('Wants the blue one.');
        await until(
            'the notes in the tab with the phone',
            async () =>
                (await first.region.getByRole('textbox', { name: 'Notes' }).inputValue()) ===
                'Wants the blue one.',
        );
        await first.page.goto('chrome://crash').catch(() => {});
        await second.status('Wrap-up', 30_000);
        await second.screenshot('wrap-up-after-a-crash');
        assert.equal(
            await second.region.getByRole('textbox', { name: 'Notes' }).inputValue(),
            'Wants the blue one.',
        );
        await second.wrapUp({ disposition: 'Follow-up needed' });
        const record = await until('the record', async () => {
            const [newest] = await workbench.records('VoiceCall');
            return newest.fields.Call_State__c === 'Completed' && newest;
        });
        const { fields } = record;
        assert.equal(fields.Description, 'Wants the blue one.');
        assert.equal(fields.Outcome__c, 'Answered');
        assert.equal(fields.End_Reason__c, 'connectionLost');
        assert.ok(fields.Talk_Seconds__c >= 0 && fields.Talk_Seconds__c < 60);
        const sid = (await workbench.calls()).at(-1).sid;
        const own = (await workbench.records('VoiceCall')).filter(
            (other) => other.fields.Twilio_Call_Sid__c === fields.Twilio_Call_Sid__c,
        );
        assert.equal(own.length, 1, sid);
    });

    test('a tab that does not run any more loses the phone, and stays quiet when it wakes', async () => {
        const { workbench } = world;
        const [first, second] = await twoTabs();
        await second.page.bringToFront();
        const debug = await first.page.context().newCDPSession(first.page);
        const paused = new Promise((done) => debug.once('Debugger.paused', done));
        await debug.send('Debugger.enable');
        await debug.send('Debugger.pause');
        // Nothing runs in the first tab from its next step on.
        first.page.evaluate('0').catch(() => {});
        await paused;
        await takesOver(second, 40_000);
        await second.status('Ready');
        await debug.send('Debugger.resume');
        await debug.detach();
        await until('the first tab without a line', async () => !first.hasDevice);
        await first.status('Ready');
        await workbench.inbound('+442079460123', 'silence');
        await second.status('Incoming call');
        await first.status('Incoming call');
        await first.press('Decline');
        await second.status('Ready');
    });

    test('another app without a utility bar leaves the phone to the other tab', async () => {
        const [first, second] = await twoTabs();
        await first.takeOut();
        await takesOver(second);
        await second.status('Ready');
        await first.putBack();
        await first.status('Ready');
        assert.equal(first.hasDevice, false);
    });

    test('in a call the phone stays where it is while another app is looked at', async () => {
        const [first, second] = await twoTabs();
        await first.dial(NUMBERS.echo);
        await second.status('Connected');
        await first.takeOut();
        // Longer than the document keeps an idle phone.
        await new Promise((done) => setTimeout(done, 3000));
        assert.deepEqual([first.hasDevice, second.hasDevice], [true, false]);
        await second.status('Connected');
        await first.putBack();
        await first.status('Connected');
        await first.press('Hang up');
        await first.wrapUp();
    });

    test('a tab that follows is closed within a word: the word is in the tab with the phone', async () => {
        const [first, second] = await twoTabs();
        await first.dial(NUMBERS.echo);
        await second.status('Connected');
        await second.region.getByRole('textbox', { name: 'Notes' }).fill('Wants the gre');
        await second.page.reload();
        const notes = first.region.getByRole('textbox', { name: 'Notes' });
        await until('the word', async () => (await notes.inputValue()) === 'Wants the gre');
        await first.press('Hang up');
        await first.wrapUp();
    });

    test('a reload keeps the phone in one tab', async () => {
        const [first, second] = await twoTabs();
        await first.page.reload();
        await takesOver(second);
        await second.status('Ready');
        await first.open();
        await first.status('Ready');
        assert.equal(first.hasDevice, false);
    });
});

describe('one phone in two browsers', () => {
    // Tokens that are renewed within seconds: a browser that was overtaken learns it then.
    const world = suite({ env: { OFFHOOK_TOKEN_TTL: '10' } });

    test('the newest browser has it; the other one says so, and can take it back', async () => {
        const { workbench } = world;
        const first = await world.agent();
        const second = await world.agent();
        await first.says(/open in another browser/, 20_000);
        await until('no line of the first browser', async () => !first.hasDevice);
        await first.screenshot('phone-in-another-browser');
        await workbench.inbound('+442079460123', 'silence');
        await second.status('Incoming call');
        await second.press('Decline');
        await second.status('Ready');

        await first.press('Use it here');
        await first.status('Ready');
        await second.says(/open in another browser/, 20_000);
        assert.deepEqual([first.hasDevice, second.hasDevice], [true, false]);
    });
});
