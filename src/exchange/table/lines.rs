//! Tables in plain text: csv in the encodings that offices use, and one JSON object a line.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde_json::{Map, Value};

use super::{Cell, Sheet, Unreadable};

/// The one sheet of a text table.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let text = decode(bytes)?;
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(Unreadable::new("这是网页，不是表格", "请用 WPS 或 Excel 打开后另存为 xlsx"));
    }
    if text.contains('\0') {
        return Err(Unreadable::new("这不是表格文件", "可导入 xlsx、xls、ods、csv、jsonl"));
    }
    let (first, rows) = if start.starts_with('{') { (0, json_lines(&text)?) } else { (1, records(&text)?) };
    Ok(vec![Sheet { first, rows, ..Sheet::default() }])
}

/// By the byte order mark, else UTF-8 where it is valid, else GB18030 (which holds GBK and GB2312).
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let encoding = Encoding::for_bom(bytes).map_or_else(
        || if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 },
        |(encoding, _)| encoding,
    );
    let (text, _, malformed) = encoding.decode(bytes);
    if malformed {
        let tried = match encoding {
            e if e == UTF_16LE || e == UTF_16BE => "UTF-16",
            e if e == UTF_8 => "UTF-8",
            _ => "UTF-8 或 GB18030（GBK）",
        };
        return Err(Unreadable::new(
            format!("文字编码认不出来，按 {tried} 读有乱码"),
            "请用 WPS 或 Excel 打开后另存为 xlsx，或存成 UTF-8 的 csv",
        ));
    }
    Ok(text.into_owned())
}

fn records(text: &str) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let text = &text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| Unreadable::new(format!("csv 读不出来：{error}"), "请另存为 xlsx 再导入"))?;
        // The reader passes over empty lines; a spreadsheet program counts them.
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let before = text.as_bytes().get(start..).unwrap_or_default();
        let empty = before.iter().take_while(|b| **b == b'\n').count();
        rows.extend((0..empty).map(|_| Vec::new()));
        rows.push(record.iter().map(cell).collect());
    }
    Ok(rows)
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

/// One object a line: its keys make the header row.
fn json_lines(text: &str) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let mut header: Vec<String> = Vec::new();
    let mut rows = vec![Vec::new()];
    for (at, line) in text.lines().enumerate() {
        let object: Map<String, Value> = match serde_json::from_str(line) {
            Ok(object) => object,
            Err(_) if line.trim().is_empty() => Map::new(),
            Err(error) => {
                return Err(Unreadable::new(
                    format!("第{}行不是 JSON 对象：{error}", at + 1),
                    "jsonl 每行一个对象",
                ));
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
    if let Some(first) = rows.first_mut() {
        *first = header.into_iter().map(Cell::Text).collect();
    }
    Ok(rows)
}

fn of_json(value: &Value) -> Cell {
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
