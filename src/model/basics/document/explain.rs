//! What serde and the TOML parser say, in the words of the office.

use crate::text::similar;

/// The words between backquotes in a message.
pub(super) fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// What is wrong with a field, and the way out.
pub(super) fn explain_shape(message: &str) -> (String, String) {
    let words = quoted(message);
    let (first, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    if message.starts_with("unknown field") {
        return (format!("不认识的字段 {first}"), nearest(first, rest));
    }
    if message.starts_with("unknown variant") {
        return (format!("不能填“{first}”"), format!("可填：{}", rest.join("、")));
    }
    let type_wanted = message.strip_prefix("invalid type").and_then(|rest| rest.split_once("expected "));
    if let Some((_, wanted)) = type_wanted {
        return ("填法不对".to_owned(), format!("应填{}", kind_in_words(wanted)));
    }
    if message.starts_with("invalid value") {
        return ("数值超出范围".to_owned(), "请填合适的数".to_owned());
    }
    ("填法不对".to_owned(), "日期写成 2024-12-31 这样；其他请对照自带的文件".to_owned())
}

pub(super) fn explain_syntax(message: &str) -> (String, String) {
    if message.contains("duplicate key") {
        return ("同一处写了两遍同名的字段".to_owned(), "请删去一个".to_owned());
    }
    let what = match quoted(message).first() {
        Some(sign) => format!("写法不合 TOML 格式，此处应有 {sign}"),
        None => "写法不合 TOML 格式".to_owned(),
    };
    (what, "看看这一行的引号、括号、等号是否成对；改好后再查其余各项".to_owned())
}

/// The fields that a misspelt one may have meant.
fn nearest(written: &str, known: &[&str]) -> String {
    const ALIKE: f32 = 0.4;
    const FEW: usize = 10;
    // A word of two letters is like half of all words.
    let is_long = |name: &&str| name.chars().count() * 2 >= written.chars().count();
    let alike = known.iter().copied().filter(is_long).filter(|name| similar(written, name) >= ALIKE);
    let alike: Vec<_> = alike.collect();
    match alike.as_slice() {
        [] if known.len() > FEW => "请删去，或对照自带的文件".to_owned(),
        [] => format!("可用：{}", known.join("、")),
        _ => format!("是不是 {}", alike.join("、")),
    }
}

fn kind_in_words(wanted: &str) -> &'static str {
    match wanted {
        "a boolean" => " true 或 false",
        "a sequence" => "一组，如 [\"甲\", \"乙\"]",
        _ if wanted.contains("date") => "日期，如 2024-12-31",
        _ if wanted.contains("string") => "文字，加引号",
        _ if wanted.starts_with(['u', 'i']) => "整数，不加引号",
        _ => "一组字段，如 { kind = \"…\" }",
    }
}
