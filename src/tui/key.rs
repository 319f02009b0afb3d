//! A key as the keymap knows it, and the names by which tables, help and configuration call it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text::half_width_char;

/// A key. Shift is part of the character; Alt is not used, since many clients keep it for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// Held with Ctrl.
    pub ctrl: bool,
}

/// Keys with a name of their own.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
];

/// With Ctrl these send the very byte of a key that has a name.
const TWINS: &[(char, KeyCode)] = &[('i', KeyCode::Tab), ('m', KeyCode::Enter), ('[', KeyCode::Esc)];

impl Key {
    /// The key of an event.
    pub fn of(event: KeyEvent) -> Key {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Key { code, ctrl: ctrl && matches!(code, KeyCode::Char(_)) }
    }

    /// The character it writes; [`None`] for keys that write nothing.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl => Some(c),
            _ => None,
        }
    }

    /// What it means where keys are commands: a full-width sign is its half-width twin.
    #[must_use]
    pub fn as_command(self) -> Key {
        match self.character() {
            Some(c) => half_width_char(c).into(),
            None => self,
        }
    }

    /// The names of keys that are neither characters nor numbered.
    pub fn names() -> Vec<&'static str> {
        NAMED.iter().map(|(name, _)| *name).collect()
    }

    /// The key called `name`: `j`, `Ctrl-R`, `F3`, `PgDn`.
    pub fn named(name: &str) -> Option<Key> {
        if let Some((_, code)) = NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Some(Key { code: *code, ctrl: false });
        }
        if let Some((_, letter)) =
            name.split_at_checked(5).filter(|(held, _)| held.eq_ignore_ascii_case("Ctrl-"))
        {
            let c = single(letter)?.to_ascii_lowercase();
            let twin = TWINS.iter().find(|(own, _)| *own == c);
            return Some(twin.map_or(Key { code: KeyCode::Char(c), ctrl: true }, |(_, code)| Key {
                code: *code,
                ctrl: false,
            }));
        }
        let number =
            name.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        let code = match number {
            Some(n) => KeyCode::F(n),
            None => KeyCode::Char(single(name)?),
        };
        Some(Key { code, ctrl: false })
    }
}

impl From<char> for Key {
    fn from(c: char) -> Key {
        Key { code: KeyCode::Char(c), ctrl: false }
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) if self.ctrl => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_called_by_the_name_it_prints() {
        for name in ["j", "G", "Ctrl-R", "F3", "F10", "PgDn", "Space", "Shift-Tab", "*", "'"] {
            assert_eq!(Key::named(name).unwrap().to_string(), name);
        }
        assert_eq!((Key::named("F13"), Key::named("")), (None, None));
    }

    #[test]
    fn a_full_width_sign_is_its_twin_where_keys_are_commands() {
        for (typed, meant) in [('：', ":"), ('／', "/"), ('、', "/"), ('？', "?"), ('ｊ', "j")] {
            let key = Key { code: KeyCode::Char(typed), ctrl: false };
            assert_eq!(key.as_command().to_string(), meant);
        }
    }
}
