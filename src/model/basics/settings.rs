//! What the notice leaves open and the bureau has settled for itself: every setting is 局内约定 and may be changed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{Place, Placed, Problem};
use super::plan::Basis;
use crate::calendar::Day;

/// The settings in force. The fields are described, with their units, by [`SETTINGS`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// 启用日: before it cells are 未录, never 欠. None: the store is new and nothing was chosen.
    pub start_on: Day,
    /// Sample data; a banner says so on every screen.
    pub is_demo: bool,
    /// What names of enterprises begin with and nobody types.
    pub name_prefixes: Vec<String>,
    pub transfer_send_workdays: u32,
    pub transfer_accept_workdays: u32,
    pub transfer_feedback_workdays: u32,
    pub transfer_urges_before_leader: u32,
    pub recheck_workdays: u32,
    pub triage_workdays: u32,
    pub major_plan_workdays: u32,
    pub due_days_general: u32,
    pub due_days_major: u32,
    pub due_days_unstated: u32,
    pub lookback_days: u32,
    pub reopen_days: u32,
    pub inspectors_min: u32,
    pub due_soon_workdays: u32,
    pub lead_days_month: u32,
    pub lead_days_quarter: u32,
    pub lead_days_half_year: u32,
    pub lead_days_year: u32,
    pub lead_days_phase: u32,
    pub licence_alert_days: u32,
    pub exhibition_alert_days: u32,
    pub uninspected_months: u32,
    pub escalation_days: Vec<u32>,
    pub plan_submit_workday: u32,
    pub ledger_confirm_workday: u32,
    pub coverage_period: CoveragePeriod,
    pub notice_rolling_days: u32,
    pub risk_notice_workdays: u32,
    pub regulation_publicity_workdays: u32,
    pub backfill_days: u32,
    pub plan_items_month: u32,
    pub quick_level: String,
    pub quick_track: String,
    pub quick_rectifier: String,
    pub quick_mode: String,
    pub self_check_kinds: Vec<String>,
    pub self_check_sizes: Vec<String>,
    pub self_check_key_only: bool,
}

impl Settings {
    /// The due day proposed for a hazard found on a day: the usual span from then, or from today when that is later, so
    /// that nothing is proposed to be overdue at once.
    pub fn usual_due(&self, is_major: bool, found: Day, today: Day) -> Day {
        let span = if is_major { self.due_days_major } else { self.due_days_general };
        found.max(today).plus(i32::try_from(span).unwrap_or(i32::MAX))
    }
}

/// 行业全覆盖 (三(二)) read by the month or by the quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CoveragePeriod {
    #[default]
    #[serde(rename = "月")]
    Month,
    #[serde(rename = "季")]
    Quarter,
}

/// A row of the table of settings: the key in `office.toml`, the label and the unit an officer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub key: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
}

impl Setting {
    /// None of them is stated by the notice.
    pub const BASIS: Basis = Basis::Office;
}

/// All settings in the order they are shown.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    Setting { key: "start_on", label: "启用日", unit: "" },
    Setting { key: "is_demo", label: "演示数据", unit: "" },
    Setting { key: "name_prefixes", label: "企业名称里不用打的开头", unit: "" },
    Setting { key: "transfer_send_workdays", label: "移交函发出", unit: "工作日" },
    Setting { key: "transfer_accept_workdays", label: "移交签收", unit: "工作日" },
    Setting { key: "transfer_feedback_workdays", label: "移交反馈", unit: "工作日" },
    Setting { key: "transfer_urges_before_leader", label: "催办几次后报分管领导", unit: "次" },
    Setting { key: "recheck_workdays", label: "整改完成后复查", unit: "工作日" },
    Setting { key: "triage_workdays", label: "待定性停留", unit: "工作日" },
    Setting { key: "major_plan_workdays", label: "重大隐患五落实", unit: "工作日" },
    Setting { key: "due_days_general", label: "一般隐患默认整改期限", unit: "日" },
    Setting { key: "due_days_major", label: "重大隐患暂定整改期限", unit: "日" },
    Setting { key: "due_days_unstated", label: "期限写“尽快”的建议期限", unit: "日" },
    Setting { key: "lookback_days", label: "销号后回头看", unit: "日" },
    Setting { key: "reopen_days", label: "回头看反弹可重开", unit: "日" },
    Setting { key: "inspectors_min", label: "检查人数下限", unit: "人" },
    Setting { key: "due_soon_workdays", label: "临近到期", unit: "工作日" },
    Setting { key: "lead_days_month", label: "月度事项临期", unit: "日" },
    Setting { key: "lead_days_quarter", label: "季度事项临期", unit: "日" },
    Setting { key: "lead_days_half_year", label: "半年事项临期", unit: "日" },
    Setting { key: "lead_days_year", label: "年度事项临期", unit: "日" },
    Setting { key: "lead_days_phase", label: "阶段目标临期", unit: "日" },
    Setting { key: "licence_alert_days", label: "证照到期提醒", unit: "日" },
    Setting { key: "exhibition_alert_days", label: "展会开展前提醒", unit: "日" },
    Setting { key: "uninspected_months", label: "企业多久未检提醒", unit: "月" },
    Setting { key: "escalation_days", label: "逾期逐级上报", unit: "日" },
    Setting { key: "plan_submit_workday", label: "月计划报送（当月第几个工作日）", unit: "工作日" },
    Setting { key: "ledger_confirm_workday", label: "台账月报（次月第几个工作日）", unit: "工作日" },
    Setting { key: "coverage_period", label: "行业全覆盖按月或按季", unit: "" },
    Setting { key: "notice_rolling_days", label: "提示信息间隔", unit: "日" },
    Setting { key: "risk_notice_workdays", label: "事件后发风险提示", unit: "工作日" },
    Setting { key: "regulation_publicity_workdays", label: "新法规出台后宣贯", unit: "工作日" },
    Setting { key: "backfill_days", label: "方案封存后补录", unit: "日" },
    Setting { key: "plan_items_month", label: "月计划建议检查家数（每乡镇）", unit: "家" },
    Setting { key: "quick_level", label: "速录默认等级", unit: "" },
    Setting { key: "quick_track", label: "速录默认路径", unit: "" },
    Setting { key: "quick_rectifier", label: "速录默认整改责任人", unit: "" },
    Setting { key: "quick_mode", label: "速录默认检查方式", unit: "" },
    Setting { key: "self_check_kinds", label: "季度自查对象的主体类型", unit: "" },
    Setting { key: "self_check_sizes", label: "季度自查对象的规模", unit: "" },
    Setting { key: "self_check_key_only", label: "季度自查只计重点企业", unit: "" },
];

/// The words that a setting may hold, where not every word will do.
const CHOICES: &[(&str, &[&str])] = &[
    ("quick_level", &["一般", "重大"]),
    ("quick_track", &["立行立改", "限期整改", "移交"]),
    ("self_check_kinds", &["企业", "个体户"]),
    ("self_check_sizes", &["大", "中", "小", "微"]),
];

/// Settings that came after ledgers had begun: a ledger whose documents do not say them goes by what this version ships.
const LATER: &[&str] = &["backfill_days", "plan_items_month"];

/// Settings that nothing went by, and that are no more: a ledger that began with them, and an office that wrote them, are read all
/// the same.
pub(super) const GONE: &[&str] = &["utc_offset_minutes", "repeat_months", "due_alert_days"];

/// What the document that comes with the program says of a setting.
fn shipped(key: &str) -> Option<Value> {
    let document = super::BUILT_IN.iter().find(|source| source.file == "settings.toml")?;
    let table = toml::from_str::<toml::Table>(document.text).ok()?;
    serde_json::to_value(table.get("settings")?.get(key)?).ok()
}

/// Lays documents over one another, the later one wins key by key, and names what none of them sets.
pub(super) fn settle(documents: &[Placed<Settings>], problems: &mut Vec<Problem>) -> Settings {
    let mut merged = serde_json::Map::new();
    for document in documents {
        let Ok(Value::Object(values)) = serde_json::to_value(&document.value) else { continue };
        problems.extend(wrong_words(&values, &document.place));
        merged.extend(values.into_iter().filter(|(key, _)| document.place.holds(key)));
    }
    for key in LATER.iter().filter(|key| !merged.contains_key(**key)).collect::<Vec<_>>() {
        merged.extend(shipped(key).map(|value| ((*key).to_owned(), value)));
    }
    let missing = SETTINGS.iter().filter(|setting| !merged.contains_key(setting.key));
    problems.extend(missing.map(|setting| Problem {
        file: documents.last().map(|document| document.place.file().to_owned()).unwrap_or_default(),
        line: 0,
        field: format!("settings.{}", setting.key),
        what: format!("没有设定“{}”", setting.label),
        hint: format!("请在 [settings] 中补上 {}", setting.key),
    }));
    serde_json::from_value(Value::Object(merged)).unwrap_or_default()
}

fn wrong_words(values: &serde_json::Map<String, Value>, place: &Place) -> Vec<Problem> {
    let written = CHOICES.iter().filter(|(key, _)| place.holds(key));
    let told = written.filter_map(|(key, choices)| {
        let words = match values.get(*key)? {
            Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
            word => word.as_str().into_iter().collect::<Vec<_>>(),
        };
        let wrong = words.into_iter().find(|word| !choices.contains(word))?;
        place.problem(key, format!("不能填“{wrong}”"), &format!("可填：{}", choices.join("、")))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::basics::{BUILT_IN, Basics, Source};

    #[test]
    fn a_ledger_from_before_a_setting_goes_by_what_is_shipped() {
        let older = |source: &Source<'static>| {
            let says_later = |line: &&str| LATER.iter().any(|key| line.starts_with(key));
            source.text.lines().filter(|line| !says_later(line)).collect::<Vec<_>>().join("\n")
        };
        let texts: Vec<_> = BUILT_IN.iter().map(|source| (source.file, older(source))).collect();
        let sources: Vec<_> = texts.iter().map(|(file, text)| Source { file, text }).collect();
        assert_eq!(Basics::from_documents(&sources).unwrap(), Basics::built_in().unwrap());
    }

    #[test]
    fn a_ledger_that_began_with_settings_that_are_no_more_is_read_all_the_same() {
        let older = |source: &Source<'static>| {
            let gone: String = GONE.iter().map(|key| format!("{key} = 1\n")).collect();
            source.text.replace("[settings]\n", &format!("[settings]\n{gone}"))
        };
        let texts: Vec<_> = BUILT_IN.iter().map(|source| (source.file, older(source))).collect();
        let sources: Vec<_> = texts.iter().map(|(file, text)| Source { file, text }).collect();
        assert!(texts.iter().any(|(_, text)| text.contains("repeat_months = 1")));
        assert_eq!(Basics::from_documents(&sources).unwrap(), Basics::built_in().unwrap());
    }

    #[test]
    fn every_setting_has_its_row_and_every_row_its_setting() {
        let value = serde_json::to_value(Settings::default()).unwrap();
        let mut fields: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut rows: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
        fields.sort_unstable();
        rows.sort_unstable();
        assert_eq!(fields, rows);
    }
}
