//! 统一社会信用代码: the check digit of GB 32100-2015.

use crate::text::half_width;

/// The signs of a code by their value; I, O, S, V, Z are left out by the standard.
const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

/// What is wrong with a credit code; [`None`] when it is well formed. Full-width and small letters do not matter.
pub fn fault_of(code: &str) -> Option<String> {
    let code = tidy(code);
    let length = code.chars().count();
    if length != LENGTH {
        return Some(format!("信用代码应为{LENGTH}位，这里是{length}位"));
    }
    let values: Option<Vec<u32>> = code.chars().map(value).collect();
    let Some(values) = values else {
        return Some("信用代码只用数字和大写字母，不用 I、O、S、V、Z".into());
    };
    let expected = check_sign(values.iter().take(LENGTH - 1).copied())?;
    let written = code.chars().last()?;
    (written != expected).then(|| format!("信用代码校验位不符：末位是 {written}，按前17位应为 {expected}"))
}

/// A code as it is kept: half-width, capital, without blanks.
pub fn tidy(code: &str) -> String {
    half_width(code).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

fn value(sign: char) -> Option<u32> {
    SIGNS.chars().position(|known| known == sign).map(|at| at as u32)
}

/// Sum of values weighted by powers of 3 modulo 31, and what is missing to a multiple of 31.
fn check_sign(values: impl Iterator<Item = u32>) -> Option<char> {
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: u32 = values.zip(weights).map(|(value, weight)| value * weight).sum();
    SIGNS.chars().nth(((31 - sum % 31) % 31) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_code_passes_and_one_wrong_digit_is_named() {
        assert_eq!(fault_of("91350100M000100Y43"), None);
        assert_eq!(fault_of("９１３５０１００m000100y43 "), None);
        assert_eq!(
            fault_of("91350100M000100Y44").as_deref(),
            Some("信用代码校验位不符：末位是 4，按前17位应为 3")
        );
    }

    #[test]
    fn a_short_code_and_a_letter_that_no_code_has_are_faults() {
        assert!(fault_of("9135").unwrap().contains("这里是4位"));
        assert!(fault_of("91350100M000100YO3").unwrap().contains("不用 I、O"));
    }
}
