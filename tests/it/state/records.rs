//! Records that consist of fields.

use zhiben::calendar::Day;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::specs_of;

use super::world::{SHUANGYANG, WANAN, World, act, day, fields};

fn amend(id: Id, pairs: &[(&str, &str)], effective_on: Day) -> Command {
    Command::Amend { id, seen: 0, fields: fields(pairs), effective_on, why: String::new() }
}

#[test]
fn a_change_in_the_world_begins_a_span_and_a_correction_rewrites_the_last() {
    let mut world = World::new();
    let spans = |world: &World| {
        let shop = world.rows[&world.shop].enterprise().unwrap();
        shop.spans.iter().map(|s| (s.from.to_string(), s.township.clone(), s.is_open)).collect::<Vec<_>>()
    };
    let start = spans(&world)[0].0.clone();
    world.submit(&amend(world.shop, &[("township", SHUANGYANG)], Day::NONE)).unwrap();
    assert_eq!(spans(&world), [(start.clone(), SHUANGYANG.into(), true)]);
    world.submit(&amend(world.shop, &[("status", "停业")], day("2026-11-01"))).unwrap();
    let closed = ("2026-11-01".to_owned(), SHUANGYANG.to_owned(), false);
    assert_eq!(spans(&world), [(start, SHUANGYANG.into(), true), closed]);
    let tomorrow = world.today.plus(1);
    let refusal = world.submit(&amend(world.shop, &[("status", "在营")], tomorrow)).unwrap_err();
    assert_eq!(refusal.fields[0].key, "effective_on");
}

#[test]
fn a_change_from_an_earlier_day_on_leaves_what_later_changes_said_of_other_fields() {
    let mut world = World::new();
    let shop = world.shop;
    world.submit(&amend(shop, &[("township", SHUANGYANG)], day("2026-03-01"))).unwrap();
    world.submit(&amend(shop, &[("is_key", "是")], day("2026-01-01"))).unwrap();
    let spans = |world: &World| {
        let spans = &world.rows[&shop].enterprise().unwrap().spans;
        spans.iter().map(|s| (s.from.to_string(), s.township.clone(), s.is_key)).collect::<Vec<_>>()
    };
    let known = |from: &str, town: &str, is_key| (from.to_owned(), town.to_owned(), is_key);
    let moved = known("2026-03-01", SHUANGYANG, true);
    let both = [known("2024-05-10", WANAN, false), known("2026-01-01", WANAN, true), moved.clone()];
    assert_eq!(spans(&world), both);

    world.submit(&amend(shop, &[("status", "停业")], day("2026-01-01"))).unwrap();
    assert_eq!(spans(&world), both, "the day had a span already");
    assert!(world.rows[&shop].enterprise().unwrap().spans[1..].iter().all(|span| !span.is_open));
    world.submit(&amend(shop, &[("is_key", "否"), ("status", "在营")], day("2026-01-01"))).unwrap();
    assert_eq!(spans(&world), [known("2024-05-10", WANAN, false), known("2026-03-01", SHUANGYANG, false)]);
}

#[test]
fn a_shop_met_once_the_ledger_is_in_use_is_counted_from_then_on() {
    let mut world = World::new();
    let new = [("name", "新开面馆"), ("township", WANAN), ("industries", "cy")];
    let since = |world: &World, id: Id| world.rows[&id].enterprise().unwrap().spans[0].from.to_string();
    let shop = world.enter(Kind::Enterprise, &new);
    assert_eq!(since(&world, shop), "2026-11-23");
    let old = world.enter(Kind::Enterprise, &[&new[..], &[("since", "2025-01-01")]].concat());
    assert_eq!(since(&world, old), "2025-01-01");

    // Up to the 启用日 the register is still being brought in.
    world.today = day("2026-01-01");
    let first = world.enter(Kind::Enterprise, &new);
    assert_eq!(since(&world, first), "2024-05-10");
}

#[test]
fn a_stub_is_counted_from_the_day_it_is_completed_unless_somebody_says_since_when() {
    let mut world = World::new();
    let stub = [("name", "新开面馆"), ("township", WANAN), ("status", "待补全")];
    let spans = |world: &World, id: Id| {
        let spans = &world.rows[&id].enterprise().unwrap().spans;
        spans.iter().map(|s| (s.from.to_string(), s.is_open)).collect::<Vec<_>>()
    };
    let [one, other] = [(); 2].map(|()| world.enter(Kind::Enterprise, &stub));
    world.wait(7);
    world.submit(&amend(one, &[("status", "在营")], Day::NONE)).unwrap();
    assert_eq!(spans(&world, one), [("2026-11-23".into(), false), ("2026-11-30".into(), true)]);
    world.submit(&amend(other, &[("status", "在营"), ("since", "2026-07-01")], Day::NONE)).unwrap();
    assert_eq!(spans(&world, other), [("2026-07-01".into(), true)]);
}

#[test]
fn a_township_has_one_plan_a_month() {
    let mut world = World::new();
    let plan = [("township", WANAN), ("month", "2026-12")];
    let first = world.enter(Kind::InspectionPlan, &plan);
    let again = Command::Enter { kind: Kind::InspectionPlan, fields: fields(&plan) };
    let refusal = world.submit(&again).unwrap_err();
    assert!(refusal.text.contains(&first.to_string()), "{}", refusal.text);
    world.submit(&Command::Void { id: first, why: "填错".into() }).unwrap();
    world.submit(&again).unwrap();
}

#[test]
fn a_visit_fulfils_the_item_of_the_plan_that_it_names() {
    let mut world = World::new();
    let plan = world.enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-11")]).to_string();
    let shop = world.shop.to_string();
    let item = world.enter(Kind::PlanItem, &[("plan", &plan), ("enterprise", &shop)]);
    let visit = world.enter(Kind::Inspection, &[("enterprise", &shop), ("plan_item", &item.to_string())]);
    let outcome = |world: &World| world.rows[&item].body.get("outcome").unwrap();
    assert_eq!(
        (outcome(&world).as_str(), world.rows[&item].plan_item().unwrap().inspection),
        ("已检", visit)
    );
    world.submit(&Command::Void { id: visit, why: "填错".into() }).unwrap();
    assert_eq!(outcome(&world), "");
}

#[test]
fn an_item_is_done_by_a_visit_and_stays_so_while_one_stands() {
    let mut world = World::new();
    let plan = world.enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-11")]).to_string();
    let shop = world.shop.to_string();
    let item = world.enter(Kind::PlanItem, &[("plan", &plan), ("enterprise", &shop)]);
    let refusal = world.submit(&amend(item, &[("outcome", "已检")], Day::NONE)).unwrap_err();
    assert!(refusal.fields[0].what.starts_with("已检须有检查"), "{refusal:?}");

    let named = item.to_string();
    let visits = ["2026-11-20", "2026-11-21"].map(|on| {
        world.enter(Kind::Inspection, &[("enterprise", &shop), ("plan_item", &named), ("date", on)])
    });
    let stands = |world: &World| {
        let item = world.rows[&item].plan_item().unwrap();
        (item.outcome.clone(), item.inspection, item.done_on)
    };
    assert_eq!(stands(&world), ("已检".into(), visits[1], day("2026-11-21")));
    world.submit(&amend(visits[1], &[("date", "2026-11-22")], Day::NONE)).unwrap();
    assert_eq!(stands(&world), ("已检".into(), visits[1], day("2026-11-22")));
    world.submit(&Command::Void { id: visits[1], why: "重复".into() }).unwrap();
    assert_eq!(stands(&world), ("已检".into(), visits[0], day("2026-11-20")), "the other one stands");
    let mut freed = amend(visits[0], &[], Day::NONE);
    let Command::Amend { fields, .. } = &mut freed else { panic!() };
    fields.clear("plan_item");
    world.submit(&freed).unwrap();
    assert_eq!(stands(&world), (String::new(), Id::NONE, Day::NONE));

    let moved = [("outcome", "改期"), ("moved_to", "2026-12-05"), ("reason", "装修")];
    world.submit(&amend(item, &moved, Day::NONE)).unwrap();
    assert_eq!(stands(&world), ("改期".into(), Id::NONE, world.today));
}

#[test]
fn a_ledger_is_confirmed_once_and_when_its_month_is_over() {
    let mut world = World::new();
    let confirm = |month: &str| Command::Enter {
        kind: Kind::Confirmation,
        fields: fields(&[("township", WANAN), ("month", month), ("found", "0")]),
    };
    let refusal = world.submit(&confirm("2026-11")).unwrap_err();
    assert_eq!(refusal.fields[0].what, "2026-11 还没有过完，2026-11-30 以后再确认：之后登记的隐患也要算进去");
    let first = world.submit(&confirm("2026-10")).unwrap().ids[0];
    let refusal = world.submit(&confirm("2026-10")).unwrap_err();
    assert!(refusal.text.contains(&first.to_string()), "{refusal:?}");
    world.submit(&amend(first, &[("found", "2")], Day::NONE)).unwrap();
}

#[test]
fn every_bad_field_is_told_with_its_label() {
    let mut world = World::new();
    let bad = [("date", "2026-13-01"), ("enterprise", "H2611-0001"), ("mode", "闲逛"), ("township", "洛阳")];
    let refusal = world.submit(&Command::Enter { kind: Kind::Inspection, fields: fields(&bad) }).unwrap_err();
    let labels: Vec<_> = refusal.fields.iter().map(|e| e.label.as_str()).collect();
    assert_eq!(labels, ["日期", "企业", "方式", "乡镇"]);
    assert!(refusal.fields[1].what.contains("不是企业的编号"));
}

#[test]
fn what_happened_does_not_lie_in_the_future() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let visit = fields(&[("date", "2026-11-24"), ("enterprise", &shop)]);
    let refusal = world.submit(&Command::Enter { kind: Kind::Inspection, fields: visit }).unwrap_err();
    assert_eq!(refusal.fields[0].key, "date");
}

#[test]
fn one_inspector_and_a_wrong_credit_code_are_remarked_not_refused() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let alone = Command::Enter { kind: Kind::Inspection, fields: fields(&[("enterprise", &shop)]) };
    assert!(world.submit(&alone).unwrap().remarks[0].contains("不足 2 人"));
    let wrong = world.submit(&amend(world.shop, &[("uscc", "91350500M000100Y4A")], Day::NONE)).unwrap();
    assert!(wrong.remarks[0].contains("校验位"));
    let right = world.submit(&amend(world.shop, &[("uscc", "91350100M000100Y43")], Day::NONE)).unwrap();
    assert!(right.remarks.is_empty(), "{:?}", right.remarks);
}

#[test]
fn a_stale_form_is_told_who_changed_what() {
    let mut world = World::new();
    let seen = world.rows[&world.shop].version;
    world.me.name = "王五".into();
    world.submit(&amend(world.shop, &[("phone", "13800000000")], Day::NONE)).unwrap();
    world.me.name = "李四".into();
    let stale = Command::Amend {
        id: world.shop,
        seen,
        fields: fields(&[("village", "杏宅")]),
        effective_on: Day::NONE,
        why: String::new(),
    };
    let refusal = world.submit(&stale).unwrap_err();
    assert_eq!(refusal.guard, "版本");
    assert!(refusal.text.contains("王五") && refusal.text.contains("联系电话"), "{}", refusal.text);
}

#[test]
fn a_group_is_all_or_nothing_and_its_commands_see_one_another() {
    let mut world = World::new();
    let shop = Command::Enter {
        kind: Kind::Enterprise,
        fields: fields(&[
            ("name", "老王超市"),
            ("township", WANAN),
            ("industries", "sc"),
            ("principal", "老王"),
        ]),
    };
    let visit = Command::Enter { kind: Kind::Inspection, fields: fields(&[("enterprise", "$1")]) };
    let hazard = act("", Deed::Register, &[("inspection", "$2"), ("description", "堆物"), ("level", "一般")]);
    let done = act("$3", Deed::ReportDone, &[("how", "已清")]);
    let made = world.submit(&Command::Group(vec![shop.clone(), visit, hazard, done])).unwrap();
    let id = made.ids[2];
    assert_eq!((world.see(id).enterprise, world.see(id).rectifier.as_str()), (made.ids[0], "老王"));
    assert_eq!(world.see(id).industry, "sc");

    let before = world.rows.clone();
    let broken = Command::Enter { kind: Kind::Inspection, fields: fields(&[("enterprise", "$7")]) };
    let refusal = world.submit(&Command::Group(vec![shop, broken])).unwrap_err();
    assert!(refusal.text.starts_with("第 2 条"), "{}", refusal.text);
    assert_eq!(before, world.rows);
}

#[test]
fn a_document_is_loaded_whole_or_not_at_all() {
    let mut world = World::new();
    let load = |text: &str| Command::Load { name: "office.toml".into(), text: text.into() };
    let id = world.submit(&load("[settings]\nrecheck_workdays = 3\n")).unwrap().ids[0];
    let refusal = world.submit(&load("[settings]\nrecheck_workdays = \"三\"\n")).unwrap_err();
    assert!(!refusal.fields.is_empty() && refusal.text.contains("office.toml"), "{refusal:?}");
    assert_eq!(world.submit(&load("[settings]\nrecheck_workdays = 4\n")).unwrap().ids, [id]);
}

#[test]
fn every_noun_says_all_that_it_needs_when_nothing_is_given() {
    let world = World::new();
    for kind in Kind::ALL.into_iter().filter(|k| !matches!(k, Kind::Hazard | Kind::Document)) {
        let mut world = world.clone();
        let refusal = world.submit(&Command::Enter { kind, fields: Fields::default() });
        let asked: Vec<_> = specs_of(kind).into_iter().filter(|s| s.required && s.key != "date").collect();
        if let Err(refusal) = refusal {
            assert!(!refusal.fields.is_empty(), "{kind:?}: {refusal:?}");
        } else {
            assert!(asked.is_empty(), "{kind:?} was accepted empty");
        }
    }
}

#[test]
fn nothing_is_put_off_until_a_day_that_has_come() {
    let mut world = World::new();
    let put_off = |until: &str| Command::Enter {
        kind: Kind::Snooze,
        fields: fields(&[("item", "H2611-0001"), ("until", until), ("reason", "等设备到货")]),
    };
    for until in ["2026-11-22", "2026-11-23"] {
        let refusal = world.submit(&put_off(until)).unwrap_err();
        assert!(refusal.fields[0].what.contains("已经到了"), "{refusal:?}");
    }
    world.submit(&put_off("2026-11-24")).unwrap();
}

#[test]
fn a_day_outside_the_month_of_its_plan_is_remarked() {
    let mut world = World::new();
    let plan = world.enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-12")]).to_string();
    let shop = world.shop.to_string();
    let item = |on: &str| Command::Enter {
        kind: Kind::PlanItem,
        fields: fields(&[("plan", &plan), ("enterprise", &shop), ("planned_on", on)]),
    };
    assert!(world.submit(&item("2026-12-05")).unwrap().remarks.is_empty());
    let remarks = world.submit(&item("2027-12-05")).unwrap().remarks;
    assert_eq!(remarks, ["计划日期 2027-12-05 不在 2026-12 的计划里，请核对"]);
}
