//! The small stable numbers (`no`) that stand on cards, and what they stand for.

use crate::calendar::Day;

use super::{Basics, Category, Department, Industry, Sort, Unit, UnitKind};

fn small(no: u16) -> u8 {
    u8::try_from(no).unwrap_or(0)
}

impl Basics {
    /// Number of the unit with this code; 0 when there is none.
    pub fn unit_no(&self, code: &str) -> u8 {
        self.unit(code).map_or(0, |unit| small(unit.no))
    }

    /// The unit with this number.
    pub fn unit_of_no(&self, no: u8) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.no == u16::from(no))
    }

    /// Number of the industry with this code; 0 when there is none.
    pub fn industry_no(&self, code: &str) -> u8 {
        self.industry(code).map_or(0, |industry| small(industry.no))
    }

    /// The industry with this number.
    pub fn industry_of_no(&self, no: u8) -> Option<&Industry> {
        self.industries.iter().find(|industry| industry.no == u16::from(no))
    }

    /// Number of the category with this code or name; 0 when there is none.
    pub fn category_no(&self, word: &str) -> u8 {
        self.categories
            .iter()
            .find(|c| c.code == word || c.name == word)
            .map_or(0, |category| small(category.no))
    }

    /// The category with this number.
    pub fn category_of_no(&self, no: u8) -> Option<&Category> {
        self.categories.iter().find(|category| category.no == u16::from(no))
    }

    /// Number of the department with this code; 0 when there is none.
    pub fn department_no(&self, code: &str) -> u8 {
        self.department(code).map_or(0, |department| small(department.no))
    }

    /// The department with this number.
    pub fn department_of_no(&self, no: u8) -> Option<&Department> {
        self.departments.iter().find(|department| department.no == u16::from(no))
    }

    /// Number of the sort of 工作记录 with this code; 0 when there is none.
    pub fn sort_no(&self, code: &str) -> u8 {
        self.sort(code).map_or(0, |sort| small(sort.no))
    }

    /// The sort with this number.
    pub fn sort_of_no(&self, no: u8) -> Option<&Sort> {
        self.sorts.iter().find(|sort| sort.no == u16::from(no))
    }

    /// Position (from 1) of a node of the plan in force on `day`; 0 when there is none.
    pub fn task_no(&self, code: &str, day: Day) -> u16 {
        self.plan_on(day).map_or(0, |plan| plan.place_of(code))
    }

    /// Is the unit the bureau or one of its parts, and not a township?
    pub fn is_bureau(&self, code: &str) -> bool {
        self.unit(code).is_some_and(|unit| {
            matches!(
                unit.kind,
                UnitKind::Bureau
                    | UnitKind::Section
                    | UnitKind::Brigade
                    | UnitKind::Centre
                    | UnitKind::WorkGroup
            )
        })
    }

    /// What an enterprise is found by: keys of its name and aliases with the district and the town stripped.
    pub fn search_keys(&self, name: &str, aliases: &[String], township: &str) -> String {
        let mut keys = crate::text::pinyin::key(self.bare_name(name, township));
        for alias in aliases {
            keys.push('|');
            keys.push_str(&crate::text::pinyin::key(alias));
        }
        keys
    }

    /// A name without what every name begins with: the district and the town.
    pub fn bare_name<'n>(&self, name: &'n str, township: &str) -> &'n str {
        let prefixes = &self.settings.name_prefixes;
        let name = prefixes.iter().find_map(|head| name.strip_prefix(head.as_str())).unwrap_or(name);
        let Some(unit) = self.unit(township) else { return name };
        let mut heads: Vec<&str> =
            [&unit.name, &unit.short].into_iter().chain(&unit.aliases).map(String::as_str).collect();
        heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
        let bare = heads.iter().find_map(|head| name.strip_prefix(head)).unwrap_or(name);
        if bare.is_empty() { name } else { bare }
    }
}
