//! What follows from a step, in words.

use call_core::{
    call::{Act, Call, CallState, ControlStep, Hold, Step, Trouble, advance},
    effect::{ControlEffect, LeaveReason},
};

use super::{
    reach::{Sample, leg},
    steps::Happening,
};

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    /// The next state, where it is another one.
    pub next: Option<&'static str>,
    /// All of it, as the table has it.
    pub text: String,
    /// The command is refused.
    pub refused: bool,
}

/// Lets it happen to the call.
pub fn outcome(sample: &Sample, happening: &Happening) -> Outcome {
    let before = &sample.call;
    let mut call = before.clone();
    let mut words = Vec::new();
    for step in &happening.steps {
        match advance(&mut call, sample.now, &sample.settings, step.clone()) {
            Ok(acts) => words.extend(acts.iter().map(act)),
            Err(refusal) => {
                let text = format!("refused: `{}`", refusal.code());
                return Outcome { next: None, text, refused: true };
            }
        }
    }
    let next = (call.state.name() != before.state.name()).then_some(call.state.name());
    let mut parts = Vec::new();
    if let Some(next) = next {
        let given = match &before.state {
            CallState::HandingOver { how, .. } => Some(how.reason()),
            _ => None,
        };
        let reason = match call.state.ended() {
            Some(ended) if Some(ended.reason) == given => " (given away)".into(),
            Some(ended) => format!(" ({})", ended.reason.api_value()),
            None => String::new(),
        };
        parts.push(format!("**→ {next}**{reason}"));
    }
    // Who is there and on hold is then what the snapshot says.
    let is_told = matches!(happening.steps.as_slice(), [Step::Control(ControlStep::Snapshot(_))]);
    parts.extend(changes(before, &call, is_told));
    if !words.is_empty() {
        parts.push(words.join(", "));
    }
    if parts.is_empty() {
        let text = if call == *before { "nothing" } else { "noted" };
        parts.push(text.into());
    }
    Outcome { next, text: parts.join("; "), refused: false }
}

/// What changes in the call itself, besides its state.
fn changes(before: &Call, after: &Call, is_told: bool) -> Vec<String> {
    let mut parts = Vec::new();
    if before.leg.state != after.leg.state || before.leg.turn != after.leg.turn {
        parts.push(format!("leg {}", leg(&after.leg.state)));
    }
    let shows_parties = after.state.ended().is_none() && !is_told;
    let hold = |hold: Hold| match hold {
        Hold::Off => "off",
        Hold::Asked => "asked",
        Hold::On { .. } => "on",
        Hold::Resuming { .. } => "resuming",
    };
    if shows_parties && hold(before.customer.hold) != hold(after.customer.hold) {
        parts.push(format!("hold {}", hold(after.customer.hold)));
    }
    if shows_parties && before.customer.state != after.customer.state {
        let state = format!("{:?}", after.customer.state).to_lowercase();
        parts.push(format!("customer {state}"));
    }
    if shows_parties && before.others.len() != after.others.len() {
        let word = if before.others.len() < after.others.len() { "one more" } else { "one fewer" };
        parts.push(format!("{word} in the call"));
    }
    if before.recording.state != after.recording.state {
        let state = format!("{:?}", after.recording.state).to_lowercase();
        parts.push(format!("recording {state}"));
    }
    if shows_parties && after.resume_on_join && !before.resume_on_join {
        parts.push("resumes on join".into());
    }
    if let (CallState::WrapUp { until: was, .. }, CallState::WrapUp { until, .. }) =
        (&before.state, &after.state)
        && was != until
    {
        parts.push("later limit".into());
    }
    parts
}

fn act(act: &Act) -> String {
    match act {
        Act::Reject => "reject".into(),
        Act::Disconnect => "disconnect".into(),
        Act::Mute(on) => if *on { "mute" } else { "unmute" }.into(),
        Act::SendDigits(_) => "send digits".into(),
        Act::Goodbye => "tell the org to end it".into(),
        Act::Control(effect) => format!("ask: {}", control(effect)),
        Act::Tell(trouble) => match trouble {
            Trouble::Control(what, _) => format!("tell: {what:?} failed").to_lowercase(),
            Trouble::Party(_, _) => "tell: did not come".into(),
            Trouble::Leg(_) => "tell: audio lost".into(),
            Trouble::RecordingUnconfirmed => "tell: recording unconfirmed".into(),
        },
        Act::Tone => "tone".into(),
    }
}

fn control(effect: &ControlEffect) -> String {
    match effect {
        ControlEffect::Hold { party, on, .. } => {
            let who = if party.0 == "customer" { "customer" } else { "other" };
            format!("{} {who}", if *on { "hold" } else { "resume" })
        }
        ControlEffect::Add { .. } => "add".into(),
        ControlEffect::Remove { .. } => "remove".into(),
        ControlEffect::Leave { reason: LeaveReason::OtherCall, .. } => "leave for a while".into(),
        ControlEffect::Leave { reason: LeaveReason::Conference, .. } => "leave for good".into(),
        ControlEffect::Transfer { .. } => "transfer".into(),
        ControlEffect::CompleteTransfer { .. } => "complete".into(),
        ControlEffect::Merge { .. } => "merge".into(),
        ControlEffect::Park { .. } => "park".into(),
        ControlEffect::Voicemail { .. } => "voicemail".into(),
        ControlEffect::Decline { .. } => "decline".into(),
        ControlEffect::End { .. } => "end".into(),
        ControlEffect::Record { .. } => "record".into(),
        ControlEffect::Snapshot { .. } => "snapshot".into(),
    }
}
