//! A hazard and the premises it belongs to: when they are gone, when the wrong ones were written down, when they close.

use zhiben::calendar::Day;
use zhiben::model::case::Role;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::event::Fact;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::possible;
use zhiben::model::id::{Id, Kind};
use zhiben::model::state::Decision;

use super::world::{SHUANGYANG, WANAN, World, day, fields};

/// A correction, or a change from a day on, with its reason.
fn amend(
    world: &mut World,
    id: Id,
    pairs: &[(&str, &str)],
    from: &str,
    why: &str,
) -> Result<Decision, Refusal> {
    let effective_on = if from.is_empty() { Day::NONE } else { day(from) };
    world.submit(&Command::Amend { id, seen: 0, fields: fields(pairs), effective_on, why: why.into() })
}

const GONE: &[(&str, &str)] = &[("basis", "已拆除，照片3张"), ("approver", "赵股长")];

#[test]
fn a_site_is_not_gone_while_the_register_says_that_it_trades() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let refusal = world.act(id, Deed::SiteGone, GONE).unwrap_err();
    assert_eq!(refusal.guard, "场所已不存在");
    assert!(
        refusal.text.contains("登记为在营") && refusal.hint.contains(&world.shop.to_string()),
        "{refusal:?}"
    );
    assert!(!possible(&world.rows[&id], &world.case()).iter().any(|way| way.deed == Deed::SiteGone));

    let shop = world.shop;
    amend(&mut world, shop, &[("status", "关闭")], "2026-11-20", "拆除").unwrap();
    world.must(id, Deed::SiteGone, GONE);
    assert_eq!(
        (world.see(id).state, world.see(id).closed_by.as_slice()),
        (State::Closed, &["李四".to_owned(), "赵股长".into()][..])
    );
}

#[test]
fn that_a_site_is_gone_is_seen_there_by_one_and_approved_by_another() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let shop = world.shop;
    world.wait(3);
    amend(&mut world, shop, &[("status", "迁出")], "2026-11-25", "搬到鲤城").unwrap();
    for (other, guard, at) in [
        (("approver", "李四"), "场所灭失须另一人批准", "approver"),
        (("by", "李四、赵股长"), "场所灭失须另一人批准", "approver"),
        (("on", "2026-11-24"), "现场核实", "on"),
    ] {
        let mut pairs: Vec<_> = GONE.iter().copied().filter(|(key, _)| *key != other.0).collect();
        pairs.push(other);
        let refusal = world.act(id, Deed::SiteGone, &pairs).unwrap_err();
        assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), (guard, at), "{refusal:?}");
    }
    world.sit("赵股长", &[Role::SectionLead]);
    assert_eq!(world.act(id, Deed::SiteGone, GONE).unwrap_err().guard, "场所灭失须另一人批准");
    world.sit("李四", &[Role::Section]);
    world.must(id, Deed::SiteGone, GONE);
}

/// Another shop of another town and trade, and its principal.
fn other_shop(world: &mut World) -> Id {
    let fields =
        [("name", "双阳超市"), ("township", SHUANGYANG), ("industries", "sc"), ("principal", "王大")];
    world.enter(Kind::Enterprise, &fields)
}

#[test]
fn with_the_enterprise_its_town_trade_and_principal_are_corrected() {
    let mut world = World::new();
    let other = other_shop(&mut world);
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::Amend, &[("enterprise", &other.to_string())]);
    let hazard = world.see(id);
    assert_eq!((hazard.township.as_str(), hazard.industry.as_str()), (SHUANGYANG, "sc"));
    assert_eq!((hazard.rectifier_unit.as_str(), hazard.rectifier.as_str()), ("双阳超市", "王大"));

    let back = [("enterprise", world.shop.to_string()), ("township", SHUANGYANG.into())];
    let back: Vec<(&str, &str)> = back.iter().map(|(key, text)| (*key, text.as_str())).collect();
    world.must(id, Deed::Amend, &back);
    assert_eq!(world.see(id).township, WANAN, "an answer that did not change is not one");
    let refusal = world.act(id, Deed::Amend, &[("township", SHUANGYANG)]).unwrap_err();
    assert_eq!(
        (refusal.guard.as_str(), refusal.fields[0].key.as_str()),
        ("乡镇、行业与企业一致", "township")
    );
    let apart =
        [("enterprise", other.to_string()), ("industry", "cy".into()), ("township", "350504200".into())];
    let apart: Vec<(&str, &str)> = apart.iter().map(|(key, text)| (*key, text.as_str())).collect();
    assert_eq!(world.act(id, Deed::Amend, &apart).unwrap_err().guard, "乡镇、行业与企业一致");
}

#[test]
fn a_township_does_not_move_a_hazard_to_another() {
    let mut world = World::new();
    let other = other_shop(&mut world);
    let id = world.hazard(&[]);
    world.sit("小林", &[Role::Township]);
    world.me.unit = WANAN.into();
    let refusal = world.act(id, Deed::Amend, &[("enterprise", &other.to_string())]).unwrap_err();
    assert_eq!(refusal.guard, "辖区");
}

#[test]
fn a_hazard_is_not_found_after_what_was_done_about_it() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般"), ("found_on", "2026-11-10"), ("due", "2026-11-16")]);
    let late = |world: &mut World, day: &str, what: &str| {
        let refusal = world.act(id, Deed::Amend, &[("found_on", day), ("reason", "记错")]).unwrap_err();
        assert_eq!(refusal.guard, "发现在先", "{refusal:?}");
        assert!(refusal.text.contains(what), "{}", refusal.text);
    };
    late(&mut world, "2026-11-17", "整改期限 2026-11-16");
    world.must(id, Deed::ReportDone, &[("how", "已清理"), ("done_on", "2026-11-12")]);
    late(&mut world, "2026-11-13", "完成日 2026-11-12");
    world.must(id, Deed::PassRecheck, &[("on", "2026-11-14")]);
    late(&mut world, "2026-11-15", "完成日");
    world.must(id, Deed::Amend, &[("found_on", "2026-11-12")]);
}

#[test]
fn where_and_since_when_a_hazard_counts_is_corrected_with_a_reason_from_the_next_day_on() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    world.must(id, Deed::Amend, &[("found_on", "2026-11-20")]);
    world.wait(1);
    let refusal = world.act(id, Deed::Amend, &[("found_on", "2026-11-19")]).unwrap_err();
    assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), ("更正须写原因", "reason"));
    world.must(id, Deed::Amend, &[("location", "后厨")]);
    world.must(id, Deed::Amend, &[("found_on", "2026-11-19"), ("reason", "检查记录上是19日")]);
    let event = &world.journal.last().unwrap().event;
    assert_eq!(event.why, "检查记录上是19日");
    assert_eq!(event.fact, Fact::Acted { deed: Deed::Amend, fields: fields(&[("found_on", "2026-11-19")]) });
    let same = world.act(id, Deed::Amend, &[("found_on", "2026-11-19"), ("reason", "再写一遍")]);
    assert_eq!(same.unwrap_err().guard, "有改动");
    amend(&mut world, id, &[("found_on", "2026-11-18")], "", "随行人员核实").unwrap();
    assert_eq!(world.journal.last().unwrap().event.why, "随行人员核实");
}

#[test]
fn an_enterprise_with_records_is_not_declared_void() {
    let mut world = World::new();
    let shop = world.shop;
    let hazard = world.hazard(&[("level", "一般")]);
    let void = Command::Void { id: shop, why: "重复登记".into() };
    let refusal = world.submit(&void).unwrap_err();
    assert_eq!(refusal.guard, "名下没有记录");
    assert!(refusal.text.contains("还有 2 条记录（隐患 1、检查 1）"), "{}", refusal.text);
    assert!(refusal.hint.contains("更正为留下的那一家") && refusal.hint.contains("关闭或迁出"));
    let visit = world.visit;
    let all = [(hazard, "重复"), (visit, "重复"), (shop, "重复登记")];
    let all = all.map(|(id, why)| Command::Void { id, why: why.into() });
    world.submit(&Command::Group(all.to_vec())).unwrap();
    assert!(world.rows[&shop].is_void());
}

#[test]
fn an_enterprise_that_closes_says_what_is_left_to_do() {
    let mut world = World::new();
    let hazard = world.hazard(&[("level", "一般")]);
    let (shop, visit) = (world.shop, world.visit);
    let left = amend(&mut world, shop, &[("status", "关闭")], "2026-11-20", "停止经营").unwrap().remarks;
    assert!(left[0].contains(&format!("1 条（{hazard}）")) && left[0].contains("场所灭失"), "{left:?}");
    assert!(left[1].contains(&format!("1 条（{visit}）")) && left[1].contains("生效日"), "{left:?}");
    let moved = amend(&mut world, shop, &[("status", "迁出")], "2026-11-20", "是搬走").unwrap().remarks;
    assert!(moved.is_empty(), "it was gone already: {moved:?}");
    let visit =
        fields(&[("enterprise", &shop.to_string()), ("inspectors", "李四、王五"), ("date", "2026-11-22")]);
    let said = world.submit(&Command::Enter { kind: Kind::Inspection, fields: visit }).unwrap().remarks;
    assert!(said[0].contains("自 2026-11-20 起登记为迁出"), "{said:?}");
}

#[test]
fn a_visit_with_hazards_has_found_some() {
    let mut world = World::new();
    let visit = world.visit;
    let hazard = world.hazard(&[("inspection", &visit.to_string())]);
    let nothing = [("finding", "未发现")];
    let refusal = amend(&mut world, visit, &nothing, "", "记错").unwrap_err();
    assert_eq!(refusal.fields[0].key, "finding");
    assert!(refusal.text.contains(&hazard.to_string()), "{}", refusal.text);
    world.must(hazard, Deed::Void, &[("reason", "重复")]);
    amend(&mut world, visit, &nothing, "", "记错").unwrap();
}
