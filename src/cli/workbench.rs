//! Without a command: the workbench; without a terminal, today's review as plain text.

use std::env;
use std::io::{self, IsTerminal};
use std::os::unix::process::CommandExt;
use std::process;
use std::time::Duration;

use super::absent;
use super::config::Config;
use super::context::{Colour, Context, basics, past_day, ticket};
use super::failure::{Failure, Kind};
use super::init::unit_by;
use super::output::note;
use super::today;
use crate::desk::Desk;
use crate::desk::office::begin;
use crate::model::case::Officer;
use crate::tui::effect::Setup;
use crate::tui::run::{self, Left, Options, RunError};
use crate::tui::theme::Colours;

/// Opens the workbench where there is somebody to look at it.
pub fn run(cx: &mut Context) -> Result<(), Failure> {
    if !is_manned() {
        let review = today::Args::default();
        cx.sample()?;
        return if absent::is_absent(cx)? { review.without_ledger(cx) } else { review.run(cx) };
    }
    cx.sample()?;
    let begin = |_: &Desk, setup: &Setup| first_run(cx, setup);
    let left = match run::run(&|tell| cx.seat(tell), options(cx), &begin) {
        Ok(left) => left,
        Err(RunError::Terminal(error)) => return Err(terminal_failed(&error)),
        Err(RunError::Seat(error)) => return Err(error.into()),
        Err(error @ RunError::Unkept { .. }) => {
            return Err(Failure::failed(error.to_string()).hint("把上面的内容先抄下来，腾出空间后再录"));
        }
    };
    match left {
        Left::Done | Left::Setup(Setup::Fresh { .. }) => Ok(()),
        Left::Setup(Setup::Demo) => Err(at_the_sample_ledger()),
        Left::NotUtf8 => Err(not_utf8()),
        Left::Idle => {
            note("久未操作，已自动退出；没交完的内容存为草稿，下次进来可接着填");
            Ok(())
        }
        Left::Setup(Setup::Import) => {
            note(
                "先启用，再从表格导入：\n  zhiben init --start 启用日\n  zhiben import 企业 文件.xlsx --dry-run\n  zhiben import 隐患 文件.xlsx --dry-run",
            );
            Ok(())
        }
    }
}

/// Becomes the same program at the sample ledger; returns only when that did not work. A second workbench in this process would
/// share its keys with the input thread of the first.
fn at_the_sample_ledger() -> Failure {
    let itself = env::current_exe().unwrap_or_else(|_| "/proc/self/exe".into());
    let error = process::Command::new(itself).args(env::args_os().skip(1)).arg("--demo").exec();
    Failure::failed(format!("演示台账打不开：{error}")).hint("直接运行 zhiben --demo")
}

fn not_utf8() -> Failure {
    Failure::new(Kind::Unreadable, "终端的字符集不是 UTF-8")
        .hint("在 Xshell、PuTTY、SecureCRT、MobaXterm 的会话设置里把编码改为 UTF-8，再运行 zhiben")
        .hint("若确已是 UTF-8，可不检测：ZHIBEN_AMBIGUOUS=narrow zhiben")
}

fn is_manned() -> bool {
    let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

fn options(cx: &Context) -> Options {
    let usual = Options::default();
    let colours = match cx.colour {
        Colour::Auto => usual.colours,
        Colour::Never => Colours::Mono,
        Colour::Sixteen | Colour::Palette | Colour::True => Colours::Sixteen,
    };
    let ambiguous_wide = usual.ambiguous_wide.or(cx.config.ambiguous.is_wide());
    let idle =
        (cx.config.idle_minutes > 0).then(|| Duration::from_secs(u64::from(cx.config.idle_minutes) * 60));
    let state_dir = usual.state_dir.map(|dir| cx.aside().map_or(dir.clone(), |aside| dir.join(aside)));
    Options { colours, ambiguous_wide, keys: cx.config.own_keys(), idle, state_dir }
}

/// Begins the ledger with what was filled in on the first screen, and writes who sits here into the person's file. From then on
/// they sit under the name they gave.
fn first_run(cx: &Context, setup: &Setup) -> Result<Desk, String> {
    let Setup::Fresh { start_on, name, unit } = setup else { return Err("不是新建台账".into()) };
    let words = |failure: Failure| failure.to_string();
    let unit = match unit.as_str() {
        "" => None,
        writing => {
            let basics = basics().map_err(words)?;
            let in_full = |failure: Failure| format!("{failure}，{}", failure.way_out());
            let unit = unit_by(&basics, writing).map_err(in_full)?;
            Some((unit.code.clone(), unit.short.clone()))
        }
    };
    let (code, short) = unit.unwrap_or_default();
    let start = past_day(start_on).map_err(words)?;
    let before = Config::read().map_err(words)?;
    let seat = cx.seat_as(Officer::alone(name.clone(), code)).map_err(|error| error.to_string())?;
    seat.submit(ticket(), begin(start, false)).map_err(|error| error.to_string())?;
    Config { officer: name.clone(), unit: short, ..before }.write().map_err(words)?;
    Ok(seat)
}

fn terminal_failed(error: &io::Error) -> Failure {
    Failure::failed(format!("终端用不了：{error}"))
        .hint("运行 zhiben doctor 检查终端；或用 zhiben today 看文字")
}
