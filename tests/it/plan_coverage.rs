//! `docs/plan-coverage.md`: every requirement of the notice, where it lives here, and the test that shows it. Printed from
//! `tests/fixtures/requirements.toml`; every place and every test named there is looked up.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use zhiben::model::basics::{Basics, SETTINGS};
use zhiben::model::hazard::transitions::TRANSITIONS;
use zhiben::model::id::Kind;
use zhiben::model::row::{name_of, specs_of};
use zhiben::rules::duty::{self, Duties};
use zhiben::rules::matrix::MatrixId;

const LIST: &str = include_str!("../fixtures/requirements.toml");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/plan-coverage.md");

#[derive(Deserialize)]
struct List {
    requirement: Vec<Requirement>,
}

/// One requirement of the notice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    no: u32,
    clause: String,
    /// What it asks, in our own short words.
    what: String,
    /// Where it lives.
    lives: Vec<String>,
    /// Names of the tests that show it.
    tests: Vec<String>,
}

fn requirements() -> Vec<Requirement> {
    toml::from_str::<List>(LIST).unwrap().requirement
}

/// What can be looked up, gathered once.
struct Places {
    basics: Basics,
    duties: Duties,
}

impl Places {
    fn gather() -> Places {
        let basics = Basics::built_in().unwrap();
        let duties = Duties::parse("duties.toml", duty::BUILT_IN, &basics).unwrap();
        Places { basics, duties }
    }

    /// The place in words for the page; [`None`]: there is no such place.
    fn find(&self, place: &str) -> Option<String> {
        let (sort, name) = place.split_once(' ')?;
        match sort {
            "duty" => self.duties.get(name).map(|duty| format!("义务 {}", duty.heading())),
            "sort" => self.basics.sort(name).map(|sort| format!("记录 {}", sort.name)),
            "noun" => {
                Kind::ALL.into_iter().find(|kind| name_of(*kind) == name).map(|_| format!("记录 {name}"))
            }
            "field" => field(name),
            "matrix" => MatrixId::of_name(name).map(|id| format!("矩阵 {} {}", id.code(), id.name())),
            "task" => {
                self.basics.plans.first()?.node(name).map(|node| format!("任务 {} {}", node.code, node.title))
            }
            "setting" => SETTINGS.iter().any(|setting| setting.key == name).then(|| format!("设置 {name}")),
            "deed" => TRANSITIONS.iter().find(|way| way.name == name).map(|_| format!("办理 {name}")),
            "data" => {
                let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data").join(name);
                file.is_file().then(|| format!("数据 {name}"))
            }
            "screen" => SCREENS.contains(&name).then(|| format!("画面 {name}")),
            "alert" => alert(name),
            "command" => is_command(name).then(|| format!("命令 zhiben {name}")),
            "report" => report(name),
            _ => None,
        }
    }
}

const SCREENS: &[&str] = &["今日", "任务", "覆盖", "隐患", "企业", "记录", "统计"];

/// `隐患.level`
fn field(name: &str) -> Option<String> {
    let (noun, key) = name.split_once('.')?;
    let kind = Kind::ALL.into_iter().find(|kind| name_of(*kind) == noun)?;
    let spec = specs_of(kind).into_iter().find(|spec| spec.key == key)?;
    Some(format!("{noun}的{}", spec.label))
}

fn alert(code: &str) -> Option<String> {
    let alert = zhiben::rules::alerts::ALERTS.iter().find(|alert| alert.code == code)?;
    Some(format!("提醒 {} {}", alert.code, alert.name))
}

fn report(code: &str) -> Option<String> {
    let report = zhiben::ask::report::REPORTS.iter().find(|report| report.code == code)?;
    Some(format!("报表 {}", report.name))
}

fn is_command(name: &str) -> bool {
    let said = zhiben::cli::understands(["zhiben", name, "--help"].map(OsString::from));
    said.is_err_and(|help| help.contains(&format!("zhiben {name}")))
}

/// Names of every test of the project.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    let mut rooms = vec![root.join("tests/it"), root.join("src")];
    while let Some(room) = rooms.pop() {
        for entry in fs::read_dir(room).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rooms.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let mut is_test = false;
                for line in text.lines().map(str::trim) {
                    if let Some(rest) = line.strip_prefix("fn ").filter(|_| is_test) {
                        found.insert(rest.split('(').next().unwrap().to_owned());
                    }
                    is_test = line == "#[test]" || (is_test && line.starts_with("#["));
                }
            }
        }
    }
    found
}

#[test]
fn every_requirement_of_the_notice_has_a_place_and_a_living_test() {
    let (places, tests) = (Places::gather(), tests());
    let all = requirements();
    let numbers: Vec<u32> = all.iter().map(|one| one.no).collect();
    for nowhere in
        ["command nosuch", "duty OR-99", "report nosuch", "alert A21", "field 隐患.nosuch", "screen 别处"]
    {
        assert_eq!(places.find(nowhere), None, "{nowhere}");
    }
    assert_eq!(numbers, (1..=111).collect::<Vec<_>>(), "one row per requirement, in order");
    let mut wrong = Vec::new();
    for one in &all {
        let lost = one.lives.iter().filter(|place| places.find(place).is_none());
        wrong.extend(lost.map(|place| format!("{}: no such place: {place}", one.no)));
        let dead = one.tests.iter().filter(|test| !tests.contains(*test));
        wrong.extend(dead.map(|test| format!("{}: no such test: {test}", one.no)));
        if one.lives.is_empty() || one.tests.is_empty() {
            wrong.push(format!("{}: nothing said", one.no));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_of_the_plans_coverage_is_fresh() {
    let places = Places::gather();
    let mut page = String::from(
        "# 方案要求落实对照\n\n\
         每一项要求（编号、条款）由什么落实，由哪条测试证明。本页由 `tests/fixtures/requirements.toml` 印出，请勿手改：\n\
         `UPDATE_DOCS=1 cargo test --test it plan_coverage::`。要求栏为本局概括，原文以文件为准。\n\n\
         | 号 | 条款 | 要求 | 由什么落实 | 测试 |\n|---|---|---|---|---|\n",
    );
    for one in requirements() {
        let lives: Vec<String> = one.lives.iter().filter_map(|place| places.find(place)).collect();
        let tests: Vec<String> = one.tests.iter().map(|test| format!("`{test}`")).collect();
        page += &format!(
            "| {} | {} | {} | {} | {} |\n",
            one.no,
            one.clause,
            one.what,
            lives.join("；"),
            tests.join(" ")
        );
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &page).unwrap();
    }
    let kept = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        kept == page,
        "docs/plan-coverage.md is stale: UPDATE_DOCS=1 cargo test --test it plan_coverage::"
    );
}
