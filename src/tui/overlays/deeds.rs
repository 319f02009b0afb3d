//! What can be done to a hazard now, each with its letter. A deed key opens the same list cut down to its deeds, and the
//! form at once when only one of them is open.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Offer};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::{Id, Kind};
use crate::tui::action::{Action, Scope};
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

/// Is it one of the keys of [`Scope::Hazard`]?
pub fn is_deed(action: Action) -> bool {
    matches!(action, Action::Deeds | Action::Snooze) || KEYS.iter().any(|(key, _)| *key == action)
}

/// Can a hazard in this state be treated so? What is no deed always can.
pub fn can(action: Action, state: State) -> bool {
    match KEYS.iter().find(|(key, _)| *key == action) {
        Some((_, deeds)) => deeds.iter().any(|deed| transition(*deed).from.contains(&state)),
        None => true,
    }
}

/// Asks what can be done, then becomes the list or the form.
pub struct Deeds {
    ids: Vec<Id>,
    /// Only these; empty: all.
    wanted: &'static [Deed],
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
        let wanted = KEYS.iter().find(|(key, _)| *key == action).map_or(&[][..], |(_, deeds)| deeds);
        vec![Effect::Open(Box::new(Deeds { ids, wanted }))]
    }

    fn choices(&self, offers: Vec<Offer>) -> Effects {
        let wanted = |offer: &Offer| self.wanted.is_empty() || self.wanted.contains(&offer.deed);
        let offers: Vec<Offer> = offers.into_iter().filter(wanted).collect();
        let form = |offer: &Offer| Effect::Open(FormLayer::ask(FormFor::Act(self.ids.clone(), offer.deed)));
        let next = match offers.as_slice() {
            [] => Notice::wrong("现在的状态不能这样办", "d 列出现在能办的事").into(),
            [only] if !self.wanted.is_empty() => form(only),
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
                Effect::Open(Pick::of(title, several.iter().map(choice).collect()))
            }
        };
        vec![Effect::Close, next]
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

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Whole(whole) => self.choices(whole.offers),
            Answer::Nothing(why) => vec![Effect::Close, Notice::wrong(why, "").into()],
            _ => Vec::new(),
        }
    }

    fn view(&self, _cx: &Cx, _area: Rect, _buf: &mut Buffer) -> Option<Position> {
        None
    }
}
