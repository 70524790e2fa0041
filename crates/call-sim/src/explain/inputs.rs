//! What happened.

use call_core::{
    Input,
    input::{
        AgentCommand, DeviceEvent, HostEvent, LegNews, OmniNews, OrgNews, Outcome, PartyProgress,
        PortError, WorkKind,
    },
    pii::Pii,
};

use super::{Names, sentence as ended, word};

pub(super) fn sentence(input: &Input, names: &mut Names) -> String {
    ended(&match input {
        Input::Host(event) => host(event, names),
        Input::Agent(command) => agent(command, names),
        Input::Device(event) => device(*event),
        Input::Leg(event) => {
            // An invitation names the call first.
            if let LegNews::Invited { call, .. } = &event.news {
                names.call(call);
            }
            let leg = names.leg(&event.leg);
            leg_news(&leg, &event.news, names)
        }
        Input::Party(news) => {
            format!("{} {}", names.party(&news.call, &news.party), party(news.progress))
        }
        Input::Recording(event) => {
            format!("the recording of {} has {}", names.call(&event.call), word(&event.news))
        }
        Input::Omni(news) => omni(news, names),
        Input::Org(OrgNews::ObjectInfo { info }) => {
            format!("the org describes {}", info.api_name)
        }
        Input::Org(OrgNews::ObjectMissing { object }) => format!("the org has no {object}"),
        Input::Result(result) => {
            let asked = names.asked.remove(&result.id.0);
            let asked = asked.unwrap_or_else(|| format!("what was asked by {}", result.id.0));
            format!("answer to \"{asked}\": {}", outcome(&result.outcome))
        }
        Input::Clock => "time passes".into(),
    })
}

fn host(event: &HostEvent, names: &mut Names) -> String {
    match event {
        HostEvent::Started { .. } => "the page starts the phone".into(),
        HostEvent::Restored { entries, lost_at } => {
            let calls: Vec<_> = entries.iter().map(|entry| names.call(&entry.call.key)).collect();
            let seen = lost_at.map(|at| format!(", last seen at {}", &at.to_iso()[11..23]));
            let calls = calls.join(" and ");
            format!("a new page takes over {calls}{}", seen.unwrap_or_default())
        }
        HostEvent::Woke { asleep_since } => {
            format!("the page wakes up; it slept since {}", &asleep_since.to_iso()[11..23])
        }
        HostEvent::JournalFailed => "the browser refuses to keep the journal".into(),
    }
}

fn named(to: &Pii<String>, name: Option<&Pii<String>>) -> String {
    match name {
        Some(name) => format!("{} ({})", to.0, name.0),
        None => to.0.clone(),
    }
}

fn agent(command: &AgentCommand, names: &mut Names) -> String {
    let mut of = |call| names.call(call);
    let what = match command {
        AgentCommand::Reconnect => "wants the phone online".into(),
        AgentCommand::Dial { call, to, name, .. } => {
            format!("calls {}: {}", named(to, name.as_ref()), of(call))
        }
        AgentCommand::Answer { call } => format!("answers {}", of(call)),
        AgentCommand::Decline { call } => format!("declines {}", of(call)),
        AgentCommand::ToVoicemail { call } => format!("sends {} to voicemail", of(call)),
        AgentCommand::HangUp { call } => format!("hangs up {}", of(call)),
        AgentCommand::Mute { call, on: true } => format!("mutes the microphone in {}", of(call)),
        AgentCommand::Mute { call, on: false } => format!("opens the microphone in {}", of(call)),
        AgentCommand::SendDigits { call, digits } => {
            format!("presses {} key(s) in {}", digits.0.chars().count(), of(call))
        }
        AgentCommand::Hold { call } => format!("puts {} on hold", of(call)),
        AgentCommand::Resume { call } => format!("resumes {}", of(call)),
        AgentCommand::HoldParty { call, party, on } => {
            let how = if *on { "puts on hold" } else { "brings back from hold" };
            format!("{how}: {}", names.party(call, party))
        }
        AgentCommand::Transfer { call, to, .. } => format!("transfers {} to {}", of(call), to.0),
        AgentCommand::Consult { call, to, name, .. } => {
            format!("asks {} about {}", named(to, name.as_ref()), of(call))
        }
        AgentCommand::Swap { call } => format!("talks to the other one in {}", of(call)),
        AgentCommand::CompleteTransfer { call } => format!("lets the colleague take {}", of(call)),
        AgentCommand::EndConsult { call } => format!("lets the colleague of {} go", of(call)),
        AgentCommand::Merge { call } => format!("brings all of {} together", of(call)),
        AgentCommand::MergeCalls { call, into } => {
            let (call, into) = (of(call), of(into));
            format!("moves the customer of {call} into {into}")
        }
        AgentCommand::AddParty { call, to, name, .. } => {
            format!("calls {} into {}", named(to, name.as_ref()), of(call))
        }
        AgentCommand::RemoveParty { call, party } => {
            format!("takes out {}", names.party(call, party))
        }
        AgentCommand::Leave { call } => format!("leaves {} to the others", of(call)),
        AgentCommand::Park { call } => format!("parks {}", of(call)),
        AgentCommand::Retrieve { call, number } => {
            format!("retrieves {} with {}", of(call), number.0)
        }
        AgentCommand::Record { call, action } => {
            format!("asks to {} the recording of {}", word(action), of(call))
        }
        AgentCommand::SetConsent { call, given } => {
            let what = if *given { "agrees" } else { "does not agree" };
            format!("notes that the customer of {} {what} to be recorded", of(call))
        }
        AgentCommand::SetNotes { call, text } => format!("notes about {}: {}", of(call), text.0),
        AgentCommand::SetDisposition { call, value } => {
            format!("chooses the disposition \"{value}\" for {}", of(call))
        }
        AgentCommand::ChooseMatch { call, record_id } => {
            format!("chooses {record_id} for {}", of(call))
        }
        AgentCommand::ExtendWrapUp { call } => format!("wants more time for {}", of(call)),
        AgentCommand::Finish { call } => format!("is done with {}", of(call)),
        AgentCommand::RetryRecord { call } => {
            format!("has the record of {} written again", of(call))
        }
        AgentCommand::DiscardRecord { call } => format!("gives up the record of {}", of(call)),
        AgentCommand::DismissNotice { .. } => "dismisses a notice".into(),
    };
    format!("the agent {what}")
}

fn device(event: DeviceEvent) -> String {
    match event {
        DeviceEvent::Registering => "the phone registers with the carrier".into(),
        DeviceEvent::Registered => "the phone is registered with the carrier".into(),
        DeviceEvent::Unregistered => "the phone has lost its registration".into(),
        DeviceEvent::Error { error } => format!("the device reports error {}", error.code()),
        DeviceEvent::Destroyed => "the device was destroyed".into(),
    }
}

fn leg_news(leg: &str, news: &LegNews, names: &mut Names) -> String {
    match news {
        LegNews::Invited { call, number, called } => {
            format!("{} calls {}, {leg}: {}", number.0, called.0, names.call(call))
        }
        LegNews::Ringing { early_media } => {
            let heard = if *early_media { ", and the far side is heard" } else { "" };
            format!("{leg} rings{heard}")
        }
        LegNews::Accepted { .. } => format!("{leg} is up: audio flows"),
        LegNews::Reconnecting { error } => {
            format!("{leg} is lost and being sought, error {}", error.code())
        }
        LegNews::Reconnected => format!("{leg} is back"),
        LegNews::Muted { on } => {
            format!("{leg} says that its microphone is {}", if *on { "muted" } else { "open" })
        }
        LegNews::Disconnected => format!("{leg} is closed"),
        LegNews::Cancelled => format!("{leg} is cancelled"),
        LegNews::Rejected => format!("{leg} is rejected"),
        LegNews::Failed { error } => format!("{leg} reports error {}", error.code()),
    }
}

fn party(progress: PartyProgress) -> String {
    match progress {
        PartyProgress::Initiated => "is being called".into(),
        PartyProgress::Ringing { early_media: true } => "rings, and is heard already".into(),
        PartyProgress::Ringing { early_media: false } => "rings".into(),
        PartyProgress::Answered => "answers".into(),
        PartyProgress::Held => "is on hold".into(),
        PartyProgress::Resumed => "is back from hold".into(),
        PartyProgress::Ended { end, sip_code } => {
            let code = sip_code.map(|code| format!(", SIP {code}")).unwrap_or_default();
            format!("is gone: {}{code}", word(&end))
        }
    }
}

fn omni(news: &OmniNews, names: &mut Names) -> String {
    match news {
        OmniNews::WorkAssigned { work, kind, call, number, queue, .. } => {
            let what = match kind {
                WorkKind::Call => "offers",
                WorkKind::Callback => "asks for a callback,",
            };
            let from = queue.as_ref().map(|queue| format!(" from {queue}")).unwrap_or_default();
            let call = names.call(call);
            format!("Omni-Channel {what} {call} with {}{from}, work {}", number.0, work.0)
        }
        OmniNews::WorkRevoked { work } => format!("Omni-Channel takes work {} away", work.0),
    }
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Token { lifetime_ms } => {
            format!("a token for {} s", lifetime_ms.to_seconds())
        }
        Outcome::Recorded { record } => {
            format!("it is {} {}", record.object_api_name, record.record_id)
        }
        Outcome::Matched { matches } => match matches.as_slice() {
            [] => "nobody is known by the number".into(),
            [one] => format!("{} {}", one.record.object_api_name, one.name.0),
            several => format!("{} records", several.len()),
        },
        Outcome::Snapshot { snapshot } => {
            let parties = snapshot.parties.iter().map(|party| {
                let held = if party.held { " on hold" } else { "" };
                format!(", {} {}{held}", party.party.0, word(&party.state))
            });
            format!("{}{}", word(&snapshot.status), parties.collect::<String>())
        }
        Outcome::Done => "done".into(),
        Outcome::Failed { error } => failed(error),
    }
}

fn failed(error: &PortError) -> String {
    let fields = if error.fields.is_empty() {
        String::new()
    } else {
        format!(", about {}", error.fields.join(", "))
    };
    let pause =
        error.retry_after_ms.map(|after| format!(", come again in {} s", after.to_seconds()));
    format!("failed, {}{fields}{}", word(&error.kind), pause.unwrap_or_default())
}
