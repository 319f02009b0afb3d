//! An officer's own keys: rows of `[keys]` in `config.toml`, each read by itself, so that one bad row spoils no other and all
//! of them are told at once.

use std::fmt;

use super::super::action::{ACTIONS, Action, Row, Scope};
use super::super::key::Key;
use crate::text::similar;

/// A row as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnKeys {
    /// Where it stands and what it says: `第7行 undo = ["a"]`.
    pub place: String,
    /// Name of the action.
    pub action: String,
    /// Title of the only scope it is about; empty: every scope in which the action has keys.
    pub scope: String,
    /// Names of its keys, the one that is shown first; [`None`]: what stands there is no list of keys.
    pub keys: Option<Vec<String>>,
}

/// Why a row was not taken; the table's keys stay in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the row stands and what it says.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub hint: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}；{}", self.place, self.what, self.hint)
    }
}

/// A row that was understood.
pub(super) struct Understood<'a> {
    own: &'a OwnKeys,
    pub action: Action,
    /// Its keys in each scope it is about.
    keys: Vec<(Scope, Vec<Key>)>,
}

impl OwnKeys {
    fn fault(&self, what: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { place: self.place.clone(), what: what.into(), hint: hint.into() }
    }

    /// Reads the row by itself.
    pub(super) fn understand(&self) -> Result<Understood<'_>, Fault> {
        let row = self.row()?;
        let scopes = self.scopes(row)?;
        let keys = self.keys()?;
        // Where text is typed a character is text, whatever it is elsewhere.
        let heard = |scope: Scope| -> Vec<Key> {
            keys.iter().copied().filter(|key| !scope.is_typed() || key.character().is_none()).collect()
        };
        let heard: Vec<_> = scopes.iter().map(|scope| (*scope, heard(*scope))).collect();
        let keys: Vec<_> = heard.into_iter().filter(|(_, keys)| !keys.is_empty()).collect();
        if keys.is_empty() {
            let what = format!("{}里打的字母是文字，不能作键", titles(&scopes));
            return Err(self.fault(what, "用 Ctrl- 或 F 键，如 F10"));
        }
        Ok(Understood { own: self, action: row.action, keys })
    }

    fn row(&self) -> Result<&'static Row, Fault> {
        let near = || ACTIONS.iter().max_by(|a, b| nearness(self, a).total_cmp(&nearness(self, b)));
        ACTIONS.iter().find(|row| row.name == self.action).ok_or_else(|| {
            let hint = match near().filter(|row| nearness(self, row) > 0.4) {
                Some(row) => format!("是不是 {}（{}）", row.name, row.label),
                None => "动作的名称见 keys.md，或按 ? 看".into(),
            };
            self.fault(format!("没有“{}”这个动作", self.action), hint)
        })
    }

    fn scopes(&self, row: &Row) -> Result<Vec<Scope>, Fault> {
        let own: Vec<Scope> = row.keys.iter().map(|(scope, _)| *scope).collect();
        let named: Vec<Scope> = own
            .iter()
            .copied()
            .filter(|scope| self.scope.is_empty() || scope.title() == self.scope)
            .collect();
        if named.is_empty() {
            let what = format!("“{}”在“{}”里没有键", row.label, self.scope);
            return Err(self.fault(what, format!("可写 {}", titles(&own))));
        }
        Ok(named)
    }

    fn keys(&self) -> Result<Vec<Key>, Fault> {
        let names = self.keys.as_deref().unwrap_or_default();
        if names.is_empty() {
            let hint = format!("写成 {} = [\"F10\"]，至少一个键", self.action);
            return Err(self.fault("没有写键", hint));
        }
        let unknown: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| Key::named(name).is_none()).collect();
        if !unknown.is_empty() {
            let hint = format!("可写单个字符、Ctrl-字母、F1–F12，或 {}", Key::names().join(" "));
            return Err(self.fault(format!("不认识“{}”这个键", unknown.join("”“")), hint));
        }
        Ok(names.iter().filter_map(|name| Key::named(name)).map(Key::as_command).collect())
    }
}

impl Understood<'_> {
    /// Every key with its scope.
    pub(super) fn bindings(&self) -> impl Iterator<Item = (Scope, Key)> {
        self.keys.iter().flat_map(|(scope, keys)| keys.iter().map(|key| (*scope, *key)))
    }

    /// The fault of giving a key a second meaning.
    pub(super) fn clash(&self, scope: Scope, key: Key, other: Action) -> Fault {
        let (label, other) = (self.action.row().label, other.row());
        let what = format!("“{}”里 {key} 已是“{}”，不能再作“{label}”", scope.title(), other.label);
        self.own.fault(what, format!("换一个键，或给 {} 也另写一行", other.name))
    }

    /// Does it stand in the place of the table's keys of an action in a scope?
    pub(super) fn is_of(&self, scope: Scope, action: Action) -> bool {
        self.action == action && self.keys.iter().any(|(own, _)| *own == scope)
    }
}

fn nearness(own: &OwnKeys, row: &Row) -> f32 {
    similar(&own.action, row.name)
}

fn titles(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.title()).collect::<Vec<_>>().join("、")
}

/// The keys in force as `config.toml` has them: copied there and changed.
pub fn keys_toml(keymap: &super::Keymap) -> String {
    let mut page = String::from("[keys]\n");
    for row in ACTIONS {
        let keys: Vec<(Scope, String)> =
            row.keys.iter().map(|(scope, _)| (*scope, listed(keymap.keys(*scope, row.action)))).collect();
        let value = match keys.split_first() {
            Some(((_, first), rest)) if rest.iter().all(|(_, keys)| keys == first) => first.clone(),
            _ => {
                let of_scope = |(scope, keys): &(Scope, String)| format!("\"{}\" = {keys}", scope.title());
                format!("{{ {} }}", keys.iter().map(of_scope).collect::<Vec<_>>().join(", "))
            }
        };
        page += &format!("{} = {value} # {}\n", row.name, row.label);
    }
    page
}

fn listed(keys: &[Key]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    format!("[{}]", quoted.join(", "))
}
