//! What shows that a duty was done: which record, with which marks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::clock::Clock;
use crate::model::basics::Basics;
use crate::model::card::evidence_flag;
use crate::model::id::Kind;

/// What shows that a duty was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Which record.
    pub noun: EvidenceNoun,
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

/// A noun that is evidence for a duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EvidenceNoun {
    /// [`Kind::Inspection`]
    #[default]
    #[serde(rename = "检查")]
    Inspection,
    /// [`Kind::InspectionPlan`]
    #[serde(rename = "月度检查计划")]
    Plan,
    /// [`Kind::PlanItem`]
    #[serde(rename = "检查计划条目")]
    PlanItem,
    /// [`Kind::SelfInspection`]
    #[serde(rename = "企业自查")]
    SelfInspection,
    /// [`Kind::Drill`]
    #[serde(rename = "演练")]
    Drill,
    /// [`Kind::Supervision`]
    #[serde(rename = "督导")]
    Supervision,
    /// [`Kind::Training`]
    #[serde(rename = "培训")]
    Training,
    /// [`Kind::Attendance`]
    #[serde(rename = "到场")]
    Attendance,
    /// [`Kind::Confirmation`]
    #[serde(rename = "台账月度确认")]
    Confirmation,
    /// [`Kind::Progress`]
    #[serde(rename = "任务进展")]
    Progress,
    /// [`Kind::Hazard`], by its clocks.
    #[serde(rename = "隐患")]
    Hazard,
    /// [`Kind::Evidence`], of a sort.
    #[serde(rename = "工作记录")]
    Record,
    /// [`Kind::Exhibition`]
    #[serde(rename = "展会")]
    Exhibition,
    /// [`Kind::LicenseReview`]
    #[serde(rename = "许可审查")]
    LicenseReview,
    /// [`Kind::SupportApplication`]
    #[serde(rename = "政策支持申请")]
    SupportApplication,
    /// [`Kind::Enterprise`], by its own fields.
    #[serde(rename = "企业")]
    Enterprise,
}

impl EvidenceNoun {
    /// The kind of its records.
    pub fn kind(self) -> Kind {
        match self {
            EvidenceNoun::Inspection => Kind::Inspection,
            EvidenceNoun::Plan => Kind::InspectionPlan,
            EvidenceNoun::PlanItem => Kind::PlanItem,
            EvidenceNoun::SelfInspection => Kind::SelfInspection,
            EvidenceNoun::Drill => Kind::Drill,
            EvidenceNoun::Supervision => Kind::Supervision,
            EvidenceNoun::Training => Kind::Training,
            EvidenceNoun::Attendance => Kind::Attendance,
            EvidenceNoun::Confirmation => Kind::Confirmation,
            EvidenceNoun::Progress => Kind::Progress,
            EvidenceNoun::Hazard => Kind::Hazard,
            EvidenceNoun::Record => Kind::Evidence,
            EvidenceNoun::Exhibition => Kind::Exhibition,
            EvidenceNoun::LicenseReview => Kind::LicenseReview,
            EvidenceNoun::SupportApplication => Kind::SupportApplication,
            EvidenceNoun::Enterprise => Kind::Enterprise,
        }
    }

    /// The words that its card numbers as `variant`; of a 工作记录 those of its sort.
    pub fn kinds<'b>(self, sort: &str, basics: &'b Basics) -> Vec<&'b str> {
        use crate::model::{drill, exhibition, inspection, license_review, support_application, training};
        let fixed = match self {
            EvidenceNoun::Inspection => inspection::MODES,
            EvidenceNoun::Drill => drill::KINDS,
            EvidenceNoun::Training | EvidenceNoun::Attendance => training::KINDS,
            EvidenceNoun::Exhibition => exhibition::PROCEDURES,
            EvidenceNoun::LicenseReview => license_review::KINDS,
            EvidenceNoun::SupportApplication => support_application::RESULTS,
            EvidenceNoun::Enterprise => ENTERPRISE_FIELDS,
            _ => &[],
        };
        let of_sort = basics.sort(sort).map(|sort| sort.variants.as_slice()).unwrap_or_default();
        match self {
            EvidenceNoun::Record => of_sort.iter().map(String::as_str).collect(),
            _ => fixed.to_vec(),
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
        bits_of(&self.kinds, &self.noun.kinds(&self.sort, basics))
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
