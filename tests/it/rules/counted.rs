//! M8 宣传 and M12 企业制度与技改: numbers of records and of enterprises, each opening what it counts.

use zhiben::model::card::{SpanCard, enterprise_flag, evidence_flag};
use zhiben::model::field::Fields;
use zhiben::model::id::Kind;
use zhiben::rules::matrix::MatrixId;

use super::world::{COMMERCE, SHUANGYANG, WANAN, World, day, span};

#[test]
fn publicity_is_counted_by_unit_and_kind_within_the_period_and_opens_its_records() {
    let mut world = World::on("2026-11-23");
    let cell =
        |world: &World, period: &str, row: &str, column: &str| world.text(MatrixId::M8, period, row, column);
    assert_eq!(cell(&world, "", WANAN, "横幅"), "0");
    let banner = world.record("publicity", "横幅", "2026-10-09", |_| ());
    world.record("publicity", "横幅", "2026-09-30", |_| ());
    world.record("publicity", "横幅", "2026-10-09", |card| card.flags = evidence_flag::VOID);
    world.record("publicity", "大屏", "2026-11-09", |card| card.unit = 11);
    world.record("notice", "风险提示", "2026-11-09", |_| ());
    assert_eq!((cell(&world, "", WANAN, "横幅"), cell(&world, "", WANAN, "total")), ("1".into(), "1".into()));
    assert_eq!(
        (cell(&world, "", COMMERCE, "大屏"), cell(&world, "", "total", "total")),
        ("1".into(), "2".into())
    );
    assert_eq!(cell(&world, "2026", WANAN, "横幅"), "2");
    assert_eq!(cell(world.seen_from("2026-10-08"), "", "total", "total"), "0");
    world.seen_from("2026-11-23");

    let page = world.page(MatrixId::M8, "", WANAN, "横幅");
    assert_eq!(page.evidence.iter().map(|line| line.id).collect::<Vec<_>>(), [banner]);
    assert_eq!(page.why, "按二(七)10，万安街道2026年四季度登记横幅宣传1条。");
    // Where there is none, the entry knows what it would be.
    let page = world.page(MatrixId::M8, "", SHUANGYANG, "典型案例");
    let fields =
        [("sort", "publicity"), ("variant", "典型案例"), ("unit", SHUANGYANG), ("date", "2026-11-23")];
    assert_eq!(page.missing[0].entry, Some((Kind::Evidence, Fields::of(fields))));
}

#[test]
fn what_enterprises_are_to_have_is_counted_of_those_it_is_asked_of() {
    let mut world = World::on("2026-11-23");
    let cell = |world: &World, column: &str| world.text(MatrixId::M12, "", WANAN, column);
    // 瓶装 in a restaurant, a petrol station without gas, a place that has closed.
    let restaurant = world.enterprise(|e| e.gas = 3);
    world.enterprise(|e| e.spans = vec![SpanCard { industries: 1 << 2, ..span("2024-05-10") }]);
    world.enterprise(|e| (e.gas, e.spans) = (3, vec![SpanCard { is_open: false, ..span("2024-05-10") }]));
    let all = ["standard", "piped", "electric", "monitored", "self_check", "responsibility"];
    assert_eq!(all.map(|column| cell(&world, column)), ["0/2", "0/1", "0/1", "0/1", "0/2", "0/2"]);

    let page = world.page(MatrixId::M12, "", WANAN, "piped");
    assert_eq!(page.missing[0].id, restaurant);
    let (kind, fields) = page.missing[0].entry.clone().unwrap();
    assert_eq!((kind, fields.get("variant"), fields.get("stage")), (Kind::Evidence, "瓶改管", "已完成"));
    // Under way is not done.
    world.record("tech_project", "瓶改管", "2026-06-01", |card| card.subject = restaurant);
    assert_eq!(cell(&world, "piped"), "0/1");
    world.evidence[0].flags = evidence_flag::DONE;
    world.enterprises[0].gas = 2;
    world.enterprises[0].flags = enterprise_flag::STANDARD;
    world.enterprises[0].standard_until = day("2026-11-23");
    world.enterprises[1].monitored_on = day("2026-11-23");
    world.enterprises[1].self_check_on = day("2026-11-23");
    assert_eq!(all.map(|column| cell(&world, column)), ["1/2", "1/1", "0/1", "1/1", "1/2", "0/2"]);
    let page = world.page(MatrixId::M12, "", "total", "self_check");
    assert_eq!(page.missing.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["第1饭店"]);
    assert!(page.why.ends_with("全区：应办2家，已办1家，还有1家。"), "{}", page.why);
    // The day before nothing of it had been seen to; the certificate runs out the day after.
    assert_eq!(
        (cell(world.seen_from("2026-11-22"), "self_check"), cell(&world, "standard")),
        ("0/2".into(), "1/2".into())
    );
    assert_eq!(cell(world.seen_from("2026-11-24"), "standard"), "0/2");
}
