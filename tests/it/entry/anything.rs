//! Whatever is typed: nothing breaks, no word is lost, no key waits.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::shops::*;
use proptest::prelude::*;
use zhiben::entry;
use zhiben::model::command::Command;
use zhiben::model::field::Shape;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::Kind;
use zhiben::model::row::specs_of;

fn shops() -> &'static Shops {
    static SHOPS: OnceLock<Shops> = OnceLock::new();
    SHOPS.get_or_init(|| Shops::new().with_hazard(42, State::Rectifying))
}

/// Pieces of lines, in any order.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "i",
        "h",
        "r",
        "c",
        "n",
        "..",
        ";",
        "；",
        "1",
        "hs",
        "1.cy/阿芬",
        "1/+“新 店”",
        "#42",
        "^",
        "@李",
        "@陈",
        "@、",
        "+3",
        "+2-30",
        "=昨天",
        "-1",
        "!!",
        "!ok",
        ">xf",
        ">zz",
        "%4",
        "*3",
        "$1.2万",
        "&函",
        "~联合",
        "~",
        "\"",
        "\\+3",
        "软管老化",
        "部位:后厨",
        "等级:",
        "ok",
        "no",
        "／",
        "　",
    ];
    prop_oneof![4 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #[test]
    fn no_line_breaks_the_reading(pieces in prop::collection::vec(piece(), 0..10), cursor in 0usize..60) {
        let line = pieces.join(" ");
        let understood = shops().read(&line);
        let (from, to) = understood.fragment;
        prop_assert!(understood.choices.is_empty() || from <= to && to <= line.len(), "{} {:?}", line, understood.fragment);
        for at in 0..understood.choices.len() {
            if let Some(line) = entry::pick(&line, &understood, at) {
                shops().read(&line);
            }
        }
        shops().read_after(&line, hazard_id(42), &line);
        shops().read_block(&pieces.join("\n"));
        shops().read_block(&pieces.join("\t"));
        entry::complete(&line, cursor, shops(), &shops().context());
    }

    #[test]
    fn no_word_of_a_description_is_lost(words in prop::collection::vec("[软管老化安全出口堵塞，。；：！？（）、“”a-z0-9]{1,8}", 1..8)) {
        let line = format!("h 1.cy/阿芬 {}", words.join(" "));
        prop_assume!(words.iter().all(|word| word != "；"));
        let understood = shops().read(&line);
        prop_assume!(understood.command.is_some());
        let Some(Command::Act { deed: Deed::Register, fields, .. }) = &understood.command else { panic!("{understood:?}") };
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"“”".contains(*c)).collect::<String>();
        prop_assert_eq!(plain(fields.get("description")), plain(&words.concat()));
    }

    #[test]
    fn canonical_text_is_understood_as_itself(no in 1u8..6, number in 6000u16..9823, count in 0u32..100000) {
        let basics = &shops().basics;
        for kind in [Kind::Hazard, Kind::Enterprise, Kind::Inspection, Kind::Training] {
            for spec in specs_of(kind) {
                let canonical = match spec.shape {
                    Shape::Date | Shape::Ahead => zhiben::calendar::Day(number).to_string(),
                    Shape::Count | Shape::Money => count.to_string(),
                    Shape::Flag => "是".into(),
                    Shape::One(words) => words[usize::from(no) % words.len()].into(),
                    Shape::Unit => basics.unit_of_no(no).unwrap().code.clone(),
                    Shape::Industry | Shape::Industries => basics.industry_of_no(no).unwrap().code.clone(),
                    Shape::Link(Kind::Enterprise) => enterprise_id(usize::from(no)).to_string(),
                    _ => continue,
                };
                let read = entry::value::understand_value(&spec, &canonical, shops(), today());
                prop_assert_eq!(read, Ok(canonical.clone()));
                let shown = entry::value::show_value(spec.shape, &canonical, shops());
                prop_assert_eq!(entry::value::understand_value(&spec, &shown, shops(), today()), Ok(canonical));
            }
        }
    }
}

/// The limit is for a release build; here only an order of magnitude is held.
#[test]
fn a_preview_against_twenty_thousand_enterprises_does_not_wait() {
    let names: Vec<String> = (0..20_000)
        .map(|n| {
            let pick = |from: &str, at: usize| from.chars().nth(at % from.chars().count()).unwrap();
            format!(
                "洛江区万安{}{}{}小吃店",
                pick("阿福顺和永兴隆昌盛", n),
                pick("芬源明华强民丰达", n / 9),
                pick("一二三四五六七八九十", n / 72)
            )
        })
        .collect();
    let shops: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), "", ["wa", "sy", "lx"][name.len() % 3], "cy", "张三"))
        .collect();
    let shops = Shops::of(&shops);
    for line in
        ["i 1.cy/af @李 ; 软管老化 +3", "i 1.cy/小吃店 @李", "i 1/zzzz @李", "i 1/阿f @李", "h /顺和 软管"]
    {
        let time = |asks: &dyn Fn()| {
            let begun = Instant::now();
            asks();
            begun.elapsed()
        };
        let upto = line.match_indices(' ').nth(1).map_or(line.len(), |(at, _)| at);
        let read = || drop(shops.read(line));
        let tab = || drop(entry::complete(line, upto, &shops, &shops.context()));
        for (what, asks) in [("preview", &read as &dyn Fn()), ("Tab", &tab)] {
            let took = (0..3).map(|_| time(asks)).min().unwrap();
            println!("{what} {line}: {took:?}");
            let limit = Duration::from_millis(if cfg!(debug_assertions) { 1000 } else { 5 });
            assert!(took < limit, "{what} {line}: {took:?}");
        }
    }
}
