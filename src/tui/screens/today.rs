//! 今日: the morning's review, worked to zero. Every line is acted on in place; what was done leaves.
//!
//! - [`rows`]: the page as rows; [`line`]: a line as fixed columns

mod line;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::ask::answer::Answer;
use crate::ask::query::{FormFor, HazardFilter, Query};
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::rules::matrix::MatrixId;
use crate::rules::queue::Queue;
use crate::rules::review::{Section, TodayLine, TodayPage};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::deeds::{self, Deeds};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::directive;
use crate::tui::overlays::form::FormLayer;
use crate::tui::screen::ScreenId;
use crate::tui::theme::Theme;
use crate::tui::widgets::meter::meter;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;
use rows::Row;

/// 今日
#[derive(Default)]
pub struct Today {
    page: Option<TodayPage>,
    rows: Vec<Row>,
    place: Scroll,
    /// The line the cursor stands on, by which it is found again.
    key: Option<(Section, String)>,
    /// Which number of the head line the cursor stands on.
    number: usize,
    /// Everybody's review and not only the own unit's.
    is_everybodys: bool,
    /// Nothing was answered so far, or why there is no page.
    nothing: String,
}

/// Code of the township that the officer is of.
fn own_township(cx: &Cx) -> Option<String> {
    let status = cx.status.as_ref()?;
    let own = status.townships.iter().find(|(code, _, _)| *code == status.officer.unit);
    own.map(|(code, _, _)| code.clone())
}

impl Today {
    fn row(&self) -> Option<Row> {
        self.rows.get(self.place.at).copied()
    }

    fn line(&self) -> Option<&TodayLine> {
        match self.row()? {
            Row::Line(at) => self.page.as_ref()?.lines.get(at),
            _ => None,
        }
    }

    /// Where the hazard under the cursor stands; [`None`]: there is none.
    fn state(&self) -> Option<State> {
        self.line().and_then(|line| line.state)
    }

    /// Why a deed cannot be done here, and what the line can be used for.
    fn refusal(&self, cx: &Cx, deed: Action) -> Notice {
        if let Some(state) = self.state() {
            return deeds::refusal(cx, deed, &[state]);
        }
        let keys =
            [Action::Open, Action::ToMatrix, Action::Snooze].into_iter().filter(|key| self.can(cx, *key));
        let said: Vec<String> = keys.filter_map(|key| cx.keymap.said(self.scopes(), key)).collect();
        Notice::wrong(
            format!("这一行不是隐患，不能办“{}”", deed.row().label),
            format!("可用 {}", said.join(" ")),
        )
    }

    /// Code of the township whose review it is; empty: everybody's, which is also that of the bureau and its sections.
    fn unit(&self, cx: &Cx) -> String {
        own_township(cx).filter(|_| !self.is_everybodys).unwrap_or_default()
    }

    /// Takes a page; the cursor stays on its line, or where the line was when that is done.
    fn take(&mut self, page: TodayPage) {
        let is_first = self.page.is_none();
        self.rows = rows::rows(&page);
        let at_key = |row: &Row| match row {
            Row::Line(at) => page.lines.get(*at).map(rows::key).is_some_and(|key| Some(key) == self.key),
            _ => false,
        };
        let first_line = || self.rows.iter().position(|row| matches!(row, Row::Line(_)));
        let found = self.rows.iter().position(at_key);
        self.place.at = match found {
            Some(at) => at,
            None if is_first => first_line().unwrap_or(0),
            None => self.place.at,
        };
        self.page = Some(page);
        self.place.keep_within(self.rows.len());
        self.step_off_heading(1);
        self.remember();
    }

    fn remember(&mut self) {
        self.key = self.line().map(rows::key);
    }

    /// A heading is no place to stand on: the row after it (or before, going up) is.
    fn step_off_heading(&mut self, by: isize) {
        if let Some(Row::Heading(..)) = self.row() {
            self.place.at = self.place.at.saturating_add_signed(by);
        }
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> bool {
        let height = cx.body().height.saturating_sub(1);
        let before = self.place.at;
        if !self.place.go(action, self.rows.len(), height) {
            return false;
        }
        self.step_off_heading(if self.place.at < before { -1 } else { 1 });
        self.remember();
        true
    }

    /// Opens what the line is about: the form that fills the missing cell, the record, the matrix, the task.
    fn open(&self, cx: &Cx) -> Effects {
        let Some(line) = self.line() else { return self.open_number(cx) };
        match (&line.entry, line.id.opt()) {
            (Some((kind, fields)), _) => {
                vec![Effect::Open(FormLayer::ask(FormFor::New(*kind, fields.clone())))]
            }
            (None, Some(id)) => vec![Effect::Open(Detail::of(id))],
            (None, None) => self.open_key(line).into_iter().collect(),
        }
    }

    /// A cell by its key `M9/OR-01/350504001/2026-11`, a milestone `M11/T1/2` by its task.
    fn open_key(&self, line: &TodayLine) -> Option<Effect> {
        let mut parts = line.key.split('/').map(str::to_owned);
        let matrix = MatrixId::of_name(&parts.next()?)?;
        let (row, column) = (parts.next()?, parts.next().unwrap_or_default());
        Some(match matrix {
            MatrixId::M11 => Effect::Go(ScreenId::Tasks, Some(Goal::Task(row))),
            _ => Effect::Go(ScreenId::Coverage, Some(Goal::Cell(matrix, row, column))),
        })
    }

    /// The rows behind a number of the head line, of the scope it was counted in.
    fn open_number(&self, cx: &Cx) -> Effects {
        let Some((name, _)) = self.page.as_ref().and_then(|page| page.head.get(self.number)) else {
            return Vec::new();
        };
        let (queue, level) = match name.as_str() {
            "欠账" => {
                return vec![Effect::Go(ScreenId::Coverage, Some(Goal::Matrix(MatrixId::M9, String::new())))];
            }
            "重大在账" => (Queue::Open, "重大"),
            "逾期" => (Queue::Overdue, ""),
            "未闭环" => (Queue::Open, ""),
            "较大及以上事故" => {
                return vec![Effect::Go(ScreenId::Records, Some(Goal::Sort("accident".into())))];
            }
            _ => return Vec::new(),
        };
        let townships = Some(self.unit(cx)).filter(|unit| !unit.is_empty()).into_iter().collect();
        let filter =
            HazardFilter { queue: Some(queue), level: level.into(), townships, ..HazardFilter::default() };
        vec![Effect::Go(ScreenId::Hazards, Some(Goal::Hazards(filter)))]
    }

    /// The cell or the matrix that a line stands for, whether it can be filled from here or not.
    fn to_matrix(&self) -> Effects {
        self.line()
            .filter(|line| line.id == Id::NONE)
            .and_then(|line| self.open_key(line))
            .into_iter()
            .collect()
    }

    fn snooze(&self) -> Effects {
        let Some(line) = self.line() else { return Vec::new() };
        let fields = Fields::of([("item", line.key.clone())]);
        vec![Effect::Open(FormLayer::ask(FormFor::New(Kind::Snooze, fields)))]
    }

    /// 今日复核留痕（局内约定）: who and when by the stamp of the entry, how much was done and what is left by its fields.
    fn stamp(&self, cx: &Cx) -> Effects {
        let Some(page) = &self.page else { return Vec::new() };
        let fields = Fields::of([
            ("date", page.day.to_string()),
            ("unit", self.unit(cx)),
            ("done", page.done.to_string()),
            ("left", page.left.to_string()),
        ]);
        vec![Effect::Submit(Command::Enter { kind: Kind::Review, fields })]
    }

    fn copy(&self) -> Effects {
        let Some(page) = &self.page else { return Vec::new() };
        vec![Effect::Copy(line::plain(page))]
    }
}

impl Layer for Today {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Today, Scope::Hazard, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        // Whose review it is stands in the status.
        let query = || Query::Today { day: Day::NONE, unit: self.unit(cx) };
        cx.status.is_some().then(|| Effect::Ask(query())).into_iter().collect()
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        match action {
            Action::Snooze => self.line().is_some(),
            Action::Directive => self.line().is_some() && directive::may(cx),
            // Who is of no township has the whole district's review already.
            Action::Everybody => own_township(cx).is_some(),
            Action::CellRight | Action::CellLeft => self.row() == Some(Row::Numbers),
            Action::ToMatrix => self.line().is_some_and(|line| line.id == Id::NONE),
            Action::ReviewDone | Action::Copy => self.page.is_some(),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Edit | Action::Filter => false,
            Action::Order | Action::SaveView | Action::RecallView => false,
            Action::Search | Action::SearchNext | Action::SearchBack => false,
            _ if deeds::is_deed(action) => self.state().is_some_and(|state| deeds::can(cx, action, state)),
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if !self.can(cx, action) {
            let refusal = || self.refusal(cx, action).into();
            return deeds::is_deed(action).then(refusal).into_iter().collect();
        }
        if self.move_by(cx, action) {
            return Vec::new();
        }
        let numbers = self.page.as_ref().map_or(0, |page| page.head.len());
        match action {
            Action::Open => return self.open(cx),
            Action::Snooze => return self.snooze(),
            Action::Directive => {
                let Some(line) = self.line() else { return Vec::new() };
                let hazard = Some(line.id).filter(|id| id.kind() == Kind::Hazard).unwrap_or_default();
                return directive::about(cx, hazard, (&line.text, ""), &line.township);
            }
            Action::ReviewDone => return self.stamp(cx),
            Action::ToMatrix => return self.to_matrix(),
            Action::Copy => return self.copy(),
            Action::CellRight => self.number = (self.number + 1).min(numbers.saturating_sub(1)),
            Action::CellLeft => self.number = self.number.saturating_sub(1),
            Action::Everybody => {
                self.is_everybodys = !self.is_everybodys;
                return self.load(cx);
            }
            deed if deeds::is_deed(deed) => {
                return Deeds::of(deed, self.line().map(|line| line.id).into_iter().collect());
            }
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Today(page) => self.take(page),
            Answer::Nothing(why) if self.page.is_some() => return vec![Notice::remark(why).into()],
            Answer::Nothing(why) => self.nothing = why,
            _ => {}
        }
        Vec::new()
    }

    fn place(&self, cx: &Cx) -> String {
        let whose = match &cx.status {
            Some(status) if !self.unit(cx).is_empty() => status.unit.clone(),
            _ => "全区".to_owned(),
        };
        let Some(page) = &self.page else { return format!("今日 {whose}") };
        let stamped = page.stamped.as_ref().map(|stamp| format!(" · 已复核 {stamp}")).unwrap_or_default();
        format!("今日 {} · {whose}{stamped}", page.day)
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Some(page) = &self.page else {
            paint::put(buf, area.x + 1, area.y, area.width - 1, &self.nothing, cx.theme.faint);
            return None;
        };
        let columns = line::Columns::of(page, usize::from(area.width).saturating_sub(3));
        let top = self.place.top(self.rows.len(), area.height);
        for (n, row) in self.rows.iter().enumerate().skip(top).take(usize::from(area.height)) {
            let at = Rect { y: area.y + (n - top) as u16, height: 1, ..area };
            match row {
                Row::Numbers => self.view_numbers(page, &cx.theme, at, buf),
                Row::Heading(section, listed, all) => {
                    let text = line::heading(*section, *listed, *all);
                    paint::put(buf, at.x + 1, at.y, at.width - 1, &text, cx.theme.strong);
                }
                Row::Line(line) => {
                    view_line(&page.lines[*line], &columns, n == self.place.at, &cx.theme, at, buf)
                }
            }
        }
        if page.lines.is_empty() && area.height > 2 {
            let words = "今日的都办完了。F8 复核留痕，a 速录新的，2 看任务，3 看覆盖";
            paint::put(buf, area.x + 1, area.y + 2, area.width - 1, words, cx.theme.plain);
        }
        None
    }
}

impl Today {
    /// `较大及以上事故 0 · 重大在账 2 …`, and the meter at the right.
    fn view_numbers(&self, page: &TodayPage, theme: &Theme, at: Rect, buf: &mut Buffer) {
        let is_here = self.row() == Some(Row::Numbers);
        let mut x =
            paint::run(buf, at.x, at.y, at.right(), &[(if is_here { ">" } else { " " }, theme.plain)]);
        for (n, (name, count)) in page.head.iter().enumerate() {
            let is_picked = is_here && n == self.number;
            let number = format!("{name} {count}");
            let words = if is_picked { format!("[{number}]") } else { format!(" {number} ") };
            let style = match (is_picked, *count) {
                (true, _) => theme.selected,
                (false, 0) => theme.plain,
                (false, _) => theme.strong,
            };
            x = paint::run(buf, x, at.y, at.right(), &[(&words, style)]);
        }
        let done = meter(page.done, page.done + page.left, 8);
        let cells = crate::text::width(&done) as u16;
        if at.right() > x + cells {
            paint::put(buf, at.right() - cells - 1, at.y, cells, &done, theme.good);
        }
    }
}

fn view_line(
    today: &TodayLine,
    columns: &line::Columns,
    is_here: bool,
    theme: &Theme,
    at: Rect,
    buf: &mut Buffer,
) {
    let marker = if is_here { " >" } else { "  " };
    let style = line_style(today, theme);
    paint::put(buf, at.x, at.y, at.width, &format!("{marker}{}", columns.text(today)), style);
    if is_here {
        buf.set_style(at, theme.selected);
    }
}

fn line_style(line: &TodayLine, theme: &Theme) -> Style {
    match line.section {
        _ if line.major => theme.wrong,
        Section::MajorAndOverdue | Section::Escalated => theme.wrong,
        Section::DueSoon
        | Section::Cells
        | Section::OldPlans
        | Section::Milestones
        | Section::Directives
        | Section::Reminders => theme.warning,
        _ => theme.plain,
    }
}
