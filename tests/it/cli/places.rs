//! Where a ledger is, where none is, and what is not there to be found.

use zhiben::calendar::Day;
use zhiben::desk::clock::{Clock, day_of};

use super::super::support::run::Place;

#[test]
fn a_directory_that_was_typed_wrong_is_not_made_into_a_ledger() {
    let place = Place::begun();
    for (args, code) in [
        (&["today"][..], 3),
        (&["tasks"], 3),
        (&["hazards"], 3),
        (&["show", "H2611-0001"], 3),
        (&["matrix", "M9"], 3),
        (&["log"], 3),
        (&["plan", "list"], 3),
        (&["verify"], 3),
        (&["backup", "备份"], 3),
        (&["export", "all", "全部.jsonl"], 3),
        (&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"], 1),
        (&["undo"], 1),
        (&["import", "企业", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/企业_GBK.csv")], 1),
    ] {
        let wrong = place.path("data/zhibne");
        let ran = place.run(&[&["--data", wrong.to_str().unwrap()], args].concat());
        assert!(ran.err.contains("zhibne 里没有台账"), "{args:?} {ran:?}");
        assert!(ran.err.contains(&format!("写明台账的目录：{}", place.data().display())), "{ran:?}");
        ran.failed(code);
        assert!(!wrong.exists() && !place.path("备份").exists(), "{args:?}");
    }
}

#[test]
fn a_day_to_look_back_from_is_of_last_year_where_this_years_has_not_come() {
    // Wherever the clock stands, the day after tomorrow has not come.
    let place = Place::begun();
    let today = day_of(Clock::Machine(480).now());
    let ahead = today.plus(2).to_string();
    let said = place.run(&["matrix", "M9", "--as-of", &ahead[5..]]);
    let taken = said.err.lines().find_map(|line| line.split_once("截至 ")).unwrap().1.to_owned();
    assert!(taken.parse::<Day>().unwrap() <= today, "{said:?}");
}

#[test]
fn on_a_new_machine_the_bare_command_prints_a_review_says_how_to_begin_and_makes_nothing() {
    let place = Place::new();
    let ran = place.run(&[]);
    assert!(ran.err.contains("里没有台账") && ran.err.contains("zhiben init --start"), "{ran:?}");
    assert!(ran.ok().starts_with("今日 2026-11-23 周一"));
    assert!(!place.data().exists());
    place.run(&["init", "--start", "2026-11-01"]).ok();
    assert!(place.run(&[]).ok().starts_with("今日 2026-11-23 周一"));
}

#[test]
fn a_backup_does_not_go_into_the_ledger_itself() {
    let place = Place::begun();
    for to in ["data/zhiben/备份", "data/zhiben/journal/深/处", "data/../data/zhiben"] {
        let err = place.run(&["backup", place.path(to).to_str().unwrap()]).failed(2);
        assert!(err.contains("备份不能放在台账自己的目录"), "{err}");
    }
    assert!(!place.path("data/zhiben/备份").exists());
    std::os::unix::fs::symlink(place.data(), place.path("别处")).unwrap();
    place.run(&["backup", place.path("别处/备份").to_str().unwrap()]).failed(2);
    place.run(&["backup", place.path("备份").to_str().unwrap()]).ok();
}

#[test]
fn kinds_with_a_list_of_their_own_name_its_command() {
    let place = Place::begun();
    for (kind, command) in
        [("企业", "zhiben enterprises"), ("隐患", "zhiben hazards"), ("基础数据", "zhiben plan list")]
    {
        let ran = place.run(&["records", kind]);
        assert!(ran.err.contains(command), "{ran:?}");
        ran.failed(2);
    }
}

#[test]
fn an_entry_that_is_not_there_is_not_found() {
    let place = Place::begun();
    let err = place.run(&["undo", "--group", "9999"]).failed(3);
    assert!(err.contains("没有第 9999 号登记") && err.contains("zhiben log"), "{err}");
}

#[test]
fn a_record_begins_with_one_line_whatever_was_pasted_into_it() {
    let place = Place::begun();
    let id = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok().lines().last().unwrap().to_owned();
    place.run(&["do", &id, "更正", "description=软管老化\n接口漏气", "原因=补全"]).ok();
    let shown = place.run(&["show", &id]).ok();
    let first = shown.lines().next().unwrap();
    assert!(first.contains("软管老化 接口漏气") && first.contains("整改中"), "{shown}");
}

#[test]
fn a_count_is_explained_as_a_count() {
    let place = Place::sample();
    let said = place.run(&["explain", "M10/万安/发现"]).ok();
    let (title, number) = said.lines().next().unwrap().split_once('：').unwrap();
    assert!(title.contains("发现") && number.parse::<u32>().is_ok(), "{said}");
}
