import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import ensureCall from '@salesforce/apex/CallRecordController.ensureCall';
import attachFlight from '@salesforce/apex/FlightRecordController.attach';
import { record } from 'c/recordPort';

const ID = '0LQ000000000001AAA';
const FIELDS = { CallType: 'Outbound', Call_State__c: 'Calling' };

const ensure = { id: 1, to: 'record', type: 'ensureCall', call: 'key', fields: FIELDS };
const create = {
    id: 2,
    to: 'record',
    type: 'create',
    call: 'key',
    object: 'VoiceCall',
    fields: FIELDS,
};
const update = {
    id: 3,
    to: 'record',
    type: 'update',
    call: 'key',
    record: { recordId: ID, objectApiName: 'VoiceCall' },
    fields: { Call_State__c: 'Connected' },
};
const duplicate = {
    status: 400,
    body: {
        output: { errors: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found' }] },
    },
};

describe('c/recordPort', () => {
    it('makes the record by its key through Apex, whatever object that turns out to be', async () => {
        ensureCall.mockResolvedValue({ recordId: ID, objectApiName: 'Task', created: true });
        expect(await record(ensure)).toEqual({
            type: 'recorded',
            record: { recordId: ID, objectApiName: 'Task' },
        });
        expect(ensureCall).toHaveBeenCalledWith({ callKey: 'key', fields: FIELDS });
    });

    it('creates it through Data Service where the core planned that', async () => {
        createRecord.mockResolvedValue({ id: ID });
        expect(await record(create)).toEqual({
            type: 'recorded',
            record: { recordId: ID, objectApiName: 'VoiceCall' },
        });
        expect(createRecord).toHaveBeenCalledWith({ apiName: 'VoiceCall', fields: FIELDS });
        expect(ensureCall).not.toHaveBeenCalled();
    });

    it('finds the record that an earlier try created, when its key is taken', async () => {
        createRecord.mockRejectedValue(duplicate);
        ensureCall.mockResolvedValue({ recordId: ID, objectApiName: 'VoiceCall', created: false });
        expect(await record(create)).toEqual({
            type: 'recorded',
            record: { recordId: ID, objectApiName: 'VoiceCall' },
        });
    });

    it('asks Apex for nothing when the org refuses to create it for another reason', async () => {
        createRecord.mockRejectedValue({
            status: 403,
            body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'No.' }],
        });
        expect((await record(create)).error.kind).toBe('forbidden');
        expect(ensureCall).not.toHaveBeenCalled();
    });

    it('updates through Data Service only', async () => {
        updateRecord.mockResolvedValue({ id: ID });
        expect(await record(update)).toEqual({ type: 'done' });
        expect(updateRecord).toHaveBeenCalledWith({
            fields: { Id: ID, Call_State__c: 'Connected' },
        });
        expect(ensureCall).not.toHaveBeenCalled();
    });

    it('answers what the org says against it, and never rejects', async () => {
        updateRecord.mockRejectedValue({
            status: 403,
            body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'No.' }],
        });
        expect(await record(update)).toEqual({
            type: 'failed',
            error: { kind: 'forbidden', message: 'No.', fields: [] },
        });
    });

    it('stores a flight record under the key of its call', async () => {
        attachFlight.mockResolvedValue({ recordId: 'a00000000000001AAA' });
        const effect = {
            id: 5,
            to: 'record',
            type: 'attachFlight',
            call: 'key',
            flight: '{"flight":1}',
            version: 1,
            coreVersion: '0.1.0',
        };
        expect(await record(effect)).toEqual({ type: 'done' });
        expect(attachFlight).toHaveBeenCalledWith({
            callKey: 'key',
            record: '{"flight":1}',
            version: 1,
            coreVersion: '0.1.0',
        });
        attachFlight.mockRejectedValue({ status: 500, body: { message: 'No such object.' } });
        expect((await record(effect)).type).toBe('failed');
    });

    it('answers an effect it does not know with a failure that names it', async () => {
        const outcome = await record({ id: 4, to: 'record', type: 'merge' });
        expect(outcome.type).toBe('failed');
        expect(outcome.error.message).toContain('"merge"');
    });
});
