/**
 * The record port: writes what the core planned. A record is made once, by Apex under the call's key (or by
 * Lightning Data Service where the org allows it); from then on every write is an `updateRecord`, so that
 * pages that show the record change with it.
 *
 * Decides nothing, retries nothing and keeps nothing: the core does.
 */
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import ensureCall from '@salesforce/apex/CallRecordController.ensureCall';
import updateCall from '@salesforce/apex/CallRecordController.updateCall';
import attachFlight from '@salesforce/apex/FlightRecordController.attach';
import { failedOutcome, isDuplicate } from 'c/ldsErrors';

/**
 * @param {{ call: string, fields: Record<string, unknown> }} effect
 * @returns {Promise<Offhook.Outcome>}
 */
async function ensure({ call, fields }) {
    const { recordId, objectApiName } = await ensureCall({ callKey: call, fields });
    return { type: 'recorded', record: { recordId, objectApiName } };
}

/**
 * @param {Offhook.RecordEffect} effect
 * @returns {Promise<Offhook.Outcome>}
 */
async function perform(effect) {
    switch (effect.type) {
        case 'ensureCall':
            return ensure(effect);
        case 'create':
            try {
                const made = await createRecord({ apiName: effect.object, fields: effect.fields });
                return {
                    type: 'recorded',
                    record: { recordId: made.id, objectApiName: effect.object },
                };
            } catch (reason) {
                // An earlier try reached the org although its answer never reached this page. Apex knows
                // the record by the call's key; Data Service cannot ask for it.
                if (isDuplicate(reason)) {
                    return ensure(effect);
                }
                throw reason;
            }
        case 'update':
            await updateRecord({ fields: { Id: effect.record.recordId, ...effect.fields } });
            return { type: 'done' };
        case 'updateByApex':
            await updateCall({ recordId: effect.record.recordId, fields: effect.fields });
            return { type: 'done' };
        case 'attachFlight': {
            const { call, flight, version, coreVersion } = effect;
            await attachFlight({ callKey: call, record: flight, version, coreVersion });
            return { type: 'done' };
        }
        default:
            throw new Error(`The record port does not know the effect ${JSON.stringify(effect)}.`);
    }
}

/**
 * @param {Offhook.RecordEffect} effect
 * @returns {Promise<Offhook.Outcome>} never rejects
 */
export async function record(effect) {
    try {
        return await perform(effect);
    } catch (reason) {
        return failedOutcome(reason);
    }
}
