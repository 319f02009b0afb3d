//! From a key to an action, by the scopes of whoever has the focus.

use std::collections::HashMap;

use super::action::{ACTIONS, Action, Scope};
use super::key::Key;

/// What every key means in every scope.
#[derive(Debug)]
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
    /// The keys of the table with some of an officer's own: action name → keys that take the place of the table's in each
    /// of its scopes. Says what could not be taken; the table's keys stay there.
    pub fn with(own: &[(String, Vec<String>)]) -> (Keymap, Vec<String>) {
        let mut keymap = Keymap { meanings: HashMap::new(), keys: HashMap::new() };
        let mut faults: Vec<String> = own
            .iter()
            .filter(|(name, _)| !ACTIONS.iter().any(|row| row.name == name))
            .map(|(name, _)| format!("按键设置：没有“{name}”这个动作"))
            .collect();
        for row in ACTIONS {
            let chosen = own.iter().find(|(name, _)| name == row.name).map(|(_, keys)| keys.join(" "));
            for (scope, keys) in row.keys {
                for name in chosen.as_deref().unwrap_or(keys).split(' ') {
                    keymap.bind(*scope, row.action, name, &mut faults);
                }
            }
        }
        (keymap, faults)
    }

    fn bind(&mut self, scope: Scope, action: Action, name: &str, faults: &mut Vec<String>) {
        let Some(key) = Key::named(name) else {
            faults.push(format!("按键设置：不认识“{name}”这个键"));
            return;
        };
        if let Some(other) = self.meanings.get(&(scope, key)) {
            faults.push(format!(
                "按键设置：{}里 {key} 已是“{}”，不能再作“{}”",
                scope.title(),
                other.row().label,
                action.row().label
            ));
            return;
        }
        self.meanings.insert((scope, key), action);
        self.keys.entry((scope, action)).or_default().push(key);
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

    #[test]
    fn no_key_has_two_meanings_in_one_scope() {
        assert_eq!(Keymap::with(&[]).1, Vec::<String>::new());
    }

    #[test]
    fn own_keys_take_the_place_of_the_tables_and_faults_are_said() {
        let own =
            [("quit".to_owned(), vec!["F10".to_owned()]), ("undo".into(), vec!["a".into(), "何".into()])];
        let (keymap, faults) = Keymap::with(&own);
        let scopes = [Scope::Global];
        assert_eq!(keymap.action(&scopes, Key::named("F10").unwrap()), Some(Action::Quit));
        assert_eq!(keymap.action(&scopes, Key::named("q").unwrap()), None);
        assert_eq!(faults, ["按键设置：各画面里 a 已是“速录”，不能再作“撤销”"]);
    }

    #[test]
    fn the_nearest_scope_decides() {
        let keymap = Keymap::default();
        let left = Key::named("Left").unwrap();
        assert_eq!(keymap.action(&[Scope::Coverage, Scope::Field], left), Some(Action::CellLeft));
        assert_eq!(keymap.action(&[Scope::Field, Scope::Coverage], left), Some(Action::Left));
    }
}
