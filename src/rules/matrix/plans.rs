//! M2 计划与兑现: townships × months of a year: was the month plan filed (OR-01), and how much of it was carried out (OR-03b).

use super::super::coverage::{Sheet, Sum};
use super::page;
use super::{Ask, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words};

struct Plans {
    filed: Option<Sheet>,
    carried_out: Option<Sheet>,
}

impl Plans {
    fn of(ask: &Ask) -> Plans {
        Plans { filed: ask.of_year("OR-01"), carried_out: ask.of_year("OR-03b") }
    }

    fn heads(&self) -> Vec<Head> {
        let windows = self.filed.iter().flat_map(|sheet| &sheet.windows);
        windows
            .map(|w| Head::new(w.period.to_string(), w.period.short_label()).noted(w.period.label()))
            .collect()
    }

    /// Items carried out, and items there are, of the month at a place of the plans.
    fn items(&self, at: usize, unit: u8) -> Sum {
        let Some((filed, items)) = self.filed.as_ref().zip(self.carried_out.as_ref()) else {
            return Sum::default();
        };
        let period = filed.windows.get(at).map(|window| window.period);
        let at = items.windows.iter().position(|window| Some(window.period) == period);
        at.map(|at| sum_of(items, at, unit)).unwrap_or_default()
    }

    fn cell(&self, ask: &Ask, at: usize, unit: u8) -> Cell {
        let Some(filed) = &self.filed else { return Cell::none() };
        let cell = Cell::of(filed, at, &sum_of(filed, at, unit), ask.facts().as_of);
        let items = self.items(at, unit);
        let part = format!("{}/{}", items.done, items.need);
        let is_whole = unit != 0;
        let text = match cell.state {
            CellState::Done if is_whole && items.need > 0 => part,
            CellState::Done if is_whole => "报".into(),
            CellState::DoneLate if is_whole && items.need > 0 => format!("补{part}"),
            _ => cell.text.clone(),
        };
        Cell { text, ..cell }
    }
}

/// The sum of a township, or of all of them.
fn sum_of(sheet: &Sheet, at: usize, unit: u8) -> Sum {
    match unit {
        0 => sheet.sums(at).into_iter().fold(Sum::default(), Sum::plus),
        unit => sheet.sum(at, unit),
    }
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let plans = Plans::of(ask);
    let columns = plans.heads();
    let row = |unit: u8| (0..columns.len()).map(|at| plans.cell(ask, at, unit)).collect::<Vec<_>>();
    let townships = ask.townships();
    Matrix {
        matrix: MatrixId::M2,
        title: MatrixId::M2.name().into(),
        as_of: ask.facts().as_of,
        period: format!("{}年", ask.anchor().year()),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        columns,
        second_block: None,
        notes: vec![
            "已报送的写兑现数/条目数，补 为逾期后报送；合计为已报送的乡镇数（含补报）".into(),
            "已检、有理由改期的算兑现（局内约定）".into(),
            "每月列计划为文件规定（三(二)），报送日为局内约定".into(),
        ],
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let plans = Plans::of(ask);
    let at = plans.heads().iter().position(|head| head.key == column)?;
    let unit = match row {
        TOTAL => 0,
        code => ask.townships().into_iter().find(|(unit, _)| unit.code == code)?.1,
    };
    let mut page = page::of_duty(ask, plans.filed.as_ref()?, at, unit, words)?;
    page.cell = plans.cell(ask, at, unit);
    let items = plans.carried_out.as_ref().and_then(|items| {
        let at = items.windows.iter().position(|window| window.period.to_string() == column)?;
        page::of_duty(ask, items, at, unit, words)
    });
    if let Some(items) = items {
        page.why.push_str(&items.why);
        page.evidence.extend(items.evidence);
        page.missing.extend(items.missing);
        page.totals = (page.totals.0 + items.totals.0, page.totals.1 + items.totals.1);
    }
    Some(page)
}
