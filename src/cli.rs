//! The command line: what scripts and people may rely on. Data on stdout, messages and hints on stderr, exit codes as in
//! [`failure::Kind`]. A subcommand is a file here and two lines below: its variant and its arm.
//!
//! - [`Line`]: what may be typed; [`chinese`] gives it Chinese help and Chinese errors, [`reference()`] makes docs/cli.md of it
//! - [`context`]: what was typed → what to do it with: data directory, day, officer ([`config`])
//! - [`absent`]: no ledger where one is looked for
//! - [`failure`]: what went wrong, the way out, the exit code
//! - [`listing`]: what the commands that print a list have in common
//! - [`output`]: lines, aligned tables, tabs, `--json`, `--csv`
//! - every other file: one subcommand

mod absent;
mod act;
mod add;
mod backup;
mod campaign;
mod chinese;
mod completions;
mod config;
mod context;
mod demo;
mod doctor;
mod enterprises;
mod explain;
mod export;
mod failure;
mod handover;
mod hazards;
mod import;
mod init;
mod listing;
mod log;
mod man;
mod matrix;
mod output;
mod plan;
mod records;
mod redo;
mod reference;
mod report;
mod restore;
mod serve;
mod show;
mod statistics;
mod supervise;
mod tasks;
mod today;
mod undo;
mod users;
mod verify;
mod workbench;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use context::Context;
use failure::Failure;

pub use reference::reference;

/// 治本：商务系统安全生产治本攻坚三年行动工作台
#[derive(Parser, Debug)]
#[command(name = "zhiben", version, after_help = AFTER_HELP)]
struct Line {
    #[command(flatten)]
    globals: context::Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "不带命令：打开工作台；不在终端里时打印今日复核。
数据走标准输出，提示走标准错误。退出码：0 正常，1 失败，2 用法不对，3 没有找到，4 台账正被占用，5 完整性不符。";

#[derive(Subcommand, Debug)]
enum Command {
    Today(today::Args),
    Tasks(tasks::Args),
    Matrix(matrix::Args),
    Statistics(statistics::Args),
    Hazards(hazards::Args),
    Enterprises(enterprises::Args),
    Records(records::Args),
    Show(show::Args),
    Supervise(supervise::Args),
    Campaign(campaign::Args),
    Explain(explain::Args),
    Add(add::Args),
    Do(act::Args),
    Import(import::Args),
    Export(export::Args),
    Report(report::Args),
    Undo(undo::Args),
    Redo(redo::Args),
    Log(log::Args),
    Plan(plan::Args),
    Init(init::Args),
    Verify(verify::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Serve(serve::Args),
    Users(users::Args),
    Handover(handover::Args),
    Doctor(doctor::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Understands the arguments and does what they ask.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Line::of(args) {
        Ok(line) => line.run(),
        Err(error) => chinese::answer(&error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Would these arguments be understood? For pages that tell people what to type.
///
/// # Errors
/// What would be said, in words.
pub fn understands(args: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    Line::of(args).map(|_| ()).map_err(|error| error.to_string())
}

impl Line {
    fn of(args: impl IntoIterator<Item = OsString>) -> Result<Line, clap::Error> {
        let understood = |typed: &[OsString]| {
            let matches = chinese::spell(Line::command()).try_get_matches_from(typed)?;
            Line::from_arg_matches(&matches)
        };
        let typed: Vec<OsString> = args.into_iter().collect();
        let line = understood(&typed)?;
        match &line.command {
            Some(Command::Export(args)) => {
                args.spelled_out(&typed).map_or(Ok(line), |whole| understood(&whole))
            }
            _ => Ok(line),
        }
    }

    fn run(self) -> Result<(), Failure> {
        let mut cx = Context::settle(self.globals)?;
        match self.command {
            None => workbench::run(&mut cx)?,
            Some(command) => command.run(&mut cx)?,
        }
        cx.out.flush()
    }
}

impl Command {
    fn run(self, cx: &mut Context) -> Result<(), Failure> {
        match self {
            Command::Today(args) => args.run(cx),
            Command::Tasks(args) => args.run(cx),
            Command::Matrix(args) => args.run(cx),
            Command::Statistics(args) => args.run(cx),
            Command::Hazards(args) => args.run(cx),
            Command::Enterprises(args) => args.run(cx),
            Command::Records(args) => args.run(cx),
            Command::Show(args) => args.run(cx),
            Command::Supervise(args) => args.run(cx),
            Command::Campaign(args) => args.run(cx),
            Command::Explain(args) => args.run(cx),
            Command::Add(args) => args.run(cx),
            Command::Do(args) => args.run(cx),
            Command::Import(args) => args.run(cx),
            Command::Export(args) => args.run(cx),
            Command::Report(args) => args.run(cx),
            Command::Undo(args) => args.run(cx),
            Command::Redo(args) => args.run(cx),
            Command::Log(args) => args.run(cx),
            Command::Plan(args) => args.run(cx),
            Command::Init(args) => args.run(cx),
            Command::Verify(args) => args.run(cx),
            Command::Backup(args) => args.run(cx),
            Command::Restore(args) => args.run(cx),
            Command::Serve(args) => args.run(cx),
            Command::Users(args) => args.run(cx),
            Command::Handover(args) => args.run(cx),
            Command::Doctor(args) => args.run(cx),
            Command::Demo(args) => args.run(cx),
            Command::Completions(args) => args.run(cx),
            Command::Man(args) => args.run(cx),
        }
    }
}
