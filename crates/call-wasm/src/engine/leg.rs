//! The SDK's `Call`, bound to an engine: the agent's leg.

use std::cell::Cell;
use std::rc::Rc;

use call_core::{
    Input,
    ids::{CallKey, LegId},
    input::{LegEvent, LegNews},
    pii::Pii,
};
use wasm_bindgen::prelude::*;

use super::{Inner, device::push};
use crate::{
    news,
    twilio::{Call, Listener, error_of, text},
};

/// A leg and our listeners on it.
#[derive(Clone)]
pub(super) struct BoundLeg {
    pub(super) id: LegId,
    pub(super) call: Call,
    listeners: Rc<Vec<Listener>>,
    /// It is over; what it says from here on may still explain why.
    over: Rc<Cell<bool>>,
}

/// Somebody calls.
pub(super) fn incoming(inner: &Rc<Inner>, sdk: Call) {
    let parameters = sdk.parameters();
    let parameter = |name| text(&parameters, name).unwrap_or_default();
    let id = LegId(parameter("CallSid"));
    let custom = sdk.custom_parameters();
    let told = |name: &str| custom.get(&name.into()).as_string().filter(|text| !text.is_empty());
    // A call the org did not name gets its key here.
    let call = CallKey(told("CallKey").unwrap_or_else(random_uuid));
    let number = Pii(parameter("From"));
    // The leg's own `To` is this client; which number was called, the org has to say.
    let called = Pii(told("CalledNumber").unwrap_or_else(|| parameter("To")));
    bind(inner, id.clone(), call.clone(), sdk);
    tell(inner, id, LegNews::Invited { call, number, called });
}

/// Listens to a leg for as long as it lives.
pub(super) fn bind(inner: &Rc<Inner>, id: LegId, key: CallKey, call: Call) {
    let on = |event: &'static str, news: fn(&JsValue) -> LegNews| {
        let (weak, leg) = (Rc::downgrade(inner), id.clone());
        Listener::on_call(&call, event, move |argument, _| {
            let news = news(&argument);
            push(&weak, Input::Leg(LegEvent { leg: leg.clone(), news }));
        })
    };
    let mut listeners = vec![
        on("ringing", |early| LegNews::Ringing { early_media: early.is_truthy() }),
        on("accept", |call| LegNews::Accepted {
            call_sid: text(&call.unchecked_ref::<Call>().parameters(), "CallSid"),
        }),
        on("reconnecting", |error| LegNews::Reconnecting { error: error_of(error) }),
        on("reconnected", |_| LegNews::Reconnected),
        on("mute", |on| LegNews::Muted { on: on.is_truthy() }),
        on("disconnect", |_| LegNews::Disconnected),
        on("cancel", |_| LegNews::Cancelled),
        on("reject", |_| LegNews::Rejected),
        on("error", |error| LegNews::Failed { error: error_of(error) }),
    ];
    let weak = Rc::downgrade(inner);
    listeners.push(Listener::on_call(&call, "messageReceived", move |message, _| {
        let content = js_sys::Reflect::get(&message, &"content".into()).unwrap_or_default();
        if let Some(news) = news::read(&content, &key) {
            push(&weak, news);
        }
    }));
    let over = Rc::new(Cell::new(false));
    for event in ["disconnect", "cancel", "reject"] {
        let over = over.clone();
        listeners.push(Listener::on_call(&call, event, move |_, _| over.set(true)));
    }
    let mut legs = inner.carrier.legs.borrow_mut();
    release_those_over(&mut legs);
    legs.push(BoundLeg { id, call, listeners: Rc::new(listeners), over });
}

/// Takes our listeners off legs that are over. Not when they end but before the next one begins:
/// the SDK reports a denied microphone after `disconnect`, and a listener must not be dropped from
/// inside itself.
fn release_those_over(legs: &mut Vec<BoundLeg>) {
    legs.retain(|bound| {
        let over = bound.over.get();
        if over {
            bound.release();
        }
        !over
    });
}

impl BoundLeg {
    /// Takes our listeners off.
    pub(super) fn release(&self) {
        for listener in self.listeners.iter() {
            listener.off_call(&self.call);
        }
    }
}

/// The SDK refused something about a leg.
pub(super) fn fail(inner: &Rc<Inner>, leg: LegId, error: &JsValue) {
    let error = error_of(error);
    tell(inner, leg.clone(), LegNews::Failed { error });
    // A leg that was never opened closes without saying so.
    let open = inner.carrier.legs.borrow().iter().any(|bound| bound.id == leg);
    if !open {
        tell(inner, leg, LegNews::Disconnected);
    }
}

fn tell(inner: &Rc<Inner>, leg: LegId, news: LegNews) {
    inner.push(Input::Leg(LegEvent { leg, news }));
}

pub(super) fn random_uuid() -> String {
    let global: web_sys::Window = js_sys::global().unchecked_into();
    global.crypto().map_or_else(|_| String::new(), |crypto| crypto.random_uuid())
}
