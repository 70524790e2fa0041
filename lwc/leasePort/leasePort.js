/**
 * The lease port: asks the org whether this browser may have the user's phone. One browser has it at a time.
 *
 * Decides nothing and retries nothing: the engine does.
 */
import takeLease from '@salesforce/apex/PhoneLeaseController.takeLease';

/**
 * @param {Offhook.LeaseEffect} effect
 * @returns {Promise<Offhook.LeaseAnswer>} never rejects
 */
export async function lease({ term, browser, insist }) {
    try {
        const answer = await takeLease({ term, browser, insist });
        return answer?.granted
            ? { type: 'granted' }
            : { type: 'taken', term: answer.term, busy: Boolean(answer.busy) };
    } catch {
        // The phone works without it; the engine asks again.
        return { type: 'failed' };
    }
}
