/**
 * The directory port: which records carry a telephone number, in the order of the org's rules.
 *
 * Does not choose among them.
 */
import matchByPhone from '@salesforce/apex/PhoneMatchController.matchByPhone';
import { failedOutcome } from 'c/ldsErrors';

/**
 * @param {Offhook.DirectoryEffect} effect
 * @returns {Promise<Offhook.Outcome>} never rejects
 */
export async function directory(effect) {
    try {
        const { matches } = await matchByPhone({ phoneNumber: effect.number });
        return { type: 'matched', matches };
    } catch (reason) {
        return failedOutcome(reason);
    }
}
