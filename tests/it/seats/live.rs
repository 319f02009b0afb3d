//! What officers at work see of one another: entries as they are made, and the same record changed by two.

use std::time::{Duration, Instant};

use zhiben::ask::answer::Answer;
use zhiben::ask::query::{HazardFilter, HazardOrder, Query, Window};
use zhiben::calendar::Day;
use zhiben::desk::wire::News;
use zhiben::desk::{Desk, SubmitError};
use zhiben::model::command::{Command, Refusal};
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::Id;

use super::bureau::{Service, WANAN, fields, ticket};

/// Long enough for any machine; nothing here waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

fn registers(desk: &Desk, service: &Service, words: &str) -> (u64, Id) {
    let shop = service.bureau.shop(WANAN, "cy").id.to_string();
    let fields =
        fields(&[("enterprise", &shop), ("description", words), ("source", "乡镇检查"), ("level", "一般")]);
    let command = Command::Act { id: String::new(), deed: Deed::Register, fields };
    let receipt = desk.submit(ticket(), command).unwrap();
    (receipt.seq, receipt.ids[0])
}

fn hazards(desk: &Desk) -> Vec<String> {
    let query = Query::Hazards {
        filter: HazardFilter::default(),
        order: HazardOrder::Found,
        window: Window::top(50),
        day: Day::NONE,
    };
    match desk.ask(&query) {
        Answer::Hazards(page) => page.rows.into_iter().map(|row| row.description).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_entry_of_one_is_told_to_the_others_at_once_and_they_see_it() {
    let service = Service::new();
    let (li, huang, wang) = (service.sits("li"), service.sits("huang"), service.sits("wang"));
    let told = [huang.changes(), wang.changes()];
    let own = li.changes();
    let mut slowest = Duration::ZERO;
    for n in 0..20 {
        let words = format!("第{n}处灭火器过期");
        let (seq, _) = registers(&li, &service, &words);
        let acknowledged = Instant::now();
        for told in told.iter().chain([&own]) {
            let mut news = std::iter::from_fn(|| told.recv_timeout(PATIENCE).ok());
            assert!(news.any(|news| news == News::Changed(seq)), "第 {seq} 条没有通知到");
        }
        slowest = slowest.max(acknowledged.elapsed());
        assert!(hazards(&wang).contains(&words));
    }
    println!("最慢 {slowest:?} 后，别的席位都知道了");
}

#[test]
fn who_sits_down_and_who_leaves_is_counted() {
    let service = Service::new();
    let li = service.sits("li");
    let told = li.changes();
    let hears = |count: u32| {
        let mut news = std::iter::from_fn(|| told.recv_timeout(PATIENCE).ok());
        assert!(news.any(|news| news == News::Online(count)), "没有听到在线{count}");
    };
    let huang = service.sits("huang");
    hears(2);
    drop(huang);
    hears(1);
}

/// The record as an officer has it before them.
fn opens(desk: &Desk, id: Id) -> u32 {
    match desk.ask(&Query::Record { id, day: Day::NONE }) {
        Answer::Whole(whole) => whole.version,
        other => panic!("{other:?}"),
    }
}

fn amends(desk: &Desk, id: Id, seen: u32, fields: &Fields) -> Result<(), Box<Refusal>> {
    let command =
        Command::Amend {
            id, seen, fields: fields.clone(), effective_on: Day::NONE, why: "现场核对".into()
        };
    match desk.submit(ticket(), command) {
        Ok(_) => Ok(()),
        Err(SubmitError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn of_two_who_change_the_same_record_the_second_is_told_what_changed_and_goes_on_with_what_they_typed() {
    let service = Service::new();
    let (li, huang) = (service.sits("li"), service.sits("huang"));
    let (_, id) = registers(&li, &service, "灭火器过期");
    let (of_li, of_huang) = (opens(&li, id), opens(&huang, id));
    amends(&li, id, of_li, &fields(&[("location", "后厨"), ("measures", "更换灭火器")])).unwrap();

    let typed = fields(&[("location", "前厅"), ("finders", "黄鹤")]);
    let refusal = amends(&huang, id, of_huang, &typed).unwrap_err();
    assert_eq!(refusal.guard, "版本");
    for said in [&id.to_string(), "李鹤", "11-23 09:00", "部位", "整改措施"] {
        assert!(refusal.text.contains(said), "{said}：{}", refusal.text);
    }
    assert!(refusal.hint.contains("已填内容保留"), "{}", refusal.hint);

    amends(&huang, id, opens(&huang, id), &typed).unwrap();
    let Answer::Whole(whole) = li.ask(&Query::Record { id, day: Day::NONE }) else { panic!() };
    let now = ["location", "measures", "finders"].map(|key| whole.fields.get(key).to_owned());
    assert_eq!(now, ["前厅", "更换灭火器", "黄鹤"], "what was not in doubt stays");
    let by: Vec<&str> = whole.history.iter().map(|line| line.officer.as_str()).collect();
    assert_eq!(by, ["黄鹤", "李鹤", "李鹤"]);
}

#[test]
fn eight_who_enter_at_once_lose_nothing_and_are_numbered_without_a_gap() {
    const EACH: usize = 12;
    let service = Service::new();
    let accounts = ["li", "huang", "lin", "chen", "wang", "zheng", "li", "lin"];
    let desks = accounts.map(|account| service.sits(account));
    let mut entered: Vec<(u64, Id)> = std::thread::scope(|scope| {
        let seats: Vec<_> = desks
            .iter()
            .enumerate()
            .map(|(n, desk)| {
                let service = &service;
                scope.spawn(move || {
                    (0..EACH).map(|m| registers(desk, service, &format!("{n}-{m}"))).collect::<Vec<_>>()
                })
            })
            .collect();
        seats.into_iter().flat_map(|seat| seat.join().unwrap()).collect()
    });
    entered.sort_unstable();
    let first = entered[0].0;
    let seqs: Vec<u64> = entered.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(seqs, (first..first + (accounts.len() * EACH) as u64).collect::<Vec<_>>());
    let numbers: Vec<u32> = entered.iter().map(|(_, id)| id.number()).collect();
    assert_eq!(numbers, (1..=(accounts.len() * EACH) as u32).collect::<Vec<_>>());
}
