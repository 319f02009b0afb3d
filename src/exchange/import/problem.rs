//! What an import has to say about a place in a table.

use std::fmt;

use serde::{Serialize, Serializer};

/// What became of the row, or of the whole table. Sorted by weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing of the table is entered.
    Fatal,
    /// The row is not entered until it is mended.
    Held,
    /// The row is entered; somebody should look at it.
    Doubt,
    /// The row is entered; a value of it is probably wrong or was not taken.
    Warning,
    /// Nothing to do.
    Note,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Severity; 5] =
        [Severity::Fatal, Severity::Held, Severity::Doubt, Severity::Warning, Severity::Note];

    /// The word in a report.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Fatal => "不能导入",
            Severity::Held => "暂扣未录",
            Severity::Doubt => "已录存疑",
            Severity::Warning => "提醒",
            Severity::Note => "说明",
        }
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Severity::Fatal => "fatal",
            Severity::Held => "held",
            Severity::Doubt => "doubt",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// Where in the file. What does not apply is 0 or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Name of the sheet.
    pub sheet: String,
    /// Number of the row, as the program that wrote the file shows it.
    pub row: u32,
    /// Letters and head of the column, `J 整改期限`.
    pub column: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = if self.row == 0 { String::new() } else { format!("第{}行", self.row) };
        let column = if self.column.is_empty() { String::new() } else { format!("{}列", self.column) };
        let parts: Vec<_> =
            [self.sheet.as_str(), &row, &column].into_iter().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join(" "))
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportProblem {
    /// Name of the file.
    pub file: String,
    /// Where in it.
    #[serde(flatten)]
    pub place: Place,
    /// What stands there; may be empty.
    pub value: String,
    /// What is wrong.
    pub what: String,
    /// What to write or do instead; may be empty.
    pub hint: String,
    /// What became of the row.
    pub severity: Severity,
}

impl fmt::Display for ImportProblem {
    /// `隐患 第45行 J 整改期限列“2026.2.30”：没有2月30日。写成 2026-02-28`, without the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        if !self.value.is_empty() {
            write!(f, "“{}”", crate::text::clean(&self.value))?;
        }
        let colon = if self.place == Place::default() { "" } else { "：" };
        write!(f, "{colon}{}", self.what)?;
        if !self.hint.is_empty() {
            write!(f, "。{}", self.hint)?;
        }
        Ok(())
    }
}
