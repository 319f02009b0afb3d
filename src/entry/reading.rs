//! A sentence while it is being read: what was understood so far, what is wrong, what is open, and the wishes it makes.

use super::form;
use super::grammar::{GRAMMAR, Verb};
use super::register::Cx;
use super::said::Said;
use super::value::due_remarks;
use super::words::{Word, words};
use crate::ask::answer::{Choice, Form, FormWish, Overwrite, Understood};
use crate::ask::words::choices;
use crate::calendar::{Day, Hint, Loose, understand_date};
use crate::model::command::Command;
use crate::model::field::{FieldError, Fields, Shape, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::text::half_width_char;

/// What stands on the line.
pub(super) struct Sentence<'a> {
    pub verb: &'static Verb,
    /// [`None`]: the line has none, the common one counts.
    pub target: Option<Word<'a>>,
    /// Words behind the target up to the first chain mark.
    pub head: Vec<Word<'a>>,
    /// What stands behind each chain mark.
    pub chained: Vec<Vec<Word<'a>>>,
}

/// See the module.
pub(super) struct Reading<'a> {
    pub cx: Cx<'a>,
    pub kind: Option<Kind>,
    pub lines: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
    pub remarks: Vec<String>,
    pub form: Option<Form>,
    pub overwrites: Vec<Overwrite>,
    repeats: Vec<String>,
    choices: Vec<Choice>,
    fragment: (usize, usize),
    commands: Vec<Command>,
    /// Target and tokens of the `..` line in force.
    pub common_target: Option<Word<'a>>,
    pub common: Vec<Word<'a>>,
}

impl<'a> Reading<'a> {
    pub fn new(cx: Cx<'a>) -> Reading<'a> {
        let mut common = words(cx.common);
        let has_target = common.first().is_some_and(|word| !super::tokens::looks_like_token(word));
        let common_target = has_target.then(|| common.remove(0));
        Reading {
            cx,
            kind: None,
            lines: Vec::new(),
            errors: Vec::new(),
            remarks: Vec::new(),
            form: None,
            overwrites: Vec::new(),
            repeats: Vec::new(),
            choices: Vec::new(),
            fragment: (0, 0),
            commands: Vec::new(),
            common_target,
            common,
        }
    }

    /// A line of the preview; nothing when there is nothing to say.
    pub fn say(&mut self, label: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push((label.to_owned(), text));
        }
    }

    /// A day in the preview, with its weekday.
    pub fn say_day(&mut self, label: &str, day: Day) {
        let shown = self.cx.show_day(day);
        self.say(label, shown);
    }

    pub fn wrong(&mut self, key: &str, label: &str, what: impl Into<String>) {
        let error = FieldError { key: key.into(), label: label.into(), what: what.into() };
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    pub fn remark(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// A remark that this seems to be entered already.
    pub fn repeats(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.remark(text.clone());
        self.repeats.push(text);
    }

    /// A remark when a due day is no workday, or lies behind the plan's last.
    pub fn remark_due(&mut self, label: &str, day: Day) {
        let (basics, workdays) = (self.cx.basics(), self.cx.register.workdays());
        for remark in due_remarks(label, day, basics, workdays, self.cx.today) {
            self.remark(remark);
        }
    }

    /// A remark when words (with their sign) that leave the year open were taken for a day of another year than today's.
    pub fn remark_year(&mut self, sign: char, text: &str, hint: &Hint) {
        let other = |found: &Loose| found.assumed && found.day.year() != self.cx.today.year();
        if let Some(found) = understand_date(text, hint).ok().filter(other) {
            let shown = self.cx.show_day(found.day);
            self.remark(format!("“{sign}{text}”没有写年份，按 {shown} 记"));
        }
    }

    /// Numbered choices for a piece of the line. The first open piece is asked about, the next one after it.
    pub fn offer(&mut self, fragment: (usize, usize), choices: Vec<Choice>) {
        if self.choices.is_empty() {
            self.fragment = fragment;
            self.choices = choices;
        }
    }

    /// A wish; gives the text that stands for its record in later wishes of the line.
    pub fn wish(&mut self, command: Command) -> String {
        self.commands.push(command);
        format!("${}", self.commands.len())
    }

    pub fn enter(&mut self, kind: Kind, fields: Fields) -> String {
        self.wish(Command::Enter { kind, fields })
    }

    pub fn act(&mut self, id: impl Into<String>, deed: Deed, fields: Fields) -> String {
        self.wish(Command::Act { id: id.into(), deed, fields })
    }

    /// Are there wishes before, that a form could not carry?
    pub fn is_group(&self) -> bool {
        !self.commands.is_empty()
    }

    /// What the words of a part say; common tokens count where the verb takes them.
    pub fn said(&mut self, part: &[Word<'a>], verb: &Verb) -> Said<'a> {
        Said::of(self, part, verb)
    }

    /// Says so when something is chained that no hazard can be.
    pub fn refuse_chain(&mut self, line: &Sentence) {
        if !line.chained.is_empty() {
            let chaining = GRAMMAR.iter().filter(|verb| verb.chains).map(Verb::label).collect::<Vec<_>>();
            let what = format!("只有 {} 可以用 ; 连着写，其他一行一条", chaining.join(" 和 "));
            self.wrong("chain", ";", what);
        }
    }

    /// Full names of people; several that fit are offered, unknown ones stay as typed.
    pub fn people(&mut self, said: &[(String, (usize, usize))]) -> Vec<String> {
        said.iter().map(|(name, range)| self.person(name, *range)).collect()
    }

    fn person(&mut self, fragment: &str, range: (usize, usize)) -> String {
        let known = self.cx.register.persons(fragment);
        if known.iter().any(|name| name == fragment) {
            return fragment.to_owned();
        }
        let others: Vec<String> = known.into_iter().filter(|name| *name != self.cx.officer.name).collect();
        match others.as_slice() {
            [one] => one.clone(),
            [] => fragment.to_owned(),
            several => {
                if range != COMMON {
                    let choice =
                        |name: &String| Choice { value: name.clone(), text: name.clone(), id: Id::NONE };
                    self.offer(range, several.iter().take(9).map(choice).collect());
                    self.wrong("people", "人员", format!("“{fragment}”有 {} 人，选一人", several.len()));
                }
                fragment.to_owned()
            }
        }
    }

    /// Enters a record of fields, and says so when one of the same is there already.
    pub fn enter_once(&mut self, kind: Kind, fields: Fields) -> String {
        let same = self.cx.register.same_as(kind, &fields);
        if same.is_some() {
            let day = fields.day("date");
            let when =
                if day == self.cx.today { "今天".into() } else { format!("{} ", self.cx.show_day(day)) };
            self.repeats(format!("{when}已有相同的 {same}，仍要录就再录"));
        }
        self.enter(kind, fields)
    }

    /// Asks for what the specs require and `fields` lack. True when nothing is missing.
    pub fn complete(&mut self, specs: &[Spec], fields: &Fields) -> bool {
        let missing: Vec<&Spec> =
            specs.iter().filter(|s| s.required && fields.get(s.key).is_empty()).collect();
        for spec in &missing {
            if !self.errors.iter().any(|e| e.key == spec.key) {
                let words = match spec.shape {
                    Shape::Variant | Shape::Stage | Shape::One(_) => {
                        choices(self.cx.basics(), spec, self.cx.sort)
                    }
                    _ => Vec::new(),
                };
                let may = if words.is_empty() {
                    String::new()
                } else {
                    format!("，可写：{}", words.join("、"))
                };
                self.wrong(spec.key, spec.label, format!("没有写{}{may}", spec.label));
            }
        }
        missing.is_empty()
    }

    /// The form that asks for what is missing, with everything understood in it.
    pub fn ask(&mut self, title: &str, wish: FormWish, specs: &[Spec], fields: &Fields) {
        if !self.is_group() {
            self.form = Some(form::form(title, wish, specs, fields, self.cx.register));
        }
    }

    /// Ends the reading.
    pub fn finish(mut self) -> Understood {
        let settled = self.errors.is_empty() && self.choices.is_empty();
        let command = match self.commands.len() {
            _ if !settled => None,
            0 => None,
            1 => self.commands.pop(),
            _ => Some(Command::Group(self.commands)),
        };
        Understood {
            command,
            lines: self.lines,
            choices: self.choices,
            fragment: self.fragment,
            errors: self.errors,
            remarks: self.remarks,
            form: self.form.map(Box::new),
            kind: self.kind,
            overwrites: self.overwrites,
            repeats: self.repeats,
        }
    }
}

/// The place of words that do not stand on this line.
pub(super) const COMMON: (usize, usize) = (usize::MAX, usize::MAX);

/// A name as it may stand behind `/`, quoted where it would fall apart.
pub fn as_target(name: &str) -> String {
    let splits = |c: char| c.is_whitespace() || matches!(half_width_char(c), '"' | '/');
    if name.contains(splits) {
        format!("\"{}\"", name.replace(['"', '“', '”'], ""))
    } else {
        name.to_owned()
    }
}
