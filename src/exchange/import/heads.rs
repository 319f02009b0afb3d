//! The heads of columns by any name that offices give them. One table; the first name of every field is its label in
//! the FIELDS table of its noun, the second its key, so a table that this program wrote is always understood.

use std::collections::{BTreeMap, HashMap};

use crate::model::basics::Basics;
use crate::model::field::{Shape, Spec};
use crate::model::id::Kind;
use crate::model::row::{name_of, specs_for, specs_of};
use crate::text::half_width;

/// Columns of a hazard table that are no fields of the record: its history, and what helps to find the enterprise.
const HISTORY: &[Spec] = &[
    Spec::new("id", "隐患编号", Shape::Text),
    Spec::new("state", "状态", Shape::Text),
    Spec::new("uscc", "统一社会信用代码", Shape::Text),
    Spec::new("address", "地址", Shape::Text),
    Spec::new("principal", "主要负责人", Shape::Text),
    Spec::new("phone", "联系电话", Shape::Text),
    Spec::new("due_proposed", "期限待补", Shape::Flag),
    Spec::new("done_on", "整改完成日期", Shape::Text),
    Spec::new("how", "完成情况", Shape::Text),
    Spec::new("recheck", "复查情况", Shape::Text),
    Spec::new("recheck_on", "复查日期", Shape::Date),
    Spec::new("recheck_by", "复查人", Shape::People),
    Spec::new("closed_on", "销号日期", Shape::Date),
    Spec::new("department", "职责部门", Shape::Department),
    Spec::new("letter_no", "移交函号", Shape::Text),
    Spec::new("sent_on", "移交日期", Shape::Date),
];

/// Columns of any other table about an enterprise that only help to find it.
const WHICH: &[Spec] = &[
    Spec::new("township", "乡镇", Shape::Unit),
    Spec::new("uscc", "统一社会信用代码", Shape::Text),
    Spec::new("address", "地址", Shape::Text),
];

/// Columns of an inspection table that only help to find the enterprise.
const PREMISES: &[Spec] = &[
    Spec::new("uscc", "统一社会信用代码", Shape::Text),
    Spec::new("address", "地址", Shape::Text),
    Spec::new("description", "隐患描述", Shape::Prose),
];

/// 乡镇 in a table of any kind.
#[rustfmt::skip]
const TOWN: &[&str] = &["乡镇", "乡镇（街道）", "乡镇街道", "乡镇/街道", "镇街", "街道", "属地", "辖区", "所属乡镇", "所属乡镇（街道）", "所属街道", "所属镇街", "所在乡镇", "所在街道", "所在镇街"];

/// Other names of a field's column.
#[rustfmt::skip]
const ALSO: &[(Kind, &str, &[&str])] = &[
    (Kind::Enterprise, "name", &["企业", "名称", "单位名称", "企业（场所）名称", "企业（单位）名称", "经营单位", "商户名称", "商户", "店名", "场所名称", "市场主体名称", "企业全称", "经营户", "经营者名称"]),
    (Kind::Enterprise, "aliases", &["店招", "俗称", "招牌", "简称", "别名", "店招名称"]),
    (Kind::Enterprise, "uscc", &["信用代码", "社会信用代码", "统一信用代码", "营业执照号", "统一社会信用代码/注册号"]),
    (Kind::Enterprise, "body", &["主体性质", "市场主体类型", "企业性质", "单位性质"]),
    (Kind::Enterprise, "township", TOWN),
    (Kind::Enterprise, "village", &["村（社区）", "社区", "村", "村/社区", "所属村居", "村社区", "所在村居"]),
    (Kind::Enterprise, "address", &["经营地址", "详细地址", "注册地址", "场所地址", "单位地址", "企业地址", "经营场所", "住所"]),
    (Kind::Enterprise, "industries", &["行业类别", "所属行业", "行业领域", "行业类型", "业态", "类别", "企业类型", "经营类别"]),
    (Kind::Enterprise, "size", &["企业规模", "规模类型"]),
    (Kind::Enterprise, "is_key", &["重点企业", "重点", "是否重点企业", "重点单位", "是否重点单位", "是否为重点"]),
    (Kind::Enterprise, "is_complex", &["是否大型综合体", "大型商业综合体", "是否大型商业综合体"]),
    (Kind::Enterprise, "area", &["面积", "经营面积", "营业面积", "建筑面积（㎡）", "建筑面积（平方米）"]),
    (Kind::Enterprise, "is_crowded", &["人员密集场所", "是否人员密集", "是否人员密集场所"]),
    (Kind::Enterprise, "self_built", &["自建房", "是否自建房", "是否经营性自建房"]),
    (Kind::Enterprise, "principal", &["负责人", "法人", "法定代表人", "法人代表", "经营者", "业主", "老板", "负责人姓名", "企业负责人", "联系人", "安全负责人"]),
    (Kind::Enterprise, "phone", &["电话", "手机", "手机号", "手机号码", "联系方式", "负责人电话", "电话号码"]),
    (Kind::Enterprise, "fire_lead", &["消防责任人", "消防安全负责人"]),
    (Kind::Enterprise, "employees", &["人数", "员工人数", "从业人员", "从业人员数", "职工人数", "员工数", "用工人数"]),
    (Kind::Enterprise, "gas", &["燃气", "用气类型", "用气方式", "燃料类型", "燃气种类"]),
    (Kind::Enterprise, "gas_alarm", &["报警器", "是否安装报警器", "可燃气体报警器", "是否安装燃气报警器"]),
    (Kind::Enterprise, "licences", &["许可证", "证照", "经营许可证", "许可证号"]),
    (Kind::Enterprise, "licence_until", &["许可证有效期", "有效期", "有效期至", "证照有效期"]),
    (Kind::Enterprise, "standard", &["标准化情况", "安全生产标准化", "标准化等级"]),
    (Kind::Enterprise, "investment", &["安全生产投入", "安全投入（元）"]),
    (Kind::Enterprise, "status", &["经营状态", "经营状况", "营业状态"]),
    (Kind::Enterprise, "since", &["纳管日期", "纳入监管日期"]),
    (Kind::Enterprise, "note", &["说明"]),

    (Kind::Hazard, "class", &["隐患类型"]),
    (Kind::Hazard, "found_on", &["检查日期", "排查日期", "检查时间", "排查时间", "发现时间", "日期", "隐患发现日期", "检查（排查）日期", "时间"]),
    (Kind::Hazard, "source", &["隐患来源", "问题来源"]),
    (Kind::Hazard, "township", TOWN),
    (Kind::Hazard, "enterprise", &["企业名称", "单位名称", "企业（场所）名称", "被检查单位", "受检单位", "检查单位名称", "被检查企业", "受检企业", "名称", "商户名称", "场所名称", "单位", "检查对象", "被检单位"]),
    (Kind::Hazard, "industry", &["行业类别", "所属行业", "行业领域", "业态"]),
    (Kind::Hazard, "location", &["隐患部位", "具体部位", "隐患位置", "位置", "场所部位"]),
    (Kind::Hazard, "description", &["隐患内容", "问题隐患", "隐患情况", "存在问题", "存在隐患", "隐患", "主要隐患", "安全隐患", "问题描述", "隐患问题", "检查发现问题", "发现的问题", "存在的问题", "隐患具体情况", "具体问题"]),
    (Kind::Hazard, "category", &["隐患类别", "问题类别", "隐患分类"]),
    (Kind::Hazard, "level", &["隐患等级", "隐患级别", "级别", "风险等级"]),
    (Kind::Hazard, "criterion", &["判定标准", "依据"]),
    (Kind::Hazard, "finders", &["检查人员", "检查人", "排查人", "排查人员", "检查组成员", "检查人员签字"]),
    (Kind::Hazard, "mode", &["检查类型", "检查形式", "方式", "排查方式"]),
    (Kind::Hazard, "track", &["处置方式", "整改方式", "整改类型"]),
    (Kind::Hazard, "rectifier_unit", &["责任单位", "整改单位"]),
    (Kind::Hazard, "rectifier", &["整改人", "责任人", "整改负责人", "企业整改责任人"]),
    (Kind::Hazard, "watcher", &["督促人", "督办人", "乡镇责任人", "监管责任人", "跟踪责任人", "督促整改责任人"]),
    (Kind::Hazard, "measures", &["措施", "整改要求", "整改意见", "处理意见", "整改措施及要求"]),
    (Kind::Hazard, "funds", &["资金", "整改资金（元）", "投入资金", "资金（元）", "治理资金"]),
    (Kind::Hazard, "emergency_plan", &["预案", "应急措施/预案", "应急措施"]),
    (Kind::Hazard, "interim", &["防范措施", "临时措施", "管控措施"]),
    (Kind::Hazard, "due", &["期限", "整改时限", "限期", "整改截止日期", "整改期限要求", "要求完成时间", "限期整改日期", "时限", "限改日期"]),
    (Kind::Hazard, "platform_no", &["平台编号", "系统编号"]),
    (Kind::Hazard, "note", &["说明", "其他"]),
    (Kind::Hazard, "id", &["编号"]),
    (Kind::Hazard, "state", &["整改状态", "当前状态", "隐患状态", "办理状态"]),
    (Kind::Hazard, "uscc", &["信用代码", "社会信用代码"]),
    (Kind::Hazard, "address", &["企业地址", "经营地址", "详细地址", "单位地址"]),
    (Kind::Hazard, "principal", &["负责人", "企业负责人", "法定代表人", "法人", "企业责任人"]),
    (Kind::Hazard, "phone", &["电话", "联系方式", "手机"]),
    (Kind::Hazard, "done_on", &["完成日期", "完成时间", "整改完成时间", "实际完成日期", "实际完成时间", "整改日期", "整改时间", "是否完成", "是否整改", "是否完成整改"]),
    (Kind::Hazard, "how", &["整改情况", "整改结果", "整改落实情况", "落实情况"]),
    (Kind::Hazard, "recheck", &["复查结果", "复查意见", "复查结论", "验收情况", "验收结果", "销号情况", "是否销号", "复核情况", "闭环情况"]),
    (Kind::Hazard, "recheck_on", &["复查时间", "验收日期", "复核日期", "验收时间"]),
    (Kind::Hazard, "recheck_by", &["复查人员", "验收人", "复核人", "验收人员"]),
    (Kind::Hazard, "closed_on", &["销号时间", "销号日"]),
    (Kind::Hazard, "department", &["移交部门", "主管部门", "移交单位", "接收部门", "责任部门", "移交情况"]),
    (Kind::Hazard, "letter_no", &["函号", "移交文号"]),
    (Kind::Hazard, "sent_on", &["移交时间", "发函日期", "发出日期"]),

    (Kind::Inspection, "date", &["检查日期", "检查时间", "时间", "排查日期", "排查时间", "发现日期"]),
    (Kind::Inspection, "township", TOWN),
    (Kind::Inspection, "enterprise", &["企业名称", "单位名称", "企业（场所）名称", "被检查单位", "受检单位", "被检查企业", "受检企业", "名称", "商户名称", "场所名称", "检查对象", "被检单位"]),
    (Kind::Inspection, "industry", &["行业类别", "所属行业", "行业领域", "业态"]),
    (Kind::Inspection, "mode", &["检查方式", "检查类型", "检查形式"]),
    (Kind::Inspection, "by", &["检查部门", "组织单位"]),
    (Kind::Inspection, "led_by", &["带队领导", "带队", "带队负责人"]),
    (Kind::Inspection, "inspectors", &["检查人员", "检查组成员", "参加人员", "发现人", "排查人员"]),
    (Kind::Inspection, "partners", &["联合部门", "联合检查部门", "参与部门"]),
    (Kind::Inspection, "finding", &["检查结论", "是否发现隐患", "检查结果", "检查情况"]),
    (Kind::Inspection, "signed_by", &["签字人", "被检查人", "企业签字人", "陪同人员"]),
    (Kind::Inspection, "note", &["说明"]),
    (Kind::Inspection, "uscc", &["信用代码", "社会信用代码"]),
    (Kind::Inspection, "address", &["企业地址", "经营地址", "详细地址", "单位地址"]),
    (Kind::Inspection, "description", &["隐患内容", "问题隐患", "存在问题", "存在隐患", "隐患", "发现隐患", "发现问题", "检查发现问题"]),
];

/// Other names of a field's column in tables of every kind that has no list of its own. A label of the kind goes before them;
/// so does its name with a label behind it (`培训日期`).
#[rustfmt::skip]
const OF_ANY: &[(&str, &[&str])] = &[
    ("date", &["日期", "时间", "开展时间", "开展日期", "发生时间", "发生日期", "发布时间", "发布日期", "印发时间", "成立时间", "活动时间", "发证日期", "发证时间"]),
    ("title", &["名称", "标题", "主题", "事项", "活动名称", "活动主题", "项目名称", "文件名称", "会议主题", "议题", "事项名称"]),
    ("topic", &["培训内容", "培训主题", "课程", "培训名称"]),
    ("unit", &["单位", "责任单位", "开展单位", "组织单位", "填报单位", "报送单位", "实施单位", "落实单位", "印发单位"]),
    ("by", &["主办", "组织单位", "单位", "开展单位"]),
    ("township", TOWN),
    ("target", &["对象", "被指导单位", "被督办单位", "交办单位", "承办单位"]),
    ("enterprise", &["企业", "企业名称", "单位名称", "企业（场所）名称", "商户名称", "场所名称", "被处罚单位", "受罚单位"]),
    ("industry", &["行业", "行业类别", "所属行业", "行业领域", "业态"]),
    ("variant", &["类型", "类别", "方式", "形式", "种类", "宣传形式", "宣传方式", "会议类型", "来源", "处罚种类"]),
    ("kind", &["类型", "类别", "许可事项", "演练类型", "演练科目", "证照名称", "证照类型", "证件名称"]),
    ("until", &["有效期", "有效期限", "有效期至", "有效期截止", "到期日", "到期日期"]),
    ("stage", &["状态", "进度", "进展", "落实情况", "完成情况", "办理状态"]),
    ("place", &["地点", "位置", "场所", "宣传地点", "会议地点", "张贴地点"]),
    ("quantity", &["数量", "数", "件数", "条数", "份数", "场次", "次数"]),
    ("audience", &["受众", "受众人数", "接收人数", "覆盖人数", "发送人数", "受教育人数"]),
    ("headcount", &["人数", "人次", "参加人数", "参会人数", "参训人数"]),
    ("participants", &["人数", "参演人数", "演练人数"]),
    ("text", &["内容", "主要内容", "具体内容", "措施内容", "具体措施", "细化措施", "措施", "工作内容", "问题内容", "批示内容", "反映内容", "概况"]),
    ("chair", &["主持", "召集人"]),
    ("attendees", &["参会人员", "参加人", "出席人员"]),
    ("members", &["组成人员", "成员名单", "专班成员"]),
    ("decisions", &["会议决定", "会议内容", "议定内容"]),
    ("doc_no", &["发文字号", "文件号", "决定书文号", "处罚文号", "公告号"]),
    ("number", &["条号", "措施序号", "第几条"]),
    ("responsible", &["责任领导", "负责人", "协调责任人", "牵头人"]),
    ("due", &["时限", "完成时限", "办理期限", "办理时限", "要求完成时间", "回复期限"]),
    ("done_on", &["完成日期", "完成时间", "办结时间", "办结日期", "解决时间"]),
    ("result", &["处理结果", "办理结果", "成效", "处理情况", "办理情况"]),
    ("cause", &["原因", "事故原因", "处罚事由", "违法事实"]),
    ("attachment", &["佐证", "附件", "材料", "照片"]),
    ("subject", &["名称", "单位名称", "当事人"]),
    ("applicant", &["申请企业", "申请人", "申请单位", "单位名称"]),
    ("uscc", &["信用代码", "社会信用代码"]),
    ("phone", &["手机", "手机号", "联系电话"]),
    ("name", &["人员", "人员姓名", "参训人员"]),
    ("led_by", &["带队", "带队领导", "自查人"]),
    ("month", &["所属月份", "月度"]),
    ("note", &["说明", "备注"]),
];

/// The column in which an export puts the number of a record.
const NUMBER: &[&str] = &["编号", "id"];

/// Columns that every table has and nobody needs.
const NUMBERING: &[&str] = &["序号", "序", "编 号", "no", "no.", "行号"];

/// The columns a table of `kind` may have, in the order of the FIELDS table.
pub fn columns_of(kind: Kind) -> Vec<Spec> {
    with_helpers(kind, specs_of(kind))
}

/// The same for a table that holds one sort of 工作记录 (code; empty: any).
pub fn columns_for(kind: Kind, sort: &str, basics: &Basics) -> Vec<Spec> {
    with_helpers(kind, specs_for(kind, sort, basics))
}

fn with_helpers(kind: Kind, mut specs: Vec<Spec>) -> Vec<Spec> {
    let more = match kind {
        Kind::Hazard => HISTORY,
        Kind::Inspection => PREMISES,
        _ if kind != Kind::Enterprise && specs.iter().any(|spec| spec.key == "enterprise") => WHICH,
        _ => &[],
    };
    let is_new = |spec: &&Spec| !specs.iter().any(|own| own.key == spec.key || own.label == spec.label);
    let new: Vec<Spec> = more.iter().filter(is_new).copied().collect();
    specs.extend(new);
    specs
}

/// Has the kind a list of other names, and rows of its own meaning?
pub(super) fn is_well_known(kind: Kind) -> bool {
    ALSO.iter().any(|(of, ..)| *of == kind)
}

/// What the heads of a table of one kind mean.
pub struct Heads {
    /// The kind.
    pub kind: Kind,
    /// The columns, see [`columns_of`].
    pub specs: Vec<Spec>,
    by_name: HashMap<String, Option<usize>>,
    /// What may stand before a name and changes nothing: `培训日期`, `自查日期`, `是否…`.
    prefixes: Vec<String>,
}

/// The name that records go by, its last word, and what makes a question of a head.
fn prefixes(name: &str) -> Vec<String> {
    let length = name.chars().count();
    let last: String = name.chars().skip(length.saturating_sub(2)).collect();
    [name, &last, "是否"].map(plain_head).to_vec()
}

/// What a head means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// The column at this index of [`Heads::specs`].
    Known(usize),
    /// 序号 and the like, and what the map file says to leave out.
    Ignored,
    /// Nothing we know.
    Unknown,
}

impl Heads {
    /// For tables of `kind`; `own` are an office's own heads with the label or key each stands for (empty: leave
    /// it out). The error names those there are not.
    pub fn new(kind: Kind, own: &BTreeMap<String, String>) -> Result<Heads, Vec<String>> {
        Heads::of(kind, name_of(kind), columns_of(kind), own)
    }

    /// The same with columns of its own, and the name its records go by.
    pub fn of(
        kind: Kind,
        name: &str,
        specs: Vec<Spec>,
        own: &BTreeMap<String, String>,
    ) -> Result<Heads, Vec<String>> {
        let at = |key: &str| specs.iter().position(|spec| spec.key == key);
        let mut by_name: HashMap<String, Option<usize>> = HashMap::new();
        by_name.extend(NUMBERING.iter().chain(NUMBER).map(|name| (plain_head(name), None)));
        for (_, key, names) in ALSO.iter().filter(|(of, ..)| *of == kind) {
            by_name.extend(names.iter().map(|name| (plain_head(name), at(key))));
        }
        if !is_well_known(kind) {
            for (key, names) in OF_ANY {
                let Some(index) = at(key) else { continue };
                for name in *names {
                    by_name.entry(plain_head(name)).or_insert(Some(index));
                }
            }
        }
        for (index, spec) in specs.iter().enumerate() {
            by_name.insert(plain_head(spec.label), Some(index));
            by_name.insert(plain_head(spec.key), Some(index));
        }
        let called = |word: &str| {
            specs.iter().position(|spec| [spec.key, spec.label].map(plain_head).contains(&plain_head(word)))
        };
        let mut unknown = Vec::new();
        for (head, word) in own {
            let index = called(word);
            if index.is_none() && !word.is_empty() {
                unknown.push(word.clone());
            }
            by_name.insert(plain_head(head), index);
        }
        let prefixes = if is_well_known(kind) { Vec::new() } else { prefixes(name) };
        if unknown.is_empty() { Ok(Heads { kind, specs, by_name, prefixes }) } else { Err(unknown) }
    }

    /// What a column means whose heads from the outermost group to the innermost are `parts`.
    pub fn meaning(&self, parts: &[String]) -> Head {
        let plain: Vec<String> =
            parts.iter().map(|part| plain_head(part)).filter(|p| !p.is_empty()).collect();
        let Some(last) = plain.last() else { return Head::Ignored };
        let joined = plain.concat();
        let with_group = plain.iter().rev().take(2).rev().cloned().collect::<String>();
        let whole = [joined, with_group, last.clone()];
        let bare = whole.iter().map(|name| without_remarks(name)).collect::<Vec<_>>();
        let shorter = |name: &String| {
            self.prefixes.iter().find_map(|prefix| self.by_name.get(name.strip_prefix(prefix.as_str())?))
        };
        let found = whole.iter().chain(&bare).find_map(|name| self.by_name.get(name));
        match found.or_else(|| whole.iter().chain(&bare).find_map(shorter)) {
            Some(Some(index)) => Head::Known(*index),
            Some(None) => Head::Ignored,
            None => Head::Unknown,
        }
    }

    /// Index of the column with this key.
    pub fn index(&self, key: &str) -> Option<usize> {
        self.specs.iter().position(|spec| spec.key == key)
    }
}

/// A head without blanks, line breaks, width, case, a star for "must be filled", a colon.
pub fn plain_head(head: &str) -> String {
    let narrow: String =
        half_width(head).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    narrow.trim_matches(['*', ':', '.']).to_owned()
}

/// What stands in brackets left out: `乡镇(街道)` → `乡镇`.
fn without_remarks(head: &str) -> String {
    let mut depth = 0;
    head.chars()
        .filter(|&c| {
            depth += i32::from(c == '(');
            let inside = depth > 0;
            depth -= i32::from(c == ')' && depth > 0);
            !inside
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 3] = [Kind::Enterprise, Kind::Hazard, Kind::Inspection];

    fn meaning(kind: Kind, parts: &[&str]) -> String {
        let heads = Heads::new(kind, &BTreeMap::new()).unwrap();
        match heads.meaning(&parts.iter().map(ToString::to_string).collect::<Vec<_>>()) {
            Head::Known(index) => heads.specs[index].key.into(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_other_name_belongs_to_a_column_and_to_only_one() {
        for kind in KINDS {
            let mut seen: HashMap<String, &str> = HashMap::new();
            for (_, key, names) in ALSO.iter().filter(|(of, ..)| *of == kind) {
                assert!(columns_of(kind).iter().any(|spec| spec.key == *key), "{kind:?} {key}");
                for name in *names {
                    assert_eq!(seen.insert(plain_head(name), key), None, "{kind:?} {name}");
                }
            }
            for spec in columns_of(kind) {
                assert!(
                    seen.get(&plain_head(spec.label)).is_none_or(|key| *key == spec.key),
                    "{}",
                    spec.label
                );
            }
        }
    }

    #[test]
    fn line_breaks_blanks_brackets_and_groups_do_not_hide_a_head() {
        assert_eq!(meaning(Kind::Enterprise, &["企业（场所）\n名称"]), "name");
        assert_eq!(meaning(Kind::Enterprise, &["地 址"]), "address");
        assert_eq!(meaning(Kind::Enterprise, &["乡镇\n（街道）"]), "township");
        assert_eq!(meaning(Kind::Enterprise, &["从业人数（人）*"]), "employees");
        assert_eq!(meaning(Kind::Hazard, &["排查情况", "检查日期"]), "found_on");
        assert_eq!(meaning(Kind::Hazard, &["复查", "日期"]), "recheck_on");
        assert_eq!(meaning(Kind::Hazard, &["整改情况", "完成情况"]), "how");
        assert_eq!(meaning(Kind::Hazard, &["序号"]), "Ignored");
        assert_eq!(meaning(Kind::Hazard, &["天气"]), "Unknown");
    }

    #[test]
    fn what_this_program_calls_a_column_is_always_understood() {
        for kind in KINDS {
            for spec in columns_of(kind) {
                assert_eq!(meaning(kind, &[spec.key]), spec.key);
                assert_eq!(meaning(kind, &[spec.label]), spec.key, "{}", spec.label);
            }
        }
    }

    #[test]
    fn an_office_may_name_its_own_heads_but_no_key_that_is_not_there() {
        let own = BTreeMap::from([
            ("查的日子".to_owned(), "found_on".to_owned()),
            ("天气".to_owned(), String::new()),
        ]);
        let heads = Heads::new(Kind::Hazard, &own).unwrap();
        assert_eq!(heads.meaning(&["查的日子".into()]), Head::Known(heads.index("found_on").unwrap()));
        assert_eq!(heads.meaning(&["天气".into()]), Head::Ignored);
        let wrong = BTreeMap::from([("日子".to_owned(), "day".to_owned())]);
        assert_eq!(Heads::new(Kind::Hazard, &wrong).err(), Some(vec!["day".to_owned()]));
    }
}
