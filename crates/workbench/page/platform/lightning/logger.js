/** Stand-in for `lightning/logger`: Event Monitoring is the browser's console here. */

/** @param {string | object} message */
export function log(message) {
    console.debug('[lightning/logger]', message);
}
