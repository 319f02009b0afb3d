//! 月计划建议: whom to visit in a month, and why; struck out, moved to another workday, then entered as one group.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::detail::Detail;
use crate::ask::answer::Answer;
use crate::ask::planning::{Planned, Planning, Proposal, Proposed};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::model::command::Receipt;
use crate::model::id::Id;
use crate::text::pad;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The proposal, once it has come, and what was changed of it.
pub struct ProposalLayer {
    what: Planning,
    proposal: Option<Proposal>,
    /// Struck out.
    struck: BTreeSet<Id>,
    place: Scroll,
}

impl ProposalLayer {
    /// Opens it for a township (any writing; empty: one's own) and a month (empty: the next one).
    pub fn ask(township: impl Into<String>, month: impl Into<String>) -> Effect {
        let what = Planning::Proposal { township: township.into(), month: month.into() };
        Effect::Open(Box::new(ProposalLayer {
            what,
            proposal: None,
            struck: BTreeSet::new(),
            place: Scroll::default(),
        }))
    }

    fn here(&self) -> Option<&Proposed> {
        self.proposal.as_ref()?.items.get(self.place.at)
    }

    /// Moves the visit under the cursor so many workdays; the list keeps its order until it is entered.
    fn move_day(&mut self, by: isize) {
        let Some(proposal) = &mut self.proposal else { return };
        let Some(item) = proposal.items.get_mut(self.place.at) else { return };
        let at = proposal.workdays.partition_point(|day| *day < item.day);
        let to = at.saturating_add_signed(by).min(proposal.workdays.len().saturating_sub(1));
        item.day = proposal.workdays.get(to).copied().unwrap_or(item.day);
    }

    fn strike(&mut self) {
        let Some(id) = self.here().map(|item| item.enterprise) else { return };
        if !self.struck.remove(&id) {
            self.struck.insert(id);
        }
    }

    fn enter(&self, filed_on: Day) -> Effects {
        let Some(proposal) = &self.proposal else { return Vec::new() };
        let mut kept = proposal.clone();
        kept.items.retain(|item| !self.struck.contains(&item.enterprise));
        match kept.wish(filed_on).filter(|_| !kept.items.is_empty() || kept.plan.is_some()) {
            Some(wish) => vec![Effect::Submit(wish)],
            None => vec![Notice::wrong("没有要登记的企业", "Space 取回划去的").into()],
        }
    }

    fn title(&self) -> String {
        let Some(proposal) = &self.proposal else { return String::new() };
        let kept = proposal.items.iter().filter(|item| !self.struck.contains(&item.enterprise)).count();
        let there = if proposal.planned > 0 {
            format!("，计划里已有 {}", proposal.planned)
        } else {
            String::new()
        };
        format!(
            "{} {} 检查计划建议 {kept}/{}{there}",
            proposal.township.1,
            proposal.month,
            proposal.items.len()
        )
    }

    /// Words under the title: what is worth knowing.
    fn remarks(&self) -> Vec<String> {
        self.proposal.as_ref().map(|proposal| proposal.remarks.clone()).unwrap_or_default()
    }
}

/// A visit in one row.
fn row(item: &Proposed, is_struck: bool) -> String {
    let day = item.day.opt().map(|day| format!("{} 周{}", day.md(), day.weekday())).unwrap_or_default();
    let mark = if is_struck { "x" } else { " " };
    format!(
        "{mark} {} {} {} {} {}",
        pad(&day, 10),
        pad(&item.village, 6),
        pad(&item.name, 18),
        pad(&item.industry.1, 8),
        item.why.join("、")
    )
}

impl Layer for ProposalLayer {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Proposal, Scope::Move]
    }

    // What was changed here stays when something is entered elsewhere.
    fn load(&mut self, _cx: &Cx) -> Effects {
        match self.proposal {
            Some(_) => Vec::new(),
            None => vec![Effect::Ask(Query::Planning(self.what.clone(), Day::NONE))],
        }
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        match action {
            Action::Back => true,
            Action::Submit | Action::KeepPlan => self.proposal.is_some(),
            _ => self.here().is_some(),
        }
    }

    fn shows(&self, action: Action) -> bool {
        matches!(action, Action::Mark | Action::Open)
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let len = self.proposal.as_ref().map_or(0, |proposal| proposal.items.len());
        if self.place.go(action, len, cx.body().height.saturating_sub(2)) {
            return Vec::new();
        }
        match action {
            Action::Back => return vec![Effect::Close],
            Action::Open => {
                return self
                    .here()
                    .map(|item| Effect::Open(Detail::of(item.enterprise)))
                    .into_iter()
                    .collect();
            }
            Action::Mark => self.strike(),
            Action::Earlier => self.move_day(-1),
            Action::Later => self.move_day(1),
            Action::Submit => return self.enter(cx.today()),
            Action::KeepPlan => return self.enter(Day::NONE),
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Planned(Planned::Proposal(proposal)) if proposal.items.is_empty() => {
                let why = proposal.nothing();
                vec![Effect::Close, Notice::remark(why).into()]
            }
            Answer::Planned(Planned::Proposal(proposal)) => {
                self.proposal = Some(*proposal);
                Vec::new()
            }
            Answer::Nothing(why) => vec![Effect::Close, Notice::remark(why).into()],
            _ => Vec::new(),
        }
    }

    fn receipt(&mut self, _cx: &Cx, _receipt: &Receipt) -> Effects {
        vec![Effect::Close]
    }

    // The reasons of the row under the cursor in full: a narrow terminal cuts them.
    fn place(&self, _cx: &Cx) -> String {
        let why = self.here().map(|item| format!(" · {}", item.why.join("、"))).unwrap_or_default();
        self.title() + &why
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        let proposal = self.proposal.as_ref()?;
        paint::clear(buf, area, theme.plain);
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(1), &self.title(), theme.strong);
        let mut y = area.y + 1;
        for remark in self.remarks() {
            paint::put(buf, area.x + 1, y, area.width.saturating_sub(1), &remark, theme.warning);
            y += 1;
        }
        let height = area.bottom().saturating_sub(y);
        let top = self.place.top(proposal.items.len(), height);
        for ((n, item), y) in proposal.items.iter().enumerate().skip(top).zip(y..area.bottom()) {
            let is_here = n == self.place.at;
            let is_struck = self.struck.contains(&item.enterprise);
            let line = format!("{}{}", if is_here { ">" } else { " " }, row(item, is_struck));
            let style = if is_struck { theme.faint } else { theme.plain };
            paint::put(buf, area.x, y, area.width, &line, style);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, theme.selected);
            }
        }
        None
    }
}
