/**
 * Who is signed in. Read once before anything that asks for it is loaded, since `@salesforce/user/Id` is a
 * constant that components import.
 */
import { requestBody } from './http.js';

/** @type {{ id: string, name: string } | undefined} */
let current;

/** @returns {Promise<void>} @throws {Error} with a sentence when the workbench cannot say */
export async function startSession() {
    current = await requestBody('GET', '/org/user');
}

/** @returns {{ id: string, name: string }} */
export function user() {
    if (!current)
        throw new Error(
            'The session is not started: call startSession() before loading components.',
        );
    return current;
}
