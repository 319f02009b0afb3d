//! 企业 at a glance.

use serde::{Deserialize, Serialize};

use super::{bits, index_in};
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::enterprise::{Enterprise, GASES, SIZES};
use crate::model::id::Id;
use crate::model::row::Row;

/// A span of an enterprise at a glance, see [`crate::model::enterprise::Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanCard {
    /// First day.
    pub from: Day,
    /// `no` of the township.
    pub township: u8,
    /// Bit `no` for each industry.
    pub industries: u32,
    /// 重点
    pub is_key: bool,
    /// 大型商业综合体
    pub is_complex: bool,
    /// 在营
    pub is_open: bool,
}

/// Bits of [`EnterpriseCard::flags`].
pub mod enterprise_flag {
    /// 待补全
    pub const STUB: u16 = 1;
    /// 人员密集
    pub const CROWDED: u16 = 1 << 1;
    /// 个体户
    pub const SOLE_TRADER: u16 = 1 << 3;
    /// 标准化已达标
    pub const STANDARD: u16 = 1 << 6;
    /// 是否重点 未核
    pub const KEY_UNKNOWN: u16 = 1 << 8;
}

/// 企业 at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseCard {
    /// Its number.
    pub id: Id,
    /// Registered name.
    pub name: String,
    /// What it is found by: pinyin keys of name and aliases without 洛江区 and the town, see [`crate::text::pinyin`].
    pub keys: String,
    /// Aliases, separated by `、`.
    pub aliases: String,
    /// 主要负责人
    pub principal: String,
    /// `no` of the main industry.
    pub industry: u8,
    /// 规模: index in [`SIZES`] + 1, 0 unknown.
    pub size: u8,
    /// See [`enterprise_flag`].
    pub flags: u16,
    /// What it counted as, oldest first; never empty.
    pub spans: Vec<SpanCard>,
    /// 许可有效期至
    pub licence_until: Day,
    /// 标准化有效期至
    pub standard_until: Day,
    /// 自查自改机制核实日
    pub self_check_on: Day,
    /// 全员责任制核实日
    pub responsibility_on: Day,
    /// 监测接入日
    pub monitored_on: Day,
    /// 燃气类型: index in [`GASES`] + 1, 0 unknown.
    pub gas: u8,
}

impl EnterpriseCard {
    /// What it counted as on `day`; [`None`] before it was known.
    pub fn on(&self, day: Day) -> Option<&SpanCard> {
        self.spans.iter().rev().find(|s| s.from <= day)
    }

    /// What it counts as by its latest span.
    pub fn now(&self) -> Option<&SpanCard> {
        self.spans.last()
    }

    /// Is this bit of [`enterprise_flag`] set?
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

pub(super) fn card(row: &Row, enterprise: &Enterprise, basics: &Basics) -> Option<EnterpriseCard> {
    use enterprise_flag::*;
    if row.is_void() {
        return None;
    }
    let set = [
        (STUB, enterprise.is_stub()),
        (CROWDED, enterprise.is_crowded == Some(true)),
        (SOLE_TRADER, enterprise.body == "个体户"),
        (STANDARD, enterprise.standard == "已达标"),
        (KEY_UNKNOWN, enterprise.is_key.is_none()),
    ];
    let mask =
        |codes: &[String]| codes.iter().map(|c| 1u32 << (basics.industry_no(c) & 31)).fold(0, |a, b| a | b);
    Some(EnterpriseCard {
        id: row.id,
        name: enterprise.name.clone(),
        keys: basics.search_keys(&enterprise.name, &enterprise.aliases, &enterprise.township),
        aliases: enterprise.aliases.join("、"),
        principal: enterprise.principal.clone(),
        industry: enterprise.industries.first().map_or(0, |c| basics.industry_no(c)),
        size: index_in(SIZES, &enterprise.size),
        flags: bits(&set),
        spans: enterprise
            .spans
            .iter()
            .map(|s| SpanCard {
                from: s.from,
                township: basics.unit_no(&s.township),
                industries: mask(&s.industries),
                is_key: s.is_key,
                is_complex: s.is_complex,
                is_open: s.is_open,
            })
            .collect(),
        licence_until: enterprise.licence_until,
        standard_until: enterprise.standard_until,
        self_check_on: enterprise.self_check_on,
        responsibility_on: enterprise.responsibility_on,
        monitored_on: enterprise.monitored_on,
        gas: index_in(GASES, &enterprise.gas),
    })
}
