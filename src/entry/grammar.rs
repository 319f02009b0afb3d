//! The table of verbs. The help overlay, the manual and `zhiben add --help` are derived from it.

use super::reading::{Reading, Sentence};
use super::tokens::Sign;
use super::verbs::{act, enterprise, hazard, inspection, note, records};
use crate::text::half_width;

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// `乡镇[.行业]/企业`
    Enterprise,
    /// `乡镇`, or a unit of the bureau.
    Unit,
    /// `#编号` of a hazard, or `^`.
    Hazard,
    /// `T16`
    Task,
    /// `#编号`, `^` or `乡镇/企业`.
    Any,
}

impl Aim {
    /// How it is written.
    pub fn pattern(self) -> &'static str {
        match self {
            Aim::Enterprise => "乡镇.行业/企业",
            Aim::Unit => "乡镇或股室",
            Aim::Hazard => "#隐患编号",
            Aim::Task => "任务号",
            Aim::Any => "#编号 或 乡镇/企业",
        }
    }
}

/// A verb of the line.
pub struct Verb {
    /// Its letter.
    pub key: char,
    /// Its character.
    pub hanzi: char,
    /// 名称, also accepted in the line.
    pub name: &'static str,
    /// Other words accepted.
    pub also: &'static [&'static str],
    /// What stands behind it.
    pub aim: Aim,
    /// Its tokens, and what each means here.
    pub takes: &'static [(Sign, &'static str)],
    /// What the words become.
    pub words: &'static str,
    /// A line that works.
    pub example: &'static str,
    /// What it is for, in one sentence.
    pub help: &'static str,
    pub(super) read: for<'a> fn(&mut Reading<'a>, &Sentence<'a>),
}

impl Verb {
    /// `i 检查`
    pub fn label(&self) -> String {
        format!("{} {}", self.key, self.name)
    }

    /// Is it called so? Full-width letters count.
    pub fn is_called(&self, word: &str) -> bool {
        let word = half_width(word).to_lowercase();
        let mut chars = word.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        single.is_some_and(|c| c == self.key || c == self.hanzi)
            || word == self.name
            || self.also.contains(&word.as_str())
    }

    /// Does a token of this sign mean anything here?
    pub fn takes(&self, sign: Sign) -> bool {
        self.takes.iter().any(|(one, _)| *one == sign)
    }
}

/// Every verb, in the order of a day.
pub static GRAMMAR: &[Verb] = &[
    Verb {
        key: 'i',
        hanzi: '查',
        name: "检查",
        also: &[],
        aim: Aim::Enterprise,
        takes: &[
            (Sign::People, "同去的检查人"),
            (Sign::Day, "检查日期"),
            (Sign::Way, "检查方式"),
            (Sign::Field, "其他栏目"),
        ],
        words: "备注",
        example: "i 1.cy/mkhg @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok ; 未装报警器 >zj",
        help: "登记一次检查；分号后面逐条写发现的隐患，没有分号就是未发现隐患",
        read: inspection::read,
    },
    Verb {
        key: 'h',
        hanzi: '隐',
        name: "隐患",
        also: &[],
        aim: Aim::Enterprise,
        takes: &[
            (Sign::Due, "整改期限"),
            (Sign::Major, "重大"),
            (Sign::Fixed, "当场已整改；与 !! 同写表示已采取临时措施"),
            (Sign::Department, "移交的部门"),
            (Sign::People, "同去的发现人"),
            (Sign::Day, "发现日期"),
            (Sign::Item, "对应清单"),
            (Sign::Money, "整改资金"),
            (Sign::Way, "检查方式或来源"),
            (Sign::Field, "其他栏目"),
        ],
        words: "隐患描述",
        example: "h 万安.sc/惠民 疏散通道堆放货物 +5 @陈",
        help: "登记隐患并定性为一般、限期整改；疑似重大的停在待定性",
        read: hazard::read,
    },
    Verb {
        key: 'f',
        hanzi: '改',
        name: "完成",
        also: &["整改完成", "整改"],
        aim: Aim::Hazard,
        takes: &[
            (Sign::Day, "完成日"),
            (Sign::Money, "投入资金"),
            (Sign::Letter, "佐证"),
            (Sign::Field, "其他栏目"),
        ],
        words: "完成情况",
        example: "f #42 已更换金属软管 $800",
        help: "企业报整改完成，转入待复查",
        read: act::finish,
    },
    Verb {
        key: 'r',
        hanzi: '复',
        name: "复查",
        also: &[],
        aim: Aim::Hazard,
        takes: &[
            (Sign::People, "复查人"),
            (Sign::Day, "复查日期"),
            (Sign::Due, "不合格时的新期限"),
            (Sign::Field, "其他栏目"),
        ],
        words: "ok 合格、no 不合格 或 部分，然后是复查意见",
        example: "r #42 no 仍未更换 +2",
        help: "复查：合格即销号，不合格重新限期；已销号的作回头看",
        read: act::recheck,
    },
    Verb {
        key: 'x',
        hanzi: '移',
        name: "移交",
        also: &["发函"],
        aim: Aim::Hazard,
        takes: &[
            (Sign::Department, "职责部门"),
            (Sign::Letter, "函号"),
            (Sign::Day, "发出日"),
            (Sign::Way, "方式：函、OA、微信、平台、当面"),
            (Sign::People, "接收人"),
            (Sign::Field, "其他栏目"),
        ],
        words: "移交依据",
        example: "x #42 >xf &泉洛商函〔2026〕12号",
        help: "定性移交，写了函号或方式的同时发函；待移交的直接发函",
        read: act::transfer,
    },
    Verb {
        key: 'q',
        hanzi: '签',
        name: "签收",
        also: &[],
        aim: Aim::Hazard,
        takes: &[
            (Sign::People, "签收人"),
            (Sign::Day, "签收日"),
            (Sign::Due, "反馈期限"),
            (Sign::Letter, "佐证"),
            (Sign::Field, "其他栏目"),
        ],
        words: "no 后面写退回原因",
        example: "q #42 @张志强",
        help: "部门签收移交；no 表示退回",
        read: act::accept,
    },
    Verb {
        key: 'b',
        hanzi: '馈',
        name: "反馈",
        also: &["部门反馈"],
        aim: Aim::Hazard,
        takes: &[(Sign::Letter, "反馈文号"), (Sign::Day, "反馈日"), (Sign::Field, "其他栏目")],
        words: "处理结果；ok 表示含部门复查结论、直接销号，no 表示退回",
        example: "b #42 &洛消函〔2026〕3号 已责令清理并复查合格",
        help: "部门反馈处理结果，转入待复查",
        read: act::answer,
    },
    Verb {
        key: 'e',
        hanzi: '延',
        name: "延期",
        also: &["申请延期"],
        aim: Aim::Hazard,
        takes: &[
            (Sign::Due, "新期限，天数从原期限算"),
            (Sign::Day, "申请日或审批日"),
            (Sign::People, "审批人"),
            (Sign::Field, "其他栏目"),
        ],
        words: "理由；待批的写 ok 同意、no 不同意",
        example: "e #42 +7 配件未到货 防范措施:已停用灶台并挂牌警示",
        help: "申请延期，或审批待批的延期",
        read: act::extend,
    },
    Verb {
        key: 'z',
        hanzi: '销',
        name: "灭失",
        also: &["销号", "场所灭失", "灭"],
        aim: Aim::Hazard,
        takes: &[(Sign::People, "核实人"), (Sign::Day, "核实日期"), (Sign::Field, "其他栏目")],
        words: "销号依据",
        example: "z #42 店面已拆除 批准人:林志明",
        help: "只用于场所灭失的销号；整改好的用 r 复查销号",
        read: act::site_gone,
    },
    Verb {
        key: 's',
        hanzi: '企',
        name: "自查",
        also: &["企业自查"],
        aim: Aim::Enterprise,
        takes: &[
            (Sign::People, "带队人"),
            (Sign::Day, "自查日期"),
            (Sign::Count, "发现数，再写一个是整改数"),
            (Sign::Field, "其他栏目"),
        ],
        words: "备注",
        example: "s 河市.cp/xkjyz =11-20 @王",
        help: "登记企业季度自查；带队人与登记的主要负责人核对",
        read: records::self_inspection,
    },
    Verb {
        key: 'd',
        hanzi: '演',
        name: "演练",
        also: &[],
        aim: Aim::Enterprise,
        takes: &[
            (Sign::Count, "参加人数"),
            (Sign::Day, "演练日期"),
            (Sign::Way, "类型"),
            (Sign::Department, "配合部门"),
            (Sign::Field, "其他栏目"),
        ],
        words: "类型（疏散逃生、灭火、综合）和备注",
        example: "d 2.zh/wanjia *120 疏散逃生",
        help: "登记应急演练",
        read: records::drill,
    },
    Verb {
        key: 't',
        hanzi: '训',
        name: "培训",
        also: &[],
        aim: Aim::Unit,
        takes: &[
            (Sign::Count, "人次"),
            (Sign::Day, "培训日期"),
            (Sign::Way, "类型，或 配合"),
            (Sign::People, "讲师"),
            (Sign::Department, "牵头部门"),
            (Sign::Field, "其他栏目"),
        ],
        words: "主题",
        example: "t 罗溪.cy ~企业负责人 餐饮燃气安全培训 *35 @陈工",
        help: "登记一场培训",
        read: records::training,
    },
    Verb {
        key: 'g',
        hanzi: '导',
        name: "督导",
        also: &[],
        aim: Aim::Unit,
        takes: &[
            (Sign::People, "同去的成员"),
            (Sign::Day, "督导日期"),
            (Sign::Due, "问题整改期限"),
            (Sign::Letter, "报告文号"),
            (Sign::Field, "其他栏目"),
        ],
        words: "发现的问题",
        example: "g 马甲 @李 台账不全，检查计划未报 +15",
        help: "登记对乡镇的半年督导",
        read: records::supervision,
    },
    Verb {
        key: 'k',
        hanzi: '进',
        name: "进展",
        also: &["任务进展"],
        aim: Aim::Task,
        takes: &[
            (Sign::Day, "日期"),
            (Sign::Count, "完成的阶段目标"),
            (Sign::Letter, "佐证"),
            (Sign::Field, "其他栏目"),
        ],
        words: "进展内容",
        example: "k T16 已对全区加油站开展专项检查",
        help: "记任务进展",
        read: records::progress,
    },
    Verb {
        key: 'n',
        hanzi: '注',
        name: "备注",
        also: &[],
        aim: Aim::Any,
        takes: &[],
        words: "备注",
        example: "n #42 业主外出，约定周五再查",
        help: "给隐患、企业或别的记录加一句备注",
        read: note::read,
    },
    Verb {
        key: 'c',
        hanzi: '户',
        name: "企业",
        also: &["商户"],
        aim: Aim::Enterprise,
        takes: &[
            (Sign::People, "主要负责人"),
            (Sign::Count, "从业人数"),
            (Sign::Day, "变化生效日"),
            (Sign::Field, "任何栏目"),
        ],
        words: "电话、员工数、负责人会认出来，其余记备注",
        example: "c 1.cy/阿芬牛肉店 @张三 电话:22630001 规模:微",
        help: "新登记企业，或更改已登记企业的栏目",
        read: enterprise::read,
    },
];

/// Verbs whose records do not exist yet: key, character, name, what to use instead.
pub static NOT_YET: &[(char, char, &str, &str)] = &[
    ('p', '宣', "宣传", "先用 k 记任务进展，如 k T25 已张贴横幅"),
    ('w', '示', "提示", "先用 k 记任务进展，如 k T27 已发风险提示"),
    ('m', '会', "会议", "先用 k 记任务进展，如 k T29 已开专题会"),
];

/// The verb that a word calls.
pub fn verb(word: &str) -> Option<&'static Verb> {
    GRAMMAR.iter().find(|verb| verb.is_called(word))
}

/// Why a verb of the plan cannot be used yet, and what to use instead.
pub(super) fn not_yet(word: &str) -> Option<String> {
    let word = half_width(word).to_lowercase();
    let (key, _, name, instead) = NOT_YET.iter().find(|(key, hanzi, name, _)| {
        word == *name || word == key.to_string() || word == hanzi.to_string()
    })?;
    Some(format!("“{key} {name}”还没有这类记录，不能登记；{instead}"))
}

/// `i检查 h隐患 …`
pub fn verbs_in_short() -> String {
    GRAMMAR.iter().map(|verb| format!("{}{}", verb.key, verb.name)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_verbs_share_a_letter_a_character_or_a_name() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for verb in GRAMMAR {
            let words = [verb.key.to_string(), verb.hanzi.to_string(), verb.name.to_owned()];
            for word in words.into_iter().chain(verb.also.iter().map(|w| (*w).to_owned())) {
                assert_eq!(seen.insert(word.clone(), verb.name), None, "{word}");
            }
        }
        for (key, hanzi, name, _) in NOT_YET {
            for word in [key.to_string(), hanzi.to_string(), (*name).to_owned()] {
                assert_eq!(seen.insert(word.clone(), name), None, "{word}");
            }
        }
    }

    #[test]
    fn every_example_begins_with_its_verb() {
        for one in GRAMMAR {
            assert_eq!(verb(one.example.split(' ').next().unwrap()).unwrap().key, one.key);
        }
    }

    #[test]
    fn a_verb_is_found_by_letter_character_and_name() {
        for word in ["i", "I", "ｉ", "查", "检查"] {
            assert_eq!(verb(word).unwrap().name, "检查", "{word}");
        }
        assert!(verb("y").is_none() && verb("").is_none());
    }
}
