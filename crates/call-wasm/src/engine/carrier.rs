//! Carries out effects for the SDK, and keeps its device and leg.

use std::cell::RefCell;
use std::rc::Rc;

use call_core::{
    effect::CarrierEffect,
    ids::{CallKey, LegId},
};
use wasm_bindgen::JsValue;

use super::{Inner, device::BoundDevice, leg::BoundLeg};

/// The SDK side of an engine.
pub(super) struct Carrier {
    options: JsValue,
    token: RefCell<String>,
    pub(super) device: RefCell<Option<BoundDevice>>,
    pub(super) legs: RefCell<Vec<BoundLeg>>,
}

impl Carrier {
    pub(super) fn new(options: JsValue) -> Self {
        Self {
            options,
            token: RefCell::default(),
            device: RefCell::default(),
            legs: RefCell::default(),
        }
    }

    pub(super) fn keep_token(&self, token: String) {
        self.token.replace(token);
    }

    pub(super) fn perform(&self, inner: &Rc<Inner>, effect: CarrierEffect) {
        match effect {
            CarrierEffect::Register => self.register(inner),
            CarrierEffect::UpdateToken => self.update_token(inner),
            CarrierEffect::Connect { leg, call, number } => {
                self.connect(inner, leg, call, ("To", &number.0));
            }
            CarrierEffect::Join { leg, call } => self.connect(inner, leg, call, ("Rejoin", "true")),
            CarrierEffect::Accept { leg } => self.command(inner, &leg, |l| l.call.accept()),
            CarrierEffect::Reject { leg } => self.command(inner, &leg, |l| l.call.reject()),
            CarrierEffect::Disconnect { leg } => {
                if !self.doom(&leg) {
                    self.command(inner, &leg, |l| l.call.disconnect());
                }
            }
            CarrierEffect::Mute { leg, on } => self.command(inner, &leg, |l| l.call.mute(on)),
            CarrierEffect::SendDigits { leg, digits } => {
                self.command(inner, &leg, |l| l.call.send_digits(&digits.0));
            }
        }
    }

    /// The phone is another tab's: device and legs are closed, and nothing they say is heard.
    pub(super) fn abandon(&self) {
        for leg in self.legs.take() {
            leg.release();
        }
        if let Some(device) = self.device.take() {
            device.destroy();
        }
        self.token.take();
    }

    /// Opens a leg: to have somebody called, or into a conference that exists.
    fn connect(&self, inner: &Rc<Inner>, leg: LegId, call: CallKey, purpose: (&str, &str)) {
        match &*self.device.borrow() {
            Some(device) => device.connect(inner, leg, call, purpose),
            // The core opens legs only when online, and it is never online without a device.
            None => super::leg::fail(inner, leg, &JsValue::UNDEFINED),
        }
    }

    fn register(&self, inner: &Rc<Inner>) {
        let token = self.token.borrow().clone();
        let mut slot = self.device.borrow_mut();
        // A device that is on its way already is left alone, unless its token was refused: then
        // the core has asked for a new token first, and the old device is of no more use.
        if let Some(device) = &*slot {
            if device.token == token {
                drop(slot);
                self.register_again(inner);
                return;
            }
            device.destroy();
        }
        match BoundDevice::new(inner, &token, &self.options) {
            Ok(device) => {
                device.register(inner);
                *slot = Some(device);
            }
            Err(error) => super::device::fail(inner, &error),
        }
    }

    fn register_again(&self, inner: &Rc<Inner>) {
        if let Some(device) = &*self.device.borrow()
            && device.is_unregistered()
        {
            device.register(inner);
        }
    }

    fn update_token(&self, inner: &Rc<Inner>) {
        let token = self.token.borrow().clone();
        if let Some(device) = &mut *self.device.borrow_mut()
            && let Err(error) = device.update_token(token)
        {
            super::device::fail(inner, &error);
        }
        self.register_again(inner);
    }

    /// A leg that is being opened is closed as soon as it is there. Whether it was such a one.
    fn doom(&self, leg: &LegId) -> bool {
        self.device.borrow().as_ref().is_some_and(|device| device.doom(leg))
    }

    /// A command to a leg. What the SDK throws is the leg's error; a leg that is gone has nothing
    /// to say any more.
    fn command(
        &self,
        inner: &Rc<Inner>,
        leg: &LegId,
        command: impl FnOnce(&BoundLeg) -> Result<(), JsValue>,
    ) {
        // The SDK calls back synchronously, and those callbacks look for the leg too.
        let bound = self.legs.borrow().iter().rev().find(|bound| bound.id == *leg).cloned();
        if let Some(bound) = bound
            && let Err(error) = command(&bound)
        {
            super::leg::fail(inner, leg.clone(), &error);
        }
    }
}
