/**
 * Stand-in for the part of `lightning/platformWorkspaceApi` that a console with a single workspace tab can honour.
 * The rest is not exported, so that importing it fails the build.
 */
import { currentPage, goTo } from '../support/navigation.js';
import { constantAdapter } from '../support/wire.js';

const TAB_ID = 'workspace:0';

/** Wire adapter: the workbench is a console app. */
export const IsConsoleNavigation = constantAdapter(true);

/** @returns {Promise<object>} the tab in front */
export async function getFocusedTabInfo() {
    const { recordId } = currentPage().attributes ?? {};
    return {
        tabId: TAB_ID,
        focused: true,
        isSubtab: false,
        pinned: false,
        pageReference: currentPage(),
        recordId,
    };
}

/**
 * @param {{ recordId?: string, pageReference?: object, url?: string }} target
 * @returns {Promise<string>} the tab's id
 */
export async function openTab({ recordId, pageReference, url } = {}) {
    const reference =
        pageReference ??
        (recordId
            ? { type: 'standard__recordPage', attributes: { recordId, actionName: 'view' } }
            : { type: 'standard__webPage', attributes: { url } });
    if (!goTo(reference, false))
        throw new Error(`The workbench has no page for ${JSON.stringify(reference)}.`);
    return TAB_ID;
}
