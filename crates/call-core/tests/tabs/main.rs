//! One phone in many tabs: which of them has it, and what becomes of it when that one is gone.

mod alone;
mod browser;

mod a_leader_is_followed;
mod a_leader_tells_its_followers_apart;
mod a_tab_knows_who_leads;
mod another_browser_has_the_phone;
mod commands_are_carried_out_once;
mod effects_have_their_place;
mod one_tab_leads;
