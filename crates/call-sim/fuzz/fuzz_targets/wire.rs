//! See `call_sim::fuzz::wire`.
#![no_main]

call_sim_fuzz::json_target!(call_sim::fuzz::wire);
