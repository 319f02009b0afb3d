//! The table of duties as a document.

use zhiben::model::basics::{Basics, Basis};
use zhiben::rules::duty::{BUILT_IN, Duties};

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
            "OR-37b", "OR-37c", "OR-37d"
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
