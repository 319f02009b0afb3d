//! Who is checked: enterprises of the seven industries with invented names.

use std::collections::HashSet;

use fastrand::Rng;

use super::World;
use super::cast::{Cast, Who, name};
use super::diary::{After, Diary};
use super::words::{BRANDS, ROADS, SECONDS, VILLAGES};
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// An enterprise as the sample knows it.
pub struct Premises {
    /// Its number, once entered.
    pub id: Id,
    /// Index of the township.
    pub town: usize,
    /// Code of the industry.
    pub industry: &'static str,
    /// 主要负责人
    pub principal: String,
    /// 从业人数
    pub employees: u32,
    /// 重点
    pub is_key: bool,
    /// 大型商业综合体
    pub is_complex: bool,
    /// Of a hundred things owed, so many are done.
    pub reliability: u32,
    /// Day it opened.
    pub since: Day,
    /// Day it closed; none: still open.
    pub closed_on: Day,
    fields: Fields,
}

impl Premises {
    /// Registered name.
    pub fn name(&self) -> &str {
        self.fields.get("name")
    }
}

impl Premises {
    /// Entered, and not closed.
    pub fn is_open(&self, day: Day) -> bool {
        self.id.is_some() && self.since <= day && (self.closed_on.is_none() || day < self.closed_on)
    }
}

/// An industry of the sample.
struct Trade {
    code: &'static str,
    /// Of a thousand enterprises, so many.
    share: u32,
    /// At least so many, where the sample has room.
    least: u32,
    /// What its names end with.
    nouns: &'static [&'static str],
    /// People employed.
    employees: (u32, u32),
    /// Of a hundred, so many are 重点.
    key: u32,
}

const TRADES: &[Trade] = &[
    Trade {
        code: "cy",
        share: 430,
        least: 1,
        nouns: &[
            "小厨",
            "面馆",
            "大排档",
            "牛肉店",
            "海鲜酒楼",
            "土菜馆",
            "火锅店",
            "姜母鸭店",
            "卤味店",
            "茶餐厅",
        ],
        employees: (3, 45),
        key: 18,
    },
    Trade {
        code: "sc",
        share: 200,
        least: 1,
        nouns: &["超市", "生鲜便利店", "百货商场", "食杂店", "购物广场"],
        employees: (2, 80),
        key: 22,
    },
    Trade {
        code: "jd",
        share: 120,
        least: 1,
        nouns: &["宾馆", "商务酒店", "旅馆", "民宿", "公寓酒店"],
        employees: (3, 40),
        key: 30,
    },
    Trade {
        code: "zs",
        share: 120,
        least: 1,
        nouns: &["废品回收站", "再生资源回收站", "废旧物资收购点"],
        employees: (2, 25),
        key: 15,
    },
    Trade {
        code: "cp", share: 90, least: 2, nouns: &["加油站", "加油点"], employees: (3, 18), key: 90
    },
    Trade {
        code: "bf",
        share: 20,
        least: 2,
        nouns: &["报废机动车回收拆解有限公司", "报废汽车拆解场"],
        employees: (8, 40),
        key: 100,
    },
    Trade {
        code: "zh",
        share: 12,
        least: 3,
        nouns: &["商业广场", "生活城", "购物中心"],
        employees: (120, 900),
        key: 100,
    },
];

/// Where enterprises are: of a hundred, so many in each township.
const TOWN_SHARES: [u32; 6] = [26, 24, 13, 14, 18, 5];

/// Makes `count` of them, industries and townships in their shares.
pub fn all(count: u32, cast: &Cast, start: Day, end: Day, rng: &mut Rng) -> Vec<Premises> {
    let mut taken = HashSet::new();
    let mut trades: Vec<&Trade> = TRADES.iter().flat_map(|trade| vec![trade; trade.least as usize]).collect();
    trades.truncate(count as usize);
    while (trades.len() as u32) < count {
        trades.push(weighted(TRADES, |trade| trade.share, rng));
    }
    let towns: Vec<(usize, u32)> = TOWN_SHARES.iter().copied().enumerate().collect();
    let mut make = |n: usize, trade: &Trade| {
        let spread = n < cast.towns.len() && trade.code != "zh";
        let town = if spread { n } else { weighted(&towns, |(_, share)| *share, rng).0 };
        let town = if trade.code == "zh" { town % 2 } else { town };
        one(trade, town, cast, (start, end), &mut taken, rng)
    };
    trades.into_iter().enumerate().map(|(n, trade)| make(n, trade)).collect()
}

/// One of `from`, the likelier the heavier.
pub fn weighted<'a, T>(from: &'a [T], weight: impl Fn(&T) -> u32, rng: &mut Rng) -> &'a T {
    let mut left = rng.u32(0..from.iter().map(&weight).sum::<u32>().max(1));
    let heavy = |one: &&T| {
        let here = left < weight(one);
        left = left.saturating_sub(weight(one));
        here
    };
    from.iter().find(heavy).unwrap_or(&from[0])
}

fn one(
    trade: &Trade,
    town: usize,
    cast: &Cast,
    (start, end): (Day, Day),
    taken: &mut HashSet<String>,
    rng: &mut Rng,
) -> Premises {
    let short = &cast.towns[town].short;
    let title = title(short, trade, taken, rng);
    let principal = loop {
        let name = name(rng);
        if !cast.has(&name) {
            break name;
        }
    };
    let employees = rng.u32(trade.employees.0..=trade.employees.1);
    let is_key = rng.u32(0..100) < trade.key;
    let days = start.days_until(end).max(1);
    let since = if rng.u32(0..100) < 90 { start } else { start.plus(rng.i32(0..days)) };
    let closes = rng.u32(0..100) < 4 && trade.code != "zh";
    let closed_on = if closes { since.plus(rng.i32(60..1000)) } else { Day::NONE };
    let is_complex = trade.code == "zh";
    let mut premises = Premises {
        id: Id::NONE,
        town,
        industry: trade.code,
        principal,
        employees,
        is_key,
        is_complex,
        reliability: *rng.choice(&[60, 75, 85, 90, 95, 98, 100]).unwrap_or(&90),
        since,
        closed_on,
        fields: Fields::default(),
    };
    premises.fields = fields(&premises, &title, &cast.towns[town].code, rng);
    premises
}

/// A name nobody has: `万安阿芬牛肉店`, sometimes with 洛江区 before it.
fn title(town: &str, trade: &Trade, taken: &mut HashSet<String>, rng: &mut Rng) -> String {
    let mut seconds = 1;
    loop {
        let pick = |from: &[&str], rng: &mut Rng| rng.choice(from).copied().unwrap_or_default().to_owned();
        let brand = pick(BRANDS, rng);
        let second = pick(&SECONDS[..seconds.min(SECONDS.len())], rng);
        let noun = pick(trade.nouns, rng);
        let title = format!("{town}{brand}{second}{noun}");
        if taken.insert(title.clone()) {
            return if rng.u32(0..100) < 20 { format!("洛江区{title}") } else { title };
        }
        seconds += 1;
        if seconds > 200 {
            let title = format!("{title}{}店", taken.len());
            taken.insert(title.clone());
            return title;
        }
    }
}

fn fields(premises: &Premises, title: &str, town: &str, rng: &mut Rng) -> Fields {
    let pick = |from: &[&'static str], rng: &mut Rng| rng.choice(from).copied().unwrap_or_default();
    let village = pick(VILLAGES, rng);
    let flag = |yes: bool| if yes { "是" } else { "否" };
    let size = match premises.employees {
        0..10 => "微",
        10..50 => "小",
        50..300 => "中",
        _ => "大",
    };
    let is_company = premises.employees >= 10 || matches!(premises.industry, "cp" | "bf" | "zh");
    let fields = Fields::default()
        .with("name", title)
        .with("body", if is_company { "企业" } else { "个体户" })
        .with("township", town)
        .with("village", village)
        .with("address", format!("{village}{}{}号", pick(ROADS, rng), rng.u32(1..400)))
        .with("industries", premises.industry)
        .with("size", size)
        .with("is_key", if premises.is_key || rng.u32(0..100) < 92 { flag(premises.is_key) } else { "" })
        .with("is_complex", if premises.is_complex { "是" } else { "" })
        .with("is_crowded", flag(premises.employees >= 40))
        .with("self_built", if rng.u32(0..100) < 25 { "是" } else { "" })
        .with("principal", &premises.principal)
        .with("phone", format!("1990000{:04}", rng.u32(0..10_000)))
        .with("employees", premises.employees.to_string())
        .with("since", premises.since.to_string())
        .with("uscc", if is_company { credit_code(rng) } else { String::new() });
    of_trade(premises, fields, rng)
}

/// What belongs to the industry: gas, licences, standardization.
fn of_trade(premises: &Premises, fields: Fields, rng: &mut Rng) -> Fields {
    let pick = |from: &[&'static str], rng: &mut Rng| rng.choice(from).copied().unwrap_or_default();
    let standard = pick(&["未创建", "未创建", "创建中", "已达标"], rng);
    let fields = fields.with("standard", standard);
    match premises.industry {
        "cy" => fields
            .with("gas", pick(&["管道", "瓶装", "瓶装", "瓶装", "电"], rng))
            .with("gas_alarm", pick(&["是", "是", "是", "否", ""], rng)),
        "cp" | "bf" => {
            let licence = if premises.industry == "cp" {
                "成品油零售经营批准"
            } else {
                "报废机动车回收拆解资质认定"
            };
            let until = Day::ymd(2026, 6, 1).unwrap_or_default().plus(rng.i32(0..900));
            fields.with("licences", licence).with("licence_until", until.to_string())
        }
        "zh" => fields.with("area", rng.u32(30_000..120_000).to_string()).with("fire_lead", name(rng)),
        _ => fields,
    }
}

/// 统一社会信用代码 with a sound check digit (GB 32100), of an invented body.
fn credit_code(rng: &mut Rng) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let head = "91350504MA".bytes().filter_map(|sign| SIGNS.iter().position(|other| *other == sign));
    let mut values: Vec<usize> = head.collect();
    values.extend(std::iter::repeat_with(|| rng.usize(0..SIGNS.len())).take(7));
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: usize = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    values.push((31 - sum % 31) % 31);
    values.into_iter().map(|value| SIGNS[value] as char).collect()
}

/// Opens and closes enterprises on their day; now and then one is completed afterwards.
pub fn changes(world: &mut World, today: Day, diary: &mut Diary) {
    for (n, premises) in world.premises.iter().enumerate() {
        let officer = || world.cast.officer(Who::Clerk(premises.town));
        if premises.since == today {
            let command = Command::Enter { kind: Kind::Enterprise, fields: premises.fields.clone() };
            diary.wish(officer(), command, After::Premises(n));
        }
        let verified = premises.since.plus(30 + premises.reliability as i32 * 3);
        if premises.closed_on == today && premises.id.is_some() {
            amend(
                diary,
                officer(),
                premises.id,
                Fields::default().with("status", "关闭"),
                today,
                "已停止经营",
            );
        } else if verified == today && premises.is_open(today) && premises.reliability >= 85 {
            let fields = Fields::default()
                .with("responsibility_on", today.to_string())
                .with("self_check_on", today.to_string());
            amend(diary, officer(), premises.id, fields, Day::NONE, "上门核实");
        }
    }
}

/// A change of a record.
pub fn amend(
    diary: &mut Diary,
    officer: crate::model::case::Officer,
    id: Id,
    fields: Fields,
    effective_on: Day,
    why: &str,
) {
    let command = Command::Amend { id, seen: 0, fields, effective_on, why: why.to_owned() };
    diary.wish(officer, command, After::Nothing);
}
