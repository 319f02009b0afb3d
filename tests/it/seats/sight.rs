//! Who sees what: every question × every role. Every record bears words that only its township and its trade bear, so a word of
//! others anywhere in an answer is a leak.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use zhiben::ask::answer::{Answer, TaskTree};
use zhiben::ask::planning::Planning;
use zhiben::ask::query::{
    CompleteFor, EnterpriseFilter, Extract, FormFor, HazardFilter, HazardOrder, Query, Window,
};
use zhiben::ask::report::{Need, REPORTS, Wanted};
use zhiben::calendar::Day;
use zhiben::desk::Desk;
use zhiben::model::command::Command;
use zhiben::model::event::Ticket;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::MatrixId;
use zhiben::rules::queue::Queue;
use zhiben::rules::statistics::{Asked, By, Told, Which};

use crate::support::at_desk::AtDesk;

use super::bureau::{
    Bureau, Member, OTHERS, ROLES, SHUANGYANG, Service, Shop, TODAY, WANAN, enter, fields, mark_of, ticket,
};

/// A record and the words in it: whose it is.
#[derive(Clone)]
struct Known {
    id: Id,
    marks: String,
}

/// What a member does not see: records that bear this word.
fn forbidden(member: &Member) -> Option<char> {
    match (member.role, member.unit) {
        ("乡镇经办" | "乡镇分管", WANAN) => Some('鲲'),
        ("乡镇经办" | "乡镇分管", _) => Some('鹤'),
        ("股室经办" | "股室负责人", "LT") => Some('榻'),
        ("股室经办" | "股室负责人", _) => Some('鼎'),
        _ => None,
    }
}

fn members() -> impl Iterator<Item = Member> {
    ROLES.into_iter().chain(OTHERS)
}

/// A ledger with a record of every kind, or several, on every ground.
struct Ledger {
    desk: Desk,
    known: Vec<Known>,
    bureau: Bureau,
}

impl Ledger {
    /// A fresh copy.
    fn new() -> Ledger {
        static FILLED: LazyLock<(Bureau, Vec<Known>)> = LazyLock::new(|| {
            let Ledger { desk, known, bureau } = Ledger::filled();
            drop(desk);
            (bureau, known)
        });
        let (bureau, known) = &*FILLED;
        let bureau = bureau.copy();
        Ledger { desk: bureau.desk(), known: known.clone(), bureau }
    }

    fn filled() -> Ledger {
        let bureau = Bureau::new();
        let mut ledger = Ledger { desk: bureau.desk(), known: Vec::new(), bureau };
        let shops = ledger.bureau.shops;
        ledger.known.extend(
            shops.iter().map(|shop| Known { id: shop.id, marks: mark_of(shop.township, shop.trade) }),
        );
        for (township, town) in [(WANAN, "鹤"), (SHUANGYANG, "鲲")] {
            ledger.of_township(township, town);
        }
        for (section, trade, mark) in [("LT", "cy", "鼎"), ("WZ", "jd", "榻")] {
            let pairs = [("topic", mark), ("by", section), ("industry", trade)];
            ledger.enters(Kind::Training, &pairs, mark);
            let pairs = [("duty", "OR-03"), ("industry", trade), ("unit", "JU")];
            ledger.waives(&pairs, mark);
        }
        for shop in shops {
            ledger.of_shop(shop);
        }
        ledger.of_everybody();
        ledger
    }

    fn makes(&mut self, command: Command, marks: &str) -> Id {
        let made = self.desk.submit(ticket(), command);
        let id = made.unwrap_or_else(|why| panic!("{why:?}")).ids[0];
        self.known.push(Known { id, marks: marks.into() });
        id
    }

    fn enters(&mut self, kind: Kind, pairs: &[(&str, &str)], marks: &str) -> Id {
        self.makes(enter(kind, pairs), marks)
    }

    fn waives(&mut self, pairs: &[(&str, &str)], marks: &str) -> Id {
        let usual = [("from", TODAY), ("to", "2026-12-31"), ("reason", marks), ("approved_by", "王局")];
        self.enters(Kind::Waiver, &[pairs, &usual].concat(), marks)
    }

    fn acts(&self, id: Id, deed: Deed, pairs: &[(&str, &str)]) {
        let command = Command::Act { id: id.to_string(), deed, fields: fields(pairs) };
        self.desk.submit(ticket(), command).unwrap();
    }

    fn of_township(&mut self, township: &str, town: &str) {
        let colleague = format!("{town}某");
        let phone = format!("1395950{}", &township[6..]);
        let pairs =
            [("name", colleague.as_str()), ("unit", township), ("phone", &phone), ("role", "乡镇经办")];
        let person = self.enters(Kind::Person, &pairs, town).to_string();
        let training = self.enters(Kind::Training, &[("topic", town), ("by", township)], town).to_string();
        self.enters(Kind::Attendance, &[("training", &training), ("person", &person), ("name", town)], town);
        self.waives(&[("duty", "OR-07"), ("person", &person)], town);
        self.waives(&[("duty", "OR-01"), ("unit", township)], town);
        self.enters(
            Kind::InspectionPlan,
            &[("township", township), ("month", "2026-11"), ("note", town)],
            town,
        );
        self.enters(
            Kind::Confirmation,
            &[("township", township), ("month", "2026-10"), ("note", town)],
            town,
        );
        self.enters(Kind::Progress, &[("task", "T16"), ("unit", township), ("text", town)], town);
        self.enters(Kind::Review, &[("unit", township), ("note", town)], town);
        let cell = format!("M9/OR-01/{township}/2026-11");
        self.enters(Kind::Snooze, &[("item", &cell), ("until", "2026-12-01"), ("reason", town)], town);
        let sampled: Vec<String> =
            self.bureau.shops.iter().filter(|s| s.township == township).map(|s| s.id.to_string()).collect();
        let pairs = [("township", township), ("findings", town), ("sampled", &sampled.join("、"))];
        self.enters(Kind::Supervision, &pairs, town);
        // Gone since: a leaver who was declared void, a plan of a month that was entered by mistake.
        let leaver = self.enters(Kind::Person, &[("name", town), ("unit", township)], town);
        self.voids(leaver);
        let mistaken =
            enter(Kind::Confirmation, &[("township", township), ("month", "2026-09"), ("note", town)]);
        self.makes_and_takes_back(mistaken, town);
    }

    fn voids(&self, id: Id) {
        self.desk.submit(ticket(), Command::Void { id, why: "重复登记".into() }).unwrap();
    }

    fn makes_and_takes_back(&mut self, command: Command, marks: &str) {
        self.makes(command, marks);
        self.desk.submit(ticket(), Command::Undo { group: None }).unwrap();
    }

    fn of_shop(&mut self, shop: Shop) {
        let mark = mark_of(shop.township, shop.trade);
        let id = shop.id.to_string();
        let at = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            let own = pairs.iter().map(|(key, text)| (*key, (*text).to_owned()));
            [("enterprise", id.clone())].into_iter().chain(own).collect()
        };
        let entered = |ledger: &mut Ledger, kind: Kind, pairs: &[(&'static str, &str)]| {
            let pairs = at(pairs);
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, text)| (*key, text.as_str())).collect();
            ledger.enters(kind, &pairs, &mark)
        };
        let plan = self.plan_of(shop.township)[0].to_string();
        let item =
            entered(self, Kind::PlanItem, &[("plan", &plan), ("planned_on", TODAY), ("campaign", &mark)]);
        entered(self, Kind::PlanItem, &[("plan", &plan), ("planned_on", "2026-11-20"), ("campaign", &mark)]);
        entered(
            self,
            Kind::Inspection,
            &[("plan_item", &item.to_string()), ("note", &mark), ("inspectors", "甲、乙")],
        );
        entered(self, Kind::SelfInspection, &[("note", &mark)]);
        entered(self, Kind::Drill, &[("kind", "疏散逃生"), ("note", &mark)]);
        let training = self.of_kind(Kind::Training)[0].to_string();
        entered(self, Kind::Attendance, &[("training", &training), ("name", &mark)]);
        let waived = at(&[("duty", "OR-05")]);
        let waived: Vec<(&str, &str)> = waived.iter().map(|(key, text)| (*key, text.as_str())).collect();
        self.waives(&waived, &mark);
        for (state, more) in [
            ("待定性", &[][..]),
            ("整改中", &[("due", "2026-11-20")]),
            ("整改中", &[("level", "重大"), ("due", "2026-12-20")]),
            ("待复查", &[("done_on", "2026-11-22")]),
            ("待移交", &[("department", "xf"), ("basis", "消防法")]),
            ("部门办理中", &[("department", "xf"), ("sent_on", "2026-11-11"), ("accepted_on", "2026-11-12")]),
            ("已销号", &[("closed_on", "2026-11-12"), ("done_on", "2026-11-11")]),
        ] {
            let description = format!("{mark}{state}");
            let pairs = at(&[
                ("township", shop.township),
                ("description", &description),
                ("found_on", "2026-11-10"),
                ("state", state),
            ]);
            let pairs = pairs.iter().map(|(key, text)| (*key, text.as_str())).chain(more.iter().copied());
            let fields = pairs.fold(Fields::default(), |all, (key, text)| all.with(key, text));
            let act = Command::Act { id: String::new(), deed: Deed::Import, fields };
            let hazard = self.makes(act, &mark);
            if state == "待移交" {
                let letter = format!("{mark}函");
                self.acts(hazard, Deed::SendLetter, &[("letter_no", &letter), ("receiver", &mark)]);
                let letter = *self.of_kind(Kind::Transfer).last().unwrap();
                self.known.push(Known { id: letter, marks: mark.clone() });
            }
            if state == "整改中" {
                let reason = format!("{mark}装修");
                let pairs =
                    [("item", hazard.to_string()), ("until", "2026-12-01".into()), ("reason", reason)];
                self.enters(Kind::Snooze, &pairs.each_ref().map(|(k, v)| (*k, v.as_str())), &mark);
            }
        }
        // New today, a draft, one that was declared void, one that was taken back.
        let found = at(&[("description", &mark), ("source", "局检查"), ("finders", "甲")]);
        let found = found.iter().fold(Fields::default(), |all, (key, text)| all.with(*key, text));
        let register = Command::Act { id: String::new(), deed: Deed::Register, fields: found.clone() };
        let void = self.makes(register.clone(), &mark);
        self.acts(void, Deed::Void, &[("reason", &mark)]);
        self.makes(register.clone(), &mark);
        let draft = found.with("township", shop.township);
        self.makes(Command::Act { id: String::new(), deed: Deed::Draft, fields: draft }, &mark);
        self.makes_and_takes_back(register, &mark);
        let drill = at(&[("note", &mark)]).into_iter().fold(Fields::default(), |all, (k, v)| all.with(k, v));
        self.makes_and_takes_back(Command::Enter { kind: Kind::Drill, fields: drill }, &mark);
        let pairs = [("name", mark.as_str()), ("township", shop.township), ("industries", shop.trade)];
        let gone = self.enters(Kind::Enterprise, &pairs, &mark);
        self.voids(gone);
    }

    /// What names records of several grounds without a word of its own, and what the bureau holds for everybody.
    fn of_everybody(&mut self) {
        let hazards = self.of_kind(Kind::Hazard);
        let letter = format!("{}、{}、{}", hazards[1], hazards[12], hazards[22]);
        self.enters(Kind::Transfer, &[("department", "zj"), ("letter_no", "联1"), ("hazards", &letter)], "");
        self.enters(Kind::Progress, &[("task", "T16"), ("unit", "LT"), ("text", "已部署")], "");
        self.enters(Kind::Training, &[("topic", "动员"), ("by", "JU")], "");
    }

    fn of_kind(&self, kind: Kind) -> Vec<Id> {
        let query =
            Query::Extract { of: Extract::Of(kind), township: String::new(), after: Id::NONE, limit: 500 };
        match self.desk.ask(&query) {
            Answer::Rows(rows) => rows.into_iter().map(|row| row.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn plan_of(&self, township: &str) -> Vec<Id> {
        let query = Query::Records {
            kind: Some(Kind::InspectionPlan),
            sort: String::new(),
            text: String::new(),
            unit: township.into(),
            window: Window::top(9),
        };
        match self.desk.ask(&query) {
            Answer::Records(page) => page.rows.into_iter().map(|row| row.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn at(&self, member: &Member) -> Desk {
        self.desk.seat_of(member.officer())
    }

    /// Questions of every kind, with the words and numbers of everybody's records in them.
    fn questions(&self) -> Vec<Query> {
        let all: Vec<Id> = self.known.iter().map(|known| known.id).collect();
        let (day, window) = (Day::NONE, Window::top(200));
        let mut asked =
            vec![Query::Status, Query::Documents, Query::Visits, Query::Verify, Query::Rows(all.clone())];
        let plan = String::new();
        asked.push(Query::Tasks { day, plan });
        for unit in ["", "JU", "LT", WANAN, SHUANGYANG] {
            asked.push(Query::Today { day, unit: unit.into() });
        }
        for id in MatrixId::ALL {
            asked.push(Query::Matrix { id, day, period: None });
            let Answer::Matrix(matrix) = self.desk.ask(asked.last().unwrap()) else { continue };
            // Of the 34 rows of the plan those that have notes and duties of every sort.
            let is_told = |code: &str| id != MatrixId::M11 || ["T16", "T18", "T21"].contains(&code);
            for row in matrix.rows.iter().filter(|row| is_told(&row.key)) {
                for column in &matrix.columns {
                    let (row, column) = (row.key.clone(), column.key.clone());
                    asked.push(Query::Cell { id, day, period: None, row, column });
                }
            }
        }
        for by in By::ALL {
            let which = Which::all(by, None);
            asked.push(Query::Statistics { asked: Asked::Table(which.clone()), day });
            let Answer::Statistics(told) = self.desk.ask(asked.last().unwrap()) else { panic!() };
            let Told::Table(table) = *told else { panic!() };
            for row in &table.rows {
                for figure in ["found", "open", "visits", "zero_share"] {
                    let (row, figure) = (row.key.clone(), figure.to_owned());
                    asked.push(Query::Statistics {
                        asked: Asked::Rows { which: which.clone(), row, figure },
                        day,
                    });
                }
            }
        }
        let all_units = Asked::Ahead { unit: "total".into(), week: None };
        asked.extend([Asked::Work, Asked::Debts, all_units].map(|asked| Query::Statistics { asked, day }));
        let hazards = |filter: HazardFilter, order| Query::Hazards { filter, order, window, day };
        for text in ["", "鹤", "鲲", "鼎", "榻", "装修", "kdd", "H2611-0020"] {
            let filter = HazardFilter { text: text.into(), ..HazardFilter::default() };
            asked.push(hazards(filter, HazardOrder::Enterprise));
            let filter = EnterpriseFilter { text: text.into(), ..EnterpriseFilter::default() };
            asked.push(Query::Enterprises { filter, window, day });
            for kind in Kind::ALL.map(Some).into_iter().chain([None]) {
                asked.push(Query::Records {
                    kind,
                    sort: String::new(),
                    text: text.into(),
                    unit: String::new(),
                    window,
                });
            }
        }
        for order in [HazardOrder::Urgency, HazardOrder::Found, HazardOrder::Due, HazardOrder::Number] {
            asked.push(hazards(HazardFilter::default(), order));
        }
        for queue in [Queue::Open, Queue::Mine, Queue::Overdue, Queue::Major] {
            asked.push(hazards(
                HazardFilter { queue: Some(queue), ..HazardFilter::default() },
                HazardOrder::Due,
            ));
        }
        for township in [WANAN, SHUANGYANG] {
            let townships = vec![township.to_owned()];
            asked.push(hazards(
                HazardFilter { townships: townships.clone(), ..HazardFilter::default() },
                HazardOrder::Due,
            ));
            let filter = EnterpriseFilter { townships, ..EnterpriseFilter::default() };
            asked.push(Query::Enterprises { filter, window, day });
            asked.push(Query::Records {
                kind: None,
                sort: String::new(),
                text: String::new(),
                unit: township.into(),
                window,
            });
        }
        asked.push(hazards(HazardFilter { ids: all.clone(), ..HazardFilter::default() }, HazardOrder::Due));
        let filter = EnterpriseFilter { ids: all.clone(), ..EnterpriseFilter::default() };
        asked.push(Query::Enterprises { filter, window, day });
        for of in
            Kind::ALL.map(Extract::Of).into_iter().chain([Extract::Hazards, Extract::Found, Extract::All])
        {
            for township in ["", WANAN, SHUANGYANG] {
                asked.push(Query::Extract { of, township: township.into(), after: Id::NONE, limit: 500 });
            }
        }
        for id in &all {
            asked.push(Query::Record { id: *id, day });
            asked.push(Query::Form(FormFor::Edit(*id)));
            asked.push(Query::Form(FormFor::Act(vec![*id], Deed::Classify)));
            asked.push(Query::Numbered { number: id.number() });
        }
        asked.push(Query::Form(FormFor::Act(all.clone(), Deed::Note)));
        for shop in self.bureau.shops {
            let id = shop.id.to_string();
            for kind in Kind::ALL {
                let given = fields(&[("enterprise", &id), ("plan", "P2611-0001"), ("hazards", "H2611-0020")]);
                asked.push(Query::Form(FormFor::New(kind, given)));
            }
            let initials = if shop.township == WANAN { "h" } else { "k" };
            let initials = format!("{initials}{}d", if shop.trade == "cy" { "d" } else { "t" });
            for line in [
                format!("h 1/#{id} 灭火器过期"),
                format!("h 2/{initials} 灭火器过期"),
                format!("h 1/{initials} 灭火器过期"),
                format!("i /{initials}"),
                format!("d 2/{initials} *20"),
            ] {
                asked.push(understand(&line, Id::NONE));
            }
            for township in ["", WANAN, SHUANGYANG] {
                let shape = CompleteFor::Enterprise { township: township.into() };
                asked.push(Query::Complete { text: initials.clone(), shape });
            }
        }
        for hazard in all.iter().filter(|id| id.kind() == Kind::Hazard) {
            asked.push(understand(&format!("w #{hazard} 已更换"), *hazard));
            asked.push(understand("h ^ 灭火器过期", *hazard));
            asked.push(understand(&format!("w #{} 已更换", hazard.number()), Id::NONE));
        }
        let text = "h 1/hdd 软管老化\nh 2/kdd 软管老化\nr #20 ok 已更换\nh 2/ktd 软管老化".to_owned();
        asked.push(Query::UnderstandBlock { text, common: String::new(), last: all[0] });
        for text in ["", "a", "m", "l"] {
            asked.push(Query::Complete { text: text.into(), shape: CompleteFor::Person });
        }
        for entry in REPORTS {
            let of = |township: &str, id: Id| {
                Query::Report(Wanted { township: township.into(), id, ..Wanted::new(entry.code) })
            };
            match entry.township {
                Need::No => asked.push(of("", Id::NONE)),
                _ => asked.extend(["", WANAN, SHUANGYANG].map(|township| of(township, Id::NONE))),
            }
            asked.extend(all.iter().filter(|id| entry.records.contains(&id.kind())).map(|id| of("", *id)));
            let words = ["双阳", "灭火器", "阿芬", "#20"].map(str::to_owned).into_iter();
            let words =
                words.chain(all.iter().map(ToString::to_string)).filter(|_| !entry.records.is_empty());
            asked.extend(words.map(|record| Query::ReportOf {
                code: entry.code.into(),
                typed: Fields::of([("record", record)]),
            }));
        }
        for id in &all {
            let fields = Fields::of([("township", "没有的镇"), ("enterprise", "灭火器")]);
            let (effective_on, why) = (Day::NONE, String::new());
            asked.push(Query::Check(Command::Amend { id: *id, seen: 0, fields, effective_on, why }));
        }
        asked.push(Query::Log { limit: 1000 });
        asked.push(Query::Ticket(Ticket("测试-1".into())));
        asked.push(Query::Keeping);
        let none = String::new;
        asked.push(Query::Planning(Planning::Closing { plan: none() }, day));
        for township in ["", WANAN, SHUANGYANG].map(str::to_owned) {
            let (seed, counts) = (7, (50, 50));
            for what in [
                Planning::Proposal { township: township.clone(), month: none() },
                Planning::Kit { township: township.clone(), half: none(), seed, counts },
                Planning::Lacking { township: township.clone() },
            ] {
                asked.push(Query::Planning(what, day));
            }
        }
        asked
    }
}

fn understand(line: &str, last: Id) -> Query {
    Query::Understand { line: line.into(), common: String::new(), last }
}

/// The name of a question's kind; a new kind has to be asked above.
fn name(query: &Query) -> &'static str {
    match query {
        Query::Status => "Status",
        Query::Today { .. } => "Today",
        Query::Tasks { .. } => "Tasks",
        Query::Matrix { .. } => "Matrix",
        Query::Cell { .. } => "Cell",
        Query::Statistics { .. } => "Statistics",
        Query::Hazards { .. } => "Hazards",
        Query::Enterprises { .. } => "Enterprises",
        Query::Records { .. } => "Records",
        Query::Record { .. } => "Record",
        Query::Numbered { .. } => "Numbered",
        Query::Form(_) => "Form",
        Query::Understand { .. } => "Understand",
        Query::UnderstandBlock { .. } => "UnderstandBlock",
        Query::Complete { .. } => "Complete",
        Query::Log { .. } => "Log",
        Query::Ticket(_) => "Ticket",
        Query::Documents => "Documents",
        Query::Extract { .. } => "Extract",
        Query::Rows(_) => "Rows",
        Query::Visits => "Visits",
        Query::Verify => "Verify",
        Query::Keeping => "Keeping",
        Query::Report(_) => "Report",
        Query::ReportOf { .. } => "ReportOf",
        Query::Check(_) => "Check",
        Query::Planning(..) => "Planning",
    }
}

const KINDS_OF_QUESTION: usize = 27;

#[test]
fn no_answer_holds_a_word_or_a_telephone_of_another_ground() {
    let ledger = Ledger::new();
    let questions = ledger.questions();
    let kinds: BTreeSet<_> = questions.iter().map(name).collect();
    assert_eq!(kinds.len(), KINDS_OF_QUESTION, "{kinds:?}");
    let of_shops = ledger.bureau.shops.map(|shop| {
        (format!("1380594{}{}", &shop.township[6..], shop.trade), mark_of(shop.township, shop.trade))
    });
    let of_people = [(WANAN, "鹤"), (SHUANGYANG, "鲲")]
        .map(|(township, town)| (format!("1395950{}", &township[6..]), town.to_owned()));
    for member in members() {
        let desk = ledger.at(&member);
        let mut told = BTreeSet::new();
        for query in &questions {
            let answer = format!("{:?}", desk.ask(query));
            if let Some(at) = forbidden(&member).and_then(|word| answer.find(word)) {
                let near = answer[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
                panic!("{} {}：{query:?} 答了 …{}", member.unit, member.role, &answer[near..at + 3]);
            }
            told.extend(of_shops.iter().chain(&of_people).filter(|(phone, _)| answer.contains(phone)));
        }
        for (phone, marks) in of_shops.iter().chain(&of_people) {
            let is_own = forbidden(&member).is_none_or(|word| !marks.contains(word));
            let is_told = told.iter().any(|(other, _)| other == phone);
            assert_eq!(is_told, is_own, "{} {} {phone}", member.unit, member.role);
        }
    }
}

#[test]
fn everybody_sees_the_whole_of_what_is_theirs() {
    let ledger = Ledger::new();
    for member in members() {
        let desk = ledger.at(&member);
        let rows: Vec<Id> = ledger.known.iter().map(|known| known.id).collect();
        let Answer::Rows(rows) = desk.ask(&Query::Rows(rows)) else { panic!() };
        for Known { id, marks } in &ledger.known {
            let what = format!("{} {} {id} {marks}", member.unit, member.role);
            let is_own = forbidden(&member).is_none_or(|word| !marks.contains(word));
            let whole = desk.ask(&Query::Record { id: *id, day: Day::NONE });
            let form = desk.ask(&Query::Form(FormFor::Edit(*id)));
            match (is_own, &whole, &form) {
                (true, Answer::Whole(_), Answer::Form(_)) => {
                    assert!(rows.iter().any(|row| row.id == *id), "{what}")
                }
                (true, Answer::Nothing(why), _) => assert!(why.contains("已撤销"), "{what}：{why}"),
                (false, Answer::Nothing(why), Answer::Nothing(_)) => {
                    assert!(why.contains("不在您的辖区或行业内"), "{what}：{why}");
                }
                _ => panic!("{what}：{whole:?} {form:?}"),
            }
        }
    }
}

#[test]
fn a_running_number_means_ones_own_record_whoever_else_has_one_open() {
    let mut desk = AtDesk::begun();
    let own = desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期")[1];
    desk.submits(Command::Act {
        id: own.to_string(),
        deed: Deed::Void,
        fields: fields(&[("reason", "重复登记")]),
    });
    desk.comes_to("2026-12-01");
    let theirs = desk.enters("h 2.cy/+洛江区双阳阿强面馆 通道堵塞")[1];
    assert_eq!((own.number(), theirs.number()), (1, 1));
    let query = Query::Numbered { number: 1 };
    for (member, meant) in [(ROLES[0], own), (ROLES[4], theirs)] {
        let Answer::Ids(ids) = desk.desk.seat_of(member.officer()).ask(&query) else { panic!() };
        assert_eq!(ids, [meant], "{member:?}");
    }
}

#[test]
fn totals_are_everybodys() {
    let ledger = Ledger::new();
    let leader = ledger.at(&ROLES[4]);
    for query in ledger.questions() {
        let Some(all) = totals(&leader.ask(&query)) else { continue };
        for member in members() {
            let own = totals(&ledger.at(&member).ask(&query));
            let is_refused = own.is_none() && name(&query) == "Today";
            assert!(is_refused || own.as_ref() == Some(&all), "{} {}：{query:?}", member.unit, member.role);
        }
    }
}

/// What counts for everybody in an answer; [`None`]: nothing does.
fn totals(answer: &Answer) -> Option<String> {
    Some(match answer {
        Answer::Matrix(matrix) => format!("{matrix:?}"),
        Answer::Cell(page) => format!("{:?} {:?} {:?}", page.cell, page.why, page.totals),
        Answer::Statistics(told) => match told.as_ref() {
            Told::Rows(page) => format!("{:?} {:?} {:?}", page.cell, page.why, page.totals),
            numbers => format!("{numbers:?}"),
        },
        Answer::Tasks(TaskTree { nodes, .. }) => {
            let states = nodes.iter().map(|node| format!("{} {} {:?}", node.code, node.state, node.owed));
            states.collect::<Vec<_>>().join("\n")
        }
        Answer::Today(page) => format!("{:?}", page.head),
        Answer::Hazards(page) => page.total.to_string(),
        Answer::Enterprises(page) => page.total.to_string(),
        Answer::Records(page) => page.total.to_string(),
        Answer::Status(status) => format!("{:?} {}", status.counts, status.seq),
        _ => return None,
    })
}

#[test]
fn through_the_socket_nothing_more_is_told() {
    let ledger = Ledger::new();
    let questions: Vec<Query> =
        ledger.questions().into_iter().filter(|query| name(query) != "Cell").collect();
    let Ledger { desk, bureau, .. } = ledger;
    drop(desk);
    let service = Service::of(bureau);
    for account in ["li", "lin"] {
        let member = *ROLES.iter().find(|member| member.account == account).unwrap();
        let word = forbidden(&member).unwrap();
        let mut line = service.seated(account);
        for query in &questions {
            let answer = format!("{:?}", line.asks(query));
            assert!(!answer.contains(word), "{account}：{query:?}");
        }
    }
}
