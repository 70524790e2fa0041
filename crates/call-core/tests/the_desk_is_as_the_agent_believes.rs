//! A small model of the desk, as an agent believes it to be, beside the real softphone: after every
//! step both must agree.
//!
//! The model knows nothing of legs, timers, records or the journal. It knows which calls there are,
//! which of them has the agent's audio, who is on hold and what the carrier has confirmed. Carrier
//! and org behave, but in their own order: what they were asked waits until a step brings it. The
//! properties beside this file have a carrier that lies.

use std::collections::VecDeque;

use call_core::{
    Effect, Input, Settings, Softphone,
    call::{CallState, LegState, RecordingState},
    effect::{CarrierEffect, ControlEffect, EffectBody},
    ids::{CallKey, LegId, PartyId},
    input::{
        AgentCommand, DeviceEvent, EffectResult, HostEvent, LegEvent, LegNews, Outcome, PartyEnd,
        PartyNews, PartyProgress, RecordingEvent,
    },
    pii::Pii,
    presence::Occupation,
    time::{Millis, Timestamp},
};
use proptest::{prelude::*, strategy::Union};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

/// What the agent believes about one call.
#[derive(Clone, Debug, PartialEq)]
struct Belief {
    key: u8,
    stands: Stands,
    /// The agent's audio is in it, as far as the carrier has said.
    has_audio: bool,
    /// The customer is on hold, as far as the carrier has said.
    is_held: bool,
    /// It is recorded, as far as the carrier has said.
    is_recorded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands {
    /// Somebody is being called.
    Calling,
    /// Somebody calls.
    Offered,
    /// Answered here; the audio is to come.
    Answered,
    /// Customer and agent are in the call, or the customer waits.
    Talk,
    /// Over; to be wrapped up.
    WrapUp,
}

/// What the surroundings still owe, in the order in which it was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Owed {
    /// The agent's audio comes up.
    Audio(u8),
    /// The agent's leg closes.
    Close(u8),
    /// A customer goes on hold, or comes off it.
    Hold(u8, bool),
    /// A recording begins.
    Recording(u8),
}

#[derive(Clone, Debug, Default)]
struct Desk {
    calls: Vec<Belief>,
    owed: VecDeque<Owed>,
    next_key: u8,
}

#[derive(Clone, Debug)]
enum Step {
    Dial,
    Ring,
    Answer(u8),
    Decline(u8),
    CustomerAnswers(u8),
    CustomerLeaves(u8),
    HangUp(u8),
    Hold(u8),
    Resume(u8),
    Record(u8),
    Finish(u8),
    /// The surroundings do the next thing they owe.
    Deliver,
}

impl Desk {
    fn call(&self, key: u8) -> Option<&Belief> {
        self.calls.iter().find(|call| call.key == key)
    }

    fn call_mut(&mut self, key: u8) -> &mut Belief {
        self.calls.iter_mut().find(|call| call.key == key).expect("a call of this desk")
    }

    fn owes(&self, owed: Owed) -> bool {
        self.owed.contains(&owed)
    }

    /// Whether everything that was asked about legs and hold is done: an agent waits for that
    /// before the next button.
    fn is_calm(&self) -> bool {
        !self.owed.iter().any(|owed| !matches!(owed, Owed::Recording(_)))
    }

    /// The call whose audio is in the way of another one.
    fn talking(&self) -> Option<u8> {
        self.calls.iter().find(|call| call.has_audio).map(|call| call.key)
    }

    /// The agent's audio goes to this call: whoever has it now waits.
    fn bring_audio_to(&mut self, key: u8) {
        if let Some(other) = self.talking().filter(|other| *other != key) {
            self.call_mut(other).has_audio = false;
            if !self.call_mut(other).is_held {
                self.owed.push_back(Owed::Hold(other, true));
            }
            self.owe_close(other);
        }
        self.owed.push_back(Owed::Audio(key));
    }

    /// There is one line: whatever leg closes does so before the next one opens.
    fn owe_close(&mut self, key: u8) {
        let opens = self.owed.iter().position(|owed| matches!(owed, Owed::Audio(_)));
        self.owed.insert(opens.unwrap_or(self.owed.len()), Owed::Close(key));
    }

    fn end(&mut self, key: u8) {
        let had_audio = std::mem::take(&mut self.call_mut(key).has_audio);
        self.owed.retain(|owed| match owed {
            Owed::Audio(of) | Owed::Hold(of, _) | Owed::Recording(of) => *of != key,
            Owed::Close(_) => true,
        });
        if had_audio {
            self.owe_close(key);
        }
        let call = self.call_mut(key);
        call.is_held = false;
        call.stands = Stands::WrapUp;
    }

    fn forget(&mut self, key: u8) {
        self.calls.retain(|call| call.key != key);
    }
}

impl ReferenceStateMachine for Desk {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(desk: &Self) -> BoxedStrategy<Step> {
        let mut steps = vec![(8, Step::Deliver), (2, Step::Dial), (2, Step::Ring)];
        for key in desk.calls.iter().map(|call| call.key) {
            steps.extend([
                (4, Step::Answer(key)),
                (1, Step::Decline(key)),
                (4, Step::CustomerAnswers(key)),
                (1, Step::CustomerLeaves(key)),
                (1, Step::HangUp(key)),
                (3, Step::Hold(key)),
                (3, Step::Resume(key)),
                (2, Step::Record(key)),
                (3, Step::Finish(key)),
            ]);
        }
        steps.retain(|(_, step)| Self::preconditions(desk, step));
        let weighted = steps.into_iter().map(|(weight, step)| (weight, Just(step))).collect();
        Union::new_weighted(weighted).boxed()
    }

    fn preconditions(desk: &Self, step: &Step) -> bool {
        let stands = |key: &u8| desk.call(*key).map(|call| call.stands);
        // A call that is not through yet cannot be left for another one.
        let can_leave = desk
            .calls
            .iter()
            .all(|call| matches!(call.stands, Stands::Talk | Stands::Offered | Stands::WrapUp));
        // Six calls fit on the desk; one that was declined is on it until its leg has closed.
        let closing = desk.owed.iter().filter(|owed| matches!(owed, Owed::Close(_))).count();
        let has_room = desk.calls.len() < 4 && desk.calls.len() + closing < 6;
        let is_talk = |key: &u8| stands(key) == Some(Stands::Talk);
        match step {
            Step::Deliver => !desk.owed.is_empty(),
            Step::Dial => desk.is_calm() && can_leave && has_room,
            Step::Ring => has_room,
            Step::Answer(key) => {
                desk.is_calm() && can_leave && stands(key) == Some(Stands::Offered)
            }
            Step::Decline(key) => stands(key) == Some(Stands::Offered),
            Step::CustomerAnswers(key) => {
                stands(key) == Some(Stands::Calling)
                    && desk.call(*key).is_some_and(|call| call.has_audio)
            }
            Step::CustomerLeaves(key) | Step::HangUp(key) => is_talk(key) && desk.is_calm(),
            Step::Hold(key) => {
                is_talk(key)
                    && desk.is_calm()
                    && desk.call(*key).is_some_and(|call| call.has_audio && !call.is_held)
            }
            Step::Resume(key) => {
                is_talk(key)
                    && desk.is_calm()
                    && can_leave
                    && desk.call(*key).is_some_and(|call| call.is_held)
            }
            Step::Record(key) => {
                is_talk(key)
                    && !desk.owes(Owed::Recording(*key))
                    && desk.call(*key).is_some_and(|call| !call.is_recorded)
            }
            Step::Finish(key) => stands(key) == Some(Stands::WrapUp) && desk.is_calm(),
        }
    }

    fn apply(mut desk: Self, step: &Step) -> Self {
        let begun = |key, stands| Belief {
            key,
            stands,
            has_audio: false,
            is_held: false,
            is_recorded: false,
        };
        match *step {
            Step::Dial => {
                let key = desk.next_key;
                desk.next_key += 1;
                desk.calls.push(begun(key, Stands::Calling));
                desk.bring_audio_to(key);
            }
            Step::Ring => {
                let key = desk.next_key;
                desk.next_key += 1;
                desk.calls.push(begun(key, Stands::Offered));
            }
            Step::Answer(key) => {
                desk.call_mut(key).stands = Stands::Answered;
                desk.bring_audio_to(key);
            }
            // There was nothing to wrap up, so it is off the desk at once; its leg still closes.
            Step::Decline(key) => {
                desk.owe_close(key);
                desk.forget(key);
            }
            Step::CustomerAnswers(key) => desk.call_mut(key).stands = Stands::Talk,
            Step::CustomerLeaves(key) | Step::HangUp(key) => desk.end(key),
            Step::Hold(key) => desk.owed.push_back(Owed::Hold(key, true)),
            Step::Resume(key) => {
                if desk.call_mut(key).has_audio {
                    desk.owed.push_back(Owed::Hold(key, false));
                } else {
                    desk.bring_audio_to(key);
                    desk.owed.push_back(Owed::Hold(key, false));
                }
            }
            Step::Record(key) => desk.owed.push_back(Owed::Recording(key)),
            Step::Finish(key) => desk.forget(key),
            Step::Deliver => match desk.owed.pop_front() {
                Some(Owed::Audio(key)) => {
                    let call = desk.call_mut(key);
                    call.has_audio = true;
                    if call.stands == Stands::Answered {
                        call.stands = Stands::Talk;
                    }
                }
                Some(Owed::Hold(key, on)) => desk.call_mut(key).is_held = on,
                Some(Owed::Recording(key)) => desk.call_mut(key).is_recorded = true,
                Some(Owed::Close(_)) | None => {}
            },
        }
        desk
    }
}

/// The real softphone, and what it asked for that has not been done.
struct Page {
    phone: Softphone,
    now: u64,
    open: Vec<Effect>,
}

fn key(n: u8) -> CallKey {
    CallKey(format!("key-{n}"))
}

impl Page {
    fn online() -> Self {
        let mut phone = Self { phone: Softphone::new(), now: 1_767_603_600_000, open: Vec::new() };
        // No limit on the wrap-up: only the agent ends it.
        let settings = Settings { wrap_up_ms: Millis(0), ..Settings::default() };
        phone.take(Input::Host(HostEvent::Started { settings }));
        let token = phone.open.remove(0);
        let outcome = Outcome::Token { lifetime_ms: Millis::seconds(36_000) };
        phone.take(Input::Result(EffectResult { id: token.id, outcome }));
        phone.take(Input::Device(DeviceEvent::Registered));
        phone.open.clear();
        phone
    }

    fn take(&mut self, input: Input) {
        self.now += 7;
        let told = format!("{input:?}");
        self.phone.handle(Timestamp(self.now), input).unwrap_or_else(|refusal| {
            panic!("{told} was refused: {refusal:?}");
        });
        while self.phone.poll_journal().is_some() {}
        self.open.extend(std::iter::from_fn(|| self.phone.poll_effect()));
    }

    fn press(&mut self, command: AgentCommand) {
        self.take(Input::Agent(command));
    }

    fn leg_of(&self, n: u8) -> LegId {
        let call = self.phone.calls().iter().find(|call| call.key == key(n));
        call.map_or_else(|| LegId(format!("CA{n}")), |call| call.leg.id.clone())
    }

    fn leg(&mut self, leg: LegId, news: LegNews) {
        self.take(Input::Leg(LegEvent { leg, news }));
    }

    fn customer(&mut self, n: u8, progress: PartyProgress) {
        let (call, party) = (key(n), PartyId::customer());
        self.take(Input::Party(PartyNews { call, party, seq: 0, progress }));
    }

    /// Takes out the request that the model says is open.
    fn asked(&mut self, what: &str, is_it: impl Fn(&EffectBody) -> bool) -> Effect {
        let at = self.open.iter().position(|effect| is_it(&effect.body));
        let at = at.unwrap_or_else(|| panic!("{what} was not asked for: {:?}", self.open));
        self.open.remove(at)
    }

    fn deliver(&mut self, owed: Owed) {
        match owed {
            Owed::Audio(n) => {
                let leg = self.leg_of(n);
                let _ = self.asked("audio", |body| match body {
                    EffectBody::Carrier(
                        CarrierEffect::Connect { leg: of, .. }
                        | CarrierEffect::Join { leg: of, .. }
                        | CarrierEffect::Accept { leg: of },
                    ) => *of == leg,
                    _ => false,
                });
                self.leg(leg, LegNews::Accepted { call_sid: None });
            }
            Owed::Close(n) => {
                let mine = [LegId(format!("CA{n}")), self.leg_of(n)];
                let asked = self.asked("the end of a leg", |body| match body {
                    EffectBody::Carrier(
                        CarrierEffect::Disconnect { leg } | CarrierEffect::Reject { leg },
                    ) => mine.contains(leg) || leg.0.starts_with(&key(n).0),
                    _ => false,
                });
                let EffectBody::Carrier(
                    CarrierEffect::Disconnect { leg } | CarrierEffect::Reject { leg },
                ) = asked.body
                else {
                    unreachable!("it was looked for");
                };
                self.leg(leg, LegNews::Disconnected);
            }
            Owed::Hold(n, on) => {
                let asked = self.asked("hold", |body| match body {
                    EffectBody::Control(ControlEffect::Hold { call, on: wished, .. }) => {
                        *call == key(n) && *wished == on
                    }
                    _ => false,
                });
                self.take(Input::Result(EffectResult { id: asked.id, outcome: Outcome::Done }));
            }
            Owed::Recording(n) => {
                let _ = self.asked("recording", |body| {
                    matches!(body, EffectBody::Control(ControlEffect::Record { call, .. })
                        if *call == key(n))
                });
                let news = call_core::call::RecordingNews::Started;
                self.take(Input::Recording(RecordingEvent { call: key(n), seq: 0, news }));
            }
        }
    }
}

struct TheDesk;

impl StateMachineTest for TheDesk {
    type SystemUnderTest = (Page, VecDeque<Owed>);
    type Reference = Desk;

    fn init_test(_: &Desk) -> Self::SystemUnderTest {
        (Page::online(), VecDeque::new())
    }

    fn apply(
        (mut phone, before): Self::SystemUnderTest,
        desk: &Desk,
        step: Step,
    ) -> Self::SystemUnderTest {
        let number = || Pii("+15005550100".to_owned());
        match step {
            Step::Dial => phone.press(AgentCommand::Dial {
                call: key(desk.next_key - 1),
                to: number(),
                digits: None,
                name: None,
                record: None,
            }),
            Step::Ring => {
                let n = desk.next_key - 1;
                let (call, called) = (key(n), number());
                let news = LegNews::Invited { call, number: number(), called };
                phone.leg(LegId(format!("CA{n}")), news);
            }
            Step::Answer(n) => phone.press(AgentCommand::Answer { call: key(n) }),
            Step::Decline(n) => phone.press(AgentCommand::Decline { call: key(n) }),
            Step::CustomerAnswers(n) => phone.customer(n, PartyProgress::Answered),
            Step::CustomerLeaves(n) => {
                phone.customer(n, PartyProgress::Ended { end: PartyEnd::Left, sip_code: None });
            }
            Step::HangUp(n) => phone.press(AgentCommand::HangUp { call: key(n) }),
            Step::Hold(n) => phone.press(AgentCommand::Hold { call: key(n) }),
            Step::Resume(n) => phone.press(AgentCommand::Resume { call: key(n) }),
            Step::Record(n) => phone.press(AgentCommand::Record {
                call: key(n),
                action: call_core::call::RecordingAction::Start,
            }),
            Step::Finish(n) => phone.press(AgentCommand::Finish { call: key(n) }),
            Step::Deliver => phone.deliver(before[0]),
        }
        (phone, desk.owed.clone())
    }

    fn check_invariants((phone, _): &Self::SystemUnderTest, desk: &Desk) {
        let view = phone.phone.view();
        for belief in &desk.calls {
            let shown = view.calls.iter().find(|call| call.call == key(belief.key));
            let shown = shown.unwrap_or_else(|| panic!("{belief:?} is not on the desk"));
            assert_eq!(shown.audio, belief.has_audio, "audio: {belief:?} {shown:?}");
            let real = phone.phone.calls().iter().find(|call| call.key == key(belief.key));
            let real = real.expect("what is shown is there");
            assert_eq!(real.state.ended().is_some(), belief.stands == Stands::WrapUp, "{belief:?}");
            if belief.stands == Stands::Talk {
                assert!(real.state.is_talk(), "{belief:?} is {:?}", real.state);
                assert_eq!(shown.parties[0].held, belief.is_held, "hold: {belief:?} {shown:?}");
                let waits = belief.is_held || !belief.has_audio;
                let on_hold = matches!(real.state, CallState::OnHold { .. });
                assert_eq!(on_hold, waits, "{belief:?} is {:?}", real.state);
                let recorded = real.recording.state == RecordingState::On;
                assert_eq!(recorded, belief.is_recorded, "recording: {belief:?}");
            }
        }
        // A call that was given up before it was one may still be closing its leg.
        let closing = view.calls.iter().filter(|call| {
            let n: u8 = call.call.0["key-".len()..].parse().expect("a key of this test");
            desk.call(n).is_none() && !desk.owes(Owed::Close(n))
        });
        assert_eq!(closing.count(), 0, "more calls than the agent knows: {:?}", view.calls);
        let open = phone
            .phone
            .calls()
            .iter()
            .filter(|call| matches!(call.leg.state, LegState::Joining { .. } | LegState::Up));
        assert!(open.count() <= 1, "two lines at once");
        let is_free = view.calls.is_empty();
        assert_eq!(view.occupation == Occupation::Free, is_free, "{:?}", view.occupation);
    }
}

prop_state_machine! {
    #[test]
    fn the_desk_is_as_the_agent_believes(sequential 1..60 => TheDesk);
}
