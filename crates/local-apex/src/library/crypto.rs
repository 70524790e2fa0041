//! `Crypto`: digests, message authentication codes and random numbers. Signatures and the digests of
//! SHA-3 are not known.

use hmac::{Hmac, Mac, digest::KeyInit};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn crypto(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "generatedigest" => {
                let (algorithm, input) = (self.given_text(call)?, self.given_blob(call)?);
                match &*algorithm {
                    "MD5" => Ok(Value::blob(&Md5::digest(&input))),
                    "SHA1" => Ok(Value::blob(&Sha1::digest(&input))),
                    "SHA-256" => Ok(Value::blob(&Sha256::digest(&input))),
                    "SHA-512" => Ok(Value::blob(&Sha512::digest(&input))),
                    _ => Err(self.unknown(format!("the digest {algorithm} is not known"))),
                }
            }
            "generatemac" => {
                let (algorithm, input) = (self.given_text(call)?, self.given_blob(call)?);
                let key = self.given_blob(call)?;
                match code_of(&algorithm, &input, &key) {
                    Some(code) => Ok(Value::blob(&code.bytes())),
                    None => Err(self.unknown(format!("the code {algorithm} is not known"))),
                }
            }
            "verifyhmac" => {
                let (algorithm, input) = (self.given_text(call)?, self.given_blob(call)?);
                let (key, wanted) = (self.given_blob(call)?, self.given_blob(call)?);
                match code_of(&algorithm, &input, &key) {
                    Some(code) => Ok(Value::Boolean(code.is(&wanted))),
                    None => Err(self.unknown(format!("the code {algorithm} is not known"))),
                }
            }
            "getrandominteger" => Ok(Value::Integer(i32::from_le_bytes(self.random_bytes()?))),
            "getrandomlong" => Ok(Value::Long(i64::from_le_bytes(self.random_bytes()?))),
            "generateaeskey" => match self.integer(call)? {
                128 => Ok(Value::blob(&self.random_bytes::<16>()?)),
                192 => Ok(Value::blob(&self.random_bytes::<24>()?)),
                256 => Ok(Value::blob(&self.random_bytes::<32>()?)),
                bits => Err(self.unknown(format!("an AES key of {bits} bits is not known"))),
            },
            "encrypt" | "decrypt" | "encryptwithmanagediv" | "decryptwithmanagediv" => {
                self.cipher(call)
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn random_bytes<const COUNT: usize>(&self) -> Result<[u8; COUNT], Stop> {
        let mut bytes = [0; COUNT];
        getrandom::fill(&mut bytes)
            .map_err(|error| self.unknown(format!("no random numbers: {error}")))?;
        Ok(bytes)
    }
}

/// The code of a text, by the algorithm that made it.
enum Code {
    Md5(Hmac<Md5>),
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Code {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::Md5(code) => code.finalize().into_bytes().to_vec(),
            Self::Sha1(code) => code.finalize().into_bytes().to_vec(),
            Self::Sha256(code) => code.finalize().into_bytes().to_vec(),
            Self::Sha512(code) => code.finalize().into_bytes().to_vec(),
        }
    }

    /// Whether it is this one; how long that takes does not tell how much of it is right.
    fn is(self, wanted: &[u8]) -> bool {
        match self {
            Self::Md5(code) => code.verify_slice(wanted),
            Self::Sha1(code) => code.verify_slice(wanted),
            Self::Sha256(code) => code.verify_slice(wanted),
            Self::Sha512(code) => code.verify_slice(wanted),
        }
        .is_ok()
    }
}

/// The code of a text; none where the algorithm is not known. Their names are written in either
/// case, as Java takes them.
fn code_of(algorithm: &str, input: &[u8], key: &[u8]) -> Option<Code> {
    match algorithm.to_ascii_lowercase().as_str() {
        "hmacmd5" => begun(input, key).map(Code::Md5),
        "hmacsha1" => begun(input, key).map(Code::Sha1),
        "hmacsha256" => begun(input, key).map(Code::Sha256),
        "hmacsha512" => begun(input, key).map(Code::Sha512),
        _ => None,
    }
}

fn begun<Algorithm: Mac + KeyInit>(input: &[u8], key: &[u8]) -> Option<Algorithm> {
    // A key of any length is taken.
    let mut code = <Algorithm as Mac>::new_from_slice(key).ok()?;
    code.update(input);
    Some(code)
}
