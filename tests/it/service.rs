//! An office's service and whoever comes to it, all under one account here; several accounts: [`sshd`](crate::sshd).

mod upgrade;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use portable_pty::CommandBuilder;

use crate::support::run::{Place, Ran};
use crate::support::seat::{Seat, program};
use crate::support::service::Service;

/// An account at a service that keeps its ledger elsewhere.
struct Office {
    place: Place,
}

impl Office {
    fn new() -> Office {
        Office { place: Place::new() }
    }

    fn socket(&self) -> PathBuf {
        self.place.path("s")
    }

    /// Keeps the ledger, with nobody's data directory but its own.
    fn serve(&self) -> Service {
        let (data, socket) = (self.place.path("service"), self.socket());
        let mut serve = self.place.command(&["serve"]);
        serve.env("ZHIBEN_DATA", data).env("ZHIBEN_SOCKET", &socket);
        Service::start(serve, &socket)
    }

    /// Runs it as an officer does who has no data directory of their own in mind.
    fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.place.command(args);
        command.env_remove("ZHIBEN_DATA").env("ZHIBEN_SOCKET", self.socket());
        Ran::of(command.output().unwrap())
    }

    /// Sits down at the workbench.
    fn sits(&self) -> Seat {
        let mut command: CommandBuilder = program(env!("CARGO_BIN_EXE_zhiben"), &self.place.path(""));
        command.env_remove("ZHIBEN_DATA");
        command.env("ZHIBEN_SOCKET", self.socket());
        Seat::start(command, (80, 24))
    }
}

#[test]
fn what_works_on_files_is_sent_to_the_service_and_touches_nothing_here() {
    let office = Office::new();
    let service = office.serve();
    let begun = office.run(&["init", "--start", "2026-11-01", "--name", "李某"]);
    assert!(begun.err.contains("台账由服务") && begun.err.contains("users add"), "{begun:?}");
    begun.ok();
    let data = office.place.path("service").display().to_string();
    let zhiben = format!("zhiben --data {data}");
    for (args, said, way) in [
        (&["backup", "copy"][..], "备份在它的数据目录上办", format!("{zhiben} backup")),
        (&["restore", "copy"], "恢复在它的数据目录上办", format!("{zhiben} restore")),
        (&["demo"], "不能造在那里", "zhiben --demo".into()),
    ] {
        let err = office.run(args).failed(1);
        assert!(err.contains(said) && err.contains(&way), "{args:?}\n{err}");
    }
    assert!(office.run(&["verify"]).ok().contains("核对无误"));
    office.place.run(&["--data", &data, "backup", "copy"]).ok();
    let err = office.place.run(&["--data", &data, "verify"]).failed(4);
    assert!(err.contains("台账正由另一个进程使用"), "{err}");

    service.stop();
    for args in [&["verify"][..], &["today"], &["hazards"], &["users", "list"]] {
        let err = office.run(args).failed(1);
        assert!(err.contains("没有在听") || err.contains("没有台账服务在听"), "{args:?}\n{err}");
        assert!(err.contains("systemctl start zhiben"), "{args:?}\n{err}");
    }
    assert!(office.place.run(&["--data", &data, "verify"]).ok().contains("核对无误"));
    assert!(!office.place.data().exists(), "nothing was begun here");
}

#[test]
fn doctor_looks_at_every_step_between_an_officer_and_the_ledger() {
    let office = Office::new();
    let no_one = office.run(&["doctor"]);
    assert!(no_one.out.contains("没有台账服务在听") && no_one.out.contains("systemctl start"), "{no_one:?}");
    no_one.failed(1);
    let service = office.serve();
    office.run(&["init", "--start", "2026-11-01"]).ok();
    let said = office.run(&["doctor"]).ok();
    assert!(said.contains("还没有每日备份") && said.contains("owner.log"), "{said}");
    service.stop();

    let _service = office.serve();
    let mut seat = office.sits();
    seat.sees("今日");
    let data = office.place.path("service");
    let copies = data.join("backup");
    let copy = loop {
        let made = fs::read_dir(&copies).into_iter().flatten().next();
        if let Some(made) =
            made.map(|made| made.unwrap().path()).filter(|made| made.join("manifest.json").exists())
        {
            break made;
        }
        std::thread::yield_now();
    };
    let said = office.run(&["doctor"]).ok();
    let socket = format!("{}，由账户 ", office.socket().display());
    for words in
        [&socket, "独用，全部角色", "工作台 1 个", "权限 700", "日志链  相接，止于第", "备份  最近一次"]
    {
        assert!(said.contains(words), "{words}\n{said}");
    }

    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let day = copy.file_name().unwrap().to_str().unwrap();
    let manifest = fs::read_to_string(copy.join("manifest.json")).unwrap().replace(day, "2026-01-05");
    fs::write(copy.join("manifest.json"), manifest).unwrap();
    fs::rename(&copy, copies.join("2026-01-05")).unwrap();
    let stale = office.run(&["doctor"]);
    assert!(stale.out.contains("最近一次 2026-01-05") && stale.out.contains("chmod 700"), "{stale:?}");
    stale.failed(1);
}

#[test]
fn nothing_is_backed_up_where_nothing_is() {
    let err = Place::new().run(&["backup", "copy"]).failed(3);
    assert!(err.contains("没有台账") && err.contains("--data"), "{err}");
}

#[test]
fn while_the_service_is_away_the_screen_stays_and_says_why() {
    let office = Office::new();
    let service = office.serve();
    office.run(&["init", "--start", "2026-11-01"]).ok();
    office.run(&["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]).ok();
    let mut seat = office.sits();
    seat.sees("今日").keys("4").sees("后厨燃气").keys("<Enter>").sees("隐患描述");
    service.stop();
    seat.sees("没有在听").sees("隐患描述");
    let _service = office.serve();
    seat.sees("已重新连上").sees("隐患描述").sees("后厨燃气软管老化");
}
