//! 统计: the numbers of the screen as text, `--json` or `--csv`, and the self-test of them.
//!
//! - [`check`]: do they agree with each other, with M10, with the ledger and with the rows behind them?

pub mod check;

use clap::ValueEnum;

use super::context::{Context, day, townships};
use super::failure::{Failure, Kind};
use super::matrix::period;
use super::output::{Shape, note};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::desk::Desk;
use crate::rules::matrix::Head;
use crate::rules::statistics::work::Work;
use crate::rules::statistics::{Asked, By, Debts, FIGURES, Group, Table, Told, Which, pace};

/// 统计：发现、整改、移交、在办、逾期，闭环率、天数、来源，按乡镇、行业、类别、月份、周；到方案最后一天还剩多少
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 每行是什么
    #[arg(long, value_name = "分法", default_value = "township")]
    by: Rows,
    /// 所看的期间，如 2026-11、2026Q4、2026H2、2026、一次（三年）；月份、周不用写
    #[arg(long, value_name = "期间")]
    period: Option<String>,
    /// 截至某日的情形
    #[arg(long, value_name = "日期")]
    as_of: Option<String>,
    /// 只看一个乡镇的：万安、wa 或 1；用于按行业、类别、月份、周
    #[arg(long, short = 't', value_name = "乡镇")]
    township: Option<String>,
    /// 核对：各行相加等于合计，各表合计相等，与 M10、与台账相符，每个数后面的条数等于这个数
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    shape: Shape,
}

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// 按乡镇
    #[value(alias = "乡镇")]
    Township,
    /// 按行业
    #[value(alias = "行业")]
    Industry,
    /// 按类别
    #[value(alias = "类别")]
    Category,
    /// 按月份
    #[value(alias = "月份")]
    Month,
    /// 按周
    #[value(alias = "周")]
    Week,
    /// 到方案最后一天还剩多少
    #[value(alias = "剩余")]
    Left,
}

impl Rows {
    /// [`None`]: what is left.
    fn by(self) -> Option<By> {
        match self {
            Rows::Township => Some(By::Township),
            Rows::Industry => Some(By::Industry),
            Rows::Category => Some(By::Category),
            Rows::Month => Some(By::Month),
            Rows::Week => Some(By::Week),
            Rows::Left => None,
        }
    }
}

/// Groups of figures with their headings, in the order of the columns.
const GROUPS: [(Group, &str); 4] = [
    (Group::Numbers, "数量"),
    (Group::Closing, "闭环与天数"),
    (Group::Ages, "在办时长"),
    (Group::Sources, "来源与检查"),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let day = self.as_of.as_deref().map_or(Ok(cx.today), day)?;
        let period = self.period.as_deref().map(period).transpose()?;
        let (desk, status) = cx.seated()?;
        if self.check {
            return checked(cx, &desk, day);
        }
        let Some(by) = self.by.by() else { return left(cx, &desk, day, self.shape) };
        let within = match &self.township {
            Some(writing) => {
                let codes = townships(&desk, &status, std::slice::from_ref(writing))?;
                codes.into_iter().next().map(|code| (By::Township, code))
            }
            None => None,
        };
        let table = table(&desk, Which { by, period, within }, day)?;
        match self.shape {
            Shape { json: true, .. } => cx.out.json(&table),
            Shape { csv: true, .. } => cx.out.csv(&rows(&table, |_| true)),
            _ => print(cx, &table),
        }
    }
}

/// A table, asked for.
pub fn table(desk: &Desk, which: Which, day: Day) -> Result<Table, Failure> {
    match told(desk, Asked::Table(which), day)? {
        Told::Table(table) => Ok(table),
        other => Err(Failure::unanswered(Answer::Statistics(Box::new(other)))),
    }
}

/// An answer about the numbers.
pub fn told(desk: &Desk, asked: Asked, day: Day) -> Result<Told, Failure> {
    match desk.ask(&Query::Statistics { asked, day }) {
        Answer::Statistics(told) => Ok(*told),
        other => Err(Failure::unanswered(other)),
    }
}

fn print(cx: &mut Context, table: &Table) -> Result<(), Failure> {
    note(format!("统计 {} {}，截至 {}", table.title, table.period, table.as_of));
    for (group, heading) in GROUPS {
        cx.out.line(heading)?;
        cx.out.table(&rows(table, |at| FIGURES.get(at).is_some_and(|figure| figure.group == group)))?;
        cx.out.line("")?;
    }
    remark(&table.notes);
    Ok(())
}

fn remark(notes: &[String]) {
    for remark in notes {
        note(format!("口径：{remark}"));
    }
}

fn rows(table: &Table, wanted: impl Fn(usize) -> bool) -> Vec<Vec<String>> {
    let labels = |head: &Head| head.label.clone();
    let heads = table.columns.iter().map(labels);
    let cells = table.cells.iter().map(|cells| cells.iter().map(|value| value.text.clone()).collect());
    let all = std::iter::once((String::new(), heads.collect::<Vec<_>>()))
        .chain(table.rows.iter().map(labels).zip(cells));
    let keep = |words: Vec<String>| {
        words.into_iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, word)| word).collect::<Vec<_>>()
    };
    all.map(|(head, words)| std::iter::once(head).chain(keep(words)).collect()).collect()
}

/// What is left, and where the present pace leads.
fn left(cx: &mut Context, desk: &Desk, day: Day, shape: Shape) -> Result<(), Failure> {
    let Told::Work(work) = told(desk, Asked::Work, day)? else {
        return Err(Failure::failed("答非所问"));
    };
    let weeks = table(desk, Which::all(By::Week, None), day)?;
    let now = debts(desk, work.as_of)?;
    let before =
        pace::SPANS.iter().map(|weeks| Ok((*weeks, debts(desk, work.as_of.plus(-7 * *weeks as i32))?)));
    let before = before.collect::<Result<Vec<_>, Failure>>()?;
    let outlook = pace::outlook(&work, &weeks, Some(now), &before);
    let (units, ahead) = (unit_rows(&work), week_rows(&work, &weeks));
    match shape {
        Shape { json: true, .. } => {
            cx.out.json(&serde_json::json!({ "work": work, "weeks": weeks, "outlook": outlook }))
        }
        Shape { csv: true, .. } => cx.out.csv(&units),
        _ => {
            note(format!("统计 到 {} 还剩，截至 {}", work.last, work.as_of));
            for sentence in &outlook {
                cx.out.line(sentence)?;
            }
            cx.out.line("")?;
            cx.out.table(&units)?;
            cx.out.line("")?;
            cx.out.table(&ahead)?;
            remark(&work.notes);
            Ok(())
        }
    }
}

fn debts(desk: &Desk, day: Day) -> Result<Debts, Failure> {
    match told(desk, Asked::Debts, day)? {
        Told::Debts(debts) => Ok(debts),
        other => Err(Failure::unanswered(Answer::Statistics(Box::new(other)))),
    }
}

fn unit_rows(work: &Work) -> Vec<Vec<String>> {
    let heads =
        ["", "在办", "逾期", "欠账（文件规定）", "欠账（局内约定）", "将到期", "每周应销", "每周应办格子"];
    let rows = work.units.iter().map(|unit| {
        let numbers = [
            unit.open,
            unit.overdue,
            unit.owed.0,
            unit.owed.1,
            unit.ahead,
            work.a_week(unit.open),
            work.a_week(unit.cells()),
        ];
        std::iter::once(unit.label.clone()).chain(numbers.map(|number| number.to_string())).collect()
    });
    std::iter::once(heads.map(str::to_owned).into()).chain(rows).collect()
}

fn week_rows(work: &Work, weeks: &Table) -> Vec<Vec<String>> {
    let heads = ["周", "工作日", "隐患到期", "格子到期", "应销", "应剩", "照近4周"];
    let pace = pace::SPANS.first().and_then(|number| pace::Pace::of(weeks, *number));
    let open = work.units.last().map_or(0, |unit| unit.open);
    let rows = work.weeks.iter().map(|week| {
        let at_pace =
            pace.map_or("-".into(), |pace| pace.forecast(open, work.as_of.days_until(week.to)).to_string());
        let numbers = [week.workdays, week.hazards_due, week.cells_due, week.close, week.left];
        let words = numbers.map(|number| number.to_string());
        let label = format!("{}~{}", week.from.md_on(work.as_of), week.to.md());
        std::iter::once(label).chain(words).chain([at_pace]).collect()
    });
    std::iter::once(heads.map(str::to_owned).into()).chain(rows).collect()
}

fn checked(cx: &mut Context, desk: &Desk, day: Day) -> Result<(), Failure> {
    let report = check::thoroughly(desk, day)?;
    for remark in &report.remarks {
        note(format!("注意：{remark}"));
    }
    for difference in &report.differences {
        cx.out.line(difference)?;
    }
    if report.differences.is_empty() {
        return cx.out.line(format!("统计相符：核对 {} 个数", report.compared));
    }
    cx.out.flush()?;
    let text = format!("统计有 {} 处不符", report.differences.len());
    Err(Failure::new(Kind::Integrity, text).hint("先用 zhiben verify 核对台账，再把上面各行报给开发者"))
}
