//! Finding Chinese names by what is quick to type: characters, full pinyin, initials, or a mix (`餐rq`, `canrq`).
//!
//! A name's [`key`] lists the readings of every character once, `zhong,chong qing yin xing,hang`, so all readings of a
//! polyphone count without multiplying them out; a [`Query`] walks along it from every character.

use pinyin::{ToPinyin, ToPinyinMulti};

use super::{half_width, half_width_char};

/// The search key of a name: per letter or digit its readings, joined by `,`; a blank between characters.
/// Signs and blanks of the name leave no trace. Lower case; `ü` is both `v` and `u`.
pub fn key(name: &str) -> String {
    letters(name).map(|c| readings(c).join(",")).collect::<Vec<_>>().join(" ")
}

/// First letters by the most common readings, `万安酒店` → `wajd`; letters and digits stand for themselves.
pub fn initials(name: &str) -> String {
    letters(name)
        .filter_map(|c| c.to_pinyin().map_or(Some(c), |reading| reading.plain().chars().next()))
        .collect()
}

/// Whether `query` finds the name that `key` was made of; [`Query`] does the same for many names.
pub fn matches(key: &str, name: &str, query: &str) -> bool {
    Query::new(query).finds(key, name)
}

/// What somebody typed to find a name: blanks, signs, case and width do not count.
pub struct Query {
    letters: String,
}

impl Query {
    pub fn new(text: &str) -> Query {
        Query { letters: letters(&half_width(text)).collect() }
    }

    /// Nothing to search for; finds every name.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Whether the name contains the query, each of its characters met by itself, by a full reading or by its initial
    /// (`zh` and `z` both are); the last one may be met by the start of a reading. `key` is the [`key`] of `name`.
    pub fn finds(&self, key: &str, name: &str) -> bool {
        if self.letters.is_ascii() { self.in_readings(key) } else { self.in_characters(key, name) }
    }

    /// The same from the first character of the name on; the key is of the whole name.
    pub fn begins(&self, key: &str, name: &str) -> bool {
        self.is_empty() || goes_on(key, name.chars(), &self.letters)
    }

    /// Readings alone decide: looks only where one begins with the query's first letter.
    fn in_readings(&self, key: &str) -> bool {
        let Some(&first) = self.letters.as_bytes().first() else { return true };
        let begins = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| key.as_bytes().get(before));
            matches!(before, None | Some(b' ' | b','))
        };
        let mut beginnings = memchr::memchr_iter(first, key.as_bytes()).filter(|at| begins(*at));
        beginnings.any(|at| key.get(at..).is_some_and(|rest| goes_on(rest, "".chars(), &self.letters)))
    }

    /// Readings and characters side by side, in the few names that hold all characters of the query.
    fn in_characters(&self, key: &str, name: &str) -> bool {
        if !self.letters.chars().filter(|c| !c.is_ascii()).all(|c| name.contains(c)) {
            return false;
        }
        let whole: String = letters(name).collect();
        if whole.contains(&self.letters) {
            return true;
        }
        // A key may leave out how the name begins (the district, the town), and may go on with other names behind `|`.
        let key = key.split('|').next().unwrap_or(key);
        let left_out = whole.chars().count().saturating_sub(key.split(' ').count());
        let mut chars = name.chars();
        letters_of(&mut chars).take(left_out).for_each(drop);
        let mut syllables = std::iter::successors(Some(key), |key| after_blank(key));
        syllables.any(|key| {
            let here = chars.clone();
            letters_of(&mut chars).next();
            goes_on(key, here, &self.letters)
        })
    }
}

/// Whether the readings from here on meet the whole rest of the query, which is not empty.
fn goes_on(key: &str, mut name: std::str::Chars, query: &str) -> bool {
    let c = letters_of(&mut name).next();
    let rest = after_blank(key);
    // Bytes that are alike may end inside a letter: then it is not met.
    let onward = |met: usize| match query.get(met..) {
        None => false,
        Some("") => true,
        Some(left) => rest.is_some_and(|rest| goes_on(rest, name.clone(), left)),
    };
    if let Some(c) = c.filter(|&c| query.starts_with(c)) {
        return onward(c.len_utf8());
    }
    let syllable = rest.and_then(|rest| key.get(..key.len() - rest.len() - 1)).unwrap_or(key);
    syllable.split(',').any(|reading| {
        let shared = reading.bytes().zip(query.bytes()).take_while(|(a, b)| a == b).count();
        shared > 0
            && (shared == query.len()
                || shared == reading.len() && onward(shared)
                || shared < reading.len() && onward(1)
                || shared >= 2 && reading.as_bytes().get(1) == Some(&b'h') && onward(2))
    })
}

fn after_blank(key: &str) -> Option<&str> {
    memchr::memchr(b' ', key.as_bytes()).and_then(|at| key.get(at + 1..))
}

/// The letters and digits of a text, half-width and lower case: what both key and query are made of.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(letter)
}

fn letters_of<'a>(chars: &'a mut std::str::Chars<'_>) -> impl Iterator<Item = char> + 'a {
    chars.by_ref().filter_map(letter)
}

fn letter(c: char) -> Option<char> {
    let c = half_width_char(c).to_ascii_lowercase();
    c.is_alphanumeric().then_some(c)
}

/// The distinct readings of a character without tones; the character itself where it has none.
fn readings(c: char) -> Vec<String> {
    let mut readings = Vec::new();
    for plain in c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain) {
        for written in [plain.replace('ü', "v"), plain.replace('ü', "u")] {
            if !readings.contains(&written) {
                readings.push(written);
            }
        }
    }
    if readings.is_empty() {
        readings.push(c.to_string());
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn finds(name: &str, query: &str) -> bool {
        matches(&key(name), name, query)
    }

    #[test]
    fn a_shop_is_found_by_characters_pinyin_initials_and_a_mix() {
        let name = "洛江区阿芬牛肉店";
        for query in [
            "阿芬",
            "afen",
            "afnrd",
            "af",
            "AFN",
            "阿f",
            "阿fen牛",
            "afn肉",
            "niurou",
            "niur",
            "洛江",
            "ljq a f",
            "ａｆ",
        ] {
            assert!(finds(name, query), "{query}");
        }
        for query in ["afr", "阿牛", "fena牛x", "rouniu", "afnrdd", "z"] {
            assert!(!finds(name, query), "{query}");
        }
        assert!(finds("餐饮燃气", "餐yrq") && finds("餐燃气", "餐rq") && finds("餐燃气", "canrq"));
    }

    #[test]
    fn a_name_whose_key_leaves_out_its_beginning_is_found_by_characters_too() {
        let (key, name) = (format!("{}|{}", key("阿芬牛肉店"), key("阿芬餐馆")), "洛江区万安阿芬牛肉店");
        for query in ["阿芬", "洛江区万安阿芬", "万安", "阿f", "牛rd", "afnrd"] {
            assert!(matches(&key, name, query), "{query}");
        }
        assert!(!matches(&key, name, "阿牛") && !matches(&key, name, "牛f"));
    }

    #[test]
    fn a_letter_without_a_reading_is_met_whole_or_not_at_all() {
        assert!(finds("カフェ店", "カフェ") && finds("カフェ店", "カフェd"));
        assert!(!finds("カフェ店", "フカ") && !finds("カフェ店", "カェ"));
    }

    proptest! {
        #[test]
        fn whatever_is_looked_for_is_found_or_not(name in "[カフェabz阿芬é々ー1-]{0,8}", query in "[カフェabz阿芬é々ー1-]{0,5}") {
            let _ = finds(&name, &query);
            prop_assert!(finds(&name, &name));
        }
    }

    #[test]
    fn a_polyphone_is_found_by_each_of_its_readings() {
        for query in ["cqyh", "zqyh", "chongqingyinhang", "chongqyh", "zhongqingyinxing"] {
            assert!(finds("重庆银行", query), "{query}");
        }
        assert!(
            finds("长城大厦", "ccds") && finds("长城大厦", "zcdx") && finds("长城大厦", "changchengdasha")
        );
    }

    #[test]
    fn the_towns_that_share_initials_are_told_apart_by_more_letters() {
        let towns = ["河市", "虹山"];
        let found = |query| towns.iter().filter(|town| finds(town, query)).copied().collect::<Vec<_>>();
        assert_eq!(found("hs"), ["河市", "虹山"]);
        assert_eq!((found("he"), found("heshi"), found("hesh")), (vec!["河市"], vec!["河市"], vec!["河市"]));
        assert_eq!((found("ho"), found("hongshan")), (vec!["虹山"], vec!["虹山"]));
    }

    #[test]
    fn only_the_last_syllable_may_be_unfinished() {
        assert!(finds("万安", "wana") && !finds("万安", "waa"));
    }

    #[test]
    fn two_letter_initials_count_as_initials() {
        assert!(finds("中山超市", "zhshchsh") && finds("中山超市", "zscs") && finds("中山超市", "zhongscs"));
    }

    #[test]
    fn letters_digits_and_signs_in_a_name_are_found_however_they_are_typed() {
        assert!(!finds("7-11便利店（万安）", "711blds"));
        for query in ["711bld", "7-11", "便利店(万安)", "店wa", "bldwa"] {
            assert!(finds("7-11便利店（万安）", query), "{query}");
        }
        assert!(finds("金色ＫＴＶ", "ktv") && finds("金色KTV", "jsk"));
    }

    #[test]
    fn green_is_typed_with_v_or_u() {
        assert!(finds("绿源", "lvyuan") && finds("绿源", "luyuan") && finds("绿源", "ly"));
    }

    #[test]
    fn an_empty_query_finds_everything_and_an_empty_name_nothing_else() {
        assert!(finds("万安", " ") && finds("", ""));
        assert!(!finds("", "a") && !finds("……", "a"));
    }

    #[test]
    fn initials_follow_the_usual_reading() {
        assert_eq!(initials("万安大酒店（A座）"), "wadjdaz");
    }
}
