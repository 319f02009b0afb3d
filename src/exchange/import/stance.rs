//! 未、不、待 … before a word: what a cell denies or awaits is not what it says.

/// How a cell means a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    /// It says so.
    Meant,
    /// It says that it is not so: 未能通过, 不属于重大.
    Denied,
    /// It says that it is yet to be so: 待复查合格.
    Awaited,
}

/// What stands before a word and turns it.
const TURNS: &[(&str, Stance)] = &[
    ("未", Stance::Denied),
    ("没", Stance::Denied),
    ("不", Stance::Denied),
    ("非", Stance::Denied),
    ("无", Stance::Denied),
    ("难", Stance::Denied),
    ("无法", Stance::Denied),
    ("待", Stance::Awaited),
];
/// Signs that may stand between: 未能通过, 没有通过, 未达到合格标准, 不属于重大隐患, 未经复查验收合格.
const BETWEEN: &str =
    "能够可会有予以获得达到被是为属于系算列入构成认定判作涉及存在完全部太经复查验收检再次一性同意";

/// How a cell means the word, wherever it stands in it.
pub(super) fn stances<'w>(words: &'w str, word: &'w str) -> impl Iterator<Item = Stance> + 'w {
    words.match_indices(word).map(|(at, _)| {
        let before = words.get(..at).unwrap_or_default().trim_end_matches(|sign| BETWEEN.contains(sign));
        let turn = TURNS.iter().find(|(turn, _)| before.ends_with(turn));
        turn.map_or(Stance::Meant, |(_, stance)| *stance)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_unless_it_is_denied_or_awaited_where_it_stands() {
        let of = |words: &str| stances(words, "合格").collect::<Vec<_>>();
        for words in ["合格", "不存在问题，合格", "现已合格", "无证已补，复查合格"] {
            assert_eq!(of(words), [Stance::Meant], "{words}");
        }
        for words in ["不合格", "未达到合格标准", "未经验收合格", "无法合格", "没能完全合格"]
        {
            assert_eq!(of(words), [Stance::Denied], "{words}");
        }
        assert_eq!(of("待复查合格后销号"), [Stance::Awaited]);
        assert_eq!(of("原不合格，现合格"), [Stance::Denied, Stance::Meant]);
        assert_eq!(of("已整改"), []);
    }
}
