//! The screens, one line each: digit, name, how it is opened.

use super::layer::Layer;
use super::screens;

/// Which screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenId {
    /// 今日
    Today,
    /// 任务
    Tasks,
    /// 覆盖
    Coverage,
    /// 隐患
    Hazards,
    /// 企业
    Enterprises,
    /// 记录
    Records,
    /// 统计
    Statistics,
}

/// A row of the table.
pub struct Screen {
    /// Which.
    pub id: ScreenId,
    /// What stands in the tabs line, behind its digit.
    pub name: &'static str,
    /// Opens it.
    pub open: fn() -> Box<dyn Layer>,
}

/// Every screen, in the order of the digits.
pub const SCREENS: &[Screen] = &[
    Screen { id: ScreenId::Today, name: "今日", open: || Box::<screens::today::Today>::default() },
    Screen { id: ScreenId::Tasks, name: "任务", open: || Box::<screens::tasks::Tasks>::default() },
    Screen { id: ScreenId::Coverage, name: "覆盖", open: || Box::<screens::coverage::Coverage>::default() },
    Screen { id: ScreenId::Hazards, name: "隐患", open: || Box::<screens::hazards::Hazards>::default() },
    Screen {
        id: ScreenId::Enterprises,
        name: "企业",
        open: || Box::<screens::enterprises::Enterprises>::default(),
    },
    Screen { id: ScreenId::Records, name: "记录", open: || Box::<screens::records::Records>::default() },
    Screen {
        id: ScreenId::Statistics,
        name: "统计",
        open: || Box::<screens::statistics::Statistics>::default(),
    },
];

impl ScreenId {
    /// Its place in the table.
    pub fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_stand_in_the_order_of_their_digits() {
        for (n, screen) in SCREENS.iter().enumerate() {
            assert_eq!(screen.id.index(), n);
        }
    }
}
