//! 工作记录: every proof of work that differs from others only in its fields — publicity, notices, meetings, mechanisms, 四进
//! items, associations, issues and so on. Which sorts there are, and which of the fields below each of them has, is data:
//! [`super::basics::Sort`], `data/records.toml`. A sort that needs rules of its own is a noun of its own instead.

use serde::{Deserialize, Serialize};

use super::case::Role;
use super::field::{Field, FieldError, Fields, Shape, Spec, field};
use super::id::Kind;
use super::noun::Noun;
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
        start_on "开始日" Shape::Date;
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

    fn faults(&self) -> Vec<FieldError> {
        let days = |key: &str| self.rest.day(key);
        let order = [("start_on", "end_on", "结束日", "开始日")];
        let wrong = order.iter().filter(|(from, to, ..)| !days(to).is_none() && days(to) < days(from));
        wrong.map(|(_, key, label, before)| FieldError::at(key, label, format!("早于{before}"))).collect()
    }
}
