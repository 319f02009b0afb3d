//! 移交函（二(五)8、三(四)）: a letter (or message) that hands 1…n hazards to a department; its number is unique per year.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::EvidenceCard;
use super::case::Case;
use super::field::{Field, Fields, Shape, Value, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 移交方式
pub const CHANNELS: &[&str] = &["函", "OA", "微信", "平台", "当面"];

/// 移交函
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Code of the receiving department.
    pub department: String,
    /// Number of the letter, unique in its year.
    pub letter_no: String,
    /// Day it went out.
    pub sent_on: Day,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// Who took it.
    pub receiver: String,
    /// On what ground it is theirs.
    pub basis: String,
    /// What is handed over.
    pub hazards: Vec<Id>,
    /// 备注
    pub note: String,
}

impl Noun for Transfer {
    const KIND: Kind = Kind::Transfer;
    const NAME: &'static str = "移交函";
    const FIELDS: &'static [Field<Transfer>] = &[
        field!(! department "接收部门" Shape::Department),
        field!(letter_no "函号" Shape::Text),
        field!(! sent_on "发出日" Shape::Date),
        field!(channel "方式" Shape::One(CHANNELS)),
        field!(receiver "接收人" Shape::Text),
        field!(basis "依据" Shape::Text),
        field!(! hazards "隐患" Shape::Links(Kind::Hazard)),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        if self.letter_no.is_empty() { format!("{} 移交", self.sent_on) } else { self.letter_no.clone() }
    }

    fn about(&self) -> Vec<About<'_>> {
        self.hazards.iter().map(|id| About::Record(*id)).collect()
    }

    fn when(&self) -> When {
        When::On(self.sent_on)
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        match key {
            "sent_on" => Some(case.today.show()),
            "channel" => Some("函".into()),
            _ => None,
        }
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        Some(EvidenceCard {
            date: self.sent_on,
            subject: self.hazards.first().copied().unwrap_or_default(),
            unit: basics.department_no(&self.department),
            count: self.hazards.len().min(usize::from(u16::MAX)) as u16,
            ..card
        })
    }
}
