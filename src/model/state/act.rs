//! Doing something to a hazard: the wish against its row in the table of transitions.

use super::super::case::Case;
use super::super::command::Refusal;
use super::super::event::{Event, Fact};
use super::super::field::{FieldError, Fields, Spec};
use super::super::ground::Ground;
use super::super::hazard::Hazard;
use super::super::hazard::deeds::Deed;
use super::super::hazard::scene::{Objection, Scene};
use super::super::hazard::transitions::{OfRecord, To, Transition, possible, transition};
use super::super::id::{Id, Kind};
use super::super::noun::Noun;
use super::super::row::{Body, Row};
use super::field_check::{check, error, missing, placed};
use super::nouns::{foreign, in_own_field};
use super::{Numbers, Step, TO};

/// Judges a wish about a hazard; `id` is empty for a new one, or `$n`.
pub(super) fn act(
    id: &str,
    deed: Deed,
    given: &Fields,
    why: &str,
    case: &Case,
    made: &[Id],
    numbers: &mut Numbers,
) -> Result<Step, Refusal> {
    let way = transition(deed);
    let row = own(id, deed, case, made)?;
    let blank = Hazard::default();
    let hazard = row.as_ref().and_then(Row::hazard).unwrap_or(&blank);
    let scene = Scene { case, row: row.as_ref(), hazard, fields: given };
    open(way, row.as_ref(), &scene)?;

    let mut fields = answers(way, row.as_ref(), hazard, &with_reason(way, given, why), case, made)?;
    keeps_to_own_field(&scene.with(&fields))?;
    late(way, &scene.with(&fields))?;
    let to = match way.to {
        To::Stay => None,
        To::State(state) => Some(state),
        To::By(_, judge) => Some(judge(&scene.with(&fields))),
    };
    if let Some(state) = to {
        fields.put(TO, state.name());
    }
    let judged = fields.clone();
    (way.settle)(&scene.with(&judged), &mut fields);
    // A due day that somebody names stands, be it the one that would have been proposed.
    if !given.get("due").is_empty() && !given.yes("due_proposed") {
        fields.0.remove("due_proposed");
    }
    let remarks = (way.remark)(&scene.with(&fields)).into_iter().collect();
    fields.0.retain(|key, text| !text.is_empty() || !hazard.get(key).unwrap_or_default().is_empty());

    let why = reason_of(way, &mut fields).unwrap_or_else(|| why.into());
    let id = row.as_ref().map_or_else(|| numbers(Kind::Hazard), |r| r.id);
    let mut events = match deed {
        Deed::SendLetter => letter_events(id, &mut fields, hazard, case, numbers),
        _ => found_events(&fields, case),
    };
    events.insert(0, Event { id, fact: Fact::Acted { deed, fields }, why });
    // The letter stands before what refers to it.
    if deed == Deed::SendLetter {
        events.reverse();
    }
    Ok(Step { events, id, remarks })
}

/// Why this cannot be done to this record by this officer, as far as the record alone tells.
pub fn objection(way: &Transition, row: &Row, case: &Case) -> Option<Refusal> {
    let hazard = row.hazard()?;
    open(way, Some(row), &Scene { case, row: Some(row), hazard, fields: &Fields::default() }).err()
}

fn open(way: &Transition, row: Option<&Row>, scene: &Scene) -> Result<(), Refusal> {
    in_own_role(way, scene.case)?;
    stands_right(way, row, scene.case)?;
    early(way, scene)
}

/// The officer's role may do this.
fn in_own_role(way: &Transition, case: &Case) -> Result<(), Refusal> {
    if case.officer.is_any(way.who) {
        return Ok(());
    }
    let text = format!("您的角色不能办理“{}”", way.name);
    let who: Vec<&str> = way.who.iter().map(|role| role.word()).collect();
    Err(by_guard("权限", text, format!("请 {} 办理", who.join("、"))))
}

/// Under which a correction is asked why.
const REASON: &str = "reason";

/// A correction answers why it is made; it may have been said beside the fields.
fn with_reason(way: &Transition, given: &Fields, why: &str) -> Fields {
    match way.record {
        OfRecord::Amend if !given.has(REASON) => given.clone().with(REASON, why),
        _ => given.clone(),
    }
}

/// The reason of a correction, which stands beside the fact and not in it.
fn reason_of(way: &Transition, fields: &mut Fields) -> Option<String> {
    if way.record == OfRecord::Amend { fields.0.remove(REASON) } else { None }
}

/// The hazard, if the officer may do this to it; [`None`] for a new one. Nothing is told of one that is not theirs.
pub(super) fn own(id: &str, deed: Deed, case: &Case, made: &[Id]) -> Result<Option<Row>, Refusal> {
    in_own_role(transition(deed), case)?;
    if id.is_empty() {
        return Ok(None);
    }
    let row = find(id, case, made)?;
    in_own_field(&row.body, case)?;
    Ok(Some(row))
}

fn find(id: &str, case: &Case, made: &[Id]) -> Result<Row, Refusal> {
    let hint = "核对编号，如 H2611-0042";
    let id = placed(id, made).map_err(|what| Refusal::new(what, hint))?;
    let row = case.records.row(id).filter(|row| row.hazard().is_some());
    row.ok_or_else(|| Refusal::new(format!("没有隐患 {id}"), hint))
}

/// The hazard stands where this can be done.
fn stands_right(way: &Transition, row: Option<&Row>, case: &Case) -> Result<(), Refusal> {
    let Some((row, hazard)) = row.and_then(|r| r.hazard().map(|h| (r, h))) else {
        let hint = "写明隐患编号，如 H2611-0042";
        return if way.makes {
            Ok(())
        } else {
            Err(by_guard("状态", format!("“{}”须指明隐患", way.name), hint))
        };
    };
    if way.from.contains(&hazard.state) {
        return Ok(());
    }
    let names: Vec<_> = possible(row, case).iter().map(|t| t.name).collect();
    let hint = match names.as_slice() {
        [] => "已办结，不再变更".into(),
        names => format!("现在可以：{}", names.join("、")),
    };
    // Who was faster wants to be known: two may have had it open at once.
    let (at, by) = &row.touched;
    let text = format!(
        "{} 现为{}（{by} {} 办理），不能办理“{}”",
        row.id,
        hazard.state.name(),
        at.format("%m-%d %H:%M"),
        way.name
    );
    Err(by_guard("状态", text, hint))
}

fn early(way: &Transition, scene: &Scene) -> Result<(), Refusal> {
    match way.guards.iter().filter(|g| g.is_early).find_map(|g| (g.check)(scene).err().map(|o| (g.name, o))) {
        None => Ok(()),
        Some((guard, Objection { text, hint, .. })) => Err(by_guard(guard, text, hint)),
    }
}

/// Every objection to the answers at once: the first one speaks, all that name a field are shown at it.
fn late(way: &Transition, scene: &Scene) -> Result<(), Refusal> {
    let guards = way.guards.iter().filter(|g| !g.is_early);
    let objections: Vec<_> = guards.filter_map(|g| (g.check)(scene).err().map(|o| (g.name, o))).collect();
    let asks = way.asks();
    let label = |key: &str| asks.iter().find(|a| a.spec.key == key).map_or("", |a| a.spec.label);
    let at_fields = objections.iter().filter(|(_, o)| !o.key.is_empty());
    let fields = at_fields.map(|(_, o)| error(o.key, label(o.key), o.text.clone())).collect();
    match objections.into_iter().next() {
        None => Ok(()),
        Some((guard, Objection { text, hint, .. })) => {
            Err(Refusal { text, hint, fields, guard: guard.into() })
        }
    }
}

/// The answers in canonical text, with what is proposed for those not given; what is wrong or missing all at once.
fn answers(
    way: &Transition,
    row: Option<&Row>,
    hazard: &Hazard,
    given: &Fields,
    case: &Case,
    made: &[Id],
) -> Result<Fields, Refusal> {
    let specs: Vec<Spec> = way.asks().iter().map(|ask| ask.spec).collect();
    let (fields, mut errors) = check(&specs, given, case, made);
    let fields = way.prefilled(case, row, &fields);
    // What could not be read is not missing as well.
    let is_told = |e: &FieldError, told: &[FieldError]| told.iter().any(|t| t.key == e.key);
    let lacking: Vec<_> = missing(&specs, &fields).into_iter().filter(|e| !is_told(e, &errors)).collect();
    errors.extend(lacking);
    let mut fields = fields;
    if way.record == OfRecord::Amend {
        errors.extend(emptied(&fields, hazard));
        fields.0.retain(|key, text| hazard.get(key).unwrap_or_default() != *text);
        if errors.is_empty() && fields.0.keys().all(|key| key == REASON) {
            return Err(by_guard("有改动", "没有改动".into(), "改了内容再提交"));
        }
    }
    if way.deed == Deed::Secure {
        fields.0.retain(|key, text| given.has(key) && is_new_point(hazard, key, text));
        if errors.is_empty() && fields.0.is_empty() {
            let hint = "填责任、措施、资金、时限、预案中新落实的项";
            return Err(by_guard("有新内容", "没有新落实的内容可记".into(), hint));
        }
    }
    if errors.is_empty() { Ok(fields) } else { Err(Refusal::of_fields(errors)) }
}

/// One of the five points is told anew; a proposed due day that somebody names stands from then on.
fn is_new_point(hazard: &Hazard, key: &str, text: &str) -> bool {
    hazard.get(key).unwrap_or_default() != text || (key == "due" && hazard.due_proposed)
}

/// What a registered hazard cannot be without; a draft can.
fn emptied(fields: &Fields, hazard: &Hazard) -> Vec<FieldError> {
    let is_draft = hazard.state == super::super::hazard::State::Draft;
    let must = |s: &Spec| s.required && !is_draft && fields.has(s.key) && fields.get(s.key).is_empty();
    let lacking = Hazard::specs().into_iter().filter(must);
    lacking.map(|s| error(s.key, s.label, "不能改为空")).collect()
}

/// What the answers make of the hazard is the officer's too: its township, industry and enterprise, and the letter it goes with.
fn keeps_to_own_field(scene: &Scene) -> Result<(), Refusal> {
    let case = scene.case;
    let mut hazard = scene.hazard.clone();
    let _ = hazard.fill(&Fields::of(["township", "industry"].map(|key| (key, scene.says(key)))));
    in_own_field(&Body::Hazard(Box::new(hazard)), case)?;
    let ground = Ground::of(case.officer, case.basics);
    let is_named = scene.row.is_none() || scene.fields.has("enterprise");
    let premises = scene.enterprise().filter(|_| is_named);
    if premises.is_some_and(|premises| !ground.has_had(&premises, case.basics)) {
        return Err(foreign());
    }
    match scene.link("letter").and_then(|letter| case.records.row(letter)) {
        Some(letter) => in_own_field(&letter.body, case),
        None => Ok(()),
    }
}

/// The letter a hazard goes out with: made when none was named, and naming the hazard when it did not.
fn letter_events(
    id: Id,
    fields: &mut Fields,
    hazard: &Hazard,
    case: &Case,
    numbers: &mut Numbers,
) -> Vec<Event> {
    let letter = fields.get("letter").parse::<Id>().ok().and_then(Id::opt);
    let Some(letter) = letter else {
        let letter = numbers(Kind::Transfer);
        let mut of_letter = Fields::of(
            ["department", "letter_no", "sent_on", "channel", "receiver"]
                .map(|key| (key, fields.get(key).to_owned())),
        );
        of_letter.put("basis", hazard.leg().map_or("", |l| &l.basis));
        of_letter.put("hazards", id.to_string());
        fields.put("letter", letter.to_string());
        return vec![Event { id: letter, fact: Fact::Entered { fields: of_letter }, why: String::new() }];
    };
    let named = case
        .records
        .row(letter)
        .and_then(|row| row.transfer().map(|t| t.hazards.clone()))
        .unwrap_or_default();
    if named.contains(&id) {
        return Vec::new();
    }
    let hazards = named.iter().chain([&id]).map(Id::to_string).collect::<Vec<_>>().join("、");
    let fields = Fields::default().with("hazards", hazards);
    vec![Event { id: letter, fact: amended(fields), why: String::new() }]
}

/// An inspection in which a hazard was found did not find nothing.
fn found_events(fields: &Fields, case: &Case) -> Vec<Event> {
    let row =
        fields.get("inspection").parse::<Id>().ok().and_then(Id::opt).and_then(|id| case.records.row(id));
    let blind = row.filter(|row| row.inspection().is_some_and(|visit| visit.finding != "发现"));
    let found = Fields::default().with("finding", "发现");
    blind.map(|row| Event { id: row.id, fact: amended(found), why: String::new() }).into_iter().collect()
}

pub(super) fn amended(fields: Fields) -> Fact {
    Fact::Amended { fields, effective_on: crate::calendar::Day::NONE }
}

pub(super) fn by_guard(guard: &str, text: String, hint: impl Into<String>) -> Refusal {
    Refusal { guard: guard.into(), ..Refusal::new(text, hint) }
}
