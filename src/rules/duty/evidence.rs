//! What shows that a duty was done: which record, with which marks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::clock::Clock;
use crate::model::basics::Basics;
use crate::model::card::evidence_flag;
use crate::model::id::Kind;
use crate::model::row::variants_of;

/// What shows that a duty was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Which record.
    #[serde(with = "by_name")]
    pub noun: Kind,
    /// 工作记录: of this sort (code).
    #[serde(default)]
    pub sort: String,
    /// It must bear one of these marks; none: any will do.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// It must be of one of these kinds, in the words of the noun or the sort; none: any. Of an enterprise: which of its own
    /// fields ([`ENTERPRISE_FIELDS`]).
    #[serde(default)]
    pub kinds: Vec<String>,
    /// It must stand in one of these 状态, in the words of the sort; none: any.
    #[serde(default)]
    pub stages: Vec<String>,
    /// 任务进展: on one of these tasks (codes); none: any.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// What stands once is there for later stretches as well: it counts whatever its day (机制文件 by its 状态).
    #[serde(default)]
    pub lasting: bool,
    /// It counts for the year that it names (年度), whatever its day.
    #[serde(default)]
    pub by_year: bool,
    /// It must serve this year's focus of training; 0: any. A session that names no focus serves that of its own year when
    /// its industry is one of the subjects'.
    #[serde(default)]
    pub focus: u16,
    /// So many of them, one of each kind, or every one there is.
    #[serde(default)]
    pub count: Count,
    /// For hazards: which clocks must be kept.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// What the entry of a missing piece starts with, beside subject and day.
    #[serde(default)]
    pub entry: BTreeMap<String, String>,
}

/// Fields of an enterprise that are evidence by themselves (自查自改机制核实日, 全员责任制核实日, 监测接入日).
pub const ENTERPRISE_FIELDS: &[&str] = &["自查自改机制", "全员责任制", "监测接入"];

/// The words that cards of a noun number as 类型; of 工作记录 those of the sort, of an enterprise its own fields.
pub fn kinds_of<'b>(noun: Kind, sort: &str, basics: &'b Basics) -> Vec<&'b str> {
    match noun {
        Kind::Evidence => {
            let words = basics.sort(sort).map(|sort| sort.variants.as_slice()).unwrap_or_default();
            words.iter().map(String::as_str).collect()
        }
        Kind::Enterprise => ENTERPRISE_FIELDS.to_vec(),
        noun => variants_of(noun).to_vec(),
    }
}

/// A noun in a document: by its 中文名.
pub(super) mod by_name {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::model::id::Kind;
    use crate::model::row::{NAMES, kind_called, name_of};

    pub fn serialize<S: Serializer>(noun: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(name_of(*noun))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        named(&String::deserialize(from)?)
    }

    fn named<E: Error>(name: &str) -> Result<Kind, E> {
        kind_called(name).ok_or_else(|| E::unknown_variant(name, NAMES))
    }

    /// The same where it may be left out.
    pub mod optional {
        use super::{Deserialize, Deserializer, Kind, Serializer};

        pub fn serialize<S: Serializer>(noun: &Option<Kind>, to: S) -> Result<S::Ok, S::Error> {
            match noun {
                Some(noun) => super::serialize(noun, to),
                None => to.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Kind>, D::Error> {
            Option::<String>::deserialize(from)?.map(|name| super::named(&name)).transpose()
        }
    }
}

/// A visit: what a duty is shown by that a row only begins.
impl Default for Evidence {
    fn default() -> Evidence {
        Evidence {
            noun: Kind::Inspection,
            sort: String::new(),
            marks: Vec::new(),
            kinds: Vec::new(),
            stages: Vec::new(),
            tasks: Vec::new(),
            lasting: false,
            by_year: false,
            focus: 0,
            count: Count::default(),
            clocks: Vec::new(),
            entry: BTreeMap::new(),
        }
    }
}

impl Evidence {
    /// May it count for a period that does not hold the day of its record?
    pub fn is_off_day(&self) -> bool {
        let own_day = |mark: &Mark| matches!(mark, Mark::Reviewed | Mark::Improved);
        self.focus != 0 || self.by_year || self.lasting || self.marks.iter().any(own_day)
    }

    /// Does a piece bear one of the marks that are asked for? Their bits; 0: none is asked for.
    pub fn mark_bits(&self) -> u32 {
        self.marks.iter().fold(0, |bits, mark| bits | mark.bit())
    }

    /// A bit for each kind that will do, as cards number them; 0: any will.
    pub fn kind_bits(&self, basics: &Basics) -> u32 {
        bits_of(&self.kinds, &kinds_of(self.noun, &self.sort, basics))
    }

    /// The same for 状态.
    pub fn stage_bits(&self, basics: &Basics) -> u32 {
        let known = basics.sort(&self.sort).map(|sort| sort.stages.as_slice()).unwrap_or_default();
        bits_of(&self.stages, &known.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Bit `place + 1` for each of the words among those known.
pub(in crate::rules) fn bits_of(words: &[String], known: &[&str]) -> u32 {
    let place = |word: &String| known.iter().position(|k| k == word).map_or(0, |at| 2u32 << (at & 31));
    words.iter().map(place).fold(0, |a, b| a | b)
}

/// A mark on a piece of evidence. Items of a plan and attendances bear those of their plan and session as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// The principal led, chaired or came.
    #[serde(rename = "主要负责人")]
    Principal,
    /// The one responsible for fire safety came.
    #[serde(rename = "消防安全责任人")]
    FireLead,
    /// 联合检查
    #[serde(rename = "联合")]
    Joint,
    /// Led by a leader.
    #[serde(rename = "领导带队")]
    Led,
    /// 已报送
    #[serde(rename = "已报送")]
    Filed,
    /// 已检
    #[serde(rename = "已检")]
    Done,
    /// 改期 with a reason.
    #[serde(rename = "改期")]
    Moved,
    /// Held by the bureau.
    #[serde(rename = "局组织")]
    ByBureau,
    /// Nothing is left to do about it: 展会 with every item in order, 许可审查 with its opinion, 工作记录 settled.
    #[serde(rename = "已办结")]
    Settled,
    /// Somebody looked: 展会, 政策支持申请.
    #[serde(rename = "已查验")]
    Checked,
    /// 四进事项 that was gone through.
    #[serde(rename = "已梳理")]
    Reviewed,
    /// 四进事项 that was made better.
    #[serde(rename = "已提升")]
    Improved,
    /// 四进事项 that sets out what safety asks.
    #[serde(rename = "含安全要求")]
    HasClause,
}

impl Mark {
    /// Its bit among [`evidence_flag`].
    pub fn bit(self) -> u32 {
        match self {
            Mark::Principal => evidence_flag::PRINCIPAL,
            Mark::FireLead => evidence_flag::FIRE_LEAD,
            Mark::Joint => evidence_flag::JOINT,
            Mark::Led => evidence_flag::LED,
            Mark::Filed => evidence_flag::FILED,
            Mark::Done => evidence_flag::DONE,
            Mark::Moved => evidence_flag::MOVED,
            Mark::ByBureau => evidence_flag::BY_BUREAU,
            Mark::Settled => evidence_flag::DONE,
            Mark::Checked | Mark::Reviewed => evidence_flag::CHECKED,
            Mark::Improved => evidence_flag::IMPROVED,
            Mark::HasClause => evidence_flag::HAS_CLAUSE,
        }
    }
}

/// How many pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Count {
    /// [`Duty::need`](super::Duty::need) of them.
    #[default]
    #[serde(rename = "至少")]
    AtLeast,
    /// One of each of the kinds.
    #[serde(rename = "每类")]
    EachKind,
    /// Every piece of the period must bear a mark.
    #[serde(rename = "全部")]
    Every,
}
