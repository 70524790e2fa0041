//! The org: its records, Omni-Channel's work, and what Apex does at the carrier.

use std::collections::BTreeMap;

use call_core::{
    Effect,
    call::{PartyState, RecordingAction, RecordingNews, Role},
    effect::{ControlEffect, EffectBody, LeaveReason, PresenceEffect, RecordEffect},
    ids::{CallKey, PartyId, RecordRef},
    input::{Match, Outcome, PartyEnd, PartyProgress, PortError, PortErrorKind, SnapshotStatus},
    pii::Pii,
    record::{FieldValue, Fields},
    time::Millis,
};

use super::{
    chance::Kind,
    event::{Event, Next},
    shift::Shift,
    site::{By, Fate, WorkIs},
};
use crate::scenario::Licence;

/// What the org thinks of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    #[default]
    Taken,
    /// A validation rule, for good.
    Refused,
    /// One field, for good.
    FieldRefused(&'static str),
    /// Lightning Data Service may not; Apex may.
    ObjectRefused,
}

/// A record.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub fields: Fields,
    /// Records that were made for this key: one is right.
    pub made: u32,
    pub updates: u32,
    pub object: &'static str,
    /// Fields that were to be written and were refused.
    pub tried: Vec<&'static str>,
}

/// The org's records.
#[derive(Debug, Default)]
pub struct Org {
    pub rows: BTreeMap<CallKey, Row>,
    /// Records that no key names: each is one too many.
    pub strays: u32,
}

impl Org {
    /// The org's own half makes the record of a call that comes in.
    pub fn make_by_trigger(&mut self, key: &CallKey, licence: Licence) {
        self.make(key, Fields::new(), object_of(licence));
    }

    fn make(&mut self, key: &CallKey, fields: Fields, object: &'static str) {
        let row = self.rows.entry(key.clone()).or_default();
        if row.made == 0 {
            *row = Row { fields, made: 1, object, ..Row::default() };
        }
    }
}

impl Shift {
    pub fn carry_out(&mut self, agent: usize, effect: &Effect, call: Option<usize>) -> Outcome {
        match (&effect.body, call) {
            (EffectBody::Token(_), _) => {
                let key = [14, agent as u64, u64::from(effect.id.0)];
                let is_short = self.chance.fault(Kind::ShortToken, &key);
                let lifetime_ms = Millis::seconds(if is_short { 600 } else { 3600 });
                Outcome::Token { lifetime_ms }
            }
            (EffectBody::Record(body), Some(call)) => self.write_record(body, call),
            (EffectBody::Control(body), Some(call)) => self.control(agent, body, call),
            (EffectBody::Presence(body), call) => {
                self.presence(agent, body, call);
                Outcome::Done
            }
            (EffectBody::Directory(_), Some(call)) => {
                Outcome::Matched { matches: matches(self.sites[call].name) }
            }
            (
                EffectBody::Record(_)
                | EffectBody::Control(_)
                | EffectBody::Directory(_)
                | EffectBody::Carrier(_)
                | EffectBody::Screen(_),
                _,
            ) => Outcome::Done,
        }
    }

    /// What the org thinks of the record of a call.
    pub fn policy(&mut self, call: usize) -> Policy {
        // Decided once per call, by its key alone; and not taken back when everybody is calm.
        let was_calm = std::mem::replace(&mut self.chance.calm, false);
        let key = [self.sites[call].name];
        let policy = if self.chance.fault(Kind::RecordRefused, &key) {
            Policy::Refused
        } else if self.chance.fault(Kind::FieldRefused, &key) {
            Policy::FieldRefused(self.chance.dice(&key).pick(&["Disposition__c", "Description"]))
        } else if self.chance.fault(Kind::ObjectRefused, &key) {
            Policy::ObjectRefused
        } else {
            Policy::Taken
        };
        self.chance.calm = was_calm;
        policy
    }

    fn write_record(&mut self, effect: &RecordEffect, call: usize) -> Outcome {
        let key = self.sites[call].key.clone();
        let object = object_of(self.rules.licence);
        let known = self.org.rows.get(&key).map_or(object, |row| row.object);
        let record = RecordRef {
            record_id: format!("0LQ{:015}", self.sites[call].name),
            object_api_name: known.to_owned(),
        };
        let policy = self.policy(call);
        match effect {
            RecordEffect::EnsureCall { fields, .. } => {
                self.org.make(&key, fields.clone(), object);
                Outcome::Recorded { record }
            }
            RecordEffect::Create { fields, .. } => {
                if fields.get("Call_Key__c") != Some(&FieldValue::from(key.0.clone())) {
                    self.org.strays += 1;
                    return Outcome::Recorded { record };
                }
                if self.org.rows.contains_key(&key) || policy == Policy::ObjectRefused {
                    return refused(PortErrorKind::Invalid, None); // DUPLICATE_VALUE
                }
                self.org.make(&key, fields.clone(), object);
                Outcome::Recorded { record }
            }
            RecordEffect::Update { fields, .. } | RecordEffect::UpdateByApex { fields, .. } => {
                let by_apex = matches!(effect, RecordEffect::UpdateByApex { .. });
                match policy {
                    Policy::Refused => return refused(PortErrorKind::Invalid, None),
                    Policy::FieldRefused(field) if fields.contains_key(field) => {
                        if let Some(row) = self.org.rows.get_mut(&key) {
                            row.tried.push(field);
                        }
                        return refused(PortErrorKind::Invalid, Some(field));
                    }
                    Policy::ObjectRefused if !by_apex => {
                        return refused(PortErrorKind::Forbidden, None);
                    }
                    Policy::Taken | Policy::FieldRefused(_) | Policy::ObjectRefused => {}
                }
                let Some(row) = self.org.rows.get_mut(&key) else {
                    return refused(PortErrorKind::NotFound, None);
                };
                row.updates += 1;
                let state = row.fields.get("Call_State__c").cloned();
                row.fields.extend(fields.clone());
                // A trigger's: what was under way when the call ended changes nothing of that.
                if let Some(state) = state.filter(|state| is_belated(&row.fields, state)) {
                    row.fields.insert("Call_State__c".into(), state);
                }
                let agent = self.sites[call].agent;
                let state = fields.get("Call_State__c").map(|state| serde_json::json!(state));
                self.story(agent, || format!("the org writes {key:?}, state {state:?}"));
                Outcome::Done
            }
            // It comes when the call's own record is complete.
            RecordEffect::AttachFlight { .. } => match self.org.rows.get(&key) {
                Some(row) if row.fields.contains_key("Outcome__c") => Outcome::Done,
                Some(_) | None => refused(PortErrorKind::NotFound, None),
            },
        }
    }

    fn presence(&mut self, agent: usize, effect: &PresenceEffect, call: Option<usize>) {
        let (id, to) = match effect {
            PresenceEffect::Occupy { occupation } => {
                self.agents[agent].told = *occupation;
                self.story(agent, || {
                    format!("Omni-Channel hears that the agent is {occupation:?}")
                });
                return;
            }
            PresenceEffect::AcceptWork { work } => (work, WorkIs::Accepted),
            PresenceEffect::DeclineWork { work } | PresenceEffect::CloseWork { work } => {
                (work, WorkIs::Over)
            }
        };
        let Some(call) = call else { return };
        let site = &mut self.sites[call];
        let Some((own, is)) = site.work.clone() else { return };
        if own != *id {
            return; // offered anew since
        }
        let was_open = is == WorkIs::Open;
        if is != WorkIs::Over {
            site.work = Some((own, to));
        }
        if was_open && site.is_live() {
            match to {
                WorkIs::Over => self.elsewhere(call),
                // Whoever accepts and then does not come leaves the customer alone.
                WorkIs::Accepted if site.is_inbound() && site.leg.is_none() => {
                    site.clock += 1;
                    let clock = site.clock;
                    self.after(90_000, Event::HoldClock { call, clock });
                }
                WorkIs::Accepted | WorkIs::Open => {}
            }
        }
    }

    /// What Apex does at the carrier. What was done already is done.
    fn control(&mut self, agent: usize, effect: &ControlEffect, call: usize) -> Outcome {
        if let ControlEffect::Snapshot { .. } = effect {
            return self.snapshot(agent, call);
        }
        let site = &mut self.sites[call];
        if !site.is_live() || site.agent != agent {
            let is_done = matches!(effect, ControlEffect::End { .. } | ControlEffect::Leave { .. });
            let handed = site.truth.handed_over;
            return if is_done || handed { Outcome::Done } else { gone() };
        }
        match effect {
            ControlEffect::Snapshot { .. } => {}
            ControlEffect::Hold { party, on, .. } => {
                let Some(member) = site.member(party) else { return gone() };
                if member.state != PartyState::Answered {
                    return gone();
                }
                if site.hold(party, *on, self.now) {
                    let progress = if *on { PartyProgress::Held } else { PartyProgress::Resumed };
                    let news = site.tell(party, progress);
                    self.message(call, news);
                }
            }
            ControlEffect::Add { party, role, .. } => self.add(call, party, *role),
            ControlEffect::Remove { party, .. } => {
                if site.member(party).is_some_and(|member| member.state != PartyState::Gone) {
                    self.leaves(call, party, PartyEnd::Left);
                }
            }
            ControlEffect::Leave { reason: LeaveReason::OtherCall, .. } => {
                site.excused = true;
                site.clock += 1;
            }
            ControlEffect::Leave { reason: LeaveReason::Conference, .. } => {
                if site.company() < 2 {
                    return gone();
                }
                self.over(call, Fate::HandedOver, By::Agent);
            }
            ControlEffect::CompleteTransfer { party, .. } => {
                let there = |member: &mut super::site::Member| member.state == PartyState::Answered;
                if !site.member(party).is_some_and(there) {
                    return gone();
                }
                self.over(call, Fate::HandedOver, By::Agent);
            }
            ControlEffect::Park { .. } => {
                site.parked = true;
                self.over(call, Fate::HandedOver, By::Agent);
            }
            ControlEffect::Transfer { .. } | ControlEffect::Voicemail { .. } => {
                self.over(call, Fate::HandedOver, By::Agent);
            }
            ControlEffect::Merge { into, party, .. } => {
                let target = self.index(into).filter(|target| self.sites[*target].is_live());
                let Some(target) = target.filter(|target| *target != call) else { return gone() };
                self.over(call, Fate::HandedOver, By::Agent);
                self.add(target, party, Role::Member);
                if let Some(member) = self.sites[target].member(party) {
                    member.state = PartyState::Answered;
                }
                let next = Next::Leaves;
                self.after(40_000, Event::Party { call: target, party: party.clone(), next });
            }
            ControlEffect::Decline { .. } => {
                if site.leg.is_none() {
                    site.truth.declined = true;
                    self.elsewhere(call);
                }
            }
            ControlEffect::End { .. } => {
                // Somebody who is not there hears nothing of it.
                site.is_there = true;
                site.finish(Fate::Ended, By::Agent, self.now);
                site.end = Some(PartyEnd::Left);
                let news = site.leave(&PartyId::customer(), PartyEnd::Left, self.now);
                self.message(call, news);
                self.close_for_agent(call);
            }
            ControlEffect::Record { action, .. } => {
                let key = [site.name, site.requests];
                let failed = self.chance.fault(Kind::RecordingFailed, &key);
                let news = match action {
                    RecordingAction::Start if failed => RecordingNews::Failed,
                    RecordingAction::Start => RecordingNews::Started,
                    RecordingAction::Pause => RecordingNews::Paused,
                    RecordingAction::Resume => RecordingNews::Resumed,
                    RecordingAction::Stop => RecordingNews::Stopped,
                };
                self.after(300, Event::Recording { call, news });
            }
        }
        Outcome::Done
    }

    fn snapshot(&mut self, agent: usize, call: usize) -> Outcome {
        let times = self.rules.snapshots_have_times;
        let site = &mut self.sites[call];
        if site.parked && site.claimed_by == Some(agent) {
            // Retrieved: from here on it is this agent's.
            site.parked = false;
            site.fate = Fate::Live;
            site.agent = agent;
            site.excused = false;
            site.truth.over_at = None;
            // Whoever retrieves and then does not come leaves the customer alone.
            self.leave_alone(call);
        }
        let site = &mut self.sites[call];
        let status = match site.fate {
            _ if !site.is_there => SnapshotStatus::Unknown,
            Fate::Live | Fate::HandedOver if site.agent != agent => SnapshotStatus::HandedOver,
            Fate::Live => SnapshotStatus::Live,
            Fate::HandedOver => SnapshotStatus::HandedOver,
            Fate::Ended => SnapshotStatus::Ended,
        };
        Outcome::Snapshot { snapshot: site.snapshot(status, times) }
    }
}

/// Whether a record that was finished, in this state, is said to be connected since before its end:
/// by a write that was overtaken. A call that is offered again connects after that.
fn is_belated(fields: &Fields, was: &FieldValue) -> bool {
    let is = |value: &FieldValue, text: &str| *value == FieldValue::from(text.to_owned());
    let state = fields.get("Call_State__c");
    let at = |name: &str| match fields.get(name) {
        Some(FieldValue::Text(at)) => at.0.clone(),
        _ => String::new(),
    };
    (is(was, "Completed") || is(was, "Transferred"))
        && state.is_some_and(|state| is(state, "Connected"))
        && at("Connected_At__c") <= at("Ended_At__c")
}

/// What a call becomes a record of.
fn object_of(licence: Licence) -> &'static str {
    if licence == Licence::None { "Task" } else { "VoiceCall" }
}

/// Who carries the number of a call: nobody, somebody, or several.
fn matches(name: u64) -> Vec<Match> {
    let contact = |n: u64| Match {
        record: RecordRef {
            record_id: format!("003{:015}", name * 10 + n),
            object_api_name: "Contact".into(),
        },
        name: Pii("Echo Ridley".into()),
        company_name: None,
        reason: "Contact.Phone".into(),
    };
    (0..name % 3).map(contact).collect()
}

fn gone() -> Outcome {
    refused(PortErrorKind::NotFound, None)
}

fn refused(kind: PortErrorKind, field: Option<&str>) -> Outcome {
    let fields = field.map(str::to_owned).into_iter().collect();
    let error = PortError { kind, message: String::new(), fields, retry_after_ms: None };
    Outcome::Failed { error }
}
