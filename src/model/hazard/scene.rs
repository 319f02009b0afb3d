//! What a transition looks at, what it asks, and how it objects.

use super::super::case::{Case, Role};
use super::super::enterprise::Enterprise;
use super::super::field::{Fields, Shape, Spec};
use super::super::id::Id;
use super::super::inspection::Inspection;
use super::super::noun::Noun;
use super::super::row::Row;
use super::Hazard;
use crate::calendar::Day;

/// A hazard, the answers given so far, and everything a decision knows.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Basics, records, the day, the officer.
    pub case: &'a Case<'a>,
    /// The record; [`None`]: it is being made.
    pub row: Option<&'a Row>,
    /// The hazard as it stands (blank when it is being made).
    pub hazard: &'a Hazard,
    /// The answers, canonical.
    pub fields: &'a Fields,
}

impl Scene<'_> {
    /// The same with other answers.
    pub fn with<'b>(&'b self, fields: &'b Fields) -> Scene<'b> {
        Scene { fields, ..*self }
    }

    /// Number of the hazard; [`Id::NONE`] while it is being made.
    pub fn id(&self) -> Id {
        self.row.map_or(Id::NONE, |r| r.id)
    }

    /// The answer under `key`, else what the record says.
    pub fn says(&self, key: &str) -> String {
        if self.fields.has(key) {
            self.fields.get(key).to_owned()
        } else {
            self.hazard.get(key).unwrap_or_default()
        }
    }

    /// The day under `key`, answered or on record.
    pub fn day(&self, key: &str) -> Day {
        self.says(key).parse().ok().and_then(Day::from_date).unwrap_or(Day::NONE)
    }

    /// 重大, by the answers or the record.
    pub fn is_major(&self) -> bool {
        self.says("level") == "重大"
    }

    /// The enterprise, answered or on record.
    pub fn enterprise(&self) -> Option<Enterprise> {
        let row = self.case.records.row(self.link("enterprise")?)?;
        row.enterprise().cloned()
    }

    /// The inspection it was found in, answered or on record.
    pub fn inspection(&self) -> Option<Inspection> {
        let row = self.case.records.row(self.link("inspection")?)?;
        row.inspection().cloned()
    }

    /// The record named under `key`.
    pub fn link(&self, key: &str) -> Option<Id> {
        self.says(key).parse::<Id>().ok()?.opt()
    }

    /// Does the officer hold one of `roles`?
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.case.officer.is_any(roles)
    }
}

/// A question of a transition.
#[derive(Clone, Copy)]
pub struct Ask {
    /// Key, label, shape, required.
    pub spec: Spec,
    /// Canonical text proposed when nothing was answered; gets the key.
    pub default: fn(&Scene, &str) -> String,
}

/// A question that may stay open.
pub(super) const fn ask(key: &'static str, label: &'static str, shape: Shape, default: Default) -> Ask {
    Ask { spec: Spec::new(key, label, shape), default }
}

/// A question that must be answered.
pub(super) const fn must(key: &'static str, label: &'static str, shape: Shape, default: Default) -> Ask {
    Ask { spec: Spec::must(key, label, shape), default }
}

/// How a proposal is made.
pub(super) type Default = fn(&Scene, &str) -> String;

/// Why a guard objects and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Key of the field it is about; empty: none.
    pub key: &'static str,
    /// Why.
    pub text: String,
    /// What to do.
    pub hint: String,
}

/// What a guard says.
pub type Verdict = Result<(), Objection>;

/// A condition of a transition.
#[derive(Clone, Copy)]
pub struct Guard {
    /// Its name in refusals and in the manual.
    pub name: &'static str,
    /// Looks at the record alone, so that what it forbids is not even offered.
    pub is_early: bool,
    /// The condition.
    pub check: fn(&Scene) -> Verdict,
}

/// A condition on the record alone.
pub(super) const fn early(name: &'static str, check: fn(&Scene) -> Verdict) -> Guard {
    Guard { name, is_early: true, check }
}

/// A condition on the answers.
pub(super) const fn late(name: &'static str, check: fn(&Scene) -> Verdict) -> Guard {
    Guard { name, is_early: false, check }
}

/// Objects unless `holds`; `key` is the field to look at, empty when there is none.
pub(super) fn unless(
    holds: bool,
    key: &'static str,
    text: impl Into<String>,
    hint: impl Into<String>,
) -> Verdict {
    if holds { Ok(()) } else { Err(Objection { key, text: text.into(), hint: hint.into() }) }
}
