//! What followed.

use call_core::{
    Effect,
    effect::{
        CarrierEffect, ControlEffect, DirectoryEffect, EffectBody, LeaveReason, PresenceEffect,
        RecordEffect, ScreenEffect, TokenEffect,
    },
    record::Fields,
};

use super::{Names, sentence as ended, word};

pub(super) fn sentence(effect: &Effect, names: &mut Names) -> String {
    let (who, what) = match &effect.body {
        EffectBody::Token(TokenEffect::Fetch) => ("the org", "give a new access token".into()),
        EffectBody::Carrier(effect) => ("the carrier", carrier(effect, names)),
        EffectBody::Control(effect) => ("the org", control(effect, names)),
        EffectBody::Presence(effect) => ("Omni-Channel", presence(effect)),
        EffectBody::Record(effect) => ("the org", record(effect, names)),
        EffectBody::Directory(DirectoryEffect::Match { number, .. }) => {
            ("the org", format!("say who has {}", number.0))
        }
        EffectBody::Screen(effect) => ("the page", screen(effect, names)),
    };
    if effect.is_answered() {
        names.asked.insert(effect.id.0, what.clone());
    }
    ended(&format!("{who} is to {what}"))
}

fn carrier(effect: &CarrierEffect, names: &mut Names) -> String {
    match effect {
        CarrierEffect::Register => "register the phone".into(),
        CarrierEffect::UpdateToken => "take the new token".into(),
        CarrierEffect::Connect { call, number, .. } => {
            format!("open a leg and call {} for {}", number.0, names.call(call))
        }
        CarrierEffect::Join { call, .. } => format!("open a leg into {}", names.call(call)),
        CarrierEffect::Accept { leg } => format!("accept {}", names.leg(leg)),
        CarrierEffect::Reject { leg } => format!("reject {}", names.leg(leg)),
        CarrierEffect::Disconnect { leg } => format!("close {}", names.leg(leg)),
        CarrierEffect::Mute { leg, on: true } => format!("mute {}", names.leg(leg)),
        CarrierEffect::Mute { leg, on: false } => {
            format!("open the microphone of {}", names.leg(leg))
        }
        CarrierEffect::SendDigits { leg, digits } => {
            format!("send {} key(s) on {}", digits.0.chars().count(), names.leg(leg))
        }
    }
}

fn control(effect: &ControlEffect, names: &mut Names) -> String {
    match effect {
        ControlEffect::Hold { call, party, on: true } => {
            format!("put on hold {}", names.party(call, party))
        }
        ControlEffect::Hold { call, party, on: false } => {
            format!("bring back from hold {}", names.party(call, party))
        }
        ControlEffect::Add { call, party, role, number } => {
            let call = names.call(call);
            format!("call {} into {call} as {}, {}", number.0, party.0, word(role))
        }
        ControlEffect::Remove { call, party } => {
            format!("take out {}", names.party(call, party))
        }
        ControlEffect::Leave { call, reason: LeaveReason::OtherCall } => {
            format!("know that the agent leaves {} for another call", names.call(call))
        }
        ControlEffect::Leave { call, reason: LeaveReason::Conference } => {
            format!("let the others of {} go on", names.call(call))
        }
        ControlEffect::Transfer { call, number, .. } => {
            format!("transfer {} to {}", names.call(call), number.0)
        }
        ControlEffect::CompleteTransfer { call, party } => {
            format!("give {} to {}", names.call(call), party.0)
        }
        ControlEffect::Merge { call, into, .. } => {
            let (call, into) = (names.call(call), names.call(into));
            format!("move the customer of {call} into {into}")
        }
        ControlEffect::Park { call } => format!("park {}", names.call(call)),
        ControlEffect::Voicemail { call } => format!("send {} to voicemail", names.call(call)),
        ControlEffect::Decline { call, reason } => {
            format!("offer {} elsewhere: {}", names.call(call), word(reason))
        }
        ControlEffect::End { call } => format!("end {} for everybody", names.call(call)),
        ControlEffect::Record { call, action } => {
            format!("{} the recording of {}", word(action), names.call(call))
        }
        ControlEffect::Snapshot { call } => format!("say how {} stands", names.call(call)),
    }
}

fn presence(effect: &PresenceEffect) -> String {
    match effect {
        PresenceEffect::Occupy { occupation } => {
            format!("know that the agent is {}", word(occupation))
        }
        PresenceEffect::AcceptWork { work } => format!("count work {} as accepted", work.0),
        PresenceEffect::DeclineWork { work } => format!("offer work {} to others", work.0),
        PresenceEffect::CloseWork { work } => format!("close work {}", work.0),
    }
}

fn record(effect: &RecordEffect, names: &mut Names) -> String {
    match effect {
        RecordEffect::EnsureCall { call, .. } => {
            format!("make the record of {}", names.call(call))
        }
        RecordEffect::Create { call, object, .. } => {
            format!("make the record of {} through Data Service, a {object}", names.call(call))
        }
        RecordEffect::Update { call, fields, .. } => {
            format!("write {} of the record of {}", list(fields), names.call(call))
        }
        RecordEffect::UpdateByApex { call, fields, .. } => {
            format!("write {} of the record of {} by Apex", list(fields), names.call(call))
        }
        RecordEffect::AttachFlight { call } => {
            format!("store the flight record of {}", names.call(call))
        }
    }
}

fn list(fields: &Fields) -> String {
    fields.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn screen(effect: &ScreenEffect, names: &mut Names) -> String {
    match effect {
        ScreenEffect::Attention { call } => format!("show {}", names.call(call)),
        ScreenEffect::Pop { call, record } => {
            let call = names.call(call);
            format!("open {} {} for {call}", record.object_api_name, record.record_id)
        }
        ScreenEffect::Tone { call } => format!("sound the tone for {}", names.call(call)),
    }
}
