//! What must always hold, and when a world is at rest.

use call_core::{
    call::{Call, CallState, LegState, PartyState, RecordingNews, RecordingState},
    presence::Occupation,
};
use stateright::Property;

use super::{
    State,
    carrier::Conference,
    plans::Plan,
    world::{Page, PageLegState, World},
};

/// Of a model.
pub fn of(plan: &Plan) -> Vec<Property<Plan>> {
    let mut all = vec![
        Property::<Plan>::always("one active audio leg at most", |_, state: &State| {
            let legs = state.world.pages.iter().flat_map(|page| &page.legs);
            legs.filter(|leg| leg.state != PageLegState::Ringing).count() <= 1
        }),
        Property::<Plan>::always("nothing forbidden is done", |_, state: &State| {
            // No command for an ended call; one dial and one record for each; no write that changes
            // nothing; no false record; nobody called available who is not.
            state.world.violation.is_none()
        }),
        Property::<Plan>::always("never available while a call lives", |plan, state: &State| {
            let is_free = state.world.org.occupation == Some(Occupation::Free);
            !plan.presence_works
                || !is_free
                || !state
                    .world
                    .pages
                    .iter()
                    .any(|page| page.phone.calls().iter().any(|call| call.state.occupies_agent()))
        }),
        Property::<Plan>::always("recording never claimed unconfirmed", |_, state: &State| {
            let mut calls = state.world.pages.iter().flat_map(|page| page.phone.calls());
            calls.all(|call| is_recording_true(&state.world, call))
        }),
        Property::<Plan>::always("the phone agrees with the world at rest", |plan, state| {
            !plan.is_at_rest(&state.world) || agrees(plan, &state.world)
        }),
        Property::<Plan>::always("every quiescent state is ended and logged", |plan, state| {
            !plan.is_quiescent(&state.world) || plan.is_ended_and_logged(&state.world)
        }),
    ];
    all.extend(plan.states.iter().map(|name| reaches(name)));
    all
}

/// Stateright takes function pointers, so each state has its own.
fn reaches(name: &'static str) -> Property<Plan> {
    macro_rules! reaches {
        ($($state:ident),*) => {
            match name {
                $(stringify!($state) => Property::sometimes(name, |_, state: &State| {
                    let mut calls = state.world.pages.iter().flat_map(|page| page.phone.calls());
                    calls.any(|call| matches!(call.state, CallState::$state { .. }))
                }),)*
                other => unreachable!("{other} is no state of a call"),
            }
        };
    }
    reaches!(
        Dialling,
        Ringing,
        Offered,
        Answering,
        Connected,
        OnHold,
        Consulting,
        Conference,
        HandingOver,
        Restoring,
        Ending,
        WrapUp,
        Filed
    )
}

/// What the phone says of a recording is the carrier's newest word that any page heard.
fn is_recording_true(world: &World, call: &Call) -> bool {
    let heard = world.heard.iter().find(|heard| heard.call == call.key).map(|heard| heard.news);
    match call.recording.state {
        RecordingState::Off => heard.is_none(),
        RecordingState::On => {
            matches!(heard, Some(RecordingNews::Started | RecordingNews::Resumed))
        }
        RecordingState::Paused => heard == Some(RecordingNews::Paused),
        RecordingState::Stopped => heard == Some(RecordingNews::Stopped),
        // Nothing is claimed, or only that it may still be recorded.
        RecordingState::Starting
        | RecordingState::Pausing
        | RecordingState::Resuming
        | RecordingState::Stopping
        | RecordingState::Failed => true,
    }
}

/// Whether what the phone believes is so: who is there, who waits on hold, whose audio is where.
fn agrees(plan: &Plan, world: &World) -> bool {
    let page = &world.pages[0];
    let is_told = world.org.occupation == Some(page.phone.occupation());
    let sites = || world.sites.iter().filter(|site| site.concerns_somebody());
    // No customer waits for an agent who knows nothing of it.
    let is_cared_for = sites().filter(|site| site.concerns_customer()).all(|site| {
        let of_site = |call: &&Call| call.key == site.key && call.state.ended().is_none();
        page.phone.calls().iter().any(|call| of_site(&call))
            || page.legs.iter().any(|leg| leg.call == site.key)
            // It is offered again, here or elsewhere.
            || site.is_an_open_offer()
    });
    let is_right = sites().all(|site| {
        let call = page.phone.calls().iter().find(|call| call.key == site.key);
        call.filter(|call| call.state.ended().is_none()).is_none_or(|call| is_so(page, call, site))
    });
    is_told && is_cared_for && (world.news_lost || !plan.conferences || is_right)
}

fn is_so(page: &Page, call: &Call, site: &Conference) -> bool {
    let is_up = page.legs.iter().any(|leg| leg.id == call.leg.id && leg.state == PageLegState::Up);
    let has_audio = is_up == (call.leg.state == LegState::Up);
    let is_there = |state| state == PartyState::Answered;
    let parties = core::iter::once(&call.customer).chain(&call.others);
    let all_so = parties.into_iter().all(|party| {
        let member = site.members.iter().find(|member| member.id == party.id);
        member.is_some_and(|member| {
            is_there(member.state) == is_there(party.state) && member.held == party.hold.is_held()
        })
    });
    // Of somebody who is being called the page hears when there is an answer.
    let mut there = site.members.iter().filter(|member| is_there(member.state));
    let nobody_else = there.all(|member| call.party(&member.id).is_some());
    has_audio && all_so && nobody_else
}

impl Plan {
    /// Nothing happens any more unless a person does something.
    pub fn is_at_rest(&self, world: &World) -> bool {
        let mut actions = Vec::new();
        self.of_machines(world, &mut actions);
        actions.is_empty() && world.violation.is_none()
    }

    /// Nothing happens any more unless the agent does something.
    pub fn is_quiescent(&self, world: &World) -> bool {
        !world.sites.iter().any(Conference::concerns_somebody) && self.is_at_rest(world)
    }

    /// Quiescent, and well.
    pub fn is_done(&self, world: &World) -> bool {
        self.is_quiescent(world) && self.is_ended_and_logged(world)
    }

    /// Every call is over, and the org has all there is to know; or the agent sees that it has not.
    pub fn is_ended_and_logged(&self, world: &World) -> bool {
        let calls = || world.pages.iter().flat_map(|page| page.phone.calls());
        let over = calls().all(|call| matches!(call.state, CallState::Filed { .. }));
        let is_logged = |site: &Conference| {
            let complete = |row: &call_core::record::Fields| row.contains_key("Outcome__c");
            world.org.row(&site.key).is_some_and(complete)
                || world.pages.iter().any(|page| {
                    page.phone.view().unsaved.iter().any(|unsaved| unsaved.call == site.key)
                })
        };
        over && world.sites.iter().all(is_logged)
    }
}
