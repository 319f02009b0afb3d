//! Everything an answer is made from. Borrowed for the length of one question.

use std::sync::Arc;

use super::cards::Cards;
use super::sight::{ELSEWHERE, Eye};
use crate::calendar::{Day, Workdays};
use crate::model::basics::Basics;
use crate::model::case::{Officer, Role};
use crate::model::event::Entry;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::Id;
use crate::model::row::Row;
use crate::rules::duty::Duties;
use crate::rules::facts::Facts;
use crate::rules::ladder::Rung;
use crate::rules::review::Words;
use crate::rules::standing::{Kept, Standing};

/// Where rows and histories are read from, one at a time.
pub trait Shelves {
    /// The record with this number.
    fn row(&self, id: Id) -> Option<Row>;
    /// Its entries, oldest first; none when they cannot be read.
    fn history(&self, id: Id) -> Vec<Entry>;
    /// Why entries cannot be read, once that was met: in words, and what to do.
    fn unread(&self) -> Option<(String, String)>;
}

/// What the owner knows, for one question of one officer.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// All cards.
    pub cards: &'a Cards,
    /// 基础数据
    pub basics: &'a Basics,
    /// 义务
    pub duties: &'a Duties,
    /// 工作日
    pub workdays: &'a Workdays,
    /// Rows, as far as the officer may see them.
    pub shelves: &'a dyn Shelves,
    /// What the officer may see. Cards are all here, since totals count them all: whoever names one asks first.
    pub eye: Eye<'a>,
    /// Who asks.
    pub officer: &'a Officer,
    /// The owner's day, or the day set by `--today`.
    pub today: Day,
    /// 启用日
    pub start_on: Day,
    /// Last entry.
    pub seq: u64,
    /// Standings that were found out already.
    pub kept: &'a Kept,
}

impl<'a> View<'a> {
    /// The day asked for: `day`, or today.
    pub fn day(&self, day: Day) -> Day {
        day.opt().unwrap_or(self.today)
    }

    /// The facts seen from `day`.
    pub fn facts(&self, day: Day) -> Facts<'a> {
        self.cards.facts(self.basics, self.workdays, self.day(day), self.start_on)
    }

    /// How every duty stands on `day`.
    pub fn standings(&self, day: Day) -> Arc<[Standing]> {
        self.kept.standings(self.seq, self.duties, &self.facts(day))
    }

    /// Short name of the unit with this number.
    pub fn unit_short(&self, no: u8) -> String {
        self.basics.unit_of_no(no).map(|unit| unit.short.clone()).unwrap_or_default()
    }

    /// Short name of the unit with this code.
    pub fn unit_name(&self, code: &str) -> String {
        self.basics.unit(code).map_or_else(|| code.to_owned(), |unit| unit.short.clone())
    }

    /// Name of the industry with this number.
    pub fn industry_name(&self, no: u8) -> String {
        self.basics.industry_of_no(no).map(|industry| industry.name.clone()).unwrap_or_default()
    }

    /// May the officer see this record?
    pub fn sees(&self, id: Id) -> bool {
        self.eye.sees(id)
    }

    /// Name of an enterprise.
    pub fn enterprise_name(&self, id: Id) -> String {
        if id.is_some() && !self.sees(id) {
            return ELSEWHERE.into();
        }
        self.cards.enterprise(id).map(|card| card.name.clone()).unwrap_or_default()
    }

    /// Name of an enterprise without the district and the town that every name begins with.
    pub fn enterprise_called(&self, id: Id) -> String {
        let Some(card) = self.cards.enterprise(id) else { return String::new() };
        if !self.eye.sees_enterprise(card) {
            return ELSEWHERE.into();
        }
        let township = card.now().and_then(|span| self.basics.unit_of_no(span.township));
        self.basics.bare_name(&card.name, township.map_or("", |unit| &unit.code)).to_owned()
    }

    /// 信用代码 of an enterprise in the register, whoever may see it: lists that bar support are everybody's to ask.
    pub fn code_of(&self, enterprise: Id) -> String {
        let row = enterprise.opt().and_then(|id| self.eye.shelves.row(id));
        row.and_then(|row| row.enterprise().map(|one| one.uscc.clone())).unwrap_or_default()
    }

    /// What a record is called in a sentence: name of an enterprise or person, words of a hazard, number of the rest.
    pub fn called(&self, id: Id) -> String {
        use crate::model::id::Kind;
        match id.kind() {
            Kind::Enterprise => self.enterprise_name(id),
            _ if id.is_some() && !self.sees(id) => ELSEWHERE.into(),
            Kind::Hazard => self.cards.description_of(id).to_owned(),
            Kind::Person => self.cards.person(id).map(|person| person.name.clone()).unwrap_or_default(),
            _ => self.shelves.row(id).map(|row| row.body.title()).unwrap_or_default(),
        }
    }
}

impl Words for View<'_> {
    fn officer(&self) -> &str {
        &self.officer.name
    }

    fn decides(&self, deed: Deed, is_major: bool) -> bool {
        let who = if is_major { Role::LEADERS } else { transition(deed).who };
        // Whoever holds every role is alone: nobody's question waits for them.
        self.officer.is_any(who) && !Role::ALL.iter().all(|role| self.officer.roles.contains(role))
    }

    fn code(&self, enterprise: Id) -> String {
        self.code_of(enterprise)
    }

    fn rung(&self) -> Rung {
        Rung::of(self.officer)
    }

    fn sees(&self, id: Id) -> bool {
        self.eye.sees(id)
    }

    fn text(&self, id: Id) -> String {
        self.called(id)
    }

    fn entered(&self, id: Id) -> (String, String) {
        let Some(row) = self.shelves.row(id) else { return Default::default() };
        let (at, by) = row.entered;
        let told = format!("{by} {}", at.format("%H:%M"));
        (by, told)
    }
}
