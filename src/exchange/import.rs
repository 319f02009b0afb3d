//! What a table means, what is wrong with it, and the one group of wishes that enters it. Nothing is written here:
//! [`understand`] is pure and returns a [`Preview`], whose command somebody may submit.
//!
//! - [`heads`]: the heads of columns by any name; [`layout`]: where the table stands in its sheet
//! - [`cells`]: one cell to canonical text; [`credit_code`]: the check digit
//! - [`register`]: what is there already; [`directory`], [`premises`]: which enterprise a row means; `alike`: near names
//! - [`enterprises`], [`hazards`], [`inspections`]: the rows of kinds with a meaning of their own; [`records`]: those of every
//!   other noun and of every sort of 工作记录, from their FIELDS alone; `links`: which record a cell names
//! - [`problem`], [`preview`]: what is said about it

pub mod cells;
pub mod credit_code;
pub mod directory;
pub mod heads;
pub mod layout;
pub mod preview;
pub mod problem;
pub mod register;

mod alike;
mod enterprises;
mod hazards;
mod inspections;
mod lines;
mod links;
mod premises;
mod records;
mod stance;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde::Deserialize;

use crate::calendar::Day;
use crate::exchange::table::{Sheet, column_letters, is_workbook_name};
use crate::model::case::Role;
use crate::model::id::Kind;
use crate::model::row::name_of;
use heads::Heads;
use layout::Layout;
use lines::Table;

pub use preview::Preview;
pub use problem::{ImportProblem, Place, Severity};
pub use register::{KnownEnterprise, KnownHazard, KnownRecord, Register};

/// How to understand a table.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the file, for problems.
    pub file: String,
    /// The day dates without a year are counted from; nothing found or done may lie after it.
    pub today: Day,
    /// 启用日: what was found before it comes in with its history (期初导入); [`Day::NONE`]: everything does.
    pub start_on: Day,
    /// The plan's first day: what was found before it is 计划前遗留.
    pub plan_start: Day,
    /// From when an enterprise of a register without 纳管日 is counted.
    pub counted_from: Day,
    /// What `--map` says.
    pub map: MapFile,
    /// Take values that differ from the register.
    pub accept_changes: bool,
    /// `--strict`: any fault holds all.
    pub strict: bool,
    /// Code of the sort, where the kind is 工作记录; empty: each row says it.
    pub sort: String,
    /// What holds for every row that leaves it open: label or key of a field, and the words.
    pub set: Vec<(String, String)>,
    /// Code of the township whose officer imports; empty: somebody else does.
    pub own_township: String,
    /// What whoever imports may do.
    pub roles: Vec<Role>,
}

/// A map file: what this program cannot know about an office's tables.
///
/// ```toml
/// sheet = "隐患"            # only this sheet
/// [columns]
/// "查的日子" = "found_on"   # head = label or key of the field; "" leaves the column out
/// [enterprises]
/// "洛江区虹山同心百货" = "E2611-0043"   # which of several with this name
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MapFile {
    /// Name of the only sheet to read; empty: chosen by heads.
    pub sheet: String,
    /// Head → label or key of the field.
    pub columns: BTreeMap<String, String>,
    /// Name of an enterprise → number of the one meant.
    pub enterprises: BTreeMap<String, String>,
}

impl MapFile {
    /// Reads a map file; the error says in Chinese what is wrong with it, with its line.
    pub fn parse(text: &str) -> Result<MapFile, String> {
        toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map_or(0, |span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
            format!("对照文件第{line}行读不懂：{}", error.message())
        })
    }
}

/// Kinds that no table holds, and why.
const NO_TABLE: &[(Kind, &str)] = &[
    (Kind::Document, "基础数据整份载入：zhiben plan load 文件"),
    (Kind::Review, "今日复核由各人在今日屏办结"),
    (Kind::Snooze, "暂缓在今日屏上办"),
    (Kind::Transfer, "移交随隐患导入：zhiben import 隐患 文件"),
];

/// What the sheets mean for one kind; of [`Kind::Evidence`] for the sort that the options name.
pub fn understand(kind: Kind, sheets: Vec<Sheet>, register: &dyn Register, options: &Options) -> Preview {
    let enter: fn(&[Table<'_>], &dyn Register, &Options, &mut Preview) = match kind {
        Kind::Enterprise => enterprises::enter,
        Kind::Hazard => hazards::enter,
        Kind::Inspection => inspections::enter,
        _ => records::enter,
    };
    if let Some((_, hint)) = NO_TABLE.iter().find(|(of, _)| *of == kind) {
        let what = format!("“{}”不从表格导入", name_of(kind));
        return Preview::refused(kind, &options.file, what, *hint);
    }
    let basics = register.basics();
    let name = basics.sort(&options.sort).map_or(name_of(kind), |sort| sort.name.as_str());
    let specs = heads::columns_for(kind, &options.sort, basics);
    let strangers = strange_numbers(&options.map, register);
    if !strangers.is_empty() {
        let what = format!("对照文件里写的企业编号没有登记：{}", strangers.join("、"));
        return Preview::refused(kind, &options.file, what, "编号用 zhiben enterprises 查");
    }
    let heads = match Heads::of(kind, name, specs.clone(), &options.map.columns) {
        Ok(heads) => heads,
        Err(unknown) => {
            let keys: Vec<_> = specs.iter().map(|spec| format!("{}（{}）", spec.label, spec.key)).collect();
            let what = format!("对照文件里写的栏目没有：{}", unknown.join("、"));
            return Preview::refused(kind, &options.file, what, format!("可写 {}", keys.join("、")));
        }
    };
    let mut preview = Preview::new(kind, &options.file, options.strict);
    name.clone_into(&mut preview.name);
    let mut chosen = choose(sheets, &heads, options, &mut preview);
    for (sheet, layout) in &mut chosen {
        layout::unfold_merged(sheet, layout.first_row);
        note_unknown(sheet, layout, kind, &mut preview);
        hold_broken(sheet, &mut preview);
    }
    let tables: Vec<_> =
        chosen.iter().map(|(sheet, layout)| Table { sheet, layout, heads: &heads }).collect();
    enter(&tables, register, options, &mut preview);
    preview.problems.sort_by(|a, b| a.place.cmp(&b.place));
    preview
}

/// Numbers in the map file that no enterprise of the register has, with the name they were to stand for.
fn strange_numbers(map: &MapFile, register: &dyn Register) -> Vec<String> {
    if map.enterprises.is_empty() {
        return Vec::new();
    }
    let known: HashSet<String> = register.enterprises().map(|known| known.id.to_string()).collect();
    let strangers = map.enterprises.iter().filter(|(_, number)| !known.contains(&number.to_uppercase()));
    strangers.map(|(name, number)| format!("{number}（{name}）")).collect()
}

/// The sheets that hold a table of this kind. The others are named with the reason.
fn choose(
    sheets: Vec<Sheet>,
    heads: &Heads,
    options: &Options,
    preview: &mut Preview,
) -> Vec<(Sheet, Layout)> {
    let only = options.map.sheet.as_str();
    let none = BTreeMap::new();
    let others: Vec<Heads> = [Kind::Hazard, Kind::Inspection, Kind::Enterprise]
        .into_iter()
        .filter(|kind| *kind != heads.kind)
        .filter_map(|kind| Heads::new(kind, &none).ok())
        .collect();
    let mut own = Vec::new();
    let mut spare = Vec::new();
    let mut skipped: Vec<(String, String)> = Vec::new();
    for sheet in sheets {
        if !sheet.kind.is_empty() && sheet.kind != name_of(heads.kind) {
            continue;
        }
        let layout = Layout::find(&sheet, heads);
        let better = others
            .iter()
            .filter_map(|o| Layout::find(&sheet, o).map(|l| (o.kind, l.known)))
            .max_by_key(|b| b.1);
        match (layout, better) {
            _ if !only.is_empty() && sheet.name != only => {
                skipped.push((sheet.name, format!("对照文件只要“{only}”")));
            }
            (None, _) if sheet.rows.iter().flatten().all(|cell| cell.is_blank()) => {
                skipped.push((sheet.name, "空表".into()));
            }
            (None, Some((kind, _))) => skipped.push((sheet.name, format!("是{}表", name_of(kind)))),
            (None, None) => skipped.push((sheet.name, "没有找到表头".into())),
            (Some(layout), Some((kind, known)))
                if only.is_empty()
                    && sheet.kind.is_empty()
                    && belongs(kind, known, heads.kind, layout.known) =>
            {
                spare.push((kind, sheet, layout));
            }
            (Some(layout), _) => own.push((sheet, layout)),
        }
    }
    // A ledger of hazards also says who was inspected when; a register of its own goes before it.
    for (kind, sheet, layout) in spare {
        if own.is_empty() && heads.kind == Kind::Inspection {
            own.push((sheet, layout));
        } else {
            skipped.push((sheet.name, format!("是{}表", name_of(kind))));
        }
    }
    if own.is_empty() {
        let columns: Vec<_> = layout::essential(heads.kind)
            .iter()
            .filter_map(|key| heads.specs.iter().find(|spec| spec.key == *key))
            .map(|spec| spec.label)
            .collect();
        let columns = if columns.is_empty() { records::required(heads, options) } else { columns };
        let named = |name: &str| if name.is_empty() { String::new() } else { format!("“{name}”") };
        let seen: Vec<_> = skipped.iter().map(|(name, why)| format!("{}{why}", named(name))).collect();
        let seen = if seen.is_empty() { String::new() } else { format!("（{}）", seen.join("，")) };
        let hint = format!("表头须有 {} 栏；名称不同时用 --map 指定", columns.join("、"));
        // A sheet of a workbook has a name.
        let is_text = skipped.iter().all(|(name, _)| name.is_empty());
        let (what, hint) = match is_text && is_workbook_name(Path::new(&options.file)) {
            true => (
                "这个文件读不出表格：看名字是工作簿，内容却不是，可能已损坏".to_owned(),
                format!("用 WPS 或 Excel 打开后另存为 xlsx；打不开的请对方重发。若本是文字表格，{hint}"),
            ),
            false => (format!("没有找到{}表的表头{seen}", preview.name), hint),
        };
        preview.say(Severity::Fatal, Place::default(), "", what, hint);
    } else {
        for (name, why) in skipped {
            let place = Place { sheet: name, ..Place::default() };
            preview.say(Severity::Note, place, "", format!("跳过此表：{why}"), "");
        }
    }
    own
}

/// Is a sheet rather of the other kind: more of its heads are understood so, or it describes hazards?
fn belongs(other: Kind, other_known: usize, own: Kind, own_known: usize) -> bool {
    match (other, own) {
        (_, Kind::Hazard) => false,
        (Kind::Hazard, Kind::Enterprise | Kind::Inspection) => true,
        _ => other_known > own_known,
    }
}

/// Holds the rows that could not be taken apart.
fn hold_broken(sheet: &Sheet, preview: &mut Preview) {
    for broken in &sheet.broken {
        let place = Place { sheet: sheet.name.clone(), row: sheet.number(broken.row), column: String::new() };
        preview.say(Severity::Held, place, "", broken.what.as_str(), broken.hint.as_str());
        preview.count(1, 1);
    }
}

/// Lists the columns with values that are not taken. A ledger of hazards read for its inspections has many more columns;
/// those are known, only not wanted.
fn note_unknown(sheet: &Sheet, layout: &Layout, kind: Kind, preview: &mut Preview) {
    let ledger =
        (kind == Kind::Inspection).then(|| Heads::new(Kind::Hazard, &BTreeMap::new()).ok()).flatten();
    let unwanted = |head: &str| {
        ledger.as_ref().is_some_and(|ledger| ledger.meaning(&[head.to_owned()]) != heads::Head::Unknown)
    };
    let heads = layout
        .unknown
        .iter()
        .filter(|(_, head, _)| !unwanted(head))
        .map(|(column, _, why)| (*column, why.clone()));
    let bare = (layout.width()..sheet.width()).map(|column| (column, "没有表头".to_owned()));
    let headless = layout.headless().map(|column| (column, "没有表头".to_owned()));
    for (column, why) in heads.chain(headless).chain(bare) {
        let below = (layout.first_row..sheet.rows.len()).map(|row| sheet.cell(row, column));
        if let Some(sample) = below.into_iter().find(|cell| !cell.is_blank()) {
            let name = layout.column_name(column);
            let column = if name.is_empty() { column_letters(column) } else { name };
            preview.unknown.push(preview::UnknownColumn {
                sheet: sheet.name.clone(),
                column,
                sample: sample.words(),
                why,
            });
        }
    }
}
