//! What surrounds every screen: tabs, status line, line of keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;

use super::action::{ACTIONS, Action};
use super::effect::{Level, Notice};
use super::keymap::gap;
use super::layer::{Cx, Layer};
use super::screen::SCREENS;
use super::widgets::paint;
use crate::text;

/// The smallest terminal that can be worked on, in cells.
pub const SMALLEST: Size = Size { width: 60, height: 16 };
/// The smallest terminal that is promised to be comfortable.
pub const USUAL: Size = Size { width: 80, height: 24 };
/// From this height on there are lines between head, body and foot.
const WITH_RULES: u16 = 20;
/// From this width on a list has a pane beside it.
const WITH_PANE: u16 = 110;

/// The part of the terminal between head and status line.
pub fn body(size: Size) -> Rect {
    let (head, foot) = if size.height >= WITH_RULES { (2, 3) } else { (1, 2) };
    Rect::new(0, head, size.width, size.height.saturating_sub(head + foot))
}

/// The list, and from 110 columns on the pane to its right.
pub fn with_pane(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WITH_PANE {
        return (area, None);
    }
    let list = area.width * 3 / 5;
    (Rect { width: list, ..area }, Some(Rect { x: area.x + list + 1, width: area.width - list - 1, ..area }))
}

/// Draws head and foot. `focus` has the keys, `place` says where one is.
pub fn view(
    cx: &Cx,
    screen: usize,
    focus: &dyn Layer,
    place: &str,
    notice: Option<&Notice>,
    buf: &mut Buffer,
) {
    let area = buf.area;
    tabs(cx, screen, area, buf);
    if area.height >= WITH_RULES {
        paint::rule(buf, area, 1, cx.theme.faint);
        paint::rule(buf, area, area.height - 3, cx.theme.faint);
    }
    status_line(cx, place, notice, Rect { y: area.height - 2, height: 1, ..area }, buf);
    key_line(cx, focus, Rect { y: area.height - 1, height: 1, ..area }, buf);
}

fn tabs(cx: &Cx, screen: usize, area: Rect, buf: &mut Buffer) {
    let theme = &cx.theme;
    let is_demo = cx.status.as_ref().is_some_and(|status| status.is_demo);
    let name = if is_demo { " 治本 演示 " } else { " 治本 " };
    paint::put(buf, area.x, area.y, area.width, "", theme.bar);
    let mut x = paint::run(buf, area.x, area.y, area.right(), &[(name, theme.strong)]);
    for (n, tab) in SCREENS.iter().enumerate() {
        let is_here = n == screen;
        let text =
            if is_here { format!("[{}{}]", n + 1, tab.name) } else { format!(" {}{} ", n + 1, tab.name) };
        x = paint::run(
            buf,
            x,
            area.y,
            area.right(),
            &[(&text, if is_here { theme.selected } else { theme.bar })],
        );
    }
    let room = usize::from(area.right().saturating_sub(x + 1));
    if let Some(who) = who(cx).into_iter().find(|who| text::width(who) < room) {
        let cells = text::width(&who) as u16;
        paint::put(buf, area.right() - cells - 1, area.y, cells, &who, theme.bar);
    }
}

/// `万安 李某 | 11-23 一 | 在线3`, and what is left of it where there is less room.
fn who(cx: &Cx) -> Vec<String> {
    let Some(status) = &cx.status else { return Vec::new() };
    let unit = if status.unit.is_empty() { "全区" } else { &status.unit };
    let name = &status.officer.name;
    let day = format!("{} {}", status.today.md(), status.today.weekday());
    // Under whose name things are entered goes last of all.
    let ways = [format!("{unit} {name} | {day}"), format!("{name} | {day}"), name.clone()];
    // Who works alone need not be told so.
    let online = ways.iter().filter(|_| cx.online > 1).map(|way| format!("{way} | 在线{}", cx.online));
    online.chain(ways.iter().cloned()).chain([text::fit(name, 8).into_owned()]).collect()
}

/// What is said, with the way out.
fn said(notice: &Notice) -> String {
    let hint = if notice.hint.is_empty() { String::new() } else { format!(" ({})", notice.hint) };
    format!("{}{hint}", notice.text)
}

/// The notice in lines, where it does not fit beside the place: it takes the place's line and those above it, up to a third of
/// the terminal. Empty: it fits, or there is none.
pub fn long(notice: Option<&Notice>, size: Size) -> Vec<String> {
    let said = notice.map(said).unwrap_or_default();
    if text::width(&said) <= usize::from(beside(size.width)) {
        return Vec::new();
    }
    let cells = usize::from(size.width.saturating_sub(2));
    let mut lines = text::wrap(&text::clean(&said), cells);
    let most = usize::from(size.height / 3).max(1);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).concat();
        lines.push(text::fit(&rest, cells).into_owned());
    }
    lines
}

/// Cells of a notice that leaves room for the place.
fn beside(width: u16) -> u16 {
    width.saturating_sub(width / 4)
}

fn status_line(cx: &Cx, place: &str, notice: Option<&Notice>, area: Rect, buf: &mut Buffer) {
    // What just happened is more urgent than where one is, but does not take the whole line.
    let said = notice.map(said).unwrap_or_default();
    let right = (text::width(&said) as u16).min(beside(area.width));
    let left = area.width.saturating_sub(right + 2);
    paint::put(buf, area.x, area.y, area.width, "", cx.theme.bar);
    paint::put(buf, area.x + 1, area.y, left, place, cx.theme.bar);
    paint::put(buf, area.right() - right - 1, area.y, right, &said, style(cx, notice));
}

/// Draws a long notice over everything.
pub fn tell(cx: &Cx, notice: Option<&Notice>, buf: &mut Buffer) {
    let area = buf.area;
    let lines = long(notice, area.as_size());
    let top = area.bottom().saturating_sub(1 + lines.len() as u16);
    for (line, y) in lines.iter().zip(top..) {
        paint::put(buf, area.x, y, area.width, "", cx.theme.bar);
        paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), line, style(cx, notice));
    }
}

fn style(cx: &Cx, notice: Option<&Notice>) -> Style {
    notice.map_or(cx.theme.plain, |notice| match notice.level {
        Level::Done => cx.theme.good,
        Level::Remark => cx.theme.warning,
        Level::Wrong => cx.theme.wrong,
    })
}

/// Only what works here and now; what always works stands behind.
fn key_line(cx: &Cx, focus: &dyn Layer, area: Rect, buf: &mut Buffer) {
    paint::put(buf, area.x, area.y, area.width, "", cx.theme.bar);
    let end = area.right().saturating_sub(1);
    let mut x = area.x + 1;
    for (key, label) in keys(cx, focus) {
        let gap = gap(&key);
        let cells = text::width(&key) + gap.len() + text::width(label);
        if usize::from(end.saturating_sub(x)) < cells {
            break;
        }
        x = paint::run(
            buf,
            x,
            area.y,
            end,
            &[(&key, cx.theme.key), (gap, cx.theme.bar), (label, cx.theme.bar)],
        ) + 1;
    }
}

/// Keys and labels of the line of keys.
pub fn keys(cx: &Cx, focus: &dyn Layer) -> Vec<(String, &'static str)> {
    ACTIONS
        .iter()
        .filter(|row| (row.in_footer || focus.shows(row.action)) && focus.can(cx, row.action))
        .filter_map(|row| cx.keymap.shown(focus.scopes(), row.action).map(|key| (key.to_string(), row.label)))
        .chain(back(cx, focus))
        .collect()
}

/// Overlays say last how one gets out.
fn back(cx: &Cx, focus: &dyn Layer) -> Option<(String, &'static str)> {
    let is_screen = focus.scopes().contains(&super::action::Scope::Global);
    let key = cx.keymap.shown(focus.scopes(), Action::Back).filter(|_| !is_screen)?;
    Some((key.to_string(), Action::Back.row().label))
}
