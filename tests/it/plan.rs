//! The plan, the office and the settings as data: what the notice says, counted, and what a bad file is told.

use std::collections::BTreeMap;

use zhiben::calendar::Day;
use zhiben::codec::{decode, encode};
use zhiben::model::basics::{
    Basics, Basis, DeadlineKind, Level, Lookup, Node, Plan, Problem, SETTINGS, Source, TownshipMode,
    check_office, check_plan,
};

use crate::support::run::Place;

const SECOND_PLAN: &str = include_str!("../fixtures/plans/second.toml");
const SECOND_OFFICE: &str = include_str!("../fixtures/plans/second_office.toml");

fn basics() -> Basics {
    Basics::built_in().unwrap_or_else(|problems| panic!("{}", told(&problems)))
}

fn plan(basics: &Basics) -> &Plan {
    basics.plan("泉洛商务〔2024〕19号").expect("the notice is built in")
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn count_by<K: Ord>(plan: &Plan, key: impl Fn(&Node) -> K) -> BTreeMap<K, usize> {
    plan.rows().into_iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(key(row)).or_default() += 1;
        counts
    })
}

fn rows_in_mode(plan: &Plan, mode: TownshipMode) -> Vec<u16> {
    plan.rows()
        .into_iter()
        .filter(|row| plan.township_mode_of(row) == mode)
        .filter_map(|row| row.row)
        .collect()
}

#[test]
fn the_plan_runs_from_its_issue_to_the_end_of_2026() {
    let basics = basics();
    let heading = &plan(&basics).heading;
    assert_eq!(heading.issued_on.to_string(), "2024-05-10");
    assert_eq!(
        (heading.valid_from.to_string(), heading.valid_to.to_string()),
        ("2024-05-10".into(), "2026-12-31".into())
    );
    let upstream: Vec<_> = heading.upstream.iter().map(|upstream| upstream.doc_no.as_str()).collect();
    assert_eq!(upstream, ["泉商务〔2024〕43号", "泉洛安委〔2024〕8号"]);
}

#[test]
fn the_table_has_34_rows_in_13_sections_under_12_clauses_and_5_guarantees() {
    let basics = basics();
    let plan = plan(&basics);
    let rows: Vec<_> = plan.rows().into_iter().filter_map(|node| node.row).collect();
    assert_eq!(rows, (1..=34).collect::<Vec<_>>());
    assert_eq!(plan.at_level(Level::Section).count(), 13);
    let (guarantees, clauses): (Vec<_>, Vec<_>) =
        plan.at_level(Level::Clause).partition(|clause| clause.clause.starts_with('三'));
    assert_eq!((clauses.len(), guarantees.len()), (12, 5));
}

#[test]
fn every_section_holds_its_rows() {
    let basics = basics();
    let plan = plan(&basics);
    let rows: Vec<_> = plan
        .at_level(Level::Section)
        .map(|section| {
            let inside = |row: &&&Node| plan.section_of(row).is_some_and(|of| of.code == section.code);
            (section.clause.as_str(), plan.rows().iter().filter(inside).count())
        })
        .collect();
    let tasks = [
        ("二(一)", 3),
        ("二(二)", 5),
        ("二(三)", 3),
        ("二(四)", 3),
        ("二(五)", 5),
        ("二(六)", 3),
        ("二(七)", 5),
    ];
    let guarantees = [("三(一)", 1), ("三(二)", 2), ("三(三)", 1), ("三(四)", 1), ("三(五)", 1)];
    let expected: Vec<_> = [("一(二)", 1)].into_iter().chain(tasks).chain(guarantees).collect();
    assert_eq!(rows, expected);
}

#[test]
fn townships_go_along_in_9_rows_carry_out_6_and_are_the_subject_of_3() {
    let basics = basics();
    let plan = plan(&basics);
    assert_eq!(rows_in_mode(plan, TownshipMode::Alongside), [12, 16, 20, 24, 25, 26, 27, 28, 32]);
    assert_eq!(rows_in_mode(plan, TownshipMode::Carries), [19, 22, 23, 29, 33, 34]);
    assert_eq!(rows_in_mode(plan, TownshipMode::Subject), [21, 30, 31]);
}

#[test]
fn the_lead_column_reads_all_14_lead_6_concerned_6_commerce_5_foreign_3() {
    let basics = basics();
    let plan = plan(&basics);
    let leads = count_by(plan, |row| plan.lead_of(row).map(|lead| lead.key.clone()).unwrap_or_default());
    let counted: Vec<_> = leads.iter().map(|(key, count)| (key.as_str(), *count)).collect();
    assert_eq!(counted, [("全", 14), ("商", 5), ("商+", 6), ("外", 3), ("相关", 6)]);
    let lead = plan.row(19).and_then(|row| plan.lead_of(row)).expect("row 19 has a lead");
    assert_eq!(
        (lead.units.as_slice(), lead.label.as_str()),
        (&["LT".to_owned()][..], "商贸流通股牵头，其他成员单位按职责分工")
    );
}

#[test]
fn deadlines_are_28_continuous_3_phased_2_fixed_and_1_by_event() {
    let basics = basics();
    let plan = plan(&basics);
    let kinds = count_by(plan, |row| plan.deadline_of(row).map_or("", |deadline| deadline.kind.label()));
    assert_eq!(kinds, BTreeMap::from([("持续", 28), ("分阶段", 3), ("固定", 2), ("事件", 1)]));
    let of_kind = |kind| {
        let is = |row: &&Node| plan.deadline_of(row).is_some_and(|deadline| deadline.kind == kind);
        plan.rows().into_iter().filter(is).filter_map(|row| row.row).collect::<Vec<_>>()
    };
    assert_eq!(of_kind(DeadlineKind::Phased), [1, 20, 22]);
    assert_eq!(of_kind(DeadlineKind::Fixed), [2, 21]);
    assert_eq!(of_kind(DeadlineKind::Event), [10]);
}

#[test]
fn compound_rows_are_split_and_inherit_what_they_do_not_say() {
    let basics = basics();
    let plan = plan(&basics);
    let subs = |row: u16| plan.children(&format!("T{row}")).count();
    let split = [1, 2, 7, 8, 12, 13, 15, 16, 18, 20, 22, 25, 27, 29, 31, 32, 33, 34];
    assert_eq!(split.map(subs), [3, 4, 2, 4, 3, 3, 4, 7, 5, 3, 3, 2, 2, 6, 6, 4, 7, 7]);
    assert_eq!(plan.at_level(Level::SubTask).count(), split.map(subs).into_iter().sum::<usize>());
    let self_check = plan.node("T18.4").expect("the quarterly self-check");
    assert_eq!(self_check.duties, ["OR-05"]);
    assert_eq!(plan.lead_of(self_check).map(|lead| lead.key.as_str()), Some("相关"));
    assert_eq!(plan.deadline_of(self_check).map(|deadline| deadline.kind), Some(DeadlineKind::Continuous));
    assert_eq!(self_check.recurrence.as_ref().map(|recurrence| recurrence.basis), Some(Basis::Notice));
}

#[test]
fn what_the_table_leaves_out_of_the_body_is_kept_apart() {
    let basics = basics();
    let plan = plan(&basics);
    let titles: Vec<_> =
        plan.nodes.iter().filter(|node| node.body_only).map(|node| node.title.as_str()).collect();
    let expected = [
        "政策配套贯彻安全要求",
        "制定标准贯彻安全要求",
        "许可初审安全把关",
        "安全与日常业务结合",
        "按专项部署实施计划检查",
        "每月列好检查计划",
        "检查行业范围全覆盖",
        "部门管理职责履行到位",
        "探索建立黑名单",
    ];
    assert_eq!(titles, expected);
    assert_eq!(
        plan.nodes_with_duty("OR-01").map(|node| node.clause.as_str()).collect::<Vec<_>>(),
        ["三(二)"]
    );
}

#[test]
fn a_township_is_found_by_every_way_of_writing_it_and_hs_is_asked() {
    let basics = basics();
    for writing in ["5", "５", "河市", "河市镇", "河市镇企业办", "he", "HE", "heshi", "350504102", " 河市 "]
    {
        assert_eq!(basics.township_by(writing).one().map(|unit| unit.no), Some(5), "{writing}");
    }
    let codes: Vec<_> = basics.townships().map(|unit| (unit.no, unit.short.as_str())).collect();
    assert_eq!(codes, [(1, "万安"), (2, "双阳"), (3, "罗溪"), (4, "马甲"), (5, "河市"), (6, "虹山")]);
    let Lookup::Several(offered) = basics.township_by("hs") else { panic!("hs is never guessed") };
    assert_eq!(offered.iter().map(|unit| unit.short.as_str()).collect::<Vec<_>>(), ["河市", "虹山"]);
    assert_eq!(basics.township_by("商贸流通股"), Lookup::None);
    assert_eq!(basics.township_by(""), Lookup::None);
    assert_eq!(basics.unit_by("商贸流通业股").one().map(|unit| unit.code.as_str()), Some("LT"));
}

#[test]
fn industries_and_departments_are_found_by_key_and_by_name() {
    let basics = basics();
    let industry = |writing| basics.industry_by(writing).one().map(|industry| industry.code.as_str());
    assert_eq!(
        ["cy", "油", "加油站", "非星级酒店(宾馆)", "7", "废品"].map(industry),
        ["cy", "cp", "cp", "jd", "jd", "zs"].map(Some)
    );
    let department =
        |writing| basics.department_by(writing).one().map(|department| department.short.as_str());
    assert_eq!(
        ["xf", "住建局", "城管", "sj", "应急局", "公安", "zr"].map(department),
        ["消防", "住建", "城管", "市监", "应急", "公安", "自然资源"].map(Some)
    );
    assert!(basics.departments.iter().all(|department| !department.commerce));
    assert!(basics.industries.iter().all(|industry| basics.unit(&industry.section).is_some()));
}

#[test]
fn a_description_that_may_be_major_is_flagged_only_where_the_item_applies() {
    let basics = basics();
    let matched = |text, industry| {
        basics.catalog_match(text, Some(industry)).iter().map(|item| item.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(matched("东侧安全出口上锁", "zh"), ["SW-04", "JN-01"]);
    assert_eq!(matched("东侧安全出口上锁", "cy"), ["JN-01"]);
    assert_eq!(matched("安全出口堆物", "cy"), Vec::<&str>::new());
    assert_eq!(matched("疏散通道堆放货物，影响逃生", "sc"), Vec::<&str>::new());
    assert_eq!(matched("后厨软管老化", "cy"), Vec::<&str>::new());
    assert_eq!(matched("楼梯间电动车充电", "jd"), ["JN-03"]);
    assert_eq!(matched("安全出口未上锁，疏散通道畅通", "zs"), Vec::<&str>::new());
    let ministry = basics.catalog.iter().filter(|item| item.list.basis() == Basis::Notice).count();
    assert_eq!(ministry, 12);
}

#[test]
fn the_settings_carry_the_bureaus_own_limits() {
    let settings = basics().settings;
    let transfer = (
        settings.transfer_send_workdays,
        settings.transfer_accept_workdays,
        settings.transfer_feedback_workdays,
    );
    assert_eq!(transfer, (3, 5, 15));
    assert_eq!((settings.recheck_workdays, settings.major_plan_workdays, settings.reopen_days), (5, 5, 30));
    assert!(SETTINGS.iter().all(|setting| !setting.label.is_empty()));
}

#[test]
fn a_second_plan_of_another_district_stands_beside_the_first() {
    let own = [
        Source { file: "second.toml", text: SECOND_PLAN },
        Source { file: "second_office.toml", text: SECOND_OFFICE },
    ];
    let both = Basics::built_in_with(&own).unwrap_or_else(|problems| panic!("{}", told(&problems)));
    assert_eq!(plan(&both).rows().len(), 34);
    let second = both.plan("样商务〔2027〕3号").expect("the second plan");
    assert_eq!(second.rows().len(), 2);
    let stocktaking = second.node("T2.1").expect("the sub-task");
    assert_eq!(second.deadline_of(stocktaking).map(|deadline| deadline.milestones.len()), Some(2));
    assert_eq!((both.settings.recheck_workdays, both.settings.reopen_days), (8, 30));
    assert_eq!(both.plans.len(), 2);
}

#[test]
fn a_plan_loaded_again_takes_the_place_of_the_one_with_its_number() {
    let office = Source { file: "second_office.toml", text: SECOND_OFFICE };
    let renamed = SECOND_PLAN.replace("样商务〔2027〕3号", "泉洛商务〔2024〕19号");
    let replaced =
        Basics::built_in_with(&[office, Source { file: "own.toml", text: &renamed }]).expect("loads");
    assert_eq!(replaced.plans.iter().map(|plan| plan.rows().len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_bad_plan_hears_of_everything_at_once_line_by_line() {
    let problems = check_plan("bad.toml", include_str!("../fixtures/plans/bad.toml"), &basics().units);
    insta::assert_snapshot!(told(&problems.expect_err("it is full of slips")), @r#"
    bad.toml 第9行 year：不认识的字段 year。可用：doc_no、title、short_title、issuer、issued_on、valid_from、valid_to、upstream、copies_to、defects
    bad.toml 第13行 units[1]：没有代码为 NOBODY 的单位。请核对代码，或先登记
    bad.toml 第28行 lead：责任单位“谁”没有说明。请在 [[lead]] 中写明它指哪些单位
    bad.toml 第29行 township_mode：不能填“一起”。可填：同步、执行、对象、无
    bad.toml 第32行 title：缺少 title。请补上 title = …
    bad.toml 第33行 code：“T1”重复。每条须各不相同
    bad.toml 第35行 parent：上级 S9 不存在。请核对上级的 code
    bad.toml 第36行 row：序号到 3 之前缺第 2 号。序号应从 1 起连续
    bad.toml 第37行 titel：不认识的字段 titel。是不是 title
    bad.toml 第39行 deadline：分阶段的任务没有写出各阶段日期。固定写一个、分阶段写两个以上 milestones，事件写 trigger
    bad.toml 第46行 summary：填法不对。应填文字，加引号
    bad.toml 第49行 duties[0]：履职项编号 OR5 写法不对。应如 OR-05 或 OR-08a
    bad.toml 第50行 deadline.milestones[0].due：日期 2027-12-31 不在方案期限内。方案自 2024-05-10 至 2026-12-31
    bad.toml 第55行 parent：子任务不能放在部分之下。顺序是 部分、条款、任务、子任务
    bad.toml 第58行 code：缺少 code。请补上 code = …
    bad.toml 第58行 deadline：任务没有完成时限。请填 deadline
    "#);
}

#[test]
fn a_plan_that_is_no_toml_is_told_the_lines() {
    let problems =
        check_plan("bad_syntax.toml", include_str!("../fixtures/plans/bad_syntax.toml"), &basics().units);
    insta::assert_snapshot!(told(&problems.expect_err("the quote is open")), @r#"
    bad_syntax.toml 第2行：写法不合 TOML 格式，此处应有 "。看看这一行的引号、括号、等号是否成对；改好后再查其余各项
    bad_syntax.toml 第5行：写法不合 TOML 格式，此处应有 ]。看看这一行的引号、括号、等号是否成对；改好后再查其余各项
    "#);
}

#[test]
fn a_plan_without_a_front_page_is_told_so() {
    let problems = check_plan("empty.toml", "", &basics().units).expect_err("it is empty");
    insta::assert_snapshot!(told(&problems), @"empty.toml plan：没有方案首页。请以 [plan] 写明文号、标题、起止日期");
}

#[test]
fn a_bad_office_document_hears_of_everything_at_once() {
    let problems = check_office("office.toml", include_str!("../fixtures/plans/bad_office.toml"));
    insta::assert_snapshot!(told(&problems.expect_err("it is full of slips")), @r#"
    office.toml 第3行 no：“1”已被另一条使用。编号、名称、别名、快捷键在同类中须各不相同
    office.toml 第5行 short：“万安”已被另一条使用。编号、名称、别名、快捷键在同类中须各不相同
    office.toml 第6行 kind：不能填“大街”。可填：局、股室、队、中心、专班、街道、镇、乡、协会、上级
    office.toml 第13行 section：没有代码为 KCG 的单位。请核对代码，或先登记
    office.toml 第14行 keys：“cy”已被另一条使用。编号、名称、别名、快捷键在同类中须各不相同
    office.toml 第17行 recheck_workdays：数值超出范围。请填合适的数
    office.toml 第18行 rechek_days：不认识的字段 rechek_days。是不是 recheck_workdays、lookback_days、reopen_days
    office.toml 第19行 quick_level：不能填“很大”。可填：一般、重大
    office.toml 第21行 shop：不认识的栏目 shop。请删去，或核对栏目名
    "#);
}

#[test]
fn what_was_loaded_passes_through_a_frame_unchanged() {
    let basics = basics();
    let bytes = encode(&basics).expect("it can be written");
    assert_eq!(decode::<Basics>(&bytes).expect("it can be read"), basics);
}

#[test]
fn a_ledger_begins_within_its_plan_and_not_ahead_of_today() {
    let day = |text: &str| Day::from_date(text.parse().unwrap()).unwrap();
    let mut basics = basics();
    let mut fault = |start: &str, today: &str| {
        basics.settings.start_on = day(start);
        basics.start_fault(day(today)).map(|(what, hint)| format!("{what}。{hint}"))
    };
    assert_eq!(fault("2026-11-01", "2026-11-01"), None);
    assert_eq!(fault("2026-12-31", "2027-02-01"), None);
    assert_eq!(
        fault("2026-11-02", "2026-11-01").unwrap(),
        "启用日 2026-11-02 还没有到（今天 2026-11-01）。填今天或以前开始用台账的那天"
    );
    assert_eq!(
        fault("2027-01-01", "2027-02-01").unwrap(),
        "启用日 2027-01-01 在方案期限之后。填 2026-12-31 以前的日子；换了新方案的，先装入新方案"
    );
}

#[test]
fn what_was_entered_is_of_its_kind_still_when_one_more_kind_is_put_before_it() {
    let place = Place::begun();
    place.run(&["add", "p 1 标语 =11-20"]).ok();
    let shipped = place.run(&["plan", "show", "records.toml"]).ok();
    let more = shipped.replacen("\"大屏\", \"标语\"", "\"大屏\", \"短视频\", \"标语\"", 1);
    assert_ne!(more, shipped);
    std::fs::write(place.path("records.toml"), more).unwrap();
    place.run(&["plan", "load", "records.toml"]).ok();
    let verified = place.run(&["verify"]);
    assert!(verified.out.contains("核对无误"), "{verified:?}");
}

/// Codes of the rows of the 欠账总表.
fn rows(place: &Place) -> Vec<String> {
    let matrix = place.run(&["matrix", "M9", "--json"]).json();
    let rows = matrix["rows"].as_array().unwrap().iter();
    rows.map(|row| row["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_ledger_begun_with_fewer_duties_is_renewed_and_keeps_what_the_bureau_laid_over_them() {
    let place = Place::begun();
    let write = |name: &str, text: &str| {
        std::fs::write(place.path(name), text).unwrap();
        place.path(name).to_str().unwrap().to_owned()
    };
    let shipped = place.run(&["plan", "show", "duties.toml"]).ok();
    let second = shipped.match_indices("\n[[duty]]").nth(1).unwrap().0;
    place.run(&["plan", "load", &write("duties.toml", &shipped[..second])]).ok();
    let is_duty = |key: &&String| key.starts_with("OR-");
    assert_eq!(rows(&place).iter().filter(is_duty).collect::<Vec<_>>(), ["OR-01"]);
    // The bureau's own row, laid over.
    let own = write("own.toml", "[[duty]]\ncode = \"OR-01\"\ntitle = \"月计划\"\n");
    let err = place.run(&["plan", "load", &own]).ok();
    assert!(err.is_empty(), "{err}");
    // Renewed from what comes with the program.
    let all = ["records.toml", "duties.toml", "plan.toml"]
        .map(|name| write(name, &place.run(&["plan", "show", name]).ok()));
    place.run(&["plan", "load", &all[1]]).ok();
    assert!(rows(&place).len() > 40, "{:?}", rows(&place));
    let table = place.run(&["matrix", "M9"]).ok();
    assert!(table.contains("月计划") && !table.contains("月度检查计划"), "{table}");
    // Switched off.
    let own = write("own.toml", "[[duty]]\ncode = \"OR-01\"\noff = true\n");
    place.run(&["plan", "load", &own]).ok();
    assert!(!rows(&place).contains(&"OR-01".to_owned()));
    // What is switched off must be there.
    let own = write(
        "own.toml",
        "[[duty]]\ncode = \"OR-02\"\noff = true\n\n[[duty]]\ncode = \"OR-99x\"\noff = true\n",
    );
    for verb in ["check", "load"] {
        let err = place.run(&["plan", verb, &own]).failed(1);
        assert!(err.contains("own.toml 第6行 code：没有 OR-99x 这条义务。核对编号"), "{verb} {err}");
        assert!(!err.contains("没有 OR-02"), "{err}");
    }
    // A slip is told with its place, and nothing is loaded.
    let own = write("own.toml", "[[duty]]\ncode = \"OR-02\"\nperiod = \"旬\"\n");
    for verb in ["check", "load"] {
        let err = place.run(&["plan", verb, &own]).failed(1);
        assert!(err.contains("own.toml 第3行 period：不能填“旬”。可填：月、季"), "{verb} {err}");
    }
    let err = place.run(&["plan", "show", "duty.toml"]).failed(2);
    assert!(err.contains("duties.toml"), "{err}");
}

#[test]
fn a_second_own_file_changes_a_duty_of_the_first_field_by_field_and_its_slips_are_told_at_once() {
    let place = Place::begun();
    let write = |name: &str, text: &str| {
        std::fs::write(place.path(name), text).unwrap();
        place.path(name).to_str().unwrap().to_owned()
    };
    let first = "[[duty]]\ncode = \"OR-90\"\nclause = \"三(二)\"\ntitle = \"夜市巡查\"\nasks = \"每月巡查夜市\"\n\
                 subject = { of = \"单位\" }\nperiod = \"月\"\nevidence = { noun = \"检查\" }\n\
                 due = { rule = \"本期第几个工作日\", days = 9 }\nbasis = \"局内约定\"\nowner = \"乡镇\"\nnote = \"局内约定\"\n\n\
                 [[duty]]\ncode = \"OR-01\"\noff = true\n";
    place.run(&["plan", "load", &write("one.toml", first)]).ok();
    assert!(rows(&place).contains(&"OR-90".to_owned()));

    let second = write("two.toml", "[[duty]]\ncode = \"OR-90\"\ntitle = \"夜市夜查\"\n");
    place.run(&["plan", "check", &second]).ok();
    place.run(&["plan", "load", &second]).ok();
    let table = place.run(&["matrix", "M9"]).ok();
    assert!(table.contains("夜市夜查") && !table.contains("夜市巡查"), "{table}");
    // What the first one switched off may be switched off again, or on.
    place.run(&["plan", "check", &write("three.toml", "[[duty]]\ncode = \"OR-01\"\noff = true\n")]).ok();
    place.run(&["plan", "load", &write("three.toml", "[[duty]]\ncode = \"OR-01\"\noff = false\n")]).ok();
    assert!(rows(&place).contains(&"OR-01".to_owned()));
    // The first one loaded again still lies below the second.
    place.run(&["plan", "load", &write("one.toml", &first.replace("月巡查", "月去看"))]).ok();
    assert!(place.run(&["matrix", "M9"]).ok().contains("夜市夜查"));

    let slips = "[[duty]]\ncode = \"OR-90\"\nperiod = \"旬\"\nsubject = { of = \"摊位\" }\ncolour = 1\n\n\
                 [[duty]]\ncode = \"OR-90\"\ntitle = \"又一次\"\n\n[[duty]]\ncode = \"OR-9O\"\ntitle = \"写错编号\"\n\n\
                 [[duty]]\ncode = \"OR-90b\"\noff = true\n";
    let err = place.run(&["plan", "check", &write("four.toml", slips)]).failed(1);
    for part in [
        "four.toml 第3行 period：不能填“旬”",
        "four.toml 第4行 subject.of：不能填“摊位”",
        "four.toml 第5行 colour：不认识的字段 colour",
        "four.toml 第8行 code：“OR-90”已被另一条使用",
        "four.toml 第11行 clause：缺少 clause",
        "要改已有的义务，核对编号 OR-9O",
        "four.toml 第16行 code：没有 OR-90b 这条义务",
    ] {
        assert!(err.contains(part), "{part}\n{err}");
    }
    // A field that only the file below writes is told where it stands.
    let torn = write("one.toml", &first.replace(", days = 9", ""));
    let err = place.run(&["plan", "load", &torn]).failed(1);
    assert!(err.contains("one.toml 第9行 due：没有写第几个工作日"), "{err}");
}

#[test]
fn a_next_plan_that_names_duties_of_years_gone_by_is_told_which_nobody_would_ever_owe() {
    let place = Place::begun();
    let next = place.run(&["plan", "show", "plan.toml"]).ok();
    let next = next
        .replace("19号", "91号")
        .replace("2026-", "2029-")
        .replace("2025-", "2028-")
        .replace("2024-", "2027-");
    std::fs::write(place.path("plan-2027.toml"), next).unwrap();
    for verb in ["check", "load"] {
        let ran = place.run(&["plan", verb, "plan-2027.toml"]);
        let told = ran.err.lines().find(|line| line.starts_with("注意：")).unwrap_or_default();
        assert!(told.contains("〔2024〕91号") && told.contains("own.toml"), "{ran:?}");
        for duty in ["OR-08a", "OR-20b", "OR-21c"] {
            assert!(told.contains(duty), "{duty} {told}");
        }
        assert!(!told.contains("OR-01"), "{told}");
        ran.ok();
    }
    // The plan that comes with the program has days for all that it names.
    let place = Place::begun();
    std::fs::write(place.path("plan.toml"), place.run(&["plan", "show", "plan.toml"]).ok()).unwrap();
    let ran = place.run(&["plan", "check", "plan.toml"]);
    assert!(!ran.err.contains("注意："), "{ran:?}");
}
