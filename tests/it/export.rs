//! What is exported is what is recorded, in tables that other programs and this one read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zhiben::calendar::Day;
use zhiben::exchange::export::{
    Caliber, ExportError, Format, Names, Setting, Visits, all, four_lists, ledger, matrix, records,
};
use zhiben::exchange::import::understand;
use zhiben::exchange::table::{Cell, read_table};
use zhiben::model::basics::Basics;
use zhiben::model::field::Fields;
use zhiben::model::hazard::{Extension, Leg, Order, State};
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::{Body, Row};
use zhiben::rules::matrix::{Cell as Square, CellState, Head, Matrix, MatrixId};

use crate::import::{Books, day, options, sheets};

impl Names for Books {
    fn basics(&self) -> &Basics {
        &self.basics
    }
    fn row(&self, id: Id) -> Option<Row> {
        self.rows.get(&id).cloned()
    }
    fn visits(&self, enterprise: Id) -> Visits {
        let visits =
            self.rows.values().filter_map(Row::inspection).filter(|visit| visit.enterprise == enterprise);
        let last = visits.max_by_key(|visit| visit.date);
        let hazards =
            self.rows.values().filter_map(Row::hazard).filter(|h| h.enterprise == enterprise).count();
        Visits {
            last: last.map_or(Day::NONE, |visit| visit.date),
            inspectors: last.map_or(Vec::new(), |visit| visit.inspectors.clone()),
            hazards: hazards as u32,
        }
    }
    fn leaders(&self, unit: &str) -> Vec<String> {
        if unit == "LT" { vec!["林局".into()] } else { Vec::new() }
    }
}

/// The sample workbook entered: register, ledger, inspections.
fn office() -> Books {
    let mut books = Books::new();
    for kind in [Kind::Enterprise, Kind::Hazard, Kind::Inspection] {
        let preview = understand(kind, sheets("台账样表.xlsx"), &books, &options("台账样表.xlsx"));
        books.submit(&preview);
    }
    books
}

fn caliber() -> Caliber {
    Caliber {
        period: "2026年".into(),
        as_of: day("2026-11-23"),
        unit: "洛江区".into(),
        maker: "陈三".into(),
        notes: vec!["不含作废".into()],
    }
}

const SAID: &str = "口径：截至 2026-11-23；期间 2026年；单位 洛江区；制表 陈三；不含作废";

fn rows_of(books: &Books, kind: Kind) -> impl Iterator<Item = Result<Row, ExportError>> {
    books.rows.values().filter(move |row| row.id.kind() == kind).cloned().map(Ok)
}

/// Writes into a directory of its own and hands over the path.
fn written(name: &str, write: impl FnOnce(&Path)) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    write(&path);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing but the file itself");
    (dir, path)
}

fn words(row: &[Cell]) -> Vec<String> {
    row.iter().map(Cell::words).collect()
}

#[test]
fn the_four_lists_have_the_columns_of_the_notice_and_agree_with_the_records() {
    let mut books = office();
    let id: Id = "H2611-0001".parse().unwrap();
    let hazard = books.rows.get_mut(&id).unwrap();
    let Body::Hazard(h) = &mut hazard.body else { panic!() };
    h.funds = Some(3000);
    h.legs.push(Leg {
        department: "xf".into(),
        letter_no: "洛商函〔2026〕7号".into(),
        sent_on: day("2026-11-12"),
        receiver: "王科".into(),
        accepted_on: day("2026-11-13"),
        ..Leg::default()
    });
    h.extensions.push(Extension { new_due: day("2026-11-30"), granted: true, ..Extension::default() });
    h.orders.push(Order {
        no: "洛安办〔2026〕3号".into(),
        level: "区".into(),
        listed_on: day("2026-11-14"),
        ..Order::default()
    });
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: false };
    let (_dir, path) = written("四个清单.xlsx", |path| {
        let counts =
            four_lists(path, rows_of(&books, Kind::Enterprise), rows_of(&books, Kind::Hazard), setting);
        assert_eq!(counts.unwrap(), (90, 156));
    });
    let lists = read_table(&path).unwrap();
    let heads: Vec<String> =
        lists.iter().map(|s| format!("{}：{}", s.name, words(&s.rows[0]).join(" "))).collect();
    assert_eq!(
        heads,
        [
            "企业清单：序号 乡镇 企业名称 信用代码 行业 地址 主要负责人 电话 规模 是否重点 检查日期 检查人 发现隐患数 备注",
            "隐患清单：序号 隐患编号 乡镇 企业 行业 发现日期 来源 检查人 部位 隐患描述 类别 等级 判定依据 路径",
            "整改清单：隐患编号 企业 整改措施 资金 期限 整改责任人 应急措施/预案 完成日期 完成情况 复查日期 复查人 复查结果 是否延期 销号日期 状态",
            "责任清单：隐患编号 企业 企业责任人 整改责任人 乡镇责任人 局责任股室/责任人 分管领导 职责部门 移交函号/日期 签收人/日期 反馈日期/结果 督办",
        ]
    );
    let cell = |list: usize, row: usize, head: &str| {
        let column = words(&lists[list].rows[0]).iter().position(|h| h == head).unwrap();
        lists[list].cell(row, column).clone()
    };
    assert_eq!(cell(0, 1, "企业名称").words(), "洛江区万安阿芬牛肉店");
    assert_eq!((cell(0, 1, "乡镇").words(), cell(0, 1, "行业").words()), ("万安".into(), "餐饮燃气".into()));
    assert_eq!(
        (cell(0, 1, "检查日期"), cell(0, 1, "发现隐患数")),
        (Cell::Day(day("2026-10-06")), Cell::Number(2.0))
    );
    assert_eq!(cell(1, 1, "发现日期"), Cell::Day(day("2026-11-10")));
    assert_eq!(
        (cell(2, 1, "资金"), cell(2, 1, "是否延期").words()),
        (Cell::Number(3000.0), "是，至 2026-11-30".into())
    );
    let responsible =
        ["企业责任人", "局责任股室/责任人", "分管领导", "职责部门", "移交函号/日期", "签收人/日期", "督办"];
    assert_eq!(
        responsible.map(|head| cell(3, 1, head).words()),
        [
            "曾庆祥",
            "商贸流通股",
            "林局",
            "消防",
            "洛商函〔2026〕7号 2026-11-12",
            "王科 2026-11-13",
            "区 洛安办〔2026〕3号 挂牌 2026-11-14"
        ]
    );
    for (n, row) in rows_of(&books, Kind::Hazard).map(Result::unwrap).enumerate() {
        let h = row.hazard().unwrap();
        let of = |list: usize, head: &str| cell(list, n + 1, head).words();
        assert_eq!([1, 2, 3].map(|list| of(list, "隐患编号")), [(); 3].map(|()| row.id.to_string()));
        assert_eq!((of(1, "隐患描述"), of(1, "等级")), (h.description.clone(), h.level.clone()));
        assert_eq!((of(2, "期限"), of(2, "状态")), (h.due.to_string(), h.state.name().to_owned()));
        assert_eq!(
            (of(2, "完成日期"), of(2, "销号日期")),
            (h.done_on().to_string(), h.closed_on.to_string())
        );
    }
    for list in &lists {
        assert_eq!(words(list.rows.last().unwrap())[0], SAID);
    }
}

#[test]
fn an_exported_ledger_is_understood_again_and_adds_nothing() {
    let books = office();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: true };
    for (name, format) in [("台账.xlsx", Format::Xlsx), ("台账.csv", Format::Csv), ("旧.csv", Format::CsvGbk)]
    {
        let (_dir, path) = written(name, |path| {
            assert_eq!(ledger(path, format, rows_of(&books, Kind::Hazard), setting).unwrap(), 156);
        });
        let sheets = read_table(&path).unwrap();
        let preview = understand(Kind::Hazard, sheets.clone(), &books, &options(name));
        assert_eq!(preview.summary(), "共156行：可录0，暂扣0，已有156", "{}", preview.report());
        // The heads it writes that an import has no use for.
        let unused: Vec<_> =
            preview.unknown.iter().map(|u| u.column.split(' ').next_back().unwrap()).collect();
        assert_eq!(unused, ["是否延期", "不详", "推定"]);
        // In an empty ledger all of it comes in again, in the same states.
        let mut anew = Books::new();
        let again = understand(Kind::Hazard, sheets, &anew, &options(name));
        let premises: BTreeSet<Id> =
            rows_of(&books, Kind::Hazard).map(|r| r.unwrap().hazard().unwrap().enterprise).collect();
        assert_eq!(
            (again.counts.entered, again.counts.stubs),
            (156, premises.len() as u32),
            "{}",
            again.report()
        );
        anew.submit(&again);
        let states = |books: &Books| -> Vec<(State, bool)> {
            books.rows.values().filter_map(Row::hazard).map(|h| (h.state, h.due_proposed)).collect()
        };
        assert_eq!(states(&anew), states(&books));
    }
}

#[test]
fn csv_opens_in_office_programs_and_calculates_nothing() {
    let mut books = office();
    let id: Id = "H2611-0001".parse().unwrap();
    let Body::Hazard(h) = &mut books.rows.get_mut(&id).unwrap().body else { panic!() };
    h.description = "=HYPERLINK(\"http://x\")".into();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: false };
    let (_dir, path) = written("台账.csv", |path| {
        ledger(path, Format::Csv, rows_of(&books, Kind::Hazard).take(1), setting).unwrap();
    });
    let bytes = std::fs::read(&path).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.starts_with("\u{feff}隐患编号,状态,类型,发现日期,") && text.ends_with("不含作废\r\n"),
        "{text}"
    );
    assert!(text.contains(",\"'=HYPERLINK(\"\"http://x\"\")\","), "{text}");
    let column = words(&read_table(&path).unwrap()[0].rows[1]);
    assert!(column.contains(&"=HYPERLINK(\"http://x\")".to_owned()));
}

/// The office, one of whose shops has a telephone; how that is shown when telephones are masked, and when they are not.
fn with_a_telephone() -> (Books, [(bool, &'static str); 2]) {
    let mut books = office();
    let id: Id = "E2611-0001".parse().unwrap();
    let row = books.rows.get_mut(&id).unwrap();
    assert!(row.body.fill(&Fields::of([("phone", "13812345678")])).is_empty());
    (books, [(false, "138****5678"), (true, "13812345678")])
}

#[test]
fn telephones_are_masked_unless_asked_for() {
    let (books, shown) = with_a_telephone();
    let caliber = caliber();
    for (phones, shown) in shown {
        let setting = Setting { names: &books, caliber: &caliber, phones };
        let (_dir, path) = written("企业.csv", |path| {
            records(path, Format::Csv, (Kind::Enterprise, ""), rows_of(&books, Kind::Enterprise), setting)
                .unwrap();
        });
        let sheet = &read_table(&path).unwrap()[0];
        assert_eq!(words(&sheet.rows[0])[..3], ["编号", "企业名称", "店招俗称"]);
        assert!(words(&sheet.rows[1]).contains(&shown.to_owned()));
        assert_eq!(sheet.rows.len(), 1 + 90 + 1);
    }
}

#[test]
fn telephones_in_lines_of_json_are_masked_unless_asked_for() {
    let (books, shown) = with_a_telephone();
    let caliber = caliber();
    for (phones, shown) in shown {
        let setting = Setting { names: &books, caliber: &caliber, phones };
        let of_kind = |path: &Path| {
            let rows = rows_of(&books, Kind::Enterprise);
            records(path, Format::JsonLines, (Kind::Enterprise, ""), rows, setting).unwrap();
        };
        let of_all = |path: &Path| {
            all(path, books.rows.values().cloned().map(Ok), setting).unwrap();
        };
        for write in [&of_kind as &dyn Fn(&Path), &of_all] {
            let (_dir, path) = written("企业.jsonl", write);
            let text = std::fs::read_to_string(&path).unwrap();
            let own = text.lines().find(|line| line.contains("\"E2611-0001\"")).unwrap();
            assert!(own.contains(&format!("\"phone\":\"{shown}\"")), "{own}");
            // Taken in again it is called no change.
            let sheets = read_table(&path).unwrap();
            let again = understand(Kind::Enterprise, sheets, &books, &options("企业.jsonl"));
            assert_eq!(again.counts.differing + again.counts.changed, 0, "{}", again.report());
        }
    }
}

#[test]
fn a_sort_whose_name_is_none_for_a_sheet_goes_out_all_the_same() {
    let mut books = Books::new();
    let sort = books.basics.sorts.first_mut().unwrap();
    sort.name = "宣传/培训[进企业：进社区]、进学校、进家庭、进公共场所的各项活动登记汇总表".into();
    let code = sort.code.clone();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: false };
    let (_dir, path) = written("宣传.xlsx", |path| {
        records(path, Format::Xlsx, (Kind::Evidence, &code), std::iter::empty(), setting).unwrap();
    });
    assert_eq!(
        read_table(&path).unwrap()[0].name,
        "宣传 培训 进企业：进社区 、进学校、进家庭、进公共场所的各项"
    );
}

#[test]
fn an_exported_register_is_understood_again() {
    let books = office();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: true };
    let (_dir, path) = written("企业.xlsx", |path| {
        records(path, Format::Xlsx, (Kind::Enterprise, ""), rows_of(&books, Kind::Enterprise), setting)
            .unwrap();
    });
    let preview = understand(Kind::Enterprise, read_table(&path).unwrap(), &books, &options("企业.xlsx"));
    assert_eq!(preview.summary(), "共90行：可录0，暂扣0，已有90", "{}", preview.report());
}

#[test]
fn a_matrix_goes_out_with_its_notes() {
    let books = Books::new();
    let head = |key: &str, label: &str| Head { key: key.into(), label: label.into(), note: String::new() };
    let square = |state, text: &str| Square { state, have: 0, need: 0, due: Day::NONE, text: text.into() };
    let owed = Matrix {
        matrix: MatrixId::M9,
        title: "欠账总表".into(),
        as_of: day("2026-11-23"),
        period: String::new(),
        rows: vec![head("350504001", "万安")],
        columns: vec![head("OR-03", "检查"), head("n", "隐患")],
        cells: vec![vec![square(CellState::Owed, "欠"), square(CellState::Count, "12")]],
        second_block: None,
        notes: vec!["只计文件规定".into()],
    };
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: false };
    for (name, format) in [("M9.xlsx", Format::Xlsx), ("M9.csv", Format::Csv)] {
        let (_dir, path) = written(name, |path| assert_eq!(matrix(path, format, &owed, setting).unwrap(), 1));
        let sheet = &read_table(&path).unwrap()[0];
        assert_eq!(words(&sheet.rows[0]), ["欠账总表", "检查", "隐患"]);
        assert_eq!(words(&sheet.rows[1]), ["万安", "欠", "12"]);
        assert_eq!(words(sheet.rows.last().unwrap())[0], format!("{SAID}；只计文件规定"));
    }
}

#[test]
fn everything_goes_out_as_lines_of_json() {
    let books = office();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: true };
    let (_dir, path) = written("全部.jsonl", |path| {
        assert_eq!(
            all(path, books.rows.values().cloned().map(Ok), setting).unwrap() as usize,
            books.rows.len()
        );
    });
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["口径"], SAID);
    for (line, row) in lines[1..].iter().zip(books.rows.values()) {
        assert_eq!(line["id"], row.id.to_string());
        assert_eq!(serde_json::from_value::<Fields>(line["fields"].clone()).unwrap(), row.body.fields());
        assert_eq!(line.get("hazard").is_some(), row.hazard().is_some());
    }
}

#[test]
fn a_file_that_cannot_be_written_says_what_to_do_and_leaves_nothing() {
    let books = Books::new();
    let caliber = caliber();
    let setting = Setting { names: &books, caliber: &caliber, phones: false };
    let error =
        ledger(Path::new("/没有/这个目录/台账.csv"), Format::Csv, std::iter::empty(), setting).unwrap_err();
    assert!(error.to_string().starts_with("写不出文件") && error.hint().contains("目录"));
}
