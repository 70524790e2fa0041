//! Going online and staying there: token, registration, and trouble with either.

use super::{Softphone, results::Awaited, timers::Timer};
use crate::{
    call::{LegState, Way},
    carrier_error::{CarrierError, Meaning},
    effect::{CarrierEffect, EffectBody, TokenEffect},
    input::{DeviceEvent, PortError},
    phone::{PhoneProblem, PhoneState},
    time::Millis,
};

/// How long a registration may take before the agent is told that the carrier does not answer.
/// The SDK goes on trying and says nothing.
const REGISTRATION_LIMIT: Millis = Millis::seconds(15);

/// The longest pause between two tries for a token.
const LONGEST_PAUSE: Millis = Millis::seconds(60);

impl Softphone {
    pub(super) fn start(&mut self) {
        // A second start brings newer settings and nothing else.
        if self.phone.state == PhoneState::Down {
            self.fetch_token();
        }
    }

    pub(super) fn reconnect(&mut self) {
        if !self.phone.is_online() && !self.awaits_token() {
            self.phone.failures = 0;
            self.fetch_token();
        }
    }

    fn awaits_token(&self) -> bool {
        self.awaited.iter().any(|(_, awaited, _)| *awaited == Awaited::Token)
    }

    fn fetch_token(&mut self) {
        self.timers.stop(Timer::Token);
        if self.awaits_token() {
            return;
        }
        if !self.phone.is_online() {
            self.phone.state = PhoneState::FetchingToken;
        }
        self.ask(EffectBody::Token(TokenEffect::Fetch), Awaited::Token);
    }

    /// A token is at hand. It is renewed when four fifths of its life are over, or five minutes
    /// before its end, whichever is later: the SDK's own warning cannot be relied on.
    pub(super) fn token(&mut self, lifetime: Millis) {
        let margin = (lifetime.0 / 5).min(Millis::seconds(300).0);
        // Not more often than every second, however short its life.
        let renewal = Millis((lifetime.0 - margin).max(1000));
        self.timers.set(Timer::Token, self.now().plus(renewal));
        match self.phone.problem {
            Some(PhoneProblem::NoToken { .. }) => {
                self.phone.problem = None;
                self.phone.failures = 0;
            }
            // A device that stays registered does not say so again.
            Some(PhoneProblem::TokenRefused { .. } | PhoneProblem::CarrierUnreachable)
                if self.phone.is_online() =>
            {
                self.phone.problem = None;
            }
            Some(PhoneProblem::TokenRefused { .. } | PhoneProblem::CarrierUnreachable) | None => {}
        }
        if self.phone.has_device {
            self.emit(EffectBody::Carrier(CarrierEffect::UpdateToken));
        } else {
            self.phone.has_device = true;
            self.emit(EffectBody::Carrier(CarrierEffect::Register));
        }
        if !self.phone.is_online() {
            self.phone.state = PhoneState::Registering;
            self.timers.set(Timer::Registration, self.now().plus(REGISTRATION_LIMIT));
        }
    }

    pub(super) fn no_token(&mut self, error: PortError) {
        let named = error.pause();
        self.phone.problem = Some(PhoneProblem::NoToken { error });
        self.wait_for_token(named);
        if !self.phone.is_online() {
            self.phone.state = PhoneState::Waiting;
        }
    }

    /// Another try for a token after a doubling pause, or the one the org named.
    fn wait_for_token(&mut self, named: Option<Millis>) {
        self.phone.failures = self.phone.failures.saturating_add(1);
        let doubled = Millis(1000 << self.phone.failures.min(6)).min(LONGEST_PAUSE);
        self.timers.set(Timer::Token, self.now().plus(named.unwrap_or(doubled)));
    }

    pub(super) fn device(&mut self, event: DeviceEvent) {
        if self.phone.state == PhoneState::Down {
            return; // no device of ours
        }
        match event {
            DeviceEvent::Registered => {
                self.phone.state = PhoneState::Online;
                self.phone.problem = None;
                self.phone.failures = 0;
                self.timers.stop(Timer::Registration);
            }
            DeviceEvent::Registering | DeviceEvent::Unregistered => self.lose_registration(),
            DeviceEvent::Error { error } => self.device_error(error),
            DeviceEvent::Destroyed => {
                self.discard_device();
                self.fetch_token();
            }
        }
    }

    /// The SDK registers again by itself; we only watch that it gets there.
    fn lose_registration(&mut self) {
        if self.phone.is_online() {
            self.phone.state = PhoneState::Registering;
            self.timers.set(Timer::Registration, self.now().plus(REGISTRATION_LIMIT));
        }
    }

    fn device_error(&mut self, error: CarrierError) {
        match error.meaning() {
            Meaning::Token => {
                self.phone.problem = Some(PhoneProblem::TokenRefused { error });
                // A device that was refused once does not recover by a new token alone; a fresh
                // one does. One that carries a call must not be torn down before the call is over.
                if self.has_open_leg() {
                    self.phone.device_is_stale = true;
                    self.timers.stop(Timer::Registration);
                } else {
                    self.discard_device();
                }
                if self.phone.failures == 0 {
                    self.phone.failures = 1;
                    self.fetch_token();
                } else if !self.awaits_token() {
                    self.wait_for_token(None);
                    if !self.phone.is_online() {
                        self.phone.state = PhoneState::Waiting;
                    }
                }
            }
            Meaning::Transient | Meaning::Final | Meaning::Request | Meaning::FarEnd => {
                if !self.phone.is_online() && self.phone.problem.is_none() {
                    self.phone.problem = Some(PhoneProblem::CarrierUnreachable);
                }
            }
            // The microphone is a matter of a call.
            Meaning::Microphone => {}
        }
    }

    /// The device is of no more use: the next token makes another.
    fn discard_device(&mut self) {
        self.phone.has_device = false;
        self.phone.device_is_stale = false;
        self.phone.state = PhoneState::FetchingToken;
        self.timers.stop(Timer::Registration);
    }

    /// Replaces a device that was kept only for its call, once that call's leg is over.
    pub(super) fn replace_device(&mut self) {
        if self.phone.device_is_stale && !self.has_open_leg() {
            self.discard_device();
            self.fetch_token();
        }
    }

    fn has_open_leg(&self) -> bool {
        self.calls.iter().any(|call| {
            call.leg.takes_line()
                || matches!(
                    call.leg.state,
                    LegState::Invited | LegState::Wanted { way: Way::Accept, .. }
                )
        })
    }

    pub(super) fn expire(&mut self) {
        while let Some(timer) = self.timers.expired(self.now()) {
            match timer {
                Timer::Token => self.fetch_token(),
                // `tell_omni` does it.
                Timer::Presence => {}
                Timer::Registration => {
                    if self.phone.state == PhoneState::Registering {
                        self.phone.problem = Some(PhoneProblem::CarrierUnreachable);
                        // A device that is registering ignores it; one that fell out starts over.
                        self.emit(EffectBody::Carrier(CarrierEffect::Register));
                        self.timers.set(Timer::Registration, self.now().plus(REGISTRATION_LIMIT));
                    }
                }
            }
        }
        self.expire_silence();
        self.expire_calls();
    }
}
