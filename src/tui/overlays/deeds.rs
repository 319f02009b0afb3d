//! What can be done to a hazard now, each with its letter. A deed key opens the same list cut down to its deeds, and the
//! form at once when only one of them is open.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Barred, Offer, Whole};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::{TRANSITIONS, Transition};
use crate::model::id::{Id, Kind};
use crate::tui::action::{ACTIONS, Action, Scope};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::{Choice, Pick};

/// The deeds behind each key of [`Scope::Hazard`].
#[rustfmt::skip]
const KEYS: &[(Action, &[Deed])] = &[
    (Action::Done, &[Deed::ReportDone, Deed::FixOnSpot, Deed::FixAndVerify, Deed::FixedMeanwhile]),
    (Action::Recheck, &[Deed::PassRecheck, Deed::FailRecheck, Deed::LookBack, Deed::Relapse]),
    (Action::Transfer, &[Deed::Assign, Deed::SendLetter, Deed::Reassign]),
    (Action::Urge, &[Deed::Accept, Deed::Urge, Deed::Answer, Deed::AnswerAndClose, Deed::Return]),
    (Action::Extend, &[Deed::AskExtension, Deed::DecideExtension, Deed::ConfirmDue]),
    (Action::Note, &[Deed::Note]),
];

/// What an officer means by a key before anything else: its absence is explained although something else can be done.
const MEANT: &[Deed] = &[Deed::PassRecheck];

/// What may clear the way for it, offered beside the rest.
const REMEDIES: &[Deed] = &[Deed::Secure, Deed::Delist];

/// Is it one of the keys of [`Scope::Hazard`]?
pub fn is_deed(action: Action) -> bool {
    matches!(action, Action::Deeds | Action::Snooze) || KEYS.iter().any(|(key, _)| *key == action)
}

/// The deeds behind a key; none: every deed.
fn wanted(action: Action) -> &'static [Deed] {
    KEYS.iter().find(|(key, _)| *key == action).map_or(&[], |(_, deeds)| deeds)
}

/// Can a hazard in this state be treated so by whoever sits here? What is no deed always can.
pub fn can(cx: &Cx, action: Action, state: State) -> bool {
    match action {
        Action::Snooze => state.is_open(),
        _ if is_deed(action) => ways(action, state).any(|way| may(cx, way)),
        _ => true,
    }
}

/// The rows of the table behind a key that begin in this state.
fn ways(action: Action, state: State) -> impl Iterator<Item = &'static Transition> {
    let wanted = wanted(action);
    let is_wanted = move |deed| wanted.is_empty() || wanted.contains(&deed);
    TRANSITIONS.iter().filter(move |way| is_wanted(way.deed) && way.from.contains(&state))
}

fn may(cx: &Cx, way: &Transition) -> bool {
    cx.status.as_ref().is_none_or(|status| status.officer.is_any(way.who))
}

/// Is one of the deeds behind a key among what the record itself allows?
pub fn is_offered(action: Action, whole: &Whole) -> bool {
    match action {
        Action::Snooze => State::of_name(&whole.state).is_some_and(State::is_open),
        _ => !offered(action, &whole.offers).is_empty(),
    }
}

fn offered(action: Action, offers: &[Offer]) -> Vec<&Offer> {
    let wanted = wanted(action);
    offers.iter().filter(|offer| wanted.is_empty() || wanted.contains(&offer.deed)).collect()
}

/// Why a key does nothing to hazards in these states, and what can be done instead.
pub fn refusal(cx: &Cx, action: Action, states: &[State]) -> Notice {
    let label = action.row().label;
    match states.iter().find(|state| !can(cx, action, **state)) {
        None => Notice::remark("没有选中隐患"),
        Some(state) if ways(action, *state).next().is_some() => {
            Notice::wrong(format!("您的角色不能办“{label}”"), instead(cx, *state))
        }
        Some(state) if states.len() > 1 => {
            Notice::wrong(format!("标记的里有{}的，不能一起办“{label}”", state.name()), "Space 取消标记")
        }
        Some(state) => Notice::wrong(format!("{}的不能办“{label}”", state.name()), instead(cx, *state)),
    }
}

/// The same of one record, which may have reasons of its own.
pub fn refusal_of(cx: &Cx, action: Action, whole: &Whole) -> Notice {
    match whole.barred.iter().find(|barred| wanted(action).contains(&barred.deed)) {
        Some(barred) => Notice::wrong(barred.why.clone(), barred.hint.clone()),
        None => refusal(cx, action, State::of_name(&whole.state).as_slice()),
    }
}

/// The keys that do something to a hazard in this state.
fn instead(cx: &Cx, state: State) -> String {
    let is_one = |action: Action| is_deed(action) && action != Action::Snooze && can(cx, action, state);
    let keys = ACTIONS.iter().map(|row| row.action).filter(|action| is_one(*action));
    let said: Vec<String> = keys.filter_map(|action| cx.keymap.said(&[Scope::Hazard], action)).collect();
    if said.is_empty() { "已办结，不再变更".into() } else { format!("可办 {}", said.join(" ")) }
}

/// Asks what can be done, then becomes the list or the form.
pub struct Deeds {
    ids: Vec<Id>,
    action: Action,
}

impl Deeds {
    /// What a key does to these hazards; [`Action::Deeds`] lists everything. Nothing when there are no hazards.
    pub fn of(action: Action, ids: Vec<Id>) -> Effects {
        if ids.is_empty() {
            return vec![Notice::remark("没有选中隐患").into()];
        }
        if action == Action::Snooze {
            let items = ids.first().map_or_else(String::new, ToString::to_string);
            let form = FormFor::New(Kind::Snooze, Fields::of([("item", items)]));
            return vec![Effect::Open(FormLayer::ask(form))];
        }
        vec![Effect::Open(Box::new(Deeds { ids, action }))]
    }

    fn choices(&self, cx: &Cx, whole: &Whole) -> Effects {
        let form = |offer: &Offer| Effect::Open(FormLayer::ask(FormFor::Act(self.ids.clone(), offer.deed)));
        let is_meant =
            |barred: &&Barred| wanted(self.action).contains(&barred.deed) && MEANT.contains(&barred.deed);
        let barred = whole.barred.iter().find(is_meant);
        let mut found = offered(self.action, &whole.offers);
        if barred.is_some() && !found.is_empty() {
            found.extend(whole.offers.iter().filter(|offer| REMEDIES.contains(&offer.deed)));
        }
        let next = match found.as_slice() {
            [] => refusal_of(cx, self.action, whole).into(),
            [only] if self.action != Action::Deeds && barred.is_none() => form(only),
            several => {
                let title = match self.ids.as_slice() {
                    [one] => format!("{one} 能办的事"),
                    ids => format!("对标记的 {} 条一起办", ids.len()),
                };
                let choice = |offer: &Offer| Choice {
                    key: offer.key,
                    text: offer.name.clone(),
                    does: vec![form(offer)],
                };
                Effect::Open(Pick::of(title, several.iter().copied().map(choice).collect()))
            }
        };
        let why = barred
            .filter(|_| !found.is_empty())
            .map(|barred| Notice { hint: barred.hint.clone(), ..Notice::remark(barred.why.clone()) }.into());
        [Effect::Close, next].into_iter().chain(why).collect()
    }
}

impl Layer for Deeds {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        let first = self.ids.first().copied().unwrap_or(Id::NONE);
        vec![Effect::Ask(Query::Record { id: first, day: Day::NONE })]
    }

    fn act(&mut self, _cx: &Cx, _action: Action) -> Effects {
        vec![Effect::Close]
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Whole(whole) => self.choices(cx, &whole),
            Answer::Nothing(why) => vec![Effect::Close, Notice::wrong(why, "").into()],
            _ => Vec::new(),
        }
    }

    fn view(&self, _cx: &Cx, _area: Rect, _buf: &mut Buffer) -> Option<Position> {
        None
    }
}
