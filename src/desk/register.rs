//! stub
use crate::ask::{answer::*, query::*, view::View};
use crate::model::id::Id;
pub struct Seen<'a, 'v>(pub &'a View<'v>);
pub fn understand(_v: &View, _l: &str, _c: &str, _i: Id) -> Understood {
    Understood {
        command: None,
        lines: vec![],
        choices: vec![],
        fragment: (0, 0),
        errors: vec![],
        remarks: vec![],
        form: None,
        kind: None,
    }
}
pub fn complete(_v: &View, _t: &str, _s: &CompleteFor) -> Vec<Choice> {
    vec![]
}
