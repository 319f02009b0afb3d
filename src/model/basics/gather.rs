//! Lays the office's documents over one another and checks that their entries fit together.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, Place, Placed, Problem};
use super::lookup::{Named, plain};
use super::{
    BUILT_IN, Basics, CatalogItem, Category, Department, FormColumn, Industry, Settings, Sort, Source, Unit,
    plan, settings, sorts,
};

/// The office's entries with their places, while they are put together.
#[derive(Default)]
pub(super) struct OfficeParts {
    units: Vec<Placed<Unit>>,
    departments: Vec<Placed<Department>>,
    industries: Vec<Placed<Industry>>,
    categories: Vec<Placed<Category>>,
    catalog: Vec<Placed<CatalogItem>>,
    sorts: Vec<Placed<Sort>>,
    monthly: Vec<FormColumn>,
    settings: Vec<Placed<Settings>>,
    torn: bool,
}

impl OfficeParts {
    pub(super) fn read(&mut self, source: &Source<'_>) -> Vec<Problem> {
        let mut document = Document::open(source.file, source.text);
        let mut found = Vec::new();
        lay_over(&mut self.units, document.many("unit"), |unit| &unit.code, &mut found);
        lay_over(
            &mut self.departments,
            document.many("department"),
            |department| &department.code,
            &mut found,
        );
        lay_over(&mut self.industries, document.many("industry"), |industry| &industry.code, &mut found);
        lay_over(&mut self.categories, document.many("category"), |category| &category.code, &mut found);
        lay_over(&mut self.catalog, document.many("catalog"), |item| &item.code, &mut found);
        lay_over(&mut self.sorts, document.many("record"), |sort| &sort.code, &mut found);
        document.forget("settings", super::settings::GONE);
        self.settings.extend(document.one("settings"));
        // A form is one whole: the columns of a later document take the place of all of them.
        let monthly = document.many("monthly");
        if !monthly.is_empty() {
            self.monthly = values(monthly);
        }
        self.torn |= document.is_torn();
        found.extend(document.finish());
        found
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        if self.torn {
            return Vec::new();
        }
        let mut problems = Vec::new();
        problems.extend(clashes(&self.units));
        problems.extend(clashes(&self.departments));
        problems.extend(clashes(&self.industries));
        problems.extend(clashes(&self.categories));
        problems.extend(clashes(&self.sorts));
        problems.extend(sorts::check(&self.sorts));
        let units: BTreeSet<_> = self.units.iter().map(|unit| unit.value.code.as_str()).collect();
        let departments: BTreeSet<_> =
            self.departments.iter().map(|entry| entry.value.code.as_str()).collect();
        let industries: BTreeSet<_> = self.industries.iter().map(|entry| entry.value.code.as_str()).collect();
        let categories: BTreeSet<_> = self.categories.iter().map(|entry| entry.value.code.as_str()).collect();
        for Placed { value, place } in &self.units {
            let parent = Some(&value.parent).filter(|parent| !parent.is_empty());
            problems.extend(plan::unknown(place, "parent", "单位", parent, &units));
        }
        for Placed { value, place } in &self.industries {
            problems.extend(plan::unknown(place, "section", "单位", [&value.section], &units));
        }
        for Placed { value, place } in &self.categories {
            problems.extend(plan::unknown(place, "department", "部门", &value.department, &departments));
        }
        for Placed { value, place } in &self.catalog {
            problems.extend(plan::unknown(place, "industries", "行业", &value.industries, &industries));
            problems.extend(plan::unknown(place, "category", "隐患类别", [&value.category], &categories));
            problems.extend(plan::unknown(place, "department", "部门", &value.department, &departments));
            if value.words.is_empty() || value.words.iter().any(Vec::is_empty) {
                problems.extend(place.problem("words", "没有写出识别用的词", "每组至少一个词"));
            }
        }
        problems
    }

    pub(super) fn settled(self, problems: &mut Vec<Problem>) -> Basics {
        Basics {
            plans: Vec::new(),
            units: values(self.units),
            departments: values(self.departments),
            industries: values(self.industries),
            categories: values(self.categories),
            catalog: values(self.catalog),
            sorts: values(self.sorts),
            // A ledger that began before there were forms goes by those that come with the program.
            monthly: if self.monthly.is_empty() { shipped_form() } else { self.monthly },
            settings: settings::settle(&self.settings, problems),
        }
    }
}

fn shipped_form() -> Vec<FormColumn> {
    let source = BUILT_IN.iter().find(|source| source.file == "forms.toml");
    source.map(|source| values(Document::open(source.file, source.text).many("monthly"))).unwrap_or_default()
}

fn values<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|entry| entry.value).collect()
}

/// Entries of a later document take the place of those with the same code; twice in one document is a slip.
fn lay_over<T>(
    held: &mut Vec<Placed<T>>,
    later: Vec<Placed<T>>,
    code: impl Fn(&T) -> &str,
    problems: &mut Vec<Problem>,
) {
    problems.extend(plan::repeated("code", later.iter().map(|entry| (code(&entry.value), &entry.place))));
    for entry in later {
        let same = held.iter_mut().find(|other| code(&other.value) == code(&entry.value));
        match same {
            Some(place) => *place = entry,
            None => held.push(entry),
        }
    }
}

/// Numbers and writings by which two entries could be mistaken for each other.
fn clashes<T: Named>(entries: &[Placed<T>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (n, Placed { value, place }) in entries.iter().enumerate() {
        if !(1..=T::MOST).contains(&value.number()) {
            let text = format!("编号 {} 不在 1 到 {} 之内", value.number(), T::MOST);
            problems.extend(place.problem("no", text, "用这个范围里还没有用过的编号"));
        }
        let number = value.number().to_string();
        let number_taken = *taken.entry(number.clone()).or_insert(n) != n;
        problems.extend(number_taken.then(|| clash(place, "no", &number)).flatten());
        for (field, writing) in value.writings() {
            if *taken.entry(plain(writing)).or_insert(n) != n {
                problems.extend(clash(place, field, writing));
            }
        }
    }
    problems
}

fn clash(place: &Place, field: &str, writing: &str) -> Option<Problem> {
    place.problem(field, format!("“{writing}”已被另一条使用"), "编号、名称、别名、快捷键在同类中须各不相同")
}
