//! How long an access token lives: the only thing in it that concerns the phone.

use call_core::time::Millis;
use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Base64 to bytes, as every browser and Node have it.
    #[wasm_bindgen(catch)]
    fn atob(text: &str) -> Result<String, JsValue>;
}

/// The lifetime written into the token, from `iat` (or else `nbf`) to `exp`. The span, not the
/// instants: the agent's clock may be wrong, its length of an hour is not.
pub(crate) fn lifetime(token: &str) -> Option<Millis> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let base64 = payload.replace('-', "+").replace('_', "/");
    let claims = JSON::parse(&atob(&base64).ok()?).ok()?;
    let claim = |name: &str| Reflect::get(&claims, &name.into()).ok()?.as_f64();
    let from = claim("iat").or_else(|| claim("nbf"))?;
    let seconds = claim("exp")? - from;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
    (seconds > 0.0).then_some(Millis::seconds(seconds as u64))
}
