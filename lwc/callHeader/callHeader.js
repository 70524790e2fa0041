import { LightningElement, api } from 'lwc';
import { format } from 'c/phoneNumbers';
import { statusText } from 'c/sentences';

/**
 * Colour of the header in each status.
 * @type {Record<Offhook.Status, string>}
 */
const TONE = {
    offline: 'offline',
    ready: 'ready',
    calling: 'ringing',
    ringing: 'ringing',
    incomingCall: 'ringing',
    connected: 'talking',
    onHold: 'attention',
    consulting: 'talking',
    conference: 'talking',
    handingOver: 'attention',
    restoring: 'attention',
    reconnecting: 'attention',
    wrapUp: 'attention',
};

/** The status, in one element of that role and nothing else in it, and beside it the other party. */
export default class CallHeader extends LightningElement {
    /** @type {Offhook.Status} */
    @api status = 'offline';

    /** The call it is about, if any. @type {Offhook.CallView | undefined} */
    @api call;

    /** Region in whose manner numbers are written. @type {string | undefined} */
    @api region;

    get statusText() {
        return statusText(this.status);
    }

    get headerClass() {
        return `header header_${TONE[this.status] ?? 'offline'}`;
    }

    get isTimed() {
        return this.call && this.status !== 'wrapUp';
    }

    /** Who it is: the name where one is known. */
    get party() {
        return this.call?.name || format(this.call?.number, this.region);
    }

    /** The number, where it does not stand above it already. */
    get number() {
        return this.call?.name ? format(this.call.number, this.region) : undefined;
    }

    get company() {
        const related = this.call?.related?.recordId;
        return this.call?.matches.find(({ recordId }) => recordId === related)?.companyName;
    }

    /** Moves the focus here, where it does nothing: for when the field it was in is gone. */
    @api
    focus() {
        /** @type {any} */ (this.refs).header.focus();
    }
}
