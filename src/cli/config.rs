//! `$XDG_CONFIG_HOME/zhiben/config.toml`: who sits here. Without it the account is the officer, with every role.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, base_strategy::Xdg};
use serde::{Deserialize, Serialize};
use toml::{Spanned, Value};
use toml_edit::{DocumentMut, Item, TomlError};

use super::failure::Failure;
use crate::file::{self, Readers};
use crate::tui::keymap::own::OwnKeys;

/// What a person has settled for themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// 姓名
    pub officer: String,
    /// The unit, in any writing; empty: the whole district.
    pub unit: String,
    /// Ambiguous characters of the terminal.
    pub ambiguous: Ambiguous,
    /// A workbench at which no key was pressed for so many minutes is left; 0: never.
    pub idle_minutes: u32,
    /// Own keys of the workbench, by action: `["F10"]`, or those of one scope: `{ "各画面" = ["F10"] }`. Whatever else
    /// stands there must not keep anybody from the other commands.
    pub keys: BTreeMap<String, Spanned<Value>>,
    /// The file as it was read: faults are told with their lines.
    #[serde(skip)]
    pub text: String,
}

impl Default for Config {
    fn default() -> Config {
        let (officer, unit, keys, text) = Default::default();
        Config { officer, unit, ambiguous: Ambiguous::Auto, idle_minutes: 30, keys, text }
    }
}

/// How wide the terminal draws ambiguous characters (─ … “ ”).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ambiguous {
    /// Ask the terminal.
    #[default]
    Auto,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

impl Ambiguous {
    /// Two cells? [`None`]: ask.
    pub fn is_wide(self) -> Option<bool> {
        match self {
            Ambiguous::Auto => None,
            Ambiguous::Narrow => Some(false),
            Ambiguous::Wide => Some(true),
        }
    }
}

/// Where the XDG directories are; a machine without a home directory is told so.
pub fn directories() -> Result<Xdg, Failure> {
    Xdg::new().map_err(|_| {
        Failure::failed("不知道主目录在哪里").hint("设置环境变量 HOME，或用 --data 指明数据目录")
    })
}

impl Config {
    /// The file.
    pub fn path() -> Result<PathBuf, Failure> {
        Ok(directories()?.config_dir().join("zhiben/config.toml"))
    }

    /// Reads the file; one that is not there says nothing.
    pub fn read() -> Result<Config, Failure> {
        let path = Config::path()?;
        match fs::read_to_string(&path) {
            Ok(text) => Config::of(&text, &path),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Config::default()),
            Err(error) => Err(Failure::io("读不了配置", &path, &error)),
        }
    }

    fn of(text: &str, path: &Path) -> Result<Config, Failure> {
        let read = toml::from_str(text).map(|config| Config { text: text.to_owned(), ..config });
        read.map_err(|error: toml::de::Error| {
            let line = line_of(text, error.span().map_or(0, |span| span.start));
            Failure::usage(format!("配置 {} 第{line}行{}", path.display(), what_is_wrong(error.message())))
                .hint("可写 officer（姓名）、unit（单位）、ambiguous（auto、narrow、wide）、idle_minutes（几分钟不动就退出，0 为不退）、[keys]，如 officer = \"李明\"")
        })
    }

    /// The rows of `[keys]`, in the order of the file.
    pub fn own_keys(&self) -> Vec<OwnKeys> {
        let mut rows: Vec<_> = self.keys.iter().collect();
        rows.sort_by_key(|(_, value)| value.span().start);
        rows.into_iter().flat_map(|(action, value)| self.own_keys_of(action, value)).collect()
    }

    fn own_keys_of(&self, action: &str, value: &Spanned<Value>) -> Vec<OwnKeys> {
        let line = line_of(&self.text, value.span().start);
        let words = self.text.lines().nth(line - 1).unwrap_or_default().trim();
        let row = |scope: &str, value: &Value| OwnKeys {
            place: format!("第{line}行 {words}"),
            action: action.to_owned(),
            scope: scope.to_owned(),
            keys: names(value),
        };
        match value.get_ref() {
            Value::Table(scopes) if !scopes.is_empty() => {
                scopes.iter().map(|(scope, value)| row(scope, value)).collect()
            }
            everywhere => vec![row("", everywhere)],
        }
    }

    /// Writes who sits here into the file, and its directory for this account only. Whatever else the person has written there
    /// stays as it is, comments and order too.
    pub fn write(&self) -> Result<PathBuf, Failure> {
        let path = Config::path()?;
        let text = self.rewritten().map_err(Failure::failed)?;
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(|error| Failure::io("建不了目录", dir, &error))?;
        }
        let written = file::whole_of(&path, Readers::Usual, text.as_bytes());
        written.map_err(|error| Failure::io("写不了配置", &path, &error))?;
        Ok(path)
    }

    fn rewritten(&self) -> Result<String, String> {
        if self.text.is_empty() {
            return toml::to_string(self).map_err(|error| error.to_string());
        }
        let mut document: DocumentMut = self.text.parse().map_err(|error: TomlError| error.to_string())?;
        for (key, words) in [("officer", &self.officer), ("unit", &self.unit)] {
            let mut value = toml_edit::Value::from(words);
            if let Some(before) = document.get(key).and_then(Item::as_value) {
                *value.decor_mut() = before.decor().clone();
            }
            document[key] = Item::Value(value);
        }
        Ok(document.to_string())
    }
}

/// Number of the line, from 1, that a byte stands in.
fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or_default().matches('\n').count() + 1
}

/// A list of names; a single one needs no brackets.
fn names(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// What the reader of TOML said, as far as an officer may meet it.
fn what_is_wrong(message: &str) -> String {
    let named = |head: &str| message.strip_prefix(head).and_then(|rest| rest.split('`').next());
    match (named("unknown field `"), named("unknown variant `")) {
        (Some(field), _) => format!("：不认识的字段 {field}"),
        (_, Some(word)) => format!("：不能填 {word}"),
        _ => "：写法不对".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Keymap;
    use crate::tui::keymap::own::keys_toml;

    #[test]
    fn a_key_that_nobody_knows_is_named_with_its_line() {
        let wrong =
            Config::of("officer = \"李明\"\nunti = \"万安\"\n", Path::new("config.toml")).unwrap_err();
        let said = format!("{wrong:?}");
        assert!(said.contains("第2行") && said.contains("unti"), "{said}");
    }

    #[test]
    fn who_sits_here_is_written_between_what_the_person_has_written() {
        let text = "# 我的\nidle_minutes = 0 # 不退\nofficer = \"李某\" # 原来的\n\n[keys]\nquit = \"F10\"\n";
        let read = Config::of(text, Path::new("config.toml")).unwrap();
        let now = Config { officer: "李明".into(), unit: "万安".into(), ..read };
        assert_eq!(
            now.rewritten().unwrap(),
            "# 我的\nidle_minutes = 0 # 不退\nofficer = \"李明\" # 原来的\nunit = \"万安\"\n\n[keys]\nquit = \"F10\"\n"
        );
    }

    fn keymap(text: &str) -> (Keymap, Vec<String>) {
        let (keymap, faults) = Keymap::with(&Config::of(text, Path::new("config.toml")).unwrap().own_keys());
        (keymap, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_whole_table_of_keys_may_be_written_down() {
        assert_eq!(keymap(&keys_toml(&Keymap::default())), (Keymap::default(), Vec::new()));
    }

    #[test]
    fn the_keys_in_the_manual_are_taken_as_they_stand_there() {
        let manual = include_str!("../../docs/手册.md");
        let example = manual.split("```").find_map(|piece| piece.strip_prefix("toml\n[keys]\n")).unwrap();
        assert_eq!(keymap(&format!("[keys]\n{example}")).1, Vec::<String>::new());
    }

    #[test]
    fn every_bad_row_of_the_keys_is_told_with_its_line() {
        let (_, faults) = keymap(
            "officer = \"李明\"\n[keys]\nundo = 3\nquit = \"F10\"\nlog = [\"a\"]\nback = { \"确认\" = [\"Esc\"], \"天上\" = [\"Esc\"] }\n",
        );
        let told = [
            "第3行 undo = 3：没有写键；写成 undo = [\"F10\"]，至少一个键",
            "第5行 log = [\"a\"]：“各画面”里 a 已是“速录”，不能再作“日志”；换一个键，或给 add 也另写一行",
            "第6行 back = { \"确认\" = [\"Esc\"], \"天上\" = [\"Esc\"] }：“返回”在“天上”里没有键；可写 移动、表单、速录、确认",
        ];
        assert_eq!(faults, told);
    }

    #[test]
    fn what_a_person_has_settled_is_written_as_it_was_read() {
        let text =
            "officer = \"李明\"\nunit = \"\"\nambiguous = \"auto\"\n\n[keys]\nquit = [\"F10\"]\nundo = 3\n";
        let read = Config::of(text, Path::new("config.toml")).unwrap();
        let written = toml::to_string(&read).unwrap();
        assert_eq!(Config::of(&written, Path::new("config.toml")).unwrap().own_keys().len(), 2, "{written}");
    }
}
