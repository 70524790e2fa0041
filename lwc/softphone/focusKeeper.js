/**
 * Whether the phone may take the keyboard focus when its screen changes, and where it then goes: to the
 * control that matters now, but never away from somebody who types or works elsewhere.
 *
 * Does not know what is on the screen: the component says which pane it shows.
 */

/** Elements outside the phone that nobody types in. */
const CONTROLS = new Set(['A', 'BUTTON', 'SUMMARY']);

/**
 * @typedef {'notes' | 'dialPad' | 'phone' | 'nowhere' | 'control' | 'page'} Place where the focus is
 *     notes, dialPad: in that part of the phone; phone: elsewhere in it; nowhere: on nothing; control: on a
 *     link or button of the page; page: where somebody may be typing (inside another component it cannot
 *     be told)
 */

/** One per softphone. */
export class FocusKeeper {
    /** Where the focus was before what is about to be rendered. @type {Place | undefined} */
    _from;

    /** The focus was in the phone when it was last anywhere. */
    _wasInside = false;

    /** @param {any} component the softphone: its refs are the parts of the screen */
    constructor(component) {
        this._component = component;
    }

    /** The focus came into the phone. */
    entered() {
        this._wasInside = true;
    }

    /** @returns {Place} where it is now */
    place() {
        const inside = this._component.template.activeElement;
        if (inside) {
            const { refs } = this._component;
            if (inside === refs.notes) {
                return 'notes';
            }
            return inside === refs.idle ? 'dialPad' : 'phone';
        }
        const active = document.activeElement;
        if (active && active !== document.body && active !== document.documentElement) {
            this._wasInside = false;
            return CONTROLS.has(active.tagName) ? 'control' : 'page';
        }
        // A button that is disabled or removed leaves the focus on nothing.
        return this._wasInside ? 'phone' : 'nowhere';
    }

    /**
     * The screen is about to change.
     * @param {Place} from where the focus was before
     */
    willChange(from) {
        this._from ??= from;
    }

    /**
     * The screen has changed: moves the focus where that is due.
     * @param {string} pane the one that is shown, also the name of its ref
     */
    changed(pane) {
        const from = this._from;
        this._from = undefined;
        const { refs } = this._component;
        if (!from || from === 'page' || (from === 'notes' && refs.notes)) {
            return;
        }
        if (from === 'dialPad' && pane === 'incoming') {
            // The field is gone while somebody typed in it: the next key must not answer the call.
            refs.header.focus();
        } else if (pane === 'incoming' || (from !== 'nowhere' && from !== 'control')) {
            refs[pane]?.focus();
        }
    }
}
