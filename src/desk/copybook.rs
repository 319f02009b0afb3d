//! Much of the ledger at once, copied page by page through the door: what an export writes, what an import is compared with.
//! Nobody else waits meanwhile, and what the officer may not see is not in it.

use std::collections::HashMap;

use super::Desk;
use super::office::Office;
use crate::ask::answer::{Answer, Visited};
use crate::ask::query::{Extract, Query};
use crate::calendar::{Day, Workdays};
use crate::exchange::export::{Names, Visits};
use crate::exchange::import::{self, KnownEnterprise, KnownHazard, KnownRecord};
use crate::model::basics::{Basics, span_of};
use crate::model::closing::Closing;
use crate::model::field::Shape;
use crate::model::id::{Id, Kind};
use crate::model::person::Person;
use crate::model::row::{Row, specs_of};
use crate::model::state::after_sealed;
use crate::rules::duty::Duties;

/// Rows of a page.
const PAGE: u32 = 200;

/// Why something could not be copied, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotCopied(String);

impl Desk {
    /// The documents in force.
    ///
    /// # Errors
    /// When the desk does not answer.
    pub fn office(&self) -> Result<Office, NotCopied> {
        let documents = match self.ask(&Query::Documents) {
            Answer::Documents(documents) => documents,
            other => return Err(unexpected(other)),
        };
        let documents = documents.into_iter().map(|document| (Id::NONE, document)).collect();
        Office::of(documents).map_err(|problems| NotCopied(super::owner::told(&problems)))
    }

    /// Every row of an extract, ascending by number; `township` is a code, empty: all.
    pub fn extract(&self, of: Extract, township: &str) -> impl Iterator<Item = Result<Row, NotCopied>> {
        let (mut page, mut after, mut is_last) = (Vec::new().into_iter(), Id::NONE, false);
        std::iter::from_fn(move || {
            if let Some(row) = page.next() {
                return Some(Ok(row));
            }
            if is_last {
                return None;
            }
            let township = township.to_owned();
            match self.ask(&Query::Extract { of, township, after, limit: PAGE }) {
                Answer::Rows(rows) => {
                    is_last = rows.len() < PAGE as usize;
                    after = rows.last().map_or(after, |row| row.id);
                    page = rows.into_iter();
                    page.next().map(Ok)
                }
                other => {
                    is_last = true;
                    Some(Err(unexpected(other)))
                }
            }
        })
    }

    /// The rows with these numbers, by number.
    ///
    /// # Errors
    /// When the desk does not answer.
    pub fn rows(&self, ids: &[Id]) -> Result<HashMap<Id, Row>, NotCopied> {
        let mut found = HashMap::new();
        for page in ids.chunks(PAGE as usize) {
            match self.ask(&Query::Rows(page.to_vec())) {
                Answer::Rows(rows) => found.extend(rows.into_iter().map(|row| (row.id, row))),
                other => return Err(unexpected(other)),
            }
        }
        Ok(found)
    }
}

fn unexpected(answer: Answer) -> NotCopied {
    NotCopied(match answer {
        Answer::Nothing(why) | Answer::Away(why) => why,
        other => format!("没有料到的回答：{other:?}").chars().take(80).collect(),
    })
}

/// What rows of an export refer to: enterprises, the last visits to them, who leads.
pub struct Papers {
    office: Office,
    enterprises: HashMap<Id, Row>,
    inspections: HashMap<Id, Row>,
    visits: HashMap<Id, Visited>,
    persons: Vec<Person>,
}

impl Papers {
    /// Copies them.
    ///
    /// # Errors
    /// When the desk does not answer.
    pub fn of(desk: &Desk) -> Result<Papers, NotCopied> {
        let visits = match desk.ask(&Query::Visits) {
            Answer::Visits(visits) => visits,
            other => return Err(unexpected(other)),
        };
        let last: Vec<Id> = visits.iter().map(|one| one.visit).filter(|id| id.opt().is_some()).collect();
        let enterprises: Result<_, _> =
            desk.extract(Extract::Of(Kind::Enterprise), "").map(|row| row.map(|row| (row.id, row))).collect();
        let persons = desk.extract(Extract::Of(Kind::Person), "").collect::<Result<Vec<_>, _>>()?;
        Ok(Papers {
            office: desk.office()?,
            enterprises: enterprises?,
            inspections: desk.rows(&last)?,
            visits: visits.into_iter().map(|one| (one.enterprise, one)).collect(),
            persons: persons.iter().filter_map(|row| row.person().cloned()).collect(),
        })
    }
}

impl Names for Papers {
    fn basics(&self) -> &Basics {
        &self.office.basics
    }

    fn row(&self, id: Id) -> Option<Row> {
        self.enterprises.get(&id).cloned()
    }

    fn visits(&self, enterprise: Id) -> Visits {
        let seen = self.visits.get(&enterprise).copied().unwrap_or_default();
        let visit = self.inspections.get(&seen.visit);
        let inspectors = visit.and_then(|row| row.inspection().map(|visit| visit.inspectors.clone()));
        Visits { last: seen.last, inspectors: inspectors.unwrap_or_default(), hazards: seen.hazards }
    }

    fn leaders(&self, unit: &str) -> Vec<String> {
        let parent = self.office.basics.unit(unit).map(|unit| unit.parent.clone()).unwrap_or_default();
        let leads = |person: &&Person| {
            person.role == "局分管领导"
                && person.until.is_none()
                && (person.unit == unit || person.unit == parent)
        };
        self.persons.iter().filter(leads).map(|person| person.name.clone()).collect()
    }
}

/// The ledger as a whole table is compared with it: hazards and visits gathered by enterprise once.
pub struct Known {
    office: Office,
    enterprises: Vec<KnownEnterprise>,
    hazards: HashMap<Id, Vec<KnownHazard>>,
    visits: HashMap<Id, Vec<(Id, Day)>>,
    records: HashMap<Kind, Vec<KnownRecord>>,
    closings: Vec<Closing>,
}

/// Kinds that are gathered by enterprise.
const BY_ENTERPRISE: [Kind; 3] = [Kind::Enterprise, Kind::Hazard, Kind::Inspection];

impl Known {
    /// Gathers what a table of this kind is compared with.
    ///
    /// # Errors
    /// When the desk does not answer.
    pub fn of(desk: &Desk, kind: Kind) -> Result<Known, NotCopied> {
        let mut known = Known {
            office: desk.office()?,
            enterprises: Vec::new(),
            hazards: HashMap::new(),
            visits: HashMap::new(),
            records: HashMap::new(),
            closings: Vec::new(),
        };
        for row in desk.extract(Extract::Of(Kind::Closing), "") {
            known.closings.extend(row?.closing().cloned());
        }
        known.gather_records(desk, kind)?;
        for row in desk.extract(Extract::Of(Kind::Enterprise), "") {
            let row = row?;
            known.enterprises.push(KnownEnterprise { id: row.id, fields: row.body.fields() });
        }
        if !BY_ENTERPRISE.contains(&kind) {
            return Ok(known);
        }
        for row in desk.extract(Extract::Found, "") {
            let row = row?;
            let Some(hazard) = row.hazard() else { continue };
            known.hazards.entry(hazard.enterprise).or_default().push(KnownHazard {
                id: row.id,
                found_on: hazard.found_on,
                text: hazard.description.clone(),
                state: hazard.state,
            });
        }
        for row in desk.extract(Extract::Of(Kind::Inspection), "") {
            let row = row?;
            let Some(visit) = row.inspection() else { continue };
            known.visits.entry(visit.enterprise).or_default().push((row.id, visit.date));
        }
        Ok(known)
    }

    /// Its own records, and those that its fields refer to.
    fn gather_records(&mut self, desk: &Desk, kind: Kind) -> Result<(), NotCopied> {
        if BY_ENTERPRISE.contains(&kind) {
            return Ok(());
        }
        let linked = specs_of(kind).into_iter().filter_map(|spec| match spec.shape {
            Shape::Link(of) | Shape::Links(of) => Some(of),
            _ => None,
        });
        for kind in std::iter::once(kind).chain(linked).filter(|kind| *kind != Kind::Enterprise) {
            if self.records.contains_key(&kind) {
                continue;
            }
            let of = if kind == Kind::Hazard { Extract::Found } else { Extract::Of(kind) };
            let known =
                |row: Row| KnownRecord { id: row.id, title: row.body.title(), fields: row.body.fields() };
            let rows = desk.extract(of, "").filter(|row| row.as_ref().map_or(true, |row| !row.is_void()));
            let rows = rows.map(|row| row.map(known)).collect::<Result<Vec<_>, _>>()?;
            self.records.insert(kind, rows);
        }
        Ok(())
    }

    /// The plan's first day: what was found before it is 计划前遗留.
    pub fn plan_start(&self) -> Day {
        let starts =
            self.office.basics.plans.iter().filter_map(|plan| Day::from_date(plan.heading.valid_from));
        starts.min().unwrap_or_default()
    }

    /// From when an enterprise that was there before is counted: the first day of the plan in force, or after the sealed one.
    pub fn counted_from(&self, today: Day) -> Day {
        let basics = &self.office.basics;
        let first = basics.plan_on(today).map_or(today, |plan| span_of(plan).0);
        first.max(after_sealed(self.closings.iter(), basics, today))
    }
}

impl import::Register for Known {
    fn basics(&self) -> &Basics {
        &self.office.basics
    }

    fn duties(&self) -> &Duties {
        &self.office.duties
    }

    fn workdays(&self) -> &Workdays {
        &self.office.workdays
    }

    fn enterprises(&self) -> Box<dyn Iterator<Item = KnownEnterprise> + '_> {
        Box::new(self.enterprises.iter().cloned())
    }

    fn hazards_of(&self, enterprise: Id) -> Vec<KnownHazard> {
        self.hazards.get(&enterprise).cloned().unwrap_or_default()
    }

    fn records(&self, kind: Kind) -> Vec<KnownRecord> {
        self.records.get(&kind).cloned().unwrap_or_default()
    }

    fn inspections_of(&self, enterprise: Id) -> Vec<(Id, Day)> {
        self.visits.get(&enterprise).cloned().unwrap_or_default()
    }
}
