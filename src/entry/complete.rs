//! What Tab offers: whatever the grammar expects where the cursor stands. Everything offered comes from the tables that
//! the line is read by: the verbs and their tokens, the basics with all their writings, the words for days, FIELDS.
//!
//! - `target`: town, industry, enterprise; hazards; tasks
//! - `token`: the signs, what stands behind each, and fields by name
//! - `dates`: days, each with its date and weekday

mod dates;
mod target;
mod token;

use super::grammar::{self, Aim, COMMON, Called, Fills, GRAMMAR, Judged, Verb};
use super::is_common_mark;
use super::register::{Context, Cx, Register};
use super::tokens::{Sign, looks_like_token};
use super::verbs::sorts::known_words;
use super::words::{Word, parts, words};
use crate::ask::answer::{Choice, Completion};
use crate::model::field::Spec;
use crate::model::id::Id;
use crate::text::{half_width, pinyin};

/// How many are offered at most.
const MOST: usize = 24;

/// What Tab offers in `line` with the cursor at byte `cursor`.
pub fn complete(line: &str, cursor: usize, register: &dyn Register, context: &Context) -> Completion {
    let cursor = (0..=cursor.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    let cx = Cx::new(register, context);
    let all = words(line.get(..cursor).unwrap_or_default());
    let at_end = all.last().copied().filter(|word| word.end() == cursor);
    let here = at_end.unwrap_or(Word { raw: "", at: cursor });
    let before: Vec<Word> = all.into_iter().filter(|word| word.at < here.at).collect();
    let mut found = match before.split_first() {
        None => of_verb(&here, &cx),
        Some((first, rest)) if is_common_mark(first) => of_common(&here, rest, &cx),
        Some((first, rest)) => {
            let called = grammar::called(first, rest, cx.basics());
            called
                .map(|called| of_sentence(&here, &called, &Cx { sort: called.sort, ..cx }))
                .unwrap_or_default()
        }
    };
    found.choices.truncate(MOST);
    found
}

/// What a part of the line may say.
struct Part<'a> {
    takes: &'static [(Sign, &'static str)],
    /// Words that `~` takes.
    ways: Vec<&'a str>,
    /// Words that say something by themselves: 类型 and 状态 of a sort.
    words: Vec<&'a str>,
    /// Fields that may be filled by name.
    specs: Vec<Spec>,
    /// Outcomes that the word may say: only the first one behind the target does.
    judges: &'static [(Judged, &'static str)],
    /// What the line has said so far; [`None`]: a `..` line.
    said: Option<Before<'a>>,
}

/// What stands before the cursor.
struct Before<'a> {
    verb: &'static Verb,
    target: Option<Word<'a>>,
    /// Words up to the first chain mark.
    head: &'a [Word<'a>],
}

fn of_verb(here: &Word, cx: &Cx) -> Completion {
    let typed = half_width(here.raw).to_lowercase();
    let called: Vec<&Verb> = GRAMMAR.iter().filter(|verb| verb.is_called(&typed)).collect();
    let meant = if called.is_empty() { fitting(GRAMMAR, |verb| verb.name, &typed) } else { called };
    let verbs = meant.into_iter().map(|verb| choice(verb.key, format!("{}：{}", verb.label(), verb.help)));
    let is_long = typed.chars().nth(1).is_some();
    let sorts = if is_long { sorts(&typed, cx) } else { Vec::new() };
    let common = "..".starts_with(&typed).then(|| choice("..", ".. 定下以后各行共同的乡镇、人员、日期"));
    Completion { range: here.range(), choices: verbs.chain(sorts).chain(common).collect() }
}

/// Sorts of 工作记录.
fn sorts(typed: &str, cx: &Cx) -> Vec<Choice> {
    let found = cx.basics().sorts_like(typed).into_iter();
    found
        .map(|sort| choice(&sort.name, format!("{} {}", sort.keys.first().unwrap_or(&sort.code), sort.name)))
        .collect()
}

/// Behind `..`: a town, then what may be common.
fn of_common(here: &Word, rest: &[Word], cx: &Cx) -> Completion {
    if rest.is_empty() && !is_token(here) {
        return target::town(here, cx);
    }
    let mut ways: Vec<&str> = Vec::new();
    for way in GRAMMAR.iter().flat_map(|verb| verb.ways).copied().flatten() {
        if !ways.contains(way) {
            ways.push(way);
        }
    }
    let part = Part { takes: COMMON, ways, words: Vec::new(), specs: Vec::new(), judges: &[], said: None };
    token::of_word(here, &part, cx)
}

fn of_sentence(here: &Word, called: &Called, cx: &Cx) -> Completion {
    let (verb, rest) = (called.verb, called.rest);
    let target = rest.first().copied().filter(|word| !looks_like_token(word));
    let is_field = verb.aim == Aim::Maker && here.raw.contains([':', '：']);
    if rest.is_empty() && !is_token(here) && !is_field {
        return of_target(here, verb, cx);
    }
    let words = rest.get(usize::from(target.is_some())..).unwrap_or_default();
    let mut parts = parts(words);
    let head = parts.next().unwrap_or_default();
    let said = Some(Before { verb, target, head });
    let (row, judges) = match parts.next() {
        None => (Some(verb), if head.is_empty() { verb.judges } else { &[] }),
        Some(_) if verb.chains => (grammar::verb("h"), &[][..]),
        Some(_) => (None, &[][..]),
    };
    let Some(row) = row else { return Completion::default() };
    let words = cx.basics().sort(cx.sort).map(known_words).unwrap_or_default();
    let ways = row.ways.concat().into_iter().chain(words.iter().copied()).collect();
    let specs = row.specs(cx.basics(), cx.sort);
    let part = Part { takes: row.takes, ways, words, specs, judges, said };
    token::of_word(here, &part, cx)
}

fn of_target(here: &Word, verb: &Verb, cx: &Cx) -> Completion {
    match verb.aim {
        Aim::Enterprise => target::place(here, cx),
        Aim::Town => target::town(here, cx),
        Aim::Unit => target::unit(here, cx),
        Aim::Hazard => target::hazard(here, cx),
        Aim::Task => target::task(here, cx),
        Aim::Maker => of_maker(here, verb, cx),
        Aim::Any if here.plain().starts_with(['#', '^']) => target::hazard(here, cx),
        Aim::Any => target::place(here, cx),
    }
}

/// Behind a verb of 工作记录: the sort where it is open, else a unit, an enterprise, or one of the sort's own words.
fn of_maker(here: &Word, verb: &Verb, cx: &Cx) -> Completion {
    let Some(sort) = cx.basics().sort(cx.sort) else {
        let choices = if verb.fills == Fills::NamedSort { sorts(here.raw, cx) } else { Vec::new() };
        return Completion { range: here.range(), choices };
    };
    if here.raw.contains(['/', '／']) {
        return if sort.has("enterprise") { target::place(here, cx) } else { Completion::default() };
    }
    let mut found = target::unit(here, cx);
    if found.range == here.range() {
        let words = fitting(known_words(sort), |word| word, here.raw);
        found.choices.extend(words.into_iter().map(|word| choice(word, word)));
    }
    found
}

/// Is the word a token already? A blank may still become anything.
fn is_token(here: &Word) -> bool {
    !here.raw.is_empty() && looks_like_token(here)
}

fn choice(value: impl ToString, text: impl Into<String>) -> Choice {
    Choice { value: value.to_string(), text: text.into(), id: Id::NONE }
}

/// Those whose name begins like what was typed, then, from the second letter on, those that hold it; in characters or by
/// sound.
fn fitting<T>(all: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &str, typed: &str) -> Vec<T> {
    let query = pinyin::Query::new(typed);
    let says_nothing = query.is_empty() && !typed.is_empty();
    let mut begin = Vec::new();
    let mut hold = Vec::new();
    for one in all.into_iter().filter(|_| !says_nothing) {
        let key = pinyin::key(name(&one));
        if query.begins(&key, name(&one)) {
            begin.push(one);
        } else if typed.chars().nth(1).is_some() && query.finds(&key, name(&one)) {
            hold.push(one);
        }
    }
    begin.append(&mut hold);
    begin
}
