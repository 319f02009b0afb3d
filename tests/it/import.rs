//! Tables of offices as they are, and what becomes of every row.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::exchange::import::{
    KnownEnterprise, KnownHazard, KnownRecord, MapFile, Options, Preview, Register, Severity, understand,
};
use zhiben::exchange::table::{Cell, Merged, Sheet, read_bytes, read_table};
use zhiben::model::basics::Basics;
use zhiben::model::case::{Case, Officer, Records, Role};
use zhiben::model::command::Command;
use zhiben::model::event::Entry;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::{Document, Row};
use zhiben::model::state::{apply, decide};
use zhiben::rules::duty::{BUILT_IN, Duties};

/// A ledger in memory: wishes are judged and facts folded as in the program.
pub struct Books {
    pub basics: Basics,
    workdays: Workdays,
    pub rows: BTreeMap<Id, Row>,
}

static BASICS: LazyLock<Basics> = LazyLock::new(|| Basics::built_in().unwrap());
static DUTIES: LazyLock<Duties> = LazyLock::new(|| Duties::parse("duties.toml", BUILT_IN, &BASICS).unwrap());

impl Books {
    pub fn new() -> Books {
        Books { basics: BASICS.clone(), workdays: Workdays::new(shipped_calendar()), rows: BTreeMap::new() }
    }

    /// Enters what an import offers; a refusal is a mistake of the import.
    pub fn submit(&mut self, preview: &Preview) {
        let Some(command) = preview.command() else { return };
        let officer = Officer::alone("陈三", "");
        let at = "2026-11-23T10:00:00+08:00".parse().unwrap();
        let case = Case {
            basics: &self.basics,
            workdays: &self.workdays,
            records: &*self,
            today: day("2026-11-23"),
            at,
            officer: &officer,
        };
        let mut counters: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut number = |kind: Kind| {
            let made = self.rows.keys().filter(|id| id.kind() == kind).count() as u32;
            let next = counters.entry(kind).or_insert(made);
            *next += 1;
            Id::new(kind, 26 * 12 + 10, *next)
        };
        let decision = decide(&command, &case, &mut number).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        for event in &decision.events {
            let row = apply(self.rows.remove(&event.id), event, at, "陈三");
            self.rows.extend(row.map(|row| (event.id, row)));
        }
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Row> {
        self.rows.values().filter(move |row| row.id.kind() == kind)
    }

    fn get(&self, id: &str, key: &str) -> String {
        self.rows[&id.parse::<Id>().unwrap()].body.get(key).unwrap()
    }
}

impl Records for Books {
    fn row(&self, id: Id) -> Option<Row> {
        self.rows.get(&id).cloned()
    }
    fn letter(&self, _year: i32, _letter_no: &str) -> Option<Id> {
        None
    }
    fn plan_of(&self, _township: &str, _month: &str) -> Option<Id> {
        None
    }
    fn person_at(&self, _account: &str) -> Option<Id> {
        None
    }

    fn about(&self, _enterprise: Id) -> Vec<Id> {
        Vec::new()
    }
    fn all_of(&self, _kind: Kind) -> Vec<Id> {
        Vec::new()
    }
    fn documents(&self) -> Vec<(Id, Document)> {
        Vec::new()
    }
    fn history(&self, _id: Id) -> Vec<Entry> {
        Vec::new()
    }
    fn each_today(&self, _show: &mut dyn FnMut(&Entry)) {}
}

impl Register for Books {
    fn basics(&self) -> &Basics {
        &self.basics
    }
    fn duties(&self) -> &Duties {
        &DUTIES
    }
    fn workdays(&self) -> &Workdays {
        &self.workdays
    }
    fn enterprises(&self) -> Box<dyn Iterator<Item = KnownEnterprise> + '_> {
        let known = |row: &Row| KnownEnterprise { id: row.id, fields: row.body.fields() };
        Box::new(self.of(Kind::Enterprise).map(known))
    }
    fn hazards_of(&self, enterprise: Id) -> Vec<KnownHazard> {
        let own = self.of(Kind::Hazard).filter_map(|row| Some((row.id, row.hazard()?)));
        own.filter(|(_, hazard)| hazard.enterprise == enterprise)
            .map(|(id, h)| KnownHazard {
                id,
                found_on: h.found_on,
                text: h.description.clone(),
                state: h.state,
            })
            .collect()
    }
    fn records(&self, kind: Kind) -> Vec<KnownRecord> {
        let known =
            |row: &Row| KnownRecord { id: row.id, title: row.body.title(), fields: row.body.fields() };
        self.of(kind).map(known).collect()
    }
    fn inspections_of(&self, enterprise: Id) -> Vec<(Id, Day)> {
        let own = self.of(Kind::Inspection).filter_map(|row| Some((row.id, row.inspection()?)));
        own.filter(|(_, visit)| visit.enterprise == enterprise).map(|(id, visit)| (id, visit.date)).collect()
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn options(file: &str) -> Options {
    Options {
        file: file.into(),
        today: day("2026-11-23"),
        plan_start: day("2024-03-05"),
        counted_from: day("2024-03-05"),
        roles: Role::ALL.to_vec(),
        ..Options::default()
    }
}

pub fn sheets(file: &str) -> Vec<Sheet> {
    read_table(&Path::new("tests/fixtures/import").join(file)).unwrap()
}

const LEDGER: &str = "台账样表.xlsx";

/// The sample register entered, then `kind` of the same workbook understood against it.
fn after_the_register(kind: Kind) -> (Books, Preview) {
    let mut books = Books::new();
    books.submit(&understand(Kind::Enterprise, sheets(LEDGER), &books, &options(LEDGER)));
    let preview = understand(kind, sheets(LEDGER), &books, &options(LEDGER));
    (books, preview)
}

/// Fields of every wish of this kind, with the row of the table it came from.
fn wishes(preview: &Preview) -> Vec<(u32, Fields)> {
    let Some(Command::Group(group)) = preview.command() else { return Vec::new() };
    let own = group.into_iter().filter_map(|wish| match wish {
        Command::Enter { kind, fields } if kind == preview.kind => Some(fields),
        Command::Act { deed: Deed::Import, fields, .. } => Some(fields),
        _ => None,
    });
    preview.taken.iter().map(|taken| taken.place.row).zip(own).collect()
}

fn row(preview: &Preview, number: u32) -> Fields {
    wishes(preview).into_iter().find(|(row, _)| *row == number).unwrap().1
}

fn said(preview: &Preview, severity: Severity) -> Vec<String> {
    preview.of(severity).map(ToString::to_string).collect()
}

fn csv(kind: Kind, text: &str) -> Preview {
    understand(kind, read_bytes(text.into()).unwrap(), &Books::new(), &options("表.csv"))
}

const HEAD: &str = "检查日期,乡镇,企业名称,隐患描述,等级,整改期限,整改完成日期,复查情况,备注\n";

fn ledger(rows: &str) -> Preview {
    csv(Kind::Hazard, &format!("{HEAD}{rows}"))
}

#[test]
fn the_sample_register_goes_in_whole_but_for_its_total() {
    let preview = understand(Kind::Enterprise, sheets(LEDGER), &Books::new(), &options(LEDGER));
    assert_eq!(preview.summary(), "共84行：可录84，暂扣0，已有0，疑似重复2");
    assert!(preview.unknown.is_empty());
    let mut expected = Fields::of([
        ("name", "洛江区万安阿芬牛肉店"),
        ("township", "350504001"),
        ("industries", "cy"),
        ("uscc", "91350504F9BA8Y43YK"),
        ("address", "万安街道中心街23号"),
        ("principal", "王少波"),
        ("phone", "15xxxxxxxx1"),
        ("employees", "33"),
        ("is_key", "是"),
        ("since", "2024-03-05"),
    ]);
    assert_eq!(
        row(&preview, 4),
        expected,
        "counted from the plan's first day on, where the register names no other"
    );
    // Full-width digits, a blank for 是否重点 that is not 否, no credit code.
    expected = Fields::of([
        ("name", "洛江区虹山惠民超市"),
        ("township", "350504200"),
        ("industries", "sc"),
        ("address", "虹山乡新街254号"),
        ("principal", "苏小燕"),
        ("phone", "13xxxxxxxx8"),
        ("employees", "9"),
        ("since", "2024-03-05"),
    ]);
    assert_eq!(row(&preview, 19), expected);
    assert_eq!(row(&preview, 26).get("township"), "350504001", "万安街道办");
    assert_eq!(row(&preview, 48).get("industries"), "jd", "非星级酒店");
}

#[test]
fn two_of_one_name_are_asked_about_and_never_merged() {
    let preview = understand(Kind::Enterprise, sheets(LEDGER), &Books::new(), &options(LEDGER));
    let doubts = said(&preview, Severity::Doubt);
    assert_eq!(doubts.len(), 2, "{doubts:#?}");
    assert!(
        doubts[0].contains("第53行")
            && doubts[0].contains("第46行 洛江区虹山同心百货")
            && doubts[0].contains("信用代码、地址不同")
    );
    assert!(doubts[1].contains("第68行") && doubts[1].contains("地址不同"));
    let (_, hazards) = after_the_register(Kind::Hazard);
    let held = said(&hazards, Severity::Held);
    assert_eq!(held.len(), 4, "{held:#?}");
    assert!(
        held[0].contains("第22行 D 企业名称列“洛江区虹山同心百货”：同名的企业有几家：E2611-0043"),
        "{}",
        held[0]
    );
}

#[test]
fn the_map_file_answers_which_of_two_is_meant() {
    let (books, _) = after_the_register(Kind::Hazard);
    let map = "[enterprises]\n\"洛江区虹山同心百货\" = \"E2611-0050\"";
    let options = Options { map: MapFile::parse(map).unwrap(), ..options(LEDGER) };
    let preview = understand(Kind::Hazard, sheets(LEDGER), &books, &options);
    assert_eq!((preview.counts.entered, preview.counts.held), (159, 1));
    assert_eq!(row(&preview, 22).get("enterprise"), "E2611-0050");
}

#[test]
fn a_wrong_check_digit_is_a_warning_only() {
    let preview = understand(Kind::Enterprise, sheets(LEDGER), &Books::new(), &options(LEDGER));
    let warnings = said(&preview, Severity::Warning);
    assert_eq!(warnings.len(), 51);
    assert_eq!(
        warnings[0],
        "企业 第4行 E 统一社会信用代码列“91350504F9BA8Y43YK”：信用代码校验位不符：末位是 K，按前17位应为 8。请核对营业执照"
    );
}

#[test]
fn every_row_of_the_sample_ledger_comes_in_as_its_words_say() {
    let (books, preview) = after_the_register(Kind::Hazard);
    let counts = preview.counts;
    assert_eq!(
        (counts.read, counts.entered, counts.held, counts.duplicates, counts.stubs),
        (160, 156, 4, 0, 6)
    );
    let Some(Command::Group(group)) = preview.command() else { panic!() };
    let name_of = |reference: &str| match reference.strip_prefix('$') {
        Some(n) => match &group[n.parse::<usize>().unwrap() - 1] {
            Command::Enter { fields, .. } => fields.get("name").to_owned(),
            other => panic!("{other:?}"),
        },
        None => books.get(reference, "name"),
    };
    let found: Vec<String> = wishes(&preview)
        .iter()
        .map(|(row, f)| {
            let mut inferred: Vec<_> =
                f.names("inferred").into_iter().filter(|key| *key != "source").collect();
            inferred.sort_unstable();
            let source = if f.get("source") == "举报" { "举报" } else { "" };
            [
                &row.to_string(),
                f.get("found_on"),
                &name_of(f.get("enterprise")),
                f.get("state"),
                f.get("level"),
                f.get("track"),
                f.get("due"),
                f.get("due_proposed"),
                f.get("done_on"),
                &inferred.join("、"),
                source,
            ]
            .join("\t")
        })
        .collect();
    let expected = std::fs::read_to_string("tests/fixtures/import/台账样表.expected.tsv").unwrap();
    for (found, expected) in found.iter().zip(expected.lines().skip(1)) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.lines().count() - 1);
}

#[test]
fn a_row_that_goes_on_takes_day_town_and_name_but_no_person() {
    let (_, preview) = after_the_register(Kind::Hazard);
    let (first, second) = (row(&preview, 19), row(&preview, 20));
    for key in ["found_on", "township", "enterprise"] {
        assert_eq!(first.get(key), second.get(key));
    }
    assert_eq!((first.get("finders"), second.get("finders")), ("王少波、苏小燕", "蔡丽萍"));
    assert_eq!((first.get("mode"), second.get("mode")), ("", "日常"));
    let across_a_blank_row =
        ledger("2026-03-01,万安,洛江区万安甲,乙,一般,2026-03-10,,,\n,,,,,,,,\n,,,丙,一般,2026-03-10,,,\n");
    assert_eq!(row(&across_a_blank_row, 4).get("found_on"), "2026-03-01");
    let only_the_day_is_blank = ledger("2026-03-01,万安,洛江区万安甲,乙,,,,,\n,万安,洛江区万安甲,丙,,,,,\n");
    assert!(said(&only_the_day_is_blank, Severity::Held)[0].contains("第3行 A 检查日期列：没有发现日期"));
}

#[test]
fn merged_cells_stand_in_every_row_they_cover_and_groups_are_part_of_the_head() {
    let mut sheet = sheets(LEDGER).remove(1);
    let (layout_row, column) = (3, 4);
    sheet.rows[layout_row + 1][column] = Default::default();
    sheet.merged.push(Merged { top: layout_row, bottom: layout_row + 1, left: column, right: column });
    let preview = understand(Kind::Hazard, vec![sheet], &Books::new(), &options(LEDGER));
    assert_eq!(row(&preview, 5).get("finders"), "蔡丽萍、郑伟");
    let text = "序号,检查,,隐患,,复查,\n,日期,单位,描述,等级,日期,结果\n1,2026-03-01,洛江区万安甲,乙,一般,2026-03-09,合格\n";
    let fields = row(&csv(Kind::Hazard, text), 3);
    assert_eq!((fields.get("found_on"), fields.get("on")), ("2026-03-01", "2026-03-09"));
}

#[test]
fn what_an_old_ledger_does_not_tell_is_named() {
    let (_, preview) = after_the_register(Kind::Hazard);
    let handed = row(&preview, 11);
    assert_eq!(handed.get("department"), "xf");
    assert_eq!(handed.get("missing"), "source、sent_on");
    assert_eq!(row(&preview, 20).get("missing"), "source、by");
}

#[test]
fn importing_twice_adds_nothing() {
    let mut books = Books::new();
    for (kind, file, then) in [
        (Kind::Enterprise, LEDGER, "共84行：可录0，暂扣0，已有84"),
        (Kind::Hazard, LEDGER, "共160行：可录0，暂扣4，已有156"),
        (Kind::Inspection, LEDGER, "共160行：可录0，暂扣4，已有156"),
    ] {
        let first = understand(kind, sheets(file), &books, &options(file));
        books.submit(&first);
        let again = understand(kind, sheets(file), &books, &options(file));
        assert_eq!((again.summary().as_str(), again.command()), (then, None));
    }
}

#[test]
fn a_namesake_that_was_held_the_first_time_is_held_the_second_time_too() {
    let mut books = Books::new();
    let table = "企业名称,乡镇,地址,主要负责人\n洛江区万安老王食杂店,万安,,王五\n洛江区万安老王食杂店,万安,后埔路2号,王六\n";
    let read = |books: &Books| {
        understand(Kind::Enterprise, read_bytes(table.into()).unwrap(), books, &options("名录.csv"))
    };
    let first = read(&books);
    assert_eq!(first.summary(), "共2行：可录1，暂扣1，已有0");
    let held = said(&first, Severity::Held);
    books.submit(&first);
    let again = read(&books);
    assert_eq!((again.summary().as_str(), again.command()), ("共2行：可录0，暂扣1，已有1", None));
    assert_eq!(said(&again, Severity::Held), held, "row 3 is another shop, not the address of row 2");
}

#[test]
fn heads_and_words_of_a_street_office_s_list_are_known() {
    let table =
        "企业名称,所属街道,是否重点\n甲店,万安街道,重点\n乙店,万安,一般\n丙店,万安,非重点企业\n丁店,万安,\n";
    let preview = csv(Kind::Enterprise, table);
    assert_eq!(preview.summary(), "共4行：可录4，暂扣0，已有0", "{}", preview.report());
    let found: Vec<_> = wishes(&preview).into_iter().map(|(_, fields)| fields).collect();
    assert!(found.iter().all(|fields| fields.get("township") == "350504001"));
    assert_eq!(found.iter().map(|f| f.get("is_key")).collect::<Vec<_>>(), ["是", "否", "否", ""]);
    for head in ["所属乡镇", "镇街"] {
        let preview = csv(Kind::Enterprise, &format!("企业名称,{head}\n甲店,万安\n"));
        assert_eq!(row(&preview, 2).get("township"), "350504001", "{head}");
    }
}

#[test]
fn the_gbk_list_fills_what_is_blank_and_shows_what_differs() {
    let (mut books, _) = after_the_register(Kind::Hazard);
    let preview = understand(Kind::Enterprise, sheets("企业_GBK.csv"), &books, &options("企业_GBK.csv"));
    assert_eq!(preview.summary(), "共40行：可录0，暂扣0，已有0，补入或更改37，与登记不同未改3");
    let change = |row: u32| {
        let of_row = preview.changes.iter().filter(move |c| c.place.row == row);
        of_row.map(|c| format!("{}:{}>{} {}", c.key, c.before, c.after, c.taken)).collect::<Vec<_>>()
    };
    assert_eq!(change(2), ["principal:王少波>苏小燕 false", "employees:33>49 false", "gas:>管道 true"]);
    books.submit(&preview);
    let shop = "E2611-0001";
    assert_eq!((books.get(shop, "principal"), books.get(shop, "gas")), ("王少波".into(), "管道".into()));
    let accepting = Options { accept_changes: true, ..options("企业_GBK.csv") };
    books.submit(&understand(Kind::Enterprise, sheets("企业_GBK.csv"), &books, &accepting));
    assert_eq!(books.get(shop, "principal"), "苏小燕");
}

#[test]
fn a_shop_that_a_register_calls_closed_or_moved_changes_on_the_day_of_the_import_and_keeps_its_past() {
    let mut books = Books::new();
    let register = |books: &Books, rows: &str, accept_changes| {
        let text = format!("企业名称,乡镇,状态,行业,纳管日,信用代码\n{rows}");
        let options = Options { accept_changes, ..options("名录.csv") };
        understand(Kind::Enterprise, read_bytes(text.into_bytes()).unwrap(), books, &options)
    };
    books.submit(&register(
        &books,
        "洛江区阿芬牛肉店,万安,,,2026-01-05,\n洛江区阿明超市,万安,,超市,2026-01-05,91350504F9BA8Y43YK\n",
        false,
    ));
    let november = "洛江区阿芬牛肉店,万安,关闭,餐饮,,\n洛江区阿明超市,双阳,,,,91350504F9BA8Y43YK\n";
    let shown = register(&books, november, false);
    let changes: Vec<_> =
        shown.changes.iter().map(|c| (c.label.as_str(), c.before.as_str(), c.taken)).collect();
    assert_eq!(
        changes,
        [("行业", "", true), ("状态", "在营", false), ("乡镇", "万安", false)],
        "{}",
        shown.report()
    );
    let preview = register(&books, november, true);
    let report = preview.report();
    assert!(report.contains("状态：在营 → 关闭（自 2026-11-23 起变更）"), "{report}");
    assert!(report.contains("乡镇：万安 → 双阳（自 2026-11-23 起变更）"), "{report}");
    assert!(report.contains("行业：空 → 餐饮燃气\n"), "{report}");
    books.submit(&preview);
    let spans = |id: &str| {
        let shop = books.rows[&id.parse::<Id>().unwrap()].enterprise().unwrap();
        let town = |code: &str| books.basics.unit(code).unwrap().short.clone();
        let said = shop.spans.iter().map(|s| {
            format!(
                "{} {} {} {}",
                s.from,
                town(&s.township),
                s.industries.join("、"),
                if s.is_open { "在营" } else { "停" }
            )
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(spans("E2611-0001"), ["2026-01-05 万安 cy 在营", "2026-11-23 万安 cy 停"]);
    assert_eq!(spans("E2611-0002"), ["2026-01-05 万安 sc 在营", "2026-11-23 双阳 sc 在营"]);
}

#[test]
fn every_row_of_a_list_is_counted_once_whatever_its_encoding_and_a_torn_sign_holds_its_row() {
    let table = |rows: &str| format!("企业名称,乡镇,行业,主要负责人,地址\r\n{rows}");
    let mut books = Books::new();
    let first =
        table("阿芬牛肉店,万安,餐饮,张阿芬,\r\n惠民超市,河市,商超,林惠民,\r\n老林茶行,双阳,商超,林木,\r\n");
    let known = read_bytes(first.clone().into()).unwrap();
    books.submit(&understand(Kind::Enterprise, known, &books, &options("表.csv")));
    let rows = "阿芬牛肉店,万安,餐饮,张阿芬,万安路1号\r\n惠民超市,河市,商超,林小惠,\r\n老林茶行,双阳,商超,林木,\r\n\
                新开的店,没这里,餐饮,王新,\r\n罗溪饭店,罗溪,餐饮,黄罗,\r\n虹山百货,虹山,商超,吴虹,\r\n合计,6,,,\r\n";
    let gbk = encoding_rs::GB18030.encode(&table(rows)).0.into_owned();
    let read =
        |bytes: Vec<u8>| understand(Kind::Enterprise, read_bytes(bytes).unwrap(), &books, &options("表.csv"));
    let (as_gbk, as_utf8) = (read(gbk.clone()), read(table(rows).into()));
    assert_eq!(as_gbk.summary(), "共6行：可录2，暂扣1，已有1，补入或更改1，与登记不同未改1");
    assert_eq!(as_gbk.report(), as_utf8.report());

    let mut torn = gbk;
    let end =
        torn.len() - "虹,\r\n合计,6,,,\r\n".chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    torn.remove(end);
    let torn = read(torn);
    assert_eq!(
        torn.summary(),
        "共6行：可录1，暂扣2，已有1，补入或更改1，与登记不同未改1",
        "{}",
        torn.report()
    );
    let held = said(&torn, Severity::Held);
    assert!(held[1].starts_with("第7行：有认不出的字（按 GB18030 读）"), "{held:?}");
}

#[test]
fn the_gbk_list_alone_is_a_register() {
    let preview =
        understand(Kind::Enterprise, sheets("企业_GBK.csv"), &Books::new(), &options("企业_GBK.csv"));
    assert_eq!(preview.summary(), "共40行：可录40，暂扣0，已有0");
    let expected = [
        ("name", "洛江区双阳万家购物广场"),
        ("township", "350504002"),
        ("industries", "zh"),
        ("principal", "苏小燕"),
        ("employees", "9"),
        ("gas", "管道"),
        ("since", "2024-03-05"),
    ];
    assert_eq!(row(&preview, 4), Fields::of(expected));
}

#[test]
fn a_ledger_of_hazards_tells_the_inspections_too() {
    let (_, preview) = after_the_register(Kind::Inspection);
    assert_eq!((preview.counts.read, preview.counts.entered, preview.counts.held), (160, 134, 4));
    assert!(preview.unknown.is_empty(), "{:?}", preview.unknown);
    let visit = row(&preview, 19);
    assert_eq!(visit.get("inspectors"), "王少波、苏小燕、蔡丽萍、曾庆祥、郑伟");
    assert_eq!((visit.get("date"), visit.get("finding"), visit.get("mode")), ("2026-01-21", "发现", "日常"));
}

#[test]
fn a_table_of_inspections_says_whether_anything_was_found() {
    let text = "检查日期,企业名称,检查人员,检查结果\n2026-11-02,洛江区万安甲,郑伟 王少波,未发现隐患\n11月3日,洛江区万安甲,郑伟,发现2处\n";
    let preview = csv(Kind::Inspection, text);
    let found: Vec<_> = wishes(&preview)
        .into_iter()
        .map(|(_, f)| format!("{} {}", f.get("date"), f.get("finding")))
        .collect();
    assert_eq!(found, ["2026-11-02 未发现", "2026-11-03 发现"]);
    assert_eq!(preview.counts.stubs, 1);
}

#[test]
fn sheets_that_are_something_else_are_named_with_the_reason() {
    let (_, preview) = after_the_register(Kind::Hazard);
    let notes = said(&preview, Severity::Note);
    assert!(notes.contains(&"说明：跳过此表：没有找到表头".to_owned()), "{notes:#?}");
    assert!(notes.contains(&"企业：跳过此表：是企业表".to_owned()), "{notes:#?}");
}

#[test]
fn without_a_header_or_a_name_column_nothing_is_written() {
    for text in ["万安,阿芬牛肉店\n河市,惠民超市\n", "乡镇,地址,电话\n万安,中心街,138\n", "", "合计,3\n"]
    {
        let preview = csv(Kind::Enterprise, text);
        assert!(preview.is_barred() && preview.command().is_none());
        assert!(said(&preview, Severity::Fatal)[0].contains("表头须有 企业名称 栏"), "{}", preview.report());
    }
}

#[test]
fn an_unknown_column_is_listed_and_the_map_file_can_name_it() {
    let text = "查的日子,天气,乡镇,企业名称,隐患描述\n2026-03-01,晴,万安,洛江区万安甲,乙\n";
    let preview = csv(Kind::Hazard, text);
    assert!(said(&preview, Severity::Fatal)[0].contains("发现日期"), "{}", preview.report());
    let map = MapFile::parse("[columns]\n\"查的日子\" = \"found_on\"").unwrap();
    let preview = understand(
        Kind::Hazard,
        read_bytes(text.into()).unwrap(),
        &Books::new(),
        &Options { map, ..options("表.csv") },
    );
    assert_eq!(preview.counts.entered, 1);
    assert_eq!((preview.unknown[0].column.as_str(), preview.unknown[0].sample.as_str()), ("B 天气", "晴"));
    let map = MapFile::parse("[columns]\n\"天气\" = \"weather\"").unwrap();
    let preview = understand(
        Kind::Hazard,
        read_bytes(text.into()).unwrap(),
        &Books::new(),
        &Options { map, ..options("表.csv") },
    );
    assert!(said(&preview, Severity::Fatal)[0].contains("写的栏目没有：weather"));
    assert!(MapFile::parse("[columns]\n\"天气\" = ").unwrap_err().contains("第2行"));
}

#[test]
fn faulty_rows_are_held_all_at_once_and_the_rest_goes_in() {
    let preview = ledger(
        "2026-02-30,万安,洛江区万安甲,一,一般,2026-03-10,,,\n\
         2026-03-01,万安、河市,洛江区万安甲,二,较大,2026-03-10,,,\n\
         2026-03-01,万安,洛江区万安甲,三,一般,2026-03-10,2026-02-01,已整改,\n\
         2026-12-01,万安,洛江区万安甲,四,一般,尽快,,,\n\
         2026-03-01,万安,洛江区万安甲,五,一般,没准,,,\n\
         2026-03-01,万安,洛江区万安甲,六,一般,2026-02-01,,,\n\
         2026-03-01,,甲,七,一般,2026-03-10,,,\n\
         2026-03-01,万安,洛江区万安甲,八,一般,2026-03-10,3月9日,合格,\n",
    );
    let held = said(&preview, Severity::Held);
    assert_eq!((preview.counts.entered, preview.counts.held), (1, 7), "{held:#?}");
    for (problem, words) in held.iter().zip([
        ["第2行 A 检查日期列“2026-02-30”", "2月没有30日"],
        ["第3行 B 乡镇列“万安、河市”", "一行只写一个"],
        ["第3行 E 等级列“较大”", "可写 一般、重大"],
        ["第4行 G 整改完成日期列", "早于发现日期"],
        ["第5行 A 检查日期列", "还没到"],
        ["第6行 F 整改期限列“没准”", "尽快、立行立改"],
        ["第7行 F 整改期限列", "早于发现日期"],
        ["第8行 B 乡镇列", "补上乡镇"],
    ]) {
        assert!(words.iter().all(|word| problem.contains(word)), "{problem}");
    }
    assert_eq!(held.len(), 8, "{held:#?}");
    let strict = Options { strict: true, ..options("表.csv") };
    let text =
        format!("{HEAD}2026-02-30,万安,洛江区万安甲,一,一般,,,,\n2026-03-01,万安,洛江区万安甲,二,一般,,,,\n");
    let preview = understand(Kind::Hazard, read_bytes(text.into_bytes()).unwrap(), &Books::new(), &strict);
    assert_eq!((preview.counts.entered, preview.command()), (1, None));
}

#[test]
fn a_hazard_written_again_a_little_differently_is_asked_about() {
    let mut books = Books::new();
    let enter = |books: &Books, rows: &str| {
        let text = format!("{HEAD}{rows}");
        understand(Kind::Hazard, read_bytes(text.into_bytes()).unwrap(), books, &options("表.csv"))
    };
    books.submit(&enter(&books, "2026-03-01,万安,洛江区万安甲,一楼后厨燃气软管老化开裂,一般,尽快,,,\n"));
    let same_words = enter(
        &books,
        "2026-03-01,万安,洛江区万安甲,一楼后厨燃气软管老化开裂。,一般,尽快,2026-03-05,已整改,\n",
    );
    assert_eq!((same_words.counts.duplicates, same_words.command()), (1, None));
    assert!(said(&same_words, Severity::Warning)[0].contains("台账已有 H2611-0001（整改中），表中是待复查"));
    let other_words = enter(&books, "2026-03-01,万安,洛江区万安甲,一楼后厨的燃气软管老化开裂,一般,尽快,,,\n");
    assert!(said(&other_words, Severity::Held)[0].contains("疑似重复：台账 H2611-0001"));
    assert_eq!(other_words.summary(), "共1行：可录0，暂扣1，已有0，疑似重复1");
    let two_rooms = enter(
        &books,
        "2026-03-01,万安,洛江区万安甲,一楼后厨燃气软管老化开裂,一般,尽快,,,\n2026-03-01,万安,洛江区万安甲,二楼后厨燃气软管老化开裂,一般,尽快,,,\n",
    );
    assert_eq!((two_rooms.counts.entered, two_rooms.counts.duplicates), (1, 1));
    let twice_in_the_table = ledger(
        "2026-03-01,万安,洛江区万安乙,灭火器过期,,,,,\n2026.3.1,万安,洛江区万安乙,灭火器过期。,,,,,\n",
    );
    assert_eq!((twice_in_the_table.counts.entered, twice_in_the_table.counts.duplicates), (1, 1));
}

#[test]
fn a_name_without_the_district_is_found_and_said_so() {
    let (books, _) = after_the_register(Kind::Hazard);
    let text = format!(
        "{HEAD}2026-03-01,万安,阿芬牛肉店,新的问题,一般,尽快,,,\n2026-03-01,万安,阿芬牛肉馆,又一个,一般,尽快,,,\n"
    );
    let preview =
        understand(Kind::Hazard, read_bytes(text.into_bytes()).unwrap(), &books, &options("表.csv"));
    assert_eq!(row(&preview, 2).get("enterprise"), "E2611-0001");
    let doubts = said(&preview, Severity::Doubt);
    assert!(doubts[0].contains("按E2611-0001 洛江区万安阿芬牛肉店"), "{doubts:#?}");
    assert!(doubts[1].contains("先按待补全新建；名称相近的有 E2611-0001"), "{doubts:#?}");
}

#[test]
fn a_shop_of_the_same_name_in_another_town_is_asked_about_unless_its_code_agrees() {
    let mut books = Books::new();
    let shop = "企业名称,乡镇,信用代码\n惠民超市,双阳,91350504F9BA8Y43YK\n";
    let shop = read_bytes(shop.into()).unwrap();
    books.submit(&understand(Kind::Enterprise, shop, &books, &options("名录.csv")));
    let text = "检查日期,乡镇,企业名称,隐患描述,等级,信用代码\n\
                2026-03-01,万安,惠民超市,灭火器过期,一般,\n\
                2026-03-01,万安,惠民超市,软管老化,一般,91350504F9BA8Y43YK\n";
    let preview = understand(Kind::Hazard, read_bytes(text.into()).unwrap(), &books, &options("表.csv"));
    let held = said(&preview, Severity::Held);
    assert!(held[0].contains("第2行 B 乡镇列“万安”：同名的只有 E2611-0001 惠民超市，在双阳"), "{held:#?}");
    assert!(held[0].contains("是另一家就先登记"), "{held:#?}");
    assert_eq!((preview.counts.held, preview.counts.entered, preview.counts.stubs), (1, 1, 0));
    let doubts = said(&preview, Severity::Doubt);
    assert!(doubts[0].contains("E2611-0001 惠民超市 登记在双阳，按登记录入"), "{doubts:#?}");
}

#[test]
fn a_hazard_that_carries_its_number_is_there_already_though_its_shop_was_renamed() {
    let mut books = Books::new();
    let enter = |books: &Books, rows: &str| {
        let text = format!("隐患编号,{HEAD}{rows}");
        understand(Kind::Hazard, read_bytes(text.into_bytes()).unwrap(), books, &options("表.csv"))
    };
    books.submit(&enter(&books, ",2026-03-01,万安,洛江区万安甲,灭火器过期,一般,尽快,,,\n"));
    let id: Id = "E2611-0001".parse().unwrap();
    let renamed = Fields::of([("name", "洛江区万安新名百货".to_owned())]);
    assert!(books.rows.get_mut(&id).unwrap().body.fill(&renamed).is_empty());
    let again = enter(&books, "H2611-0001,2026-03-01,万安,洛江区万安甲,灭火器过期,一般,尽快,,,\n");
    assert_eq!((again.summary().as_str(), again.command()), ("共1行：可录0，暂扣0，已有1", None));
    // Another office's H2611-0001 is another hazard.
    let others = enter(&books, "H2611-0001,2026-03-02,万安,洛江区万安乙,线路私拉,一般,尽快,,,\n");
    assert_eq!((others.counts.entered, others.counts.duplicates), (1, 0));
}

#[test]
fn pages_of_a_printed_ledger_totals_and_remarks_are_no_records() {
    let preview = csv(
        Kind::Enterprise,
        "企业底数\n填报单位：万安\n企业名称,乡镇,人数\n甲店,万安,3\n本页小计,,3\n企业名称,乡镇,人数\n乙店,万安,4\n合计,,7\n填表人：张三　审核：李四\n",
    );
    assert_eq!(preview.summary(), "共2行：可录2，暂扣0，已有0");
}

#[test]
fn what_was_found_before_the_plan_comes_in_as_left_over() {
    let preview = ledger("2023-11-02,万安,洛江区万安甲,灭火器过期,一般,2023-11-10,2023-11-09,合格,\n");
    assert_eq!((preview.counts.entered, preview.counts.before_plan), (1, 1));
    assert_eq!(row(&preview, 2).get("closed_on"), "2023-11-09");
}

#[test]
fn a_recheck_that_was_not_passed_leaves_the_hazard_open_and_two_results_hold_the_row() {
    let preview = ledger(
        "2026-05-01,万安,洛江区万安甲,灭火器过期,一般,2026-05-09,2026-05-08,2026-05-10复查未能通过,\n\
         2026-05-01,万安,洛江区万安甲,软管老化,一般,2026-05-09,2026-05-08,没有通过,\n\
         2026-05-01,万安,洛江区万安甲,线路私拉,一般,2026-05-09,2026-05-08,一次不合格，二次复查合格,\n\
         2026-05-01,万安,洛江区万安甲,堵塞通道,非重大隐患,2026-05-09,,,\n",
    );
    for number in [2, 3] {
        let row = row(&preview, number);
        assert_eq!((row.get("state"), row.get("closed_on"), row.get("done_on")), ("整改中", "", ""));
    }
    let held = said(&preview, Severity::Held);
    assert!(held[0].contains("第4行 H 复查情况列") && held[0].contains("又写合格又写不合格"), "{held:#?}");
    assert!(
        held[1].contains("第5行 E 等级列“非重大隐患”") && held[1].contains("可写 一般、重大"),
        "{held:#?}"
    );
}

#[test]
fn what_was_closed_after_the_first_day_of_use_waits_for_a_recheck() {
    let text = format!("{HEAD}2026-11-02,万安,洛江区万安甲,灭火器过期,一般,2026-11-10,2026-11-09,合格,\n");
    let options = Options { start_on: day("2026-11-01"), ..options("表.csv") };
    let preview = understand(Kind::Hazard, read_bytes(text.into_bytes()).unwrap(), &Books::new(), &options);
    assert_eq!(row(&preview, 2).get("state"), "待复查");
    assert!(said(&preview, Severity::Doubt)[0].contains("不早于启用日 2026-11-01"));
}

#[test]
fn the_report_and_its_json_name_every_problem() {
    let preview = ledger("2026-02-30,万安,洛江区万安甲,一,一般,2026-03-10,,,\n");
    let report = preview.report();
    assert!(
        report.starts_with(
            "表.csv　隐患\n共1行：可录0，暂扣1，已有0\n\n暂扣，不录（1）\n  第2行 A 检查日期列“2026-02-30”："
        ),
        "{report}"
    );
    let json = serde_json::to_value(&preview).unwrap();
    let problem = &json["problems"][0];
    assert_eq!(
        (&problem["severity"], &problem["row"], &problem["column"]),
        (&"held".into(), &2.into(), &"A 检查日期".into())
    );
    assert_eq!((&json["counts"]["held"], &problem["file"]), (&1.into(), &"表.csv".into()));
}

#[test]
fn remarks_of_one_kind_stand_on_one_line_behind_the_doubts() {
    let books = Books::new();
    let report = understand(Kind::Enterprise, sheets(LEDGER), &books, &options(LEDGER)).report();
    let lines: Vec<&str> = report.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[2], "存疑，照录（2）");
    assert!(lines[3].contains("同名") && lines[4].contains("同名"), "{report}");
    assert_eq!(lines[5], "提醒（51）");
    assert!(
        lines[6].starts_with("  企业 E 统一社会信用代码列：信用代码校验位不符，51 行：第4、5、6、"),
        "{report}"
    );
    assert!(lines[6].ends_with("…行。请核对营业执照") && lines[7].starts_with("说明"), "{report}");

    // A row that has to be mended stands by itself, a doubt keeps all of its words.
    let preview = ledger(
        "2026-02-30,万安,洛江区万安甲,一,一般,2026-03-10,,,\n2026-02-31,万安,洛江区万安甲,一,一般,2026-03-10,,,\n\
         2026-02-30,万安,洛江区万安甲,一,一般,2026-03-10,,,\n",
    );
    assert_eq!(preview.report().matches("没有").count(), 3, "{}", preview.report());
}

#[test]
fn hazards_before_their_enterprises_are_told_what_to_do_first() {
    let mut books = Books::new();
    let hazards = |books: &Books| understand(Kind::Hazard, sheets(LEDGER), books, &options(LEDGER)).report();
    let report = hazards(&books);
    assert!(report.contains("有74家企业不在登记中") && report.contains("先导企业再导隐患"), "{report}");
    books.submit(&understand(Kind::Enterprise, sheets(LEDGER), &books, &options(LEDGER)));
    assert!(!hazards(&books).contains("先导企业"), "{}", hazards(&books));
}

#[test]
fn a_register_completes_the_stubs_that_a_ledger_left() {
    let mut books = Books::new();
    books.submit(&understand(Kind::Hazard, sheets(LEDGER), &books, &options(LEDGER)));
    assert_eq!(books.get("E2611-0001", "status"), "待补全");
    let preview = understand(Kind::Enterprise, sheets(LEDGER), &books, &options(LEDGER));
    books.submit(&preview);
    let name = books.get("E2611-0001", "name");
    assert_eq!((name.as_str(), books.get("E2611-0001", "status")), ("洛江区马甲永泰超市", "在营".into()));
    assert_eq!(books.get("E2611-0001", "industries"), "sc");
}

#[test]
fn the_same_ledger_means_the_same_whatever_program_wrote_it() {
    let understood = |file: &str| {
        let mut sheets = sheets(file);
        // A text table has no sheets that could bear a name.
        sheets[0].name = "隐患".into();
        let preview = understand(Kind::Hazard, sheets, &Books::new(), &options("台账"));
        Books::new().submit(&preview);
        (serde_json::to_value(&preview).unwrap(), preview)
    };
    let (told, preview) = understood("合并表头.xlsx");
    for other in ["合并表头.xls", "合并表头.ods", "合并表头.csv"] {
        let (same, also) = understood(other);
        assert_eq!(same, told, "{other}");
        assert_eq!(also.command(), preview.command(), "{other}");
    }
    let counts = preview.counts;
    assert_eq!((counts.read, counts.entered, counts.held), (5, 4, 1));
    let first = row(&preview, 4);
    assert_eq!(
        (first.get("found_on"), first.get("due"), first.get("funds"), first.get("state")),
        ("2026-03-05", "2026-03-12", "800", "已销号")
    );
    // Its town, name and day are merged with those of the row above, or blank where a program cannot merge.
    let second = row(&preview, 5);
    assert_eq!((second.get("found_on"), second.get("done_on")), ("2026-03-05", "2026-03-05"));
    assert_eq!(second.get("enterprise"), first.get("enterprise"));
    let third = row(&preview, 7);
    assert_eq!(
        (third.get("found_on"), third.get("due"), third.get("funds")),
        ("2026-03-09", "2026-03-31", "3500")
    );
    let fourth = row(&preview, 8);
    assert_eq!(
        (fourth.get("found_on"), fourth.get("due"), fourth.get("department")),
        ("2026-03-09", "2026-03-16", "xf")
    );
    assert_eq!((fourth.get("source"), fourth.get("funds")), ("举报", "2000"));
    let held = said(&preview, Severity::Held);
    assert!(held[0].contains("没有32日") && held[1].contains("不是金额"), "{held:?}");
}

/// Twenty thousand names of three towns, all different.
fn shop(n: usize, trade: &str) -> (String, &'static str) {
    let pick = |from: &str, at: usize| from.chars().nth(at % from.chars().count()).unwrap();
    let brand = [
        pick("阿福顺和永兴隆昌盛金玉满堂好又家", n),
        pick("芬源明华强民丰达利发财旺", n / 16),
        pick("一二三四五六七八九十百千万", n / 192),
        pick("东南西北中上下左右前后", n / 2496),
    ];
    let town = ["万安", "罗溪", "马甲"][n % 3];
    (format!("洛江区{town}{}{trade}", brand.iter().collect::<String>()), town)
}

#[test]
fn a_near_name_is_found_at_the_very_end_of_twenty_thousand_rows_against_twenty_thousand() {
    const MANY: usize = 20_000;
    let mut books = Books::new();
    let head = "企业名称,乡镇,行业,主要负责人\n";
    let table = |rows: &mut dyn Iterator<Item = (String, &'static str)>| {
        rows.fold(head.to_owned(), |text, (name, town)| text + &format!("{name},{town},餐饮,张三\n"))
    };
    let import = |books: &Books, text: String| {
        understand(Kind::Enterprise, read_bytes(text.into_bytes()).unwrap(), books, &options("表.csv"))
    };
    books.submit(&import(&books, table(&mut (0..MANY).map(|n| shop(n, "小吃店")))));
    assert_eq!(books.rows.len(), MANY);
    let rows = (0..MANY).map(|n| shop(n, "百货商场"));
    let last = ("洛江区万安阿芬一东小吃老店".to_owned(), "万安");
    let text = table(&mut rows.chain([last]));
    let begun = std::time::Instant::now();
    let preview = import(&books, text);
    let took = begun.elapsed();
    let doubts = said(&preview, Severity::Doubt);
    let found = doubts.last().unwrap();
    assert!(found.contains("洛江区万安阿芬一东小吃店") && found.contains("名称相近"), "{found}");
    println!("{took:?} for {MANY} rows, {} doubts", doubts.len());
    let limit = if cfg!(debug_assertions) { 60 } else { 6 };
    assert!(took.as_secs() < limit, "{took:?}");
}

proptest! {
    #[test]
    fn whatever_a_table_says_nothing_panics_and_nothing_offered_is_refused(
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..9), 0..12),
        kind in prop::sample::select(vec![Kind::Enterprise, Kind::Hazard, Kind::Inspection]),
    ) {
        let mut rows = rows;
        rows.insert(rows.len() / 3, HEAD.trim().split(',').map(|head| Cell::Text(head.into())).collect());
        let sheet = Sheet { name: "表".into(), first: 1, rows, ..Sheet::default() };
        let preview = understand(kind, vec![sheet], &Books::new(), &options("表.csv"));
        let counts = preview.counts;
        prop_assert!(!preview.report().is_empty());
        Books::new().submit(&preview);
        prop_assert!(counts.held <= counts.read && counts.entered <= counts.read);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), zip: bool) {
        let bytes = if zip { [b"PK\x03\x04".to_vec(), bytes].concat() } else { bytes };
        let _ = read_bytes(bytes);
    }
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        prop::sample::select(vec![
            "2026-03-01",
            "3月9日",
            "万安",
            "河市镇",
            "洛江区万安甲",
            "尽快",
            "立行立改",
            "合格",
            "移交消防",
            "整改中",
            "重大",
            "√",
            "33人",
            "合计",
            "2月30日",
            "3个工作日",
        ])
        .prop_map(|text| Cell::Text(text.into())),
        "\\PC{0,12}".prop_map(Cell::Text),
        "[一-十]{490,510}".prop_map(Cell::Text),
        any::<f64>().prop_map(Cell::Number),
        any::<u16>().prop_map(|n| Cell::Day(Day(n))),
        any::<bool>().prop_map(Cell::Flag),
    ]
}
