//! 放假安排 year by year: what a file of the next one leaves as it was, and what a bad one is told.

use std::fs;

use crate::support::run::Place;

const OF_2027: &str = "日期,名称,休,依据\n2027/1/1,元旦,休,放假通知\n2027-02-06,春节,班,放假通知\n\
                       2027-02-07,春节,休,放假通知\n2027-10-01,国庆节,1,放假通知\n";

fn load(place: &Place, name: &str, bytes: impl AsRef<[u8]>) -> String {
    fs::write(place.path(name), bytes).unwrap();
    let ran = place.run(&["plan", "load", name]);
    let err = ran.err.clone();
    ran.ok();
    err
}

#[test]
fn the_holidays_of_next_year_are_added_and_what_is_owed_this_year_stays() {
    let place = Place::sample();
    let owed = |place: &Place| {
        let rows = place.run(&["matrix", "M9", "--json"]).json()["rows"].to_string();
        (rows, place.run(&["statistics"]).ok())
    };
    let before = owed(&place);
    assert!(place.run(&["today"]).ok().contains("zhiben plan load 2027.csv"));
    assert!(place.run(&["doctor"]).ok().contains("2027年的还没有载入"));
    let said = load(&place, "2027.csv", OF_2027);
    assert!(said.contains("节假日 已知 2024、2025、2026、2027年"), "{said}");
    assert_eq!(owed(&place), before);
    let today = place.run(&["today"]).ok();
    assert!(!today.contains("节假日安排还没有载入"), "{today}");
    assert!(place.run(&["doctor"]).ok().contains("已知到 2027-12-31"));
    // A later year skipped over is no reason to think the one between is known.
    let other = Place::sample();
    load(&other, "2028.csv", OF_2027.replace("2027", "2028"));
    assert!(other.run(&["doctor"]).ok().contains("2027年的还没有载入"));
}

#[test]
fn a_file_in_the_encoding_of_a_spreadsheet_with_its_columns_in_any_order_is_read() {
    let place = Place::begun();
    let (gbk, ..) = encoding_rs::GB18030.encode("名称,日期,休\n元旦,2027年1月1日,休\n");
    let said = load(&place, "放假.CSV", gbk);
    assert!(said.contains("已知 2024、2025、2026、2027年"), "{said}");
}

#[test]
fn every_bad_row_of_a_calendar_is_told_and_nothing_is_loaded() {
    let place = Place::begun();
    let bad = "日期,名称,休,依据\n2027-13-01,元旦,休,通知\n2027-02-07,春节,放,通知\n2027-02-08,春节,休,通知\n\
               2027-02-08,春节,班,通知\n";
    fs::write(place.path("h27.csv"), bad).unwrap();
    fs::write(place.path("空.csv"), "日期,名称,休,依据\n").unwrap();
    for verb in ["check", "load"] {
        let err = place.run(&["plan", verb, "h27.csv", "空.csv"]).failed(1);
        for told in [
            "h27.csv 第2行：“2027-13-01”不是日期",
            "h27.csv 第3行：“放”不是休或班",
            "h27.csv 第5行：2027-02-08 写了两次",
            "空.csv：一天也没有写",
            "有 4 处问题，没有装入",
        ] {
            assert!(err.contains(told), "{told}\n{err}");
        }
    }
    assert!(place.run(&["doctor"]).ok().contains("2027年的还没有载入"));
}
