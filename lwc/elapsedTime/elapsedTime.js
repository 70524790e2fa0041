import { LightningElement, api } from 'lwc';

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;

/** The clock the core's instants come from: it does not jump when the machine's clock is set. */
const now = () => performance.timeOrigin + performance.now();

/**
 * @param {number} seconds
 * @returns {string} `0:07`, `12:34`, `1:02:03`
 */
function clockFace(seconds) {
    const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
    const minutes = Math.floor((seconds % HOUR) / MINUTE);
    const rest = two(seconds % MINUTE);
    return seconds >= HOUR
        ? `${Math.floor(seconds / HOUR)}:${two(minutes)}:${rest}`
        : `${minutes}:${rest}`;
}

/**
 * Seconds since an instant, or until one. Ticks by itself, so that nothing else in the phone has to wake up
 * while two people talk.
 */
export default class ElapsedTime extends LightningElement {
    /** @type {number | null | undefined} */
    _since;

    /** @type {number | null | undefined} */
    _until;

    text = '';

    /** @type {number | undefined} */
    _timer;

    /** Counts up from here. Milliseconds since the epoch. @type {number | null | undefined} */
    @api
    get since() {
        return this._since;
    }
    set since(instant) {
        this._since = instant;
        this.restart();
    }

    /** Counts down to here; wins over `since`. Milliseconds since the epoch. @type {number | null | undefined} */
    @api
    get until() {
        return this._until;
    }
    set until(instant) {
        this._until = instant;
        this.restart();
    }

    connectedCallback() {
        this.tick();
    }

    disconnectedCallback() {
        clearTimeout(this._timer);
    }

    /** A new instant shows at once, not with the next tick. */
    restart() {
        if (this.isConnected) {
            this.tick();
        }
    }

    /** Shows the time and wakes up when it next changes. */
    tick() {
        clearTimeout(this._timer);
        const counted = this._until ? this._until - now() : now() - (this._since ?? now());
        const length = Math.max(0, counted);
        // Down to the last second a countdown rounds up: it says 0:00 when the time is over, not before.
        const seconds = this._until ? Math.ceil(length / SECOND) : Math.floor(length / SECOND);
        this.text = clockFace(seconds);
        const toNext = this._until ? length % SECOND || SECOND : SECOND - (length % SECOND);
        if (!(this._until && length === 0)) {
            // eslint-disable-next-line @lwc/lwc/no-async-operation
            this._timer = setTimeout(() => this.tick(), toNext + 1);
        }
    }
}
