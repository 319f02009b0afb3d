//! Who does not behave: clients that read nothing, send garbage, come in crowds, were let go, or are of another build. Only their
//! own seat closes; everybody else works on.

use std::net::Shutdown;
use std::time::Duration;

use fastrand::Rng;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::{HazardFilter, HazardOrder, Query, Window};
use zhiben::calendar::Day;
use zhiben::desk::seat::{Call, SeatError};
use zhiben::desk::wire::{Hello, THIS_PROGRAM, ToOwner, ToSeat, Turned, build_of_program};
use zhiben::desk::{Desk, SubmitError};
use zhiben::model::command::Command;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use super::bureau::{SHUANGYANG, Service, WANAN, enter, fields, seq, ticket};
use super::line::{Line, frame_of};

/// Long enough for any machine; whoever is kept waiting so long is not answered at all.
const PATIENCE: Duration = Duration::from_secs(30);

fn is_answered(line: &mut Line) -> bool {
    matches!(line.asks(&Query::Status), Answer::Status(_))
}

#[test]
fn who_takes_no_answers_holds_up_nobody_but_themselves() {
    let service = Service::new();
    let (mut deaf, mut huang) = (service.seated("li"), service.seated("huang"));
    deaf.stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    huang.stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // It asks on and on for the longest answer and reads none: the line is full when it takes no more questions.
    let asks = frame_of(&ToOwner::Ask(1, Query::Documents));
    let mut asked = 0;
    while deaf.sends(&asks) {
        asked += 1;
        assert!(is_answered(&mut huang));
    }
    assert!(asked > 0);
    for _ in 0..100 {
        assert!(is_answered(&mut huang));
    }
}

#[test]
fn who_takes_no_news_is_dropped_and_others_hear_all_of_it() {
    let service = Service::new();
    let mut deaf = service.line("li");
    deaf.says(&ToOwner::Sit(Hello { is_manned: true, ..Hello::default() }));
    let huang = service.sits("huang");
    let told = huang.changes();
    let mut entered = 0;
    while !service.log().contains("账户 li 的席位断开") {
        assert!(entered < 5_000, "still there after {entered} entries it did not hear of");
        entered += 1;
        let seq = huang.submit(ticket(), enter(Kind::Review, &[("unit", WANAN)])).unwrap().seq;
        let mut news = std::iter::from_fn(|| told.recv_timeout(PATIENCE).ok());
        assert!(news.any(|news| news == zhiben::desk::wire::News::Changed(seq)));
    }
}

/// Sends bytes on a line and nothing more; what is heard until it ends.
fn last_words(mut line: Line, bytes: &[u8]) -> Vec<ToSeat> {
    line.stream.set_read_timeout(Some(PATIENCE)).unwrap();
    line.sends(bytes);
    let _ = line.stream.shutdown(Shutdown::Write);
    std::iter::from_fn(|| line.hears()).collect()
}

#[test]
fn what_nobody_understands_closes_the_line_it_came_on_and_no_other() {
    let service = Service::new();
    let mut huang = service.seated("huang");
    let unknown = [&3u32.to_le_bytes()[..], &[9, 1, 2]].concat();
    let half = frame_of(&ToOwner::Ask(1, Query::Log { limit: 10 }));
    let (half, _) = half.split_at(half.len() / 2);
    let four_gigabytes = [0xff, 0xff, 0xff, 0xff, 1, 2, 3];
    let left_over = {
        let mut bytes = frame_of(&ToOwner::Ask(1, Query::Status));
        bytes[0] += 2;
        [bytes, vec![7, 7]].concat()
    };
    let garbled = |words: &[ToSeat], why: &str| {
        let [ToSeat::Turned(Turned::Garbled(said))] = words else { panic!("{words:?}") };
        assert!(said.contains(why), "{said}");
    };
    garbled(&last_words(service.seated("li"), &four_gigabytes), "超过");
    garbled(&last_words(service.seated("li"), &unknown), "");
    garbled(&last_words(service.seated("li"), &left_over), "多出");
    garbled(&last_words(service.seated("li"), b"GET / HTTP/1.1\r\nHost: zhiben\r\n\r\n"), "超过");
    assert!(last_words(service.seated("li"), half).is_empty(), "half a word is not answered");
    let before_sitting = frame_of(&ToOwner::Ask(1, Query::Status));
    garbled(&last_words(service.line("li"), &before_sitting), "还没有入席");
    let wish = ToOwner::Submit(1, ticket(), enter(Kind::Review, &[("unit", WANAN)]));
    garbled(&last_words(service.line("li"), &frame_of(&wish)), "还没有入席");
    // Who is not seated says little, and says it once.
    let hello = |name: String| frame_of(&ToOwner::Sit(Hello { name, ..Hello::default() }));
    garbled(&last_words(service.line("li"), &hello("李".repeat(2_000))), "超过");
    garbled(&last_words(service.seated("li"), &hello("李鹤".into())), "已经入席");
    // Not even a greeting.
    let stream = std::os::unix::net::UnixStream::connect(service.socket()).unwrap();
    assert!(last_words(Line::of(stream), &[5, 0, 0, 0, b'h', b'e', b'l', b'l', b'o']).is_empty());
    assert!(is_answered(&mut huang));
}

/// Frames that a seat sends.
fn frames() -> Vec<Vec<u8>> {
    let hazards = Query::Hazards {
        filter: HazardFilter { text: "灭火器".into(), ..HazardFilter::default() },
        order: HazardOrder::Urgency,
        window: Window::top(20),
        day: Day::NONE,
    };
    let register = Command::Act {
        id: String::new(),
        deed: Deed::Register,
        fields: fields(&[
            ("enterprise", "E2611-0001"),
            ("description", "灭火器过期"),
            ("source", "乡镇检查"),
        ]),
    };
    let amend = Command::Amend {
        id: Id::new(Kind::Enterprise, 322, 1),
        seen: 1,
        fields: fields(&[("note", "核对")]),
        effective_on: Day::NONE,
        why: "核对".into(),
    };
    let messages = [
        ToOwner::Sit(Hello { name: "李鹤".into(), is_manned: true, ..Hello::default() }),
        ToOwner::Ask(1, Query::Status),
        ToOwner::Ask(2, hazards),
        ToOwner::Ask(
            3,
            Query::Understand { line: "h 1/hdd 软管老化".into(), common: String::new(), last: Id::NONE },
        ),
        ToOwner::Ask(4, Query::Rows(vec![Id::new(Kind::Enterprise, 322, 1); 20])),
        ToOwner::Submit(5, ticket(), register.clone()),
        ToOwner::Submit(6, ticket(), Command::Group(vec![register, amend, Command::Redo])),
    ];
    messages.iter().map(frame_of).collect()
}

/// Flips, cuts, doubles or inserts something, once or a few times.
fn spoiled(rng: &mut Rng, frame: &[u8]) -> Vec<u8> {
    let mut bytes = frame.to_vec();
    for _ in 0..rng.usize(1..4) {
        let at = rng.usize(0..bytes.len().max(1));
        match rng.u8(0..4) {
            _ if bytes.is_empty() => bytes.push(rng.u8(..)),
            0 => bytes[at] ^= 1 << rng.u8(0..8),
            1 => bytes.truncate(at),
            2 => bytes.insert(at, rng.u8(..)),
            _ => bytes[at] = [0x00, 0x7f, 0xfb, 0xfc, 0xfd, 0xff][rng.usize(0..6)],
        }
    }
    bytes
}

#[test]
fn two_thousand_spoiled_frames_close_no_line_but_their_own() {
    const SEED: u64 = 20_261_123;
    let service = Service::new();
    let mut huang = service.seated("huang");
    huang.stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (mut rng, frames) = (Rng::with_seed(SEED), frames());
    for case in 0..2_000 {
        let frame = rng.choice(&frames).unwrap();
        let bytes = spoiled(&mut rng, frame);
        let line = if rng.bool() { service.seated("li") } else { service.line("li") };
        last_words(line, &bytes);
        if case % 20 == 0 {
            assert!(is_answered(&mut huang), "第 {case} 例之后没有回答");
        }
    }
    assert!(is_answered(&mut huang));
}

#[test]
fn more_seats_of_one_account_than_it_may_have_are_told_so() {
    let service = Service::new();
    let mut seats: Vec<Line> = (0..64).map(|_| service.seated("li")).collect();
    let mut one_more = service.line("li");
    let ToSeat::Turned(Turned::Full(why)) = one_more.sits() else { panic!() };
    assert_eq!(why, "账户 li 已开 64 个席位");
    let told = service.lets_in("li", || Desk::connect(service.call(), &mut |_, _| {}).err().unwrap());
    assert_eq!(told.to_string(), "席位已满：账户 li 已开 64 个席位");
    assert!(is_answered(&mut service.seated("huang")), "others have their own");
    seats.pop();
    // The place is free as soon as the service has noticed.
    while matches!(service.line("li").sits(), ToSeat::Turned(Turned::Full(_))) {}
}

#[test]
fn who_has_left_the_post_is_turned_away_at_the_next_word() {
    let service = Service::new();
    let (li, wu) = (service.sits("li"), service.sits("wu"));
    assert!(matches!(li.ask(&Query::Status), Answer::Status(_)));
    let leaves = Command::Amend {
        id: Id::new(Kind::Person, 322, 1),
        seen: 0,
        fields: fields(&[("until", "2026-11-22")]),
        effective_on: Day::NONE,
        why: "调离".into(),
    };
    wu.submit(ticket(), leaves).unwrap();
    let before = seq(&wu);
    let refused = li.submit(ticket(), enter(Kind::Review, &[("unit", WANAN)])).unwrap_err();
    assert!(matches!(refused, SubmitError::Unrecorded(_)), "{refused:?}");
    let why = refused.to_string();
    assert!(why.starts_with("未记录：账户 li 还没有对应的经办人"), "{why}");
    assert_eq!(seq(&wu), before);
    let Answer::Away(why) = service.lets_in("li", || li.ask(&Query::Status)) else { panic!() };
    assert!(why.contains("账户 li 还没有对应的经办人"), "{why}");
}

#[test]
fn who_has_the_name_of_a_colleague_takes_back_nothing_of_theirs() {
    let service = Service::new();
    let pairs = [("account", "lihe"), ("name", "李鹤"), ("unit", WANAN), ("role", "乡镇经办")];
    service.sits("wu").submit(ticket(), enter(Kind::Person, &pairs)).unwrap();
    let (li, namesake) = (service.sits("li"), service.sits("lihe"));
    assert_eq!((li.officer().name.as_str(), namesake.officer().name.as_str()), ("李鹤", "李鹤"));
    let group = li.submit(ticket(), enter(Kind::Review, &[("unit", WANAN)])).unwrap().group;
    for (undo, guard) in [(Some(group), "本人"), (None, "")] {
        let refused = namesake.submit(ticket(), Command::Undo { group: undo }).unwrap_err();
        let SubmitError::Refused(refusal) = refused else { panic!("{refused}") };
        assert_eq!(refusal.guard, guard, "{refusal:?}");
    }
    li.submit(ticket(), Command::Undo { group: None }).unwrap();
    assert!(namesake.submit(ticket(), Command::Redo).is_err());
    li.submit(ticket(), Command::Redo).unwrap();
}

#[test]
fn a_trade_whose_number_would_be_taken_for_another_is_not_loaded() {
    let service = Service::new();
    let wu = service.sits("wu");
    let Answer::Documents(documents) = wu.ask(&Query::Documents) else { panic!() };
    let trades = documents.into_iter().find(|document| document.name == "industries.toml").unwrap();
    for number in [0, 32] {
        let (before, trade) = trades.text.split_once("code = \"jd\"").unwrap();
        let (between, rest) = trade.split_once("no = ").unwrap();
        let (_, rest) = rest.split_once('\n').unwrap();
        let text = format!("{before}code = \"jd\"{between}no = {number}\n{rest}");
        let load = Command::Load { name: trades.name.clone(), text };
        let Err(SubmitError::Refused(refusal)) = wu.submit(ticket(), load) else { panic!("{number}") };
        assert!(refusal.text.contains(&format!("编号 {number} 不在 1 到 31 之内")), "{refusal:?}");
    }
}

#[test]
fn an_account_that_nobody_knows_sees_nothing_and_is_told_whom_to_ask() {
    let service = Service::new();
    let turned = service.line("mallory").sits();
    let ToSeat::Turned(Turned::Unmapped { account }) = turned else { panic!("{turned:?}") };
    assert_eq!(account, "mallory");
}

#[test]
fn a_refused_wish_leaves_a_line_without_what_was_typed() {
    let service = Service::new();
    let li = service.sits("li");
    let theirs = service.bureau.shop(SHUANGYANG, "cy").id.to_string();
    let pairs = [("enterprise", theirs.as_str()), ("note", "电话13805940000"), ("problems", "甲醛超标")];
    li.submit(ticket(), enter(Kind::Drill, &pairs)).unwrap_err();
    let unknown = [("unit", "没有的单位"), ("date", "13805940001")];
    li.submit(ticket(), enter(Kind::Review, &unknown)).unwrap_err();
    let log = service.log();
    assert!(
        log.contains("账户 li 的登记被拒：辖区") && log.contains("账户 li 的登记被拒：2 栏有误"),
        "{log}"
    );
    for typed in ["1380594", "甲醛", "没有的单位", &theirs] {
        assert!(!log.contains(typed), "{typed}：{log}");
    }
}

#[test]
fn a_service_tells_a_stranger_its_build_and_stays() {
    let service = Service::new();
    let mut huang = service.seated("huang");
    let (mut stranger, theirs) = Line::greeting(&service.socket(), "9.9.9-\u{1b}[2Jabc");
    assert_eq!(theirs, build_of_program(THIS_PROGRAM.as_ref()));
    assert!(stranger.hears().is_none(), "nothing more is said");
    assert!(is_answered(&mut huang));
    let log = service.log();
    assert!(log.contains("门口来了另一版本 9.9.9-") && !log.contains('\u{1b}'), "{log}");
    // A program that was installed since says which is which.
    let installed = service.bureau.home.path().join("zhiben");
    std::fs::write(&installed, "another build").unwrap();
    let Err(error) = Desk::connect(Call { program: installed, ..service.call() }, &mut |_, _| {}) else {
        panic!()
    };
    assert!(matches!(error, SeatError::OtherVersion { is_own: false, .. }), "{error}");
    assert!(is_answered(&mut huang));
}
