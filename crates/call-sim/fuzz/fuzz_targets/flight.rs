//! See `call_sim::fuzz::flight`.
#![no_main]

call_sim_fuzz::json_target!(call_sim::fuzz::flight);
