//! 工作记录 and the nouns about exhibitions, licences, lists and public support.

use zhiben::calendar::Day;
use zhiben::model::case::Role;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::dishonest_entry::OWN;
use zhiben::model::id::{Id, Kind};

use super::world::{WANAN, World, fields};

fn enter(kind: Kind, pairs: &[(&str, &str)]) -> Command {
    Command::Enter { kind, fields: fields(pairs) }
}

fn amend(id: Id, pairs: &[(&str, &str)]) -> Command {
    Command::Amend { id, seen: 0, fields: fields(pairs), effective_on: Day::NONE, why: String::new() }
}

fn told(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.fields.iter().map(|error| (error.label.as_str(), error.what.as_str())).collect()
}

#[test]
fn a_sort_says_which_fields_its_records_have() {
    let mut world = World::new();
    let banner = [("sort", "publicity"), ("unit", WANAN), ("title", "商业街横幅"), ("variant", "横幅")];
    let id = world.enter(Kind::Evidence, &[&banner[..], &[("quantity", "12")]].concat());
    assert_eq!(world.rows[&id].body.name(&world.basics), "宣传");
    assert_eq!(world.rows[&id].body.get("date").unwrap(), "2026-11-23", "today, where no day is given");

    let strange = enter(Kind::Evidence, &[&banner[..], &[("deaths", "1")]].concat());
    assert_eq!(told(&world.submit(&strange).unwrap_err()), [("deaths", "没有这一栏，请核对栏目名")]);

    let bare = enter(Kind::Evidence, &[("sort", "publicity"), ("unit", WANAN), ("title", "横幅")]);
    assert_eq!(told(&world.submit(&bare).unwrap_err()), [("类型", "须填写")]);

    let wrong = enter(Kind::Evidence, &[&banner[..3], &[("variant", "唱歌")]].concat());
    let refusal = world.submit(&wrong).unwrap_err();
    assert!(told(&refusal)[0].1.contains("安全生产月、大屏、标语"), "{refusal:?}");

    let nothing = enter(Kind::Evidence, &[("sort", "party"), ("unit", WANAN), ("title", "联欢")]);
    assert_eq!(told(&world.submit(&nothing).unwrap_err()), [("种类", "没有“party”这个记录种类")]);
}

#[test]
fn a_record_answers_only_to_one_of_the_right_sort() {
    let mut world = World::new();
    let rule = world
        .enter(Kind::Evidence, &[("sort", "regulation"), ("unit", "LT"), ("title", "成品油流通管理办法")]);
    let club =
        world.enter(Kind::Evidence, &[("sort", "association"), ("unit", "LT"), ("title", "餐饮行业协会")]);
    let telling = |about: Id| {
        let about = about.to_string();
        enter(
            Kind::Evidence,
            &[
                ("sort", "publicity"),
                ("unit", "LT"),
                ("title", "宣贯会"),
                ("variant", "法规宣贯"),
                ("about", &about),
            ],
        )
    };
    world.submit(&telling(rule)).unwrap();
    let refusal = world.submit(&telling(club)).unwrap_err();
    assert_eq!(
        told(&refusal),
        [("对应记录", format!("{club} 不是法规标准、专项整治，宣传只对应这些").as_str())]
    );
}

#[test]
fn a_directive_is_written_by_leaders() {
    let mut world = World::new();
    let directive = [("sort", "directive"), ("title", "限期整改"), ("due", "2026-12-01"), ("target", WANAN)];
    let unit =
        world.basics.units.iter().find(|unit| world.basics.is_bureau(&unit.code)).unwrap().code.clone();
    let directive = fields(&directive).with("unit", unit);
    let wish = Command::Enter { kind: Kind::Evidence, fields: directive };
    world.me.roles = vec![Role::Section];
    let refusal = world.submit(&wish).unwrap_err();
    assert!(refusal.text.contains("督办批示由 局分管领导、局主要负责人"), "{refusal:?}");
    world.me.roles = vec![Role::Leader];
    world.submit(&wish).unwrap();
}

#[test]
fn an_exhibition_of_a_thousand_people_lacks_five_papers_and_a_smaller_one_three() {
    let mut world = World::new();
    let show = |people: &'static str| {
        [
            ("date", "2026-12-20"),
            ("title", "年货展"),
            ("organizer", "会展公司"),
            ("township", WANAN),
            ("expected", people),
        ]
    };
    let lacks = |world: &World, id: Id| world.rows[&id].exhibition().unwrap().wanting();
    let small = world.enter(Kind::Exhibition, &show("999"));
    assert_eq!(lacks(&world, small), ["安全生产及应急预案", "安全措施落实", "安全责任落实"]);
    let large = world.enter(Kind::Exhibition, &show("1000"));
    assert_eq!(lacks(&world, large)[3..], ["安全工作方案", "公安许可"]);
    let papers = [("has_plan", "是"), ("has_measures", "是"), ("has_duties", "是"), ("has_work_plan", "是")];
    world.submit(&amend(large, &papers)).unwrap();
    world.submit(&amend(large, &[("permit_no", "泉公许〔2026〕3号"), ("permit_level", "县级")])).unwrap();
    assert!(lacks(&world, large).is_empty());
    let refusal = world.submit(&amend(large, &[("expected", "5000")])).unwrap_err();
    assert_eq!(told(&refusal), [("许可机关级别", "预计 5000 人，应由市级公安机关许可")]);
}

#[test]
fn a_licence_gets_no_opinion_before_every_safety_item_was_looked_at() {
    let mut world = World::new();
    let review = world.enter(Kind::LicenseReview, &[("kind", "成品油零售经营"), ("applicant", "万安加油站")]);
    let looked = [("has_rules", "是"), ("has_conditions", "是"), ("has_plan", "否")];
    world.submit(&amend(review, &looked)).unwrap();
    let refusal = world.submit(&amend(review, &[("opinion", "补正")])).unwrap_err();
    assert_eq!(told(&refusal), [("审查意见", "安全项还没有逐项审查：人员培训和资质（每项填 是 或 否）")]);
    let refusal = world.submit(&amend(review, &[("has_training", "是"), ("opinion", "同意")])).unwrap_err();
    assert_eq!(told(&refusal), [("审查意见", "安全项不合格：应急预案，不能同意；填 补正 或 不同意")]);
    world.submit(&amend(review, &[("has_training", "是"), ("opinion", "补正")])).unwrap();
}

#[test]
fn a_paper_ends_after_it_was_issued_and_wants_a_number_and_a_copy() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let paper = [("enterprise", shop.as_str()), ("kind", "食品经营"), ("until", "2026-12-20")];
    let refusal =
        world.submit(&enter(Kind::Licence, &[&paper[..], &[("date", "2026-12-21")]].concat())).unwrap_err();
    assert_eq!(
        told(&refusal),
        [("有效期至", "早于发证日 2026-12-21"), ("发证日", "晚于今天 2026-11-23，请填实际日期")]
    );
    let id = world.enter(Kind::Licence, &paper);
    let body = &world.rows[&id].body;
    assert_eq!(body.get("date").unwrap(), "", "nobody proposes today");
    assert_eq!(body.lacks(&world.basics), ["证号", "佐证材料"]);
}

/// A penalty with grave effects, after a refusal to rectify.
fn penalty(world: &mut World, more: &[(&str, &str)]) -> String {
    let shop = world.shop.to_string();
    let known = [
        ("sort", "enforcement"),
        ("unit", "LT"),
        ("title", "处罚决定"),
        ("enterprise", &shop),
        ("variant", "罚款"),
    ];
    world.enter(Kind::Evidence, &[&known[..], more].concat()).to_string()
}

#[test]
fn a_candidate_of_the_own_list_needs_a_penalty_grave_effects_and_an_accident_or_a_refusal() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let listed = |penalty: &str| {
        enter(
            Kind::DishonestEntry,
            &[("list", OWN), ("subject", "阿芬牛肉店"), ("enterprise", &shop), ("penalty", penalty)],
        )
    };
    assert_eq!(
        told(&world.submit(&listed("")).unwrap_err()),
        [("执法结果", "商务黑名单须有监管执法部门的处罚，填执法结果的编号")]
    );
    let mild = penalty(&mut world, &[]);
    let refusal = world.submit(&listed(&mild)).unwrap_err();
    assert_eq!(told(&refusal).iter().map(|(label, _)| *label).collect::<Vec<_>>(), ["执法结果", "事故"]);
    let grave = penalty(&mut world, &[("severe", "是"), ("refused", "是")]);
    let made = world.submit(&listed(&grave)).unwrap();
    let entry = made.ids[0];
    assert!(world.rows[&entry].dishonest_entry().unwrap().is_candidate());

    let confirmed = [("confirmed_on", "2026-11-23"), ("confirmed_by", "王局")];
    world.me.roles = vec![Role::SectionLead];
    let refusal = world.submit(&amend(entry, &confirmed)).unwrap_err();
    assert!(refusal.text.contains("由局领导决定"), "{refusal:?}");
    world.me.roles = vec![Role::Leader];
    world.submit(&amend(entry, &confirmed)).unwrap();
    assert!(world.rows[&entry].dishonest_entry().unwrap().is_active(world.today));
}

#[test]
fn support_cannot_pass_while_the_applicant_stands_on_a_list() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let asked = [("applicant", "阿芬牛肉店"), ("enterprise", shop.as_str()), ("policy", "县域商业示范")];
    let application = world.enter(Kind::SupportApplication, &asked);
    let passed = [("result", "通过"), ("decided_on", "2026-11-23")];
    let refusal = world.submit(&amend(application, &passed)).unwrap_err();
    assert_eq!(told(&refusal), [("结论", "还没有做信用核验，先填核验日和核验人")]);

    let entry = world.enter(
        Kind::DishonestEntry,
        &[
            ("date", "2026-10-01"),
            ("list", "消防安全严重失信"),
            ("subject", "阿芬牛肉店"),
            ("enterprise", &shop),
        ],
    );
    world.submit(&amend(application, &[("checked_on", "2026-11-23"), ("checked_by", "李四")])).unwrap();
    let refusal = world.submit(&amend(application, &passed)).unwrap_err();
    let what = format!("在名单中：{entry} 消防安全严重失信，不能通过；移出名单后再办，或结论填 不通过");
    assert_eq!(told(&refusal), [("结论", what.as_str())]);

    world.submit(&amend(entry, &[("removed_on", "2026-11-23"), ("removed_why", "整改到位")])).unwrap();
    world.submit(&amend(application, &passed)).unwrap();
}

#[test]
fn a_township_answers_a_directive_that_is_addressed_to_it_and_changes_nothing_else() {
    let mut world = World::new();
    let bureau =
        world.basics.units.iter().find(|unit| world.basics.is_bureau(&unit.code)).unwrap().code.clone();
    let directive = [
        ("sort", "directive"),
        ("unit", &bureau),
        ("title", "限期整改"),
        ("due", "2026-12-01"),
        ("target", WANAN),
    ];
    let id = world.enter(Kind::Evidence, &directive);
    (world.me.unit, world.me.roles) = (WANAN.into(), vec![Role::Township]);
    let refusal = world.submit(&amend(id, &[("title", "不整改")])).unwrap_err();
    assert!(
        refusal.text.contains("不是本单位登记的") && refusal.hint.contains("办结日、结果"),
        "{refusal:?}"
    );
    world.submit(&amend(id, &[("done_on", "2026-11-23"), ("result", "已整改")])).unwrap();
    world.me.unit = "350504002".into();
    let refusal = world.submit(&amend(id, &[("result", "不是我们的")])).unwrap_err();
    assert!(refusal.guard.contains("权限") || refusal.guard.contains("辖区"), "{refusal:?}");
}

#[test]
fn an_exhibition_that_lacks_a_paper_is_not_found_in_order() {
    let mut world = World::new();
    let show = [
        ("date", "2026-12-20"),
        ("title", "年货展"),
        ("organizer", "会展公司"),
        ("township", WANAN),
        ("expected", "1200"),
    ];
    let id = world.enter(Kind::Exhibition, &show);
    let refusal = world.submit(&amend(id, &[("opinion", "合格"), ("checked_on", "2026-11-23")])).unwrap_err();
    assert!(told(&refusal)[0].1.starts_with("还缺：安全生产及应急预案"), "{refusal:?}");
    world.submit(&amend(id, &[("opinion", "补正"), ("checked_on", "2026-11-23")])).unwrap();
}

#[test]
fn what_is_settled_by_its_state_says_since_when() {
    let mut world = World::new();
    let club = [("sort", "association"), ("unit", "LT"), ("title", "餐饮行业协会"), ("date", "2024-06-01")];
    let club = world.enter(Kind::Evidence, &club);
    let refusal = world.submit(&amend(club, &[("stage", "已注销")])).unwrap_err();
    assert_eq!(told(&refusal), [("办结日", "状态是已注销，填已注销的那天：之前的各期仍算它")]);
    world.submit(&amend(club, &[("stage", "已注销"), ("done_on", "2026-11-20")])).unwrap();
}

#[test]
fn no_day_of_check_or_decision_leads_past_the_list() {
    let mut world = World::new();
    let shop = world.shop.to_string();
    let asked = [
        ("date", "2026-11-20"),
        ("applicant", "阿芬牛肉店"),
        ("enterprise", &shop),
        ("policy", "县域商业示范"),
        ("checked_by", "李四"),
    ];
    let listed = [
        ("date", "2026-03-01"),
        ("list", "消防安全严重失信"),
        ("subject", "阿芬牛肉店"),
        ("enterprise", &shop),
    ];
    let entry = world.enter(Kind::DishonestEntry, &[&listed[..], &[("until", "2026-12-31")]].concat());
    let passes = |world: &mut World, days: &[(&str, &str)]| {
        let wish = enter(Kind::SupportApplication, &[&asked[..], &[("result", "通过")], days].concat());
        world.submit(&wish).map(|_| ())
    };
    let what = format!("在名单中：{entry} 消防安全严重失信，不能通过；移出名单后再办，或结论填 不通过");

    // An old check does not stand for the day of the decision.
    let refusal = passes(&mut world, &[("checked_on", "2026-01-10")]).unwrap_err();
    assert_eq!(told(&refusal), [("结论", what.as_str())]);
    // A decision before the application, or on a day to come, is none.
    let early = [("checked_on", "2020-01-01"), ("decided_on", "2020-01-01")];
    let refusal = passes(&mut world, &early).unwrap_err();
    assert_eq!(told(&refusal), [("决定日", "早于申请日 2026-11-20")]);
    let late = [("checked_on", "2026-11-23"), ("decided_on", "2027-01-02")];
    let refusal = passes(&mut world, &late).unwrap_err();
    assert_eq!(told(&refusal), [("决定日", "晚于今天 2026-11-23，请填实际日期")]);
    let after = [("checked_on", "2026-11-23"), ("decided_on", "2026-11-22")];
    let refusal = passes(&mut world, &after).unwrap_err();
    assert_eq!(told(&refusal)[0], ("核验日", "晚于决定日 2026-11-22，应先核验再决定"));
}

#[test]
fn no_day_on_which_something_happened_is_still_to_come_and_a_term_may_be() {
    let mut world = World::new();
    let (shop, tomorrow) = (world.shop, "2026-11-24");
    let what = "晚于今天 2026-11-23，请填实际日期";
    let verified = [("responsibility_on", tomorrow), ("self_check_on", tomorrow)];
    let refusal = world.submit(&amend(shop, &verified)).unwrap_err();
    assert_eq!(told(&refusal), [("全员责任制核实日", what), ("自查自改机制核实日", what)]);
    let item = [
        ("sort", "four_entry"),
        ("unit", "LT"),
        ("title", "商业网点规划"),
        ("variant", "规划"),
        ("reviewed_on", tomorrow),
    ];
    let refusal = world.submit(&enter(Kind::Evidence, &item)).unwrap_err();
    assert_eq!(told(&refusal), [("梳理日", what)]);

    let person = [("name", "小林"), ("unit", WANAN), ("since", "2026-12-01"), ("until", "2026-12-31")];
    world.enter(Kind::Person, &person);
    let campaign = [
        ("sort", "campaign"),
        ("unit", "LT"),
        ("title", "燃气专项"),
        ("start_on", tomorrow),
        ("end_on", "2027-06-30"),
    ];
    world.enter(Kind::Evidence, &campaign);
}
