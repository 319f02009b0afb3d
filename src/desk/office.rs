//! 基础数据 in force: what the loaded documents say, checked against one another. The owner rebuilds it whenever a
//! document is loaded; nothing here is read from the program's own data once an office has loaded its own.

use crate::calendar::{CalendarDay, CalendarError, Day, Workdays, parse_calendar};
use crate::model::basics::{BUILT_IN, Basics, Problem, Source, is_duties};
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
        let (of_duties, rest): (Vec<&Document>, Vec<&Document>) =
            documents.iter().map(|(_, document)| document).partition(|document| holds_duties(document));
        let basics =
            rest.iter().filter(|document| document.name != HOLIDAYS).map(|document| source(document));
        let basics = Basics::from_documents(&basics.collect::<Vec<_>>());
        let basics = basics.map_err(|found| problems.extend(found)).ok();
        // Without basics everything that duties refer to would seem unknown: one fault would be told as many.
        let duties = basics.as_ref().map(|basics| laid_over(&of_duties, basics));
        let duties = duties.transpose().map_err(|found| problems.extend(found)).ok().flatten();
        let mut days: Vec<CalendarDay> = Vec::new();
        for document in rest.iter().filter(|document| document.name == HOLIDAYS) {
            match parse_calendar(&document.text) {
                Ok(rows) => days = rows,
                Err(found) => problems.extend(found.into_iter().map(|error| row_problem(HOLIDAYS, error))),
            }
        }
        match basics.zip(duties) {
            Some((basics, duties)) if problems.is_empty() => {
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

/// What is wrong in one row of a calendar, in the file that it came in.
pub fn row_problem(file: &str, error: CalendarError) -> Problem {
    Problem {
        file: file.into(),
        line: usize::try_from(error.line).unwrap_or(0),
        field: String::new(),
        what: error.why,
        hint: "每行写 日期,名称,1休或0班,依据".into(),
    }
}

/// Is it the table of duties, or a bureau's own rows to be laid over it?
fn holds_duties(document: &Document) -> bool {
    document.name == DUTIES || is_duties(&document.text)
}

/// The bureau's own rows over those of the table, whichever was loaded first.
fn laid_over(documents: &[&Document], basics: &Basics) -> Result<Duties, Vec<Problem>> {
    let (table, own): (Vec<&Document>, Vec<&Document>) =
        documents.iter().partition(|document| document.name == DUTIES);
    let sources: Vec<Source> = table.into_iter().chain(own).map(source).collect();
    Duties::laid_over(&sources, basics)
}

fn source(document: &Document) -> Source<'_> {
    Source { file: &document.name, text: &document.text }
}
