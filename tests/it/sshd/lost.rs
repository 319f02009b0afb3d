//! Clients and owners that are killed, clients that stand still.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};

use super::office::{EIGHT, Office};
use super::{SOON, alone, client, kill};
use crate::support::process::{name_of, parent_of};
use crate::support::seat::Seat;

/// What a seat says when it lost the owner, or has it again.
const TROUBLE: [&str; 4] = ["没有在听", "失去联系", "不知道是否", "已重新连上"];

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn a_client_that_is_killed_is_missed_by_nobody_and_finds_its_draft_again() {
    let _alone = alone();
    let office = Office::new();
    office.by(&office.account("li"), &["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    let mut seats = office.all_sit();
    let li = &mut seats[2];
    li.keys("4").sees("整改中").keys("w").sees("完成情况").keys("已更换金属").sees("已更换金属");

    kill(li, office.workbench("li"));

    for (seat, (tag, ..)) in seats.iter_mut().zip(EIGHT).filter(|(_, (tag, ..))| *tag != "li") {
        seat.sees("在线7");
        let screen = seat.screen();
        assert!(!TROUBLE.iter().any(|word| screen.contains(word)), "{tag}\n{screen}");
    }
    seats[3].keys("ah 1.cy/阿芬牛肉店 灭火器过期").sees("限期整改").keys("<Enter>").sees("已记录");
    let mut again = office.sits("li");
    again.sees("上次没有交完的").keys("1").sees("完成情况").sees("已更换金属");
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn an_owner_that_is_killed_in_the_middle_of_entries_loses_none_and_doubles_none() {
    const EACH: u32 = 5;
    let _alone = alone();
    let mut office = Office::new();
    let seats = office.all_sit();
    let recorded = AtomicU32::new(0);
    let mut seats: Vec<Seat> = thread::scope(|scope| {
        let enter_all = |mut seat: Seat, tag: &str, unit: &str| {
            // The section's officer enters for a township, and who administers enters no hazards.
            let town = if unit.chars().count() == 2 { unit } else { "万安" };
            for n in 0..if tag == "chen" { 0 } else { EACH } {
                enter(&mut seat, &format!("h {town}.cy/+{tag}小吃店 {}", what(tag, n)));
                recorded.fetch_add(1, Ordering::Relaxed);
            }
            seat
        };
        let officers: Vec<_> = seats
            .into_iter()
            .zip(EIGHT)
            .map(|(seat, (tag, _, unit, _))| scope.spawn(move || enter_all(seat, tag, unit)))
            .collect();
        // Twice, while they go on entering.
        for reached in [EACH * 2, EACH * 5] {
            while recorded.load(Ordering::Relaxed) < reached && !officers.iter().all(|one| one.is_finished())
            {
                thread::sleep(Duration::from_millis(5));
            }
            office.kill();
            thread::sleep(Duration::from_millis(500));
            office.serve();
        }
        officers.into_iter().map(|officer| officer.join().unwrap()).collect()
    });

    let chen = office.account("chen");
    let listed = office.by(&chen, &["hazards", "--json"]);
    for (tag, ..) in &EIGHT[1..] {
        for n in 0..EACH {
            assert_eq!(listed.matches(&format!("\"{}\"", what(tag, n))).count(), 1, "{}", what(tag, n));
        }
    }
    assert!(office.by(&chen, &["verify"]).contains("核对无误"));
    // Everybody is there again without having done anything for it.
    for seat in &mut seats {
        seat.sees("在线8");
    }
}

fn what(tag: &str, n: u32) -> String {
    format!("{tag}的第{n}处线路老化")
}

/// Enters a line as an officer does: again as long as it stands there and it was said that the owner is away, or was.
#[track_caller]
fn enter(seat: &mut Seat, line: &str) {
    seat.keys("a").sees("| > ").keys(line).sees("限期整改");
    let since = Instant::now();
    loop {
        seat.keys("<Enter>");
        let pressed = Instant::now();
        loop {
            let screen = seat.screen();
            // Also when the answer was lost with the owner, and the same line is entered once more.
            if screen.contains("已记录 E") || screen.contains("断线前提交的已经记录") {
                seat.keys("<Esc>").sees_no("| > ");
                return;
            }
            let stands = seat.row_with("| > ").is_some_and(|(_, row)| row.contains(line));
            let is_trouble = TROUBLE.iter().any(|word| screen.contains(word));
            // Nobody presses a key again before what they pressed had its time.
            if stands && pressed.elapsed() > if is_trouble { 2 * SOON } else { 5 * SOON } {
                break;
            }
            assert!(since.elapsed() < 40 * SOON, "{line}\n{screen}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn a_client_that_stands_still_slows_nobody() {
    let _alone = alone();
    let office = Office::new();
    office.by(&office.account("li"), &["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    let mut seats = office.all_sit();
    let [chen, _, li, he, ..] = &mut seats[..] else { unreachable!() };
    for seat in [&mut *chen, &mut *li, &mut *he] {
        seat.keys("4").sees("[4隐患]");
    }
    // The client, its server, and the program itself: nothing takes what the owner has to say.
    let workbench = office.workbench("li");
    let server = std::iter::successors(Some(workbench), |pid| parent_of(*pid));
    let server = server.into_iter().find(|pid| name_of(*pid).starts_with("sshd")).unwrap();
    let still = [client(li), server, workbench];
    still.iter().for_each(|pid| kill_process(*pid, Signal::STOP).unwrap());

    let mut slowest = Duration::ZERO;
    for n in 0..10 {
        he.keys(&format!("ah 1.cy/阿芬牛肉店 第{n}处线路老化")).sees("限期整改").keys("<Enter>");
        let since = Instant::now();
        chen.sees(&format!("第{n}处线路老化"));
        slowest = slowest.max(since.elapsed());
        he.sees("已记录").keys("<Esc>").sees_no("| > ");
    }
    assert!(slowest < SOON, "seen after {slowest:?}");
    // More than any line keeps for a seat that takes nothing.
    let lines: Vec<String> = (0..700).map(|n| format!("h 1.cy/阿芬牛肉店 连录{n}处")).collect();
    let add: Vec<&str> = ["add"].into_iter().chain(lines.iter().map(String::as_str)).collect();
    let since = Instant::now();
    office.by(&office.account("he"), &add);
    assert!(since.elapsed() < 60 * SOON, "took {:?}", since.elapsed());
    chen.sees("711/711");

    still.iter().rev().for_each(|pid| kill_process(*pid, Signal::CONT).unwrap());
    li.sees("711/711");
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn a_client_that_was_suspended_for_long_goes_on_where_it_was() {
    const LONG: Duration = Duration::from_secs(35);
    const LINES: usize = 2_000;
    let _alone = alone();
    let office = Office::new();
    office.by(&office.account("li"), &["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    let (mut li, mut chen) = (office.sits("li"), office.sits("chen"));
    chen.keys("4").sees("[4隐患]");
    li.keys("4").sees("整改中").keys("w").sees("完成情况").keys("已更换金属").sees("已更换金属");
    let memory = || memory_of(office.workbench("li"));
    let before = memory();
    kill_process(client(&li), Signal::STOP).unwrap();

    // Its terminal takes nothing: what is to be drawn waits, and nobody waits with it.
    let stopped = Instant::now();
    let lines: Vec<String> = (0..LINES).map(|n| format!("h 1.cy/阿芬牛肉店 连录{n}处")).collect();
    for part in lines.chunks(LINES / 8) {
        let add: Vec<&str> = ["add"].into_iter().chain(part.iter().map(String::as_str)).collect();
        let since = Instant::now();
        office.by(&office.account("he"), &add);
        assert!(since.elapsed() < 20 * SOON, "took {:?}", since.elapsed());
    }
    chen.sees("2001/2001");
    thread::sleep(LONG.saturating_sub(stopped.elapsed()));
    assert!(memory() < 2 * before + (4 << 10), "{} KiB, before {before} KiB", memory());

    kill_process(client(&li), Signal::CONT).unwrap();
    li.sees("已更换金属").sees("2001/2001");
    let screen = li.screen();
    assert!(!TROUBLE.iter().any(|word| screen.contains(word)), "{screen}");
}

/// What a process holds in memory, in KiB.
fn memory_of(pid: rustix::process::Pid) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
