//! 记录: before – keys – after.

use zhiben::ask::answer::{Answer, Page, RecordLine};
use zhiben::ask::query::{FormFor, Query};
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};

use crate::support::screen::{Bench, today};
use crate::support::staged::{Staged, bench, body};

fn line(kind: Kind, name: &str, n: u32, subject: &str, text: &str) -> RecordLine {
    RecordLine {
        id: Id::new(kind, 322, n),
        kind: name.into(),
        date: today().plus(-(n as i32)),
        unit: "万安".into(),
        subject: subject.into(),
        text: text.into(),
    }
}

fn stage(query: &Query) -> Option<Answer> {
    let Query::Records { kind, text, .. } = query else { return None };
    let all = vec![
        line(Kind::Training, "培训", 1, "", "四季度培训"),
        line(Kind::Drill, "演练", 2, "阿芬牛肉店", "消防演练"),
        line(Kind::Training, "培训", 3, "", "新任人员培训"),
    ];
    let fits = |line: &RecordLine| kind.is_none_or(|kind| line.id.kind() == kind) && line.text.contains(text);
    let rows: Vec<_> = all.into_iter().filter(fits).collect();
    Some(Answer::Records(Page { first: 0, at: 0, matched: rows.len() as u32, total: 3, seq: 1, rows }))
}

fn records(width: u16, height: u16) -> Bench<Staged> {
    bench(width, height, stage, "6")
}

fn was_asked(bench: &Bench<Staged>, form: FormFor) -> bool {
    bench.outside.fake.seen.borrow().asked.contains(&Query::Form(form))
}

#[test]
fn kinds_and_records_stand_side_by_side_in_eighty_columns() {
    let bench = records(80, 24);
    let body = body(&bench);
    assert!(body[0].starts_with(">全部"), "{body:#?}");
    for words in ["编号", "日期", "类别", "单位", "对象", "内容"] {
        assert!(body[0].contains(words), "{words}\n{body:#?}");
    }
    assert!(body[2].contains("D2611-0002 2026-11-21 演练     万安   阿芬牛肉店"), "{body:#?}");
    assert_eq!(bench.status(), "记录 3/3 · 全部");
}

#[test]
fn a_new_record_is_of_the_chosen_kind() {
    let mut bench = records(80, 24);
    bench.keys("+");
    assert!(bench.status().contains("先在左栏选一种记录"), "{}", bench.status());
    bench.keys("jjj");
    assert_eq!(bench.status(), "记录 1/3 · 演练");
    bench.keys("+");
    assert!(was_asked(&bench, FormFor::New(Kind::Drill, Fields::default())));
}

#[test]
fn a_search_narrows_and_the_form_of_a_training_names_it_already() {
    let mut bench = records(120, 40);
    bench.keys("/新任<Enter>");
    assert_eq!(bench.status(), "记录 1/3 · 全部 · 查找: “新任”");
    bench.keys("<Right>A");
    let known = Fields::of([("training", "T2611-0003")]);
    assert!(was_asked(&bench, FormFor::New(Kind::Attendance, known)));
    bench.keys("<Esc><Esc>");
    assert_eq!(bench.status(), "记录 3/3 · 全部");
}

#[test]
fn a_kind_without_records_says_how_one_is_made() {
    let mut bench = records(80, 24);
    bench.keys("j<Ctrl-W>");
    assert!(bench.screen().contains("还没有到场：+ 新建"), "{}", bench.screen());
}
