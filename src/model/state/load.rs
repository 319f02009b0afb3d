//! Loading a document of basics: judged as it would stand over the others.

use super::super::basics::{Basics, Problem, Source, is_duties, is_plan, unknown_duties};
use super::super::case::{Case, Role};
use super::super::command::Refusal;
use super::super::event::{Event, Fact};
use super::super::field::FieldError;
use super::super::id::Kind;
use super::act::by_guard;
use super::field_check::error;
use super::{Numbers, Step};
use crate::calendar::Day;

/// Documents that only their readers in later layers can judge; here they need but be TOML.
fn is_read_later(source: &Source) -> bool {
    source.file == "forms.toml" || is_duties(source.text)
}

pub(super) fn load(name: &str, text: &str, case: &Case, numbers: &mut Numbers) -> Result<Step, Refusal> {
    if !case.officer.is_any(&[Role::Admin]) {
        return Err(by_guard("权限", "基础数据由管理员载入".into(), "请管理员（专班）办理"));
    }
    let documents = case.records.documents();
    let earlier = documents.iter().find(|(_, document)| document.name == name);
    if earlier.is_some_and(|(_, document)| document.text == text) {
        return Err(Refusal::new(format!("{name} 与已载入的相同"), "没有改动，不必再载入"));
    }
    if let Some(refusal) = earlier.and_then(|(_, document)| replaces_a_plan(&document.text, name, text, case))
    {
        return Err(refusal);
    }
    let others = documents.iter().filter(|(_, document)| document.name != name);
    let others: Vec<Source> = others.map(|(_, d)| Source { file: &d.name, text: &d.text }).collect();
    let problems = problems(Source { file: name, text }, others, case.today);
    if !problems.is_empty() {
        let hint = "改好标出的各行再载入；没有载入任何内容";
        return Err(Refusal { hint: hint.into(), ..Refusal::of_fields(problems) });
    }
    let id = earlier.map_or_else(|| numbers(Kind::Document), |(id, _)| *id);
    let fact = Fact::Loaded { name: name.into(), text: text.into() };
    Ok(Step { events: vec![Event { id, fact, why: String::new() }], id, remarks: Vec::new() })
}

/// A plan stands beside the one before it, never in its place; one that was sealed stays as it was.
fn replaces_a_plan(old: &str, name: &str, new: &str, case: &Case) -> Option<Refusal> {
    let was = doc_no(old)?;
    if doc_no(new).as_ref() != Some(&was) {
        let text = format!("{name} 里现在是方案 {was}，装入会把它顶掉");
        let hint = "新方案另起一个文件名再装入，如 plan-2027.toml；旧方案留着可查";
        return Some(Refusal::new(text, hint));
    }
    let seals = case.records.all_of(Kind::Closing).into_iter().filter_map(|id| case.records.row(id));
    let is_sealed = seals.into_iter().any(|row| row.closing().is_some_and(|closing| closing.plan == was));
    is_sealed.then(|| by_guard("封存", format!("方案 {was} 已经封存，不再改动"), "新的要求写进下一个方案"))
}

/// 文号 of the plan that a document holds.
fn doc_no(text: &str) -> Option<String> {
    if !is_plan(&Source { file: "", text }) {
        return None;
    }
    let table = toml::from_str::<toml::Table>(text).ok()?;
    table.get("plan")?.get("doc_no")?.as_str().map(str::to_owned)
}

fn problems<'a>(own: Source<'a>, mut others: Vec<Source<'a>>, today: Day) -> Vec<FieldError> {
    let at = |place: String, what: String| error(&place, &place, what);
    if own.file.ends_with(".csv") {
        let errors = crate::calendar::parse_calendar(own.text).err().unwrap_or_default();
        return errors.into_iter().map(|e| at(format!("{} 第{}行", own.file, e.line), e.why)).collect();
    }
    if is_read_later(&own) {
        let torn = toml::from_str::<toml::Table>(own.text).err();
        return torn.map(|e| at(own.file.into(), e.message().into())).into_iter().collect();
    }
    let duties: Vec<&str> = others.iter().map(|other| other.text).filter(|text| is_duties(text)).collect();
    others.retain(|other| other.file.ends_with(".toml") && !is_read_later(other));
    others.push(own);
    let told = |problems: Vec<Problem>| {
        let tell = |p: Problem| {
            at(format!("{} 第{}行 {}", p.file, p.line, p.field), format!("{}。{}", p.what, p.hint))
        };
        problems.into_iter().map(tell).collect()
    };
    let basics = match Basics::built_in_with(&others) {
        Ok(basics) => basics,
        Err(problems) => return told(problems),
    };
    if let Some((what, hint)) = basics.start_fault(today) {
        return vec![at(format!("{} settings.start_on", own.file), format!("{what}。{hint}"))];
    }
    // A new ledger's own plan comes before its duties, and fits them.
    let fits = duties.is_empty() || !is_plan(&own);
    if fits { Vec::new() } else { told(unknown_duties(own.file, own.text, &duties)) }
}
