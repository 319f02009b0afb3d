//! Which part of `ask` and `rules` answers which question.

use std::sync::Arc;

use super::access;
use super::forms;
use super::lists::{List, Lists};
use super::owner::Owner;
use super::register::{self, Seen};
use super::reports;
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::ask::sight::Sight;
use crate::ask::view::View;
use crate::ask::{enterprises, extract, hazards, planning, records, report, statistics, tasks, whole};
use crate::model::card::HazardCard;
use crate::model::case::Case;
use crate::model::id::Id;
use crate::rules::queue::Queue;
use crate::rules::{matrix, review};

/// Most entries that are told at once, whatever was asked: everybody waits meanwhile.
const LONGEST_LOG: u32 = 5_000;

/// Answers a question, as far as the officer may see.
pub fn answer(owner: &Owner, view: &View, case: &Case, lists: &mut Lists, query: &Query) -> Answer {
    access::within(view, all_of(owner, view, case, &mut Seeing { lists }, query))
}

/// Lists of what one officer sees.
struct Seeing<'a> {
    lists: &'a mut Lists,
}

impl Seeing<'_> {
    fn list(&mut self, view: &View, list: List, make: impl FnOnce() -> Vec<Id>) -> Arc<[Id]> {
        let sight = view.eye.sight;
        self.lists.of(view.seq, list, sight, || {
            let mut ids = make();
            if sight != Sight::All {
                ids.retain(|id| view.sees(*id));
            }
            ids
        })
    }
}

fn all_of(owner: &Owner, view: &View, case: &Case, seeing: &mut Seeing, query: &Query) -> Answer {
    match query {
        Query::Status => Answer::Status(status(owner, view)),
        Query::Today { day, unit } => match foreign_unit(view, unit) {
            Some(why) => Answer::Nothing(why),
            None => {
                let now = view.standings(*day);
                Answer::Today(review::page(&view.facts(*day), view.duties, &now, unit, view))
            }
        },
        Query::Tasks { day, plan } => tasks::tree(view, plan, *day),
        Query::Matrix { id, day, period } => {
            Answer::Matrix(matrix::matrix(&view.facts(*day), view.duties, *id, *period))
        }
        Query::Cell { id, day, period, row, column } => {
            let page = matrix::cell_page(&view.facts(*day), view.duties, *id, *period, row, column, view);
            page.map_or_else(|| Answer::Nothing(format!("{id:?} 没有 {row} × {column} 这一格")), Answer::Cell)
        }
        Query::Statistics { asked, day } => statistics::answer(view, asked, *day),
        Query::Hazards { filter, order, window, day } => {
            // Only "mine" differs from officer to officer: the others are one list for all who see the same.
            let whose = filter.queue.filter(|queue| *queue == Queue::Mine).map(|_| view.officer.name.clone());
            let list = List::Hazards(filter.clone(), *order, view.day(*day), whose.unwrap_or_default());
            let ids = seeing.list(view, list, || hazards::order(view, filter, *order, *day));
            Answer::Hazards(hazards::page(view, &ids, *window, *day))
        }
        Query::Enterprises { filter, window, day } => {
            let list = List::Enterprises(filter.clone());
            let ids = seeing.list(view, list, || enterprises::order(view, filter));
            Answer::Enterprises(enterprises::page(view, &ids, *window, *day))
        }
        Query::Records { kind, sort, text, unit, window } => {
            let list = List::Records(*kind, sort.clone(), text.clone(), unit.clone());
            let ids = seeing.list(view, list, || records::order(view, *kind, sort, text, unit));
            let total = kind.map_or(view.cards.evidence().len(), |kind| view.cards.count_of(kind));
            Answer::Records(records::page(view, &ids, total, *window))
        }
        Query::Record { id, day } => whole::whole(view, case, *id, *day),
        Query::Numbered { number } => Answer::Ids(numbered(view, *number)),
        Query::Form(purpose) => forms::form(view, case, &Seen(view), purpose),
        Query::Check(command) => {
            let judged = owner.judge(view, case, command.clone());
            Answer::Faults(judged.err().map(|refusal| refusal.fields).unwrap_or_default())
        }
        Query::Understand { line, common, last } => {
            Answer::Understood(register::understand(view, line, common, *last))
        }
        Query::UnderstandBlock { text, common, last } => {
            Answer::Block(register::understand_block(view, text, common, *last))
        }
        Query::Complete { text, shape } => register::complete(view, text, shape),
        Query::Log { limit } => Answer::Log(owner.log(view, (*limit).min(LONGEST_LOG) as usize)),
        Query::Ticket(ticket) => Answer::Receipt(owner.receipt_of(ticket, &view.officer.name)),
        Query::Documents => Answer::Documents(owner.documents()),
        Query::Report(wanted) => report::answer(view, wanted),
        Query::ReportOf { code, typed } => match reports::wanted(view, &Seen(view), code, typed) {
            Ok(wanted) => report::answer(view, &wanted),
            Err(faults) => Answer::Faults(faults),
        },
        Query::Extract { of, township, after, limit } => {
            let list = List::Extract(*of, township.clone());
            let ids = seeing.list(view, list, || extract::order(view, *of, township));
            Answer::Rows(extract::part(view, &ids, *after, *limit))
        }
        Query::Rows(ids) => Answer::Rows(ids.iter().filter_map(|id| view.shelves.row(*id)).collect()),
        Query::Planning(what, day) => planning::answer(view, case, what, *day),
        Query::Visits => Answer::Visits(extract::visits(view)),
        Query::Verify | Query::Keeping => Answer::Nothing("由台账服务直接办理".into()),
    }
}

/// Why the review of a unit is not for this officer.
fn foreign_unit(view: &View, unit: &str) -> Option<String> {
    match view.eye.sight {
        Sight::Township(_) if unit.is_empty() => Some("全区的今日只有局里能看".into()),
        Sight::Township(no) if view.basics.unit_no(unit) != no => {
            Some(format!("{}的今日只有本乡镇和局里能看", view.unit_name(unit)))
        }
        _ => None,
    }
}

/// Hazards with this running number that the officer may see, newest first; only those not yet brought to an end when there are
/// any.
fn numbered(view: &View, number: u32) -> Vec<Id> {
    let seen = view.cards.hazards().iter().rev().filter(|card| view.sees(card.id));
    let of_number = seen.filter(|card| card.id.number() == number);
    let (open, ended): (Vec<&HazardCard>, Vec<&HazardCard>) =
        of_number.partition(|card| card.state.is_open());
    let found = if open.is_empty() { ended } else { open };
    found.into_iter().map(|card| card.id).collect()
}

fn status(owner: &Owner, view: &View) -> Status {
    let settings = &view.basics.settings;
    let mut remarks = owner.met.clone();
    remarks.extend(owner.ledger.trouble().map(|why| format!("存储降级，正从日志读取：{why}")));
    let damage = owner.ledger.damage();
    remarks.extend(damage.map(|damage| format!("日志有损，不再登记：{damage}")));
    let newer = owner.ledger.read_only();
    remarks.extend(newer.map(|seq| format!("第 {seq} 号登记由更新的版本写入：只能查看，需要新版本")));
    Status {
        today: view.today,
        seq: view.seq,
        officer: view.officer.clone(),
        unit: view.basics.unit(&view.officer.unit).map(|unit| unit.short.clone()).unwrap_or_default(),
        start_on: settings.start_on,
        plans: view
            .basics
            .plans_from(view.today)
            .into_iter()
            .map(|plan| planning::closing::plan_line(view, plan))
            .collect(),
        is_demo: settings.is_demo,
        remarks,
        townships: view
            .basics
            .townships()
            .map(|unit| (unit.code.clone(), unit.short.clone(), view.basics.unit_no(&unit.code)))
            .collect(),
        industries: view.basics.industries.iter().map(|i| (i.code.clone(), i.name.clone())).collect(),
        own_sorts: view
            .basics
            .sorts
            .iter()
            .filter(|sort| view.officer.is_any(&sort.roles()))
            .map(|sort| sort.code.clone())
            .collect(),
        sorts: view.basics.sorts.iter().map(|sort| (sort.code.clone(), sort.name.clone())).collect(),
        counts: (view.cards.hazards().len() as u32, view.cards.enterprises().len() as u32),
    }
}
