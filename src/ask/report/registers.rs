//! Lists that are kept beside the ledger: 移交登记表, 培训覆盖名册, 四进梳理表.

use super::draft::{Made, Making};
use super::paper::{Cell, Table};
use super::parts;
use crate::ask::words::shown;
use crate::calendar::Day;
use crate::model::card::{HazardCard, evidence_flag, hazard_flag};
use crate::model::field::Shape;
use crate::model::id::{Id, Kind};
use crate::rules::matrix::{MatrixId, cell_page};

/// 移交登记表: one row for each time a hazard was handed over.
pub(super) fn transfers(of: &Making) -> Made {
    let (unit, period) = (of.township()?, of.period());
    let name = unit.map_or("全区", |unit| &unit.short);
    let mut report = of.draft(format!("移交登记表（{}）", period.label()), name, period.label());
    let no = unit.map_or(0, |unit| of.view.basics.unit_no(&unit.code));
    let heads = [
        "序号",
        "隐患编号",
        "企业",
        "隐患描述",
        "接收部门",
        "函号",
        "发出日期",
        "签收人",
        "签收日期",
        "反馈期限",
        "反馈日期",
        "处理结果",
        "退回",
        "催办次数",
    ];
    let mut table = Table::new("移交", heads);
    let is_asked = |card: &&HazardCard| {
        (no == 0 || card.township == no)
            && card.is(hazard_flag::TRANSFERRED)
            && crate::rules::matrix::counts(card)
    };
    let mut legs = Vec::new();
    for card in of.facts.hazards.iter().filter(is_asked) {
        let Some(row) = of.view.eye.shelves.row(card.id) else { continue };
        let Some(hazard) = row.hazard() else { continue };
        let sent = hazard.legs.iter().filter(|leg| period.contains(leg.sent_on) && leg.sent_on <= of.day());
        legs.extend(sent.map(|leg| (leg.sent_on, card.id, hazard.clone(), leg.clone())));
    }
    legs.sort_by_key(|(day, id, ..)| (*day, *id));
    let (mut accepted, mut answered) = (0, 0);
    for (_, id, hazard, leg) in &legs {
        accepted += u32::from(!leg.accepted_on.is_none());
        answered += u32::from(!leg.feedback_on.is_none());
        // Counted all the same.
        if !of.view.sees(*id) {
            continue;
        }
        let back = match leg.returned_on.opt() {
            Some(day) => format!("{day} {}", leg.return_reason).trim_end().to_owned(),
            None => String::new(),
        };
        table.rows.push(vec![
            (table.rows.len() + 1).into(),
            id.to_string().into(),
            of.view.enterprise_called(hazard.enterprise).into(),
            hazard.description.as_str().into(),
            shown(of.view, Shape::Department, &leg.department).into(),
            leg.letter_no.as_str().into(),
            leg.sent_on.into(),
            leg.receiver.as_str().into(),
            leg.accepted_on.into(),
            leg.feedback_due.into(),
            leg.feedback_on.into(),
            leg.result.as_str().into(),
            back.into(),
            leg.urged.len().into(),
        ]);
    }
    report.say(format!("移交{}项次，已签收{accepted}项次，已反馈{answered}项次。", legs.len()));
    report.table(table, "本期没有移交。");
    report.note("一条隐患移交几次的，逐次登记；旧账没写发出日的不列");
    Ok(report)
}

/// 培训覆盖名册 (二(六)9, OR-07)
pub(super) fn staff(of: &Making) -> Made {
    let unit = of.township()?;
    let name = unit.map_or("全区", |unit| &unit.short);
    let mut report = of.draft("乡镇人员培训覆盖名册", name, "方案期");
    parts::add_matrix(of, &mut report, MatrixId::M4, None, unit, |_| true);
    let mut table =
        Table::new("名册", ["序号", "乡镇", "姓名", "职务", "到岗日期", "是否已训", "最近培训", "主题"]);
    let mut units: Vec<_> = of.view.basics.townships().collect();
    units.sort_by_key(|unit| unit.no);
    for here in units.into_iter().filter(|here| unit.is_none_or(|unit| unit.code == here.code)) {
        let (trained, missing) = standing_of(of, &here.code);
        for (id, person) in of.facts.persons {
            let is_asked = person.unit == here.code && person.is_serving(of.day()) && of.view.sees(*id);
            if !is_asked {
                continue;
            }
            let (day, topic) = last_training(of, *id);
            let state = match (trained.contains(id), missing.contains(id)) {
                (_, true) => "未训",
                (true, _) => "已训",
                _ => "不计",
            };
            table.rows.push(vec![
                (table.rows.len() + 1).into(),
                here.short.as_str().into(),
                person.name.as_str().into(),
                person.post.as_str().into(),
                person.since.into(),
                state.into(),
                day.into(),
                topic.into(),
            ]);
        }
    }
    report.table(table, "没有登记在岗的乡镇人员。");
    Ok(report)
}

/// Who had the training and who still lacks it, as M4 counts; whoever is in neither list does not count.
fn standing_of(of: &Making, township: &str) -> (Vec<Id>, Vec<Id>) {
    let (facts, view) = (&of.facts, of.view);
    let page = cell_page(facts, view.duties, MatrixId::M4, None, township, "untrained", view);
    let Some(page) = page else { return Default::default() };
    let came = page.evidence.iter().filter_map(|line| facts.piece(line.id));
    (came.map(|piece| piece.subject).collect(), page.missing.iter().map(|line| line.id).collect())
}

fn last_training(of: &Making, person: Id) -> (Day, String) {
    let came = of.facts.evidence_of(Kind::Attendance).iter();
    let came = came.filter(|one| one.subject == person && !one.is(evidence_flag::VOID));
    let sessions = came.filter_map(|one| of.facts.piece(one.parent));
    let held = sessions.filter(|session| !session.is(evidence_flag::VOID) && session.date <= of.day());
    let last = held.max_by_key(|session| (session.date, session.id));
    last.map(|session| (session.date, of.view.called(session.id))).unwrap_or_default()
}

/// 四进梳理表 (一(二), OR-20)
pub(super) fn four_entry(of: &Making) -> Made {
    let mut report = of.draft("“四进”工作梳理表", "全区", "方案期");
    let sort = of.view.basics.sort_no("four_entry");
    let heads = [
        "序号",
        "类型",
        "名称",
        "文号",
        "责任单位",
        "行业",
        "含安全要求",
        "安全条款",
        "安全红线",
        "梳理日",
        "提升日",
        "状态",
    ];
    let keys = [
        "variant",
        "title",
        "doc_no",
        "unit",
        "industry",
        "has_clause",
        "clause_text",
        "red_line",
        "reviewed_on",
        "improved_on",
        "stage",
    ];
    let mut table = Table::new("四进事项", heads);
    let all = parts::happened(of, Kind::Evidence).filter(|card| sort != 0 && card.sort == sort);
    let mut cards: Vec<_> = all.collect();
    cards.sort_by_key(|card| (card.variant, card.date, card.id));
    let has = |flag| cards.iter().filter(|card| card.is(flag)).count();
    report.say(format!(
        "共{}项，已梳理{}项，已提升{}项，含安全要求{}项。",
        cards.len(),
        has(evidence_flag::CHECKED),
        has(evidence_flag::IMPROVED),
        has(evidence_flag::HAS_CLAUSE)
    ));
    for card in cards.iter().filter(|card| of.view.sees(card.id)) {
        let Some(row) = of.view.shelves.row(card.id) else { continue };
        let mut cells: Vec<Cell> = vec![(table.rows.len() + 1).into()];
        cells.extend(keys.iter().map(|key| Cell::from(of.field(&row.body, key))));
        table.rows.push(cells);
    }
    report.table(table, "没有登记四进事项。");
    Ok(report)
}
