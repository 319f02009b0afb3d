//! What Tab offers at the cursor: verbs, towns, industries, enterprises, people, departments, words of a list, names of
//! fields.

use super::grammar::{self, Aim, GRAMMAR, Verb};
use super::reading::as_target;
use super::register::{Context, Register};
use super::words::{Word, words};
use crate::ask::answer::Choice;
use crate::model::field::Spec;
use crate::model::hazard::SOURCES;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::{Id, Kind};
use crate::model::row::specs_of;
use crate::model::{drill, inspection, training, transfer};
use crate::text::{half_width, half_width_char, pinyin};

/// How many are offered at most.
const MOST: usize = 20;

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Byte range of the line that a choice replaces.
    pub range: (usize, usize),
    /// Best first.
    pub choices: Vec<Choice>,
}

/// What Tab offers in `line` with the cursor at byte `cursor`.
pub fn complete(line: &str, cursor: usize, register: &dyn Register, context: &Context) -> Completion {
    let cursor = (0..=cursor.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    let typed = line.get(..cursor).unwrap_or_default();
    let all = words(typed);
    let here =
        all.last().copied().filter(|word| word.end() == cursor).unwrap_or(Word { raw: "", at: cursor });
    let before = all.iter().filter(|word| word.at < here.at).count();
    let verb = all.first().and_then(|word| grammar::verb(word.raw));
    match (before, verb) {
        (0, _) => of_verbs(&here),
        (_, None) => Completion::default(),
        (1, Some(verb)) if verb.aim == Aim::Task => of_tasks(&here, register),
        (1, Some(verb)) if verb.aim != Aim::Hazard => of_target(&here, verb, register, context),
        (_, Some(verb)) => of_token(&here, verb, register),
    }
}

fn choice(value: impl Into<String>, text: impl Into<String>) -> Choice {
    Choice { value: value.into(), text: text.into(), id: Id::NONE }
}

/// Does the name begin with, or sound like, what was typed? A single letter is an initial at the beginning.
fn fits(name: &str, typed: &str) -> bool {
    let sounds = || typed.chars().nth(1).is_some() && pinyin::matches(&pinyin::key(name), name, typed);
    name.starts_with(typed) || pinyin::initials(name).starts_with(&typed.to_lowercase()) || sounds()
}

fn of_verbs(here: &Word) -> Completion {
    let typed = half_width(here.raw).to_lowercase();
    let meant = GRAMMAR.iter().filter(|verb| verb.is_called(&typed) || fits(verb.name, &typed));
    Completion {
        range: here.range(),
        choices: meant.map(|verb| choice(verb.key, format!("{}：{}", verb.label(), verb.help))).collect(),
    }
}

fn of_tasks(here: &Word, register: &dyn Register) -> Completion {
    let typed = half_width(here.raw).to_uppercase();
    let nodes = register.basics().plans.first().map_or(&[][..], |plan| &plan.nodes);
    let meant = nodes.iter().filter(|node| node.code.starts_with(&typed) || fits(&node.title, here.raw));
    Completion {
        range: here.range(),
        choices: meant
            .take(MOST)
            .map(|node| choice(&node.code, format!("{} {}", node.code, node.title)))
            .collect(),
    }
}

fn of_target(here: &Word, verb: &Verb, register: &dyn Register, context: &Context) -> Completion {
    let basics = register.basics();
    let sign = |sign: char, upto: usize| {
        here.raw
            .char_indices()
            .take_while(|(at, _)| *at < upto)
            .find(|(_, c)| half_width_char(*c) == sign)
            .map(|(at, c)| (at, at + c.len_utf8()))
    };
    let slash = sign('/', here.raw.len());
    let dot = sign('.', slash.map_or(here.raw.len(), |(at, _)| at));
    let head = here.raw.get(..dot.or(slash).map_or(here.raw.len(), |(at, _)| at)).unwrap_or_default();
    let from = slash.or(dot).map_or(0, |(_, after)| after);
    let typed = here.raw.get(from..).unwrap_or_default();
    let range = (here.at + from, here.end());
    let choices = match (slash, dot) {
        (Some((end, _)), _) => {
            let town = basics.township_by(head).one().map_or("", |unit| &unit.code);
            let industry = dot
                .and_then(|(_, after)| here.raw.get(after..end))
                .and_then(|text| basics.industry_by(text).one());
            let own = super::register::Cx::new(register, context).own_township();
            let town = if head.is_empty() { own } else { town };
            let found =
                register.enterprises(super::words::unquoted(typed), town, industry.map_or("", |i| &i.code));
            found
                .iter()
                .take(MOST)
                .map(|m| Choice { value: as_target(&m.name), text: m.name.clone(), id: m.id })
                .collect()
        }
        (None, Some(_)) => {
            let meant = basics
                .industries
                .iter()
                .filter(|i| i.code.starts_with(typed) || fits(&i.short, typed) || fits(&i.name, typed));
            meant.map(|i| choice(&i.code, format!("{} {}", i.code, i.name))).collect()
        }
        (None, None) => {
            let units = basics.units.iter().filter(|unit| unit.is_township() || verb.aim == Aim::Unit);
            let meant = units.filter(|unit| fits(&unit.short, typed) || unit.no.to_string() == typed);
            meant.map(|unit| choice(&unit.short, format!("{} {}", unit.no, unit.name))).collect()
        }
    };
    Completion { range, choices }
}

fn of_token(here: &Word, verb: &Verb, register: &dyn Register) -> Completion {
    let Some(sign) = here.raw.chars().next() else { return Completion::default() };
    let after = here.at + sign.len_utf8();
    let typed = here.raw.get(sign.len_utf8()..).unwrap_or_default();
    let (range, choices) = match half_width_char(sign) {
        '@' => {
            let from = typed.rfind(['、', ',', '，', '/']).map_or(0, |at| {
                at + typed.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8)
            });
            let last = typed.get(from..).unwrap_or_default();
            (
                (after + from, here.end()),
                register.persons(last).into_iter().map(|name| choice(name.clone(), name)).collect(),
            )
        }
        '>' => {
            let meant = register
                .basics()
                .departments
                .iter()
                .filter(|d| fits(&d.short, typed) || d.keys.iter().any(|k| k.starts_with(typed)));
            ((after, here.end()), meant.map(|d| choice(&d.short, &d.name)).collect())
        }
        '~' => {
            let meant = ways(verb).into_iter().filter(|word| fits(word, typed));
            ((after, here.end()), meant.map(|word| choice(word, word)).collect())
        }
        '%' => {
            let meant = register
                .basics()
                .catalog
                .iter()
                .filter(|item| item.code.contains(&typed.to_uppercase()) || item.text.contains(typed));
            (
                (after, here.end()),
                meant
                    .take(MOST)
                    .map(|item| choice(&item.code, format!("{} {}", item.code, item.text)))
                    .collect(),
            )
        }
        _ => {
            let meant = specs(verb).into_iter().filter(|spec| spec.label.starts_with(here.raw));
            (
                here.range(),
                meant.take(MOST).map(|spec| choice(format!("{}:", spec.label), spec.label)).collect(),
            )
        }
    };
    Completion { range, choices }
}

/// The words that `~` takes with a verb.
fn ways(verb: &Verb) -> Vec<&'static str> {
    match verb.key {
        'i' => inspection::MODES.to_vec(),
        'h' => [inspection::MODES, SOURCES].concat(),
        'x' => transfer::CHANNELS.to_vec(),
        'd' => drill::KINDS.to_vec(),
        't' => [training::KINDS, training::ROLES].concat(),
        _ => Vec::new(),
    }
}

/// The fields that may be filled by name with a verb.
fn specs(verb: &Verb) -> Vec<Spec> {
    let of = |deed: Deed| transition(deed).asks().into_iter().map(|ask| ask.spec).collect::<Vec<_>>();
    match verb.key {
        'i' => specs_of(Kind::Inspection),
        'h' => of(Deed::Register),
        's' => specs_of(Kind::SelfInspection),
        'd' => specs_of(Kind::Drill),
        't' => specs_of(Kind::Training),
        'g' => specs_of(Kind::Supervision),
        'k' => specs_of(Kind::Progress),
        'c' => specs_of(Kind::Enterprise),
        'f' => of(Deed::ReportDone),
        'r' => [of(Deed::PassRecheck), of(Deed::FailRecheck)].concat(),
        'x' => [of(Deed::Assign), of(Deed::SendLetter)].concat(),
        'q' => of(Deed::Accept),
        'b' => of(Deed::AnswerAndClose),
        'e' => of(Deed::AskExtension),
        'z' => of(Deed::SiteGone),
        _ => Vec::new(),
    }
}
