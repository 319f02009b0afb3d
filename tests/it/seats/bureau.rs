//! The bureau of these tests: nine officers, two townships, two sections with one trade each, a shop of either trade in either
//! township. Its ledger is begun once; every test works on a copy.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, LazyLock, Mutex};
use std::thread::JoinHandle;

use tempfile::TempDir;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::calendar::Day;
use zhiben::desk::account::Peer;
use zhiben::desk::clock::Clock;
use zhiben::desk::office::{begin, built_in};
use zhiben::desk::seat::Call;
use zhiben::desk::serve::{Keeping, Stopper, keep};
use zhiben::desk::socket::Place;
use zhiben::desk::wire::{Hello, THIS_PROGRAM};
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::{Officer, Role};
use zhiben::model::command::Command;
use zhiben::model::event::Ticket;
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};

use super::line::Line;

pub const WANAN: &str = "350504001";
pub const SHUANGYANG: &str = "350504002";
pub const TODAY: &str = "2026-11-23";

/// Somebody of the bureau.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub account: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    pub role: &'static str,
}

const fn member(account: &'static str, name: &'static str, unit: &'static str, role: &'static str) -> Member {
    Member { account, name, unit, role }
}

/// One of each role, in the order T TL K KL L G A: both townsmen of 万安, both of the section of 商贸流通股.
pub const ROLES: [Member; 7] = [
    member("li", "李鹤", WANAN, "乡镇经办"),
    member("huang", "黄鹤", WANAN, "乡镇分管"),
    member("lin", "林三", "LT", "股室经办"),
    member("chen", "陈二", "LT", "股室负责人"),
    member("wang", "王局", "JU", "局分管领导"),
    member("zheng", "郑局", "JU", "局主要负责人"),
    member("wu", "吴班", "ZB", "管理员"),
];

/// Their colleagues elsewhere: of 双阳, and of 外资外贸股.
pub const OTHERS: [Member; 2] =
    [member("zhao", "赵鲲", SHUANGYANG, "乡镇经办"), member("zhou", "周四", "WZ", "股室经办")];

impl Member {
    pub fn officer(&self) -> Officer {
        let roles = Role::of_word(self.role).into_iter().collect();
        Officer { name: self.name.into(), unit: self.unit.into(), roles, person: Id::NONE }
    }
}

/// A shop: of which township, which trade (code), and its number.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub township: &'static str,
    pub trade: &'static str,
    pub id: Id,
}

/// Words that only records of one ground bear: 鹤 and 鲲 for the townships, 鼎 and 榻 for the trades.
pub fn mark_of(township: &str, trade: &str) -> String {
    let town = if township == WANAN { "鹤" } else { "鲲" };
    let trade = if trade == "cy" { "鼎" } else { "榻" };
    format!("{town}{trade}")
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::of(pairs.iter().copied())
}

pub fn enter(kind: Kind, pairs: &[(&str, &str)]) -> Command {
    Command::Enter { kind, fields: fields(pairs) }
}

/// Unique in this process.
pub fn ticket() -> Ticket {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Ticket(format!("测试-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
}

pub fn opening(data: &Path) -> Opening {
    Opening { data: data.to_owned(), officer: Officer::alone("筹备", ""), clock: clock(), today: Day::NONE }
}

fn clock() -> Clock {
    Clock::Fixed(format!("{TODAY}T09:00:00+08:00").parse().unwrap())
}

/// A ledger of the bureau in a directory of its own.
pub struct Bureau {
    pub home: TempDir,
    /// 万安 and 双阳, each with a restaurant (商贸流通股) and an inn (外资外贸股).
    pub shops: [Shop; 4],
}

impl Bureau {
    /// A fresh copy.
    pub fn new() -> Bureau {
        static BEGUN: LazyLock<Bureau> = LazyLock::new(Bureau::begun);
        BEGUN.copy()
    }

    /// A copy of one whose ledger is closed.
    pub fn copy(&self) -> Bureau {
        let home = TempDir::new().unwrap();
        copy(&self.data(), &home.path().join("data"));
        Bureau { home, shops: self.shops }
    }

    fn begun() -> Bureau {
        let home = TempDir::new().unwrap();
        let desk = Desk::open(opening(&home.path().join("data"))).unwrap();
        let must = |command: Command| desk.submit(ticket(), command).unwrap().ids;
        must(begin("2026-11-16".parse().unwrap(), false));
        // As it comes, 商贸流通股 looks after every trade; here the inns are 外资外贸股's.
        let trades = built_in().into_iter().find(|document| document.name == "industries.toml").unwrap();
        let (before, inns) = trades.text.split_once("code = \"jd\"").unwrap();
        let text =
            format!("{before}code = \"jd\"{}", inns.replacen("section = \"LT\"", "section = \"WZ\"", 1));
        must(Command::Load { name: trades.name, text });
        for Member { account, name, unit, role } in ROLES.into_iter().chain(OTHERS) {
            let pairs = [("account", account), ("name", name), ("unit", unit), ("role", role)];
            must(enter(Kind::Person, &pairs));
        }
        let shops = [(WANAN, "cy"), (SHUANGYANG, "cy"), (WANAN, "jd"), (SHUANGYANG, "jd")];
        let shops = shops.map(|(township, trade)| {
            let name = format!("{}店", mark_of(township, trade));
            let phone = format!("1380594{}{trade}", &township[6..]);
            let principal = format!("{}老板", mark_of(township, trade));
            let pairs = [
                ("name", name.as_str()),
                ("township", township),
                ("industries", trade),
                ("principal", &principal),
                ("phone", &phone),
                ("since", "2024-05-10"),
            ];
            Shop { township, trade, id: must(enter(Kind::Enterprise, &pairs))[0] }
        });
        drop(desk);
        Bureau { home, shops }
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The ledger opened in this process.
    pub fn desk(&self) -> Desk {
        Desk::open(opening(&self.data())).unwrap()
    }

    pub fn shop(&self, township: &str, trade: &str) -> Shop {
        *self.shops.iter().find(|shop| shop.township == township && shop.trade == trade).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// The bureau's ledger kept for seats, by a service in this process. Who sits down is said beforehand, since all of them are one
/// account of this machine.
pub struct Service {
    pub bureau: Bureau,
    at_door: Arc<Mutex<VecDeque<Peer>>>,
    /// One at a time at the door, so that nobody is taken for somebody else.
    door: Mutex<()>,
    stopper: Stopper,
    kept: Option<JoinHandle<()>>,
}

impl Service {
    /// A service of a fresh bureau.
    pub fn new() -> Service {
        Service::of(Bureau::new())
    }

    pub fn of(bureau: Bureau) -> Service {
        let at_door = Arc::new(Mutex::new(VecDeque::<Peer>::new()));
        let comes = Arc::clone(&at_door);
        let keeping = Keeping {
            data: bureau.data(),
            socket: bureau.home.path().join("sock"),
            mode: 0o600,
            linger: None,
            backups: bureau.home.path().join("backup"),
            clock: clock(),
            who: Arc::new(move |_| comes.lock().unwrap().pop_front().ok_or_else(|| "没有人报到".to_owned())),
        };
        let (tell, told) = channel();
        let kept = std::thread::spawn(move || {
            keep(&keeping, |stopper| tell.send(stopper).unwrap()).unwrap();
        });
        Service { bureau, at_door, door: Mutex::default(), stopper: told.recv().unwrap(), kept: Some(kept) }
    }

    pub fn socket(&self) -> PathBuf {
        self.bureau.home.path().join("sock")
    }

    pub fn call(&self) -> Call {
        Call {
            place: Place { path: self.socket(), is_own: false },
            data: self.bureau.data(),
            hello: Hello { is_manned: true, ..Hello::default() },
            program: THIS_PROGRAM.into(),
        }
    }

    /// An officer sits down, as the program does.
    pub fn sits(&self, account: &str) -> Desk {
        self.lets_in(account, || Desk::connect(self.call(), &mut |_, _| {}).unwrap())
    }

    /// An officer's line, greeted and not sat down.
    pub fn line(&self, account: &str) -> Line {
        self.lets_in(account, || {
            let line = Line::to(&self.socket());
            // The service knows who it is once it has taken them in.
            while !self.at_door.lock().unwrap().is_empty() {
                std::thread::yield_now();
            }
            line
        })
    }

    /// The same, sat down.
    pub fn seated(&self, account: &str) -> Line {
        let mut line = self.line(account);
        line.sits();
        line
    }

    /// Whoever comes in meanwhile comes from this account.
    pub fn lets_in<T>(&self, account: &str, comes: impl FnOnce() -> T) -> T {
        let _door = self.door.lock().unwrap();
        let peer = Peer { account: account.into(), is_keeper: account == "zhiben" };
        self.at_door.lock().unwrap().push_back(peer);
        comes()
    }

    /// What its log says.
    pub fn log(&self) -> String {
        fs::read_to_string(self.bureau.data().join("owner.log")).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stopper.stop();
        let kept = self.kept.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            kept.unwrap().unwrap();
        }
    }
}

/// The last entry.
pub fn seq(desk: &Desk) -> u64 {
    match desk.ask(&Query::Status) {
        Answer::Status(status) => status.seq,
        other => panic!("{other:?}"),
    }
}
