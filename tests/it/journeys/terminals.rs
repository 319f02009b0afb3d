//! Sizes, colours, other encodings, no terminal at all.

use std::io::Read;
use std::process::Stdio;

use super::{Account, USUAL};
use crate::support::seat::{Seat, Widths};

fn with_a_hazard() -> Account {
    let account = Account::begun();
    account.does(&["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    account
}

#[test]
fn a_window_grows_and_shrinks_and_says_when_it_is_too_small() {
    let account = with_a_hazard();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("4").sees("整改中");
    seat.resize((40, 10)).sees("窗口太小").sees("40x10");
    // Wide enough for the record beside the list.
    seat.resize((120, 40)).sees("整改中").sees_no("窗口太小").sees("| ");
    seat.resize(USUAL).sees("整改中").keys("q");
    assert_eq!(seat.ends(), 0);
}

#[test]
fn a_large_terminal_shows_the_record_beside_the_list() {
    let account = with_a_hazard();
    let mut seat = account.sits((120, 40));
    seat.sees("万安 李某").keys("4").sees("整改中").sees("整改责任人").keys("q");
    assert_eq!(seat.ends(), 0);
}

#[test]
fn without_colours_the_selected_row_is_still_seen() {
    let account = with_a_hazard();
    let mut command = account.command(&[]);
    command.env("NO_COLOR", "1");
    let mut seat = Seat::start(command, USUAL);
    seat.sees("万安 李某").keys("4").sees("整改中");
    let (row, text) = seat.row_with("后厨燃气软管老化").unwrap();
    assert!(text.starts_with('>'), "{text}");
    assert!(seat.looking(|screen| screen.cell(row, 10).unwrap().inverse()), "{text}");
    let is_plain = |cell: &vt100::Cell| (cell.fgcolor(), cell.bgcolor()) == Default::default();
    assert!(seat.looking(|screen| (0..24).all(|y| (0..80).all(|x| screen.cell(y, x).is_none_or(is_plain)))));
}

#[test]
fn where_there_is_no_terminal_todays_review_is_printed() {
    let account = with_a_hazard();
    assert!(account.does(&[]).contains("今日"));
    let mut dumb = account.command(&[]);
    dumb.env("TERM", "dumb");
    let mut seat = Seat::start(dumb, USUAL);
    assert_eq!(seat.ends(), 0);
    assert!(seat.screen().contains("今日"), "{}", seat.screen());
}

#[test]
fn a_reader_that_has_seen_enough_ends_a_list_quietly() {
    let account = with_a_hazard();
    let mut child = account.script(&["tasks"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_terminal_that_does_not_read_utf_8_is_told_so() {
    let account = with_a_hazard();
    // A client of GBK counts five columns for two characters of three bytes each.
    let mut seat = Seat::at(account.command(&[]), USUAL, Widths::Of(2, 5));
    assert_eq!(seat.ends(), 2);
    assert!(seat.screen().contains("set its character encoding to UTF-8"), "{}", seat.screen());
}

#[test]
fn a_terminal_that_never_answers_is_worked_at_all_the_same() {
    let account = with_a_hazard();
    let mut seat = Seat::at(account.command(&[]), USUAL, Widths::Silent);
    // To paint anew asks it nothing either.
    seat.sees("万安 李某").keys("4").sees("整改中").keys("<C-l>1").sees("[1今日]").keys("q");
    assert_eq!(seat.ends(), 0);
}

#[test]
fn where_ambiguous_characters_are_wide_no_column_moves() {
    let account = Account::begun();
    account.does(&["add", "h 1.cy/+阿芬牛肉店 燃气“后厨”①号软管——老化"]);
    let mut seat = Seat::at(account.command(&[]), USUAL, Widths::Of(2, 4));
    seat.sees("万安 李某").keys("4").sees("整改中").sees("燃气\"后厨\"1号软管--老化");
}
