//! One plan follows another: the old one stays to be read, the new one begins, nothing open is lost on the way.

use zhiben::ask::answer::{Answer, TaskTree};
use zhiben::ask::planning::{Closing, Planned, Planning};
use zhiben::ask::query::{HazardFilter, HazardOrder, Query, Window};
use zhiben::ask::report::Wanted;
use zhiben::calendar::Day;
use zhiben::model::case::{Officer, Role};
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::{Matrix, MatrixId};

use crate::support::at_desk::AtDesk;

const NEXT: &str = include_str!("../fixtures/plans/next.toml");
const OLD: &str = "泉洛商务〔2024〕19号";
const NEW: &str = "泉洛商务〔2026〕58号";
const WANAN: &str = "350504001";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn load(name: &str, text: &str) -> Command {
    Command::Load { name: name.into(), text: text.into() }
}

fn enter(kind: Kind, fields: &[(&str, &str)]) -> Command {
    Command::Enter { kind, fields: Fields::of(fields.iter().copied()) }
}

fn amend(id: Id, fields: &[(&str, &str)]) -> Command {
    let why = "核对".into();
    Command::Amend { id, seen: 0, fields: Fields::of(fields.iter().copied()), effective_on: Day::NONE, why }
}

fn act(id: Id, deed: Deed, fields: &[(&str, &str)]) -> Command {
    Command::Act { id: id.to_string(), deed, fields: Fields::of(fields.iter().copied()) }
}

fn hazard(shop: Id, found_on: &str) -> Command {
    let shop = shop.to_string();
    let fields = [
        ("township", WANAN),
        ("enterprise", &shop),
        ("description", "后厨软管老化"),
        ("found_on", found_on),
        ("level", "一般"),
        ("track", "限期整改"),
        ("rectifier", "张阿芬"),
    ];
    Command::Act { id: String::new(), deed: Deed::Register, fields: Fields::of(fields) }
}

fn seal() -> Command {
    enter(Kind::Closing, &[("plan", OLD)])
}

/// 万安, in use since 2026-01-01: a shop, an open hazard of November, a visit.
struct Ledger {
    at: AtDesk,
    shop: Id,
    hazard: Id,
    visit: Id,
}

fn ledger() -> Ledger {
    let mut at = AtDesk::begun();
    let fields = [
        ("name", "阿芬牛肉店"),
        ("township", WANAN),
        ("industries", "cy"),
        ("principal", "张阿芬"),
        ("status", "在营"),
    ];
    let shop = at.submits(enter(Kind::Enterprise, &fields))[0];
    let hazard = at.submits(hazard(shop, "2026-11-20"))[0];
    let visit = [
        ("date", "2026-11-20"),
        ("township", WANAN),
        ("enterprise", &shop.to_string()),
        ("inspectors", "李某、王某"),
    ];
    let visit = at.submits(enter(Kind::Inspection, &visit))[0];
    Ledger { at, shop, hazard, visit }
}

fn matrix(at: &AtDesk, id: MatrixId, on: &str) -> Matrix {
    match at.desk.ask(&Query::Matrix { id, day: day(on), period: None }) {
        Answer::Matrix(matrix) => matrix,
        other => panic!("{other:?}"),
    }
}

fn tree(at: &AtDesk, plan: &str, on: &str) -> TaskTree {
    match at.desk.ask(&Query::Tasks { day: day(on), plan: plan.into() }) {
        Answer::Tasks(tree) => tree,
        other => panic!("{other:?}"),
    }
}

fn closing(at: &AtDesk) -> Closing {
    match at.desk.ask(&Query::Planning(Planning::Closing { plan: OLD.into() }, Day::NONE)) {
        Answer::Planned(Planned::Closing(closing)) => *closing,
        other => panic!("{other:?}"),
    }
}

fn open_hazards(at: &AtDesk, on: &str) -> Vec<(Id, Vec<String>)> {
    let queue = Some(zhiben::rules::queue::Queue::Open);
    let filter = HazardFilter { queue, ..HazardFilter::default() };
    let query = Query::Hazards { filter, order: HazardOrder::Urgency, window: Window::top(9), day: day(on) };
    match at.desk.ask(&query) {
        Answer::Hazards(page) => page.rows.into_iter().map(|row| (row.id, row.marks)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_seen_of_the_old_plan_before_the_next_is_seen_after_it() {
    let Ledger { mut at, .. } = ledger();
    let all = [MatrixId::M1, MatrixId::M2, MatrixId::M3, MatrixId::M9, MatrixId::M10, MatrixId::M11];
    let seen = |at: &AtDesk| all.map(|id| matrix(at, id, "2026-12-31"));
    let (before, tasks) = (seen(&at), tree(&at, "", "2026-12-31"));
    at.submits(load("plan-2027.toml", NEXT));
    assert_eq!(seen(&at), before);
    assert_eq!(tree(&at, "", "2026-12-31"), tasks);
    assert_eq!(
        (tasks.doc_no.as_str(), tasks.nodes.iter().filter(|node| node.row.is_some()).count()),
        (OLD, 34)
    );
}

#[test]
fn from_the_first_day_of_the_next_plan_its_rows_and_duties_are_shown() {
    let Ledger { mut at, .. } = ledger();
    at.submits(load("plan-2027.toml", NEXT));
    let tree_2027 = tree(&at, "", "2027-02-20");
    assert_eq!(tree_2027.doc_no, NEW);
    let rows: Vec<&str> =
        tree_2027.nodes.iter().filter(|node| node.row.is_some()).map(|node| node.code.as_str()).collect();
    assert_eq!(rows, ["T1", "T2", "T3"]);
    assert_eq!(tree_2027.nodes.iter().find(|node| node.code == "T1").unwrap().state, "本期欠账");
    let chart = matrix(&at, MatrixId::M9, "2027-02-20");
    let duties: Vec<&str> =
        chart.rows.iter().map(|row| row.key.as_str()).filter(|key| key.starts_with("OR-")).collect();
    assert!(duties.contains(&"OR-01") && !duties.contains(&"OR-06"), "{duties:?}");
    // Its years are its own.
    let years: Vec<String> =
        matrix(&at, MatrixId::M11, "2027-02-20").columns.into_iter().map(|head| head.key).collect();
    assert_eq!(years, ["2027", "2028", "2029", "state"]);
}

#[test]
fn both_plans_can_be_opened_by_their_number_whatever_the_day() {
    let Ledger { mut at, .. } = ledger();
    let last = tree(&at, "", "2026-12-31");
    at.submits(load("plan-2027.toml", NEXT));
    assert_eq!(tree(&at, OLD, "2027-03-01"), last, "the old one as it stood on its last day");
    assert_eq!(tree(&at, NEW, "2026-11-23").doc_no, NEW);
}

#[test]
fn a_note_on_a_task_stays_with_the_plan_of_its_day() {
    let Ledger { mut at, .. } = ledger();
    at.submits(enter(
        Kind::Progress,
        &[("date", "2026-11-20"), ("task", "T2"), ("unit", "LT"), ("text", "签了责任书")],
    ));
    at.submits(load("plan-2027.toml", NEXT));
    let noted = |plan: &str| {
        tree(&at, plan, "2027-01-20").nodes.iter().filter(|node| !node.progress.is_empty()).count()
    };
    assert_eq!((noted(OLD), noted(NEW)), (1, 0));
}

#[test]
fn enterprises_and_open_hazards_go_over_by_themselves_and_are_marked() {
    let Ledger { mut at, hazard, .. } = ledger();
    at.submits(load("plan-2027.toml", NEXT));
    assert_eq!(open_hazards(&at, "2026-12-31"), [(hazard, Vec::new())]);
    assert_eq!(open_hazards(&at, "2027-01-05"), [(hazard, vec!["结转".to_owned()])]);
    let notes = matrix(&at, MatrixId::M10, "2027-01-05").notes;
    assert!(notes.contains(&"在办里有上一方案结转的 1 条".to_owned()), "{notes:?}");
    assert!(!matrix(&at, MatrixId::M10, "2026-12-31").notes.iter().any(|note| note.contains("结转")));
    let visits = matrix(&at, MatrixId::M1, "2027-01-05");
    assert!(
        visits.cells.iter().flatten().any(|cell| cell.text == "0/1"),
        "the shop is there, not visited yet"
    );
}

#[test]
fn a_next_plan_does_not_take_the_file_of_the_old_one() {
    let Ledger { mut at, .. } = ledger();
    let told = at.refusal(load("plan.toml", NEXT));
    assert!(told.contains("会把它顶掉") && told.contains("另起一个文件名"), "{told}");
}

#[test]
fn a_plan_is_not_sealed_before_its_last_day() {
    let Ledger { mut at, .. } = ledger();
    at.comes_to("2026-12-30");
    let told = at.refusal(seal());
    assert!(told.contains("方案到 2026-12-31 止") && told.contains("今天 2026-12-30"), "{told}");
    at.comes_to("2026-12-31");
    at.submits(seal());
}

#[test]
fn what_is_unresolved_is_listed_and_kept_with_the_seal() {
    let Ledger { mut at, hazard, .. } = ledger();
    at.submits(enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-11")]));
    at.comes_to("2027-01-04");
    at.submits(enter(Kind::Review, &[("left", "3")]));
    let left = closing(&at);
    assert_eq!((left.counts.0, left.counts.2), (1, 1));
    assert!(left.counts.1 > 20, "a year without work leaves debts: {:?}", left.counts);
    let text = left.paper.text();
    for words in [&hazard.to_string(), "阿芬牛肉店", "2026-12-31", "万安 OR-01", "2026-11 检查计划"]
    {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    assert!(
        left.list.contains(&hazard.to_string()) && !left.list.contains("阿芬"),
        "numbers only: {}",
        left.list
    );
}

#[test]
fn before_the_last_day_only_what_is_owed_is_a_debt_and_each_is_told_of_who_owes_it() {
    let Ledger { at, .. } = ledger();
    let left = closing(&at);
    let chart = matrix(&at, MatrixId::M9, "2026-11-23");
    let owed = |key: &str| {
        let row = chart.rows.iter().position(|row| row.key == key).unwrap();
        chart.cells[row].last().unwrap().have
    };
    assert_eq!(left.counts.1, owed("total") + owed("total_office"), "as many as M9 tells");
    let of = |title: &str| {
        let part = left.paper.parts.iter().find(|part| part.title.starts_with(title)).unwrap();
        part.lines.join("\n")
    };
    let (debts, ahead) = (of("欠账"), of("未到期"));
    assert!(debts.contains("万安 OR-01 月度检查计划") && !debts.contains("2026下半年"), "{debts}");
    // The half-year ends on 12-31; the bureau owes the visit, whichever township it goes to.
    let visit = |list: &str| list.lines().find(|line| line.contains("OR-04 半年督导")).map(str::to_owned);
    let (before, now) = (visit(&debts).unwrap(), visit(&ahead).unwrap());
    assert!(before.starts_with("区商务局 ") && before.contains("万安 2026上半年 0/1、双阳 "), "{before}");
    assert!(now.starts_with("区商务局 ") && now.contains("万安 2026下半年 0/1"), "{now}");
}

/// The lines about cells of a township's 今日: 状态 and words of each, and what is remarked of the plan that is over.
fn cells_of_today(at: &AtDesk, unit: &str, on: &str) -> (Vec<String>, Vec<String>) {
    match at.desk.ask(&Query::Today { day: day(on), unit: unit.into() }) {
        Answer::Today(page) => {
            let cells = page.lines.iter().filter(|line| line.key.starts_with("M9/"));
            let said = cells.map(|line| format!("{} {} {}", line.key, line.text, line.status)).collect();
            (said, page.remarks.into_iter().filter(|remark| remark.contains("封存")).collect())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_plan_that_is_over_left_owed_stays_in_today_of_who_owes_it_until_it_is_sealed() {
    let Ledger { mut at, .. } = ledger();
    at.submits(load("plan-2027.toml", NEXT));
    at.comes_to("2027-01-03");
    let about = |said: &[String], key: &str| said.iter().filter(|line| line.starts_with(key)).count();
    let december = format!("M9/OR-24/{WANAN}/2026-12");
    let (said, remarks) = cells_of_today(&at, WANAN, "2027-01-03");
    assert_eq!(about(&said, &december), 1, "{said:#?}");
    assert_eq!(about(&said, &format!("M9/OR-01/{WANAN}/2026-12")), 1, "{said:#?}");
    assert!(remarks[0].starts_with(&format!("{OLD} 已到期还没有封存，欠账 ")), "{remarks:?}");
    // The line leads to that month's cell, under the plan that asked for it.
    let cell = Query::Cell {
        id: MatrixId::M9,
        day: day("2027-01-03"),
        period: "2026-12".parse().ok(),
        row: "OR-24".into(),
        column: WANAN.into(),
    };
    let Answer::Cell(page) = at.desk.ask(&cell) else { panic!() };
    assert_eq!((page.cell.state.name(), page.missing.len()), ("临期", 1), "{page:?}");
    // The bureau's own debts are in nobody else's page.
    assert_eq!(about(&said, "M9/OR-04/"), 0, "{said:#?}");
    assert!(about(&cells_of_today(&at, "", "2027-01-03").0, "M9/OR-04/") > 0);
    at.submits(enter(
        Kind::Confirmation,
        &[("township", WANAN), ("month", "2026-12"), ("date", "2027-01-03"), ("found", "0")],
    ));
    assert_eq!(about(&cells_of_today(&at, WANAN, "2027-01-03").0, &december), 0);
    at.submits(seal());
    let (said, remarks) = cells_of_today(&at, WANAN, "2027-01-03");
    assert!(said.iter().all(|line| !line.contains("2026")) && remarks.is_empty(), "{said:#?} {remarks:?}");
    assert_eq!(cells_of_today(&at, WANAN, "2027-01-02").1.len(), 1, "the day before it was not sealed");
}

/// Sealed on 2027-01-04 with the usual window, the next plan loaded.
fn sealed() -> Ledger {
    let mut ledger = ledger();
    ledger.at.submits(load("plan-2027.toml", NEXT));
    ledger.at.comes_to("2027-01-04");
    let ids = ledger.at.submits(seal());
    assert_eq!(ids[0].kind(), Kind::Closing);
    ledger
}

#[test]
fn within_the_window_days_of_the_sealed_plan_are_still_entered() {
    let Ledger { mut at, shop, visit, .. } = sealed();
    at.comes_to("2027-02-04");
    let fields = [("date", "2026-12-28"), ("enterprise", &shop.to_string()), ("kind", "灭火")];
    at.submits(enter(Kind::Drill, &fields));
    at.submits(amend(visit, &[("signed_by", "张阿芬")]));
}

#[test]
fn after_the_window_entries_and_corrections_of_its_days_are_refused_kindly() {
    let Ledger { mut at, shop, hazard: old, visit } = sealed();
    at.comes_to("2027-02-05");
    let drill =
        |on: &str| enter(Kind::Drill, &[("date", on), ("enterprise", &shop.to_string()), ("kind", "灭火")]);
    let newer = at.submits(hazard(shop, "2027-02-01"))[0].to_string();
    let told = at.refusal(drill("2026-12-28"));
    assert_eq!(
        told,
        "这条演练的日子 2026-12-28 属于已封存的方案（泉洛商务〔2024〕19号，补录到 2027-02-04 止），不再登记和更正\n\
         核对日期；未闭环的隐患照常办理，写实际办理的日子。确要补录的，请局领导或管理员把 U2701-0001 的“补录至”延后"
    );
    for refused in [
        amend(visit, &[("signed_by", "张阿芬")]),
        amend(visit, &[("date", "2027-01-20")]),
        Command::Void { id: visit, why: "重复".into() },
        hazard(shop, "2026-12-30"),
        act(old, Deed::Amend, &[("found_on", "2026-11-19"), ("reason", "记错")]),
        act(old, Deed::Void, &[("reason", "重复")]),
        act(old, Deed::Merge, &[("target", &newer)]),
        act(old, Deed::ReportDone, &[("done_on", "2026-12-20"), ("how", "已换")]),
        enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-12")]),
        enter(Kind::Confirmation, &[("township", WANAN), ("month", "2026-12"), ("date", "2027-02-05")]),
    ] {
        let told = at.refusal(refused.clone());
        assert!(told.contains("已封存的方案"), "{refused:?}: {told}");
    }
    // The new plan's days are open.
    at.submits(drill("2027-02-01"));
}

#[test]
fn hazards_still_open_go_on_after_the_seal() {
    let Ledger { mut at, hazard, .. } = sealed();
    at.comes_to("2027-03-01");
    at.submits(act(hazard, Deed::Amend, &[("watcher", "王某")]));
    at.submits(act(hazard, Deed::Note, &[("text", "已约复查")]));
    at.submits(act(hazard, Deed::ReportDone, &[("done_on", "2027-02-27"), ("how", "已换金属软管")]));
    at.submits(act(hazard, Deed::PassRecheck, &[("on", "2027-03-01"), ("by", "王某"), ("opinion", "已换")]));
    assert_eq!(open_hazards(&at, "2027-03-01"), []);
    assert_eq!(open_hazards(&at, "2026-12-31").len(), 1, "on the last day it was open, and stays so");
}

#[test]
fn records_still_open_are_settled_after_the_seal_and_count_where_they_did() {
    let Ledger { mut at, shop, .. } = ledger();
    at.comes_to("2026-12-21");
    let licence = [
        ("date", "2026-12-20"),
        ("kind", "成品油零售经营"),
        ("applicant", "万安加油站"),
        ("township", WANAN),
    ];
    let licence = at.submits(enter(Kind::LicenseReview, &licence))[0];
    let asked = [
        ("date", "2026-12-20"),
        ("applicant", "阿芬牛肉店"),
        ("enterprise", &shop.to_string()),
        ("policy", "示范店"),
    ];
    let asked = at.submits(enter(Kind::SupportApplication, &asked))[0];
    let plan = at.submits(enter(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-12")]))[0];
    at.comes_to("2027-01-04");
    at.submits(seal());
    at.comes_to("2027-02-05");
    let items = [
        ("has_rules", "是"),
        ("has_conditions", "是"),
        ("has_plan", "是"),
        ("has_training", "是"),
        ("findings", "资料齐全"),
        ("reviewer", "李某"),
    ];
    for moved in [[("township", "350504002")], [("date", "2026-12-22")], [("kind", "其他")]] {
        assert!(at.refusal(amend(licence, &moved)).contains("已封存的方案"), "{moved:?}");
    }
    let told = at.refusal(amend(plan, &[("submitted_on", "2027-02-05")]));
    assert!(told.contains("已封存的方案"), "a month's plan is filed in its month: {told}");
    at.submits(amend(licence, &items));
    at.submits(amend(licence, &[("opinion", "同意"), ("done_on", "2027-02-05")]));
    let checked = [("checked_on", "2027-02-05"), ("checked_by", "李某"), ("hits", "未在名单")];
    at.submits(amend(asked, &checked));
    at.submits(amend(asked, &[("result", "通过"), ("decided_on", "2027-02-05")]));
    let told = at.refusal(amend(asked, &[("policy", "另一项")]));
    assert!(told.contains("已封存的方案"), "settled: {told}");
}

#[test]
fn an_enterprise_changes_from_a_later_day_on_and_not_in_the_sealed_past() {
    let Ledger { mut at, shop, .. } = sealed();
    at.comes_to("2027-03-01");
    let told = at.refusal(amend(shop, &[("township", "350504002")]));
    assert!(told.contains("随方案封存") && told.contains("生效日写 2026-12-31 以后"), "{told}");
    at.submits(amend(shop, &[("phone", "13800138000")]));
    let moved = Fields::of([("township", "350504002")]);
    at.submits(Command::Amend {
        id: shop,
        seen: 0,
        fields: moved,
        effective_on: day("2027-02-01"),
        why: String::new(),
    });
}

#[test]
fn a_new_shop_is_counted_from_after_the_sealed_plan_on() {
    let Ledger { mut at, .. } = ledger();
    at.comes_to("2027-01-04");
    at.submits(seal());
    let shop = |name: &str, more: &[(&str, &str)]| {
        let known = [("name", name), ("township", WANAN), ("industries", "cy"), ("status", "在营")];
        enter(Kind::Enterprise, &[&known[..], more].concat())
    };
    let due = |at: &AtDesk| {
        let visits = matrix(at, MatrixId::M1, "2026-12-31");
        visits.cells.iter().flatten().map(|cell| cell.text.clone()).collect::<Vec<_>>()
    };
    let late = at.submits(shop("补录期里的店", &[("since", "2026-12-01")]))[0];
    at.comes_to("2027-02-05");
    let before = due(&at);
    let told = at.refusal(shop("老林茶行", &[("since", "2026-12-01")]));
    assert_eq!(
        told,
        "老林茶行的纳管日 2026-12-01 属于已封存的方案（泉洛商务〔2024〕19号，补录到 2027-02-04 止），那时的应检企业不再增加\n\
         纳管日写 2027-01-01 或以后；确要补录的，请局领导或管理员把 U2701-0001 的“补录至”延后"
    );
    let id = at.submits(shop("老林茶行", &[]))[0];
    let since = at.desk.rows(&[id]).unwrap()[&id].body.get("since").unwrap();
    assert_eq!(since, "2027-02-05", "as proposed: the day it is entered");
    at.submits(shop("早已关门的店", &[("since", "2026-12-01"), ("status", "关闭")]));
    assert!(
        at.refusal(amend(id, &[("since", "2026-12-01")])).contains("纳管日、乡镇、行业、状态已随方案封存")
    );
    assert!(at.refusal(Command::Void { id: late, why: "重复".into() }).contains("不能改写"));
    assert_eq!(due(&at), before);
}

#[test]
fn the_window_is_made_longer_by_whoever_seals_and_by_nobody_else() {
    let Ledger { mut at, visit, .. } = sealed();
    at.comes_to("2027-02-20");
    let closing = "U2701-0001".parse().unwrap();
    let leader = Officer { roles: vec![Role::Leader], ..Officer::alone("陈局", "JU") };
    let clerk = Officer { roles: vec![Role::Township], ..Officer::alone("李某", WANAN) };
    at.sits(clerk.clone());
    assert!(at.refusal(amend(closing, &[("until", "2027-03-31")])).contains("角色不能"));
    at.sits(leader);
    at.submits(amend(closing, &[("until", "2027-03-31")]));
    at.sits(clerk);
    at.submits(amend(visit, &[("signed_by", "张阿芬")]));
}

#[test]
fn a_seal_is_taken_back_on_its_day_like_any_entry() {
    let Ledger { mut at, .. } = ledger();
    at.comes_to("2027-02-10");
    at.submits(enter(Kind::Closing, &[("plan", OLD), ("until", "2027-02-10")]));
    assert!(at.refusal(seal()).contains("已经封存"));
    at.submits(Command::Undo { group: None });
    at.submits(seal());
}

#[test]
fn a_sealed_plan_is_not_loaded_anew() {
    let Ledger { mut at, .. } = sealed();
    let text = include_str!("../../src/data/plan.toml").replace("治本攻坚", "治本");
    assert!(at.refusal(load("plan.toml", &text)).contains("已经封存"));
}

#[test]
fn on_the_task_screen_one_key_looks_at_the_other_plan() {
    let Ledger { mut at, .. } = ledger();
    at.submits(load("plan-2027.toml", NEXT));
    let mut bench = at.bench(100, 24);
    bench.keys("2");
    assert!(
        bench.status().starts_with("任务 34/34 行") && bench.key_line().contains("p换方案"),
        "{}",
        bench.screen()
    );
    bench.keys("p");
    assert!(bench.row_with(NEW).unwrap().contains("未开始"), "{}", bench.screen());
    bench.keys("2");
    assert!(bench.status().starts_with(&format!("任务 3/3 行 · {NEW}")), "{}", bench.screen());
    assert!(bench.row_with("燃气用户底数").is_some(), "{}", bench.screen());
    bench.keys("p1");
    assert!(bench.status().starts_with("任务 34/34 行"), "{}", bench.screen());
}

#[test]
fn with_one_plan_no_other_is_offered() {
    let mut bench = ledger().at.bench(100, 24);
    bench.keys("2");
    assert!(!bench.key_line().contains("换方案"), "{}", bench.screen());
}

#[test]
fn a_report_on_a_year_of_the_old_plan_is_about_that_plan_whenever_it_is_made() {
    let Ledger { mut at, .. } = ledger();
    at.submits(load("plan-2027.toml", NEXT));
    at.comes_to("2027-01-03");
    let of_2026 = |code: &str| {
        let wanted = Wanted { period: "2026".parse().ok(), ..Wanted::new(code) };
        match at.desk.ask(&Query::Report(wanted)) {
            Answer::Report(report) => format!("{report:?}"),
            other => panic!("{code}: {other:?}"),
        }
    };
    let told = of_2026("three-year");
    assert!(told.contains("2024—2026年") && !told.contains("2027—"), "{told}");
    // Nobody supervised 万安 in 2026, and that is owed under the plan that asked for it.
    let told = of_2026("yearly");
    assert!(told.contains("半年督导乡镇") && !told.contains("欠账0格"), "{told}");
}
