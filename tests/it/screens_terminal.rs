//! The workbench in a real terminal: what a lost line, a signal and a resize leave behind.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::seat::{Seat, program};

/// A ledger in use since November, and somebody who sits down at it.
fn seated(home: &TempDir) -> Seat {
    let exe = env!("CARGO_BIN_EXE_zhiben");
    let mut init = std::process::Command::new(exe);
    init.args(["init", "--start", "2026-11-01", "--name", "李某"]).env_clear().env("HOME", home.path());
    init.env("ZHIBEN_DATA", home.path().join("data/zhiben"));
    for (name, dir) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")]
    {
        init.env(name, home.path().join(dir));
    }
    assert!(init.status().unwrap().success());
    let mut seat = Seat::start(program(exe, home.path()), (80, 24));
    seat.sees("治本").sees("李某");
    seat
}

fn drafts(home: &Path) -> String {
    fs::read_to_string(home.join("state/zhiben/drafts.json")).unwrap_or_default()
}

#[test]
fn a_lost_line_ends_the_seat_at_once_and_keeps_what_was_half_typed() {
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    seat.keys("ah 1 后厨软管").sees("h 1 后厨软管");
    assert_eq!(seat.hang_up(), 128 + 1);
    assert!(drafts(home.path()).contains("h 1 后厨软管"));
    let mut again = Seat::start(program(env!("CARGO_BIN_EXE_zhiben"), home.path()), (80, 24));
    again.sees("接着填").keys("1").sees("h 1 后厨软管");
}

#[test]
fn a_resize_is_followed_and_a_small_window_says_so() {
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    seat.resize((40, 10)).sees("窗口太小").resize((120, 40)).sees("治本").sees_no("窗口太小");
}

#[test]
fn own_keys_are_heard_and_every_bad_row_is_told_at_the_beginning() {
    let home = tempfile::tempdir().unwrap();
    drop(seated(&home));
    let path = home.path().join("config/zhiben/config.toml");
    let settled = fs::read_to_string(&path).unwrap().replace("[keys]", "");
    fs::write(&path, settled + "[keys]\nquit = \"Q\"\nlog = [\"a\"]\nundoo = [\"F10\"]\n").unwrap();
    let mut seat = Seat::start(program(env!("CARGO_BIN_EXE_zhiben"), home.path()), (80, 24));
    seat.sees("有 2 处不对")
        .sees("log = [\"a\"]：“各画面”里 a 已是“速录”")
        .sees("undoo = [\"F10\"]：没有“undoo”");
    seat.keys("<Esc>").sees_no("处不对").keys("q").keys("4").sees("[4隐患]").keys("Q");
    assert_eq!(seat.ends(), 0);
}

#[test]
fn the_cursor_stands_where_the_next_character_goes() {
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    assert!(!seat.cursor().1);
    seat.keys("4a软管").sees("> 软管").sees_cursor_in(8);
}

#[test]
fn a_request_to_end_puts_the_terminal_back_and_keeps_what_was_half_typed() {
    use rustix::process::Signal;
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    for (signal, number) in [(Signal::TERM, 15), (Signal::INT, 2), (Signal::QUIT, 3)] {
        seat.keys(&format!("ah 1 软管{number}")).sees(&format!("软管{number}"));
        let pid = rustix::process::Pid::from_raw(seat.pid() as i32).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
        assert_eq!(seat.ends(), 128 + number);
        assert!(seat.cursor().1 && !seat.screen().contains("治本"), "{}", seat.screen());
        assert!(drafts(home.path()).contains(&format!("软管{number}")), "{}", drafts(home.path()));
        seat = Seat::start(program(env!("CARGO_BIN_EXE_zhiben"), home.path()), (80, 24));
        seat.sees("接着填").keys("<Esc>").sees_no("接着填");
    }
}

#[test]
fn drafts_that_cannot_be_written_are_not_called_saved_and_are_written_once_there_is_room() {
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    // As a full disk: the part that is written first has no place.
    let stone = home.path().join("state/zhiben/.drafts.json.part");
    fs::create_dir_all(&stone).unwrap();
    seat.keys("ah 1 后厨软管")
        .sees("草稿存不下")
        .keys("<Esc>q")
        .sees("退出就没有了")
        .keys("n")
        .sees_no("退出就");
    fs::remove_dir(&stone).unwrap();
    seat.sees("草稿已存好").keys("q").sees("草稿，已存好").keys("n").sees_no("现在退出");
    assert!(drafts(home.path()).contains("h 1 后厨软管"));
    // Nobody waited for it: what was typed is said at the end.
    fs::create_dir(&stone).unwrap();
    seat.keys("ah 1 灭火器").sees("草稿存不下").keys("<Esc>q").sees("退出就没有了").keys("y");
    assert_eq!(seat.ends(), 1);
    assert!(seat.screen().contains("h 1 灭火器"), "{}", seat.screen());
}

#[test]
fn a_pasted_block_is_one_paste_and_not_many_keys() {
    let home = tempfile::tempdir().unwrap();
    let mut seat = seated(&home);
    seat.keys("4a").sees("速录").paste("h 一\rh 二\rh 三").sees("粘贴 3 行");
}

#[test]
fn a_line_half_typed_at_the_sample_ledger_is_not_offered_at_the_real_one() {
    let home = tempfile::tempdir().unwrap();
    let mut real = seated(&home);
    real.keys("q").ends();
    let sample = home.path().join("sample");
    let at_sample = || {
        let mut exe = program(env!("CARGO_BIN_EXE_zhiben"), home.path());
        exe.env("ZHIBEN_DATA", &sample);
        exe
    };
    let mut demo = std::process::Command::new(env!("CARGO_BIN_EXE_zhiben"));
    demo.args(["--data", sample.to_str().unwrap(), "demo", "--enterprises", "5", "--hazards", "10"]);
    assert!(demo.env("HOME", home.path()).output().unwrap().status.success());
    let mut seat = Seat::start(at_sample(), (80, 24));
    seat.sees("复核完毕").keys("ah 1 后厨软管").sees("h 1 后厨软管");
    seat.hang_up();
    let mut real = Seat::start(program(env!("CARGO_BIN_EXE_zhiben"), home.path()), (80, 24));
    real.sees("复核完毕").sees_no("接着填");
    let mut again = Seat::start(at_sample(), (80, 24));
    again.sees("接着填");
}
