//! What an import has to say about a place in a table.

use std::collections::HashMap;
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
            Severity::Held => "暂扣，不录",
            Severity::Doubt => "存疑，照录",
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
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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

/// From so many of one kind on they stand on one line.
const SEVERAL: usize = 3;

/// Rows named on such a line; all of them are in the JSON.
const ROWS: usize = 40;

/// The problems as lines, in the order of the first of each kind; several of one kind are one line:
/// `企业 E 统一社会信用代码列：信用代码校验位不符，48 行：第5、6、9行。请核对营业执照`.
pub(super) fn in_kinds(problems: &[&ImportProblem]) -> Vec<String> {
    let mut groups: Vec<Vec<&ImportProblem>> = Vec::new();
    let mut known: HashMap<Kind, usize> = HashMap::new();
    for problem in problems {
        let next = groups.len();
        let at = Kind::of(problem).map_or(next, |kind| *known.entry(kind).or_insert(next));
        match groups.get_mut(at) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    let lines = groups.into_iter().flat_map(|group| match group.as_slice() {
        [first, ..] if group.len() >= SEVERAL => vec![together(first, &group)],
        few => few.iter().map(ToString::to_string).collect(),
    });
    lines.collect()
}

/// What problems that stand together have in common: the column, the words, the way out.
#[derive(PartialEq, Eq, Hash)]
struct Kind {
    place: Place,
    what: String,
    hint: String,
}

impl Kind {
    /// [`None`]: it stands alone, because its row has to be mended or it is about no row.
    fn of(problem: &ImportProblem) -> Option<Kind> {
        let what = match problem.severity {
            Severity::Fatal | Severity::Held => return None,
            // What makes one doubtful must not be lost; of the rest the kind is enough.
            Severity::Doubt => problem.what.clone(),
            Severity::Warning | Severity::Note => in_general(&problem.what),
        };
        let place = Place { row: 0, ..problem.place.clone() };
        (problem.place.row > 0).then(|| Kind { place, what, hint: problem.hint.clone() })
    }
}

/// Several of one kind.
fn together(first: &ImportProblem, all: &[&ImportProblem]) -> String {
    let Some(Kind { place, what, hint }) = Kind::of(first) else { return first.to_string() };
    let rows: Vec<String> = all.iter().take(ROWS).map(|problem| problem.place.row.to_string()).collect();
    let more = if all.len() > ROWS { "…" } else { "" };
    let hint = if hint.is_empty() { hint } else { format!("。{hint}") };
    let colon = if place == Place::default() { "" } else { "：" };
    format!("{place}{colon}{what}，{} 行：第{}{more}行{hint}", all.len(), rows.join("、"))
}

/// The words without what differs from row to row: what stands in quotes, and what follows a colon.
fn in_general(what: &str) -> String {
    let mut general = String::new();
    let mut rest = what.split('：').next().unwrap_or(what);
    while let Some((before, quoted)) = rest.split_once('“') {
        general.push_str(before);
        general.push_str("“…”");
        rest = quoted.split_once('”').map_or("", |(_, after)| after);
    }
    general + rest
}
