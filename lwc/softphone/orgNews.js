/**
 * What Lightning Data Service says about an object, reduced to what the core needs to plan a record.
 *
 * Does not ask: the component's wires do.
 */
import { foldError } from 'c/ldsErrors';

/**
 * @param {any} info the answer of `getObjectInfo`
 * @returns {object} an input of the core
 */
export function objectInfoInput(info) {
    const fields = Object.entries(info.fields).map(([name, { createable, updateable }]) => [
        name,
        { createable, updateable },
    ]);
    return {
        from: 'org',
        type: 'objectInfo',
        info: {
            apiName: info.apiName,
            createable: info.createable,
            updateable: info.updateable,
            fields: Object.fromEntries(fields),
        },
    };
}

/**
 * @param {string} object API name
 * @returns {object} an input of the core
 */
export function objectMissingInput(object) {
    return { from: 'org', type: 'objectMissing', object };
}

/**
 * @param {any} error what the wire emitted
 * @returns {boolean} whether the object is not in this org, or not for this user; every other failure says
 *     nothing about it
 */
export function isMissing(error) {
    return foldError(error).kind === 'notFound';
}
