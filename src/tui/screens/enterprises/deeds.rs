//! What one key does for an enterprise, in the list and on its own page alike.

use super::change::Change;
use crate::ask::answer::{EnterpriseLine, Whole};
use crate::ask::query::{FormFor, HazardFilter};
use crate::entry;
use crate::model::id::Id;
use crate::rules::matrix::MatrixId;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Effects, Goal};
use crate::tui::layer::Cx;
use crate::tui::overlays::entry::Entry;
use crate::tui::overlays::form::FormLayer;
use crate::tui::screen::ScreenId;

/// An enterprise, as far as its deeds need it.
pub struct Subject<'a> {
    id: Id,
    name: &'a str,
    /// Code and number of its township, when it is one of ours.
    township: Option<(&'a str, u8)>,
}

impl<'a> Subject<'a> {
    /// The one on a line, which calls its township by the short name.
    pub fn of_line(cx: &'a Cx, line: &'a EnterpriseLine) -> Subject<'a> {
        Subject { id: line.id, name: &line.name, township: township(cx, |_, short| short == line.township) }
    }

    /// The one on a page, whose fields name the township by its code.
    pub fn of_whole(cx: &'a Cx, whole: &'a Whole) -> Subject<'a> {
        let code = whole.fields.get("township");
        Subject { id: whole.id, name: &whole.title, township: township(cx, |one, _| one == code) }
    }

    /// Does the deed of a key of [`Scope::Enterprises`](crate::tui::action::Scope::Enterprises) that is about one enterprise.
    pub fn deed(&self, action: Action) -> Option<Effects> {
        Some(vec![match action {
            Action::Edit => Effect::Open(FormLayer::ask(FormFor::Edit(self.id))),
            Action::ChangeFrom => Effect::Open(Change::of(self.id)),
            Action::EnterHere => Effect::Open(Entry::open(&self.line())),
            Action::ToMatrix => {
                let row = self.township.map_or("", |(code, _)| code).to_owned();
                Effect::Go(ScreenId::Coverage, Some(Goal::Matrix(MatrixId::M1, row)))
            }
            Action::ToHazards => {
                let filter = HazardFilter { enterprise: self.id, ..HazardFilter::default() };
                Effect::Go(ScreenId::Hazards, Some(Goal::Hazards(filter)))
            }
            _ => return None,
        }])
    }

    /// The quick-entry line of a visit, with the enterprise as its target; only what was found is still to be typed.
    fn line(&self) -> String {
        let town = self.township.map(|(_, number)| number.to_string()).unwrap_or_default();
        format!("i {town}/{} ", entry::as_target(self.name))
    }
}

fn township(cx: &Cx, is_it: impl Fn(&str, &str) -> bool) -> Option<(&str, u8)> {
    let townships = &cx.status.as_ref()?.townships;
    let found = townships.iter().find(|(code, short, _)| is_it(code, short));
    found.map(|(code, _, number)| (code.as_str(), *number))
}
