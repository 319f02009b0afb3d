//! Papers on hazards: 移交函, 整改通知 and 复查意见, 重大隐患专报. Of the bureau's own words are 指导、督促、移交 only: none of them
//! is an enforcement paper.

use super::draft::{Made, Making, long};
use super::paper::{Report, Table};
use crate::calendar::Day;
use crate::model::field::Shape;
use crate::model::hazard::Hazard;
use crate::model::id::Id;
use crate::model::row::Row;

/// 移交函 (二(五)8、三(四))
pub(super) fn transfer(of: &Making, row: &Row, hazards: &[Id]) -> Report {
    let field = |key: &str| of.field(&row.body, key);
    let number = field("letter_no");
    let mut report = of.draft("关于移交安全生产问题隐患的函", field("department"), "");
    if !number.is_empty() {
        report.say(number);
    }
    let department = of.view.basics.department(&row.body.get("department").unwrap_or_default());
    report.say(format!("{}：", department.map_or_else(|| field("department"), |d| d.name.clone())));
    let basis = Some(field("basis")).filter(|basis| !basis.is_empty());
    let because = basis.map(|basis| format!("（依据：{basis}）")).unwrap_or_default();
    report.say(format!(
        "按{}二(五)8、三(四)，现将排查中发现、属贵单位职责的问题隐患{}项移交贵单位{because}。请依法处理，并将签收和处理结果反馈我单位。",
        of.plan(),
        hazards.len()
    ));
    let mut table = Table::new(
        "移交隐患清单",
        ["序号", "隐患编号", "企业", "地址", "隐患描述", "等级", "发现日期", "临时防范措施", "反馈期限"],
    );
    for (id, number) in hazards.iter().zip(1u32..) {
        let Some(row) = of.view.shelves.row(*id) else { continue };
        let Some(hazard) = row.hazard() else { continue };
        let premises = of.view.shelves.row(hazard.enterprise);
        let address = premises.and_then(|row| row.body.get("address")).unwrap_or_default();
        let leg = hazard.legs.last();
        table.rows.push(vec![
            number.into(),
            id.to_string().into(),
            of.view.enterprise_name(hazard.enterprise).into(),
            address.into(),
            hazard.description.as_str().into(),
            hazard.level.as_str().into(),
            hazard.found_on.into(),
            hazard.interim.as_str().into(),
            leg.map_or(Day::NONE, |leg| leg.feedback_due).into(),
        ]);
    }
    report.table(table, "函里的隐患不在您的辖区或行业内。");
    let sent_on = row.transfer().map_or(Day::NONE, |letter| letter.sent_on);
    report.say(format!("\n{}\n{}", issuer(of, row), long(sent_on)));
    report.sign(&["接收单位签收人", "签收日期"]);
    report
}

/// Who sends a letter: the township office whose officer entered it, else the bureau.
fn issuer(of: &Making, row: &Row) -> String {
    let mut persons = of.view.cards.persons().iter().map(|(_, person)| person);
    let unit = persons.find(|person| person.name == row.entered.1).map(|person| person.unit.as_str());
    let township = unit.and_then(|code| of.view.basics.unit(code)).filter(|unit| unit.is_township());
    township.map_or_else(|| of.bureau(), |unit| format!("{}企业办", unit.name))
}

/// 整改通知 with what was done since, and 复查意见 once somebody looked (as 指导, not enforcement).
pub(super) fn notice(of: &Making, row: &Row, hazard: &Hazard) -> Report {
    let is_rechecked = !hazard.rechecks.is_empty();
    let title = if is_rechecked { "隐患整改复查意见" } else { "隐患整改通知" };
    let mut report = of.draft(title, of.view.enterprise_name(hazard.enterprise), "");
    report.say(format!("{}：", of.view.enterprise_name(hazard.enterprise)));
    report.say(format!(
        "{}检查发现你单位存在下列问题隐患，请按要求整改，期限{}。整改以前落实防范措施，整改完成后告知我单位复查。",
        long(hazard.found_on),
        if hazard.due.is_none() { "另行确认".to_owned() } else { long(hazard.due) }
    ));
    let mut fields = vec![("编号".to_owned(), row.id.to_string())];
    let keys = [
        "location",
        "description",
        "category",
        "level",
        "criterion",
        "measures",
        "interim",
        "rectifier_unit",
        "rectifier",
        "due",
        "watcher",
    ];
    fields.extend(of.fields(&row.body, &keys));
    report.fields(fields);
    if let Some(round) = hazard.rounds.last().filter(|round| !round.done_on.is_none()) {
        report.say(format!("整改情况：{}完成。{}", long(round.done_on), round.how));
    }
    if is_rechecked {
        let mut table = Table::new("复查", ["日期", "复查人", "结果", "意见"]);
        for recheck in &hazard.rechecks {
            table.rows.push(vec![
                recheck.on.into(),
                recheck.by.join("、").into(),
                recheck.result.as_str().into(),
                recheck.opinion.as_str().into(),
            ]);
        }
        report.table(table, "");
    }
    report.say("本通知为行业指导意见，不是行政执法文书。");
    report.sign(&["检查人", "被检单位签收人", "日期"]);
    report
}

/// 重大隐患专报
pub(super) fn major(of: &Making) -> Made {
    let row = of.row()?;
    let Some(hazard) = row.hazard().filter(|hazard| hazard.is_major()) else {
        return Err(format!("{} 不是重大隐患，没有专报；整改通知用 report slip", row.id));
    };
    let mut report = of.draft("重大事故隐患专报", of.view.enterprise_name(hazard.enterprise), "");
    report.heading("一、隐患情况");
    let mut fields =
        vec![("编号".to_owned(), row.id.to_string()), ("状态".into(), hazard.state.name().into())];
    let keys = [
        "township",
        "enterprise",
        "industry",
        "found_on",
        "source",
        "finders",
        "location",
        "description",
        "category",
        "criterion",
        "origin",
    ];
    fields.extend(of.fields(&row.body, &keys));
    report.fields(fields);
    report.heading("二、治理方案（五落实）");
    let lacks = hazard.lacks_of_five();
    report.fields(of.fields(
        &row.body,
        &["rectifier_unit", "rectifier", "measures", "funds", "due", "emergency_plan", "interim", "watcher"],
    ));
    report.say(match lacks.is_empty() {
        true => "五落实已齐。".to_owned(),
        false => format!("五落实还缺：{}。", lacks.join("、")),
    });
    report.heading("三、督办和移交");
    let mut table = Table::new("督办", ["层级", "文号", "挂牌日", "督办期限", "摘牌日"]);
    for order in &hazard.orders {
        table.rows.push(vec![
            order.level.as_str().into(),
            order.no.as_str().into(),
            order.listed_on.into(),
            order.due.into(),
            order.delisted_on.into(),
        ]);
    }
    report.table(table, "没有挂牌督办。");
    for leg in &hazard.legs {
        let department = crate::ask::words::shown(of.view, Shape::Department, &leg.department);
        let said = [
            ("函号", leg.letter_no.clone()),
            ("发出", leg.sent_on.to_string()),
            ("签收", leg.accepted_on.to_string()),
            ("反馈", leg.feedback_on.to_string()),
            ("结果", leg.result.clone()),
        ];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        let said: Vec<String> = said.map(|(label, text)| format!("{label} {text}")).collect();
        report.say(format!("移交{department}：{}", said.join("，")));
    }
    report.heading("四、进展");
    let entries = of.view.shelves.history(row.id);
    let history = crate::ask::whole::history(of.view, &entries);
    let mut table = Table::new("经过", ["时间", "经办", "事项"]);
    for line in history.iter().rev().filter(|line| !line.undone) {
        table.rows.push(vec![
            line.at.as_str().into(),
            line.officer.as_str().into(),
            line.text.as_str().into(),
        ]);
    }
    report.table(table, "没有登记。");
    report.sign(&["填报人", "分管领导", "日期"]);
    Ok(report)
}
