//! The table of duties as a document.

use zhiben::model::basics::{Basics, Basis, Problem, Source};
use zhiben::model::card::evidence_flag;
use zhiben::rules::duty::{BUILT_IN, Cadence, Duties};
use zhiben::rules::matrix::MatrixId;

use super::world::{WANAN, World, day};

#[test]
fn the_built_in_table_is_sound_and_says_of_each_duty_whether_the_notice_states_its_period() {
    let basics = Basics::built_in().unwrap();
    let duties = Duties::parse("duties.toml", BUILT_IN, &basics).unwrap();
    let of = |basis: Basis| {
        duties.iter().filter(|d| d.basis == basis).map(|d| d.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of(Basis::Notice),
        [
            "OR-01", "OR-04", "OR-05", "OR-06", "OR-07", "OR-08a", "OR-08b", "OR-08c", "OR-10", "OR-18b",
            "OR-20a", "OR-20b", "OR-20c", "OR-21a", "OR-21b", "OR-21c", "OR-25", "OR-27"
        ]
    );
    assert_eq!(
        of(Basis::Office),
        [
            "OR-02", "OR-03", "OR-03b", "OR-09", "OR-11", "OR-12", "OR-13", "OR-13b", "OR-13c", "OR-14",
            "OR-15", "OR-16", "OR-17", "OR-18a", "OR-19", "OR-21d", "OR-22", "OR-23", "OR-24", "OR-26",
            "OR-28", "OR-29", "OR-30", "OR-31", "OR-32", "OR-33", "OR-34", "OR-35", "OR-36", "OR-37a",
            "OR-37b", "OR-37c", "OR-37d", "OR-38"
        ]
    );
    // A period that the bureau settled is said to be so, in a sentence.
    for duty in duties.iter().filter(|duty| duty.basis == Basis::Office) {
        assert!(duty.note.contains("局内约定"), "{}: {}", duty.code, duty.note);
    }
    // Every duty of the table has its place in the plan, but for the reports that the upper authorities ask for (首).
    let plan = &basics.plans[0];
    let homeless = duties.iter().filter(|duty| plan.nodes_with_duty(&duty.code).next().is_none());
    let homeless = homeless.map(|duty| duty.code.as_str()).collect::<Vec<_>>();
    assert_eq!(homeless, ["OR-37a", "OR-37b", "OR-37c", "OR-37d"]);
}

#[test]
fn every_problem_of_a_table_is_told_at_once_with_its_line() {
    let basics = Basics::built_in().unwrap();
    let text = r#"
[[duty]]
code = "OR-90"
clause = "三(一)"
title = "听取汇报"
asks = "每季度听取汇报"
subject = { of = "企业", industries = ["xx"] }
period = "旬"
evidence = { noun = "演练", kinds = ["跳绳"] }
due = { rule = "本期第几个工作日" }
basis = "文件规定"
owner = "乡镇"
colour = 1

[[duty]]
code = "OR-90"
clause = "三(一)"
title = "听取汇报"
asks = "每季度听取汇报"
subject = { of = "隐患" }
period = "月"
evidence = { noun = "隐患" }
due = { rule = "期末" }
basis = "局内约定"
owner = "乡镇"
"#;
    let told = Duties::parse("duties.toml", text, &basics).unwrap_err();
    let told: Vec<String> = told.iter().map(|p| format!("{} {} {}", p.line, p.field, p.what)).collect();
    assert_eq!(
        told,
        [
            "7 subject.industries 没有代码为“xx”的行业",
            "8 period 不能填“旬”",
            "9 evidence.kinds 没有“跳绳”这一类",
            "10 due 没有写第几个工作日",
            "13 colour 不认识的字段 colour",
            "16 code “OR-90”已被另一条使用",
            "21 period 隐患逐案计，记录可以逐案计，其他不逐案",
            "22 evidence 时钟只用于隐患，且隐患须有时钟",
        ]
    );
}

/// The built-in table with a bureau's own rows laid over it.
fn with(own: &str) -> Result<Duties, Vec<Problem>> {
    let sources = [Source { file: "duties.toml", text: BUILT_IN }, Source { file: "own.toml", text: own }];
    Duties::laid_over(&sources, &Basics::built_in().unwrap())
}

#[test]
fn a_bureau_changes_one_field_of_a_duty_switches_another_off_and_adds_a_third() {
    let duties = with(
        r#"
[[duty]]
code = "OR-16"
period = "半年"
note = "本局每半年听取一次"

[[duty]]
code = "OR-37d"
off = true

[[duty]]
code = "OR-90"
clause = "三(二)"
title = "痛点堵点难点按期解决"
asks = "痛点堵点难点问题按期解决"
subject = { of = "记录", noun = "工作记录", sort = "issue" }
period = "逐案"
evidence = { noun = "工作记录", sort = "issue", marks = ["已办结"] }
due = { rule = "自身期限" }
basis = "局内约定"
owner = "乡镇"
"#,
    )
    .unwrap();
    let own = duties.get("OR-16").unwrap();
    let table = Duties::parse("duties.toml", BUILT_IN, &Basics::built_in().unwrap()).unwrap();
    let before = table.get("OR-16").unwrap();
    assert_eq!((own.period, own.note.as_str()), (Cadence::Half, "本局每半年听取一次"));
    assert_eq!((&own.title, &own.evidence, own.basis), (&before.title, &before.evidence, before.basis));
    assert!(duties.get("OR-37d").is_none());
    assert_eq!(duties.iter().count(), table.iter().count());

    let mut world = World::on("2026-11-23");
    world.duties = duties;
    let stands = |world: &World| world.text(MatrixId::M9, "2026-11", "OR-90", WANAN);
    assert_eq!(stands(&world), "-");
    world.record("issue", "难点", "2026-11-02", |card| card.due = day("2026-11-20"));
    assert_eq!(stands(&world), "欠");
    (world.evidence[0].flags, world.evidence[0].filed_on) = (evidence_flag::DONE, day("2026-11-19"));
    assert_eq!(stands(&world), "已");
}

#[test]
fn slips_in_a_bureaus_own_rows_are_told_with_file_line_field_and_a_way_out() {
    let own = r#"
[[duty]]
code = "OR-16"
evidence = { noun = "工作记录", sort = "meetings" }
owner = "县"

[[duty]]
code = "OR-91"
title = "新的一项"
subject = { of = "记录", noun = "展会" }
period = "逐案"
evidence = { noun = "展会", kinds = ["画展"], entry = { colour = "红" } }
due = { rule = "期末" }

[[duty]]
code = "OR-12"
subject = { of = "单位", except = ["BGX"] }
or = [{ noun = "任务进展", tasks = ["T99"] }]

[[duty]]
code = "OR-20c"
evidence = { noun = "企业", kinds = [] }

[[duty]]
code = "OR-35"
evidence = { noun = "表彰" }
or = [{ noun = "人员" }]

[[duty]]
code = "OR-26"
evidence = { noun = "证照", kinds = ["食品经营"] }
"#;
    let told: Vec<String> = with(own).unwrap_err().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    own.toml 第4行 evidence.sort：没有代码为“meetings”的记录种类。写 sort = "…"，可填：publicity、notice、meeting、guidance、coordination、mechanism、township_plan、year_goal、work_group、four_entry、regulation、trade_notice、overseas_project、campaign、enforcement、accident、tech_project、third_party、commendation、good_practice、association、association_action、issue、measure、directive、risk_event、report_sent、complaint
    own.toml 第5行 owner：不能填“县”。可填：局、乡镇
    own.toml 第7行 clause：缺少 clause。请补上 clause = …；要改已有的义务，核对编号 OR-91
    own.toml 第7行 asks：缺少 asks。请补上 asks = …；要改已有的义务，核对编号 OR-91
    own.toml 第7行 basis：缺少 basis。请补上 basis = …；要改已有的义务，核对编号 OR-91
    own.toml 第7行 owner：缺少 owner。请补上 owner = …；要改已有的义务，核对编号 OR-91
    own.toml 第12行 evidence.kinds：没有“画展”这一类。可填：审批、备案
    own.toml 第12行 evidence.entry.colour：这种记录没有字段 colour。核对字段名，见 docs/glossary.md
    own.toml 第13行 due：逐案的记录须写怎样定期限，不逐案的写期末。可填：事后第几个工作日、前一日、自身期限；不逐案的填 期末
    own.toml 第17行 subject.except：没有代码为“BGX”的单位。可填：JU、LT、WZ、BGS、ZB、350504001、350504002、350504100、350504101、350504102、350504200、SJ、AB
    own.toml 第18行 or[0].tasks：方案里没有 T99。核对任务编号，如 T18.3
    own.toml 第22行 evidence：企业自身的字段只能证明企业的义务。把 subject 写成 { of = "企业" }
    own.toml 第22行 evidence：没有写企业的哪个字段。补上 kinds = ["自查自改机制"]，或 全员责任制、监测接入
    own.toml 第26行 evidence.noun：不能填“表彰”。可填：企业、隐患、检查、月度检查计划、检查计划条目、企业自查、演练、督导、培训、到场、人员、移交函、任务进展、台账月度确认、豁免、今日复核、暂缓、工作记录、展会、许可审查、失信名单、政策支持申请、方案封存、证照
    own.toml 第27行 or[0].noun：人员不能作义务的佐证或对象。换一种有日期、算得进格子的记录
    "#);
}
