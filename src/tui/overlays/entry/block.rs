//! A pasted block of lines: a table of how each is understood, its problems marked, then one Enter.

use ratatui::buffer::Buffer;

use crate::ask::answer::Understood;
use crate::ask::query::Query;
use crate::entry::common_of;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::Id;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::Cx;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The lines and what they mean.
pub struct Block {
    text: String,
    lines: Vec<Line>,
    scroll: Scroll,
}

struct Line {
    text: String,
    understood: Understood,
}

impl Line {
    fn is_common(&self) -> bool {
        common_of(&self.text).is_some()
    }

    fn fault(&self) -> Option<String> {
        if self.understood.command.is_some() || self.is_common() {
            return None;
        }
        let error = self.understood.errors.first();
        Some(error.map_or("还没有说完".into(), ToString::to_string))
    }
}

impl Block {
    /// Of a text not yet understood.
    pub fn of(text: &str) -> Block {
        Block { text: text.to_owned(), lines: Vec::new(), scroll: Scroll::default() }
    }

    /// Asks how it is understood.
    pub fn ask(&self, common: &str, last: Id) -> Effects {
        vec![Effect::Ask(Query::UnderstandBlock { text: self.text.clone(), common: common.to_owned(), last })]
    }

    /// Takes the answer.
    pub fn take(&mut self, lines: Vec<(String, Understood)>) {
        self.lines = lines.into_iter().map(|(text, understood)| Line { text, understood }).collect();
        self.scroll.keep_within(self.lines.len());
    }

    /// Enter saves what is understood as one group; Delete drops a line.
    pub fn act(&mut self, action: Action, height: u16) -> Effects {
        let moved = match action {
            Action::Older => Action::Up,
            Action::Newer => Action::Down,
            Action::Save => return self.save(),
            Action::Delete if self.scroll.at < self.lines.len() => {
                self.lines.remove(self.scroll.at);
                self.text = self.lines.iter().map(|line| line.text.clone() + "\n").collect();
                self.scroll.keep_within(self.lines.len());
                return Vec::new();
            }
            other => other,
        };
        self.scroll.go(moved, self.lines.len(), height);
        Vec::new()
    }

    fn save(&self) -> Effects {
        let commands: Vec<Command> =
            self.lines.iter().filter_map(|line| line.understood.command.clone()).collect();
        match commands.len() {
            0 => vec![Notice::wrong("没有一行能存", "看每行标出的问题").into()],
            _ => vec![Effect::Submit(joined(commands))],
        }
    }

    /// What was saved leaves the table; says whether nothing is left.
    pub fn saved(&mut self) -> bool {
        self.lines.retain(|line| line.fault().is_some() || line.is_common());
        self.text = self.lines.iter().map(|line| line.text.clone() + "\n").collect();
        self.scroll = Scroll::default();
        self.lines.iter().all(Line::is_common)
    }

    /// Draws the table over the body.
    pub fn view(&self, cx: &Cx, buf: &mut Buffer) {
        let wrong = self.lines.iter().filter(|line| line.fault().is_some()).count();
        let title =
            format!("粘贴 {} 行，有问题 {wrong} 行：Enter 存其余各行，Delete 删去一行", self.lines.len());
        let inside = paint::boxed(buf, cx.body(), &title, &cx.theme);
        let top = self.scroll.top(self.lines.len(), inside.height);
        for ((n, line), y) in self.lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
            let mark = if n == self.scroll.at { '>' } else { ' ' };
            let (sign, what, style) = match line.fault() {
                Some(fault) => ('!', fault, cx.theme.wrong),
                None => (' ', in_words(&line.understood), cx.theme.plain),
            };
            let cells = inside.width / 2;
            paint::put(buf, inside.x, y, cells, &format!("{mark}{sign}{:>3} {}", n + 1, line.text), style);
            paint::put(buf, inside.x + cells + 1, y, inside.width.saturating_sub(cells + 1), &what, style);
        }
    }
}

fn in_words(understood: &Understood) -> String {
    understood.lines.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>().join(" ")
}

/// One group of all. The records that commands of a line point at by `$1` keep their places.
fn joined(commands: Vec<Command>) -> Command {
    let mut all = Vec::new();
    for command in commands {
        let before = all.len();
        match command {
            Command::Group(parts) => all.extend(parts.into_iter().map(|part| moved(part, before))),
            single => all.push(single),
        }
    }
    Command::Group(all)
}

fn moved(command: Command, by: usize) -> Command {
    let text = |text: String| match text.strip_prefix('$').and_then(|n| n.parse::<usize>().ok()) {
        Some(n) => format!("${}", n + by),
        None => text,
    };
    let all = |fields: Fields| Fields(fields.0.into_iter().map(|(key, value)| (key, text(value))).collect());
    match command {
        Command::Enter { kind, fields } => Command::Enter { kind, fields: all(fields) },
        Command::Act { id, deed, fields } => Command::Act { id: text(id), deed, fields: all(fields) },
        Command::Amend { id, seen, fields, effective_on, why } => {
            Command::Amend { id, seen, fields: all(fields), effective_on, why }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hazard::deeds::Deed;
    use crate::model::id::Kind;

    #[test]
    fn lines_of_a_block_keep_pointing_at_their_own_records() {
        let hazard = |at: &str| Command::Act {
            id: String::new(),
            deed: Deed::Register,
            fields: Fields::of([("inspection", at)]),
        };
        let visit = || Command::Enter { kind: Kind::Inspection, fields: Fields::default() };
        let line = || Command::Group(vec![visit(), hazard("$1")]);
        let all = joined(vec![line(), line()]);
        assert_eq!(all, Command::Group(vec![visit(), hazard("$1"), visit(), hazard("$3")]));
    }
}
