//! What is filled in: forms, a line as it was understood, what may stand at a place of it.

use serde::{Deserialize, Serialize};

use crate::model::command::Command;
use crate::model::field::{FieldError, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};

/// A form to fill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// 标题
    pub title: String,
    /// The wish that filling it makes; its fields are replaced by what is filled in.
    pub wish: FormWish,
    /// What is asked, in order.
    pub asks: Vec<Asked>,
}

/// What a filled form submits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormWish {
    /// A new record.
    Enter(Kind),
    /// Change of a record seen in this version.
    Amend(Id, u32),
    /// A transition of one or several hazards.
    Act(Vec<Id>, Deed),
    /// A hazard that is not there yet.
    NewHazard,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Key, label, shape, required.
    #[serde(with = "crate::ask::spec")]
    pub spec: Spec,
    /// What it starts with, as somebody would type it (names, not codes).
    pub value: String,
    /// Words to choose from; empty: free.
    pub choices: Vec<String>,
    /// What helps to fill it.
    pub hint: String,
}

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is put in.
    pub value: String,
    /// What is shown.
    pub text: String,
    /// The record, when it is one.
    pub id: Id,
}

/// What may stand at a place of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Byte range of the line that a choice replaces.
    pub range: (usize, usize),
    /// Best first.
    pub choices: Vec<Choice>,
}

/// How a line was understood, field by field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// What saving would submit; [`None`] while something is missing, wrong or open.
    pub command: Option<Command>,
    /// 标签 and what was understood, in words, in order.
    pub lines: Vec<(String, String)>,
    /// Numbered choices to pick from (`1` … `9`, `0` 新建), with what the pick puts in place of the fragment.
    pub choices: Vec<Choice>,
    /// Byte range of the fragment in the line that the choices are about.
    pub fragment: (usize, usize),
    /// What is missing or wrong.
    pub errors: Vec<FieldError>,
    /// Remarks that do not stand in the way: duplicate today, one inspector, holiday.
    pub remarks: Vec<String>,
    /// The form that asks for what is missing, with everything understood filled in.
    pub form: Option<Box<Form>>,
    /// Kind of the record it makes or changes.
    pub kind: Option<Kind>,
    /// What the register says otherwise, field by field. Typed, the line itself is the word for it; pasted, it is taken
    /// only when somebody says so.
    pub overwrites: Vec<Overwrite>,
    /// What seems to be entered already or is no likely name, a remark each; pasted, such a line is taken only when somebody says so.
    pub repeats: Vec<String>,
}

/// A value on the register that would be replaced by another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    /// 标签
    pub label: String,
    /// On the register, in words.
    pub before: String,
    /// What would stand there, in words.
    pub after: String,
}

impl std::fmt::Display for Overwrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} → {}", self.label, self.before, self.after)
    }
}

impl Understood {
    /// Understood whole, and the ledger says all of it already: there is nothing to submit and nothing to mend.
    pub fn says_nothing_new(&self) -> bool {
        self.command.is_none() && self.errors.is_empty() && self.choices.is_empty() && self.kind.is_some()
    }
}
