//! Another build is installed while the old one is in use: who comes with either is told what to do, nobody is stuck, and what was
//! entered is there.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::Office;
use crate::support::run::{Place, Ran};
use crate::support::seat::{Seat, program};
use crate::support::service::Service;

/// What everybody runs until then.
const OLD: &str = env!("CARGO_BIN_EXE_zhiben");

/// The program as it was installed later.
fn newer(place: &Place) -> PathBuf {
    let newer = place.path("zhiben");
    fs::copy(OLD, &newer).unwrap();
    let later = SystemTime::now() + Duration::from_secs(60);
    File::options().write(true).open(&newer).unwrap().set_modified(later).unwrap();
    newer
}

/// The same command by another build.
fn by(exe: &PathBuf, like: &Command) -> Command {
    let mut command = Command::new(exe);
    command.args(like.get_args()).envs(like.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command.current_dir(like.get_current_dir().unwrap()).stdin(std::process::Stdio::null());
    for (key, _) in like.get_envs().filter(|(_, value)| value.is_none()) {
        command.env_remove(key);
    }
    command
}

fn ran(mut command: Command) -> Ran {
    Ran::of(command.output().unwrap())
}

#[test]
fn ones_own_ledger_goes_to_whichever_build_asks_once_the_windows_of_the_other_are_closed() {
    let place = Place::begun();
    let newer = newer(&place);
    let asks = || ran(by(&newer, &place.command(&["hazards"])));
    let mut window = Seat::start(program(OLD, &place.path("")), (80, 24));
    // What only an answer brings: the frame is painted before anybody sits down.
    window.sees("复核完毕");

    let err = asks().failed(4);
    assert!(err.contains("不是同一次安装的") && err.contains("都退出后再试"), "{err}");
    // The old window works on, and its owner is still the one.
    window.keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化").sees("限期整改").keys("<Enter>").sees("已记录");
    place.run(&["today"]).ok();
    window.keys("<Esc>").sees_no("| > ").keys("q").ends();

    assert!(asks().ok().contains("后厨燃气软管老化"));
    // And the reverse: an old script that still runs somewhere finds the new owner, which nobody sits at.
    assert!(place.run(&["hazards"]).ok().contains("后厨燃气软管老化"));
    assert!(place.run(&["verify"]).ok().contains("核对无误"));
}

#[test]
fn a_service_that_is_upgraded_under_open_windows_tells_each_what_to_do() {
    let office = Office::new();
    let newer = newer(&office.place);
    let service = office.serve();
    office.run(&["init", "--start", "2026-11-01"]).ok();
    let asks = |exe: &PathBuf| {
        let mut command = by(exe, &office.place.command(&["hazards"]));
        ran({
            command.env_remove("ZHIBEN_DATA").env("ZHIBEN_SOCKET", office.socket());
            command
        })
    };
    let mut window = office.sits();
    window.sees("今日").keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化").sees("限期整改");

    // Installed, and not yet started: the new program is told, the old window works.
    let err = asks(&newer).failed(1);
    assert!(err.contains("不是同一次安装的") && err.contains("请管理员重启服务"), "{err}");
    window.keys("<Enter>").sees("已记录").keys("h 1.cy/阿芬牛肉店 灭火器过期").sees("灭火器过期");

    // Started anew as the new build, under the open window: it keeps what stands there and says what to do.
    service.stop();
    let mut serve = by(&newer, &office.place.command(&["serve"]));
    serve.env("ZHIBEN_DATA", office.place.path("service")).env("ZHIBEN_SOCKET", office.socket());
    let _service = Service::start(serve, &office.socket());
    window.sees("已换版本").sees("灭火器过期");
    assert!(asks(&newer).ok().contains("后厨燃气软管老化"));
    assert!(asks(&OLD.into()).failed(1).contains("不是同一次安装的"));

    // The officer leaves as they are told and comes back with the new one: the half-typed line is offered.
    window.keys("<Esc>").sees_no("| > ").keys("q").sees("草稿").keys("y").ends();
    let mut command = program(newer.to_str().unwrap(), &office.place.path(""));
    command.env_remove("ZHIBEN_DATA");
    command.env("ZHIBEN_SOCKET", office.socket());
    let mut window = Seat::start(command, (80, 24));
    window.sees("灭火器过期");
}
