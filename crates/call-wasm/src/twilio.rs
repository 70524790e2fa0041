//! The Twilio Voice SDK, as far as the phone uses it. The SDK's script puts `Twilio` into the
//! global scope; nothing of it is wrapped or changed.

use call_core::carrier_error::CarrierError;
use js_sys::{Function, Map, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Twilio.Device`.
    #[wasm_bindgen(js_namespace = Twilio)]
    #[derive(Clone)]
    pub(crate) type Device;

    #[wasm_bindgen(constructor, js_namespace = Twilio, catch)]
    pub(crate) fn new(token: &str, options: &JsValue) -> Result<Device, JsValue>;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn state(this: &Device) -> String;

    /// Rejects only where it cannot even try; a refused token never rejects it.
    #[wasm_bindgen(method)]
    pub(crate) fn register(this: &Device) -> Promise;

    #[wasm_bindgen(method, js_name = updateToken, catch)]
    pub(crate) fn update_token(this: &Device, token: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    pub(crate) fn connect(this: &Device, options: &JsValue) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn destroy(this: &Device);

    #[wasm_bindgen(method, js_name = on)]
    pub(crate) fn on_device(this: &Device, event: &str, listener: &Function);

    #[wasm_bindgen(method, js_name = removeListener)]
    pub(crate) fn off_device(this: &Device, event: &str, listener: &Function);

    /// `Twilio.Call`.
    #[derive(Clone)]
    pub(crate) type Call;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn parameters(this: &Call) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = customParameters)]
    pub(crate) fn custom_parameters(this: &Call) -> Map;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn accept(this: &Call) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn reject(this: &Call) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn disconnect(this: &Call) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn mute(this: &Call, on: bool) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = sendDigits, catch)]
    pub(crate) fn send_digits(this: &Call, digits: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = on)]
    pub(crate) fn on_call(this: &Call, event: &str, listener: &Function);

    #[wasm_bindgen(method, js_name = removeListener)]
    pub(crate) fn off_call(this: &Call, event: &str, listener: &Function);
}

/// The error behind whatever the SDK threw or emitted. What has no code (an `Error` about the
/// SDK's own state) is unknown, 31000.
pub(crate) fn error_of(error: &JsValue) -> CarrierError {
    js_sys::Reflect::get(error, &"code".into()).ok().and_then(|code| code.as_f64()).map_or(
        CarrierError::UnknownError,
        |code| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
            CarrierError::from(code as u32)
        },
    )
}

/// A text property of an object, if it is there and is text.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(object, &name.into()).ok()?.as_string()
}

/// A number property of an object, if it is there and is a number.
pub(crate) fn number(object: &JsValue, name: &str) -> Option<f64> {
    js_sys::Reflect::get(object, &name.into()).ok()?.as_f64()
}

/// A listener on the SDK: a closure that lives until it is taken off.
pub(crate) struct Listener {
    event: &'static str,
    closure: Closure<dyn FnMut(JsValue, JsValue)>,
}

impl Listener {
    pub(crate) fn on_device(
        device: &Device,
        event: &'static str,
        listener: impl FnMut(JsValue, JsValue) + 'static,
    ) -> Self {
        let closure = Closure::new(listener);
        device.on_device(event, as_function(&closure));
        Self { event, closure }
    }

    pub(crate) fn on_call(
        call: &Call,
        event: &'static str,
        listener: impl FnMut(JsValue, JsValue) + 'static,
    ) -> Self {
        let closure = Closure::new(listener);
        call.on_call(event, as_function(&closure));
        Self { event, closure }
    }

    pub(crate) fn off_device(&self, device: &Device) {
        device.off_device(self.event, as_function(&self.closure));
    }

    pub(crate) fn off_call(&self, call: &Call) {
        call.off_call(self.event, as_function(&self.closure));
    }
}

fn as_function(closure: &Closure<dyn FnMut(JsValue, JsValue)>) -> &Function {
    closure.as_ref().unchecked_ref()
}
