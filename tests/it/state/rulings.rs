//! The rulings about hazards, as an officer would tell them.

use zhiben::calendar::Day;
use zhiben::model::card::{Card, HazardCard, hazard_flag};
use zhiben::model::case::Role;
use zhiben::model::command::Command;
use zhiben::model::event::Fact;
use zhiben::model::field::Fields;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::possible;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::clock::rectify_limit;

use super::world::{WANAN, World, act, day, fields};

const FIXED: &[(&str, &str)] = &[("how", "已清理")];

#[test]
fn a_hazard_with_a_level_is_registered_and_judged_in_one_step() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.track.as_str()), (State::Rectifying, "限期整改"));
    assert_eq!((hazard.rectifier.as_str(), hazard.watcher.as_str()), ("张三", "李四"));
    assert_eq!((hazard.due, hazard.due_proposed), (day("2026-11-30"), false));
    assert_eq!(hazard.industry, "cy");
}

#[test]
fn a_hazard_without_a_level_waits_to_be_judged() {
    let mut world = World::new();
    let id = world.hazard(&[]);
    assert_eq!(world.see(id).state, State::Registered);
    world.must(id, Deed::Classify, &[]);
    assert_eq!((world.see(id).state, world.see(id).level.as_str()), (State::Rectifying, "一般"));
}

#[test]
fn a_text_that_may_be_major_stops_until_a_person_has_judged_it() {
    let mut world = World::new();
    let text = world
        .basics
        .catalog
        .iter()
        .map(|item| item.words.iter().map(|group| group[0].clone()).collect::<String>());
    let text = text.into_iter().find(|t| !world.basics.catalog_match(t, Some("cy")).is_empty()).unwrap();
    let shop = world.shop.to_string();
    let pairs = [("enterprise", shop.as_str()), ("description", &text), ("level", "一般")];
    let done = world.submit(&act("", Deed::Register, &pairs)).unwrap();
    let hazard = world.see(done.ids[0]);
    assert_eq!((hazard.state, hazard.level.as_str(), hazard.due.is_none()), (State::Registered, "", true));
    assert!(done.remarks[0].contains("可能属重大隐患"), "{:?}", done.remarks);
    world.must(done.ids[0], Deed::Classify, &[("level", "一般")]);
    assert_eq!(world.see(done.ids[0]).state, State::Rectifying);
}

#[test]
fn a_hazard_given_to_a_department_at_registration_waits_for_its_letter() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般"), ("track", "移交"), ("department", "zj")]);
    assert_eq!((world.see(id).state, world.see(id).legs.len()), (State::TransferPending, 1));
}

#[test]
fn what_is_said_of_a_text_that_may_be_major_is_where_the_hazard_stands() {
    let mut world = World::new();
    let mut register = |pairs: &[(&str, &str)]| {
        let shop = world.shop.to_string();
        let given = [("enterprise", shop.as_str()), ("description", "燃气阀门漏气"), ("industry", "cy")];
        let pairs: Vec<_> = given.iter().chain(pairs).copied().collect();
        let done = world.submit(&act("", Deed::Register, &pairs)).unwrap();
        let hazard = world.see(done.ids[0]);
        (hazard.state.name(), hazard.level.clone(), done.remarks.join("；"))
    };
    let held = "描述可能属重大隐患（JN-05），已停在待定性，请核对后定性";
    assert_eq!(register(&[("level", "一般")]), ("待定性", String::new(), held.into()));
    let fixed = [("level", "一般"), ("track", "立行立改"), ("done_on", "2026-11-23"), ("how", "已更换")];
    assert_eq!(register(&fixed), ("待定性", String::new(), held.into()));

    let assigned = "描述可能属重大隐患（JN-05），已按一般列入待移交，请核对等级";
    let given = [("track", "移交"), ("department", "zj")];
    assert_eq!(register(&given), ("待移交", "一般".into(), assigned.into()));
    let given = [("track", "移交"), ("department", "zj"), ("level", "重大"), ("interim", "已关阀停用")];
    assert_eq!(register(&given), ("待移交", "重大".into(), String::new()));
    let given = [("level", "重大"), ("interim", "已关阀停用")];
    let unjudged = "重大隐患已登记为待定性，请股室负责人写明判定依据后定性";
    assert_eq!(register(&given), ("待定性", "重大".into(), unjudged.into()));
}

#[test]
fn a_major_hazard_needs_an_interim_measure_at_once_and_its_five_points_before_the_end() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let bare = [("enterprise", shop.as_str()), ("description", "燃气泄漏"), ("level", "重大")];
    let refusal = world.submit(&act("", Deed::Register, &bare)).unwrap_err();
    assert_eq!(
        (refusal.guard.as_str(), refusal.fields[0].key.as_str()),
        ("重大隐患须有临时防范措施", "interim")
    );

    let major = [("level", "重大"), ("interim", "已停用"), ("criterion", "清单第3项")];
    let id = world.hazard(&major);
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.due_proposed), (State::Rectifying, true));
    assert_eq!((hazard.due, hazard.five_due), (day("2026-12-08"), day("2026-11-30")));
    assert_eq!(hazard.lacks_of_five(), ["措施", "资金", "时限", "预案"]);
    // A day that somebody names stands, be it the one that is proposed.
    let named = world.hazard(&[&major[..], &[("due", "2026-12-08")]].concat());
    assert!(!world.see(named).due_proposed && !world.see(named).lacks_of_five().contains(&"时限"));

    world.must(id, Deed::ReportDone, FIXED);
    let refusal = world.act(id, Deed::PassRecheck, &[("by", "王五")]).unwrap_err();
    assert_eq!(refusal.guard, "五落实");
    assert!(refusal.text.contains("措施、资金、时限、预案"), "{}", refusal.text);

    let five = [("measures", "换管"), ("funds", "800"), ("due", "2026-12-05"), ("emergency_plan", "有")];
    world.must(id, Deed::Secure, &five);
    let refusal = world.act(id, Deed::PassRecheck, &[("by", "王五"), ("led_by", "王五")]).unwrap_err();
    assert_eq!(refusal.fields[0].key, "approver");
    let passed = [("by", "王五"), ("led_by", "王五"), ("approver", "王五")];
    assert!(world.act(id, Deed::PassRecheck, &passed).unwrap_err().text.contains("不能是复查人"));
    world.must(id, Deed::PassRecheck, &[("by", "王五"), ("led_by", "王五"), ("approver", "陈局")]);
    assert_eq!(world.see(id).closed_by, ["王五", "陈局"]);
}

#[test]
fn a_major_hazard_is_closed_by_those_whom_the_register_calls_leaders() {
    let mut world = World::new();
    for (name, role) in
        [("王小明", "乡镇经办"), ("赵股长", "股室负责人"), ("张股员", "股室经办"), ("陈局", "局分管领导")]
    {
        world.enter(Kind::Person, &[("name", name), ("unit", WANAN), ("role", role)]);
    }
    let id = world.hazard(&[("level", "重大"), ("criterion", "清单第1项"), ("interim", "停用")]);
    world.must(
        id,
        Deed::Secure,
        &[("measures", "换管"), ("funds", "800"), ("due", "2026-12-05"), ("emergency_plan", "有")],
    );
    world.must(id, Deed::ReportDone, &[("how", "已更换")]);
    world.sit("王小明", &[Role::Township]);
    let mut close = |by: &str, lead: &str, approver: &str| {
        world.act(id, Deed::PassRecheck, &[("by", by), ("led_by", lead), ("approver", approver)])
    };
    let mut refused = |lead: &str, approver: &str, at: &str, what: &str| {
        let refusal = close("张股员、赵股长、林某", lead, approver).unwrap_err();
        assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), ("重大隐患复查与批准", at));
        assert_eq!(refusal.text, what);
    };
    refused("张股员", "陈局", "led_by", "带队人须是股室负责人以上，张股员 登记为股室经办");
    refused("赵股长", "王小明", "approver", "批准人须是局领导，您不是");
    refused("赵股长", "赵股长", "approver", "批准人不能是复查人");
    world.sit("张股员", &[Role::Section]);
    let refusal = world
        .act(id, Deed::PassRecheck, &[("by", "李四、赵股长"), ("led_by", "赵股长"), ("approver", "王小明")])
        .unwrap_err();
    assert_eq!(refusal.text, "批准人须是局领导，王小明 登记为乡镇经办");
    world.must(id, Deed::PassRecheck, &[("by", "李四、赵股长"), ("led_by", "赵股长"), ("approver", "陈局")]);
    assert_eq!(world.see(id).state, State::Closed);
}

#[test]
fn a_township_officer_registers_a_major_hazard_but_does_not_judge_it() {
    let mut world = World::new();
    world.sit("小林", &[Role::Township]);
    let id = world.hazard(&[("level", "重大"), ("interim", "已停用"), ("criterion", "清单第3项")]);
    assert_eq!((world.see(id).state, world.see(id).is_major()), (State::Registered, true));
    assert_eq!(world.act(id, Deed::Classify, &[]).unwrap_err().guard, "重大隐患定性");
    world.sit("赵股长", &[Role::SectionLead]);
    world.must(id, Deed::Classify, &[]);
    assert_eq!(world.see(id).state, State::Rectifying);
}

#[test]
fn a_fix_on_the_spot_is_closed_only_by_a_second_person_on_the_same_day() {
    let mut world = World::new();
    let visit = world.visit.to_string();
    let alone = world.hazard(&[]);
    assert_eq!(world.act(alone, Deed::FixAndVerify, FIXED).unwrap_err().guard, "两人以上检查");

    let id = world.hazard(&[("inspection", &visit), ("finders", "李四")]);
    let same = [("how", "已清理"), ("verifier", "李四")];
    assert_eq!(world.act(id, Deed::FixAndVerify, &same).unwrap_err().guard, "核实人不是唯一发现人");
    world.must(id, Deed::FixAndVerify, FIXED);
    assert_eq!(
        (world.see(id).state, world.see(id).closed_by.as_slice()),
        (State::Closed, &["王五".to_owned()][..])
    );
    assert_eq!(world.rows[&world.visit].body.get("finding").unwrap(), "发现");

    let late = world.hazard(&[("inspection", &visit)]);
    world.wait(1);
    let next_day = [("how", "已清理"), ("done_on", "2026-11-24")];
    assert_eq!(world.act(late, Deed::FixAndVerify, &next_day).unwrap_err().guard, "当日整改");
    world.must(late, Deed::FixOnSpot, &next_day);
    assert_eq!(world.see(late).state, State::PendingRecheck);
}

#[test]
fn who_rectified_does_not_recheck() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    let refusal = world.act(id, Deed::PassRecheck, &[("by", "王五、张三")]).unwrap_err();
    assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), ("复查人不是整改责任人", "by"));
    world.must(id, Deed::PassRecheck, &[]);
    assert_eq!((world.see(id).state, world.see(id).closed_on), (State::Closed, world.today));
}

#[test]
fn who_put_it_right_on_the_spot_neither_rechecks_nor_verifies_it() {
    let mut world = World::new();
    let id = world.hazard(&[]);
    world.must(id, Deed::FixOnSpot, FIXED);
    assert_eq!(
        (world.see(id).rectifier.as_str(), world.see(id).rectifier_unit.as_str()),
        ("张三", "阿芬牛肉店")
    );
    let refusal = world.act(id, Deed::PassRecheck, &[("by", "张三")]).unwrap_err();
    assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), ("复查人不是整改责任人", "by"));

    let visit = world.visit.to_string();
    let id = world.hazard(&[("inspection", &visit), ("finders", "李四")]);
    let refusal = world.act(id, Deed::FixAndVerify, &[("how", "已清理"), ("verifier", "张三")]).unwrap_err();
    assert_eq!(
        (refusal.guard.as_str(), refusal.fields[0].key.as_str()),
        ("核实人不是唯一发现人", "verifier")
    );
    let by_another = [("how", "已清理"), ("verifier", "王五"), ("rectifier", "王五")];
    assert!(world.act(id, Deed::FixAndVerify, &by_another).unwrap_err().text.contains("王五 是整改责任人"));
    world.must(id, Deed::FixAndVerify, FIXED);
    assert_eq!(world.see(id).rectifier, "张三");

    let id = world.hazard(&[
        ("level", "一般"),
        ("track", "立行立改"),
        ("done_on", "2026-11-23"),
        ("how", "已清理"),
    ]);
    assert_eq!((world.see(id).state, world.see(id).rectifier.as_str()), (State::PendingRecheck, "张三"));
}

#[test]
fn a_passed_recheck_says_its_opinion_and_on_what_the_hazard_was_closed() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    let silent = fields(&[]).with("by", "王五");
    let mut silent = silent;
    silent.clear("opinion");
    let wish = Command::Act { id: id.to_string(), deed: Deed::PassRecheck, fields: silent };
    assert_eq!(world.submit(&wish).unwrap_err().fields[0].key, "opinion");
    world.must(id, Deed::PassRecheck, &[]);
    assert_eq!(
        (world.see(id).rechecks[0].opinion.as_str(), world.see(id).closed_basis.as_str()),
        ("复查合格", "复查合格")
    );
}

#[test]
fn five_points_without_anything_new_are_nothing_to_record() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "重大"), ("interim", "已停用"), ("criterion", "清单第3项")]);
    for said in [&[][..], &[("rectifier", "张三")]] {
        let refusal = world.act(id, Deed::Secure, said).unwrap_err();
        assert_eq!((refusal.guard.as_str(), refusal.hint.is_empty()), ("有新内容", false), "{refusal:?}");
    }
    assert!(world.see(id).due_proposed, "nobody has confirmed it");
    // Naming the proposed day confirms it.
    let due = world.see(id).due.to_string();
    world.must(id, Deed::Secure, &[("rectifier", "张三"), ("due", &due), ("measures", "换管")]);
    assert_eq!((world.see(id).due_proposed, world.see(id).measures.as_str()), (false, "换管"));
    let Fact::Acted { fields, .. } = &world.journal.last().unwrap().event.fact else { panic!() };
    assert!(!fields.has("rectifier"), "what stood already is not said again");
}

#[test]
fn a_partly_passed_recheck_goes_back_with_a_new_due_day() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    let partly = [("result", "部分合格"), ("opinion", "尚缺标识"), ("due", "2026-11-26")];
    world.must(id, Deed::FailRecheck, &partly);
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.rounds.len(), hazard.due), (State::Rectifying, 2, day("2026-11-26")));
    assert_eq!(hazard.rechecks[0].result, "部分合格");
}

#[test]
fn one_letter_carries_several_hazards() {
    let mut world = World::new();
    let transfer = [("level", "一般"), ("track", "移交"), ("department", "zj"), ("basis", "燃气管理")];
    let (one, two) = (world.hazard(&transfer), world.hazard(&transfer));
    let both = format!("{one}、{two}");
    let letter = fields(&[("department", "zj"), ("letter_no", "洛商函〔2026〕7号"), ("hazards", &both)]);
    let group = Command::Group(vec![
        Command::Enter { kind: Kind::Transfer, fields: letter.clone() },
        act(&one.to_string(), Deed::SendLetter, &[("letter", "$1")]),
        act(&two.to_string(), Deed::SendLetter, &[("letter", "$1")]),
    ]);
    let letter_id = world.submit(&group).unwrap().ids[0];
    for id in [one, two] {
        let leg = world.see(id).leg().unwrap();
        assert_eq!((leg.letter, leg.letter_no.as_str()), (letter_id, "洛商函〔2026〕7号"));
        assert_eq!(world.see(id).state, State::TransferSent);
    }
    let again = Command::Enter { kind: Kind::Transfer, fields: letter };
    assert_eq!(world.submit(&again).unwrap_err().fields[0].key, "letter_no");

    world
        .submit(&Command::Amend {
            id: letter_id,
            seen: 0,
            fields: fields(&[("letter_no", "洛商函〔2026〕8号")]),
            effective_on: Day::NONE,
            why: "写错".into(),
        })
        .unwrap();
    assert_eq!(world.see(two).leg().unwrap().letter_no, "洛商函〔2026〕8号");
}

#[test]
fn the_day_of_a_letter_is_corrected_only_where_the_days_of_its_hazards_stay_in_order() {
    let mut world = World::new();
    let id = accepted(&mut world);
    let letter = world.see(id).leg().unwrap().letter;
    world.wait(5);
    let correct = |world: &mut World, on: &str| {
        let fields = fields(&[("sent_on", on)]);
        let why = "看错日期".to_owned();
        world.submit(&Command::Amend { id: letter, seen: 0, fields, effective_on: Day::NONE, why })
    };
    let refusal = correct(&mut world, "2026-11-24").unwrap_err();
    assert_eq!(refusal.fields[0].key, "sent_on");
    assert_eq!(refusal.fields[0].what, format!("{id}：签收日 2026-11-23 早于发出日 2026-11-24"));
    let refusal = correct(&mut world, "2026-11-22").unwrap_err();
    assert_eq!(refusal.fields[0].what, format!("{id}：发出日 2026-11-22 早于发现日期 2026-11-23"));
    assert_eq!(world.see(id).leg().unwrap().sent_on, day("2026-11-23"));
}

#[test]
fn a_letter_is_made_when_none_was_named_and_a_letter_alone_sends_its_hazards() {
    let mut world = World::new();
    let transfer = [("level", "一般"), ("track", "移交"), ("department", "zj")];
    let one = world.hazard(&transfer);
    world.must(one, Deed::SendLetter, &[("channel", "微信")]);
    let letter = world.see(one).leg().unwrap().letter;
    assert_eq!(world.rows[&letter].transfer().unwrap().hazards, [one]);

    let two = world.hazard(&transfer);
    world.enter(Kind::Transfer, &[("department", "zj"), ("hazards", &two.to_string())]);
    assert_eq!(world.see(two).state, State::TransferSent);
}

fn accepted(world: &mut World) -> Id {
    let id = world.hazard(&[("level", "一般"), ("track", "移交"), ("department", "zj")]);
    world.must(id, Deed::SendLetter, &[]);
    world.must(id, Deed::Accept, &[("receiver", "老周")]);
    id
}

#[test]
fn the_second_return_and_the_third_urge_call_for_the_leader() {
    let mut world = World::new();
    let id = accepted(&mut world);
    assert_eq!(world.see(id).leg().unwrap().feedback_due, day("2026-12-14"));
    assert_eq!(world.act(id, Deed::Urge, &[("channel", "电话")]).unwrap_err().guard, "限期已过才催办");
    let offers =
        |world: &World| possible(&world.rows[&id], &world.case()).iter().any(|t| t.deed == Deed::Urge);
    assert!(!offers(&world), "没有过限，催办不列出来");
    world.wait(21);
    assert!(!offers(&world), "12-14 当日还不算过");
    world.wait(9);
    assert!(offers(&world));
    let early = world.act(id, Deed::Urge, &[("channel", "电话"), ("on", "2026-12-14")]).unwrap_err();
    assert_eq!((early.guard.as_str(), early.fields.len()), ("限期已过才催办", 1));
    let remarks = [1, 2, 3].map(|_| world.must(id, Deed::Urge, &[("channel", "电话")]));
    assert_eq!((remarks[1].len(), remarks[2].len()), (0, 1));
    assert!(remarks[2][0].contains("分管领导"), "{remarks:?}");

    assert!(world.must(id, Deed::Return, &[("reason", "不属我局")]).is_empty());
    assert_eq!(world.see(id).state, State::Registered);
    world.must(id, Deed::Assign, &[("department", "cg"), ("basis", "城市管理")]);
    world.must(id, Deed::SendLetter, &[]);
    let remarks = world.must(id, Deed::Return, &[("reason", "不属我局")]);
    assert!(remarks[0].contains("第 2 次退回"), "{remarks:?}");
}

#[test]
fn a_department_closes_only_with_its_own_recheck() {
    let mut world = World::new();
    let id = accepted(&mut world);
    let unverified = [("feedback_no", "住建函1号"), ("result", "已改"), ("rechecked", "否")];
    assert_eq!(world.act(id, Deed::AnswerAndClose, &unverified).unwrap_err().guard, "反馈含部门复查结论");
    let verified = [("feedback_no", "住建函1号"), ("result", "已改"), ("rechecked", "是")];
    world.must(id, Deed::AnswerAndClose, &verified);
    assert_eq!(world.see(id).state, State::Closed);
}

#[test]
fn a_transferred_hazard_fixed_meanwhile_is_rechecked_by_us_and_goes_back_to_the_department_when_it_fails() {
    let mut world = World::new();
    let id = accepted(&mut world);
    let fixed = [("how", "企业已换管"), ("informed", "电话告知住建老周")];
    world.must(id, Deed::FixedMeanwhile, &fixed);
    assert_eq!(world.see(id).state, State::PendingRecheck);
    world.must(id, Deed::FailRecheck, &[("opinion", "仍漏气")]);
    assert_eq!((world.see(id).state, world.see(id).leg().unwrap().urged.len()), (State::TransferAccepted, 1));
}

#[test]
fn informing_a_department_leaves_the_state_alone() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::Inform, &[("department", "xf"), ("channel", "微信")]);
    assert_eq!(world.see(id).state, State::Rectifying);
    assert_eq!(world.see(id).informed, ["2026-11-23 消防 微信"]);
}

fn card(world: &World, id: Id) -> HazardCard {
    match Card::of(&world.rows[&id], &world.basics) {
        Some(Card::Hazard(card, _)) => card,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_department_put_right_and_did_not_pass_is_not_put_right() {
    let mut world = World::new();
    let id = accepted(&mut world);
    world.must(id, Deed::Answer, &[("result", "已整改")]);
    assert_eq!(card(&world, id).done_on, world.today);
    world.must(id, Deed::FailRecheck, &[("opinion", "仍漏气")]);
    assert_eq!(world.see(id).state, State::TransferAccepted);
    assert!(card(&world, id).done_on.is_none());
}

#[test]
fn what_came_back_from_a_department_is_ours_to_have_put_right() {
    let mut world = World::new();
    let id = accepted(&mut world);
    let is_ours = |world: &World| !card(world, id).is(hazard_flag::HANDED_OVER);
    assert!(!is_ours(&world));
    world.must(id, Deed::Return, &[("reason", "不属我局")]);
    assert!(is_ours(&world));
    world.must(id, Deed::Classify, &[("due", "2026-11-25")]);
    world.wait(4);
    world.must(id, Deed::ReportDone, FIXED);
    let card = card(&world, id);
    assert!(card.is(hazard_flag::TRANSFERRED), "it had been there");
    assert_eq!(rectify_limit(&card), day("2026-11-25"), "put right on the 27th is late");
}

#[test]
fn what_had_come_back_is_looked_at_once_more_when_it_is_closed_again() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let closes = |world: &mut World| {
        world.must(id, Deed::ReportDone, FIXED);
        world.must(id, Deed::PassRecheck, &[]);
    };
    closes(&mut world);
    world.wait(10);
    world.must(id, Deed::LookBack, &[]);
    assert_eq!(
        (card(&world, id).looked_back_on, card(&world, id).is(hazard_flag::LOOKED_BACK)),
        (world.today, true)
    );
    world.must(id, Deed::Relapse, &[("opinion", "又被遮挡")]);
    closes(&mut world);
    assert!(card(&world, id).looked_back_on.is_none() && !card(&world, id).is(hazard_flag::LOOKED_BACK));
    world.must(id, Deed::LookBack, &[]);
    assert_eq!(card(&world, id).looked_back_on, world.today);
}

#[test]
fn the_clock_of_a_recheck_stands_still_while_the_shop_is_shut() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    world.must(id, Deed::Suspend, &[("reason", "装修")]);
    world.wait(10);
    world.must(id, Deed::Resume, &[]);
    assert_eq!(card(&world, id).stood, 10);
    world.must(id, Deed::Suspend, &[("reason", "又停")]);
    world.wait(3);
    world.must(id, Deed::PassRecheck, &[]);
    assert_eq!(card(&world, id).stood, 13, "closed in time or not by the clock that ran until then");
    world.must(id, Deed::Relapse, &[("opinion", "又被遮挡")]);
    assert_eq!(card(&world, id).stood, 0);
}

#[test]
fn the_clock_stands_still_while_the_shop_is_shut() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::Suspend, &[("reason", "装修")]);
    world.wait(10);
    world.must(id, Deed::Resume, &[]);
    let hazard = world.see(id);
    assert_eq!((hazard.due, hazard.rounds[0].due), (day("2026-12-10"), day("2026-12-10")));
    assert!(hazard.suspended_on.is_none());
}

#[test]
fn a_late_extension_says_that_it_is_late_and_somebody_else_decides_it() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.wait(9);
    let ask = [("reason", "配件未到"), ("new_due", "2026-12-15"), ("interim", "停用")];
    assert!(world.must(id, Deed::AskExtension, &ask)[0].contains("逾期后申请"));
    assert_eq!(world.see(id).pending_extension().unwrap().missed, day("2026-11-30"));
    assert_eq!(world.act(id, Deed::AskExtension, &ask).unwrap_err().guard, "没有待批的延期");
    let himself = [("granted", "是"), ("decided_by", "李四")];
    assert_eq!(world.act(id, Deed::DecideExtension, &himself).unwrap_err().guard, "上一级审批");
    world.must(id, Deed::DecideExtension, &[("granted", "是"), ("decided_by", "赵股长")]);
    assert_eq!(world.see(id).due, day("2026-12-15"));
    assert_eq!(world.see(id).missed_due(), day("2026-11-30"), "still overdue since then");
    world.must(id, Deed::ReportDone, &[("how", "已换")]);
    world.must(id, Deed::FailRecheck, &[("opinion", "仍漏气"), ("due", "2026-12-20")]);
    assert!(world.see(id).missed_due().is_none(), "a new round has a day of its own");
}

#[test]
fn an_extension_falls_with_the_round_it_was_asked_for_and_never_shortens() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般"), ("due", "2026-11-30")]);
    let ask = [("reason", "配件未到"), ("new_due", "2026-12-15"), ("interim", "停用")];
    let granted = [("granted", "是"), ("decided_by", "赵股长")];
    world.must(id, Deed::AskExtension, &ask);
    world.must(id, Deed::ReportDone, FIXED);
    assert!(!card(&world, id).is(hazard_flag::EXTENSION_ASKED));
    world.must(id, Deed::FailRecheck, &[("opinion", "仍遮挡"), ("due", "2026-12-20")]);
    assert_eq!(world.act(id, Deed::DecideExtension, &granted).unwrap_err().guard, "有待批的延期");

    // While it was asked for, the shop was shut and the due day moved by itself.
    world.must(id, Deed::AskExtension, &[ask[0], ("new_due", "2026-12-22"), ask[2]]);
    world.must(id, Deed::Suspend, &[("reason", "装修")]);
    world.wait(5);
    world.must(id, Deed::Resume, &[]);
    assert_eq!(world.see(id).due, day("2026-12-25"));
    let refusal = world.act(id, Deed::DecideExtension, &granted).unwrap_err();
    assert_eq!(refusal.text, "申请的新期限 2026-12-22 不晚于现在的期限 2026-12-25");
    world.must(id, Deed::DecideExtension, &[("granted", "否"), ("decided_by", "赵股长")]);
    world.must(id, Deed::AskExtension, &[ask[0], ("new_due", "2026-12-31"), ask[2]]);
}

#[test]
fn another_level_is_asked_for_and_decided_by_somebody_else() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let without = [("level", "重大"), ("interim", "停用")];
    assert_eq!(world.act(id, Deed::AskRegrade, &without).unwrap_err().guard, "另一等级");
    let up = [("level", "重大"), ("interim", "停用"), ("criterion", "清单第3项")];
    world.must(id, Deed::AskRegrade, &up);
    assert_eq!(
        (world.see(id).level.as_str(), world.see(id).five_due.is_none()),
        ("一般", true),
        "only asked"
    );
    for deed in [Deed::AskRegrade, Deed::Regrade] {
        assert_eq!(world.act(id, deed, &up).unwrap_err().guard, "没有待批的调级", "{deed:?}");
    }
    let himself = [("granted", "是"), ("decided_by", "李四")];
    assert_eq!(world.act(id, Deed::DecideRegrade, &himself).unwrap_err().guard, "调级审批");
    world.must(
        id,
        Deed::DecideRegrade,
        &[("granted", "否"), ("decided_by", "赵股长"), ("reason", "不在清单内")],
    );
    assert_eq!(world.see(id).level, "一般");
    assert_eq!(world.act(id, Deed::DecideRegrade, &himself).unwrap_err().guard, "有待批的调级");

    world.must(id, Deed::AskRegrade, &up);
    world.must(id, Deed::DecideRegrade, &[("granted", "是"), ("decided_by", "赵股长")]);
    let hazard = world.see(id);
    assert_eq!(
        (hazard.level.as_str(), hazard.criterion.as_str(), hazard.interim.as_str()),
        ("重大", "清单第3项", "停用")
    );
    assert!(!hazard.five_due.is_none(), "五落实 runs from here");
    world.must(id, Deed::AskRegrade, &[("level", "一般"), ("reason", "已停用")]);
    world.must(id, Deed::DecideRegrade, &[("granted", "是"), ("decided_by", "钱局")]);
    assert_eq!((world.see(id).level.as_str(), world.see(id).five_due.is_none()), ("一般", true));
}

#[test]
fn a_listed_hazard_is_delisted_before_it_is_closed() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "重大"), ("interim", "已停用"), ("criterion", "清单第3项")]);
    world.must(id, Deed::List, &[("no", "洛安办〔2026〕1号"), ("order_level", "区"), ("due", "2026-12-20")]);
    world.must(id, Deed::ReportDone, FIXED);
    let refusal = world.act(id, Deed::PassRecheck, &[]).unwrap_err();
    assert_eq!(refusal.guard, "先摘牌后销号");
    assert!(refusal.hint.contains("摘牌"));
    world.must(id, Deed::Delist, &[]);
    assert_ne!(world.act(id, Deed::PassRecheck, &[]).unwrap_err().guard, "先摘牌后销号");
}

#[test]
fn what_comes_back_within_the_window_is_reopened_and_later_is_a_new_hazard() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::ReportDone, FIXED);
    world.must(id, Deed::PassRecheck, &[]);
    let back = [("opinion", "又被遮挡")];
    let mut later = world.clone();
    later.wait(31);
    let refusal = later.act(id, Deed::Relapse, &back).unwrap_err();
    assert!(refusal.hint.contains(&id.to_string()), "{}", refusal.hint);
    world.wait(30);
    world.must(id, Deed::Relapse, &back);
    assert_eq!((world.see(id).state, world.see(id).closed_on.is_none()), (State::Rectifying, true));
}

#[test]
fn cases_are_merged_within_one_enterprise() {
    let mut world = World::new();
    let (one, two) = (world.hazard(&[]), world.hazard(&[]));
    assert_eq!(
        world.act(one, Deed::Merge, &[("target", &one.to_string())]).unwrap_err().guard,
        "并案须同一企业"
    );
    world.must(one, Deed::Merge, &[("target", &two.to_string())]);
    assert_eq!((world.see(one).state, world.see(one).merged_into), (State::Merged, two));
    assert!(possible(&world.rows[&one], &world.case()).is_empty());
}

#[test]
fn an_old_row_comes_in_closed_only_when_it_was_closed_before_the_start() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let row = |on: &str| {
        fields(&[("enterprise", &shop), ("township", super::world::WANAN), ("description", "线路老化")])
            .with("found_on", "2025-03-01")
            .with("level", "一般")
            .with("state", "已销号")
            .with("on", on)
            .with("missing", "by")
    };
    let import = |fields: Fields| Command::Act { id: String::new(), deed: Deed::Import, fields };
    let id = world.submit(&import(row("2025-03-08"))).unwrap().ids[0];
    let hazard = world.see(id);
    assert_eq!((hazard.state, hazard.closed_on, hazard.imported), (State::Closed, day("2025-03-08"), true));
    assert_eq!(hazard.missing, ["by"]);
    assert_eq!(world.submit(&import(row("2026-03-08"))).unwrap_err().guard, "期初导入限启用日前");
    assert_eq!(world.submit(&import(row("2025-02-08"))).unwrap_err().guard, "日期先后");
}

#[test]
fn as_soon_as_possible_becomes_a_proposal_that_somebody_confirms() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let row = [("enterprise", shop.as_str()), ("township", super::world::WANAN), ("description", "线路老化")];
    let row = fields(&row).with("found_on", "2026-11-20").with("level", "一般").with("state", "整改中");
    let id =
        world.submit(&Command::Act { id: String::new(), deed: Deed::Import, fields: row }).unwrap().ids[0];
    assert_eq!((world.see(id).due, world.see(id).due_proposed), (day("2026-11-27"), true));
    world.must(id, Deed::ConfirmDue, &[("due", "2026-12-01")]);
    assert_eq!((world.see(id).due, world.see(id).due_proposed), (day("2026-12-01"), false));
    assert_eq!(world.act(id, Deed::ConfirmDue, &[("due", "2026-12-02")]).unwrap_err().guard, "期限待补");
}

#[test]
fn everything_missing_is_said_at_once_and_nothing_happens() {
    let mut world = World::new();
    let before = (world.rows.clone(), world.journal.len());
    let refusal = world.submit(&act("", Deed::Register, &[("level", "大"), ("colour", "red")])).unwrap_err();
    let mut keys: Vec<_> = refusal.fields.iter().map(|e| e.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["colour", "description", "enterprise", "level", "township"]);
    assert_eq!(before, (world.rows.clone(), world.journal.len()));
}

#[test]
fn what_cannot_be_done_now_is_refused_with_what_can() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let refusal = world.act(id, Deed::PassRecheck, &[]).unwrap_err();
    assert_eq!(refusal.guard, "状态");
    assert!(refusal.text.contains("整改中") && refusal.hint.contains("完成"), "{refusal:?}");
    world.sit("小林", &[Role::Township]);
    let refusal = world.act(id, Deed::MarkRefusal, &[("evidence", "照片")]).unwrap_err();
    assert_eq!(refusal.guard, "权限");
}

#[test]
fn a_township_keeps_to_its_own_premises() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.sit("小林", &[Role::Township]);
    world.me.unit = super::world::SHUANGYANG.into();
    assert_eq!(world.act(id, Deed::ReportDone, FIXED).unwrap_err().guard, "辖区");
    world.me.unit = super::world::WANAN.into();
    world.must(id, Deed::ReportDone, FIXED);
}

#[test]
fn a_draft_is_completed_or_thrown_away() {
    let mut world = World::new();
    let text = [("township", super::world::WANAN), ("description", "门口堆物")];
    let id = world.submit(&act("", Deed::Draft, &text)).unwrap().ids[0];
    assert_eq!(world.see(id).state, State::Draft);
    let shop = world.shop.to_string();
    world.must(id, Deed::Register, &[("enterprise", &shop), ("level", "一般")]);
    assert_eq!((world.see(id).state, world.see(id).description.as_str()), (State::Rectifying, "门口堆物"));
    world.must(id, Deed::Void, &[("reason", "重复")]);
    assert!(world.rows[&id].is_void());
}

#[test]
fn level_path_and_due_day_are_not_changed_by_a_correction() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let refusal = world.act(id, Deed::Amend, &[("due", "2027-01-01")]).unwrap_err();
    assert_eq!(refusal.fields[0].key, "due");
    world.must(id, Deed::Amend, &[("location", "后厨")]);
    assert_eq!(world.see(id).location, "后厨");
    let empty = Command::Amend {
        id,
        seen: 0,
        fields: Fields([("description".to_owned(), String::new())].into()),
        effective_on: Day::NONE,
        why: String::new(),
    };
    assert_eq!(world.submit(&empty).unwrap_err().fields[0].what, "不能改为空");
}

#[test]
fn a_due_day_is_never_proposed_that_has_passed() {
    let mut world = World::new();
    let late = world.hazard(&[("found_on", "2026-10-10")]);
    world.must(late, Deed::Classify, &[]);
    assert_eq!(world.see(late).due, day("2026-11-30"), "从今天起 7 日");
    let soon = world.hazard(&[("level", "一般")]);
    assert_eq!(world.see(soon).due, day("2026-11-30"));
    let major = world.hazard(&[("level", "重大"), ("interim", "已停用")]);
    world.wait(30);
    world.must(major, Deed::Classify, &[("level", "重大"), ("criterion", "清单第3项")]);
    assert_eq!(world.see(major).due, day("2027-01-07"), "暂定的 12-08 已经过了，从今天起 15 日");
}

#[test]
fn the_five_points_may_come_one_by_one_and_what_is_missing_is_said() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "重大"), ("interim", "已停用"), ("criterion", "清单第3项")]);
    let said = |world: &mut World, pairs: &[(&str, &str)]| world.must(id, Deed::Secure, pairs).join("；");
    assert_eq!(said(&mut world, &[("rectifier", "李四")]), "五落实还缺：措施、资金、时限、预案");
    assert_eq!(said(&mut world, &[("due", "2026-12-20")]), "五落实还缺：措施、资金、预案");
    assert_eq!(said(&mut world, &[("measures", "更换阀门"), ("funds", "3000")]), "五落实还缺：预案");
    assert_eq!(said(&mut world, &[("emergency_plan", "现场处置方案")]), "五落实已齐");
}

#[test]
fn what_the_sections_decide_is_neither_offered_nor_granted_to_a_township_officer() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.sit("王乡", &[Role::Township]);
    let offered: Vec<Deed> = possible(&world.rows[&id], &world.case()).iter().map(|t| t.deed).collect();
    let gone: &[(&str, &str)] = &[("basis", "已拆除"), ("approver", "陈局")];
    let reassigned: &[(&str, &str)] = &[("department", "xf"), ("reason", "属消防职责")];
    for (deed, pairs) in [(Deed::Reassign, reassigned), (Deed::SiteGone, gone)] {
        assert!(!offered.contains(&deed), "{deed:?}");
        assert_eq!(world.act(id, deed, pairs).unwrap_err().guard, "权限", "{deed:?}");
    }
    assert!(offered.contains(&Deed::ReportDone));
    world.sit("林股", &[Role::Section]);
    world.must(id, Deed::Reassign, reassigned);
}
