//! Is what is on the disk what was written?

use super::absent;
use super::context::Context;
use super::failure::{Failure, Kind};
use super::output::{Bar, remark};
use crate::ask::answer::{Answer, Verified};
use crate::ask::query::Query;
use crate::desk::trust;

/// 核对台账：日志的链、校验和，再由日志重算每一行比对；有不符时退出码为 5
#[derive(clap::Args, Debug)]
pub struct Args {}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let report = self.report(cx)?;
        remark("", &report.remarks);
        for damage in &report.damages {
            cx.out.line(damage)?;
        }
        for difference in &report.differences {
            cx.out.line(format!("库与日志不符：{difference}"))?;
        }
        let (files, entries, rows) = report.measure;
        let measured = format!("日志 {files} 个文件、{entries} 条记录，库 {rows} 行");
        if report.is_sound() {
            return cx.out.line(format!("核对无误：{measured}"));
        }
        let hint = match report.distrusts_store {
            true => "日志完好，下次打开时自动重建库，记录不会丢失",
            false => {
                "日志已损坏：zhiben --data 新目录 restore 备份目录 --rest 原目录，可接上备份之后的完好记录"
            }
        };
        cx.out.flush()?;
        Err(Failure::new(Kind::Integrity, format!("台账不符：{measured}")).hint(hint))
    }

    /// By the owner where one keeps the store, here otherwise: a damaged store opens for nobody.
    fn report(&self, cx: &Context) -> Result<Verified, Failure> {
        if let Some(desk) = cx.kept()? {
            return match desk.ask(&Query::Verify) {
                Answer::Verified(report) => Ok(report),
                Answer::Nothing(why) => Err(Failure::failed(why)
                    .hint("请管理员运行 zhiben verify；每日备份时日志已核对过，见 zhiben doctor")),
                other => Err(Failure::unanswered(other)),
            };
        }
        let data = cx.own_data("台账服务没有在听，核对在它的数据目录上办", |zhiben| {
            format!("systemctl start zhiben；起不来时 {zhiben} verify")
        })?;
        if absent::is_absent(cx)? {
            return Err(absent::failure(cx, Kind::Nothing, "，没有可核对的"));
        }
        let bar = Bar::new("核对", "条");
        Ok(trust::verify(data, &cx.officer.name, cx.now(), &mut |done, all| bar.at(done, all))?)
    }
}
