//! 今日: the daily review as text.

use super::absent::{self, Nothing};
use super::context::{Context, status_of};
use super::failure::{Failure, Kind};
use super::output::note;
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::desk::Desk;
use crate::rules::review::{Section, TodayLine, TodayPage};

/// 今日复核
#[derive(clap::Args, Debug, Default)]
pub struct Args {
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        self.print(cx, &desk, &status)
    }

    /// The review where there is no ledger yet: what the plan asks for, and how to begin.
    pub fn without_ledger(self, cx: &mut Context) -> Result<(), Failure> {
        let nothing = Nothing::of(cx)?;
        let status = status_of(&nothing.desk)?;
        self.print(cx, &nothing.desk, &status)?;
        let absent = absent::failure(cx, Kind::Nothing, "");
        note(format!("{absent}。{}", absent.way_out()));
        Ok(())
    }

    fn print(self, cx: &mut Context, desk: &Desk, status: &Status) -> Result<(), Failure> {
        // A township's own; everybody's to everybody else, as on the screen.
        let own = status.townships.iter().find(|(code, ..)| *code == status.officer.unit);
        let unit = own.map(|(code, ..)| code.clone()).unwrap_or_default();
        match desk.ask(&Query::Today { day: cx.today, unit }) {
            Answer::Today(page) if self.json => cx.out.json(&page),
            Answer::Today(page) => print(cx, &page),
            other => Err(Failure::unanswered(other)),
        }
    }
}

fn print(cx: &mut Context, page: &TodayPage) -> Result<(), Failure> {
    let day = page.day;
    cx.out.line(format!("今日 {day} 周{}  已办 {}/{}", day.weekday(), page.done, page.done + page.left))?;
    let head: Vec<String> = page.head.iter().map(|(name, number)| format!("{name} {number}")).collect();
    cx.out.line(head.join(" · "))?;
    for section in Section::ALL {
        let lines: Vec<&TodayLine> = page.lines.iter().filter(|line| line.section == section).collect();
        if !lines.is_empty() {
            let total = page.totals.iter().find(|(of, _)| *of == section).map_or(0, |(_, total)| *total);
            cx.out.line(format!("\n{}（{}）", section.name(), total.max(lines.len() as u32)))?;
            cx.out.table(&lines.into_iter().map(cells).collect::<Vec<_>>())?;
        }
    }
    if page.lines.is_empty() {
        cx.out.line("\n今天没有要办的事")?;
    }
    if let Some(stamp) = &page.stamped {
        cx.out.line(format!("\n复核已留痕：{stamp}"))?;
    }
    for remark in &page.remarks {
        cx.out.line(format!("注意：{remark}"))?;
    }
    Ok(())
}

fn cells(line: &TodayLine) -> Vec<String> {
    let called = match line.section {
        Section::Cells | Section::OldPlans | Section::Milestones if line.id.opt().is_none() => {
            duty_or_task(&line.key).to_owned()
        }
        _ => line.id.opt().map_or_else(String::new, |id| id.to_string()),
    };
    let major = if line.major { "重大" } else { "" };
    let day = line.day.opt().map_or_else(String::new, Day::md);
    vec![called, line.township.clone(), major.into(), line.text.clone(), line.status.clone(), day]
}

/// The code of the duty or the task in the key of a cell or a milestone: what `explain` and `tasks` are asked for.
fn duty_or_task(key: &str) -> &str {
    key.split('/').nth(1).unwrap_or_default()
}
