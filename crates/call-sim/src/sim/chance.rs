//! What goes wrong and what people do, as items that can be counted, and taken away one by one.

use std::collections::BTreeSet;

use super::{dice::Dice, queue::Instant};

/// How much goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faults {
    /// Nothing: everybody is honest and every request is answered.
    None,
    /// About as much as on a bad day.
    #[default]
    Few,
    /// Much more than anybody would bear.
    Many,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal $few:literal $many:literal;)*) => {
        /// What can go wrong, or be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// How a report calls it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// In how many of ten thousand cases it happens.
            const fn share(self, faults: Faults) -> u64 {
                match (self, faults) {
                    (_, Faults::None) => 0,
                    $((Self::$name, Faults::Few) => $few,)*
                    $((Self::$name, Faults::Many) => $many,)*
                }
            }
        }
    };
}

kinds! {
    /// A call message comes twice.
    MessageTwice "messages doubled" 100 600;
    /// A call message is overtaken by later ones.
    MessageLate "messages late" 100 600;
    /// A call message never comes.
    MessageLost "messages lost" 50 400;
    /// The SDK says the same twice.
    EventTwice "SDK events doubled" 150 800;
    /// The SDK says it late, after other things.
    EventLate "SDK events late" 50 400;
    /// The SDK does not say that a leg is closed.
    EventLost "SDK closings unsaid" 30 200;
    /// The leg does not come up, with an error.
    LegRefused "legs refused" 60 400;
    /// The microphone is denied, which the SDK says after it closed the leg.
    Microphone "microphones denied" 40 200;
    /// The token is refused.
    Token "tokens refused" 100 500;
    /// A token lives for ten minutes only.
    ShortToken "short tokens" 1000 3000;
    /// A request is refused, or the org cannot be reached.
    RequestFailed "requests failed" 150 900;
    /// It is carried out, and the answer is lost.
    AnswerLost "answers lost" 80 500;
    /// The answer takes long.
    AnswerLate "answers late" 80 500;
    /// The answer comes twice.
    AnswerTwice "answers doubled" 50 300;
    /// The page is reloaded.
    Reload "reloads" 1500 1500;
    /// The page is lost.
    Crash "crashes" 800 1000;
    /// The page is lost in the middle of handling something.
    CrashDuring "crashes in between" 800 1500;
    /// The machine sleeps, or the browser freezes the page.
    Sleep "sleeps" 1000 1000;
    /// Somebody sets the clock.
    Clock "clocks set" 300 500;
    /// The line between page and carrier is lost for a while.
    Line "lines lost" 1200 1200;
    /// Audio fails for good.
    LegFailed "legs failed" 1000 1000;
    /// The browser cannot reach the org for a while.
    Offline "outages" 1500 1500;
    /// The org does not take a record at all.
    RecordRefused "records refused" 50 200;
    /// It does not take one of its fields.
    FieldRefused "fields refused" 50 300;
    /// Lightning Data Service does not take the object.
    ObjectRefused "objects refused" 50 300;
    /// The carrier cannot record.
    RecordingFailed "recordings failed" 300 1000;
    /// The browser lets a timer wait.
    TimerLate "timers late" 100 800;
    /// It holds back the timer of a tab that nobody looks at.
    TimerHeld "timers held back" 20 100;
    /// Nothing runs in one tab for a while.
    TabStopped "tabs stopped" 1500 1500;
    /// What was said to it meanwhile is lost.
    LettersLost "heaps of letters lost" 2000 4000;
    /// A tab is closed, also the one that leads.
    TabClosed "tabs closed" 1000 1200;
    /// The component is taken out of the page for a while.
    AppSwitched "apps switched" 1000 1200;
    /// The agent goes on in the other browser.
    OtherBrowser "browsers changed" 800 1000;
    /// The org does not answer about the lease.
    LeaseFailed "leases failed" 150 900;
    /// It decides, and the answer is lost.
    LeaseLost "lease answers lost" 100 500;
    /// Its answer takes long.
    LeaseLate "lease answers late" 100 500;
    /// Somebody presses something. No fault.
    Deed "deeds" 0 0;
    /// Somebody calls. No fault.
    Arrival "arrivals" 0 0;
    /// Somebody opens a tab, closes one, or looks at another. No fault.
    TabDeed "deeds with tabs" 0 0;
}

impl Kind {
    /// Whether it is what people do, rather than what goes wrong.
    pub const fn is_deed(self) -> bool {
        matches!(self, Self::Deed | Self::Arrival | Self::TabDeed)
    }
}

/// One thing that happened: its kind and its name in this shift.
pub type Item = (Kind, u64);

/// Decides what happens, and counts it.
#[derive(Debug)]
pub struct Chance {
    seed: u64,
    faults: Faults,
    /// Where given, nothing else happens.
    allowed: Option<BTreeSet<Item>>,
    /// What happened and when, where somebody wants to know.
    happened: Option<Vec<(Item, Instant)>>,
    counts: Vec<u64>,
    /// Nothing goes wrong any more.
    pub calm: bool,
    /// By the shift's clock.
    pub now: Instant,
}

impl Chance {
    pub fn new(seed: u64, faults: Faults) -> Self {
        let counts = vec![0; Kind::ALL.len()];
        Self { seed, faults, allowed: None, happened: None, counts, calm: false, now: 0 }
    }

    /// Notes what happens, and lets nothing happen but this.
    pub fn only(mut self, allowed: Option<BTreeSet<Item>>) -> Self {
        self.allowed = allowed;
        self.happened = Some(Vec::new());
        self
    }

    /// Dice for what is neither a fault nor a deed: how long things take, and who is who.
    pub fn dice(&self, key: &[u64]) -> Dice {
        Dice::of(self.seed, key)
    }

    /// How long a desk is left in peace on average, in milliseconds.
    pub const fn pause_between_misfortunes(&self) -> u64 {
        match self.faults {
            Faults::None | Faults::Few => 120_000,
            Faults::Many => 30_000,
        }
    }

    /// Whether this goes wrong here.
    pub fn fault(&mut self, kind: Kind, key: &[u64]) -> bool {
        let share = kind.share(self.faults);
        if self.calm || share == 0 {
            return false;
        }
        let mut dice = self.dice_of(kind, key);
        dice.hits(share) && self.happens(kind, dice.roll())
    }

    /// Whether somebody does this here; who would do it has decided already.
    pub fn deed(&mut self, kind: Kind, key: &[u64]) -> bool {
        let name = self.dice_of(kind, key).roll();
        self.happens(kind, name)
    }

    fn dice_of(&self, kind: Kind, key: &[u64]) -> Dice {
        let mut dice = Dice::of(self.seed ^ (kind as u64 + 1), key);
        Dice::of(dice.roll(), &[])
    }

    fn happens(&mut self, kind: Kind, name: u64) -> bool {
        let item = (kind, name);
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&item)) {
            return false;
        }
        self.counts[kind as usize] += 1;
        if let Some(happened) = &mut self.happened {
            happened.push((item, self.now));
        }
        true
    }

    /// How often each kind happened.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// What happened, in order.
    pub fn take_happened(&mut self) -> Vec<(Item, Instant)> {
        self.happened.take().unwrap_or_default()
    }
}
