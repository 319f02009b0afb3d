//! 批示: a leader's word about what stands under the cursor; it becomes a line of somebody's 今日 until it is answered (三(一)).

use crate::ask::query::FormFor;
use crate::model::case::Role;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::tui::effect::Effects;
use crate::tui::effect::{Effect, Notice};
use crate::tui::layer::Cx;
use crate::tui::overlays::form::FormLayer;

/// Who writes them: as the sort says in the office's data, by default the leaders, the heads of sections and the task force.
const WRITERS: &[Role] = &[Role::SectionLead, Role::Leader, Role::Head, Role::Admin];

/// May whoever sits here write one?
pub fn may(cx: &Cx) -> bool {
    cx.status.as_ref().is_some_and(|status| status.officer.is_any(WRITERS))
}

/// The form: about a hazard (or none), in these words, to a township by its code or short name (or none).
pub fn about(cx: &Cx, hazard: Id, words: &str, township: &str) -> Effects {
    if !may(cx) {
        return vec![Notice::wrong("批示由局领导、股室负责人或专班写", "有话要说的，b 写备注").into()];
    }
    let known = cx.status.iter().flat_map(|status| &status.townships);
    let target = known.into_iter().find(|(code, short, _)| code == township || short == township);
    let fields = Fields::of([
        ("sort", "directive".to_owned()),
        ("title", words.to_owned()),
        ("target", target.map(|(code, ..)| code.clone()).unwrap_or_default()),
        ("hazard", hazard.opt().map(|id| id.to_string()).unwrap_or_default()),
    ]);
    vec![Effect::Open(FormLayer::ask(FormFor::New(Kind::Evidence, fields)))]
}
