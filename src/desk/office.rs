//! 基础数据 in force: what the loaded documents say, checked against one another. The owner rebuilds it whenever a
//! document is loaded; nothing here is read from the program's own data once an office has loaded its own.

use crate::calendar::{CalendarDay, Day, Workdays, parse_calendar};
use crate::model::basics::{BUILT_IN, Basics, Problem, Source};
use crate::model::command::Command;
use crate::model::id::Id;
use crate::model::row::Document;
use crate::rules::duty::Duties;

/// File name of the holidays.
pub const HOLIDAYS: &str = "holidays.csv";
/// File name of the duties.
pub const DUTIES: &str = "duties.toml";
/// File name of what the office settles for itself: 启用日 and everything it changes.
pub const OFFICE: &str = "office.toml";

/// The documents that come with the program, by name: what a new ledger starts from.
pub fn built_in() -> Vec<Document> {
    let mut documents: Vec<Document> = BUILT_IN
        .iter()
        .map(|source| Document { name: source.file.into(), text: source.text.into() })
        .collect();
    documents.push(Document { name: DUTIES.into(), text: crate::rules::duty::BUILT_IN.into() });
    documents.push(Document { name: HOLIDAYS.into(), text: crate::calendar::HOLIDAYS.into() });
    documents
}

/// The wish that begins a ledger: everything that comes with the program becomes part of the journal, and the 启用日 is set.
pub fn begin(start_on: Day, is_demo: bool) -> Command {
    let text = format!("[settings]\nstart_on = \"{start_on}\"\nis_demo = {is_demo}\n");
    let office = Document { name: OFFICE.into(), text };
    let load = |document: Document| Command::Load { name: document.name, text: document.text };
    Command::Group(built_in().into_iter().chain([office]).map(load).collect())
}

/// Everything the documents say.
pub struct Office {
    /// Plans, units, industries, settings.
    pub basics: Basics,
    /// 义务
    pub duties: Duties,
    /// 工作日
    pub workdays: Workdays,
    /// The documents of the ledger with their numbers, in the order they were first loaded; none while nothing was.
    own: Vec<(Id, Document)>,
}

impl Office {
    /// What a ledger goes by into which nothing was loaded yet.
    pub fn shipped() -> Result<Office, Vec<Problem>> {
        let shipped = built_in().into_iter().map(|document| (Id::NONE, document)).collect();
        Office::of(shipped).map(|office| Office { own: Vec::new(), ..office })
    }

    /// From the documents of a ledger; all problems of all of them at once.
    pub fn of(documents: Vec<(Id, Document)>) -> Result<Office, Vec<Problem>> {
        let mut problems = Vec::new();
        let is_basics = |document: &&Document| document.name != HOLIDAYS && document.name != DUTIES;
        let sources: Vec<Source> = documents
            .iter()
            .map(|(_, document)| document)
            .filter(is_basics)
            .map(|document| Source { file: &document.name, text: &document.text })
            .collect();
        let basics = Basics::from_documents(&sources).map_err(|found| problems.extend(found)).ok();
        let mut days: Vec<CalendarDay> = Vec::new();
        let mut duties = Duties::default();
        for (_, document) in &documents {
            match document.name.as_str() {
                HOLIDAYS => match parse_calendar(&document.text) {
                    Ok(rows) => days = rows,
                    Err(found) => problems.extend(found.into_iter().map(|error| Problem {
                        file: HOLIDAYS.into(),
                        line: usize::try_from(error.line).unwrap_or(0),
                        field: String::new(),
                        what: error.why,
                        hint: "每行写 日期,名称,1休或0班,依据".into(),
                    })),
                },
                // Without basics everything that duties refer to would seem unknown: one fault would be told as many.
                DUTIES => match basics.as_ref().map(|basics| Duties::parse(DUTIES, &document.text, basics)) {
                    Some(Ok(table)) => duties = table,
                    Some(Err(found)) => problems.extend(found),
                    None => {}
                },
                _ => {}
            }
        }
        match basics {
            Some(basics) if problems.is_empty() => {
                Ok(Office { basics, duties, workdays: Workdays::new(days), own: documents })
            }
            _ => Err(problems),
        }
    }

    /// The documents of the ledger; none while nothing was loaded.
    pub fn own(&self) -> &[(Id, Document)] {
        &self.own
    }
}
