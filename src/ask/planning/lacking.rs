//! 缺佐证: what has to be made whole before an assessment, hazards and records alike, oldest first.

use serde::{Deserialize, Serialize};

use super::{LONGEST, township};
use crate::ask::records;
use crate::ask::view::View;
use crate::ask::words::labels_of_hazard;
use crate::calendar::Day;
use crate::model::card::{evidence_flag, hazard_flag};
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::model::row::{Row, name_of};

/// A record that lacks something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// Its number.
    pub id: Id,
    /// 中文名 of its kind.
    pub kind: String,
    /// Its day.
    pub date: Day,
    /// Short name of the unit.
    pub unit: String,
    /// Name of the enterprise; may be empty.
    pub subject: String,
    /// Labels of what it lacks.
    pub lacks: String,
}

/// Of a township (any writing), or all that the officer may see.
pub(super) fn lacking(view: &View, writing: &str) -> Result<Vec<Lacking>, String> {
    let only = if writing.is_empty() { None } else { Some(township(view, writing)?) };
    let facts = view.facts(Day::NONE);
    let no = only.map_or(0, |unit| view.basics.unit_no(&unit.code));
    let hazards = facts.hazards.iter().filter(|card| {
        card.is(hazard_flag::LACKING) && card.state != State::Voided && (no == 0 || card.township == no)
    });
    let mut found: Vec<(Day, Id)> = hazards.map(|card| (card.found_on, card.id)).collect();
    let pieces =
        facts.evidence.iter().filter(|card| card.is(evidence_flag::LACKING) && !card.is(evidence_flag::VOID));
    let here = pieces.filter(|card| no == 0 || records::unit_of(view, card) == no);
    found.extend(here.map(|card| (card.date, card.id)));
    found.sort_unstable();
    let seen = found.into_iter().filter(|(_, id)| view.sees(*id)).take(LONGEST);
    Ok(seen.filter_map(|(date, id)| line(view, date, &view.shelves.row(id)?)).collect())
}

fn line(view: &View, date: Day, row: &Row) -> Option<Lacking> {
    let lacking = row.body.lacks(view.basics);
    if row.id.kind() == Kind::Hazard {
        let hazard = row.hazard()?;
        return Some(Lacking {
            id: row.id,
            kind: name_of(Kind::Hazard).into(),
            date,
            unit: view.unit_name(&hazard.township),
            subject: view.enterprise_name(hazard.enterprise),
            lacks: labels_of_hazard(lacking.iter().map(String::as_str)),
        });
    }
    let told = records::line(view, row.id)?;
    let (kind, unit, subject) = (told.kind, told.unit, told.subject);
    Some(Lacking { id: row.id, kind, date, unit, subject, lacks: lacking.join("、") })
}
