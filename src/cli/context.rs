//! What was typed, settled: flags over environment over the person's file. Everything a subcommand needs besides its own
//! arguments.

use std::env;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use etcetera::BaseStrategy;

use super::absent;
use super::config::{Config, directories};
use super::demo;
use super::failure::{Failure, Kind};
use super::output::{Bar, Out, note};
use crate::ask::answer::{Answer, Kept, Status};
use crate::ask::query::Query;
use crate::calendar::{Day, Hint, understand_date};
use crate::demo::Size;
use crate::desk::clock::{Clock, day_of};
pub use crate::desk::seat::new_ticket as ticket;
use crate::desk::seat::{Call, SeatError, Tell};
use crate::desk::socket::{Place, SERVICE_ACCOUNT, SERVICE_DATA, account_of, name_of, place};
use crate::desk::wire::{Hello, THIS_PROGRAM};
use crate::desk::{Desk, Opening};
use crate::model::basics::{Basics, Lookup};
use crate::model::case::Officer;
use crate::model::event::Stamp;
use crate::model::id::Id;

/// Peking time, until the office's settings say otherwise.
pub const UTC_OFFSET_MINUTES: i32 = 480;

/// What may be typed before or after any command.
#[derive(clap::Args, Debug)]
pub struct Globals {
    /// 数据目录；不写则取环境变量 ZHIBEN_DATA，再取 $XDG_DATA_HOME/zhiben
    #[arg(long, global = true, value_name = "目录", env = "ZHIBEN_DATA")]
    data: Option<PathBuf>,
    /// 查询按这一天计算，如 2026-11-23；录入里没写的日期和“昨天”“+7”也从这一天算起，登记时刻仍是机器时钟
    #[arg(long, global = true, value_name = "日期")]
    today: Option<String>,
    /// 颜色：auto never 16 256 true
    #[arg(long, global = true, value_name = "颜色", default_value = "auto")]
    color: Colour,
    /// 经办姓名；不写则取环境变量 ZHIBEN_OFFICER，再取 config.toml，再取系统账户
    #[arg(long, global = true, value_name = "姓名", env = "ZHIBEN_OFFICER")]
    officer: Option<String>,
    /// 打开演示台账（在数据目录旁边，与真台账互不相干）
    #[arg(long, global = true)]
    demo: bool,
    /// 台账服务的套接字；不写则取环境变量 ZHIBEN_SOCKET，再取 /run/zhiben/sock（办公室服务器，且没有写 --data 时），再用自己的
    #[arg(long, global = true, value_name = "路径", env = "ZHIBEN_SOCKET")]
    socket: Option<PathBuf>,
}

/// Colours of the workbench. The plain text of the command line has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// What the terminal says it can, none where NO_COLOR is set.
    Auto,
    /// None: reverse and bold only.
    Never,
    /// The sixteen named ones.
    #[value(name = "16")]
    Sixteen,
    /// 256
    #[value(name = "256")]
    Palette,
    /// Any.
    True,
}

/// What a subcommand works with.
pub struct Context {
    /// The data directory.
    pub data: PathBuf,
    /// The day that queries are computed for; [`Day::NONE`]: the owner's.
    pub today: Day,
    /// Colours of the workbench.
    pub colour: Colour,
    /// Who sits here.
    pub officer: Officer,
    /// The person's file.
    pub config: Config,
    /// `--demo`: `data` is the sample ledger beside the real one.
    pub is_demo: bool,
    /// The socket that was named.
    pub socket: Option<PathBuf>,
    /// The data directory was named, so the service of the office is not meant.
    is_data_named: bool,
    /// Standard output.
    pub out: Out,
}

impl Context {
    /// Settles what was typed.
    pub fn settle(globals: Globals) -> Result<Context, Failure> {
        let config = Config::read()?;
        let named = filled(globals.data);
        let is_data_named = named.is_some() || globals.demo;
        let data = match named {
            Some(data) => data,
            None => directories()?.data_dir().join("zhiben"),
        };
        let name = globals.officer.filter(|name| !name.is_empty()).or_else(|| Some(config.officer.clone()));
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(account);
        Ok(Context {
            data: if globals.demo { beside(data) } else { data },
            today: globals.today.as_deref().map_or(Ok(Day::NONE), day)?,
            colour: globals.color,
            officer: Officer::alone(name, unit(&config)?),
            config,
            is_demo: globals.demo,
            socket: filled(globals.socket),
            is_data_named,
            out: Out::new(),
        })
    }

    /// Where the owner of the store is found.
    pub fn place(&self) -> Result<Place, Failure> {
        let place = place(self.socket.as_deref(), &self.data, self.is_data_named);
        place.map_err(|why| {
            Failure::failed(why).hint("用 --socket 写一个短些的路径，或设置 XDG_RUNTIME_DIR、TMPDIR")
        })
    }

    /// What the drafts of a ledger that is not the account's usual one are kept under: they belong to no other. [`None`]: the usual.
    pub fn aside(&self) -> Option<String> {
        let usual = directories().ok()?.data_dir().join("zhiben");
        (self.data != usual).then(|| format!("at-{}", name_of(&self.data)))
    }

    /// How to sit down there.
    fn call(&self, place: Place, officer: Officer, is_manned: bool) -> Call {
        let hello = Hello { name: officer.name, unit: officer.unit, today: self.today, is_manned };
        Call { place, data: self.data.clone(), hello, program: THIS_PROGRAM.into() }
    }

    /// Opens the store in this process: for what must have it alone.
    pub fn alone(&self) -> Result<Desk, Failure> {
        let opening = Opening {
            data: self.data.clone(),
            officer: self.officer.clone(),
            clock: Clock::Machine(UTC_OFFSET_MINUTES),
            today: self.today,
        };
        let bar = Bar::new("重建中", "条");
        Ok(Desk::open_telling(opening, &mut |done, all| bar.at(done, all))?)
    }

    /// Sits down at the owner's, who is started where nobody keeps the store yet.
    pub fn desk(&self) -> Result<Desk, Failure> {
        self.sample()?;
        Ok(self.sit()?)
    }

    /// The same at a ledger that is there, for whoever can say more of what stands in the way.
    pub fn sit(&self) -> Result<Desk, SeatError> {
        let bar = Bar::new("重建中", "条");
        self.sit_as(self.officer.clone(), false, &mut |done, all| bar.at(done, all))
    }

    /// The same for somebody who looks at a screen.
    pub fn seat(&self, tell: Tell) -> Result<Desk, SeatError> {
        self.sit_as(self.officer.clone(), true, tell)
    }

    /// The same under a name that was just given.
    pub fn seat_as(&self, officer: Officer) -> Result<Desk, SeatError> {
        self.sit_as(officer, true, &mut |_, _| {})
    }

    fn sit_as(&self, officer: Officer, is_manned: bool, tell: Tell) -> Result<Desk, SeatError> {
        let place = place(self.socket.as_deref(), &self.data, self.is_data_named).map_err(SeatError::Io)?;
        Desk::connect(self.call(place, officer, is_manned), tell)
    }

    /// An office's service keeps the ledger, in a data directory that was not named here.
    pub fn is_served(&self) -> Result<bool, Failure> {
        Ok(!self.place()?.is_own && !self.is_data_named)
    }

    /// The data directory, for what works on its files. Where a service keeps the ledger they are not this account's: then `not_here`
    /// is said, and `how` it is done there, given the beginning of the line to type.
    pub fn own_data(&self, not_here: &str, how: impl FnOnce(&str) -> String) -> Result<&Path, Failure> {
        if !self.is_served()? {
            return Ok(&self.data);
        }
        let kept = self.kept().ok().flatten().and_then(|desk| keeping(&desk));
        let (account, data) = match kept {
            Some(kept) => (kept.account, kept.data),
            None => {
                let listener = account_of(&self.place()?.path);
                (listener.unwrap_or_else(|| SERVICE_ACCOUNT.into()), SERVICE_DATA.into())
            }
        };
        Err(Failure::failed(not_here)
            .hint(format!("请管理员办理：{}", how(&format!("sudo -u {account} zhiben --data {data}"))))
            .hint("自己另有一份台账的，用 --data 写明它的目录"))
    }

    /// The desk of an owner who is there already; [`None`]: nobody keeps the store.
    pub fn kept(&self) -> Result<Option<Desk>, Failure> {
        // Of somebody else: nobody is started.
        let place = Place { is_own: false, ..self.place()? };
        match Desk::connect(self.call(place, self.officer.clone(), false), &mut |_, _| {}) {
            Ok(desk) => Ok(Some(desk)),
            Err(SeatError::Nobody(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes the sample ledger on its first use.
    pub fn sample(&self) -> Result<(), Failure> {
        if self.is_demo && !self.data.join("journal").is_dir() {
            demo::make(self, &self.alone()?, Size::USUAL)?;
        }
        Ok(())
    }

    /// The machine's moment in Peking time.
    pub fn now(&self) -> Stamp {
        Clock::Machine(UTC_OFFSET_MINUTES).now()
    }

    /// The desk of a ledger that has begun, and how things stand; remarks go to stderr.
    pub fn seated(&self) -> Result<(Desk, Status), Failure> {
        self.sample()?;
        if absent::is_absent(self)? {
            return Err(absent::failure(self, Kind::Nothing, ""));
        }
        let desk = self.desk()?;
        let status = status_of(&desk)?;
        if status.start_on.is_none() {
            note("台账还没有启用：zhiben init --start 启用日；先看看可用 zhiben --demo");
        }
        if status.is_demo {
            note("（演示数据，不是真台账）");
        }
        for remark in &status.remarks {
            note(format!("注意：{remark}"));
        }
        Ok((desk, status))
    }

    /// The same, for somebody who is about to enter something.
    pub fn entering(&self) -> Result<(Desk, Status), Failure> {
        self.sample()?;
        if absent::is_absent(self)? {
            return Err(absent::failure(self, Kind::Failed, "，还不能登记"));
        }
        let (desk, status) = self.seated()?;
        match status.start_on.is_none() {
            true => Err(Failure::failed("还不能登记").hint("先定启用日，如 zhiben init --start 2026-11-01")),
            false => Ok((desk, status)),
        }
    }

    /// Ends a list: none found is an exit code of its own, with the words on stderr.
    pub fn found(&mut self, matched: u32, none: &str) -> Result<(), Failure> {
        self.out.flush()?;
        if matched == 0 { Err(Failure::nothing(none)) } else { Ok(()) }
    }

    /// A record by its number (`H2611-0042`), or the only open one with a running number (`#42`, `42`): what is done to a record
    /// is done to no other.
    pub fn id(&self, desk: &Desk, text: &str) -> Result<Id, Failure> {
        match self.newest(desk, text)? {
            (one, others) if others.is_empty() => Ok(one),
            (one, others) => Err(Failure::failed(format!("{text} 不止一条")).hint(format!(
                "请写全编号：{}",
                [vec![one], others].concat().iter().map(Id::to_string).collect::<Vec<_>>().join("、")
            ))),
        }
    }

    /// The same, where only looking at it is meant: of several with a running number the newest open one, and the others.
    pub fn newest(&self, desk: &Desk, text: &str) -> Result<(Id, Vec<Id>), Failure> {
        let digits = text.trim_start_matches(['#', '＃']);
        let Ok(number) = digits.parse::<u32>() else {
            let one = text.parse::<Id>().ok().and_then(Id::opt).map(|id| (id, Vec::new()));
            return one.ok_or_else(|| {
                Failure::usage(format!("编号写法不对：{text}"))
                    .hint("应如 H2611-0042，或 #42（最近一条未办结的）")
            });
        };
        let Answer::Ids(ids) = desk.ask(&Query::Numbered { number }) else {
            return Err(Failure::nothing(format!("没有 #{number}")));
        };
        match ids.split_first() {
            Some((newest, others)) => Ok((*newest, others.to_vec())),
            None => Err(Failure::nothing(format!("没有 #{number} 的隐患")).hint("别的记录请写全编号")),
        }
    }
}

/// How things stand.
pub fn status_of(desk: &Desk) -> Result<Status, Failure> {
    match desk.ask(&Query::Status) {
        Answer::Status(status) => Ok(status),
        other => Err(Failure::unanswered(other)),
    }
}

/// By whom the ledger is kept, and how; [`None`]: by nobody who tells.
pub fn keeping(desk: &Desk) -> Option<Kept> {
    match desk.ask(&Query::Keeping) {
        Answer::Keeping(kept) => Some(kept),
        _ => None,
    }
}

/// The value with this name, or a failure that lists the names.
pub fn pick<T: Clone>(what: &str, name: &str, known: &[(&str, T)]) -> Result<T, Failure> {
    known.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        Failure::usage(format!("没有“{name}”这个{what}")).hint(format!("可以是：{}", names.join("、")))
    })
}

/// Codes of the townships that were written by number, code, name or pinyin, as the ledger's own documents have them.
pub fn townships(desk: &Desk, status: &Status, writings: &[String]) -> Result<Vec<String>, Failure> {
    writings.iter().map(|writing| township(desk, status, writing)).collect()
}

fn township(desk: &Desk, status: &Status, writing: &str) -> Result<String, Failure> {
    let own = status
        .townships
        .iter()
        .find(|(code, short, no)| code == writing || short == writing || no.to_string() == writing);
    if let Some((code, ..)) = own {
        return Ok(code.clone());
    }
    let names = |shorts: Vec<&str>| shorts.join("、");
    match desk.office()?.basics.township_by(writing) {
        Lookup::One(unit) => Ok(unit.code.clone()),
        Lookup::Several(units) => Err(Failure::usage(format!("“{writing}”可指几个乡镇"))
            .hint(format!("请写清：{}", names(units.iter().map(|unit| unit.short.as_str()).collect())))),
        Lookup::None => Err(Failure::usage(format!("没有“{writing}”这个乡镇")).hint(format!(
            "可以是：{}",
            names(status.townships.iter().map(|(_, short, _)| short.as_str()).collect())
        ))),
    }
}

/// Codes of the industries that were written by code, name or pinyin, as the ledger's own documents have them.
pub fn industries(desk: &Desk, status: &Status, writings: &[String]) -> Result<Vec<String>, Failure> {
    writings.iter().map(|writing| industry(desk, status, writing)).collect()
}

fn industry(desk: &Desk, status: &Status, writing: &str) -> Result<String, Failure> {
    if let Some((code, _)) = status.industries.iter().find(|(code, name)| code == writing || name == writing)
    {
        return Ok(code.clone());
    }
    let found = desk.office()?.basics.industry_by(writing).one().map(|industry| industry.code.clone());
    found.ok_or_else(|| {
        let names: Vec<&str> = status.industries.iter().map(|(_, name)| name.as_str()).collect();
        Failure::usage(format!("没有“{writing}”这个行业")).hint(format!("可以是：{}", names.join("、")))
    })
}

/// The documents that come with the program.
pub fn basics() -> Result<Basics, Failure> {
    Basics::built_in().map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Failure::failed(format!("内置数据读不出：{first}"))
    })
}

/// The machine's day in Peking time.
pub fn machine_day() -> Day {
    day_of(Clock::Machine(UTC_OFFSET_MINUTES).now())
}

/// A day in any writing to look at things from; without a year it is of this year.
pub fn day(text: &str) -> Result<Day, Failure> {
    let today = machine_day();
    let new_year = Day::ymd(today.year(), 1, 1).unwrap_or(today);
    understood(text, &Hint::from(new_year, today))
}

/// A day on which something has begun or happened, or up to which one looks back; without a year the last such day, as everywhere.
pub fn past_day(text: &str) -> Result<Day, Failure> {
    understood(text, &Hint::found(machine_day()))
}

fn understood(text: &str, hint: &Hint) -> Result<Day, Failure> {
    understand_date(text, hint).map(|loose| loose.day).map_err(|error| Failure::usage(error.to_string()))
}

fn unit(config: &Config) -> Result<String, Failure> {
    match config.unit.as_str() {
        "" => Ok(String::new()),
        writing => basics()?.unit_by(writing).one().map(|unit| unit.code.clone()).ok_or_else(|| {
            Failure::usage(format!("配置里的单位“{writing}”不认识"))
                .hint("改 config.toml 里的 unit，如 万安、商贸流通股")
        }),
    }
}

fn filled(path: Option<PathBuf>) -> Option<PathBuf> {
    path.filter(|path| !path.as_os_str().is_empty())
}

fn beside(data: PathBuf) -> PathBuf {
    let mut name = data.into_os_string();
    name.push("-demo");
    PathBuf::from(name)
}

/// The account's name, as the shell knows it.
fn account() -> String {
    ["LOGNAME", "USER"]
        .into_iter()
        .find_map(|key| env::var(key).ok().filter(|name| !name.is_empty()))
        .unwrap_or_else(|| "本机用户".into())
}
