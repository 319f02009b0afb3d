//! The sentence that says why a cell stands as it does: it can be read out to a township as it is.

use super::super::cadence::Window;
use super::super::coverage::{Sheet, Sum};
use super::super::duty::{Count, Owner, SubjectKind};
use super::{CellState, Facts};
use crate::calendar::Day;
use crate::model::row::name_of;

/// Clause, what is asked, of whom and when, how it stands, and what the bureau settled of it.
pub(super) fn why(sheet: &Sheet, at: usize, who: &str, sum: &Sum, facts: &Facts) -> String {
    let duty = &sheet.duty;
    let Some(window) = sheet.windows.get(at) else { return String::new() };
    let state = sheet.state(at, sum, facts.as_of);
    let mut sentence = format!(
        "按{}（{}），{}。{who}{}：{}",
        duty.clause,
        duty.basis.label(),
        duty.asks,
        window.label(),
        how(sheet, window, state, sum, facts)
    );
    if duty.owner == Owner::Bureau {
        sentence.push_str("此项由区商务局负责。");
    }
    if !duty.note.is_empty() {
        sentence.push_str(&format!("（口径：{}。）", duty.note));
    }
    sentence
}

fn how(sheet: &Sheet, window: &Window, state: CellState, sum: &Sum, facts: &Facts) -> String {
    let (as_of, due) = (facts.as_of, window.due);
    let lacking = sum.need.saturating_sub(sum.done);
    let unit = measure(sheet, sum);
    let missing = match (unit, lacking) {
        ("", _) => "尚未办到".to_owned(),
        (unit, lacking) => format!("应办{}{unit}，还缺{lacking}{unit}", sum.need),
    };
    if sheet.duty.is_by_event() {
        return by_event(&case(sheet, facts), state, sum);
    }
    match state {
        CellState::NotApplicable => "不适用。".into(),
        CellState::NoSubject => "没有对象，请注明情况。".into(),
        CellState::Ahead => format!("{}起计，期限{due}。", window.begins),
        CellState::Pending | CellState::Partial => format!("{missing}，期限{due}。"),
        CellState::DueSoon => format!("{missing}，期限{due}，{}。", left(as_of, due)),
        CellState::Done if unit.is_empty() => format!("已于{}办到，期限{due}。", sum.first),
        CellState::Done => format!("应办{}{unit}，已全部按期办到。", sum.need),
        CellState::DoneLate => format!("期限{due}以后才办到，属补办。"),
        CellState::Owed => format!("期限{due}已过{}天，{missing}，属欠账。", due.days_until(as_of)),
        CellState::Waived if sum.waived > 0 => format!("{}经批准免除。", people(sum.waived, unit)),
        CellState::Waived => format!("义务自{}起，首期不足一期，免计欠账。", window.begins),
        CellState::Unrecorded => {
            format!("在启用日{}以前，没有记录，不算欠账；查实后补录即可。", facts.start_on)
        }
        CellState::Count => String::new(),
    }
}

/// What the cases of a duty are called.
fn case(sheet: &Sheet, facts: &Facts) -> String {
    let subject = &sheet.duty.subject;
    match (subject.of, subject.noun, facts.basics.sort(&subject.sort)) {
        (SubjectKind::Record, _, Some(sort)) => sort.name.clone(),
        (SubjectKind::Record, Some(noun), None) => name_of(noun).into(),
        _ => "隐患".into(),
    }
}

fn by_event(case: &str, state: CellState, sum: &Sum) -> String {
    match state {
        CellState::NoSubject => format!("没有要办的{case}。"),
        CellState::Owed => format!("{case}共{}项，其中{}项超过期限，属欠账。", sum.need, sum.late),
        CellState::Done => format!("{case}共{}项，都按期办到。", sum.need),
        CellState::DoneLate => {
            format!("{case}共{}项，都已办到，其中{}项晚于期限。", sum.need, sum.done - sum.in_time)
        }
        _ => format!("{case}共{}项，已办{}项，其余还在期限内，其中{}项临期。", sum.need, sum.done, sum.soon),
    }
}

fn left(as_of: Day, due: Day) -> String {
    match as_of.days_until(due) {
        0 => "今天到期".into(),
        days => format!("还剩{days}天"),
    }
}

fn people(number: u32, unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!("{number}{unit}") }
}

/// 量词 of the subjects; empty where the subject is one unit that needs one piece.
fn measure(sheet: &Sheet, sum: &Sum) -> &'static str {
    match sheet.duty.subject.of {
        _ if sheet.duty.evidence.count == Count::Every => "家",
        SubjectKind::Unit if sheet.duty.evidence.count == Count::EachKind => "类",
        SubjectKind::Unit if sheet.duty.need > 1 => "次",
        SubjectKind::Unit if sum.need > 1 => "个单位",
        SubjectKind::Unit => "",
        SubjectKind::UnitIndustry => "个行业",
        SubjectKind::Enterprise => "家",
        SubjectKind::Person => "人",
        SubjectKind::Hazard | SubjectKind::Record => "项",
    }
}
