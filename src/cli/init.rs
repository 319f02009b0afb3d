//! The first run without a screen: 启用日, and who sits here.

use super::config::Config;
use super::context::{Context, basics, past_day, status_of, ticket};
use super::failure::Failure;
use super::output::note;
use crate::calendar::Day;
use crate::desk::clock::day_of;
use crate::desk::office::begin;
use crate::model::basics::{Basics, Unit};
use crate::text::similar;

/// 第一次启用：定下启用日和经办
#[derive(clap::Args, Debug)]
#[command(after_help = "启用日以前的各期记作未录，不算欠账。
例：zhiben init --start 2026-11-01 --name 李明 --unit 万安")]
pub struct Args {
    /// 启用日，如 2026-11-01
    #[arg(long, value_name = "日期")]
    start: String,
    /// 经办姓名，写进 config.toml
    #[arg(long, value_name = "姓名")]
    name: Option<String>,
    /// 经办所在单位，如 万安、商贸流通股；不写则为全区
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
}

/// The unit that is written so, or that there is none, with those there are, the most alike first.
pub(super) fn unit_by<'b>(basics: &'b Basics, writing: &str) -> Result<&'b Unit, Failure> {
    basics.unit_by(writing).one().ok_or_else(|| {
        let mut known: Vec<&str> = basics.units.iter().map(|unit| unit.short.as_str()).collect();
        known.sort_by(|a, b| similar(writing, b).total_cmp(&similar(writing, a)));
        Failure::usage(format!("没有“{writing}”这个单位")).hint(format!("可以是：{}", known.join("、")))
    })
}

/// The owner refuses it as well; here nothing is made for it first.
fn may_begin_on(cx: &Context, start: Day) -> Result<(), Failure> {
    let mut basics = basics()?;
    basics.settings.start_on = start;
    match basics.start_fault(day_of(cx.now())) {
        None => Ok(()),
        Some((what, hint)) => Err(Failure::failed(what).hint(hint)),
    }
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let start = past_day(&self.start)?;
        may_begin_on(cx, start)?;
        let config = self.config()?;
        if let Some(name) = &self.name {
            name.clone_into(&mut cx.officer.name);
        }
        let desk = cx.desk()?;
        let status = status_of(&desk)?;
        if status.start_on.opt().is_some() {
            return Err(Failure::failed(format!("台账已于 {} 启用", status.start_on))
                .hint("直接运行 zhiben 即可")
                .hint("启用日填错了的：在 office.toml 的 [settings] 下写 start_on = \"对的日子\"，再 zhiben plan load office.toml"));
        }
        desk.submit(ticket(), begin(start, false))?;
        if cx.is_served()? {
            note(format!("已启用，启用日 {start}，台账由服务 {} 保管", cx.place()?.path.display()));
            note("接着登记管理员：zhiben users add 账户 --name 姓名 --unit 专班 --role 管理员");
            if config.is_some() {
                note("各人的姓名、单位按登记的账户认，--name、--unit 没有用上");
            }
            return Ok(());
        }
        note(format!("已启用，启用日 {start}，数据在 {}", cx.data.display()));
        if let Some(config) = config {
            note(format!("经办写入 {}", config.write()?.display()));
        }
        Ok(())
    }

    /// The person's file as it will be; nothing when no person was named.
    fn config(&self) -> Result<Option<Config>, Failure> {
        if self.name.is_none() && self.unit.is_none() {
            return Ok(None);
        }
        let before = Config::read()?;
        let unit = match &self.unit {
            None => before.unit.clone(),
            Some(writing) => unit_by(&basics()?, writing)?.short.clone(),
        };
        Ok(Some(Config {
            officer: self.name.clone().unwrap_or_else(|| before.officer.clone()),
            unit,
            ..before
        }))
    }
}
