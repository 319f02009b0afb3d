//! Lines that are entered from the shell, and the days in them.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use encoding_rs::GB18030;
use rustix::process::{Pid, Signal, kill_process};

use super::super::support::run::{Place, Ran};

#[test]
fn lines_come_in_whatever_encoding_an_office_saves() {
    let place = Place::begun();
    let lines = "h 1.cy/+阿芬牛肉店 软管老化 +3\nh 1.cy/阿芬 灭火器压力不足 +5\n";
    let ran = place.run_with(&["add", "-"], format!("\u{feff}{lines}")).ok();
    assert_eq!(ran.lines().filter(|id| id.starts_with('H')).count(), 2, "{ran}");
    let (gbk, ..) = GB18030.encode("h 1.cy/阿芬 门口堆物 +3\n");
    let id = place.run_with(&["add", "-"], gbk).ok();
    assert!(place.run(&["show", id.trim()]).ok().contains("门口堆物"));
}

#[test]
fn a_hazard_that_looks_like_an_earlier_one_is_recorded_with_a_remark_that_names_it() {
    let place = Place::begun();
    place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let ran = place.run(&["add", "h 1.cy/阿芬 软管老化 +3"]);
    assert!(ran.err.contains("注意：今天已登记过相近的隐患 H") && ran.err.contains("：软管老化"), "{ran:?}");
    let again = ran.ok();
    assert!(place.run(&["show", again.trim()]).ok().contains("软管老化"));
    let ran = place.run_with(&["add", "-"], "h 1.cy/阿芬 门口堆物 +3\nh 1.cy/阿芬 软管老化了 +3\n");
    assert!(ran.err.contains("注意：第2行 今天已登记过相近的隐患 H"), "{ran:?}");
    assert_eq!(ran.ok().lines().count(), 2);
}

#[test]
fn a_line_with_a_byte_that_is_no_sign_is_named_and_the_others_are_entered() {
    let place = Place::begun();
    let mut lines = b"h 1.cy/+".to_vec();
    lines.extend("阿芬牛肉店 软管老化 +3\n".as_bytes());
    lines.extend(b"h 1.cy/\xff\xfe\xc3 +3\n");
    lines.extend("h 1.cy/阿芬 灭火器压力不足 +5\n".as_bytes());
    let ran = place.run_with(&["add", "-"], lines);
    assert_eq!(ran.out.lines().filter(|id| id.starts_with('H')).count(), 2, "{ran:?}");
    let err = ran.failed(1);
    assert!(
        err.contains("第2行 没有存入") && err.contains("有认不出的字") && !err.contains("第3行 没有"),
        "{err}"
    );
}

#[test]
fn each_number_is_printed_once() {
    let place = Place::begun();
    for line in [
        "h 1.cy/+阿芬牛肉店 门口堆物 !ok",
        "h 1.cy/阿芬 燃气表没有检定 >sj",
        "i 1/阿芬 ; 软管老化 !ok ; 缺灯 +3",
    ] {
        let ids = place.run(&["add", line]).ok();
        let mut once: Vec<&str> = ids.lines().collect();
        let all = once.len();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all, "{line}: {ids}");
    }
}

#[test]
fn a_number_that_cannot_be_printed_is_told_where_messages_go() {
    let place = Place::begun();
    let mut command = place.command(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3", "h 1.cy/阿芬 缺灯 +3"]);
    command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let err = Ran::of(command.output().unwrap()).failed(1);
    for said in ["已存入 H", "编号写不出去：磁盘已满；各句都已存入", "提示：编号见上"]
    {
        assert!(err.contains(said), "{err}");
    }
    let hazards = place.run(&["hazards", "--json"]).json();
    assert_eq!(hazards.as_array().unwrap().len(), 2);
}

#[test]
fn who_interrupts_a_long_paste_knows_what_was_entered() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/阿芬牛肉店"]).ok();
    let lines: String = (1..=400).map(|n| format!("h 1.cy/阿芬 第{n}处软管老化 +3\n")).collect();
    let mut command = place.command(&["add", "-"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    assert!(first.starts_with('H'), "the number of a line is there as soon as the line is entered: {first}");
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let printed = 1 + out.lines().map_while(Result::ok).count();
    let ended = Ran::of(child.wait_with_output().unwrap());
    assert!(ended.err.contains(&format!("中断了，第{}行 起没有存入", printed + 1)), "{ended:?}");
    ended.failed(143);
    let entered = place.run(&["hazards", "--json"]).json().as_array().unwrap().len();
    assert_eq!(entered, printed);
}

#[test]
fn what_a_line_could_mean_is_written_out_as_lines() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/阿芬牛肉店", "c 1.cy/阿芬小厨"]).ok();
    let err = place.run(&["add", "h 1/阿芬 软管老化 +3"]).failed(1);
    assert!(err.contains("提示：1 阿芬") && err.contains("写成：h 1/阿芬小厨 软管老化 +3"), "{err}");
    let line = err.lines().find_map(|line| line.strip_prefix("提示：")?.split_once("写成：")).unwrap().1;
    place.run(&["add", line]).ok();
}

#[test]
fn a_day_without_its_year_is_said_with_the_year_that_was_taken() {
    // The lines are read for Monday 2026-11-23.
    let place = Place::begun();
    let found = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 =12-05 +3"]);
    assert!(found.err.contains("“=12-05”没有写年份，按 2025-12-05 周五 记"), "{found:?}");
    let id = found.ok();
    let due = place.run(&["add", "h 1.cy/阿芬 缺灯 +11-01"]);
    assert!(due.err.contains("“+11-01”没有写年份，按 2027-11-01 周一 记"), "{due:?}");
    assert!(due.err.contains("期限 2027-11-01 周一 在方案的最后一天 2026-12-31 之后"), "{due:?}");
    due.ok();
    let near = place.run(&["add", "h 1.cy/阿芬 堆物 =11-20 +12-04"]);
    assert!(!near.err.contains("年份") && !near.err.contains("最后一天"), "{near:?}");
    near.ok();
    let done = place.run(&["do", id.lines().last().unwrap(), "完成", "how=已更换", "done_on=11-20"]);
    assert!(done.err.contains("完成日按 11-20 周五 记"), "{done:?}");
    done.ok();
}

#[test]
fn a_step_with_a_wrong_field_says_how_it_is_done_again_from_the_shell() {
    let place = Place::begun();
    let id = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let err = place.run(&["do", id.lines().last().unwrap(), "完成", "how=已更换", "done_on=13-45"]).failed(1);
    assert!(err.contains("没有13月") && err.contains("提示：什么都没有记录"), "{err}");
    assert!(!err.contains("标出"), "{err}");
}

#[test]
fn every_bad_field_of_a_step_is_told_at_once_with_what_may_be_written() {
    let place = Place::begun();
    let made = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let (shop, hazard) = (made.lines().next().unwrap(), made.lines().last().unwrap());
    let bad = ["乡镇=火星", "行业=飞船", "从业人数=几个", "纳管日=13-40", "生效日=13-41"];
    let err = place.run(&[&["do", shop, "更正"][..], &bad].concat()).failed(1);
    let told = [
        "乡镇：没有“火星”，可填：万安、双阳、罗溪",
        "行业：没有“飞船”，可填：",
        "从业人数：应为整数",
        "纳管日：“13-40”",
        "生效日：“13-41”",
    ];
    let places: Vec<Option<usize>> = told.iter().map(|part| err.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "in the order of the form: {err}");
    // What is missing is told with what could not be read.
    let err = place.run(&["do", hazard, "完成", "完成日=13-40"]).failed(1);
    assert!(err.contains("完成日：“13-40”") && err.contains("完成情况：须填写"), "{err}");
    let err = place.run(&["do", hazard, "更正", "级别=1", "乡镇", "部位=后厨", "部位=前厅"]).failed(2);
    for part in ["没有“级别”这个栏目", "“乡镇”应写成 栏目=值", "“部位”写了两次"]
    {
        assert!(err.contains(part), "{err}");
    }
    // Whoever cannot do it now is told that first.
    let err = place.run(&["do", hazard, "复查合格", "on=13-40"]).failed(1);
    assert!(err.contains("不能办理“复查合格”") && !err.contains("13-40"), "{err}");
    place.run(&["do", shop, "更正", "规模=小", "生效日=昨天"]).ok();
}

#[test]
fn what_is_entered_twice_in_a_day_is_told_and_entered() {
    let place = Place::begun();
    place.run(&["add", "c 1.cy/阿芬牛肉店"]).ok();
    for line in [
        "d 1/阿芬 疏散逃生 *12",
        "s 1/阿芬 主要负责人带队:是 *2 *2",
        "t 罗溪.cy ~企业负责人 燃气安全培训 *35",
        "p wa 横幅 *12 商业街",
        "g 马甲 台账不全 +15",
        "k T16 已开展加油站专项检查",
    ] {
        let first = place.run(&["add", line]);
        assert!(!first.err.contains("已有相同的"), "{line}: {first:?}");
        let id = first.ok();
        let again = place.run(&["add", line]);
        let told = format!("今天已有相同的 {}，仍要录就再录", id.trim());
        assert!(again.err.contains(&told), "{line}: {again:?}");
        assert_ne!(again.ok(), id, "{line}");
    }
}

#[test]
fn numbered_lines_that_begin_with_a_verb_are_entered() {
    let place = Place::begun();
    let ran = place.run_with(&["add", "-"], "1、p wa 横幅 *1 甲\n2、p wa 横幅 *1 乙\n").ok();
    assert_eq!(ran.lines().count(), 2, "{ran}");
}

#[test]
fn a_step_takes_the_part_of_a_label_that_only_one_of_its_fields_holds() {
    let place = Place::begun();
    let id = place.run(&["add", "h 1.cy/+阿芬牛肉店 软管老化 +3"]).ok();
    let id = id.lines().last().unwrap();
    place.run(&["do", id, "申请延期", "理由=配件未到", "期限=+9", "措施=已停用灶台"]).ok();
    // 完成日 and 完成情况 both hold 完成: neither is taken, each is listed once.
    let err = place.run(&["do", id, "完成", "完成=已更换"]).failed(2);
    assert!(err.contains("没有“完成”这个栏目") && err.matches("（how）").count() == 1, "{err}");
    place.run(&["do", id, "完成", "情况=已更换软管"]).ok();
    place.run(&["do", id, "复查合格", "复查人=李明", "意见=已更换"]).ok();
}
