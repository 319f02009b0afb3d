//! What may be looked at: the chooser at the left, one line each.

use crate::rules::statistics::{By, Group};

/// What a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Rows × figures, beginning with a group of them.
    Table(By, Group),
    /// 到年底: the weeks behind and ahead.
    Ahead,
    /// 剩余: what is left, unit by unit.
    Left,
}

/// A line of the chooser.
pub struct View {
    /// 名称
    pub name: &'static str,
    /// What it shows.
    pub shows: Shows,
}

/// Every view, in the order of the chooser.
pub const VIEWS: [View; 9] = [
    View { name: "按乡镇", shows: Shows::Table(By::Township, Group::Numbers) },
    View { name: "按行业", shows: Shows::Table(By::Industry, Group::Numbers) },
    View { name: "按类别", shows: Shows::Table(By::Category, Group::Numbers) },
    View { name: "按月份", shows: Shows::Table(By::Month, Group::Numbers) },
    View { name: "闭环与天数", shows: Shows::Table(By::Township, Group::Closing) },
    View { name: "在办时长", shows: Shows::Table(By::Township, Group::Ages) },
    View { name: "来源与检查", shows: Shows::Table(By::Township, Group::Sources) },
    View { name: "到年底", shows: Shows::Ahead },
    View { name: "剩余", shows: Shows::Left },
];
