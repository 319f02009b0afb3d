//! Tables of every noun and of every sort of 工作记录, in and out, as townships and sections send them.

use std::collections::BTreeMap;

use zhiben::exchange::export::{Caliber, Format, Setting, records};
use zhiben::exchange::import::{Options, Preview, Severity, understand};
use zhiben::exchange::table::read_table;
use zhiben::model::basics::Sort;
use zhiben::model::case::Role;
use zhiben::model::field::{Fields, Shape, Spec};
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::specs_for;

use crate::import::{Books, options};
use crate::support::run::Place;

/// A table as text, read for a kind or a sort.
fn read(books: &Books, what: (Kind, &str), text: &str) -> Preview {
    read_with(books, what, text, Options::default())
}

fn read_with(books: &Books, (kind, sort): (Kind, &str), text: &str, more: Options) -> Preview {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("表.csv");
    std::fs::write(&path, text).unwrap();
    let Options { set, own_township, .. } = more;
    let roles = if more.roles.is_empty() { Role::ALL.to_vec() } else { more.roles };
    let options = Options { sort: sort.into(), set, own_township, roles, ..options("表.csv") };
    understand(kind, read_table(&path).unwrap(), books, &options)
}

fn said(preview: &Preview, severity: Severity) -> Vec<String> {
    preview.of(severity).map(ToString::to_string).collect()
}

/// A register with two enterprises.
fn shops() -> Books {
    let mut books = Books::new();
    let table = "企业名称,乡镇,行业\n洛江区万安阿芬牛肉店,万安,餐饮\n洛江区河市惠民超市,河市,商超\n";
    let preview = read(&books, (Kind::Enterprise, ""), table);
    books.submit(&preview);
    books
}

const PUBLICITY: (Kind, &str) = (Kind::Evidence, "publicity");

#[test]
fn a_township_s_list_of_publicity_comes_in_and_not_twice() {
    let mut books = shops();
    let table = "2026年万安街道宣传登记表,,,,,\n序号,宣传时间,单位,活动名称,宣传形式,数量,天气\n\
                 1,2026.6.3,万安,商业街横幅,横幅,12条,晴\n2,6月16日,万安街道,进社区讲燃气,应急科普,,雨\n合计,,,,,12,\n";
    let preview = read(&books, PUBLICITY, table);
    assert_eq!(preview.summary(), "共2行：可录2，暂扣0，已有0", "{}", preview.report());
    assert_eq!(preview.unknown[0].column, "G 天气");
    assert_eq!(
        said(&preview, Severity::Note),
        ["第4行 B 宣传时间列“6月16日”：没有写年份，推定为 2026-06-16"]
    );
    books.submit(&preview);
    let row = &books.rows[&"M2611-0001".parse::<Id>().unwrap()];
    let field = |key: &str| row.body.get(key).unwrap();
    assert_eq!(
        (field("sort"), field("variant"), field("quantity")),
        ("publicity".into(), "横幅".into(), "12".into())
    );
    assert_eq!((field("unit"), field("title")), ("350504001".into(), "商业街横幅".into()));

    let again = read(&books, PUBLICITY, table);
    assert_eq!(again.summary(), "共2行：可录0，暂扣0，已有2");
    assert!(again.report().contains("商业街横幅 已有 M2611-0001"), "{}", again.report());
    let other = read(&books, PUBLICITY, "日期,单位,名称,类型,数量\n2026-06-03,万安,商业街横幅,横幅,15\n");
    assert!(
        said(&other, Severity::Doubt)[0].contains("疑似重复：与 M2611-0001 的必填各栏相同，其余不同"),
        "{}",
        other.report()
    );
    assert_eq!(other.summary(), "共1行：可录1，暂扣0，已有0，疑似重复1");
}

#[test]
fn everything_wrong_is_said_at_once_and_the_sound_rows_go_in() {
    let books = shops();
    let table = "日期,单位,名称,类型,主持人,人数\n2026-11-02,局,动员,专题动员,王局,30\n2026-13-02,局,调度,喝茶,王局,几人\n\
                 2026-12-30,局,研究,研究问题,王局,\n2026-11-03,局,,座谈,,\n";
    let preview = read(&books, (Kind::Evidence, "meeting"), table);
    assert_eq!(preview.summary(), "共4行：可录1，暂扣3，已有0", "{}", preview.report());
    let held = said(&preview, Severity::Held).join("\n");
    for part in [
        "第3行 A 日期列“2026-13-02”",
        "第3行 D 类型列“喝茶”",
        "可写 专题动员、听取汇报",
        "第3行 F 人数列“几人”",
        "第4行 A 日期列",
        "第5行 E 主持人列：没有写主持人",
    ] {
        assert!(held.contains(part), "{part}\n{held}");
    }
}

#[test]
fn a_table_without_a_required_column_is_refused_by_name() {
    let preview = read(&shops(), (Kind::Evidence, "meeting"), "名称,参会人数\n动员,30\n");
    let fatal = said(&preview, Severity::Fatal).join("\n");
    assert!(fatal.contains("会议表缺必填的栏：日期、单位、类型、主持人"), "{fatal}");
    assert!(fatal.contains("--set 日期=…"), "{fatal}");
    assert!(preview.command().is_none());
    let set = ["日期", "单位", "类型", "主持人"].into_iter().zip(["2026-11-02", "局", "座谈", "王局"]);
    let set = set.map(|(word, value)| (word.to_owned(), value.to_owned())).collect();
    let whole = read_with(
        &shops(),
        (Kind::Evidence, "meeting"),
        "名称,参会人数\n动员,30\n",
        Options { set, ..Options::default() },
    );
    assert_eq!(whole.counts.entered, 1, "{}", whole.report());
}

#[test]
fn the_measures_of_the_state_the_province_and_the_city_come_in_as_texts() {
    let mut books = Books::new();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("省66项.csv");
    let long = "建立燃气安全联合检查机制".repeat(20);
    std::fs::write(&path, format!("序号,措施内容\n1,{long}\n2,开展餐饮场所排查\n")).unwrap();
    let set = vec![("日期".into(), "2024-05-10".into()), ("单位".into(), "局".into())];
    let options = Options { sort: "measure".into(), set, ..options("省66项.csv") };
    let preview = understand(Kind::Evidence, read_table(&path).unwrap(), &books, &options);
    assert_eq!(preview.summary(), "共2行：可录2，暂扣0，已有0", "{}", preview.report());
    books.submit(&preview);
    let fields: Vec<Fields> = books.rows.values().map(|row| row.body.fields()).collect();
    assert_eq!(
        (fields[0].get("variant"), fields[0].get("number"), fields[0].get("text")),
        ("省66项", "1", long.as_str())
    );
    assert!(fields[0].get("title").chars().count() < 45);
    assert_eq!(fields[1].get("title"), "开展餐饮场所排查");
}

#[test]
fn enterprises_are_named_as_in_other_tables_and_new_ones_become_stubs() {
    let mut books = shops();
    let table = "自查日期,企业名称,乡镇,带队人,是否主要负责人带队\n2026-10-08,万安阿芬牛肉店,万安,张阿芬,是\n2026-10-09,老林茶行,河市,林木,否\n2026-10-10,无名店,,,\n";
    let preview = read(&books, (Kind::SelfInspection, ""), table);
    assert_eq!((preview.counts.entered, preview.counts.stubs), (2, 1), "{}", preview.report());
    assert!(said(&preview, Severity::Held)[0].contains("没有写乡镇（街道）"), "{}", preview.report());
    books.submit(&preview);
    let again = read(&books, (Kind::SelfInspection, ""), table);
    assert_eq!((again.counts.duplicates, again.counts.stubs), (2, 0), "{}", again.report());
    let penal = "日期,单位,名称,类型,企业,对应部门\n2026-10-08,LT,擅自动火,罚款,老林茶行,\n";
    let preview = read(&books, (Kind::Evidence, "enforcement"), penal);
    assert_eq!(preview.counts.entered, 1, "{}", preview.report());
}

#[test]
fn papers_that_hold_for_good_have_no_last_day() {
    let mut books = shops();
    let table = "企业名称,证照名称,证号,发证日期,有效期限\n\
                 洛江区万安阿芬牛肉店,食品经营,SP-1,2024-01-02,长期\n\
                 洛江区万安阿芬牛肉店,消防安全检查,X-1,2024-01-02,永久 有效\n\
                 洛江区万安阿芬牛肉店,特种行业,T-1,2024-01-02,2027年1月1日\n\
                 洛江区万安阿芬牛肉店,其他,Q-1,2024-01-02,不清楚\n";
    for table in [table.to_owned(), table.replace("有效期限", "到期日")] {
        let preview = read(&books, (Kind::Licence, ""), &table);
        assert_eq!(preview.summary(), "共4行：可录3，暂扣1，已有0", "{}", preview.report());
        assert!(preview.unknown.is_empty() && said(&preview, Severity::Held)[0].contains("不清楚"));
    }
    books.submit(&read(&books, (Kind::Licence, ""), table));
    let papers = books.rows.values().filter(|row| row.id.kind() == Kind::Licence);
    let titles: Vec<String> = papers.map(|row| row.body.title()).collect();
    assert_eq!(titles, ["食品经营 SP-1 长期", "消防安全检查 X-1 长期", "特种行业 T-1 至2027-01-01"]);
    let again = read(&books, (Kind::Licence, ""), table);
    assert_eq!(again.summary(), "共4行：可录0，暂扣1，已有3", "{}", again.report());
    let register = "企业名称,乡镇,许可有效期至\n洛江区万安新店,万安,长期\n";
    assert_eq!(read(&books, (Kind::Enterprise, ""), register).counts.entered, 1);
}

#[test]
fn an_answer_names_what_it_answers_by_its_words() {
    let mut books = Books::new();
    let fxs = read(
        &books,
        (Kind::Evidence, "risk_event"),
        "日期,单位,名称,触发\n2026-07-20,局,台风杜苏芮,台风\n2026-08-20,局,暴雨红色预警,暴雨\n",
    );
    books.submit(&fxs);
    let table = "日期,单位,名称,类型,对应记录\n2026-07-20,万安,防台风提醒,风险提示,台风\n2026-07-21,万安,暴雨提醒,风险提示,M2611-0002\n2026-07-21,万安,其他,风险提示,地震\n";
    let preview = read(&books, (Kind::Evidence, "notice"), table);
    assert_eq!(preview.counts.entered, 2, "{}", preview.report());
    assert!(said(&preview, Severity::Held)[0].contains("没有叫“地震”的工作记录"), "{}", preview.report());
    books.submit(&preview);
    let about = |id: &str| books.rows[&id.parse::<Id>().unwrap()].body.get("about").unwrap();
    assert_eq!((about("M2611-0003"), about("M2611-0004")), ("M2611-0001".into(), "M2611-0002".into()));
}

#[test]
fn an_entry_of_the_own_list_is_judged_row_by_row_and_its_confirming_is_a_leader_s() {
    let mut books = shops();
    let penalties = "日期,单位,名称,类型,企业,拒不整改,严重不良影响\n\
                     2026-10-08,LT,轻微,罚款,万安阿芬牛肉店,是,否\n2026-10-09,LT,严重,罚款,万安阿芬牛肉店,是,是\n";
    books.submit(&read(&books, (Kind::Evidence, "enforcement"), penalties));
    let table = "列入日,名单,主体,企业,执法结果,确认日,确认人\n\
                 2026-11-02,商务黑名单（探索）,甲,万安阿芬牛肉店,,,\n2026-11-02,商务黑名单（探索）,乙,万安阿芬牛肉店,轻微,,\n\
                 2026-11-02,商务黑名单（探索）,丙,洛江区河市惠民超市,严重,,\n2026-11-02,商务黑名单（探索）,丁,万安阿芬牛肉店,严重,,\n\
                 2026-11-02,商务黑名单（探索）,戊,万安阿芬牛肉店,严重,2026-11-09,王局\n";
    let roles = vec![Role::Section];
    let preview =
        read_with(&books, (Kind::DishonestEntry, ""), table, Options { roles, ..Options::default() });
    assert_eq!(preview.summary(), "共5行：可录1，暂扣4，已有0", "{}", preview.report());
    let held = said(&preview, Severity::Held).join("\n");
    for part in [
        "第2行 E 执法结果列：商务黑名单须有监管执法部门的处罚",
        "第3行 E 执法结果列“轻微”：没有注明造成严重不良影响",
        "第4行 E 执法结果列“严重”：是另一家企业的",
        "第6行 F 确认日列“2026-11-09”：商务黑名单的确认和移出由局领导决定",
    ] {
        assert!(held.contains(part), "{part}\n{held}");
    }
    books.submit(&preview);
    let by_leader = read(&books, (Kind::DishonestEntry, ""), table);
    assert_eq!((by_leader.counts.entered, by_leader.counts.held), (1, 3), "{}", by_leader.report());
}

/// Something plausible for a field.
fn sample(spec: &Spec, sort: Option<&Sort>, made: &BTreeMap<Kind, Id>) -> String {
    match (spec.key, spec.shape) {
        (
            "until" | "removed_on" | "removed_why" | "confirmed_on" | "confirmed_by" | "account"
            | "milestone",
            _,
        ) => String::new(),
        ("about" | "sort" | "moved_to", _) => String::new(),
        ("uscc", _) => "91350504MA0000001X".into(),
        ("hits" | "opinion", Shape::Text | Shape::One(_)) => String::new(),
        ("phone", _) => "13800001111".into(),
        ("outcome", Shape::One(words)) => words.last().map_or("", |word| word).to_string(),
        ("list", Shape::One(words)) => words[0].into(),
        ("end_on" | "until_on", _) => "2026-11-25".into(),
        (_, Shape::Text | Shape::Prose) => format!("{}一例", spec.label),
        (_, Shape::Date | Shape::Term) => "2026-11-20".into(),
        (_, Shape::Ahead | Shape::Validity) => "2026-11-24".into(),
        (_, Shape::Month) => "2026-10".into(),
        (_, Shape::Half) => "2026H2".into(),
        (_, Shape::Count) => "7".into(),
        (_, Shape::Money) => "800".into(),
        (_, Shape::Flag) => "是".into(),
        (_, Shape::One(words)) => words.first().map_or("", |word| word).to_string(),
        (_, Shape::Unit) => "350504001".into(),
        (_, Shape::Department) => "xf".into(),
        (_, Shape::Industry | Shape::Industries) => "cy".into(),
        (_, Shape::People) => "陈一、李二".into(),
        (_, Shape::Link(kind) | Shape::Links(kind)) => made.get(&kind).map(Id::to_string).unwrap_or_default(),
        (_, Shape::Task) => "T16".into(),
        (_, Shape::Duty) => "OR-05".into(),
        (_, Shape::Sort) => String::new(),
        (_, Shape::Variant) => sort.map(|sort| sort.variants[0].clone()).unwrap_or_default(),
        (_, Shape::Stage) => sort.map(|sort| sort.stages[0].clone()).unwrap_or_default(),
    }
}

/// Kinds that come in by a table of their own. A hazard comes in with its history and not by its FIELDS.
fn in_order(books: &Books) -> Vec<Kind> {
    let refused = |kind: Kind| {
        let preview = understand(kind, Vec::new(), books, &options("表.csv"));
        said(&preview, Severity::Fatal)[0].contains("不从表格导入")
    };
    let beside = [Kind::Hazard, Kind::Evidence, Kind::Closing];
    let mut left: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| !beside.contains(kind) && !refused(*kind)).collect();
    // Whatever must be named comes before what names it.
    let mut order = Vec::new();
    while !left.is_empty() {
        let waits = |kind: &Kind, left: &[Kind]| {
            let specs = specs_for(*kind, "", &books.basics);
            let named = specs.into_iter().filter(|spec| spec.required).filter_map(|spec| match spec.shape {
                Shape::Link(of) | Shape::Links(of) => Some(of),
                _ => None,
            });
            named.into_iter().any(|of| of != *kind && left.contains(&of))
        };
        let at = left.iter().position(|kind| !waits(kind, &left)).expect("no kind waits for itself");
        order.push(left.remove(at));
    }
    order
}

#[test]
fn every_noun_and_sort_goes_out_and_comes_in_again_as_it_was() {
    let mut books = shops();
    let mut made = BTreeMap::from([(Kind::Enterprise, "E2611-0001".parse::<Id>().unwrap())]);
    let mut of_sort: BTreeMap<String, Id> = BTreeMap::new();
    let sorts: Vec<Sort> = books.basics.sorts.clone();
    let nouns = in_order(&books).into_iter().map(|kind| (kind, None));
    let all = nouns.chain(sorts.iter().map(|sort| (Kind::Evidence, Some(sort)))).collect::<Vec<_>>();
    assert!(all.len() > 40, "{}", all.len());
    for (kind, sort) in all {
        let code = sort.map_or("", |sort| sort.code.as_str());
        let name = sort.map_or(zhiben::model::row::name_of(kind), |sort| sort.name.as_str());
        let specs = specs_for(kind, code, &books.basics);
        let fields = specs.iter().filter(|spec| spec.key != "sort" && spec.key != "done_on");
        let mut fields: Fields = Fields::of(fields.map(|spec| (spec.key, sample(spec, sort, &made))));
        if kind == Kind::Enterprise {
            // Whose code stands in another record is looked up by it.
            fields.put("uscc", "91350504MA00000024");
        }
        let answered = sort.into_iter().flat_map(|sort| &sort.answers).find_map(|code| of_sort.get(code));
        fields.put("about", answered.map(Id::to_string).unwrap_or_default());
        if !specs.iter().any(|spec| spec.key == "about") {
            fields.put("about", "");
        }
        // In by the labels, as an office writes them.
        let (heads, cells): (Vec<_>, Vec<_>) = fields
            .iter()
            .map(|(key, text)| {
                let spec = specs.iter().find(|spec| spec.key == key).unwrap();
                (spec.label, zhiben::ask::words::in_words(&books.basics, spec.shape, text))
            })
            .unzip();
        let preview = read(&books, (kind, code), &format!("{}\n{}\n", heads.join(","), cells.join(",")));
        assert_eq!(preview.counts.entered, 1, "{name}\n{}", preview.report());
        assert!(preview.unknown.is_empty(), "{name}\n{}", preview.report());
        let before: Vec<Id> = books.rows.keys().copied().collect();
        books.submit(&preview);
        let id = *books.rows.keys().find(|id| !before.contains(id)).unwrap();
        made.entry(kind).or_insert(id);
        of_sort.insert(code.to_owned(), id);
        for (key, text) in fields.iter() {
            assert_eq!(books.rows[&id].body.get(key).as_deref(), Some(text), "{name} {key}");
        }
        // Out and in again: nothing new.
        let caliber = Caliber::default();
        let setting = Setting { names: &books, caliber: &caliber, phones: false };
        for (file, format) in [
            ("表.xlsx", Format::Xlsx),
            ("表.csv", Format::Csv),
            ("旧.csv", Format::CsvGbk),
            ("表.jsonl", Format::JsonLines),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(file);
            let rows = books.rows.values().filter(|row| row.id == id).cloned().map(Ok);
            assert_eq!(records(&path, format, (kind, code), rows, setting).unwrap(), 1, "{name} {file}");
            let options = Options { sort: code.into(), ..options(file) };
            let again = understand(kind, read_table(&path).unwrap(), &books, &options);
            assert_eq!(again.summary(), "共1行：可录0，暂扣0，已有1", "{name} {file}\n{}", again.report());
            // At an office that knows what it names and not itself, the same record comes in.
            let mut elsewhere = Books::new();
            elsewhere.rows = books.rows.clone();
            elsewhere.rows.remove(&id);
            let anew = understand(kind, read_table(&path).unwrap(), &elsewhere, &options);
            assert_eq!(anew.counts.entered, 1, "{name} {file}\n{}", anew.report());
            elsewhere.submit(&anew);
            let copy = elsewhere.rows.values().find(|row| !books.rows.contains_key(&row.id) || row.id == id);
            let copy = copy.map(|row| row.body.fields()).unwrap_or_default();
            // A telephone goes out masked.
            let bare = |fields: Fields| fields.with("phone", "");
            assert_eq!(bare(copy), bare(books.rows[&id].body.fields()), "{name} {file}");
            assert!(again.unknown.is_empty(), "{name} {file}\n{}", again.report());
        }
    }
}

#[test]
fn the_shell_takes_a_sort_by_its_name_its_code_or_its_short_writing() {
    let place = Place::begun();
    let table = place.path("宣传.csv");
    std::fs::write(
        &table,
        "日期,单位,名称,类型,数量\n2026-11-02,万安,商业街横幅,横幅,12\n2026-11-03,万安,大屏,喇叭,\n",
    )
    .unwrap();
    let file = table.to_str().unwrap();
    let seen = place.run(&["import", "宣", file, "--dry-run"]).ok();
    assert!(seen.starts_with("宣传.csv　宣传\n共2行：可录1，暂扣1，已有0"), "{seen}");
    assert_eq!(place.run(&["records", "宣传", "--json"]).code, 3);
    let ran = place.run(&["import", "publicity", file]);
    assert!(ran.err.contains("撤销整组：zhiben undo --group"), "{ran:?}");
    let out = place.path("出.csv");
    place.run(&["export", "xc", out.to_str().unwrap(), "-t", "万安"]).ok();
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.contains("编号,日期,单位,名称,类型,") && written.contains("商业街横幅"), "{written}");
    let none = place.run(&["export", "点心", out.to_str().unwrap()]).failed(2);
    assert!(none.contains("没有“点心”这种记录") && none.contains("宣传"), "{none}");
    let bare = place.run(&["export", "宣传"]).failed(2);
    assert!(bare.contains("还缺 <文件>") && bare.contains("zhiben export records --help"), "{bare}");
    // What stands anywhere in other lines may stand after the kind too.
    let data = place.data();
    place.run(&["export", "宣传", out.to_str().unwrap(), "--data", data.to_str().unwrap()]).ok();
    let err = place.run(&["import", "宣传", "没有的.xlsx"]).failed(1);
    assert!(err.contains("没有这个文件") && !err.contains("os error"), "{err}");
}

/// The list of sorts in the glossary, from the table.
fn list_of_sorts(sorts: &[Sort]) -> String {
    let mut list =
        String::from("| 种类 | 代码、简写 | 条款 | 其他栏 | 类型；状态 |\n|---|---|---|---|---|\n");
    for sort in sorts {
        let own =
            sort.specs().into_iter().filter(|spec| !["sort", "date", "unit", "title"].contains(&spec.key));
        let fields: Vec<String> =
            own.map(|spec| format!("{}{}", spec.label, if spec.required { "*" } else { "" })).collect();
        let keys = std::iter::once(&sort.code)
            .chain(&sort.aliases)
            .chain(&sort.keys)
            .map(String::as_str)
            .collect::<Vec<_>>();
        let words = [&sort.variants, &sort.stages].map(|words| words.join("、"));
        let words = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("；");
        list += &format!(
            "| {} | {} | {} | {} | {words} |\n",
            sort.name,
            keys.join("、"),
            sort.clause,
            fields.join("、")
        );
    }
    list
}

#[test]
fn the_glossary_lists_every_sort_with_its_fields() {
    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/glossary.md");
    let kept = std::fs::read_to_string(PAGE).unwrap();
    let (head, rest) = kept.split_once("<!-- 记录种类 -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- 完 -->\n").unwrap();
    let fresh =
        format!("{head}<!-- 记录种类 -->\n{}<!-- 完 -->\n{tail}", list_of_sorts(&Books::new().basics.sorts));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &fresh).unwrap();
        return;
    }
    assert!(kept == fresh, "docs/glossary.md is stale: UPDATE_DOCS=1 cargo test --test it tables::");
}
