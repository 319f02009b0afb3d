//! Without a command: the workbench; without a terminal, today's review as plain text.

use std::env;
use std::io::{self, IsTerminal};

use super::config::Config;
use super::context::{Colour, Context, basics, day, ticket};
use super::failure::Failure;
use super::output::note;
use super::today;
use crate::desk::Desk;
use crate::desk::office::begin;
use crate::model::case::Officer;
use crate::tui::effect::Setup;
use crate::tui::run::{Left, Options};
use crate::tui::theme::Colours;

/// Opens the workbench where there is somebody to look at it.
pub fn run(cx: &mut Context) -> Result<(), Failure> {
    let is_watched = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !is_watched || env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return today::Args::default().run(cx);
    }
    let mut options = Options::default();
    if cx.colour == Colour::Never {
        options.colours = Colours::Mono;
    }
    if cx.is_demo {
        // What is half typed into sample data is nothing for the real ledger.
        options.state_dir = options.state_dir.map(|dir| dir.join("demo"));
    }
    let left = crate::tui::run::run(cx.desk()?, options, &begin_ledger)
        .map_err(|error| Failure::failed(format!("终端用不了：{error}")))?;
    match left {
        Left::Done => {}
        Left::Setup(Setup::Demo) => note("演示台账：zhiben --demo demo 生成，再用 zhiben --demo 打开"),
        Left::Setup(_) => note("先 zhiben init --start 启用日，再 zhiben import 文件：先预览，确认后入账"),
    }
    Ok(())
}

/// Begins the ledger and writes who sits here into the person's file.
fn begin_ledger(desk: &Desk, setup: &Setup) -> Result<Desk, String> {
    let Setup::Fresh { start_on, name, unit } = setup else { return Err("不是新建台账".into()) };
    let words = |failure: Failure| failure.text().to_owned();
    let unit = match unit.as_str() {
        "" => None,
        writing => {
            let basics = basics().map_err(words)?;
            let found = basics.unit_by(writing).one().map(|unit| (unit.code.clone(), unit.short.clone()));
            Some(found.ok_or_else(|| format!("没有“{writing}”这个单位"))?)
        }
    };
    let (code, short) = unit.unwrap_or_default();
    let start = day(start_on).map_err(words)?;
    let seat = desk.seat_of(Officer::alone(name.clone(), code));
    seat.submit(ticket(), begin(start, false)).map_err(|error| error.to_string())?;
    Config { officer: name.clone(), unit: short }.write().map_err(words)?;
    Ok(seat)
}
