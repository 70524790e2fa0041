//! The browser's lock: of all tabs one holds it. The browser gives it to the next in its queue
//! when the tab that holds it is gone, however it went.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

/// What the browser says of the lock.
pub(super) enum LockNews {
    Granted,
    /// Another tab stole it.
    Lost,
    /// There are no locks.
    Unavailable,
}

/// One lock.
#[derive(Default)]
pub(super) struct Lock {
    /// Which request counts: those before it are over, whatever the browser still says of them. A
    /// request that is overtaken stays in the browser's queue, and lets the lock go at once.
    turn: Rc<Cell<u32>>,
    /// Lets it go.
    release: Rc<RefCell<Option<Function>>>,
}

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;

    type Rejectable;

    #[wasm_bindgen(method)]
    fn catch(this: &Rejectable, rejected: &JsValue) -> JsValue;
}

impl Lock {
    /// Asks for the lock, and waits in the queue, or steals it.
    pub(super) fn request(&self, name: &str, steal: bool, tell: impl Fn(LockNews) + 'static) {
        let turn = self.next_turn();
        let Some(locks) = manager() else { return tell(LockNews::Unavailable) };
        let options = Object::new();
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &"steal".into(), &steal.into());
        let tell = Rc::new(tell);
        let (current, release, granted) = (self.turn.clone(), self.release.clone(), tell.clone());
        let on_grant = Closure::once_into_js(move |_: JsValue| -> JsValue {
            if current.get() != turn {
                return JsValue::UNDEFINED;
            }
            // The lock is held until this promise is settled.
            let held = Promise::new(&mut |resolve, _| {
                release.replace(Some(resolve));
            });
            granted(LockNews::Granted);
            held.into()
        });
        let (current, lost) = (self.turn.clone(), tell.clone());
        let on_end = Closure::once_into_js(move |_: JsValue| {
            if current.get() == turn {
                lost(LockNews::Lost);
            }
        });
        match locks.request(name, &options, &on_grant) {
            Ok(promise) => {
                promise.unchecked_ref::<Rejectable>().catch(&on_end);
            }
            Err(_) => tell(LockNews::Unavailable),
        }
    }

    /// Lets it go, or leaves the queue.
    pub(super) fn release(&self) {
        self.next_turn();
    }

    fn next_turn(&self) -> u32 {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
        turn
    }
}

/// `navigator.locks`, which pages without a secure origin do not have.
fn manager() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
