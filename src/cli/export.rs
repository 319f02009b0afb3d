//! Tables that go out. A file appears whole or not at all.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::context::{Context, day, townships};
use super::failure::Failure;
use super::matrix::{matrix_id, period};
use super::output::note;
use super::records::kind;
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::ask::view::View;
use crate::calendar::Day;
use crate::desk::Desk;
use crate::exchange::export::{self, Caliber, ExportError, Format, Names, Setting, Visits};
use crate::model::basics::Basics;
use crate::model::card::evidence_flag;
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// 导出：四个清单、合并台账、企业、各种记录、矩阵、全部数据
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// 只导出这个乡镇：万安、wa 或 1
    #[arg(long, short = 't', value_name = "乡镇", global = true)]
    township: Option<String>,
    /// csv 用 GB18030 编码（旧版软件），不写则为带 BOM 的 UTF-8
    #[arg(long, global = true)]
    gbk: bool,
    /// 电话写全，不打星号
    #[arg(long, global = true)]
    phones: bool,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// 四个清单（企业、隐患、整改、责任），一个 xlsx 四张表
    FourLists {
        /// xlsx 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 合并台账，一条隐患一行
    Ledger {
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 企业名录
    Enterprises {
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 一种记录，如 检查、演练
    Records {
        /// 种类
        #[arg(value_name = "种类")]
        kind: String,
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 一个矩阵，如 M9
    Matrix {
        /// 矩阵，如 M9 或 欠账总表
        #[arg(value_name = "矩阵")]
        id: String,
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 截至某日的情形
        #[arg(long, value_name = "日期")]
        as_of: Option<String>,
        /// 所看的期间，如 2026-11
        #[arg(long, value_name = "期间")]
        period: Option<String>,
    },
    /// 全部记录，一行一条 JSON
    All {
        /// jsonl 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

/// Where a table goes and whose rows it holds.
struct Target<'a> {
    file: &'a Path,
    /// `no` of the only township; 0: all.
    township: u8,
    gbk: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        let code = townships(&status, &Vec::from_iter(self.township.clone()))?.pop();
        let known = status.townships.iter().find(|(known, ..)| Some(known) == code.as_ref());
        let caliber = Caliber {
            as_of: cx.today.opt().unwrap_or(status.today),
            unit: known.map_or("全区".into(), |(_, short, _)| short.clone()),
            maker: cx.officer.name.clone(),
            ..Caliber::default()
        };
        let file = self.what.file();
        let target = Target { file, township: known.map_or(0, |(.., no)| *no), gbk: self.gbk };
        let written = match &self.what {
            What::Matrix { id, as_of, period: of, .. } => {
                let id = matrix_id(id)?;
                let day = as_of.as_deref().map_or(Ok(cx.today), day)?;
                let query = Query::Matrix { id, day, period: of.as_deref().map(period).transpose()? };
                matrix(&desk, &query, &target, caliber)?
            }
            what => {
                let kind = if let What::Records { kind: word, .. } = what { Some(kind(word)?) } else { None };
                let format = target.format(matches!(what, What::FourLists { .. } | What::All { .. }))?;
                let written = desk.read(|view| {
                    let papers = Papers::of(view);
                    let setting = Setting { names: &papers, caliber: &caliber, phones: self.phones };
                    what.write(view, &target, format, kind, setting)
                });
                written.map_err(|error| failed(file, &error))?
            }
        };
        note(format!("已导出 {written} 行"));
        cx.out.line(file.display().to_string())
    }
}

impl What {
    fn file(&self) -> &Path {
        match self {
            What::FourLists { file }
            | What::Ledger { file }
            | What::Enterprises { file }
            | What::Records { file, .. }
            | What::Matrix { file, .. }
            | What::All { file } => file,
        }
    }

    fn write(
        &self,
        view: &View,
        target: &Target,
        format: Format,
        kind: Option<Kind>,
        setting: Setting<'_>,
    ) -> Result<u32, ExportError> {
        let rows = |ids: Vec<Id>| ids.into_iter().filter_map(|id| view.shelves.row(id));
        match self {
            What::FourLists { .. } => {
                let (enterprises, hazards) = (rows(target.enterprises(view)), rows(target.hazards(view)));
                export::four_lists(target.file, enterprises, hazards, setting).map(|(one, other)| one + other)
            }
            What::Ledger { .. } => export::ledger(target.file, format, rows(target.hazards(view)), setting),
            What::Enterprises { .. } => {
                let ids = target.enterprises(view);
                export::records(target.file, format, Kind::Enterprise, rows(ids), setting)
            }
            What::Records { .. } => {
                let kind = kind.unwrap_or(Kind::Inspection);
                export::records(target.file, format, kind, rows(target.records(view, kind)), setting)
            }
            What::All { .. } | What::Matrix { .. } => {
                export::all(target.file, rows(everything(view)), setting)
            }
        }
    }
}

impl Target<'_> {
    /// The format by the file's ending. What has a format of its own does not mind.
    fn format(&self, any: bool) -> Result<Format, Failure> {
        match Format::of(self.file) {
            Some(Format::Csv) if self.gbk => Ok(Format::CsvGbk),
            Some(format) => Ok(format),
            None if any => Ok(Format::Xlsx),
            None => Err(Failure::usage(format!("{} 看不出是什么格式", self.file.display()))
                .hint("文件名以 .xlsx 或 .csv 结尾")),
        }
    }

    fn takes(&self, township: u8) -> bool {
        self.township == 0 || self.township == township
    }

    fn enterprises(&self, view: &View) -> Vec<Id> {
        let here = |card: &&crate::model::card::EnterpriseCard| {
            card.now().is_some_and(|span| self.takes(span.township))
        };
        view.cards.enterprises().iter().filter(here).map(|card| card.id).collect()
    }

    /// Hazards that were found and stand for themselves: no drafts, none that were declared void or merged.
    fn hazards(&self, view: &View) -> Vec<Id> {
        let counts = |state| !matches!(state, State::Draft | State::Voided | State::Merged);
        let cards = view.cards.hazards().iter();
        cards.filter(|card| counts(card.state) && self.takes(card.township)).map(|card| card.id).collect()
    }

    fn records(&self, view: &View, kind: Kind) -> Vec<Id> {
        match kind {
            Kind::Hazard => self.hazards(view),
            Kind::Enterprise => self.enterprises(view),
            Kind::Person => view.cards.persons().iter().map(|(id, _)| *id).collect(),
            kind => {
                let cards = view.facts(Day::NONE).evidence_of(kind).iter();
                let counts = cards.filter(|card| !card.is(evidence_flag::VOID) && self.takes(card.unit));
                counts.map(|card| card.id).collect()
            }
        }
    }
}

/// Every record there is a card of.
fn everything(view: &View) -> Vec<Id> {
    let facts = view.facts(Day::NONE);
    let hazards = facts.hazards.iter().map(|card| card.id);
    let enterprises = facts.enterprises.iter().map(|card| card.id);
    let evidence = facts.evidence.iter().map(|card| card.id);
    let persons = facts.persons.iter().map(|(id, _)| *id);
    let waivers = facts.waivers.iter().map(|(id, _)| *id);
    let snoozes = facts.snoozes.iter().map(|(id, _)| *id);
    enterprises.chain(hazards).chain(evidence).chain(persons).chain(waivers).chain(snoozes).collect()
}

fn matrix(desk: &Desk, query: &Query, target: &Target, caliber: Caliber) -> Result<u32, Failure> {
    let matrix = match desk.ask(query) {
        Answer::Matrix(matrix) => matrix,
        other => return Err(Failure::unanswered(other)),
    };
    let caliber = Caliber { as_of: matrix.as_of, ..caliber };
    let format = target.format(false)?;
    let written = desk.read(|view| {
        let papers = Papers::of(view);
        let setting = Setting { names: &papers, caliber: &caliber, phones: false };
        export::matrix(target.file, format, &matrix, setting)
    });
    written.map_err(|error| failed(target.file, &error))
}

fn failed(file: &Path, error: &ExportError) -> Failure {
    Failure::failed(format!("{}：{error}", file.display())).hint(error.hint())
}

/// What rows refer to, from the owner's view; visits gathered once.
struct Papers<'a, 'v> {
    view: &'a View<'v>,
    /// The last visit to each enterprise.
    visits: HashMap<Id, (Day, Id)>,
    /// Hazards found at each.
    hazards: HashMap<Id, u32>,
}

impl<'a, 'v> Papers<'a, 'v> {
    fn of(view: &'a View<'v>) -> Papers<'a, 'v> {
        let mut papers = Papers { view, visits: HashMap::new(), hazards: HashMap::new() };
        let inspections = view.facts(Day::NONE).evidence_of(Kind::Inspection).iter();
        for card in inspections.filter(|card| !card.is(evidence_flag::VOID)) {
            let last = papers.visits.entry(card.subject).or_default();
            *last = (*last).max((card.date, card.id));
        }
        for card in view.cards.hazards().iter().filter(|card| card.state != State::Voided) {
            *papers.hazards.entry(card.enterprise).or_default() += 1;
        }
        papers
    }
}

impl Names for Papers<'_, '_> {
    fn basics(&self) -> &Basics {
        self.view.basics
    }

    fn row(&self, id: Id) -> Option<Row> {
        self.view.shelves.row(id)
    }

    fn visits(&self, enterprise: Id) -> Visits {
        let (last, id) = self.visits.get(&enterprise).copied().unwrap_or_default();
        let inspectors = self.row(id).and_then(|row| row.inspection().map(|visit| visit.inspectors.clone()));
        Visits {
            last,
            inspectors: inspectors.unwrap_or_default(),
            hazards: self.hazards.get(&enterprise).copied().unwrap_or(0),
        }
    }

    fn leaders(&self, unit: &str) -> Vec<String> {
        let parent = self.view.basics.unit(unit).map(|unit| unit.parent.clone()).unwrap_or_default();
        let leads = |person: &&crate::model::person::Person| {
            person.role == "局分管领导"
                && person.until.is_none()
                && (person.unit == unit || person.unit == parent)
        };
        let persons = self.view.cards.persons().iter().map(|(_, person)| person);
        persons.filter(leads).map(|person| person.name.clone()).collect()
    }
}
