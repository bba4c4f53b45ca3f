//! Numbers from and to text, as JavaScript does it.

use std::fmt::Write as _;

use crate::text::{is_space, trim};

/// `String(number)`.
pub(crate) fn format(number: f64) -> String {
    let mut out = String::new();
    write(number, &mut out);
    out
}

/// Appends `String(number)`.
pub(crate) fn write(number: f64, out: &mut String) {
    if number.is_nan() {
        out.push_str("NaN");
        return;
    }
    if number == 0.0 {
        out.push('0');
        return;
    }
    if number < 0.0 {
        out.push('-');
    }
    if number.is_infinite() {
        out.push_str("Infinity");
        return;
    }
    let magnitude = number.abs();
    if magnitude < 1e15 && magnitude.fract() == 0.0 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number below 1e15"
        )]
        let whole = magnitude as u64;
        let _infallible = write!(out, "{whole}");
        return;
    }
    let (digits, exponent) = shortest(magnitude);
    lay_out(&digits, exponent, out);
}

/// The shortest digits that read back as the number, and the exponent of the first of them.
fn shortest(magnitude: f64) -> (String, i32) {
    let scientific = format!("{magnitude:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or_default())
}

/// Digits with a point or an exponent: plain from 1e-6 up to 1e21.
fn lay_out(digits: &str, exponent: i32, out: &mut String) {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    match exponent {
        0..=20 if count <= exponent + 1 => {
            out.push_str(digits);
            push_zeros(out, exponent + 1 - count);
        }
        0..=20 => {
            let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).unwrap_or_default());
            out.extend([whole, ".", fraction]);
        }
        -6..=-1 => {
            out.push_str("0.");
            push_zeros(out, -exponent - 1);
            out.push_str(digits);
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            out.push_str(first);
            if !rest.is_empty() {
                out.extend([".", rest]);
            }
            push_exponent(out, exponent);
        }
    }
}

fn push_zeros(out: &mut String, count: i32) {
    out.extend(std::iter::repeat_n('0', usize::try_from(count).unwrap_or_default()));
}

fn push_exponent(out: &mut String, exponent: i32) {
    let sign = if exponent < 0 { '-' } else { '+' };
    let _infallible = write!(out, "e{sign}{}", exponent.abs());
}

/// `Number(text)`.
pub(crate) fn parse(text: &str) -> f64 {
    let text = trim(text);
    if text.is_empty() {
        return 0.0;
    }
    if let Some(digits) = text.strip_prefix('0') {
        let radix = match digits.as_bytes().first() {
            Some(b'x' | b'X') => 16,
            Some(b'o' | b'O') => 8,
            Some(b'b' | b'B') => 2,
            _ => 0,
        };
        if radix > 0 {
            let digits = &digits[1..];
            let valid = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
            return if valid { from_digits(digits, radix) } else { f64::NAN };
        }
    }
    let length = decimal_length(text);
    if length == text.len() { decimal(text) } else { f64::NAN }
}

/// `parseFloat(text)`.
pub(crate) fn parse_float(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    match decimal_length(text) {
        0 => f64::NAN,
        length => decimal(&text[..length]),
    }
}

fn decimal(text: &str) -> f64 {
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => text.parse().unwrap_or(f64::NAN),
    }
}

/// Bytes of the longest decimal number that a text begins with.
fn decimal_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    if text[sign..].starts_with("Infinity") {
        return sign + "Infinity".len();
    }
    let whole = digits(sign);
    let mut end = sign + whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return 0;
        }
        end += 1 + fraction;
    } else if whole == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// `parseInt(text, radix)`.
pub(crate) fn parse_int(text: &str, radix: f64) -> f64 {
    let text = text.trim_start_matches(is_space);
    let (negative, text) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let Some((radix, text)) = radix_of(wrap_to_u32(radix), text) else { return f64::NAN };
    let length = text.chars().take_while(|digit| digit.is_digit(radix)).count();
    if length == 0 {
        return f64::NAN;
    }
    let digits = &text[..length];
    let value = if radix == 10 { digits.parse().unwrap_or(f64::NAN) } else { from_digits(digits, radix) };
    if negative { -value } else { value }
}

fn radix_of(radix: u32, text: &str) -> Option<(u32, &str)> {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    match (radix, hexadecimal) {
        (0 | 16, Some(digits)) => Some((16, digits)),
        (0, None) => Some((10, text)),
        (2..=36, _) => Some((radix, text)),
        _ => None,
    }
}

/// JavaScript's conversion to an unsigned 32-bit integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the remainder is below 2^32")]
pub(crate) fn wrap_to_u32(number: f64) -> u32 {
    if number.is_finite() { number.trunc().rem_euclid(4_294_967_296.0) as u32 } else { 0 }
}

/// Digits of another base, rounded once for bases that are powers of two as long as they fit 128 bits.
#[expect(clippy::cast_precision_loss, reason = "rounding to the nearest float is meant")]
fn from_digits(digits: &str, radix: u32) -> f64 {
    let digits = digits.trim_start_matches('0');
    match u128::from_str_radix(digits, radix) {
        Ok(value) => value as f64,
        Err(_) if digits.is_empty() => 0.0,
        Err(_) => digits.chars().fold(0.0, |value, digit| {
            value.mul_add(f64::from(radix), f64::from(digit.to_digit(radix).unwrap_or(0)))
        }),
    }
}

/// All decimal digits of a finite number from 0 on, and the exponent of the first. No zeros in front.
fn exact(magnitude: f64) -> (Vec<u8>, i32) {
    // Every float ends within 1,074 places after the point.
    let text = format!("{magnitude:.1074}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|digit| digit - b'0').collect();
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    let exponent =
        i32::try_from(whole.len()).unwrap_or_default() - 1 - i32::try_from(zeros).unwrap_or_default();
    if zeros == digits.len() { (vec![0], 0) } else { (digits[zeros..].to_vec(), exponent) }
}

/// The first `count` digits, halves rounded up. The exponent grows when all were nines.
fn rounded(magnitude: f64, count: i32) -> (String, i32) {
    let (mut digits, mut exponent) = exact(magnitude);
    let Ok(count) = usize::try_from(count) else { return (String::new(), exponent) };
    let up = digits.get(count).is_some_and(|digit| *digit >= 5);
    digits.resize(count, 0);
    if up {
        let nines = digits.iter().rev().take_while(|digit| **digit == 9).count();
        let kept = count - nines;
        digits[kept..].fill(0);
        if let Some(last) = kept.checked_sub(1) {
            digits[last] += 1;
        } else {
            digits.insert(0, 1);
            digits.truncate(count.max(1));
            exponent += 1;
        }
    }
    (digits.iter().map(|digit| char::from(b'0' + digit)).collect(), exponent)
}

/// `number.toFixed(places)` for 0 to 100 places.
pub(crate) fn to_fixed(number: f64, places: i32) -> String {
    if !number.is_finite() || number.abs() >= 1e21 {
        return format(number);
    }
    let magnitude = number.abs();
    let (_, exponent) = exact(magnitude);
    let (digits, after) = rounded(magnitude, exponent + 1 + places);
    let mut digits = digits;
    // A carry into a new first digit drops the last one, which toFixed has to keep.
    if after > exponent && exponent + 1 + places > 0 {
        digits.push('0');
    }
    let wanted = usize::try_from(places).unwrap_or_default();
    let padded = format!("{digits:0>width$}", width = wanted + 1);
    let (whole, fraction) = padded.split_at(padded.len() - wanted);
    let sign = if number < 0.0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// `number.toExponential(places)`; `None` for as many places as the number needs.
pub(crate) fn to_exponential(number: f64, places: Option<i32>) -> String {
    if !number.is_finite() {
        return format(number);
    }
    let magnitude = number.abs();
    let (digits, exponent) = match places {
        _ if number == 0.0 => ("0".repeat(usize::try_from(places.unwrap_or(0) + 1).unwrap_or(1)), 0),
        Some(places) => rounded(magnitude, places + 1),
        None => shortest(magnitude),
    };
    let mut out = String::from(if number < 0.0 { "-" } else { "" });
    let (first, rest) = digits.split_at(1);
    out.push_str(first);
    if !rest.is_empty() {
        out.extend([".", rest]);
    }
    push_exponent(&mut out, exponent);
    out
}

/// `number.toPrecision(precision)` for 1 to 100 digits.
pub(crate) fn to_precision(number: f64, precision: i32) -> String {
    if !number.is_finite() {
        return format(number);
    }
    let (digits, exponent) = rounded(number.abs(), precision);
    let mut out = String::from(if number < 0.0 { "-" } else { "" });
    let (first, rest) = digits.split_at(1);
    if exponent < -6 || exponent >= precision {
        out.push_str(first);
        if !rest.is_empty() {
            out.extend([".", rest]);
        }
        push_exponent(&mut out, exponent);
    } else if exponent == precision - 1 {
        out.push_str(&digits);
    } else if exponent >= 0 {
        let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).unwrap_or_default());
        out.extend([whole, ".", fraction]);
    } else {
        out.push_str("0.");
        push_zeros(&mut out, -exponent - 1);
        out.push_str(&digits);
    }
    out
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// `number.toString(radix)` for 2 to 36, with the digits that tell the number from its neighbours.
#[expect(clippy::cast_possible_truncation, reason = "digits are below the radix")]
#[expect(clippy::cast_sign_loss, reason = "the magnitude has no sign")]
pub(crate) fn to_radix(number: f64, radix: u32) -> String {
    if !number.is_finite() || radix == 10 {
        return format(number);
    }
    let base = f64::from(radix);
    let magnitude = number.abs();
    let (mut whole, mut fraction) = (magnitude.floor(), magnitude.fract());
    let digit = |value: f64| char::from(DIGITS[(value as usize).min(35)]);
    let mut delta = (0.5 * (magnitude.next_up() - magnitude)).max(0.0_f64.next_up());
    let mut after: Vec<u32> = Vec::new();
    if fraction >= delta {
        loop {
            fraction *= base;
            delta *= base;
            after.push(fraction as u32);
            fraction = fraction.fract();
            let last = after.last().copied().unwrap_or_default();
            let up = fraction > 0.5 || (fraction >= 0.5 && last % 2 == 1);
            if up && fraction + delta > 1.0 {
                whole += f64::from(u8::from(carry(&mut after, radix)));
                break;
            }
            if fraction < delta {
                break;
            }
        }
    }
    let mut before = Vec::new();
    // Beyond 2^53 the lowest digits mean nothing and are written as zeros.
    while exponent_of(whole) > 0 {
        whole /= base;
        before.push('0');
    }
    loop {
        let rest = whole % base;
        before.push(digit(rest));
        whole = (whole - rest) / base;
        if whole <= 0.0 {
            break;
        }
    }
    let mut out = String::from(if number < 0.0 { "-" } else { "" });
    out.extend(before.iter().rev());
    if !after.is_empty() {
        out.push('.');
        out.extend(after.iter().map(|value| digit(f64::from(*value))));
    }
    out
}

/// Adds one to the last digit; `true` when that overflows into the whole part.
fn carry(digits: &mut Vec<u32>, radix: u32) -> bool {
    while let Some(last) = digits.pop() {
        if last + 1 < radix {
            digits.push(last + 1);
            return false;
        }
    }
    true
}

/// The exponent of a float whose mantissa is a whole number: above 0, its last bit is worth more than one.
fn exponent_of(value: f64) -> i64 {
    i64::try_from((value.to_bits() >> 52) & 0x7FF).unwrap_or_default() - 1075
}
