//! 辖区: whose records an officer keeps. A township's officer keeps those of that township, a section's officer those of its
//! industries; the bureau, its leaders, its task force (专班) and whoever keeps a store alone see to everything (局内约定).
//!
//! What an officer may *see* follows from the same [`Ground`]; that is for questions to say.

use super::basics::{Basics, Unit, UnitKind};
use super::case::{Case, Officer, Role};
use super::enterprise::Enterprise;
use super::id::Id;
use super::row::Body;

/// The ground an officer keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground<'b> {
    /// The whole district.
    Everywhere,
    /// A township.
    Township(&'b Unit),
    /// The industries of a section, wherever they are.
    Section(&'b Unit),
    /// Of a unit that keeps nothing here, or that the basics do not name.
    Nowhere,
}

impl<'b> Ground<'b> {
    /// Of an officer.
    pub fn of(officer: &Officer, basics: &'b Basics) -> Ground<'b> {
        if officer.unit.is_empty() || officer.is_any(&[Role::Leader, Role::Head, Role::Admin]) {
            return Ground::Everywhere;
        }
        let Some(unit) = basics.unit(&officer.unit) else { return Ground::Nowhere };
        match unit.kind {
            UnitKind::Subdistrict | UnitKind::Town | UnitKind::RuralTownship => Ground::Township(unit),
            UnitKind::Section | UnitKind::Brigade | UnitKind::Centre => Ground::Section(unit),
            UnitKind::Bureau | UnitKind::WorkGroup => Ground::Everywhere,
            UnitKind::Association | UnitKind::Above => Ground::Nowhere,
        }
    }

    /// Is the record this officer's to enter and to change: everything it is about lies on their ground?
    pub fn holds(&self, body: &Body, case: &Case) -> bool {
        match self {
            Ground::Everywhere => true,
            Ground::Nowhere => false,
            Ground::Township(_) | Ground::Section(_) => {
                claims(body, case).iter().all(|claim| self.meets(claim, case.basics))
            }
        }
    }

    /// Is this enterprise theirs, or was it once? What was done there then is still theirs to finish.
    pub fn has_had(&self, enterprise: &Enterprise, basics: &Basics) -> bool {
        let spans = enterprise.spans.iter().map(|span| (&span.township, &span.industries));
        let mut all = spans.chain([(&enterprise.township, &enterprise.industries)]);
        all.any(|(township, industries)| {
            self.meets(&Claim::Unit(township.clone()), basics)
                && self.meets(&Claim::Industries(industries.clone()), basics)
        })
    }

    fn meets(&self, claim: &Claim, basics: &Basics) -> bool {
        match (self, claim) {
            (Ground::Everywhere, _) => true,
            (Ground::Nowhere, _) => false,
            (_, Claim::Enterprise(enterprise)) => self.has_had(enterprise, basics),
            (Ground::Township(own), Claim::Unit(code)) => *code == own.code,
            (Ground::Township(_), Claim::Industries(_)) => true,
            // Sections guide every township; what another section keeps is that section's.
            (Ground::Section(own), Claim::Unit(code)) => basics.unit(code).is_none_or(|unit| {
                !matches!(unit.kind, UnitKind::Section | UnitKind::Brigade | UnitKind::Centre)
                    || unit.code == own.code
            }),
            (Ground::Section(own), Claim::Industries(codes)) => {
                let sections = codes.iter().filter_map(|code| basics.industry(code)).map(|i| &i.section);
                let mut in_charge = sections.filter(|section| !section.is_empty()).peekable();
                in_charge.peek().is_none() || in_charge.any(|section| *section == own.code)
            }
        }
    }
}

/// Something that a record is about.
enum Claim {
    /// A unit, by code; empty: the district as a whole.
    Unit(String),
    /// Industries, by code; none: whichever.
    Industries(Vec<String>),
    /// An enterprise on record.
    Enterprise(Box<Enterprise>),
}

/// Everything that a record is about.
fn claims(body: &Body, case: &Case) -> Vec<Claim> {
    let unit = |code: &String| Claim::Unit(code.clone());
    let of = |code: &String| Claim::Industries(if code.is_empty() { Vec::new() } else { vec![code.clone()] });
    let at = |id: Id| enterprise(id, case).map(Claim::Enterprise);
    match body {
        Body::Enterprise(one) => vec![unit(&one.township), Claim::Industries(one.industries.clone())],
        Body::Hazard(hazard) => vec![unit(&hazard.township), of(&hazard.industry)],
        Body::Inspection(visit) => {
            [unit(&visit.township), of(&visit.industry)].into_iter().chain(at(visit.enterprise)).collect()
        }
        Body::InspectionPlan(plan) => vec![unit(&plan.township)],
        Body::PlanItem(item) => {
            let plan = of_record(item.plan, case);
            plan.into_iter().chain([of(&item.industry)]).chain(at(item.enterprise)).collect()
        }
        Body::SelfInspection(check) => at(check.enterprise).into_iter().collect(),
        Body::Drill(drill) => at(drill.enterprise).into_iter().collect(),
        Body::Supervision(visit) => vec![unit(&visit.township)],
        Body::Training(session) => vec![unit(&session.by), of(&session.industry)],
        Body::Attendance(one) => of_record(one.person, case).into_iter().chain(at(one.enterprise)).collect(),
        Body::Person(person) => vec![unit(&person.unit)],
        Body::Transfer(letter) => letter.hazards.iter().flat_map(|id| of_record(*id, case)).collect(),
        Body::Progress(note) => vec![unit(&note.unit)],
        Body::Confirmation(month) => vec![unit(&month.township)],
        Body::Waiver(waiver) => {
            let about = of_record(waiver.person, case).into_iter().chain(at(waiver.enterprise));
            let unit = (!waiver.unit.is_empty()).then(|| unit(&waiver.unit));
            about.chain(unit).chain([of(&waiver.industry)]).collect()
        }
        Body::Evidence(record) => {
            let own = [unit(&record.unit), of(&record.rest.get("industry").to_owned())];
            own.into_iter().chain(at(record.rest.link("enterprise"))).collect()
        }
        Body::Exhibition(one) => vec![unit(&one.township)],
        Body::LicenseReview(one) => {
            let township = (!one.township.is_empty()).then(|| unit(&one.township));
            township.into_iter().chain(at(one.enterprise)).collect()
        }
        Body::DishonestEntry(one) => at(one.enterprise).into_iter().collect(),
        Body::SupportApplication(one) => at(one.enterprise).into_iter().collect(),
        Body::Review(review) => vec![unit(&review.unit)],
        Body::Snooze(snooze) => of_item(&snooze.item, case),
        Body::Closing(_) | Body::Document(_) => Vec::new(),
    }
}

fn enterprise(id: Id, case: &Case) -> Option<Box<Enterprise>> {
    let row = case.records.row(id.opt()?)?;
    row.enterprise().cloned().map(Box::new)
}

/// What another record is about.
fn of_record(id: Id, case: &Case) -> Vec<Claim> {
    let row = id.opt().and_then(|id| case.records.row(id));
    row.map(|row| claims(&row.body, case)).unwrap_or_default()
}

/// What a line of 今日 is about: a record by its number, or a cell by its key, `M9/OR-01/350504001/2026-11`.
fn of_item(item: &str, case: &Case) -> Vec<Claim> {
    if let Ok(id) = item.parse::<Id>() {
        // Nobody puts off what puts something off.
        return if id.kind() == super::id::Kind::Snooze { Vec::new() } else { of_record(id, case) };
    }
    let unit = item.strip_prefix("M9/").and_then(|key| key.split('/').nth(1));
    unit.map(|code| Claim::Unit(code.to_owned())).into_iter().collect()
}
