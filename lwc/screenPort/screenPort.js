/**
 * The screen port: the panel in the utility bar, and the record page of the one who calls.
 *
 * Outside a utility bar there is no utility to open or to label; then only navigation works. Whatever the
 * platform refuses here is no reason to disturb a call, so it is left at that.
 */
import { open, updateUtility } from 'lightning/platformUtilityBarApi';
import { statusText } from 'c/sentences';

/** Label of the utility as the app's utility bar declares it. */
const LABEL = 'Phone';

/** The zip tone of call centres: short, and unlike any ringing. */
const TONE_HERTZ = 480;
const TONE_SECONDS = 0.3;

/**
 * How the utility item looks in each status. Each names its variant: one that is left out keeps the last.
 * @type {Record<Offhook.Status, { icon: string, iconVariant: string, highlighted?: boolean }>}
 */
const LOOKS = {
    offline: { icon: 'offline', iconVariant: 'error' },
    ready: { icon: 'call', iconVariant: 'success' },
    calling: { icon: 'outbound_call', iconVariant: 'success' },
    ringing: { icon: 'outbound_call', iconVariant: 'success' },
    incomingCall: { icon: 'incoming_call', iconVariant: 'success', highlighted: true },
    connected: { icon: 'call', iconVariant: 'success' },
    onHold: { icon: 'pause', iconVariant: 'warning' },
    consulting: { icon: 'call', iconVariant: 'success' },
    conference: { icon: 'call', iconVariant: 'success' },
    handingOver: { icon: 'call', iconVariant: 'warning' },
    restoring: { icon: 'warning', iconVariant: 'warning', highlighted: true },
    reconnecting: { icon: 'warning', iconVariant: 'warning', highlighted: true },
    wrapUp: { icon: 'note', iconVariant: 'warning' },
};

/**
 * @param {Offhook.Status} status
 * @returns {{ label: string, icon: string, iconVariant: string, highlighted: boolean }} what the utility
 *     item shows
 */
export function utilityOf(status) {
    const label = status === 'ready' ? LABEL : `${LABEL} · ${statusText(status)}`;
    return { label, highlighted: false, ...LOOKS[status] };
}

/** A short tone that says: you are being connected. Silent where the browser allows no sound yet. */
function soundTone() {
    try {
        const context = new AudioContext();
        const tone = context.createOscillator();
        tone.frequency.value = TONE_HERTZ;
        tone.connect(context.destination);
        tone.onended = () => context.close();
        tone.start();
        tone.stop(context.currentTime + TONE_SECONDS);
    } catch {
        // The call is answered all the same.
    }
}

/** One per softphone. */
export class ScreenPort {
    /** Set once the utility bar tells it. @type {string | undefined} */
    utilityId;

    /** @type {Offhook.Status | undefined} */
    _shown;

    /**
     * @param {(pageReference: object) => void} navigate only a component can navigate
     */
    constructor(navigate) {
        this._navigate = navigate;
    }

    /**
     * @param {Offhook.ScreenEffect} effect
     * @returns {Promise<Offhook.Outcome>} never rejects
     */
    async perform(effect) {
        if (effect.type === 'attention') {
            await this.openPanel();
        } else if (effect.type === 'pop') {
            const { recordId, objectApiName } = effect.record;
            this._navigate({
                type: 'standard__recordPage',
                attributes: { recordId, objectApiName, actionName: 'view' },
            });
        } else if (effect.type === 'tone') {
            soundTone();
        }
        return { type: 'done' };
    }

    /**
     * Shows the panel without taking the focus away from what the agent is doing.
     * @returns {Promise<void>}
     */
    async openPanel() {
        if (this.utilityId) {
            await open(this.utilityId, { autoFocus: false }).catch(() => {});
        }
    }

    /**
     * Has the utility item show the status; cheap when nothing changed.
     * @param {Offhook.Status} status
     */
    showStatus(status) {
        if (this.utilityId && status !== this._shown) {
            this._shown = status;
            updateUtility(this.utilityId, utilityOf(status)).catch(() => {});
        }
    }
}
