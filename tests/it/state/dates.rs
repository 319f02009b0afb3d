//! 更正日期: a day was entered wrongly and its day of entry is over. Before – deed – after.

use zhiben::calendar::Day;
use zhiben::model::case::Role;
use zhiben::model::command::Command;
use zhiben::model::event::Fact;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::possible;
use zhiben::model::id::Id;

use super::world::{World, day, fields};

const WHY: (&str, &str) = ("reason", "看错日期");

/// Found on Monday 2026-11-23, put right on the 26th, and two days later it is Saturday.
fn done() -> (World, Id) {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.wait(3);
    world.must(id, Deed::ReportDone, &[("how", "已清理")]);
    world.wait(2);
    (world, id)
}

fn closed() -> (World, Id) {
    let (mut world, id) = done();
    world.must(id, Deed::PassRecheck, &[]);
    world.wait(2);
    (world, id)
}

fn done_on(world: &World, id: Id) -> Day {
    world.see(id).done_on()
}

#[test]
fn the_day_it_was_done_is_corrected_with_a_reason_and_the_state_stays() {
    let (mut world, id) = done();
    let version = world.rows[&id].version;
    assert_eq!(
        world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-25")]).unwrap_err().fields[0].key,
        "reason"
    );
    world.must(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), WHY]);
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.done_on()), (State::PendingRecheck, day("2026-11-25")));
    assert_eq!(hazard.state_since, day("2026-11-25"), "待复查的日子从完成日算");
    assert_eq!(world.rows[&id].version, version + 1);
    let Fact::Acted { fields: kept, .. } = &world.journal.last().unwrap().event.fact else { panic!() };
    let said: Vec<_> = kept.iter().collect();
    assert_eq!(said, [("done_on", "2026-11-25"), WHY], "只记改了的");
}

#[test]
fn a_day_stays_between_what_was_before_it_and_what_came_after() {
    let (mut world, id) = closed();
    for (key, on, said) in [
        ("done_on", "2026-11-22", "完成日 2026-11-22 早于发现日期 2026-11-23"),
        ("done_on", "2026-11-29", "复查日期 2026-11-28 早于完成日 2026-11-29"),
        ("on", "2026-11-25", "复查日期 2026-11-25 早于完成日 2026-11-26"),
        ("on", "2026-12-09", "复查日期 2026-12-09 晚于今天 2026-11-30"),
    ] {
        let refusal = world.act(id, Deed::CorrectDates, &[(key, on), WHY]).unwrap_err();
        assert_eq!((refusal.guard.as_str(), refusal.text.as_str()), ("日期先后", said));
        assert_eq!(refusal.fields[0].key, key, "{said}");
    }
    assert_eq!(world.see(id).closed_on, day("2026-11-28"));
    // Both were a day late: corrected together they are in order.
    world.must(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), ("on", "2026-11-25"), WHY]);
    let hazard = world.see(id);
    assert_eq!((hazard.done_on(), hazard.rechecks[0].on), (day("2026-11-25"), day("2026-11-25")));
    assert_eq!(
        (hazard.state, hazard.closed_on, hazard.state_since),
        (State::Closed, day("2026-11-25"), day("2026-11-25"))
    );
}

#[test]
fn a_day_that_is_the_same_as_another_one_is_corrected_there() {
    let (mut world, id) = closed();
    let refusal = world.act(id, Deed::CorrectDates, &[("closed_on", "2026-11-27"), WHY]).unwrap_err();
    assert_eq!((refusal.guard.as_str(), refusal.text.as_str()), ("有可更正的日期", "没有单独的销号日可更正"));
    let refusal = world.act(id, Deed::CorrectDates, &[("accepted_on", "2026-11-27"), WHY]).unwrap_err();
    assert_eq!(refusal.text, "没有单独的签收日可更正");
    assert_eq!(world.act(id, Deed::CorrectDates, &[WHY]).unwrap_err().guard, "有改动");
    assert_eq!(world.act(id, Deed::CorrectDates, &[("on", "2026-11-28"), WHY]).unwrap_err().guard, "有改动");
    let mut emptied = fields(&[WHY]);
    emptied.clear("on");
    let command = Command::Act { id: id.to_string(), deed: Deed::CorrectDates, fields: emptied };
    assert_eq!(world.submit(&command).unwrap_err().text, "复查日期不能改为空");
}

#[test]
fn a_closing_that_moves_into_another_month_says_where_it_counts() {
    let (mut world, id) = closed();
    world.wait(3);
    let remarks = world.must(id, Deed::CorrectDates, &[("on", "2026-12-02"), WHY]);
    assert_eq!(remarks, ["销号数从 2026年11月 改计入 2026年12月"], "整改 counts by 完成日, which stays");
    let remarks = world.must(id, Deed::CorrectDates, &[("done_on", "2026-12-01"), WHY]);
    assert_eq!(remarks, ["整改完成数从 2026年11月 改计入 2026年12月"]);
}

#[test]
fn who_entered_the_day_corrects_it_and_otherwise_the_lead_of_the_section() {
    let (mut world, id) = done();
    // 李四 reported it done; 王五 of the township comes by.
    world.sit("王五", &[Role::Township]);
    let offered = |world: &World| {
        possible(&world.rows[&id], &world.case()).iter().any(|t| t.deed == Deed::CorrectDates)
    };
    assert!(!offered(&world));
    let refusal = world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), WHY]).unwrap_err();
    assert_eq!(refusal.guard, "谁可更正日期");
    // His own recheck he may correct, the day it was done he may not.
    world.must(id, Deed::FailRecheck, &[("opinion", "仍有堆物"), ("due", "2026-12-05")]);
    world.wait(1);
    assert!(offered(&world));
    world.must(id, Deed::CorrectDates, &[("on", "2026-11-27"), WHY]);
    let refusal = world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), WHY]).unwrap_err();
    assert_eq!((refusal.text.as_str(), refusal.fields[0].key.as_str()), ("完成日是 李四 登记的", "done_on"));
    world.sit("李四", &[Role::Township]);
    world.must(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), WHY]);
    world.sit("赵股长", &[Role::SectionLead]);
    world.must(id, Deed::CorrectDates, &[("done_on", "2026-11-24"), WHY]);
    assert_eq!(done_on(&world, id), Day::NONE, "新一轮还没有完成");
    assert_eq!(world.see(id).rounds[0].done_on, day("2026-11-24"));
}

#[test]
fn a_failed_recheck_moves_the_round_that_began_with_it() {
    let (mut world, id) = done();
    world.must(id, Deed::FailRecheck, &[("opinion", "仍有堆物"), ("due", "2026-12-05")]);
    world.wait(2);
    assert_eq!(world.see(id).rounds[1].from, day("2026-11-28"));
    world.must(id, Deed::CorrectDates, &[("on", "2026-11-27"), WHY]);
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.rounds[1].from), (State::Rectifying, day("2026-11-27")));
    assert_eq!((hazard.state_since, hazard.due), (day("2026-11-27"), day("2026-12-05")));
    world.must(id, Deed::ReportDone, &[("how", "已搬走")]);
    let refusal = world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-26"), WHY]).unwrap_err();
    assert_eq!(refusal.text, "完成日 2026-11-26 早于本轮起始日 2026-11-27");
}

#[test]
fn a_feedback_moves_what_it_brought_about() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般"), ("track", "移交"), ("department", "zj")]);
    world.must(id, Deed::SendLetter, &[]);
    world.wait(1);
    world.must(id, Deed::Accept, &[("receiver", "老周")]);
    world.wait(5);
    world.must(
        id,
        Deed::AnswerAndClose,
        &[("feedback_no", "住建函1号"), ("result", "已改"), ("rechecked", "是")],
    );
    world.wait(1);
    let refusal = world.act(id, Deed::CorrectDates, &[("feedback_on", "2026-11-23"), WHY]).unwrap_err();
    assert_eq!(refusal.text, "反馈日 2026-11-23 早于签收日 2026-11-24");
    world.must(id, Deed::CorrectDates, &[("feedback_on", "2026-11-27"), WHY]);
    let hazard = world.see(id);
    assert_eq!(
        (hazard.done_on(), hazard.closed_on, hazard.state),
        (day("2026-11-27"), day("2026-11-27"), State::Closed)
    );
    world.must(id, Deed::CorrectDates, &[("accepted_on", "2026-11-25"), WHY]);
    assert_eq!(world.see(id).rounds[0].from, day("2026-11-25"));
}

#[test]
fn what_was_verified_on_the_spot_stays_on_the_day_it_was_found() {
    let mut world = World::new();
    let visit = world.visit.to_string();
    let id = world.hazard(&[("inspection", &visit), ("finders", "李四、王五")]);
    world.must(id, Deed::FixAndVerify, &[("how", "当场搬走"), ("verifier", "王五")]);
    world.wait(2);
    let refusal = world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-24"), WHY]).unwrap_err();
    assert_eq!(refusal.guard, "日期先后");
    assert_eq!(world.see(id).closed_on, day("2026-11-23"));
}

#[test]
fn a_correction_is_taken_back_like_any_other_entry() {
    let (mut world, id) = done();
    let before = world.see(id).clone();
    world.must(id, Deed::CorrectDates, &[("done_on", "2026-11-25"), WHY]);
    world.submit(&Command::Undo { group: None }).unwrap();
    assert_eq!(world.see(id), &before);
}

#[test]
fn what_has_no_such_day_is_not_offered_the_correction() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    assert!(possible(&world.rows[&id], &world.case()).iter().all(|t| t.deed != Deed::CorrectDates));
    let refusal = world.act(id, Deed::CorrectDates, &[("done_on", "2026-11-23"), WHY]).unwrap_err();
    assert_eq!(refusal.guard, "有可更正的日期");
}
