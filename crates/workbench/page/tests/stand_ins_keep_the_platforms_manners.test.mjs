import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserPage } from './support.mjs';

const ID = '003000000000001AAA';
const record = (fields) => ({
    apiName: 'Contact',
    id: ID,
    fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, { value, displayValue: null }]),
    ),
});

/** Helpers inside the page: mounts a wire adapter as the engine does, and collects what it emits. */
async function withPage(t, answer) {
    const opened = await browserPage(t, answer);
    await opened.page.evaluate(() => {
        window.mount = (Adapter, config) => {
            const emitted = [];
            const adapter = new Adapter((value) => emitted.push(value));
            adapter.connect();
            adapter.update(config);
            return { adapter, emitted };
        };
        const underWay = new Set();
        const nativeFetch = window.fetch;
        window.fetch = (...args) => {
            const answer = nativeFetch(...args);
            underWay.add(answer);
            return answer.finally(() => underWay.delete(answer));
        };
        const tasks = () => new Promise((resolve) => setTimeout(resolve, 20));
        // Until nothing is asked for any more, and what came back has been passed on.
        window.settle = async () => {
            do await tasks();
            while (underWay.size);
            await tasks();
        };
    });
    return opened;
}

test('getRecord reads once, then serves the cache and re-emits after an update', async (t) => {
    const { page, requests } = await withPage(t, ({ method, body }) => ({
        body:
            method === 'PATCH'
                ? record({ Title: body.fields.Title })
                : record({ Title: 'Clerk', Name: 'Ada' }),
    }));
    const titles = await page.evaluate(async (recordId) => {
        const { getRecord, updateRecord, getFieldValue } =
            await import('/platform/lightning/uiRecordApi.js');
        const fields = ['Contact.Title', { objectApiName: 'Contact', fieldApiName: 'Name' }];
        const first = mount(getRecord, { recordId, fields });
        await settle();
        const second = mount(getRecord, { recordId, fields: ['Contact.Title'] });
        await updateRecord({ fields: { Id: recordId, Title: 'Head' } });
        await settle();
        const read = ({ emitted }) =>
            emitted.map(({ data }) => getFieldValue(data, 'Contact.Title') ?? null);
        return [read(first), read(second)];
    }, ID);
    assert.deepEqual(titles, [
        [null, 'Clerk', 'Head'],
        [null, 'Clerk', 'Head'],
    ]);
    assert.deepEqual(
        requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`),
        [
            `GET /services/data/v66.0/ui-api/records/${ID}?fields=Contact.Name,Contact.Title`,
            `PATCH /services/data/v66.0/ui-api/records/${ID}`,
        ],
    );
    assert.deepEqual(requests[1].body, { fields: { Id: ID, Title: 'Head' } });
});

test('records handed out are read-only', async (t) => {
    const { page } = await withPage(t, () => ({ body: record({ Name: 'Ada' }) }));
    const frozen = await page.evaluate(async (recordId) => {
        const { getRecord, createRecord } = await import('/platform/lightning/uiRecordApi.js');
        const created = await createRecord({ apiName: 'Contact', fields: { LastName: 'Ada' } });
        const { emitted } = mount(getRecord, { recordId, fields: ['Contact.Name'] });
        return [created, emitted.at(-1).data].map((each) => Object.isFrozen(each.fields.Name));
    }, ID);
    assert.deepEqual(frozen, [true, true]);
});

test('a refused update rejects as Data Service does, and one without Id never leaves the page', async (t) => {
    const body = {
        message: 'An error occurred.',
        enhancedErrorType: 'RecordError',
        output: { errors: [], fieldErrors: {} },
    };
    const { page, requests } = await withPage(t, () => ({ status: 400, body }));
    const [refused, invalid] = await page.evaluate(async (Id) => {
        const { updateRecord } = await import('/platform/lightning/uiRecordApi.js');
        return [
            await updateRecord({ fields: { Id, Title: 'x' } }).catch((error) => error),
            await updateRecord({ fields: { Title: 'x' } }).catch((error) => error.message),
        ];
    }, ID);
    assert.equal(refused.status, 400);
    assert.equal(refused.statusText, 'Bad Request');
    assert.equal(refused.ok, false);
    assert.deepEqual(refused.body, body);
    assert.match(invalid, /^Invalid recordInput/);
    assert.equal(requests.length, 1);
});

test('a deleted record is read again by those who show it', async (t) => {
    let deleted = false;
    const { page } = await withPage(t, ({ method }) => {
        if (method === 'DELETE') deleted = true;
        if (method === 'DELETE') return { status: 204 };
        return deleted
            ? { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] }
            : { body: record({ Name: 'Ada' }) };
    });
    const status = await page.evaluate(async (recordId) => {
        const { getRecord, deleteRecord } = await import('/platform/lightning/uiRecordApi.js');
        const { emitted } = mount(getRecord, { recordId, fields: ['Contact.Name'] });
        await settle();
        await deleteRecord(recordId);
        await settle();
        return emitted.at(-1).error.status;
    }, ID);
    assert.equal(status, 404);
});

test('an answer that comes after the wire was given another record is not shown', async (t) => {
    const other = '003000000000002AAA';
    const { page } = await withPage(t, ({ url }) => ({
        body: { ...record({ Name: 'x' }), id: url.includes(other) ? other : ID },
    }));
    const ids = await page.evaluate(
        async ([first, second]) => {
            const { getRecord } = await import('/platform/lightning/uiRecordApi.js');
            const { adapter, emitted } = mount(getRecord, {
                recordId: first,
                fields: ['Contact.Name'],
            });
            adapter.update({ recordId: second, fields: ['Contact.Name'] });
            await settle();
            return emitted.map(({ data }) => data?.id ?? null);
        },
        [ID, other],
    );
    assert.deepEqual(ids, [null, other]);
});

test('object information waits for its configuration, is read once, and a failure is emitted and not kept', async (t) => {
    let failing = true;
    const { page, requests } = await withPage(t, () =>
        failing
            ? { status: 404, body: [{ errorCode: 'INVALID_TYPE', message: 'no such object' }] }
            : { body: { apiName: 'VoiceCall' } },
    );
    const load = (config) =>
        page.evaluate(async (given) => {
            const { getObjectInfo } = await import('/platform/lightning/uiObjectInfoApi.js');
            const { emitted } = mount(getObjectInfo, given);
            await settle();
            return emitted;
        }, config);
    assert.equal((await load({})).length, 1);
    assert.equal(requests.length, 0);
    const failure = (await load({ objectApiName: 'VoiceCall' })).at(-1).error;
    assert.equal(failure.status, 404);
    assert.equal(failure.body[0].message, 'no such object');
    failing = false;
    assert.equal((await load({ objectApiName: 'VoiceCall' })).at(-1).data.apiName, 'VoiceCall');
    await load({ objectApiName: { objectApiName: 'VoiceCall' } });
    assert.equal(requests.length, 2);
});

test('Apex is called by POST, rejects with status and body, and says when it could not be reached', async (t) => {
    const answers = {
        ok: { body: { token: 't' } },
        refused: { status: 500, body: { message: 'No.', isUserDefinedException: true } },
    };
    const { page, requests } = await withPage(
        t,
        ({ url }) => answers[url.split('/').at(-1)] ?? 'silence',
    );
    const results = await page.evaluate(async () => {
        const { apexMethod } = await import('/platform/support/apex.js');
        const call = (method, params) =>
            apexMethod('Phone', method)(params).catch((error) => error);
        return [await call('ok', { a: 1 }), await call('refused'), await call('silent')];
    });
    assert.deepEqual(results[0], { token: 't' });
    assert.deepEqual(results[1], { status: 500, body: answers.refused.body, headers: {} });
    assert.equal(results[2].body.message, 'Disconnected or Canceled');
    assert.equal(`${requests[0].method} ${requests[0].url}`, 'POST /apex/Phone/ok');
    assert.deepEqual(requests[0].body, { a: 1 });
    assert.deepEqual(requests[1].body, {});
});

test('messages reach subscribers as copies until they leave, and only over real channels', async (t) => {
    const { page } = await withPage(t, () => ({}));
    const result = await page.evaluate(async () => {
        const service = await import('/platform/lightning/messageService.js');
        const { createMessageChannel } = await import('/platform/support/messageChannels.js');
        const channel = createMessageChannel('Offhook_Command__c');
        const refusal = (action) => {
            try {
                return action() ?? 'accepted';
            } catch (error) {
                return error.message;
            }
        };
        const context = service.createMessageContext();
        const sent = { type: 'dial' };
        const got = [];
        const subscription = service.subscribe(context, channel, (message) =>
            got.push(message === sent, message.type),
        );
        service.publish(context, channel, sent);
        service.unsubscribe(subscription);
        service.publish(context, channel, sent);
        service.subscribe(context, channel, () => got.push('late'));
        service.releaseMessageContext(context);
        service.publish(service.createMessageContext(), channel, sent);
        return [
            got,
            refusal(() => service.publish(context, channel, sent)),
            refusal(() =>
                service.publish(service.createMessageContext(), 'Offhook_Command__c', sent),
            ),
            refusal(() =>
                service.subscribe(service.createMessageContext(), channel, () => {}, {
                    scope: 'all',
                }),
            ),
        ];
    });
    assert.deepEqual(result[0], [false, 'dial']);
    assert.match(
        result[1],
        /must be rendered before you can publish to channel: Offhook_Command__c/,
    );
    assert.match(result[2], /unknown message channel/);
    assert.match(result[3], /invalid scope: all/);
});

test('the utility bar opens one panel at a time and refuses unknown utilities', async (t) => {
    const { page } = await withPage(t, () => ({}));
    const result = await page.evaluate(async () => {
        const bar = await import('/platform/support/utilityBar.js');
        const api = await import('/platform/lightning/platformUtilityBarApi.js');
        const [phone, notes] = ['Phone', 'Notes'].map((name) =>
            bar.addUtility({ name, icon: 'call', width: 340, height: 480 }),
        );
        const clicks = [];
        await api.onUtilityClick(phone, (event) => clicks.push(event.panelVisible));
        bar.clickUtility(phone);
        await api.open(notes);
        await api.updateUtility(phone, {
            label: 'Ringing',
            icon: 'utility:incoming_call',
            highlighted: true,
        });
        const visible = (await api.getAllUtilityInfo()).map((info) => info.utilityVisible);
        const info = await api.getInfo(phone);
        const refusals = await Promise.all(
            [api.open('utility:9'), api.updateUtility(phone, { iconVariant: 'pink' })].map((each) =>
                each.catch((e) => e.message),
            ),
        );
        return {
            clicks,
            visible,
            label: info.utilityLabel,
            icon: info.utilityIcon,
            lit: info.utilityHighlighted,
            refusals,
        };
    });
    assert.deepEqual(result.clicks, [true]);
    assert.deepEqual(result.visible, [false, true]);
    assert.deepEqual([result.label, result.icon, result.lit], ['Ringing', 'incoming_call', true]);
    assert.match(result.refusals[0], /There is no utility with id utility:9/);
    assert.match(result.refusals[1], /iconVariant is one of success, warning, error/);
});
