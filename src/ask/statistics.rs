//! 统计: the question about the numbers, and its answer as far as the officer may see. Numbers are everybody's; the rows behind
//! them are not.

use super::answer::Answer;
use super::view::View;
use crate::calendar::Day;
use crate::rules::statistics::{self, Asked};

/// The answer as of `day`.
pub fn answer(view: &View, asked: &Asked, day: Day) -> Answer {
    let told = statistics::answer(&view.facts(day), view.duties, asked, view);
    told.map_or_else(|| Answer::Nothing(missing(asked)), |told| Answer::Statistics(Box::new(told)))
}

fn missing(asked: &Asked) -> String {
    match asked {
        Asked::Table(which) | Asked::Rows { which, .. } if which.by.is_time() && which.within.is_some() => {
            format!("{}里没有这一行", which.within.as_ref().map_or("", |(by, _)| by.name()))
        }
        Asked::Rows { which, row, figure } => format!("统计{}没有 {row} × {figure}", which.by.name()),
        Asked::Ahead { unit, .. } => format!("没有 {unit} 这个单位"),
        Asked::Table(_) | Asked::Work | Asked::Debts => "没有这样的统计".into(),
    }
}
