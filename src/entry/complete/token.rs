//! The words behind the target: signs and what stands behind each, outcomes, fields by name.

use super::{Part, choice, dates, fitting, target};
use crate::ask::answer::{Choice, Completion};
use crate::ask::words::choices;
use crate::entry::grammar::Whom;
use crate::entry::reading::Reading;
use crate::entry::register::Cx;
use crate::entry::target::{Who, place};
use crate::entry::tokens::{Sign, after_sign, is_list_mark, looks_like_token};
use crate::entry::value::{find_spec, sorts_named};
use crate::entry::words::Word;
use crate::model::field::{Shape, Spec};
use crate::model::id::Kind;
use crate::text::half_width;

/// What the word may become.
pub(super) fn of_word(here: &Word, part: &Part, cx: &Cx) -> Completion {
    if here.is_text() {
        return Completion::default();
    }
    let plain = here.plain();
    let body = after_sign(here.raw);
    let behind = (here.end() - body.len(), here.end());
    let offered = |range, choices| Completion { range, choices };
    match plain.chars().next() {
        None => offered(here.range(), openings(part)),
        Some('!') => offered(here.range(), exclaimed(&plain, part)),
        Some('-') if part.takes(Sign::Day) => offered(behind, dates::ago(body, cx)),
        Some(sign) => match part.sign(sign) {
            Some(sign) => behind_sign(sign, body, behind, part, cx),
            None if looks_like_token(here) => Completion::default(),
            None => named(here, part, cx),
        },
    }
}

impl Part<'_> {
    fn takes(&self, sign: Sign) -> bool {
        self.takes.iter().any(|(one, _)| *one == sign)
    }

    /// The sign that a character stands for here.
    fn sign(&self, mark: char) -> Option<Sign> {
        self.takes.iter().map(|(sign, _)| *sign).find(|sign| sign.mark().starts_with(mark))
    }
}

fn behind_sign(sign: Sign, body: &str, range: (usize, usize), part: &Part, cx: &Cx) -> Completion {
    let choices = match sign {
        Sign::People => {
            let last = last_piece(body);
            return Completion { range: (range.1 - last.len(), range.1), choices: people(last, part, cx) };
        }
        Sign::Due => dates::due(body, dates::counted_from(part, cx), cx),
        Sign::Day => dates::event(body, cx),
        Sign::Department => {
            let found = cx.basics().departments_like(body).into_iter();
            found.map(|d| choice(&d.short, &d.name)).collect()
        }
        Sign::Item => items(body, cx),
        Sign::Way => fitting(part.ways.clone(), |way| way, body).into_iter().map(|w| choice(w, w)).collect(),
        Sign::Major | Sign::Fixed | Sign::Count | Sign::Money | Sign::Letter | Sign::Field => Vec::new(),
    };
    Completion { range, choices }
}

/// Nothing is typed yet: the outcomes, the signs and the fields that may stand here.
fn openings(part: &Part) -> Vec<Choice> {
    let signs = part.takes.iter().filter(|(sign, _)| !sign.mark().is_empty());
    let signs = signs.map(|(sign, text)| choice(sign.mark(), format!("{} {text}", sign.mark())));
    outcomes("", part).into_iter().chain(own_words("", part)).chain(signs).chain(labels("", part)).collect()
}

/// 类型 and 状态 of the sort.
fn own_words(typed: &str, part: &Part) -> Vec<Choice> {
    fitting(part.words.clone(), |word| word, typed).into_iter().map(|word| choice(word, word)).collect()
}

/// `ok`, `no`, 部分
fn outcomes(typed: &str, part: &Part) -> Vec<Choice> {
    let usual = part.judges.iter().filter_map(|(judged, text)| {
        let begins = judged.words().iter().any(|word| word.starts_with(typed));
        judged.words().first().filter(|_| begins).map(|word| choice(word, format!("{word} {text}")))
    });
    usual.collect()
}

/// `!!`, `!ok`
fn exclaimed(plain: &str, part: &Part) -> Vec<Choice> {
    let meant = part.takes.iter().filter(|(sign, _)| sign.mark().starts_with(&plain.to_lowercase()));
    meant.map(|(sign, text)| choice(sign.mark(), format!("{} {text}", sign.mark()))).collect()
}

/// The name of a field, or a value behind it.
fn named(here: &Word, part: &Part, cx: &Cx) -> Completion {
    let Some((label, value)) = here.raw.split_once([':', '：']) else {
        let mut choices = outcomes(&here.plain().to_lowercase(), part);
        choices.extend(own_words(here.raw, part));
        choices.extend(labels(here.raw, part));
        return Completion { range: here.range(), choices };
    };
    let Some(spec) = find_spec(&part.specs, label) else { return Completion::default() };
    let several = matches!(spec.shape, Shape::People | Shape::Industries | Shape::Links(_));
    let value = if several { last_piece(value) } else { value };
    Completion { range: (here.end() - value.len(), here.end()), choices: values(spec, value, part, cx) }
}

fn labels(typed: &str, part: &Part) -> Vec<Choice> {
    let found = fitting(&part.specs, |spec| spec.label, typed).into_iter();
    found.map(|spec| choice(format!("{}:", spec.label), spec.label)).collect()
}

/// What a field of this shape may hold.
fn values(spec: &Spec, typed: &str, part: &Part, cx: &Cx) -> Vec<Choice> {
    let basics = cx.basics();
    let shorts =
        |names: Vec<(&String, &String)>| names.into_iter().map(|(s, name)| choice(s, name)).collect();
    match spec.shape {
        Shape::Date | Shape::Term | Shape::Ahead | Shape::Validity => dates::of_field(spec, typed, cx),
        Shape::People => people(typed, part, cx),
        Shape::Unit => shorts(basics.units_like(typed).into_iter().map(|u| (&u.short, &u.name)).collect()),
        Shape::Department => {
            shorts(basics.departments_like(typed).into_iter().map(|d| (&d.short, &d.name)).collect())
        }
        Shape::Industry | Shape::Industries => {
            shorts(basics.industries_like(typed).into_iter().map(|i| (&i.short, &i.name)).collect())
        }
        Shape::Link(Kind::Enterprise) | Shape::Links(Kind::Enterprise) => target::as_value(typed, cx),
        Shape::Task => target::tasks(typed, cx),
        Shape::Link(kind) => {
            let found = cx.register.links(kind, &sorts_named(basics, cx.sort, spec), typed).into_iter();
            found.map(|one| choice(one.id, format!("{} {}", one.id, one.title))).collect()
        }
        _ => {
            let words = choices(basics, spec, cx.sort);
            fitting(words, |word| word, typed).into_iter().map(|word| choice(&word, &word)).collect()
        }
    }
}

/// Whom `@` may name here.
fn people(typed: &str, part: &Part, cx: &Cx) -> Vec<Choice> {
    let names = match part.said.as_ref().map_or(Whom::Ours, |said| said.verb.whom) {
        Whom::Ours => cx.register.persons(typed),
        Whom::Principal => fitting(principal(part, cx), |name| name, typed),
        Whom::Others => Vec::new(),
    };
    names.iter().map(|name| choice(name, name)).collect()
}

/// 主要负责人 of the enterprise that the line is about.
fn principal(part: &Part, cx: &Cx) -> Option<String> {
    let target = part.said.as_ref()?.target?;
    match place(&mut Reading::new(*cx), Some(&target)).who {
        Who::Known(brief) => Some(brief.principal).filter(|name| !name.is_empty()),
        Who::New(_) | Who::Nobody => None,
    }
}

/// Items of the catalog by code, number or words.
fn items(typed: &str, cx: &Cx) -> Vec<Choice> {
    let code = half_width(typed).to_uppercase();
    let (by_code, others): (Vec<_>, Vec<_>) =
        cx.basics().catalog.iter().partition(|item| item.code.contains(&code));
    let by_words = fitting(others, |item| item.text.as_str(), typed);
    let found = by_code.into_iter().chain(by_words);
    found.map(|item| choice(&item.code, format!("{} {}", item.code, item.text))).collect()
}

/// The last of several in one word.
fn last_piece(text: &str) -> &str {
    text.rsplit(is_list_mark).next().unwrap_or_default()
}
