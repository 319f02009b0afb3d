//! 工作记录: every proof of work that differs from others only in its fields — publicity, notices, meetings, mechanisms, 四进
//! items, associations, issues and so on. Which sorts there are, and which of the fields below each of them has, is data:
//! [`super::basics::Sort`], `data/records.toml`. A sort that needs rules of its own is a noun of its own instead.

use serde::{Deserialize, Serialize};

use super::basics::{Basics, Column};
use super::card::{EvidenceCard, counted, evidence_flag as flag, index_in, name_crc};
use super::case::{Case, Role};
use super::field::{Field, FieldError, Fields, Shape, Spec, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 渠道
pub const CHANNELS: &[&str] = &["微信群", "短信", "电话", "OA", "当面", "媒体", "其他"];
/// 触发
pub const TRIGGERS: &[&str] = &["节假日", "台风", "暴雨", "高温", "典型事故", "季节", "其他"];
/// 风险级别
pub const RISKS: &[&str] = &["高", "中", "低"];
/// 事故等级
pub const GRADES: &[&str] = &["一般", "较大", "重大", "特别重大"];

/// 工作记录
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Code of its sort.
    pub sort: String,
    /// The day it is about.
    pub date: Day,
    /// Code of the unit that did it.
    pub unit: String,
    /// What it is called by.
    pub title: String,
    /// Every other field, by its key: most sorts have a handful of the many there are.
    pub rest: Fields,
}

/// Fields kept in [`Evidence::rest`].
macro_rules! vocabulary {
    ($($key:ident $label:literal $shape:expr;)*) => {
        &[
            field!(! sort "种类" Shape::Sort),
            field!(! date "日期" Shape::Date),
            field!(! unit "单位" Shape::Unit),
            field!(! title "名称" Shape::Text),
            $(Field {
                spec: Spec::new(stringify!($key), $label, $shape),
                get: |row| row.rest.get(stringify!($key)).to_owned(),
                set: |row, text| {
                    row.rest.put(stringify!($key), text);
                    Ok(())
                },
            },)*
        ]
    };
}

impl Noun for Evidence {
    const KIND: Kind = Kind::Evidence;
    const NAME: &'static str = "工作记录";
    const IS_CASE: bool = true;
    /// Each sort says who enters it.
    const WHO: &'static [Role] = &Role::ALL;
    /// The vocabulary that sorts choose from. What a field may hold is checked where wishes are judged.
    const FIELDS: &'static [Field<Evidence>] = vocabulary! {
        variant "类型" Shape::Variant;
        stage "状态" Shape::Stage;
        target "对象单位" Shape::Unit;
        industry "行业" Shape::Industry;
        enterprise "企业" Shape::Link(Kind::Enterprise);
        person "有关人员" Shape::Link(Kind::Person);
        hazard "有关隐患" Shape::Link(Kind::Hazard);
        about "对应记录" Shape::Link(Kind::Evidence);
        task "对应任务" Shape::Task;
        doc_no "文号" Shape::Text;
        issued_on "印发日" Shape::Date;
        in_force "施行日" Shape::Ahead;
        place "地点" Shape::Text;
        media "媒体" Shape::Text;
        url "链接" Shape::Text;
        channel "渠道" Shape::One(CHANNELS);
        trigger "触发" Shape::One(TRIGGERS);
        scope "范围" Shape::Text;
        quantity "数量" Shape::Count;
        audience "受众人数" Shape::Count;
        text "内容" Shape::Prose;
        chair "主持人" Shape::Text;
        is_principal "主要负责同志" Shape::Flag;
        attendees "参加人员" Shape::People;
        decisions "议定事项" Shape::Prose;
        partners "参加部门" Shape::Text;
        department "部门" Shape::Department;
        members "成员" Shape::People;
        division "任务分工" Shape::Prose;
        measures "保障措施" Shape::Prose;
        year "年度" Shape::Count;
        goals "年度目标" Shape::Prose;
        has_clause "含安全要求" Shape::Flag;
        clause_text "安全条款" Shape::Prose;
        red_line "安全红线" Shape::Prose;
        reviewed_on "梳理日" Shape::Date;
        improved_on "提升日" Shape::Date;
        product "产品" Shape::Text;
        told "告知企业" Shape::Links(Kind::Enterprise);
        country "国别" Shape::Text;
        headcount "人数" Shape::Count;
        risk "风险级别" Shape::One(RISKS);
        grade "事故等级" Shape::One(GRADES);
        deaths "死亡人数" Shape::Count;
        injured "受伤人数" Shape::Count;
        loss "损失" Shape::Money;
        cause "事由" Shape::Prose;
        refused "拒不整改" Shape::Flag;
        severe "严重不良影响" Shape::Flag;
        number "序号" Shape::Count;
        subject_code "信用代码" Shape::Text;
        start_on "开始日" Shape::Term;
        end_on "结束日" Shape::Ahead;
        responsible "责任人" Shape::People;
        due "期限" Shape::Ahead;
        done_on "办结日" Shape::Date;
        result "结果" Shape::Prose;
        spread_on "推广日" Shape::Date;
        attachment "佐证材料" Shape::Text;
        note "备注" Shape::Prose;
    };

    fn title(&self) -> String {
        self.title.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        let named = ["enterprise", "person", "hazard"].map(|key| About::Record(self.rest.link(key)));
        let target = self.rest.0.get("target").filter(|code| !code.is_empty()).map(|code| About::Unit(code));
        let own = [About::Unit(&self.unit), About::Industry(self.rest.get("industry"))];
        own.into_iter().chain(named).chain(target).collect()
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn goes_on(&self, basics: &Basics) -> bool {
        basics.sort(&self.sort).is_some_and(|sort| !sort.is_settled(self))
    }

    /// The fields that its sort asks for as proof.
    fn lacks(&self, basics: &Basics) -> Vec<String> {
        let Some(sort) = basics.sort(&self.sort) else { return Vec::new() };
        let (specs, lacking) = (sort.specs(), sort.proof.iter().filter(|key| self.rest.get(key).is_empty()));
        lacking
            .map(|key| specs.iter().find(|s| s.key == key).map_or(key.as_str(), |s| s.label).to_owned())
            .collect()
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        (key == "unit").then(|| case.own_unit())
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let (sort, rest) = (basics.sort(&self.sort), &self.rest);
        let column = match sort.map(|sort| sort.column) {
            Some(Column::Target) if rest.has("target") => rest.get("target"),
            _ => &self.unit,
        };
        let subjects = ["enterprise", "person", "hazard"].map(|key| rest.link(key));
        let card = EvidenceCard {
            date: self.date,
            filed_on: rest.day("done_on").opt().unwrap_or(rest.day("reviewed_on")),
            improved_on: rest.day("improved_on"),
            due: rest.day("due"),
            subject: subjects.into_iter().find(|id| id.is_some()).unwrap_or_default(),
            parent: rest.link("about"),
            unit: basics.unit_no(column),
            industry: basics.industry_no(rest.get("industry")),
            sort: basics.sort_no(&self.sort),
            variant: sort.map_or(0, |sort| sort.variant_no(rest.get("variant"))),
            stage: match rest.get("grade") {
                "" => sort.map_or(0, |sort| sort.stage_no(rest.get("stage"))),
                grade => index_in(GRADES, grade),
            },
            count: counted(rest.number("quantity").or(rest.number("audience")).or(rest.number("headcount"))),
            year: counted(rest.number("year")),
            named: name_crc(rest.get("chair")),
            ..card
        };
        Some(card.marked(&[
            (flag::PRINCIPAL, rest.yes("is_principal")),
            (flag::BY_BUREAU, basics.is_bureau(&self.unit)),
            (flag::DONE, !self.goes_on(basics)),
            (flag::SEVERE, rest.yes("severe")),
            (flag::REFUSED, rest.yes("refused")),
            (flag::HAS_CLAUSE, rest.yes("has_clause")),
            (flag::CHECKED, rest.has("reviewed_on")),
            (flag::IMPROVED, rest.has("improved_on")),
        ]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let days = |key: &str| self.rest.day(key);
        let order = [("start_on", "end_on", "结束日", "开始日")];
        let wrong = order.iter().filter(|(from, to, ..)| !days(to).is_none() && days(to) < days(from));
        wrong.map(|(_, key, label, before)| FieldError::at(key, label, format!("早于{before}"))).collect()
    }
}
