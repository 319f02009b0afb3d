//! What comes next: a month's visits, a supervision, what lacks proof, who took such a hazard last, a hand-over.

use zhiben::ask::answer::{Answer, Form};
use zhiben::ask::planning::{Kit, Planned, Planning, Proposal};
use zhiben::ask::query::{FormFor, Query, Window};
use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use crate::support::at_desk::AtDesk;
use crate::support::run::Place;
use crate::support::screen::Bench;

const WANAN: &str = "350504001";

fn enter(kind: Kind, fields: &[(&str, &str)]) -> Command {
    Command::Enter { kind, fields: Fields::of(fields.iter().copied()) }
}

/// An open shop of 万安.
fn shop(at: &mut AtDesk, name: &str, industry: &str, village: &str) -> Id {
    let fields = [
        ("name", name),
        ("township", WANAN),
        ("industries", industry),
        ("village", village),
        ("principal", "张三"),
        ("status", "在营"),
        ("since", "2024-06-01"),
    ];
    at.submits(enter(Kind::Enterprise, &fields))[0]
}

fn visit(at: &mut AtDesk, shop: Id, on: &str) {
    let shop = shop.to_string();
    at.submits(enter(Kind::Inspection, &[("date", on), ("enterprise", &shop), ("inspectors", "李某、王某")]));
}

fn planned(at: &AtDesk, what: Planning) -> Planned {
    match at.desk.ask(&Query::Planning(what, Day::NONE)) {
        Answer::Planned(planned) => planned,
        other => panic!("{other:?}"),
    }
}

fn proposal(at: &AtDesk, month: &str) -> Proposal {
    match planned(at, Planning::Proposal { township: String::new(), month: month.into() }) {
        Planned::Proposal(proposal) => *proposal,
        other => panic!("{other:?}"),
    }
}

/// Names of those proposed, each with why.
fn told(proposal: &Proposal) -> Vec<(String, String)> {
    let mut told: Vec<_> =
        proposal.items.iter().map(|item| (item.name.clone(), item.why.join("、"))).collect();
    told.sort();
    told
}

fn why<'a>(told: &'a [(String, String)], name: &str) -> &'a str {
    told.iter().find(|(known, _)| known == name).map_or("", |(_, why)| why)
}

#[test]
fn next_month_names_gaps_hazards_and_whoever_was_not_seen_for_long_and_says_why() {
    let mut at = AtDesk::begun();
    let beef = shop(&mut at, "阿芬牛肉店", "cy", "塘西");
    let noodles = shop(&mut at, "老林面馆", "cy", "塘西");
    let fresh = shop(&mut at, "春天快餐", "cy", "桥南");
    shop(&mut at, "石桥加油站", "cp", "桥南");
    visit(&mut at, beef, "2026-11-20");
    visit(&mut at, noodles, "2026-04-23");
    visit(&mut at, fresh, "2026-11-20");
    at.enters("h 1/阿芬 后厨软管老化");
    let proposal = proposal(&at, "");
    assert_eq!((proposal.month.as_str(), proposal.township.1.as_str()), ("2026-12", "万安"));
    let told = told(&proposal);
    assert_eq!(why(&told, "阿芬牛肉店"), "行业未覆盖、有未闭环隐患1");
    assert_eq!(why(&told, "老林面馆"), "久未检查 214天");
    assert_eq!(why(&told, "石桥加油站"), "行业未覆盖、从未检查");
    assert_eq!(why(&told, "春天快餐"), "", "seen three days ago, and nothing open: {told:?}");
}

#[test]
fn an_item_without_an_industry_stands_for_the_main_one_of_its_shop() {
    let mut at = AtDesk::begun();
    let beef = shop(&mut at, "阿芬牛肉店", "cy", "塘西");
    let noodles = shop(&mut at, "老林面馆", "cy", "塘西");
    visit(&mut at, beef, "2026-11-20");
    visit(&mut at, noodles, "2026-11-20");
    let plan = at.submits(enter(Kind::InspectionPlan, &[("township", "350504001"), ("month", "2026-12")]))[0];
    let item = [("plan", &plan.to_string()[..]), ("enterprise", &beef.to_string())];
    at.submits(enter(Kind::PlanItem, &item));
    assert_eq!(told(&proposal(&at, "2026-12")), [], "餐饮 is seen to");
}

#[test]
fn visits_lie_on_workdays_only_and_those_of_a_village_go_together() {
    let mut at = AtDesk::begun();
    for n in 1..=6 {
        shop(&mut at, &format!("塘西{n}号店"), "cy", "塘西");
        shop(&mut at, &format!("桥南{n}号店"), "cy", "桥南");
    }
    let proposal = proposal(&at, "2029-01");
    let calendar = Workdays::new(shipped_calendar());
    assert_eq!(proposal.items.len(), 12);
    for item in &proposal.items {
        assert!(calendar.is_workday(item.day) && item.day.to_string().starts_with("2029-01"), "{item:?}");
    }
    let mut by_day: Vec<(Day, &str)> =
        proposal.items.iter().map(|item| (item.day, item.village.as_str())).collect();
    by_day.dedup();
    assert_eq!(by_day.len(), 4, "two mornings a village, three shops each: {by_day:?}");
    assert!(
        proposal.remarks.iter().any(|remark| remark.contains("2029年的放假安排还没有装入")),
        "{:?}",
        proposal.remarks
    );
}

#[test]
fn every_industry_with_an_open_shop_is_there_even_beyond_the_number_agreed() {
    let mut at = AtDesk::begun();
    at.submits(Command::Load {
        name: "office.toml".into(),
        text: "[settings]\nstart_on = \"2024-05-10\"\nplan_items_month = 2\n".into(),
    });
    for (name, industry) in [("面馆", "cy"), ("加油站", "cp"), ("商场", "sc"), ("民宿", "jd")] {
        let shop = shop(&mut at, name, industry, "塘西");
        visit(&mut at, shop, "2026-11-20");
    }
    let proposal = proposal(&at, "");
    let mut industries: Vec<&str> = proposal.items.iter().map(|item| item.industry.0.as_str()).collect();
    industries.sort_unstable();
    assert_eq!(industries, ["cp", "cy", "jd", "sc"]);
    assert!(proposal.remarks[0].contains("共 4 家，多于约定的 2 家"), "{:?}", proposal.remarks);
}

#[test]
fn what_is_proposed_is_entered_as_one_group_and_one_undo_takes_it_back() {
    let mut at = AtDesk::begun();
    shop(&mut at, "面馆", "cy", "塘西");
    shop(&mut at, "加油站", "cp", "塘西");
    let first = proposal(&at, "2026-12");
    assert_eq!(first, proposal(&at, "2026-12"), "the same records propose the same plan");
    let ids = at.submits(first.wish("2026-11-23".parse().unwrap()).unwrap());
    assert_eq!(
        ids.iter().map(|id| id.kind()).collect::<Vec<_>>(),
        [Kind::InspectionPlan, Kind::PlanItem, Kind::PlanItem]
    );
    let again = proposal(&at, "2026-12");
    assert_eq!((again.plan, again.planned, again.items.len(), again.is_filed), (ids[0], 2, 0, true));
    at.submits(Command::Undo { group: None });
    assert_eq!(proposal(&at, "2026-12"), first);
}

#[test]
fn one_shop_more_is_added_to_the_plan_that_is_there() {
    let mut at = AtDesk::begun();
    shop(&mut at, "面馆", "cy", "塘西");
    let plan = at.submits(proposal(&at, "2026-12").wish(Day::NONE).unwrap())[0];
    shop(&mut at, "加油站", "cp", "塘西");
    let more = proposal(&at, "2026-12");
    assert_eq!((more.plan, more.items.len(), more.is_filed), (plan, 1, false));
    let ids = at.submits(more.wish("2026-11-23".parse().unwrap()).unwrap());
    assert_eq!(ids[0], plan, "it is filed, and the item hangs on it");
}

fn kit(at: &AtDesk, seed: u64) -> Kit {
    let (township, half) = ("万安".to_owned(), String::new());
    match planned(at, Planning::Kit { township, half, seed, counts: (2, 2) }) {
        Planned::Kit(kit) => *kit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_supervision_draws_the_same_sample_by_the_same_seed_and_keeps_the_seed() {
    let mut at = AtDesk::begun();
    let shops: Vec<Id> = (1..=9).map(|n| shop(&mut at, &format!("{n}号店"), "cy", "塘西")).collect();
    let first = kit(&at, 7);
    assert_eq!(first, kit(&at, 7));
    assert!(
        (1..20).any(|seed| kit(&at, seed).enterprises != first.enterprises),
        "another seed, another sample"
    );
    assert!(first.enterprises.iter().all(|id| shops.contains(id)) && first.enterprises.len() == 2);
    let text = first.paper.text();
    for words in ["抽样种子 7", "万安街道 2026下半年", "OR-01 月度检查计划", "隐患"] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let record = at.submits(first.wish("2026-11-23".parse().unwrap()))[0];
    let Answer::Whole(whole) = at.desk.ask(&Query::Record { id: record, day: Day::NONE }) else { panic!() };
    assert!(whole.fields.get("note").contains("抽样种子 7"), "{:?}", whole.fields);
    assert_eq!(whole.fields.get("sampled").split('、').count(), 2);
}

#[test]
fn what_lacks_proof_is_listed_with_what_it_lacks_until_it_is_there() {
    let mut at = AtDesk::begun();
    let shop = shop(&mut at, "面馆", "cy", "塘西").to_string();
    let drill =
        at.submits(enter(Kind::Drill, &[("date", "2026-11-20"), ("enterprise", &shop), ("kind", "灭火")]))[0];
    let lacking = |at: &AtDesk| match planned(at, Planning::Lacking { township: "万安".into() }) {
        Planned::Lacking(lines) => lines.into_iter().map(|line| (line.id, line.lacks)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(lacking(&at), [(drill, "参加人数".to_owned())]);
    let fields = Fields::of([("participants", "12")]);
    at.submits(Command::Amend { id: drill, seen: 0, fields, effective_on: Day::NONE, why: String::new() });
    assert_eq!(lacking(&at), []);
}

#[test]
fn whoever_took_such_a_hazard_last_is_proposed_for_the_next_one() {
    let mut at = AtDesk::begun();
    shop(&mut at, "面馆", "cy", "塘西");
    let act = |id: Id, deed: Deed, fields: &[(&str, &str)]| Command::Act {
        id: id.to_string(),
        deed,
        fields: Fields::of(fields.iter().copied()),
    };
    let of_gas = |at: &mut AtDesk, words: &str| {
        let id = at.enters(&format!("h 1/面馆 {words}"))[0];
        at.submits(act(id, Deed::Amend, &[("category", "燃气安全"), ("reason", "补类别")]));
        id
    };
    let first = of_gas(&mut at, "未装报警器");
    at.submits(act(first, Deed::Reassign, &[("department", "cg"), ("reason", "属城管")]));
    at.submits(act(
        first,
        Deed::SendLetter,
        &[("department", "cg"), ("letter_no", "函1号"), ("channel", "函")],
    ));
    at.submits(act(first, Deed::Accept, &[("receiver", "王队"), ("accepted_on", "2026-11-23")]));
    let second = of_gas(&mut at, "灶具没有熄火保护");
    let asked = Query::Form(FormFor::Act(vec![second], Deed::Reassign));
    let Answer::Form(Form { asks, .. }) = at.desk.ask(&asked) else { panic!() };
    let department = asks.iter().find(|ask| ask.spec.key == "department").unwrap();
    assert_eq!(department.value, "城管");
    assert_eq!(department.hint, format!("城管，上次由其接收 {first}（2026-11-23）"));
    // The line needs no department either, and says whom it means.
    let line = format!("x #{} 属该部门职责", second.number());
    let Answer::Understood(understood) =
        at.desk.ask(&Query::Understand { line, common: String::new(), last: Id::NONE })
    else {
        panic!()
    };
    assert!(
        understood.lines.iter().any(|(label, words)| label == "职责部门" && words.contains("上次由其接收")),
        "{understood:?}"
    );
    assert!(understood.command.is_some());
    // Who sent it back did not accept it.
    at.submits(act(first, Deed::Return, &[("reason", "不属城管")]));
    let Answer::Form(Form { asks, .. }) = at.desk.ask(&asked) else { panic!() };
    let department = asks.iter().find(|ask| ask.spec.key == "department").unwrap();
    assert!(!department.hint.contains("上次由其接收"), "{}", department.hint);
}

#[test]
fn a_waiver_names_a_duty_that_somebody_can_be_let_off() {
    let mut at = AtDesk::begun();
    let waiver = |duty: &str| {
        let fields = [
            ("duty", duty),
            ("unit", "350504001"),
            ("from", "2026-11-01"),
            ("to", "2026-11-30"),
            ("reason", "机构调整"),
            ("approved_by", "陈局"),
        ];
        enter(Kind::Waiver, &fields)
    };
    let told = at.refusal(waiver("OR-5"));
    assert!(told.contains("没有编号为“OR-5”的义务") && told.contains("OR-05"), "{told}");
    let told = at.refusal(waiver("OR-23"));
    assert!(told.contains("OR-23") && told.contains("逐件计期限"), "{told}");
    at.submits(waiver("or-05"));
}

#[test]
fn a_campaign_counts_who_was_visited_of_whom_the_plans_name() {
    let place = Place::begun();
    for line in ["c 1.cy/+阿芬牛肉店 @张三", "c 1.cy/+老林面馆 @林五"] {
        place.run(&["add", line]).ok();
    }
    place.run(&["plan", "propose", "-t", "万安", "-m", "2027-01", "--enter", "--today", "2026-12-20"]).ok();
    let items = place.run(&["records", "检查计划条目", "--json"]).json();
    for item in items.as_array().unwrap() {
        place.run(&["do", item["id"].as_str().unwrap(), "更正", "campaign=冬季燃气"]);
    }
    place.run(&["add", "i 1/阿芬 @李某 @王某 专项整治:冬季燃气"]).ok();
    let told = place.run(&["campaign", "冬季燃气", "--json"]).json();
    assert_eq!(
        (&told[0]["township"], &told[0]["visited"], &told[0]["asked"]),
        (&"万安".into(), &1.into(), &2.into()),
        "{told}"
    );
    place.run(&["campaign", "没有的"]).failed(3);
}

#[test]
fn a_plan_that_is_not_over_is_listed_and_not_sealed_whatever_today_says() {
    let place = Place::begun();
    let list = place.run(&["plan", "close", "--dry-run"]).ok();
    assert!(list.contains("收官清单") && list.contains("欠账：方案期内未落实"), "{list}");
    // The machine's clock judges, not --today.
    let ended = zhiben::desk::clock::day_of(zhiben::desk::clock::Clock::Machine(480).now())
        >= "2026-12-31".parse().unwrap();
    let ran = place.run(&["plan", "close", "--today", "2027-01-10"]);
    if ended {
        ran.ok();
        assert!(place.path("收官清单-泉洛商务〔2024〕19号.txt").exists());
    } else {
        let told = ran.failed(1);
        assert!(told.contains("方案到 2026-12-31 止"), "{told}");
        assert!(!place.path("收官清单-泉洛商务〔2024〕19号.txt").exists());
    }
}

#[test]
fn no_plan_is_sealed_before_its_list_is_kept_and_a_refused_seal_leaves_files_as_they_were() {
    let place = Place::begun();
    let told = place.run(&["plan", "close", "--out", "没有的目录/清单.txt"]).failed(1);
    assert!(told.contains("写不了 没有的目录/清单.txt") && told.contains("没有封存"), "{told}");
    std::fs::write(place.path("清单.txt"), "旧的清单").unwrap();
    // Refused while the plan is not over by the machine's clock: the list of no seal does not stay.
    let ran = place.run(&["plan", "close", "--out", "清单.txt"]);
    assert_eq!(place.path("清单-2.txt").exists(), ran.code == 0, "{ran:?}");
    assert_eq!(std::fs::read_to_string(place.path("清单.txt")).unwrap(), "旧的清单");
}

#[test]
fn an_item_without_a_day_is_left_and_one_of_a_void_plan_is_not() {
    let mut at = AtDesk::begun();
    let beef = shop(&mut at, "阿芬牛肉店", "cy", "塘西").to_string();
    let mut plan = |month: &str| {
        let plan = at.submits(enter(Kind::InspectionPlan, &[("township", "350504001"), ("month", month)]))[0];
        let item = [("plan", &plan.to_string()[..]), ("enterprise", &beef)];
        (plan, at.submits(enter(Kind::PlanItem, &item))[0])
    };
    let ((_, left), (void, gone)) = (plan("2026-10"), plan("2026-11"));
    at.submits(Command::Void { id: void, why: "报错了月份".into() });
    let Planned::Closing(closing) = planned(&at, Planning::Closing { plan: String::new() }) else { panic!() };
    let told = format!("{closing:?}");
    assert!(told.contains(&left.to_string()) && !told.contains(&gone.to_string()), "{told}");
}

#[test]
fn after_the_last_day_the_plan_that_is_over_is_closed_by_default_and_the_next_one_by_its_number() {
    let place = Place::begun();
    let next = format!("{}/tests/fixtures/plans/next.toml", env!("CARGO_MANIFEST_DIR"));
    place.run(&["plan", "load", &next]).ok();
    let ran = place.run(&["plan", "close", "--dry-run", "--today", "2027-01-05"]);
    assert!(ran.err.contains("取已到期、还没有封存的方案") && ran.err.contains("2026-12-31 止"), "{ran:?}");
    let list = ran.ok();
    assert!(list.contains("文号 泉洛商务〔2024〕19号"), "{list}");
    let plans = place.run(&["plan", "list", "--json", "--today", "2027-01-05"]).json();
    let plans = plans.as_array().unwrap().iter().map(|plan| plan["doc_no"].as_str().unwrap());
    let other = plans.into_iter().find(|plan| *plan != "泉洛商务〔2024〕19号").unwrap();
    let list = place.run(&["plan", "close", "--dry-run", "--plan", other, "--today", "2027-01-05"]).ok();
    assert!(list.contains(&format!("文号 {other}")), "{list}");
}

#[test]
fn a_supervision_sheet_is_not_written_under_a_name_that_opens_as_something_else() {
    let place = Place::begun();
    let file = place.path("万安督导.docx");
    let err = place.run(&["supervise", "-t", "万安", "--out", file.to_str().unwrap()]).failed(2);
    assert!(err.contains(".txt 或 .md 结尾") && err.contains("report supervision"), "{err}");
    assert!(!file.exists());
    let file = place.path("万安督导.md");
    place.run(&["supervise", "-t", "万安", "--out", file.to_str().unwrap()]).ok();
    assert!(file.exists());
}

#[test]
fn whoever_takes_over_gets_a_pack_with_telephones_for_the_administrator_alone() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/+阿芬牛肉店 @张阿芬 电话:13805951234"]).ok();
    place.run(&["--officer", "李某", "add", "h 1/阿芬 后厨软管老化"]).ok();
    place.run(&["handover", "李某", "王某", "--dry-run", "--pack", "pack.txt"]).ok();
    let pack = std::fs::read_to_string(place.path("pack.txt")).unwrap();
    for words in [
        "交出人 李某，接手人 王某",
        "后厨软管老化",
        "二、将欠和已欠的事项",
        "13805951234",
        "草稿在各人自己的账户里",
    ] {
        assert!(pack.contains(words), "{words} in\n{pack}");
    }
}

/// 记录, at 月度检查计划.
fn month_plans(at: AtDesk) -> Bench<AtDesk> {
    let mut bench = at.bench(100, 24);
    bench.keys("6");
    while !bench.selected().contains("月度检查计划") {
        let before = bench.selected();
        bench.keys("j");
        assert_ne!(bench.selected(), before, "{}", bench.screen());
    }
    bench
}

#[test]
fn in_the_workbench_a_proposal_is_struck_moved_and_filed() {
    let mut at = AtDesk::begun();
    shop(&mut at, "老林面馆", "cy", "塘西");
    shop(&mut at, "石桥加油站", "cp", "桥南");
    let mut bench = month_plans(at);
    bench.keys("P");
    assert!(bench.status().starts_with("万安 2026-12 检查计划建议 2/2"), "{}", bench.screen());
    assert!(bench.row_with("石桥加油站").unwrap().contains("行业未覆盖、从未检查"), "{}", bench.screen());
    for key in ["[提前", "]推后", "Space 标记", "Enter 打开", "Ctrl-S 提交"] {
        assert!(bench.key_line().contains(key), "{key}: {}", bench.key_line());
    }
    let day = |bench: &Bench<AtDesk>| bench.selected()[3..8].to_owned();
    let before = day(&bench);
    bench.keys("]");
    assert_ne!(day(&bench), before, "one workday later");
    bench.keys("[");
    assert_eq!(day(&bench), before);
    bench.keys("j<Space>");
    assert!(bench.status().contains("建议 1/2"), "{}", bench.screen());
    bench.keys("<F2>");
    assert!(bench.row_with("2026-12 检查计划").is_some(), "{}", bench.screen());
    let items = bench.outside.desk.ask(&Query::Records {
        kind: Some(Kind::PlanItem),
        sort: String::new(),
        text: String::new(),
        unit: String::new(),
        window: Window::top(9),
    });
    assert!(matches!(items, Answer::Records(page) if page.matched == 1));
}

#[test]
fn esc_leaves_a_proposal_and_nothing_is_entered() {
    let mut at = AtDesk::begun();
    shop(&mut at, "老林面馆", "cy", "塘西");
    let mut bench = month_plans(at);
    bench.keys("P<Esc>");
    assert!(bench.status().starts_with("记录 0/0"), "{}", bench.screen());
}

#[test]
fn from_the_missing_plan_of_a_month_one_key_proposes_it() {
    let mut at = AtDesk::begun();
    shop(&mut at, "老林面馆", "cy", "塘西");
    let mut bench = at.bench(100, 24);
    bench.keys("3");
    // 欠账总表, OR-01 × 万安: what is behind the cell is the missing plan of this month.
    bench.keys("<Enter><Right><Enter>");
    assert!(bench.screen().contains("尚缺"), "{}", bench.screen());
    bench.keys("P");
    assert!(bench.status().starts_with("万安 2026-11 检查计划建议"), "{}", bench.screen());
}

#[test]
fn in_the_workbench_what_lacks_proof_is_mended_from_its_list() {
    let mut at = AtDesk::begun();
    let shop = shop(&mut at, "老林面馆", "cy", "塘西").to_string();
    at.submits(enter(Kind::Drill, &[("date", "2026-11-20"), ("enterprise", &shop), ("kind", "灭火")]));
    let mut bench = at.bench(100, 24);
    bench.keys("6b");
    assert!(bench.status().starts_with("缺佐证 1 · 缺 参加人数"), "{}", bench.screen());
    assert!(bench.row_with("老林面馆").unwrap().contains("缺 参加人数"), "{}", bench.screen());
    // 日期, 企业, 类型, 参加人数.
    bench.keys("i<Down><Down><Down>12<Ctrl-S>");
    assert!(bench.screen().contains("没有缺佐证的记录"), "{}", bench.screen());
}
