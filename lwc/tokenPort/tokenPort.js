/**
 * The token port: the carrier's access token, made by the org for the running user.
 *
 * Keeps no token and knows nothing of its lifetime: the loader reads that from the token itself.
 */
import getAccessToken from '@salesforce/apex/AccessTokenController.getAccessToken';
import { failedOutcome } from 'c/ldsErrors';

/**
 * @param {{ term?: number }} [effect] under which term this browser has the phone
 * @returns {Promise<Offhook.Outcome>} never rejects
 */
export async function token({ term = 0 } = {}) {
    try {
        const answer = await getAccessToken({ term });
        if (answer?.takenBy) {
            return { type: 'taken', term: answer.takenBy, busy: true };
        }
        if (!answer?.token) {
            return failedOutcome(new Error('The org answered without an access token.'));
        }
        return { type: 'token', token: answer.token };
    } catch (reason) {
        return failedOutcome(reason);
    }
}
