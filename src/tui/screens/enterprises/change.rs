//! 变更: township, industry, 重点, 状态 of an enterprise changed in the world on a day, and with them who owes what from then
//! on. A correction (更正) says that the record was wrong all along; a change says that it was right before.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Form};
use crate::ask::query::FormFor;
use crate::calendar::{Day, Hint, understand_date};
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::id::Id;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::prompt::Prompt;

/// The form of an enterprise whose changes hold from a day on.
pub struct Change {
    form: Box<FormLayer>,
    /// 生效日; [`Day::NONE`] until it was given.
    from: Day,
    is_asked: bool,
}

impl Change {
    /// Of this enterprise; asks for the day first.
    pub fn of(id: Id) -> Box<Change> {
        Box::new(Change { form: FormLayer::ask(FormFor::Edit(id)), from: Day::NONE, is_asked: false })
    }

    /// Gives every amendment the day; without one the day is asked for again, since it would be a correction.
    fn dated(&self, effects: Effects) -> Effects {
        let date = |effect| match effect {
            Effect::Submit(_) if self.from.is_none() => Change::ask_day(self.from),
            Effect::Submit(Command::Amend { id, seen, fields, why, .. }) => {
                Effect::Submit(Command::Amend { id, seen, fields, effective_on: self.from, why })
            }
            other => other,
        };
        effects.into_iter().map(date).collect()
    }

    fn ask_day(day: Day) -> Effect {
        Effect::Open(Prompt::ask(Topic::Own, "变更自哪天起", &day.to_string()))
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
        let asks = !std::mem::replace(&mut self.is_asked, true);
        let question = asks.then(|| Change::ask_day(cx.today()));
        self.form.load(cx).into_iter().chain(question).collect()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let effects = self.form.act(cx, action);
        self.dated(effects)
    }

    fn is_typing(&self) -> bool {
        self.form.is_typing()
    }

    fn typed(&mut self, cx: &Cx, text: &str) -> Effects {
        self.form.typed(cx, text)
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        let answer = match answer {
            Answer::Form(form) => Answer::Form(only_dated(form)),
            other => other,
        };
        self.form.answer(cx, answer)
    }

    fn receipt(&mut self, cx: &Cx, receipt: &Receipt) -> Effects {
        self.form.receipt(cx, receipt)
    }

    fn refused(&mut self, cx: &Cx, refusal: &Refusal) -> Effects {
        self.form.refused(cx, refusal)
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        let Told::Typed { topic: Topic::Own, text, done: true } = told else { return Vec::new() };
        match understand_date(&text, &Hint::found(cx.today())) {
            Ok(loose) => {
                self.from = loose.day;
                Vec::new()
            }
            Err(error) => {
                vec![
                    Change::ask_day(cx.today()),
                    Notice::wrong(error.to_string(), "如 2026-11-20、昨天").into(),
                ]
            }
        }
    }

    fn place(&self, _cx: &Cx) -> String {
        format!("企业变更 自 {} 起", self.from)
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.form.view(cx, area, buf)
    }
}
