//! What is behind a cell, on top of the matrix; what a total is made of opens its cells in turn, and Esc goes back through
//! them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::behind::{self, Row};
use crate::ask::answer::Answer;
use crate::ask::query::{FormFor, HazardFilter, Query};
use crate::calendar::{Day, Period};
use crate::model::field::Fields;
use crate::model::id::Kind;
use crate::rules::matrix::{CellPage, MatrixId};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::proposal::ProposalLayer;
use crate::tui::screen::ScreenId;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Which cell, seen from when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Of which matrix.
    pub id: MatrixId,
    /// Seen from; [`Day::NONE`]: today.
    pub day: Day,
    /// The period shown; [`None`]: the one that holds the day.
    pub period: Option<Period>,
    /// Key of the row.
    pub row: String,
    /// Key of the column.
    pub column: String,
}

/// What is behind a cell, once it has come.
pub struct CellLayer {
    address: Address,
    page: Option<CellPage>,
    place: Scroll,
}

impl CellLayer {
    /// Of this cell.
    pub fn of(address: Address) -> Box<CellLayer> {
        Box::new(CellLayer { address, page: None, place: Scroll::default() })
    }

    fn rows(&self, cx: &Cx) -> Vec<Row> {
        self.page.as_ref().map(|page| behind::rows(page, room(cx.body()))).unwrap_or_default()
    }

    /// The cursor stays where it is, or goes to the first line it can stand on.
    fn take(&mut self, cx: &Cx, page: CellPage) {
        self.page = Some(page);
        let rows = self.rows(cx);
        self.place.keep_within(rows.len());
        if !rows.get(self.place.at).is_some_and(Row::is_item) {
            self.place.at = rows.iter().position(Row::is_item).unwrap_or(0);
        }
    }

    /// Moves over the rows the cursor can stand on. Says whether the action was a move.
    fn go(&mut self, cx: &Cx, action: Action) -> bool {
        let rows = self.rows(cx);
        let items: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].is_item()).collect();
        let mut among = Scroll { at: items.iter().position(|at| *at >= self.place.at).unwrap_or(0) };
        let moved = among.go(action, items.len(), cx.body().height.saturating_sub(1));
        self.place.at = items.get(among.at).copied().unwrap_or(self.place.at);
        moved
    }

    /// Opens what the cursor stands on: hazards, the entry of a missing subject, the cell of a sum, the record.
    fn open(&self, cx: &Cx) -> Option<Effect> {
        let page = self.page.as_ref()?;
        let rows = self.rows(cx);
        let row = rows.get(self.place.at)?;
        if let Row::Hazards(_) = row {
            let filter = HazardFilter { ids: page.hazards.clone(), ..HazardFilter::default() };
            return Some(Effect::Go(ScreenId::Hazards, Some(Goal::Hazards(filter))));
        }
        let item = behind::item(page, row)?;
        match (&item.entry, &item.cell) {
            (Some((kind, fields)), _) => {
                Some(Effect::Open(FormLayer::ask(FormFor::New(*kind, fields.clone()))))
            }
            (None, Some((id, row, column))) => {
                let (row, column) = (row.clone(), column.clone());
                Some(Effect::Open(CellLayer::of(Address {
                    id: *id,
                    period: None,
                    row,
                    column,
                    ..self.address
                })))
            }
            (None, None) => item.id.opt().map(|id| Effect::Open(Detail::of(id))),
        }
    }

    /// What the entry of the missing subject under the cursor begins with.
    fn missing(&self, cx: &Cx) -> Option<(Kind, Fields)> {
        let rows = self.rows(cx);
        behind::item(self.page.as_ref()?, rows.get(self.place.at)?)?.entry.clone()
    }

    fn enter(&self, cx: &Cx) -> Option<Effect> {
        let (kind, fields) = self.missing(cx)?;
        Some(Effect::Open(FormLayer::ask(FormFor::New(kind, fields))))
    }

    /// A month's plan that is missing may be proposed.
    fn propose(&self, cx: &Cx) -> Option<Effect> {
        let (_, fields) = self.missing(cx).filter(|(kind, _)| *kind == Kind::InspectionPlan)?;
        Some(ProposalLayer::ask(fields.get("township"), fields.get("month")))
    }
}

/// Cells for a line.
fn room(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(3)
}

impl Layer for CellLayer {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Coverage, Scope::List, Scope::Move]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        let Address { id, day, period, row, column } = self.address.clone();
        vec![Effect::Ask(Query::Cell { id, day, period, row, column })]
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        match action {
            Action::EnterMissing => self.enter(cx).is_some(),
            Action::Propose => self.propose(cx).is_some(),
            Action::ToClause => super::clause_of(self.address.id, &self.address.row).is_some(),
            Action::Open | Action::Back | Action::Copy => true,
            _ => false,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if self.go(cx, action) {
            return Vec::new();
        }
        let effect = match action {
            Action::Back => Some(Effect::Close),
            Action::Open => self.open(cx),
            Action::EnterMissing => self.enter(cx),
            Action::Propose => self.propose(cx),
            Action::ToClause => super::clause_of(self.address.id, &self.address.row),
            Action::Copy => self.page.as_ref().map(|page| Effect::Copy(behind::plain(page))),
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Cell(page) => self.take(cx, page),
            Answer::Nothing(why) => return vec![Effect::Close, Notice::remark(why).into()],
            _ => {}
        }
        Vec::new()
    }

    fn place(&self, _cx: &Cx) -> String {
        let title = self.page.as_ref().map_or("", |page| &page.title);
        format!("{} {title}", self.address.id.code())
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        let page = self.page.as_ref()?;
        paint::clear(buf, area, theme.plain);
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(1), &page.title, theme.strong);
        let rows = self.rows(cx);
        let top = self.place.top(rows.len(), area.height.saturating_sub(1));
        for ((n, row), y) in rows.iter().enumerate().skip(top).zip(area.top() + 1..area.bottom()) {
            let is_here = n == self.place.at && row.is_item();
            let style = match row {
                Row::Heading(..) => theme.strong,
                Row::Empty(_) => theme.faint,
                _ => theme.plain,
            };
            let line =
                format!("{}{}", if is_here { "> " } else { "  " }, behind::text(page, row, room(area)));
            paint::put(buf, area.x, y, area.width, &line, style);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, theme.selected);
            }
        }
        None
    }
}
