//! 隐患: the record, its rounds, its transfer, its clocks. What may be done to it when stands in [`transitions`].
//!
//! - [`deeds`] — the wishes by their stable names
//! - [`transitions`] — one table: from, to, guards, what is asked, how the record changes (三(四) 闭环); its parts are
//!   [`scene`] (what a transition looks at and asks), `defaults`, `guards`, `premises`, `outcomes` and `changes`
//! - [`dates`] — the days that transitions wrote, and how a wrong one is corrected

mod changes;
pub mod dates;
pub mod deeds;
mod defaults;
mod guards;
mod outcomes;
mod premises;
pub mod scene;
pub mod transitions;

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::field::{Field, Shape, Value, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 来源
pub const SOURCES: &[&str] =
    &["乡镇检查", "局检查", "联合检查", "企业自查", "举报", "上级交办", "第三方", "督导发现"];
/// 类型 (DB37/T 4085 的两本台账)
pub const CLASSES: &[&str] = &["基础管理类", "现场管理类"];
/// 等级
pub const LEVELS: &[&str] = &["一般", "重大"];
/// 成因
pub const ORIGINS: &[&str] = &["管控措施缺失", "执行不到位", "其他"];
/// 路径
pub const TRACKS: &[&str] = &["立行立改", "限期整改", "移交"];
/// 回头看结果 of a hazard that had come back
pub const RELAPSED: &str = "反弹";
/// 督办层级
pub const ORDER_LEVELS: &[&str] = &["局", "区", "市"];

/// Where a hazard stands. The order is that of the store: append only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum State {
    /// 草稿
    #[default]
    #[serde(rename = "草稿")]
    Draft,
    /// 待定性
    #[serde(rename = "待定性")]
    Registered,
    /// 整改中
    #[serde(rename = "整改中")]
    Rectifying,
    /// 待移交
    #[serde(rename = "待移交")]
    TransferPending,
    /// 已移交待签收
    #[serde(rename = "待签收")]
    TransferSent,
    /// 部门办理中
    #[serde(rename = "部门办理中")]
    TransferAccepted,
    /// 待复查
    #[serde(rename = "待复查")]
    PendingRecheck,
    /// 已销号
    #[serde(rename = "已销号")]
    Closed,
    /// 已作废
    #[serde(rename = "已作废")]
    Voided,
    /// 已并案
    #[serde(rename = "已并案")]
    Merged,
}

impl State {
    /// Every state, in the order of the life of a hazard.
    pub const ALL: [State; 10] = [
        State::Draft,
        State::Registered,
        State::Rectifying,
        State::TransferPending,
        State::TransferSent,
        State::TransferAccepted,
        State::PendingRecheck,
        State::Closed,
        State::Voided,
        State::Merged,
    ];

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            State::Draft => "草稿",
            State::Registered => "待定性",
            State::Rectifying => "整改中",
            State::TransferPending => "待移交",
            State::TransferSent => "待签收",
            State::TransferAccepted => "部门办理中",
            State::PendingRecheck => "待复查",
            State::Closed => "已销号",
            State::Voided => "已作废",
            State::Merged => "已并案",
        }
    }

    /// The state with this word.
    pub fn of_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name || (name == "已移交" && *s == State::TransferSent))
    }

    /// Still to be brought to an end (三(四) 闭环).
    pub fn is_open(self) -> bool {
        !matches!(self, State::Closed | State::Voided | State::Merged)
    }
}

impl Value for State {
    fn show(&self) -> String {
        self.name().into()
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = State::of_name(text).ok_or_else(|| format!("没有“{text}”这个状态"))?;
        Ok(())
    }
}

/// 整改轮次
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// 要求
    pub demand: String,
    /// First day of the round.
    pub from: Day,
    /// 期限
    pub due: Day,
    /// 完成日
    pub done_on: Day,
    /// 完成情况
    pub how: String,
    /// 资金, 元.
    pub funds: Option<u32>,
    /// 佐证
    pub evidence: String,
}

/// 复查
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recheck {
    /// 日期
    pub on: Day,
    /// 复查人
    pub by: Vec<String>,
    /// 合格, 不合格, 部分合格.
    pub result: String,
    /// 意见
    pub opinion: String,
}

/// 移交: one hazard's leg of a transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Code of the department.
    pub department: String,
    /// Why it is theirs.
    pub basis: String,
    /// The letter it went out with.
    pub letter: Id,
    /// 函号
    pub letter_no: String,
    /// 方式
    pub channel: String,
    /// 发出日
    pub sent_on: Day,
    /// 接收人
    pub receiver: String,
    /// 签收日
    pub accepted_on: Day,
    /// 反馈期限
    pub feedback_due: Day,
    /// 反馈日
    pub feedback_on: Day,
    /// 反馈文号
    pub feedback_no: String,
    /// 处理结果
    pub result: String,
    /// 退回日
    pub returned_on: Day,
    /// 退回原因
    pub return_reason: String,
    /// 催办: days.
    pub urged: Vec<Day>,
}

/// 延期
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// 申请日
    pub asked_on: Day,
    /// 申请人
    pub asked_by: String,
    /// 理由
    pub reason: String,
    /// 期间防范措施
    pub interim: String,
    /// 新期限
    pub new_due: Day,
    /// The due day that had passed when it was asked for: still counted overdue since then (ruling 12). None: asked in time.
    pub missed: Day,
    /// Rounds there were when it was asked; it is of that round and falls with it.
    pub round: usize,
    /// 审批人; empty: not decided.
    pub decided_by: String,
    /// 审批日
    pub decided_on: Day,
    /// 同意?
    pub granted: bool,
}

/// 调级: asked of whoever may decide it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regrading {
    /// 申请日
    pub asked_on: Day,
    /// 申请人
    pub asked_by: String,
    /// 新等级
    pub level: String,
    /// 判定依据
    pub criterion: String,
    /// 理由
    pub reason: String,
    /// 临时防范措施
    pub interim: String,
    /// 审批人; empty: not decided.
    pub decided_by: String,
    /// 审批日
    pub decided_on: Day,
    /// 同意?
    pub granted: bool,
}

/// 督办（挂牌）
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// 文号
    pub no: String,
    /// 层级
    pub level: String,
    /// 挂牌日
    pub listed_on: Day,
    /// 督办期限
    pub due: Day,
    /// 摘牌日
    pub delisted_on: Day,
}

/// 隐患
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    /// 状态; only transitions change it.
    pub state: State,
    /// 停留自: the day it came into the state.
    pub state_since: Day,
    /// 类型
    pub class: String,
    /// 发现日期
    pub found_on: Day,
    /// 来源
    pub source: String,
    /// 检查
    pub inspection: Id,
    /// Code of the township.
    pub township: String,
    /// 企业
    pub enterprise: Id,
    /// Code of the industry.
    pub industry: String,
    /// 部位
    pub location: String,
    /// 隐患描述
    pub description: String,
    /// 类别
    pub category: String,
    /// 对应清单
    pub catalog_ref: String,
    /// 等级; empty: not yet judged.
    pub level: String,
    /// 判定依据
    pub criterion: String,
    /// 成因
    pub origin: String,
    /// 群众身边
    pub near_public: Option<bool>,
    /// 发现人
    pub finders: Vec<String>,
    /// 检查方式
    pub mode: String,
    /// 路径
    pub track: String,
    /// 整改责任单位
    pub rectifier_unit: String,
    /// 整改责任人
    pub rectifier: String,
    /// 督促责任人
    pub watcher: String,
    /// 整改措施
    pub measures: String,
    /// 整改资金, 元.
    pub funds: Option<u32>,
    /// 应急预案
    pub emergency_plan: String,
    /// 临时防范措施
    pub interim: String,
    /// 五落实限期: by when a 重大 hazard's five points must stand.
    pub five_due: Day,
    /// 期限
    pub due: Day,
    /// 期限待补: the old ledger said 尽快; `due` is a proposal, not overdue until confirmed.
    pub due_proposed: bool,
    /// 整改轮次
    pub rounds: Vec<Round>,
    /// 复查
    pub rechecks: Vec<Recheck>,
    /// 移交, the one in force last.
    pub legs: Vec<Leg>,
    /// 延期
    pub extensions: Vec<Extension>,
    /// 调级
    pub regradings: Vec<Regrading>,
    /// 督办
    pub orders: Vec<Order>,
    /// 抄告: departments informed, in words.
    pub informed: Vec<String>,
    /// 拒不整改 (evidence; empty: no).
    pub refusal: String,
    /// 暂停营业自
    pub suspended_on: Day,
    /// Days that the clock of 定性 or 复查 stood still in the state it is in, or was closed from (暂停营业).
    pub stood: u16,
    /// 销号日
    pub closed_on: Day,
    /// 销号人
    pub closed_by: Vec<String>,
    /// 销号依据
    pub closed_basis: String,
    /// 回头看
    pub lookback_on: Day,
    /// 回头看结果
    pub lookback_result: String,
    /// 重复隐患
    pub repeat_of: Id,
    /// 并入
    pub merged_into: Id,
    /// 专项整治
    pub campaign: String,
    /// 省市平台编号
    pub platform_no: String,
    /// 举报答复期限
    pub reply_due: Day,
    /// 不详: keys of fields that an old ledger did not give (缺佐证).
    pub missing: Vec<String>,
    /// 推定: keys of fields that the import inferred (a year, a level).
    pub inferred: Vec<String>,
    /// 期初导入
    pub imported: bool,
    /// 备注
    pub note: String,
}

impl Noun for Hazard {
    const KIND: Kind = Kind::Hazard;
    const NAME: &'static str = "隐患";
    /// What may be filled at registration and corrected later; everything else comes by transitions.
    const FIELDS: &'static [Field<Hazard>] = &[
        field!(class "类型" Shape::One(CLASSES)),
        field!(! found_on "发现日期" Shape::Date),
        field!(! source "来源" Shape::One(SOURCES)),
        field!(inspection "检查" Shape::Link(Kind::Inspection)),
        field!(! township "乡镇" Shape::Unit),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(industry "行业" Shape::Industry),
        field!(location "部位" Shape::Text),
        field!(! description "隐患描述" Shape::Prose),
        field!(category "类别" Shape::Text),
        field!(catalog_ref "对应清单" Shape::Text),
        field!(level "等级" Shape::One(LEVELS)),
        field!(criterion "判定依据" Shape::Text),
        field!(origin "成因" Shape::One(ORIGINS)),
        field!(near_public "群众身边" Shape::Flag),
        field!(! finders "发现人" Shape::People),
        field!(mode "检查方式" Shape::One(super::inspection::MODES)),
        field!(track "路径" Shape::One(TRACKS)),
        field!(rectifier_unit "整改责任单位" Shape::Text),
        field!(rectifier "整改责任人" Shape::Text),
        field!(watcher "督促责任人" Shape::Text),
        field!(measures "整改措施" Shape::Text),
        field!(funds "整改资金" Shape::Money),
        field!(emergency_plan "应急预案" Shape::Text),
        field!(interim "临时防范措施" Shape::Text),
        field!(due "整改期限" Shape::Ahead),
        field!(repeat_of "重复隐患" Shape::Link(Kind::Hazard)),
        field!(campaign "专项整治" Shape::Text),
        field!(platform_no "省市平台编号" Shape::Text),
        field!(reply_due "举报答复期限" Shape::Ahead),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.description.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township), About::Industry(&self.industry)]
    }

    fn when(&self) -> When {
        When::Never
    }

    /// Of an old ledger, by the keys of its 不详 fields.
    fn lacks(&self, _: &Basics) -> Vec<String> {
        self.missing.clone()
    }
}

impl Hazard {
    /// 重大
    pub fn is_major(&self) -> bool {
        self.level == "重大"
    }

    /// The transfer in force.
    pub fn leg(&self) -> Option<&Leg> {
        self.legs.last()
    }

    /// An order listed and not yet taken off (挂牌).
    pub fn open_order(&self) -> Option<&Order> {
        self.orders.iter().rev().find(|o| o.delisted_on == Day::NONE)
    }

    /// An extension asked for and not decided, while the round that it was asked for goes on.
    pub fn pending_extension(&self) -> Option<&Extension> {
        let is_under_way = self.state == State::Rectifying;
        self.extensions
            .last()
            .filter(|e| is_under_way && e.decided_by.is_empty() && e.round == self.rounds.len())
    }

    /// The due day of this round that had passed before an extension was asked for, which was granted all the same; none where
    /// each was asked for in time.
    pub fn missed_due(&self) -> Day {
        let granted = self.extensions.iter().filter(|one| one.granted && one.round == self.rounds.len());
        granted.filter_map(|one| one.missed.opt()).min().unwrap_or_default()
    }

    /// Another level asked for and not decided.
    pub fn pending_regrading(&self) -> Option<&Regrading> {
        self.regradings.last().filter(|r| r.decided_by.is_empty())
    }

    /// The day the rectification was reported done, of the last round.
    pub fn done_on(&self) -> Day {
        self.rounds.last().map_or(Day::NONE, |r| r.done_on)
    }

    /// The day it was put right, as far as that stands: a recheck that failed takes it away, also where a department has it.
    pub fn put_right_on(&self) -> Day {
        if matches!(self.state, State::PendingRecheck | State::Closed) { self.done_on() } else { Day::NONE }
    }

    /// With a department (路径 移交), and not sent back: not ours to have put right.
    pub fn is_handed_over(&self) -> bool {
        self.track == "移交" && self.leg().is_some_and(|leg| leg.returned_on.is_none())
    }

    /// The day somebody looked whether it stayed right since it was closed. What had come back is looked at once more when it is
    /// closed again.
    pub fn looked_back_on(&self) -> Day {
        if self.lookback_result.starts_with(RELAPSED) { Day::NONE } else { self.lookback_on }
    }
}

impl Hazard {
    /// Which of the five points of 五落实 (责任、措施、资金、时限、预案) do not stand yet.
    pub fn lacks_of_five(&self) -> Vec<&'static str> {
        [
            ("责任", self.rectifier.is_empty()),
            ("措施", self.measures.is_empty()),
            ("资金", self.funds.is_none()),
            ("时限", self.due == Day::NONE || self.due_proposed),
            ("预案", self.emergency_plan.is_empty()),
        ]
        .into_iter()
        .filter(|(_, lacking)| *lacking)
        .map(|(name, _)| name)
        .collect()
    }
}
