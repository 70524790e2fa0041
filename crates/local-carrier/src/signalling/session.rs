//! What a client's frames mean.
//!
//! A session knows who its client is and hands its wishes to the exchange and the legs.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::frames::USER_DEFINED_MESSAGE;
use super::frames::{ClientFrame, ClientMessage, Failure, Invite, ServerFrame, TokenInfo};
use super::socket::Wire;
use super::token::{self, Access, TokenError};
use crate::calls::{CallEvent, Comparison, Exchange, Leg, start_outbound};
use crate::ids;
use crate::media::{Listening, MediaError};

/// The largest content of a call message, in bytes of JSON.
const LARGEST_MESSAGE: usize = 10_240;
/// The most digits one `dtmf` frame may hold.
const MOST_DIGITS: usize = 64;

/// See the module.
pub(super) struct Session {
    exchange: Arc<Exchange>,
    wire: Wire,
    access: Option<Access>,
}

impl Session {
    pub(super) fn new(exchange: Arc<Exchange>, wire: Wire) -> Self {
        Self { exchange, wire, access: None }
    }

    /// Takes a frame. Nothing a client sends ends its connection.
    pub(super) async fn take(&mut self, text: &str) {
        let frame = match ClientFrame::parse(text) {
            Ok(frame) => frame,
            Err(failure) => return self.wire.send(&ServerFrame::error(failure)),
        };
        match frame {
            ClientFrame::Listen { token } => self.listen(token.as_deref().unwrap_or_default()),
            ClientFrame::Register { media } => self.register(media.audio),
            ClientFrame::Invite(invite) => self.invite(invite).await,
            ClientFrame::Answer { callsid, sdp } => self.answer(&callsid, &sdp).await,
            ClientFrame::Reinvite { callsid, sdp } => self.reinvite(&callsid, &sdp).await,
            ClientFrame::Hangup { callsid } => self.leave(&callsid, CallEvent::Left),
            ClientFrame::Reject { callsid } => self.leave(&callsid, CallEvent::Rejected),
            ClientFrame::Dtmf { callsid, dtmf } => self.press(&callsid, &dtmf),
            ClientFrame::Message(message) => self.message(message),
        }
    }

    fn listen(&mut self, token: &str) {
        if let Some(code) = self.exchange.faults.take_signalling_error() {
            return self.wire.send(&ServerFrame::error(ordered(code)));
        }
        match token::verify(token, &self.exchange.config.credentials) {
            Ok(access) => {
                let token =
                    TokenInfo { identity: access.identity.clone(), ttl: access.seconds_left() };
                self.access = Some(access);
                self.wire.send(&ServerFrame::Connected {
                    region: "US_EAST_VIRGINIA",
                    edge: "ashburn",
                    home: "us1",
                    token,
                });
            }
            Err(error) => self.wire.send(&ServerFrame::error(refused(&error))),
        }
    }

    fn register(&mut self, available: bool) {
        if !available {
            self.exchange.unregister(self.wire.socket());
            return self.wire.send(&ServerFrame::Offline {});
        }
        match self.access() {
            Err(failure) => self.wire.send(&ServerFrame::error(failure)),
            Ok(access) if !access.incoming => self.wire.send(&ServerFrame::error(Failure::new(
                31_201,
                "The access token does not allow incoming calls (grants.voice.incoming.allow).",
            ))),
            Ok(access) => {
                self.exchange.register(access.clone(), self.wire.clone());
                self.wire.send(&ServerFrame::Ready {});
            }
        }
    }

    async fn invite(&mut self, invite: Invite) {
        let callsid = invite.callsid.clone();
        let outcome = match self.exchange.faults.take_signalling_error() {
            Some(code) => Err(ordered(code)),
            None if invite.reconnect.is_some() => self.resume(invite).await,
            None => self.dial(invite).await,
        };
        if let Err(failure) = outcome {
            // An error frame would leave the SDK's call waiting for ever; a hangup ends it.
            self.wire.send(&ServerFrame::Hangup { callsid, error: Some(failure) });
        }
    }

    /// A new outgoing call.
    async fn dial(&mut self, invite: Invite) -> Result<(), Failure> {
        let access = self.access()?;
        match &access.outgoing_application {
            Some(sid) if *sid == self.exchange.config.credentials.application_sid => {}
            Some(_) => {
                return Err(Failure::new(
                    31_001,
                    "The access token names an application that does not exist.",
                ));
            }
            None => {
                return Err(Failure::new(
                    31_201,
                    "The access token does not allow outgoing calls (grants.voice.outgoing).",
                ));
            }
        }
        let identity = access.identity.clone();
        let (mut to, mut call_key) = (String::new(), None);
        for (name, value) in form_urlencoded::parse(invite.twilio.params.as_bytes()) {
            match &*name {
                "To" => to = value.into_owned(),
                "CallKey" if !value.is_empty() => call_key = Some(value.into_owned()),
                _ => {}
            }
        }
        if !ids::is_e164(&to) {
            return Err(Failure::new(
                31_400,
                "The parameter To must be a telephone number in E.164, such as +15005550100.",
            ));
        }
        let sid = ids::call_sid();
        let (events, inbox) = mpsc::unbounded_channel();
        let audio = self
            .exchange
            .answer_offer(&sid, &invite.sdp, Listening::new(), events.clone())
            .await
            .map_err(|error| no_audio(&error))?;
        let sdp = audio.sdp.clone();
        let leg =
            Leg::outgoing(sid.clone(), identity, invite.callsid, self.wire.clone(), audio, events);
        let leg = self.exchange.add_leg(leg);
        leg.send(ServerFrame::Ringing { callsid: sid.clone() });
        leg.send(ServerFrame::Answer {
            callsid: sid,
            sdp: Some(sdp),
            reconnect: leg.reconnect_token().to_owned(),
        });
        start_outbound(&self.exchange, &leg, to, call_key, inbox);
        Ok(())
    }

    /// A leg comes back on this socket, or another page takes it.
    async fn resume(&mut self, invite: Invite) -> Result<(), Failure> {
        let token = invite.reconnect.unwrap_or_default();
        let leg = self
            .leg(&invite.callsid)?
            .filter(|leg| leg.reconnect_token() == token)
            .ok_or_else(|| {
                Failure::new(31_209, "There is no call to come back to, or its token is another.")
            })?;
        if leg.is_over() {
            leg.attach(self.wire.clone(), None);
            self.wire.send(&ServerFrame::Hangup { callsid: leg.sid.clone(), error: None });
            return Ok(());
        }
        let sdp = match leg.compare(&invite.sdp) {
            Comparison::Same(sdp) => sdp,
            Comparison::IceRestart => {
                leg.renegotiate(&invite.sdp).await.map_err(|error| no_audio(&error))?
            }
            Comparison::NewConnection => {
                let audio = self
                    .exchange
                    .answer_offer(&leg.sid, &invite.sdp, leg.listening(), leg.events())
                    .await
                    .map_err(|error| no_audio(&error))?;
                let sdp = audio.sdp.clone();
                leg.replace_audio(audio);
                sdp
            }
        };
        if leg.is_offered() {
            // Taken over while ringing: taking it is answering it, and the call says so.
            leg.attach(self.wire.clone(), None);
            leg.report(CallEvent::Answered(leg.sid.clone()));
            return Ok(());
        }
        let answer = ServerFrame::Answer {
            callsid: leg.sid.clone(),
            sdp: Some(sdp),
            reconnect: leg.reconnect_token().to_owned(),
        };
        leg.attach(self.wire.clone(), Some(answer));
        Ok(())
    }

    /// The client takes an offered call.
    async fn answer(&mut self, callsid: &str, sdp: &str) {
        let leg = match self.leg(callsid) {
            Ok(Some(leg)) => leg,
            Ok(None) => {
                return self.wire.send(&ServerFrame::Cancel { callsid: callsid.to_owned() });
            }
            Err(failure) => return self.hang_up(callsid, failure),
        };
        if leg.is_over() {
            // Too late: somebody else has it, or the caller has gone.
            return self.wire.send(&ServerFrame::Cancel { callsid: leg.sid.clone() });
        }
        match leg.accept_answer(sdp).await {
            Ok(()) => leg.report(CallEvent::Answered(leg.sid.clone())),
            Err(error) => {
                leg.hang_up(Some(no_audio(&error)));
                leg.report(CallEvent::Left(leg.sid.clone()));
            }
        }
    }

    /// New ICE credentials for a leg.
    async fn reinvite(&mut self, callsid: &str, sdp: &str) {
        let leg = match self.leg(callsid) {
            Ok(Some(leg)) if !leg.is_over() => leg,
            Ok(_) => return self.hang_up(callsid, unknown_call()),
            Err(failure) => return self.hang_up(callsid, failure),
        };
        match leg.renegotiate(sdp).await {
            Ok(sdp) => leg.send(ServerFrame::Answer {
                callsid: leg.sid.clone(),
                sdp: Some(sdp),
                reconnect: leg.reconnect_token().to_owned(),
            }),
            // The audio that was there may still recover; the client decides when to give up.
            Err(error) => self.wire.send(&ServerFrame::Error {
                error: no_audio(&error),
                callsid: Some(leg.sid.clone()),
                voiceeventsid: None,
            }),
        }
    }

    fn leave(&self, callsid: &str, event: fn(String) -> CallEvent) {
        // A hang-up of an unknown call has what it wants already.
        if let Ok(Some(leg)) = self.leg(callsid)
            && leg.left()
        {
            leg.report(event(leg.sid.clone()));
        }
    }

    fn press(&self, callsid: &str, digits: &str) {
        match self.leg(callsid) {
            Ok(Some(leg)) if !leg.is_over() => digits
                .chars()
                .filter(|digit| "0123456789*#ABCD".contains(*digit))
                .take(MOST_DIGITS)
                .for_each(|digit| leg.press(digit)),
            Ok(_) => self.fail(callsid, None, unknown_call()),
            Err(failure) => self.fail(callsid, None, failure),
        }
    }

    fn message(&self, message: ClientMessage) {
        let ClientMessage { callsid, content, messagetype, voiceeventsid } = message;
        let failure = match self.leg(&callsid) {
            Err(failure) => failure,
            Ok(leg) if leg.as_ref().is_none_or(|leg| leg.is_over()) => unknown_call(),
            Ok(_) if messagetype != USER_DEFINED_MESSAGE => {
                Failure::new(31_210, "The message type must be user-defined-message.")
            }
            Ok(_) if content.to_string().len() > LARGEST_MESSAGE => {
                Failure::new(31_212, "The message is larger than 10,240 bytes.")
            }
            Ok(_) => {
                let acktype = "message";
                return self.wire.send(&ServerFrame::Ack { acktype, callsid, voiceeventsid });
            }
        };
        self.fail(&callsid, Some(voiceeventsid), failure);
    }

    /// Who the client is, as long as its token is good.
    fn access(&self) -> Result<&Access, Failure> {
        let access = self.access.as_ref().ok_or_else(|| {
            Failure::new(31_204, "No good access token has been given on this connection yet.")
        })?;
        access.check_time().map_err(|error| refused(&error))?;
        Ok(access)
    }

    /// A leg of this client. An expired token does not end calls, so its time is not checked.
    fn leg(&self, callsid: &str) -> Result<Option<Arc<Leg>>, Failure> {
        match &self.access {
            Some(access) => Ok(self.exchange.leg(callsid, &access.identity)),
            None => self.access().map(|_| None),
        }
    }

    fn hang_up(&self, callsid: &str, failure: Failure) {
        let callsid = callsid.to_owned();
        self.wire.send(&ServerFrame::Hangup { callsid, error: Some(failure) });
    }

    fn fail(&self, callsid: &str, voiceeventsid: Option<String>, error: Failure) {
        let callsid = Some(callsid.to_owned());
        self.wire.send(&ServerFrame::Error { error, callsid, voiceeventsid });
    }
}

fn ordered(code: u32) -> Failure {
    Failure::new(code, "This error was ordered as a fault. Clear the fault and try again.")
}

fn refused(error: &TokenError) -> Failure {
    Failure::new(error.code(), error.to_string())
}

fn no_audio(error: &MediaError) -> Failure {
    Failure::new(31_400, error.to_string())
}

fn unknown_call() -> Failure {
    Failure::new(31_404, "There is no such call, or it is over.")
}
