//! 企业: before – keys – after.

use zhiben::ask::answer::{Answer, Asked, DetailLine, EnterpriseLine, Form, FormWish, Page, Whole};
use zhiben::ask::query::{EnterpriseFilter, FormFor, Query};
use zhiben::calendar::Day;
use zhiben::model::command::Command;
use zhiben::model::field::{Fields, Shape, Spec};
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::MatrixId;

use crate::support::screen::{Bench, today};
use crate::support::staged::{Staged, bench, body};

fn id(n: u32) -> Id {
    Id::new(Kind::Enterprise, 292, n)
}

fn line(n: u32, name: &str, township: &str, open_hazards: u32) -> EnterpriseLine {
    EnterpriseLine {
        id: id(n),
        name: name.into(),
        township: township.into(),
        industries: vec!["餐饮燃气".into()],
        status: "在营".into(),
        key: if n == 1 { "是" } else { "未核" }.into(),
        principal: "王明".into(),
        last_visit: if n == 2 { Day::NONE } else { today().plus(-30) },
        open_hazards,
    }
}

fn page(filter: &EnterpriseFilter) -> Page<EnterpriseLine> {
    let all = vec![
        line(1, "洛江明珠海鲜馆", "万安", 2),
        line(2, "阿芬 牛肉店", "万安", 0),
        line(3, "双阳华侨加油站", "双阳", 1),
    ];
    let fits = |line: &EnterpriseLine| {
        line.name.contains(&filter.text)
            && (filter.townships.is_empty()
                || (filter.townships == ["350504002"]) == (line.township == "双阳"))
    };
    let rows: Vec<_> = all.into_iter().filter(fits).collect();
    Page { first: 0, at: 0, matched: rows.len() as u32, total: 3, seq: 1, rows }
}

fn whole(id: Id) -> Whole {
    let line =
        |label: &str, text: &str| DetailLine { label: label.into(), text: text.into(), link: Id::NONE };
    Whole {
        id,
        kind: "企业".into(),
        title: "洛江明珠海鲜馆".into(),
        state: "在营".into(),
        version: 4,
        lines: vec![line("乡镇", "万安街道"), line("主要负责人", "王明")],
        fields: Fields::of([("township", "350504001")]),
        related: vec![("隐患".into(), vec![line("整改中", "2026-11-20 一般 后厨软管老化")])],
        duties: vec!["OR-05 季度自查：四季度未报".into()],
        history: Vec::new(),
        offers: Vec::new(),
        barred: Vec::new(),
    }
}

fn stage(query: &Query) -> Option<Answer> {
    Some(match query {
        Query::Enterprises { filter, .. } => Answer::Enterprises(page(filter)),
        Query::Record { id, .. } => Answer::Whole(Box::new(whole(*id))),
        Query::Form(FormFor::Edit(id)) => Answer::Form(Form {
            title: "更正".into(),
            wish: FormWish::Amend(*id, 4),
            asks: vec![Asked {
                spec: Spec::new("status", "状态", Shape::Text),
                value: "在营".into(),
                choices: Vec::new(),
                hint: String::new(),
            }],
        }),
        _ => return None,
    })
}

fn enterprises(width: u16, height: u16) -> Bench<Staged> {
    bench(width, height, stage, "5")
}

fn last(bench: &Bench<Staged>) -> Query {
    bench.outside.fake.seen.borrow().asked.last().cloned().unwrap()
}

#[test]
fn the_register_fits_eighty_columns() {
    let bench = enterprises(80, 24);
    assert_eq!(
        body(&bench),
        [
            "  乡镇   企业名称                      行业          重点 状态   隐患 末次检查",
            "> 万安   洛江明珠海鲜馆                餐饮燃气      是   在营   2    2026-10-24",
            "  万安   阿芬 牛肉店                   餐饮燃气      未核 在营   -",
            "  双阳   双阳华侨加油站                餐饮燃气      未核 在营   1    2026-10-24",
        ]
    );
    assert_eq!(bench.status(), "企业 3/3");
}

#[test]
fn with_room_the_selected_one_stands_whole_beside_the_list() {
    let bench = enterprises(120, 40);
    let screen = bench.screen();
    for words in [
        "| E2405-0001 企业 在营",
        "主要负责人   王明",
        "整改中       2026-11-20 一般 后厨软管老化",
        "OR-05 季度自查",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

#[test]
fn a_search_narrows_the_list_while_it_is_typed() {
    let mut bench = enterprises(80, 24);
    bench.keys("/加油<Enter>");
    assert_eq!(bench.status(), "企业 1/3 · 筛选: “加油”");
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "企业 3/3");
}

#[test]
fn a_filter_takes_names_and_says_which_are_none() {
    let mut bench = enterprises(80, 24);
    bench.keys("f<Down>双阳<Ctrl-S>");
    assert_eq!(bench.status(), "企业 1/3 · 筛选: 双阳");
    bench.keys("f<Down><Ctrl-U>晋江<Ctrl-S>");
    assert!(bench.status().contains("没有 晋江"), "{}", bench.status());
}

#[test]
fn one_key_leads_to_its_hazards_its_matrix_and_its_quick_entry() {
    let mut bench = enterprises(80, 24);
    bench.keys("y");
    assert!(matches!(last(&bench), Query::Hazards { filter, .. } if filter.enterprise == id(1)));
    bench.keys("5x");
    assert!(matches!(last(&bench), Query::Matrix { id: MatrixId::M1, .. }));
    bench.keys("5ja");
    assert!(
        matches!(last(&bench), Query::Understand { line, .. } if line == "i 1/\"阿芬 牛肉店\""),
        "{:?}",
        last(&bench)
    );
}

#[test]
fn its_own_page_has_the_same_keys() {
    let mut bench = enterprises(80, 24);
    bench.keys("<Enter>");
    assert!(bench.key_line().starts_with("x看覆盖 a记这家 b变更 y看隐患"), "{}", bench.key_line());
    bench.keys("b");
    assert!(bench.screen().contains("变更自哪天起"), "{}", bench.screen());
    bench.keys("<Esc><Esc>a");
    assert!(
        matches!(last(&bench), Query::Understand { line, .. } if line == "i 1/洛江明珠海鲜馆"),
        "{:?}",
        last(&bench)
    );
}

#[test]
fn a_change_holds_from_the_day_that_was_given() {
    let mut bench = enterprises(80, 24);
    bench.keys("b<Ctrl-U>11-20<Enter>");
    assert_eq!(bench.status(), "企业变更 自 2026-11-20 起");
    bench.keys("<Ctrl-U>停业<Ctrl-S>");
    let amend = Command::Amend {
        id: id(1),
        seen: 4,
        fields: Fields::of([("status", "停业")]),
        effective_on: Day::ymd(2026, 11, 20).unwrap(),
        why: String::new(),
    };
    assert_eq!(bench.outside.fake.seen.borrow().submitted, [amend]);
}

#[test]
fn a_change_without_a_day_is_not_submitted() {
    let mut bench = enterprises(80, 24);
    bench.keys("b<Esc><Ctrl-U>停业<Ctrl-S>");
    assert_eq!(bench.outside.fake.seen.borrow().submitted, []);
    bench.keys("11-01<Enter><Ctrl-S>");
    assert_eq!(bench.outside.fake.seen.borrow().submitted.len(), 1);
}

#[test]
fn an_empty_register_says_how_it_is_filled() {
    let empty = |query: &Query| {
        let none = Page { first: 0, at: 0, matched: 0, total: 0, seq: 1, rows: Vec::new() };
        matches!(query, Query::Enterprises { .. }).then_some(Answer::Enterprises(none))
    };
    let bench = bench(80, 24, empty, "5");
    assert!(bench.screen().contains("还没有企业：+ 新建一家"), "{}", bench.screen());
}
