//! 缺佐证 (局内约定): what a record lacks to stand before an assessment. The flag on cards and the list of them come from here.

use crate::model::basics::{Basics, Sort};
use crate::model::evidence::Evidence;
use crate::model::field::Spec;
use crate::model::row::{Body, Row, specs_of};

/// Labels of what the record lacks; none: it is whole, or nothing is asked of its kind. Of hazards an old ledger's 不详 fields, by
/// their keys.
pub fn lacks(row: &Row, basics: &Basics) -> Vec<String> {
    let labels = |keys: &[(&str, bool)]| {
        let specs = specs_of(row.id.kind());
        keys.iter().filter(|(_, is_lacking)| *is_lacking).map(|(key, _)| label(&specs, key)).collect()
    };
    match &row.body {
        Body::Inspection(visit) => {
            labels(&[("inspectors", visit.inspectors.is_empty()), ("signed_by", visit.signed_by.is_empty())])
        }
        Body::SelfInspection(check) => labels(&[("led_by", check.led_by.is_empty())]),
        Body::Drill(drill) => labels(&[("participants", drill.participants.is_none())]),
        Body::Supervision(visit) => labels(&[("report_no", visit.report_no.is_empty())]),
        Body::Evidence(record) => {
            basics.sort(&record.sort).map(|sort| proofs(sort, record)).unwrap_or_default()
        }
        Body::Exhibition(one) => one.lacks().into_iter().map(str::to_owned).collect(),
        Body::LicenseReview(one) => one.unanswered().into_iter().map(str::to_owned).collect(),
        Body::Hazard(hazard) => hazard.missing.clone(),
        _ => Vec::new(),
    }
}

fn proofs(sort: &Sort, record: &Evidence) -> Vec<String> {
    let specs = sort.specs();
    let lacking = sort.proof.iter().filter(|key| record.rest.get(key).is_empty());
    lacking.map(|key| label(&specs, key)).collect()
}

fn label(specs: &[Spec], key: &str) -> String {
    specs.iter().find(|spec| spec.key == key).map_or(key, |spec| spec.label).to_owned()
}
