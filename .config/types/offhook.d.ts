/**
 * The JSON that crosses between the engine and the components, as the core's serde definitions give it
 * (crates/call-core/src: view.rs, input/, effect/, call/end.rs, phone.rs, refusal.rs).
 */
declare namespace Offhook {
    type Status =
        | 'offline'
        | 'ready'
        | 'calling'
        | 'ringing'
        | 'incomingCall'
        | 'connected'
        | 'onHold'
        | 'consulting'
        | 'conference'
        | 'handingOver'
        | 'restoring'
        | 'reconnecting'
        | 'wrapUp';

    type Refusal =
        | 'unknownCall'
        | 'notPossible'
        | 'agentBusy'
        | 'notSetUp'
        | 'unknownParty'
        | 'tooManyParties'
        | 'consentRequired'
        | 'notesTooLong'
        | 'phoneOffline'
        | 'invalidNumber'
        | 'invalidDigits'
        | 'dispositionRequired'
        /** Of the tabs, not of the core: the tab that was asked is gone. */
        | 'leaderLost'
        | 'noLeader';

    type EndReason =
        | 'cancelledByAgent'
        | 'busy'
        | 'noAnswer'
        | 'rejected'
        | 'unreachable'
        | 'carrierRefused'
        | 'carrierTimeout'
        | 'microphoneDenied'
        | 'microphoneUnavailable'
        | 'declined'
        | 'cancelledByCaller'
        | 'ringTimeout'
        | 'agentBusy'
        | 'hungUpByAgent'
        | 'hungUpByCustomer'
        | 'connectionLost'
        | 'transferred'
        | 'leftConference'
        | 'parked'
        | 'sentToVoicemail'
        | 'merged'
        | 'interrupted';

    type PortErrorKind =
        'offline' | 'sessionExpired' | 'forbidden' | 'notFound' | 'invalid' | 'limited' | 'server';

    /** Of `c/phoneNumbers`, not of the core: the core takes what is dialable. */
    type NumberProblem =
        | 'empty'
        | 'notANumber'
        | 'tooShort'
        | 'tooLong'
        | 'wrongLength'
        | 'invalidCountry'
        | 'notOfRegion'
        | 'trunkPrefixMissing'
        | 'internationalPrefix'
        | 'noRegion'
        | 'shortCodesOff'
        | 'noEmergencyCalls'
        | 'otherEmergencyNumber'
        | 'sipAddress'
        | 'severalNumbers'
        | 'withheld';

    /** Why something cannot be dialled. */
    interface NumberError {
        problem: NumberProblem;
        /** Two letters: where it was read as a number of. */
        region?: string;
        /** The short number it is about, as it is dialled. */
        number?: string;
        /** Emergency numbers to be called in its place. */
        instead?: string[];
    }

    /** What the core dials. */
    interface Dialable {
        /** E.164, or two to eight digits as they are dialled inside the region. */
        to: string;
        /** DTMF after the answer: `0`–`9`, `*`, `#`, and `w` for half a second of pause. */
        digits?: string;
        /** Two letters, with an emergency number or short code: where these digits mean it. */
        region?: string;
        emergency?: true;
        shortCode?: true;
    }

    /** How the org has numbers read. */
    interface NumberRules {
        /** Two letters, or a locale: of numbers without a country code. */
        region?: string;
        /** Whether the carrier takes emergency calls of this org; it does unless this is false. */
        emergencyCalling?: boolean;
        /** Whether short numbers that are no emergency numbers may be dialled. */
        shortCodes?: boolean;
    }

    interface PortError {
        kind: PortErrorKind;
        message: string;
        fields: string[];
        retryAfterMs?: number;
    }

    interface RecordRef {
        recordId: string;
        objectApiName: string;
    }

    interface Match extends RecordRef {
        name: string;
        companyName?: string | null;
        reason: string;
    }

    interface EndView {
        reason: EndReason;
        /** Code of the carrier. */
        error: number | null;
    }

    type PhoneProblem =
        | { type: 'noToken'; error: PortError }
        | { type: 'tokenRefused'; error: number }
        | { type: 'carrierUnreachable' };

    interface Controls {
        answer: boolean;
        decline: boolean;
        toVoicemail: boolean;
        hangUp: boolean;
        mute: boolean;
        sendDigits: boolean;
        hold: boolean;
        resume: boolean;
        transfer: boolean;
        consult: boolean;
        swap: boolean;
        completeTransfer: boolean;
        endConsult: boolean;
        merge: boolean;
        mergeCalls: boolean;
        addParty: boolean;
        removeParty: boolean;
        leave: boolean;
        park: boolean;
        startRecording: boolean;
        pauseRecording: boolean;
        resumeRecording: boolean;
        stopRecording: boolean;
        extendWrapUp: boolean;
        finish: boolean;
    }

    interface RecordView {
        record: RecordRef | null;
        state: 'saved' | 'writing' | 'waiting' | 'refused';
        problem: PortError | null;
        /** Fields that are not written because the user may not. */
        leftOut: string[];
    }

    /** Instants are milliseconds since the epoch. */
    interface CallView {
        call: string;
        direction: 'inbound' | 'outbound';
        status: Status;
        since: number;
        connectedAt: number | null;
        number: string;
        name: string | null;
        related: RecordRef | null;
        matches: Match[];
        muted: boolean;
        earlyMedia: boolean;
        can: Controls;
        end: EndView | null;
        notes: string;
        disposition: string | null;
        wrapUpEndsAt: number | null;
        record: RecordView;
    }

    interface UnsavedView {
        call: string;
        number: string;
        startedAt: number;
        record: RecordView;
        /** What the org should hold and does not. */
        fields: Fields;
    }

    /** What did not work in a call that goes on. */
    type Trouble =
        | {
              type: 'control';
              what: 'hold' | 'resume' | 'add' | 'remove' | 'handOver' | 'record' | 'end';
              error: PortError;
          }
        | {
              type: 'party';
              party: string;
              end: 'busy' | 'noAnswer' | 'rejected' | 'failed' | 'left';
          }
        | { type: 'leg'; error: number | null }
        | { type: 'recordingUnconfirmed' };

    interface Notice {
        notice: number;
        at: number;
        number: string;
        end: EndView | null;
        trouble: Trouble | null;
    }

    interface View {
        status: Status;
        /** Key of the call the status is of. */
        current: string | null;
        occupation: 'offline' | 'free' | 'wrapUp' | 'busy';
        phone: {
            online: boolean;
            connecting: boolean;
            problem: PhoneProblem | null;
            journalFailed: boolean;
        };
        calls: CallView[];
        unsaved: UnsavedView[];
        notices: Notice[];
        /** What this tab is to the phone; set by the engine. */
        tab?: 'leading' | 'following' | 'elsewhere' | 'away';
    }

    /** What `SoftphoneSettingsController.getSettings` answers; the number rules are not the core's. */
    interface Settings extends NumberRules {
        callerId?: string;
        ringTimeoutMs?: number;
        connectTimeoutMs?: number;
        wrapUpMs?: number;
        wrapUpExtensionMs?: number;
        dispositionRequired?: boolean;
        conferences?: boolean;
        callWaiting?: boolean;
        omniChannel?: boolean;
        autoAcceptMs?: number;
        recordingConsentRequired?: boolean;
        /** Whether the org stores flight records. */
        flightRecords?: boolean;
        /** Names org and user: the journal of one is nobody else's. */
        scope?: string;
    }

    type Fields = Record<string, string | number | boolean | null>;

    type RecordEffect =
        | { id: number; to: 'record'; type: 'ensureCall'; call: string; fields: Fields }
        | { id: number; to: 'record'; type: 'create'; call: string; object: string; fields: Fields }
        | {
              id: number;
              to: 'record';
              type: 'update' | 'updateByApex';
              call: string;
              record: RecordRef;
              fields: Fields;
          }
        | {
              id: number;
              to: 'record';
              type: 'attachFlight';
              call: string;
              /** The record as JSON text; the engine adds it. */
              flight: string;
              /** Of its format. */
              version: number;
              coreVersion: string;
          };

    interface DirectoryEffect {
        id: number;
        to: 'directory';
        type: 'match';
        call: string;
        number: string;
    }

    type ScreenEffect =
        | { id: number; to: 'screen'; type: 'attention'; call: string }
        | { id: number; to: 'screen'; type: 'tone'; call: string }
        | { id: number; to: 'screen'; type: 'pop'; call: string; record: RecordRef };

    type Outcome =
        | { type: 'token'; token: string }
        | { type: 'recorded'; record: RecordRef }
        | { type: 'matched'; matches: Match[] }
        | { type: 'done' }
        | { type: 'failed'; error: PortError }
        /** Another browser has the phone, under this term. */
        | { type: 'taken'; term: number; busy: boolean };

    /** The lease of the phone, one per user: which browser has it. */
    interface LeaseEffect {
        to: 'lease';
        type: 'take';
        term: number;
        browser: string;
        insist: boolean;
    }

    type LeaseAnswer =
        | { type: 'granted' }
        | { type: 'taken'; term: number; busy: boolean }
        | { type: 'failed' };

    interface Ports {
        token(effect: any): Promise<Outcome>;
        record(effect: any): Promise<Outcome>;
        directory(effect: any): Promise<Outcome>;
        screen(effect: any): Promise<Outcome>;
        lease(effect: any): Promise<LeaseAnswer>;
    }

    interface Engine {
        /** @throws an `Error` whose `code` is a {@link Refusal} */
        dispatch(input: object): void;
        view(): View;
        detach(): void;
    }
}
