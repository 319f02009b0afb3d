//! Records that consist of fields: entering, amending, declaring void.

use super::super::basics::Basics;
use super::super::case::{Case, Role};
use super::super::command::Refusal;
use super::super::event::{Event, Fact};
use super::super::field::{FieldError, Fields, Shape, Value};
use super::super::ground::Ground;
use super::super::hazard::dates::newly_broken;
use super::super::hazard::deeds::Deed;
use super::super::id::{Id, Kind};
use super::super::person::Person;
use super::super::row::{Body, Row, name_of, proposal_of, specs_for, specs_of, who_of};
use super::act::{amended, by_guard};
use super::field_check::{check, error, missing};
use super::fold::apply;
use super::hanging::{at_a_lost_place, found_after_all, left_behind, nothing_hangs_on};
use super::{Numbers, Step, There, lists, seal, sorts, undo};
use crate::calendar::Day;

const REPAIRS: &[Role] = &[Role::SectionLead, Role::Leader, Role::Head, Role::Admin];

/// Fields of a new record with what is proposed for those not given: the day, the officer, what an enterprise tells.
/// A key given as empty stays empty.
pub fn prefilled(kind: Kind, case: &Case, given: &Fields) -> Fields {
    let mut fields = given.clone();
    for spec in specs_for(kind, given.get("sort"), case.basics) {
        if !fields.has(spec.key) {
            let text = proposal(kind, spec.key, case, &fields);
            fields.put(spec.key, text);
        }
    }
    fields
}

fn proposal(kind: Kind, key: &str, case: &Case, fields: &Fields) -> String {
    let mine = || case.basics.unit(&case.officer.unit).filter(|u| u.is_township()).map(|u| u.code.clone());
    proposal_of(kind, key, fields, case).unwrap_or_else(|| match key {
        "date" => case.today.show(),
        "township" => case.enterprise_of(fields).map(|e| e.township).or_else(mine).unwrap_or_default(),
        _ => String::new(),
    })
}

pub(super) fn enter(
    kind: Kind,
    given: &Fields,
    case: &Case,
    made: &[Id],
    numbers: &mut Numbers,
) -> Result<Step, Refusal> {
    match kind {
        Kind::Hazard => return Err(Refusal::new("隐患须经登记，不能直接录入", "用“登记”或“存草稿”")),
        Kind::Document => return Err(Refusal::new("基础数据须整份载入", "用导入载入文件")),
        _ => {}
    }
    in_own_role(kind, case)?;
    sorts::in_own_role(given.get("sort"), kind, case)?;
    let specs = specs_for(kind, given.get("sort"), case.basics);
    let (fields, mut errors) = check(&specs, given, case, made);
    let fields = prefilled(kind, case, &fields);
    let told: Vec<String> = errors.iter().map(|e| e.key.clone()).collect();
    errors.extend(missing(&specs, &fields).into_iter().filter(|e| !told.contains(&e.key)));
    let fields = Fields::of(fields.0);
    let mut body = Body::blank(kind);
    let _ = body.fill(&fields);
    // A record of which a part is lacking is not judged as a whole; what lies ahead is told with the rest.
    errors.extend(match errors.is_empty() {
        true => problems(&body, Id::NONE, case),
        false => days_to_come(&body, case.today),
    });
    if !errors.is_empty() {
        return Err(Refusal::of_fields(errors));
    }
    in_own_field(&body, case)?;
    seats_by_admin(&Body::blank(kind), &body, case)?;
    lists::by_leader(&Body::blank(kind), &body, case)?;
    let id = numbers(kind);
    let mut events = vec![Event { id, fact: Fact::Entered { fields }, why: String::new() }];
    events.extend(item_events(id, None, &body, case));
    let mut remarks = body.remarks(case);
    remarks.extend(at_a_lost_place(&body, case));
    Ok(Step { events, id, remarks })
}

pub(super) fn amend(
    (id, seen): (Id, u32),
    given: &Fields,
    effective_on: Day,
    why: &str,
    case: &Case,
    made: &[Id],
) -> Result<Step, Refusal> {
    in_own_role(id.kind(), case)?;
    let is_addressee = sorts::is_addressee(id, case);
    let row = if is_addressee { there(id, case)? } else { existing(id, case)? };
    if !is_addressee {
        sorts::in_own_role(&row.body.get("sort").unwrap_or_default(), id.kind(), case)?;
    }
    undo::unmoved(id, seen, case)?;
    let specs = row.body.specs(case.basics);
    let (mut fields, mut errors) = check(&specs, given, case, made);
    let emptied = specs.iter().filter(|s| s.required && fields.has(s.key) && fields.get(s.key).is_empty());
    errors.extend(emptied.map(|s| error(s.key, s.label, "不能改为空")));
    if effective_on > case.today {
        errors.push(error("effective_on", "生效日", format!("{effective_on} 晚于今天 {}", case.today)));
    }
    fields.0.retain(|key, text| row.body.get(key).unwrap_or_default() != *text);
    if errors.is_empty() && fields.0.is_empty() {
        return Err(by_guard("有改动", "没有改动".into(), "改了内容再提交"));
    }
    if is_addressee {
        sorts::only_answers(&fields)?;
    }
    settle_item(&row, &mut fields, case);
    let mut body = row.body.clone();
    let _ = body.fill(&fields);
    if errors.is_empty() {
        errors = problems(&body, id, case);
        errors.extend(found_after_all(id, &fields, &body, case));
        errors.extend(legs_out_of_order(id, &fields, &row, case));
    } else {
        errors.extend(days_to_come(&body, case.today));
    }
    if !errors.is_empty() {
        return Err(Refusal::of_fields(errors));
    }
    if !is_addressee {
        in_own_field(&body, case)?;
    }
    seats_by_admin(&row.body, &body, case)?;
    lists::by_leader(&row.body, &body, case)?;
    let effective_on = if id.kind() == Kind::Enterprise { effective_on } else { Day::NONE };
    let mut events = item_events(id, Some(&row.body), &body, case);
    events.extend(leg_events(id, &fields, &row));
    events.insert(0, Event { id, fact: Fact::Amended { fields, effective_on }, why: why.into() });
    let mut remarks = body.remarks(case);
    remarks.extend(left_behind(id, &row.body, &body, effective_on, case));
    Ok(Step { events, id, remarks })
}

pub(super) fn void(id: Id, why: &str, case: &Case) -> Result<Step, Refusal> {
    let is_repair = case.officer.is_any(REPAIRS);
    if !is_repair {
        in_own_role(id.kind(), case)?;
    }
    seal::by_who(id.kind(), case)?;
    let row = existing(id, case)?;
    let why = why.trim();
    if why.is_empty() {
        return Err(Refusal::of_fields(vec![error("why", "作废原因", "须填写")]));
    }
    seats_by_admin(&row.body, &Body::blank(id.kind()), case)?;
    if row.entered.1 != case.officer.name && !is_repair {
        let text = format!("{id} 由 {} 登记，由本人或股室负责人、管理员作废", row.entered.1);
        return Err(by_guard("谁可作废", text, "请登记人或股室负责人办理"));
    }
    nothing_hangs_on(&row, case)?;
    let sent = row.transfer().map(|t| t.hazards.clone()).unwrap_or_default();
    let goes_with = |hazard: &Id| case.records.row(*hazard).is_some_and(|r| has_leg(&r, id));
    if let Some(hazard) = sent.into_iter().find(goes_with) {
        return Err(by_guard("函已发出", format!("{hazard} 已随此函移交"), "由部门退回，或更正函的内容"));
    }
    let mut events = vec![Event { id, fact: Fact::Voided, why: why.into() }];
    if let Some(visit) = row.inspection() {
        events.extend(visit.plan_item.opt().and_then(|item| freed_item(id, item, case)));
    }
    Ok(Step { events, id, remarks: Vec::new() })
}

fn has_leg(row: &Row, letter: Id) -> bool {
    row.hazard().is_some_and(|h| h.legs.iter().any(|l| l.letter == letter))
}

/// A record that the officer may change. Nothing is told of one that is not theirs.
fn existing(id: Id, case: &Case) -> Result<Row, Refusal> {
    let Some(row) = case.records.row(id) else { return there(id, case) };
    in_own_field(&row.body, case)?;
    there(id, case)
}

/// The same whoever's it is.
fn there(id: Id, case: &Case) -> Result<Row, Refusal> {
    if id.kind() == Kind::Document {
        return Err(Refusal::new("基础数据须整份载入", "改好文件后重新载入"));
    }
    let Some(row) = case.records.row(id) else {
        return Err(Refusal::new(format!("没有 {id} 这条记录"), "核对编号"));
    };
    match row.is_void() {
        true => Err(Refusal::new(format!("{id} 已作废：{}", row.voided), "已作废的记录只供查阅，请另行登记")),
        false => Ok(row),
    }
}

/// What is wrong with a record as a whole: faults of the noun, days to come, months and letters taken, ends before
/// beginnings.
fn problems(body: &Body, id: Id, case: &Case) -> Vec<FieldError> {
    let mut errors = body.faults();
    errors.extend(clashes(body, id, case));
    errors.extend(days_to_come(body, case.today));
    match body {
        Body::Snooze(snooze) if snooze.until <= case.today => {
            errors.push(error("until", "暂缓至", format!("{} 已经到了，填今天以后的日子", snooze.until)));
        }
        Body::Inspection(visit) => {
            let item = case.records.row(visit.plan_item);
            let meant = item.and_then(|row| row.plan_item().map(|i| i.enterprise));
            if meant.is_some_and(|meant| meant != visit.enterprise) {
                errors.push(error("plan_item", "计划条目", "该条目计划检查的是另一家企业"));
            }
        }
        Body::Evidence(record) => errors.extend(sorts::problems(record, case)),
        Body::DishonestEntry(entry) => errors.extend(lists::problems(entry, &|id| case.there(id))),
        Body::Closing(closing) => errors.extend(seal::problems(closing, id, case)),
        Body::SupportApplication(application) => errors.extend(lists::bars(application, case)),
        _ => {}
    }
    errors
}

/// What a row of a table is judged by.
pub struct Hearing<'a> {
    /// 基础数据
    pub basics: &'a Basics,
    /// The owner's day.
    pub today: Day,
    /// What whoever brings the table may do.
    pub roles: &'a [Role],
    /// The records that the row names.
    pub there: &'a There<'a>,
}

/// What is wrong with a new record of these canonical fields, as far as the hearing tells: what tables are checked by row by
/// row, so that one bad row does not refuse all others.
pub fn unsound(kind: Kind, fields: &Fields, by: &Hearing) -> Vec<FieldError> {
    let Hearing { basics, today, roles, there } = *by;
    let mut body = Body::blank(kind);
    let mut errors = body.fill(fields);
    errors.extend(body.faults());
    errors.extend(days_to_come(&body, today));
    match &body {
        Body::Evidence(record) => {
            let sort = basics.sort(&record.sort);
            errors.extend(sort.map(|sort| sorts::unsound(record, sort, basics, there)).unwrap_or_default());
        }
        Body::DishonestEntry(entry) => {
            errors.extend(lists::problems(entry, there));
            errors.extend(lists::undecided(entry, roles));
        }
        _ => {}
    }
    errors
}

/// Another record stands where this one would: one plan and one confirmation a township and month, one letter a number and year.
pub(super) fn clashes(body: &Body, id: Id, case: &Case) -> Vec<FieldError> {
    let other = |found: Option<Id>| found.filter(|found| *found != id);
    let clash = match body {
        Body::InspectionPlan(plan) => other(case.records.plan_of(&plan.township, &plan.month))
            .map(|taken| error("month", "月份", format!("{} 的计划已有 {taken}，请在其上修改", plan.month))),
        Body::Confirmation(one) => {
            let rows =
                case.records.all_of(Kind::Confirmation).into_iter().filter_map(|id| case.records.row(id));
            let same = |row: &Row| {
                row.confirmation()
                    .is_some_and(|other| other.township == one.township && other.month == one.month)
            };
            other(rows.filter(|row| row.id != id).find(same).map(|row| row.id)).map(|taken| {
                error("month", "月份", format!("{} 的台账已确认（{taken}），请在其上更正", one.month))
            })
        }
        Body::Transfer(letter) if !letter.letter_no.is_empty() => {
            other(case.records.letter(letter.sent_on.year(), &letter.letter_no))
                .map(|taken| error("letter_no", "函号", format!("本年已用于 {taken}，请核对函号")))
        }
        Body::Person(person) if person.sits_at(&person.account, case.today) => {
            other(case.records.person_at(&person.account))
                .map(|taken| error("account", "账户", format!("账户 {} 已是 {taken} 的", person.account)))
        }
        _ => None,
    };
    clash.into_iter().collect()
}

/// What happened cannot lie in the future.
fn days_to_come(body: &Body, today: Day) -> Vec<FieldError> {
    let specs = specs_of(body.kind()).into_iter().filter(|spec| spec.shape == Shape::Date);
    let late = specs.filter(|s| body.get(s.key).is_some_and(|text| day(&text) > today));
    late.map(|s| error(s.key, s.label, format!("晚于今天 {today}，请填实际日期"))).collect()
}

fn day(text: &str) -> Day {
    let mut day = Day::NONE;
    let _ = day.read(text);
    day
}

/// The officer's role may enter and change this noun.
fn in_own_role(kind: Kind, case: &Case) -> Result<(), Refusal> {
    if case.officer.is_any(who_of(kind)) {
        return Ok(());
    }
    let text = format!("您的角色不能登记、更正、作废{}", name_of(kind));
    Err(by_guard("权限", text, "请有权限的同志办理，或请管理员核对账户的角色"))
}

/// The record lies on the officer's ground.
pub(super) fn in_own_field(body: &Body, case: &Case) -> Result<(), Refusal> {
    match Ground::of(case.officer, case.basics).holds(body, case) {
        true => Ok(()),
        false => Err(foreign()),
    }
}

pub(super) fn foreign() -> Refusal {
    by_guard("辖区", "不属本乡镇、本股室的行业".into(), "请该乡镇、该股室或专班办理")
}

/// Who sits under which account, in which unit and role, is the administrator's to say, and nobody else's.
fn seats_by_admin(before: &Body, after: &Body, case: &Case) -> Result<(), Refusal> {
    let (Body::Person(before), Body::Person(after)) = (before, after) else { return Ok(()) };
    let seat = |person: &Person| {
        let Person { name, unit, role, account, .. } = person.clone();
        (!account.is_empty()).then_some((name, unit, role, account))
    };
    if seat(before) != seat(after) && !case.officer.is_any(&[Role::Admin]) {
        let text = "账户和它的姓名、单位、角色由管理员登记".into();
        return Err(by_guard("权限", text, "请管理员办理：zhiben users"));
    }
    Ok(())
}

/// A visit fulfils the item of the plan that it names, on its day, and frees the one it named before.
fn item_events(id: Id, before: Option<&Body>, after: &Body, case: &Case) -> Vec<Event> {
    let named = |body: &Body| match body {
        Body::Inspection(visit) => visit.plan_item.opt().map(|item| (item, visit.date)),
        _ => None,
    };
    let (was, is) = (before.and_then(named), named(after));
    if was == is {
        return Vec::new();
    }
    let freed = was.filter(|(item, _)| is.is_none_or(|(other, _)| other != *item));
    let freed = freed.and_then(|(item, _)| freed_item(id, item, case));
    let open = |(item, _): &(Id, Day)| case.records.row(*item).is_some_and(|row| !row.is_void());
    let done = is.filter(open).map(|(item, on)| done_event(item, id, on));
    freed.into_iter().chain(done).collect()
}

/// The outcome of an item has its day, and goes with it.
fn settle_item(row: &Row, fields: &mut Fields, case: &Case) {
    if row.plan_item().is_some() && fields.has("outcome") && !fields.has("done_on") {
        let on = proposal_of(Kind::PlanItem, "done_on", fields, case).unwrap_or_default();
        fields.0.insert("done_on".to_owned(), on);
    }
}

fn done_event(item: Id, visit: Id, on: Day) -> Event {
    let visit = visit.opt().map(|id| id.to_string()).unwrap_or_default();
    let outcome = if visit.is_empty() { "" } else { "已检" };
    let fields = [("inspection", visit), ("outcome", outcome.to_owned()), ("done_on", on.show())];
    let fields = Fields(fields.map(|(key, text)| (key.to_owned(), text)).into());
    Event { id: item, fact: amended(fields), why: String::new() }
}

/// An item that `visit` no longer fulfils is open again, unless another visit names it; one that another visit fulfilled stays.
fn freed_item(visit: Id, item: Id, case: &Case) -> Option<Event> {
    let row = case.records.row(item).filter(|row| !row.is_void())?;
    let freed = row.plan_item().filter(|one| one.inspection == visit)?;
    let others = case.records.about(freed.enterprise).into_iter().filter(|other| *other != visit);
    let mut visits = others.filter_map(|id| case.records.row(id));
    let other =
        visits.find_map(|row| Some((row.id, row.inspection().filter(|one| one.plan_item == item)?.date)));
    let (other, on) = other.unwrap_or((Id::NONE, Day::NONE));
    Some(done_event(item, other, on))
}

/// 发出日 of a letter corrected to a day after 签收, 退回 or before 发现 of a hazard that went with it.
fn legs_out_of_order(id: Id, fields: &Fields, row: &Row, case: &Case) -> Vec<FieldError> {
    let carried = leg_events(id, fields, row).into_iter();
    let told = carried.filter_map(|event| {
        let before = case.records.row(event.id)?;
        let after = apply(Some(before.clone()), &event, case.at, &case.officer.name)?;
        let ((_, earlier, from), (_, later, on)) = newly_broken(before.hazard()?, after.hazard()?)?;
        Some(error("sent_on", "发出日", format!("{}：{later} {on} 早于{earlier} {from}", event.id)))
    });
    told.collect()
}

/// What is corrected in a letter is corrected in the hazards that went out with it.
fn leg_events(id: Id, fields: &Fields, row: &Row) -> Vec<Event> {
    let Some(letter) = row.transfer() else { return Vec::new() };
    let shared = ["department", "letter_no", "sent_on", "channel", "receiver"];
    let shared = fields.0.iter().filter(|(key, _)| shared.contains(&key.as_str()));
    let shared = Fields(shared.map(|(k, v)| (k.clone(), v.clone())).collect());
    if shared.0.is_empty() {
        return Vec::new();
    }
    let fields = shared.with("letter", id.to_string());
    let fact = Fact::Acted { deed: Deed::Amend, fields };
    letter.hazards.iter().map(|h| Event { id: *h, fact: fact.clone(), why: String::new() }).collect()
}
