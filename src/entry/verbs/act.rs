//! `f r x q b e z`: what is done to a hazard. Which transition a verb means depends on where the hazard stands; what the
//! transition asks stands in its table.

use super::hazard::overlaid;
use crate::ask::answer::{Choice, FormWish};
use crate::calendar::Day;
use crate::entry::grammar::Judged;
use crate::entry::reading::{Reading, Sentence};
use crate::entry::register::HazardBrief;
use crate::entry::said::Said;
use crate::entry::target::record_named;
use crate::entry::value::show_value;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::{TRANSITIONS, Transition, transition};
use crate::model::id::{Id, Kind};

/// What a verb was told about one hazard.
struct Told<'a> {
    brief: HazardBrief,
    judged: Option<Judged>,
    said: Said<'a>,
    /// Day of the event.
    day: Day,
}

/// Reads the target and the words; the deeds' own fields may be given by name.
fn told<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) -> Option<Told<'a>> {
    r.kind = Some(Kind::Hazard);
    r.say("动作", line.verb.name);
    let mut said = r.said(&line.head, line.verb);
    let brief = hazard(r, line);
    r.refuse_chain(line);
    let day = said.event_day(r);
    let judged = said.take_judged(line.verb);
    Some(Told { brief: brief?, judged, said, day })
}

fn hazard(r: &mut Reading, line: &Sentence) -> Option<HazardBrief> {
    let Some(word) = &line.target else {
        r.wrong("target", "隐患", format!("没有写哪条隐患，如 {}", line.verb.example));
        return None;
    };
    let id = match record_named(r, word, Some(Kind::Hazard)) {
        Some(id) => id?,
        None => {
            r.wrong("target", "隐患", format!("“{}”不是编号，写 #42 或 #H2611-0042；上一条写 ^", word.raw));
            return None;
        }
    };
    let brief = r.cx.register.hazard(id);
    match &brief {
        Some(brief) => {
            r.say("隐患", format!("{} {}（{}）", brief.id, brief.description, brief.state.name()));
            let enterprise = r.cx.register.enterprise(brief.enterprise).map(|e| e.name);
            r.say("企业", enterprise.unwrap_or_default());
        }
        None => r.wrong("target", "隐患", format!("{id} 不是隐患")),
    }
    brief
}

fn specs_of(deed: Deed) -> Vec<Spec> {
    transition(deed).asks().into_iter().map(|ask| ask.spec).collect()
}

/// Submits a deed: shows its fields, asks for what is missing, says when it cannot be done now.
fn submit(r: &mut Reading, told: &Told, deed: Deed, fields: Fields) {
    let row = transition(deed);
    let specs = specs_of(deed);
    let fields = overlaid(fields, &told.said, &specs);
    r.say("办理", row.name);
    show(r, &specs, &fields);
    if !row.from.contains(&told.brief.state) {
        r.wrong(
            "state",
            "状态",
            format!("现在是{}，不能{}；{}", told.brief.state.name(), row.name, possible(told.brief.state)),
        );
    } else if !r.complete(&specs, &fields) {
        r.ask(row.name, FormWish::Act(vec![told.brief.id], deed), &specs, &fields);
    }
    r.act(told.brief.id.to_string(), deed, fields);
}

fn show(r: &mut Reading, specs: &[Spec], fields: &Fields) {
    for spec in specs {
        match (spec.shape, fields.day(spec.key)) {
            (Shape::Date, day) => r.say_day(spec.label, day),
            (Shape::Ahead, day) => {
                r.say_day(spec.label, day);
                r.remark_due(spec.label, day);
            }
            (shape, _) => {
                let shown = show_value(shape, fields.get(spec.key), r.cx.register);
                r.say(spec.label, shown);
            }
        }
    }
}

/// What can be done from a state, in words.
fn possible(state: State) -> String {
    let names: Vec<&str> =
        TRANSITIONS.iter().filter(|t: &&Transition| t.from.contains(&state)).map(|t| t.name).collect();
    if names.is_empty() { "已经了结".into() } else { format!("可办：{}", names.join("、")) }
}

/// `f`
pub fn finish<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    let how = told.said.text();
    let fields = Fields::of([
        ("done_on", told.day.to_string()),
        ("evidence", told.said.letter.clone().unwrap_or_default()),
    ]);
    match told.brief.state {
        State::Registered => {
            let how = some(how, "当场整改");
            submit(r, &told, Deed::FixOnSpot, fields.with("how", how).with("level", "一般"));
        }
        State::TransferPending | State::TransferSent | State::TransferAccepted => {
            submit(r, &told, Deed::FixedMeanwhile, fields.with("how", how));
        }
        _ => {
            let funds = told.said.money.map(|n| n.to_string()).unwrap_or_default();
            submit(r, &told, Deed::ReportDone, fields.with("how", how).with("funds", funds));
        }
    }
}

/// `r`
pub fn recheck<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    if told.brief.state == State::Closed {
        return look_back(r, &told);
    }
    let by = party_but_rectifier(r, &told);
    let mut opinion = told.said.text();
    if opinion.is_empty() && matches!(told.judged, Some(Judged::Good)) {
        opinion = "复查合格".into();
    }
    let fields = Fields::of([("on", told.day.to_string()), ("by", by), ("opinion", opinion)]);
    match told.judged {
        Some(Judged::Good) => submit(r, &told, Deed::PassRecheck, fields.with("basis", "复查合格")),
        Some(bad) => {
            let result = if bad == Judged::Partly { "部分合格" } else { "不合格" };
            let due = told.said.due_day(told.day, r).opt().map(|d| d.to_string()).unwrap_or_default();
            if due.is_empty() && !told.said.fields.has("due") {
                r.wrong("due", "新期限", "没有写新的整改期限，如 +7");
            }
            submit(r, &told, Deed::FailRecheck, fields.with("result", result).with("due", due));
        }
        None => unjudged(r, line),
    }
}

/// Neither ok nor no: offers them.
fn unjudged(r: &mut Reading, line: &Sentence) {
    let usual = |judged: Judged| judged.words().first().copied().unwrap_or_default();
    let known = line.verb.judges.iter().map(|(judged, text)| (usual(*judged), *text));
    let said: Vec<String> = known.clone().map(|(word, text)| format!("{word} {text}")).collect();
    r.wrong("result", "结果", format!("没有写结果：{}", said.join("、")));
    let at = line.target.as_ref().map_or(0, |word| word.end());
    let choice = |(word, text): (&str, &str)| Choice {
        value: format!(" {word}"),
        text: text.to_owned(),
        id: Id::NONE,
    };
    r.offer((at, at), known.map(choice).collect());
}

/// `r` on a closed hazard: 回头看.
fn look_back(r: &mut Reading, told: &Told) {
    let fields = Fields::of([("lookback_on", told.day.to_string()), ("opinion", told.said.text())]);
    match told.judged {
        Some(Judged::Bad | Judged::Partly) => {
            let due = told.said.due_day(told.day, r);
            let due = due.opt().unwrap_or(r.cx.basics().settings.usual_due(false, told.day, r.cx.today));
            submit(r, told, Deed::Relapse, fields.with("due", due.to_string()));
        }
        Some(Judged::Good) => submit(r, told, Deed::LookBack, fields),
        None => r.wrong("result", "结果", "已销号，作回头看：写 ok 正常 或 no 反弹"),
    }
}

/// `x`
pub fn transfer<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    let known = told
        .said
        .department
        .clone()
        .or_else(|| Some(told.brief.department.clone()).filter(|d| !d.is_empty()));
    let remembered = if known.is_none() { r.cx.register.accepted(told.brief.id) } else { None };
    if let Some((_, words)) = &remembered {
        r.say("职责部门", words.clone());
    }
    let department = known.or(remembered.map(|(code, _)| code)).unwrap_or_default();
    let channel = told.said.way(line.verb.ways, r).pop().flatten();
    let sends = channel.is_some() || told.said.letter.is_some();
    let basis = told.said.text();
    let level = if told.brief.is_major { "重大" } else { "一般" };
    let owed = Fields::of([("department", department.clone())]);
    match told.brief.state {
        State::Registered => {
            submit(
                r,
                &told,
                Deed::Assign,
                owed.with("basis", some(basis, "属该部门职责")).with("level", level),
            );
        }
        State::Rectifying => submit(r, &told, Deed::Reassign, owed.with("reason", basis)),
        _ => return send(r, &told, department, channel),
    }
    if sends {
        let pending = HazardBrief { state: State::TransferPending, ..told.brief.clone() };
        send(r, &Told { brief: pending, judged: None, said: told.said, day: told.day }, department, channel);
    }
}

fn send(r: &mut Reading, told: &Told, department: String, channel: Option<String>) {
    let fields = Fields::of([
        ("department", department),
        ("letter_no", told.said.letter.clone().unwrap_or_default()),
        ("sent_on", told.day.to_string()),
        ("channel", channel.unwrap_or_else(|| "函".into())),
        ("receiver", told.said.people.first().map(|(name, _)| name.clone()).unwrap_or_default()),
    ]);
    submit(r, told, Deed::SendLetter, fields);
}

/// `q`
pub fn accept<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    if told.judged == Some(Judged::Bad) {
        return give_back(r, &told);
    }
    let usual = r.cx.basics().settings.transfer_feedback_workdays as i32;
    let due =
        told.said.due_day(told.day, r).opt().unwrap_or_else(|| r.cx.register.workdays().add(told.day, usual));
    let fields = Fields::of([
        (
            "receiver",
            told.said.people.first().map(|(name, _)| name.clone()).unwrap_or_else(|| told.said.text()),
        ),
        ("accepted_on", told.day.to_string()),
        ("feedback_due", due.to_string()),
        ("evidence", told.said.letter.clone().unwrap_or_default()),
    ]);
    submit(r, &told, Deed::Accept, fields);
}

fn give_back(r: &mut Reading, told: &Told) {
    submit(
        r,
        told,
        Deed::Return,
        Fields::of([("returned_on", told.day.to_string()), ("reason", told.said.text())]),
    );
}

/// `b`
pub fn answer<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    let fields = Fields::of([
        ("feedback_on", told.day.to_string()),
        ("feedback_no", told.said.letter.clone().unwrap_or_default()),
        ("result", told.said.text()),
    ]);
    match told.judged {
        Some(Judged::Bad) => give_back(r, &told),
        Some(Judged::Good) => submit(r, &told, Deed::AnswerAndClose, fields.with("rechecked", "是")),
        _ => submit(r, &told, Deed::Answer, fields),
    }
}

/// `e`: asks, or decides what is asked.
pub fn extend<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    if told.brief.extension_asked && told.judged.is_some() {
        let granted = if told.judged == Some(Judged::Good) { "是" } else { "否" };
        let by = r.people(&told.said.people).join("、");
        let fields = Fields::of([
            ("granted", granted.to_owned()),
            ("decided_by", if by.is_empty() { r.cx.officer.name.clone() } else { by }),
            ("decided_on", told.day.to_string()),
            ("reason", told.said.text()),
        ]);
        return submit(r, &told, Deed::DecideExtension, fields);
    }
    let new_due = told.said.due_day(extends_from(&told.brief, r.cx.today), r);
    let fields = Fields::of([
        ("asked_on", told.day.to_string()),
        ("reason", told.said.text()),
        ("new_due", new_due.opt().map(|d| d.to_string()).unwrap_or_default()),
    ]);
    submit(r, &told, Deed::AskExtension, fields);
}

/// Days count from the due day in force, so that +7 is a week more; from today when that has passed.
pub(in crate::entry) fn extends_from(brief: &HazardBrief, today: Day) -> Day {
    brief.due.max(today)
}

/// `z`: 场所灭失 only; what was put right is closed by a recheck.
pub fn site_gone<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let Some(told) = told(r, line) else { return };
    r.remark("z 只用于场所灭失（关闭、迁出、拆除）；整改好的用 r 复查销号");
    let by = party_but_rectifier(r, &told);
    let fields = Fields::of([("on", told.day.to_string()), ("by", by), ("basis", told.said.text())]);
    submit(r, &told, Deed::SiteGone, fields);
}

/// Me and those who came along (ruling 23). Who was to rectify does not recheck and stays out.
fn party_but_rectifier(r: &mut Reading, told: &Told) -> String {
    let record = r.cx.register.record(told.brief.id);
    let rectifier = record.map(|(_, fields)| fields.get("rectifier").to_owned()).unwrap_or_default();
    let me = Some(r.cx.officer.name.clone()).filter(|me| !me.is_empty() && *me != rectifier);
    let others = r.people(&told.said.people).into_iter().filter(|name| Some(name) != me.as_ref());
    let others: Vec<String> = others.collect();
    me.into_iter().chain(others).collect::<Vec<_>>().join("、")
}

fn some(text: String, or: &str) -> String {
    if text.is_empty() { or.to_owned() } else { text }
}
