/**
 * Stand-in for `lightning/uiObjectInfoApi`: what an object and its fields allow.
 *
 * As on the platform: a configuration with an `undefined` property does not fetch; answers are cached for
 * the life of the page; failures are emitted as `{ error: { status, statusText, ok, headers, body } }`.
 */
import { deepFreeze, uiApi } from '../support/fetchResponse.js';
import { DataWireAdapter, failed, provisioned } from '../support/wire.js';

/** @type {Map<string, Promise<object>>} answers by path; failures are not kept */
const cache = new Map();

function load(path) {
    if (!cache.has(path)) {
        const answer = uiApi('GET', path).then(deepFreeze);
        cache.set(path, answer);
        answer.catch(() => cache.delete(path));
    }
    return cache.get(path);
}

class CachedAdapter extends DataWireAdapter {
    run(config, emit) {
        const path = this.path(config);
        if (path !== undefined) {
            load(path).then(
                (data) => emit(provisioned(data)),
                (error) => emit(failed(error)),
            );
        }
        return undefined;
    }
}

const objectName = (object) =>
    typeof object === 'object' && object !== null ? object.objectApiName : object;

/** Wire adapter: `{ objectApiName }`. */
export class getObjectInfo extends CachedAdapter {
    path({ objectApiName }) {
        const name = objectName(objectApiName);
        return name ? `/object-info/${encodeURIComponent(name)}` : undefined;
    }
}

/** Wire adapter: `{ recordTypeId, fieldApiName }`. */
export class getPicklistValues extends CachedAdapter {
    path({ recordTypeId, fieldApiName }) {
        if (!recordTypeId || !fieldApiName) return undefined;
        const qualified =
            typeof fieldApiName === 'string'
                ? fieldApiName
                : `${fieldApiName.objectApiName}.${fieldApiName.fieldApiName}`;
        const [object, field] = qualified.split('.');
        if (!field) return undefined;
        return `/object-info/${encodeURIComponent(object)}/picklist-values/${encodeURIComponent(recordTypeId)}/${encodeURIComponent(field)}`;
    }
}
