//! What everything else refers to: the plans, the units, the industries, the catalog, the settings.
//!
//! - [`plan`]: the tree of the action plan and its checks
//! - [`succession`]: which of several plans is in force on a day
//! - [`office`]: units, departments, industries, kinds of hazard, the catalog of 重大 hazards
//! - [`sorts`]: the kinds of 工作记录
//! - [`forms`]: the columns of the monthly form
//! - [`settings`]: what the bureau has settled for itself (局内约定)
//! - [`lookup`]: finding an entry by any writing
//! - [`gather`]: laying the office's documents over one another and checking them together
//! - [`document`]: reading TOML with all problems at once
//!
//! All of it is data: the documents in `src/data/` are built in, an office lays its own over them.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod document;
mod forms;
mod gather;
mod lookup;
mod numbers;
mod office;
mod plan;
mod settings;
mod sorts;
mod succession;

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use gather::OfficeParts;
use lookup::{find, like};

pub use document::Problem;
pub(crate) use document::{Document, Placed};
pub use forms::{FormColumn, Measure};
pub use lookup::Lookup;
pub use office::{CatalogItem, CatalogList, Category, Department, Industry, Unit, UnitKind};
pub use plan::{
    Basis, Deadline, DeadlineKind, DutyKind, Heading, Lead, Level, Milestone, Node, Plan, Recurrence,
    TownshipMode, Upstream, check_plan, unknown_duties,
};
pub use settings::{CoveragePeriod, SETTINGS, Setting, Settings};
pub use sorts::{Column, Sort};
pub use succession::span_of;

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
    Source { file: "records.toml", text: include_str!("../data/records.toml") },
    Source { file: "forms.toml", text: include_str!("../data/forms.toml") },
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
    /// 记录种类
    pub sorts: Vec<Sort>,
    /// 月度统计表的列
    pub monthly: Vec<FormColumn>,
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
        problems.extend(office.check());
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

    /// What is wrong with the 启用日, and what to write instead; it lies within the plans and not ahead of `today`, or every cell
    /// would stay 未录. [`None`] as well while there is none.
    pub fn start_fault(&self, today: Day) -> Option<(String, String)> {
        let start = self.settings.start_on.opt()?;
        let last = self.plans.iter().filter_map(|plan| Day::from_date(plan.heading.valid_to)).max();
        let within = |last: Day| format!("填 {last} 以前的日子；换了新方案的，先装入新方案");
        match last {
            _ if start > today => Some((
                format!("启用日 {start} 还没有到（今天 {today}）"),
                "填今天或以前开始用台账的那天".into(),
            )),
            Some(last) if start > last => Some((format!("启用日 {start} 在方案期限之后"), within(last))),
            _ => None,
        }
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

    pub fn sort(&self, code: &str) -> Option<&Sort> {
        self.sorts.iter().find(|sort| sort.code == code)
    }

    /// By number, code, name, alias or key.
    pub fn sort_by(&self, writing: &str) -> Lookup<'_, Sort> {
        find(self.sorts.iter(), writing)
    }

    /// What a writing may become when it goes on.
    pub fn sorts_like(&self, begun: &str) -> Vec<&Sort> {
        like(self.sorts.iter(), begun)
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

    /// What a writing may become when it goes on, likelier ones first; nothing written: all.
    pub fn townships_like(&self, begun: &str) -> Vec<&Unit> {
        like(self.townships(), begun)
    }

    pub fn units_like(&self, begun: &str) -> Vec<&Unit> {
        like(self.units.iter(), begun)
    }

    pub fn industries_like(&self, begun: &str) -> Vec<&Industry> {
        like(self.industries.iter(), begun)
    }

    pub fn departments_like(&self, begun: &str) -> Vec<&Department> {
        like(self.departments.iter(), begun)
    }

    pub fn categories_like(&self, begun: &str) -> Vec<&Category> {
        like(self.categories.iter(), begun)
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

/// Is the document one of duties? They are read by the rules; a bureau's own are laid over `duties.toml`.
pub fn is_duties(text: &str) -> bool {
    text.lines().any(|line| line.trim() == "[[duty]]")
}

/// Is the document a plan? Any other describes the office.
pub fn is_plan(source: &Source<'_>) -> bool {
    source.text.lines().any(|line| line.trim_end() == "[plan]")
}
