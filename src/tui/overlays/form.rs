//! A form of the desk: asks for it, lets it be filled, submits the wish. A refusal stands at its field, the words stay.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Asked, Form, FormWish};
use crate::ask::query::{FormFor, Query};
use crate::ask::report::Entry;
use crate::calendar::Day;
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::field::{FieldError, Fields};
use crate::model::hazard::deeds::Deed;
use crate::model::state::MOVED;
use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::{Draft, DraftOf};
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::pick::Pick;
use crate::tui::overlays::reports::preview::Preview;
use crate::tui::widgets::form::FormFields;
use crate::tui::widgets::paint;

/// What is said when something half typed is left.
pub fn kept(cx: &Cx) -> Notice {
    match &cx.unkept {
        None => Notice::remark("已存为草稿，: 草稿 可接着填"),
        Some(why) => {
            Notice::wrong(format!("草稿存不下：{why}"), "内容还在这个窗口里，按 D 接着填；先不要退出")
        }
    }
}

/// A form, from the question to the receipt.
pub struct FormLayer {
    stage: Stage,
    /// Under which what is typed is kept.
    key: String,
    /// Words put in when the form comes.
    restored: Option<Fields>,
    /// What is known beforehand of a new record.
    known: Fields,
    /// What was left half typed in the same form before is looked for when it comes.
    looks: bool,
    /// Drafts to go on with, while it is asked which.
    offered: Vec<Draft>,
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
    /// The layer below is told: how a ledger begins.
    Setup,
    /// The report with this code is asked for and opened on top: the form stays, to be asked for another month.
    Report(&'static str),
}

impl FormLayer {
    fn at(stage: Stage) -> FormLayer {
        let known = match &stage {
            Stage::Wanted(FormFor::New(_, known)) => known.clone(),
            _ => Fields::default(),
        };
        FormLayer {
            stage,
            key: Draft::new_key(),
            restored: None,
            known,
            looks: false,
            offered: Vec::new(),
            fault: String::new(),
            is_from_line: false,
        }
    }

    /// Asks the desk for a form; goes on with what was left half typed in it.
    pub fn ask(form: FormFor) -> Box<FormLayer> {
        Box::new(FormLayer { looks: true, ..FormLayer::at(Stage::Wanted(form)) })
    }

    /// Asks the desk for a form as it stands on the record, whatever was left half typed.
    pub fn afresh(form: FormFor) -> Box<FormLayer> {
        Box::new(FormLayer::at(Stage::Wanted(form)))
    }

    /// Asks the desk for a form and puts these words in, kept under this key.
    pub fn with(form: FormFor, key: &str, typed: Fields) -> Box<FormLayer> {
        let layer = FormLayer::at(Stage::Wanted(form));
        Box::new(FormLayer { key: key.to_owned(), restored: Some(typed), ..layer })
    }

    /// A form that was filled from a line.
    pub fn of(form: Form) -> Box<FormLayer> {
        let Form { title, wish, asks, .. } = form;
        let stage = Stage::Filling { title, goal: Goal::Wish(wish), fields: FormFields::new(asks) };
        Box::new(FormLayer { is_from_line: true, ..FormLayer::at(stage) })
    }

    /// A form that is no record; the layer below is told what was filled in.
    pub fn tell(topic: Topic, title: &str, asks: Vec<Asked>) -> Box<FormLayer> {
        let fields = FormFields::new(asks);
        let stage = Stage::Filling { title: title.to_owned(), goal: Goal::Tell(topic), fields };
        Box::new(FormLayer::at(stage))
    }

    /// The form that begins a ledger, as far as it was filled before; the layer below is told, for [`Topic::Own`].
    pub fn setup(title: &str, asks: Vec<Asked>, before: Option<&Draft>) -> Box<FormLayer> {
        let fields = FormFields::new(asks);
        let stage = Stage::Filling { title: title.to_owned(), goal: Goal::Setup, fields };
        let mut layer = FormLayer::at(stage);
        if let Some((Draft { key, .. }, DraftOf::Setup(typed))) = before.map(|draft| (draft, &draft.what)) {
            layer.take_up(key, typed);
        }
        Box::new(layer)
    }

    /// The form of a report, which is opened as it comes.
    pub fn report(entry: &Entry, asks: Vec<Asked>) -> Box<FormLayer> {
        let (title, fields) = (format!("{}：{}", entry.name, entry.help), FormFields::new(asks));
        Box::new(FormLayer::at(Stage::Filling { title, goal: Goal::Report(entry.code), fields }))
    }

    /// Goes on with words typed before, under their key.
    fn take_up(&mut self, key: &str, typed: &Fields) {
        self.key = key.to_owned();
        let typed = self.own_of(typed);
        if let Stage::Filling { fields, .. } = &mut self.stage {
            fields.restore(&typed);
        }
    }

    /// What was typed, without what the form was asked with: that stands in it, in words.
    fn own_of(&self, typed: &Fields) -> Fields {
        Fields(
            typed
                .0
                .iter()
                .filter(|(key, value)| self.known.get(key) != *value)
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        )
    }

    fn fill(&mut self, form: Form) {
        let mut fields = FormFields::new(form.asks);
        if let Some(typed) = self.restored.take() {
            fields.restore(&self.own_of(&typed));
        }
        self.stage = Stage::Filling { title: form.title, goal: Goal::Wish(form.wish), fields };
    }

    /// Goes on with what was left half typed about the same thing. Where a new one is wanted of which nothing is known yet, it
    /// may be another one: that is asked.
    fn look_for_drafts(&mut self, cx: &Cx, form: &FormFor) -> Effects {
        let drafts = cx.drafts.iter().rev().filter(|draft| draft.is_of(form)).cloned();
        self.offered = drafts.collect();
        let is_any = matches!(form, FormFor::New(_, known) if *known == Fields::default());
        match self.offered.first().cloned() {
            None => Vec::new(),
            Some(_) if is_any => {
                let drafts = self.offered.iter().map(|draft| format!("接着填 {}", draft.title));
                let words = drafts.chain(["另填一份".to_owned()]);
                vec![Effect::Open(Pick::words("还有没交完的，草稿都留着", Topic::Draft, words))]
            }
            Some(draft) => self.go_on(&draft),
        }
    }

    fn go_on(&mut self, draft: &Draft) -> Effects {
        let Some((_, typed)) = draft.form() else { return Vec::new() };
        self.take_up(&draft.key, typed);
        vec![Notice::remark("接着上次没交完的填；要重填，Esc 后在 : 草稿 里丢弃").into()]
    }

    fn submit(&mut self, cx: &Cx) -> Effects {
        let Stage::Filling { goal, fields, .. } = &mut self.stage else { return Vec::new() };
        self.fault.clear();
        match goal {
            Goal::Tell(_) | Goal::Setup => {
                // A ledger may not begin so: the form stays until it is begun.
                let (topic, closes) = match goal {
                    Goal::Tell(topic) => (*topic, Some(Effect::Close)),
                    _ => (Topic::Own, None),
                };
                match fields.filled(cx.today(), false) {
                    Ok(filled) => {
                        closes.into_iter().chain([Effect::Tell(Told::Filled(topic, filled))]).collect()
                    }
                    Err(_) => Vec::new(),
                }
            }
            Goal::Report(code) => {
                // What is wrong here is wrong there too: all of it is told at once.
                let typed = fields.filled(cx.today(), false).unwrap_or_else(|_| fields.typed(false));
                vec![Effect::Ask(Query::ReportOf { code: (*code).to_owned(), typed })]
            }
            Goal::Wish(wish) => match fields.filled(cx.today(), matches!(wish, FormWish::Amend(..))) {
                Ok(filled) => vec![Effect::Submit(command(wish, filled))],
                // What the desk would not understand of the others is marked with them.
                Err(others) => vec![
                    Notice::wrong("还有栏目要改", "标出的栏目改好再交").into(),
                    Effect::Ask(Query::Check(command(wish, others))),
                ],
            },
        }
    }

    /// Somebody was faster: asks for the form as the record stands now; what was typed here is put on it again.
    fn anew(&mut self) -> Option<Effect> {
        let draft = self.draft()?;
        let (form, typed) = draft.form().map(|(form, typed)| (form, typed.clone()))?;
        self.stage = Stage::Wanted(form.clone());
        self.restored = Some(typed);
        Some(Effect::Ask(Query::Form(form)))
    }

    /// Each fault at its field; what belongs to none, or `text` where no field is at fault, over the fields.
    fn show_faults(&mut self, faults: &[FieldError], text: &str) {
        let Stage::Filling { fields, .. } = &mut self.stage else { return };
        let elsewhere = fields.mark(faults);
        self.fault = match elsewhere.as_slice() {
            [] if !faults.is_empty() => String::new(),
            [] => text.to_owned(),
            some => some.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"),
        };
    }

    /// What is typed is a draft; with nothing changed any more there is none.
    fn kept(&self) -> Effects {
        vec![self.draft().map_or_else(|| Effect::Forget(self.key.clone()), Effect::Keep)]
    }
}

/// Cells of the box around a form.
const BOX: u16 = 78;

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

    fn load(&mut self, cx: &Cx) -> Effects {
        match &self.stage {
            Stage::Filling { goal: Goal::Setup, .. } if cx.is_begun() => vec![Effect::Close],
            Stage::Wanted(form) => vec![Effect::Ask(Query::Form(form.clone()))],
            // What is being filled stays, whatever was entered elsewhere.
            Stage::Filling { .. } => self.draft().map(Effect::Keep).into_iter().collect(),
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match (answer, &mut self.stage) {
            (Answer::Form(form), Stage::Wanted(wanted)) => {
                let wanted = wanted.clone();
                self.fill(form);
                if std::mem::take(&mut self.looks) {
                    return self.look_for_drafts(cx, &wanted);
                }
            }
            (Answer::Choices(choices), Stage::Filling { fields, .. }) => fields.take_choices(choices),
            (Answer::Nothing(why), Stage::Wanted(_)) => {
                return vec![Effect::Close, Notice::wrong(why, "").into()];
            }
            (Answer::Report(report), Stage::Filling { .. }) => {
                return vec![Effect::Open(Preview::of(report))];
            }
            (Answer::Faults(faults), Stage::Filling { goal: Goal::Report(_), .. }) => {
                self.show_faults(&faults, "")
            }
            (Answer::Faults(faults), Stage::Filling { fields, .. }) => fields.mark_more(&faults),
            (Answer::Nothing(why), Stage::Filling { .. }) => self.fault = why,
            _ => {}
        }
        Vec::new()
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, text: &str) -> Effects {
        let said = match &mut self.stage {
            Stage::Filling { fields, .. } => fields.insert(text),
            _ => None,
        };
        self.kept().into_iter().chain(said.map(Effect::from)).collect()
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
                let said = self.draft().map(|_| kept(cx).into());
                let kept = self.draft().map(Effect::Keep);
                return kept.into_iter().chain([Effect::Close]).chain(said).collect();
            }
            _ => {
                fields.edit(action);
                return self.kept();
            }
        }
        Vec::new()
    }

    fn receipt(&mut self, _cx: &Cx, _receipt: &Receipt) -> Effects {
        vec![Effect::Forget(self.key.clone()), Effect::Close]
    }

    fn refused(&mut self, _cx: &Cx, refusal: &Refusal) -> Effects {
        self.show_faults(&refusal.fields, &refusal.text);
        let said = Notice::wrong(refusal.text.clone(), refusal.hint.clone()).into();
        let anew = if refusal.guard == MOVED { self.anew() } else { None };
        anew.into_iter().chain([said]).collect()
    }

    fn told(&mut self, _cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Picked(Topic::Draft, at) => match self.offered.get(at).cloned() {
                Some(draft) => self.go_on(&draft),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn draft(&self) -> Option<Draft> {
        let Stage::Filling { title, goal, fields } = &self.stage else { return None };
        if !self.is_from_line && !fields.is_changed() {
            return None;
        }
        match goal {
            Goal::Wish(wish) => {
                let is_new = matches!(wish, FormWish::Enter(_) | FormWish::NewHazard);
                let words = fields.first_words();
                let title =
                    if is_new && !words.is_empty() { format!("{title}：{words}") } else { title.clone() };
                // Days that were only offered are another day's when it is gone on with.
                let mut typed = fields.typed(!self.is_from_line);
                for (key, value) in self.known.iter() {
                    if !typed.has(key) {
                        typed.put(key, value);
                    }
                }
                Some(Draft::of_form(&self.key, &title, wish, typed))
            }
            Goal::Setup => {
                let what = DraftOf::Setup(fields.typed(true));
                Some(Draft { key: self.key.clone(), title: title.clone(), what })
            }
            Goal::Tell(_) | Goal::Report(_) => None,
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Stage::Filling { title, fields, .. } = &self.stage else { return None };
        let fault = text::wrap(&self.fault, 70);
        let fault_lines = if self.fault.is_empty() { 0 } else { fault.len() as u16 };
        let height = fields.height(BOX.min(area.width).saturating_sub(4)) + fault_lines + 2;
        let inside = paint::boxed(buf, paint::middle(area, BOX, height), title, &cx.theme);
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
