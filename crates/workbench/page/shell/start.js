/**
 * Who is signed in first, since components import it as a constant; then the shell, and in it the softphone as the
 * platform mounts an eager utility item.
 */
import { startSession } from '../platform/support/session.js';

/** @param {() => Promise<typeof import('lwc').LightningElement>} loadSoftphone called once the session is known */
export async function start(loadSoftphone) {
    const starting = document.getElementById('starting');
    try {
        await startSession();
        const [{ mount }, softphone] = await Promise.all([import('./mount.js'), loadSoftphone()]);
        mount(softphone);
        starting.remove();
    } catch (error) {
        console.error(error);
        starting.setAttribute('role', 'alert');
        starting.textContent = `The workbench page could not start: ${error.message} Reload it once the workbench runs.`;
    }
}
