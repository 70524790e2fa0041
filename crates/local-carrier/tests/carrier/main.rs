//! What the carrier promises, seen from outside: a real WebSocket, real HTTP, real DTLS-SRTP.

mod support;

mod agents_leg_survives_a_broken_line;
mod audio_flows_both_ways;
mod bad_requests_are_refused_with_a_sentence;
mod callers_reach_the_agent;
mod calls_to_far_ends_tell_their_progress;
mod digits_arrive;
mod faults_come_and_go;
mod messages_are_acknowledged;
mod tokens_are_checked;
