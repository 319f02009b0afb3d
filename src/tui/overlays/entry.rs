//! 速录: one line, and above it how the line is understood while it is typed. Stays open for the next line.
//!
//! - [`block`] — several lines pasted at once

mod block;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use self::block::Block;
use crate::ask::answer::{Answer, Choice, Completion, Understood};
use crate::ask::query::{CompleteFor, Query};
use crate::entry;
use crate::model::command::{Receipt, Refusal};
use crate::model::id::Id;
use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::Draft;
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::widgets::field::TextField;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The line, and what it means.
#[derive(Default)]
pub struct Entry {
    field: TextField,
    understood: Option<Understood>,
    /// Words of the `..` lines in force.
    common: String,
    /// The record entered last, for `^`.
    last: Id,
    /// Place in the lines of this sitting, counted from the newest; 0: the line being typed.
    recalled: usize,
    /// A round of Tab.
    round: Option<Round>,
    block: Option<Block>,
}

/// What Tab puts in the place of a fragment, one after the other; a list of it stands above the line.
struct Round {
    start: usize,
    /// What stood there before.
    typed: String,
    choices: Vec<Choice>,
    at: usize,
}

impl Round {
    fn value(&self) -> &str {
        self.choices.get(self.at).map_or("", |choice| &choice.value)
    }

    fn turn(&mut self, back: bool) {
        let steps = if back { self.choices.len() - 1 } else { 1 };
        self.at = (self.at + steps) % self.choices.len();
    }
}

/// Rows of the list of choices.
const LISTED: u16 = 8;

impl Entry {
    /// Opens with a text; several lines are a block.
    pub fn open(text: &str) -> Box<Entry> {
        let mut entry = Entry::default();
        if text.trim().contains('\n') {
            entry.block = Some(Block::of(text));
        } else {
            entry.field.insert(text.trim_end());
        }
        Box::new(entry)
    }

    /// Asks how the line is understood, and keeps it from being lost. What was understood before is of another line; where no
    /// answer comes (the owner is away) nothing of it may be recorded.
    fn changed(&mut self) -> Effects {
        self.understood = None;
        let line = self.field.text().to_owned();
        let kept =
            if line.is_empty() { Effect::Forget("line".into()) } else { Effect::Keep(Draft::of_line(&line)) };
        vec![kept, self.understand(line)]
    }

    fn understand(&self, line: String) -> Effect {
        Effect::Ask(Query::Understand { line, common: self.common.clone(), last: self.last })
    }

    /// What is still to be chosen. Only the list that Enter or ↓ opens takes digits: in the line a digit is always text,
    /// since no place of it is safe from the next digit of a number, a date or a description.
    fn open_choices(&self) -> &[Choice] {
        self.understood.as_ref().map_or(&[], |understood| &understood.choices)
    }

    fn put_choice(&mut self, at: usize) -> Effects {
        let line =
            self.understood.as_ref().and_then(|understood| entry::pick(self.field.text(), understood, at));
        let Some(line) = line else { return Vec::new() };
        self.field.set(line);
        self.changed()
    }

    /// Tab and Shift-Tab: what stands at the cursor becomes the next thing it may mean.
    fn complete(&mut self, back: bool) -> Effects {
        let Some(round) = &mut self.round else {
            let (common, last) = (self.common.clone(), self.last);
            let shape = CompleteFor::Line { cursor: self.field.cursor(), common, last };
            return vec![Effect::Ask(Query::Complete { text: self.field.text().to_owned(), shape })];
        };
        let (start, end) = (round.start, round.start + round.value().len());
        round.turn(back);
        self.field.replace(start, end, round.value());
        self.changed()
    }

    /// The only one is put in and that is all; several are listed, the first of them stands in the line.
    fn take_completion(&mut self, found: Completion) -> Effects {
        let numbered = |understood: &Understood| Completion {
            range: understood.fragment,
            choices: understood.choices.clone(),
        };
        let open = self.understood.as_ref().filter(|understood| !understood.choices.is_empty()).map(numbered);
        // An answer for a place that the cursor has left is no answer.
        let here =
            Some(found).filter(|found| !found.choices.is_empty() && found.range.1 == self.field.cursor());
        let Some(Completion { range: (start, end), choices }) = here.or(open) else {
            return vec![Notice::remark("这里没有可补全的").into()];
        };
        let typed = self.field.text().get(start..end).unwrap_or_default().to_owned();
        let is_only = choices.len() == 1;
        let round = Round { start, typed, choices, at: 0 };
        self.field.replace(start, end, round.value());
        self.round = Some(round).filter(|_| !is_only);
        self.changed()
    }

    /// Esc over a list: what was typed stands there again.
    fn untake(&mut self, round: &Round) -> Effects {
        self.field.replace(round.start, round.start + round.value().len(), &round.typed);
        self.changed()
    }

    /// Enter. Over a list it takes what stands in the line.
    fn save(&mut self) -> Effects {
        if self.round.take().is_some() {
            return Vec::new();
        }
        let line = self.field.text().trim().to_owned();
        if let Some(words) = entry::common_of(&line) {
            self.common = words.to_owned();
            self.field.set("");
            return self.changed();
        }
        if line.is_empty() {
            return vec![Effect::Close];
        }
        match self.understood.clone() {
            Some(Understood { command: Some(command), .. }) => {
                vec![Effect::Remember(line), Effect::Submit(command)]
            }
            Some(Understood { choices, .. }) if !choices.is_empty() => self.choose(),
            Some(Understood { form: Some(form), .. }) => vec![
                Effect::Remember(line),
                Effect::Forget("line".into()),
                Effect::Close,
                Effect::Open(FormLayer::of(*form)),
            ],
            Some(understood) => {
                let what = understood.errors.first().map_or("这一行还没有说完".into(), ToString::to_string);
                vec![Notice::wrong(what, "接着改，Enter 再存").into()]
            }
            None => vec![self.understand(line)],
        }
    }

    fn choose(&mut self) -> Effects {
        self.round = None;
        vec![Effect::Open(meanings(self.open_choices()))]
    }

    fn recall(&mut self, cx: &Cx, older: bool) -> Effects {
        let to = if older { self.recalled + 1 } else { self.recalled.saturating_sub(1) };
        let line = match to {
            0 => "",
            n => match cx.lines.iter().rev().nth(n - 1) {
                Some(line) => line,
                None => return Vec::new(),
            },
        };
        self.recalled = to;
        self.round = None;
        self.field.set(line);
        self.changed()
    }

    /// The choices around the one that stands in the line.
    fn list(&self, cx: &Cx) -> Vec<(String, Style)> {
        let Some(round) = &self.round else { return Vec::new() };
        let top = Scroll { at: round.at }.top(round.choices.len(), LISTED);
        let rows = round.choices.iter().enumerate().skip(top).take(usize::from(LISTED));
        let row = |(n, choice): (usize, &Choice)| match n == round.at {
            true => (format!("> {}", choice.text), cx.theme.selected),
            false => (format!("  {}", choice.text), cx.theme.key),
        };
        rows.map(row).collect()
    }

    fn title(&self) -> String {
        let common = if self.common.is_empty() { String::new() } else { format!(" .. {}", self.common) };
        let round = self.round.as_ref().map(|round| {
            let (at, of) = (round.at + 1, round.choices.len());
            format!("  补全 {at}/{of}：Tab 换，Enter 取，Esc 还原")
        });
        let open = || match self.open_choices() {
            [] => "",
            _ => "  还要选一个：Enter 或 ↓ 列出，按数字选",
        };
        format!("速录{common}{}", round.unwrap_or_else(|| open().to_owned()))
    }

    /// What stands above the line.
    fn preview(&self, cx: &Cx) -> Vec<(String, Style)> {
        let theme = &cx.theme;
        let Some(understood) = &self.understood else { return Vec::new() };
        let mut lines: Vec<_> = understood
            .lines
            .iter()
            .map(|(label, what)| (format!("{} {what}", text::pad(label, 10)), theme.plain))
            .collect();
        if self.field.text().is_empty() {
            lines.clear();
        }
        for (n, choice) in understood.choices.iter().enumerate().filter(|_| self.round.is_none()) {
            let digit = if entry::is_new(choice) { 0 } else { n + 1 };
            lines.push((format!(" {digit} {}", choice.text), theme.key));
        }
        if !self.field.text().trim().is_empty() {
            lines.extend(understood.errors.iter().map(|error| (format!("! {error}"), theme.wrong)));
        }
        lines.extend(understood.remarks.iter().map(|remark| (format!("~ {remark}"), theme.warning)));
        lines
    }
}

/// What an open piece of the line may mean, each by its digit.
fn meanings(choices: &[Choice]) -> Box<Pick> {
    let choice = |(n, choice): (usize, &Choice)| pick::Choice {
        key: if entry::is_new(choice) { '0' } else { pick::digit(n) },
        text: choice.text.clone(),
        does: vec![Effect::Tell(Told::Picked(Topic::Meaning, n))],
    };
    Pick::of("选一个", choices.iter().enumerate().map(choice).collect())
}

impl Layer for Entry {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Entry, Scope::Field]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        match &self.block {
            Some(block) => block.ask(&self.common, self.last),
            None => vec![self.understand(self.field.text().to_owned())],
        }
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, typed: &str) -> Effects {
        if let Some(block) = &mut self.block {
            block.typed(typed);
            return Vec::new();
        }
        if typed.trim().contains('\n') {
            let block = self.block.insert(Block::of(typed));
            return block.ask(&self.common, self.last);
        }
        self.round = None;
        self.recalled = 0;
        self.field.insert(typed);
        self.changed()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if let Some(block) = &mut self.block {
            return match action {
                Action::Back => vec![Effect::Close],
                _ => block.act(action, cx.body().height),
            };
        }
        match action {
            Action::Back => match self.round.take() {
                Some(round) => self.untake(&round),
                None => vec![Effect::Close],
            },
            Action::Save => self.save(),
            Action::Complete => self.complete(false),
            Action::CompleteBack => self.complete(true),
            Action::Older => self.recall(cx, true),
            Action::Newer if self.recalled > 0 => self.recall(cx, false),
            Action::Newer if !self.open_choices().is_empty() => self.choose(),
            Action::Newer => Vec::new(),
            Action::Undo | Action::Redo => Vec::new(),
            _ => {
                let before = self.field.text().len();
                self.round = None;
                self.field.act(action);
                if self.field.text().len() == before { Vec::new() } else { self.changed() }
            }
        }
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match (answer, &mut self.block) {
            (Answer::Block(lines), Some(block)) => block.take(lines),
            (Answer::Understood(understood), None) => self.understood = Some(understood),
            (Answer::Completion(found), None) => return self.take_completion(found),
            (Answer::Nothing(why), _) => return vec![Notice::wrong(why, "").into()],
            _ => {}
        }
        Vec::new()
    }

    fn told(&mut self, _cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Picked(Topic::Meaning, at) => self.put_choice(at),
            _ => Vec::new(),
        }
    }

    fn receipt(&mut self, _cx: &Cx, receipt: &Receipt) -> Effects {
        self.last = receipt.ids.last().copied().unwrap_or(self.last);
        if let Some(block) = &mut self.block {
            return if block.saved() { vec![Effect::Close] } else { block.ask(&self.common, self.last) };
        }
        self.field.set("");
        self.recalled = 0;
        self.round = None;
        self.changed()
    }

    fn refused(&mut self, _cx: &Cx, refusal: &Refusal) -> Effects {
        vec![Notice::wrong(refusal.text.clone(), refusal.hint.clone()).into()]
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.field.text()).filter(|line| !line.is_empty()).map(Draft::of_line)
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if let Some(block) = &self.block {
            block.view(cx, buf);
            return None;
        }
        let list = self.list(cx);
        let room = usize::from(area.height.saturating_sub(3));
        let mut preview = self.preview(cx);
        preview.truncate(room.saturating_sub(list.len()));
        preview.extend(list);
        let height = preview.len().min(room) as u16 + 3;
        let boxed = Rect { y: area.bottom() - height, height, ..area };
        let inside = paint::boxed(buf, boxed, &self.title(), &cx.theme);
        for ((line, style), y) in preview.iter().zip(inside.top()..inside.bottom() - 1) {
            paint::put(buf, inside.x, y, inside.width, line, *style);
        }
        let y = inside.bottom() - 1;
        paint::put(buf, inside.x, y, 2, "> ", cx.theme.key);
        let field = Rect { x: inside.x + 2, y, width: inside.width - 2, height: 1 };
        self.field.view(field, cx.theme.plain, buf)
    }
}
