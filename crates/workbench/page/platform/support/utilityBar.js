/**
 * State of the utility bar: written by `lightning/platformUtilityBarApi` and by the user's clicks, shown by the
 * shell.
 *
 * Knows no DOM.
 */

/**
 * @typedef {object} Utility
 * @property {string} id
 * @property {string} name what the item is called in the app's configuration
 * @property {string} utilityLabel
 * @property {string} utilityIcon without its category, for example `call`
 * @property {string | undefined} utilityIconVariant `success`, `warning` or `error`
 * @property {boolean} utilityHighlighted
 * @property {boolean} utilityVisible whether the panel is open
 * @property {string} panelHeaderLabel
 * @property {string} panelHeaderIcon
 * @property {string | undefined} panelHeaderIconVariant
 * @property {number} panelHeight pixels
 * @property {number} panelWidth pixels
 * @property {boolean} isLoaded
 * @property {boolean} modal whether the rest of the page is covered while the panel is open
 * @property {boolean} popoutEnabled
 */

/** @type {Map<string, Utility>} */
const utilities = new Map();
/** @type {Set<(utilities: Utility[]) => void>} */
const observers = new Set();
/** @type {Map<string, Array<(event: { utilityId: string, panelVisible: boolean }) => void>>} */
const clickHandlers = new Map();

/** @param {{ name: string, icon: string, width: number, height: number }} item @returns {string} its id */
export function addUtility({ name, icon, width, height }) {
    const id = `utility:${utilities.size + 1}`;
    utilities.set(id, {
        id,
        name,
        utilityLabel: name,
        utilityIcon: icon,
        utilityIconVariant: undefined,
        utilityHighlighted: false,
        utilityVisible: false,
        panelHeaderLabel: name,
        panelHeaderIcon: icon,
        panelHeaderIconVariant: undefined,
        panelHeight: height,
        panelWidth: width,
        isLoaded: true,
        modal: false,
        popoutEnabled: true,
    });
    announce();
    return id;
}

/** @returns {Utility} a copy @throws {Error} when there is no such utility */
export function utility(id) {
    const found = utilities.get(id);
    if (!found) throw new Error(`There is no utility with id ${id}.`);
    return { ...found };
}

/** @returns {Utility[]} copies, in the order of the bar */
export function allUtilities() {
    return [...utilities.values()].map((each) => ({ ...each }));
}

/** @param {string} id @param {Partial<Utility>} changes undefined values leave a property as it is */
export function changeUtility(id, changes) {
    const before = utility(id);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    utilities.set(id, { ...before, ...Object.fromEntries(given) });
    announce();
}

/** Opens one panel; any other closes, as on the platform. @param {string} id */
export function openUtility(id) {
    utility(id);
    for (const each of utilities.values()) each.utilityVisible = each.id === id;
    announce();
}

/** @param {string} id */
export function minimizeUtility(id) {
    changeUtility(id, { utilityVisible: false });
}

/** The user pressed the item. @param {string} id */
export function clickUtility(id) {
    if (utility(id).utilityVisible) minimizeUtility(id);
    else openUtility(id);
    const event = { utilityId: id, panelVisible: utility(id).utilityVisible };
    for (const handler of clickHandlers.get(id) ?? []) handler({ ...event });
}

/** Handlers cannot be removed, as on the platform. */
export function addClickHandler(id, handler) {
    utility(id);
    clickHandlers.set(id, [...(clickHandlers.get(id) ?? []), handler]);
}

/** @param {(utilities: Utility[]) => void} observer called at once and after every change @returns {() => void} stops */
export function observeUtilities(observer) {
    observers.add(observer);
    observer(allUtilities());
    return () => observers.delete(observer);
}

function announce() {
    for (const observer of observers) observer(allUtilities());
}
