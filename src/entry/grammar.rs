//! The grammar of the line: what a verb may say, and the [`GRAMMAR`] table of all verbs. The help overlay, the manual and
//! `zhiben add --help` are derived from it.

mod table;

use super::reading::{Reading, Sentence};
use super::tokens::Sign;
use super::words::Word;
use crate::model::basics::{Basics, Sort};
use crate::model::field::Spec;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::Kind;
use crate::model::row::{specs_for, specs_of};
use crate::text::half_width;

pub use table::GRAMMAR;

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// `乡镇[.行业]/企业`
    Enterprise,
    /// `乡镇`
    Town,
    /// `乡镇`, or a unit of the bureau.
    Unit,
    /// `#编号` of a hazard, or `^`.
    Hazard,
    /// Whoever did it or whom it is about, an enterprise where the sort has one; may be left out.
    Maker,
    /// `T16`
    Task,
    /// `#编号`, `^` or `乡镇/企业`.
    Any,
}

impl Aim {
    /// How it is written.
    pub fn pattern(self) -> &'static str {
        match self {
            Aim::Enterprise => "乡镇.行业/企业",
            Aim::Town => "乡镇",
            Aim::Unit => "乡镇或股室",
            Aim::Hazard => "#隐患编号",
            Aim::Maker => "乡镇或股室，可不写",
            Aim::Task => "任务号",
            Aim::Any => "#编号 或 乡镇/企业",
        }
    }
}

/// Which fields may be filled by name, `部位:后厨`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    /// None.
    Nothing,
    /// Those of a record of this kind.
    Record(Kind),
    /// What these deeds ask for.
    Deeds(&'static [Deed]),
    /// Those of the sort of 工作记录 with this code.
    Sort(&'static str),
    /// Those of the sort that the line names.
    NamedSort,
}

/// Whom `@` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// People of ours.
    Ours,
    /// The one who answers for the enterprise.
    Principal,
    /// Somebody whom nobody here has on a list.
    Others,
}

/// What a due in days is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsFrom {
    /// The day of the event.
    Event,
    /// The due day in force.
    Due,
}

/// What the first word says of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// `ok`
    Good,
    /// `no`
    Bad,
    /// 部分
    Partly,
}

impl Judged {
    /// How it is written, the usual way first.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Judged::Good => &["ok", "合格", "同意", "复查合格"],
            Judged::Bad => &["no", "不合格", "不同意", "退回"],
            Judged::Partly => &["部分", "部分合格"],
        }
    }
}

/// A verb of the line.
pub struct Verb {
    /// Its letter.
    pub key: char,
    /// Its character.
    pub hanzi: char,
    /// 名称, also accepted in the line.
    pub name: &'static str,
    /// Other words accepted.
    pub also: &'static [&'static str],
    /// What stands behind it.
    pub aim: Aim,
    /// Its tokens, and what each means here.
    pub takes: &'static [(Sign, &'static str)],
    /// Fields that its tokens may fill by name.
    pub fills: Fills,
    /// The lists that `~` takes a word of.
    pub ways: &'static [&'static [&'static str]],
    /// Whom `@` names.
    pub whom: Whom,
    /// What `+7` is counted from.
    pub counts_from: CountsFrom,
    /// Outcomes that the first word may say, and what each means here.
    pub judges: &'static [(Judged, &'static str)],
    /// Hazards may follow behind ` ; `.
    pub chains: bool,
    /// What the words become.
    pub words: &'static str,
    /// A line that works.
    pub example: &'static str,
    /// What it is for, in one sentence.
    pub help: &'static str,
    pub(super) read: for<'a> fn(&mut Reading<'a>, &Sentence<'a>),
}

impl Verb {
    /// `i 检查`
    pub fn label(&self) -> String {
        format!("{} {}", self.key, self.name)
    }

    /// Is it called so? Full-width letters count.
    pub fn is_called(&self, word: &str) -> bool {
        let word = half_width(word).to_lowercase();
        let mut chars = word.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        single.is_some_and(|c| c == self.key || c == self.hanzi)
            || word == self.name
            || self.also.contains(&word.as_str())
    }

    /// The fields that may be filled by name, each once; `sort` is the code of the one that the line names.
    pub fn specs(&self, basics: &Basics, sort: &str) -> Vec<Spec> {
        let deeds = match self.fills {
            Fills::Nothing => return Vec::new(),
            Fills::Record(kind) => return specs_of(kind),
            Fills::Sort(code) => return specs_for(Kind::Evidence, code, basics),
            Fills::NamedSort => return specs_for(Kind::Evidence, sort, basics),
            Fills::Deeds(deeds) => deeds,
        };
        let mut specs: Vec<Spec> = Vec::new();
        for ask in deeds.iter().flat_map(|deed| transition(*deed).asks()) {
            if !specs.iter().any(|known| known.key == ask.spec.key) {
                specs.push(ask.spec);
            }
        }
        specs
    }

    /// Does a token of this sign mean anything here?
    pub fn takes(&self, sign: Sign) -> bool {
        self.takes.iter().any(|(one, _)| *one == sign)
    }
}

/// What `..` may set for the lines behind it.
pub const COMMON: &[(Sign, &str)] =
    &[(Sign::People, "人员"), (Sign::Due, "期限"), (Sign::Day, "日期"), (Sign::Way, "方式")];

/// The verb that a word calls.
pub fn verb(word: &str) -> Option<&'static Verb> {
    GRAMMAR.iter().find(|verb| verb.is_called(word))
}

/// What the words at the beginning of a line call.
pub(super) struct Called<'b, 'w, 'a> {
    /// The verb.
    pub verb: &'static Verb,
    /// Code of the sort of 工作记录 that it enters; empty: none, or not said yet.
    pub sort: &'b str,
    /// The words behind.
    pub rest: &'w [Word<'a>],
}

/// A verb; or a sort of 工作记录, by any of its writings (`法规`, `zf`), for itself or behind the verb for all of them.
pub(super) fn called<'b, 'w, 'a>(
    first: &Word,
    rest: &'w [Word<'a>],
    basics: &'b Basics,
) -> Option<Called<'b, 'w, 'a>> {
    let sort_of = |word: &Word| -> Option<&'b Sort> {
        let is_number = word.plain().chars().all(|c| c.is_ascii_digit());
        basics.sort_by(word.raw).one().filter(|_| !is_number)
    };
    let Some(verb) = verb(first.raw) else {
        let sort = sort_of(first)?;
        let own = GRAMMAR.iter().find(|verb| matches!(verb.fills, Fills::Sort(code) if code == sort.code));
        let verb = own.or_else(|| GRAMMAR.iter().find(|verb| verb.fills == Fills::NamedSort))?;
        return Some(Called { verb, sort: &sort.code, rest });
    };
    let named = rest.split_first().and_then(|(word, rest)| Some((sort_of(word)?, rest)));
    Some(match (verb.fills, named) {
        (Fills::Sort(code), _) => Called { verb, sort: code, rest },
        (Fills::NamedSort, Some((sort, rest))) => Called { verb, sort: &sort.code, rest },
        _ => Called { verb, sort: "", rest },
    })
}

/// `i检查 h隐患 …`
pub fn verbs_in_short() -> String {
    GRAMMAR.iter().map(|verb| format!("{}{}", verb.key, verb.name)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_verbs_share_a_letter_a_character_or_a_name() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for verb in GRAMMAR {
            let words = [verb.key.to_string(), verb.hanzi.to_string(), verb.name.to_owned()];
            for word in words.into_iter().chain(verb.also.iter().map(|w| (*w).to_owned())) {
                assert_eq!(seen.insert(word.clone(), verb.name), None, "{word}");
            }
        }
    }

    #[test]
    fn every_example_begins_with_its_verb() {
        for one in GRAMMAR {
            assert_eq!(verb(one.example.split(' ').next().unwrap()).unwrap().key, one.key);
        }
    }

    #[test]
    fn a_verb_is_found_by_letter_character_and_name() {
        for word in ["i", "I", "ｉ", "查", "检查"] {
            assert_eq!(verb(word).unwrap().name, "检查", "{word}");
        }
        assert!(verb("y").is_none() && verb("").is_none());
    }
}
