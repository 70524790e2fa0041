//! What holds whatever happens: properties of the softphone over arbitrary inputs at arbitrary
//! times.
//!
//! `world` makes the inputs; every other module is one behaviour. A failure prints the shortest
//! sequence of moves that shows it, and its seed is kept beside this file.

#![allow(clippy::match_same_arms)] // each arm has its own reason
#![allow(clippy::option_option)] // not yet, and never

mod world;

mod a_closed_leg_gets_no_commands;
mod a_copy_is_the_same_phone;
mod a_flight_record_replays;
mod a_wake_up_too_early_changes_nothing;
mod an_ended_call_is_left_alone;
mod commands_agree_with_the_buttons;
mod every_call_gets_one_record_in_the_end;
mod nobody_is_held_unconfirmed;
mod nothing_stops_the_phone;
mod one_leg_has_the_line;
mod recording_is_what_the_carrier_says;
mod the_agent_is_free_when_all_is_filed;
mod the_desk_reaches_every_state;
mod the_journal_keeps_every_call;
mod the_same_inputs_give_the_same_call;
