//! Why a call is over: an answer, not an error.

use serde::{Deserialize, Serialize};

use crate::{carrier_error::CarrierError, time::Timestamp};

/// The end of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// When the page learnt of it: later, where it slept or asked the org.
    pub noticed_at: Timestamp,
    /// Why.
    pub reason: EndReason,
    /// The carrier's error behind it, if there was one.
    pub error: Option<CarrierError>,
    /// Whether it had been connected.
    pub was_connected: bool,
}

/// Why a call ended. One line each, in the order in which a call can meet them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
    /// The agent hung up before anybody answered.
    CancelledByAgent,
    /// The line is busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// The far end declined.
    Rejected,
    /// The number could not be reached.
    Unreachable,
    /// The carrier refused the call.
    CarrierRefused,
    /// The carrier did not open a leg in time.
    CarrierTimeout,
    /// The microphone was denied.
    MicrophoneDenied,
    /// The microphone could not be opened.
    MicrophoneUnavailable,
    /// The agent declined.
    Declined,
    /// The caller gave up, or another page answered.
    CancelledByCaller,
    /// Nobody answered here in time.
    RingTimeout,
    /// The agent was busy with another call.
    AgentBusy,
    /// The agent hung up.
    HungUpByAgent,
    /// The other party hung up.
    HungUpByCustomer,
    /// The agent's audio was lost for good.
    ConnectionLost,
    /// Somebody else has the call.
    Transferred,
    /// The others go on without the agent.
    LeftConference,
    /// It waits for somebody to retrieve it.
    Parked,
    /// The caller leaves a message.
    SentToVoicemail,
    /// The customer is in another call of the agent.
    Merged,
    /// The page was lost before the carrier had the call.
    Interrupted,
}

/// The value of `Outcome__c`, by which reports count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordOutcome {
    /// Both parties talked.
    Answered,
    /// The line was busy.
    Busy,
    /// Nobody answered the agent's call.
    NoAnswer,
    /// The far end declined the agent's call.
    Rejected,
    /// It could not be made.
    Failed,
    /// The agent gave up.
    Cancelled,
    /// The agent declined.
    Declined,
    /// The agent did not answer in time.
    Missed,
    /// The agent had the caller leave a message.
    SentToVoicemail,
}

impl RecordOutcome {
    /// API value of the picklist.
    pub const fn api_value(self) -> &'static str {
        match self {
            Self::Answered => "Answered",
            Self::Busy => "Busy",
            Self::NoAnswer => "No Answer",
            Self::Rejected => "Rejected",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Declined => "Declined",
            Self::Missed => "Missed",
            Self::SentToVoicemail => "Sent to Voicemail",
        }
    }
}

impl Ended {
    /// What the record says of it. A call that was connected counts as answered, however it ended.
    pub const fn outcome(&self) -> RecordOutcome {
        if self.was_connected {
            return RecordOutcome::Answered;
        }
        match self.reason {
            EndReason::CancelledByAgent | EndReason::HungUpByAgent => RecordOutcome::Cancelled,
            EndReason::Busy => RecordOutcome::Busy,
            EndReason::NoAnswer => RecordOutcome::NoAnswer,
            EndReason::Rejected => RecordOutcome::Rejected,
            EndReason::Unreachable
            | EndReason::CarrierRefused
            | EndReason::CarrierTimeout
            | EndReason::MicrophoneDenied
            | EndReason::MicrophoneUnavailable
            | EndReason::ConnectionLost
            | EndReason::Interrupted
            // The other end left before it was ever heard: nothing was said.
            | EndReason::HungUpByCustomer => RecordOutcome::Failed,
            // Somebody has the call, though this agent was never heard.
            EndReason::Transferred
            | EndReason::LeftConference
            | EndReason::Parked
            | EndReason::Merged => RecordOutcome::Answered,
            EndReason::SentToVoicemail => RecordOutcome::SentToVoicemail,
            EndReason::Declined => RecordOutcome::Declined,
            EndReason::CancelledByCaller | EndReason::RingTimeout | EndReason::AgentBusy => {
                RecordOutcome::Missed
            }
        }
    }
}

impl EndReason {
    /// How it stands in `End_Reason__c`: the wire name.
    pub const fn api_value(self) -> &'static str {
        match self {
            Self::CancelledByAgent => "cancelledByAgent",
            Self::Busy => "busy",
            Self::NoAnswer => "noAnswer",
            Self::Rejected => "rejected",
            Self::Unreachable => "unreachable",
            Self::CarrierRefused => "carrierRefused",
            Self::CarrierTimeout => "carrierTimeout",
            Self::MicrophoneDenied => "microphoneDenied",
            Self::MicrophoneUnavailable => "microphoneUnavailable",
            Self::Declined => "declined",
            Self::CancelledByCaller => "cancelledByCaller",
            Self::RingTimeout => "ringTimeout",
            Self::AgentBusy => "agentBusy",
            Self::HungUpByAgent => "hungUpByAgent",
            Self::HungUpByCustomer => "hungUpByCustomer",
            Self::ConnectionLost => "connectionLost",
            Self::Transferred => "transferred",
            Self::LeftConference => "leftConference",
            Self::Parked => "parked",
            Self::SentToVoicemail => "sentToVoicemail",
            Self::Merged => "merged",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether the agent ended it: such an end needs no explanation on the screen.
    pub const fn is_the_agents_own(self) -> bool {
        match self {
            Self::CancelledByAgent
            | Self::Declined
            | Self::HungUpByAgent
            | Self::Transferred
            | Self::LeftConference
            | Self::Parked
            | Self::SentToVoicemail
            | Self::Merged => true,
            Self::Busy
            | Self::NoAnswer
            | Self::Rejected
            | Self::Unreachable
            | Self::CarrierRefused
            | Self::CarrierTimeout
            | Self::MicrophoneDenied
            | Self::MicrophoneUnavailable
            | Self::CancelledByCaller
            | Self::RingTimeout
            | Self::AgentBusy
            | Self::HungUpByCustomer
            | Self::ConnectionLost
            | Self::Interrupted => false,
        }
    }

    /// Whether the call goes on elsewhere: its end is not this agent's to record.
    pub const fn goes_on(self) -> bool {
        match self {
            Self::Transferred | Self::LeftConference | Self::Parked | Self::SentToVoicemail => true,
            // Its customer is in the record of the other call from here on.
            Self::Merged => false,
            Self::CancelledByAgent
            | Self::Busy
            | Self::NoAnswer
            | Self::Rejected
            | Self::Unreachable
            | Self::CarrierRefused
            | Self::CarrierTimeout
            | Self::MicrophoneDenied
            | Self::MicrophoneUnavailable
            | Self::Declined
            | Self::CancelledByCaller
            | Self::RingTimeout
            | Self::AgentBusy
            | Self::HungUpByAgent
            | Self::HungUpByCustomer
            | Self::ConnectionLost
            | Self::Interrupted => false,
        }
    }
}
