//! The agent calls: the leg is answered at once, then the customer is dialled.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::conversation::{Conversation, Departure, News};
use super::far_end::Behaviour;
use super::{Call, CallEvent, CallState, Exchange, Leg};
use crate::ids;
use crate::media::{Sound, Tone};

/// The time between dialling and the first sign of the far end.
const POST_DIAL_DELAY: Duration = Duration::from_millis(200);

/// Dials `number` for a leg that has been answered.
pub(crate) fn start(
    exchange: &Arc<Exchange>,
    leg: &Arc<Leg>,
    number: String,
    call_key: Option<String>,
    inbox: mpsc::UnboundedReceiver<CallEvent>,
) {
    let call = Call::outbound(&leg.sid, &leg.identity, &number, call_key, leg.events());
    exchange.add_call(&call);
    let party_sid = ids::call_sid();
    call.set_party(&party_sid);
    let behaviour = Behaviour::of(&number);
    let conversation =
        Conversation::new(Arc::clone(exchange), call, Arc::clone(leg), inbox, party_sid, number);
    tokio::spawn(run(conversation, behaviour));
}

async fn run(mut conversation: Conversation, behaviour: Behaviour) {
    match place(&mut conversation, behaviour).await {
        Ok(()) => {}
        Err(Departure::Agent) if conversation.call.state() != CallState::InProgress => {
            conversation.call.set_state(CallState::Canceled);
        }
        Err(Departure::Customer) if conversation.call.state() != CallState::InProgress => {
            conversation.fail(CallState::Busy, News::Rejected, Tone::Busy).await;
        }
        Err(who) => conversation.end(who),
    }
    conversation.close();
}

/// Places the call and follows it to its end. An error is someone's leaving.
async fn place(conversation: &mut Conversation, behaviour: Behaviour) -> Result<(), Departure> {
    conversation.audio_up().await?;
    conversation.tell(News::Initiated);
    conversation.wait(POST_DIAL_DELAY).await?;
    match behaviour {
        Behaviour::Answers { rings, early, talk, hangs_up_after } => {
            ring(conversation, early, rings).await?;
            conversation.call.set_state(CallState::InProgress);
            conversation.tell(News::Answered);
            return Err(conversation.talk(talk, hangs_up_after).await);
        }
        Behaviour::Declines { rings } => {
            ring(conversation, Sound::Tone(Tone::Ringback), rings).await?;
            conversation.fail(CallState::Busy, News::Rejected, Tone::Busy).await;
        }
        Behaviour::NoAnswer { rings } => {
            ring(conversation, Sound::Tone(Tone::Ringback), rings).await?;
            conversation.fail(CallState::NoAnswer, News::NoAnswer, Tone::Reorder).await;
        }
        Behaviour::Busy => conversation.fail(CallState::Busy, News::Busy, Tone::Busy).await,
        Behaviour::Fails { sip_code } => {
            let tone = if sip_code == 404 { Tone::NotInService } else { Tone::Reorder };
            conversation.fail(CallState::Failed, News::Failed { sip_code }, tone).await;
        }
    }
    Ok(())
}

async fn ring(
    conversation: &mut Conversation,
    early: Sound,
    time: Duration,
) -> Result<(), Departure> {
    conversation.call.set_state(CallState::Ringing);
    conversation.leg.play(early);
    // Ringback is ours; media of the far end itself is early media.
    let early_media = early != Sound::Tone(Tone::Ringback);
    conversation.tell(News::Ringing { early_media });
    conversation.wait(time).await
}
