//! 记录种类: the sorts of [`Evidence`], each with the fields it has, in which order, and how a duty may count it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::document::{Placed, Problem};
use super::lookup::Named;
use crate::model::case::Role;
use crate::model::evidence::Evidence;
use crate::model::field::Spec;
use crate::model::noun::Noun;

/// 记录种类
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Stable for ever; records refer to it.
    pub code: String,
    /// Small stable number, which stands on cards.
    pub no: u16,
    /// 名称
    pub name: String,
    /// 条款
    pub clause: String,
    /// Fields that must be filled, beside date, unit and title.
    #[serde(default)]
    pub must: Vec<String>,
    /// Fields that may be filled, in the order of the form.
    #[serde(default)]
    pub fields: Vec<String>,
    /// 类型: the words to choose from.
    #[serde(default)]
    pub variants: Vec<String>,
    /// 状态: the words to choose from.
    #[serde(default)]
    pub stages: Vec<String>,
    /// Those of them in which nothing is left to do. A sort with 期限 is also settled by its 办结日.
    #[serde(default)]
    pub settled: Vec<String>,
    /// In whose column a record stands.
    #[serde(default)]
    pub column: Column,
    /// Fields without which a record lacks proof (缺佐证).
    #[serde(default)]
    pub proof: Vec<String>,
    /// Sorts that a record of this one may answer to (对应记录).
    #[serde(default)]
    pub answers: Vec<String>,
    /// Who enters it; none: whoever enters other records.
    #[serde(default)]
    pub who: Vec<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Writings of the quick-entry line.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// Which unit of a record says in whose column it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// 单位: who did it.
    #[default]
    #[serde(rename = "单位")]
    Unit,
    /// 对象单位: about whom it is; where none is named, who did it.
    #[serde(rename = "对象")]
    Target,
}

impl Sort {
    /// The rows of its form: sort, date, unit, title, what must be filled, what may be.
    pub fn specs(&self) -> Vec<Spec> {
        let all = Evidence::specs();
        let row = |key: &str| all.iter().find(|spec| spec.key == key).copied();
        let head = ["sort", "date", "unit", "title"].into_iter().filter_map(row);
        let must = self.must.iter().filter_map(|key| row(key)).map(|spec| Spec { required: true, ..spec });
        let may = self.fields.iter().filter(|key| !self.must.contains(key)).filter_map(|key| row(key));
        head.chain(must).chain(may).collect()
    }

    /// Has it this field?
    pub fn has(&self, key: &str) -> bool {
        self.must.iter().chain(&self.fields).any(|own| own == key)
    }

    /// Who enters and changes it.
    pub fn roles(&self) -> Vec<Role> {
        match self.who.as_slice() {
            [] => Role::STAFF.to_vec(),
            words => words.iter().filter_map(|word| Role::of_word(word)).collect(),
        }
    }

    /// Position of a 类型 from 1; 0: none, or not one of its words.
    pub fn variant_no(&self, word: &str) -> u8 {
        self.variants.iter().position(|known| known == word).map_or(0, |at| at as u8 + 1)
    }

    /// Position of a 状态 from 1; 0: none, or not one of its words.
    pub fn stage_no(&self, word: &str) -> u8 {
        self.stages.iter().position(|known| known == word).map_or(0, |at| at as u8 + 1)
    }

    /// Is nothing left to do with a record: settled by its 状态 or its 办结日? True for a sort that follows nothing up.
    pub fn is_settled(&self, record: &Evidence) -> bool {
        let follows = self.has("due") || !self.settled.is_empty();
        !follows
            || self.settled.iter().any(|word| word == record.rest.get("stage"))
            || !record.rest.day("done_on").is_none()
    }
}

impl Named for Sort {
    fn number(&self) -> u16 {
        self.no
    }

    fn writings(&self) -> Vec<(&'static str, &str)> {
        let own = [("code", self.code.as_str()), ("name", self.name.as_str())];
        let more = self.aliases.iter().map(|alias| ("aliases", alias.as_str()));
        own.into_iter().chain(more).chain(self.keys.iter().map(|key| ("keys", key.as_str()))).collect()
    }
}

/// Fields, words and sorts that nobody has heard of.
pub(super) fn check(sorts: &[Placed<Sort>]) -> Vec<Problem> {
    let keys: BTreeSet<&str> = Evidence::specs().iter().map(|spec| spec.key).collect();
    let codes: BTreeSet<&str> = sorts.iter().map(|sort| sort.value.code.as_str()).collect();
    let mut problems = Vec::new();
    for Placed { value, place } in sorts {
        let mut tell =
            |field: &str, what: String, hint: &str| problems.extend(place.problem(field, what, hint));
        for (field, named) in [("must", &value.must), ("fields", &value.fields), ("proof", &value.proof)] {
            for key in named.iter().filter(|key| !keys.contains(key.as_str())) {
                tell(field, format!("没有“{key}”这个字段"), "可用的字段见 docs/glossary.md 的工作记录一节");
            }
        }
        for key in value.proof.iter().filter(|key| keys.contains(key.as_str()) && !value.has(key)) {
            tell("proof", format!("“{key}”不在 must、fields 里"), "佐证字段须是本种类的字段");
        }
        for word in value.settled.iter().filter(|word| !value.stages.contains(word)) {
            tell("settled", format!("“{word}”不在 stages 里"), "办结的状态须是状态之一");
        }
        for code in value.answers.iter().filter(|code| !codes.contains(code.as_str())) {
            tell("answers", format!("没有代码为“{code}”的记录种类"), "核对代码");
        }
        for word in value.who.iter().filter(|word| Role::of_word(word).is_none()) {
            tell("who", format!("没有“{word}”这个角色"), "可填：乡镇经办、乡镇分管负责人、股室经办 等角色名");
        }
        if value.no == 0 || value.no > 255 {
            tell("no", "编号应在 1 到 255 之间".into(), "换一个没有用过的编号");
        }
        for (field, listed) in [("variant", &value.variants), ("stage", &value.stages)] {
            if value.has(field) == listed.is_empty() {
                let what = format!("字段 {field} 与它的选项须同时有或同时没有");
                tell(field, what, "类型的选项写在 variants，状态的选项写在 stages");
            }
        }
        if value.variants.len() > 30 {
            tell("variants", "类型最多 30 个".into(), "分成两个种类");
        }
    }
    problems
}
