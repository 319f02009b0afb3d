//! Which record a cell names: by its number, or by what it is called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::cells::{Misread, squeezed};
use super::register::{KnownRecord, Register};
use crate::model::field::Shape;
use crate::model::id::{Id, Kind};
use crate::model::row::{Body, name_of};

/// Records that cells refer to, each kind read once.
pub(super) struct Links<'a> {
    register: &'a dyn Register,
    known: RefCell<HashMap<Kind, Rc<Vec<KnownRecord>>>>,
}

impl<'a> Links<'a> {
    pub(super) fn new(register: &'a dyn Register) -> Links<'a> {
        Links { register, known: RefCell::default() }
    }

    /// The records of a kind.
    pub(super) fn of(&self, kind: Kind) -> Rc<Vec<KnownRecord>> {
        let mut known = self.known.borrow_mut();
        Rc::clone(known.entry(kind).or_insert_with(|| Rc::new(self.register.records(kind))))
    }

    /// What the record with this number says.
    pub(super) fn body(&self, id: Id) -> Option<Body> {
        let all = self.of(id.kind());
        let at = all.binary_search_by_key(&id, |record| record.id).ok()?;
        let mut body = Body::blank(id.kind());
        let _ = body.fill(&all.get(at)?.fields);
        Some(body)
    }

    /// Canonical text of a link, or of several; `sorts` are the codes of the sorts that may be meant (none: any).
    pub(super) fn read(&self, shape: Shape, words: &str, sorts: &[String]) -> Result<String, Misread> {
        match shape {
            Shape::Links(kind) => {
                let parts = words
                    .split(['、', '，', ',', ';', '；', '\n'])
                    .map(str::trim)
                    .filter(|part| !part.is_empty());
                Ok(parts.map(|part| self.one(kind, part, sorts)).collect::<Result<Vec<_>, _>>()?.join("、"))
            }
            Shape::Link(kind) => self.one(kind, words.trim(), sorts),
            _ => Ok(words.to_owned()),
        }
    }

    fn one(&self, kind: Kind, words: &str, sorts: &[String]) -> Result<String, Misread> {
        let all = self.of(kind);
        let may = |record: &&KnownRecord| {
            sorts.is_empty() || sorts.iter().any(|sort| sort == record.fields.get("sort"))
        };
        let what = name_of(kind);
        // A form shows a record as its number and its name.
        let first = words.split_whitespace().next().unwrap_or_default().trim_start_matches('#');
        if let Some(id) = first.parse::<Id>().ok().and_then(Id::opt) {
            let is_there = all.iter().any(|record| record.id == id);
            return if is_there {
                Ok(id.to_string())
            } else {
                Err(Misread::new(format!("没有编号为 {id} 的{what}"), "核对编号"))
            };
        }
        let wanted = squeezed(words);
        let same: Vec<&KnownRecord> =
            all.iter().filter(may).filter(|one| squeezed(&one.title) == wanted).collect();
        let found = match same.is_empty() {
            true => all.iter().filter(may).filter(|one| squeezed(&one.title).contains(&wanted)).collect(),
            false => same,
        };
        match found.as_slice() {
            [one] => Ok(one.id.to_string()),
            [] => Err(Misread::new(format!("没有叫“{words}”的{what}"), "先登记它，或写编号")),
            several => {
                let named: Vec<String> =
                    several.iter().rev().take(5).map(|one| format!("{} {}", one.id, one.title)).collect();
                Err(Misread::new(format!("“{words}”有 {} 条：{}", several.len(), named.join("；")), "写编号"))
            }
        }
    }
}
