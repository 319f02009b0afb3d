//! 覆盖: a matrix as text, `--json` or `--csv`.

use super::context::{Context, past_day};
use super::failure::Failure;
use super::output::{Shape, note};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::Period;
use crate::rules::matrix::{Matrix, MatrixId};

/// 覆盖矩阵 M1 … M12，如 M9 欠账总表
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 矩阵，如 M1 或 欠账总表
    #[arg(value_name = "矩阵")]
    id: String,
    /// 截至某日的情形
    #[arg(long, value_name = "日期")]
    as_of: Option<String>,
    /// 所看的期间，如 2026-11、2026Q4、2026H2、2026
    #[arg(long, value_name = "期间")]
    period: Option<String>,
    #[command(flatten)]
    shape: Shape,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let id = matrix_id(&self.id)?;
        let day = self.as_of.as_deref().map_or(Ok(cx.today), past_day)?;
        let period = self.period.as_deref().map(period).transpose()?;
        let (desk, _) = cx.seated()?;
        match desk.ask(&Query::Matrix { id, day, period }) {
            Answer::Matrix(matrix) if self.shape.json => cx.out.json(&matrix),
            Answer::Matrix(matrix) if self.shape.csv => cx.out.csv(&rows(&matrix)),
            Answer::Matrix(matrix) => print(cx, &matrix),
            other => Err(Failure::unanswered(other)),
        }
    }
}

/// The matrix with this code or name.
pub fn matrix_id(text: &str) -> Result<MatrixId, Failure> {
    MatrixId::of_name(text).ok_or_else(|| {
        let known: Vec<String> =
            MatrixId::ALL.iter().map(|id| format!("{} {}", id.code(), id.name())).collect();
        Failure::usage(format!("没有“{text}”这个矩阵")).hint(format!("可以是：{}", known.join("，")))
    })
}

/// A period in any writing.
pub fn period(text: &str) -> Result<Period, Failure> {
    text.parse().map_err(|error: crate::calendar::BadPeriod| Failure::usage(error.to_string()))
}

fn print(cx: &mut Context, matrix: &Matrix) -> Result<(), Failure> {
    let period = if matrix.period.is_empty() { String::new() } else { format!(" {}", matrix.period) };
    note(format!("{} {}{period}，截至 {}", matrix.matrix.code(), matrix.title, matrix.as_of));
    cx.out.table(&rows(matrix))?;
    for remark in &matrix.notes {
        note(format!("口径：{remark}"));
    }
    Ok(())
}

fn rows(matrix: &Matrix) -> Vec<Vec<String>> {
    let heads = std::iter::once(String::new()).chain(matrix.columns.iter().map(|head| head.label.clone()));
    let rows = matrix.rows.iter().zip(&matrix.cells).map(|(head, cells)| {
        std::iter::once(head.label.clone()).chain(cells.iter().map(|cell| cell.text.clone())).collect()
    });
    std::iter::once(heads.collect()).chain(rows).collect()
}
