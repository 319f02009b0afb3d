//! The table of verbs. The help overlay, the manual and `zhiben add --help` are derived from it.

use super::reading::{Reading, Sentence};
use super::tokens::Sign;
use super::verbs::{act, enterprise, hazard, inspection, note, records};
use crate::model::field::Spec;
use crate::model::hazard::SOURCES;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::Kind;
use crate::model::inspection::MODES;
use crate::model::row::specs_of;
use crate::model::{drill, training, transfer};
use crate::text::half_width;

/// What stands behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// `乡镇[.行业]/企业`
    Enterprise,
    /// `乡镇`
    Town,
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
            Aim::Town => "乡镇",
            Aim::Unit => "乡镇或股室",
            Aim::Hazard => "#隐患编号",
            Aim::Task => "任务号",
            Aim::Any => "#编号 或 乡镇/企业",
        }
    }
}

/// Which fields may be filled by name, `部位:后厨`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    /// None.
    Nothing,
    /// Those of a record of this kind.
    Record(Kind),
    /// What these deeds ask for.
    Deeds(&'static [Deed]),
}

/// Whom `@` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// People of ours.
    Ours,
    /// The one who answers for the enterprise.
    Principal,
    /// Somebody whom nobody here has on a list.
    Others,
}

/// What a due in days is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsFrom {
    /// The day of the event.
    Event,
    /// The due day in force.
    Due,
}

/// What the first word says of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// `ok`
    Good,
    /// `no`
    Bad,
    /// 部分
    Partly,
}

impl Judged {
    /// How it is written, the usual way first.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Judged::Good => &["ok", "合格", "同意", "复查合格"],
            Judged::Bad => &["no", "不合格", "不同意", "退回"],
            Judged::Partly => &["部分", "部分合格"],
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
    /// Fields that its tokens may fill by name.
    pub fills: Fills,
    /// The lists that `~` takes a word of.
    pub ways: &'static [&'static [&'static str]],
    /// Whom `@` names.
    pub whom: Whom,
    /// What `+7` is counted from.
    pub counts_from: CountsFrom,
    /// Outcomes that the first word may say, and what each means here.
    pub judges: &'static [(Judged, &'static str)],
    /// Hazards may follow behind ` ; `.
    pub chains: bool,
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

    /// The fields that may be filled by name, each once.
    pub fn specs(&self) -> Vec<Spec> {
        let Fills::Deeds(deeds) = self.fills else {
            return if let Fills::Record(kind) = self.fills { specs_of(kind) } else { Vec::new() };
        };
        let mut specs: Vec<Spec> = Vec::new();
        for ask in deeds.iter().flat_map(|deed| transition(*deed).asks()) {
            if !specs.iter().any(|known| known.key == ask.spec.key) {
                specs.push(ask.spec);
            }
        }
        specs
    }

    /// Does a token of this sign mean anything here?
    pub fn takes(&self, sign: Sign) -> bool {
        self.takes.iter().any(|(one, _)| *one == sign)
    }
}

/// What `..` may set for the lines behind it.
pub const COMMON: &[(Sign, &str)] =
    &[(Sign::People, "人员"), (Sign::Due, "期限"), (Sign::Day, "日期"), (Sign::Way, "方式")];

/// What a row has unless it says otherwise.
const VERB: Verb = Verb {
    key: ' ',
    hanzi: ' ',
    name: "",
    also: &[],
    aim: Aim::Hazard,
    takes: &[],
    fills: Fills::Nothing,
    ways: &[],
    whom: Whom::Ours,
    counts_from: CountsFrom::Event,
    judges: &[],
    chains: false,
    words: "",
    example: "",
    help: "",
    read: note::read,
};

/// Every verb, in the order of a day.
pub static GRAMMAR: &[Verb] = &[
    Verb {
        key: 'i',
        hanzi: '查',
        name: "检查",
        aim: Aim::Enterprise,
        takes: &[
            (Sign::People, "同去的检查人"),
            (Sign::Day, "检查日期"),
            (Sign::Way, "检查方式"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Record(Kind::Inspection),
        ways: &[MODES],
        chains: true,
        words: "备注",
        example: "i 1.cy/mkhg @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok ; 未装报警器 >zj",
        help: "登记一次检查；分号后面逐条写发现的隐患，没有分号就是未发现隐患",
        read: inspection::read,
        ..VERB
    },
    Verb {
        key: 'h',
        hanzi: '隐',
        name: "隐患",
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
        fills: Fills::Deeds(&[Deed::Register]),
        ways: &[MODES, SOURCES],
        chains: true,
        words: "隐患描述",
        example: "h 万安.sc/惠民 疏散通道堆放货物 +5 @陈",
        help: "登记隐患并定性为一般、限期整改；疑似重大的停在待定性",
        read: hazard::read,
        ..VERB
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
        fills: Fills::Deeds(&[Deed::ReportDone, Deed::FixedMeanwhile]),
        judges: &[(Judged::Good, "已整改")],
        words: "完成情况",
        example: "f #42 已更换金属软管 $800",
        help: "企业报整改完成，转入待复查",
        read: act::finish,
        ..VERB
    },
    Verb {
        key: 'r',
        hanzi: '复',
        name: "复查",
        aim: Aim::Hazard,
        takes: &[
            (Sign::People, "同去的复查人"),
            (Sign::Day, "复查日期"),
            (Sign::Due, "不合格时的新期限"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Deeds(&[Deed::PassRecheck, Deed::FailRecheck]),
        judges: &[(Judged::Good, "合格"), (Judged::Bad, "不合格"), (Judged::Partly, "部分合格")],
        words: "ok 合格、no 不合格 或 部分，然后是复查意见",
        example: "r #42 no 仍未更换 +2",
        help: "复查：合格即销号，不合格重新限期；已销号的作回头看",
        read: act::recheck,
        ..VERB
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
        fills: Fills::Deeds(&[Deed::Assign, Deed::SendLetter, Deed::Reassign]),
        ways: &[transfer::CHANNELS],
        whom: Whom::Others,
        words: "移交依据",
        example: "x #42 >xf &泉洛商函〔2026〕12号",
        help: "定性移交，写了函号或方式的同时发函；待移交的直接发函",
        read: act::transfer,
        ..VERB
    },
    Verb {
        key: 'q',
        hanzi: '签',
        name: "签收",
        aim: Aim::Hazard,
        takes: &[
            (Sign::People, "签收人"),
            (Sign::Day, "签收日"),
            (Sign::Due, "反馈期限"),
            (Sign::Letter, "佐证"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Deeds(&[Deed::Accept, Deed::Return]),
        whom: Whom::Others,
        judges: &[(Judged::Bad, "退回")],
        words: "no 后面写退回原因",
        example: "q #42 @张志强",
        help: "部门签收移交；no 表示退回",
        read: act::accept,
        ..VERB
    },
    Verb {
        key: 'b',
        hanzi: '馈',
        name: "反馈",
        also: &["部门反馈"],
        aim: Aim::Hazard,
        takes: &[(Sign::Letter, "反馈文号"), (Sign::Day, "反馈日"), (Sign::Field, "其他栏目")],
        fills: Fills::Deeds(&[Deed::Answer, Deed::AnswerAndClose, Deed::Return]),
        judges: &[(Judged::Good, "含部门复查结论，直接销号"), (Judged::Bad, "退回")],
        words: "处理结果；ok 表示含部门复查结论、直接销号，no 表示退回",
        example: "b #42 &洛消函〔2026〕3号 已责令清理并复查合格",
        help: "部门反馈处理结果，转入待复查",
        read: act::answer,
        ..VERB
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
        fills: Fills::Deeds(&[Deed::AskExtension, Deed::DecideExtension]),
        counts_from: CountsFrom::Due,
        judges: &[(Judged::Good, "同意待批的延期"), (Judged::Bad, "不同意")],
        words: "理由；待批的写 ok 同意、no 不同意",
        example: "e #42 +7 配件未到货 防范措施:已停用灶台并挂牌警示",
        help: "申请延期，或审批待批的延期",
        read: act::extend,
        ..VERB
    },
    Verb {
        key: 'z',
        hanzi: '销',
        name: "灭失",
        also: &["销号", "场所灭失", "灭"],
        aim: Aim::Hazard,
        takes: &[(Sign::People, "同去的核实人"), (Sign::Day, "核实日期"), (Sign::Field, "其他栏目")],
        fills: Fills::Deeds(&[Deed::SiteGone]),
        words: "销号依据",
        example: "z #42 店面已拆除 批准人:林志明",
        help: "只用于场所灭失的销号；整改好的用 r 复查销号",
        read: act::site_gone,
        ..VERB
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
        fills: Fills::Record(Kind::SelfInspection),
        whom: Whom::Principal,
        words: "备注",
        example: "s 河市.cp/xkjyz =11-20 @王",
        help: "登记企业季度自查；带队人与登记的主要负责人核对",
        read: records::self_inspection,
        ..VERB
    },
    Verb {
        key: 'd',
        hanzi: '演',
        name: "演练",
        aim: Aim::Enterprise,
        takes: &[
            (Sign::Count, "参加人数"),
            (Sign::Day, "演练日期"),
            (Sign::Way, "类型"),
            (Sign::Department, "配合部门"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Record(Kind::Drill),
        ways: &[drill::KINDS],
        words: "类型（疏散逃生、灭火、综合）和备注",
        example: "d 2.zh/wanjia *120 疏散逃生",
        help: "登记应急演练",
        read: records::drill,
        ..VERB
    },
    Verb {
        key: 't',
        hanzi: '训',
        name: "培训",
        aim: Aim::Unit,
        takes: &[
            (Sign::Count, "人次"),
            (Sign::Day, "培训日期"),
            (Sign::Way, "类型，或 配合"),
            (Sign::People, "讲师"),
            (Sign::Department, "牵头部门"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Record(Kind::Training),
        ways: &[training::KINDS, training::ROLES],
        words: "主题",
        example: "t 罗溪.cy ~企业负责人 餐饮燃气安全培训 *35 @陈工",
        help: "登记一场培训",
        read: records::training,
        ..VERB
    },
    Verb {
        key: 'g',
        hanzi: '导',
        name: "督导",
        aim: Aim::Town,
        takes: &[
            (Sign::People, "同去的成员"),
            (Sign::Day, "督导日期"),
            (Sign::Due, "问题整改期限"),
            (Sign::Letter, "报告文号"),
            (Sign::Field, "其他栏目"),
        ],
        fills: Fills::Record(Kind::Supervision),
        words: "发现的问题",
        example: "g 马甲 @李 台账不全，检查计划未报 +15",
        help: "登记对乡镇的半年督导",
        read: records::supervision,
        ..VERB
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
        fills: Fills::Record(Kind::Progress),
        words: "进展内容",
        example: "k T16 已对全区加油站开展专项检查",
        help: "记任务进展",
        read: records::progress,
        ..VERB
    },
    Verb {
        key: 'n',
        hanzi: '注',
        name: "备注",
        aim: Aim::Any,
        words: "备注",
        example: "n #42 业主外出，约定周五再查",
        help: "给隐患、企业或别的记录加一句备注",
        read: note::read,
        ..VERB
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
        fills: Fills::Record(Kind::Enterprise),
        whom: Whom::Others,
        words: "电话、员工数、负责人会认出来，其余记备注",
        example: "c 1.cy/阿芬牛肉店 @张三 电话:22630001 规模:微",
        help: "新登记企业，或更改已登记企业的栏目",
        read: enterprise::read,
        ..VERB
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
