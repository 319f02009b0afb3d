//! `c`: an enterprise, new or changed. What differs from the register is shown as a change, never overwritten silently.

use super::note::noted;
use crate::ask::answer::Overwrite;
use crate::calendar::Day;
use crate::entry::alike;
use crate::entry::find::{Fit, sole};
use crate::entry::reading::{Reading, Sentence};
use crate::entry::said::Said;
use crate::entry::target::{self, Piece, Place, Who};
use crate::entry::tokens::number;
use crate::entry::value::show_value;
use crate::entry::words::unquoted;
use crate::model::command::Command;
use crate::model::enterprise::Enterprise;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::noun::Noun;
use crate::text::half_width;

/// Fields whose change counts an enterprise in or out of a duty, so that it has a day.
const DATED: &[&str] = &["township", "industries", "is_key", "is_complex", "status"];

pub fn read<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    r.kind = Some(Kind::Enterprise);
    let said = r.said(&line.head, line.verb);
    let (place, name) = whose(r, line);
    let words: Vec<&str> = said.words.iter().map(|word| word.text()).collect();
    let mut details = Details::of(&words);
    if let Some((principal, _)) = said.people.first() {
        details.rest.extend(details.principal.take());
        details.principal = Some(principal.clone());
    }
    if let Some(count) = said.counts.first() {
        details.employees = Some(*count);
    }
    let effective_on = if said.day.is_some() { said.event_day(r) } else { Day::NONE };
    let fields = said_fields(&details, &said);
    match (&place.who, name) {
        (Who::Known(brief), _) => change(r, brief.id, fields, &details.note(), effective_on, ""),
        (_, Some(name)) => create(r, &place, &name, fields, &details.note()),
        _ if r.errors.is_empty() => r.wrong("enterprise", "企业", "没有写企业名称，如 c 1.cy/阿芬牛肉店"),
        _ => {}
    }
}

/// The enterprise on the register, or the name of a new one.
fn whose(r: &mut Reading, line: &Sentence) -> (Place, Option<String>) {
    let word = line.target.as_ref();
    if word.is_some_and(|word| word.raw.starts_with(['#', '＃', '^']))
        || word.is_some_and(|word| word.plain() == "^")
    {
        return (target::place(r, word), None);
    }
    let (mut place, piece) = target::area(r, word);
    let Some(piece) = piece else { return (place, None) };
    let name = named(r, piece, &mut place);
    (place, name)
}

/// A whole name is the one on the register; near names are offered; anything else is a new name.
fn named(r: &mut Reading, piece: Piece, place: &mut Place) -> Option<String> {
    let plain = half_width(piece.text);
    if let Some(id) = plain.strip_prefix('#') {
        match id.parse::<Id>().ok().and_then(|id| r.cx.register.enterprise(id)) {
            Some(found) => target::settle(place, found),
            None => r.wrong("enterprise", "企业", format!("没有编号为“{id}”的企业")),
        }
        return None;
    }
    if plain.starts_with('+') {
        return Some(unquoted(piece.text.trim_start_matches(['+', '＋'])).to_owned());
    }
    let name = unquoted(piece.text);
    let found = r.cx.register.enterprises(name, &place.township, "");
    let in_letters = plain.is_ascii();
    match sole(&found).filter(|m| m.fit == Fit::Whole || in_letters) {
        Some(one) => known(r, one.id, place),
        None if found.is_empty() => return Some(name.to_owned()),
        None => {
            r.wrong("enterprise", "企业", format!("登记中有 {} 家名称相近，选一家或新建", found.len()));
            target::offer(r, piece, name, &found, false);
        }
    }
    None
}

fn known(r: &Reading, id: Id, place: &mut Place) {
    if let Some(found) = r.cx.register.enterprise(id) {
        target::settle(place, found);
    }
}

fn said_fields(details: &Details, said: &Said) -> Fields {
    let derived = details.fields();
    said.fields.iter().fold(derived, |fields, (key, text)| fields.with(key, text))
}

/// A new enterprise.
pub(in crate::entry) fn create(r: &mut Reading, place: &Place, name: &str, fields: Fields, note: &str) {
    r.say("动作", "新登记企业");
    target::show(r, place, false);
    alike::remark(r, name, &place.township);
    let mut fields = Fields::of([
        ("name", name),
        ("township", place.township.as_str()),
        ("industries", place.industry.as_str()),
        ("note", note),
    ])
    .0
    .into_iter()
    .fold(fields, |fields, (key, text)| if fields.has(&key) { fields } else { fields.with(key, text) });
    fields.put("name", name);
    let specs = Enterprise::specs();
    for spec in specs.iter().filter(|s| !["township", "industries"].contains(&s.key)) {
        let shown = show_value(spec.shape, fields.get(spec.key), r.cx.register);
        r.say(spec.label, shown);
    }
    if fields.get("industries").is_empty() {
        r.remark("没有写行业，不计入分行业的检查覆盖");
    }
    if !r.complete(&specs, &fields) {
        r.ask("企业", crate::ask::answer::FormWish::Enter(Kind::Enterprise), &specs, &fields);
    }
    r.enter(Kind::Enterprise, fields);
}

/// Changes of an enterprise on the register: only what differs, each shown with what it was.
pub(in crate::entry) fn change(
    r: &mut Reading,
    id: Id,
    fields: Fields,
    note: &str,
    effective_on: Day,
    why: &str,
) {
    let Some((seen, before)) = r.cx.register.record(id) else { return };
    r.say("动作", "更改企业");
    r.say("企业", format!("{} {id}", before.get("name")));
    let mut changed = Fields::default();
    for spec in Enterprise::specs() {
        let new = fields.get(spec.key);
        if new.is_empty() || new == before.get(spec.key) {
            continue;
        }
        let [old, after] =
            [before.get(spec.key), new].map(|text| show_value(spec.shape, text, r.cx.register));
        if old.is_empty() {
            r.say(spec.label, format!("（空） → {after}"));
        } else {
            r.say(spec.label, format!("{old} → {after}"));
            r.overwrites.push(Overwrite { label: spec.label.into(), before: old, after });
        }
        changed.put(spec.key, new);
    }
    if !note.is_empty() {
        r.say("备注", note);
        changed.put("note", noted(r, &before, note));
    }
    if changed == Fields::default() {
        r.remark("与登记一致，没有要改的");
        return;
    }
    let is_dated = DATED.iter().any(|key| changed.has(key));
    let effective_on = match effective_on.opt() {
        None if is_dated => r.cx.today,
        _ => effective_on,
    };
    r.say_day("生效日", effective_on);
    r.wish(Command::Amend { id, seen, fields: changed, effective_on, why: why.to_owned() });
}

/// What free words say of an enterprise: `吴建国 13800000001 员工16人 后埔路2号`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::entry) struct Details {
    pub principal: Option<String>,
    pub phone: Option<String>,
    /// A telephone with hidden digits: compared, never kept.
    pub masked: Option<String>,
    pub employees: Option<u32>,
    pub address: Option<String>,
    pub rest: Vec<String>,
}

impl Details {
    pub fn of(words: &[&str]) -> Details {
        let mut details = Details::default();
        for word in words {
            let plain = half_width(word);
            if let Some(digits) = phone(&plain) {
                let hidden = digits.contains('*');
                let slot = if hidden { &mut details.masked } else { &mut details.phone };
                slot.get_or_insert(digits);
            } else if let Some(count) = employees(&plain) {
                details.employees.get_or_insert(count);
            } else if details.address.is_none() && is_address(&plain, details.principal.is_some()) {
                details.address = Some((*word).to_owned());
            } else if details.principal.is_none() && is_name(word) {
                details.principal = Some((*word).to_owned());
            } else {
                details.rest.push((*word).to_owned());
            }
        }
        details
    }

    pub fn fields(&self) -> Fields {
        Fields::of([
            ("principal", self.principal.clone().unwrap_or_default()),
            ("phone", self.phone.clone().unwrap_or_default()),
            ("employees", self.employees.map(|n| n.to_string()).unwrap_or_default()),
            ("address", self.address.clone().unwrap_or_default()),
        ])
    }

    pub fn note(&self) -> String {
        self.rest.join(" ")
    }
}

/// A telephone: 7 to 12 digits, `-` between them; hidden digits (`x`, `*`) become `*`.
fn phone(plain: &str) -> Option<String> {
    let body = ["电话", "手机", "联系电话"].iter().find_map(|head| plain.strip_prefix(head)).unwrap_or(plain);
    let body = body.trim_start_matches([':', ' ']);
    let digits = body.replace(['x', 'X', '*'], "*");
    let count = digits.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let is_phone = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '*'))
        && (7..=12).contains(&count);
    is_phone.then_some(digits)
}

/// `员工16人`, `从业人员16`, `16人`.
fn employees(plain: &str) -> Option<u32> {
    let heads = ["员工", "从业人员", "从业人数", "职工", "人员", "人数", "工人"];
    let body = heads.iter().find_map(|head| plain.strip_prefix(head));
    let count = body.unwrap_or(plain).trim_start_matches([':', '约']);
    let is_said = body.is_some() || plain.ends_with(['人', '名']);
    if is_said && !count.is_empty() { number(count, &["人", "名"]) } else { None }
}

/// A street, or a number in one: `万安街20号`, `后埔路2号之1`, `中心街`. People are called 路 too: without a number that is an address
/// only where it is long or the principal is known already.
fn is_address(plain: &str, knows_principal: bool) -> bool {
    const WAYS: &[&str] = &["路", "街", "巷", "弄", "大道", "村", "社区"];
    let ends_in_digit = |head: &str| head.ends_with(|c: char| c.is_ascii_digit());
    let has_number = plain.match_indices('号').any(|(at, _)| plain.get(..at).is_some_and(ends_in_digit));
    let is_long = plain.chars().count() >= 4;
    match () {
        // 每月12号 is a day.
        () if has_number && plain.ends_with('号') => is_long && !plain.contains('月'),
        () if has_number => WAYS.iter().any(|way| plain.contains(way)),
        () if plain.ends_with('路') => is_long || knows_principal,
        () => ["街", "巷", "大道"].iter().any(|way| plain.ends_with(way)),
    }
}

/// Two to four Chinese characters, nothing that is a word of the trade.
fn is_name(word: &str) -> bool {
    let length = word.chars().count();
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    (2..=4).contains(&length)
        && word.chars().all(is_han)
        && !word.ends_with(['店', '站', '场', '馆', '部', '厂'])
}

/// Is the telephone with hidden digits the one on record?
pub(in crate::entry) fn meets(masked: &str, on_record: &str) -> bool {
    masked.chars().count() == on_record.chars().count()
        && masked.chars().zip(on_record.chars()).all(|(a, b)| a == '*' || a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_words_are_sorted_into_principal_telephone_and_staff() {
        let details = Details::of(&["吴建国", "13800000001", "员工16人", "有地下室"]);
        assert_eq!(
            details.fields(),
            Fields::of([("principal", "吴建国"), ("phone", "13800000001"), ("employees", "16")])
        );
        assert_eq!(details.note(), "有地下室");
    }

    #[test]
    fn a_street_is_an_address_and_a_person_called_so_is_a_person() {
        let address = |words: &[&str]| Details::of(words).address.unwrap_or_default();
        for word in ["万安街20号", "后埔路２号", "中心街", "洛阳大道", "后埔路2号之1", "后埔村38号"]
        {
            assert_eq!(address(&[word]), word);
        }
        for word in ["王小路", "有2号仓库", "每月12号", "16人", "万安街道", "13号"] {
            assert_eq!(address(&[word]), "", "{word}");
        }
        assert_eq!(address(&["吴建国", "后埔路"]), "后埔路");
    }

    #[test]
    fn a_telephone_with_hidden_digits_is_only_compared() {
        let details = Details::of(&["吴建国", "18xxxxxxxx1"]);
        assert_eq!((details.phone, details.masked.as_deref()), (None, Some("18********1")));
        assert!(meets("18********1", "18900000001") && !meets("18********1", "18900000002"));
    }
}
