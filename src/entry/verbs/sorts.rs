//! `p w m u o`: every sort of 工作记录. Which fields there are, and so what a token fills and which words mean something, is
//! the sort's own: its FIELDS, its 类型 and 状态.

use super::hazard::overlaid;
use super::records::{own_unit, show};
use crate::ask::answer::{Choice, FormWish};
use crate::entry::reading::{COMMON, Reading, Sentence};
use crate::entry::said::Said;
use crate::entry::target::{self, record_named};
use crate::entry::tokens::{Seen, see};
use crate::entry::value::{one_of, understand_value_of};
use crate::entry::words::Word;
use crate::model::basics::{Column, Lookup, Sort, Unit};
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::{Id, Kind};
use crate::text::half_width;

/// Most characters of a name; what is longer goes whole into 内容.
const NAME: usize = 60;

/// A record of the sort that the line calls.
pub fn read<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    r.kind = Some(Kind::Evidence);
    let basics = r.cx.basics();
    let Some(sort) = basics.sort(r.cx.sort) else { return no_sort(r, line) };
    r.say("动作", sort.name.as_str());
    r.refuse_chain(line);
    let specs = sort.specs();
    let mut fields = Fields::default().with("sort", sort.code.as_str());
    let is_taken = line.target.as_ref().is_some_and(|word| whose(r, word, sort, &mut fields));
    let mut part = line.head.clone();
    part.splice(0..0, line.target.filter(|_| !is_taken));
    let is_placed = ["unit", "target", "enterprise"].iter().any(|key| fields.has(key));
    let is_placed = aims(r, &mut part, sort, &specs, &mut fields, is_placed);
    let mut said = r.said(&part, line.verb);
    if !is_taken
        && !is_placed
        && let Some(word) = r.common_target
    {
        whose(r, &word, sort, &mut fields);
    }
    for key in ["unit"].into_iter().filter(|key| !fields.has(key)).collect::<Vec<_>>() {
        fields.put(key, own_unit(r));
    }
    let date = said.event_day(r);
    fields.put("date", date.to_string());
    ways(r, &said, sort, &specs, &mut fields);
    words(&mut said, sort, &specs, &mut fields, r);
    counts(&said, &specs, &mut fields);
    people(r, &said, sort, &specs, &mut fields);
    rest(r, &said, &specs, &mut fields);
    name(&said, sort, &specs, &mut fields);
    let open = |key: &str| sort.must.iter().any(|must| must == key);
    if open("year") && !fields.has("year") {
        fields.put("year", date.year().to_string());
    }
    enter(r, sort, &specs, overlaid(fields, &said, &specs));
}

fn no_sort(r: &mut Reading, line: &Sentence) {
    let sorts = r.cx.basics().sorts.iter().map(|sort| sort.name.as_str()).collect::<Vec<_>>().join("、");
    let what = match &line.target {
        Some(word) => format!("没有“{}”这种记录，有：{sorts}", word.raw),
        None => format!("没有写哪一种，有：{sorts}"),
    };
    r.wrong("sort", "种类", what);
}

fn enter(r: &mut Reading, sort: &Sort, specs: &[Spec], fields: Fields) {
    for spec in specs.iter().filter(|spec| !["sort", "enterprise"].contains(&spec.key)) {
        show(r, spec, &fields);
    }
    if !r.complete(specs, &fields) || r.errors.iter().any(|e| specs.iter().any(|s| s.key == e.key)) {
        r.ask(&sort.name, FormWish::Enter(Kind::Evidence), specs, &fields);
    }
    r.enter_once(Kind::Evidence, fields);
}

fn has(specs: &[Spec], key: &str) -> bool {
    specs.iter().any(|spec| spec.key == key)
}

/// The first word, where it says a record, a unit, a place, an enterprise or an industry; `false`: it is the first of the words.
fn whose(r: &mut Reading, word: &Word, sort: &Sort, fields: &mut Fields) -> bool {
    let says = |list: &[String]| list.iter().any(|known| known == word.text());
    if word.is_text() || says(&sort.variants) || says(&sort.stages) {
        return false;
    }
    if word.plain().starts_with(['#', '^'])
        && let Some(named) = record_named(r, word, None)
    {
        about(r, named, sort, fields);
        return true;
    }
    let target::Pieces { town, industry, enterprise } = target::pieces(word);
    if let Some(piece) = enterprise {
        return of_enterprise(r, word, piece, sort, fields);
    }
    match r.cx.basics().unit_by(town.text) {
        Lookup::One(unit) => of_unit(sort, unit, fields),
        Lookup::Several(units) => several(r, town, &units),
        Lookup::None => return industry.is_none() && of_industry(r, town.text, sort, fields),
    }
    if let Some(piece) = industry {
        of_industry(r, piece.text, sort, fields);
    }
    true
}

/// The same said behind the words of the sort, in any order with them and the tokens: `横幅 万安 商业街`, `罗溪 #42 尽快销号`. Takes
/// those words out of `part`; `true`: a place was said.
fn aims<'a>(
    r: &mut Reading<'a>,
    part: &mut Vec<Word<'a>>,
    sort: &Sort,
    specs: &[Spec],
    fields: &mut Fields,
    mut is_placed: bool,
) -> bool {
    // What the words of the sort will fill, so that each list is met once.
    let mut own = fields.clone();
    let mut is_name = false;
    part.retain(|word| {
        if word.is_text() || matches!(see(word, &r.cx, specs), Seen::Token(_) | Seen::Wrong(_)) {
            is_name |= word.is_text();
            return true;
        }
        if let Some((key, value)) = own_word(word.text(), sort, specs, &own, r) {
            own.put(key, value);
            return true;
        }
        let is_place = !is_name && !is_placed && is_place(r, word, sort);
        if is_place {
            is_placed = whose(r, word, sort, fields);
            return !is_placed;
        }
        if is_record(r, word, sort, fields, !is_name) {
            let named = record_named(r, word, None);
            about(r, named.flatten(), sort, fields);
            return false;
        }
        is_name = true;
        true
    });
    is_placed
}

/// A unit or a place by one of its own writings. A number is one of a township's; `1/3`, `3.5` and `万安、双阳` are words.
fn is_place(r: &Reading, word: &Word, sort: &Sort) -> bool {
    let basics = r.cx.basics();
    let target::Pieces { town, industry, enterprise } = target::pieces(word);
    let is_number = |text: &str| half_width(text).chars().all(|c| c.is_ascii_digit());
    let is_there = match is_number(town.text) {
        true => basics.township_by(town.text).one().is_some(),
        false => !matches!(basics.unit_by(town.text), Lookup::None),
    };
    let is_industry =
        |text: &str| !is_number(text) && sort.has("industry") && basics.industry_by(text).one().is_some();
    let is_shop = |text: &str| !is_number(text) && basics.unit_by(text).one().is_none();
    is_there
        && industry.is_none_or(|piece| is_industry(piece.text))
        && enterprise.is_none_or(|piece| is_shop(piece.text))
}

/// `#H2611-0042`, `#42`, `^`: a record that the sort has a field for, not filled yet. Within the name (not `is_leading`), a running
/// number has to be an open hazard's.
fn is_record(r: &Reading, word: &Word, sort: &Sort, fields: &Fields, is_leading: bool) -> bool {
    let is_open = |key: &str| sort.has(key) && !fields.has(key);
    let plain = word.plain();
    if plain == "^" {
        return is_leading && r.cx.last.opt().is_some_and(|id| is_open(field_of(id)));
    }
    let Some(written) = plain.strip_prefix('#') else { return false };
    match (written.parse::<Id>(), written.parse::<u32>()) {
        (_, Ok(number)) => is_open("hazard") && (is_leading || !r.cx.register.newest_open(number).is_empty()),
        (Ok(id), _) => is_open(field_of(id)),
        _ => false,
    }
}

/// The field that a record of this kind is named in; empty: none.
fn field_of(id: Id) -> &'static str {
    match id.kind() {
        Kind::Evidence => "about",
        Kind::Hazard => "hazard",
        Kind::Enterprise => "enterprise",
        Kind::Person => "person",
        _ => "",
    }
}

/// A record that this one answers, or is about.
fn about(r: &mut Reading, named: Option<Id>, sort: &Sort, fields: &mut Fields) {
    let Some(id) = named else { return };
    let key = field_of(id);
    if sort.has(key) {
        fields.put(key, id.to_string());
    } else {
        r.wrong("target", "对象", format!("{}不记 {id} 这样的记录", sort.name));
    }
}

/// Of whom it is, or whom it is about, as the sort has it.
fn of_unit(sort: &Sort, unit: &Unit, fields: &mut Fields) {
    let key = if sort.column == Column::Target && sort.has("target") { "target" } else { "unit" };
    fields.put(key, unit.code.as_str());
}

fn several(r: &mut Reading, piece: target::Piece, units: &[&Unit]) {
    r.wrong("unit", "单位", format!("“{}”有 {} 个，选一个", piece.text, units.len()));
    if piece.range != COMMON {
        let choice =
            |unit: &&Unit| Choice { value: unit.short.clone(), text: unit.short.clone(), id: Id::NONE };
        r.offer(piece.range, units.iter().map(choice).collect());
    }
}

fn of_industry(r: &Reading, text: &str, sort: &Sort, fields: &mut Fields) -> bool {
    let found = r.cx.basics().industry_by(text).one().filter(|_| sort.has("industry"));
    fields.put("industry", found.map_or("", |industry| &industry.code));
    found.is_some()
}

/// `wa/阿芬`: an enterprise, where the sort has one; else the place in the town.
fn of_enterprise(
    r: &mut Reading,
    word: &Word,
    piece: target::Piece,
    sort: &Sort,
    fields: &mut Fields,
) -> bool {
    if sort.has("enterprise") {
        let place = target::place(r, Some(word));
        target::show(r, &place, true);
        if sort.has("target") {
            fields.put("target", place.township.as_str());
        }
        if sort.has("industry") {
            fields.put("industry", place.industry.as_str());
        }
        fields.put("enterprise", target::enterprise_text(r, &place));
        return true;
    }
    let (place, _) = target::area(r, Some(word));
    if place.township.is_empty() {
        return true;
    }
    if let Some(unit) = r.cx.basics().unit(&place.township) {
        of_unit(sort, unit, fields);
    }
    fields.put(if sort.has("place") { "place" } else { "title" }, piece.text);
    true
}

/// Fields that are one of a list of words, with those words, in the order of the form.
fn lists<'s>(sort: &'s Sort, specs: &[Spec]) -> Vec<(&'static str, Vec<&'s str>)> {
    let words = |spec: &Spec| match spec.shape {
        Shape::Variant => Some(sort.variants.iter().map(String::as_str).collect()),
        Shape::Stage => Some(sort.stages.iter().map(String::as_str).collect()),
        Shape::One(words) => Some(words.to_vec()),
        _ => None,
    };
    specs.iter().filter_map(|spec| Some((spec.key, words(spec)?))).collect()
}

/// Every word that one of them may be, for completion.
pub fn known_words(sort: &Sort) -> Vec<&str> {
    lists(sort, &sort.specs()).into_iter().flat_map(|(_, words)| words).collect()
}

/// `~横幅`
fn ways(r: &mut Reading, said: &Said, sort: &Sort, specs: &[Spec], fields: &mut Fields) {
    let lists = lists(sort, specs);
    for (text, range) in &said.ways {
        let found = lists.iter().find_map(|(key, words)| Some((*key, one_of(words, text).ok()?)));
        match found {
            Some((key, word)) => fields.put(key, word),
            None if *range == COMMON => {}
            None => {
                let all = lists.iter().flat_map(|(_, words)| words.clone()).collect::<Vec<_>>().join("、");
                r.wrong("way", "类型", format!("没有“{text}”，可写：{all}"));
            }
        }
    }
}

/// Words that are one of the sort's own, each list once.
fn words(said: &mut Said, sort: &Sort, specs: &[Spec], fields: &mut Fields, r: &Reading) {
    said.words.retain(|word| {
        let own = |fields: &Fields| own_word(word.text(), sort, specs, fields, r);
        let found = Some(&*fields).filter(|_| !word.is_text()).and_then(own);
        if let Some((key, value)) = &found {
            fields.put(*key, value.as_str());
        }
        found.is_none()
    });
}

/// The field, not filled yet, whose word this is, and the word: 类型 also by its beginning. And `T16`.
fn own_word(
    text: &str,
    sort: &Sort,
    specs: &[Spec],
    fields: &Fields,
    r: &Reading,
) -> Option<(&'static str, String)> {
    let lists = lists(sort, specs);
    let exact = lists.iter().find(|(key, words)| !fields.has(key) && words.contains(&text));
    let begun = || {
        let (key, words) = lists.iter().find(|(key, _)| *key == "variant" && !fields.has(key))?;
        let mut begin = words.iter().filter(|word| text.chars().nth(1).is_some() && word.starts_with(text));
        begin.next().filter(|_| begin.next().is_none()).map(|word| (*key, (*word).to_owned()))
    };
    let node = || {
        let is_node = text.starts_with(['T', 't']) && text.contains(|c: char| c.is_ascii_digit());
        let task = specs.iter().find(|spec| spec.shape == Shape::Task);
        let spec = task.filter(|spec| is_node && !fields.has(spec.key))?;
        let code = understand_value_of("", spec, text, r.cx.register, r.cx.today).ok()?;
        Some((spec.key, code))
    };
    exact.map(|(key, _)| (*key, text.to_owned())).or_else(begun).or_else(node)
}

/// `*12 *300`: the numbers of the sort in the order of the form, a year aside.
fn counts(said: &Said, specs: &[Spec], fields: &mut Fields) {
    let slots = specs.iter().filter(|spec| spec.shape == Shape::Count && spec.key != "year");
    for (count, spec) in said.counts.iter().zip(slots) {
        fields.put(spec.key, count.to_string());
    }
}

/// `@王局 @李`: one each for who chairs or is meant, the others behind.
fn people(r: &mut Reading, said: &Said, sort: &Sort, specs: &[Spec], fields: &mut Fields) {
    let single = |spec: &&Spec| spec.key == "chair" || spec.shape == Shape::Link(Kind::Person);
    let mut singles = specs.iter().filter(single).filter(|spec| spec.required || spec.key != "person");
    let group = specs.iter().find(|spec| spec.shape == Shape::People);
    let mut others: Vec<String> = Vec::new();
    for name in r.people(&said.people) {
        match (singles.next(), group) {
            (Some(spec), _) if spec.key == "chair" => fields.put(spec.key, name),
            (Some(spec), _) => person(r, sort, spec, &name, fields),
            (None, Some(_)) => others.push(name),
            (None, None) => match specs.iter().find(|spec| spec.shape == Shape::Link(Kind::Person)) {
                Some(spec) => person(r, sort, spec, &name, fields),
                None => r.wrong("people", "人员", format!("{}不记人员：@{name}", sort.name)),
            },
        }
    }
    if let Some(spec) = group {
        fields.put(spec.key, others.join("、"));
    }
}

fn person(r: &mut Reading, sort: &Sort, spec: &Spec, name: &str, fields: &mut Fields) {
    match understand_value_of(&sort.code, spec, name, r.cx.register, r.cx.today) {
        Ok(id) => fields.put(spec.key, id),
        Err(what) => r.wrong(spec.key, spec.label, what),
    }
}

/// Department, number or proof, money, limit: each in the first field of the sort that is for it.
fn rest(r: &mut Reading, said: &Said, specs: &[Spec], fields: &mut Fields) {
    let first = |keys: &[&'static str]| keys.iter().find(|key| has(specs, key)).copied();
    let mut put = |r: &mut Reading, what: &str, key: Option<&'static str>, value: String| match key {
        Some(key) => fields.put(key, value),
        None => r.wrong("token", what, format!("这种记录没有{what}")),
    };
    if let Some(code) = &said.department {
        let short = r.cx.basics().department(code).map(|d| d.short.clone()).unwrap_or_default();
        let key = first(&["department", "partners"]);
        let value = if key == Some("department") { code.clone() } else { short };
        put(r, "部门", key, value);
    }
    if let Some(letter) = &said.letter {
        let key = if half_width(letter).starts_with("http") {
            first(&["url", "attachment"])
        } else {
            first(&["doc_no", "attachment", "note"])
        };
        put(r, "文号", key, letter.clone());
    }
    if let Some(money) = said.money {
        put(r, "金额", first(&["loss"]), money.to_string());
    }
    let date = said.event_day(r);
    let due = said.due_day(date, r);
    if !due.is_none() {
        put(r, "期限", first(&["due", "end_on", "in_force"]), due.to_string());
    }
}

/// What the words become; without any, 类型 says what it was. A 类型 called like the sort is the usual one.
fn name(said: &Said, sort: &Sort, specs: &[Spec], fields: &mut Fields) {
    if has(specs, "variant")
        && !fields.has("variant")
        && !said.fields.has("variant")
        && sort.variants.contains(&sort.name)
    {
        fields.put("variant", sort.name.as_str());
    }
    let text = said.text();
    if has(specs, "trigger") && !fields.has("trigger") {
        let words = lists(sort, specs).into_iter().find(|(key, _)| *key == "trigger").map(|(_, words)| words);
        let begun = words.into_iter().flatten().find(|word| text.starts_with(word));
        fields.put("trigger", begun.unwrap_or_default());
    }
    if text.chars().count() > NAME && has(specs, "text") {
        fields.put("title", format!("{}…", text.chars().take(NAME).collect::<String>()));
        fields.put("text", text);
        return;
    }
    let before = fields.get("title").to_owned();
    let whole = [before.as_str(), text.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let whole = if whole.is_empty() { [fields.get("place"), fields.get("variant")].concat() } else { whole };
    fields.put("title", whole);
}
