//! What a filter is given by name: townships and industries, which have codes.

use crate::model::field::list;
use crate::tui::effect::Notice;
use crate::tui::layer::Cx;

/// Codes and names of something with both.
pub type Coded = Vec<(String, String)>;

/// 乡镇 of the district.
pub fn townships(cx: &Cx) -> Coded {
    let status = cx.status.as_ref();
    status
        .map(|s| s.townships.iter().map(|(code, name, _)| (code.clone(), name.clone())).collect())
        .unwrap_or_default()
}

/// 行业
pub fn industries(cx: &Cx) -> Coded {
    cx.status.as_ref().map(|status| status.industries.clone()).unwrap_or_default()
}

/// The names of all, to choose from.
pub fn labels(all: &Coded) -> Vec<String> {
    all.iter().map(|(_, name)| name.clone()).collect()
}

/// The names of these codes as a `、` list; one that is unknown stands for itself.
pub fn named(all: &Coded, codes: &[String]) -> String {
    let name = |code: &String| {
        all.iter().find(|(one, _)| one == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    };
    codes.iter().map(name).collect::<Vec<_>>().join("、")
}

/// What was typed into a form, and what of it is no name.
#[derive(Default)]
pub struct Reader {
    unknown: Vec<String>,
}

impl Reader {
    /// Codes of the names in a `、` list. A part of a name is enough where it means one, and a code means itself.
    pub fn codes(&mut self, all: &Coded, typed: &str) -> Vec<String> {
        let mut codes = Vec::new();
        for typed in list(typed) {
            let exact = all.iter().find(|(code, name)| name == typed || code == typed);
            let mut near = all.iter().filter(|(_, name)| name.contains(typed));
            match exact.or_else(|| near.next().filter(|_| near.next().is_none())) {
                Some((code, _)) => codes.push(code.clone()),
                None => self.unknown.push(typed.to_owned()),
            }
        }
        codes
    }

    /// What was read, or every name that is none at once.
    pub fn done<T>(self, read: T) -> Result<T, Notice> {
        match self.unknown.is_empty() {
            true => Ok(read),
            false => Err(Notice::wrong(format!("没有 {}", self.unknown.join("、")), "用 Tab 从名单里选")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_codes_and_what_is_no_name_is_told_all_at_once() {
        let all: Coded =
            [("1", "万安"), ("2", "双阳"), ("3", "双溪")].map(|(c, n)| (c.to_owned(), n.to_owned())).to_vec();
        let mut reader = Reader::default();
        assert_eq!(reader.codes(&all, "万、双阳、3"), ["1", "2", "3"]);
        assert_eq!(reader.codes(&all, "双、晋江"), [""; 0]);
        assert_eq!(reader.done(()).unwrap_err().text, "没有 双、晋江");
        assert_eq!(named(&all, &["2".into(), "9".into()]), "双阳、9");
    }
}
