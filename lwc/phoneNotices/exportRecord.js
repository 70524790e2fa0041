/**
 * A call whose record the org does not take, as a file: so that nothing is lost when it is given up.
 */

/**
 * @param {Offhook.UnsavedView} unsaved
 * @returns {string} JSON for people and for a data loader: the call's key, and the fields by API name
 */
export function asText({ call, number, startedAt, record, fields }) {
    const startedAtIso = new Date(startedAt).toISOString();
    const content = { call, number, startedAt: startedAtIso, record: record.record, fields };
    return JSON.stringify(content, null, 2);
}

/**
 * Has the browser save the file.
 * @param {Offhook.UnsavedView} unsaved
 */
export function exportRecord(unsaved) {
    const link = document.createElement('a');
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(asText(unsaved))}`;
    link.download = `call-${unsaved.call}.json`;
    link.click();
}
