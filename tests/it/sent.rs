//! What is sent to the terminal: the same screen as ratatui's own backend makes, for fewer bytes.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use zhiben::tui::backend::Backend;
use zhiben::tui::widgets::paint;

use crate::support::screen::{Bench, Fake};

/// Takes what is sent.
#[derive(Clone, Default)]
struct Tape(Rc<RefCell<Vec<u8>>>);

impl io::Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal at the end of the line.
struct Line {
    backend: Backend<Tape>,
    tape: Tape,
}

impl Line {
    fn new(trusts_widths: bool) -> Line {
        let tape = Tape::default();
        let mut backend = Backend::new(tape.clone());
        if trusts_widths {
            backend.trust_widths();
        }
        Line { backend, tape }
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        self.backend.draw(frame, cursor).unwrap();
        self.tape.0.take()
    }

    fn draws(&mut self, frame: &Buffer) -> String {
        String::from_utf8(self.draw(frame, None)).unwrap()
    }
}

/// The frame on a blank screen, by ratatui's own backend.
fn plainly(frame: &Buffer) -> vt100::Parser {
    let mut bytes = Vec::new();
    let blank = Buffer::empty(frame.area);
    CrosstermBackend::new(&mut bytes).draw(blank.diff(frame).into_iter()).unwrap();
    let mut screen = vt100::Parser::new(frame.area.height, frame.area.width, 0);
    screen.process(&bytes);
    screen
}

/// A cell as it is seen: of a blank without ground there is nothing to see.
fn seen(screen: &vt100::Screen, x: u16, y: u16) -> String {
    let cell = screen.cell(y, x).unwrap();
    let is_blank = cell.contents().trim().is_empty() && !cell.is_wide_continuation();
    let ground = (cell.bgcolor(), cell.inverse(), cell.underline());
    if is_blank && ground == Default::default() {
        return String::new();
    }
    format!("{:?} {ground:?} {:?} {} {}", cell.contents().trim(), cell.fgcolor(), cell.bold(), cell.italic())
}

fn assert_same(ours: &vt100::Screen, plain: &vt100::Screen, area: Rect) {
    for y in area.rows() {
        for at in y.positions() {
            assert_eq!(seen(ours, at.x, at.y), seen(plain, at.x, at.y), "{at}:\n{}", plain.contents());
        }
    }
}

const AREA: Rect = Rect::new(0, 0, 26, 9);

type Words = Vec<(String, Style)>;

fn style() -> impl Strategy<Value = Style> {
    let plain = Style::new();
    select(vec![
        plain,
        plain,
        plain.fg(Color::DarkGray),
        plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        plain.add_modifier(Modifier::REVERSED),
        plain.fg(Color::Indexed(200)).bg(Color::Blue),
        plain.fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::UNDERLINED | Modifier::ITALIC),
    ])
}

fn text() -> impl Strategy<Value = String> {
    let letters = "万安后厨燃气软管老化，。“”—①ａＢab09 -   ".chars().collect::<Vec<_>>();
    vec(select(letters), 0..14).prop_map(|letters| letters.into_iter().collect())
}

fn words() -> impl Strategy<Value = Words> {
    vec((text(), style()), 1..4)
}

/// A list between a head and a line of keys, one row of it selected, and perhaps something on top.
#[derive(Debug, Clone)]
struct Scene {
    from: usize,
    selected: u16,
    head: Words,
    keys: Vec<&'static str>,
    on_top: Option<(Rect, Words)>,
}

fn scene() -> impl Strategy<Value = Scene> {
    let rect = (0..20u16, 0..8u16, 1..12u16).prop_map(|(x, y, width)| Rect::new(x, y, width, 1));
    let on_top = prop::option::weighted(0.3, (rect, words()));
    let keys = subsequence(vec!["r复查", "w完成", "F8 复核完毕", "b备注", "z“暂缓”", "?帮助"], 0..6);
    (0..12usize, 1..8u16, words(), keys, on_top).prop_map(|(from, selected, head, keys, on_top)| Scene {
        from,
        selected,
        head,
        keys,
        on_top,
    })
}

fn put(buf: &mut Buffer, area: Rect, words: &Words) {
    paint::clear(buf, area, Style::new());
    let words: Vec<(&str, Style)> = words.iter().map(|(text, style)| (text.as_str(), *style)).collect();
    paint::run(buf, area.x, area.y, area.right(), &words);
}

fn paint_scene(scene: &Scene, list: &[Words]) -> Buffer {
    let mut buf = Buffer::empty(AREA);
    let row = |y| Rect { y, height: 1, ..AREA };
    put(&mut buf, row(0), &scene.head);
    for (y, line) in (1..8).zip(&list[scene.from..]) {
        put(&mut buf, row(y), line);
    }
    let key = Style::new().fg(Color::Cyan);
    let keys = scene.keys.iter().flat_map(|key_and_word| {
        let (letter, word) = key_and_word.split_at(1);
        [(letter.to_owned(), key), (format!("{word} "), Style::new())]
    });
    put(&mut buf, row(8), &keys.collect());
    buf.set_style(row(scene.selected), Style::new().add_modifier(Modifier::REVERSED));
    if let Some((area, words)) = &scene.on_top {
        put(&mut buf, area.intersection(AREA), words);
    }
    buf
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_screen_is_the_one_that_ratatui_makes(
        list in vec(words(), 20),
        scenes in vec(scene(), 1..6),
        trusts in any::<bool>(),
    ) {
        crossterm::style::force_color_output(true);
        let mut line = Line::new(trusts);
        let mut screen = vt100::Parser::new(AREA.height, AREA.width, 0);
        for scene in &scenes {
            let frame = paint_scene(scene, &list);
            screen.process(&line.draw(&frame, None));
            assert_same(screen.screen(), plainly(&frame).screen(), AREA);
        }
    }
}

fn lines(lines: &[&str]) -> Buffer {
    Buffer::with_lines(lines.iter().copied())
}

#[test]
fn until_the_widths_are_known_every_wide_character_is_put_in_its_place() {
    let frame = lines(&["万安a，b            安"]);
    let (begun, ended) = ("\x1b[?2026h\x1b[m\x1b[2J\x1b[1H", "\x1b[?25l\x1b[?2026l");
    // Within a row by the column alone, since only the column is uncertain; at the edge a terminal may have gone on below.
    let moved = Line::new(false).draws(&frame);
    assert_eq!(moved, format!("{begun}万\x1b[3G安\x1b[5Ga，\x1b[8Gb\x1b[12C安{ended}"));
    assert_eq!(Line::new(false).draws(&lines(&["万安a"])), format!("{begun}万\x1b[1;3H安\x1b[1;5Ha{ended}"));
    assert_eq!(Line::new(true).draws(&frame), format!("{begun}万安a，b\x1b[12C安{ended}"));
    // Rarer signs are drawn wide by some terminals and narrow by others, whatever Chinese is.
    let trusted = Line::new(true).draws(&lines(&["“万”①a             b"]));
    assert_eq!(trusted, format!("{begun}“\x1b[2G万”\x1b[5G①\x1b[6Ga\x1b[13Cb{ended}"));
}

#[test]
fn a_list_that_moved_is_scrolled_and_nothing_else_is_touched() {
    let hazards =
        ["后厨软管老化", "安全出口堆物", "未装报警器", "灯具贴近可燃物", "插线板串接", "防盗网无逃生口"];
    let list = |from: usize| lines(&[&["编号"], &hazards[from..from + 4], &["j下移        "]].concat());
    let mut line = Line::new(true);
    line.draws(&list(0));
    let down = line.draws(&list(1));
    assert_eq!(down, "\x1b[?2026h\x1b[2;5r\x1b[2H\x1b[1M\x1b[r\x1b[5H插线板串接\x1b[?2026l");
    let up = line.draws(&list(0));
    assert_eq!(up, "\x1b[?2026h\x1b[2;5r\x1b[2H\x1b[1L\x1b[r\x1b[2H后厨软管老化\x1b[?2026l");
}

#[test]
fn what_only_looks_like_a_move_is_not_scrolled() {
    let numbers = |from: u32| {
        let rows: Vec<String> = (from..from + 4).map(|n| format!("H2611-000{n}")).collect();
        lines(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let mut line = Line::new(true);
    line.draws(&numbers(1));
    let next = line.draws(&numbers(2));
    assert_eq!(next, "\x1b[?2026h\x1b[1;10H2\x1b[2;10H3\x1b[3;10H4\x1b[4;10H5\x1b[?2026l");
}

#[test]
fn the_rest_of_a_line_of_keys_moves_aside_for_one_that_comes() {
    let all = "r复查 w完成 y移交 b备注 z暂缓 d更多 a速录      ";
    let fewer = "r复查 b备注 z暂缓 d更多 a速录                  ";
    let mut line = Line::new(true);
    line.draws(&lines(&[fewer]));
    assert_eq!(line.draws(&lines(&[all])), "\x1b[?2026h\x1b[1;6H\x1b[12@ w完成 y移交\x1b[?2026l");
    assert_eq!(line.draws(&lines(&[fewer])), "\x1b[?2026h\x1b[1;6H\x1b[12P\x1b[?2026l");
}

#[test]
fn a_frame_that_changes_nothing_sends_nothing_and_a_moved_cursor_only_itself() {
    let frame = lines(&["> 软管"]);
    let mut line = Line::new(true);
    line.draw(&frame, Some(Position::new(6, 0)));
    assert_eq!(line.draw(&frame, Some(Position::new(6, 0))), b"");
    assert_eq!(line.draw(&frame, Some(Position::new(4, 0))), b"\x1b[?2026h\x1b[1;5H\x1b[?2026l");
    assert_eq!(line.draw(&frame, None), b"\x1b[?2026h\x1b[?25l\x1b[?2026l");
    assert_eq!(line.draw(&frame, None), b"");
}

#[test]
fn another_size_and_a_screen_that_others_wrote_on_are_painted_anew() {
    let mut line = Line::new(true);
    line.draws(&lines(&["万安", "双阳"]));
    assert_eq!(line.draws(&lines(&["万安"])), "\x1b[?2026h\x1b[m\x1b[2J\x1b[1H万安\x1b[?2026l");
    line.backend.forget();
    assert_eq!(line.draws(&lines(&["万安"])), "\x1b[?2026h\x1b[m\x1b[2J\x1b[1H万安\x1b[?2026l");
}

/// Bytes of a move or a scroll by one line, of a page, of a whole frame before and after the terminal has shown its widths, at
/// 80x24; a line of 2 KB/s takes a sixth of a second, one and a half, two and a half.
const STEP: usize = 350;
const PAGE: usize = 3_100;
const FIRST: usize = 5_000;
const WHOLE: usize = 3_000;

#[test]
fn a_key_costs_no_more_bytes_than_a_slow_line_bears() {
    // The rows take turns in three states, so that the line of keys changes at every step.
    let mut bench = Bench::new(80, 24, Fake::with_hazards(200));
    bench.keys("4");
    let mut line = Line::new(true);
    let mut sent = |bench: &Bench<Fake>| {
        let (frame, cursor) = bench.buffer();
        line.draw(&frame, cursor).len()
    };
    let first = Line::new(false).draw(&bench.buffer().0, None).len();
    assert!(first <= FIRST, "first frame: {first}");
    let whole = sent(&bench);
    assert!(whole <= WHOLE, "whole frame: {whole}");
    // The list shows 18 rows; from then on it scrolls.
    for n in 1..60 {
        let down = sent(bench.keys("j"));
        assert!(down <= STEP, "down {n}: {down}");
    }
    for n in 1..60 {
        let up = sent(bench.keys("k"));
        assert!(up <= STEP, "up {n}: {up}");
    }
    for n in 1..9 {
        let page = sent(bench.keys("<PgDn>"));
        assert!(page <= PAGE, "page {n}: {page}");
    }
}
