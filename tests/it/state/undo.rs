//! Taking back and restoring.

use zhiben::model::command::Command;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::Kind;

use super::world::{WANAN, World, fields};

const UNDO: Command = Command::Undo { group: None };
const FIXED: &[(&str, &str)] = &[("how", "已清理")];

#[test]
fn what_was_done_is_taken_back_brought_back_and_taken_back_again() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    for _ in 0..2 {
        world.submit(&UNDO).unwrap();
        assert_eq!(world.see(id).state, State::Rectifying);
        assert!(world.see(id).done_on().is_none());
        world.submit(&Command::Redo).unwrap();
        assert_eq!(world.see(id).state, State::PendingRecheck);
        assert!(world.submit(&Command::Redo).is_err(), "nothing is left to bring back");
    }
    world.submit(&UNDO).unwrap();
    world.submit(&UNDO).unwrap();
    assert!(!world.rows.contains_key(&id), "the registration itself is gone");
    world.submit(&Command::Redo).unwrap();
    assert_eq!(world.see(id).state, State::Rectifying);
}

#[test]
fn a_group_is_taken_back_as_a_whole() {
    let mut world = World::new();
    let before = world.rows.clone();
    let shop = fields(&[("name", "老王超市"), ("township", WANAN)]);
    let visit = fields(&[("enterprise", "$1")]);
    world
        .submit(&Command::Group(vec![
            Command::Enter { kind: Kind::Enterprise, fields: shop },
            Command::Enter { kind: Kind::Inspection, fields: visit },
        ]))
        .unwrap();
    world.submit(&UNDO).unwrap();
    assert_eq!(before, world.rows);
}

#[test]
fn a_letter_that_went_out_stays_out() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般"), ("track", "移交"), ("department", "zj")]);
    world.must(id, Deed::SendLetter, &[]);
    let refusal = world.submit(&UNDO).unwrap_err();
    assert_eq!(refusal.guard, "未发函");
    assert!(refusal.hint.contains("退回"));
}

#[test]
fn nobody_takes_back_what_others_did_or_what_yesterday_was_done() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let group = world.journal.last().unwrap().group;
    let this = Command::Undo { group: Some(group) };
    world.me.name = "王五".into();
    assert_eq!(world.submit(&this).unwrap_err().guard, "本人");
    world.must(id, Deed::Note, &[("text", "已电话提醒")]);
    world.me.name = "李四".into();
    let refusal = world.submit(&this).unwrap_err();
    assert_eq!(refusal.guard, "其后无登记");
    assert!(refusal.text.contains("王五"), "{}", refusal.text);
    world.wait(1);
    assert_eq!(world.submit(&this).unwrap_err().guard, "当日");
}

#[test]
fn what_later_records_refer_to_stays() {
    let mut world = World::new();
    let shop = world.enter(Kind::Enterprise, &[("name", "老王超市"), ("township", WANAN)]);
    let group = world.journal.last().unwrap().group;
    world.enter(Kind::Inspection, &[("enterprise", &shop.to_string())]);
    let refusal = world.submit(&Command::Undo { group: Some(group) }).unwrap_err();
    assert_eq!(refusal.guard, "其后无登记");
    world.submit(&UNDO).unwrap();
    world.submit(&Command::Undo { group: Some(group) }).unwrap();
    assert!(!world.rows.contains_key(&shop));
}

#[test]
fn what_comes_back_does_not_clash_with_what_came_meanwhile() {
    let mut world = World::new();
    let plan = [("township", WANAN), ("month", "2026-12")];
    world.enter(Kind::InspectionPlan, &plan);
    world.submit(&UNDO).unwrap();
    world.me.name = "王五".into();
    world.enter(Kind::InspectionPlan, &plan);
    world.me.name = "李四".into();
    assert_eq!(world.submit(&Command::Redo).unwrap_err().fields[0].key, "month");
}

#[test]
fn several_undos_are_brought_back_the_last_one_first_and_then_no_more() {
    let mut world = World::new();
    let [first, second] = [(); 2].map(|()| world.hazard(&[("level", "一般")]));
    world.submit(&UNDO).unwrap();
    world.submit(&UNDO).unwrap();
    assert!(!world.rows.contains_key(&first) && !world.rows.contains_key(&second));
    world.submit(&Command::Redo).unwrap();
    assert!(world.rows.contains_key(&first) && !world.rows.contains_key(&second));
    world.submit(&Command::Redo).unwrap();
    assert!(world.rows.contains_key(&first) && world.rows.contains_key(&second));
    for _ in 0..2 {
        assert_eq!(world.submit(&Command::Redo).unwrap_err().text, "今天没有可恢复的撤销");
        assert!(world.rows.contains_key(&first) && world.rows.contains_key(&second));
    }
    world.submit(&UNDO).unwrap();
    assert!(!world.rows.contains_key(&second), "又能撤销最近的一条");
}

#[test]
fn what_is_newly_entered_ends_what_could_be_brought_back() {
    let mut world = World::new();
    let taken = world.hazard(&[("level", "一般")]);
    world.submit(&UNDO).unwrap();
    world.hazard(&[("level", "一般"), ("description", "灭火器过期")]);
    assert_eq!(world.submit(&Command::Redo).unwrap_err().text, "今天没有可恢复的撤销");
    assert!(!world.rows.contains_key(&taken));
}
