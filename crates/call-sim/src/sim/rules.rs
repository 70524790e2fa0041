//! What holds for a whole shift: the org's settings and licence, and what it can.

use call_core::{Input, Settings, time::Millis};

use super::chance::Chance;
use crate::scenario::Licence;

/// What holds for a whole shift.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a thing of its own
pub struct Rules {
    pub settings: Settings,
    pub licence: Licence,
    pub org_news: Vec<Input>,
    /// Call messages come on whichever leg the agent has, or only on the call's own.
    pub messages_on_any_leg: bool,
    /// The org's word on how a call stands names the times.
    pub snapshots_have_times: bool,
    /// Direct calls are offered by Omni-Channel.
    pub omni: bool,
    /// The org knows which browser has calls, and lets it keep the phone.
    pub org_knows_calls: bool,
    /// The oracle is told a lie, to see that it is noticed and shrunk.
    pub planted: bool,
}

impl Rules {
    pub fn of(chance: &Chance, planted: bool) -> Self {
        let mut dice = chance.dice(&[0]);
        let licence = dice.weigh(&[
            (5, Licence::Voice),
            (2, Licence::Open),
            (2, Licence::None),
            (1, Licence::Unknown),
        ]);
        let conferences = !dice.hits(1_500);
        let omni = conferences && dice.hits(5_000);
        let settings = Settings {
            caller_id: "+15005550000".into(),
            conferences,
            omni_channel: omni,
            call_waiting: dice.hits(8_000),
            ring_timeout_ms: Millis::seconds(dice.pick(&[20, 30, 45])),
            wrap_up_ms: Millis::seconds(dice.pick(&[0, 15, 30, 60])),
            auto_accept_ms: Millis(dice.pick(&[0, 0, 0, 2_000])),
            recording_consent_required: dice.hits(3_000),
            disposition_required: dice.hits(2_000),
            ..Settings::default()
        };
        Self {
            settings,
            licence,
            org_news: licence.news().into_iter().map(read).collect(),
            messages_on_any_leg: dice.hits(5_000),
            snapshots_have_times: dice.hits(5_000),
            omni,
            org_knows_calls: dice.hits(5_000),
            planted,
        }
    }
}

/// An input as a scenario file would say it.
fn read(news: serde_json::Value) -> Input {
    serde_json::from_value(news).expect("the news of a licence are inputs")
}
