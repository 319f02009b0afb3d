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
