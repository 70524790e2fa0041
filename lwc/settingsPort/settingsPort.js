/**
 * How this org wants its phone, read once at start.
 *
 * Fills no gaps: the core has a default for every policy. Only how numbers are read is not the core's; its
 * defaults are in `c/phoneNumbers`, and the region's where numbers are dialled.
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
