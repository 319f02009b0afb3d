//! 企业（场所）: who is checked, trained and counted. Membership of a township, an industry, the key list, and being open
//! at all have days: see [`Span`].

use serde::{Deserialize, Serialize};

use super::basics::span_of;
use super::case::Case;
use super::field::{Field, Fields, Shape, Value, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use super::state::counts_from;
use crate::calendar::Day;

/// 规模
pub const SIZES: &[&str] = &["大", "中", "小", "微"];
/// 主体类型: the filter of OR-05's subjects is set on it (局内约定).
pub const BODIES: &[&str] = &["企业", "个体户"];
/// 状态: all but 在营 owe nothing; 待补全 is a stub that stays outside every denominator until completed.
pub const STATUSES: &[&str] = &["在营", "停业", "关闭", "迁出", "待补全"];
/// That of a name that somebody typed and nobody has completed yet.
pub const STUB: &str = "待补全";
/// Those of them with nobody left on the premises; 拆除 is entered as 关闭.
pub const GONE: &[&str] = &["关闭", "迁出"];
/// 燃气
pub const GASES: &[&str] = &["无", "管道", "瓶装", "电"];
/// 标准化
pub const STANDARDS: &[&str] = &["未创建", "创建中", "已达标", "到期"];

/// What counts an enterprise in or out of a duty's subjects, from a day on until the next span.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Code of the township.
    pub township: String,
    /// Codes of the industries.
    pub industries: Vec<String>,
    /// 重点
    pub is_key: bool,
    /// 大型商业综合体
    pub is_complex: bool,
    /// 在营
    pub is_open: bool,
}

/// 企业（场所）
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    /// Registered name.
    pub name: String,
    /// 店招、俗称: other names it is found by.
    pub aliases: Vec<String>,
    /// 统一社会信用代码
    pub uscc: String,
    /// 主体类型, one of [`BODIES`].
    pub body: String,
    /// Code of the township.
    pub township: String,
    /// 村居
    pub village: String,
    /// 地址
    pub address: String,
    /// Codes of its industries, the main one first.
    pub industries: Vec<String>,
    /// 规模, one of [`SIZES`].
    pub size: String,
    /// 重点; empty: 未核, not 否.
    pub is_key: Option<bool>,
    /// 大型商业综合体
    pub is_complex: Option<bool>,
    /// 建筑面积, m².
    pub area: Option<u32>,
    /// 人员密集
    pub is_crowded: Option<bool>,
    /// 经营性自建房
    pub self_built: Option<bool>,
    /// 主要负责人
    pub principal: String,
    /// 联系电话, masked in lists.
    pub phone: String,
    /// 消防安全责任人
    pub fire_lead: String,
    /// 从业人数
    pub employees: Option<u32>,
    /// 燃气类型, one of [`GASES`].
    pub gas: String,
    /// 燃气报警器
    pub gas_alarm: Option<bool>,
    /// 瓶改管、气改电: what was changed and when, in words.
    pub gas_change: String,
    /// 许可: kinds, numbers, in words.
    pub licences: String,
    /// 许可有效期至
    pub licence_until: Day,
    /// 标准化, one of [`STANDARDS`].
    pub standard: String,
    /// 标准化有效期至
    pub standard_until: Day,
    /// 全员责任制核实日
    pub responsibility_on: Day,
    /// 自查自改机制核实日
    pub self_check_on: Day,
    /// 监测预警接入日
    pub monitored_on: Day,
    /// 安全生产投入, 元 of the latest year.
    pub investment: Option<u32>,
    /// 状态, one of [`STATUSES`]; empty counts as 在营.
    pub status: String,
    /// 纳管日: from when it is counted; proposed: the day it is entered, up to the 启用日 and by imports the plan's first day;
    /// empty: of a stub, which counts from the day it is completed.
    pub since: Day,
    /// 备注
    pub note: String,
    /// Derived: what it counted as, oldest first. Kept by [`Enterprise::mark`].
    pub spans: Vec<Span>,
}

impl Noun for Enterprise {
    const KIND: Kind = Kind::Enterprise;
    const NAME: &'static str = "企业";
    const FIELDS: &'static [Field<Enterprise>] = &[
        field!(! name "企业名称" Shape::Text),
        field!(aliases "店招俗称" Shape::People),
        field!(uscc "统一社会信用代码" Shape::Text),
        field!(body "主体类型" Shape::One(BODIES)),
        field!(! township "乡镇" Shape::Unit),
        field!(village "村居" Shape::Text),
        field!(address "地址" Shape::Text),
        field!(industries "行业" Shape::Industries),
        field!(size "规模" Shape::One(SIZES)),
        field!(is_key "是否重点" Shape::Flag),
        field!(is_complex "大型综合体" Shape::Flag),
        field!(area "建筑面积" Shape::Count),
        field!(is_crowded "人员密集" Shape::Flag),
        field!(self_built "经营性自建房" Shape::Flag),
        field!(principal "主要负责人" Shape::Text),
        field!(phone "联系电话" Shape::Text),
        field!(fire_lead "消防安全责任人" Shape::Text),
        field!(employees "从业人数" Shape::Count),
        field!(gas "燃气类型" Shape::One(GASES)),
        field!(gas_alarm "燃气报警器" Shape::Flag),
        field!(gas_change "燃气改造" Shape::Text),
        field!(licences "许可证照" Shape::Text),
        field!(licence_until "许可有效期至" Shape::Validity),
        field!(standard "标准化" Shape::One(STANDARDS)),
        field!(standard_until "标准化有效期至" Shape::Validity),
        field!(responsibility_on "全员责任制核实日" Shape::Date),
        field!(self_check_on "自查自改机制核实日" Shape::Date),
        field!(monitored_on "监测接入日" Shape::Date),
        field!(investment "安全投入" Shape::Money),
        field!(status "状态" Shape::One(STATUSES)),
        field!(since "纳管日" Shape::Term),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.name.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township), About::Industries(&self.industries)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn remarks(&self, _: &Case) -> Vec<String> {
        let is_wrong = !self.uscc.is_empty() && !is_sound_uscc(&self.uscc);
        is_wrong.then(|| format!("统一社会信用代码 {} 的校验位不对，请核对", self.uscc)).into_iter().collect()
    }

    fn proposal(key: &str, fields: &Fields, case: &Case) -> Option<String> {
        // A stub is counted once it is completed.
        if key != "since" || fields.get("status") == STUB {
            return None;
        }
        // Whoever is met once the ledger is in use is counted from then on; before, the register is still being brought in.
        let is_in_use = case.basics.settings.start_on.opt().is_some_and(|start| start < case.today);
        let first = case.basics.plan_on(case.today).map_or(case.today, |plan| span_of(plan).0);
        let since = if is_in_use { case.today } else { first.max(counts_from(case)) };
        Some(since.min(case.today).show())
    }
}

impl Enterprise {
    /// Is it to be counted today: not closed, moved away, or a stub?
    pub fn is_open(&self) -> bool {
        self.status.is_empty() || self.status == "在营"
    }

    /// Closed for good, moved away or torn down: nobody is there any more who could put something right.
    pub fn is_gone(&self) -> bool {
        GONE.contains(&self.status.as_str())
    }

    /// Since when it has not been counted as open; [`None`] while it is.
    pub fn shut_since(&self) -> Option<Day> {
        self.spans.iter().rev().take_while(|span| !span.is_open).last().map(|span| span.from)
    }

    /// A name that somebody typed and nobody has completed yet.
    pub fn is_stub(&self) -> bool {
        self.status == STUB
    }

    /// Begins what it counts as: on this day, by its fields.
    pub fn begin(&mut self, from: Day) {
        self.spans = vec![self.span(from)];
    }

    /// Notes what was `changed` of it from a day on, by its fields: in the span that holds the day, and in all later ones. What a
    /// later span says of other fields stays.
    pub fn mark(&mut self, from: Day, changed: &Fields) {
        let now = self.span(from);
        let at = self.spans.partition_point(|span| span.from < from);
        if self.spans.get(at).is_none_or(|span| span.from != from) {
            let held = self.spans.get(at.saturating_sub(1)).unwrap_or(&now).clone();
            self.spans.insert(at, Span { from, ..held });
        }
        for span in self.spans.iter_mut().skip(at) {
            for (key, _) in changed.iter() {
                match key {
                    "township" => span.township.clone_from(&now.township),
                    "industries" => span.industries.clone_from(&now.industries),
                    "is_key" => span.is_key = now.is_key,
                    "is_complex" => span.is_complex = now.is_complex,
                    "status" => span.is_open = now.is_open,
                    _ => {}
                }
            }
        }
        self.spans.dedup_by(|later, earlier| *later == Span { from: later.from, ..earlier.clone() });
    }

    fn span(&self, from: Day) -> Span {
        Span {
            from,
            township: self.township.clone(),
            industries: self.industries.clone(),
            is_key: self.is_key == Some(true),
            is_complex: self.is_complex == Some(true),
            is_open: self.is_open(),
        }
    }
}

/// 统一社会信用代码: 18 signs, the last of which checks the others (GB 32100).
fn is_sound_uscc(code: &str) -> bool {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Option<Vec<usize>> = code.chars().map(|c| SIGNS.find(c)).collect();
    let Some((last, first)) = values.as_deref().and_then(<[usize]>::split_last) else { return false };
    let weights = std::iter::successors(Some(1usize), |w| Some(w * 3 % 31));
    let sum: usize = first.iter().zip(weights).map(|(v, w)| v * w).sum();
    first.len() == 17 && (31 - sum % 31) % 31 == *last
}
