//! 辖区: whose records an officer keeps. A township's officer keeps those of that township, a section's officer those of its
//! industries; the bureau, its leaders, its task force (专班) and whoever keeps a store alone see to everything (局内约定).
//!
//! What an officer may *see* follows from the same [`Ground`]; that is for questions to say.

use super::basics::{Basics, Unit, UnitKind};
use super::case::{Case, Officer, Role};
use super::enterprise::Enterprise;
use super::noun::About;
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
        *self == Ground::Everywhere || self.has_all(body, case)
    }

    fn has_all(&self, body: &Body, case: &Case) -> bool {
        body.about().into_iter().all(|about| match about {
            About::Unit(code) => self.has_unit(code, case.basics),
            About::Industry("") => self.has_industries(&[], case.basics),
            About::Industry(code) => self.has_industries(&[code.to_owned()], case.basics),
            About::Industries(codes) => self.has_industries(codes, case.basics),
            About::Record(id) => {
                id.opt().and_then(|id| case.records.row(id)).is_none_or(|row| match &row.body {
                    Body::Enterprise(enterprise) => self.has_had(enterprise, case.basics),
                    body => self.has_all(body, case),
                })
            }
        })
    }

    /// Is this enterprise theirs, or was it once? What was done there then is still theirs to finish.
    pub fn has_had(&self, enterprise: &Enterprise, basics: &Basics) -> bool {
        let spans = enterprise.spans.iter().map(|span| (&span.township, &span.industries));
        let mut all = spans.chain([(&enterprise.township, &enterprise.industries)]);
        all.any(|(township, industries)| {
            self.has_unit(township, basics) && self.has_industries(industries, basics)
        })
    }

    fn has_unit(&self, code: &str, basics: &Basics) -> bool {
        match self {
            Ground::Everywhere => true,
            Ground::Nowhere => false,
            Ground::Township(own) => code == own.code,
            // Sections guide every township; what another section keeps is that section's.
            Ground::Section(own) => basics.unit(code).is_none_or(|unit| {
                !matches!(unit.kind, UnitKind::Section | UnitKind::Brigade | UnitKind::Centre)
                    || unit.code == own.code
            }),
        }
    }

    fn has_industries(&self, codes: &[String], basics: &Basics) -> bool {
        match self {
            Ground::Everywhere | Ground::Township(_) => true,
            Ground::Nowhere => false,
            Ground::Section(own) => {
                let sections = codes.iter().filter_map(|code| basics.industry(code)).map(|i| &i.section);
                let mut in_charge = sections.filter(|section| !section.is_empty()).peekable();
                in_charge.peek().is_none() || in_charge.any(|section| *section == own.code)
            }
        }
    }
}
