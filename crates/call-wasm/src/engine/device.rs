//! The SDK's `Device`, bound to an engine.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use call_core::{
    Input,
    ids::{CallKey, LegId},
    input::DeviceEvent,
};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{Inner, leg};
use crate::twilio::{Call, Device, Listener, error_of};

/// How the SDK names an unregistered device.
const UNREGISTERED: &str = "unregistered";

/// A device and our listeners on it.
pub(super) struct BoundDevice {
    device: Device,
    pub(super) token: String,
    listeners: Vec<Listener>,
    /// The leg being opened, and whether it is to be closed as soon as it is there.
    opening: Rc<RefCell<Option<(LegId, bool)>>>,
}

impl BoundDevice {
    pub(super) fn new(inner: &Rc<Inner>, token: &str, options: &JsValue) -> Result<Self, JsValue> {
        let device = Device::new(token, &with_defaults(options))?;
        let tell = |event: &'static str, news: DeviceEvent| {
            let inner = Rc::downgrade(inner);
            Listener::on_device(&device, event, move |_, _| push(&inner, Input::Device(news)))
        };
        let mut listeners = vec![
            tell("registering", DeviceEvent::Registering),
            tell("registered", DeviceEvent::Registered),
            tell("unregistered", DeviceEvent::Unregistered),
            tell("destroyed", DeviceEvent::Destroyed),
        ];
        let weak = Rc::downgrade(inner);
        listeners.push(Listener::on_device(&device, "error", move |error, call| {
            // With a call it is the leg's own error, which the leg reports itself.
            if call.is_falsy() {
                let error = error_of(&error);
                push(&weak, Input::Device(DeviceEvent::Error { error }));
            }
        }));
        let weak = Rc::downgrade(inner);
        listeners.push(Listener::on_device(&device, "incoming", move |call, _| {
            if let Some(inner) = weak.upgrade() {
                leg::incoming(&inner, call.unchecked_into::<Call>());
            }
        }));
        Ok(Self { device, token: token.into(), listeners, opening: Rc::default() })
    }

    pub(super) fn is_unregistered(&self) -> bool {
        self.device.state() == UNREGISTERED
    }

    /// Asks for registration. The outcome is told by events; the promise only says whether the SDK
    /// could try.
    pub(super) fn register(&self, inner: &Rc<Inner>) {
        let inner = Rc::downgrade(inner);
        let failed = Closure::once_into_js(move |error: JsValue| {
            if let Some(inner) = inner.upgrade() {
                fail(&inner, &error);
            }
        });
        let _ = self.device.register().catch2(&failed);
    }

    pub(super) fn update_token(&mut self, token: String) -> Result<(), JsValue> {
        self.device.update_token(&token)?;
        self.token = token;
        Ok(())
    }

    /// Opens a leg. Its purpose is a parameter for the org: `To`, whom the carrier is to call, or
    /// `Rejoin`.
    pub(super) fn connect(
        &self,
        inner: &Rc<Inner>,
        leg: LegId,
        call: CallKey,
        purpose: (&str, &str),
    ) {
        let params = Object::new();
        set(&params, purpose.0, &purpose.1.into());
        set(&params, "CallKey", &call.0.as_str().into());
        // The participant's label carries it: a leg of a lower term is put out by one of a higher.
        set(&params, "Term", &inner.term().to_string().into());
        let options = Object::new();
        set(&options, "params", &params);
        self.opening.replace(Some((leg.clone(), false)));
        let (weak, opening, id) = (Rc::downgrade(inner), self.opening.clone(), leg.clone());
        let opened = Closure::once_into_js(move |sdk: JsValue| {
            let doomed = opening.take().is_some_and(|(_, doomed)| doomed);
            let sdk: Call = sdk.unchecked_into();
            let Some(inner) = weak.upgrade() else { return };
            leg::bind(&inner, id, call, sdk.clone());
            if doomed {
                let _ = sdk.disconnect();
            }
        });
        let (weak, opening) = (Rc::downgrade(inner), self.opening.clone());
        let refused = Closure::once_into_js(move |error: JsValue| {
            opening.take();
            if let Some(inner) = weak.upgrade() {
                leg::fail(&inner, leg, &error);
            }
        });
        let promise = self.device.connect(&options);
        let _ = then(&promise, &opened, &refused);
    }

    /// Marks a leg that is being opened to be closed at once. Whether it is being opened.
    pub(super) fn doom(&self, leg: &LegId) -> bool {
        match &mut *self.opening.borrow_mut() {
            Some((id, doomed)) if id == leg => {
                *doomed = true;
                true
            }
            _ => false,
        }
    }

    /// Takes our listeners off and ends the device: its last events are no news.
    pub(super) fn destroy(&self) {
        for listener in &self.listeners {
            listener.off_device(&self.device);
        }
        self.device.destroy();
    }
}

#[wasm_bindgen]
extern "C" {
    /// Promises with handlers that free themselves.
    #[wasm_bindgen(extends = js_sys::Promise, js_name = Promise)]
    type Then;
    #[wasm_bindgen(method)]
    fn then(this: &Then, resolved: &JsValue, rejected: &JsValue) -> JsValue;
    #[wasm_bindgen(method)]
    fn catch(this: &Then, rejected: &JsValue) -> JsValue;
}

trait Catch {
    fn catch2(&self, rejected: &JsValue) -> JsValue;
}

impl Catch for js_sys::Promise {
    fn catch2(&self, rejected: &JsValue) -> JsValue {
        self.unchecked_ref::<Then>().catch(rejected)
    }
}

fn then(promise: &js_sys::Promise, resolved: &JsValue, rejected: &JsValue) -> JsValue {
    promise.unchecked_ref::<Then>().then(resolved, rejected)
}

/// The device failed at something we asked of it.
pub(super) fn fail(inner: &Rc<Inner>, error: &JsValue) {
    inner.push(Input::Device(DeviceEvent::Error { error: error_of(error) }));
}

pub(super) fn push(inner: &Weak<Inner>, input: Input) {
    if let Some(inner) = inner.upgrade() {
        inner.push(input);
    }
}

/// The page's options over our own: typed error codes instead of a few vague ones, and our name
/// in the carrier's insights.
fn with_defaults(options: &JsValue) -> Object {
    let all = Object::new();
    set(&all, "appName", &"Offhook".into());
    set(&all, "appVersion", &env!("CARGO_PKG_VERSION").into());
    // Without it a second call is dropped in silence: neither the agent nor the org would know.
    set(&all, "allowIncomingWhileBusy", &true.into());
    set(&all, "enableImprovedSignalingErrorPrecision", &true.into());
    if let Some(options) = options.dyn_ref::<Object>() {
        Object::assign(&all, options);
    }
    all
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
