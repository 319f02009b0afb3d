//! Hang-ups, signals, drafts, the lock.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use zhiben::model::command::Command;
use zhiben::model::event::Ticket;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;

use super::{Account, USUAL};
use crate::support::seat::Seat;

/// How soon a program is gone and its lock free when its line is lost.
const SOON: Duration = Duration::from_secs(1);

/// 128 and the number of SIGHUP, as a shell counts. A program that dies of the signal itself is counted as 1 here.
const HUNG_UP: u32 = 128 + 1;

fn half_typed(account: &Account) -> Seat {
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某")
        .keys("4")
        .sees("整改中")
        .keys("w")
        .sees("完成情况")
        .keys("已更换金属")
        .sees("已更换金属");
    seat
}

fn with_a_hazard() -> Account {
    let account = Account::begun();
    account.does(&["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    account
}

#[test]
fn a_lost_line_ends_the_program_frees_the_lock_and_keeps_what_was_half_typed() {
    let account = with_a_hazard();
    let mut seat = half_typed(&account);
    let since = Instant::now();
    assert_eq!(seat.hang_up(), HUNG_UP);
    assert!(since.elapsed() < SOON, "gone after {:?}", since.elapsed());
    assert!(account.does(&["hazards"]).contains("整改中"), "the lock is free");
    let mut seat = account.sits(USUAL);
    seat.sees("上次没有交完的").keys("1").sees("完成情况").sees("已更换金属");
}

#[test]
fn a_line_lost_while_the_terminal_is_being_set_up_is_a_hang_up_like_any_other() {
    let account = with_a_hazard();
    // What fails first, and whether the signal is heard before, is different every time.
    for _ in 0..10 {
        assert_eq!(account.sits(USUAL).sees_it_full_screen().hang_up(), HUNG_UP);
    }
}

#[test]
fn a_hang_up_signal_does_the_same() {
    let account = with_a_hazard();
    let mut seat = half_typed(&account);
    let since = Instant::now();
    kill_process(Pid::from_raw(seat.pid().try_into().unwrap()).unwrap(), Signal::HUP).unwrap();
    assert_eq!(seat.ends(), HUNG_UP);
    assert!(since.elapsed() < SOON, "gone after {:?}", since.elapsed());
    account.sits(USUAL).sees("上次没有交完的");
}

#[test]
fn a_client_that_takes_nothing_any_more_cannot_keep_the_program_alive() {
    let account = with_a_hazard();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("4").sees("整改中").look_away();
    // Full repaints until the line is full and the program stands in the middle of a write.
    let mut written = 0;
    while until(|| seat.keys("<C-l>").written() > written) {
        written = seat.written();
    }
    let since = Instant::now();
    kill_process(Pid::from_raw(seat.pid().try_into().unwrap()).unwrap(), Signal::TERM).unwrap();
    assert!(until(|| seat.is_gone()) && since.elapsed() < SOON, "gone after {:?}", since.elapsed());
}

#[test]
fn a_second_program_sits_at_the_same_ledger_and_both_see_every_entry_at_once() {
    let account = with_a_hazard();
    let (mut first, mut second) = (account.sits(USUAL), account.sits(USUAL));
    first.sees("在线2").keys("4").sees("后厨");
    second.sees("在线2").keys("4").sees("后厨").keys("ah 1.cy/阿芬牛肉店 灭火器过期<Enter>").sees("已记录");
    first.sees("灭火器过期");
    account.does(&["add", "h 1.cy/阿芬牛肉店 安全出口上锁"]);
    first.sees("安全出口上锁");
    second.sees("安全出口上锁").keys("<Esc>q");
    assert_eq!(second.ends(), 0);
    first.sees_no("在线");
}

#[test]
fn an_owner_that_is_killed_is_missed_for_a_moment_and_nothing_typed_is_lost() {
    let account = with_a_hazard();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("ah 1.cy/阿芬牛肉店 灭火器过期").sees("隐患       灭火器过期");
    kill_process(account.owner().unwrap(), Signal::KILL).unwrap();
    seat.sees("已重新连上").sees("灭火器过期").keys("<Enter>").sees("已记录");
    assert_eq!(account.does(&["hazards"]).matches("灭火器过期").count(), 1);
}

#[test]
fn what_was_recorded_although_its_answer_was_lost_is_not_offered_as_a_draft_again() {
    let account = with_a_hazard();
    let mut seat = half_typed(&account);
    let file = account.home.path().join("state/zhiben/drafts.json");
    let held = || std::fs::read_to_string(&file).unwrap_or_default();
    assert!(until(|| held().contains("已更换金属")), "{}", held());
    kill_process(Pid::from_raw(seat.pid().try_into().unwrap()).unwrap(), Signal::KILL).unwrap();
    seat.hang_up();
    // Recorded under the ticket of the draft, as by the program that did not live to hear of it.
    let held: serde_json::Value = serde_json::from_str(&held()).unwrap();
    let ticket = Ticket(held[0]["ticket"].as_str().unwrap().to_owned());
    let fields = Fields::of([("how", "已更换金属"), ("done_on", "今天")]);
    let hazard = account.does(&["hazards"]).lines().nth(1).unwrap()[..10].to_owned();
    let done = Command::Act { id: hazard.clone(), deed: Deed::ReportDone, fields };
    account.alone().submit(ticket, done).unwrap();

    let mut seat = account.sits(USUAL);
    seat.sees(&format!("已记录 {hazard}")).sees_no("上次没有交完的").keys("4").sees("待复查");
    assert_eq!(account.does(&["log"]).matches("完成：").count(), 1);
}

#[test]
fn an_owner_leaves_after_its_last_seat() {
    let account = with_a_hazard();
    account.does(&["today"]);
    let owner = account.owner().unwrap();
    let since = Instant::now();
    while test_kill_process(owner).is_ok() {
        assert!(since.elapsed() < 20 * SOON, "still there after {:?}", since.elapsed());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Asks again and again, for two seconds at most.
fn until(mut holds: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + 2 * SOON;
    while !holds() {
        if Instant::now() > end {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

#[test]
fn what_is_half_typed_at_two_workbenches_is_all_there_afterwards() {
    let account = with_a_hazard();
    let (mut first, mut second) = (account.sits(USUAL), account.sits(USUAL));
    first.sees("在线2").keys("ah 1.cy/阿芬牛肉店 安全出口上锁").sees("安全出口上锁");
    second
        .sees("在线2")
        .keys("4")
        .sees("整改中")
        .keys("w")
        .sees("完成情况")
        .keys("已更换金属")
        .sees("已更换金属");
    first.keys("<Esc>").sees("已存为草稿").hang_up();
    second.keys("软管").sees("软管").hang_up();
    let mut third = account.sits(USUAL);
    third.sees("上次没有交完的").sees("速录：h 1.cy/阿芬牛肉店 安全出口上锁").sees("完成 H");
}
