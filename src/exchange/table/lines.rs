//! Tables in plain text: csv in the encodings that offices use, and one JSON object a line.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::own::Own;
use super::{Broken, Cell, Sheet, Unreadable};

/// The one sheet of a text table.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let Decoded { text, encoding, garbled } = decode(bytes);
    let is_json = text.trim_start().starts_with('{');
    // A few broken signs hold their rows; a file that is full of them was written otherwise than it is read.
    let is_misread = garbled.len() * 2 > text.lines().count() || (is_json && !garbled.is_empty());
    if is_misread && !text.contains('\0') {
        return Err(Unreadable::new(
            format!("第{}行有认不出的字（按 {encoding} 读）", numbers(&garbled)),
            "请用 WPS 或 Excel 打开后另存为 xlsx，或存成 UTF-8 的 csv",
        ));
    }
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(Unreadable::new("这是网页，不是表格", "请用 WPS 或 Excel 打开后另存为 xlsx"));
    }
    if text.contains('\0') {
        return Err(Unreadable::new(
            "这不是表格文件，或者文件已损坏",
            "可导入 xlsx、xls、ods、csv、jsonl；WPS 或 Excel 能打开的，另存为 xlsx 再导入",
        ));
    }
    if is_json {
        return Ok(json_lines(&text));
    }
    let (rows, mut broken) = records(&text)?;
    broken.extend(torn(&rows, &broken, encoding).collect::<Vec<_>>());
    Ok(vec![Sheet { first: 1, rows, broken, ..Sheet::default() }])
}

const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// The rows with signs that were not understood.
fn torn(rows: &[Vec<Cell>], broken: &[Broken], encoding: &str) -> impl Iterator<Item = Broken> {
    let is_torn =
        |row: &[Cell]| row.iter().any(|cell| matches!(cell, Cell::Text(text) if text.contains(UNKNOWN)));
    let is_new = |row: usize| !broken.iter().any(|known| known.row == row);
    rows.iter().enumerate().filter(move |(at, row)| is_torn(row) && is_new(*at)).map(move |(row, _)| Broken {
        row,
        what: format!("有认不出的字（按 {encoding} 读）"),
        hint: "在原表里改好这几个字，或用 WPS、Excel 打开后另存为 xlsx".into(),
    })
}

/// Bytes as words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The words, without a byte order mark; a sign that was not understood is U+FFFD.
    pub text: String,
    /// By which encoding.
    pub encoding: &'static str,
    /// Lines, from 1, in which something was not understood.
    pub garbled: Vec<usize>,
}

/// By the byte order mark, else UTF-8 where it is valid, else GB18030 (which holds GBK and GB2312). Where neither fits, the one
/// that fails on fewer lines.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return decode_by(encoding, bytes);
    }
    let utf8 = decode_by(UTF_8, bytes);
    if utf8.garbled.is_empty() {
        return utf8;
    }
    let gbk = decode_by(GB18030, bytes);
    if gbk.garbled.len() < utf8.garbled.len() { gbk } else { utf8 }
}

fn decode_by(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _, malformed) = encoding.decode(bytes);
    let lines = text.lines().enumerate().filter(|(_, line)| malformed && line.contains(UNKNOWN));
    let garbled = lines.map(|(at, _)| at + 1).collect();
    let name = match encoding {
        e if e == UTF_16LE || e == UTF_16BE => "UTF-16",
        e if e == UTF_8 => "UTF-8",
        _ => "GB18030",
    };
    Decoded { text: text.into_owned(), encoding: name, garbled }
}

/// `3、7、12`, the first of them.
fn numbers(lines: &[usize]) -> String {
    const NAMED: usize = 20;
    let named: Vec<String> = lines.iter().take(NAMED).map(usize::to_string).collect();
    format!("{}{}", named.join("、"), if lines.len() > NAMED { "…" } else { "" })
}

/// Rows of cells, and which of them could not be taken apart.
type Taken = (Vec<Vec<Cell>>, Vec<Broken>);

fn records(text: &str) -> Result<Taken, Unreadable> {
    let text = &text.replace("\r\n", "\n");
    let sign = delimiter(text);
    let (mut rows, mut broken): Taken = Default::default();
    let mut rest = text.as_str();
    // Behind a row whose quote is never closed the reader begins anew: it must not swallow the rows below.
    while let Some(stopped) = take_records(rest, sign, &mut rows)? {
        let line = rest.get(stopped..).unwrap_or_default().lines().next().unwrap_or_default();
        broken.push(Broken {
            row: rows.len(),
            what: "引号（\"）没有配对，这一行分不清各格".into(),
            hint: "补上或删去这一行里多出的引号".into(),
        });
        rows.push(line.split(char::from(sign)).map(cell).collect());
        rest = rest.get(stopped + line.len()..).unwrap_or_default();
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    Ok((rows, broken))
}

/// Takes records up to the end, or up to one that runs over several lines because a quote in it is never closed: then where
/// that one begins.
fn take_records(text: &str, sign: u8, rows: &mut Vec<Vec<Cell>>) -> Result<Option<usize>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(sign)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let from = reader.position().byte() as usize;
        let is_there = reader
            .read_record(&mut record)
            .map_err(|error| Unreadable::new(format!("csv 读不出来：{error}"), "请另存为 xlsx 再导入"))?;
        if !is_there {
            return Ok(None);
        }
        let to = reader.position().byte() as usize;
        let raw = text.get(from..to).unwrap_or_default();
        // The reader passes over empty lines; a spreadsheet program counts them.
        let own = raw.trim_start_matches('\n');
        let empty = raw.len() - own.len();
        rows.extend((0..empty).map(|_| Vec::new()));
        if !is_closed(own, sign) {
            return Ok(Some(from + empty));
        }
        rows.push(record.iter().map(cell).collect());
    }
}

/// Is every quote of this record closed? Where the record runs over several lines, also at the end of a cell: else the quote that
/// closes is the first one of a cell far below.
fn is_closed(record: &str, sign: u8) -> bool {
    let is_long = record.trim_end_matches('\n').contains('\n');
    let ends = |next: Option<&u8>| !is_long || next.is_none_or(|&b| b == sign || b == b'\n' || b == b'\r');
    let mut bytes = record.bytes().collect::<Vec<_>>().into_iter().peekable();
    let (mut is_start, mut is_inside) = (true, false);
    while let Some(byte) = bytes.next() {
        match (byte, is_inside) {
            (b'"', true) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', true) if !ends(bytes.peek()) => return false,
            (b'"', true) => is_inside = false,
            (b'"', false) if is_start => is_inside = true,
            _ => {}
        }
        is_start = !is_inside && (byte == sign || byte == b'\n');
    }
    !is_inside
}

/// An apostrophe before what a program would take for a formula is not part of the words.
fn cell(field: &str) -> Cell {
    let words =
        field.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(field);
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}

/// What separates the cells of the first line that has any of them.
fn delimiter(text: &str) -> u8 {
    let count = |line: &str, sign: u8| line.bytes().filter(|&b| b == sign).count();
    text.lines()
        .take(20)
        .filter_map(|line| {
            [b'\t', b';', b','].into_iter().filter(|&s| count(line, s) > 0).max_by_key(|&s| count(line, s))
        })
        .next()
        .unwrap_or(b',')
}

/// One object a line: its keys make the header row. Lines of our own records make a sheet of each kind.
fn json_lines(text: &str) -> Vec<Sheet> {
    let mut own = Own::default();
    let mut header: Vec<String> = Vec::new();
    let (mut rows, mut broken) = (vec![Vec::new()], Vec::new());
    for (at, line) in text.lines().enumerate() {
        let object: Map<String, Value> = match serde_json::from_str(line) {
            Ok(object) if own.take(at, &object) => Map::new(),
            Ok(object) => object,
            Err(error) => {
                if !line.trim().is_empty() {
                    let hint = "每行写一个 {\"栏目\": \"值\", …}".into();
                    broken.push(Broken { row: rows.len(), what: json_fault(line, &error), hint });
                }
                Map::new()
            }
        };
        let mut row = vec![Cell::Empty; header.len()];
        for (key, value) in object {
            let column = header.iter().position(|known| *known == key).unwrap_or_else(|| {
                header.push(key);
                row.push(Cell::Empty);
                header.len() - 1
            });
            if let Some(place) = row.get_mut(column) {
                *place = of_json(&value);
            }
        }
        rows.push(row);
    }
    let mut sheets = own.sheets();
    if sheets.is_empty() || !header.is_empty() {
        if let Some(first) = rows.first_mut() {
            *first = header.into_iter().map(Cell::Text).collect();
        }
        sheets.push(Sheet { rows, broken, ..Sheet::default() });
    } else if let Some(sheet) = sheets.first_mut() {
        sheet.broken = broken;
    }
    sheets
}

/// What is wrong with a line of JSON, and from which sign on.
fn json_fault(line: &str, error: &serde_json::Error) -> String {
    let before = line.get(..error.column().saturating_sub(1));
    let at = before.map_or(error.column(), |before| before.chars().count() + 1);
    match error.classify() {
        Category::Eof => "JSON 没有写完，缺引号或括号".into(),
        Category::Data => "应是一个 JSON 对象".into(),
        Category::Syntax | Category::Io => format!("从第{at}个字起不合 JSON 的写法"),
    }
}

pub(super) fn of_json(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Flag(*flag),
        Value::Number(number) => Cell::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => cell(text),
        Value::Array(values) => {
            let words: Vec<_> = values.iter().map(|value| of_json(value).words()).collect();
            cell(&words.join("、"))
        }
        Value::Object(_) => Cell::Text(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::read_bytes;

    fn words(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheets = read_bytes(bytes.to_vec()).unwrap();
        sheets[0].rows.iter().map(|row| row.iter().map(Cell::words).collect()).collect()
    }

    #[test]
    fn the_same_table_is_read_in_every_encoding_an_office_saves() {
        let text = "名称,乡镇\r\n阿芬牛肉店,万安\r\n";
        let (gbk, ..) = GB18030.encode(text);
        let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &gbk, &bom, &utf16] {
            assert_eq!(words(bytes), [["名称", "乡镇"], ["阿芬牛肉店", "万安"]]);
        }
    }

    #[test]
    fn rows_keep_the_numbers_a_spreadsheet_gives_them() {
        let rows = words("名称\t备注\n\n阿芬\t\"一\n二\"\n惠民\t\n".as_bytes());
        assert_eq!(rows, [vec!["名称", "备注"], vec![], vec!["阿芬", "一\n二"], vec!["惠民", ""]]);
    }

    #[test]
    fn lines_of_json_make_a_table_whatever_keys_each_has() {
        let rows = words(b"{\"name\":\"A\"}\n{\"note\":\"x\",\"name\":\"B\",\"employees\":3}\n");
        assert_eq!(rows, [vec!["name", "employees", "note"], vec!["A"], vec!["B", "3", "x"]]);
    }

    #[test]
    fn a_web_page_and_garbage_are_refused_with_a_way_out() {
        for bytes in [&b"<html><table>"[..], b"\x00\x01\x02", b"\x81\xff\xff\x01", b"PK\x03\x04broken"] {
            assert!(!read_bytes(bytes.to_vec()).unwrap_err().hint.is_empty());
        }
    }
}
