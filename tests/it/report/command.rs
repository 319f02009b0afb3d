//! From the command line: what is typed, what is refused, what is frozen and what changed since.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use zhiben::ask::report::REPORTS;
use zhiben::calendar::Day;
use zhiben::desk::clock::Clock;
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;
use zhiben::model::command::Command;
use zhiben::model::event::Ticket;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::Kind;

use crate::support::run::Place;

#[test]
fn every_report_of_the_sample_ledger_agrees_with_its_matrices() {
    let place = Place::sample();
    let id = |kind: &str| {
        let rows = place.run(&["records", kind, "-n", "1"]).ok();
        rows.lines().last().unwrap().split('\t').next().unwrap().to_owned()
    };
    for entry in REPORTS {
        let mut args = vec!["report", entry.code];
        let record = match entry.code {
            "enterprise" => Some(place.run(&["enterprises", "-n", "1", "--json"]).json()[0]["id"].clone()),
            "major" => {
                Some(place.run(&["hazards", "--level", "重大", "-n", "1", "--json"]).json()[0]["id"].clone())
            }
            "slip" => Some(id("检查").into()),
            _ => None,
        };
        let record = record.map(|id| id.as_str().unwrap().to_owned());
        args.extend(record.as_deref());
        if entry.township == zhiben::ask::report::Need::Must {
            args.extend(["-t", "万安"]);
        }
        let text = place.run(&args).ok();
        assert!(text.contains("\n口径：截至 2026-11-23；"), "{}: {text}", entry.code);
        assert!(!text.contains("自检不符"), "{}: {text}", entry.code);
    }
}

#[test]
fn a_frozen_report_shows_what_later_entries_changed() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/阿芬牛肉店 @张三"]).ok();
    place.run(&["add", "i 1.cy/阿芬 @李明 =11-05 ; 后厨软管老化 +20"]).ok();
    let frozen = place.run(&["report", "weekly", "--freeze"]);
    let name = frozen.err.split("已冻结 ").nth(1).unwrap().split('；').next().unwrap().to_owned();
    let kept = place.data().join("reports").join(format!("{name}.json"));
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(place.run(&["report", "diff", &name]).ok(), "没有变化\n");
    assert!(place.run(&["report", "--list"]).ok().ends_with(&format!("\n已冻结（1）\n  {name}\n")));
    // A hazard of that week comes in late.
    place.run(&["add", "h 1.cy/阿芬 灭火器过期 =11-23 +3"]).ok();
    insta::assert_snapshot!(place.run(&["report", "diff", &name]).ok().replace('\t', " | "), @r#"
    位置 | 冻结时 | 现在
    正文 / 第1句 | 本周检查企业0家次，出动0人次；发现隐患0条（重大0条），整改0条，销号0条，移交0条；培训0场，演练0场，宣传0次，提示信息0条，企业自查0家。截至2026-11-23，在办隐患1条，逾期0条，重大在账0条。 | 本周检查企业0家次，出动0人次；发现隐患1条（重大0条），整改0条，销号0条，移交0条；培训0场，演练0场，宣传0次，提示信息0条，企业自查0家。截至2026-11-23，在办隐患2条，逾期0条，重大在账0条。
    本周 / 万安 / 发现 | 0 | 1
    本周 / 万安 / 在办 | 1 | 2
    本周 / 合计 / 发现 | 0 | 1
    本周 / 合计 / 在办 | 1 | 2
    "#);
    // Frozen once more it has a name of its own, and the first one stays as it was.
    place.run(&["report", "weekly", "--freeze"]).ok();
    let names = fs::read_dir(place.data().join("reports")).unwrap().count();
    assert_eq!(names, 2);
    let changes = place.run(&["report", "diff", kept.to_str().unwrap(), "--json"]).json();
    assert_eq!(changes.as_array().unwrap().len(), 5);
    assert_eq!(changes[1], serde_json::json!({ "place": "本周 / 万安 / 发现", "before": "0", "after": "1" }));
}

#[test]
fn what_a_report_needs_is_asked_for() {
    let place = Place::begun();
    let refused = [
        (vec!["report"], "错误：要写明是哪种报表\n提示：看有哪些：zhiben report --list\n"),
        (vec!["report", "supervision"], "错误：半年督导报告要写明是哪个乡镇\n提示：加 --township 万安\n"),
        (vec!["report", "monthly", "-t", "1"], "错误：月度统计表不分乡镇\n提示：去掉 --township\n"),
        (
            vec!["report", "monthly", "-p", "2026Q4"],
            "错误：月度统计表按月出\n提示：如 --period 2026-11、2026Q4、2026H2、2026\n",
        ),
        (
            vec!["report", "slip", "E2611-0001"],
            "错误：企业没有单据\n提示：编号可以是：展会、政策支持申请、许可审查、移交函、隐患、检查、月度检查计划、培训\n",
        ),
        (
            vec!["report", "weekly", "周报.pdf"],
            "错误：周报.pdf 看不出是什么格式\n提示：文件名以 .docx、.xlsx、.md、.txt 结尾\n",
        ),
        (vec!["report", "weekly", "--seed", "1"], "错误：周报不用抽签\n提示：去掉 --seed、--number\n"),
    ];
    for (args, said) in refused {
        assert_eq!(place.run(&args).failed(2), said, "{args:?}");
    }
    let none = place.run(&["report", "slip", "H2611-0009"]).failed(3);
    assert_eq!(none, "错误：没有编号 H2611-0009\n");
    let none = place.run(&["report", "diff", "没有的"]).failed(3);
    assert_eq!(none, "错误：没有冻结的报表“没有的”\n提示：看有哪些：zhiben report --list\n");
}

#[test]
fn a_report_is_written_by_its_ending_and_named_in_chinese_too() {
    let place = Place::begun();
    for name in ["通报.docx", "通报.xlsx", "通报.md", "通报.txt"] {
        let path = place.path(name);
        let said = place.run(&["report", "欠账通报", path.to_str().unwrap()]).ok();
        assert_eq!(said, format!("{}\n", path.display()));
        assert!(fs::metadata(&path).unwrap().len() > 300, "{name}");
    }
    let printed = place.run(&["report", "owes"]).ok();
    assert_eq!(fs::read_to_string(place.path("通报.txt")).unwrap(), printed);
}

/// An enterprise that was put under a section and not under a township is in no row of a form.
#[test]
fn a_number_that_does_not_agree_is_told_with_an_exit_code() {
    let place = Place::begun();
    let data = place.free().data();
    let (officer, clock) = (Officer::alone("李明", ""), Clock::Machine(480));
    let desk = Desk::open(Opening { data, officer, clock, today: Day::NONE }).unwrap();
    let shop =
        Fields::of([("name", "流动餐车"), ("township", "LT"), ("industries", "cy"), ("since", "2025-01-01")]);
    let shop = Command::Enter { kind: Kind::Enterprise, fields: shop };
    let hazard = Fields::of([
        ("found_on", "2026-11-10"),
        ("source", "局检查"),
        ("township", "LT"),
        ("enterprise", "$1"),
        ("description", "气瓶没有固定"),
        ("finders", "李明"),
        ("level", "一般"),
        ("track", "限期整改"),
        ("due", "2026-12-10"),
    ]);
    let hazard = Command::Act { id: String::new(), deed: Deed::Register, fields: hazard };
    desk.submit(Ticket("t".into()), Command::Group(vec![shop, hazard])).unwrap();
    drop(desk);
    let ran = place.free().run(&["report", "monthly"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    insta::assert_snapshot!(ran.err, @r#"
    自检不符：本月 发现：各乡镇合计 0，总数 1
    自检不符：本年累计 发现：各乡镇合计 0，总数 1
    自检不符：三年累计 发现：各乡镇合计 0，总数 1
    错误：安全生产治本攻坚行动月度统计表（2026年11月）有 3 处数字对不上，报表里已写明
    提示：先不要报送；看有没有记录的乡镇写成了别的单位，再运行 zhiben verify 核对台账
    "#);
    assert!(ran.out.contains("\n【自检不符】本月 发现：各乡镇合计 0，总数 1\n"), "{}", ran.out);
}

#[test]
fn a_form_with_columns_nobody_can_count_hears_what_can_be_counted() {
    let place = Place::begun();
    let form = place.path("forms.toml");
    fs::write(
        &form,
        "[[monthly]]\nmeasure = \"found_all\"\nlabel = \"发现\"\n\n[[monthly]]\nmeasure = \"visits\"\n",
    )
    .unwrap();
    let said = place.run(&["plan", "check", form.to_str().unwrap()]).failed(1);
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with("forms.toml 第2行 measure：不能填“found_all”。可填：enterprises、visits、"),
        "{said}"
    );
    assert_eq!(lines[1], "forms.toml 第5行 label：缺少 label。请补上 label = …");
    fs::write(&form, "[[monthly]]\nmeasure = \"visits\"\nlabel = \"家次\"\n").unwrap();
    place.run(&["plan", "load", form.to_str().unwrap()]).ok();
    let text = place.run(&["report", "monthly"]).ok();
    assert_eq!(text.lines().filter(|line| *line == "合计：家次 0").count(), 6, "{text}");
}

#[test]
fn the_monthly_form_is_exported_by_its_name() {
    let place = Place::demo();
    let file = place.path("月报.xlsx");
    place.run(&["export", "monthly", file.to_str().unwrap()]).ok();
    let report = place.run(&["report", "monthly"]).ok();
    assert!(report.contains("月度统计表") && file.is_file());
}

#[test]
fn next_steps_name_what_falls_due_next_and_nothing_that_is_overdue() {
    let place = Place::sample();
    let report = |day: &str| {
        let text = place.run(&["report", "quarterly", "-p", "2026Q4", "--today", day]).ok();
        let steps = text.split("六、下步工作").nth(1).unwrap().split("口径").next().unwrap().to_owned();
        steps.lines().filter(|line| line.contains('前')).map(str::to_owned).collect::<Vec<_>>()
    };
    let steps = report("2026-11-30");
    for (due, title) in [
        ("2026-12-03", "月度检查计划（三(二)，2026年12月）"),
        ("2026-12-03", "台账月度确认（零报告）（三(四)，2026年11月）"),
    ] {
        assert!(
            steps.iter().any(|line| line.starts_with(&format!("{due}前：{title}"))),
            "{title} {steps:#?}"
        );
    }
    assert!(steps.iter().all(|line| line.as_str() >= "2026-11-30"), "{steps:#?}");
    // The day after their last day they are no next step any more: those of the month to come are.
    let later = report("2026-12-04");
    assert!(later.iter().all(|line| !line.starts_with("2026-12-03")), "{later:#?}");
    assert!(
        later.iter().any(|line| line.contains("台账月度确认（零报告）（三(四)，2026年12月）")),
        "{later:#?}"
    );
}
