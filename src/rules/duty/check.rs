//! Reads rows of duties and tells every problem at once.

use super::{Cadence, Count, DueRule, Duty, SubjectKind};
use crate::model::basics::{Basics, Document, Placed, Problem, Source};
use crate::model::person::ROLES;

/// The rows of a document.
pub(super) fn read(source: Source<'_>, basics: &Basics) -> Result<Vec<Duty>, Vec<Problem>> {
    let mut document = Document::open(source.file, source.text);
    let rows = document.many::<Duty>("duty");
    let mut problems = Vec::new();
    if !document.is_torn() {
        problems.extend(twice(&rows));
        problems.extend(rows.iter().flat_map(faults));
        problems.extend(rows.iter().flat_map(|row| strangers(row, basics)));
    }
    problems.extend(document.finish());
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok(rows.into_iter().map(|row| row.value).collect()) } else { Err(problems) }
}

/// Industries and roles that nobody has heard of.
fn strangers(row: &Placed<Duty>, basics: &Basics) -> Vec<Problem> {
    let subject = &row.value.subject;
    let codes = subject.industries.iter().filter(|code| basics.industry(code).is_none());
    let known: Vec<_> = basics.industries.iter().map(|industry| industry.code.as_str()).collect();
    let industries = codes.filter_map(|code| {
        let what = format!("没有代码为“{code}”的行业");
        row.place.problem("subject.industries", what, &format!("可填：{}", known.join("、")))
    });
    let words = subject.roles.iter().filter(|role| !ROLES.contains(&role.as_str()));
    let roles = words.filter_map(|role| {
        let what = format!("没有“{role}”这个角色");
        row.place.problem("subject.roles", what, &format!("可填：{}", ROLES.join("、")))
    });
    industries.chain(roles).collect()
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

fn faults(row: &Placed<Duty>) -> Vec<Problem> {
    let duty = &row.value;
    let say = |field: &str, what: &str, hint: &str| row.place.problem(field, what, hint);
    let by_workday = matches!(duty.due.rule, DueRule::IntoPeriod | DueRule::IntoNext);
    let by_events = duty.subject.of == SubjectKind::Hazard;
    let mut found = vec![
        (duty.need == 0).then(|| say("need", "至少应为1", "不需要的义务请删去")).flatten(),
        (by_workday && duty.due.limit.is_none())
            .then(|| say("due", "没有写第几个工作日", "补上 limit = \"plan_submit_workday\" 一类的设定"))
            .flatten(),
        (duty.period == Cadence::Phase && (duty.effective_from.is_none() || duty.effective_to.is_none()))
            .then(|| say("period", "阶段没有起止日", "补上 effective_from、effective_to"))
            .flatten(),
        (duty.evidence.count == Count::Every && duty.evidence.marks.is_empty())
            .then(|| say("evidence", "没有写怎样才算办到", "补上 marks = [\"已检\"] 一类的标记"))
            .flatten(),
        (by_events == duty.evidence.clocks.is_empty())
            .then(|| say("evidence", "时钟只用于隐患，且隐患须有时钟", "写 clocks = [\"整改\", \"复查\"]"))
            .flatten(),
        (by_events != (duty.period == Cadence::PerEvent))
            .then(|| say("period", "隐患逐案计，其他不逐案", "隐患写 period = \"逐案\""))
            .flatten(),
    ];
    let known = duty.evidence.noun.kinds();
    for kind in duty.evidence.kinds.iter().filter(|kind| !known.contains(&kind.as_str())) {
        let what = format!("没有“{kind}”这一类");
        found.push(row.place.problem("evidence.kinds", what, &format!("可填：{}", known.join("、"))));
    }
    found.into_iter().flatten().collect()
}
