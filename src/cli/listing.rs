//! What the commands that print a list have in common: where, which words, how many, in which form.

use super::context::{Context, industries, townships};
use super::failure::Failure;
use super::output::{Column, Shape};
use crate::ask::answer::{Answer, Page, Status};
use crate::ask::query::{Query, Window};
use crate::desk::Desk;

/// Which townships and industries.
#[derive(clap::Args, Debug)]
pub struct Places {
    /// 乡镇：万安、wa 或 1；可写几次
    #[arg(long, short = 't', value_name = "乡镇")]
    township: Vec<String>,
    /// 行业：餐饮燃气、cy …；可写几次
    #[arg(long, short = 'i', value_name = "行业")]
    industry: Vec<String>,
}

impl Places {
    /// Codes of the townships and of the industries.
    pub fn codes(&self, desk: &Desk, status: &Status) -> Result<(Vec<String>, Vec<String>), Failure> {
        Ok((townships(desk, status, &self.township)?, industries(desk, status, &self.industry)?))
    }
}

/// Which words, how many rows, in which form.
#[derive(clap::Args, Debug)]
pub struct Listing {
    /// 要找的字；企业名称也可写拼音
    #[arg(long, value_name = "文字", default_value = "")]
    pub text: String,
    /// 最多几条
    #[arg(long, short = 'n', value_name = "条数")]
    limit: Option<u32>,
    #[command(flatten)]
    pub shape: Shape,
}

impl Listing {
    /// Asks page by page and prints; `page` takes the page out of the answer. Nothing found is said in the words `none`.
    pub fn print<T: serde::Serialize>(
        &self,
        cx: &mut Context,
        desk: &Desk,
        columns: &[Column<T>],
        query: impl Fn(Window) -> Query,
        page: fn(Answer) -> Result<Page<T>, Failure>,
        none: &str,
    ) -> Result<(), Failure> {
        let matched =
            cx.out.list(self.shape, self.limit, columns, |window| page(desk.ask(&query(window))))?;
        cx.found(matched, none)
    }
}
