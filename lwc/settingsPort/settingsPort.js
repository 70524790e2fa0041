/**
 * How this org wants its phone, read once at start.
 *
 * Fills no gaps: the core has a default for every policy. Only the region, which the core does not need, has
 * its default in `c/phoneNumbers`.
 */
import getSettings from '@salesforce/apex/SoftphoneSettingsController.getSettings';

/**
 * @returns {Promise<Offhook.Settings>}
 * @throws what Apex rejects with; `c/ldsErrors` folds it
 */
export async function readSettings() {
    // A copy: what Apex hands out may be read-only, and the loader takes the object apart.
    return { ...(await getSettings()) };
}
