//! 截止日: the line that asks for a day to look from, and how it is read.

use crate::calendar::{Day, Hint, understand_date};
use crate::tui::effect::{Effect, Notice, Topic};
use crate::tui::layer::Cx;
use crate::tui::overlays::prompt::Prompt;

/// Asks for a day, beginning with the one in force.
pub fn ask(day: Day) -> Effect {
    Effect::Open(Prompt::ask(Topic::AsOf, "截止日", &day.to_string()))
}

/// The day that was typed; nothing, or today: [`Day::NONE`], which moves on with the owner's day.
pub fn read(cx: &Cx, typed: &str) -> Result<Day, Notice> {
    if typed.is_empty() {
        return Ok(Day::NONE);
    }
    let loose = understand_date(typed, &Hint::found(cx.today()))
        .map_err(|error| Notice::wrong(error.to_string(), "如 2026-06-30、6-30、月底、昨天"))?;
    Ok(if loose.day == cx.today() { Day::NONE } else { loose.day })
}
