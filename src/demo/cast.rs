//! Who works where: a clerk, a second clerk and a head in every township, the section, its head, the leader.

use fastrand::Rng;

use super::World;
use super::diary::{After, Diary};
use super::words::{GIVEN, SURNAMES};
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::case::{Officer, Role};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// A seat of the cast; townships count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// 乡镇企业办经办
    Clerk(usize),
    /// The second of them.
    Mate(usize),
    /// 乡镇分管负责人
    TownHead(usize),
    /// 商贸流通股经办
    Section,
    /// 股室负责人, who leads the 专班 and looks after the documents.
    SectionLead,
    /// 局分管领导
    Leader,
}

/// A township and its people.
pub struct Town {
    /// Code.
    pub code: String,
    /// Short name.
    pub short: String,
    officers: [Officer; 3],
}

/// 乡镇人员: somebody who owes a training.
pub struct Staff {
    /// Their number, once entered.
    pub id: Id,
    /// Index of the township.
    pub town: usize,
    /// 姓名
    pub name: String,
    /// First day in the post.
    pub since: Day,
    /// Last day in the post.
    pub until: Day,
}

/// Everybody.
pub struct Cast {
    /// The townships by number.
    pub towns: Vec<Town>,
    /// 乡镇人员
    pub staff: Vec<Staff>,
    section: Officer,
    section_lead: Officer,
    leader: Officer,
    names: Vec<String>,
}

/// Code of the section that leads (商贸流通股).
pub const SECTION: &str = "LT";
/// Code of the bureau.
pub const BUREAU: &str = "JU";

impl Cast {
    pub fn new(basics: &Basics, rng: &mut Rng) -> Cast {
        let mut names = Vec::new();
        let mut officer = |unit: &str, role: Role| {
            let name = fresh_name(&mut names, rng);
            Officer { name, unit: unit.to_owned(), roles: vec![role], person: Id::NONE }
        };
        let towns: Vec<Town> = basics
            .townships()
            .map(|unit| {
                let officers = [Role::Township, Role::Township, Role::TownshipLead];
                let (code, short) = (unit.code.clone(), unit.short.clone());
                Town { officers: officers.map(|role| officer(&code, role)), code, short }
            })
            .collect();
        let section = officer(SECTION, Role::Section);
        let mut section_lead = officer(SECTION, Role::SectionLead);
        section_lead.roles.push(Role::Admin);
        let leader = officer(BUREAU, Role::Leader);
        Cast { staff: staff(&towns, &mut names, rng), towns, section, section_lead, leader, names }
    }

    /// The officer in a seat.
    pub fn officer(&self, who: Who) -> Officer {
        let of = |town: usize, n: usize| self.towns.get(town).map_or(&self.section, |town| &town.officers[n]);
        match who {
            Who::Clerk(town) => of(town, 0),
            Who::Mate(town) => of(town, 1),
            Who::TownHead(town) => of(town, 2),
            Who::Section => &self.section,
            Who::SectionLead => &self.section_lead,
            Who::Leader => &self.leader,
        }
        .clone()
    }

    /// The name of the officer in a seat.
    pub fn name(&self, who: Who) -> String {
        self.officer(who).name
    }

    /// Whether an officer bears this name, so that nobody rechecks their own work.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|other| other == name)
    }
}

/// Clerk and mate are staff; two townships changed somebody over the years.
fn staff(towns: &[Town], names: &mut Vec<String>, rng: &mut Rng) -> Vec<Staff> {
    let since = Day::ymd(2023, 3, 1).unwrap_or_default();
    let mut staff = Vec::new();
    for (n, town) in towns.iter().enumerate() {
        for officer in &town.officers {
            staff.push(Staff { id: Id::NONE, town: n, name: officer.name.clone(), since, until: Day::NONE });
        }
        let came = Day::ymd(2025 + n as i32 % 2, 3 + n as u32, 1).unwrap_or_default();
        let left = if n % 3 == 0 { came.plus(-1) } else { Day::NONE };
        staff.push(Staff { id: Id::NONE, town: n, name: fresh_name(names, rng), since, until: left });
        if n % 3 == 0 {
            staff.push(Staff {
                id: Id::NONE,
                town: n,
                name: fresh_name(names, rng),
                since: came,
                until: Day::NONE,
            });
        }
    }
    staff
}

/// A name that nobody bears yet.
fn fresh_name(names: &mut Vec<String>, rng: &mut Rng) -> String {
    loop {
        let name = name(rng);
        if !names.contains(&name) {
            names.push(name.clone());
            return name;
        }
    }
}

/// A surname and a given name.
pub fn name(rng: &mut Rng) -> String {
    let pick = |rng: &mut Rng, from: &[&str]| rng.choice(from).copied().unwrap_or_default().to_owned();
    pick(rng, SURNAMES) + &pick(rng, GIVEN)
}

/// Enters the people of the bureau, and those townships' people who are there on the first day.
pub fn enter(world: &mut World, diary: &mut Diary) {
    let posts = [
        (Who::Section, "股室经办", "科员"),
        (Who::SectionLead, "股室负责人", "股长"),
        (Who::Leader, "局分管领导", "副局长"),
    ];
    for (who, role, post) in posts {
        let officer = world.cast.officer(who);
        let fields = Fields::of([
            ("name", officer.name.as_str()),
            ("unit", &officer.unit),
            ("role", role),
            ("post", post),
        ]);
        let command = Command::Enter { kind: Kind::Person, fields: fields.with("since", "2023-03-01") };
        diary.wish(world.cast.officer(Who::SectionLead), command, After::Nothing);
    }
    of_day(world, world.start, diary);
}

/// Enters and sees off people on their day.
pub fn of_day(world: &World, today: Day, diary: &mut Diary) {
    let first = today == world.start;
    for (n, person) in world.cast.staff.iter().enumerate() {
        let officer = world.cast.officer(Who::TownHead(person.town));
        if person.since == today || (first && person.since <= today) {
            let is_head = world.cast.name(Who::TownHead(person.town)) == person.name;
            let fields = Fields::default()
                .with("name", &person.name)
                .with("unit", &world.cast.towns[person.town].code)
                .with("role", if is_head { "乡镇分管" } else { "乡镇经办" })
                .with("post", if is_head { "副镇长" } else { "企业办干事" })
                .with("since", person.since.to_string())
                .with("oversees_industry", "是");
            diary.wish(officer.clone(), Command::Enter { kind: Kind::Person, fields }, After::Staff(n));
        }
        if person.until == today && person.id.is_some() {
            let fields = Fields::default().with("until", today.to_string());
            let why = "调离企业办".to_owned();
            diary.wish(
                officer,
                Command::Amend { id: person.id, seen: 0, fields, effective_on: Day::NONE, why },
                After::Nothing,
            );
        }
    }
}
