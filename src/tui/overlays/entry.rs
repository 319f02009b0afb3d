//! 速录: one line, and above it how the line is understood while it is typed. Stays open for the next line.
//!
//! - [`block`] — several lines pasted at once
//! - [`round`] — what Tab puts in; [`recall`] — lines of before, and the half-typed one they stand in the place of

mod block;
mod recall;
mod round;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use self::block::Block;
use self::round::Round;
use crate::ask::answer::{Answer, Choice, Understood};
use crate::ask::query::Query;
use crate::entry;
use crate::model::command::{Receipt, Refusal};
use crate::model::id::Id;
use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::{Draft, DraftOf};
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::{FormLayer, kept};
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::widgets::field::TextField;
use crate::tui::widgets::paint;

/// The line, and what it means.
#[derive(Default)]
pub struct Entry {
    field: TextField,
    /// Under which the line is kept while it is half typed.
    key: String,
    understood: Option<Understood>,
    /// Words of the `..` lines in force.
    common: String,
    /// The record entered last, for `^`.
    last: Id,
    /// Place in the lines of this sitting, counted from the newest; 0: the line being typed.
    recalled: usize,
    /// The half-typed line, and its key, that a recalled one stands in the place of.
    aside: Option<(String, String)>,
    /// A round of Tab.
    round: Option<Round>,
    block: Option<Block>,
    /// The line of the block that stands in the field to be mended.
    mended: Option<usize>,
}

impl Entry {
    /// Opens with a text; several lines are a block.
    pub fn open(text: &str) -> Box<Entry> {
        Entry::resume(&Draft::new_key(), text)
    }

    /// Goes on with a text that is kept under this key.
    pub fn resume(key: &str, text: &str) -> Box<Entry> {
        let mut entry = Entry { key: key.to_owned(), ..Entry::default() };
        if text.trim().contains('\n') {
            entry.block = Some(Block::of(key, text));
        } else {
            entry.field.set(text::clean(text.trim_end()));
        }
        Box::new(entry)
    }

    /// Asks how the line is understood, and keeps it from being lost. What was understood before is of another line; where no
    /// answer comes (the owner is away) nothing of it may be recorded.
    fn changed(&mut self) -> Effects {
        self.recalled = 0;
        let line = self.field.text();
        let kept = match (&self.block, self.mended) {
            (Some(block), Some(at)) => block.kept_with(at, line),
            _ if line.is_empty() => Effect::Forget(self.key.clone()),
            _ => Effect::Keep(Draft::of_line(&self.key, line)),
        };
        vec![kept, self.understand()]
    }

    fn understand(&mut self) -> Effect {
        self.understood = None;
        let line = self.field.text().to_owned();
        let common = match (&self.block, self.mended) {
            (Some(block), Some(at)) => block.common_at(at).unwrap_or(&self.common).to_owned(),
            _ => self.common.clone(),
        };
        Effect::Ask(Query::Understand { line, common, last: self.last })
    }

    /// Has the table of a block the keys?
    fn is_in_table(&self) -> bool {
        self.block.is_some() && self.mended.is_none()
    }

    /// The block, while its table has the keys.
    fn table(&mut self) -> Option<&mut Block> {
        self.block.as_mut().filter(|_| self.mended.is_none())
    }

    /// A line of the block comes into the field.
    fn mend(&mut self) -> Effects {
        let Some((at, line)) = self.block.as_ref().and_then(Block::line_here) else { return Vec::new() };
        self.field.set(line);
        self.mended = Some(at);
        vec![self.understand()]
    }

    /// The line in the field goes back to its place in the block.
    fn mended(&mut self, at: usize) -> Effects {
        let line = self.field.text().trim().to_owned();
        (self.mended, self.understood, self.round) = (None, None, None);
        self.field.set("");
        let Some(block) = &mut self.block else { return Vec::new() };
        block.put(at, line);
        block.ask(&self.common, self.last)
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

    /// Enter. Over a list it takes what stands in the line.
    fn save(&mut self) -> Effects {
        if self.round.take().is_some() {
            return Vec::new();
        }
        if let Some(at) = self.mended {
            return if self.open_choices().is_empty() { self.mended(at) } else { self.choose() };
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
                Effect::Forget(self.key.clone()),
                Effect::Close,
                Effect::Open(FormLayer::of(*form)),
            ],
            Some(understood) => {
                let what = understood.errors.first().map_or("这一行还没有说完".into(), ToString::to_string);
                vec![Notice::wrong(what, "接着改，Enter 再存").into()]
            }
            None => vec![self.understand()],
        }
    }

    fn choose(&mut self) -> Effects {
        self.round = None;
        vec![Effect::Open(meanings(self.open_choices()))]
    }

    fn title(&self, cx: &Cx) -> String {
        if let (Some(at), None) = (self.mended, &self.round) {
            return format!("改第 {} 行：Enter 放回表里", at + 1);
        }
        let common = if self.common.is_empty() { String::new() } else { format!(" .. {}", self.common) };
        let is_line = |draft: &&Draft| matches!(draft.what, DraftOf::Line(_)) && draft.key != self.key;
        let left = cx.drafts.iter().filter(is_line).count();
        let round = self.round.as_ref().map(|round| {
            let (at, of) = (round.at + 1, round.choices.len());
            format!("  补全 {at}/{of}：Tab 换，Enter 取，Esc 还原")
        });
        let open = || match self.open_choices() {
            [] if self.field.text().is_empty() && left > 0 => format!("  另有 {left} 份草稿：Esc 后按 D"),
            [] => String::new(),
            _ => "  还要选一个：Enter 或 ↓ 列出，按数字选".to_owned(),
        };
        format!("速录{common}{}", round.unwrap_or_else(open))
    }

    /// What stands above the line.
    fn preview(&self, cx: &Cx) -> Vec<(String, Style)> {
        let theme = &cx.theme;
        let Some(understood) = &self.understood else { return Vec::new() };
        let cells = usize::from(cx.size.width.saturating_sub(4));
        let folded = |line: String, style| text::wrap(&line, cells).into_iter().map(move |row| (row, style));
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
            lines
                .extend(understood.errors.iter().flat_map(|error| folded(format!("! {error}"), theme.wrong)));
        }
        lines.extend(understood.remarks.iter().flat_map(|it| folded(format!("~ {it}"), theme.warning)));
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
        let block = self.block.as_ref().map(|block| match self.mended {
            // What is kept of it holds the line as it stands in the field.
            Some(_) => vec![block.understand(&self.common, self.last)],
            None => block.ask(&self.common, self.last),
        });
        let line = (!self.is_in_table()).then(|| self.understand());
        block.into_iter().flatten().chain(line).collect()
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        !(self.is_in_table() && matches!(action, Action::Complete | Action::Older))
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, typed: &str) -> Effects {
        if let Some(block) = self.table() {
            return if block.typed(typed) { self.mend() } else { Vec::new() };
        }
        if self.block.is_none() && typed.trim().contains('\n') {
            self.set_aside();
            let block = self.block.insert(Block::of(&Draft::new_key(), typed));
            return block.ask(&self.common, self.last);
        }
        self.round = None;
        let said = self.field.insert(typed).map(Effect::from);
        self.changed().into_iter().chain(said).collect()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if let Some(block) = self.table() {
            return match action {
                Action::Back => vec![Effect::Close, kept(cx).into()],
                Action::Edit => self.mend(),
                _ => block.act(action, cx.body().height),
            };
        }
        match action {
            Action::Back => match (self.round.take(), self.mended) {
                (Some(round), _) => self.untake(&round),
                (None, Some(at)) => self.mended(at),
                (None, None) => self.left(cx),
            },
            Action::Save => self.save(),
            Action::Complete => self.complete(false),
            Action::CompleteBack => self.complete(true),
            Action::Older if self.mended.is_some() => Vec::new(),
            Action::Older => self.recall(cx, true),
            Action::Newer if self.recalled > 0 => self.recall(cx, false),
            Action::Newer if !self.open_choices().is_empty() => self.choose(),
            Action::Newer if self.aside.is_some() => self.bring_back(),
            Action::Newer => Vec::new(),
            _ => {
                let before = self.field.text().len();
                self.round = None;
                self.field.act(action);
                if self.field.text().len() == before { Vec::new() } else { self.changed() }
            }
        }
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        let has_line = !self.is_in_table();
        match (answer, &mut self.block) {
            (Answer::Block(lines), Some(block)) => block.take(lines),
            (Answer::Understood(understood), _) if has_line => self.understood = Some(understood),
            (Answer::Completion(found), _) if has_line => return self.take_completion(found),
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
            return block.saved(&self.common, self.last);
        }
        let forget = Effect::Forget(std::mem::replace(&mut self.key, Draft::new_key()));
        self.field.set("");
        [forget].into_iter().chain(self.bring_back()).collect()
    }

    fn refused(&mut self, _cx: &Cx, refusal: &Refusal) -> Effects {
        vec![Notice::wrong(refusal.text.clone(), refusal.hint.clone()).into()]
    }

    fn draft(&self) -> Option<Draft> {
        match &self.block {
            Some(block) => block.draft(),
            None => Some(self.field.text())
                .filter(|line| !line.is_empty())
                .map(|line| Draft::of_line(&self.key, line)),
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if let Some(block) = &self.block {
            block.view(cx, buf);
        }
        if self.is_in_table() {
            return None;
        }
        let list = self.list(cx);
        let room = usize::from(area.height.saturating_sub(3));
        let mut preview = self.preview(cx);
        preview.truncate(room.saturating_sub(list.len()));
        preview.extend(list);
        let height = preview.len().min(room) as u16 + 3;
        let boxed = Rect { y: area.bottom() - height, height, ..area };
        let inside = paint::boxed(buf, boxed, &self.title(cx), &cx.theme);
        for ((line, style), y) in preview.iter().zip(inside.top()..inside.bottom() - 1) {
            paint::put(buf, inside.x, y, inside.width, line, *style);
        }
        let y = inside.bottom() - 1;
        paint::put(buf, inside.x, y, 2, "> ", cx.theme.key);
        let field = Rect { x: inside.x + 2, y, width: inside.width - 2, height: 1 };
        self.field.view(field, cx.theme.plain, buf)
    }
}
