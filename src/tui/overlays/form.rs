//! A form of the desk: asks for it, lets it be filled, submits the wish. A refusal stands at its field, the words stay.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Asked, Form, FormWish};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::state::MOVED;
use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::Draft;
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::form::FormFields;
use crate::tui::widgets::paint;

/// A form, from the question to the receipt.
pub struct FormLayer {
    stage: Stage,
    /// Words of a draft, put in when the form comes.
    restored: Option<(Draft, Fields)>,
    /// What stands in no field of the form, under the form.
    fault: String,
    /// Filled from a line that is not there any more: a draft as it stands.
    is_from_line: bool,
}

enum Stage {
    /// To be asked for.
    Wanted(FormFor),
    /// Being filled.
    Filling { title: String, goal: Goal, fields: FormFields },
}

/// What becomes of the fields.
enum Goal {
    /// A wish of the desk.
    Wish(FormWish),
    /// The layer below is told: a filter.
    Tell(Topic),
}

impl FormLayer {
    /// Asks the desk for a form.
    pub fn ask(form: FormFor) -> Box<FormLayer> {
        Box::new(FormLayer {
            stage: Stage::Wanted(form),
            restored: None,
            fault: String::new(),
            is_from_line: false,
        })
    }

    /// A form that was filled from a line.
    pub fn of(form: Form) -> Box<FormLayer> {
        let mut layer = FormLayer {
            stage: Stage::Wanted(FormFor::Act(Vec::new(), Deed::Note)),
            restored: None,
            fault: String::new(),
            is_from_line: true,
        };
        layer.fill(form);
        Box::new(layer)
    }

    /// A form that is no record; the layer below is told what was filled in.
    pub fn tell(topic: Topic, title: &str, asks: Vec<Asked>) -> Box<FormLayer> {
        let fields = FormFields::new(asks);
        let stage = Stage::Filling { title: title.to_owned(), goal: Goal::Tell(topic), fields };
        Box::new(FormLayer { stage, restored: None, fault: String::new(), is_from_line: false })
    }

    /// Goes on with a draft.
    pub fn resume(draft: Draft) -> Box<FormLayer> {
        let Some((form, typed)) = draft.form().map(|(form, typed)| (form, typed.clone())) else {
            return FormLayer::tell(Topic::Draft, &draft.title, Vec::new());
        };
        Box::new(FormLayer {
            stage: Stage::Wanted(form),
            restored: Some((draft, typed)),
            fault: String::new(),
            is_from_line: false,
        })
    }

    fn fill(&mut self, form: Form) {
        let mut fields = FormFields::new(form.asks);
        if let Some((_, typed)) = self.restored.take() {
            fields.restore(&typed);
        }
        self.stage = Stage::Filling { title: form.title, goal: Goal::Wish(form.wish), fields };
    }

    fn submit(&mut self, cx: &Cx) -> Effects {
        let Stage::Filling { goal, fields, .. } = &mut self.stage else { return Vec::new() };
        self.fault.clear();
        match goal {
            Goal::Tell(topic) => match fields.filled(cx.today(), false) {
                Some(filled) => vec![Effect::Close, Effect::Tell(Told::Filled(*topic, filled))],
                None => Vec::new(),
            },
            Goal::Wish(wish) => match fields.filled(cx.today(), matches!(wish, FormWish::Amend(..))) {
                Some(filled) => vec![Effect::Submit(command(wish, filled))],
                None => vec![Notice::wrong("还有栏目要改", "标出的栏目改好再交").into()],
            },
        }
    }

    /// Somebody was faster: asks for the form as the record stands now; what was typed here is put on it again.
    fn anew(&mut self) -> Option<Effect> {
        let draft = self.draft()?;
        let (form, typed) = draft.form().map(|(form, typed)| (form, typed.clone()))?;
        self.stage = Stage::Wanted(form.clone());
        self.restored = Some((draft, typed));
        Some(Effect::Ask(Query::Form(form)))
    }

    fn kept(&self) -> Effects {
        self.draft().map(Effect::Keep).into_iter().collect()
    }

    fn key_of_draft(&self) -> Option<String> {
        match &self.stage {
            Stage::Filling { title, goal: Goal::Wish(wish), .. } => {
                Some(Draft::of_form(title, wish, Fields::default()).key)
            }
            _ => None,
        }
    }
}

/// The wish with its fields.
pub fn command(wish: &FormWish, fields: Fields) -> Command {
    let act = |id: String, deed| Command::Act { id, deed, fields: fields.clone() };
    match wish {
        FormWish::Enter(kind) => Command::Enter { kind: *kind, fields },
        FormWish::NewHazard => act(String::new(), Deed::Register),
        FormWish::Act(ids, deed) => match ids.as_slice() {
            [id] => act(id.to_string(), *deed),
            ids => Command::Group(ids.iter().map(|id| act(id.to_string(), *deed)).collect()),
        },
        FormWish::Amend(id, seen) => {
            Command::Amend { id: *id, seen: *seen, fields, effective_on: Day::NONE, why: String::new() }
        }
    }
}

impl Layer for FormLayer {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Form, Scope::Field]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        match &self.stage {
            Stage::Wanted(form) => vec![Effect::Ask(Query::Form(form.clone()))],
            // What is being filled stays, whatever was entered elsewhere.
            Stage::Filling { .. } => self.kept(),
        }
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match (answer, &mut self.stage) {
            (Answer::Form(form), Stage::Wanted(_)) => self.fill(form),
            (Answer::Choices(choices), Stage::Filling { fields, .. }) => fields.take_choices(choices),
            (Answer::Nothing(why), Stage::Wanted(_)) => {
                return vec![Effect::Close, Notice::wrong(why, "").into()];
            }
            _ => {}
        }
        Vec::new()
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, text: &str) -> Effects {
        if let Stage::Filling { fields, .. } = &mut self.stage {
            fields.insert(text);
        }
        self.kept()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let Stage::Filling { fields, .. } = &mut self.stage else { return vec![Effect::Close] };
        match action {
            Action::Submit => return self.submit(cx),
            Action::NextField => {
                if !fields.go(action) {
                    return self.submit(cx);
                }
            }
            Action::FieldDown | Action::FieldUp => {
                fields.go(action);
            }
            Action::Complete => {
                return fields.complete().map(Effect::Ask).into_iter().chain(self.kept()).collect();
            }
            Action::Back => {
                let said = self.draft().map(|_| Notice::remark("已存为草稿，: 草稿 可接着填").into());
                return self.kept().into_iter().chain([Effect::Close]).chain(said).collect();
            }
            _ => {
                fields.edit(action);
                return self.kept();
            }
        }
        Vec::new()
    }

    fn receipt(&mut self, _cx: &Cx, _receipt: &Receipt) -> Effects {
        let forget = self.key_of_draft().map(Effect::Forget);
        forget.into_iter().chain([Effect::Close]).collect()
    }

    fn refused(&mut self, _cx: &Cx, refusal: &Refusal) -> Effects {
        if let Stage::Filling { fields, .. } = &mut self.stage {
            let elsewhere = fields.mark(&refusal.fields);
            self.fault = match elsewhere.as_slice() {
                [] if !refusal.fields.is_empty() => String::new(),
                [] => refusal.text.clone(),
                some => some.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"),
            };
        }
        let said = Notice::wrong(refusal.text.clone(), refusal.hint.clone()).into();
        let anew = if refusal.guard == MOVED { self.anew() } else { None };
        anew.into_iter().chain([said]).collect()
    }

    fn draft(&self) -> Option<Draft> {
        match &self.stage {
            Stage::Filling { title, goal: Goal::Wish(wish), fields }
                if self.is_from_line || fields.is_changed() =>
            {
                Some(Draft::of_form(title, wish, fields.typed()))
            }
            _ => None,
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Stage::Filling { title, fields, .. } = &self.stage else { return None };
        let fault = text::wrap(&self.fault, 70);
        let fault_lines = if self.fault.is_empty() { 0 } else { fault.len() as u16 };
        let inside =
            paint::boxed(buf, paint::middle(area, 78, fields.height() + fault_lines + 2), title, &cx.theme);
        for (line, y) in fault.iter().take(fault_lines.into()).zip(inside.top()..inside.bottom()) {
            paint::put(buf, inside.x, y, inside.width, line, cx.theme.wrong);
        }
        let below = Rect {
            y: inside.y + fault_lines.min(inside.height),
            height: inside.height.saturating_sub(fault_lines),
            ..inside
        };
        fields.view(&cx.theme, below, buf)
    }
}
