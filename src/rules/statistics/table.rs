//! Rows × figures, in one pass over the hazards and one over the visits.

use super::figure::{FIGURES, Figure, Make, mark};
use super::layout::{Layout, is_rest, is_total};
use super::visits::found_nothing;
use super::{By, Table, Value, Which};
use crate::calendar::Period;
use crate::model::card::HazardCard;
use crate::rules::cadence::plan_length;
use crate::rules::facts::Facts;
use crate::rules::matrix::Head;

/// What one row has.
#[derive(Clone, Default)]
struct Tally {
    /// Hazards by mark.
    marks: [u32; mark::COUNT],
    /// Days to close of those that were closed.
    days: Vec<u16>,
    visits: u32,
    /// Visits that found nothing.
    zero: u32,
    /// People sent out.
    heads: u32,
}

impl Tally {
    fn take(&mut self, card: &HazardCard, marks: u32) {
        self.marks.iter_mut().enumerate().for_each(|(bit, number)| *number += marks >> bit & 1);
        if marks & mark::CLOSED != 0 {
            self.days.push(card.found_on.days_until(card.closed_on).try_into().unwrap_or(0));
        }
    }

    fn is_empty(&self) -> bool {
        self.visits == 0 && self.marks.iter().all(|number| *number == 0)
    }

    fn with(&self, bit: u32) -> u32 {
        self.marks.get(bit.trailing_zeros() as usize).copied().unwrap_or_default()
    }

    fn value(&mut self, figure: &Figure, by: By) -> Value {
        match figure.make {
            _ if by == By::Category && figure.needs_visits() => {
                Value { text: NOTHING.into(), ..Value::default() }
            }
            Make::Hazards(bit) => plain(self.with(bit)),
            Make::Share(part, of) => share(self.with(part), self.with(of)),
            Make::Median(_) => tenths(median(&mut self.days), self.days.len()),
            Make::Mean(_) => tenths(mean(&self.days), self.days.len()),
            Make::Visits => plain(self.visits),
            Make::ZeroShare => share(self.zero, self.visits),
            Make::PerHead(bit) => per_head(self.with(bit), self.heads),
        }
    }
}

/// Where there is nothing to divide by.
const NOTHING: &str = "-";

fn plain(number: u32) -> Value {
    Value { number, of: 0, text: number.to_string() }
}

/// In whole percent, cut and not rounded, as in M10.
fn share(number: u32, of: u32) -> Value {
    let percent = (u64::from(number) * 100).checked_div(of.into());
    Value { number, of, text: percent.map_or_else(|| NOTHING.into(), |percent| format!("{percent}%")) }
}

fn per_head(number: u32, of: u32) -> Value {
    let hundredths = (u64::from(number) * 100).checked_div(of.into());
    let text = hundredths.map_or_else(|| NOTHING.into(), |h| format!("{}.{:02}", h / 100, h % 100));
    Value { number, of, text }
}

/// Tenths of a day, made from so many hazards.
fn tenths(number: u32, of: usize) -> Value {
    let text = if of == 0 { NOTHING.into() } else { super::pace::tenths(number) };
    Value { number, of: of as u32, text }
}

/// Ten times the middle one; of an even number the mean of the two in the middle.
fn median(days: &mut [u16]) -> u32 {
    let half = days.len() / 2;
    if half >= days.len() {
        return 0;
    }
    let is_even = days.len().is_multiple_of(2);
    let (below, upper, _) = days.select_nth_unstable(half);
    let upper = u32::from(*upper);
    let lower = if is_even { below.iter().max().copied().map_or(upper, u32::from) } else { upper };
    (lower + upper) * 5
}

/// Ten times the mean, rounded.
fn mean(days: &[u16]) -> u32 {
    let sum: u64 = days.iter().map(|days| u64::from(*days)).sum();
    let count = days.len() as u64;
    (sum * 10 + count / 2).checked_div(count).unwrap_or(0) as u32
}

/// The table; [`None`]: there is no such row to cut it down to.
pub(super) fn table(facts: &Facts, which: &Which) -> Option<Table> {
    let layout = Layout::of(facts, which)?;
    let mut tallies = vec![Tally::default(); layout.heads.len()];
    layout.sweep(None, |row, card, marks| {
        if let Some(tally) = tallies.get_mut(row) {
            tally.take(card, marks);
        }
    });
    layout.visits(|row, card| {
        if let Some(tally) = tallies.get_mut(row) {
            tally.visits += 1;
            tally.zero += u32::from(found_nothing(card));
            tally.heads += u32::from(card.count);
        }
    });
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    for (head, mut tally) in layout.heads.iter().zip(tallies) {
        if is_total(head) || !is_rest(head) || !tally.is_empty() {
            rows.push(head.clone());
            cells.push(FIGURES.iter().map(|figure| tally.value(figure, which.by)).collect());
        }
    }
    let as_of = layout.whole().0.as_of;
    Some(Table {
        title: title(&layout, which),
        as_of,
        period: words(which.by, layout.period, facts),
        rows,
        columns: FIGURES.iter().map(|f| Head::new(f.key, f.label).noted(f.how)).collect(),
        cells,
        notes: notes(which.by),
        which: Which { period: Some(layout.period), ..which.clone() },
    })
}

fn title(layout: &Layout, which: &Which) -> String {
    match layout.within_label() {
        Some(label) => format!("{label} {}", which.by.name()),
        None => which.by.name().into(),
    }
}

/// The period of a table, in words.
pub(super) fn words(by: By, period: Period, facts: &Facts) -> String {
    match (by, period) {
        (By::Week, _) => format!("近{}周", By::WEEKS),
        (_, Period::Once) => format!("{}行动以来", plan_length(facts)),
        (_, period) => period.label(),
    }
}

fn notes(by: By) -> Vec<String> {
    let stock =
        if by.is_time() { "在办、逾期、重大在账、在办时长为每期末日的数" } else { "" };
    let notes = [
        "草稿、作废、并案的不计；各数与 M10 同一口径",
        "发现按发现日期计，整改按完成日期计，销号按销号日期计，移交另列、也在总数里",
        stock,
        "按期整改率只看定了期限、由我们督促的；整改天数从发现日到销号日",
    ];
    notes.into_iter().filter(|note| !note.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_mean_of_days() {
        assert_eq!((median(&mut []), mean(&[])), (0, 0));
        assert_eq!((median(&mut [9, 1, 3]), mean(&[9, 1, 3])), (30, 43));
        assert_eq!((median(&mut [9, 1, 3, 4]), mean(&[9, 1, 3, 4])), (35, 43));
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(share(0, 0).text, "-");
        assert_eq!(
            (share(2, 3).text, per_head(5, 4).text, tenths(45, 2).text),
            ("66%".into(), "1.25".into(), "4.5".into())
        );
        assert_eq!((per_head(0, 0).text, tenths(0, 0).text), ("-".to_owned(), "-".to_owned()));
    }
}
