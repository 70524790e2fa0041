//! See `call_sim::fuzz::journal`.
#![no_main]

call_sim_fuzz::json_target!(call_sim::fuzz::journal);
