//! 接龙: the numbered lines that shops answer with in a chat, `1、河市闽香废品回收站 吴建国 138… 员工16人`. A shop on the
//! register becomes a change that shows what it was, any other a new enterprise; near names are asked.

use super::find::{Fit, sole};
use super::reading::Reading;
use super::target::{Piece, Place, Who, offer, settle};
use super::verbs::enterprise::{Details, change, create, meets};
use super::words::words;
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::id::Kind;
use crate::text::{half_width, half_width_char};

/// Why a change was made, as the history shows it.
const WHY: &str = "接龙报送";

/// Is the text a 接龙: headed so, or numbered throughout?
pub(super) fn is_roll(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_headed = lines().next().is_some_and(is_heading);
    let mut rest = lines().filter(|line| !is_heading(line)).peekable();
    rest.peek().is_some() && (is_headed || rest.all(|line| behind_number(line).is_some()))
}

/// `#接龙 …`
pub(super) fn is_heading(line: &str) -> bool {
    half_width(line.trim()).trim_start_matches('#').starts_with("接龙")
}

/// What stands behind `1、`; [`None`]: not a line of a 接龙. `1.cy/阿芬` is a target and not one.
pub(super) fn behind_number(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let behind = line.trim_start_matches(|c: char| half_width_char(c).is_ascii_digit());
    let (has_number, mark) = (behind.len() < line.len(), behind.chars().next()?);
    let is_marked = has_number && matches!(mark, '、' | '.' | '．' | '。' | ')' | '）');
    let words = behind.get(mark.len_utf8()..).map(str::trim_start).filter(|_| is_marked)?;
    let name = words.split(|c: char| c.is_whitespace() || is_comma(c)).next()?;
    (!name.contains(['/', '／'])).then_some(words)
}

/// What stands between the parts of a line as blanks do.
fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',' | '、')
}

/// The parts of a line with their places, separated by blanks and commas; what is quoted or in brackets stays whole.
fn parts(line: &str) -> Vec<Piece<'_>> {
    let mut parts = Vec::new();
    for word in words(line) {
        if word.is_text() {
            parts.push(Piece { text: word.text(), range: word.range() });
            continue;
        }
        let (mut depth, mut at) = (0_i32, word.at);
        let is_end = |c: char| {
            depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
            depth <= 0 && is_comma(c)
        };
        for part in word.raw.split_inclusive(is_end) {
            let text = part.trim_end_matches(is_comma);
            if !text.is_empty() {
                parts.push(Piece { text, range: (at, at + text.len()) });
            }
            at += part.len();
        }
    }
    parts
}

/// Reads one line of a 接龙.
pub(super) fn read(r: &mut Reading, line: &str) {
    r.kind = Some(Kind::Enterprise);
    let behind = behind_number(line).unwrap_or(line);
    let from = line.len() - behind.len();
    let all = parts(behind);
    let Some((first, rest)) = all.split_first() else {
        return r.wrong("name", "企业名称", "这一行没有内容");
    };
    let rest: Vec<&str> = rest.iter().map(|part| part.text).collect();
    let name = first.text;
    let basics = r.cx.basics();
    let township = township_in(basics, name.trim_start_matches('+')).unwrap_or(r.cx.own_township());
    let mut place = Place { township: township.to_owned(), ..Place::default() };
    let piece = Piece { text: name, range: (from + first.range.0, from + first.range.1) };
    let details = Details::of(&rest);
    match met(r, piece, &mut place) {
        Met::One => amend(r, &place, &details),
        Met::None => enter(r, place, name.trim_start_matches('+'), &details),
        Met::Open => r.say("企业名称", name),
    }
}

/// What the register says of a name.
enum Met {
    /// It is on the register.
    One,
    /// It is new.
    None,
    /// Somebody has to say.
    Open,
}

/// A whole name is met; near names are asked and never merged. A pick puts `#编号` or `+名称` in the name's place.
fn met(r: &mut Reading, piece: Piece, place: &mut Place) -> Met {
    if let Some(id) = piece.text.strip_prefix('#').and_then(|id| id.parse().ok()) {
        let found = r.cx.register.enterprise(id);
        let Some(brief) = found else {
            r.wrong("enterprise", "企业", format!("没有编号为 {id} 的企业"));
            return Met::Open;
        };
        settle(place, brief);
        return Met::One;
    }
    if place.township.is_empty() {
        let way = format!("“{0}”看不出是哪个乡镇，名称前写上乡镇，如 万安{0}", piece.text);
        r.wrong("township", "乡镇", way);
        return Met::Open;
    }
    if piece.text.starts_with('+') {
        return Met::None;
    }
    let bare = r.cx.basics().bare_name(piece.text, &place.township);
    let found = r.cx.register.enterprises(bare, &place.township, "");
    match sole(&found).filter(|m| m.fit == Fit::Whole).and_then(|m| r.cx.register.enterprise(m.id)) {
        Some(brief) => {
            settle(place, brief);
            Met::One
        }
        None if found.is_empty() => Met::None,
        None => {
            let what = format!("登记中有 {} 家名称相近，不自动合并，选一家或新建", found.len());
            r.wrong("enterprise", "企业", what);
            offer(r, piece, piece.text, &found, true);
            Met::Open
        }
    }
}

fn amend(r: &mut Reading, place: &Place, details: &Details) {
    let Who::Known(brief) = &place.who else { return };
    if let Some(masked) = &details.masked {
        let on_record =
            r.cx.register
                .record(brief.id)
                .map(|(_, fields)| fields.get("phone").to_owned())
                .unwrap_or_default();
        if !meets(masked, &on_record) {
            r.remark(format!("电话 {masked} 不全，与登记的不同，没有改"));
        }
    }
    change(r, brief.id, details.fields(), &details.note(), Day::NONE, WHY);
}

fn enter(r: &mut Reading, mut place: Place, name: &str, details: &Details) {
    if let Some((code, word)) = industry_in(r.cx.basics(), name) {
        r.remark(format!("行业按名称里的“{word}”推定，请核对"));
        code.clone_into(&mut place.industry);
    }
    if let Some(masked) = &details.masked {
        r.remark(format!("电话 {masked} 不全，没有记下"));
    }
    create(r, &place, name, details.fields(), &details.note());
    if half_width(name).contains(|c: char| c.is_ascii_digit()) {
        r.repeats("名称里有数字，核对是不是电话、门牌连在了一起");
    }
}

/// Code of the township that the name begins with.
pub(super) fn township_in<'b>(basics: &'b Basics, name: &str) -> Option<&'b str> {
    basics
        .townships()
        .find(|unit| basics.bare_name(name, &unit.code) != basics.bare_name(name, ""))
        .map(|unit| unit.code.as_str())
}

/// Code of the industry that a word of the name stands for, the longest word first.
fn industry_in<'b>(basics: &'b Basics, name: &str) -> Option<(&'b str, &'b str)> {
    let words = basics.industries.iter().flat_map(|industry| {
        let names = [&industry.name, &industry.short].into_iter().chain(&industry.aliases);
        names.map(|word| (industry.code.as_str(), word.as_str()))
    });
    let meant = words.filter(|(_, word)| word.chars().count() >= 2 && name.contains(word));
    meant.max_by_key(|(_, word)| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_lines_are_a_roll() {
        assert!(is_roll("#接龙 报名\n1、万安阿芬 张三"));
        assert!(is_roll("1. 万安阿芬 张三\n２、万安阿明"));
        assert!(!is_roll("i 1/阿芬\n1、万安阿芬") && !is_roll("") && !is_roll("#接龙"));
        assert_eq!(behind_number("12、河市闽香"), Some("河市闽香"));
        assert_eq!(behind_number("3、惠民，1/2"), Some("惠民，1/2"));
        assert_eq!((behind_number("1.cy/阿芬 软管"), behind_number("、阿芬")), (None, None));
    }
}
