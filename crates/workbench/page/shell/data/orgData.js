/**
 * What the shell itself reads from the org, outside Lightning Data Service: whole lists, in plain values.
 */
import { requestBody } from '../../platform/support/http.js';

/** @typedef {{ id: string, apiName: string, fields: Record<string, any> }} PlainRecord */

/**
 * @param {string} object API name
 * @param {AbortSignal} [signal]
 * @returns {Promise<PlainRecord[]>} newest first
 */
export async function records(object, signal) {
    return (await requestBody('GET', `/org/records/${encodeURIComponent(object)}`, { signal }))
        .records;
}

/** @returns {Promise<'voice' | 'open' | 'none'>} the licence profile in force */
export async function licence() {
    return (await requestBody('GET', '/org/profile')).licence;
}

/** @param {'voice' | 'open' | 'none'} profile */
export function setLicence(profile) {
    return requestBody('POST', '/org/profile', { body: { licence: profile } });
}

/** The object that holds calls: Voice Call, or Task where the org has no Voice Call. @param {string} profile */
export const callObject = (profile) => (profile === 'none' ? 'Task' : 'VoiceCall');

/**
 * @param {{ from: string, script: string }} call
 * @returns {Promise<{ sid: string }>}
 */
export function placeInboundCall(call) {
    return requestBody('POST', '/carrier/calls', { body: call });
}

/** @param {{ target: string, mode: string, ms?: number, status?: number, count?: number }} fault */
export function setFault(fault) {
    return requestBody('POST', '/faults', { body: fault });
}

export function clearFaults() {
    return requestBody('DELETE', '/faults');
}
