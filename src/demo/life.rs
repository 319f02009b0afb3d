//! What becomes of a hazard: its steps are thought out when it is found and taken on their days; those that lie beyond the
//! last day of the sample never come, so that some are always under way, late, or waiting for somebody else.

use std::collections::BTreeMap;

use super::World;
use super::cast::Who;
use super::diary::{After, Diary, Task};
use super::findings::{Finding, Way};
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};

/// A step of a hazard's life.
pub struct Step {
    /// When.
    pub day: Day,
    /// Who takes it.
    pub who: Who,
    /// What.
    pub deed: Deed,
    /// What is answered.
    pub fields: Fields,
}

/// Hazards that go out by letter on a day: by township and department.
#[derive(Default)]
pub struct Outbox {
    waiting: BTreeMap<(usize, String), Vec<Id>>,
    letters: BTreeMap<(usize, i32), u32>,
}

/// Hazards found in the last weeks that are left as they are, so that however few there are somebody has something to do on the last
/// day.
pub struct Ending {
    /// Never put right.
    late: u32,
    /// Put right and not rechecked.
    waiting: u32,
}

impl Ending {
    /// Does something found today have to be left as it is?
    pub fn wants(&self, today: Day, end: Day) -> bool {
        self.late + self.waiting > 0 && LAST_WEEKS.contains(&today.days_until(end))
    }
}

impl Default for Ending {
    fn default() -> Ending {
        Ending { late: 2, waiting: 2 }
    }
}

/// Found so many days before the last day, it may be left as it is.
const LAST_WEEKS: std::ops::RangeInclusive<i32> = 3..=28;
/// Beyond any last day.
const NEVER: i32 = 2000;

/// A hazard while its life is thought out.
struct Story<'w> {
    world: &'w mut World,
    finding: &'static Finding,
    town: usize,
    steps: Vec<Step>,
    /// Where the story has come to.
    day: Day,
}

/// The commands that enter a finding of the visit at place 1 of their group, as the group's `place`-th command and on, and
/// the steps that follow.
pub fn found(
    world: &mut World,
    today: Day,
    town: usize,
    industry: &'static str,
    finding: &'static Finding,
    place: usize,
) -> (Vec<Command>, Vec<Step>) {
    let register = |fields: Fields| {
        let fields = fields
            .with("inspection", "$1")
            .with("description", finding.text)
            .with("location", finding.location)
            .with("category", finding.category)
            .with("class", if finding.category == "安全管理" { "基础管理类" } else { "现场管理类" });
        Command::Act { id: String::new(), deed: Deed::Register, fields }
    };
    let may_be_major = !world.basics.catalog_match(finding.text, Some(industry)).is_empty();
    let mut story = Story { world, finding, town, steps: Vec::new(), day: today };
    let general = Fields::default().with("level", "一般");
    let commands = match finding.way {
        Way::OnSpot if story.world.chance(75) => {
            let id = format!("${place}");
            let fields = Fields::default().with("how", finding.fix);
            vec![register(Fields::default()), Command::Act { id, deed: Deed::FixAndVerify, fields }]
        }
        Way::Major => {
            let interim = "停止使用该部位，派人值守";
            story.major();
            vec![register(Fields::default().with("level", "重大").with("interim", interim))]
        }
        _ if may_be_major => {
            story.judged();
            vec![register(general)]
        }
        Way::OnSpot => {
            story.rechecked();
            let done = Fields::default().with("track", "立行立改").with("done_on", today.to_string());
            vec![register(done.with("level", "一般").with("how", finding.fix))]
        }
        Way::Within(days) => {
            let due = today.plus(days);
            story.rectified(due);
            vec![register(general.with("track", "限期整改").with("due", due.to_string()))]
        }
        Way::To(department) => {
            story.handed_over(department);
            let basis = "不属商务职责，由职责部门处理";
            vec![register(general.with("track", "移交").with("department", department).with("basis", basis))]
        }
    };
    (commands, story.steps)
}

impl Story<'_> {
    /// Goes on by so many days, to a workday.
    fn after(&mut self, least: i32, most: i32) -> Day {
        let days = self.world.between(least, most);
        self.day = self.world.workday(self.day.plus(days));
        self.day
    }

    fn step(&mut self, who: Who, deed: Deed, fields: Fields) {
        self.steps.push(Step { day: self.day, who, deed, fields });
    }

    /// The clerks rechecked it together.
    fn party(&self) -> String {
        let name = |who| self.world.cast.name(who);
        format!("{}、{}", name(Who::Clerk(self.town)), name(Who::Mate(self.town)))
    }

    /// Its words are those of the 重大 list: somebody of the section looks and judges it 一般.
    fn judged(&mut self) {
        let day = self.after(1, 3);
        let due = day.plus(7);
        let fields = Fields::default()
            .with("level", "一般")
            .with("criterion", "现场核对，不构成清单所列情形")
            .with("due", due.to_string());
        self.step(Who::Section, Deed::Classify, fields);
        self.rectified(due);
    }

    /// One of the few that are left as they are on the last day.
    fn left_open(&mut self, due: Day) -> bool {
        let end = self.world.end;
        if !self.world.ending.wants(self.day, end) {
            return false;
        }
        let Ending { late, waiting } = &mut self.world.ending;
        if due < end && *late >= *waiting && *late > 0 {
            *late -= 1;
            return true;
        }
        if *waiting == 0 {
            return false;
        }
        *waiting -= 1;
        self.after(1, 2);
        self.report();
        true
    }

    /// Reported done in time or late, now and then extended first or sent back; then rechecked.
    fn rectified(&mut self, due: Day) {
        if self.left_open(due) {
            return;
        }
        let due = if self.world.chance(5) { self.extended(due) } else { due };
        let lead = self.day.days_until(due).max(1);
        match self.world.between(0, 99) {
            0..=79 => self.after(1, lead),
            80..=93 => self.after(lead + 2, lead + 15),
            94..=98 => self.after(lead + 20, lead + 90),
            _ => self.after(NEVER, NEVER),
        };
        self.report();
        if self.world.chance(8) {
            let on = self.after(1, 6);
            let due = on.plus(5);
            let fields = Fields::default()
                .with("on", on.to_string())
                .with("by", self.party())
                .with("result", "不合格")
                .with("opinion", "整改不到位，部分位置仍未处理")
                .with("due", due.to_string());
            self.step(Who::Clerk(self.town), Deed::FailRecheck, fields);
            self.after(1, 6);
            self.report();
        }
        self.rechecked();
    }

    fn report(&mut self) {
        let funds = self.world.between(1, 30) * 100;
        let fields = Fields::default()
            .with("done_on", self.day.to_string())
            .with("how", self.finding.fix)
            .with("funds", funds.to_string())
            .with("evidence", "整改照片2张");
        self.step(Who::Clerk(self.town), Deed::ReportDone, fields);
    }

    fn extended(&mut self, due: Day) -> Day {
        let asked = self.after(1, self.day.days_until(due).max(1));
        let new_due = due.plus(10);
        let fields = Fields::default()
            .with("asked_on", asked.to_string())
            .with("reason", "配件须从厂家订货")
            .with("new_due", new_due.to_string())
            .with("interim", "停用该部位，张贴警示");
        self.step(Who::Clerk(self.town), Deed::AskExtension, fields);
        self.after(1, 3);
        let granted = if self.world.chance(85) { "是" } else { "否" };
        self.step(
            Who::TownHead(self.town),
            Deed::DecideExtension,
            Fields::default().with("granted", granted),
        );
        if granted == "是" { new_due } else { due }
    }

    /// Looked at again within a few days, then closed; some are looked back at.
    fn rechecked(&mut self) {
        if self.world.chance(90) {
            self.after(1, 5)
        } else {
            self.after(6, 14)
        };
        self.passed();
        self.looked_back(6);
    }

    /// Closed by the clerks; a 重大 one by the section, with the leader's consent.
    fn passed(&mut self) {
        let fields = Fields::default().with("on", self.day.to_string());
        if self.finding.way == Way::Major {
            let (lead, mate) = (self.world.cast.name(Who::SectionLead), self.world.cast.name(Who::Section));
            let fields = fields
                .with("by", format!("{lead}、{mate}"))
                .with("led_by", lead)
                .with("approver", self.world.cast.name(Who::Leader))
                .with("opinion", "五项落实，整改到位，同意销号");
            self.step(Who::SectionLead, Deed::PassRecheck, fields);
        } else {
            let fields = fields.with("by", self.party()).with("opinion", "已整改到位");
            self.step(Who::Clerk(self.town), Deed::PassRecheck, fields);
        }
    }

    fn looked_back(&mut self, percent: u32) {
        if !self.world.chance(percent) {
            return;
        }
        let closed = self.day;
        let on = self.after(22, 28);
        let may_reopen = closed.days_until(on) <= self.world.basics.settings.reopen_days as i32;
        let fields = Fields::default().with("lookback_on", on.to_string());
        if may_reopen && self.world.chance(7) {
            let due = self.day.plus(7);
            let fields = fields.with("opinion", "同一问题再次出现").with("due", due.to_string());
            self.step(Who::Clerk(self.town), Deed::Relapse, fields);
            self.after(1, 6);
            self.report();
            self.after(1, 4);
            self.passed();
        } else {
            self.step(Who::Clerk(self.town), Deed::LookBack, fields.with("opinion", "未反弹"));
        }
    }

    /// Sent by letter, signed for, answered; now and then urged, sent back, or put right meanwhile.
    fn handed_over(&mut self, department: &'static str) {
        if self.world.chance(93) {
            self.after(1, 3)
        } else {
            self.after(5, 12)
        };
        self.step(Who::Clerk(self.town), Deed::SendLetter, Fields::default().with("department", department));
        let (sent, limit) = (self.day, self.world.basics.settings.transfer_accept_workdays as i32);
        match self.world.between(0, 99) {
            0..=79 => self.after(1, 5),
            80..=89 => {
                self.day = self.world.workdays.add(sent, limit + 2);
                self.urge();
                self.after(1, 4)
            }
            90..=95 => return self.returned(department),
            _ => return self.fixed_meanwhile(),
        };
        let accepted = self.day;
        let receiver = super::cast::name(&mut self.world.rng);
        let due =
            self.world.workdays.add(accepted, self.world.basics.settings.transfer_feedback_workdays as i32);
        let fields = Fields::default()
            .with("receiver", receiver)
            .with("accepted_on", accepted.to_string())
            .with("feedback_due", due.to_string());
        self.step(Who::Clerk(self.town), Deed::Accept, fields);
        self.answered(due);
    }

    fn answered(&mut self, due: Day) {
        let lead = self.day.days_until(due);
        match self.world.between(0, 99) {
            0..=77 => self.after(4, lead),
            78..=92 => {
                self.after(lead + 2, lead + 6);
                self.urge();
                self.after(2, 10)
            }
            _ => {
                self.after(lead + 3, lead + 5);
                self.urge();
                self.after(15, 400)
            }
        };
        let number = self.world.between(3, 180);
        let fields = Fields::default()
            .with("feedback_on", self.day.to_string())
            .with("feedback_no", format!("复〔{}〕{number}号", self.day.year()))
            .with("result", self.finding.fix);
        if self.world.chance(40) {
            self.step(Who::Clerk(self.town), Deed::AnswerAndClose, fields.with("rechecked", "是"));
        } else {
            self.step(Who::Clerk(self.town), Deed::Answer, fields);
            self.rechecked();
        }
    }

    fn urge(&mut self) {
        let fields = Fields::default().with("on", self.day.to_string()).with("channel", "电话");
        self.step(Who::Clerk(self.town), Deed::Urge, fields.with("text", "请尽快办理并反馈"));
    }

    /// The department says it is not theirs: judged anew, and commerce sees to it.
    fn returned(&mut self, department: &'static str) {
        self.after(2, 6);
        let fields = Fields::default().with("returned_on", self.day.to_string());
        self.step(Who::Clerk(self.town), Deed::Return, fields.with("reason", "不属本部门职责"));
        self.after(1, 3);
        if department == "yj" {
            let fields =
                Fields::default().with("department", "xf").with("basis", "按职责改送").with("level", "一般");
            self.step(Who::Section, Deed::Assign, fields);
            return self.handed_over("xf");
        }
        let due = self.day.plus(10);
        let criterion = "部门认定由经营单位自行整改";
        let fields =
            Fields::default().with("level", "一般").with("due", due.to_string()).with("criterion", criterion);
        self.step(Who::Section, Deed::Classify, fields);
        self.rectified(due);
    }

    fn fixed_meanwhile(&mut self) {
        self.after(2, 8);
        let fields = Fields::default()
            .with("done_on", self.day.to_string())
            .with("how", self.finding.fix)
            .with("informed", "已电话告知职责部门");
        self.step(Who::Clerk(self.town), Deed::FixedMeanwhile, fields);
        self.rechecked();
    }

    /// 重大: judged by the head of the section, secured in five points, sometimes listed; closed by the leader's consent.
    fn major(&mut self) {
        let found = self.day;
        self.after(1, 2);
        let due = found.plus(self.world.between(18, 30));
        let fields = Fields::default()
            .with("level", "重大")
            .with("criterion", "对照重大隐患排查清单认定")
            .with("measures", self.finding.fix.trim_start_matches('已'))
            .with("due", due.to_string());
        self.step(Who::SectionLead, Deed::Classify, fields);
        let late = self.world.chance(12);
        if late {
            self.after(9, 14)
        } else {
            self.after(1, 4)
        };
        let funds = self.world.between(5, 80) * 1000;
        // The limit is confirmed with the rest: one that happens to be the proposed day would stay 待补.
        let fields = Fields::default()
            .with("funds", funds.to_string())
            .with("emergency_plan", "现场处置方案一份")
            .with("due", due.to_string());
        self.step(Who::Section, Deed::Secure, fields);
        let listed = self.world.chance(35);
        if listed {
            let listed_on = self.after(1, 3);
            let fields = Fields::default()
                .with("no", format!("泉洛安委〔{}〕督{}号", listed_on.year(), self.world.between(1, 40)))
                .with("order_level", "区")
                .with("listed_on", listed_on.to_string())
                .with("due", due.plus(15).to_string());
            self.step(Who::SectionLead, Deed::List, fields);
        }
        let lead = self.day.days_until(due).max(3);
        if self.world.chance(80) {
            self.after(3, lead)
        } else {
            self.after(lead + 2, lead + 25)
        };
        self.report();
        self.after(1, 4);
        if listed {
            self.step(
                Who::SectionLead,
                Deed::Delist,
                Fields::default().with("delisted_on", self.day.to_string()),
            );
            self.after(1, 2);
        }
        self.passed();
        self.looked_back(90);
    }
}

/// Takes the day's steps, then sends the day's letters.
pub fn of_day(world: &mut World, today: Day, diary: &mut Diary) {
    for task in world.agenda.take(today) {
        match task {
            Task::Step(id, step) if step.deed == Deed::SendLetter => {
                let town = if let Who::Clerk(town) = step.who { town } else { 0 };
                let department = step.fields.get("department").to_owned();
                world.outbox.waiting.entry((town, department)).or_default().push(id);
            }
            Task::Step(id, step) => {
                let command = Command::Act { id: id.to_string(), deed: step.deed, fields: step.fields };
                diary.wish(world.cast.officer(step.who), command, After::Nothing);
            }
            other => super::visits::task(world, today, other, diary),
        }
    }
    for ((town, department), hazards) in std::mem::take(&mut world.outbox.waiting) {
        let number = world.outbox.letters.entry((town, today.year())).or_default();
        *number += 1;
        let short = &world.cast.towns[town].short;
        for part in hazards.chunks(LETTER) {
            let ids: Vec<String> = part.iter().map(Id::to_string).collect();
            let fields = Fields::default()
                .with("department", &department)
                .with("letter_no", format!("{short}企办函〔{}〕{number}号", today.year()))
                .with("sent_on", today.to_string())
                .with("channel", "函")
                .with("basis", "二(五)8")
                .with("hazards", ids.join("、"));
            let command = Command::Enter { kind: Kind::Transfer, fields };
            diary.wish(world.cast.officer(Who::Clerk(town)), command, After::Nothing);
            *number += 1;
        }
    }
}

/// Hazards in one letter.
const LETTER: usize = 40;

/// What was left half done on the last day.
pub fn drafts(world: &mut World, today: Day, diary: &mut Diary) {
    let drafts = [(0, "后厨有异味，灶具型号待核"), (3, "仓库二层存放情况待补照片")];
    for (town, text) in drafts.into_iter().filter(|(town, _)| *town < world.cast.towns.len()) {
        let fields = Fields::default()
            .with("township", &world.cast.towns[town].code)
            .with("description", text)
            .with("found_on", today.to_string());
        let command = Command::Act { id: String::new(), deed: Deed::Draft, fields };
        diary.wish(world.cast.officer(Who::Clerk(town)), command, After::Nothing);
    }
}
