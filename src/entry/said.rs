//! What the words of a part of the line say, sorted by sign; the rest is description and never lost.

use super::grammar::{Judged, Verb};
use super::reading::{COMMON, Reading};
use super::tokens::{Seen, Sign, Token, due_day, event_day, see};
use super::words::Word;
use crate::calendar::{Day, Hint};
use crate::model::field::{Fields, Spec};

/// See the module.
#[derive(Default)]
pub(super) struct Said<'a> {
    /// Names with their places in the line.
    pub people: Vec<(String, (usize, usize))>,
    pub due: Option<String>,
    pub day: Option<String>,
    pub is_major: bool,
    pub is_fixed: bool,
    /// Code.
    pub department: Option<String>,
    /// Code of the catalog item.
    pub item: Option<String>,
    pub counts: Vec<u32>,
    /// 元
    pub money: Option<u32>,
    pub letter: Option<String>,
    /// `~` words with their places.
    pub ways: Vec<(String, (usize, usize))>,
    /// Fields by name, canonical.
    pub fields: Fields,
    /// Everything else, in order.
    pub words: Vec<Word<'a>>,
}

impl<'a> Said<'a> {
    /// Sorts the words of a part. A token that means nothing to the verb is description, and a remark says so.
    pub fn of(reading: &mut Reading<'a>, part: &[Word<'a>], verb: &Verb) -> Said<'a> {
        let specs = &verb.specs(reading.cx.basics(), reading.cx.sort);
        let mut said = Said::default();
        for word in part {
            match see(word, &reading.cx, specs) {
                Seen::Token(token) if verb.takes(token.sign()) => said.take(token, word, reading),
                Seen::Token(_) => {
                    reading.remark(format!("“{}”在{}里没有含义，按文字记", word.raw, verb.name));
                    said.words.push(*word);
                }
                Seen::Text => said.words.push(*word),
                Seen::Wrong(what) => {
                    said.words.push(*word);
                    reading.wrong("token", word.raw, what);
                }
            }
        }
        said.take_common(reading, verb, specs);
        said
    }

    fn take(&mut self, token: Token, word: &Word, reading: &mut Reading) {
        let sign = token.sign();
        let repeated = match token {
            Token::People(names) => {
                self.people.extend(names);
                false
            }
            Token::Due(text) => self.due.replace(text).is_some(),
            Token::Day(text) => {
                reading.remark_year('=', &text, &Hint::found(reading.cx.today));
                self.day.replace(text).is_some()
            }
            Token::Major => std::mem::replace(&mut self.is_major, true),
            Token::Fixed => std::mem::replace(&mut self.is_fixed, true),
            Token::Department(code) => self.department.replace(code).is_some(),
            Token::Item(code) => self.item.replace(code).is_some(),
            Token::Count(n) => {
                self.counts.push(n);
                false
            }
            Token::Money(n) => self.money.replace(n).is_some(),
            Token::Letter(text) => self.letter.replace(text).is_some(),
            Token::Way(text) => {
                self.ways.push((text, word.range()));
                false
            }
            Token::Field(key, text) => {
                let is_there = self.fields.has(key);
                self.fields.put(key, text);
                is_there
            }
        };
        if repeated {
            let (_, what) = sign.pattern();
            reading.wrong("token", word.raw, format!("同样的内容写了两次（{what}），留一个"));
        }
    }

    /// Tokens of the `..` line, where this line says nothing of the kind; its people come along in any case.
    fn take_common(&mut self, reading: &mut Reading<'a>, verb: &Verb, specs: &[Spec]) {
        for word in reading.common.clone() {
            let Seen::Token(token) = see(&word, &reading.cx, specs) else { continue };
            if !verb.takes(token.sign()) {
                continue;
            }
            match token {
                Token::People(names) => self.people.extend(names.into_iter().map(|(name, _)| (name, COMMON))),
                Token::Day(text) if self.day.is_none() => self.day = Some(text),
                Token::Due(text) if self.due.is_none() => self.due = Some(text),
                Token::Way(text) if self.ways.is_empty() => self.ways.push((text, COMMON)),
                Token::Field(key, text) if !self.fields.has(key) => self.fields.put(key, text),
                _ => {}
            }
        }
    }

    /// The description as typed, one blank between its words.
    pub fn text(&self) -> String {
        self.words.iter().map(Word::text).collect::<Vec<_>>().join(" ")
    }

    /// Takes the first word away when it says an outcome that the verb knows: `ok`, `no`.
    pub fn take_judged(&mut self, verb: &Verb) -> Option<Judged> {
        let first = self.words.first().filter(|word| !word.is_text())?.plain().to_lowercase();
        let mut known = verb.judges.iter().map(|(judged, _)| *judged);
        let judged = known.find(|judged| judged.words().contains(&first.as_str()))?;
        self.words.remove(0);
        Some(judged)
    }

    /// The day of the event, today when none was said.
    pub fn event_day(&self, reading: &Reading) -> Day {
        self.day.as_ref().map_or(reading.cx.today, |text| event_day(text, &reading.cx))
    }

    /// The due day, counted from `from`; [`Day::NONE`]: none was said.
    pub fn due_day(&self, from: Day, reading: &mut Reading) -> Day {
        if let Some(text) = &self.due {
            reading.remark_year('+', text, &Hint::from(from, reading.cx.today));
        }
        let due = self.due.as_ref().and_then(|text| due_day(text, from, &reading.cx).ok().flatten());
        due.unwrap_or(Day::NONE)
    }

    /// Words of a list that the `~` tokens name, in the order of the lists; what none of them knows is an error.
    pub fn way(&self, lists: &[&[&'static str]], reading: &mut Reading) -> Vec<Option<String>> {
        let mut found: Vec<Option<String>> = vec![None; lists.len()];
        for (text, range) in &self.ways {
            let exact = lists.iter().position(|list| list.contains(&text.as_str()));
            let close = || lists.iter().position(|list| super::value::one_of(list, text).is_ok());
            match exact.or_else(close).and_then(|at| lists.get(at).zip(found.get_mut(at))) {
                Some((list, slot)) => *slot = super::value::one_of(list, text).ok(),
                None if *range == COMMON => {}
                None => reading.wrong(
                    "way",
                    Sign::Way.pattern().1,
                    format!("没有“{text}”，可写：{}", lists.concat().join("、")),
                ),
            }
        }
        found
    }
}
