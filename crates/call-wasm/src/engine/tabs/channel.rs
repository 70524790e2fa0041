//! Letters between the tabs of one user, and what the page says of itself.
//!
//! Letters are JSON text: objects of a component do not survive the channel inside Lightning Web
//! Security. The listeners live as long as the document does.

use call_core::{json::to_json, tabs::Letter};
use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::prelude::*;

use crate::read;

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;

    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;

    #[wasm_bindgen(method, js_name = postMessage, catch)]
    fn post_message(this: &BroadcastChannel, message: &str) -> Result<(), JsValue>;

    /// Anything that events come from.
    type Source;

    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &Source, event: &str, listener: &Function);
}

/// The channel of one user.
pub(super) struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Without channels a tab is alone.
    pub(super) fn open(name: &str, heard: impl Fn(Letter) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(name) else { return Self(None) };
        listen(channel.as_ref(), "message", move |event| {
            let data = Reflect::get(&event, &"data".into()).unwrap_or_default();
            // What is no letter is of another version, or of nobody.
            let letter = data.as_string().and_then(|text| JSON::parse(&text).ok());
            if let Some(letter) = letter.and_then(|letter| read::read(letter).ok()) {
                heard(letter);
            }
        });
        Self(Some(channel))
    }

    pub(super) fn post(&self, letter: &Letter) {
        if let Some(channel) = &self.0 {
            // A channel that was closed with its page has nobody to tell.
            let _ = channel.post_message(&to_json(letter));
        }
    }
}

/// Listens for as long as the document lives.
pub(super) fn listen(source: &JsValue, event: &str, listener: impl Fn(JsValue) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(listener).into_js_value();
    source.unchecked_ref::<Source>().listen(event, closure.unchecked_ref());
}

/// Whether the agent looks at this page.
pub(super) fn is_focused() -> bool {
    let global: web_sys::Window = js_sys::global().unchecked_into();
    let document = Reflect::get(&global, &"document".into()).unwrap_or_default();
    let ask = Reflect::get(&document, &"hasFocus".into()).unwrap_or_default();
    let answer = ask.dyn_ref::<Function>().and_then(|ask| ask.call0(&document).ok());
    answer.is_some_and(|answer| answer.is_truthy())
}
