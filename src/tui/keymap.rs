//! From a key to an action, by the scopes of whoever has the focus.
//!
//! - [`own`] — an officer's own keys, and what is wrong with them

pub mod own;

use std::collections::HashMap;

use self::own::{Fault, OwnKeys, Understood};
use super::action::{ACTIONS, Action, Scope};
use super::key::Key;

/// What every key means in every scope.
#[derive(Debug, PartialEq)]
pub struct Keymap {
    meanings: HashMap<(Scope, Key), Action>,
    /// Keys by scope and action, the one that is shown first.
    keys: HashMap<(Scope, Action), Vec<Key>>,
}

impl Default for Keymap {
    /// The keys of the table.
    fn default() -> Keymap {
        Keymap::with(&[]).0
    }
}

impl Keymap {
    /// The keys of the table with some of an officer's own in their place, and every row that could not be taken, in the
    /// order of the file. A row gives way to the table and to the rows before it: what was left out frees no key of others.
    pub fn with(own: &[OwnKeys]) -> (Keymap, Vec<Fault>) {
        let mut faults: Vec<Option<Fault>> = own.iter().map(|row| row.understand().err()).collect();
        loop {
            let good = own.iter().enumerate().filter(|(n, _)| faults[*n].is_none());
            let rows: Vec<_> = good.filter_map(|(n, row)| Some((n, row.understand().ok()?))).collect();
            match Keymap::of(&rows) {
                Ok(keymap) => return (keymap, faults.into_iter().flatten().collect()),
                // Without the row the table's keys are back in its place, which may clash with a row that was good before.
                Err((n, fault)) => faults[n] = Some(fault),
            }
        }
    }

    /// The table with these rows, each by its number in the file; the first that gives a key a second meaning.
    fn of(rows: &[(usize, Understood)]) -> Result<Keymap, (usize, Fault)> {
        let mut keymap = Keymap { meanings: HashMap::new(), keys: HashMap::new() };
        for row in ACTIONS {
            let is_own = |scope: Scope| rows.iter().any(|(_, own)| own.is_of(scope, row.action));
            for (scope, names) in row.keys.iter().filter(|(scope, _)| !is_own(*scope)) {
                for key in names.split(' ').filter_map(Key::named) {
                    keymap.bind(*scope, row.action, key);
                }
            }
        }
        for (n, row) in rows {
            for (scope, key) in row.bindings() {
                if let Some(other) = keymap.bind(scope, row.action, key) {
                    return Err((*n, row.clash(scope, key, other)));
                }
            }
        }
        Ok(keymap)
    }

    /// Gives a key its meaning; what it means already, when that is something else.
    fn bind(&mut self, scope: Scope, action: Action, key: Key) -> Option<Action> {
        match self.meanings.insert((scope, key), action) {
            None => {
                self.keys.entry((scope, action)).or_default().push(key);
                None
            }
            Some(other) => {
                self.meanings.insert((scope, key), other);
                (other != action).then_some(other)
            }
        }
    }

    /// What a key means to somebody with these scopes; the nearest scope decides.
    pub fn action(&self, scopes: &[Scope], key: Key) -> Option<Action> {
        scopes.iter().chain(&[Scope::Always]).find_map(|scope| self.meanings.get(&(*scope, key)).copied())
    }

    /// The keys of an action in a scope, the one that is shown first.
    pub fn keys(&self, scope: Scope, action: Action) -> &[Key] {
        self.keys.get(&(scope, action)).map_or(&[], Vec::as_slice)
    }

    /// The key that is shown for an action to somebody with these scopes; none when another action hides it.
    pub fn shown(&self, scopes: &[Scope], action: Action) -> Option<Key> {
        scopes
            .iter()
            .chain(&[Scope::Always])
            .flat_map(|scope| self.keys(*scope, action))
            .copied()
            .find(|key| self.action(scopes, *key) == Some(action))
    }

    /// The same with the action's word, as in the line of keys: `r复查`, `F8 复核完毕`.
    pub fn said(&self, scopes: &[Scope], action: Action) -> Option<String> {
        let key = self.shown(scopes, action)?.to_string();
        Some(format!("{key}{}{}", gap(&key), action.row().label))
    }
}

/// What stands between a key and its word: a letter needs no blank.
pub fn gap(key: &str) -> &'static str {
    if key.chars().count() > 1 { " " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(action: &str, keys: &[&str]) -> OwnKeys {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        OwnKeys {
            place: format!("{action} = {keys:?}"),
            action: action.into(),
            keys: Some(keys),
            ..OwnKeys::default()
        }
    }

    fn faults(own: &[OwnKeys]) -> Vec<String> {
        Keymap::with(own).1.iter().map(ToString::to_string).collect()
    }

    fn means(keymap: &Keymap, scope: Scope, key: &str) -> Option<Action> {
        keymap.action(&[scope], Key::named(key).unwrap())
    }

    #[test]
    fn no_key_has_two_meanings_in_one_scope() {
        let mut keymap = Keymap { meanings: HashMap::new(), keys: HashMap::new() };
        for row in ACTIONS {
            for (scope, names) in row.keys {
                for name in names.split(' ') {
                    let key = Key::named(name).unwrap();
                    assert_eq!(keymap.bind(*scope, row.action, key), None, "{name} in {scope:?}");
                    assert!(!scope.is_typed() || key.character().is_none(), "{name} is text in {scope:?}");
                }
            }
        }
    }

    #[test]
    fn own_keys_take_the_place_of_the_tables() {
        let (keymap, faults) = Keymap::with(&[own("quit", &["F10"]), own("undo", &["ctrl-u", "ｕ"])]);
        assert_eq!(faults, []);
        assert_eq!(means(&keymap, Scope::Global, "F10"), Some(Action::Quit));
        assert_eq!(means(&keymap, Scope::Global, "q"), None);
        assert_eq!(means(&keymap, Scope::Global, "u"), Some(Action::Undo));
        // In the quick-entry line u is text, but Ctrl-U is heard.
        assert_eq!(means(&keymap, Scope::Entry, "Ctrl-U"), Some(Action::Undo));
        assert_eq!(keymap.keys(Scope::Entry, Action::Undo).len(), 1);
    }

    #[test]
    fn two_actions_may_change_keys_with_each_other() {
        let (keymap, faults) = Keymap::with(&[own("done", &["r"]), own("recheck", &["w"])]);
        assert_eq!(faults, []);
        assert_eq!(means(&keymap, Scope::Hazard, "r"), Some(Action::Done));
        assert_eq!(means(&keymap, Scope::Hazard, "w"), Some(Action::Recheck));
    }

    #[test]
    fn a_row_may_be_about_one_scope_only() {
        let only = OwnKeys { scope: "确认".into(), ..own("back", &["Esc", "f"]) };
        let (keymap, faults) = Keymap::with(&[only]);
        assert_eq!(faults, []);
        assert_eq!(means(&keymap, Scope::Confirm, "f"), Some(Action::Back));
        assert_eq!(means(&keymap, Scope::Confirm, "n"), None);
        assert_eq!(means(&keymap, Scope::Move, "Ctrl-C"), Some(Action::Back));
    }

    #[test]
    fn every_bad_row_is_told_with_its_words_and_the_table_stays_in_its_place() {
        let rows = [
            own("undoo", &["F10"]),
            own("飞", &["F10"]),
            own("undo", &["Alt-u", "u", "F13"]),
            own("redo", &[]),
            own("log", &["a"]),
            own("save", &["s"]),
            OwnKeys { scope: "速录".into(), ..own("quit", &["F10"]) },
            own("drafts", &["F10"]),
            own("refresh", &["F10"]),
        ];
        assert_eq!(
            faults(&rows),
            [
                "undoo = [\"F10\"]：没有“undoo”这个动作；是不是 undo（撤销）",
                "飞 = [\"F10\"]：没有“飞”这个动作；动作的名称见 keys.md，或按 ? 看",
                "undo = [\"Alt-u\", \"u\", \"F13\"]：不认识“Alt-u”“F13”这个键；可写单个字符、Ctrl-字母、F1–F12，或 \
                 Enter Esc Tab Shift-Tab Space Backspace Delete Up Down Left Right PgUp PgDn Home End",
                "redo = []：没有写键；写成 redo = [\"F10\"]，至少一个键",
                "log = [\"a\"]：“各画面”里 a 已是“速录”，不能再作“日志”；换一个键，或给 add 也另写一行",
                "save = [\"s\"]：速录里打的字母是文字，不能作键；用 Ctrl- 或 F 键，如 F10",
                "quit = [\"F10\"]：“退出”在“速录”里没有键；可写 各画面",
                "refresh = [\"F10\"]：“各画面”里 F10 已是“草稿”，不能再作“刷新”；换一个键，或给 drafts 也另写一行",
            ]
        );
        let keymap = Keymap::with(&rows).0;
        assert_eq!(means(&keymap, Scope::Global, "L"), Some(Action::Log));
        assert_eq!(means(&keymap, Scope::Global, "F5"), Some(Action::Refresh));
    }

    #[test]
    fn a_row_that_counted_on_a_bad_one_is_told_too() {
        let (keymap, faults) = Keymap::with(&[own("done", &["r"]), own("recheck", &["何何"])]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert_eq!(means(&keymap, Scope::Hazard, "r"), Some(Action::Recheck));
        assert_eq!(means(&keymap, Scope::Hazard, "w"), Some(Action::Done));
    }

    #[test]
    fn the_nearest_scope_decides() {
        let keymap = Keymap::default();
        let left = Key::named("Left").unwrap();
        assert_eq!(keymap.action(&[Scope::Coverage, Scope::Field], left), Some(Action::CellLeft));
        assert_eq!(keymap.action(&[Scope::Field, Scope::Coverage], left), Some(Action::Left));
    }
}
