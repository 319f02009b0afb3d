//! 隐患 and the frame around it: before – keys – after.

use zhiben::ask::query::Query;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::field::{FieldError, Fields};
use zhiben::model::hazard::deeds::Deed;
use zhiben::tui::action::keys_md;
use zhiben::tui::app::Own;
use zhiben::tui::circle::{Errand, Msg};
use zhiben::tui::drafts::Draft;
use zhiben::tui::keymap::Keymap;

use crate::support::screen::{Bench, Fake, hazard_id};

fn bench() -> Bench<Fake> {
    let mut bench = Bench::new(80, 24, Fake::with_hazards(50));
    bench.keys("4");
    bench
}

#[test]
fn the_page_of_keys_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let page = keys_md(&Keymap::default());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), page, "UPDATE_DOCS=1 writes it anew");
}

#[test]
fn the_frame_says_where_one_is_and_what_works_here() {
    let bench = bench();
    let screen = bench.screen();
    let rows: Vec<&str> = screen.lines().collect();
    assert!(rows[0].contains("[4隐患]") && rows[0].ends_with("万安 李某 | 11-23 一"), "{screen}");
    assert_eq!(bench.status(), "隐患 50/50 · 筛选: 未闭环 · 按急重轻缓");
    assert_eq!(bench.selected().split_whitespace().next(), Some(">"));
    assert!(screen.contains("逾2天"), "{screen}");
}
