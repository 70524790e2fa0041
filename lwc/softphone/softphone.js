/**
 * The phone: joins the engine, the org's wires and the ports, shows the engine's view through its children
 * and hands their events on as commands. The one component here that knows the platform.
 *
 * Decides nothing about calls: the engine does, and every screen is a function of its view.
 */
import { LightningElement, wire } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import {
    APPLICATION_SCOPE,
    MessageContext,
    subscribe,
    unsubscribe,
} from 'lightning/messageService';
import { NavigationMixin } from 'lightning/navigation';
import { EnclosingUtilityId } from 'lightning/platformUtilityBarApi';
import COMMANDS from '@salesforce/messageChannel/Offhook_Command__c';
import { directory } from 'c/directoryPort';
import { lease } from 'c/leasePort';
import { foldError } from 'c/ldsErrors';
import { record } from 'c/recordPort';
import { ScreenPort } from 'c/screenPort';
import { orgSentence, refusalSentence } from 'c/sentences';
import { token } from 'c/tokenPort';
import { Dialling, numberRules, reading } from './dialling';
import { EngineSession } from './engineSession';
import { FocusKeeper } from './focusKeeper';
import { isMissing, objectInfoInput, objectMissingInput } from './orgNews';
import { Retries } from './retries';

export default class Softphone extends NavigationMixin(LightningElement) {
    /** What the engine shows. @type {Offhook.View | undefined} */
    view;

    /** Why the phone could not start. @type {{ text: string, retry: boolean } | undefined} */
    failure;

    /** Why the last command was not carried out. @type {string | undefined} */
    refusal;

    /** What stands in the number field; kept while a call hides it. */
    numberText = '';

    /** @type {string | undefined} */
    numberProblem;

    /** @type {{ value: string, label: string }[]} */
    dispositions = [];

    /** @type {string | undefined} */
    dispositionsProblem;

    /** @type {string | undefined} */
    dispositionProblem;

    /** How numbers are read. @type {Offhook.NumberRules} */
    rules = {};

    // Configuration of the wires; undefined makes a wire wait.
    /** @type {string | undefined} */
    voiceCallName = 'VoiceCall';
    /** @type {string | undefined} */
    taskName = 'Task';
    /** @type {string | undefined} */
    recordTypeId;
    /** @type {string | undefined} */
    dispositionField;

    /** The screen on which the mouse was last clicked. @type {string | undefined} */
    _clickedPane;

    /** Clicks are listened to. */
    _listens = false;

    _focus = new FocusKeeper(this);

    _retries = new Retries();

    _screen = new ScreenPort((pageReference) => this[NavigationMixin.Navigate](pageReference));

    _session = new EngineSession(
        this,
        { token, record, directory, lease, screen: (effect) => this._screen.perform(effect) },
        {
            onView: (view) => this.receiveView(view),
            onSettings: (settings) => {
                this.rules = numberRules(settings);
            },
            onRefusal: (error) => {
                this.refusal = refusalSentence(error);
            },
            // The page may go within a word.
            onLeaving: () => this.refs.notes?.flush(),
            onFailure: (failure) => {
                this.failure = failure;
            },
        },
    );

    _dialling = new Dialling((command) => this._session.attempt(command));

    /** @type {object | undefined} */
    _subscription;

    /** @type {object | undefined} */
    @wire(MessageContext)
    messageContext;

    /** @param {string | undefined} utilityId */
    @wire(EnclosingUtilityId)
    receiveUtility(utilityId) {
        this._screen.utilityId = utilityId;
        this._screen.showStatus(this.status);
    }

    /** @param {{ data?: any, error?: any }} answer */
    @wire(getObjectInfo, { objectApiName: '$voiceCallName' })
    receiveVoiceCall({ data, error }) {
        this.receiveObject('voiceCallName', data, error);
    }

    /** @param {{ data?: any, error?: any }} answer */
    @wire(getObjectInfo, { objectApiName: '$taskName' })
    receiveTask({ data, error }) {
        this.receiveObject('taskName', data, error);
    }

    /** @param {{ data?: any, error?: any }} answer */
    @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: '$dispositionField' })
    receiveDispositions({ data, error }) {
        if (data) {
            this.dispositions = data.values.map((/** @type {any} */ { value, label }) => ({
                value,
                label,
            }));
            this.dispositionsProblem = undefined;
        } else if (error) {
            this.dispositionsProblem = orgSentence(
                'The dispositions could not be read',
                foldError(error),
            );
        }
    }

    connectedCallback() {
        this._subscription = subscribe(
            this.messageContext,
            COMMANDS,
            (message) => this.receiveCommand(message),
            {
                scope: APPLICATION_SCOPE,
            },
        );
        this._session.start();
    }

    renderedCallback() {
        if (!this._listens) {
            this._listens = true;
            // In the capture phase, before any button hears of it; templates cannot say so.
            this.refs.region.addEventListener(
                'click',
                (/** @type {any} */ event) => this.handleClick(event),
                true,
            );
        }
        this._dialling.clickIsOver();
        this._focus.changed(this.pane);
    }

    disconnectedCallback() {
        unsubscribe(this._subscription);
        this._retries.clear();
        this._session.stop();
    }

    // What is shown

    get status() {
        return this.view?.status ?? 'offline';
    }

    /** The most pressing call. @returns {Offhook.CallView | undefined} */
    get call() {
        return this.view?.calls.find(({ call }) => call === this.view?.current);
    }

    /** Which pane of the phone is shown; also the name of its ref. */
    get pane() {
        const { call } = this;
        if (!call) {
            return 'idle';
        }
        if (call.can.answer || call.can.decline) {
            return 'incoming';
        }
        if (call.end) {
            return call.can.finish ? 'wrapUp' : 'ending';
        }
        return 'active';
    }

    get isIdle() {
        return this.pane === 'idle';
    }

    get isIncoming() {
        return this.pane === 'incoming';
    }

    get isActive() {
        return this.pane === 'active';
    }

    get isWrapUp() {
        return this.pane === 'wrapUp';
    }

    get hasMatches() {
        return this.call !== undefined && this.call.matches.length > 1;
    }

    get hasNotes() {
        // While a call that had begun is ending, the field stays under the agent's fingers.
        return (
            this.isActive ||
            this.isWrapUp ||
            (this.pane === 'ending' && Boolean(this.call?.connectedAt))
        );
    }

    /** Region in whose manner numbers are written. */
    get region() {
        return this.rules.region;
    }

    get reading() {
        return reading(this.numberText, this.rules);
    }

    get extension() {
        return this._dialling.extensionOf(this.call?.call);
    }

    // Engine

    /** @param {Offhook.View} view */
    receiveView(view) {
        const { pane, status, call } = this;
        const from = this._focus.place();
        this.view = view;
        if (pane !== this.pane || call?.call !== this.call?.call) {
            this._focus.willChange(from);
            this.dispositionProblem = undefined;
        }
        if (status !== this.status) {
            this.refusal = undefined;
        }
        this._screen.showStatus(this.status);
    }

    /** @param {object} command of the agent; a refusal is shown */
    obey(command) {
        const error = this._session.attempt(command);
        this.refusal = error && refusalSentence(error);
    }

    /** @param {string} type of a command about the call that is shown */
    obeyForCall(type, more = {}) {
        this.obey({ type, call: this.call?.call, ...more });
    }

    // The org

    /**
     * @param {'voiceCallName' | 'taskName'} wired
     * @param {any} data
     * @param {any} error
     */
    receiveObject(wired, data, error) {
        if (data) {
            this._retries.succeeded(wired);
            this._session.tell(objectInfoInput(data));
            // A Voice Call's own dispositions come before those of the Task that may stand in for it.
            if (wired === 'voiceCallName' || !this.dispositionField) {
                this.dispositionField = `${data.apiName}.Disposition__c`;
                this.recordTypeId = data.defaultRecordTypeId;
            }
        } else if (error && isMissing(error)) {
            this._session.tell(objectMissingInput(/** @type {string} */ (this[wired])));
        } else if (error) {
            this._retries.failed(wired, () => this.ask(wired));
        }
    }

    /**
     * Has a wire ask again: it only does when its configuration changes.
     * @param {'voiceCallName' | 'taskName' | 'recordTypeId'} wired
     */
    ask(wired) {
        const name = this[wired];
        this[wired] = undefined;
        this._retries.later(0, () => {
            this[wired] = name;
        });
    }

    // Dialling

    /**
     * A command from elsewhere in Lightning: click-to-dial.
     * @param {{ type?: string, number?: string, recordId?: string, objectApiName?: string, name?: string }} message
     */
    receiveCommand(message) {
        if (message?.type !== 'dial') {
            return;
        }
        this._screen.openPanel();
        const { number, recordId, objectApiName, name } = message;
        if (this.isIdle) {
            this.numberText = String(number ?? '');
        }
        this.dial(String(number ?? ''), {
            name: name ?? null,
            record: recordId && objectApiName ? { recordId, objectApiName } : null,
        });
    }

    /**
     * @param {string} text
     * @param {import('./dialling').About} [about]
     */
    dial(text, about = {}) {
        const { numberProblem, refusal } = this._dialling.dial(text, this.rules, about);
        if (numberProblem) {
            this.showNumberProblem(numberProblem);
            return;
        }
        this.numberProblem = undefined;
        this.refusal = refusal;
        if (!refusal) {
            this.numberText = '';
        }
    }

    /** @param {string} sentence at the number field, or above where a call hides the field */
    showNumberProblem(sentence) {
        if (this.isIdle) {
            this.numberProblem = sentence;
            this.refs.idle?.focus();
        } else {
            this.refusal = sentence;
        }
    }

    /** @param {CustomEvent<{ text: string }>} event */
    handleNumberChange(event) {
        this.numberText = event.detail.text;
        this.numberProblem = undefined;
    }

    /** @param {CustomEvent<{ text: string }>} event */
    handleDial(event) {
        this.dial(event.detail.text);
    }

    // Commands of the children

    handleRestart() {
        this._session.start();
    }

    handleTakeOver() {
        this._session.takeOver();
    }

    handleReconnect() {
        this.obey({ type: 'reconnect' });
    }

    /** @param {CustomEvent<{ call: string }>} event */
    handleRetryRecord(event) {
        this.obey({ type: 'retryRecord', call: event.detail.call });
    }

    /** @param {CustomEvent<{ call: string }>} event */
    handleDiscardRecord(event) {
        this.obey({ type: 'discardRecord', call: event.detail.call });
    }

    handleDismissRefusal() {
        this.refusal = undefined;
    }

    /** @param {CustomEvent<{ notice: number }>} event */
    handleDismissNotice(event) {
        this.obey({ type: 'dismissNotice', notice: event.detail.notice });
    }

    handleAnswer() {
        this.obeyForCall('answer');
    }

    handleDecline() {
        this.obeyForCall('decline');
    }

    handleHangUp() {
        this.refs.notes?.flush();
        this.obeyForCall('hangUp');
    }

    /** @param {CustomEvent<{ on: boolean }>} event */
    handleMute(event) {
        this.obeyForCall('mute', { on: event.detail.on });
    }

    /** @param {CustomEvent<{ digits: string }>} event */
    handleDigits(event) {
        this.obeyForCall('sendDigits', { digits: event.detail.digits });
    }

    /** @param {CustomEvent<{ recordId: string }>} event */
    handleChoose(event) {
        this.obeyForCall('chooseMatch', { recordId: event.detail.recordId });
    }

    /** @param {CustomEvent<{ call: string, text: string }>} event */
    handleNotes(event) {
        const error = this._session.attempt({ type: 'setNotes', ...event.detail });
        // Typing goes on while another sentence is read: only a refusal of its own replaces it.
        if (error) {
            this.refusal = refusalSentence(error);
        }
    }

    /** @param {CustomEvent<{ value: string }>} event */
    handleDisposition(event) {
        this.dispositionProblem = undefined;
        this.obeyForCall('setDisposition', { value: event.detail.value });
    }

    handleReloadDispositions() {
        this.dispositionsProblem = undefined;
        this.ask('recordTypeId');
    }

    handleExtend() {
        this.obeyForCall('extendWrapUp');
    }

    handleFinish() {
        this.refs.notes?.flush();
        const error = this._session.attempt({ type: 'finish', call: this.call?.call });
        if (error?.code === 'dispositionRequired') {
            this.dispositionProblem = refusalSentence(error);
            this.refs.wrapUp?.focus();
        } else {
            this.refusal = error && refusalSentence(error);
        }
    }

    /**
     * The second click of a double click was made for the screen the first one was made on: it must not hit
     * what has come into the place of the button.
     * @param {any} event
     */
    handleClick(event) {
        if (event.detail <= 1) {
            this._clickedPane = this.pane;
        } else if (this.pane !== this._clickedPane) {
            event.stopPropagation();
            event.preventDefault();
        }
    }

    handleFocus() {
        this._focus.entered();
    }
}
