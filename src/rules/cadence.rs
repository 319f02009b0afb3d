//! The windows in which a duty falls due: from when it counts, until when, and the last day.

use super::duty::{Cadence, DueRule, Duty, FirstPeriod, Limit};
use super::facts::Facts;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::{Plan, span_of};

/// One period of one duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The period; [`Period::Once`] where the duty does not go by the calendar.
    pub period: Period,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Evidence counts from `from` until this day: `to`, or without end where nothing follows that it could count for.
    pub until: Day,
    /// First day it is owed: `from`, or the duty's first day within the period. Who joins later is due from the next period.
    pub begins: Day,
    /// Last day; its grace included in [`Window::owed_after`].
    pub due: Day,
    /// After this day what is missing is 欠.
    pub owed_after: Day,
    /// From this day on it is 临期.
    pub soon_from: Day,
    /// Whoever is there at the end owes it, be it since yesterday (一次).
    pub counts_newcomers: bool,
    /// The duty began in the middle of it and spares it (半期可免).
    pub is_spared: bool,
    /// Ended, or fell due, before the 启用日: never 欠, only 未录.
    pub is_unrecorded: bool,
}

impl Window {
    /// `2026年11月`; where it does not go by the calendar `2026-12-31前`.
    pub fn label(&self) -> String {
        if self.period == Period::Once { format!("{}前", self.to) } else { self.period.label() }
    }

    /// Has it not begun yet?
    pub fn is_ahead(&self, as_of: Day) -> bool {
        as_of < self.begins
    }

    /// The last day of the window that has been lived through, or its first day while it is ahead.
    pub fn seen_to(&self, as_of: Day) -> Day {
        as_of.min(self.to).max(self.begins)
    }

    /// The days on which a subject must have counted without a break to owe it.
    pub fn membership(&self, as_of: Day) -> (Day, Day) {
        let to = self.seen_to(as_of);
        (if self.counts_newcomers { to } else { self.begins }, to)
    }
}

/// First and last day of the plan whose duties are asked for.
pub fn plan_span(facts: &Facts) -> (Day, Day) {
    facts.plan().map_or((Day::FIRST, Day::LAST), span_of)
}

/// How long the plan asked for runs, in words: `三年`.
pub fn plan_length(facts: &Facts) -> String {
    const NUMERALS: [&str; 10] = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let (first, last) = plan_span(facts);
    let years = usize::try_from(last.year() - first.year()).unwrap_or_default();
    NUMERALS.get(years).map_or_else(|| format!("{}年", years + 1), |numeral| format!("{numeral}年"))
}

/// First and last day on which the duty is owed under the plan asked for; the last before the first where that plan does not ask
/// for it.
pub fn effective(duty: &Duty, facts: &Facts) -> (Day, Day) {
    let plan = facts.plan();
    if plan.is_some_and(|plan| !facts.basics.is_asked(&duty.code, plan)) {
        return (Day::LAST, Day::FIRST);
    }
    plan.map_or((Day::FIRST, Day::LAST), |plan| asked_days(duty, plan))
}

/// First and last day of a plan on which a duty that it names is owed; the last before the first where there is none.
pub fn asked_days(duty: &Duty, plan: &Plan) -> (Day, Day) {
    let (first, last) = span_of(plan);
    (duty.effective_from.max(first), duty.effective_to.opt().map_or(last, |to| to.min(last)))
}

/// The windows of a duty that touch the days `from..=to`, in order.
pub fn windows(duty: &Duty, facts: &Facts, from: Day, to: Day) -> Vec<Window> {
    let (first, last) = effective(duty, facts);
    if duty.period == Cadence::BeforeHoliday {
        return before_holidays(duty, facts).filter(|w| w.begins <= to && from <= w.to).collect();
    }
    match duty.period.kind(&facts.basics.settings) {
        None => {
            whole(duty, facts, facts.as_of).filter(|w| w.begins <= to && from <= w.to).into_iter().collect()
        }
        Some(kind) => Period::between(kind, from.max(first), to.min(last))
            .filter(|period| duty.period != Cadence::June || is_june(*period))
            .map(|period| window(duty, facts, period))
            .collect(),
    }
}

/// The window that a duty is worked on at `anchor`: the period that holds the day, the one before it where a period is
/// settled in the next one (台账月报), the June of the year, the days before the next long holiday. [`None`] when the duty is
/// not owed then.
pub fn window_at(duty: &Duty, facts: &Facts, anchor: Day) -> Option<Window> {
    let (first, last) = effective(duty, facts);
    if duty.period == Cadence::BeforeHoliday {
        return before_holidays(duty, facts).find(|window| anchor <= window.to);
    }
    let Some(kind) = duty.period.kind(&facts.basics.settings) else {
        return whole(duty, facts, anchor.min(facts.as_of))
            .filter(|w| w.begins <= anchor && (duty.period == Cadence::Once || anchor <= w.to));
    };
    // What is owed case by case runs on when the plan is over: it stays in the plan's last period until the plan is sealed.
    let anchor = if duty.is_by_event() { anchor.min(last) } else { anchor };
    let period = match (duty.period, duty.due.rule) {
        (Cadence::June, _) => Period::Month(anchor.year() as u16, 6),
        (_, DueRule::IntoNext) => Period::containing(kind, anchor).prev(),
        _ => Period::containing(kind, anchor),
    };
    (period.start() <= last && first <= period.end()).then(|| window(duty, facts, period))
}

/// The window of a duty that a period asks for: that very period where the duty goes by such periods (台账月报 of October is
/// that of October, although it is settled in November), the days before the first long holiday that it holds the eve of, else the one
/// worked on at `anchor`.
pub fn window_in(duty: &Duty, facts: &Facts, period: Option<Period>, anchor: Day) -> Option<Window> {
    if let Some(period) = period.filter(|_| duty.period == Cadence::BeforeHoliday) {
        return before_holidays(duty, facts).find(|window| period.contains(window.to));
    }
    let kind = duty.period.kind(&facts.basics.settings);
    let own = period.filter(|period| kind.is_some() && period.kind() == kind);
    let own = own.filter(|period| duty.period != Cadence::June || is_june(*period));
    let Some(period) = own else { return window_at(duty, facts, anchor) };
    let (first, last) = effective(duty, facts);
    (period.start() <= last && first <= period.end()).then(|| window(duty, facts, period))
}

/// The windows before the one worked on `now` whose last day has passed, in order: what is missing in them is still owed. None
/// from before the 启用日; none of duties on events, whose clocks run on in the window of the day.
pub fn ended(duty: &Duty, facts: &Facts, now: Option<&Window>) -> Vec<Window> {
    if duty.runs_on() {
        return Vec::new();
    }
    let is_over =
        |window: &Window| window.owed_after < facts.as_of && now.is_none_or(|now| window.to < now.from);
    let mut ended = windows(duty, facts, facts.start_on, facts.as_of);
    ended.retain(|window| is_over(window) && !window.is_unrecorded && !window.is_spared);
    ended
}

fn is_june(period: Period) -> bool {
    matches!(period, Period::Month(_, 6))
}

/// The window of a calendar period.
pub fn window(duty: &Duty, facts: &Facts, period: Period) -> Window {
    let (first, last) = effective(duty, facts);
    let (from, to) = (period.start(), period.end().min(last));
    let is_spared = first > from && duty.first_period == FirstPeriod::Spared;
    finish(duty, facts, Window { is_spared, ..bare(period, from, to, from.max(first)) })
}

/// The only window of a duty that does not go by the calendar; of one that rolls on the one that ends on `at`.
fn whole(duty: &Duty, facts: &Facts, at: Day) -> Option<Window> {
    let (first, last) = effective(duty, facts);
    let window = match duty.period {
        Cadence::Rolling => {
            let days = Limit::NoticeRollingDays.of(&facts.basics.settings).max(1);
            let first = first.max(facts.start_on);
            let from = at.plus(1 - days).max(first);
            // Somebody who began less than that many days ago still has the rest of them.
            let to = if from == first { first.plus(days - 1) } else { at };
            let due = if from == first { to } else { at.plus(-1) };
            Window { due, ..bare(Period::Once, from, to, from) }
        }
        Cadence::Phase => {
            let year = Period::containing(PeriodKind::Year, last);
            let is_year = Period::containing(PeriodKind::Year, first) == year;
            let period = if is_year { year } else { Period::Once };
            Window { until: Day::LAST, ..bare(period, first, last, first) }
        }
        _ => {
            // What was there before the first plan counts for it; a later plan asks anew.
            let plan = facts.plan();
            let is_later = plan.is_some_and(|plan| facts.basics.plan_before(plan).is_some());
            let from = if is_later { first } else { Day::FIRST };
            Window { from, until: Day::LAST, ..bare(Period::Once, first, last, first) }
        }
    };
    (first <= last).then(|| finish(duty, facts, window))
}

/// The days before each long holiday, in order. Named by the month of its eve, of which there is one to a month.
fn before_holidays(duty: &Duty, facts: &Facts) -> impl Iterator<Item = Window> {
    let (first, last) = effective(duty, facts);
    let (off, ahead) = (i32::from(duty.holiday.days_off), i32::from(duty.holiday.days_before).max(1));
    let holidays = facts.workdays.holidays(first, last).into_iter();
    let long = holidays.filter(move |holiday| holiday.first.days_until(holiday.last) + 1 >= off);
    long.map(|holiday| holiday.first.plus(-1)).filter(move |eve| first <= *eve).map(move |eve| {
        let from = eve.plus(1 - ahead);
        let period = Period::containing(PeriodKind::Month, eve);
        finish(duty, facts, bare(period, from, eve, from.max(first)))
    })
}

fn bare(period: Period, from: Day, to: Day, begins: Day) -> Window {
    Window {
        period,
        from,
        to,
        until: to,
        begins,
        due: to,
        owed_after: to,
        soon_from: to,
        counts_newcomers: false,
        is_spared: false,
        is_unrecorded: false,
    }
}

fn finish(duty: &Duty, facts: &Facts, window: Window) -> Window {
    let settings = &facts.basics.settings;
    let limit = duty.due.workdays(settings);
    let due = match duty.due.rule {
        DueRule::PeriodEnd
        | DueRule::PerEvent
        | DueRule::AfterEvent
        | DueRule::DayBefore
        | DueRule::OwnDay => window.due,
        DueRule::IntoPeriod => facts.workdays.add(window.from.plus(-1), limit),
        DueRule::IntoNext => facts.workdays.add(window.to, limit),
    };
    let counts_newcomers = duty.period == Cadence::Once;
    let lead = duty.lead.unwrap_or(usual_lead(duty.period.kind(settings))).of(settings);
    Window {
        due,
        owed_after: due.plus(i32::from(duty.grace)),
        soon_from: due.plus(-lead),
        counts_newcomers,
        is_unrecorded: due < facts.start_on || window.to < facts.start_on,
        ..window
    }
}

/// The setting that says how early a period's duties turn 临期.
fn usual_lead(kind: Option<PeriodKind>) -> Limit {
    match kind {
        Some(PeriodKind::Month) => Limit::LeadDaysMonth,
        Some(PeriodKind::Quarter) => Limit::LeadDaysQuarter,
        Some(PeriodKind::Half) => Limit::LeadDaysHalfYear,
        Some(PeriodKind::Year) => Limit::LeadDaysYear,
        None => Limit::LeadDaysPhase,
    }
}
