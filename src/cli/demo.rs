//! A sample ledger of any size in the data directory, which must be empty.

use super::context::{Context, status_of};
use super::failure::Failure;
use super::output::{Bar, note};
use crate::ask::answer::Status;
use crate::demo::{DemoError, Made, Size, fill};
use crate::desk::Desk;

/// 造一份演示台账（数据目录须是空的）：同样的数量、种子和日期，造出同样的台账
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben --data /tmp/演示 demo --enterprises 5000 --hazards 50000
只想看看，用 zhiben --demo：在真台账旁边另开一份。")]
pub struct Args {
    /// 企业数
    #[arg(long, value_name = "家", default_value_t = Size::USUAL.enterprises)]
    enterprises: u32,
    /// 隐患数
    #[arg(long, value_name = "条", default_value_t = Size::USUAL.hazards)]
    hazards: u32,
    /// 种子
    #[arg(long, value_name = "数", default_value_t = Size::USUAL.seed)]
    seed: u64,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        if cx.is_served()? {
            return Err(Failure::failed("台账由服务保管，演示台账不能造在那里")
                .hint("只想看看：zhiben --demo（自己另开一份）")
                .hint("造在别处：zhiben --data 目录 demo"));
        }
        let size = Size { enterprises: self.enterprises, hazards: self.hazards, seed: self.seed };
        // Somebody sits there already: then it has begun, or is about to.
        if let Some(kept) = cx.kept()? {
            refuse_records(cx, &status_of(&kept)?)?;
        }
        let desk = cx.alone()?;
        make(cx, &desk, size)
    }
}

/// Fills an empty ledger, with a bar on stderr.
pub fn make(cx: &Context, desk: &Desk, size: Size) -> Result<(), Failure> {
    let status = status_of(desk)?;
    refuse_records(cx, &status)?;
    let until = cx.today.opt().unwrap_or(status.today);
    let bar = Bar::new("演示台账", "天");
    let made = fill(desk, size, until, |done, all| bar.at(done, all));
    drop(bar);
    told(cx, &made?);
    Ok(())
}

fn refuse_records(cx: &Context, status: &Status) -> Result<(), Failure> {
    if status.seq == 0 {
        return Ok(());
    }
    Err(Failure::failed(format!("{} 里已有记录，不能再造演示台账", cx.data.display()))
        .hint("换一个空目录：zhiben --data 目录 demo"))
}

fn told(cx: &Context, made: &Made) {
    note(format!("演示台账已造好：{} 组记录，在 {}", made.granted, cx.data.display()));
    if let Some(first) = made.refused.first() {
        note(format!("注意：有 {} 组没有通过登记的规则，已略去：{first}", made.refused.len()));
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Failure {
        match error {
            DemoError::Submit(error) => error.into(),
            DemoError::TooEarly(_) => {
                Failure::usage(error.to_string()).hint("去掉 --today，或写方案期内的日子")
            }
            DemoError::BuiltIn(_) => Failure::failed(error.to_string()),
        }
    }
}
