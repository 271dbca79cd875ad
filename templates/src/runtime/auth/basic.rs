//! The text of HTTP Basic authentication, which is in base 64 (RFC 4648, section 4). The crate `base64` would be a
//! dependency of every client for this.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns text in base 64.
pub(super) fn encoded(text: &str) -> Zeroizing<String> {
    let bytes = text.as_bytes();
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    for group in bytes.chunks(3) {
        let byte = |position: usize| u32::from(group.get(position).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (position, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get((bits >> shift & 63) as usize).copied().unwrap_or_default();
            text.push(if position > group.len() { '=' } else { letter.into() });
        }
    }
    text
}

/// Returns the text that is in base 64; `None` for what is not, and for what is no UTF-8.
pub(super) fn decoded(encoded: &str) -> Option<Zeroizing<String>> {
    let letters = encoded.trim_end_matches('=').as_bytes();
    let mut bytes = Zeroizing::new(Vec::with_capacity(letters.len()));
    for group in letters.chunks(4) {
        let mut bits = 0_u32;
        for position in 0..4 {
            let value = match group.get(position) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        let [_, decoded @ ..] = bits.to_be_bytes();
        bytes.extend(decoded.iter().take(group.len().saturating_sub(1)));
    }
    Some(Zeroizing::new(str::from_utf8(&bytes).ok()?.to_owned()))
}
