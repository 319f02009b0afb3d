//! What the line asks of the ledger, as a trait so that the line can be read without one.

use super::find::Match;
use crate::calendar::{Day, Workdays};
use crate::model::basics::Basics;
use crate::model::case::Officer;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};

/// 企业 as far as a line needs to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnterpriseBrief {
    /// Its number.
    pub id: Id,
    /// Registered name.
    pub name: String,
    /// Code of the township.
    pub township: String,
    /// Codes of its industries, the main one first.
    pub industries: Vec<String>,
    /// 主要负责人; empty: not on record.
    pub principal: String,
    /// 在营, or not completed yet (待补全)
    pub is_open: bool,
}

/// 隐患 as far as a line needs to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HazardBrief {
    /// Its number.
    pub id: Id,
    /// The enterprise.
    pub enterprise: Id,
    /// 描述
    pub description: String,
    /// Where it stands.
    pub state: State,
    /// 重大
    pub is_major: bool,
    /// 期限 in force.
    pub due: Day,
    /// 延期申请中
    pub extension_asked: bool,
    /// Code of the department it was handed to last; may be empty.
    pub department: String,
}

/// A record that a link may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its number.
    pub id: Id,
    /// What it is called.
    pub title: String,
}

/// What tells a record from another one of its kind: what sort it is, whose, when, and what it is called.
const TELLING: &[&str] = &[
    "sort",
    "date",
    "enterprise",
    "unit",
    "by",
    "township",
    "target",
    "industry",
    "person",
    "hazard",
    "about",
    "task",
    "kind",
    "variant",
    "title",
    "topic",
    "text",
    "findings",
    "place",
];

/// Would both be counted for the same thing, whatever numbers and proofs they give (局内约定)?
pub fn says_the_same(one: &Fields, other: &Fields) -> bool {
    TELLING.iter().all(|key| one.get(key) == other.get(key))
}

/// The ledger as the line sees it. An answer is what the officer may see; nothing here changes anything.
pub trait Register {
    /// 基础数据
    fn basics(&self) -> &Basics;
    /// 工作日
    fn workdays(&self) -> &Workdays;
    /// Enterprises that a fragment may mean, best first; codes of township and industry, empty: any. See [`super::find`].
    fn enterprises(&self, fragment: &str, township: &str, industry: &str) -> Vec<Match>;
    /// The enterprise with this number.
    fn enterprise(&self, id: Id) -> Option<EnterpriseBrief>;
    /// The hazard with this number.
    fn hazard(&self, id: Id) -> Option<HazardBrief>;
    /// Open hazards with this running number, newest first.
    fn newest_open(&self, number: u32) -> Vec<Id>;
    /// Open hazards of an enterprise, newest first.
    fn open_hazards(&self, enterprise: Id) -> Vec<HazardBrief>;
    /// Names of people of ours that a fragment (characters, pinyin, initials) may mean.
    fn persons(&self, fragment: &str) -> Vec<String>;
    /// Records of a kind that a part of their name may mean, what is left to do first, the newest first; nothing written:
    /// all. `sorts` are the codes of the sorts of 工作记录 that may be meant, none: any.
    fn links(&self, kind: Kind, sorts: &[String], fragment: &str) -> Vec<Linked>;
    /// What a link to this record shows; [`None`]: there is none to be seen.
    fn linked(&self, id: Id) -> Option<Linked>;
    /// A hazard of the same enterprise in nearly the same words, entered today.
    fn similar_today(&self, enterprise: Id, text: &str) -> Option<HazardBrief>;
    /// The same of one found on `day`, whenever it was entered.
    fn similar_on(&self, enterprise: Id, day: Day, text: &str) -> Option<HazardBrief>;
    /// The inspection of the enterprise on that day; [`Id::NONE`]: none.
    fn visit_on(&self, enterprise: Id, day: Day) -> Id;
    /// The record of this kind that says the same of the same day, as [`says_the_same`] has it; [`Id::NONE`]: none.
    fn same_as(&self, kind: Kind, fields: &Fields) -> Id;
    /// The open item of that month's plan about the enterprise; [`Id::NONE`]: none.
    fn planned(&self, enterprise: Id, day: Day) -> Id;
    /// The enterprise that a record is about, an enterprise itself included; [`Id::NONE`]: none.
    fn subject(&self, id: Id) -> Id;
    /// The department that accepted such a hazard last (职责记忆), by code, and when and where, in words.
    fn accepted(&self, _hazard: Id) -> Option<(String, String)> {
        None
    }
    /// Version and filled fields of a record, to show what a line changes.
    fn record(&self, id: Id) -> Option<(u32, Fields)>;
}

/// What is known beside the ledger.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The owner's day.
    pub today: Day,
    /// Who types.
    pub officer: &'a Officer,
    /// The record entered last, for `^`; [`Id::NONE`]: none.
    pub last: Id,
    /// What the `..` line in force says, without its `..`; empty: none.
    pub common: &'a str,
}

/// Everything a line is read by.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub register: &'a dyn Register,
    pub today: Day,
    pub officer: &'a Officer,
    pub last: Id,
    pub common: &'a str,
    /// Code of the sort of 工作记录 that the line enters; empty: none.
    pub sort: &'a str,
}

impl<'a> Cx<'a> {
    pub fn new(register: &'a dyn Register, context: &Context<'a>) -> Cx<'a> {
        let Context { today, officer, last, common } = *context;
        Cx { register, today, officer, last, common, sort: "" }
    }

    pub fn basics(&self) -> &'a Basics {
        self.register.basics()
    }

    /// The officer's township, when theirs is one.
    pub fn own_township(&self) -> &'a str {
        let own = self.basics().unit(&self.officer.unit).filter(|unit| unit.is_township());
        own.map_or("", |unit| &unit.code)
    }

    /// `12-05 周六`, with the year when it is another one than today's.
    pub fn show_day(&self, day: Day) -> String {
        super::value::show_day(day, self.today)
    }
}
