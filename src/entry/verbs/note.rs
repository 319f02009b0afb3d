//! `n`: a remark on a hazard, an enterprise or any other record.

use crate::calendar::Day;
use crate::entry::reading::{Reading, Sentence};
use crate::entry::target::{self, Who, record_named};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::model::row::{name_of, specs_of};

pub fn read<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    r.say("动作", "备注");
    let words: Vec<&str> = line.head.iter().map(|word| word.text()).collect();
    // Everything behind the target is the remark, its ; included.
    let more =
        line.chained.iter().map(|part| part.iter().map(|word| word.text()).collect::<Vec<_>>().join(" "));
    let text = std::iter::once(words.join(" ")).chain(more).collect::<Vec<_>>().join("；");
    let id = subject(r, line);
    r.say("备注", text.clone());
    if text.is_empty() {
        r.wrong("note", "备注", "没有写备注内容");
    }
    let Some(id) = id else { return };
    r.kind = Some(id.kind());
    if id.kind() == Kind::Hazard {
        r.act(id.to_string(), Deed::Note, Fields::of([("text", text)]));
        return;
    }
    let Some((seen, before)) = r.cx.register.record(id) else { return };
    if !specs_of(id.kind()).iter().any(|spec| spec.key == "note") {
        r.wrong("target", "对象", format!("{}没有备注栏", name_of(id.kind())));
        return;
    }
    let fields = Fields::of([("note", noted(r, &before, &text))]);
    r.wish(Command::Amend { id, seen, fields, effective_on: Day::NONE, why: String::new() });
}

/// The remarks of a record with one more, which says when and by whom.
pub(in crate::entry) fn noted(r: &Reading, before: &Fields, text: &str) -> String {
    let line = format!("{} {}：{text}", r.cx.today, r.cx.officer.name);
    if before.has("note") { format!("{}\n{line}", before.get("note")) } else { line }
}

/// What the remark is about.
fn subject(r: &mut Reading, line: &Sentence) -> Option<Id> {
    let Some(word) = &line.target else {
        r.wrong("target", "对象", "没有写给谁备注，如 n #42 业主外出，n 1/阿芬 换了老板，n ^ 已拍照");
        return None;
    };
    if let Some(named) = record_named(r, word, None) {
        let id = named?;
        let brief = r.cx.register.hazard(id).map(|brief| brief.description);
        let name = brief.or_else(|| r.cx.register.enterprise(id).map(|e| e.name)).unwrap_or_default();
        r.say(name_of(id.kind()), format!("{id} {name}").trim_end().to_owned());
        return Some(id);
    }
    let place = target::place(r, Some(word));
    target::show(r, &place, true);
    match place.who {
        Who::Known(brief) => Some(brief.id),
        Who::New(_) => {
            r.wrong("enterprise", "企业", "新企业请用 c 登记");
            None
        }
        Who::Nobody => None,
    }
}
