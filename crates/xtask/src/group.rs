//! Process groups: what is started together ends together.
//!
//! On systems without process groups a program's children are on their own.

use std::process::Command;

#[cfg(unix)]
mod unix {
    use std::{
        collections::BTreeSet,
        os::unix::process::CommandExt,
        process::Command,
        sync::{
            Mutex, MutexGuard, PoisonError,
            atomic::{AtomicBool, Ordering},
        },
        thread,
        time::{Duration, Instant},
    };

    use nix::{
        sys::signal::{Signal, killpg},
        unistd::Pid,
    };

    /// How long a group may take to clean up after itself.
    const PATIENCE: Duration = Duration::from_secs(3);

    /// The groups that are running, for when this process is interrupted.
    static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

    /// Whether this process is ending; then nothing more is begun, and nothing more is said.
    static INTERRUPTED: AtomicBool = AtomicBool::new(false);

    /// Does not return while this process is being ended.
    pub fn stay_if_interrupted() {
        while INTERRUPTED.load(Ordering::SeqCst) {
            thread::park();
        }
    }

    fn running() -> MutexGuard<'static, BTreeSet<u32>> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn own(command: &mut Command) {
        command.process_group(0);
    }

    /// A group that is ended when this is dropped.
    #[derive(Debug)]
    pub struct Running(u32);

    impl Running {
        pub fn new(leader: u32) -> Self {
            running().insert(leader);
            Self(leader)
        }

        /// Ends whatever is left of the group.
        pub fn end(self) {
            drop(self);
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            end(&[self.0]);
            running().remove(&self.0);
        }
    }

    /// Asks first, then insists. A group without a living member is passed over.
    fn end(groups: &[u32]) {
        let signal = |signal| {
            groups
                .iter()
                .filter(|id| {
                    let id = Pid::from_raw(i32::try_from(**id).unwrap_or(i32::MAX));
                    killpg(id, signal).is_ok()
                })
                .count()
        };
        if signal(Some(Signal::SIGTERM)) == 0 {
            return;
        }
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
            if signal(None) == 0 {
                return;
            }
        }
        signal(Some(Signal::SIGKILL));
    }

    /// Ends every running group when this process is interrupted or asked to end.
    pub fn end_all_on_interrupt() {
        // It fails only when a handler exists already, and nothing else here installs one.
        let _ = ctrlc::set_handler(|| {
            INTERRUPTED.store(true, Ordering::SeqCst);
            let groups: Vec<u32> = running().iter().copied().collect();
            end(&groups);
            std::process::exit(130);
        });
    }
}

#[cfg(unix)]
pub use unix::{Running, end_all_on_interrupt, own, stay_if_interrupted};

#[cfg(not(unix))]
mod other {
    use std::process::Command;

    pub fn own(_command: &mut Command) {}

    /// Nothing is known of what a program has started.
    #[derive(Debug)]
    pub struct Running;

    impl Running {
        pub fn new(_leader: u32) -> Self {
            Self
        }

        pub fn end(self) {}
    }

    pub fn end_all_on_interrupt() {}

    pub fn stay_if_interrupted() {}
}

#[cfg(not(unix))]
pub use other::{Running, end_all_on_interrupt, own, stay_if_interrupted};

/// Becomes `command` where the system can, so that it gets the terminal and its signals; else
/// runs it to its end.
///
/// # Errors
/// It cannot be started.
pub fn become_program(command: &mut Command) -> std::io::Result<i32> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.exec())
    }
    #[cfg(not(unix))]
    {
        command.status().map(|status| status.code().unwrap_or(1))
    }
}
