//! 批示: a leader's word about what stands under the cursor; it becomes a line of somebody's 今日 until it is answered (三(一)).

use crate::ask::query::FormFor;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::tui::effect::Effects;
use crate::tui::effect::{Effect, Notice};
use crate::tui::layer::Cx;
use crate::tui::overlays::form::FormLayer;

/// The sort of 工作记录 that it is; its row in the office's data says who writes one.
const SORT: &str = "directive";

/// May whoever sits here write one?
pub fn may(cx: &Cx) -> bool {
    cx.status.as_ref().is_some_and(|status| status.own_sorts.iter().any(|code| code == SORT))
}

/// The form: about a hazard (or none), in these words and, longer, in those, to a township by its code or short name (or none).
pub fn about(cx: &Cx, hazard: Id, (words, text): (&str, &str), township: &str) -> Effects {
    if !may(cx) {
        return vec![Notice::wrong("批示由局领导、股室负责人或专班写", "有话要说的，b 写备注").into()];
    }
    let known = cx.status.iter().flat_map(|status| &status.townships);
    let target = known.into_iter().find(|(code, short, _)| code == township || short == township);
    let fields = Fields::of([
        ("sort", SORT.to_owned()),
        ("title", words.to_owned()),
        ("text", text.to_owned()),
        ("target", target.map(|(code, ..)| code.clone()).unwrap_or_default()),
        ("hazard", hazard.opt().map(|id| id.to_string()).unwrap_or_default()),
    ]);
    vec![Effect::Open(FormLayer::ask(FormFor::New(Kind::Evidence, fields)))]
}
