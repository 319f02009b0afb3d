//! What stands in the way of good work here, each with the way out.
//!
//! - [`CHECKS`]: everything that is looked at, in the order it is told; [`Scene`]: what they look at, asked for once
//! - [`terminal`]: where it is shown; [`office`]: who keeps the ledger and who sits here; [`ledger`]: what is kept

mod ledger;
mod office;
mod terminal;

use std::path::PathBuf;

use super::context::{Context, keeping, status_of};
use super::failure::Failure;
use crate::ask::answer::{Kept, Status};
use crate::desk::Desk;
use crate::desk::copybook::NotCopied;
use crate::desk::office::Office;
use crate::desk::seat::SeatError;
use crate::desk::socket::Place;

/// 自检：终端、台账服务、账户、目录、备份、日志链、时钟、基础数据；不对的都说怎么办
#[derive(clap::Args, Debug)]
pub struct Args {}

/// How a thing was found.
enum Found {
    /// As it should be.
    Good(String),
    /// Works, but somebody should know; what to do about it.
    Odd(String, String),
    /// Does not work; what to do about it.
    Bad(String, String),
}

/// A check: its name, and what it found; [`None`]: there is nothing to look at here.
type Check = (&'static str, fn(&Scene) -> Option<Found>);

const CHECKS: &[Check] = &[
    ("版本", |_| Some(Found::Good(env!("CARGO_PKG_VERSION").into()))),
    ("编码", |_| Some(terminal::encoding())),
    ("终端", |_| Some(terminal::size())),
    ("字宽", |_| Some(terminal::widths())),
    ("颜色", |_| Some(terminal::colours())),
    ("按键", |scene| Some(terminal::keys(&scene.cx.config))),
    ("服务", office::service),
    ("账户", office::account),
    ("在线", office::online),
    ("目录", office::directory),
    ("空间", office::space),
    ("台账", ledger::begun),
    ("日志链", ledger::chain),
    ("统计", ledger::statistics),
    ("备份", ledger::backup),
    ("时钟", ledger::clock),
    ("节假日", ledger::holidays),
    ("基础数据", ledger::documents),
];

/// What the checks look at.
struct Scene<'a> {
    cx: &'a Context,
    place: Place,
    line: Line,
    /// The data directory, as far as this account knows it.
    data: Option<PathBuf>,
}

/// How far one came.
enum Line {
    /// Somebody sits here.
    Sat(Box<Sat>),
    /// There is no ledger yet, and none is made just to look at it.
    NotBegun,
    /// Not let in.
    Turned(SeatError),
}

/// What is known to whoever sits here.
struct Sat {
    desk: Desk,
    status: Status,
    kept: Kept,
    office: Result<Office, NotCopied>,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let scene = Scene::of(cx)?;
        let found: Vec<(&str, Found)> =
            CHECKS.iter().filter_map(|(name, look)| Some((*name, look(&scene)?))).collect();
        drop(scene);
        let mut bad = 0;
        for (name, found) in found {
            let (sign, text, way) = match found {
                Found::Good(text) => ("正常", text, String::new()),
                Found::Odd(text, way) => ("注意", text, way),
                Found::Bad(text, way) => {
                    bad += 1;
                    ("不行", text, way)
                }
            };
            cx.out.line(format!("{sign}  {name}  {text}"))?;
            if !way.is_empty() {
                cx.out.line(format!("            {way}"))?;
            }
        }
        cx.out.flush()?;
        if bad == 0 {
            Ok(())
        } else {
            Err(Failure::failed(format!("有 {bad} 处不行")).hint("照上面各行处理"))
        }
    }
}

impl<'a> Scene<'a> {
    fn of(cx: &'a Context) -> Result<Scene<'a>, Failure> {
        let place = cx.place()?;
        let line = match place.is_own && !cx.data.join("journal").is_dir() {
            true => Line::NotBegun,
            false => match cx.sit() {
                Ok(desk) => Line::Sat(Box::new(Sat::at(desk)?)),
                Err(error) => Line::Turned(error),
            },
        };
        let data = match &line {
            Line::Sat(sat) => Some(PathBuf::from(&sat.kept.data)),
            _ if cx.is_served()? => None,
            _ => Some(cx.data.clone()),
        };
        Ok(Scene { cx, place, line, data })
    }

    fn sat(&self) -> Option<&Sat> {
        match &self.line {
            Line::Sat(sat) => Some(sat),
            Line::NotBegun | Line::Turned(_) => None,
        }
    }
}

impl Sat {
    fn at(desk: Desk) -> Result<Sat, Failure> {
        let (status, kept) = (status_of(&desk)?, keeping(&desk).unwrap_or_default());
        let office = desk.office();
        Ok(Sat { desk, status, kept, office })
    }
}
