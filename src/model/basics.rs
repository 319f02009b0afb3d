//! What everything else refers to: the plans, the units, the industries, the catalog, the settings.
//!
//! - [`plan`]: the tree of the action plan and its checks
//! - [`office`]: units, departments, industries, kinds of hazard, the catalog of 重大 hazards
//! - [`settings`]: what the bureau has settled for itself (局内约定)
//! - [`lookup`]: finding an entry by any writing
//! - [`document`]: reading TOML with all problems at once
//!
//! All of it is data: the documents in `src/data/` are built in, an office lays its own over them.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod document;
mod lookup;
mod office;
mod plan;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use document::{Document, Place, Placed};
use lookup::{Named, find, plain};

pub use document::Problem;
pub use lookup::Lookup;
pub use office::{CatalogItem, CatalogList, Category, Department, Industry, Unit, UnitKind};
pub use plan::{
    Basis, Deadline, DeadlineKind, DutyKind, Heading, Lead, Level, Milestone, Node, Plan, Recurrence,
    TownshipMode, Upstream, check_plan,
};
pub use settings::{CoveragePeriod, SETTINGS, Setting, Settings};

/// A document to load: the name is what problems are reported under.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// The documents that come with the program.
pub const BUILT_IN: &[Source<'static>] = &[
    Source { file: "units.toml", text: include_str!("../data/units.toml") },
    Source { file: "industries.toml", text: include_str!("../data/industries.toml") },
    Source { file: "catalog.toml", text: include_str!("../data/catalog.toml") },
    Source { file: "settings.toml", text: include_str!("../data/settings.toml") },
    Source { file: "plan.toml", text: include_str!("../data/plan.toml") },
];

/// Everything loaded, checked against one another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basics {
    /// Side by side; told apart by 文号.
    pub plans: Vec<Plan>,
    pub units: Vec<Unit>,
    pub departments: Vec<Department>,
    pub industries: Vec<Industry>,
    pub categories: Vec<Category>,
    pub catalog: Vec<CatalogItem>,
    pub settings: Settings,
}

impl Basics {
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        Self::from_documents(BUILT_IN)
    }

    /// The built-in documents with an office's own laid over them: an entry with the same code, a setting with the
    /// same key, a plan with the same 文号 takes the place of the earlier one.
    pub fn built_in_with(own: &[Source<'_>]) -> Result<Self, Vec<Problem>> {
        let all: Vec<_> = BUILT_IN.iter().chain(own).copied().collect();
        Self::from_documents(&all)
    }

    /// Loads documents in order. A document with a `[plan]` table is a plan, any other describes the office.
    /// All problems of all documents come at once.
    pub fn from_documents(sources: &[Source<'_>]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut office = OfficeParts::default();
        let (plans, offices): (Vec<_>, Vec<_>) = sources.iter().partition(|source| is_plan(source));
        for source in offices {
            problems.extend(office.read(source));
        }
        if !office.torn {
            problems.extend(office.check());
        }
        let mut basics = office.settled(&mut problems);
        for source in plans {
            match check_plan(source.file, source.text, &basics.units) {
                Ok(plan) => {
                    basics.plans.retain(|other| other.heading.doc_no != plan.heading.doc_no);
                    basics.plans.push(plan);
                }
                Err(found) => problems.extend(found),
            }
        }
        let place = |problem: &Problem| sources.iter().position(|source| source.file == problem.file);
        problems.sort_by_cached_key(|problem| (place(problem), problem.line, problem.field.clone()));
        if problems.is_empty() { Ok(basics) } else { Err(problems) }
    }

    pub fn plan(&self, doc_no: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.heading.doc_no == doc_no)
    }

    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    pub fn department(&self, code: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == code)
    }

    pub fn industry(&self, code: &str) -> Option<&Industry> {
        self.industries.iter().find(|industry| industry.code == code)
    }

    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The townships by number.
    pub fn townships(&self) -> impl Iterator<Item = &Unit> + Clone {
        self.units.iter().filter(|unit| unit.is_township())
    }

    /// By number, code, name, alias, key, pinyin; shared initials give several.
    pub fn township_by(&self, writing: &str) -> Lookup<'_, Unit> {
        find(self.townships(), writing)
    }

    pub fn unit_by(&self, writing: &str) -> Lookup<'_, Unit> {
        find(self.units.iter(), writing)
    }

    pub fn industry_by(&self, writing: &str) -> Lookup<'_, Industry> {
        find(self.industries.iter(), writing)
    }

    pub fn department_by(&self, writing: &str) -> Lookup<'_, Department> {
        find(self.departments.iter(), writing)
    }

    pub fn category_by(&self, writing: &str) -> Lookup<'_, Category> {
        find(self.categories.iter(), writing)
    }

    /// The items of the catalog that a description may be, so that somebody decides whether it is 重大.
    /// With an industry code only the items about it (and those about any place) are asked.
    pub fn catalog_match(&self, text: &str, industry: Option<&str>) -> Vec<&CatalogItem> {
        let asked = |item: &&CatalogItem| industry.is_none_or(|code| item.is_about(code));
        self.catalog.iter().filter(asked).filter(|item| item.matches(text)).collect()
    }
}

/// Checks an office's own document as it would stand over the built-in ones.
pub fn check_office(file_name: &str, text: &str) -> Result<Basics, Vec<Problem>> {
    Basics::built_in_with(&[Source { file: file_name, text }])
}

fn is_plan(source: &Source<'_>) -> bool {
    source.text.lines().any(|line| line.trim_end() == "[plan]")
}

/// The office's entries with their places, while they are put together.
#[derive(Default)]
struct OfficeParts {
    units: Vec<Placed<Unit>>,
    departments: Vec<Placed<Department>>,
    industries: Vec<Placed<Industry>>,
    categories: Vec<Placed<Category>>,
    catalog: Vec<Placed<CatalogItem>>,
    settings: Vec<Placed<Settings>>,
    torn: bool,
}

impl OfficeParts {
    fn read(&mut self, source: &Source<'_>) -> Vec<Problem> {
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
        self.settings.extend(document.one("settings"));
        self.torn |= document.is_torn();
        found.extend(document.finish());
        found
    }

    fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(clashes(&self.units));
        problems.extend(clashes(&self.departments));
        problems.extend(clashes(&self.industries));
        problems.extend(clashes(&self.categories));
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

    fn settled(self, problems: &mut Vec<Problem>) -> Basics {
        Basics {
            plans: Vec::new(),
            units: values(self.units),
            departments: values(self.departments),
            industries: values(self.industries),
            categories: values(self.categories),
            catalog: values(self.catalog),
            settings: settings::settle(&self.settings, problems),
        }
    }
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
