//! An enterprise by any part of its name or an alias, by pinyin or initials, after 洛江区 and the town are stripped
//! (ruling 22).

use crate::model::basics::Basics;
use crate::model::card::EnterpriseCard;
use crate::model::id::Id;
use crate::text::pinyin::Query;

/// How well a fragment met a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The whole name or alias, in characters.
    Whole,
    /// Its beginning.
    Start,
    /// Some part of it.
    Part,
}

/// An enterprise that a fragment may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its number.
    pub id: Id,
    /// Registered name.
    pub name: String,
    /// Code of the township.
    pub township: String,
    /// How well it fits.
    pub fit: Fit,
}

/// How many are worth looking at; who means one of so many writes a letter more.
pub const MOST: usize = 100;

/// The one that is meant: the only whole name, else the only match. Anything else is asked.
pub fn sole(found: &[Match]) -> Option<&Match> {
    let mut whole = found.iter().filter(|m| m.fit == Fit::Whole);
    match (whole.next(), whole.next(), found) {
        (Some(one), None, _) | (None, None, [one]) => Some(one),
        _ => None,
    }
}

/// A fragment made ready to be looked for in many cards.
pub struct Finder<'a> {
    basics: &'a Basics,
    fragment: &'a str,
    bare: &'a str,
    query: Query,
    in_letters: bool,
    /// Nothing but Chinese characters: met by themselves or not at all.
    in_characters: Option<memchr::memmem::Finder<'a>>,
    township: u8,
    industry: u32,
}

impl<'a> Finder<'a> {
    /// Looks for `fragment` in a township and an industry (codes; empty: any).
    pub fn new(basics: &'a Basics, fragment: &'a str, township: &str, industry: &str) -> Finder<'a> {
        let fragment = fragment.trim();
        let bare = basics.bare_name(fragment, township);
        Finder {
            basics,
            fragment,
            bare,
            query: Query::new(bare),
            in_letters: crate::text::half_width(bare).is_ascii(),
            in_characters: bare
                .chars()
                .all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
                .then(|| memchr::memmem::Finder::new(bare)),
            township: basics.unit_no(township),
            industry: if industry.is_empty() { 0 } else { 1 << (basics.industry_no(industry) & 31) },
        }
    }

    /// How well the card fits; [`None`]: not at all.
    pub fn fit(&self, card: &EnterpriseCard) -> Option<Fit> {
        let now = card.now()?;
        if self.query.is_empty()
            || (self.township != 0 && now.township != self.township)
            || (self.industry != 0 && now.industries & self.industry == 0)
        {
            return None;
        }
        let mut keys = card.keys.split('|');
        let key = keys.next().unwrap_or_default();
        let of_name = if self.in_letters {
            self.query.finds(key, "").then_some(if starts_like(key, self.bare) {
                Fit::Start
            } else {
                Fit::Part
            })
        } else {
            self.fit_name(card, key)
        };
        let of_alias =
            card.aliases.split('、').zip(keys).filter_map(|(alias, key)| self.fit_words(alias, key)).min();
        of_name.into_iter().chain(of_alias).min()
    }

    fn matched(&self, card: &EnterpriseCard, fit: Fit) -> Match {
        let township = card.now().and_then(|span| self.basics.unit_of_no(span.township));
        let township = township.map(|unit| unit.code.clone()).unwrap_or_default();
        Match { id: card.id, name: card.name.clone(), township, fit }
    }

    /// In characters, or characters and letters mixed.
    fn fit_name(&self, card: &EnterpriseCard, key: &str) -> Option<Fit> {
        if card.name == self.fragment {
            return Some(Fit::Whole);
        }
        if self.in_characters.as_ref().is_some_and(|finder| finder.find(card.name.as_bytes()).is_none()) {
            return None;
        }
        let in_whole = || card.name.contains(self.fragment).then_some(Fit::Part);
        self.fit_words(bare(&card.name, key), key).or_else(in_whole)
    }

    fn fit_words(&self, name: &str, key: &str) -> Option<Fit> {
        let found = match &self.in_characters {
            Some(finder) => finder.find(name.as_bytes()).is_some(),
            None => self.query.finds(key, name),
        };
        if name == self.bare {
            Some(Fit::Whole)
        } else if !found {
            None
        } else if name.starts_with(self.bare) || (self.in_letters && starts_like(key, self.bare)) {
            Some(Fit::Start)
        } else {
            Some(Fit::Part)
        }
    }
}

/// The end of the name that the key was made of: as many letters as the key has syllables.
fn bare<'n>(name: &'n str, key: &str) -> &'n str {
    let syllables = memchr::memchr_iter(b' ', key.as_bytes()).count();
    let mut letters = name.char_indices().rev().filter(|(_, c)| c.is_alphanumeric());
    letters.nth(syllables).and_then(|(at, _)| name.get(at..)).unwrap_or(name)
}

/// Does one of the first character's readings begin like the fragment?
fn starts_like(key: &str, fragment: &str) -> bool {
    let first = key.split(' ').next().unwrap_or_default();
    first
        .split(',')
        .any(|reading| reading.chars().next() == fragment.chars().next().map(|c| c.to_ascii_lowercase()))
}

/// Enterprises among `cards` that a fragment may mean, the [`MOST`] best ones: whole name, beginning, part; shorter names
/// first.
pub fn enterprises<'c>(
    cards: impl IntoIterator<Item = &'c EnterpriseCard>,
    basics: &Basics,
    fragment: &str,
    township: &str,
    industry: &str,
) -> Vec<Match> {
    let finder = Finder::new(basics, fragment, township, industry);
    let fitting = cards.into_iter().filter_map(|card| Some((finder.fit(card)?, card)));
    let mut found: Vec<(Fit, &EnterpriseCard)> = fitting.collect();
    found.sort_unstable_by_key(|(fit, card)| (*fit, card.name.len(), card.id));
    found.into_iter().take(MOST).map(|(fit, card)| finder.matched(card, fit)).collect()
}
