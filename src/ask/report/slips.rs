//! Papers on one record: 展会查验单, 信用核验单, 许可初审单, 检查记录表, 月检查计划表, 培训名册; those on hazards stand in
//! [`super::letters`].

use super::draft::{Made, Making, long};
use super::letters;
use super::paper::{Cell, Report, Table};
use crate::calendar::{Day, Period};
use crate::model::card::evidence_flag;
use crate::model::exhibition::{DAYS_AHEAD, Exhibition, LARGE};
use crate::model::id::Kind;
use crate::model::row::{Body, Row};

pub(super) fn make(of: &Making) -> Made {
    let row = of.row()?;
    if row.is_void() {
        return Err(format!("{} 已作废：{}", row.id, row.voided));
    }
    Ok(match &row.body {
        Body::Exhibition(one) => exhibition(of, &row, one),
        Body::SupportApplication(_) => application(of, &row),
        Body::LicenseReview(_) => license(of, &row),
        Body::Transfer(letter) => letters::transfer(of, &row, &letter.hazards),
        Body::Hazard(hazard) => letters::notice(of, &row, hazard),
        Body::Inspection(_) => inspection(of, &row),
        Body::InspectionPlan(_) => plan(of, &row),
        Body::Training(_) => roll(of, &row),
        body => return Err(format!("{}没有单据", body.name(of.view.basics))),
    })
}

/// 是, 否, or that nobody has looked.
fn answer(flag: Option<bool>) -> Cell {
    Cell::from(match flag {
        Some(true) => "是",
        Some(false) => "否",
        None => "未查验",
    })
}

/// Checked items with their answers, numbered.
fn items(rows: impl IntoIterator<Item = (&'static str, Cell)>) -> Table {
    let mut table = Table::new("查验项目", ["序号", "项目", "结果"]);
    let rows = rows.into_iter().zip(1u32..);
    table.rows = rows.map(|((item, cell), number)| vec![number.into(), item.into(), cell]).collect();
    table
}

/// 展会查验单 (二(四)6, OR-25)
fn exhibition(of: &Making, row: &Row, one: &Exhibition) -> Report {
    let mut report = of.draft("涉外经济技术展览会安全查验单", row.body.title(), "");
    let head = [
        "title",
        "organizer",
        "township",
        "place",
        "date",
        "end_on",
        "procedure",
        "authority",
        "filed_on",
        "expected",
    ];
    report.fields(of.fields(&row.body, &head));
    let permit = match (one.permit_no.is_empty(), one.is_large()) {
        (false, _) => {
            format!("{} {} {}", one.permit_no, one.permit_level, one.permit_on).trim_end().to_owned()
        }
        (true, true) => "未见许可".into(),
        (true, false) => String::new(),
    };
    let always = [
        ("安全生产及应急预案", answer(one.has_plan)),
        ("安全措施落实", answer(one.has_measures)),
        ("安全责任落实", answer(one.has_duties)),
    ];
    let large = [
        ("安全工作方案（1000人以上）", answer(one.has_work_plan)),
        ("公安许可（1000人以上）", permit.into()),
    ];
    report.table(items(always.into_iter().chain(large.into_iter().filter(|_| one.is_large()))), "");
    if one.is_large() {
        report.say(format!(
            "预计参加人数达到{LARGE}人，应有安全工作方案，并由{}公安机关许可；许可应提前{DAYS_AHEAD}日申请。",
            one.permit_level_due()
        ));
    }
    let lacks = one.wanting();
    report.say(match lacks.is_empty() {
        true => "查验项目齐全。".to_owned(),
        false => format!("还缺：{}。", lacks.join("、")),
    });
    if !one.filed_on.is_none() && one.filed_on.days_until(one.date) < DAYS_AHEAD {
        report.say("备案时距开展已不足20日。");
    }
    report.fields(of.fields(&row.body, &["opinion", "checked_by", "checked_on"]));
    report.sign(&["查验人", "主办单位", "日期"]);
    report
}

/// 信用核验单 (二(二)2, OR-27): the lists as they stood on the day of the check.
fn application(of: &Making, row: &Row) -> Report {
    let mut report = of.draft("政策支持申请信用核验单", row.body.title(), "");
    report.fields(of.fields(&row.body, &["date", "applicant", "uscc", "policy", "amount"]));
    let Some(one) = row.support_application() else { return report };
    let day = one.checked_on.opt().unwrap_or(of.day());
    let known = of.view.code_of(one.enterprise);
    let mut table = Table::new("名单", ["名单", "主体", "列入机关", "依据文号", "列入日", "期满日"]);
    for card in of.facts.evidence_of(Kind::DishonestEntry).iter().filter(|c| !c.is(evidence_flag::VOID)) {
        let Some(row) = of.view.eye.shelves.row(card.id) else { continue };
        let codes = [one.uscc.as_str(), &known];
        if row.dishonest_entry().is_some_and(|entry| entry.bars(one.enterprise, &codes, day)) {
            let keys = ["list", "subject", "listed_by", "basis", "date", "until"];
            table.rows.push(keys.iter().map(|key| of.field(&row.body, key).into()).collect());
        }
    }
    let none = format!(
        "截至{}，申请单位不在安全生产联合惩戒、消防安全严重失信和商务黑名单的有效名单里。",
        long(day)
    );
    let is_clean = table.rows.is_empty();
    report.table(table, &none);
    if !is_clean {
        report.say("申请单位在有效名单里，按二(二)2限制其申请财政性资金项目支持和适用财政性支持措施。");
    }
    report.fields(of.fields(&row.body, &["hits", "checked_by", "checked_on", "result", "decided_on"]));
    report.sign(&["核验人", "股室负责人", "日期"]);
    report
}

/// 许可初审单 (二(四)6, OR-26)
fn license(of: &Making, row: &Row) -> Report {
    let mut report = of.draft("行政许可安全初审单", row.body.title(), "");
    report.fields(of.fields(&row.body, &["date", "kind", "applicant", "enterprise", "township"]));
    if let Some(one) = row.license_review() {
        report.table(
            items([
                ("安全制度和责任人", answer(one.has_rules)),
                ("安全条件和设施", answer(one.has_conditions)),
                ("应急预案", answer(one.has_plan)),
                ("人员培训和资质", answer(one.has_training)),
            ]),
            "",
        );
    }
    report.fields(of.fields(&row.body, &["findings", "opinion", "reviewer", "done_on"]));
    report.sign(&["审查人", "股室负责人", "日期"]);
    report
}

/// 检查记录表
fn inspection(of: &Making, row: &Row) -> Report {
    let Some(visit) = row.inspection() else { return of.draft("检查记录表", "", "") };
    let mut report = of.draft("安全生产检查记录表", of.view.enterprise_name(visit.enterprise), "");
    let premises = of.view.shelves.row(visit.enterprise);
    let mut fields = vec![("编号".to_owned(), row.id.to_string())];
    fields.extend(of.fields(&row.body, &["date", "enterprise", "industry"]));
    if let Some(premises) = &premises {
        fields.extend(of.fields(&premises.body, &["address", "principal"]));
    }
    let keys =
        ["mode", "by", "led_by", "inspectors", "partners", "third_party", "campaign", "finding", "note"];
    fields.extend(of.fields(&row.body, &keys));
    report.fields(fields);
    let mut table = Table::new(
        "发现的问题隐患",
        ["序号", "隐患编号", "部位", "隐患描述", "等级", "路径", "期限", "状态"],
    );
    for card in of.facts.hazards.iter().filter(|card| card.enterprise == visit.enterprise) {
        let Some(found) = of.view.shelves.row(card.id) else { continue };
        let Some(hazard) = found.hazard().filter(|h| h.inspection == row.id) else { continue };
        table.rows.push(vec![
            (table.rows.len() + 1).into(),
            card.id.to_string().into(),
            hazard.location.as_str().into(),
            hazard.description.as_str().into(),
            hazard.level.as_str().into(),
            hazard.track.as_str().into(),
            hazard.due.into(),
            hazard.state.name().into(),
        ]);
    }
    report.table(table, "没有发现问题隐患。");
    report.sign(&["检查人", "被检单位签字人", "日期"]);
    report
}

/// 月检查计划表, with what became of each item (兑现表).
fn plan(of: &Making, row: &Row) -> Report {
    let field = |key: &str| of.field(&row.body, key);
    let month = field("month").parse::<Period>().map_or_else(|_| field("month"), Period::label);
    let mut report = of.draft(format!("{}{month}检查计划表", field("township")), field("township"), &month);
    report.fields(of.fields(&row.body, &["township", "month", "submitted_on", "reviewed_by", "note"]));
    let heads = ["序号", "企业", "行业", "计划日期", "检查人", "结果", "改期至", "原因", "检查日期"];
    let mut table = Table::new("计划和兑现", heads);
    let items = of.facts.evidence_of(Kind::PlanItem).iter();
    let mut items: Vec<_> = items.filter(|c| c.parent == row.id && !c.is(evidence_flag::VOID)).collect();
    items.sort_by_key(|card| (card.date, card.id));
    let visits = of.facts.evidence_of(Kind::Inspection);
    let mut done = 0u32;
    for card in items {
        let Some(item) = of.view.shelves.row(card.id) else { continue };
        let visit = visits.iter().find(|visit| visit.parent == card.id && !visit.is(evidence_flag::VOID));
        done += u32::from(card.is(evidence_flag::DONE));
        let mut cells: Vec<Cell> = vec![(table.rows.len() + 1).into()];
        let keys = ["enterprise", "industry", "planned_on", "inspectors", "outcome", "moved_to", "reason"];
        cells.extend(keys.iter().map(|key| Cell::from(of.field(&item.body, key))));
        cells.push(visit.map_or(Day::NONE, |visit| visit.date).into());
        table.rows.push(cells);
    }
    report.say(format!("计划{}家，已检{done}家。", table.rows.len()));
    report.table(table, "计划里没有企业。");
    report.sign(&["制表人", "分管负责人", "日期"]);
    report
}

/// Who came to a session.
fn roll(of: &Making, row: &Row) -> Report {
    let mut report = of.draft(format!("培训名册：{}", row.body.title()), of.field(&row.body, "by"), "");
    let keys = ["date", "topic", "kind", "by", "industry", "lecturer", "place", "hours", "headcount"];
    report.fields(of.fields(&row.body, &keys));
    let mut table =
        Table::new("到场", ["序号", "姓名", "单位", "主要负责人", "消防安全责任人", "考核", "签字"]);
    let came = of.facts.evidence_of(Kind::Attendance).iter();
    for card in came.filter(|card| card.parent == row.id && !card.is(evidence_flag::VOID)) {
        let Some(one) = of.view.shelves.row(card.id) else { continue };
        let person = of.view.cards.person(card.subject);
        let unit = person.map(|person| of.view.unit_name(&person.unit));
        let name = [of.field(&one.body, "name"), person.map(|p| p.name.clone()).unwrap_or_default()];
        table.rows.push(vec![
            (table.rows.len() + 1).into(),
            name.into_iter().find(|name| !name.is_empty()).unwrap_or_default().into(),
            unit.unwrap_or_else(|| of.view.enterprise_name(card.subject)).into(),
            of.field(&one.body, "is_principal").into(),
            of.field(&one.body, "is_fire_lead").into(),
            of.field(&one.body, "score").into(),
            Cell::Nothing,
        ]);
    }
    report.table(table, "没有登记到场人员。");
    report
}
