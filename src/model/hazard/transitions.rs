//! 隐患的流转: one row for each thing that can be done to a hazard. What the footer offers, what a form asks, what is
//! refused and why, how the record changes and the diagram of the manual all come from this table.

use std::collections::BTreeSet;

use super::super::basics::Basis;
use super::super::case::{Case, Role};
use super::super::field::{Fields, Shape, Spec};
use super::super::id::Kind;
use super::super::noun::Noun;
use super::super::row::Row;
use super::super::transfer::CHANNELS;
use super::changes::{self as change, Change};
use super::dates::DATED;
use super::deeds::Deed;
use super::defaults::{self as by, open};
use super::guards::*;
use super::outcomes::{self as outcome, Remark, Settle};
use super::premises::*;
use super::scene::{Ask, Default, Guard, Scene, ask, early, must};
use super::{Hazard, LEVELS, ORDER_LEVELS, State};
use State::*;

/// A row of the table.
#[derive(Clone, Copy)]
pub struct Transition {
    /// Number in the requirements (三(四) 闭环); empty: none.
    pub no: &'static str,
    /// What is done.
    pub deed: Deed,
    /// 名称
    pub name: &'static str,
    /// Other words for it in `do ID ACTION`.
    pub aliases: &'static [&'static str],
    /// One letter, unique among what can be done from one state.
    pub key: char,
    /// Makes a new hazard.
    pub makes: bool,
    /// From which states.
    pub from: &'static [State],
    /// Where it leads.
    pub to: To,
    /// Which fields of the record it asks besides `own`.
    pub record: OfRecord,
    /// What else it asks.
    pub own: &'static [Ask],
    /// Its conditions.
    pub guards: &'static [Guard],
    /// Who may.
    pub who: &'static [Role],
    /// Clause of the notice.
    pub clause: &'static str,
    /// Stated by the notice, or settled by the bureau.
    pub basis: Basis,
    /// Key of the answer that holds the day of the fact; empty: the day of entry.
    pub on: &'static str,
    /// What follows from the answers.
    pub settle: Settle,
    /// What is worth a remark.
    pub remark: Remark,
    /// How the record changes.
    pub apply: Change,
}

/// Where a transition leads.
#[derive(Clone, Copy)]
pub enum To {
    /// The state stays.
    Stay,
    /// Always there.
    State(State),
    /// One of these, by the answers.
    By(&'static [State], fn(&Scene) -> State),
}

impl To {
    /// Every state it may lead to; empty: it stays.
    pub fn states(&self) -> Vec<State> {
        match self {
            To::Stay => Vec::new(),
            To::State(state) => vec![*state],
            To::By(states, _) => states.to_vec(),
        }
    }
}

/// Which fields of the record a transition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfRecord {
    /// None.
    None,
    /// All of them; only township and words must be there.
    Draft,
    /// All of them.
    Full,
    /// All of them; what an old ledger does not tell stays open.
    Import,
    /// What may be corrected: neither level nor path nor due day, which have transitions of their own.
    Amend,
    /// The days that transitions wrote.
    Dates,
}

const JUDGED_BY_TRANSITION: &[&str] = &["level", "track", "due"];

/// Keys of the five points (五落实) on record.
pub const SECURED: &[&str] = &["rectifier", "measures", "funds", "due", "emergency_plan"];

/// The states an old ledger's row may be imported in.
pub const IMPORT_STATES: &[&str] =
    &["待定性", "整改中", "待移交", "待签收", "已移交", "部门办理中", "待复查", "已销号"];

impl Transition {
    /// Everything it asks, in the order of the form.
    pub fn asks(&self) -> Vec<Ask> {
        let of_record: Vec<Spec> = match self.record {
            OfRecord::None => Vec::new(),
            OfRecord::Dates => DATED.iter().map(|dated| dated.spec).collect(),
            OfRecord::Draft | OfRecord::Full | OfRecord::Import => Hazard::specs(),
            OfRecord::Amend => {
                let judged = |spec: &Spec| JUDGED_BY_TRANSITION.contains(&spec.key);
                Hazard::specs().into_iter().filter(|spec| !judged(spec)).collect()
            }
        };
        let of_record = of_record.into_iter().map(|spec| Ask {
            spec: Spec { required: self.requires(&spec), ..spec },
            default: self.proposes(),
        });
        of_record.chain(self.own.iter().copied()).collect()
    }

    /// What it asks besides the fields and days of the record.
    pub fn own_specs(&self) -> Vec<Spec> {
        self.own.iter().map(|ask| ask.spec).collect()
    }

    fn proposes(&self) -> Default {
        match self.record {
            OfRecord::Draft | OfRecord::Full => by::at_registration,
            OfRecord::Import => by::at_import,
            OfRecord::None | OfRecord::Amend => by::on_record,
            OfRecord::Dates => by::dated,
        }
    }

    fn requires(&self, spec: &Spec) -> bool {
        match self.record {
            OfRecord::None | OfRecord::Amend | OfRecord::Dates => false,
            OfRecord::Draft => ["township", "description"].contains(&spec.key),
            OfRecord::Import => ["township", "enterprise", "description", "found_on"].contains(&spec.key),
            OfRecord::Full => spec.required,
        }
    }

    /// The answers with what is proposed for those that were not given. A key given as empty stays empty.
    pub fn prefilled(&self, case: &Case, row: Option<&Row>, given: &Fields) -> Fields {
        let blank = Hazard::default();
        let hazard = row.and_then(Row::hazard).unwrap_or(&blank);
        let mut fields = given.clone();
        if self.record == OfRecord::Amend {
            move_along(&Scene { case, row, hazard, fields: given }, &mut fields);
            return fields;
        }
        for Ask { spec, default } in self.asks() {
            if !fields.has(spec.key) {
                let text = default(&Scene { case, row, hazard, fields: &fields }, spec.key);
                fields.put(spec.key, text);
            }
        }
        fields
    }

    /// Can it be done to this record by this officer, as far as the record alone tells?
    pub fn is_offered(&self, row: &Row, case: &Case) -> bool {
        let Some(hazard) = row.hazard() else { return false };
        let scene = Scene { case, row: Some(row), hazard, fields: &Fields::default() };
        self.from.contains(&hazard.state)
            && case.officer.is_any(self.who)
            && self.guards.iter().filter(|g| g.is_early).all(|g| (g.check)(&scene).is_ok())
    }
}

/// What can be done to a hazard here and now, in the order of the table.
pub fn possible(row: &Row, case: &Case) -> Vec<&'static Transition> {
    TRANSITIONS.iter().filter(|t| t.is_offered(row, case)).collect()
}

/// The row of a deed.
pub fn transition(deed: Deed) -> &'static Transition {
    TRANSITIONS.iter().find(|t| t.deed == deed).unwrap_or(&NOTE)
}

/// The transitions called by a Chinese name, an alias, or the stable name of the deed; several names are shared by what can be
/// done from different states (移交).
pub fn by_name(name: &str) -> Vec<&'static Transition> {
    let is_called =
        |t: &&Transition| t.name == name || t.aliases.contains(&name) || stable_name(t.deed) == name;
    TRANSITIONS.iter().filter(is_called).collect()
}

/// The name of a deed in the journal, `pass_recheck`.
pub fn stable_name(deed: Deed) -> String {
    serde_json::to_value(deed).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The diagram of the manual, in Mermaid: every change of state with its names.
pub fn diagram() -> String {
    let mut lines = BTreeSet::new();
    for t in TRANSITIONS.iter() {
        let made = t.makes.then(|| "[*]".to_owned());
        let from = made.into_iter().chain(t.from.iter().map(|s| s.name().to_owned()));
        for from in from {
            for to in t.to.states().iter().filter(|to| to.name() != from) {
                lines.insert(format!("    {from} --> {}: {}", to.name(), t.name));
            }
        }
    }
    let ends = State::ALL.into_iter().filter(|s| !s.is_open());
    lines.extend(ends.map(|s| format!("    {} --> [*]", s.name())));
    format!("stateDiagram-v2\n{}\n", lines.into_iter().collect::<Vec<_>>().join("\n"))
}

const OFFICERS: &[Role] =
    &[Role::Township, Role::TownshipLead, Role::Section, Role::SectionLead, Role::Leader, Role::Head];
const SECTION: &[Role] = &[Role::Section, Role::SectionLead, Role::Leader, Role::Head];
const SECTION_LEAD: &[Role] = &[Role::SectionLead, Role::Leader, Role::Head];
const APPROVERS: &[Role] = &[Role::TownshipLead, Role::SectionLead, Role::Leader, Role::Head];
const KEEPERS: &[Role] = &[
    Role::Township,
    Role::TownshipLead,
    Role::Section,
    Role::SectionLead,
    Role::Leader,
    Role::Head,
    Role::Admin,
];

const NOT_ENDED: &[State] =
    &[Draft, Registered, Rectifying, TransferPending, TransferSent, TransferAccepted, PendingRecheck, Closed];
const UNDER_WAY: &[State] =
    &[Registered, Rectifying, TransferPending, TransferSent, TransferAccepted, PendingRecheck];
const JUDGED_STATES: &[State] =
    &[Rectifying, TransferPending, TransferSent, TransferAccepted, PendingRecheck];

const CLAUSE: &str = "三(四)";
const TRANSFER_CLAUSE: &str = "二(五)8、三(四)";

const DEPARTMENT: Ask = must("department", "职责部门", Shape::Department, by::department);
const DONE_ON: Ask = must("done_on", "完成日", Shape::Date, by::today);
const HOW: Ask = must("how", "完成情况", Shape::Text, open);
/// Ruling 8: the principal, unless somebody says otherwise; a recheck compares it.
const RECTIFIER: Ask = must("rectifier", "整改责任人", Shape::Text, by::at_judging);
const RECTIFIER_UNIT: Ask = ask("rectifier_unit", "整改责任单位", Shape::Text, by::at_judging);
const EVIDENCE: Ask = ask("evidence", "佐证", Shape::Text, open);
const REASON: Ask = must("reason", "理由", Shape::Text, open);
const NEW_LEVEL: Ask = must("level", "新等级", Shape::One(LEVELS), |s, _| {
    if s.hazard.is_major() { "一般" } else { "重大" }.into()
});
const CRITERION: Ask = ask("criterion", "判定依据", Shape::Text, open);
const GROUND: Ask = ask("reason", "理由", Shape::Text, open);
const INTERIM: Ask = ask("interim", "临时防范措施", Shape::Text, by::on_record);
const RECHECKED_ON: Ask = must("on", "复查日期", Shape::Date, by::today);
const RECHECKED_BY: Ask = must("by", "复查人", Shape::People, by::rechecker);

/// Before its limit a department is not even offered to be urged; the day of the urging is judged when it is given.
const OVER_LIMIT: Guard = early(URGE_DUE.name, |s| {
    (URGE_DUE.check)(&s.with(&Fields::default().with("on", s.case.today.to_string())))
});

/// What a row has unless it says otherwise; also what [`transition`] falls back to, which a test rules out.
const NOTE: Transition = Transition {
    no: "",
    deed: Deed::Note,
    name: "备注",
    aliases: &[],
    key: 'b',
    makes: false,
    from: NOT_ENDED,
    to: To::Stay,
    record: OfRecord::None,
    own: &[must("text", "备注", Shape::Prose, open)],
    guards: &[],
    who: KEEPERS,
    clause: CLAUSE,
    basis: Basis::Office,
    on: "",
    settle: outcome::nothing_follows,
    remark: outcome::no_remark,
    apply: change::note,
};

/// The base of the rows below: asks nothing, demands nothing.
const ROW: Transition = Transition { own: &[], who: OFFICERS, apply: change::nothing, ..NOTE };

/// The table. Its order is that of the footer.
pub static TRANSITIONS: &[Transition] = &[
    Transition {
        no: "1",
        deed: Deed::Draft,
        name: "存草稿",
        aliases: &["草稿"],
        key: 'c',
        makes: true,
        from: &[],
        to: To::State(Draft),
        record: OfRecord::Draft,
        apply: change::draft,
        ..ROW
    },
    Transition {
        no: "2",
        deed: Deed::Register,
        name: "登记",
        key: 'd',
        makes: true,
        from: &[Draft],
        to: To::By(&[Registered, Rectifying, TransferPending, PendingRecheck], outcome::registered),
        record: OfRecord::Full,
        own: &[
            ask("department", "职责部门", Shape::Department, open),
            ask("basis", "移交依据", Shape::Text, open),
            ask("done_on", "完成日", Shape::Date, open),
            ask("how", "完成情况", Shape::Text, open),
            EVIDENCE,
        ],
        guards: &[
            FOUND,
            SAME_PREMISES,
            REPEAT,
            MAJOR_INTERIM,
            TRACK,
            NOT_COMMERCE,
            DUE_AFTER_FOUND,
            ON_SPOT_DATES,
        ],
        basis: Basis::Notice,
        settle: outcome::settle_registration,
        remark: outcome::registration_remark,
        apply: change::register,
        ..ROW
    },
    Transition {
        deed: Deed::Import,
        name: "期初导入",
        key: 'i',
        makes: true,
        from: &[],
        to: To::By(
            &[
                Registered,
                Rectifying,
                TransferPending,
                TransferSent,
                TransferAccepted,
                PendingRecheck,
                Closed,
            ],
            outcome::imported,
        ),
        record: OfRecord::Import,
        own: &[
            must("state", "状态", Shape::One(IMPORT_STATES), open),
            ask("done_on", "完成日", Shape::Date, open),
            ask("how", "完成情况", Shape::Text, open),
            EVIDENCE,
            ask("on", "复查日期", Shape::Date, open),
            ask("by", "复查人", Shape::People, open),
            ask("opinion", "复查意见", Shape::Text, open),
            ask("department", "移交部门", Shape::Department, open),
            ask("basis", "移交依据", Shape::Text, open),
            ask("letter_no", "函号", Shape::Text, open),
            ask("channel", "方式", Shape::One(CHANNELS), open),
            ask("sent_on", "发出日", Shape::Date, open),
            ask("receiver", "接收人", Shape::Text, open),
            ask("accepted_on", "签收日", Shape::Date, open),
            ask("feedback_due", "反馈期限", Shape::Ahead, open),
            ask("feedback_on", "反馈日", Shape::Date, open),
            ask("feedback_no", "反馈文号", Shape::Text, open),
            ask("closed_on", "销号日", Shape::Date, open),
            ask("due_proposed", "期限待补", Shape::Flag, open),
            ask("missing", "不详", Shape::People, open),
            ask("inferred", "推定", Shape::People, open),
        ],
        guards: &[IMPORT_FOUND, IMPORT_STATE, IMPORT_ORDER, IMPORT_CLOSED],
        who: KEEPERS,
        settle: outcome::settle_import,
        apply: change::import,
        ..ROW
    },
    Transition {
        no: "3",
        deed: Deed::Classify,
        name: "定性",
        aliases: &["限期整改"],
        key: 'd',
        from: &[Registered],
        to: To::State(Rectifying),
        own: &[
            must("level", "等级", Shape::One(LEVELS), by::general),
            ask("criterion", "判定依据", Shape::Text, by::on_record),
            RECTIFIER,
            RECTIFIER_UNIT,
            must("watcher", "督促责任人", Shape::Text, by::at_judging),
            must("due", "整改期限", Shape::Ahead, by::at_judging),
            ask("measures", "整改措施", Shape::Text, by::on_record),
            ask("interim", "临时防范措施", Shape::Text, by::on_record),
            ask("funds", "整改资金", Shape::Money, by::on_record),
            ask("emergency_plan", "应急预案", Shape::Text, by::on_record),
        ],
        guards: &[MAJOR_JUDGED, MAJOR_INTERIM, HAS_DUE, DUE_AFTER_FOUND],
        basis: Basis::Notice,
        settle: outcome::settle_major,
        apply: change::classify,
        ..ROW
    },
    Transition {
        no: "4",
        deed: Deed::FixOnSpot,
        name: "立行立改",
        aliases: &["立改"],
        key: 'l',
        from: &[Registered],
        to: To::State(PendingRecheck),
        own: &[
            must("level", "等级", Shape::One(LEVELS), by::general),
            must("done_on", "完成日", Shape::Date, by::found_on),
            HOW,
            RECTIFIER,
            RECTIFIER_UNIT,
            EVIDENCE,
        ],
        guards: &[GENERAL, ON_SPOT_DATES],
        on: "done_on",
        apply: change::fix_on_spot,
        ..ROW
    },
    Transition {
        no: "5",
        deed: Deed::FixAndVerify,
        name: "当场销号",
        aliases: &["立行立改销号", "当场复核"],
        key: 'x',
        from: &[Registered],
        to: To::State(Closed),
        own: &[
            must("level", "等级", Shape::One(LEVELS), by::general),
            must("done_on", "完成日", Shape::Date, by::found_on),
            HOW,
            RECTIFIER,
            RECTIFIER_UNIT,
            must("verifier", "核实人", Shape::People, by::verifiers),
            EVIDENCE,
        ],
        guards: &[TWO_INSPECTORS, GENERAL, SAME_DAY, ON_SPOT_DATES, SECOND_PERSON, DELISTED],
        on: "done_on",
        apply: change::fix_and_verify,
        ..ROW
    },
    Transition {
        no: "6",
        deed: Deed::Assign,
        name: "移交",
        aliases: &["定性移交"],
        key: 'y',
        from: &[Registered],
        to: To::State(TransferPending),
        own: &[
            DEPARTMENT,
            must("basis", "移交依据", Shape::Text, open),
            must("level", "等级", Shape::One(LEVELS), by::general),
            ask("criterion", "判定依据", Shape::Text, by::on_record),
            ask("interim", "临时防范措施", Shape::Text, by::on_record),
        ],
        guards: &[NOT_COMMERCE, MAJOR_HELD],
        clause: TRANSFER_CLAUSE,
        basis: Basis::Notice,
        settle: outcome::settle_major,
        apply: change::assign,
        ..ROW
    },
    Transition {
        no: "7",
        deed: Deed::SendLetter,
        name: "发函移交",
        aliases: &["发函", "移交"],
        key: 'y',
        from: &[TransferPending],
        to: To::State(TransferSent),
        own: &[
            ask("letter", "移交函", Shape::Link(Kind::Transfer), open),
            must("department", "接收部门", Shape::Department, by::of_letter),
            ask("letter_no", "函号", Shape::Text, by::of_letter),
            must("sent_on", "发出日", Shape::Date, by::of_letter),
            must("channel", "方式", Shape::One(CHANNELS), by::of_letter),
            ask("receiver", "接收人", Shape::Text, by::of_letter),
        ],
        guards: &[LETTER_UNIQUE, LETTER_FITS, NOT_COMMERCE, SENT_DATES],
        clause: TRANSFER_CLAUSE,
        basis: Basis::Notice,
        on: "sent_on",
        apply: change::send_letter,
        ..ROW
    },
    Transition {
        no: "8",
        deed: Deed::Accept,
        name: "签收",
        key: 'q',
        from: &[TransferSent],
        to: To::State(TransferAccepted),
        own: &[
            must("receiver", "签收人", Shape::Text, open),
            must("accepted_on", "签收日", Shape::Date, by::today),
            must("feedback_due", "反馈期限", Shape::Ahead, by::feedback_due),
            EVIDENCE,
        ],
        guards: &[ACCEPTED_DATES],
        clause: TRANSFER_CLAUSE,
        on: "accepted_on",
        apply: change::accept,
        ..ROW
    },
    Transition {
        no: "9",
        deed: Deed::Return,
        name: "退回",
        key: 't',
        from: &[TransferSent, TransferAccepted],
        to: To::State(Registered),
        own: &[
            must("returned_on", "退回日", Shape::Date, by::today),
            must("reason", "退回原因", Shape::Text, open),
        ],
        guards: &[RETURNED_DATES],
        clause: TRANSFER_CLAUSE,
        on: "returned_on",
        remark: outcome::return_remark,
        apply: change::give_back,
        ..ROW
    },
    Transition {
        no: "10",
        deed: Deed::Answer,
        name: "部门反馈",
        aliases: &["反馈"],
        key: 'f',
        from: &[TransferAccepted],
        to: To::State(PendingRecheck),
        own: &[
            must("feedback_on", "反馈日", Shape::Date, by::today),
            ask("feedback_no", "反馈文号", Shape::Text, open),
            must("result", "处理结果", Shape::Text, open),
        ],
        guards: &[FEEDBACK_DATES],
        clause: TRANSFER_CLAUSE,
        basis: Basis::Notice,
        on: "feedback_on",
        apply: change::answer,
        ..ROW
    },
    Transition {
        no: "11",
        deed: Deed::AnswerAndClose,
        name: "反馈销号",
        key: 'x',
        from: &[TransferAccepted],
        to: To::State(Closed),
        own: &[
            must("feedback_on", "反馈日", Shape::Date, by::today),
            must("feedback_no", "反馈文号", Shape::Text, open),
            must("result", "处理结果", Shape::Text, open),
            must("rechecked", "含部门复查结论", Shape::Flag, open),
        ],
        guards: &[IS_GENERAL, DELISTED, FEEDBACK_DATES, DEPARTMENT_RECHECKED],
        clause: TRANSFER_CLAUSE,
        on: "feedback_on",
        apply: change::answer_and_close,
        ..ROW
    },
    Transition {
        no: "26",
        deed: Deed::Urge,
        name: "催办",
        key: 'u',
        from: &[TransferSent, TransferAccepted],
        own: &[
            must("on", "催办日期", Shape::Date, by::today),
            must("channel", "方式", Shape::Text, open),
            ask("text", "内容", Shape::Text, open),
        ],
        guards: &[OVER_LIMIT, URGE_DUE],
        clause: TRANSFER_CLAUSE,
        on: "on",
        remark: outcome::urge_remark,
        apply: change::urge,
        ..ROW
    },
    Transition {
        no: "27",
        deed: Deed::FixedMeanwhile,
        name: "企业已先行整改",
        aliases: &["先行整改", "完成"],
        key: 'w',
        from: &[TransferPending, TransferSent, TransferAccepted],
        to: To::State(PendingRecheck),
        own: &[DONE_ON, HOW, must("informed", "告知部门情况", Shape::Text, open), EVIDENCE],
        guards: &[MEANWHILE_DATES],
        on: "done_on",
        apply: change::fixed_meanwhile,
        ..ROW
    },
    Transition {
        no: "12",
        deed: Deed::ReportDone,
        name: "完成",
        aliases: &["整改完成", "企业报完成"],
        key: 'w',
        from: &[Rectifying],
        to: To::State(PendingRecheck),
        own: &[DONE_ON, HOW, ask("funds", "投入资金", Shape::Money, open), EVIDENCE],
        guards: &[DONE_DATES],
        basis: Basis::Notice,
        on: "done_on",
        apply: change::report_done,
        ..ROW
    },
    Transition {
        no: "13",
        deed: Deed::PassRecheck,
        name: "复查合格",
        aliases: &["复查", "合格", "销号"],
        key: 'r',
        from: &[PendingRecheck],
        to: To::State(Closed),
        own: &[
            RECHECKED_ON,
            RECHECKED_BY,
            must("opinion", "复查意见", Shape::Text, |_, _| "复查合格".into()),
            must("basis", "销号依据", Shape::Text, |_, _| "复查合格".into()),
            ask("led_by", "带队人", Shape::Text, open),
            ask("approver", "批准人", Shape::Text, open),
        ],
        guards: &[DELISTED, FIVE_STAND, RECHECK_DATES, OTHER_EYES, MAJOR_APPROVED],
        basis: Basis::Notice,
        on: "on",
        apply: change::pass,
        ..ROW
    },
    Transition {
        no: "14",
        deed: Deed::FailRecheck,
        name: "复查不合格",
        aliases: &["不合格", "部分合格"],
        key: 'n',
        from: &[PendingRecheck],
        to: To::By(&[Rectifying, TransferPending, TransferSent, TransferAccepted], outcome::failed),
        own: &[
            RECHECKED_ON,
            RECHECKED_BY,
            must("result", "结果", Shape::One(&["不合格", "部分合格"]), |_, _| "不合格".into()),
            must("opinion", "复查意见", Shape::Text, open),
            ask("due", "新期限", Shape::Ahead, by::next_due),
        ],
        guards: &[RECHECK_DATES, OTHER_EYES, NEW_DUE],
        basis: Basis::Notice,
        on: "on",
        apply: change::fail,
        ..ROW
    },
    Transition {
        no: "15",
        deed: Deed::AskExtension,
        name: "申请延期",
        aliases: &["延期"],
        key: 'e',
        from: &[Rectifying],
        own: &[
            must("asked_on", "申请日", Shape::Date, by::today),
            REASON,
            must("new_due", "新期限", Shape::Ahead, open),
            must("interim", "期间防范措施", Shape::Text, open),
        ],
        guards: &[NO_PENDING, OPEN_SHOP, LATER_DUE],
        on: "asked_on",
        remark: outcome::extension_remark,
        apply: change::ask_extension,
        ..ROW
    },
    Transition {
        no: "15",
        deed: Deed::DecideExtension,
        name: "审批延期",
        aliases: &["批延期"],
        key: 'p',
        from: &[Rectifying],
        own: &[
            must("granted", "同意", Shape::Flag, open),
            must("decided_by", "审批人", Shape::Text, by::decider),
            must("decided_on", "审批日", Shape::Date, by::today),
            ask("order_no", "挂牌机关文号", Shape::Text, open),
            ask("reason", "意见", Shape::Text, open),
        ],
        guards: &[PENDING, LEVEL_UP],
        who: APPROVERS,
        on: "decided_on",
        apply: change::decide_extension,
        ..ROW
    },
    Transition {
        no: "16",
        deed: Deed::Reassign,
        name: "改派移交",
        aliases: &["改派", "移交"],
        key: 'y',
        from: &[Rectifying],
        to: To::State(TransferPending),
        own: &[DEPARTMENT, REASON, ask("interim", "临时防范措施", Shape::Text, by::on_record)],
        guards: &[NOT_COMMERCE, MAJOR_HELD],
        who: SECTION,
        clause: TRANSFER_CLAUSE,
        apply: change::reassign,
        ..ROW
    },
    Transition {
        no: "24",
        deed: Deed::Withdraw,
        name: "撤回移交",
        aliases: &["撤回"],
        key: 't',
        from: &[TransferPending],
        to: To::State(Registered),
        own: &[REASON],
        clause: TRANSFER_CLAUSE,
        apply: change::withdraw,
        ..ROW
    },
    Transition {
        deed: Deed::Secure,
        name: "五落实",
        aliases: &["落实"],
        key: 'l',
        from: JUDGED_STATES,
        own: &[
            ask("rectifier", "整改责任人", Shape::Text, by::on_record),
            ask("measures", "整改措施", Shape::Text, by::on_record),
            ask("funds", "整改资金", Shape::Money, by::on_record),
            ask("due", "整改期限", Shape::Ahead, by::on_record),
            ask("emergency_plan", "应急预案", Shape::Text, by::on_record),
        ],
        guards: &[IS_MAJOR, SECURES, DUE_SETTLED, DUE_AFTER_FOUND],
        remark: outcome::secured_remark,
        apply: change::secure,
        ..ROW
    },
    Transition {
        deed: Deed::ConfirmDue,
        name: "确认期限",
        key: 'q',
        from: &[Rectifying],
        own: &[must("due", "整改期限", Shape::Ahead, by::on_record)],
        guards: &[PROPOSED, DUE_AFTER_FOUND],
        apply: change::confirm_due,
        ..ROW
    },
    Transition {
        no: "17",
        deed: Deed::List,
        name: "挂牌",
        aliases: &["挂牌督办"],
        key: 'd',
        from: &[Rectifying, TransferAccepted, PendingRecheck],
        own: &[
            must("no", "文号", Shape::Text, open),
            must("order_level", "督办层级", Shape::One(ORDER_LEVELS), open),
            must("listed_on", "挂牌日", Shape::Date, by::today),
            must("due", "督办期限", Shape::Ahead, open),
        ],
        guards: &[IS_MAJOR, NOT_LISTED, LISTED_DATES],
        who: SECTION_LEAD,
        on: "listed_on",
        apply: change::list_order,
        ..ROW
    },
    Transition {
        no: "17",
        deed: Deed::Delist,
        name: "摘牌",
        key: 'z',
        from: &[Rectifying, TransferAccepted, PendingRecheck],
        own: &[must("delisted_on", "摘牌日", Shape::Date, by::today), ask("no", "文号", Shape::Text, open)],
        guards: &[LISTED, DELISTED_DATES],
        who: SECTION_LEAD,
        on: "delisted_on",
        apply: change::delist,
        ..ROW
    },
    Transition {
        no: "18",
        deed: Deed::MarkRefusal,
        name: "拒不整改",
        key: 'u',
        from: &[Rectifying],
        own: &[must("evidence", "佐证", Shape::Text, open), ask("written", "书面拒绝", Shape::Flag, open)],
        guards: &[NOT_REFUSED, REFUSES],
        who: SECTION_LEAD,
        remark: outcome::refusal_remark,
        apply: change::mark_refusal,
        ..ROW
    },
    Transition {
        no: "23",
        deed: Deed::Regrade,
        name: "调级",
        key: 's',
        from: UNDER_WAY,
        own: &[NEW_LEVEL, CRITERION, GROUND, INTERIM],
        guards: &[JUDGED, NO_REGRADING, OTHER_LEVEL, REGRADED, MAJOR_INTERIM, DELISTED],
        who: SECTION_LEAD,
        settle: outcome::settle_major,
        apply: change::regrade,
        ..ROW
    },
    Transition {
        no: "23",
        deed: Deed::AskRegrade,
        name: "申请调级",
        key: 'i',
        from: UNDER_WAY,
        own: &[must("asked_on", "申请日", Shape::Date, by::today), NEW_LEVEL, CRITERION, GROUND, INTERIM],
        guards: &[JUDGED, NO_REGRADING, ASKED_TODAY, OTHER_LEVEL, MAJOR_INTERIM],
        on: "asked_on",
        apply: change::ask_regrade,
        ..ROW
    },
    Transition {
        no: "23",
        deed: Deed::DecideRegrade,
        name: "审批调级",
        aliases: &["批调级"],
        key: 'o',
        from: UNDER_WAY,
        own: &[
            must("granted", "同意", Shape::Flag, open),
            must("decided_by", "审批人", Shape::Text, by::regrader),
            must("decided_on", "审批日", Shape::Date, by::today),
            ask("reason", "意见", Shape::Text, open),
        ],
        guards: &[REGRADING, REGRADE_DECIDED, DELISTED],
        who: SECTION_LEAD,
        on: "decided_on",
        settle: outcome::settle_regrading,
        apply: change::decide_regrade,
        ..ROW
    },
    Transition {
        deed: Deed::Suspend,
        name: "暂停营业",
        aliases: &["停业"],
        key: 't',
        from: &[Registered, Rectifying, PendingRecheck],
        own: &[
            must("suspended_on", "暂停日", Shape::Date, by::today),
            must("reason", "情况", Shape::Text, open),
        ],
        guards: &[OPEN_SHOP, SUSPENDED_DATES],
        apply: change::suspend,
        ..ROW
    },
    Transition {
        deed: Deed::Resume,
        name: "恢复营业",
        aliases: &["复业"],
        key: 'h',
        from: &[Registered, Rectifying, TransferPending, TransferSent, TransferAccepted, PendingRecheck],
        own: &[must("resumed_on", "恢复日", Shape::Date, by::today)],
        guards: &[CLOSED_SHOP, RESUMED_DATES],
        apply: change::resume,
        ..ROW
    },
    Transition {
        deed: Deed::Inform,
        name: "抄告",
        key: 'c',
        from: UNDER_WAY,
        own: &[
            DEPARTMENT,
            must("on", "日期", Shape::Date, by::today),
            ask("channel", "方式", Shape::Text, open),
        ],
        guards: &[INFORMED_DATES],
        clause: TRANSFER_CLAUSE,
        settle: outcome::settle_inform,
        apply: change::inform,
        ..ROW
    },
    Transition {
        no: "25",
        deed: Deed::SiteGone,
        name: "场所灭失",
        aliases: &["灭失"],
        key: 'm',
        from: &[Registered, Rectifying, TransferSent, TransferAccepted, PendingRecheck],
        to: To::State(Closed),
        own: &[
            must("on", "核实日期", Shape::Date, by::today),
            must("by", "核实人", Shape::People, by::me),
            must("basis", "依据", Shape::Text, open),
            must("approver", "批准人", Shape::Text, open),
        ],
        guards: &[SHOP_GONE, DELISTED, GONE_DATES, GONE_SINCE, GONE_APPROVED, GONE_BY_TWO],
        who: SECTION,
        on: "on",
        apply: change::site_gone,
        ..ROW
    },
    Transition {
        no: "20",
        deed: Deed::Merge,
        name: "并案",
        key: 'a',
        from: &[Registered, Rectifying],
        to: To::State(Merged),
        own: &[
            must("target", "并入", Shape::Link(Kind::Hazard), open),
            ask("reason", "理由", Shape::Text, open),
        ],
        guards: &[DELISTED, MERGE_TARGET],
        who: SECTION,
        remark: outcome::merge_remark,
        apply: change::merge,
        ..ROW
    },
    Transition {
        no: "19",
        deed: Deed::Void,
        name: "作废",
        key: 'f',
        from: &[Draft, Registered, Rectifying],
        to: To::State(Voided),
        own: &[REASON],
        guards: &[NEVER_SENT, DELISTED, OWN_OR_LEAD],
        who: KEEPERS,
        ..ROW
    },
    Transition {
        no: "21",
        deed: Deed::Relapse,
        name: "回头看反弹",
        aliases: &["反弹"],
        key: 't',
        from: &[Closed],
        to: To::State(Rectifying),
        own: &[
            must("lookback_on", "回头看日期", Shape::Date, by::today),
            must("opinion", "意见", Shape::Text, open),
            must("due", "新期限", Shape::Ahead, by::next_due),
        ],
        guards: &[REOPEN_WINDOW],
        on: "lookback_on",
        apply: change::relapse,
        ..ROW
    },
    Transition {
        deed: Deed::LookBack,
        name: "回头看正常",
        aliases: &["回头看"],
        key: 'h',
        from: &[Closed],
        own: &[
            must("lookback_on", "回头看日期", Shape::Date, by::today),
            ask("opinion", "意见", Shape::Text, open),
        ],
        guards: &[LOOKBACK_DATES],
        apply: change::look_back,
        ..ROW
    },
    Transition {
        deed: Deed::Amend,
        name: "更正",
        aliases: &["补充"],
        key: 'g',
        from: NOT_ENDED,
        record: OfRecord::Amend,
        own: &[ask("reason", "更正原因", Shape::Text, open)],
        guards: &[IMPORT_FOUND, FOUND_FIRST, SAME_PREMISES, WHERE_IT_IS, REPEAT, CORRECTED_WITH_REASON],
        who: KEEPERS,
        apply: change::amend,
        ..ROW
    },
    Transition {
        deed: Deed::CorrectDates,
        name: "更正日期",
        aliases: &["改日期"],
        key: 'j',
        from: NOT_ENDED,
        record: OfRecord::Dates,
        own: &[REASON],
        guards: &[HAS_DATES, OWN_DATES, CORRECTABLE, CHANGES_A_DAY, OWN_DATE, DAYS_IN_ORDER],
        who: KEEPERS,
        settle: outcome::settle_dates,
        remark: outcome::dates_remark,
        apply: change::correct_dates,
        ..ROW
    },
    NOTE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_letter_means_one_thing_in_one_state() {
        for state in State::ALL {
            let mut taken = BTreeMap::new();
            for t in TRANSITIONS.iter().filter(|t| t.from.contains(&state)) {
                let other = taken.insert(t.key, t.name);
                assert_eq!(
                    other,
                    None,
                    "{} 与 {} 在{}都用 {}",
                    other.unwrap_or_default(),
                    t.name,
                    state.name(),
                    t.key
                );
            }
        }
    }

    #[test]
    fn every_name_and_every_deed_stands_in_one_row() {
        let names: BTreeSet<_> = TRANSITIONS.iter().map(|t| t.name).collect();
        let deeds: BTreeSet<_> = TRANSITIONS.iter().map(|t| t.deed).collect();
        assert_eq!((names.len(), deeds.len()), (TRANSITIONS.len(), TRANSITIONS.len()));
        for t in TRANSITIONS {
            assert_eq!(transition(t.deed).name, t.name);
            assert!(by_name(t.name).iter().any(|found| found.deed == t.deed), "{}", t.name);
        }
        assert_eq!(deeds.last(), Some(&Deed::Note));
        assert_eq!(deeds.len(), Deed::Note as usize + 1, "a deed has no row");
    }

    #[test]
    fn no_question_is_asked_twice_and_the_day_of_the_fact_is_asked() {
        for t in TRANSITIONS {
            let keys: Vec<_> = t.asks().iter().map(|a| a.spec.key).collect();
            let distinct: BTreeSet<_> = keys.iter().collect();
            assert_eq!(distinct.len(), keys.len(), "{}: {keys:?}", t.name);
            assert!(t.on.is_empty() || keys.contains(&t.on), "{} asks no {}", t.name, t.on);
        }
    }

    #[test]
    fn only_a_verified_fix_a_recheck_a_feedback_a_lost_site_or_the_import_leads_to_the_end() {
        let closing: Vec<_> =
            TRANSITIONS.iter().filter(|t| t.to.states().contains(&Closed)).map(|t| t.deed).collect();
        use Deed::*;
        assert_eq!(closing, [Import, FixAndVerify, AnswerAndClose, PassRecheck, SiteGone]);
    }

    #[test]
    fn the_diagram_shows_every_state_between_its_beginning_and_its_end() {
        let diagram = diagram();
        for state in State::ALL {
            assert!(diagram.contains(&format!("--> {}", state.name())), "{}", state.name());
        }
        assert!(diagram.contains("待复查 --> 已销号: 复查合格"), "{diagram}");
    }
}
