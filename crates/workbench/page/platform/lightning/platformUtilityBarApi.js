/**
 * Stand-in for `lightning/platformUtilityBarApi`: every function takes the utility's id first and returns a
 * promise; an unknown id rejects.
 *
 * `EnclosingUtilityId` has a value only inside a utility panel, which provides it as context.
 *
 * Not here: pop-out windows. `enablePopout` keeps its setting and the shell has no pop-out button.
 */
import {
    addClickHandler,
    allUtilities,
    changeUtility,
    minimizeUtility,
    openUtility,
    utility,
} from '../support/utilityBar.js';

/** Wire adapter: the id of the utility that holds the component, `undefined` anywhere else. */
export class EnclosingUtilityId {
    static contextSchema = { utilityId: 'required' };

    constructor(emit) {
        this.emitToComponent = emit;
    }

    connect() {
        this.emitToComponent(this.utilityId);
    }

    update(_config, context) {
        this.utilityId = context?.utilityId;
        this.emitToComponent(this.utilityId);
    }

    disconnect() {
        this.utilityId = undefined;
    }
}

const VARIANTS = ['success', 'warning', 'error'];

function assertVariant(variant) {
    if (
        variant !== undefined &&
        variant !== null &&
        variant !== '' &&
        !VARIANTS.includes(variant)
    ) {
        throw new Error(`iconVariant is one of ${VARIANTS.join(', ')}; it was ${variant}`);
    }
}

const withoutCategory = (icon) => icon?.replace(/^utility:/, '');

/** @param {string} utilityId @param {{ autoFocus?: boolean }} [options] @returns {Promise<boolean>} */
export async function open(utilityId, options = {}) {
    openUtility(utilityId);
    if (options?.autoFocus) {
        window.dispatchEvent(new CustomEvent('workbench:focusutility', { detail: { utilityId } }));
    }
    return true;
}

/** @param {string} utilityId @returns {Promise<boolean>} */
export async function minimize(utilityId) {
    minimizeUtility(utilityId);
    return true;
}

/** @param {string} utilityId */
export async function getInfo(utilityId) {
    return publicInfo(utility(utilityId));
}

export async function getAllUtilityInfo() {
    return allUtilities().map(publicInfo);
}

function publicInfo({ name: _name, modal: _modal, popoutEnabled: _popoutEnabled, ...info }) {
    return { ...info, utilityPoppedOut: false };
}

/** @param {string} utilityId @param {{ label?: string, icon?: string, iconVariant?: string, highlighted?: boolean }} changes */
export async function updateUtility(utilityId, { label, icon, iconVariant, highlighted } = {}) {
    assertVariant(iconVariant);
    changeUtility(utilityId, {
        utilityLabel: label,
        utilityIcon: withoutCategory(icon),
        utilityIconVariant: iconVariant ?? undefined,
        utilityHighlighted: highlighted,
    });
    return true;
}

/**
 * @param {string} utilityId
 * @param {{ label?: string, icon?: string, iconVariant?: string, height?: number, width?: number }} changes
 */
export async function updatePanel(utilityId, { label, icon, iconVariant, height, width } = {}) {
    assertVariant(iconVariant);
    changeUtility(utilityId, {
        panelHeaderLabel: label,
        panelHeaderIcon: withoutCategory(icon),
        panelHeaderIconVariant: iconVariant ?? undefined,
        panelHeight: height,
        panelWidth: width,
    });
    return true;
}

/** @param {string} utilityId @param {(event: { utilityId: string, panelVisible: boolean }) => void} handler */
export async function onUtilityClick(utilityId, handler) {
    if (typeof handler !== 'function')
        throw new TypeError('onUtilityClick takes the utility id and a function');
    addClickHandler(utilityId, handler);
    return true;
}

/** @param {string} utilityId @param {boolean} enabled */
export async function enableModal(utilityId, enabled) {
    changeUtility(utilityId, { modal: Boolean(enabled) });
    return true;
}

/** @param {string} utilityId @param {boolean} enabled */
export async function enablePopout(utilityId, enabled) {
    changeUtility(utilityId, { popoutEnabled: Boolean(enabled) });
    return true;
}
