//! The wishes about a hazard, by the stable names that the journal keeps.

use serde::{Deserialize, Serialize};

/// What can be done to a hazard. Numbers are those of the transition table (domain §4.3) where it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// #1 速录未完
    Draft,
    /// #2 登记; with level and track filled it also judges (ruling 8)
    Register,
    /// 期初导入: with its history, in the state its row says (rulings 2, imported spreadsheets)
    Import,
    /// 补充、更正 fields of the record, without a change of state
    Amend,
    /// #3 定性为商务职责
    Classify,
    /// #4 立行立改
    FixOnSpot,
    /// #5 立行立改且当场复核
    FixAndVerify,
    /// #6 定性为其他部门职责
    Assign,
    /// #7 发函移交
    SendLetter,
    /// #8 签收
    Accept,
    /// #9 退回
    Return,
    /// #10 部门反馈
    Answer,
    /// #11 反馈即销号
    AnswerAndClose,
    /// #12 企业报完成
    ReportDone,
    /// #13 复查合格销号
    PassRecheck,
    /// #14 复查不合格或部分合格
    FailRecheck,
    /// #15 申请延期
    AskExtension,
    /// #15 审批延期
    DecideExtension,
    /// #16 改派移交
    Reassign,
    /// #17 挂牌
    List,
    /// #17 摘牌
    Delist,
    /// #18 标记拒不整改
    MarkRefusal,
    /// #19 作废
    Void,
    /// #20 并案
    Merge,
    /// #21 回头看反弹
    Relapse,
    /// 回头看正常 (OR-36)
    LookBack,
    /// #23 调级
    Regrade,
    /// #23 申请调级
    AskRegrade,
    /// #23 审批调级
    DecideRegrade,
    /// #24 撤回移交
    Withdraw,
    /// #25 场所灭失
    SiteGone,
    /// #26 催办
    Urge,
    /// #27 企业已先行整改
    FixedMeanwhile,
    /// 抄告
    Inform,
    /// 暂停营业
    Suspend,
    /// 恢复营业
    Resume,
    /// 五落实
    Secure,
    /// 确认期限 (期限待补)
    ConfirmDue,
    /// 更正日期 of outcomes, without a change of state
    CorrectDates,
    /// 备注
    Note,
}
