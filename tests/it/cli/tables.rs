//! Tables that go out and come in by the command line.

use std::fs;

use serde_json::Value;

use super::super::support::run::{Place, Ran};

/// A table of the name on the disk of a place, imported.
fn import(place: &Place, kind: &str, name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> Ran {
    fs::write(place.path(name), bytes).unwrap();
    place.run(&[&["import", kind, name], more].concat())
}

#[test]
fn the_ending_decides_what_is_exported_and_one_that_cannot_be_is_refused() {
    let place = Place::sample();
    for (args, endings) in [
        (&["export", "four-lists", "四个清单.csv"][..], "文件名以 .xlsx 结尾"),
        (&["export", "all", "全部.xlsx"], "文件名以 .jsonl 结尾"),
        (&["export", "all", "全部"], "文件名以 .jsonl 结尾"),
        (&["export", "enterprises", "企业.jsonl"], "文件名以 .xlsx 或 .csv 结尾"),
        (&["export", "matrix", "M9", "欠账.docx"], "文件名以 .xlsx 或 .csv 结尾"),
    ] {
        let ran = place.run(args);
        assert!(ran.err.contains(endings), "{args:?} {ran:?}");
        ran.failed(2);
        assert!(!place.path(args.last().unwrap()).exists(), "{args:?}");
    }
    place.run(&["export", "enterprises", "企业.CSV"]).ok();
    assert!(fs::read(place.path("企业.CSV")).unwrap().starts_with("\u{feff}编号".as_bytes()));
}

#[test]
fn the_register_says_who_is_in_business_and_a_dash_stays_a_dash() {
    let place = Place::sample();
    place.run(&["export", "enterprises", "企业.csv", "--phones"]).ok();
    let text = fs::read_to_string(place.path("企业.csv")).unwrap();
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(',').position(|head| head == "状态").unwrap();
    let states: Vec<&str> =
        lines.filter(|line| line.starts_with('E')).map(|line| line.split(',').nth(at).unwrap()).collect();
    assert!(states.contains(&"在营") && states.iter().all(|state| !state.is_empty()), "{states:?}");
    let again = place.run(&["import", "企业", "企业.csv", "--dry-run"]).ok();
    assert!(again.contains("已有60") && !again.contains("与登记不同"), "{again}");
    place.run(&["export", "matrix", "M9", "欠账.csv"]).ok();
    let text = fs::read_to_string(place.path("欠账.csv")).unwrap();
    assert!(text.contains(",-,") && !text.contains(",'-,"), "{text}");
}

#[test]
fn everything_that_went_out_comes_in_again_at_another_office() {
    let place = Place::sample();
    place.run(&["export", "all", "全部.jsonl"]).ok();
    let all = fs::read_to_string(place.path("全部.jsonl")).unwrap();
    let head: Value = serde_json::from_str(all.lines().next().unwrap()).unwrap();
    assert_eq!(head["kind"], "口径");
    let elsewhere = Place::new();
    // What was closed from the first day of use on would wait for a recheck of their own.
    elsewhere.run(&["init", "--start", "2026-11-24"]).ok();
    for (kind, report) in [("企业", "共60行：可录60，暂扣0"), ("检查", "，暂扣0，"), ("隐患", "有推定")]
    {
        let ran = import(&elsewhere, kind, "全部.jsonl", &all, &[]);
        assert!(ran.out.contains(report) && ran.err.contains("已录入"), "{ran:?}");
        ran.ok();
        let again = elsewhere.run(&["import", kind, "全部.jsonl"]).ok();
        assert!(again.contains("可录0，暂扣"), "{again}");
    }
    let closed = |place: &Place| {
        place.run(&["hazards", "--state", "已销号", "--json"]).json().as_array().unwrap().len()
    };
    assert_eq!(closed(&elsewhere), closed(&place));
}

#[test]
fn a_table_of_a_township_is_of_the_accounts_unit_and_what_goes_out_names_its_officer() {
    let place = Place::begun();
    let own = zhiben::desk::account::own_name();
    place.run(&["users", "add", &own, "--name", "李鹤", "--unit", "万安", "--role", "乡镇经办"]).ok();
    place.free();
    // What this person's own file says of the unit is out of date.
    fs::create_dir_all(place.path("config/zhiben")).unwrap();
    fs::write(place.path("config/zhiben/config.toml"), "unit = \"双阳\"\n").unwrap();
    let table = "宣传时间,类型,标题,备注\n2026-11-02,横幅,用气安全,30\n";
    import(&place, "宣传", "宣传.csv", table, &[]).ok();
    let records = place.run(&["records", "宣传", "--json"]).ok();
    assert!(records.contains("万安") && !records.contains("双阳"), "{records}");
    place.run(&["export", "宣传", "出.csv", "--officer", "局长"]).ok();
    let text = fs::read_to_string(place.path("出.csv")).unwrap();
    assert!(text.contains("制表 李鹤") && !text.contains("局长"), "{text}");
}

#[test]
fn a_quote_that_is_never_closed_holds_its_row_and_none_of_those_below() {
    let place = Place::begun();
    for (name, table) in [
        ("到底.csv", "企业名称,乡镇,备注\n阿芬牛肉店,万安,\"好\n惠民超市,万安,\n三姐小厨,万安,\n"),
        ("碰上.csv", "企业名称,乡镇,备注\n阿芬牛肉店,万安,\"好\n惠民超市,万安,\n三姐小厨,万安,\"好\"\n"),
    ] {
        let ran = import(&place, "企业", name, table, &["--dry-run"]);
        assert!(ran.out.contains("共3行：可录2，暂扣1") && ran.out.contains("第2行：引号"), "{ran:?}");
        ran.ok();
    }
    let ran = import(&place, "企业", "末行.csv", "企业名称,乡镇,备注\n阿芬牛肉店,万安,\"好,\n", &[]);
    assert!(ran.out.contains("第2行：引号"), "{ran:?}");
    ran.failed(1);
    let long = "企业名称,乡镇,备注\n阿芬牛肉店,万安,\"一楼\n二楼\"\n";
    assert!(import(&place, "企业", "两行.csv", long, &["--dry-run"]).ok().contains("可录1，暂扣0"));
}

#[test]
fn every_line_of_json_that_cannot_be_read_is_named_and_the_others_go_in() {
    let place = Place::begun();
    let table = "{\"企业名称\":\"阿芬牛肉店\",\"乡镇\":\"万安\"}\n{\"企业名称\":\"惠民\n[1]\n\
                 {\"企业名称\":\"三姐小厨\",\"乡镇\":\"万安\"}\n{\"企业名称\":\"四哥\",,}\n";
    let ran = import(&place, "企业", "名录.jsonl", table, &[]);
    for line in
        ["共5行：可录2，暂扣3", "第2行：JSON 没有写完", "第3行：应是一个 JSON 对象", "第5行：从第14个字起"]
    {
        assert!(ran.out.contains(line), "{line} {ran:?}");
    }
    assert!(!ran.out.contains("expected") && !ran.out.contains("EOF"), "{ran:?}");
    ran.ok();
}

#[test]
fn a_damaged_workbook_is_called_damaged() {
    let place = Place::begun();
    let whole =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/台账样表.xlsx")).unwrap();
    let half = &whole[..whole.len() / 2];
    let zeroed = [&[0; 8], &whole[8..]].concat();
    for bytes in [half, &zeroed, b"PK\x03\x04junk", b"\x81\xff\xff\x90"] {
        let err = import(&place, "隐患", "台账.xlsx", bytes, &["--dry-run"]).failed(1);
        assert!(err.contains("台账.xlsx：文件读不了，可能已损坏") && err.contains("提示：用 WPS"), "{err}");
    }
    let ran = import(&place, "隐患", "台账.xlsx", "不是工作簿\n只有几个字\n", &["--dry-run"]);
    assert!(ran.out.contains("看名字是工作簿，内容却不是") && !ran.out.contains("没有找到"), "{ran:?}");
    ran.failed(1);
}

#[test]
fn a_report_says_what_would_be_done_and_nothing_entered_is_no_success() {
    let place = Place::begun();
    let table = "企业名称,检查日期,隐患描述,是否整改\n万安阿芬牛肉店,2026-02-30,软管老化,否\n";
    for more in [&["--dry-run"][..], &[]] {
        let ran = import(&place, "隐患", "台账.csv", table, more);
        assert!(ran.out.contains("暂扣，不录（1）") && !ran.out.contains("已录"), "{ran:?}");
        assert!(ran.err.contains("什么都没有录入") && ran.err.contains("提示：照上面所列改好"), "{ran:?}");
        ran.failed(1);
    }
    let table = "企业名称,乡镇\n阿芬牛肉店,万安\n阿芬牛肉,万安\n";
    let ran = import(&place, "企业", "名录.csv", table, &["--dry-run"]);
    assert!(ran.out.contains("可录2") && ran.out.contains("存疑，照录（1）"), "{ran:?}");
    assert!(!ran.out.contains("已录"), "{ran:?}");
    ran.ok();
}

#[test]
fn a_map_file_names_columns_by_label_and_only_enterprises_that_are_there() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/阿芬牛肉店"]).ok();
    fs::write(
        place.path("对照.toml"),
        "[columns]\n\"查的日子\" = \"发现日期\"\n\"毛病\" = \"description\"\n",
    )
    .unwrap();
    let table = "企业名称,查的日子,毛病\n阿芬牛肉店,2026-11-20,软管老化\n";
    let ran = import(&place, "隐患", "台账.csv", table, &["--map", "对照.toml", "--dry-run"]);
    assert!(ran.out.contains("可录1"), "{ran:?}");
    fs::write(
        place.path("错.toml"),
        "[columns]\n\"查的日子\" = \"哪天\"\n\n[enterprises]\n\"阿芬\" = \"E2611-9999\"\n",
    )
    .unwrap();
    let ran = import(&place, "隐患", "台账.csv", table, &["--map", "错.toml", "--dry-run"]);
    assert!(ran.out.contains("没有登记：E2611-9999（阿芬）"), "{ran:?}");
    ran.failed(1);
}

#[test]
fn waivers_of_duties_that_cannot_be_waived_are_held_row_by_row_and_the_good_row_goes_in() {
    let place = Place::begun();
    let table = "义务,单位,起,止,理由,批准人\nOR-99,万安,2026-11-01,2026-11-30,山洪,陈三\n\
                 OR-22,万安,2026-11-01,2026-11-30,山洪,陈三\nOR-01,万安,2026-11-01,2026-11-30,山洪,陈三\n";
    for more in [&["--dry-run"][..], &[]] {
        let ran = import(&place, "豁免", "豁免.csv", table, more);
        for told in ["可录1，暂扣2", "第2行", "没有编号为“OR-99”的义务", "第3行", "逐件计期限，不按期豁免"]
        {
            assert!(ran.out.contains(told), "{told} {ran:?}");
        }
        ran.ok();
    }
    let records = place.run(&["records", "豁免", "--json"]).ok();
    assert!(records.contains("OR-01") && !records.contains("OR-22"), "{records}");
}
