//! 急重轻缓: the order in which hazards are worked, and the named queues (domain §4.6).

use serde::{Deserialize, Serialize};

/// 档: bands, first match wins; inside a band by days to or over the due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Band {
    /// 重大逾期
    MajorOverdue = 1,
    /// 重大临期或未定性
    MajorSoon,
    /// 逾期
    Overdue,
    /// 移交超时
    TransferLate,
    /// 复查超时
    RecheckLate,
    /// 临期
    Soon,
    /// 待定性
    Unjudged,
    /// 待复查
    ToRecheck,
    /// 整改中
    Rectifying,
    /// 部门办理中
    WithDepartment,
    /// 草稿
    Draft,
    /// 已办结
    Ended,
}

/// 队列
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Queue {
    /// 未闭环
    Open,
    /// 我的待办
    Mine,
    /// 待定性
    Unjudged,
    /// 整改中
    Rectifying,
    /// 逾期
    Overdue,
    /// 待移交
    ToTransfer,
    /// 待签收
    ToAccept,
    /// 待反馈
    ToAnswer,
    /// 待复查
    ToRecheck,
    /// 重大·挂牌
    Major,
    /// 待回头看
    ToLookBack,
    /// 期限待补
    DueToConfirm,
    /// 缺佐证
    Lacking,
    /// 草稿
    Drafts,
    /// 已销号
    Closed,
    /// 全部
    All,
}

impl Band {
    /// Every band, in the order in which hazards are worked.
    pub const ALL: [Band; 12] = [
        Band::MajorOverdue,
        Band::MajorSoon,
        Band::Overdue,
        Band::TransferLate,
        Band::RecheckLate,
        Band::Soon,
        Band::Unjudged,
        Band::ToRecheck,
        Band::Rectifying,
        Band::WithDepartment,
        Band::Draft,
        Band::Ended,
    ];

    /// The word on the screen and in `--json`.
    pub fn name(self) -> &'static str {
        match self {
            Band::MajorOverdue => "重大逾期",
            Band::MajorSoon => "重大临期或未定性",
            Band::Overdue => "逾期",
            Band::TransferLate => "移交超时",
            Band::RecheckLate => "复查超时",
            Band::Soon => "临期",
            Band::Unjudged => "待定性",
            Band::ToRecheck => "待复查",
            Band::Rectifying => "整改中",
            Band::WithDepartment => "部门办理中",
            Band::Draft => "草稿",
            Band::Ended => "已办结",
        }
    }
}

impl Queue {
    /// Every queue, in the order of the chooser.
    pub const ALL: [Queue; 16] = [
        Queue::Open,
        Queue::Mine,
        Queue::Unjudged,
        Queue::Rectifying,
        Queue::Overdue,
        Queue::ToTransfer,
        Queue::ToAccept,
        Queue::ToAnswer,
        Queue::ToRecheck,
        Queue::Major,
        Queue::ToLookBack,
        Queue::DueToConfirm,
        Queue::Lacking,
        Queue::Drafts,
        Queue::Closed,
        Queue::All,
    ];

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Queue::Open => "未闭环",
            Queue::Mine => "我的待办",
            Queue::Unjudged => "待定性",
            Queue::Rectifying => "整改中",
            Queue::Overdue => "逾期",
            Queue::ToTransfer => "待移交",
            Queue::ToAccept => "待签收",
            Queue::ToAnswer => "待反馈",
            Queue::ToRecheck => "待复查",
            Queue::Major => "重大·挂牌",
            Queue::ToLookBack => "待回头看",
            Queue::DueToConfirm => "期限待补",
            Queue::Lacking => "缺佐证",
            Queue::Drafts => "草稿",
            Queue::Closed => "已销号",
            Queue::All => "全部",
        }
    }

    /// The queue with this word.
    pub fn of_name(name: &str) -> Option<Queue> {
        Queue::ALL.into_iter().find(|queue| queue.name() == name)
    }
}
