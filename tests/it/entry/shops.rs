//! A register of a dozen shops, an officer, and what tests look at.

use zhiben::ask::answer::Understood;
use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::entry::register::says_the_same;
use zhiben::entry::{self, Context, EnterpriseBrief, HazardBrief, Linked, Pasted, Register, find};
use zhiben::model::basics::Basics;
use zhiben::model::card::{Card, EnterpriseCard};
use zhiben::model::case::Officer;
use zhiben::model::command::Command;
use zhiben::model::enterprise::Enterprise;
use zhiben::model::event::Stamp;
use zhiben::model::field::Fields;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::{Body, Row};

/// Monday.
pub const TODAY: (i32, u32, u32) = (2026, 11, 23);

/// A register of a dozen shops and a few hazards.
pub struct Shops {
    pub basics: Basics,
    pub workdays: Workdays,
    pub rows: Vec<Row>,
    pub cards: Vec<EnterpriseCard>,
    pub hazards: Vec<HazardBrief>,
    pub visits: Vec<(Id, Day, Id)>,
    pub persons: Vec<&'static str>,
    /// 整改责任人 of every hazard.
    pub rectifier: &'static str,
    pub officer: Officer,
}

pub const SHOPS: &[(&str, &str, &str, &str, &str)] = &[
    ("洛江区万安街道名客好小吃店", "阿名小吃", "wa", "cy", "陈名客"),
    ("洛江区万安阿芬牛肉店", "", "wa", "cy", "张阿芬"),
    ("洛江区万安惠民生鲜超市", "", "wa", "sc", "李惠民"),
    ("洛江区双阳万家商业广场", "万家广场", "sy", "zh", "林万家"),
    ("洛江区河市新矿加油站（泉州）", "", "he", "cp", "王建国"),
    ("洛江区虹山民宿餐厅", "", "ho", "cy", "黄水生"),
    ("洛江区河市重庆火锅店", "", "he", "cy", ""),
    ("洛江区罗溪长城超市", "", "lx", "sc", "郑长城"),
    ("洛江区罗溪福源小吃店", "", "lx", "cy", "吴一"),
    ("洛江区罗溪福源小吃店二店", "", "lx", "cy", "吴一"),
    ("洛江区罗溪福园超市", "", "lx", "sc", "吴二"),
    ("洛江区马甲万安 老店", "", "mj", "cy", "洪老"),
];

impl Shops {
    pub fn new() -> Shops {
        Shops::of(SHOPS)
    }

    /// Name, alias, town, industry, principal.
    pub fn of(shops: &[(&str, &str, &str, &str, &str)]) -> Shops {
        let basics = Basics::built_in().unwrap();
        let mut rows = Vec::new();
        for (n, (name, alias, town, industry, principal)) in shops.iter().enumerate() {
            let mut enterprise = Enterprise {
                name: (*name).into(),
                aliases: alias.split_whitespace().map(str::to_owned).collect(),
                township: basics.township_by(town).one().unwrap().code.clone(),
                industries: vec![(*industry).to_owned()],
                principal: (*principal).into(),
                phone: "18900000001".into(),
                ..Enterprise::default()
            };
            enterprise.begin(Day::FIRST);
            rows.push(row(enterprise_id(n + 1), Body::Enterprise(Box::new(enterprise))));
        }
        let cards = rows.iter().filter_map(|row| Card::of(row, &basics)).filter_map(|card| match card {
            Card::Enterprise(card) => Some(card),
            _ => None,
        });
        let cards = cards.collect();
        let persons = vec!["李明", "王强", "陈一", "陈二"];
        let workdays = Workdays::new(shipped_calendar());
        let officer = Officer::alone("林海", &basics.township_by("wa").one().unwrap().code);
        let (hazards, visits, rectifier) = (Vec::new(), Vec::new(), "张阿芬");
        Shops { basics, workdays, rows, cards, hazards, visits, persons, rectifier, officer }
    }

    pub fn with_hazard(mut self, number: u32, state: State) -> Shops {
        self.hazards.push(HazardBrief {
            id: hazard_id(number),
            enterprise: enterprise_id(2),
            description: "后厨软管老化".into(),
            state,
            due: day(2026, 11, 30),
            ..HazardBrief::default()
        });
        self
    }

    /// As 林海 of 万安 types it.
    pub fn read(&self, line: &str) -> Understood {
        self.read_after(line, Id::NONE, "")
    }

    pub fn read_after(&self, line: &str, last: Id, common: &str) -> Understood {
        entry::understand(line, self, &Context { today: today(), officer: &self.officer, last, common })
    }

    pub fn context(&self) -> Context<'_> {
        Context { today: today(), officer: &self.officer, last: Id::NONE, common: "" }
    }

    pub fn read_block(&self, text: &str) -> Vec<Pasted> {
        entry::understand_block(text, self, &self.context())
    }
}

impl Register for Shops {
    fn basics(&self) -> &Basics {
        &self.basics
    }
    fn workdays(&self) -> &Workdays {
        &self.workdays
    }
    fn enterprises(&self, fragment: &str, township: &str, industry: &str) -> Vec<find::Match> {
        find::enterprises(&self.cards, &self.basics, fragment, township, industry)
    }
    fn enterprise(&self, id: Id) -> Option<EnterpriseBrief> {
        let enterprise = self.rows.iter().find(|row| row.id == id)?.enterprise()?;
        Some(EnterpriseBrief {
            id,
            name: enterprise.name.clone(),
            township: enterprise.township.clone(),
            industries: enterprise.industries.clone(),
            principal: enterprise.principal.clone(),
            is_open: enterprise.is_open(),
        })
    }
    fn hazard(&self, id: Id) -> Option<HazardBrief> {
        self.hazards.iter().find(|hazard| hazard.id == id).cloned()
    }
    fn newest_open(&self, number: u32) -> Vec<Id> {
        let open = self.hazards.iter().filter(|h| h.id.number() == number && h.state.is_open());
        open.map(|h| h.id).collect()
    }
    fn open_hazards(&self, enterprise: Id) -> Vec<HazardBrief> {
        let open = self.hazards.iter().filter(|h| h.enterprise == enterprise && h.state.is_open());
        open.cloned().collect()
    }
    fn persons(&self, fragment: &str) -> Vec<String> {
        self.persons.iter().filter(|name| name.starts_with(fragment)).map(|name| (*name).to_owned()).collect()
    }
    fn links(&self, kind: Kind, sorts: &[String], fragment: &str) -> Vec<Linked> {
        let meant = |row: &&Row| {
            row.id.kind() == kind
                && row.evidence().is_none_or(|record| sorts.is_empty() || sorts.contains(&record.sort))
        };
        let found = self.rows.iter().rev().filter(meant);
        let found = found.map(|row| Linked { id: row.id, title: row.body.title() });
        found.filter(|linked| linked.title.contains(fragment)).collect()
    }
    fn linked(&self, id: Id) -> Option<Linked> {
        let hazard = self.hazard(id).map(|hazard| Linked { id, title: hazard.description });
        let row = self.rows.iter().find(|row| row.id == id);
        row.map(|row| Linked { id, title: row.body.title() }).or(hazard)
    }
    fn similar_on(&self, _enterprise: Id, _day: Day, _text: &str) -> Option<HazardBrief> {
        None
    }
    fn similar_today(&self, enterprise: Id, text: &str) -> Option<HazardBrief> {
        let close = |h: &&HazardBrief| {
            h.enterprise == enterprise && zhiben::text::similar(&h.description, text) > 0.6
        };
        self.hazards.iter().find(close).cloned()
    }
    fn visit_on(&self, enterprise: Id, day: Day) -> Id {
        let visit = self.visits.iter().find(|(whom, on, _)| *whom == enterprise && *on == day);
        visit.map_or(Id::NONE, |(_, _, id)| *id)
    }
    fn same_as(&self, kind: Kind, fields: &Fields) -> Id {
        let same = |row: &&Row| row.id.kind() == kind && says_the_same(fields, &row.body.fields());
        self.rows.iter().find(same).map_or(Id::NONE, |row| row.id)
    }
    fn planned(&self, _: Id, _: Day) -> Id {
        Id::NONE
    }
    fn subject(&self, id: Id) -> Id {
        match id.kind() {
            Kind::Enterprise => id,
            Kind::Hazard => self.hazard(id).map_or(Id::NONE, |h| h.enterprise),
            _ => self.visits.iter().find(|(_, _, visit)| *visit == id).map_or(Id::NONE, |(whom, _, _)| *whom),
        }
    }
    fn record(&self, id: Id) -> Option<(u32, Fields)> {
        let row = self.rows.iter().find(|row| row.id == id).map(|row| (row.version, row.body.fields()));
        let hazard = self.hazard(id).map(|_| (1, Fields::of([("rectifier", self.rectifier)])));
        let visit = self.visits.iter().find(|(_, _, visit)| *visit == id).map(|_| (1, Fields::default()));
        row.or(hazard).or(visit)
    }
}

pub fn row(id: Id, body: Body) -> Row {
    let at: Stamp = "2026-11-01T08:00:00+08:00".parse().unwrap();
    Row {
        id,
        version: 1,
        entered: (at, "林海".into()),
        touched: (at, "林海".into()),
        voided: String::new(),
        body,
    }
}

pub fn enterprise_id(n: usize) -> Id {
    Id::new(Kind::Enterprise, 322, n as u32)
}

pub fn hazard_id(n: u32) -> Id {
    Id::new(Kind::Hazard, 322, n)
}

pub fn day(y: i32, m: u32, d: u32) -> Day {
    Day::ymd(y, m, d).unwrap()
}

pub fn today() -> Day {
    day(TODAY.0, TODAY.1, TODAY.2)
}

/// What a line shows, for reading in a failing test.
#[track_caller]
pub fn said(understood: &Understood, label: &str) -> String {
    let found: Vec<_> =
        understood.lines.iter().filter(|(l, _)| l == label).map(|(_, t)| t.as_str()).collect();
    found.join("|")
}

pub fn errors(understood: &Understood) -> String {
    understood.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

pub fn choices(understood: &Understood) -> Vec<&str> {
    understood.choices.iter().map(|choice| choice.text.as_str()).collect()
}

#[track_caller]
pub fn commands(understood: &Understood) -> Vec<Command> {
    match &understood.command {
        Some(Command::Group(all)) => all.clone(),
        Some(one) => vec![one.clone()],
        None => panic!("open: {:#?}\n{}\n{:?}", understood.lines, errors(understood), choices(understood)),
    }
}

#[track_caller]
pub fn entered(command: &Command, kind: Kind) -> &Fields {
    match command {
        Command::Enter { kind: k, fields } if *k == kind => fields,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn acted<'c>(command: &'c Command, id: &str, deed: Deed) -> &'c Fields {
    match command {
        Command::Act { id: i, deed: d, fields } if i == id && *d == deed => fields,
        other => panic!("{other:?}"),
    }
}
