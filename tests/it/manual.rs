//! The screens of the officers' manual are the program's own: taken from the sample ledger on a fixed day, kept between
//! marks in `docs/手册.md`, renewed by `UPDATE_DOCS=1 cargo test --test it manual::`.

use std::fs;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;
use zhiben::rules::statistics::FIGURES;
use zhiben::text::pad;
use zhiben::tui::circle::Msg;

use crate::support::at_desk::AtDesk;
use crate::support::run::Place;
use crate::support::screen::Bench;

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/手册.md");
const END: &str = "<!-- 完 -->\n";

/// A screen of the manual.
struct Shot {
    /// Its name in the mark.
    name: &'static str,
    /// The ledger it is taken from.
    on: On,
    /// What is typed first.
    does: fn(&mut Bench<AtDesk>),
    /// What of the screen stands in the manual.
    shows: Shows,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Empty,
    Sample,
}

enum Shows {
    /// All of it.
    Screen,
    /// So many rows below the head, up to the line above the status.
    Rows(usize),
    /// The box with this title, so many of its rows.
    Box(&'static str, usize),
}

const ALL: usize = usize::MAX;

const SHOTS: &[Shot] = &[
    Shot { name: "新台账", on: On::Empty, does: |_| {}, shows: Shows::Box("新台账", ALL) },
    Shot {
        name: "开始建账",
        on: On::Empty,
        does: |bench| keys(bench, "1<Ctrl-U>2026-11-01"),
        shows: Shows::Box("开始建账", ALL),
    },
    Shot { name: "今日", on: On::Sample, does: |_| {}, shows: Shows::Screen },
    Shot {
        name: "速录",
        on: On::Sample,
        does: |bench| keys(bench, "ai 1.cy/阿 @王 ; 后厨软管老化 +3 ; 安全出口堆物 !ok"),
        shows: Shows::Box("速录", ALL),
    },
    Shot {
        name: "补全",
        on: On::Sample,
        does: |bench| keys(bench, "ah 1.cy/a<Tab>"),
        shows: Shows::Box("速录", ALL),
    },
    Shot { name: "粘贴", on: On::Sample, does: paste, shows: Shows::Box("粘贴", 6) },
    Shot {
        name: "能办的事",
        on: On::Sample,
        does: |bench| keys(bench, "4/未安装商用<Enter>d"),
        shows: Shows::Box("H", ALL),
    },
    Shot {
        name: "变更", on: On::Sample, does: |bench| keys(bench, "5b"), shows: Shows::Box("变更", ALL)
    },
    Shot {
        name: "欠账总表", on: On::Sample, does: |bench| keys(bench, "3<Enter>"), shows: Shows::Rows(ALL)
    },
    Shot {
        name: "新演练",
        on: On::Sample,
        does: |bench| keys(bench, "3<Enter>jjj<Right><Enter>ja"),
        shows: Shows::Box("新演练", ALL),
    },
    Shot { name: "任务", on: On::Sample, does: |bench| keys(bench, "2jl"), shows: Shows::Rows(8) },
    Shot {
        name: "月度检查计划",
        on: On::Sample,
        does: |bench| keys(bench, "3<Enter><Right><Right><Right><Right><Right><Right><Enter>a"),
        shows: Shows::Box("新月度检查计划", ALL),
    },
    Shot {
        name: "统计",
        on: On::Sample,
        does: |bench| keys(bench, "7<Enter>j<Right><Right><Right><Right>"),
        shows: Shows::Rows(ALL),
    },
    Shot {
        name: "到年底", on: On::Sample, does: |bench| keys(bench, "7jjjjjjj"), shows: Shows::Rows(ALL)
    },
];

fn keys(bench: &mut Bench<AtDesk>, typed: &str) {
    bench.keys(typed);
}

fn paste(bench: &mut Bench<AtDesk>) {
    bench.keys("a");
    bench.send(Msg::Paste(include_str!("../fixtures/微信接龙.txt").into()));
}

#[test]
fn the_screens_of_the_manual_are_fresh() {
    let sample = Place::demo();
    let mut fresh = printed(&sample);
    let (sample, empty) = (AtDesk::sample(sample), AtDesk::empty());
    for shot in SHOTS {
        let desk = if shot.on == On::Empty { &empty } else { &sample };
        let mut bench = desk.again().bench(80, 24);
        (shot.does)(&mut bench);
        fresh.push((shot.name, taken(&bench, &shot.shows)));
    }
    let kept = fs::read_to_string(MANUAL).unwrap();
    let renewed = fresh.iter().fold(kept.clone(), |page, (name, text)| put(&page, name, text));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(MANUAL, &renewed).unwrap();
    }
    let kept = fs::read_to_string(MANUAL).unwrap();
    assert_eq!(
        kept.matches("<!-- 画面 ").count(),
        fresh.len(),
        "every mark has its screen and every screen its mark"
    );
    let stale: Vec<&str> =
        fresh.iter().filter(|(name, text)| put(&kept, name, text) != kept).map(|f| f.0).collect();
    assert!(
        stale.is_empty(),
        "stale in docs/手册.md: {stale:?}; UPDATE_DOCS=1 cargo test --test it manual::"
    );
}

/// What commands print about the sample ledger, and about an office's old workbook.
fn printed(sample: &Place) -> Vec<(&'static str, String)> {
    let explained = sample.run(&["explain", "OR-06", "万安"]).ok();
    let backup = sample.run(&["backup", sample.path("备份").to_str().unwrap()]).err;
    let verified = sample.run(&["verify"]).ok();
    let backup = format!("$ zhiben backup /备份/2026-11-23\n{backup}$ zhiben verify\n{verified}");
    let office = Place::begun();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/台账样表.xlsx");
    office.run(&["import", "企业", workbook]).ok();
    let preview = office.run(&["import", "隐患", workbook, "--dry-run"]).ok();
    vec![
        ("缘由", excerpt(&explained)),
        ("备份", backup),
        ("导入", excerpt(&preview)),
        ("统计口径", figures()),
    ]
}

/// Every figure and how it is counted.
fn figures() -> String {
    let said = FIGURES.iter().filter(|figure| !figure.how.is_empty());
    said.map(|figure| format!("{}{}\n", pad(figure.label, 16), figure.how)).collect()
}

/// The first paragraph whole, of every other its heading and its first line.
fn excerpt(text: &str) -> String {
    let cut = |(n, part): (usize, &str)| {
        let lines: Vec<&str> = part.lines().collect();
        match lines.as_slice() {
            [heading, first, _, ..] if n > 0 => format!("{heading}\n{first}\n…\n"),
            lines => lines.join("\n") + "\n",
        }
    };
    text.trim_end().split("\n\n").enumerate().map(cut).collect::<Vec<_>>().join("\n")
}

/// The page with the text between the marks of this name.
#[track_caller]
fn put(page: &str, name: &str, text: &str) -> String {
    let begin = format!("<!-- 画面 {name} -->\n");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("docs/手册.md has no {begin}"));
    let (_, after) = rest.split_once(END).unwrap();
    format!("{before}{begin}```text\n{}\n```\n{END}{after}", text.trim_end_matches('\n'))
}

fn taken(bench: &Bench<AtDesk>, shows: &Shows) -> String {
    let (buf, _) = bench.buffer();
    let body = Rect { y: 2, height: buf.area.height - 5, ..buf.area };
    let rows = match shows {
        Shows::Screen => cut(&buf, buf.area),
        Shows::Rows(most) => cut(&buf, body).into_iter().take(*most).collect(),
        Shows::Box(title, most) => {
            let place = boxed(&buf, title).unwrap_or_else(|| panic!("{title}\n{}", bench.screen()));
            cut(&buf, place).into_iter().take(*most).collect()
        }
    };
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    rows.join("\n").trim_end_matches('\n').to_owned()
}

/// Where the box stands whose title begins so: its border is drawn with `+`, `-` and `|`.
fn boxed(buf: &Buffer, title: &str) -> Option<Rect> {
    let area = buf.area;
    let sign = |x: u16, y: u16| buf[(x, y)].symbol();
    let corners =
        (area.top()..area.bottom()).flat_map(|y| (area.left()..area.right() - 3).map(move |x| (x, y)));
    let (x, y) = corners.into_iter().rfind(|(x, y)| {
        let row = Rect { x: *x, y: *y, width: area.right() - x, height: 1 };
        sign(*x, *y) == "+" && cut(buf, row).concat().starts_with(&format!("+- {title}"))
    })?;
    let right = (x + 1..area.right()).find(|right| sign(*right, y) == "+" && sign(*right, y + 1) == "|")?;
    let bottom = (y + 1..area.bottom()).find(|bottom| sign(x, *bottom) == "+")?;
    Some(Rect { x, y, width: right - x + 1, height: bottom - y + 1 })
}

/// The text of a part of the screen.
fn cut(buf: &Buffer, area: Rect) -> Vec<String> {
    let row = |y: u16| {
        let (mut row, mut x) = (String::new(), area.left());
        while x < area.right() {
            row.push_str(buf[(x, y)].symbol());
            x += buf[(x, y)].symbol().width().max(1) as u16;
        }
        row
    };
    (area.top()..area.bottom()).map(row).collect()
}
