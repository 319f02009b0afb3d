//! Taking back: one's own group of today, while nothing later touches its records and no letter has gone out. It restores what
//! was through the fold, so no guard of the table is bypassed; after that the way back is a transition.

use std::collections::BTreeSet;

use super::super::case::{Case, Officer};
use super::super::command::Refusal;
use super::super::event::{Entry, Event, Fact, Ticket};
use super::super::hazard::deeds::Deed;
use super::super::hazard::transitions::transition;
use super::super::id::{Id, Kind};
use super::super::row::specs_of;
use super::Decision;
use super::act::by_guard;
use super::fold::{refold, undone};
use super::nouns::{clashes, in_own_field};

const WAY_BACK: &str = "改用更正、作废、退回、回头看反弹等办理，原记录保留";

/// Takes back a group; [`None`]: one's latest of today.
pub(super) fn undo(group: Option<u64>, case: &Case) -> Result<Decision, Refusal> {
    let today = Today::of(case);
    let group = match group {
        Some(group) => group,
        None => today.latest().ok_or_else(|| Refusal::new("今天没有可撤销的登记", WAY_BACK))?,
    };
    take_back(group, &today, case, "撤销")
}

/// Takes one's undos of today back, the last one first, until something new was entered.
pub(super) fn redo(case: &Case) -> Result<Decision, Refusal> {
    let today = Today::of(case);
    let group = today.redoable().pop();
    let hint = "撤销之后才能恢复，其间又录了新的就不再恢复";
    let group = group.ok_or_else(|| Refusal::new("今天没有可恢复的撤销", hint))?;
    take_back(group, &today, case, "恢复")
}

fn take_back(group: u64, today: &Today, case: &Case, verb: &str) -> Result<Decision, Refusal> {
    let notes: Vec<&Note> = today.notes.iter().filter(|n| n.group == group).collect();
    let Some(first) = notes.first() else {
        return Err(by_guard("当日", format!("第 {group} 号登记不是今天的，不能{verb}"), WAY_BACK));
    };
    if !first.is_mine {
        let namesake = if first.officer == case.officer.name { "另一位" } else { "" };
        let text = format!("第 {group} 号登记是{namesake} {} 办理的", first.officer);
        return Err(by_guard("本人", text, "请本人撤销，或改用更正"));
    }
    if today.undone.contains(&group) {
        return Err(by_guard("未撤销", format!("第 {group} 号登记已经撤销"), "用恢复可以取回"));
    }
    if notes.iter().any(|n| n.is_lasting) {
        return Err(by_guard("未发函", "已发出的函、已载入的基础数据不能撤销".into(), WAY_BACK));
    }
    let ids: Vec<Id> = notes.iter().map(|n| n.id).collect::<BTreeSet<_>>().into_iter().collect();
    if let Some((id, officer)) = today.touched_after(group, &ids) {
        let text = format!("{id} 之后又有 {officer} 的登记，不能{verb}");
        return Err(by_guard("其后无登记", text, "先撤销其后的登记，或改用更正"));
    }
    for id in &ids {
        still_fits(*id, group, case)?;
    }
    let event = |id: &Id| Event { id: *id, fact: Fact::Undone { group }, why: String::new() };
    let names: Vec<String> = ids.iter().take(5).map(Id::to_string).collect();
    let more = if ids.len() > 5 { format!(" 等 {} 条", ids.len()) } else { String::new() };
    let remarks = vec![format!("已{verb}：{}{more}", names.join("、"))];
    Ok(Decision { events: ids.iter().map(event).collect(), remarks, ids })
}

/// A record that comes back must not clash with what was entered meanwhile, and is still on the officer's ground.
fn still_fits(id: Id, group: u64, case: &Case) -> Result<(), Refusal> {
    if let Some(row) = case.records.row(id) {
        in_own_field(&row.body, case)?;
    }
    let mut entries = case.records.history(id);
    let seq = entries.last().map_or(u64::MAX, |e| e.seq.saturating_add(1));
    entries.push(Entry {
        seq,
        at: case.at,
        officer: case.officer.name.clone(),
        person: case.officer.person,
        ticket: Ticket::default(),
        group: u64::MAX,
        i: 1,
        of: 1,
        durable: 0,
        event: Event { id, fact: Fact::Undone { group }, why: String::new() },
    });
    let Some(row) = refold(&entries) else { return Ok(()) };
    in_own_field(&row.body, case)?;
    let errors = clashes(&row.body, id, case);
    if errors.is_empty() { Ok(()) } else { Err(Refusal::of_fields(errors)) }
}

/// The guard that refuses what was filled in over a record that has moved on since.
pub const MOVED: &str = "版本";

/// Refused when the record has moved on since the officer saw it: says who changed what.
pub(super) fn unmoved(id: Id, seen: u32, case: &Case) -> Result<(), Refusal> {
    if seen == 0 {
        return Ok(());
    }
    let history = case.records.history(id);
    let since: Vec<&Entry> = history.iter().skip(seen as usize).collect();
    if since.is_empty() {
        return Ok(());
    }
    let words: Vec<String> = since.iter().map(|entry| told(entry)).collect();
    let text = format!("{id} 在您打开之后有新的变动：{}", words.join("；"));
    Err(by_guard(MOVED, text, "核对后再交一次即可，已填内容保留"))
}

/// `李四 11-23 10:02 改了 期限、措施`
fn told(entry: &Entry) -> String {
    let what = match &entry.event.fact {
        Fact::Entered { .. } => "登记".to_owned(),
        Fact::Amended { fields, .. } => {
            format!("改了 {}", labels(entry.event.id.kind(), fields.iter().map(|(k, _)| k)))
        }
        Fact::Acted { deed: Deed::Amend, fields } => {
            format!("改了 {}", labels(Kind::Hazard, fields.iter().map(|(k, _)| k)))
        }
        Fact::Acted { deed, .. } => format!("办理“{}”", transition(*deed).name),
        Fact::Voided => "作废".into(),
        Fact::Loaded { name, .. } => format!("载入 {name}"),
        Fact::Undone { .. } => "撤销或恢复".into(),
    };
    format!("{} {} {what}", entry.officer, entry.at.format("%m-%d %H:%M"))
}

fn labels<'k>(kind: Kind, keys: impl Iterator<Item = &'k str>) -> String {
    let specs = specs_of(kind);
    let label = |key: &'k str| specs.iter().find(|s| s.key == key).map_or(key, |s| s.label);
    keys.map(label).collect::<Vec<_>>().join("、")
}

/// What an undo has to know of an entry of today.
struct Note {
    group: u64,
    officer: String,
    is_mine: bool,
    id: Id,
    /// The group that it takes back.
    undoes: Option<u64>,
    /// Made the record.
    makes: bool,
    /// Cannot be called back: a letter went out, basics were loaded.
    is_lasting: bool,
}

impl Note {
    fn of(entry: &Entry, me: &Officer) -> Note {
        let fact = &entry.event.fact;
        let is_letter = matches!(fact, Fact::Acted { deed: Deed::SendLetter, .. });
        let id = entry.event.id;
        Note {
            group: entry.group,
            officer: entry.officer.clone(),
            is_mine: entry.is_by(me),
            id,
            undoes: match fact {
                Fact::Undone { group } => Some(*group),
                _ => None,
            },
            makes: match fact {
                Fact::Entered { .. } => true,
                Fact::Acted { deed, .. } => transition(*deed).makes,
                _ => false,
            },
            is_lasting: is_letter || matches!(fact, Fact::Loaded { .. }),
        }
    }
}

struct Today {
    entries: Vec<Entry>,
    notes: Vec<Note>,
    undone: BTreeSet<u64>,
}

impl Today {
    fn of(case: &Case) -> Today {
        let mut entries = Vec::new();
        case.records.each_today(&mut |entry| entries.push(entry.clone()));
        let notes = entries.iter().map(|entry| Note::of(entry, case.officer)).collect();
        let undone = undone(entries.iter().map(|entry| (entry.group, &entry.event.fact)));
        Today { entries, notes, undone }
    }

    fn mine(&self) -> impl DoubleEndedIterator<Item = &Note> {
        self.notes.iter().filter(|note| note.is_mine)
    }

    /// The officer's latest group in force that is no undo.
    fn latest(&self) -> Option<u64> {
        let in_force = |note: &&Note| note.undoes.is_none() && !self.undone.contains(&note.group);
        self.mine().rev().find(in_force).map(|note| note.group)
    }

    /// The officer's undos that may be taken back, in the order they were made. Taking one back is an undo in the journal
    /// too, and none of these; what is newly entered ends them all.
    fn redoable(&self) -> Vec<u64> {
        let mut undos: BTreeSet<u64> = BTreeSet::new();
        let mut stack: Vec<u64> = Vec::new();
        for note in self.mine() {
            match note.undoes {
                None => stack.clear(),
                Some(target) if undos.contains(&target) => stack.retain(|group| *group != target),
                Some(_) if undos.insert(note.group) => stack.push(note.group),
                Some(_) => {}
            }
        }
        stack
    }

    /// The first of `ids` that an entry in force after `group` touches, or names although `group` made it; and by whom.
    fn touched_after(&self, group: u64, ids: &[Id]) -> Option<(Id, String)> {
        let counts = |n: &&Note| n.group > group && n.undoes.is_none() && !self.undone.contains(&n.group);
        let touched = self.notes.iter().filter(counts).find(|n| ids.contains(&n.id));
        if let Some(note) = touched {
            return Some((note.id, note.officer.clone()));
        }
        let made = self.notes.iter().filter(|n| n.group == group && n.makes).map(|n| n.id);
        let made: Vec<(Id, String)> = made.map(|id| (id, id.to_string())).collect();
        let later = self.entries.iter().filter(|e| e.group > group && !self.undone.contains(&e.group));
        later.into_iter().find_map(|entry| {
            let named = made.iter().find(|(_, text)| names(&entry.event.fact, text));
            named.map(|(id, _)| (*id, entry.officer.clone()))
        })
    }
}

/// Does a fact name the record with this number?
fn names(fact: &Fact, id: &str) -> bool {
    match fact {
        Fact::Entered { fields } | Fact::Amended { fields, .. } | Fact::Acted { fields, .. } => {
            fields.iter().any(|(_, text)| super::super::field::list(text).any(|part| part == id))
        }
        Fact::Voided | Fact::Loaded { .. } | Fact::Undone { .. } => false,
    }
}
