//! A ledger in memory: decides, appends, folds. Its clock is set by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, FixedOffset};
use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::model::basics::Basics;
use zhiben::model::case::{Case, Officer, Records, Role};
use zhiben::model::command::{Command, Refusal};
use zhiben::model::event::{Entry, Fact, Stamp, Ticket};
use zhiben::model::field::Fields;
use zhiben::model::hazard::Hazard;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::{Document, Row};
use zhiben::model::state::{Decision, apply, decide, refold};

pub const WANAN: &str = "350504001";
pub const SHUANGYANG: &str = "350504002";

#[derive(Clone)]
pub struct World {
    pub basics: Arc<Basics>,
    workdays: Arc<Workdays>,
    pub rows: BTreeMap<Id, Row>,
    pub journal: Vec<Entry>,
    numbers: BTreeMap<Kind, u32>,
    pub today: Day,
    pub me: Officer,
    /// The enterprise of the tests: 阿芬牛肉店 in 万安, principal 张三.
    pub shop: Id,
    /// An inspection of it by 李四 and 王五 on the first day.
    pub visit: Id,
}

pub fn day(text: &str) -> Day {
    Day::from_date(text.parse().unwrap()).unwrap()
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::of(pairs.iter().copied())
}

impl World {
    /// 2026-11-23, a Monday; 李四 holds every role; the ledger was opened at the beginning of the year.
    pub fn new() -> World {
        static FRESH: LazyLock<World> = LazyLock::new(World::fresh);
        FRESH.clone()
    }

    fn fresh() -> World {
        let mut basics = Basics::built_in().unwrap();
        basics.settings.start_on = day("2026-01-01");
        let mut world = World {
            basics: Arc::new(basics),
            workdays: Arc::new(Workdays::new(shipped_calendar())),
            rows: BTreeMap::new(),
            journal: Vec::new(),
            numbers: BTreeMap::new(),
            today: day("2026-11-23"),
            me: Officer::alone("李四", ""),
            shop: Id::NONE,
            visit: Id::NONE,
        };
        world.shop = world.enter(
            Kind::Enterprise,
            &[
                ("name", "阿芬牛肉店"),
                ("township", WANAN),
                ("industries", "cy"),
                ("principal", "张三"),
                ("since", "2024-05-10"),
            ],
        );
        let shop = world.shop.to_string();
        world.visit = world.enter(Kind::Inspection, &[("enterprise", &shop), ("inspectors", "李四、王五")]);
        world
    }

    pub fn at(&self) -> Stamp {
        let text = format!("{}T09:00:00+08:00", self.today);
        DateTime::<FixedOffset>::parse_from_rfc3339(&text).unwrap()
    }

    pub fn case(&self) -> Case<'_> {
        Case {
            basics: &self.basics,
            workdays: &self.workdays,
            records: self,
            today: self.today,
            at: self.at(),
            officer: &self.me,
        }
    }

    pub fn submit(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let mut numbers = self.numbers.clone();
        let month = (self.today.year() - 2000) as u16 * 12 + self.today.month() as u16 - 1;
        let mut draw = |kind: Kind| {
            let number = numbers.entry(kind).or_insert(0);
            *number += 1;
            Id::new(kind, month, *number)
        };
        let decision = decide(command, &self.case(), &mut draw)?;
        self.numbers = numbers;
        self.append(&decision);
        Ok(decision)
    }

    fn append(&mut self, decision: &Decision) {
        let group = self.journal.len() as u64 + 1;
        let of = decision.events.len() as u32;
        for (i, event) in (1..).zip(&decision.events) {
            let seq = self.journal.len() as u64 + 1;
            let (at, officer) = (self.at(), self.me.name.clone());
            let (event, ticket, person) = (event.clone(), Ticket::default(), self.me.person);
            let entry = Entry { seq, at, officer, person, ticket, group, i, of, durable: 0, event };
            self.journal.push(entry.clone());
            let id = entry.event.id;
            let row = match entry.event.fact {
                Fact::Undone { .. } => refold(&self.history(id)),
                _ => apply(self.rows.remove(&id), &entry.event, entry.at, &entry.officer),
            };
            match row {
                Some(row) => drop(self.rows.insert(id, row)),
                None => drop(self.rows.remove(&id)),
            }
        }
    }

    /// Enters a record that must be accepted.
    pub fn enter(&mut self, kind: Kind, pairs: &[(&str, &str)]) -> Id {
        self.submit(&Command::Enter { kind, fields: fields(pairs) }).unwrap().ids[0]
    }

    pub fn act(&mut self, id: Id, deed: Deed, pairs: &[(&str, &str)]) -> Result<Decision, Refusal> {
        self.submit(&act(&id.to_string(), deed, pairs))
    }

    /// Does something that must be accepted; gives the remarks.
    pub fn must(&mut self, id: Id, deed: Deed, pairs: &[(&str, &str)]) -> Vec<String> {
        self.act(id, deed, pairs).unwrap_or_else(|refusal| panic!("{deed:?}: {refusal:?}")).remarks
    }

    /// A hazard of the shop, with these fields besides the usual ones.
    pub fn hazard(&mut self, pairs: &[(&str, &str)]) -> Id {
        let shop = self.shop.to_string();
        let usual =
            [("enterprise", shop.as_str()), ("description", "消防器材被遮挡"), ("source", "乡镇检查")];
        let fields = usual.iter().chain(pairs).copied().fold(Fields::default(), |f, (k, v)| f.with(k, v));
        let command = Command::Act { id: String::new(), deed: Deed::Register, fields };
        self.submit(&command).unwrap_or_else(|refusal| panic!("{refusal:?}")).ids[0]
    }

    pub fn see(&self, id: Id) -> &Hazard {
        self.rows[&id].hazard().unwrap()
    }

    pub fn wait(&mut self, days: i32) {
        self.today = self.today.plus(days);
    }

    pub fn sit(&mut self, name: &str, roles: &[Role]) {
        self.me = Officer { name: name.into(), unit: String::new(), roles: roles.to_vec(), person: Id::NONE };
    }
}

pub fn act(id: &str, deed: Deed, pairs: &[(&str, &str)]) -> Command {
    Command::Act { id: id.into(), deed, fields: fields(pairs) }
}

impl Records for World {
    fn row(&self, id: Id) -> Option<Row> {
        self.rows.get(&id).cloned()
    }

    fn letter(&self, year: i32, letter_no: &str) -> Option<Id> {
        let is_it =
            |r: &&Row| r.transfer().is_some_and(|t| t.letter_no == letter_no && t.sent_on.year() == year);
        self.rows.values().filter(|r| !r.is_void()).find(is_it).map(|r| r.id)
    }

    fn plan_of(&self, township: &str, month: &str) -> Option<Id> {
        let is_it =
            |r: &&Row| r.inspection_plan().is_some_and(|p| p.township == township && p.month == month);
        self.rows.values().filter(|r| !r.is_void()).find(is_it).map(|r| r.id)
    }

    fn person_at(&self, account: &str) -> Option<Id> {
        let sits = |r: &&Row| r.person().is_some_and(|p| p.sits_at(account, self.today));
        self.rows.values().filter(|r| !r.is_void()).find(sits).map(|r| r.id)
    }

    fn about(&self, enterprise: Id) -> Vec<Id> {
        let is_it = |r: &&Row| r.body.get("enterprise") == Some(enterprise.to_string());
        self.rows.values().filter(|r| !r.is_void()).filter(is_it).map(|r| r.id).collect()
    }

    fn all_of(&self, kind: Kind) -> Vec<Id> {
        self.rows.values().filter(|r| !r.is_void() && r.id.kind() == kind).map(|r| r.id).collect()
    }

    fn documents(&self) -> Vec<(Id, Document)> {
        self.rows.values().filter_map(|r| r.document().map(|d| (r.id, d.clone()))).collect()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        self.journal.iter().filter(|e| e.event.id == id).cloned().collect()
    }

    fn each_today(&self, show: &mut dyn FnMut(&Entry)) {
        let today = |e: &&Entry| Day::from_date(e.at.date_naive()) == Some(self.today);
        self.journal.iter().filter(today).for_each(show);
    }
}
