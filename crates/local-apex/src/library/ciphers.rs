//! What `Crypto` encrypts and decrypts: AES in its chained mode. AES256-GCM is not known.

use aes::{
    Aes128, Aes192, Aes256,
    cipher::{
        BlockCipher, BlockDecryptMut, BlockEncryptMut, KeyInit, KeyIvInit, block_padding::Pkcs7,
    },
};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

/// The bytes of an initialization vector.
const VECTOR: usize = 16;
/// The bytes of a block.
const BLOCK: usize = 16;
/// No more bytes are encrypted or decrypted at once.
const MOST: usize = 1_048_576;

impl Interpreter<'_> {
    /// `encrypt`, `decrypt`, and both with a vector that stands before what is encrypted.
    pub(super) fn cipher(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        let (algorithm, key) = (self.given_text(call)?, self.given_blob(call)?);
        let bits = self.bits_of(&algorithm)?;
        if key.len() * 8 != bits {
            let message = format!("Invalid private key. Must be {} bytes.", bits / 8);
            return Err(self.thrown("InvalidParameterValueException", message));
        }
        let is_managed = word.ends_with("withmanagediv");
        let vector = if is_managed { None } else { Some(self.given_blob(call)?) };
        let data = self.given_blob(call)?;
        if data.len() > MOST {
            let message = format!(
                "Invalid data. Input data is {} bytes, which exceeds the limit of {MOST} bytes.",
                data.len()
            );
            return Err(self.thrown("InvalidParameterValueException", message));
        }
        if vector.as_ref().is_some_and(|vector| vector.len() != VECTOR) {
            let message = "Invalid initialization vector. Must be 16 bytes.";
            return Err(self.thrown("InvalidParameterValueException", message));
        }
        if word.starts_with("encrypt") {
            let vector = match vector {
                Some(vector) => vector,
                None => self.random_bytes::<VECTOR>()?.into(),
            };
            let encrypted = encrypted(&key, &vector, &data);
            let before = if is_managed { &*vector } else { &[] };
            return match encrypted {
                Some(encrypted) => Ok(Value::blob(&[before, &encrypted].concat())),
                None => Err(self.no_method(call)),
            };
        }
        let parts = match &vector {
            Some(vector) => Some((&**vector, &*data)),
            None => data.split_at_checked(VECTOR),
        };
        let Some((vector, data)) = parts else {
            let message = "Unable to parse initialization vector from encrypted data.";
            return Err(self.thrown("InvalidParameterValueException", message));
        };
        if data.is_empty() {
            return Err(self.unknown("decrypting nothing is not known"));
        }
        // What Java says, which stands behind it.
        let refused = if data.len().is_multiple_of(BLOCK) {
            "Given final block not properly padded"
        } else {
            "Input length must be multiple of 16 when decrypting with padded cipher"
        };
        let data = decrypted(&key, vector, data).map(|data| Value::blob(&data));
        data.ok_or_else(|| self.thrown("SecurityException", refused))
    }

    fn bits_of(&self, algorithm: &str) -> Result<usize, Stop> {
        match algorithm {
            "AES128" => Ok(128),
            "AES192" => Ok(192),
            "AES256" => Ok(256),
            _ => Err(self.unknown(format!("the cipher {algorithm} is not known"))),
        }
    }
}

fn encrypted(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => encrypted_by::<Aes128>(key, vector, data),
        24 => encrypted_by::<Aes192>(key, vector, data),
        32 => encrypted_by::<Aes256>(key, vector, data),
        _ => None,
    }
}

fn encrypted_by<Cipher: BlockEncryptMut + BlockCipher + KeyInit>(
    key: &[u8],
    vector: &[u8],
    data: &[u8],
) -> Option<Vec<u8>> {
    let cipher = cbc::Encryptor::<Cipher>::new_from_slices(key, vector).ok()?;
    Some(cipher.encrypt_padded_vec_mut::<Pkcs7>(data))
}

fn decrypted(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => decrypted_by::<Aes128>(key, vector, data),
        24 => decrypted_by::<Aes192>(key, vector, data),
        32 => decrypted_by::<Aes256>(key, vector, data),
        _ => None,
    }
}

/// None where what comes out does not end as it has to.
fn decrypted_by<Cipher: BlockDecryptMut + BlockCipher + KeyInit>(
    key: &[u8],
    vector: &[u8],
    data: &[u8],
) -> Option<Vec<u8>> {
    let cipher = cbc::Decryptor::<Cipher>::new_from_slices(key, vector).ok()?;
    cipher.decrypt_padded_vec_mut::<Pkcs7>(data).ok()
}
