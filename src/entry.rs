//! The quick-entry line: what somebody types in ten seconds, understood field by field. The workbench, `zhiben add` and
//! pasted blocks all read it here. Pure: no clock, no disk; what is in the ledger is asked of a [`Register`].
//!
//! - [`grammar`]: the table of verbs; help, manual and `add --help` are derived from it
//! - `words` → [`tokens`] → `said`: the line cut up, and what each piece says
//! - `target`: town, industry, enterprise, record; several are offered as numbered choices, nothing is guessed
//! - `verbs`: one file for each kind of sentence, building the wish
//! - [`block`]: pasted lines, spreadsheet cells and 接龙
//! - [`complete`](mod@complete): what Tab offers at the cursor
//! - `alike`: names on the register that are nearly the one of a new enterprise
//! - [`value`]: typed words ↔ canonical text of a field
//! - [`register`], [`find`]: what is asked of the ledger, and how an enterprise is found by a fragment

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

mod alike;
pub mod block;
pub mod complete;
pub mod find;
pub mod form;
pub mod grammar;
mod reading;
pub mod register;
mod roll;
mod said;
mod target;
pub mod tokens;
pub mod value;
mod verbs;
mod words;

pub use block::{Pasted, lines_of, understand_block};
pub use complete::complete;
pub use grammar::{GRAMMAR, Verb};
pub use reading::as_target;
pub use register::{Context, EnterpriseBrief, HazardBrief, Linked, Register};

use crate::ask::answer::{Choice, Understood};
use reading::{Reading, Sentence};
use register::Cx;
use words::{Word, parts, words};

/// How a line is understood, and the wish that saving it submits. Never fails: what is missing, wrong or open stands in
/// the answer, and the words of the line stay in it.
pub fn understand(line: &str, register: &dyn Register, context: &Context) -> Understood {
    let cx = Cx::new(register, context);
    let all = numbered_sentence(line, &cx).unwrap_or_else(|| words(line));
    let mut reading = Reading::new(cx);
    match all.split_first() {
        None => {}
        Some((first, rest)) if is_common_mark(first) => common_line(&mut reading, rest),
        Some((first, rest)) => match grammar::called(first, rest, cx.basics()) {
            Some(called) => {
                reading.cx.sort = called.sort;
                (called.verb.read)(&mut reading, &sentence(called.verb, called.rest));
            }
            None if roll::behind_number(line).is_some() => roll::read(&mut reading, line),
            None => no_verb(&mut reading, first),
        },
    }
    reading.finish()
}

/// The text of a `..` line, which holds for the lines behind it until the next one; empty: nothing does any more.
/// [`None`]: an ordinary line.
pub fn common_of(line: &str) -> Option<&str> {
    let all = words(line);
    let first = all.first().filter(|word| is_common_mark(word))?;
    line.get(first.end()..).map(str::trim)
}

/// The line with the piece that the choices are about replaced by the choice at this place. [`None`]: there is none.
pub fn pick(line: &str, understood: &Understood, at: usize) -> Option<String> {
    let choice = understood.choices.get(at)?;
    let (from, to) = understood.fragment;
    let (from, to) = (from.min(line.len()), to.min(line.len()));
    Some(format!("{}{}{}", line.get(..from)?, choice.value, line.get(to..)?))
}

/// The choice `0 新建`, which stands last.
pub fn is_new(choice: &Choice) -> bool {
    !choice.id.is_some() && choice.value.starts_with('+')
}

fn is_common_mark(word: &Word) -> bool {
    matches!(word.raw, ".." | "。。" | "．．")
}

/// The words of a line behind `1、` when they begin with a verb: lists are numbered before they are pasted.
fn numbered_sentence<'a>(line: &'a str, cx: &Cx) -> Option<Vec<Word<'a>>> {
    let behind = roll::behind_number(line)?;
    let from = line.len() - behind.len();
    let all: Vec<Word> = words(behind).into_iter().map(|word| Word { at: word.at + from, ..word }).collect();
    let (first, rest) = all.split_first()?;
    // A shop may be called by a word that calls a sort; what stands alone on its line is a name.
    (!rest.is_empty() && grammar::called(first, rest, cx.basics()).is_some()).then_some(all)
}

fn sentence<'a>(verb: &'static Verb, rest: &[Word<'a>]) -> Sentence<'a> {
    let mut parts = parts(rest).map(<[Word]>::to_vec);
    let mut head = parts.next().unwrap_or_default();
    let has_target = head.first().is_some_and(|word| !tokens::looks_like_token(word));
    let target = has_target.then(|| head.remove(0));
    let mut chained: Vec<Vec<Word>> = parts.collect();
    // A mark at the end is a part about to be typed.
    if chained.last().is_some_and(Vec::is_empty) {
        chained.pop();
    }
    Sentence { verb, target, head, chained }
}

fn no_verb(r: &mut Reading, first: &Word) {
    let what = format!("没有动词“{}”，有：{}", first.raw, grammar::verbs_in_short());
    r.wrong("verb", "动词", what);
}

/// `.. 1 @李 ~联合`: says what will hold for the next lines.
fn common_line(r: &mut Reading, rest: &[Word]) {
    if rest.is_empty() {
        r.say("共同", "清除，之后各行不再带共同内容");
        return;
    }
    r.common_target = None;
    r.common.clear();
    let mut rest = rest.iter().peekable();
    if let Some(word) = rest.next_if(|word| !tokens::looks_like_token(word)) {
        let (place, _) = target::area(r, Some(word));
        target::show(r, &place, false);
    }
    for word in rest {
        match tokens::see(word, &r.cx, &[]) {
            tokens::Seen::Token(token) => common_token(r, token),
            tokens::Seen::Wrong(what) => r.wrong("token", word.raw, what),
            tokens::Seen::Text => r.wrong("token", word.raw, "共同内容只能写乡镇、行业和 @ = + ~ 这些记号"),
        }
    }
}

fn common_token(r: &mut Reading, token: tokens::Token) {
    let sign = token.sign();
    let Some((_, label)) = grammar::COMMON.iter().find(|(one, _)| *one == sign) else {
        return r.wrong("token", sign.pattern().1, "这个记号每条不同，不能作共同内容");
    };
    match token {
        tokens::Token::People(names) => {
            let names = r.people(&names).join("、");
            r.say(label, names);
        }
        tokens::Token::Day(text) => r.say_day(label, tokens::event_day(&text, &r.cx)),
        tokens::Token::Due(text) => {
            let due = tokens::due_day(&text, r.cx.today, &r.cx).ok().flatten().unwrap_or_default();
            r.say_day(label, due);
        }
        tokens::Token::Way(text) => r.say(label, text),
        _ => {}
    }
}
