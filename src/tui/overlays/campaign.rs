//! 专项进度: every 专项整治 by township, gathered part by part; Enter goes to the enterprises that were not checked yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::Answer;
use crate::ask::planning::campaign::{Gathering, PARTS, Tally};
use crate::ask::query::{EnterpriseFilter, HazardFilter, Query};
use crate::model::id::Id;
use crate::text::{pad, pad_left, width};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::screen::ScreenId;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Rows asked for at once.
const PART: u32 = 500;

/// What was gathered, and where one stands. It stays as it was gathered: all of it is read through each time.
pub struct Campaigns {
    /// Words in which a campaign is named to begin at.
    words: String,
    gathering: Gathering,
    /// Which of the [`PARTS`] is read.
    part: usize,
    lines: Vec<Line>,
    place: Scroll,
}

/// A campaign in a township, or in all of them.
struct Line {
    campaign: String,
    township: String,
    tally: Tally,
}

impl Campaigns {
    /// Opens it, at the campaign that these words name.
    pub fn ask(words: &str) -> Effect {
        Effect::Open(Box::new(Campaigns {
            words: words.to_owned(),
            gathering: Gathering::of(None),
            part: 0,
            lines: Vec::new(),
            place: Scroll::default(),
        }))
    }

    fn is_gathered(&self) -> bool {
        self.part >= PARTS.len()
    }

    /// Rows of the present part after this one, or the first of the next part.
    fn go_on(&self, after: Id) -> Effects {
        let part = PARTS.get(self.part);
        part.map(|of| Effect::Ask(Query::Extract { of: *of, township: String::new(), after, limit: PART }))
            .into_iter()
            .collect()
    }

    /// Each campaign, its townships under one another and their sum.
    fn lay_out(&mut self, cx: &Cx) {
        let mut sums: Vec<(String, Tally)> = Vec::new();
        for ((campaign, code), tally) in self.gathering.tallies() {
            if sums.last().is_none_or(|(name, _)| name != campaign) {
                self.lines.extend(sums.last().map(sum));
                sums.push((campaign.clone(), Tally::default()));
            }
            sums.iter_mut().last().into_iter().for_each(|(_, sum)| sum.add(tally));
            let known = cx.status.iter().flat_map(|status| &status.townships).find(|(own, ..)| own == code);
            let township = known.map_or(code, |(_, short, _)| short).clone();
            self.lines.push(Line { campaign: campaign.clone(), township, tally: tally.clone() });
        }
        self.lines.extend(sums.last().map(sum));
        let named = self.lines.iter().position(|line| self.words.contains(&line.campaign));
        self.place.at = named.unwrap_or(0);
    }

    fn here(&self) -> Option<&Line> {
        self.lines.get(self.place.at)
    }

    fn open(&self) -> Effects {
        let Some(line) = self.here() else { return Vec::new() };
        let ids = line.tally.missing();
        if ids.is_empty() {
            return vec![Notice::done(format!("{} {} 应检的都检了", line.campaign, line.township)).into()];
        }
        let filter = EnterpriseFilter { ids, ..EnterpriseFilter::default() };
        vec![Effect::Go(ScreenId::Enterprises, Some(Goal::Enterprises(filter)))]
    }

    fn hazards(&self) -> Effects {
        let ids: Vec<Id> =
            self.here().map(|line| line.tally.found.iter().copied().collect()).unwrap_or_default();
        let filter = HazardFilter { ids, ..HazardFilter::default() };
        vec![Effect::Go(ScreenId::Hazards, Some(Goal::Hazards(filter)))]
    }
}

fn sum((campaign, tally): &(String, Tally)) -> Line {
    Line { campaign: campaign.clone(), township: "合计".into(), tally: tally.clone() }
}

/// Heads of the columns of numbers.
const HEADS: [&str; 5] = ["检/应检", "未检", "隐患", "已销号", "未销号"];
/// Cells of each of them, and of a township.
const NUMBER: usize = 8;
const TOWNSHIP: usize = 8;

impl Line {
    fn numbers(&self) -> [String; 5] {
        let Tally { asked, visited, found, closed } = &self.tally;
        [
            format!("{}/{}", visited.len(), asked.len()),
            self.tally.missing().len().to_string(),
            found.len().to_string(),
            closed.to_string(),
            (found.len() - closed).to_string(),
        ]
    }
}

fn row(name: &str, names: usize, township: &str, numbers: [&str; 5]) -> String {
    let numbers: String = numbers.iter().map(|words| pad_left(words, NUMBER)).collect();
    format!("{} {}{numbers}", pad(name, names), pad(township, TOWNSHIP))
}

impl Layer for Campaigns {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Campaign, Scope::Move]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        if self.is_gathered() {
            return Vec::new();
        }
        // From the beginning again where the line was lost half way.
        (self.part, self.gathering) = (0, Gathering::of(None));
        self.go_on(Id::NONE)
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        match action {
            Action::ToHazards => self.here().is_some_and(|line| !line.tally.found.is_empty()),
            Action::Open => self.here().is_some(),
            _ => true,
        }
    }

    fn shows(&self, action: Action) -> bool {
        action == Action::Open
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let height = cx.body().height.saturating_sub(1);
        match action {
            Action::Back => vec![Effect::Close],
            Action::Open => self.open(),
            Action::ToHazards if self.can(cx, action) => self.hazards(),
            _ => {
                self.place.go(action, self.lines.len(), height);
                Vec::new()
            }
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        let rows = match answer {
            Answer::Rows(rows) if !self.is_gathered() => rows,
            Answer::Nothing(why) => return vec![Effect::Close, Notice::remark(why).into()],
            _ => return Vec::new(),
        };
        rows.iter().for_each(|row| self.gathering.take(row));
        match rows.last() {
            Some(last) => return self.go_on(last.id),
            None => self.part += 1,
        }
        if !self.is_gathered() {
            return self.go_on(Id::NONE);
        }
        self.lay_out(cx);
        match self.lines.is_empty() {
            true => vec![
                Effect::Close,
                Notice::wrong("没有写明专项的检查、计划条目或隐患", "登记时在“专项整治”栏写它的名称").into(),
            ],
            false => Vec::new(),
        }
    }

    fn place(&self, _cx: &Cx) -> String {
        match self.here() {
            Some(line) => format!("专项进度 · {} {} · Enter 看未检的企业", line.campaign, line.township),
            None => "专项进度".into(),
        }
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        paint::clear(buf, area, theme.plain);
        let rest = TOWNSHIP + HEADS.len() * NUMBER + 4;
        let longest = self.lines.iter().map(|line| width(&line.campaign)).max().unwrap_or(0);
        let names = longest.max(4).min(usize::from(area.width).saturating_sub(rest));
        let room = area.width.saturating_sub(2);
        paint::put(buf, area.x + 2, area.y, room, &row("专项", names, "乡镇", HEADS), theme.faint);
        let height = area.height.saturating_sub(1);
        let top = self.place.top(self.lines.len(), height);
        for ((n, line), y) in self.lines.iter().enumerate().skip(top).zip(area.top() + 1..area.bottom()) {
            let is_here = n == self.place.at;
            let numbers = line.numbers();
            let words = row(&line.campaign, names, &line.township, numbers.each_ref().map(String::as_str));
            let style = if line.township == "合计" { theme.strong } else { theme.plain };
            paint::put(buf, area.x, y, 2, paint::marker(is_here, true), theme.key);
            paint::put(buf, area.x + 2, y, room, &words, style);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, theme.selected);
            }
        }
        None
    }
}
