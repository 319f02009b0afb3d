//! What an owner and a seat say to each other. The first words of both are plain text, so that versions that know nothing of
//! each other still understand why they part; everything after is [`ToOwner`] and [`ToSeat`] in [`frame`](super::frame)s.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{OpenError, SubmitError};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt};
use crate::model::event::Ticket;

/// What a seat wants.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToOwner {
    /// Sits down. Once, before anything else.
    Sit(Hello),
    /// A question, and its number.
    Ask(u32, Query),
    /// A wish, and its number.
    Submit(u32, Ticket, Command),
}

/// How a seat sits down. Who the officer is says the socket; the name and unit count only where one account keeps the store
/// alone, and one person holds every role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// 姓名
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// The day that questions are computed for (`--today`); [`Day::NONE`]: the owner's day.
    pub today: Day,
    /// Somebody looks at a screen there: counted as on line, and told of every entry.
    pub is_manned: bool,
}

/// What an owner says to a seat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToSeat {
    /// The store is being built anew: entries done, entries in all (重建中 n/m).
    Wait(u64, u64),
    /// Sat down, as this officer.
    Welcome(Officer),
    /// Turned away; nothing more comes.
    Turned(Turned),
    /// The answer to the question with this number.
    Answer(u32, Box<Answer>),
    /// What became of the wish with this number.
    Judged(u32, Result<Receipt, SubmitError>),
    /// Something happened that was not asked for.
    News(News),
}

/// What every manned seat is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// Something was entered, this entry last: ask again.
    Changed(u64),
    /// So many are on line (在线).
    Online(u32),
    /// Another day has begun.
    Day(Day),
    /// The line to the owner was lost. The next question or wish takes it up again.
    Lost,
}

/// Why a seat was turned away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Turned {
    /// Nobody is known under this account.
    #[error("账户 {account} 还没有对应的经办人，什么也看不到")]
    Unmapped {
        /// The account's name.
        account: String,
    },
    /// The store did not open.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// Too many seats.
    #[error("席位已满：{0}")]
    Full(String),
    /// Nothing that a seat would say.
    #[error("听不懂：{0}")]
    Garbled(String),
    /// The owner is on its way out.
    #[error("台账服务正在停止")]
    Leaving,
}

/// The first word of both sides: who speaks, and which build. Two that are not of the same build do not talk further, since
/// only one build is sure of its own shapes.
pub fn greeting(build: &str) -> Vec<u8> {
    format!("zhiben {build}").into_bytes()
}

/// The build in a greeting; [`None`]: it is none.
pub fn build_of(greeting: &[u8]) -> Option<&str> {
    std::str::from_utf8(greeting).ok()?.strip_prefix("zhiben ")
}

/// This very program, also when another was installed in its place meanwhile.
pub const THIS_PROGRAM: &str = "/proc/self/exe";

/// Which build a program of ours is: the version, and the size and time of its file, which a new installation changes.
pub fn build_of_program(program: &Path) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match std::fs::metadata(program) {
        Ok(file) => format!("{version}-{:x}-{:x}", file.size(), file.mtime()),
        Err(_) => version.to_owned(),
    }
}

/// The version in a build, for people.
pub fn version_of(build: &str) -> &str {
    build.split('-').next().unwrap_or(build)
}
