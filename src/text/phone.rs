//! Telephones for lists, exports and logs.

use super::half_width_char;

/// Digits that make a number a telephone.
const FEWEST: usize = 7;

/// The text with every telephone's inner digits starred: `138****5678`; a landline keeps two digits at each end,
/// its separators stay. Meant for a telephone field; a date without separators would be taken for one.
pub fn mask_phone(text: &str) -> String {
    let text: String = text.chars().map(half_width_digit).collect();
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_digit) = rest.split_at(start);
        let end = from_digit
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | ' '))
            .unwrap_or(from_digit.len());
        let (number, after) = from_digit.split_at(end);
        masked.push_str(before);
        masked.push_str(&starred(number));
        rest = after;
    }
    masked + rest
}

/// `１` and `－` are `1` and `-`: written that way a telephone is one all the same.
fn half_width_digit(c: char) -> char {
    match c {
        '０'..='９' | '－' => half_width_char(c),
        other => other,
    }
}

/// Digits and separators with the inner digits starred, if they are enough for a telephone.
fn starred(number: &str) -> String {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let (first, last) = match digits {
        0..FEWEST => (digits, 0),
        FEWEST..11 => (2, 2),
        _ => (3, 4),
    };
    let mut seen = 0;
    let mut star = |c: char| {
        seen += usize::from(c.is_ascii_digit());
        if c.is_ascii_digit() && seen > first && seen + last <= digits { '*' } else { c }
    };
    number.chars().map(&mut star).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_keeps_three_and_four_digits() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("陈三 138 1234 5678（老板）"), "陈三 138 **** 5678（老板）");
        assert_eq!(mask_phone("13812345678、13987654321"), "138****5678、139****4321");
        assert_eq!(mask_phone("１３８１２３４５６７８"), "138****5678");
    }

    #[test]
    fn a_landline_keeps_its_ends() {
        assert_eq!(mask_phone("22632105"), "22****05");
        assert_eq!(mask_phone("0595-22632105"), "059*-****2105");
    }

    #[test]
    fn what_is_too_short_for_a_telephone_stays() {
        assert_eq!(
            (mask_phone("110"), mask_phone(""), mask_phone("转 8003")),
            ("110".into(), "".into(), "转 8003".into())
        );
    }
}
