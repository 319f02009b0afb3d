//! A report as text, to be read before it goes out, and into a file. It stays as it was made, whatever is entered meanwhile: what
//! is written is what was read.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::report::Report;
use crate::exchange::report::{Format, text};
use crate::text::{pad, wrap};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::overlays::prompt::Prompt;
use crate::tui::saving::{Contents, Saving, endless};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// What the line for the file is called.
const PATH: &str = "存为";

/// The report, and how far one has read.
pub struct Preview {
    report: Report,
    scroll: Scroll,
    /// The text as it was laid out last, and into how many cells.
    laid: RefCell<(usize, Rc<[Line]>)>,
}

/// A line of it, and whether it says that numbers do not agree.
type Line = (String, bool);

impl Preview {
    /// Of this one.
    pub fn of(report: Report) -> Box<Preview> {
        Box::new(Preview { report, scroll: Scroll::default(), laid: RefCell::default() })
    }

    /// Laid out once for each width, not with every key.
    fn lines(&self, cells: usize) -> Rc<[Line]> {
        if self.laid.borrow().0 != cells {
            *self.laid.borrow_mut() = (cells, self.lay_out(cells).into());
        }
        Rc::clone(&self.laid.borrow().1)
    }

    /// What does not agree comes first: whoever reads no further has read that.
    fn lay_out(&self, cells: usize) -> Vec<Line> {
        let faults = self.report.faults.iter().map(|fault| (format!("【自检不符】{fault}"), true));
        let said = text(&self.report);
        let said = said.lines().map(|line| (line.to_owned(), false));
        let all: Vec<Line> = faults.chain(said).collect();
        let folded =
            |(line, is_fault): Line| wrap(&line, cells).into_iter().map(move |part| (part, is_fault));
        all.into_iter().flat_map(folded).collect()
    }

    /// The name of the file, without its ending: title, what it is about where the title does not say so, day.
    fn stem(&self) -> String {
        let Report { title, caliber, .. } = &self.report;
        let about = Some(&caliber.unit).filter(|unit| !unit.is_empty() && !title.contains(unit.as_str()));
        let parts = [Some(title), about].into_iter().flatten().cloned().chain([caliber.as_of.to_string()]);
        parts.collect::<Vec<_>>().join("-").replace(['/', '\\', '\n'], "_")
    }

    fn formats(&self) -> Effect {
        let stem = self.stem();
        let choice = |(n, (ending, good_for)): (usize, (&str, &str))| pick::Choice {
            key: pick::digit(n),
            text: format!("{} {good_for}", pad(ending, 5)),
            does: vec![path(&format!("{stem}.{ending}"))],
        };
        Effect::Open(Pick::of("存成什么格式？", Format::all().enumerate().map(choice).collect()))
    }
}

/// Asks for the path, beginning with this one.
fn path(path: &str) -> Effect {
    Effect::Open(Prompt::ask(Topic::Own, PATH, path))
}

fn room(cx: &Cx) -> usize {
    usize::from(cx.body().width).saturating_sub(2)
}

impl Layer for Preview {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Report, Scope::Move, Scope::List]
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        let is_move = matches!(
            action,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::First | Action::Last
        );
        is_move || matches!(action, Action::Export | Action::Copy | Action::Open | Action::Back)
    }

    fn shows(&self, action: Action) -> bool {
        matches!(action, Action::Copy | Action::PageDown)
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let (len, height) = (self.lines(room(cx)).len(), cx.body().height);
        match action {
            Action::Back => vec![Effect::Close],
            Action::Export | Action::Open => vec![self.formats()],
            Action::Copy => vec![Effect::Copy(text(&self.report))],
            _ => {
                // There is no line to stand on: one key moves the text.
                let mut top = Scroll { at: self.scroll.at };
                let last = len.saturating_sub(usize::from(height)) + 1;
                top.go(action, last, height);
                self.scroll = top;
                Vec::new()
            }
        }
    }

    fn told(&mut self, _cx: &Cx, told: Told) -> Effects {
        let Told::Typed { topic: Topic::Own, text, done: true } = told else { return Vec::new() };
        match Format::of(text.as_ref()) {
            Some(_) => {
                let what = Contents::Report(Box::new(self.report.clone()));
                vec![Effect::Save(Saving { path: text, what, replaces: false })]
            }
            None => vec![path(&text), endless(&text).into()],
        }
    }

    fn place(&self, cx: &Cx) -> String {
        let (len, height) = (self.lines(room(cx)).len(), usize::from(cx.body().height));
        let read = (self.scroll.at + height).min(len);
        let faults = match self.report.faults.len() {
            0 => String::new(),
            n => format!(" · 自检有 {n} 处数字对不上，先不要报送"),
        };
        format!("{} {read}/{len} 行{faults}", self.report.title)
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        paint::clear(buf, area, theme.plain);
        let lines = self.lines(room(cx));
        let top = self.scroll.at.min(lines.len().saturating_sub(1));
        for ((line, is_fault), y) in lines.iter().skip(top).zip(area.top()..area.bottom()) {
            let style = if *is_fault { theme.wrong } else { theme.plain };
            paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), line, style);
        }
        None
    }
}
