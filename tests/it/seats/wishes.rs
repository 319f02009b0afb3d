//! Who may what: every wish × every role × own and other ground, below the socket and through it. The table is written from
//! domain §4.3 and the bureau's own settlements (局内约定), not from the tables of the program.

use std::collections::{BTreeMap, BTreeSet};

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::desk::{Desk, SubmitError};
use zhiben::model::command::{Command, Receipt, Refusal};
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::{TRANSITIONS, transition};
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::name_of;

use super::bureau::{
    Bureau, Member, OTHERS, ROLES, SHUANGYANG, Service, Shop, TODAY, WANAN, enter, fields, mark_of, seq,
    ticket,
};
use super::line::Line;

/// Own ground, other ground: ○ granted, × refused because of who wishes it, — refused whoever wishes it.
///
/// A township's ground is that township; a section's the trades it looks after, wherever they are, and what it holds itself:
/// plans and monthly confirmations of every township too, which it guides. L, G and A see to everything.
const GRID: &str = "
                    T   TL  K   KL  L   G   A
恢复                ○—  ○—  ○—  ○—  ○—  ○—  ○—
撤销                ○×  ○×  ○×  ○×  ○×  ○×  ○×

录入企业            ○×  ○×  ○×  ○×  ××  ××  ○○
录入隐患            ——  ——  ——  ——  ——  ——  ——
录入检查            ○×  ○×  ○×  ○×  ××  ××  ○○
录入月度检查计划    ○×  ○×  ○○  ○○  ××  ××  ○○
录入检查计划条目    ○×  ○×  ○×  ○×  ××  ××  ○○
录入企业自查        ○×  ○×  ○×  ○×  ××  ××  ○○
录入演练            ○×  ○×  ○×  ○×  ××  ××  ○○
录入督导            ××  ××  ○○  ○○  ○○  ○○  ○○
录入培训            ○×  ○×  ○×  ○×  ××  ××  ○○
录入到场            ○×  ○×  ○×  ○×  ××  ××  ○○
录入人员            ××  ○×  ××  ○×  ××  ××  ○○
录入移交函          ○×  ○×  ○×  ○×  ××  ××  ○○
录入任务进展        ○×  ○×  ○×  ○×  ××  ××  ○○
录入台账月度确认    ○×  ○×  ○○  ○○  ××  ××  ○○
录入豁免            ××  ××  ××  ○×  ○○  ○○  ○○
录入今日复核        ○×  ○×  ○×  ○×  ○○  ○○  ○○
录入暂缓            ○×  ○×  ○×  ○×  ○○  ○○  ○○
录入工作记录        ○×  ○×  ○×  ○×  ××  ××  ○○
录入展会            ××  ××  ○○  ○○  ××  ××  ○○
录入许可审查        ××  ××  ○×  ○×  ××  ××  ○○
录入失信名单        ××  ××  ○×  ○×  ○○  ○○  ○○
录入政策支持申请    ××  ××  ○×  ○×  ××  ××  ○○
录入方案封存        ——  ——  ——  ——  ——  ——  ——
录入证照            ○×  ○×  ○×  ○×  ××  ××  ○○
录入基础数据        ——  ——  ——  ——  ——  ——  ——

更正企业            ○×  ○×  ○×  ○×  ××  ××  ○○
更正隐患            ○×  ○×  ○×  ○×  ○○  ○○  ○○
更正检查            ○×  ○×  ○×  ○×  ××  ××  ○○
更正月度检查计划    ○×  ○×  ○○  ○○  ××  ××  ○○
更正检查计划条目    ○×  ○×  ○×  ○×  ××  ××  ○○
更正企业自查        ○×  ○×  ○×  ○×  ××  ××  ○○
更正演练            ○×  ○×  ○×  ○×  ××  ××  ○○
更正督导            ××  ××  ○○  ○○  ○○  ○○  ○○
更正培训            ○×  ○×  ○×  ○×  ××  ××  ○○
更正到场            ○×  ○×  ○×  ○×  ××  ××  ○○
更正人员            ××  ○×  ××  ○×  ××  ××  ○○
更正移交函          ○×  ○×  ○×  ○×  ××  ××  ○○
更正任务进展        ○×  ○×  ○×  ○×  ××  ××  ○○
更正台账月度确认    ○×  ○×  ○○  ○○  ××  ××  ○○
更正豁免            ××  ××  ××  ○×  ○○  ○○  ○○
更正今日复核        ○×  ○×  ○×  ○×  ○○  ○○  ○○
更正暂缓            ○×  ○×  ○×  ○×  ○○  ○○  ○○
更正工作记录        ○×  ○×  ○×  ○×  ××  ××  ○○
更正展会            ××  ××  ○○  ○○  ××  ××  ○○
更正许可审查        ××  ××  ○×  ○×  ××  ××  ○○
更正失信名单        ××  ××  ○×  ○×  ○○  ○○  ○○
更正政策支持申请    ××  ××  ○×  ○×  ××  ××  ○○
更正方案封存        ——  ——  ——  ——  ——  ——  ——
更正证照            ○×  ○×  ○×  ○×  ××  ××  ○○
更正基础数据        ——  ——  ——  ——  ——  ——  ——
更正账户            ××  ××  ××  ××  ××  ××  ○○

作废企业            ××  ××  ××  ○×  ○○  ○○  ○○
作废隐患            ××  ××  ××  ○×  ××  ××  ○○
作废检查            ××  ××  ××  ○×  ○○  ○○  ○○
作废月度检查计划    ××  ××  ××  ○○  ○○  ○○  ○○
作废检查计划条目    ××  ××  ××  ○×  ○○  ○○  ○○
作废企业自查        ××  ××  ××  ○×  ○○  ○○  ○○
作废演练            ××  ××  ××  ○×  ○○  ○○  ○○
作废督导            ××  ××  ××  ○○  ○○  ○○  ○○
作废培训            ××  ××  ××  ○×  ○○  ○○  ○○
作废到场            ××  ××  ××  ○×  ○○  ○○  ○○
作废人员            ××  ××  ××  ○×  ○○  ○○  ○○
作废移交函          ××  ××  ××  ○×  ○○  ○○  ○○
作废任务进展        ××  ××  ××  ○×  ○○  ○○  ○○
作废台账月度确认    ××  ××  ××  ○○  ○○  ○○  ○○
作废豁免            ××  ××  ××  ○×  ○○  ○○  ○○
作废今日复核        ××  ××  ××  ○×  ○○  ○○  ○○
作废暂缓            ××  ××  ××  ○×  ○○  ○○  ○○
作废工作记录        ××  ××  ××  ○×  ○○  ○○  ○○
作废展会            ××  ××  ××  ○○  ○○  ○○  ○○
作废许可审查        ××  ××  ××  ○×  ○○  ○○  ○○
作废失信名单        ××  ××  ××  ○×  ○○  ○○  ○○
作废政策支持申请    ××  ××  ××  ○×  ○○  ○○  ○○
作废方案封存        ——  ——  ——  ——  ——  ——  ——
作废证照            ××  ××  ××  ○×  ○○  ○○  ○○
作废基础数据        ——  ——  ——  ——  ——  ——  ——
作废账户            ××  ××  ××  ××  ××  ××  ○○

存草稿              ○×  ○×  ○×  ○×  ○○  ○○  ××
登记                ○×  ○×  ○×  ○×  ○○  ○○  ××
期初导入            ○×  ○×  ○×  ○×  ○○  ○○  ○○
更正                ○×  ○×  ○×  ○×  ○○  ○○  ○○
更正日期            ××  ××  ××  ○×  ○○  ××  ○○
定性                ○×  ○×  ○×  ○×  ○○  ○○  ××
定性为重大          ××  ××  ××  ○×  ○○  ○○  ××
立行立改            ○×  ○×  ○×  ○×  ○○  ○○  ××
当场销号            ○×  ○×  ○×  ○×  ○○  ○○  ××
移交                ○×  ○×  ○×  ○×  ○○  ○○  ××
发函移交            ○×  ○×  ○×  ○×  ○○  ○○  ××
签收                ○×  ○×  ○×  ○×  ○○  ○○  ××
退回                ○×  ○×  ○×  ○×  ○○  ○○  ××
部门反馈            ○×  ○×  ○×  ○×  ○○  ○○  ××
反馈销号            ○×  ○×  ○×  ○×  ○○  ○○  ××
催办                ○×  ○×  ○×  ○×  ○○  ○○  ××
企业已先行整改      ○×  ○×  ○×  ○×  ○○  ○○  ××
完成                ○×  ○×  ○×  ○×  ○○  ○○  ××
复查合格            ○×  ○×  ○×  ○×  ○○  ○○  ××
复查不合格          ○×  ○×  ○×  ○×  ○○  ○○  ××
申请延期            ○×  ○×  ○×  ○×  ○○  ○○  ××
审批延期            ××  ○×  ××  ○×  ○○  ○○  ××
审批重大延期        ××  ××  ××  ××  ○○  ○○  ××
改派移交            ××  ××  ○×  ○×  ○○  ○○  ××
撤回移交            ○×  ○×  ○×  ○×  ○○  ○○  ××
五落实              ○×  ○×  ○×  ○×  ○○  ○○  ××
确认期限            ○×  ○×  ○×  ○×  ○○  ○○  ××
挂牌                ××  ××  ××  ○×  ○○  ○○  ××
摘牌                ××  ××  ××  ○×  ○○  ○○  ××
拒不整改            ××  ××  ××  ○×  ○○  ○○  ××
调级                ××  ××  ××  ○×  ○○  ○○  ××
降级                ××  ××  ××  ××  ○○  ○○  ××
申请调级            ○×  ○×  ○×  ○×  ○○  ○○  ××
申请降级            ○×  ○×  ○×  ○×  ○○  ○○  ××
审批调级            ××  ××  ××  ○×  ○○  ○○  ××
审批降级            ××  ××  ××  ××  ○○  ○○  ××
暂停营业            ○×  ○×  ○×  ○×  ○○  ○○  ××
恢复营业            ○×  ○×  ○×  ○×  ○○  ○○  ××
抄告                ○×  ○×  ○×  ○×  ○○  ○○  ××
场所灭失            ××  ××  ○×  ○×  ○○  ○○  ××
并案                ××  ××  ○×  ○×  ○○  ○○  ××
作废                ××  ××  ××  ○×  ××  ××  ○○
回头看反弹          ○×  ○×  ○×  ○×  ○○  ○○  ××
回头看正常          ○×  ○×  ○×  ○×  ○○  ○○  ××
备注                ○×  ○×  ○×  ○×  ○○  ○○  ○○

载入                ××  ××  ××  ××  ××  ××  ○○
成组                ○×  ○×  ○×  ○×  ××  ××  ○○
";

/// Guards that refuse because of who wishes.
const OF_PERSON: &[&str] = &[
    "权限",
    "辖区",
    "谁可作废",
    "重大隐患定性",
    "上一级审批",
    "调级权限",
    "调级审批",
    "本人",
    "谁可更正日期",
];

/// Rows beside the nouns and the transitions.
const BESIDE: &[&str] = &[
    "更正账户",
    "作废账户",
    "定性为重大",
    "审批重大延期",
    "降级",
    "申请降级",
    "审批降级",
    "载入",
    "撤销",
    "恢复",
    "成组",
];

/// A door to the ledger.
trait Way {
    fn submit(&mut self, member: &Member, command: Command) -> Result<Receipt, SubmitError>;
    fn seq(&mut self) -> u64;
}

/// Below the socket: the officer is given.
struct Below(Desk);

impl Way for Below {
    fn submit(&mut self, member: &Member, command: Command) -> Result<Receipt, SubmitError> {
        self.0.seat_of(member.officer()).submit(ticket(), command)
    }

    fn seq(&mut self) -> u64 {
        seq(&self.0)
    }
}

/// Through the socket, frame by frame: the account says who the officer is.
struct Frames(BTreeMap<&'static str, Line>);

impl Way for Frames {
    fn submit(&mut self, member: &Member, command: Command) -> Result<Receipt, SubmitError> {
        self.0.get_mut(member.account).unwrap().submits(&command)
    }

    fn seq(&mut self) -> u64 {
        match self.0.get_mut("wu").unwrap().asks(&Query::Status) {
            Answer::Status(status) => status.seq,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_wish_is_granted_to_whom_it_is_due_and_to_nobody_else() {
    let bureau = Bureau::new();
    Trial { way: &mut Below(bureau.desk()), bureau: &bureau, number: 0, seq: 0 }.of_the_whole_grid();
}

#[test]
fn through_the_socket_it_is_the_same() {
    let service = Service::new();
    let lines = ROLES.map(|member| (member.account, service.seated(member.account)));
    let mut way = Frames(lines.into());
    Trial { way: &mut way, bureau: &service.bureau, number: 0, seq: 0 }.of_the_whole_grid();
}

#[test]
fn the_grid_has_a_row_for_every_noun_every_transition_and_every_other_wish() {
    let rows: Vec<&str> = grid().map(|(name, _)| name).collect();
    let nouns = ["录入", "更正", "作废"]
        .into_iter()
        .flat_map(|verb| Kind::ALL.into_iter().map(move |kind| format!("{verb}{}", name_of(kind))));
    let deeds = TRANSITIONS.iter().map(|way| way.name.to_owned());
    let all: BTreeSet<String> =
        nouns.chain(deeds).chain(BESIDE.iter().map(|name| (*name).to_owned())).collect();
    let missing: Vec<_> = all.iter().filter(|name| !rows.contains(&name.as_str())).collect();
    let unknown: Vec<_> = rows.iter().filter(|name| !all.contains(**name)).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "缺 {missing:?}，多 {unknown:?}");
    assert_eq!(rows.len(), all.len(), "a row stands twice");
}

/// The rows of the grid: name, and the marks of each role.
fn grid() -> impl Iterator<Item = (&'static str, Vec<(char, char)>)> {
    let rows = GRID.lines().map(str::split_whitespace).filter_map(|mut words| Some((words.next()?, words)));
    rows.filter(|(name, _)| *name != "T").map(|(name, marks)| {
        let pair = |mark: &str| (mark.chars().next().unwrap(), mark.chars().nth(1).unwrap());
        let marks: Vec<_> = marks.map(pair).collect();
        assert_eq!(marks.len(), ROLES.len(), "{name}");
        (name, marks)
    })
}

/// Where a wish is tried: a shop, and a unit that stands for what an officer holds besides shops.
#[derive(Clone, Copy)]
struct Side {
    shop: Shop,
    unit: &'static str,
    is_own: bool,
    /// Never the same twice.
    number: u32,
}

impl Side {
    fn mark(&self) -> String {
        mark_of(self.shop.township, self.shop.trade)
    }
}

struct Trial<'t> {
    way: &'t mut dyn Way,
    bureau: &'t Bureau,
    number: u32,
    /// The last entry.
    seq: u64,
}

impl Trial<'_> {
    fn of_the_whole_grid(&mut self) {
        let mut wrong = Vec::new();
        for (name, marks) in grid() {
            let sides: Vec<(Member, Side, char)> = ROLES
                .into_iter()
                .zip(marks)
                .flat_map(|(member, (own, other))| [(member, true, own), (member, false, other)])
                .map(|(member, is_own, mark)| (member, self.side(&member, is_own), mark))
                .collect();
            let made = self.prepared(name, &sides);
            self.seq = self.way.seq();
            for ((member, side, mark), made) in sides.iter().zip(made) {
                let what = format!("{name} {}{}", member.role, if side.is_own { "" } else { "（别处）" });
                wrong.extend(self.tried(&what, member, side, *mark, wish(name, side, &made)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Own ground and other ground of a member.
    fn side(&mut self, member: &Member, is_own: bool) -> Side {
        let (township, trade, unit) = match (member.role, is_own) {
            ("乡镇经办" | "乡镇分管", true) => (WANAN, "cy", WANAN),
            ("乡镇经办" | "乡镇分管", false) => (SHUANGYANG, "cy", SHUANGYANG),
            (_, true) => (WANAN, "cy", "LT"),
            ("股室经办" | "股室负责人", false) => (WANAN, "jd", "WZ"),
            (_, false) => (SHUANGYANG, "jd", "WZ"),
        };
        self.number += 1;
        Side { shop: self.bureau.shop(township, trade), unit, is_own, number: self.number }
    }

    /// What has to be there before a row can be tried, made by others in one go: the records of each side.
    fn prepared(&mut self, name: &str, sides: &[(Member, Side, char)]) -> Vec<Vec<Id>> {
        if ["撤销", "恢复"].contains(&name) {
            return self.prepared_undo(name, sides);
        }
        let (mut group, mut sizes) = (Vec::new(), Vec::new());
        for (_, side, _) in sides {
            let before = before(name, side, group.len() + 1);
            sizes.push(before.len());
            group.extend(before);
        }
        let mut ids = match group.is_empty() {
            true => Vec::new().into_iter(),
            false => {
                // Transitions are prepared by a leader, everything else by the administrator. A record may be declared void
                // by whoever entered it, and a leader enters no shops.
                let is_deed = deed_of(name).is_some_and(|deed| ![Deed::Void, Deed::SiteGone].contains(&deed));
                let maker = if is_deed { ROLES[4] } else { ROLES[6] };
                let made = self.way.submit(&maker, Command::Group(group));
                made.unwrap_or_else(|why| panic!("{name}: {why:?}")).ids.into_iter()
            }
        };
        sizes.into_iter().map(|size| ids.by_ref().take(size).collect()).collect()
    }

    /// On own ground something of one's own to take back; on other ground something of somebody else's.
    fn prepared_undo(&mut self, name: &str, sides: &[(Member, Side, char)]) -> Vec<Vec<Id>> {
        for (member, side, _) in sides.iter().filter(|(_, side, _)| side.is_own) {
            self.way.submit(member, enter(Kind::Review, &[("unit", side.unit)])).unwrap();
            if name == "恢复" {
                self.way.submit(member, Command::Undo { group: None }).unwrap();
            }
        }
        vec![Vec::new(); sides.len()]
    }

    fn tried(
        &mut self,
        what: &str,
        member: &Member,
        side: &Side,
        mark: char,
        wish: Command,
    ) -> Option<String> {
        let judged = self.way.submit(member, wish);
        let seq = self.way.seq();
        let is_right = match (&judged, mark) {
            (Ok(receipt), '○') => receipt.seq == seq && seq > self.seq,
            (Err(SubmitError::Refused(refusal)), '×') => {
                let is_of_person = OF_PERSON.contains(&refusal.guard.as_str());
                seq == self.seq && is_of_person && tells_nothing(refusal, side)
            }
            (Err(SubmitError::Refused(_)), '—') => seq == self.seq,
            _ => false,
        };
        self.seq = seq;
        (!is_right).then(|| format!("{what} 应为 {mark}：{judged:?}"))
    }
}

/// Nothing is told of what is not one's own.
fn tells_nothing(refusal: &Refusal, side: &Side) -> bool {
    let said = format!("{refusal:?}");
    side.is_own || !side.mark().chars().any(|mark| said.contains(mark) && "鲲榻".contains(mark))
}

fn deed_of(name: &str) -> Option<Deed> {
    let name = match name {
        "定性为重大" => "定性",
        "审批重大延期" => "审批延期",
        "降级" => "调级",
        "申请降级" => "申请调级",
        "审批降级" => "审批调级",
        other => other,
    };
    TRANSITIONS.iter().find(|way| way.name == name).map(|way| way.deed)
}

fn noun_of(name: &str) -> Option<(&str, Kind)> {
    let verb = ["录入", "更正", "作废"].into_iter().find(|verb| name.starts_with(verb))?;
    let kind = Kind::ALL.into_iter().find(|kind| name.strip_prefix(verb) == Some(name_of(*kind)))?;
    Some((verb, kind))
}

/// The records a row needs on a side; `first` is the place of the first of them in its group, for `$n`.
fn before(name: &str, side: &Side, first: usize) -> Vec<Command> {
    match (noun_of(name), deed_of(name)) {
        _ if ["更正账户", "作废账户"].contains(&name) => {
            let account = format!("acc{}", side.number);
            vec![enter(
                Kind::Person,
                &[("name", "新人"), ("unit", side.unit), ("role", "乡镇经办"), ("account", &account)],
            )]
        }
        // No plan is over on that day; who seals one, and opens it again, stands in succession.rs.
        (Some((_, Kind::Document | Kind::Closing)), _) => Vec::new(),
        (Some((_, Kind::Hazard)), _) => vec![import(side, "整改中", &[])],
        (Some((verb, kind)), _) => {
            let mut made = around(kind, side, first);
            let last = first + made.len();
            if verb != "录入" {
                made.push(Command::Enter { kind, fields: noun(kind, side, &format!("${}", last - 1)) });
            }
            made
        }
        (None, Some(deed)) => before_deed(name, deed, side, first),
        (None, None) if name == "成组" => vec![import(side, "整改中", &[])],
        (None, None) => Vec::new(),
    }
}

/// What a noun of this kind belongs to.
fn around(kind: Kind, side: &Side, _first: usize) -> Vec<Command> {
    match kind {
        Kind::PlanItem => {
            vec![Command::Enter { kind: Kind::InspectionPlan, fields: noun(Kind::InspectionPlan, side, "") }]
        }
        Kind::Attendance => {
            vec![Command::Enter { kind: Kind::Training, fields: noun(Kind::Training, side, "") }]
        }
        Kind::Transfer => vec![import(side, "整改中", &[])],
        _ => Vec::new(),
    }
}

/// A record of a kind on a side; `of` is what it belongs to.
fn noun(kind: Kind, side: &Side, of: &str) -> zhiben::model::field::Fields {
    let Side { shop, unit, number, .. } = side;
    let (shop_id, township, mark) = (shop.id.to_string(), shop.township, side.mark());
    let month = format!("{}-{:02}", 2030 + number / 12, number % 12 + 1);
    // 2001-01 … 2026-09: a ledger is confirmed when its month is over.
    let past = format!("{}-{:02}", 2001 + number % 309 / 12, number % 309 % 12 + 1);
    let letter = format!("函{number}");
    let name = format!("{mark}{number}");
    match kind {
        Kind::Enterprise => fields(&[("name", &name), ("township", township), ("industries", shop.trade)]),
        Kind::Inspection => fields(&[("enterprise", &shop_id), ("inspectors", "甲、乙")]),
        Kind::InspectionPlan => fields(&[("township", township), ("month", &month)]),
        Kind::PlanItem => fields(&[("plan", of), ("enterprise", &shop_id), ("planned_on", TODAY)]),
        Kind::SelfInspection => fields(&[("enterprise", &shop_id)]),
        Kind::Drill => fields(&[("enterprise", &shop_id), ("kind", "灭火")]),
        Kind::Supervision => fields(&[("township", township), ("lead", "甲")]),
        Kind::Training => fields(&[("topic", &mark), ("by", unit)]),
        Kind::Attendance => fields(&[("training", of), ("enterprise", &shop_id), ("name", &mark)]),
        Kind::Person => fields(&[("name", &name), ("unit", unit)]),
        Kind::Transfer => fields(&[("department", "xf"), ("letter_no", &letter), ("hazards", of)]),
        Kind::Progress => fields(&[("task", "T16"), ("unit", unit), ("text", &mark)]),
        Kind::Confirmation => fields(&[("township", township), ("month", &past)]),
        Kind::Waiver => fields(&[
            ("duty", "OR-05"),
            ("enterprise", &shop_id),
            ("from", TODAY),
            ("to", "2026-12-31"),
            ("reason", &mark),
            ("approved_by", "王局"),
        ]),
        Kind::Review => fields(&[("unit", unit)]),
        Kind::Snooze => fields(&[("item", &shop_id), ("until", "2026-12-01"), ("reason", &mark)]),
        Kind::Evidence => fields(&[
            ("sort", "publicity"),
            ("variant", "标语"),
            ("unit", unit),
            ("title", &mark),
            ("date", TODAY),
        ]),
        Kind::Exhibition => fields(&[
            ("date", "2026-12-20"),
            ("title", &mark),
            ("organizer", "展览公司"),
            ("township", township),
        ]),
        Kind::LicenseReview => fields(&[
            ("kind", "其他"),
            ("applicant", &mark),
            ("enterprise", &shop_id),
            ("township", township),
        ]),
        Kind::DishonestEntry => {
            fields(&[("list", "消防安全严重失信"), ("subject", &mark), ("enterprise", &shop_id)])
        }
        Kind::SupportApplication => {
            fields(&[("applicant", &mark), ("enterprise", &shop_id), ("policy", "示范创建")])
        }
        Kind::Closing => fields(&[("plan", "泉洛商务〔2024〕19号")]),
        Kind::Licence => fields(&[("enterprise", &shop_id), ("kind", "食品经营"), ("number", &mark)]),
        Kind::Hazard | Kind::Document => fields(&[]),
    }
}

/// What a correction changes.
fn correction(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::PlanItem => ("campaign", "冬季"),
        Kind::Attendance => ("score", "合格"),
        Kind::Progress => ("evidence", "照片"),
        Kind::Waiver | Kind::Snooze => ("reason", "另有安排"),
        Kind::Hazard => ("location", "后门"),
        _ => ("note", "核对"),
    }
}

fn import(side: &Side, state: &str, more: &[(&str, &str)]) -> Command {
    let (shop, mark) = (side.shop.id.to_string(), side.mark());
    let usual = [
        ("township", side.shop.township),
        ("enterprise", shop.as_str()),
        ("description", mark.as_str()),
        ("found_on", "2026-11-10"),
        ("level", "一般"),
        ("rectifier", "老板"),
        ("due", "2026-12-10"),
        ("department", "xf"),
        ("state", state),
    ];
    let judged = |key: &str| state == "待定性" && ["level", "rectifier", "due", "department"].contains(&key);
    let sent = |key: &str| key == "department" && !["待移交", "待签收", "部门办理中"].contains(&state);
    let usual: Vec<_> = usual.into_iter().filter(|(key, _)| !judged(key) && !sent(key)).collect();
    act("", Deed::Import, &[usual.as_slice(), more].concat())
}

fn act(id: &str, deed: Deed, pairs: &[(&str, &str)]) -> Command {
    let fields = pairs.iter().fold(fields(&[]), |all, (key, text)| all.with(*key, *text));
    Command::Act { id: id.into(), deed, fields }
}

const MAJOR: &[(&str, &str)] = &[
    ("level", "重大"),
    ("criterion", "商务清单第1条"),
    ("interim", "停用并专人值守"),
    ("measures", "更换"),
    ("funds", "800"),
    ("emergency_plan", "已有预案"),
];
const CLOSED: &[(&str, &str)] = &[
    ("done_on", "2026-11-11"),
    ("how", "已更换"),
    ("on", "2026-11-12"),
    ("by", "甲"),
    ("closed_on", "2026-11-12"),
];

/// A hazard on which the deed can be done.
fn before_deed(name: &str, deed: Deed, side: &Side, first: usize) -> Vec<Command> {
    let itself = format!("${first}");
    let then = |deed: Deed, pairs: &[(&str, &str)]| act(&itself, deed, pairs);
    let import = |state: &str, more: &[(&str, &str)]| import(side, state, more);
    let extension =
        then(Deed::AskExtension, &[("reason", "等配件"), ("new_due", "2026-12-20"), ("interim", "停用")]);
    match deed {
        Deed::Draft | Deed::Register | Deed::Import => Vec::new(),
        Deed::FixAndVerify => vec![import("待定性", &[("found_on", TODAY), ("finders", "甲、乙")])],
        Deed::Classify | Deed::FixOnSpot | Deed::Assign => vec![import("待定性", &[])],
        Deed::SendLetter | Deed::Withdraw => vec![import("待移交", &[("basis", "消防法")])],
        Deed::Accept | Deed::Return | Deed::FixedMeanwhile | Deed::Urge => {
            vec![import("待签收", &[("sent_on", "2026-11-11")])]
        }
        Deed::Answer | Deed::AnswerAndClose => {
            let accepted =
                [("sent_on", "2026-11-11"), ("accepted_on", "2026-11-12"), ("feedback_due", "2026-11-20")];
            vec![import("部门办理中", &accepted)]
        }
        Deed::PassRecheck | Deed::FailRecheck => {
            vec![import("待复查", &[("done_on", "2026-11-12"), ("how", "已更换")])]
        }
        Deed::DecideExtension if name == "审批重大延期" => vec![import("整改中", MAJOR), extension],
        Deed::DecideExtension => vec![import("整改中", &[]), extension],
        Deed::AskRegrade if name == "申请降级" => vec![import("整改中", MAJOR)],
        Deed::DecideRegrade if name == "审批降级" => {
            let down = then(Deed::AskRegrade, &[("level", "一般"), ("reason", "已停用")]);
            vec![import("整改中", MAJOR), down]
        }
        Deed::DecideRegrade => {
            let up = [("level", "重大"), ("criterion", "商务清单第1条"), ("interim", "停用")];
            vec![import("整改中", &[]), then(Deed::AskRegrade, &up)]
        }
        Deed::ConfirmDue => vec![import("整改中", &[("due_proposed", "是")])],
        Deed::Secure | Deed::List => vec![import("整改中", MAJOR)],
        Deed::Regrade if name == "降级" => vec![import("整改中", MAJOR)],
        Deed::Delist => {
            let listed = [("no", "督〔2026〕1号"), ("order_level", "区"), ("due", "2026-12-10")];
            vec![import("整改中", MAJOR), then(Deed::List, &listed)]
        }
        // A place that is gone: a shop of its own, so that the others stay open.
        Deed::SiteGone => {
            let shop = noun(Kind::Enterprise, side, "").with("status", "关闭").with("since", "2026-11-15");
            vec![
                Command::Enter { kind: Kind::Enterprise, fields: shop },
                import("整改中", &[("enterprise", &itself)]),
            ]
        }
        Deed::Resume => vec![import("整改中", &[]), then(Deed::Suspend, &[("reason", "装修")])],
        Deed::Merge => vec![import("整改中", &[]), import("整改中", &[])],
        Deed::Relapse | Deed::LookBack | Deed::CorrectDates => vec![import("已销号", CLOSED)],
        Deed::Amend
        | Deed::ReportDone
        | Deed::AskExtension
        | Deed::Reassign
        | Deed::MarkRefusal
        | Deed::Void
        | Deed::Regrade
        | Deed::AskRegrade
        | Deed::Inform
        | Deed::Suspend
        | Deed::Note => vec![import("整改中", &[])],
    }
}

/// What is wished.
fn wish(name: &str, side: &Side, made: &[Id]) -> Command {
    let last = made.last().copied().unwrap_or(Id::NONE);
    let amend = |id: Id, (key, text): (&str, &str)| Command::Amend {
        id,
        seen: 0,
        fields: fields(&[(key, text)]),
        effective_on: zhiben::calendar::Day::NONE,
        why: "核对".into(),
    };
    if let Some((verb, kind)) = noun_of(name) {
        let first_document = Id::new(Kind::Document, 322, 1);
        let id = if kind == Kind::Document { first_document } else { last };
        return match verb {
            "录入" => Command::Enter { kind, fields: noun(kind, side, &last.to_string()) },
            "更正" => amend(id, correction(kind)),
            _ => Command::Void { id, why: "重复".into() },
        };
    }
    if let Some(deed) = deed_of(name) {
        return deed_wish(name, deed, side, made);
    }
    match name {
        "更正账户" => amend(last, ("role", "股室经办")),
        "作废账户" => Command::Void { id: last, why: "离岗".into() },
        "载入" => Command::Load {
            name: "holidays.csv".into(),
            text: format!("2027-01-{:02},元旦,1,通知\n", side.number % 28 + 1),
        },
        "撤销" if side.is_own => Command::Undo { group: None },
        // On other ground an undo names the entry of somebody else: the very first one.
        "撤销" => Command::Undo { group: Some(1) },
        "恢复" => Command::Redo,
        "成组" => Command::Group(vec![
            act(&last.to_string(), Deed::Note, &[("text", "已告知")]),
            amend(side.shop.id, ("note", &format!("第{}次", side.number))),
        ]),
        other => panic!("{other}"),
    }
}

fn deed_wish(name: &str, deed: Deed, side: &Side, made: &[Id]) -> Command {
    let letter = format!("发{}", side.number);
    let (shop, mark) = (side.shop.id.to_string(), side.mark());
    let other = made.get(1).map(ToString::to_string).unwrap_or_default();
    let pairs: Vec<(&str, &str)> = match deed {
        Deed::Draft => {
            vec![("township", side.shop.township), ("industry", side.shop.trade), ("description", &mark)]
        }
        Deed::Register => vec![("enterprise", &shop), ("description", &mark), ("source", "乡镇检查")],
        Deed::Import => return import(side, "整改中", &[]),
        Deed::Amend => vec![("location", "后厨")],
        Deed::Classify if name == "定性为重大" => {
            [MAJOR, &[("rectifier", "老板"), ("due", "2026-12-10")]].concat()
        }
        Deed::Classify => vec![("level", "一般"), ("rectifier", "老板"), ("due", "2026-12-10")],
        Deed::FixOnSpot => vec![("how", "已更换")],
        Deed::FixAndVerify => vec![("how", "已更换"), ("verifier", "乙")],
        Deed::Assign => vec![("department", "xf"), ("basis", "消防法")],
        Deed::SendLetter => vec![("letter_no", &letter), ("receiver", "张科")],
        Deed::Accept => vec![("receiver", "张科"), ("feedback_due", "2026-12-10")],
        Deed::Return | Deed::Withdraw => vec![("reason", "不属其职责")],
        Deed::Answer => vec![("feedback_no", "复1"), ("result", "已处理")],
        Deed::AnswerAndClose => {
            vec![("feedback_no", "复1"), ("result", "已处理"), ("rechecked", "是")]
        }
        Deed::ReportDone => vec![("how", "已更换")],
        Deed::PassRecheck => vec![("by", "甲")],
        Deed::FailRecheck => vec![("by", "甲"), ("opinion", "仍漏气"), ("due", "2026-12-01")],
        Deed::AskExtension => vec![("reason", "等配件"), ("new_due", "2026-12-20"), ("interim", "停用")],
        Deed::DecideExtension => vec![("granted", "是"), ("decided_by", "他人")],
        Deed::Reassign => vec![("department", "xf"), ("reason", "属消防")],
        Deed::List => vec![("no", "督〔2026〕2号"), ("order_level", "区"), ("due", "2026-12-10")],
        Deed::MarkRefusal => vec![("evidence", "照片"), ("written", "是")],
        Deed::Void => vec![("reason", "重复")],
        Deed::Merge => {
            return act(&other, deed, &[("target", &made[0].to_string()), ("reason", "同一处")]);
        }
        Deed::Relapse => vec![("opinion", "又漏气"), ("due", "2026-12-01")],
        Deed::Regrade if name == "降级" => vec![("level", "一般"), ("reason", "已停用")],
        Deed::AskRegrade if name == "申请降级" => vec![("level", "一般"), ("reason", "已停用")],
        Deed::DecideRegrade => vec![("granted", "是"), ("decided_by", "他人")],
        Deed::Regrade | Deed::AskRegrade => {
            vec![("level", "重大"), ("criterion", "商务清单第1条"), ("interim", "停用")]
        }
        Deed::SiteGone => {
            return act(&other, deed, &[("by", "甲"), ("basis", "已拆除"), ("approver", "批准人")]);
        }
        Deed::Urge => vec![("channel", "电话")],
        Deed::FixedMeanwhile => vec![("how", "已更换"), ("informed", "已电话告知")],
        Deed::Inform => vec![("department", "xf")],
        Deed::Suspend => vec![("reason", "装修")],
        Deed::Secure => vec![("measures", "更换并加装报警器")],
        Deed::ConfirmDue => vec![("due", "2026-12-15")],
        Deed::Note => vec![("text", "已告知")],
        Deed::CorrectDates => vec![("done_on", "2026-11-10"), ("reason", "看错日期")],
        Deed::LookBack | Deed::Delist | Deed::Resume => Vec::new(),
    };
    assert!(made.len() <= 2 && transition(deed).deed == deed);
    act(&made.first().map(ToString::to_string).unwrap_or_default(), deed, &pairs)
}

fn refused(judged: Result<Receipt, SubmitError>) -> Refusal {
    match judged {
        Err(SubmitError::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

/// 万安's officer and its ledger, with a hazard of 双阳's restaurant in it.
fn of_wanan() -> (Bureau, Desk, Id) {
    let bureau = Bureau::new();
    let desk = bureau.desk();
    let shop = bureau.shop(SHUANGYANG, "cy");
    let side = Side { shop, unit: "", is_own: false, number: 1 };
    let hazard = desk.submit(ticket(), import(&side, "整改中", &[])).unwrap().ids[0];
    (bureau, desk.seat_of(ROLES[0].officer()), hazard)
}

#[test]
fn what_is_of_others_does_not_become_ones_own_by_saying_so() {
    let (bureau, desk, hazard) = of_wanan();
    let theirs = bureau.shop(SHUANGYANG, "cy").id.to_string();
    let hazard = hazard.to_string();
    let issue = |more: &[(&str, &str)]| {
        let known = [
            ("sort", "issue"),
            ("unit", WANAN),
            ("title", "气源不足"),
            ("stage", "待办"),
            ("variant", "难点"),
        ];
        enter(Kind::Evidence, &[&known[..], more].concat())
    };
    let mut of_all = fields(&[("item", "M11/T1/3"), ("until", "2026-12-01"), ("reason", "忙")]);
    of_all.clear("officer");
    let for_all = Command::Enter { kind: Kind::Snooze, fields: of_all };
    for wish in [
        act(&hazard, Deed::Amend, &[("township", WANAN)]),
        act(
            "",
            Deed::Register,
            &[
                ("township", WANAN),
                ("enterprise", &theirs),
                ("description", "灭火器过期"),
                ("source", "乡镇检查"),
            ],
        ),
        enter(Kind::Inspection, &[("township", WANAN), ("enterprise", &theirs)]),
        enter(Kind::Transfer, &[("department", "xf"), ("hazards", &hazard)]),
        enter(
            Kind::Snooze,
            &[("item", &hazard), ("until", "2026-12-01"), ("reason", "忙"), ("officer", "赵鲲")],
        ),
        enter(
            Kind::Snooze,
            &[("item", "M9/OR-01/350504002/2026-11"), ("until", "2026-12-01"), ("reason", "忙")],
        ),
        enter(
            Kind::Snooze,
            &[("item", &format!("{theirs}/许可")), ("until", "2026-12-01"), ("reason", "忙")],
        ),
        enter(Kind::Snooze, &[("item", "M1/350504002/total"), ("until", "2026-12-01"), ("reason", "忙")]),
        for_all,
        issue(&[("target", SHUANGYANG)]),
        issue(&[("hazard", &hazard)]),
        enter(Kind::Review, &[("unit", "")]),
    ] {
        assert_eq!(refused(desk.submit(ticket(), wish.clone())).guard, "辖区", "{wish:?}");
    }
    desk.submit(ticket(), issue(&[])).unwrap();
    let mine = [("item", "M11/T1/3"), ("until", "2026-12-01"), ("reason", "忙")];
    desk.submit(ticket(), enter(Kind::Snooze, &mine)).unwrap();
}

#[test]
fn an_officer_finishes_what_was_found_before_the_shop_moved_away() {
    let bureau = Bureau::new();
    let all = bureau.desk();
    let shop = bureau.shop(WANAN, "cy");
    let side = Side { shop, unit: "", is_own: true, number: 1 };
    let hazard = all.submit(ticket(), import(&side, "整改中", &[])).unwrap().ids[0];
    let moves = Command::Amend {
        id: shop.id,
        seen: 0,
        fields: fields(&[("township", SHUANGYANG)]),
        effective_on: TODAY.parse().unwrap(),
        why: "搬迁".into(),
    };
    all.submit(ticket(), moves).unwrap();
    let li = all.seat_of(ROLES[0].officer());
    li.submit(ticket(), act(&hazard.to_string(), Deed::ReportDone, &[("how", "已更换")])).unwrap();
    let note = enter(Kind::Drill, &[("enterprise", &shop.id.to_string()), ("kind", "灭火")]);
    li.submit(ticket(), note).unwrap();
}

#[test]
fn who_sits_under_an_account_is_the_administrators_to_say() {
    let bureau = Bureau::new();
    let desk = bureau.desk();
    let li = Id::new(Kind::Person, 322, 1);
    // 陈二 of 商贸流通股 sees to people, but not to who 李鹤 is.
    let chen = desk.seat_of(ROLES[3].officer());
    let amends = |key: &str, text: &str| Command::Amend {
        id: li,
        seen: 0,
        fields: fields(&[(key, text)]),
        effective_on: zhiben::calendar::Day::NONE,
        why: String::new(),
    };
    for (key, text) in [("name", "王局"), ("unit", SHUANGYANG), ("role", "管理员"), ("account", "chen2")]
    {
        assert_eq!(refused(chen.submit(ticket(), amends(key, text))).guard, "权限", "{key}");
    }
    chen.submit(ticket(), amends("phone", "13800000000")).unwrap();
    let wu = desk.seat_of(ROLES[6].officer());
    wu.submit(ticket(), amends("unit", SHUANGYANG)).unwrap();
}

#[test]
fn a_refusal_tells_nothing_of_what_is_not_ones_own() {
    let (_bureau, desk, hazard) = of_wanan();
    let moved_on = Command::Amend {
        id: hazard,
        seen: 99,
        fields: fields(&[("location", "后厨")]),
        effective_on: zhiben::calendar::Day::NONE,
        why: String::new(),
    };
    assert_eq!(refused(desk.submit(ticket(), moved_on)).guard, "辖区");
    let closed = refused(desk.submit(ticket(), act(&hazard.to_string(), Deed::LookBack, &[])));
    assert_eq!((closed.guard.as_str(), closed.text.contains("整改中")), ("辖区", false));
    // Letters of the name, as one types them in a form.
    let typed = refused(desk.submit(ticket(), enter(Kind::Drill, &[("enterprise", "kdd")])));
    assert!(!format!("{typed:?}").contains('鲲'), "{typed:?}");
}

#[test]
fn who_entered_a_hazard_today_declares_it_void_and_a_colleague_does_not() {
    let bureau = Bureau::new();
    let desk = bureau.desk();
    let (li, huang) = (desk.seat_of(ROLES[0].officer()), desk.seat_of(ROLES[1].officer()));
    let shop = bureau.shop(WANAN, "cy").id.to_string();
    let register = act(
        "",
        Deed::Register,
        &[("enterprise", &shop), ("description", "灭火器过期"), ("source", "乡镇检查")],
    );
    let id = li.submit(ticket(), register).unwrap().ids[0];
    let void = || Command::Void { id, why: "登记错了".into() };
    assert_eq!(refused(huang.submit(ticket(), void())).guard, "谁可作废");
    li.submit(ticket(), void()).unwrap();
}

#[test]
fn a_ticket_of_somebody_else_tells_and_does_nothing() {
    let bureau = Bureau::new();
    let desk = bureau.desk();
    let (li, zhao) = (desk.seat_of(ROLES[0].officer()), desk.seat_of(OTHERS[0].officer()));
    let ticket = ticket();
    li.submit(ticket.clone(), enter(Kind::Review, &[("unit", WANAN)])).unwrap();
    assert!(matches!(zhao.ask(&Query::Ticket(ticket.clone())), Answer::Receipt(None)));
    let review = enter(Kind::Review, &[("unit", SHUANGYANG)]);
    assert_eq!(refused(zhao.submit(ticket.clone(), review)).guard, "凭号");
    assert!(matches!(li.ask(&Query::Ticket(ticket)), Answer::Receipt(Some(_))));
}
