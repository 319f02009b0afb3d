//! The command line as officers and scripts use it, through the program itself.

mod lines;
mod places;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::pipe;
use std::process::Stdio;

use serde_json::Value;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::calendar::Day;
use zhiben::desk::clock::Clock;
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;

use super::support::run::{Place, Ran};

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The names that `value` must have.
#[track_caller]
fn has(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(keys(value).contains(name), "{name} is not among {:?}", keys(value));
    }
}

#[test]
fn help_of_every_command_is_in_chinese() {
    let place = Place::new();
    let help = place.run(&["--help"]).ok();
    let commands = help.split_once("命令:").unwrap().1.split_once("\n\n").unwrap().0;
    let commands: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        let help = place.run(&[command, "--help"]).ok();
        assert!(help.contains("用法：zhiben ") && help.contains("显示帮助"), "{help}");
        for english in
            ["Usage", "Options:", "Commands:", "Arguments:", "[default", "[possible", "[env", "Print"]
        {
            assert!(!help.contains(english), "{command}: {english}\n{help}");
        }
    }
}

#[test]
fn what_was_typed_wrong_is_said_in_chinese_with_a_way_out() {
    let place = Place::begun();
    for (args, said, hint) in [
        (&["hazrads"][..], "没有“hazrads”这个命令", "是不是 hazards？"),
        (&["hazards", "--bad"], "不认识“--bad”", "zhiben hazards --help"),
        (&["hazards", "--json", "--csv"], "不能与", "zhiben hazards --help"),
        (&["hazards", "--color", "red"], "不能是“red”", "可以是：auto、never"),
        (&["matrix"], "还缺 <矩阵>", "zhiben matrix --help"),
        (&["matrix", "M13"], "没有“M13”这个矩阵", "M9 欠账总表"),
        (&["plan"], "还缺一个命令", "zhiben plan --help"),
        (&["today", "--today", "13-45"], "没有13月", ""),
        (&["hazards", "--state", "飞"], "没有“飞”这个状态", "待复查"),
        (&["hazards", "-t", "hs"], "可指几个乡镇", "河市、虹山"),
        (&["show", "H26"], "编号写法不对", "#42"),
    ] {
        let ran = place.run(args);
        assert!(ran.out.is_empty(), "{ran:?}");
        let err = ran.failed(2);
        assert!(err.contains(said) && err.contains(hint), "{args:?}\n{err}");
        assert!(err.lines().skip(1).all(|line| line.starts_with("提示：")), "{err}");
    }
}

#[test]
fn without_a_terminal_the_bare_command_prints_the_review_as_plain_text() {
    let ran = Place::sample().run(&[]);
    assert!(!ran.out.contains('\x1b'), "{}", ran.out);
    assert!(ran.ok().starts_with("今日 2026-11-23 周一"));
}

#[test]
fn nothing_is_entered_before_the_first_day_is_set() {
    let place = Place::new();
    let err = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).failed(1);
    assert!(err.contains("zhiben init --start"), "{err}");
    place.run(&["init", "--start", "2024-05-10", "--name", "李明", "--unit", "wa"]).ok();
    let id = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    assert!(id.lines().last().unwrap().starts_with('H'), "{id}");
    let log = place.run(&["log", "--json"]).json();
    assert_eq!(log[0]["officer"], "李明");
    let err = place.run(&["init", "--start", "2024-05-10"]).failed(1);
    assert!(err.contains("已于 2024-05-10 启用") && err.contains("zhiben plan load office.toml"), "{err}");
}

#[test]
fn a_ledger_begins_neither_ahead_of_today_nor_after_its_plan() {
    let place = Place::new();
    let err = place.run(&["init", "--start", "2099-01-01"]).failed(1);
    assert!(
        err.starts_with("错误：启用日 2099-01-01 还没有到") && err.contains("提示：填今天或以前"),
        "{err}"
    );
    assert!(!place.data().exists());
    place.run(&["init", "--start", "2024-06-03"]).ok();
    let office = place.path("office.toml");
    for (start, fault) in [("2024-05-10", ""), ("2099-01-01", "还没有到")] {
        fs::write(&office, format!("[settings]\nstart_on = \"{start}\"\n")).unwrap();
        for verb in ["check", "load"] {
            let ran = place.run(&["plan", verb, office.to_str().unwrap()]);
            assert_eq!((ran.code, ran.err.contains(fault)), (i32::from(!fault.is_empty()), true), "{ran:?}");
        }
    }
    let err = place.run(&["init", "--start", "2024-06-03"]).failed(1);
    assert!(err.contains("已于 2024-05-10 启用"), "{err}");
}

#[test]
fn of_many_lines_the_good_ones_are_entered_and_the_others_named() {
    let place = Place::begun();
    let lines = "h 1.cy/+阿芬牛肉店 软管老化 +3\n\n飞 1.cy/阿芬 什么\nh 1.cy/阿芬 灭火器压力不足 +5\n";
    let ran = place.run_with(&["add", "-"], lines);
    assert_eq!(ran.out.lines().filter(|id| id.starts_with('H')).count(), 2, "{ran:?}");
    let err = ran.failed(1);
    assert!(err.contains("第3行 没有存入：飞") && err.contains("1行没有存入，其余已存入"), "{err}");
    assert_eq!(place.run(&["hazards", "--json"]).json().as_array().unwrap().len(), 2);
}

#[test]
fn a_roll_from_a_chat_is_piped_in_after_the_register_was_imported() {
    let place = Place::begun();
    place.run(&["import", "企业", &fixture("import/企业_GBK.csv")]).ok();
    let roll = fs::read_to_string(fixture("微信接龙.txt")).unwrap();
    let before = place.run(&["enterprises", "--json"]).json().as_array().unwrap().len();
    let ran = place.run_with(&["add", "--accept-changes", "-"], &roll);
    assert!(ran.err.contains("注意：第2行 电话 18********1 不全"), "{}", ran.err);
    let ids = ran.ok();
    assert_eq!(ids.lines().count(), 12, "{ids}");
    let after = place.run(&["enterprises", "--json"]).json();
    let new: Vec<&str> = after.as_array().unwrap()[..].iter().filter_map(|e| e["id"].as_str()).collect();
    assert!(new.len() > before && ids.lines().all(|id| new.contains(&id)), "{ids}");
    // Said again it is nothing new.
    let again = place.run_with(&["add", "-"], &roll);
    assert!(again.err.contains("注意：第2行 与登记一致，没有要改的"), "{}", again.err);
    assert_eq!(again.ok(), "");
}

#[test]
fn a_roll_changes_what_the_register_says_only_when_told_to() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/+洛江区万安阿芬牛肉店 @张三"]).ok();
    let roll = "#接龙\n1、万安阿芬牛肉店 王五\n2、万安阿福面馆 陈六\n";
    let ran = place.run_with(&["add", "-"], roll);
    assert_eq!(ran.out.lines().count(), 1, "{ran:?}");
    let err = ran.failed(1);
    assert!(err.contains("与登记不同：主要负责人 张三 → 王五") && err.contains("--accept-changes"), "{err}");
    let id = place.run_with(&["add", "--accept-changes", "-"], roll).ok();
    assert!(place.run(&["show", id.trim()]).ok().contains("王五"));
}

#[test]
fn rows_copied_from_a_spreadsheet_are_piped_in_and_a_refused_one_leaves_nothing() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/+洛江区万安阿芬牛肉店 @张三"]).ok();
    let rows = "序号\t乡镇\t企业名称\t发现日期\t隐患描述\t整改期限\n\
                1\t万安\t洛江区万安阿芬牛肉店\t11-20\t软管老化，+3 处\t12-05\n\
                \n\
                2\t万安\t无此店\t11-20\t灭火器过期\t12-05\n\
                3\t万安\t洛江区万安阿芬牛肉店\t11-20\t疏散指示灯不亮\t2-30\n\
                4\t万安\t洛江区万安阿芬牛肉店\t11-21\t安全出口堆物\t\n";
    let ran = place.run_with(&["add", "-"], rows);
    assert_eq!(ran.out.lines().count(), 2, "{ran:?}");
    let err = ran.failed(1);
    for said in ["第4行 没有存入：", "登记中没有“无此店”", "第5行 没有存入：", "2月没有30日", "2行没有存入"]
    {
        assert!(err.contains(said), "{said}\n{err}");
    }
    let hazards = place.run(&["hazards", "--json"]).json();
    let told: BTreeSet<&str> =
        hazards.as_array().unwrap().iter().filter_map(|h| h["description"].as_str()).collect();
    assert_eq!(told, BTreeSet::from(["安全出口堆物", "软管老化，+3 处"]));
    assert_eq!(place.run(&["enterprises", "--json"]).json().as_array().unwrap().len(), 1, "没有新建无此店");
}

/// A file of tests/fixtures.
fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_hazard_goes_its_way_by_chinese_words() {
    let place = Place::begun();
    let id = place.run(&["add", "h", "1.cy/+阿芬牛肉店", "软管老化", "+3", "@张华"]).ok();
    let id = id.lines().last().unwrap();
    let err = place.run(&["do", id, "完成"]).failed(1);
    assert!(err.contains("完成情况"), "{err}");
    let err = place.run(&["do", id, "完成", "怎么=换了"]).failed(2);
    assert!(err.contains("没有“怎么”这个栏目") && err.contains("完成情况（how）"), "{err}");
    assert_eq!(err.matches("（how）").count(), 1, "{err}");
    let err = place.run(&["do", id, "完成", "how=换了", "完成情况=没换"]).failed(2);
    assert!(err.contains("“完成情况”写了两次"), "{err}");
    let number = id.trim_start_matches(|c| c != '-').trim_start_matches(['-', '0']);
    place.run(&["do", &format!("#{number}"), "完成", "完成情况=已换金属软管", "完成日=今天"]).ok();
    place.run(&["do", id, "复查", "by=张华"]).ok();
    let whole = place.run(&["show", id, "--json"]).json();
    assert_eq!(whole["state"], "已销号");
    let err = place.run(&["do", id, "飞"]).failed(2);
    assert!(err.contains("没有“飞”这个动作") && err.contains("回头看"), "{err}");
}

#[test]
fn what_the_state_allows_and_the_record_forbids_is_shown_with_its_reason() {
    let place = Place::begun();
    let id = place.run(&["add", "h", "1.cy/+阿芬牛肉店", "软管老化", "+3"]).ok();
    let id = id.lines().last().unwrap();
    let whole = place.run(&["show", id, "--json"]).json();
    let barred = |whole: &Value, deed: &str| {
        let found = whole["barred"].as_array().unwrap().iter().find(|barred| barred["deed"] == deed).cloned();
        found
            .map(|barred| format!("{} {}", barred["why"].as_str().unwrap(), barred["hint"].as_str().unwrap()))
    };
    assert_eq!(barred(&whole, "ask_extension"), None);
    assert_eq!(barred(&whole, "confirm_due").unwrap(), "期限已经明确 要改期限的请申请延期");
    place.run(&["do", id, "申请延期", "理由=配件未到货", "新期限=2099-12-05", "期间防范措施=停用"]).ok();
    let whole = place.run(&["show", id, "--json"]).json();
    assert!(barred(&whole, "ask_extension").unwrap().contains("审批"), "{}", whole["barred"]);
    assert_eq!(barred(&whole, "pass_recheck"), None, "its state does not allow it at all");
}

#[test]
fn a_wrong_day_is_corrected_with_a_reason_and_its_history_says_what_it_was() {
    let place = Place::begun();
    let ids = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 -3"]).ok();
    let id = ids.lines().last().unwrap();
    place.run(&["do", id, "完成", "完成情况=已换金属软管", "完成日=今天"]).ok();
    assert!(place.run(&["do", id, "更正日期", "完成日=昨天"]).failed(1).contains("理由"));
    place.run(&["do", id, "更正日期", "完成日=昨天", "理由=看错日期"]).ok();
    let whole = place.run(&["show", id, "--json"]).json();
    assert_eq!(whole["state"], "待复查");
    let said = whole["history"][0]["text"].as_str().unwrap();
    assert!(said.starts_with("更正日期：完成日 2") && said.contains(" 改为 2"), "{said}");
    assert!(said.ends_with("；理由 看错日期"), "{said}");
    let err = place.run(&["do", id, "更正日期", "复查日期=今天", "理由=x"]).failed(2);
    assert!(err.contains("没有“复查日期”这个栏目") && err.contains("可填：完成日"), "{err}");
}

#[test]
fn other_records_are_corrected_from_a_day_on_and_declared_void_with_a_reason() {
    let place = Place::begun();
    let ids = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let id = ids.lines().next().unwrap();
    place.run(&["do", id, "更正", "状态=停业", "生效日=2026-11-20", "原因=整体装修"]).ok();
    let whole = place.run(&["show", id, "--json"]).json();
    assert_eq!(whole["fields"]["status"], "停业");
    assert_eq!(whole["history"][0]["why"], "整体装修");
    assert!(place.run(&["do", id, "作废"]).failed(1).contains("原因"));
    let err = place.run(&["do", id, "作废", "原因=重复登记"]).failed(1);
    assert!(err.contains("还有 1 条记录（隐患 1）") && err.contains("更正为留下的那一家"), "{err}");
    place.run(&["do", ids.lines().last().unwrap(), "作废", "理由=重复登记"]).ok();
    place.run(&["do", id, "作废", "原因=重复登记"]).ok();
    place.run(&["enterprises"]).failed(3);
}

#[test]
fn the_last_entry_is_taken_back_and_restored() {
    let place = Place::begun();
    let id = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let last = id.lines().last().unwrap().to_owned();
    assert!(place.run(&["undo"]).ok().contains(&last));
    place.run(&["hazards"]).failed(3);
    place.run(&["redo"]).ok();
    place.run(&["hazards"]).ok();
}

#[test]
fn nothing_found_is_three_and_an_empty_list_of_json() {
    let place = Place::begun();
    let ran = place.run(&["hazards", "--json"]);
    assert_eq!(ran.out, "[]\n");
    assert!(ran.failed(3).contains("没有符合条件的隐患"));
    assert!(place.run(&["show", "H2611-0042"]).failed(3).contains("H2611-0042"));
    assert!(place.run(&["show", "#42"]).failed(3).contains("#42"));
}

#[test]
fn a_short_number_shows_the_newest_open_one_and_names_the_others_and_nothing_is_done_by_it() {
    let place = Place::sample();
    let all = place.run(&["hazards", "--json"]).json();
    let ended = ["已销号", "已作废", "已并案"];
    let mut meant: BTreeMap<u32, Vec<(bool, String)>> = BTreeMap::new();
    for row in all.as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let number = id.split('-').nth(1).unwrap().parse().unwrap();
        let is_open = !ended.contains(&row["state"].as_str().unwrap());
        meant.entry(number).or_default().push((is_open, id.to_owned()));
    }
    let mut checked = (0, 0);
    for (number, mut ids) in meant.into_iter().filter(|(_, ids)| ids.len() > 1).take(9) {
        let has_open = ids.iter().any(|(is_open, _)| *is_open);
        ids.retain(|(is_open, _)| *is_open == has_open);
        ids.sort_by(|a, b| b.1.cmp(&a.1));
        let ids: Vec<String> = ids.into_iter().map(|(_, id)| id).collect();
        let short = format!("#{number}");
        let ran = place.run(&["show", &short]);
        assert!(ran.out.starts_with(&ids[0]), "{ids:?} {ran:?}");
        let told = format!("同号的还有 {}", ids[1..].join("、"));
        assert_eq!(ran.err.contains(&told), ids.len() > 1, "{told} in {}", ran.err);
        checked = (checked.0 + u32::from(has_open), checked.1 + u32::from(ids.len() > 1));
        if ids.len() > 1 {
            assert!(place.run(&["do", &short, "备注", "text=已约复查"]).failed(1).contains("不止一条"));
        }
    }
    assert!(checked.0 > 0 && checked.1 > 0, "{checked:?}");
}

#[test]
fn json_has_the_names_that_scripts_rely_on() {
    let place = Place::sample();
    let hazards = place.run(&["hazards", "--json"]).json();
    assert_eq!(hazards.as_array().unwrap().len(), 302, "300 and two drafts");
    has(
        &hazards[0],
        "id township enterprise industry description level state found_on due overdue_days band",
    );
    let tasks = place.run(&["tasks", "--json"]).json();
    let rows: Vec<u64> = tasks.as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, (1..=34).collect::<Vec<_>>());
    has(&tasks[0], "row section clause title lead participants township_mode deadline state subtasks");
    has(&tasks[0]["deadline"], "kind dates");
    assert_eq!(tasks[0]["deadline"]["dates"][0], "2024-12-31");
    assert_eq!(tasks[17]["subtasks"].as_array().unwrap().len(), 5);
    let enterprises = place.run(&["enterprises", "--json"]).json();
    assert_eq!(enterprises.as_array().unwrap().len(), 60);
    assert!(!place.run(&["records", "检查", "--json"]).json().as_array().unwrap().is_empty());
}

#[test]
fn lists_are_narrowed_ordered_and_cut() {
    let place = Place::sample();
    let wanan = place.run(&["hazards", "-t", "wa", "--json"]).json();
    assert!(wanan.as_array().unwrap().iter().all(|hazard| hazard["township"] == "万安"));
    let closed = place.run(&["hazards", "-s", "已销号", "-n", "3", "--order", "发现", "--json"]).json();
    let found: Vec<&str> =
        closed.as_array().unwrap().iter().map(|hazard| hazard["found_on"].as_str().unwrap()).collect();
    assert_eq!(found.len(), 3);
    assert!(found.is_sorted_by(|a, b| a >= b), "{found:?}");
    let overdue = place.run(&["hazards", "--overdue", "--json"]).json();
    assert!(overdue.as_array().unwrap().iter().all(|hazard| hazard["overdue_days"].as_u64().unwrap() > 0));
}

#[test]
fn csv_is_plain_utf_8_with_heads_and_text_has_tabs() {
    let place = Place::sample();
    let csv = place.run(&["hazards", "--csv"]).ok();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("编号"));
    assert_eq!(reader.records().map(Result::unwrap).count(), 302);
    let text = place.run(&["hazards"]).ok();
    assert!(text.lines().all(|line| line.split('\t').count() == 12), "{text}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let place = Place::sample();
    for args in [&["hazards"][..], &["tasks", "--json"], &["--help"], &["man"]] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let mut command = place.command(args);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        drop(command);
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(
            (ran.code, ran.err.replace("（演示数据，不是真台账）\n", "")),
            (0, String::new()),
            "{args:?}"
        );
    }
}

#[test]
fn a_held_store_says_by_whom_and_since_when() {
    let place = Place::begun();
    place.free();
    let holder = Desk::open(Opening {
        data: place.data(),
        officer: Officer::alone("张华", ""),
        clock: Clock::Machine(480),
        today: Day::NONE,
    });
    let err = place.run(&["hazards"]).failed(4);
    assert!(
        err.contains(&format!("进程 {}", std::process::id()))
            && err.contains("张华")
            && err.contains("自 20"),
        "{err}"
    );
    drop(holder);
    place.run(&["tasks"]).ok();
}

#[test]
fn damage_is_five_and_a_backup_brings_the_rest_back() {
    let place = Place::begun();
    let backup = place.path("backup");
    place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    place.run(&["backup", backup.to_str().unwrap()]).ok();
    place.run(&["add", "h 1.cy/阿芬 灭火器压力不足 +5"]).ok();
    assert!(place.run(&["verify"]).ok().contains("核对无误"));
    place.free();
    let segment = fs::read_dir(place.data().join("journal")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&segment).unwrap();
    fs::write(&segment, text.replacen("软管老化", "软管老话", 1)).unwrap();
    let line = text.lines().position(|line| line.contains("软管老化")).unwrap() + 1;
    let export = place.path("全部.jsonl");
    let more: [&[&str]; 4] = [
        &["hazards"],
        &["add", "h 1.cy/阿芬 堆物 +5"],
        &["undo"],
        &["export", "all", export.to_str().unwrap()],
    ];
    for args in more {
        let err = place.run(args).failed(5);
        assert!(err.contains(segment.file_name().unwrap().to_str().unwrap()), "{args:?} {err}");
        assert!(err.contains(&format!("第 {line} 行")) && err.contains("zhiben verify"), "{args:?} {err}");
    }
    assert!(!export.exists());
    place.run(&["backup", place.path("二").to_str().unwrap()]).failed(5);
    let ran = place.run(&["verify"]);
    assert!(ran.out.contains(&format!("第 {line} 行")), "{ran:?}");
    let err = ran.failed(5);
    assert!(err.contains("restore 备份目录"), "{err}");
    // The hint of any command says the form that works.
    let err = place.run(&["today"]).failed(5);
    let (rest, joined) = (place.data(), place.path("joined"));
    let form = err.split_once("完好记录：zhiben ").unwrap().1.lines().next().unwrap().to_owned();
    let form = form.replace("新目录", joined.to_str().unwrap()).replace("备份目录", backup.to_str().unwrap());
    let form = form.replace("原目录", rest.to_str().unwrap());
    let ran = place.run(&form.split(' ').collect::<Vec<_>>());
    assert!(ran.err.contains("接上其后 1 条"), "{ran:?}");
    assert_eq!(
        place
            .run(&["--data", joined.to_str().unwrap(), "hazards", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let fresh = place.path("fresh");
    let fresh = fresh.to_str().unwrap();
    place.run(&["--data", fresh, "restore", backup.to_str().unwrap()]).ok();
    assert!(place.run(&["--data", fresh, "verify"]).ok().contains("核对无误"));
    assert_eq!(place.run(&["--data", fresh, "hazards", "--json"]).json().as_array().unwrap().len(), 1);
}

#[test]
fn the_log_says_what_it_cannot_read() {
    let place = Place::begun();
    place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let desk = Desk::open(Opening {
        data: place.data(),
        officer: Officer::alone("张华", ""),
        clock: Clock::Machine(480),
        today: Day::NONE,
    });
    let desk = desk.unwrap();
    let segment = fs::read_dir(place.data().join("journal")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&segment).unwrap();
    fs::write(&segment, text.replacen("软管老化", "软管老话", 1)).unwrap();
    let Answer::Log(lines) = desk.ask(&Query::Log { limit: 1 }) else { panic!() };
    assert!(lines[0].text.contains("日志已损坏") && lines[0].why.contains("zhiben verify"), "{lines:?}");
}

#[test]
fn a_matrix_has_a_cell_for_every_row_and_column() {
    let place = Place::sample();
    for id in ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M9", "M10", "M11"] {
        let matrix = place.run(&["matrix", id, "--json"]).json();
        has(&matrix, "matrix as_of rows columns cells");
        assert_eq!((matrix["matrix"].as_str(), matrix["as_of"].as_str()), (Some(id), Some("2026-11-23")));
        let columns = matrix["columns"].as_array().unwrap().len();
        let cells = matrix["cells"].as_array().unwrap();
        assert_eq!(cells.len(), matrix["rows"].as_array().unwrap().len(), "{id}");
        assert!(cells.iter().all(|row| row.as_array().unwrap().len() == columns), "{id}");
        has(&cells[0][0], "state have need due");
        let csv = place.run(&["matrix", id, "--csv"]).ok();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), columns + 1, "{id}");
    }
    let before = place.run(&["matrix", "M9", "--as-of", "2025-06-30", "--json"]).json();
    assert_eq!(before["as_of"], "2025-06-30");
}

#[test]
fn a_cell_is_explained_by_its_clause_its_basis_and_who_is_missing() {
    let place = Place::sample();
    let whole = place.run(&["explain", "M9/OR-01/350504200/2026-11"]).ok();
    assert!(whole.contains("三(二)") && whole.contains("文件规定") && whole.contains("欠账 0/1"), "{whole}");
    // Without a period: now, and what is still owed from before.
    let short = place.run(&["explain", "OR-01", "虹山"]).ok();
    assert_eq!(short.lines().next(), whole.lines().next());
    assert!(short.contains("往期欠账：虹山 2024年6月 0/1") && !whole.contains("往期"), "{short}");
    let json = place.run(&["explain", "OR-05", "wa", "--json"]).json();
    has(&json, "title cell why clause evidence missing totals");
    assert!(place.run(&["explain", "T18"]).ok().contains("专项整治与企业季度自查"));
    let err = place.run(&["explain", "OR-05"]).failed(2);
    assert!(err.contains("还缺一列") && err.contains("350504200 虹山"), "{err}");
    let err = place.run(&["explain", "OR-99 万安"]).failed(2);
    assert!(err.contains("没有“OR-99”这一行") && err.contains("OR-05"), "{err}");
}

#[test]
fn the_key_of_a_line_of_today_explains_that_very_cell() {
    let place = Place::sample();
    let today = place.run(&["--today", "2026-11-24", "today", "--json"]).json();
    let mut kinds = BTreeSet::new();
    for line in today["lines"].as_array().unwrap().iter().filter(|line| line["section"] == "将欠账的格子")
    {
        let (key, text) = (line["key"].as_str().unwrap(), line["text"].as_str().unwrap());
        if !kinds.insert(key.split('/').nth(1).unwrap().to_owned()) {
            continue;
        }
        let page = place.run(&["--today", "2026-11-24", "explain", key, "--json"]).json();
        let title = page["title"].as_str().unwrap();
        let window = title.rsplit_once(' ').unwrap().1;
        assert!(text.contains(&format!("（{window}，")), "{key}: {text} is explained as {title}");
    }
    assert!(kinds.len() > 3, "{kinds:?}");
    let october = place.run(&["explain", "OR-24", "万安", "2026-10"]).ok();
    assert!(october.lines().next().unwrap().contains("2026年10月"), "{october}");
}

#[test]
fn a_spreadsheet_is_looked_at_first_then_entered_once_and_taken_back_whole() {
    let place = Place::begun();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/企业_GBK.csv");
    let preview = place.run(&["import", "企业", file, "--dry-run"]);
    assert!(preview.out.contains("可录40") && preview.err.contains("只是预览"), "{preview:?}");
    place.run(&["enterprises"]).failed(3);
    place.run(&["import", "企业", file]).ok();
    assert_eq!(place.run(&["enterprises", "--json"]).json().as_array().unwrap().len(), 40);
    let again = place.run(&["import", "企业", file]).ok();
    assert!(again.contains("可录0") && again.contains("已有40"), "{again}");
    place.run(&["undo"]).ok();
    place.run(&["enterprises"]).failed(3);
}

#[test]
fn a_paper_that_lapses_is_said_until_it_is_replaced() {
    let place = Place::begun();
    fs::write(place.path("企业.csv"), "企业名称,乡镇,行业\n河市加油站,河市镇,成品油流通\n").unwrap();
    place.run(&["import", "企业", "企业.csv"]).ok();
    let ending = |place: &Place| {
        let today = place.run(&["today"]).ok();
        today.lines().filter(|line| line.contains("到期")).map(str::to_owned).collect::<Vec<_>>()
    };
    let head = "企业,证照种类,证号,发证日,有效期至\n";
    let papers = [
        "河市加油站,成品油零售经营,闽35050401,2021-12-20,2026-12-19\n",
        "河市加油站,危险化学品经营,泉危3504,2024-01-05,2027-06-30\n",
    ];
    fs::write(place.path("证照.csv"), format!("{head}{}", papers.concat())).unwrap();
    place.run(&["import", "证照", "证照.csv"]).ok();
    let said = ending(&place);
    assert_eq!(said.len(), 1, "{said:?}");
    let old = "成品油零售经营 闽35050401 至2026-12-19到期";
    assert!(said[0].contains(old) && said[0].contains("剩26天"), "{said:?}");
    fs::write(
        place.path("换证.csv"),
        format!("{head}河市加油站,成品油零售经营,闽35050402,2026-11-20,2031-11-19\n"),
    )
    .unwrap();
    place.run(&["import", "证照", "换证.csv"]).ok();
    // Two papers of one kind are two papers, until somebody says that one took the other's place.
    let said = ending(&place);
    assert!(said.len() == 1 && said[0].contains(old), "{said:?}");
    place.run(&["do", "Q2611-0001", "更正", "证照状态=已换新证"]).ok();
    assert_eq!(ending(&place), Vec::<String>::new());
}

#[test]
fn a_table_that_cannot_be_read_enters_nothing() {
    let place = Place::begun();
    fs::write(place.path("无表头.csv"), "一,二\n三,四\n").unwrap();
    let ran = place.run(&["import", "企业", "无表头.csv"]);
    assert!(ran.out.contains("无表头.csv"), "{ran:?}");
    assert!(ran.failed(1).contains("一行也没有录入"));
    place.run(&["import", "企业", "没有.csv"]).failed(1);
    place
        .run(&["import", "演练", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/企业_GBK.csv")])
        .failed(1);
}

#[test]
fn what_is_exported_can_be_read_again() {
    let place = Place::sample();
    for args in [
        &["export", "four-lists", "四个清单.xlsx"][..],
        &["export", "ledger", "台账.csv", "-t", "wa"],
        &["export", "enterprises", "企业.xlsx"],
        &["export", "records", "检查", "检查.csv", "--gbk"],
        &["export", "matrix", "M9", "欠账.xlsx"],
        &["export", "all", "全部.jsonl"],
    ] {
        let ran = place.run(args);
        let file = ran.ok();
        assert!(fs::metadata(place.path(file.trim())).unwrap().len() > 100, "{args:?}");
    }
    let all = fs::read_to_string(place.path("全部.jsonl")).unwrap();
    let hazards = all.lines().filter(|line| serde_json::from_str::<Value>(line).unwrap()["kind"] == "隐患");
    assert_eq!(hazards.count(), 302);
    let ledger = fs::read_to_string(place.path("台账.csv")).unwrap();
    assert!(ledger.starts_with('\u{feff}') && ledger.contains("万安") && !ledger.contains("虹山"));
    let err = place.run(&["export", "ledger", "台账.doc"]).failed(2);
    assert!(err.contains(".xlsx 或 .csv"), "{err}");
    place.run(&["export", "ledger", "没有/台账.csv"]).failed(1);
}

#[test]
fn the_office_changes_its_settings_and_holidays_and_cannot_lose_its_first_day() {
    let place = Place::begun();
    let office = place.path("office.toml");
    std::fs::write(&office, "[settings]\ndue_days_general = 10\n").unwrap();
    for verb in ["check", "load"] {
        let err = place.run(&["plan", verb, office.to_str().unwrap()]).failed(1);
        assert!(err.contains("没有启用日") && err.contains("start_on = \""), "{verb} {err}");
    }
    std::fs::write(&office, "[settings]\nstart_on = \"2024-05-10\"\ncoverage_period = \"周\"\n").unwrap();
    let err = place.run(&["plan", "check", office.to_str().unwrap()]).failed(1);
    assert!(
        err.contains("第3行 coverage_period：不能填“周”") && err.contains("有 1 处问题"),
        "one fault is one: {err}"
    );
    place.run(&["add", "h", "1.cy/+阿芬牛肉店", "软管老化", "+3"]).ok();

    let holidays = place.path("holidays.csv");
    std::fs::write(&holidays, "date,name,off,source\n2027-01-01,元旦,1,通知\n").unwrap();
    place.run(&["plan", "load", holidays.to_str().unwrap()]).ok();
    std::fs::write(&holidays, "date,name,off,source\n2027-13-01,元旦,1,通知\n").unwrap();
    let err = place.run(&["plan", "check", holidays.to_str().unwrap()]).failed(1);
    assert!(err.contains("holidays.csv") && err.contains('2'), "{err}");
}

#[test]
fn a_township_and_a_trade_are_known_by_the_words_of_the_offices_own_documents() {
    let place = Place::begun();
    for (name, before, after) in [
        ("units.toml", "\"万安企业办\"]", "\"万安企业办\", \"经开区\"]"),
        ("industries.toml", "\"小吃店\"]", "\"小吃店\", \"大排档\"]"),
    ] {
        let shipped = place.run(&["plan", "show", name]).ok();
        assert!(shipped.contains(before), "{name}");
        std::fs::write(place.path(name), shipped.replace(before, after)).unwrap();
    }
    place.run(&["hazards", "-t", "经开区"]).failed(2);
    place.run(&["plan", "load", "units.toml", "industries.toml"]).ok();
    place.run(&["add", "h", "1.cy/+阿芬牛肉店", "软管老化", "+3"]).ok();
    place.run(&["add", "h", "2.cy/+老林面馆", "灭火器过期", "+3"]).ok();
    let found = place.run(&["hazards", "-t", "经开区", "-i", "大排档"]).ok();
    assert!(found.contains("软管老化") && !found.contains("灭火器过期"), "{found}");
    let err = place.run(&["hazards", "-t", "没有的乡"]).failed(2);
    assert!(err.contains("可以是：万安"), "{err}");
}

#[test]
fn a_bad_plan_is_told_all_its_problems() {
    let place = Place::begun();
    let fixture = |name: &str| format!("{}/tests/fixtures/plans/{name}", env!("CARGO_MANIFEST_DIR"));
    let err = place.run(&["plan", "check", &fixture("bad.toml")]).failed(1);
    assert!(err.lines().count() > 10 && err.contains("第9行"), "{err}");
    place.run(&["plan", "load", &fixture("bad.toml")]).failed(1);
    let plan = place.path("plan.toml");
    let text = include_str!("../../src/data/plan.toml").replacen("OR-05", "OR-77", 1);
    let line = text.lines().position(|line| line.contains("OR-77")).unwrap() + 1;
    fs::write(&plan, text).unwrap();
    for verb in ["check", "load"] {
        let err = place.run(&["plan", verb, plan.to_str().unwrap()]).failed(1);
        assert!(err.contains("没有 OR-77 这项义务") && err.contains(&format!("第{line}行")), "{verb} {err}");
    }
    let both = [fixture("second.toml"), fixture("second_office.toml")];
    place.run(&["plan", "check", &both[0], &both[1]]).ok();
    place.run(&["plan", "load", &both[0], &both[1]]).ok();
    assert_eq!(place.run(&["plan", "list", "--json"]).json().as_array().unwrap().len(), 2);
}

#[test]
fn a_word_nobody_knows_in_the_configuration_is_named_with_its_line() {
    let place = Place::new();
    fs::create_dir_all(place.path("config/zhiben")).unwrap();
    fs::write(place.path("config/zhiben/config.toml"), "officer = \"李明\"\nunti = \"万安\"\n").unwrap();
    let err = place.run(&["today"]).failed(2);
    assert!(err.contains("第2行") && err.contains("unti"), "{err}");
}

#[test]
fn sample_data_is_the_same_each_time_and_never_laid_over_records() {
    let made = |seed: &str| {
        let place = Place::new();
        let ran = place.run(&["demo", "--enterprises", "12", "--hazards", "20", "--seed", seed]);
        assert!(!ran.err.contains("没有通过"), "{ran:?}");
        ran.ok();
        place
    };
    let hazards = |place: &Place| place.run(&["hazards", "--json"]).ok();
    let (one, same, other) = (made("7"), made("7"), made("8"));
    assert_eq!(hazards(&one), hazards(&same));
    assert_ne!(hazards(&one), hazards(&other));
    let err = one.run(&["demo"]).failed(1);
    assert!(err.contains("已有记录"), "{err}");
    assert!(one.run(&["verify"]).ok().contains("核对无误"));
}

#[test]
fn the_demo_ledger_lies_beside_the_real_one() {
    let place = Place::begun();
    let beside = format!("{}-demo", place.data().display());
    place.run(&["--data", &beside, "demo", "--enterprises", "12", "--hazards", "20"]).ok();
    let ran = place.run(&["--demo", "hazards"]);
    assert!(ran.err.contains("演示数据"), "{ran:?}");
    ran.ok();
    place.run(&["hazards"]).failed(3);
}

#[test]
fn doctor_looks_at_the_place_and_creates_nothing() {
    let place = Place::new();
    let said = place.run(&["doctor"]).ok();
    assert!(said.contains("还没有启用") && !place.data().exists(), "{said}");
    let said = Place::sample().run(&["doctor"]).ok();
    assert!(
        said.contains("权限 7") && said.contains("日志链  相接") && said.contains("2027年的还没有载入"),
        "{said}"
    );
}

#[test]
fn doctor_tells_every_bad_row_of_the_keys_and_how_to_mend_it() {
    let place = Place::new();
    let config = place.path("config/zhiben/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, "[keys]\nlog = [\"a\"]\nundo = [\"Alt-u\"]\n").unwrap();
    let said = place.run(&["doctor"]).ok();
    for row in [
        "注意  按键  第2行 log = [\"a\"]：“各画面”里 a 已是“速录”，不能再作“日志”；换一个键，或给 add 也另写一行",
        "\n            第3行 undo = [\"Alt-u\"]：不认识“Alt-u”这个键；可写单个字符、Ctrl-字母、F1–F12",
    ] {
        assert!(said.contains(row), "{said}");
    }
    fs::write(&config, "[keys]\nlog = [\"F10\"]\n").unwrap();
    assert!(place.run(&["doctor"]).ok().contains("正常  按键  自己改了 1 处"));
}

#[test]
fn completions_and_the_man_page_come_from_the_same_definitions() {
    let place = Place::new();
    let bash = place.run(&["completions", "bash"]).ok();
    assert!(bash.contains("four-lists") || bash.contains("hazards"), "{bash}");
    assert!(place.run(&["man"]).ok().contains(".TH zhiben"));
}

#[test]
fn the_page_of_the_command_line_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cli.md");
    let fresh = zhiben::cli::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == fresh, "docs/cli.md is stale: UPDATE_DOCS=1 cargo test --test it cli::");
}

#[test]
fn today_names_a_cell_by_its_duty_and_shows_no_key() {
    let place = Place::begun();
    let told = place.run(&["today", "--today", "2026-12-28"]).ok();
    assert!(told.contains("将欠账的格子") && told.contains("OR-"), "{told}");
    assert!(!told.contains("M9/") && !told.contains("M11/") && !told.contains("M1/"), "{told}");
    assert!(place.run(&["today", "--json", "--today", "2026-12-28"]).ok().contains("M9/OR-"));
}

#[test]
fn a_slip_of_a_kind_that_has_none_says_so_and_for_which_kinds_there_are() {
    let err = Place::begun().run(&["report", "slip", "D2611-0001"]).failed(2);
    assert!(err.contains("演练没有单据") && err.contains("编号可以是："), "{err}");
}
