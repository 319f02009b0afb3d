//! Full-width signs and their half-width twins, for command tokens typed while an input method is on.
//! Never applied to a description.

/// The text with every sign and letter of a Chinese input method replaced by the key it was typed with;
/// `……` is one key and becomes one `^`.
pub fn half_width(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '…' {
            chars.next_if_eq(&'…');
        }
        plain.push(half_width_char(c));
    }
    plain
}

/// The half-width twin of a character, or the character itself.
pub fn half_width_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' | '¥' => '$',
        '…' => '^',
        // The block of full-width forms lies at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_the_quick_entry_line_knows_has_its_twin() {
        assert_eq!(half_width("》＞￥……、／。．～＝＊＆－＋！＃＠：？“”"), ">>$^//..~=*&-+!#@:?\"\"");
        assert_eq!(half_width("ｈ\u{3000}１．ｃｙ／阿芬牛肉店　＋３"), "h 1.cy/阿芬牛肉店 +3");
    }

    #[test]
    fn what_has_no_twin_stays() {
        assert_eq!(half_width("后厨 ok-1"), "后厨 ok-1");
    }
}
