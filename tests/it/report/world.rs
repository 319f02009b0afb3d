//! Three enterprises in two townships, what happened there in November 2026, and five duties of an office of its own. The ledger
//! began on 2026-11-01; it is the morning of 2026-11-23.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::ask::report::{Report, Wanted};
use zhiben::desk::Desk;
use zhiben::desk::office::begin;
use zhiben::exchange::report::text;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use crate::support::at_desk::AtDesk;

pub const WANAN: &str = "350504001";
pub const HESHI: &str = "350504102";

/// 月度检查计划, 检查行业全覆盖, 半年督导, 乡镇人员培训 and 及时移交: what the shipped table says of them may change.
pub const DUTIES: &str = r#"
[[duty]]
code = "OR-01"
clause = "三(二)"
title = "月度检查计划"
asks = "每月列好检查计划并报送"
subject = { of = "单位" }
period = "月"
evidence = { noun = "月度检查计划", marks = ["已报送"] }
due = { rule = "本期第几个工作日", limit = "plan_submit_workday" }
basis = "文件规定"
owner = "乡镇"

[[duty]]
code = "OR-03"
clause = "三(二)"
title = "检查行业全覆盖"
asks = "有在营企业的每个行业至少检查一家"
subject = { of = "乡镇行业" }
period = "覆盖期"
evidence = { noun = "检查" }
due = { rule = "期末" }
basis = "局内约定"
owner = "乡镇"

[[duty]]
code = "OR-04"
clause = "三(二)"
title = "半年督导乡镇"
asks = "每半年由区商务局督导不少于一次"
subject = { of = "单位" }
period = "半年"
evidence = { noun = "督导" }
due = { rule = "期末" }
first_period = "计"
basis = "文件规定"
owner = "局"

[[duty]]
code = "OR-07"
clause = "二(六)9"
title = "乡镇人员培训"
asks = "参加区商务局组织的培训"
subject = { of = "人员", roles = ["乡镇经办"] }
period = "一次"
evidence = { noun = "到场", marks = ["局组织"] }
due = { rule = "期末" }
basis = "文件规定"
owner = "局"

[[duty]]
code = "OR-22"
clause = "二(五)8"
title = "隐患及时移交"
asks = "移交及时发出、签收、反馈"
subject = { of = "隐患" }
period = "逐案"
evidence = { noun = "隐患", clocks = ["发出", "签收", "反馈"] }
due = { rule = "逐案" }
basis = "局内约定"
owner = "乡镇"
"#;

pub struct World {
    pub at: AtDesk,
    pub food: Id,
    pub fuel: Id,
    pub mall: Id,
}

impl World {
    pub fn new() -> World {
        let mut at = AtDesk::empty();
        at.submits(begin("2026-11-01".parse().unwrap(), false));
        at.submits(Command::Load { name: "duties.toml".into(), text: DUTIES.into() });
        let mut world = World { at, food: Id::NONE, fuel: Id::NONE, mall: Id::NONE };
        world.food = world.shop("洛江区万安阿芬牛肉店", WANAN, "cy", "后埔", "张三");
        world.fuel = world.shop("洛江区万安顺达加油站", WANAN, "cp", "塘西", "李四");
        world.mall = world.shop("洛江区河市好又多超市", HESHI, "sc", "下堡", "王五");
        world
    }

    /// The same with visits, hazards, a plan, a drill and a supervision.
    pub fn busy() -> World {
        let mut world = World::new();
        let (food, fuel, mall) = (world.food, world.fuel, world.mall);
        let plan = world.enters(
            Kind::InspectionPlan,
            &[("township", WANAN), ("month", "2026-11"), ("submitted_on", "2026-11-03")],
        );
        let item = |enterprise: Id, on: &'static str| {
            [("plan", plan.to_string()), ("enterprise", enterprise.to_string()), ("planned_on", on.into())]
        };
        let first = world.makes(Kind::PlanItem, item(food, "2026-11-10"));
        world.makes(Kind::PlanItem, item(fuel, "2026-11-20"));
        let visit = world.makes(
            Kind::Inspection,
            [
                ("date", "2026-11-10".into()),
                ("township", WANAN.into()),
                ("enterprise", food.to_string()),
                ("mode", "日常".into()),
                ("inspectors", "李明、陈三".into()),
                ("finding", "发现".into()),
                ("plan_item", first.to_string()),
                ("signed_by", "张三".into()),
            ],
        );
        world.hazard(
            food,
            WANAN,
            visit,
            &[("description", "后厨软管老化"), ("due", "2026-11-15"), ("location", "后厨")],
        );
        let fixed = world.hazard(food, WANAN, visit, &[("description", "灭火器过期"), ("due", "2026-11-15")]);
        world.acts(fixed, Deed::ReportDone, &[("done_on", "2026-11-14"), ("how", "已更换")]);
        let visit = world.makes(
            Kind::Inspection,
            [
                ("date", "2026-11-12".into()),
                ("township", HESHI.into()),
                ("enterprise", mall.to_string()),
                ("mode", "联合".into()),
                ("partners", "消防".into()),
                ("inspectors", "李明、陈三、周六".into()),
                ("finding", "发现".into()),
            ],
        );
        world.hazard(mall, HESHI, visit, &[("description", "货架占用疏散通道"), ("due", "2026-12-05")]);
        world.makes(
            Kind::Drill,
            [
                ("date", "2026-11-05".into()),
                ("enterprise", mall.to_string()),
                ("kind", "疏散逃生".into()),
                ("participants", "35".into()),
            ],
        );
        world.enters(
            Kind::Supervision,
            &[
                ("date", "2026-11-16"),
                ("township", WANAN),
                ("lead", "林局"),
                ("findings", "计划兑现偏慢"),
                ("opinion", "月底前补齐"),
            ],
        );
        world
    }

    fn shop(&mut self, name: &str, township: &str, industry: &str, village: &str, principal: &str) -> Id {
        self.enters(
            Kind::Enterprise,
            &[
                ("name", name),
                ("township", township),
                ("industries", industry),
                ("village", village),
                ("address", &format!("{village}1号")),
                ("principal", principal),
                ("phone", "13859401234"),
                ("body", "企业"),
                ("since", "2024-06-01"),
            ],
        )
    }

    pub fn enters(&mut self, kind: Kind, pairs: &[(&str, &str)]) -> Id {
        let fields = Fields::of(pairs.iter().copied());
        self.at.submits(Command::Enter { kind, fields })[0]
    }

    pub fn makes<const N: usize>(&mut self, kind: Kind, pairs: [(&str, String); N]) -> Id {
        self.at.submits(Command::Enter { kind, fields: Fields::of(pairs) })[0]
    }

    pub fn hazard(&mut self, enterprise: Id, township: &str, visit: Id, more: &[(&str, &str)]) -> Id {
        let found = if township == WANAN { "2026-11-10" } else { "2026-11-12" };
        let own = [
            ("found_on", found.to_owned()),
            ("source", "乡镇检查".into()),
            ("township", township.into()),
            ("enterprise", enterprise.to_string()),
            ("inspection", if visit.is_some() { visit.to_string() } else { String::new() }),
            ("finders", "李明".into()),
            ("level", "一般".into()),
            ("track", "限期整改".into()),
            ("category", "消防".into()),
        ];
        let fields = Fields::of(own);
        let fields = more.iter().fold(fields, |all, (key, text)| all.with(*key, *text));
        self.at.submits(Command::Act { id: String::new(), deed: Deed::Register, fields })[0]
    }

    pub fn acts_on_new(&mut self, deed: Deed, pairs: &[(&str, &str)]) -> Id {
        let fields = Fields::of(pairs.iter().copied());
        self.at.submits(Command::Act { id: String::new(), deed, fields })[0]
    }

    pub fn acts(&mut self, id: Id, deed: Deed, pairs: &[(&str, &str)]) {
        let fields = Fields::of(pairs.iter().copied());
        self.at.submits(Command::Act { id: id.to_string(), deed, fields });
    }

    /// The report, all of whose numbers agree.
    pub fn report(&self, wanted: Wanted) -> Report {
        let report = report_at(&self.at.desk, wanted).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
        report
    }

    /// The same as text, without the running number of the last entry.
    pub fn text(&self, wanted: Wanted) -> String {
        let report = self.report(wanted);
        let seq = format!("第 {} 号登记", report.caliber.seq);
        text(&report).replace(&seq, "第 n 号登记")
    }
}

/// The report, or why there is none.
pub fn report_at(desk: &Desk, wanted: Wanted) -> Result<Report, String> {
    match desk.ask(&Query::Report(wanted)) {
        Answer::Report(report) => Ok(report),
        Answer::Nothing(why) => Err(why),
        other => panic!("{other:?}"),
    }
}

pub fn wanted(code: &str) -> Wanted {
    Wanted::new(code)
}

pub fn of_township(code: &str, township: &str) -> Wanted {
    Wanted { township: township.into(), ..Wanted::new(code) }
}

pub fn of_record(code: &str, id: Id) -> Wanted {
    Wanted { id, ..Wanted::new(code) }
}

/// The lines of a report, without 口径.
pub fn body(text: &str) -> &str {
    text.split_once("\n口径：").map_or(text, |(body, _)| body).trim_end()
}
