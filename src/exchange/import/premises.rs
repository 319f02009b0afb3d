//! Whose premises a row of an inspection or hazard table is about. Who is not in the register becomes a stub (待补全).

use super::cells::{CellReader, Misread};
use super::directory::{Directory, Entry, Found, Wanted, name_key, town_of_name};
use super::enterprises::{kept, tidy_name};
use super::lines::Line;
use super::preview::Preview;
use super::problem::Severity;
use super::register::Register;
use super::{Options, credit_code};
use crate::ask::words::in_words;
use crate::model::command::Command;
use crate::model::enterprise::STUB;
use crate::model::field::{Fields, Shape};
use crate::model::id::{Id, Kind};

/// Whose premises a row is about.
pub(super) struct Site {
    /// Its number, `$3`, or nothing for a stub that is yet to be entered.
    reference: String,
    /// The same for every row about these premises.
    pub key: String,
    /// Its number; [`Id::NONE`] for a new one.
    pub id: Id,
    /// Code of the township.
    pub township: String,
    /// The township was read from the name.
    pub town_inferred: bool,
    /// Codes of its industries.
    pub industries: String,
    index: Option<usize>,
    stub: Fields,
}

fn premises_key(id: Id, name: &str, town: &str) -> String {
    id.opt().map_or_else(|| format!("{} {town}", name_key(name)), |id| id.to_string())
}

/// What a row writes about the premises, read but not yet looked up.
pub(super) struct Written {
    name: String,
    township: String,
    uscc: String,
    stub: Fields,
}

/// The enterprises of the rows of an inspection or hazard table; those unknown become stubs (待补全).
pub(super) struct Premises<'a> {
    register: &'a dyn Register,
    directory: Directory<'a>,
    options: &'a Options,
}

impl<'a> Premises<'a> {
    pub(super) fn new(register: &'a dyn Register, options: &'a Options) -> Premises<'a> {
        Premises { register, directory: Directory::of(register), options }
    }

    /// Reads name, town and what else tells enterprises apart; [`None`] when a cell is not understood.
    pub(super) fn site(
        &self,
        line: &Line<'_>,
        reader: &CellReader<'_>,
        preview: &mut Preview,
    ) -> Option<Written> {
        let keys = ["enterprise", "township", "uscc", "address", "principal", "phone"];
        let (mut stub, mut whole) = line.take(&keys, reader, preview);
        let name = tidy_name(&stub.0.remove("enterprise").unwrap_or_default());
        if whole && name.is_empty() {
            let hint = "补上企业名称；只有日期、乡镇、企业三格都空着才承接上一行";
            line.hold(preview, "enterprise", "没有企业名称", hint);
            whole = false;
        }
        let uscc = credit_code::tidy(stub.get("uscc"));
        stub.put("uscc", uscc.as_str());
        whole.then(|| Written { name, township: stub.get("township").to_owned(), uscc, stub })
    }

    /// Looks the premises up, unless they are `known` otherwise. [`None`]: several could be meant, the one of this name is in another
    /// town, or the town is unknown, and it was said so.
    pub(super) fn settle(
        &self,
        line: &Line<'_>,
        written: Written,
        known: Option<Id>,
        preview: &mut Preview,
    ) -> Option<Site> {
        let Written { name, township, uscc, mut stub } = written;
        let place = line.place_of("enterprise");
        let wanted = Wanted { name: &name, township: &township, uscc: &uscc, address: stub.get("address") };
        let known = known.and_then(|id| self.directory.numbered(&id.to_string()));
        let sure = known.or_else(|| self.chosen(&name)).or_else(|| self.directory.with_code(&uscc));
        let found = sure.map_or_else(|| self.directory.find(wanted), Found::One);
        let index = match found {
            Found::One(index) => Some(index),
            Found::Nearly(index) => {
                let title = self.directory.entry(index).map(Entry::title).unwrap_or_default();
                preview.say(
                    Severity::Doubt,
                    place,
                    name.as_str(),
                    format!("登记中没有这个名称，按{title}录入"),
                    "若不是，请先登记该企业",
                );
                Some(index)
            }
            Found::Several(several) => {
                let titles: Vec<_> =
                    several.iter().filter_map(|i| self.directory.entry(*i)).map(Entry::title).collect();
                let what = format!("同名的企业有几家：{}", titles.join("；"));
                let hint =
                    format!("加一列信用代码或地址，或在对照文件写 [enterprises] \"{name}\" = \"编号\"");
                preview.say(Severity::Held, place, name, what, hint);
                return None;
            }
            Found::Nobody => None,
        };
        if let Some(entry) = index.and_then(|index| self.directory.entry(index)) {
            let registered = entry.fields.get("township");
            let is_elsewhere = !township.is_empty() && !registered.is_empty() && township != registered;
            if is_elsewhere && sure.is_none() {
                let town = in_words(self.register.basics(), Shape::Unit, registered);
                line.hold(
                    preview,
                    "township",
                    format!("同名的只有 {}，在{town}", entry.title()),
                    "是这一家就改正乡镇（已迁址的先变更登记）或写信用代码；是另一家就先登记",
                );
                return None;
            }
            return Some(self.known(line, index, entry, &township, preview));
        }
        let town = Some(township.clone()).filter(|code| !code.is_empty());
        let Some(town) = town.or_else(|| town_of_name(self.register.basics(), &name)) else {
            line.hold(preview, "township", "没有写乡镇（街道），名称里也看不出", "补上乡镇（街道）");
            return None;
        };
        stub.put("township", town.as_str());
        stub.put("name", name.as_str());
        stub.put("status", STUB);
        Some(Site {
            reference: String::new(),
            key: premises_key(Id::NONE, &name, &town),
            id: Id::NONE,
            town_inferred: township.is_empty(),
            township: town,
            industries: String::new(),
            index: None,
            stub,
        })
    }

    fn known(
        &self,
        line: &Line<'_>,
        index: Option<usize>,
        entry: &Entry,
        township: &str,
        preview: &mut Preview,
    ) -> Site {
        let registered = entry.fields.get("township");
        if !township.is_empty() && !registered.is_empty() && township != registered {
            let town = in_words(self.register.basics(), Shape::Unit, registered);
            let what = format!("{} 登记在{town}，按登记录入", entry.title());
            preview.say(
                Severity::Doubt,
                line.place_of("township"),
                line.words("township"),
                what,
                "若已迁址，请先更改登记",
            );
        }
        let town = Some(registered).filter(|t| !t.is_empty()).unwrap_or(township);
        Site {
            reference: entry.reference.clone(),
            key: premises_key(entry.id, entry.fields.get("name"), town),
            id: entry.id,
            township: town.to_owned(),
            town_inferred: false,
            industries: entry.fields.get("industries").to_owned(),
            index,
            stub: Fields::default(),
        }
    }

    /// What the map file says about a name; a number stands for itself.
    fn chosen(&self, name: &str) -> Option<usize> {
        let number = self.options.map.enterprises.get(name).map(String::as_str);
        let itself = name.parse::<Id>().is_ok_and(|id| id.kind() == Kind::Enterprise).then_some(name);
        self.directory.numbered(number.or(itself)?)
    }

    /// What stands in a link to the one enterprise of this name or number; else what is wrong.
    pub(super) fn one(&self, name: &str) -> Result<String, Misread> {
        let name = tidy_name(name);
        let wanted = Wanted { name: &name, ..Wanted::default() };
        let found = self.chosen(&name).map_or_else(|| self.directory.find(wanted), Found::One);
        let entry = |index| self.directory.entry(index);
        match found {
            Found::One(index) | Found::Nearly(index) => {
                Ok(entry(index).map(|entry| entry.reference.clone()).unwrap_or_default())
            }
            Found::Several(several) => {
                let titles: Vec<_> = several.into_iter().filter_map(entry).map(Entry::title).collect();
                Err(Misread::new(format!("同名的企业有几家：{}", titles.join("；")), "写编号"))
            }
            Found::Nobody => {
                Err(Misread::new(format!("登记中没有企业“{name}”"), "先登记这家企业，或改成登记的名称、编号"))
            }
        }
    }

    /// What stands in the link to the enterprise; enters a stub first where it is new.
    pub(super) fn reference(&mut self, line: &Line<'_>, site: &Site, preview: &mut Preview) -> String {
        if site.index.is_some() {
            return site.reference.clone();
        }
        let name = site.stub.get("name");
        let alike: Vec<_> =
            self.directory.alike(name, &site.township).into_iter().map(Entry::title).collect();
        let what = match alike.as_slice() {
            [] => format!("登记中没有“{name}”，先按待补全新建"),
            alike => format!("登记中没有“{name}”，先按待补全新建；名称相近的有 {}", alike.join("、")),
        };
        let severity = if alike.is_empty() { Severity::Note } else { Severity::Doubt };
        preview.say(severity, line.place_of("enterprise"), "", what, "");
        preview
            .wishes
            .push(Command::Enter { kind: Kind::Enterprise, fields: kept(&site.stub, self.options) });
        preview.counts.stubs += 1;
        let reference = format!("${}", preview.wishes.len());
        let entry = Entry {
            reference: reference.clone(),
            id: Id::NONE,
            row: line.number(),
            fields: site.stub.clone(),
        };
        self.directory.add(entry);
        reference
    }
}
