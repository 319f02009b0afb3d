//! Every noun without a meaning of its own in tables, and every sort of 工作记录: a row is a record, its cells are read by
//! the FIELDS that its kind or its sort has, and by nothing else.

use std::collections::HashMap;

use super::Options;
use super::cells::{CellReader, Misread, Taken as Read, one_of, squeezed};
use super::heads::Heads;
use super::lines::{Line, Table, each};
use super::links::Links;
use super::premises::Premises;
use super::preview::{Duplicate, Preview, Taken};
use super::problem::{Place, Severity};
use super::register::Register;
use crate::ask::words::in_words;
use crate::calendar::Day;
use crate::exchange::table::Cell;
use crate::model::basics::{Basics, Sort};
use crate::model::command::Command;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::{Id, Kind};
use crate::model::row::{Body, specs_for};
use crate::model::state::{Hearing, unsound};
use crate::text::mask_phone;

/// Most characters of a name that is made from 内容.
const NAME: usize = 40;

/// Reads every row; a table that lacks a column that must be there is not read at all.
pub(super) fn enter(tables: &[Table<'_>], register: &dyn Register, options: &Options, preview: &mut Preview) {
    let Some(first) = tables.first() else { return };
    let mut entering = Entering {
        kind: first.heads.kind,
        register,
        basics: register.basics(),
        reader: CellReader::new(register.basics(), options.today),
        links: Links::new(register),
        premises: Premises::new(register, options),
        set: Vec::new(),
        options,
        known: HashMap::new(),
        preview,
    };
    entering.fix(first.heads);
    let lacking = tables.iter().filter(|table| entering.lacks(table)).count();
    if lacking > 0 || entering.preview.of(Severity::Fatal).next().is_some() {
        return;
    }
    entering.remember();
    let (read, held) = each(tables, |line, _| entering.row(line));
    entering.preview.count(read, held);
}

/// Labels of the columns that a table must have.
pub(super) fn required(heads: &Heads, options: &Options) -> Vec<&'static str> {
    let is_set = |spec: &Spec| options.set.iter().any(|(word, _)| word == spec.key || word == spec.label);
    let must = heads.specs.iter().filter(|spec| spec.required && spec.key != "sort" && !is_set(spec));
    must.map(|spec| spec.label).collect()
}

struct Entering<'a> {
    kind: Kind,
    register: &'a dyn Register,
    basics: &'a Basics,
    reader: CellReader<'a>,
    links: Links<'a>,
    premises: Premises<'a>,
    /// Key and cell that stand for every blank one.
    set: Vec<(&'static str, Cell)>,
    options: &'a Options,
    /// Records that are there, by what they must have: what they are called in a report, and their fields.
    known: HashMap<String, Vec<(String, Fields)>>,
    preview: &'a mut Preview,
}

impl<'a> Entering<'a> {
    /// What the options say for all rows.
    fn fix(&mut self, heads: &Heads) {
        for (word, value) in &self.options.set {
            match heads.specs.iter().find(|spec| spec.key == word || spec.label == word) {
                Some(spec) => self.set.push((spec.key, Cell::Text(value.clone()))),
                None => {
                    let labels: Vec<_> = heads.specs.iter().map(|spec| spec.label).collect();
                    let what = format!("{}没有“{word}”这一栏", self.preview.name);
                    let hint = format!("可写 {}", labels.join("、"));
                    self.preview.say(Severity::Fatal, Place::default(), "", what, hint);
                }
            }
        }
        let own = self.options.own_township.as_str();
        let is_set = self.set.iter().any(|(key, _)| *key == "unit");
        if !own.is_empty() && !is_set && heads.index("unit").is_some() {
            self.set.push(("unit", Cell::Text(own.to_owned())));
        }
    }

    /// Names the columns that the table must have and has not.
    fn lacks(&mut self, table: &Table<'_>) -> bool {
        let sort = self.basics.sort(&self.options.sort);
        let has = |key: &str| {
            table.layout.column(table.heads, key).is_some() || self.set.iter().any(|(of, _)| *of == key)
        };
        let lacks = |spec: &&Spec| {
            spec.required
                && !has(spec.key)
                && match spec.key {
                    "sort" => sort.is_none(),
                    "title" => !has("text") && !has("variant"),
                    "variant" => self.variant_of_sheet(&table.sheet.name, sort).is_none(),
                    _ => true,
                }
        };
        let labels: Vec<_> = table.heads.specs.iter().filter(lacks).map(|spec| spec.label).collect();
        let Some(one) = labels.first() else { return false };
        let what = format!("{}表缺必填的栏：{}", self.preview.name, labels.join("、"));
        let hint = format!("表里加上这些栏；整张表都一样的写 --set {one}=…；栏目名称不同的用 --map 指定");
        let place = Place { sheet: table.sheet.name.clone(), ..Place::default() };
        self.preview.say(Severity::Fatal, place, "", what, hint);
        true
    }

    /// 类型 that the name of the sheet or of the file holds: 省66项.xlsx.
    fn variant_of_sheet(&self, sheet: &str, sort: Option<&'a Sort>) -> Option<&'a String> {
        let variants = || sort.into_iter().flat_map(|sort| &sort.variants);
        [sheet, &self.options.file].into_iter().find_map(|name| {
            let mut held = variants().filter(|word| squeezed(name).contains(word.as_str()));
            held.next().filter(|_| held.next().is_none())
        })
    }

    /// Those that are there already, to tell doubles by.
    fn remember(&mut self) {
        for record in self.links.of(self.kind).iter() {
            let key = self.identity(&record.fields);
            self.known.entry(key).or_default().push((record.id.to_string(), record.fields.clone()));
        }
    }

    /// What every record of the kind has, in one text: two that differ there are two.
    fn identity(&self, fields: &Fields) -> String {
        let specs = specs_for(self.kind, fields.get("sort"), self.basics);
        let must = specs.iter().filter(|spec| spec.required).map(|spec| squeezed(fields.get(spec.key)));
        must.collect::<Vec<_>>().join("|")
    }

    /// [`None`]: held, and it was said why.
    fn row(&mut self, line: &Line<'_>) -> Option<()> {
        let Ok(sort) = self.sort(line) else { return None };
        if sort.is_some_and(|sort| !self.options.sort.is_empty() && sort.code != self.options.sort) {
            return self.of_another_sort(line, sort);
        }
        let sort = sort.or_else(|| self.basics.sort(&self.options.sort));
        let specs = specs_for(self.kind, sort.map_or("", |sort| &sort.code), self.basics);
        let mut fields = Fields::default().with("sort", sort.map_or("", |sort| &sort.code));
        let mut whole = true;
        for spec in line.specs().iter().filter(|spec| spec.key != "sort" && !is_enterprise(spec)) {
            whole &= self.cell(line, spec, sort, &specs, &mut fields);
        }
        self.derive(line, sort, &specs, &mut fields);
        let lacking =
            |spec: &&Spec| spec.required && self.value(line, spec.key).is_blank() && !fields.has(spec.key);
        let lacking: Vec<Spec> = specs.iter().filter(lacking).copied().collect();
        for spec in &lacking {
            line.hold(self.preview, spec.key, format!("没有写{}", spec.label), "补上这一格");
        }
        let is_named = specs.iter().any(is_enterprise) && !self.value(line, "enterprise").is_blank();
        let written = is_named.then(|| self.premises.site(line, &self.reader, self.preview));
        if !whole || !lacking.is_empty() || matches!(written, Some(None)) {
            return None;
        }
        let site = match written.flatten() {
            Some(written) => Some(self.premises.settle(line, written, None, self.preview)?),
            None => None,
        };
        if let Some(site) = site.as_ref().filter(|_| !fields.has("township")) {
            fields.put("township", site.township.as_str());
        }
        fields.0.retain(|key, _| specs.iter().any(|spec| spec.key == key));
        if !self.is_sound(line, &fields, site.as_ref().map(|site| site.id)) {
            return None;
        }
        if let Some(site) = &site {
            fields.put("enterprise", self.premises.reference(line, site, self.preview));
        }
        if !self.is_there(line, &fields) {
            self.put(line, fields);
        }
        Some(())
    }

    /// The sort that the row says; [`None`]: it says none.
    fn sort(&mut self, line: &Line<'_>) -> Result<Option<&'a Sort>, ()> {
        if self.kind != Kind::Evidence {
            return Ok(None);
        }
        let cell = self.value(line, "sort").clone();
        match self.reader.read(&cell, Shape::Sort) {
            Ok(Read { text, .. }) => Ok(self.basics.sort(&text)),
            Err(misread) => {
                line.misread(self.preview, "sort", &cell, misread);
                Err(())
            }
        }
    }

    /// In a table that this program wrote the records of all sorts stand together; in another one it is a mistake.
    fn of_another_sort(&mut self, line: &Line<'_>, sort: Option<&Sort>) -> Option<()> {
        if line.is_own() {
            return Some(());
        }
        let what = format!("这一行是{}，不是{}", sort.map_or("", |sort| &sort.name), self.preview.name);
        line.hold(self.preview, "sort", what, "分开导入，或用 zhiben import 工作记录 一起导入");
        None
    }

    /// The cell under a key, or what stands for every blank one.
    fn value<'v>(&'v self, line: &Line<'v>, key: &str) -> &'v Cell {
        let cell = line.cell(key);
        let set = self.set.iter().find(|(of, _)| *of == key).map(|(_, cell)| cell);
        if cell.is_blank() { set.unwrap_or(cell) } else { cell }
    }

    /// Reads a cell into its field; `false`: it is not understood, and it was said so.
    fn cell(
        &mut self,
        line: &Line<'_>,
        spec: &Spec,
        sort: Option<&Sort>,
        specs: &[Spec],
        fields: &mut Fields,
    ) -> bool {
        let cell = self.value(line, spec.key).clone();
        if cell.is_blank() {
            return true;
        }
        if !specs.iter().any(|own| own.key == spec.key) {
            // A column that only helps to find the enterprise is read there.
            let Some(sort) = sort.filter(|_| self.options.sort.is_empty()) else { return true };
            line.hold(self.preview, spec.key, format!("{}没有{}一栏", sort.name, spec.label), "清空这一格");
            return false;
        }
        match self.read(&cell, spec, sort, fields.day("date")) {
            Ok(Read { text, inferred }) => {
                if inferred {
                    let what = format!("没有写年份，推定为 {text}");
                    self.preview.say(Severity::Note, line.place_of(spec.key), cell.words(), what, "");
                }
                fields.put(spec.key, text);
                true
            }
            Err(misread) => {
                line.misread(self.preview, spec.key, &cell, misread);
                false
            }
        }
    }

    /// `date` is the day of the record, from which one ahead is counted.
    fn read(&self, cell: &Cell, spec: &Spec, sort: Option<&Sort>, date: Day) -> Result<Read, Misread> {
        let words = |list: fn(&Sort) -> &Vec<String>| -> Result<Read, Misread> {
            let Read { text, .. } = self.reader.read(cell, Shape::Text)?;
            let choices: Vec<&str> = sort.into_iter().flat_map(list).map(String::as_str).collect();
            if text.is_empty() {
                Ok(Read::default())
            } else {
                one_of(&squeezed(&text), &choices).map(Read::from)
            }
        };
        match spec.shape {
            Shape::Variant => words(|sort| &sort.variants),
            Shape::Stage => words(|sort| &sort.stages),
            Shape::Ahead | Shape::Validity if !date.is_none() && !matches!(cell, Cell::Error(_)) => {
                let plain = self.reader.read(cell, Shape::Text)?;
                if plain.text.is_empty() { Ok(plain) } else { self.reader.ahead(cell, spec.shape, date) }
            }
            Shape::Links(Kind::Enterprise) => {
                let Read { text, .. } = self.reader.read(cell, Shape::Prose)?;
                let names = text
                    .split(['、', '，', ',', ';', '；', '\n'])
                    .map(str::trim)
                    .filter(|name| !name.is_empty());
                names
                    .map(|name| self.premises.one(name))
                    .collect::<Result<Vec<_>, _>>()
                    .map(|all| all.join("、").into())
            }
            Shape::Link(_) | Shape::Links(_) => {
                let Read { text, .. } = self.reader.read(cell, spec.shape)?;
                let sorts = sort.filter(|_| spec.key == "about").map_or(&[][..], |sort| &sort.answers);
                if text.is_empty() {
                    Ok(Read::default())
                } else {
                    self.links.read(spec.shape, &text, sorts).map(Read::from)
                }
            }
            Shape::Duty => {
                let read = self.reader.field(cell, spec)?;
                let can =
                    if read.text.is_empty() { Ok(()) } else { self.register.duties().waivable(&read.text) };
                can.map(|()| read).map_err(|what| Misread::new(what, "改写义务编号，或删去这一行"))
            }
            _ => self.reader.field(cell, spec),
        }
    }

    /// What the table says without a column of its own: the name in the content, 类型 in the name of the sheet, 年度 in the day.
    fn derive(&self, line: &Line<'_>, sort: Option<&'a Sort>, specs: &[Spec], fields: &mut Fields) {
        let open = |fields: &Fields, key: &str| {
            specs.iter().any(|spec| spec.key == key && spec.required)
                && !fields.has(key)
                && self.value(line, key).is_blank()
        };
        if open(fields, "variant") {
            let found = self.variant_of_sheet(line.sheet_name(), sort).cloned().unwrap_or_default();
            fields.put("variant", found);
        }
        if open(fields, "title") {
            let first = fields.get("text").lines().next().unwrap_or_default();
            let mut name: String = first.chars().take(NAME).collect();
            if name.len() < first.len() {
                name.push('…');
            }
            let name = if name.is_empty() { fields.get("variant").to_owned() } else { name };
            fields.put("title", name);
        }
        if open(fields, "year") && !fields.day("date").is_none() {
            let year = fields.day("date").year().to_string();
            fields.put("year", year);
        }
    }

    /// Would it be refused on its own? Then what is wrong is said here, and the other rows go in.
    fn is_sound(&mut self, line: &Line<'_>, fields: &Fields, enterprise: Option<Id>) -> bool {
        // A new one has no number yet; any will do.
        let number = enterprise.map(|id| id.opt().unwrap_or(Id::new(Kind::Enterprise, 1, 1)).to_string());
        let fields = fields.clone().with("enterprise", number.unwrap_or_default());
        let there = |id| self.links.body(id);
        let Options { today, roles, .. } = self.options;
        let by = Hearing { basics: self.basics, today: *today, roles, there: &there };
        let errors = unsound(self.kind, &fields, &by);
        for error in &errors {
            // The column is named by its place; a field without one by its label.
            let is_named = !line.place_of(&error.key).column.is_empty();
            let what = if is_named { error.what.clone() } else { error.to_string() };
            line.hold(self.preview, &error.key, what, "改正后再导入");
        }
        errors.is_empty()
    }

    /// Does a record say all that the row says? One that is called the same and says something else is pointed out.
    fn is_there(&mut self, line: &Line<'_>, fields: &Fields) -> bool {
        let identity = self.identity(fields);
        let Some(alike) = self.known.get(&identity) else { return false };
        let says = |known: &Fields| fields.iter().all(|(key, text)| same(key, text, known.get(key)));
        let title = self.title(fields);
        if let Some((name, _)) = alike.iter().find(|(_, known)| says(known)) {
            let same_as = name.clone();
            self.preview.counts.duplicates += 1;
            self.preview.duplicates.push(Duplicate { place: line.place(), same_as, title });
            return true;
        }
        let tells_apart = identity.matches('|').count() > 0;
        if let Some((name, _)) = alike.first().filter(|_| tells_apart) {
            let what = format!("疑似重复：与 {name} 的必填各栏相同，其余不同，另录一条");
            self.preview.counts.alike += 1;
            self.preview.say(Severity::Doubt, line.place(), title, what, "若是同一件事，请作废其中一条");
        }
        false
    }

    fn put(&mut self, line: &Line<'_>, fields: Fields) {
        let title = self.title(&fields);
        let unit = ["target", "unit", "township", "by"]
            .into_iter()
            .map(|key| fields.get(key))
            .find(|code| !code.is_empty());
        let words = in_words(self.basics, Shape::Unit, unit.unwrap_or_default());
        self.preview.counts.entered += 1;
        self.preview.taken.push(Taken { place: line.place(), title, words });
        let identity = self.identity(&fields);
        self.known.entry(identity).or_default().push((format!("第{}行", line.number()), fields.clone()));
        self.preview.wishes.push(Command::Enter { kind: self.kind, fields });
    }

    fn title(&self, fields: &Fields) -> String {
        let mut body = Body::blank(self.kind);
        // A link to what is entered with it is not part of the name.
        let _ = body.fill(fields);
        body.title()
    }
}

/// The same words; a telephone also where an export has masked it.
pub(super) fn same(key: &str, row: &str, known: &str) -> bool {
    squeezed(row) == squeezed(known) || (key == "phone" && row == mask_phone(known))
}

/// The one link that is looked up with its town, and may be new.
fn is_enterprise(spec: &Spec) -> bool {
    spec.key == "enterprise"
}
