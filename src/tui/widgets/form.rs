//! Fields to fill: one line each, the error under its field, choices by Tab.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::TextField;
use super::paint;
use super::scroll::Scroll;
use crate::ask::answer::{Asked, Choice};
use crate::ask::query::{CompleteFor, Query};
use crate::calendar::{Day, Hint, understand_date};
use crate::model::field::{FieldError, Fields, Shape};
use crate::model::id::{Id, Kind};
use crate::text::{self, pinyin};
use crate::tui::action::Action;
use crate::tui::effect::Notice;
use crate::tui::theme::Theme;

/// A field with what was typed into it.
struct Line {
    ask: Asked,
    field: TextField,
    error: String,
    /// The record that was picked by completion, and the words it stands in the field by.
    picked: Option<(String, Id)>,
}

/// Lines of what is said of a field at most; the whole of it is in the status line too.
const FAULT: usize = 3;

impl Line {
    /// What is wrong with it, in lines of so many cells.
    fn fault(&self, cells: u16) -> Vec<String> {
        if self.error.is_empty() {
            return Vec::new();
        }
        let cells = usize::from(cells);
        let mut lines = text::wrap(&format!("! {}", self.error), cells);
        if lines.len() > FAULT {
            let rest = lines.split_off(FAULT - 1).concat();
            lines.push(text::fit(&rest, cells).into_owned());
        }
        lines
    }
}

/// A round of Tab: what was typed, what it may become, which of them stands there now.
struct Round {
    choices: Vec<Choice>,
    at: usize,
}

/// The fields of a form.
pub struct FormFields {
    lines: Vec<Line>,
    at: usize,
    round: Option<Round>,
}

impl FormFields {
    /// Fields that start with what is asked; the first that must be filled and is not has the focus.
    pub fn new(asks: Vec<Asked>) -> FormFields {
        let at = asks.iter().position(|ask| ask.spec.required && ask.value.is_empty()).unwrap_or(0);
        let lines = asks
            .into_iter()
            .map(|ask| Line {
                field: TextField::of(ask.value.clone()),
                ask,
                error: String::new(),
                picked: None,
            })
            .collect();
        let mut fields = FormFields { lines, at: 0, round: None };
        fields.focus(Some(at));
        fields
    }

    /// Goes to a field. What stood there before anything was typed is selected, unless it is something one adds to.
    fn focus(&mut self, at: Option<usize>) {
        let Some(at) = at else { return };
        self.at = at;
        self.lines.iter_mut().for_each(|line| line.field.deselect());
        let is_added_to =
            |shape| matches!(shape, Shape::Prose | Shape::People | Shape::Industries | Shape::Links(_));
        if let Some(line) = self.lines.get_mut(at)
            && line.field.text() == line.ask.value
            && !is_added_to(line.ask.spec.shape)
        {
            line.field.select();
        }
    }

    /// Puts typed words back, by key.
    pub fn restore(&mut self, typed: &Fields) {
        for line in &mut self.lines {
            if typed.has(line.ask.spec.key) {
                line.field.set(typed.get(line.ask.spec.key));
            }
        }
    }

    /// What was typed, by key, as it stands there: every filled field, or only the changed ones (an emptied one with nothing).
    pub fn typed(&self, only_changed: bool) -> Fields {
        let wanted = |line: &&Line| !only_changed || line.field.text() != line.ask.value;
        let pairs = self.lines.iter().filter(wanted).map(|line| (line.ask.spec.key, line.field.text()));
        pairs.fold(Fields::default(), |mut fields, (key, text)| {
            match text {
                "" if only_changed => fields.clear(key),
                text => fields.put(key, text),
            }
            fields
        })
    }

    /// The first words typed, to tell one draft from another.
    pub fn first_words(&self) -> &str {
        let mut typed = self.lines.iter().filter(|line| line.field.text() != line.ask.value);
        typed.find(|line| !line.field.text().is_empty()).map_or("", |line| line.field.text())
    }

    /// Was anything typed at all?
    pub fn is_changed(&self) -> bool {
        self.lines.iter().any(|line| line.field.text() != line.ask.value)
    }

    /// What is to be submitted: every filled field, or only the changed ones (an emptied one takes the value away).
    /// Dates are written out, a picked record is its number; everything else as typed.
    ///
    /// # Errors
    /// The fields without those that are wrong, which are marked.
    pub fn filled(&mut self, today: Day, only_changed: bool) -> Result<Fields, Fields> {
        let mut fields = Fields::default();
        for line in &mut self.lines {
            line.error = match canonical(line, today) {
                Ok(value) if value.is_empty() && line.ask.spec.required => "要填".into(),
                Ok(value) => {
                    let is_changed = line.field.text() != line.ask.value;
                    if value.is_empty() && only_changed && is_changed {
                        fields.clear(line.ask.spec.key);
                    } else if is_changed || !only_changed {
                        fields.put(line.ask.spec.key, value);
                    }
                    String::new()
                }
                Err(what) => what,
            };
        }
        let wrong = self.lines.iter().position(|line| !line.error.is_empty());
        self.focus(wrong);
        if wrong.is_none() { Ok(fields) } else { Err(fields) }
    }

    /// Puts errors at fields that are not marked yet and in which something stands.
    pub fn mark_more(&mut self, errors: &[FieldError]) {
        let marked = |line: &Line| !line.error.is_empty() || line.field.text().trim().is_empty();
        let more = |error: &&FieldError| {
            self.lines.iter().any(|line| line.ask.spec.key == error.key && !marked(line))
        };
        let more: Vec<FieldError> = errors.iter().filter(more).cloned().collect();
        self.mark(&more);
    }

    /// Puts errors at their fields and the focus on the first; returns those that belong to no field here.
    pub fn mark(&mut self, errors: &[FieldError]) -> Vec<FieldError> {
        let mut elsewhere = Vec::new();
        for error in errors {
            match self.lines.iter_mut().find(|line| line.ask.spec.key == error.key) {
                Some(line) => line.error = error.what.clone(),
                None => elsewhere.push(error.clone()),
            }
        }
        self.focus(self.lines.iter().position(|line| !line.error.is_empty()));
        elsewhere
    }

    /// Moves between fields; says whether there was a field to go to.
    pub fn go(&mut self, action: Action) -> bool {
        self.round = None;
        let target = match action {
            Action::FieldUp => self.at.checked_sub(1),
            _ => Some(self.at + 1).filter(|at| *at < self.lines.len()),
        };
        self.focus(target);
        target.is_some()
    }

    /// An action of a text field, in the field that has the focus.
    pub fn edit(&mut self, action: Action) -> bool {
        self.round = None;
        self.lines.get_mut(self.at).is_some_and(|line| line.field.act(action))
    }

    /// Types into the field that has the focus. Says what there was no room for.
    pub fn insert(&mut self, typed: &str) -> Option<Notice> {
        self.round = None;
        let line = self.lines.get_mut(self.at)?;
        line.error.clear();
        // What is added to a list that was there before anything was typed is one more of it.
        let is_list = matches!(line.ask.spec.shape, Shape::People | Shape::Industries | Shape::Links(_));
        let is_untouched = !line.ask.value.is_empty() && line.field.text() == line.ask.value;
        let goes_on = typed.starts_with(['、', ',', '，', ' ', '/', ';', '；']);
        if is_list && is_untouched && !goes_on && line.field.cursor() == line.ask.value.len() {
            line.field.insert("、");
        }
        line.field.insert(typed)
    }

    /// Tab: the next choice, or the question that finds the choices.
    pub fn complete(&mut self) -> Option<Query> {
        if let Some(round) = &mut self.round {
            round.at = (round.at + 1) % round.choices.len().max(1);
            self.put_choice();
            return None;
        }
        let township = self.township();
        let line = self.lines.get(self.at)?;
        let typed = line.field.text().to_owned();
        match line.ask.spec.shape {
            Shape::Link(Kind::Enterprise) => {
                return Some(Query::Complete { text: typed, shape: CompleteFor::Enterprise { township } });
            }
            Shape::People => {
                let last = typed.rsplit('、').next().unwrap_or_default().to_owned();
                return Some(Query::Complete { text: last, shape: CompleteFor::Person });
            }
            _ => {}
        }
        let words = words_of(&line.ask);
        let found = fitting(&words, &typed);
        self.take_choices(
            found.into_iter().map(|w| Choice { value: w.clone(), text: w, id: Id::NONE }).collect(),
        );
        None
    }

    /// The choices that were asked for; the first is put in, Tab goes on.
    pub fn take_choices(&mut self, choices: Vec<Choice>) {
        if choices.is_empty() {
            return;
        }
        self.round = Some(Round { choices, at: 0 });
        self.put_choice();
    }

    fn put_choice(&mut self) {
        let Some(round) = &self.round else { return };
        let (Some(choice), Some(line)) = (round.choices.get(round.at), self.lines.get_mut(self.at)) else {
            return;
        };
        let before = match line.ask.spec.shape {
            Shape::People => {
                line.field.text().rfind('、').map_or("", |at| &line.field.text()[..at + '、'.len_utf8()])
            }
            _ => "",
        };
        let text = format!("{before}{}", choice.value);
        line.picked = choice.id.opt().map(|id| (text.clone(), id));
        line.field.set(text);
        line.error.clear();
    }

    fn township(&self) -> String {
        let line = self.lines.iter().find(|line| line.ask.spec.key == "township");
        line.map_or_else(String::new, |line| line.field.text().to_owned())
    }

    /// Lines it takes on the screen in this width.
    pub fn height(&self, width: u16) -> u16 {
        let cells = width.saturating_sub(self.labels(width) + 4);
        let errors: usize = self.lines.iter().map(|line| line.fault(cells).len()).sum();
        (self.lines.len() + errors) as u16 + self.foot(width)
    }

    /// Lines under the fields: the longest hint, of which as much is shown as [`HINT`] lines hold, and the choices.
    fn foot(&self, width: u16) -> u16 {
        let lines = self.lines.iter().map(|line| hint_of(line, width).len()).max().unwrap_or(1);
        lines.max(1) as u16 + 1
    }

    /// Cells of the labels.
    fn labels(&self, width: u16) -> u16 {
        let widest = self.lines.iter().map(|line| text::width(line.ask.spec.label)).max().unwrap_or(0);
        (widest as u16).min(width / 2)
    }

    /// The first field shown where not all have room: the fields stand still while one moves, but the one with the focus, and
    /// what is said of it, is whole.
    fn top(&self, width: u16, height: u16) -> usize {
        let cells = width.saturating_sub(self.labels(width) + 4);
        let mut left = usize::from(height);
        let above = self.lines.iter().take(self.at + 1).rev();
        let shown = above.take_while(|line| {
            let taken = 1 + line.fault(cells).len();
            let fits = taken <= left;
            left = left.saturating_sub(taken);
            fits
        });
        let least = (self.at + 1).saturating_sub(shown.count().max(1));
        Scroll { at: self.at }.top(self.lines.len(), (height / 2).max(1)).max(least)
    }

    /// Draws; returns the cell of the cursor.
    pub fn view(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let labels = self.labels(area.width);
        let foot = self.foot(area.width);
        let height = area.height.saturating_sub(foot);
        let top = if self.height(area.width) <= area.height { 0 } else { self.top(area.width, height) };
        let mut cursor = None;
        let mut y = area.y;
        for (n, line) in self.lines.iter().enumerate().skip(top) {
            if y >= area.y + height {
                break;
            }
            let is_here = n == self.at;
            let must = if line.ask.spec.required { "*" } else { " " };
            let head = [if is_here { ">" } else { " " }, must].concat();
            paint::put(buf, area.x, y, 2, &head, theme.key);
            paint::put(
                buf,
                area.x + 2,
                y,
                labels,
                line.ask.spec.label,
                if is_here { theme.strong } else { theme.plain },
            );
            let x = area.x + labels + 4;
            let field = Rect { x, y, width: area.right().saturating_sub(x), height: 1 };
            let found = line.field.view(field, if is_here { theme.field } else { theme.plain }, buf);
            cursor = if is_here { found } else { cursor };
            y += 1;
            for part in line.fault(field.width) {
                if y < area.y + height {
                    paint::put(buf, x, y, field.width, &part, theme.wrong);
                    y += 1;
                }
            }
        }
        self.view_foot(theme, Rect { y: area.bottom().saturating_sub(foot), height: foot, ..area }, buf);
        cursor
    }

    /// The choices or the hint of the field that has the focus.
    fn view_foot(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let Some(line) = self.lines.get(self.at) else { return };
        let last = area.bottom() - 1;
        let words = match &self.round {
            Some(round) => round.choices.iter().map(|c| c.text.clone()).collect(),
            None => words_of(&line.ask),
        };
        let mut x = area.x;
        for (n, word) in words.iter().enumerate() {
            let is_here = self.round.as_ref().map_or(word == line.field.text(), |round| round.at == n);
            let shown = if is_here { format!("[{word}] ") } else { format!(" {word}  ") };
            x = paint::run(
                buf,
                x,
                last,
                area.right(),
                &[(&shown, if is_here { theme.strong } else { theme.faint })],
            );
        }
        let hint = match hint_of(line, area.width) {
            hint if hint.is_empty() && !words.is_empty() => vec!["Tab 换下一个".to_owned()],
            hint => hint,
        };
        // The choices stand below; where there are none the hint does.
        let end = if words.is_empty() { area.bottom() } else { last };
        let from = end.saturating_sub(hint.len() as u16).max(area.y);
        for (y, part) in (from..end).zip(&hint) {
            paint::put(buf, area.x, y, area.width, part, theme.faint);
        }
    }
}

/// Lines of a hint at most.
const HINT: usize = 3;

/// The hint of a field, laid into a width.
fn hint_of(line: &Line, width: u16) -> Vec<String> {
    let mut lines = text::wrap(&line.ask.hint, usize::from(width.max(2)));
    lines.truncate(HINT);
    lines.retain(|part| !part.is_empty());
    lines
}

/// The words a field offers.
fn words_of(ask: &Asked) -> Vec<String> {
    match ask.spec.shape {
        _ if !ask.choices.is_empty() => ask.choices.clone(),
        Shape::Flag => ["是", "否"].map(str::to_owned).to_vec(),
        Shape::One(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The words that what was typed may mean; when it is one of them already, all of them from the next on.
fn fitting(words: &[String], typed: &str) -> Vec<String> {
    if let Some(at) = words.iter().position(|word| word == typed) {
        return words.iter().cycle().skip(at + 1).take(words.len()).cloned().collect();
    }
    let query = pinyin::Query::new(typed);
    words.iter().filter(|word| query.finds(&pinyin::key(word), word)).cloned().collect()
}

/// What was typed, as the ledger writes it.
fn canonical(line: &Line, today: Day) -> Result<String, String> {
    let typed = line.field.text().trim();
    if let Some((text, id)) = &line.picked
        && text == typed
        && matches!(line.ask.spec.shape, Shape::Link(_))
    {
        return Ok(id.to_string());
    }
    match line.ask.spec.shape {
        Shape::Date if !typed.is_empty() => understand_date(typed, &Hint::found(today))
            .map(|loose| loose.day.to_string())
            .map_err(|error| error.to_string()),
        Shape::Flag | Shape::One(_) if !typed.is_empty() => {
            let words = words_of(&line.ask);
            let exact = words.iter().find(|word| *word == typed).cloned();
            let only = || match fitting(&words, typed).as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            };
            exact.or_else(only).ok_or_else(|| format!("从这些里选：{}", words.join(" ")))
        }
        _ => Ok(typed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::Spec;

    #[test]
    fn a_name_typed_behind_the_one_that_was_there_is_another_one() {
        let ask = |value: &str| Asked {
            spec: Spec::new("by", "复查人", Shape::People),
            value: value.into(),
            choices: Vec::new(),
            hint: String::new(),
        };
        let after = |value: &str, typed: &[&str]| {
            let mut fields = FormFields::new(vec![ask(value)]);
            for piece in typed {
                assert!(fields.insert(piece).is_none());
            }
            fields.typed(false).get("by").to_owned()
        };
        assert_eq!(after("陈晓", &["李", "明"]), "陈晓、李明");
        assert_eq!(after("陈晓", &["、李明"]), "陈晓、李明");
        assert_eq!(after("", &["李", "明"]), "李明");
    }
}
