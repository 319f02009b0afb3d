//! 月度检查计划的建议, in words and as the wish that enters it.

use serde::{Deserialize, Serialize};

use super::township;
use crate::ask::view::View;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::card::evidence_flag;
use crate::model::case::Case;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::rules::planning::proposal::{days, picks};

/// A month's plan as it is proposed, to be changed and filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Code of the township, and its short name.
    pub township: (String, String),
    /// `2026-12`
    pub month: String,
    /// The plan that is there already; [`Id::NONE`]: none yet.
    pub plan: Id,
    /// Items in it.
    pub planned: u32,
    /// That plan was filed.
    pub is_filed: bool,
    /// Whom to visit, by day.
    pub items: Vec<Proposed>,
    /// Workdays of the month that are left, for moving a visit.
    pub workdays: Vec<Day>,
    /// Worth knowing: guessed workdays, more industries than visits.
    pub remarks: Vec<String>,
}

/// A visit that is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Whom.
    pub enterprise: Id,
    /// Its name, without what every name begins with.
    pub name: String,
    /// Code and name of the industry it stands for.
    pub industry: (String, String),
    /// 村居
    pub village: String,
    /// 计划日期
    pub day: Day,
    /// Why, the weightiest reason first.
    pub why: Vec<String>,
}

impl Proposal {
    /// What to say where nobody is proposed.
    pub fn nothing(&self) -> String {
        let there =
            self.plan.opt().map(|plan| format!("的计划 {plan} 已有 {} 家，没有要再加的", self.planned));
        format!("{} {} {}", self.township.1, self.month, there.as_deref().unwrap_or("没有可检查的在营企业"))
    }

    /// The wish that enters these items, in one group that one undo takes back; `filed_on`: 报送日, [`Day::NONE`] for a draft.
    /// [`None`] where there is nothing to enter.
    pub fn wish(&self, filed_on: Day) -> Option<Command> {
        let mut wishes = Vec::new();
        let filed = filed_on.opt().map(|day| day.to_string()).unwrap_or_default();
        let plan = match self.plan.opt() {
            Some(plan) => {
                if !filed.is_empty() && !self.is_filed {
                    let fields = Fields::of([("submitted_on", filed)]);
                    wishes.push(Command::Amend {
                        id: plan,
                        seen: 0,
                        fields,
                        effective_on: Day::NONE,
                        why: String::new(),
                    });
                }
                plan.to_string()
            }
            None => {
                let fields = Fields::of([
                    ("township", self.township.0.as_str()),
                    ("month", &self.month),
                    ("submitted_on", &filed),
                ]);
                wishes.push(Command::Enter { kind: Kind::InspectionPlan, fields });
                "$1".to_owned()
            }
        };
        wishes.extend(self.items.iter().map(|item| {
            let fields = Fields::of([
                ("plan", plan.clone()),
                ("enterprise", item.enterprise.to_string()),
                ("industry", item.industry.0.clone()),
                ("planned_on", item.day.opt().map(|day| day.to_string()).unwrap_or_default()),
            ]);
            Command::Enter { kind: Kind::PlanItem, fields }
        }));
        (!wishes.is_empty()).then_some(Command::Group(wishes))
    }
}

/// For a township (any writing; empty: the officer's own) and a month (empty: the next one; this one while it is young and has no
/// plan).
pub(super) fn proposal(
    view: &View,
    case: &Case,
    writing: &str,
    month: &str,
    day: Day,
) -> Result<Box<Proposal>, String> {
    let unit = township(view, writing)?;
    let today = view.day(day);
    let month = month_of(case, &unit.code, month, today)?;
    let facts = view.facts(day);
    let number = view.basics.unit_no(&unit.code);
    let plan = case.records.plan_of(&unit.code, &month.to_string()).unwrap_or(Id::NONE);
    let items = facts.evidence_of(Kind::PlanItem).iter();
    let items = items.filter(|card| plan.is_some() && card.parent == plan && !card.is(evidence_flag::VOID));
    let planned: Vec<(Id, u8)> = items.map(|card| (card.subject, facts.trade_of(card))).collect();
    let count = view.basics.settings.plan_items_month as usize;
    let picked = picks(&facts, number, month, count, &planned);
    let with_village: Vec<_> = picked
        .into_iter()
        .filter(|pick| view.sees(pick.enterprise))
        .map(|pick| {
            let row = view.shelves.row(pick.enterprise);
            let village = row.as_ref().and_then(|row| row.enterprise()).map(|one| one.village.clone());
            (pick, village.unwrap_or_default())
        })
        .collect();
    let from = if month.contains(today) { today.plus(1) } else { month.start() };
    let planned_on = days(&with_village, month, from, view.workdays);
    let mut items: Vec<Proposed> = with_village
        .into_iter()
        .zip(planned_on)
        .map(|((pick, village), day)| Proposed {
            enterprise: pick.enterprise,
            name: view.enterprise_called(pick.enterprise),
            industry: view
                .basics
                .industry_of_no(pick.industry)
                .map(|industry| (industry.code.clone(), industry.name.clone()))
                .unwrap_or_default(),
            village,
            day,
            why: pick.why,
        })
        .collect();
    items.sort_by_key(|item| (item.day, item.village.clone(), item.enterprise));
    let span = from.days_until(month.end()).max(-1);
    let workdays =
        (0..=span).map(|n| from.plus(n)).filter(|day| view.workdays.is_workday(*day)).collect::<Vec<_>>();
    let mut remarks = Vec::new();
    if view.workdays.is_guess(month.start()) {
        remarks.push(format!("{}年的放假安排还没有装入，工作日按周一至周五算", month.start().year()));
    }
    if items.len() + planned.len() > count {
        remarks.push(format!("行业须全覆盖，共 {} 家，多于约定的 {count} 家", items.len() + planned.len()));
    }
    if workdays.is_empty() {
        remarks.push(format!("{} 已没有工作日，计划日期空着", month.label()));
    }
    let row = view.shelves.row(plan);
    let is_filed =
        row.as_ref().and_then(|row| row.inspection_plan()).is_some_and(|plan| !plan.submitted_on.is_none());
    Ok(Box::new(Proposal {
        township: (unit.code.clone(), unit.short.clone()),
        month: month.to_string(),
        plan,
        planned: planned.len() as u32,
        is_filed,
        items,
        workdays,
        remarks,
    }))
}

/// Days of a month in which its plan may still be made.
const YOUNG: u32 = 10;

fn month_of(case: &Case, township: &str, month: &str, today: Day) -> Result<Period, String> {
    let this = Period::containing(PeriodKind::Month, today);
    if month.is_empty() {
        let is_open = today.day() <= YOUNG && case.records.plan_of(township, &this.to_string()).is_none();
        return Ok(if is_open { this } else { this.next() });
    }
    let asked: Option<Period> =
        month.parse().ok().filter(|period: &Period| period.kind() == Some(PeriodKind::Month));
    let asked = asked.ok_or_else(|| format!("月份“{month}”写法不对，如 2026-12"))?;
    match asked < this {
        true => Err(format!("{} 已经过去，不再建议计划", asked.label())),
        false => Ok(asked),
    }
}
