//! 变更: township, industry, 重点, 状态 of an enterprise changed in the world on a day, and with them who owes what from then
//! on. A correction (更正) says that the record was wrong all along; a change says that it was right before.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Form};
use crate::ask::query::FormFor;
use crate::calendar::{Day, Hint, understand_date};
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::field::Fields;
use crate::model::id::Id;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::{Draft, DraftOf};
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::prompt::Prompt;

/// The form of an enterprise whose changes hold from a day on.
pub struct Change {
    id: Id,
    form: Box<FormLayer>,
    /// 生效日; [`Day::NONE`] until it was given.
    from: Day,
    /// What was typed of the day so far.
    typed_day: Option<String>,
    is_asked: bool,
}

impl Change {
    /// Of this enterprise; goes on with what was left half typed, or asks for the day first.
    pub fn of(id: Id) -> Box<Change> {
        let form = FormLayer::afresh(FormFor::Edit(id));
        Box::new(Change { id, form, from: Day::NONE, typed_day: None, is_asked: false })
    }

    /// Goes on with a draft: its key, 生效日, its words.
    pub fn resume(id: Id, key: &str, from: Day, typed: Fields) -> Box<Change> {
        let form = FormLayer::with(FormFor::Edit(id), key, typed);
        Box::new(Change { id, form, from, typed_day: None, is_asked: !from.is_none() })
    }

    /// Gives every amendment the day; without one the day is asked for again, since it would be a correction. A draft is one of
    /// a change.
    fn dated(&self, effects: Effects) -> Effects {
        let date = |effect| match effect {
            Effect::Submit(_) if self.from.is_none() => self.ask_day(self.from),
            Effect::Submit(Command::Amend { id, seen, fields, why, .. }) => {
                Effect::Submit(Command::Amend { id, seen, fields, effective_on: self.from, why })
            }
            Effect::Keep(draft) => Effect::Keep(self.as_change(draft)),
            other => other,
        };
        effects.into_iter().map(date).collect()
    }

    fn as_change(&self, draft: Draft) -> Draft {
        let what = match draft.what {
            DraftOf::Edit(id, typed) => DraftOf::Change(id, self.from, typed),
            other => other,
        };
        Draft { what, ..draft }
    }

    fn ask_day(&self, day: Day) -> Effect {
        let text = self.typed_day.clone().unwrap_or_else(|| day.to_string());
        Effect::Open(Prompt::ask(Topic::Own, "变更自哪天起", &text))
    }

    /// The first time, what was left half typed about this enterprise is there again.
    fn begin(&mut self, cx: &Cx) -> Effects {
        let mut drafts = cx.drafts.iter().rev();
        let left = drafts.find_map(|draft| match &draft.what {
            DraftOf::Change(id, from, typed) if *id == self.id => Some((&draft.key, *from, typed.clone())),
            _ => None,
        });
        let said = left.is_some().then(|| Notice::remark("接着上次没交完的填").into());
        if let Some((key, from, typed)) = left {
            (self.form, self.from) = (FormLayer::with(FormFor::Edit(self.id), key, typed), from);
        }
        let question = self.from.is_none().then(|| self.ask_day(cx.today()));
        said.into_iter().chain(question).collect()
    }
}

/// The fields that hold from a day on; every other field is right or wrong, and is corrected.
fn only_dated(form: Form) -> Form {
    const DATED: &[&str] = &["township", "industries", "is_key", "is_complex", "status"];
    let asks = form.asks.into_iter().filter(|ask| DATED.contains(&ask.spec.key)).collect();
    Form { title: form.title.replacen("更正", "变更", 1), asks, ..form }
}

impl Layer for Change {
    fn scopes(&self) -> &'static [Scope] {
        self.form.scopes()
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        let is_first = !std::mem::replace(&mut self.is_asked, true);
        let begun = if is_first { self.begin(cx) } else { Vec::new() };
        let loaded = self.form.load(cx);
        self.dated(loaded).into_iter().chain(begun).collect()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let effects = self.form.act(cx, action);
        self.dated(effects)
    }

    fn is_typing(&self) -> bool {
        self.form.is_typing()
    }

    fn typed(&mut self, cx: &Cx, text: &str) -> Effects {
        let effects = self.form.typed(cx, text);
        self.dated(effects)
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        let answer = match answer {
            Answer::Form(form) => Answer::Form(only_dated(form)),
            other => other,
        };
        let effects = self.form.answer(cx, answer);
        self.dated(effects)
    }

    fn receipt(&mut self, cx: &Cx, receipt: &Receipt) -> Effects {
        self.form.receipt(cx, receipt)
    }

    fn refused(&mut self, cx: &Cx, refusal: &Refusal) -> Effects {
        self.form.refused(cx, refusal)
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        let Told::Typed { topic: Topic::Own, text, done } = told else { return Vec::new() };
        if !done {
            self.typed_day = Some(text);
            return Vec::new();
        }
        match understand_date(&text, &Hint::found(cx.today())) {
            Ok(loose) => {
                (self.from, self.typed_day) = (loose.day, None);
                self.draft().map(Effect::Keep).into_iter().collect()
            }
            Err(error) => {
                self.typed_day = Some(text);
                let said = Notice::wrong(error.to_string(), "如 2026-11-20、昨天").into();
                vec![self.ask_day(cx.today()), said]
            }
        }
    }

    fn draft(&self) -> Option<Draft> {
        self.form.draft().map(|draft| self.as_change(draft))
    }

    fn place(&self, _cx: &Cx) -> String {
        match self.from.opt() {
            Some(day) => format!("企业变更 自 {day} 起"),
            None => "企业变更 · 还没有写自哪天起，提交时会问".to_owned(),
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.form.view(cx, area, buf)
    }
}
