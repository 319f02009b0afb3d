//! `$XDG_CONFIG_HOME/zhiben/config.toml`: who sits here. Without it the account is the officer, with every role.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, base_strategy::Xdg};
use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// What a person has settled for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Own keys of the workbench, by action.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Default for Config {
    fn default() -> Config {
        let (officer, unit, keys) = Default::default();
        Config { officer, unit, ambiguous: Ambiguous::Auto, idle_minutes: 30, keys }
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
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Failure::usage(format!("配置 {} 第{line}行{}", path.display(), what_is_wrong(error.message())))
                .hint("可写 officer（姓名）、unit（单位）、ambiguous（auto、narrow、wide）、idle_minutes（几分钟不动就退出，0 为不退）、[keys]，如 officer = \"李明\"")
        })
    }

    /// Writes the file, and its directory for this account only.
    pub fn write(&self) -> Result<PathBuf, Failure> {
        let path = Config::path()?;
        let text = toml::to_string(self).map_err(|error| Failure::failed(error.to_string()))?;
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(|error| Failure::io("建不了目录", dir, &error))?;
        }
        fs::write(&path, text).map_err(|error| Failure::io("写不了配置", &path, &error))?;
        Ok(path)
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

    #[test]
    fn a_key_that_nobody_knows_is_named_with_its_line() {
        let wrong =
            Config::of("officer = \"李明\"\nunti = \"万安\"\n", Path::new("config.toml")).unwrap_err();
        let said = format!("{wrong:?}");
        assert!(said.contains("第2行") && said.contains("unti"), "{said}");
    }
}
