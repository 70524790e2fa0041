//! `Blob`, and `EncodingUtil`, which writes bytes as text and reads them.
//!
//! Text is encoded for URLs in UTF-8 only. Base64 with anything in it that is no Base64 is not
//! known: what the platform makes of it is not documented.

use core::fmt::Write as _;
use std::rc::Rc;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{Arguments, collections::size};
use crate::run::{Interpreter, Stop, Value};

/// Writes the equals signs at the end, and reads without them too.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Interpreter<'_> {
    pub(super) fn on_blob(
        &mut self,
        bytes: &Rc<[u8]>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "size" => Ok(size(bytes.len())),
            "tostring" => match core::str::from_utf8(bytes) {
                Ok(text) => Ok(Value::text(text)),
                Err(_) => Err(self.thrown("StringException", "BLOB is not a valid UTF-8 string")),
            },
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn blob_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "valueof" => {
                let text = self.given_text(call)?;
                Ok(Value::blob(text.as_bytes()))
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn encoding(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "base64encode" => {
                let bytes = self.given_blob(call)?;
                Ok(Value::text(BASE64.encode(bytes)))
            }
            "base64decode" => {
                let text = self.given_text(call)?;
                match BASE64.decode(&*text) {
                    Ok(bytes) => Ok(Value::blob(&bytes)),
                    Err(error) => Err(self.unknown(format!("this is no Base64: {error}"))),
                }
            }
            "converttohex" => {
                let bytes = self.given_blob(call)?;
                Ok(Value::text(to_hex(&bytes)))
            }
            "convertfromhex" => {
                let text = self.given_text(call)?;
                match from_hex(&text) {
                    Some(bytes) => Ok(Value::blob(&bytes)),
                    // The type is documented, the words are not.
                    None => Err(self.thrown(
                        "InvalidParameterValueException",
                        format!("Invalid hexadecimal text: {text}"),
                    )),
                }
            }
            "urlencode" => {
                let text = self.given_text(call)?;
                self.wants_utf_8(call)?;
                let parts = form_urlencoded::byte_serialize(text.as_bytes());
                Ok(Value::text(parts.collect::<String>()))
            }
            "urldecode" => {
                let text = self.given_text(call)?;
                self.wants_utf_8(call)?;
                if !has_whole_escapes(&text) {
                    return Err(self.unknown(format!("this is not encoded for a URL: {text}")));
                }
                let text = text.replace('+', " ");
                let decoded = percent_encoding::percent_decode_str(&text);
                Ok(Value::text(decoded.decode_utf8_lossy()))
            }
            _ => Err(self.no_method(call)),
        }
    }

    fn wants_utf_8(&mut self, call: &mut Arguments<'_>) -> Result<(), Stop> {
        let scheme = self.given_text(call)?;
        if scheme.eq_ignore_ascii_case("UTF-8") {
            Ok(())
        } else {
            Err(self.unknown(format!("the encoding {scheme} is not known")))
        }
    }

    /// The next argument, bytes.
    pub(super) fn given_blob(&mut self, call: &mut Arguments<'_>) -> Result<Rc<[u8]>, Stop> {
        match call.next() {
            Value::Blob(bytes) => Ok(bytes),
            Value::Null => Err(self.nothing_given()),
            _ => Err(self.no_method(call)),
        }
    }

    /// The next argument, a text, of a method that says that it has none.
    pub(super) fn given_text(&mut self, call: &mut Arguments<'_>) -> Result<Rc<str>, Stop> {
        match call.next() {
            Value::Text(text) | Value::Id(text) => Ok(text),
            Value::Null => Err(self.nothing_given()),
            _ => Err(self.no_method(call)),
        }
    }

    fn nothing_given(&self) -> Stop {
        self.thrown("NullPointerException", "Argument cannot be null.")
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    if digits.len() % 2 == 1 {
        return None;
    }
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

/// Whether two hexadecimal digits stand behind every percent sign.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|part| {
        part.get(..2).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    })
}
