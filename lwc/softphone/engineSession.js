/**
 * One component's hold on the engine: reads the org's settings, starts or joins the engine, and passes inputs
 * on. What the org says before the engine is there is kept for it.
 *
 * Shows nothing: the component is told.
 */
import { startEngine } from 'c/callEngine';
import { foldError } from 'c/ldsErrors';
import { engineSentence, orgSentence } from 'c/sentences';
import { readSettings } from 'c/settingsPort';
import { Retries } from './retries';

/** Failures to start that another try may mend. */
const PASSING_FAILURES = new Set(['coreMissing', 'sdkMissing']);

/**
 * @typedef {object} Listener
 * @property {(view: Offhook.View) => void} onView is called with every new view
 * @property {(settings: Offhook.Settings) => void} onSettings is called before the first view
 * @property {(error: { code: string }, command: any) => void} onRefusal is called where a command that went
 *     to the tab with the phone was not carried out there
 * @property {() => void} onLeaving is called when the page goes: the last moment for a command
 * @property {(failure: { text: string, retry: boolean } | undefined) => void} onFailure is called with why
 *     the phone could not start, and whether trying again may help; with nothing when it is tried anew
 */

/** One per softphone. */
export class EngineSession {
    /** @type {Offhook.Engine | undefined} */
    _engine;

    /** Inputs about the org that came before the engine was there. @type {object[]} */
    _news = [];

    /** Rises with every start and stop, so that an overtaken start notices. */
    _turn = 0;

    _retries = new Retries();

    /**
     * @param {any} component
     * @param {Offhook.Ports} ports
     * @param {Listener} listener
     */
    constructor(component, ports, listener) {
        this._component = component;
        this._ports = ports;
        this._listener = listener;
    }

    /** Starts the phone, or tries again to. */
    async start() {
        this._turn += 1;
        const turn = this._turn;
        this._listener.onFailure(undefined);
        let settings;
        try {
            settings = await readSettings();
        } catch (reason) {
            if (turn === this._turn) {
                const what = 'The phone cannot start because its settings could not be read';
                this._listener.onFailure({
                    text: orgSentence(what, foldError(reason)),
                    retry: true,
                });
                this._retries.failed('settings', () => turn === this._turn && this.start());
            }
            return;
        }
        if (turn === this._turn) {
            this._retries.succeeded('settings');
            this._listener.onSettings(settings);
            await this._join(turn, settings);
        }
    }

    /** The component is gone. The engine stays: it belongs to the document. */
    stop() {
        this._turn += 1;
        this._retries.clear();
        this._engine?.detach();
        this._engine = undefined;
    }

    /**
     * @param {object} command of the agent
     * @returns {{ code?: string, message?: string } | undefined} why it was not carried out; where another
     *     tab has the phone, that is told later, by `onRefusal`
     */
    attempt(command) {
        if (!this._engine) {
            return { code: 'phoneOffline' };
        }
        try {
            this._engine.dispatch({ from: 'agent', ...command });
        } catch (error) {
            return /** @type {any} */ (error);
        }
        this._listener.onView(this._engine.view());
        return undefined;
    }

    /** Has the phone here that another browser has. */
    takeOver() {
        this._engine?.dispatch({ from: 'tab', type: 'takeOver' });
    }

    /** @param {object} news an input about the org */
    tell(news) {
        if (this._engine) {
            this._engine.dispatch(news);
        } else {
            this._news.push(news);
        }
    }

    /**
     * @param {number} turn
     * @param {Offhook.Settings} settings
     */
    async _join(turn, settings) {
        const { _component: component, _ports: ports, _listener: listener } = this;
        try {
            const engine = await startEngine({
                component,
                settings,
                ports,
                onView: (view) => listener.onView(view),
                onRefusal: (code, command) => listener.onRefusal({ code }, command),
                onLeaving: () => listener.onLeaving(),
            });
            if (turn === this._turn) {
                this._engine = engine;
                this._news.splice(0).forEach((news) => engine.dispatch(news));
                listener.onView(engine.view());
            } else if (!component.isConnected) {
                engine.detach();
            }
        } catch (reason) {
            if (turn === this._turn) {
                const error = /** @type {{ code?: string }} */ (reason);
                listener.onFailure({
                    text: engineSentence(error),
                    retry: PASSING_FAILURES.has(error?.code ?? ''),
                });
            }
        }
    }
}
