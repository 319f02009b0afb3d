//! Which enterprise a row means: those of the register and those that the same table brings.

use std::collections::HashMap;

use super::alike::Names;
use super::cells::squeezed;
use super::register::Register;
use crate::model::basics::Basics;
use crate::model::field::{Fields, list};
use crate::model::id::Id;

/// An enterprise of the register, or one that a command of this import enters.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, or `$3` for what the third command enters.
    pub reference: String,
    /// Its number; [`Id::NONE`] for a new one.
    pub id: Id,
    /// Row of the table that brought it first; 0 for one of the register.
    pub row: u32,
    /// Filled fields.
    pub fields: Fields,
}

impl Entry {
    /// `E2611-0003 洛江区虹山同心百货（虹山乡新街100号）`
    pub fn title(&self) -> String {
        let address = self.fields.get("address");
        let place = if address.is_empty() { String::new() } else { format!("（{address}）") };
        let number = match (self.id.opt(), self.row) {
            (Some(id), _) => id.to_string(),
            (None, row) => format!("第{row}行"),
        };
        format!("{number} {}{place}", self.fields.get("name"))
    }
}

/// What a table says about the enterprise of a row. Empty: nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// 名称
    pub name: &'a str,
    /// Code of the township.
    pub township: &'a str,
    /// 信用代码
    pub uscc: &'a str,
    /// 地址
    pub address: &'a str,
}

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one.
    One(usize),
    /// This one, though the table writes its name shorter or longer.
    Nearly(usize),
    /// Several have this name and nothing else tells them apart.
    Several(Vec<usize>),
    /// Nobody.
    Nobody,
}

/// Everybody there is.
pub struct Directory<'a> {
    basics: &'a Basics,
    entries: Vec<Entry>,
    by_name: HashMap<String, Vec<usize>>,
    by_code: HashMap<String, usize>,
    by_core: HashMap<(String, String), Vec<usize>>,
    names: Names,
}

impl<'a> Directory<'a> {
    /// Those of the register.
    pub fn of(register: &'a dyn Register) -> Directory<'a> {
        let mut directory = Directory {
            basics: register.basics(),
            entries: Vec::new(),
            by_name: HashMap::new(),
            by_code: HashMap::new(),
            by_core: HashMap::new(),
            names: Names::default(),
        };
        for known in register.enterprises() {
            directory.add(Entry {
                reference: known.id.to_string(),
                id: known.id,
                row: 0,
                fields: known.fields,
            });
        }
        directory
    }

    /// One more; its index.
    pub fn add(&mut self, entry: Entry) -> usize {
        let index = self.entries.len();
        let township = entry.fields.get("township").to_owned();
        let names = std::iter::once(entry.fields.get("name")).chain(list(entry.fields.get("aliases")));
        for name in names {
            let core = core_name(self.basics, name);
            self.names.add(&township, &core, index);
            self.by_name.entry(name_key(name)).or_default().push(index);
            self.by_core.entry((township.clone(), core)).or_default().push(index);
        }
        if entry.fields.has("uscc") {
            self.by_code.entry(entry.fields.get("uscc").to_owned()).or_insert(index);
        }
        self.entries.push(entry);
        index
    }

    /// The entry at an index that this directory gave.
    pub fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// The one with this number.
    pub fn numbered(&self, number: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.reference.eq_ignore_ascii_case(number))
    }

    /// The one with this credit code.
    pub fn with_code(&self, uscc: &str) -> Option<usize> {
        self.by_code.get(uscc).copied()
    }

    /// All with this name or alias.
    pub fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(&name_key(name)).map_or(&[], Vec::as_slice)
    }

    /// Credit code before name, name before a name without 洛江区 and the town; township and address decide among several.
    pub fn find(&self, wanted: Wanted<'_>) -> Found {
        if let Some(index) = self.with_code(wanted.uscc) {
            return Found::One(index);
        }
        let named = self.narrowed(self.named(wanted.name), wanted);
        if !named.is_empty() {
            return one_or_several(named, Found::One);
        }
        let core = core_name(self.basics, wanted.name);
        let key = (wanted.township.to_owned(), core);
        let alike =
            self.by_core.get(&key).filter(|_| !wanted.township.is_empty()).map_or(&[][..], Vec::as_slice);
        match self.narrowed(alike, wanted) {
            empty if empty.is_empty() => Found::Nobody,
            found => one_or_several(found, Found::Nearly),
        }
    }

    /// Those of the same town that somebody may have meant, the most alike first, three at most.
    pub fn alike(&self, name: &str, township: &str) -> Vec<&Entry> {
        let found = self.names.alike(township, &core_name(self.basics, name));
        found.into_iter().take(3).filter_map(|index| self.entries.get(index)).collect()
    }

    /// Those of the township, then those at the address, as long as any is left.
    fn narrowed(&self, among: &[usize], wanted: Wanted<'_>) -> Vec<usize> {
        let mut left = among.to_vec();
        left.dedup();
        for (key, value) in [("township", wanted.township), ("address", wanted.address)] {
            if left.len() < 2 || value.is_empty() {
                continue;
            }
            let same = |index: &usize| {
                self.entries.get(*index).is_some_and(|e| squeezed(e.fields.get(key)) == squeezed(value))
            };
            if left.iter().any(same) {
                left.retain(same);
            }
        }
        left
    }
}

fn one_or_several(found: Vec<usize>, one: fn(usize) -> Found) -> Found {
    match found.as_slice() {
        [index] => one(*index),
        _ => Found::Several(found),
    }
}

/// By what names are compared: width, case and blanks do not count.
pub fn name_key(name: &str) -> String {
    squeezed(name).to_lowercase()
}

/// The name without what every name of the district begins with: province, city, district, town.
pub fn core_name(basics: &Basics, name: &str) -> String {
    let key = name_key(name);
    let mut core = key.as_str();
    for prefix in ["福建省", "福建", "泉州市", "泉州", "洛江区", "洛江"] {
        core = core.strip_prefix(prefix).unwrap_or(core);
    }
    let rest = town_at_start(basics, core).map_or(core, |(_, rest)| rest);
    if rest.is_empty() { key } else { rest.to_owned() }
}

/// Code of the township whose name stands in front of an enterprise's own, district and city before it left out.
pub fn town_of_name(basics: &Basics, name: &str) -> Option<String> {
    let key = name_key(name);
    let bare = ["福建省", "福建", "泉州市", "泉州", "洛江区", "洛江"]
        .iter()
        .fold(key.as_str(), |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    town_at_start(basics, bare).map(|(code, _)| code.to_owned())
}

fn town_at_start<'b, 'n>(basics: &'b Basics, name: &'n str) -> Option<(&'b str, &'n str)> {
    basics.townships().find_map(|unit| {
        let after = name.strip_prefix(unit.short.as_str())?;
        let rest =
            ["街道办", "街道", "镇", "乡"].iter().find_map(|end| after.strip_prefix(end)).unwrap_or(after);
        Some((unit.code.as_str(), rest))
    })
}
