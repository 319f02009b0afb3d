//! Reads rows of duties, lays documents over one another and tells every problem at once.

use std::collections::HashSet;

use serde_json::Value;

use super::{Cadence, Count, DueRule, Duty, Evidence, SubjectKind, kinds_of};
use crate::model::basics::{Basics, Document, Placed, Problem, Source};
use crate::model::id::Kind;
use crate::model::person::ROLES;
use crate::model::row::{is_case, is_proof, name_of, specs_for};

/// What a row must say that no earlier document has.
const MUST: [&str; 9] = ["clause", "title", "asks", "subject", "period", "evidence", "due", "basis", "owner"];

/// The rows of all documents, those switched off left out.
pub(super) fn read(sources: &[Source<'_>], basics: &Basics) -> Result<Vec<Duty>, Vec<Problem>> {
    let mut held: Vec<Placed<Duty>> = Vec::new();
    let mut problems = Vec::new();
    for source in sources {
        let mut document = Document::open(source.file, source.text);
        let rows = document.many::<Duty>("duty");
        let mut found = Vec::new();
        if !document.is_torn() {
            found.extend(twice(&rows));
            let below = held.len();
            for row in rows {
                match held.iter_mut().take(below).find(|other| other.value.code == row.value.code) {
                    Some(below) => *below = merged(below, row),
                    None => {
                        found.extend(lacking(&row));
                        held.push(row);
                    }
                }
            }
        }
        found.extend(document.finish());
        problems.extend(found);
    }
    for row in held.iter().filter(|row| !row.value.off) {
        problems.extend(faults(row));
        problems.extend(strangers(row, basics));
        problems.extend(entry_faults(row, basics));
    }
    let place = |problem: &Problem| sources.iter().position(|source| source.file == problem.file);
    problems.sort_by_key(|problem| (place(problem), problem.line));
    let on = held.into_iter().map(|row| row.value).filter(|duty| !duty.off);
    if problems.is_empty() { Ok(on.collect()) } else { Err(problems) }
}

/// Rows of a document that switch off what is no duty in any of these texts, switched off or not. Asked when a document is checked,
/// not when it is read: a duty that a later table no longer has leaves the switch of an office without effect, and no fault.
pub fn idle_switches(file: &str, text: &str, texts: &[&str]) -> Vec<Problem> {
    let rows_of = |file, text| Document::open(file, text).many::<Duty>("duty");
    let rows = rows_of(file, text);
    if !rows.iter().any(|row| row.value.off) {
        return Vec::new();
    }
    let said = texts.iter().flat_map(|text| rows_of("", text)).filter(|row| !row.value.off);
    let known: HashSet<String> = said.map(|row| row.value.code).collect();
    let is_idle = |row: &&Placed<Duty>| row.value.off && !known.contains(&row.value.code);
    let hint = "核对编号；有哪些义务：zhiben plan show duties.toml";
    let problem =
        |row: &Placed<Duty>| row.place.problem("code", format!("没有 {} 这条义务", row.value.code), hint);
    rows.iter().filter(is_idle).filter_map(problem).collect()
}

/// A row with the fields that it does not write taken from the one below.
fn merged(below: &Placed<Duty>, own: Placed<Duty>) -> Placed<Duty> {
    let fields = |duty: &Duty| match serde_json::to_value(duty) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let mut all = fields(&below.value);
    all.extend(fields(&own.value).into_iter().filter(|(key, _)| own.place.holds(key)));
    match serde_json::from_value(Value::Object(all)) {
        Ok(value) => Placed { value, place: own.place.over(below.place.clone()) },
        Err(_) => own,
    }
}

/// What a new duty does not say.
fn lacking(row: &Placed<Duty>) -> Vec<Problem> {
    let absent = MUST.iter().filter(|key| !row.place.holds(key) && !row.value.off);
    absent
        .filter_map(|key| {
            let hint = format!("请补上 {key} = …；要改已有的义务，核对编号 {}", row.value.code);
            row.place.problem(key, format!("缺少 {key}"), &hint)
        })
        .collect()
}

/// Industries, units, roles, tasks, sorts and words that nobody has heard of.
fn strangers(row: &Placed<Duty>, basics: &Basics) -> Vec<Problem> {
    let subject = &row.value.subject;
    let mut found = Vec::new();
    let known: Vec<&str> = basics.industries.iter().map(|industry| industry.code.as_str()).collect();
    strange(row, "subject.industries", "没有代码为“”的行业", &subject.industries, &known, &mut found);
    strange(row, "subject.roles", "没有“”这个角色", &subject.roles, ROLES, &mut found);
    let known: Vec<&str> = basics.units.iter().map(|unit| unit.code.as_str()).collect();
    strange(row, "subject.except", "没有代码为“”的单位", &subject.except, &known, &mut found);
    if let Some(noun) = subject.noun {
        words(row, "subject", noun, &subject.sort, (&subject.kinds, &[]), basics, &mut found);
    }
    for (at, proof) in row.value.proofs().enumerate() {
        let field = if at == 0 { "evidence".to_owned() } else { format!("or[{}]", at - 1) };
        words(row, &field, proof.noun, &proof.sort, (&proof.kinds, &proof.stages), basics, &mut found);
        let is_task = |code: &&String| basics.plans.iter().any(|plan| plan.node(code).is_some());
        for code in proof.tasks.iter().filter(|code| !is_task(code)) {
            let what = format!("方案里没有 {code}");
            found.extend(row.place.problem(&format!("{field}.tasks"), what, "核对任务编号，如 T18.3"));
        }
    }
    found
}

/// Complains of the words that are not among the known ones; “” in `what` is where the word goes.
fn strange(
    row: &Placed<Duty>,
    field: &str,
    what: &str,
    words: &[String],
    known: &[&str],
    found: &mut Vec<Problem>,
) {
    for word in words.iter().filter(|word| !known.contains(&word.as_str())) {
        let what = what.replace("“”", &format!("“{word}”"));
        let hint = match known {
            [] => "这种记录不分类，请删去".into(),
            known => format!("可填：{}", known.join("、")),
        };
        found.extend(row.place.problem(field, what, &hint));
    }
}

/// The sort of a noun, and kinds and 状态 in its words.
fn words(
    row: &Placed<Duty>,
    field: &str,
    noun: Kind,
    sort: &str,
    (kinds, stages): (&[String], &[String]),
    basics: &Basics,
    found: &mut Vec<Problem>,
) {
    let at = |part: &str| format!("{field}.{part}");
    if !is_proof(noun, basics) {
        let what = format!("{}不能作义务的佐证或对象", name_of(noun));
        found.extend(row.place.problem(&at("noun"), what, "换一种有日期、算得进格子的记录"));
        return;
    }
    if noun != Kind::Evidence {
        strange(row, &at("kinds"), "没有“”这一类", kinds, &kinds_of(noun, sort, basics), found);
        if !sort.is_empty() {
            found.extend(row.place.problem(&at("sort"), "只有工作记录分种类", "请删去 sort"));
        }
        return;
    }
    let Some(known) = basics.sort(sort) else {
        let what = match sort {
            "" => "没有写记录种类".to_owned(),
            sort => format!("没有代码为“{sort}”的记录种类"),
        };
        let sorts: Vec<&str> = basics.sorts.iter().map(|sort| sort.code.as_str()).collect();
        let hint = match sorts.as_slice() {
            [] => "记录种类在 records.toml 里，请一起装入".into(),
            sorts => format!("写 sort = \"…\"，可填：{}", sorts.join("、")),
        };
        found.extend(row.place.problem(&at("sort"), what, &hint));
        return;
    };
    for (part, what, written, known) in [
        ("kinds", "没有“”这一类", kinds, &known.variants),
        ("stages", "没有“”这个状态", stages, &known.stages),
    ] {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        strange(row, &at(part), what, written, &known, found);
    }
}

fn twice(rows: &[Placed<Duty>]) -> Vec<Problem> {
    let known = |at: usize, code: &str| rows.iter().take(at).any(|row| row.value.code == code);
    let again = rows.iter().enumerate().filter(|(at, row)| known(*at, &row.value.code));
    again
        .filter_map(|(_, row)| {
            let what = format!("“{}”已被另一条使用", row.value.code);
            row.place.problem("code", what, "每条义务的编号须各不相同")
        })
        .collect()
}

/// Parts of a row that do not fit together: field, what is wrong, the way out.
fn faults(row: &Placed<Duty>) -> Vec<Problem> {
    let duty = &row.value;
    let Duty { subject, evidence, due, .. } = duty;
    let counted = matches!(due.rule, DueRule::IntoPeriod | DueRule::IntoNext | DueRule::AfterEvent);
    let (by_hazard, by_record) = (subject.of == SubjectKind::Hazard, subject.of == SubjectKind::Record);
    let of_case = matches!(due.rule, DueRule::AfterEvent | DueRule::DayBefore | DueRule::OwnDay);
    let no_count = due.limit.is_none() && due.days.is_none();
    let no_stretch = duty.effective_from.is_none() || duty.effective_to.is_none();
    let each_kind = evidence.count == Count::EachKind;
    let cases = Kind::TABLE.iter().copied().filter(|kind| is_case(*kind)).map(name_of).collect::<Vec<_>>();
    let cases = format!("可填：{}", cases.join("、"));
    let own_fields = |proof: &Evidence| proof.noun == Kind::Enterprise;
    let told = [
        (duty.need == 0, "need", "至少应为1", "不需要的义务写 off = true"),
        (
            counted && no_count,
            "due",
            "没有写第几个工作日",
            "补上 days = 3，或 limit = \"plan_submit_workday\" 一类的设定",
        ),
        (
            duty.period == Cadence::Phase && no_stretch,
            "period",
            "阶段没有起止日",
            "补上 effective_from、effective_to",
        ),
        (
            evidence.count == Count::Every && evidence.marks.is_empty(),
            "evidence",
            "没有写怎样才算办到",
            "补上 marks = [\"已检\"] 一类的标记",
        ),
        (
            each_kind && (evidence.kinds.is_empty() || !duty.or.is_empty()),
            "evidence",
            "每类各一须写明各类，且只能有一种佐证",
            "补上 kinds = [ … ]，去掉 or",
        ),
        (
            by_hazard == evidence.clocks.is_empty(),
            "evidence",
            "时钟只用于隐患，且隐患须有时钟",
            "写 clocks = [\"整改\", \"复查\"]",
        ),
        (
            if by_hazard { !duty.is_by_event() } else { duty.is_by_event() && !by_record },
            "period",
            "隐患逐案计，记录可以逐案计，其他不逐案",
            "隐患写 period = \"逐案\"",
        ),
        (
            by_record && duty.is_by_event() != of_case,
            "due",
            "逐案的记录须写怎样定期限，不逐案的写期末",
            "可填：事后第几个工作日、前一日、自身期限；不逐案的填 期末",
        ),
        (
            !by_record && of_case,
            "due",
            "这样的期限只用于记录",
            "填 期末，或把 subject 写成 { of = \"记录\" }",
        ),
        (
            duty.proofs().any(|proof| proof.lasting)
                && !matches!(duty.period, Cadence::Once | Cadence::Phase),
            "evidence",
            "lasting 只用于一次和阶段的义务",
            "去掉 lasting，或把 period 写成 阶段",
        ),
        (
            by_record && subject.noun.is_none(),
            "subject",
            "没有写是哪种记录",
            "补上 noun = \"工作记录\"、sort = \"…\"",
        ),
        (
            by_record && subject.noun.is_some_and(|noun| !is_case(noun)),
            "subject",
            "这种记录不能作对象",
            &cases,
        ),
        (
            duty.proofs().any(own_fields) && subject.of != SubjectKind::Enterprise,
            "evidence",
            "企业自身的字段只能证明企业的义务",
            "把 subject 写成 { of = \"企业\" }",
        ),
        (
            duty.proofs().any(|proof| own_fields(proof) && proof.kinds.is_empty()),
            "evidence",
            "没有写企业的哪个字段",
            "补上 kinds = [\"自查自改机制\"]，或 全员责任制、监测接入",
        ),
    ];
    let told = told.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    told.filter_map(|(_, field, what, hint)| row.place.problem(field, what, hint)).collect()
}

/// Fields that the entry of a missing piece begins with and that its noun does not have.
fn entry_faults(row: &Placed<Duty>, basics: &Basics) -> Vec<Problem> {
    let evidence = &row.value.evidence;
    let known: Vec<&str> =
        specs_for(evidence.noun, &evidence.sort, basics).iter().map(|spec| spec.key).collect();
    let strange = evidence.entry.keys().filter(|key| !known.contains(&key.as_str()));
    strange
        .filter_map(|key| {
            let what = format!("这种记录没有字段 {key}");
            row.place.problem(&format!("evidence.entry.{key}"), what, "核对字段名，见 docs/glossary.md")
        })
        .collect()
}
