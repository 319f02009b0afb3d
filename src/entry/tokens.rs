//! What a single word says by its sign. A token must match its *whole* word, otherwise it is description (ruling 20).

use super::register::Cx;
use super::value::{find_spec, understand_value_of};
use super::words::Word;
use crate::calendar::{DateError, Day, Hint, Workdays, understand_date};
use crate::model::basics::{CatalogList, Lookup};
use crate::model::field::Spec;
use crate::text::half_width_char;

/// A kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `@人`
    People,
    /// `+3` `+3w` `+12-05` `+周五` `+月底`
    Due,
    /// `=12-05` `-1`
    Day,
    /// `!!`
    Major,
    /// `!ok`
    Fixed,
    /// `>消防`
    Department,
    /// `%12`
    Item,
    /// `*3`
    Count,
    /// `$800`
    Money,
    /// `&函号`
    Letter,
    /// `~联合`
    Way,
    /// `部位:后厨`
    Field,
}

impl Sign {
    /// How it is written, for help: the pattern and what it says.
    pub fn pattern(self) -> (&'static str, &'static str) {
        match self {
            Sign::People => ("@人", "人员，几个人用 、 隔开"),
            Sign::Due => ("+3 +3w +12-05 +周五 +月底", "期限：日、工作日、日期"),
            Sign::Day => ("=12-05 =昨天 -1", "事情发生的日子，不写是今天"),
            Sign::Major => ("!!", "重大隐患"),
            Sign::Fixed => ("!ok", "当场已整改"),
            Sign::Department => (">消防", "职责部门"),
            Sign::Item => ("%12", "排查清单第几项"),
            Sign::Count => ("*30", "人数、数量"),
            Sign::Money => ("$800 $1.2万", "金额，元"),
            Sign::Letter => ("&函号", "文号，原样记下"),
            Sign::Way => ("~联合", "方式、类型、来源"),
            Sign::Field => ("部位:后厨", "任何栏目按名称填写"),
        }
    }

    /// What stands in front of it, or the whole of it; empty: the name of a field.
    pub fn mark(self) -> &'static str {
        match self {
            Sign::People => "@",
            Sign::Due => "+",
            Sign::Day => "=",
            Sign::Major => "!!",
            Sign::Fixed => "!ok",
            Sign::Department => ">",
            Sign::Item => "%",
            Sign::Count => "*",
            Sign::Money => "$",
            Sign::Letter => "&",
            Sign::Way => "~",
            Sign::Field => "",
        }
    }

    /// Every sign, in the order of the help.
    pub const ALL: [Sign; 12] = [
        Sign::People,
        Sign::Due,
        Sign::Day,
        Sign::Major,
        Sign::Fixed,
        Sign::Department,
        Sign::Item,
        Sign::Count,
        Sign::Money,
        Sign::Letter,
        Sign::Way,
        Sign::Field,
    ];
}

/// What a token says. Dates stay as typed until the day they are counted from is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Names, each with its place in the line.
    People(Vec<(String, (usize, usize))>),
    Due(String),
    Day(String),
    Major,
    Fixed,
    /// Code.
    Department(String),
    /// Code of the catalog item.
    Item(String),
    Count(u32),
    /// 元
    Money(u32),
    Letter(String),
    Way(String),
    /// Key and canonical text.
    Field(&'static str, String),
}

impl Token {
    pub fn sign(&self) -> Sign {
        match self {
            Token::People(_) => Sign::People,
            Token::Due(_) => Sign::Due,
            Token::Day(_) => Sign::Day,
            Token::Major => Sign::Major,
            Token::Fixed => Sign::Fixed,
            Token::Department(_) => Sign::Department,
            Token::Item(_) => Sign::Item,
            Token::Count(_) => Sign::Count,
            Token::Money(_) => Sign::Money,
            Token::Letter(_) => Sign::Letter,
            Token::Way(_) => Sign::Way,
            Token::Field(..) => Sign::Field,
        }
    }
}

/// What a word turned out to be.
pub(super) enum Seen {
    /// A token.
    Token(Token),
    /// Description.
    Text,
    /// Meant as a token and wrong; says how to write it.
    Wrong(String),
}

/// Does the word begin like a token, so that it cannot be a target?
pub(super) fn looks_like_token(word: &Word) -> bool {
    let begins = |c: char| c == '-' || Sign::ALL.iter().any(|sign| sign.mark().starts_with(c));
    word.is_text() || word.raw.starts_with(|c| begins(half_width_char(c)))
}

/// What a word says by its sign. `specs` are the fields that may be filled by name.
pub(super) fn see(word: &Word, cx: &Cx, specs: &[Spec]) -> Seen {
    if word.is_text() {
        return Seen::Text;
    }
    let plain = word.plain();
    let mut chars = plain.chars();
    let sign = chars.next().unwrap_or_default();
    let rest = chars.as_str();
    match (sign, rest) {
        ('!', "!") => Seen::Token(Token::Major),
        ('!', _) if rest.eq_ignore_ascii_case("ok") => Seen::Token(Token::Fixed),
        (_, "") => Seen::Text,
        ('@', _) => names(word),
        ('+', _) => due(rest, cx),
        ('=', _) => day(rest, cx),
        ('-', _) => days_ago(rest),
        ('>', _) => department(rest, cx),
        ('%', _) => item(rest, cx),
        ('*', _) => number(rest, &["人", "人次", "处", "个", "家", "场"])
            .map_or(Seen::Text, |n| Seen::Token(Token::Count(n))),
        ('$', _) => money(rest).map_or(Seen::Text, |n| Seen::Token(Token::Money(n))),
        ('&', _) => Seen::Token(Token::Letter(after_sign(word.raw).to_owned())),
        ('~', _) if rest.starts_with(|c: char| c.is_ascii_digit()) => Seen::Text,
        ('~', _) => Seen::Token(Token::Way(rest.to_owned())),
        _ => field(word, cx, specs),
    }
}

/// The word as typed, without its sign.
pub(super) fn after_sign(raw: &str) -> &str {
    let mut chars = raw.chars();
    chars.next();
    chars.as_str()
}

fn names(word: &Word) -> Seen {
    let body = after_sign(word.raw);
    let mut at = word.end() - body.len();
    let mut found = Vec::new();
    for piece in body.split_inclusive(is_list_mark) {
        let name = piece.trim_end_matches(is_list_mark);
        if !name.is_empty() {
            found.push((name.to_owned(), (at, at + name.len())));
        }
        at += piece.len();
    }
    if found.is_empty() { Seen::Text } else { Seen::Token(Token::People(found)) }
}

pub(super) fn is_list_mark(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | '/' | '／')
}

fn due(rest: &str, cx: &Cx) -> Seen {
    match due_day(rest, cx.today, cx) {
        Ok(Some(_)) => Seen::Token(Token::Due(rest.to_owned())),
        Ok(None) => Seen::Text,
        Err(what) => Seen::Wrong(what),
    }
}

/// Behind a number of days that a due counts.
pub(super) const DAYS: &[&str] = &["d", "D", "天"];
/// Behind a number of workdays.
pub(super) const WORKDAYS: &[&str] = &["w", "W", "工作日", "个工作日"];

/// The day that `+…` names, counted from `from` (calendar days, workdays with `w`); [`None`]: not a due at all.
pub(super) fn due_day(text: &str, from: Day, cx: &Cx) -> Result<Option<Day>, String> {
    match days_on(text, from, cx.register.workdays()) {
        Some(day) => Ok(Some(day)),
        None => match date(text, &Hint::from(from, cx.today))? {
            // Five digits are a day that Excel left behind in a table; nobody types one.
            found
                if text.len() > MOST_DIGITS
                    && number(text, DAYS).is_some()
                    && (found.is_none() || text.len() == MOST_DIGITS + 1) =>
            {
                Err(format!("{text} 不是日期，作天数又太大：写 +3、+3w、+12-05 或 +20261205"))
            }
            found => Ok(found),
        },
    }
}

/// Digits of a number of days; with more of them it is a date or nothing.
const MOST_DIGITS: usize = 4;

/// The day so many days (`3`, `3天`) or workdays (`3w`) after `from`; [`None`]: no number of days.
pub(super) fn days_on(text: &str, from: Day, workdays: &Workdays) -> Option<Day> {
    let span =
        |units: &[&str]| number(text, units).and_then(|n| i32::try_from(n).ok()).filter(|n| *n <= 9999);
    let by_days = span(DAYS).map(|days| from.plus(days));
    by_days.or_else(|| span(WORKDAYS).map(|days| workdays.add(from, days)))
}

/// A date; [`None`]: nothing like one. A day that the calendar does not have is an error.
pub(super) fn date(text: &str, hint: &Hint) -> Result<Option<Day>, String> {
    match understand_date(text, hint) {
        Ok(found) => Ok(Some(found.day)),
        Err(DateError::Unknown(_) | DateError::Empty) => Ok(None),
        Err(wrong) => Err(wrong.to_string()),
    }
}

fn day(rest: &str, cx: &Cx) -> Seen {
    match date(rest, &Hint::found(cx.today)) {
        Ok(Some(day)) if day > cx.today => {
            Seen::Wrong(format!("{} 还没有到；= 写事情发生的日子，期限用 +", cx.show_day(day)))
        }
        Ok(Some(_)) => Seen::Token(Token::Day(rest.to_owned())),
        Ok(None) => Seen::Text,
        Err(what) => Seen::Wrong(what),
    }
}

fn days_ago(rest: &str) -> Seen {
    match number(rest, &["d", "天"]) {
        Some(1..=999) => Seen::Token(Token::Day(format!("-{rest}"))),
        _ => Seen::Text,
    }
}

/// The day of the event that `=…` or `-1` names, never after today.
pub(super) fn event_day(text: &str, cx: &Cx) -> Day {
    let ago = text.strip_prefix('-').and_then(|days| number(days, &["d", "天"]));
    match ago {
        Some(days) => cx.today.plus(-(days.min(9999) as i32)),
        None => understand_date(text, &Hint::found(cx.today)).map_or(cx.today, |found| found.day),
    }
}

fn department(rest: &str, cx: &Cx) -> Seen {
    let list = || {
        let known = cx
            .basics()
            .departments
            .iter()
            .map(|d| format!("{}{}", d.keys.first().map_or("", String::as_str), d.short));
        known.collect::<Vec<_>>().join(" ")
    };
    match cx.basics().department_by(rest) {
        Lookup::One(found) => Seen::Token(Token::Department(found.code.clone())),
        Lookup::Several(_) => Seen::Wrong(format!("“{rest}”不止一个部门：{}", list())),
        Lookup::None if rest.chars().all(|c| c.is_ascii_alphabetic()) => {
            Seen::Wrong(format!("没有“{rest}”这个部门，有：{}", list()))
        }
        Lookup::None => Seen::Text,
    }
}

/// `%12`: number 12 of the ministry's list; `%JN-03`: by its code.
fn item(rest: &str, cx: &Cx) -> Seen {
    let digits = number(rest, &["项"]);
    let is_it = |code: &str, list: CatalogList| match digits {
        Some(n) => {
            list == CatalogList::Ministry && code.rsplit('-').next().and_then(|d| d.parse().ok()) == Some(n)
        }
        None => code.eq_ignore_ascii_case(rest),
    };
    match cx.basics().catalog.iter().find(|item| is_it(&item.code, item.list)) {
        Some(item) => Seen::Token(Token::Item(item.code.clone())),
        None if digits.is_some() => Seen::Wrong(format!("清单没有第{rest}项")),
        None => Seen::Text,
    }
}

fn field(word: &Word, cx: &Cx, specs: &[Spec]) -> Seen {
    let Some((label, value)) = word.raw.split_once([':', '：']) else { return Seen::Text };
    let Some(spec) = find_spec(specs, label).filter(|_| !value.is_empty()) else { return Seen::Text };
    match understand_value_of(cx.sort, spec, value, cx.register, cx.today) {
        Ok(canonical) => Seen::Token(Token::Field(spec.key, canonical)),
        Err(what) => Seen::Wrong(format!("{}：{what}", spec.label)),
    }
}

/// A whole number with one of these units behind it, or none.
pub(super) fn number(text: &str, units: &[&str]) -> Option<u32> {
    let digits = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// 元: `800`, `$800`, `1,200元`, `1.2万`.
pub(super) fn money(text: &str) -> Option<u32> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let text = text.strip_suffix('元').unwrap_or(text).replace([',', '，'], "");
    let (digits, times) = text.strip_suffix('万').map_or((text.as_str(), 1.0), |digits| (digits, 10_000.0));
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let amount = digits.parse::<f64>().ok()? * times;
    (amount <= f64::from(u32::MAX)).then_some(amount.round() as u32)
}
