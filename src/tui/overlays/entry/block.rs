//! A pasted block of lines: a table of how each is understood, its problems marked, then one Enter. A line that would
//! overwrite the register, or that seems to be entered already, is taken only when somebody says so.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ask::answer::{Overwrite, Understood};
use crate::ask::query::Query;
use crate::entry::common_of;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::Id;
use crate::text;
use crate::tui::action::Action;
use crate::tui::drafts::Draft;
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::Cx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The lines and what they mean.
pub struct Block {
    /// Under which it is kept until all of it is saved.
    key: String,
    text: String,
    lines: Vec<Line>,
    scroll: Scroll,
}

struct Line {
    text: String,
    understood: Understood,
    /// Somebody said that it is to be taken although the register says otherwise or has it already.
    is_taken: bool,
}

/// What becomes of a line at Enter.
enum Fate {
    /// It is saved, or holds for the lines behind it.
    Goes,
    /// It says what the register says; nothing is to be done.
    Settled,
    /// It waits for somebody to take it.
    Waits,
    /// It cannot be saved; why.
    Fails(String),
}

impl Line {
    fn is_common(&self) -> bool {
        common_of(&self.text).is_some()
    }

    fn fate(&self) -> Fate {
        let understood = &self.understood;
        let is_doubtful = !understood.overwrites.is_empty() || !understood.repeats.is_empty();
        match understood.command {
            Some(_) if is_doubtful && !self.is_taken => Fate::Waits,
            Some(_) => Fate::Goes,
            None if self.is_common() => Fate::Goes,
            None if understood.says_nothing_new() => Fate::Settled,
            None => Fate::Fails(understood.errors.first().map_or("还没有说完".into(), ToString::to_string)),
        }
    }

    /// `!` cannot be saved, `~` would overwrite the register, `=` is there already, `+` was taken in spite of that.
    fn sign(&self, fate: &Fate) -> char {
        match fate {
            Fate::Fails(_) => '!',
            Fate::Settled => '=',
            Fate::Waits if self.understood.overwrites.is_empty() => '=',
            Fate::Waits => '~',
            Fate::Goes if self.is_taken => '+',
            Fate::Goes => ' ',
        }
    }

    /// What the table says beside it.
    fn in_words(&self, fate: &Fate) -> String {
        let understood = &self.understood;
        match fate {
            Fate::Fails(why) => why.clone(),
            Fate::Settled => understood.remarks.join("；"),
            Fate::Waits => differences(understood)
                .chain(understood.repeats.iter().cloned())
                .collect::<Vec<_>>()
                .join("；"),
            Fate::Goes => meaning(understood),
        }
    }

    /// Everything about it, for the lines under the table.
    fn details(&self, cells: usize, theme: &Theme) -> Vec<(String, Style)> {
        let understood = &self.understood;
        let errors = understood.errors.iter().map(|error| (format!("! {error}"), theme.wrong));
        let changes = differences(understood).map(|change| (format!("~ {change}"), theme.warning));
        let remarks = understood.remarks.iter().map(|remark| (format!("~ {remark}"), theme.warning));
        let said = understood.lines.iter().map(|(label, what)| format!("{label} {what}"));
        let meaning = [(said.collect::<Vec<_>>().join("；"), theme.plain)];
        let whole = errors.chain(changes).chain(remarks).chain(meaning);
        whole
            .flat_map(|(line, style)| text::wrap(&line, cells).into_iter().map(move |row| (row, style)))
            .collect()
    }
}

fn differences(understood: &Understood) -> impl Iterator<Item = String> + '_ {
    understood.overwrites.iter().map(Overwrite::to_string)
}

fn meaning(understood: &Understood) -> String {
    understood.lines.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>().join(" ")
}

/// Rows under the table for the line under the cursor, the rule included.
const DETAILS: u16 = 6;

impl Block {
    /// Of a text not yet understood, kept under this key.
    pub fn of(key: &str, text: &str) -> Block {
        Block { key: key.to_owned(), text: text.to_owned(), lines: Vec::new(), scroll: Scroll::default() }
    }

    /// Keeps it from being lost, and asks how it is understood.
    pub fn ask(&self, common: &str, last: Id) -> Effects {
        vec![self.kept(), self.understand(common, last)]
    }

    /// Asks how it is understood.
    pub fn understand(&self, common: &str, last: Id) -> Effect {
        Effect::Ask(Query::UnderstandBlock { text: self.text.clone(), common: common.to_owned(), last })
    }

    fn kept(&self) -> Effect {
        match self.text.trim() {
            "" => Effect::Forget(self.key.clone()),
            _ => Effect::Keep(Draft::of_line(&self.key, &self.text)),
        }
    }

    /// The draft with another line in the place of the `at`th.
    pub fn kept_with(&self, at: usize, line: &str) -> Effect {
        let lines = self.lines.iter().enumerate().map(|(n, old)| if n == at { line } else { &old.text });
        Effect::Keep(Draft::of_line(&self.key, &lines.map(|line| format!("{line}\n")).collect::<String>()))
    }

    /// The draft that Enter saves whole; what stays behind of another is no part of the wish.
    pub fn draft(&self) -> Option<Draft> {
        let goes = |line: &Line| matches!(line.fate(), Fate::Goes | Fate::Settled);
        self.lines.iter().all(goes).then(|| Draft::of_line(&self.key, &self.text))
    }

    /// Takes the answer. What was taken already stays taken.
    pub fn take(&mut self, lines: Vec<(String, Understood)>) {
        let taken: BTreeSet<String> =
            self.lines.drain(..).filter(|line| line.is_taken).map(|line| line.text).collect();
        let line = |(text, understood)| Line { is_taken: taken.contains(&text), text, understood };
        self.lines = lines.into_iter().map(line).collect();
        self.scroll.keep_within(self.lines.len());
    }

    /// The line under the cursor, and its place.
    pub fn line_here(&self) -> Option<(usize, String)> {
        self.lines.get(self.scroll.at).map(|line| (self.scroll.at, line.text.clone()))
    }

    /// What the last `..` line before a place says.
    pub fn common_at(&self, at: usize) -> Option<&str> {
        self.lines.iter().take(at).rev().find_map(|line| common_of(&line.text))
    }

    /// Puts a line in the place of the `at`th; an empty one takes it away. Until it is understood anew nothing of it may be
    /// recorded.
    pub fn put(&mut self, at: usize, text: String) {
        match self.lines.get_mut(at) {
            Some(line) if line.text == text => return,
            Some(line) if !text.is_empty() => (line.text, line.is_taken) = (text, false),
            Some(_) => drop(self.lines.remove(at)),
            None => {}
        }
        // A `..` line says what the lines behind it mean.
        self.lines.iter_mut().for_each(|line| line.understood = Understood::default());
        self.rewrite();
    }

    /// The text is what its lines say now.
    fn rewrite(&mut self) {
        self.text = self.lines.iter().map(|line| line.text.clone() + "\n").collect();
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
                self.rewrite();
                return vec![self.kept()];
            }
            other => other,
        };
        self.scroll.go(moved, self.lines.len(), height.saturating_sub(2 + DETAILS));
        Vec::new()
    }

    /// A blank takes the line under the cursor, `*` all that wait; once more leaves them again. Says whether the line is to be
    /// mended, by `i`; `j` and `k` move, as in every list.
    pub fn typed(&mut self, typed: &str) -> bool {
        let mut keys = typed.chars().map(text::half_width_char);
        match keys.next().filter(|_| keys.next().is_none()) {
            Some(' ') => {
                if let Some(line) = self.lines.get_mut(self.scroll.at) {
                    line.is_taken = !line.is_taken && matches!(line.fate(), Fate::Waits);
                }
            }
            Some('*') => {
                let takes = self.waiting() > 0;
                for line in &mut self.lines {
                    line.is_taken = takes && (line.is_taken || matches!(line.fate(), Fate::Waits));
                }
            }
            Some('i') => return true,
            Some(key @ ('j' | 'k')) => {
                let action = if key == 'j' { Action::Down } else { Action::Up };
                self.scroll.go(action, self.lines.len(), 1);
            }
            _ => {}
        }
        false
    }

    fn waiting(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.fate(), Fate::Waits)).count()
    }

    fn save(&self) -> Effects {
        let going = self.lines.iter().filter(|line| matches!(line.fate(), Fate::Goes));
        let commands: Vec<Command> = going.filter_map(|line| line.understood.command.clone()).collect();
        match commands.len() {
            0 if self.waiting() > 0 => {
                vec![
                    Notice::wrong("各行与登记不同、已经录过或名称存疑", "要取的按 Space，全取按 *，再 Enter")
                        .into(),
                ]
            }
            0 if self.lines.iter().all(|line| matches!(line.fate(), Fate::Settled)) => {
                let said = Notice::remark("各行都与登记一致，没有要存的").into();
                vec![Effect::Forget(self.key.clone()), Effect::Close, said]
            }
            0 => vec![Notice::wrong("没有一行能存", "看每行标出的问题，i 改这一行").into()],
            _ => vec![Effect::Submit(joined(commands))],
        }
    }

    /// What was saved leaves the table; what is left is another wish, and with nothing left the table closes.
    pub fn saved(&mut self, common: &str, last: Id) -> Effects {
        self.lines.retain(|line| line.is_common() || !matches!(line.fate(), Fate::Goes | Fate::Settled));
        self.rewrite();
        self.scroll = Scroll::default();
        let forget = Effect::Forget(std::mem::replace(&mut self.key, Draft::new_key()));
        let rest = match self.lines.iter().all(Line::is_common) {
            true => vec![Effect::Close],
            false => self.ask(common, last),
        };
        [forget].into_iter().chain(rest).collect()
    }

    fn title(&self) -> String {
        let (all, waiting) = (self.lines.len(), self.waiting());
        let wrong = self.lines.iter().filter(|line| matches!(line.fate(), Fate::Fails(_))).count();
        match waiting {
            0 => format!("粘贴 {all} 行，有问题 {wrong} 行：Enter 存其余各行"),
            _ => format!(
                "粘贴 {all} 行，有问题 {wrong} 行，要核对 {waiting} 行：Enter 存其余，Space 取，* 全取"
            ),
        }
    }

    /// Draws the table over the body, and under it the whole of the line under the cursor.
    pub fn view(&self, cx: &Cx, buf: &mut Buffer) {
        let inside = paint::boxed(buf, cx.body(), &self.title(), &cx.theme);
        let rows = inside.height.saturating_sub(DETAILS);
        let top = self.scroll.top(self.lines.len(), rows);
        for ((n, line), y) in self.lines.iter().enumerate().skip(top).zip(inside.y..inside.y + rows) {
            let (fate, cells) = (line.fate(), inside.width / 2);
            let mark = if n == self.scroll.at { '>' } else { ' ' };
            let style = match fate {
                Fate::Fails(_) => cx.theme.wrong,
                Fate::Waits => cx.theme.warning,
                Fate::Settled => cx.theme.faint,
                Fate::Goes => cx.theme.plain,
            };
            let left = format!("{mark}{}{:>3} {}", line.sign(&fate), n + 1, line.text);
            paint::put(buf, inside.x, y, cells, &left, style);
            let right = inside.width.saturating_sub(cells + 1);
            paint::put(buf, inside.x + cells + 1, y, right, &line.in_words(&fate), style);
        }
        let foot = Rect { y: inside.y + rows, height: inside.height - rows, ..inside };
        self.view_details(cx, foot, buf);
    }

    fn view_details(&self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let Some(line) = self.lines.get(self.scroll.at) else { return };
        paint::rule(buf, area, area.y, cx.theme.faint);
        paint::run(buf, area.x + 2, area.y, area.right(), &[(" i 改这一行  Delete 删去 ", cx.theme.faint)]);
        let details = line.details(usize::from(area.width), &cx.theme);
        for ((row, style), y) in details.iter().zip(area.y + 1..area.bottom()) {
            paint::put(buf, area.x, y, area.width, row, *style);
        }
    }
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
