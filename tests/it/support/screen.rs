//! Before – keys – after: the workbench without a terminal, in front of any [`Outside`].
//!
//! ```ignore
//! let mut bench = Bench::new(80, 24, Fake::with_hazards(50));
//! bench.keys("4jj<Enter>");
//! assert!(bench.screen().contains("H2611-0003"));
//! ```

use std::cell::RefCell;
use std::rc::Rc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use unicode_width::UnicodeWidthStr;
use zhiben::ask::answer::{
    Answer, Asked, Barred, Choice, Form, FormWish, HazardLine, HistoryLine, Offer, Page, PlanLine, Status,
    Understood, Whole,
};
use zhiben::ask::query::{FormFor, HazardFilter, Query, Window};
use zhiben::calendar::Day;
use zhiben::desk::SubmitError;
use zhiben::model::case::{Officer, Role};
use zhiben::model::command::{Command, Receipt, Refusal};
use zhiben::model::field::{Fields, Shape, Spec};
use zhiben::model::hazard::State;
use zhiben::model::hazard::transitions::{TRANSITIONS, Transition, transition};
use zhiben::model::id::{Id, Kind};
use zhiben::rules::queue::Band;
use zhiben::tui::app::{App, Own};
use zhiben::tui::circle::{Errand, Msg, Outside, turn};
use zhiben::tui::key::Key;

/// The workbench in front of a desk.
pub struct Bench<O> {
    pub app: App,
    pub outside: O,
    size: Size,
}

impl<O: Outside> Bench<O> {
    /// Sits down at a terminal of this size.
    pub fn new(width: u16, height: u16, outside: O) -> Bench<O> {
        Bench::with(width, height, outside, Own::default())
    }

    /// The same with an officer's own keys, views, drafts.
    pub fn with(width: u16, height: u16, mut outside: O, own: Own) -> Bench<O> {
        let size = Size { width, height };
        let mut app = App::new(size, own);
        for errand in app.start() {
            if let Some(msg) = outside.run(errand) {
                turn(&mut app, &mut outside, msg);
            }
        }
        Bench { app, outside, size }
    }

    /// Types: characters as they are, other keys by name in angle brackets, `<Enter>`, `<Ctrl-R>`; `<<` is a `<`.
    pub fn keys(&mut self, keys: &str) -> &mut Bench<O> {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (event, used) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
                Some((name, _)) if Key::named(name).is_some() && name.len() > 1 => {
                    (event_of(name), name.len() + 2)
                }
                _ => (KeyEvent::from(KeyCode::Char(c)), c.len_utf8()),
            };
            self.send(Msg::Key(event));
            rest = &rest[used..];
        }
        self
    }

    /// Sends a message.
    pub fn send(&mut self, msg: Msg) -> &mut Bench<O> {
        turn(&mut self.app, &mut self.outside, msg);
        self
    }

    /// What is on the screen, and where the cursor stands. Every row is exactly as wide as the terminal.
    pub fn draw(&self) -> (Vec<String>, Option<Position>) {
        let (buf, cursor) = self.buffer();
        (cells(&buf), cursor)
    }

    /// What is on the screen with its styles, and where the cursor stands.
    pub fn buffer(&self) -> (Buffer, Option<Position>) {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
        let cursor = self.app.view(&mut buf);
        (buf, cursor)
    }

    /// The screen as one text, rows without trailing blanks.
    pub fn screen(&self) -> String {
        self.draw().0.iter().map(|row| row.trim_end().to_owned() + "\n").collect()
    }

    /// The row that holds `words`.
    pub fn row_with(&self, words: &str) -> Option<String> {
        self.draw().0.into_iter().find(|row| row.contains(words))
    }

    /// The status line.
    pub fn status(&self) -> String {
        self.draw().0[usize::from(self.size.height) - 2].trim().to_owned()
    }

    /// The end of the screen as running words: what is said at length, over several lines.
    pub fn said(&self) -> String {
        let rows = self.draw().0;
        let foot = &rows[usize::from(self.size.height) - 6..usize::from(self.size.height) - 1];
        foot.iter().map(|row| row.trim()).collect::<Vec<_>>().join("")
    }

    /// The line of keys.
    pub fn key_line(&self) -> String {
        self.draw().0[usize::from(self.size.height) - 1].trim().to_owned()
    }

    /// The selected row of a list: the one with the marker.
    pub fn selected(&self) -> String {
        self.draw().0.into_iter().find(|row| row.starts_with('>')).unwrap_or_default().trim_end().to_owned()
    }
}

/// Rows of a buffer as text. Fails when a row is not exactly as wide as the buffer.
pub fn cells(buf: &Buffer) -> Vec<String> {
    let mut rows = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        let (mut row, mut x) = (String::new(), buf.area.left());
        while x < buf.area.right() {
            let symbol = buf[(x, y)].symbol();
            row.push_str(symbol);
            x += symbol.width().max(1) as u16;
        }
        assert_eq!(row.width(), usize::from(buf.area.width), "row {y}: {row}");
        rows.push(row);
    }
    rows
}

fn event_of(name: &str) -> KeyEvent {
    let key = Key::named(name).unwrap();
    KeyEvent::new(key.code, if key.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE })
}

/// A desk of cards: answers from a list of hazards, grants what it is told to grant, and remembers what it was asked.
pub struct Fake {
    pub hazards: Vec<HazardLine>,
    pub start_on: Day,
    pub refuses: Option<Refusal>,
    pub roles: Vec<Role>,
    /// What no record allows.
    pub barred: Vec<Barred>,
    pub seen: Rc<RefCell<Seen>>,
    seq: u64,
}

/// What was wanted outside.
#[derive(Default, Debug)]
pub struct Seen {
    pub submitted: Vec<Command>,
    pub asked: Vec<Query>,
    pub others: Vec<Errand>,
}

/// The day of the fake desk, a Monday.
pub fn today() -> Day {
    Day::ymd(2026, 11, 23).unwrap()
}

/// The nth hazard.
pub fn hazard_id(n: u32) -> Id {
    Id::new(Kind::Hazard, 26 * 12 + 10, n)
}

impl Fake {
    /// With so many hazards in turn 整改中, 待复查, 待移交.
    pub fn with_hazards(n: u32) -> Fake {
        let seen = Rc::default();
        Fake {
            hazards: (1..=n).map(line).collect(),
            start_on: today(),
            refuses: None,
            roles: Role::ALL.to_vec(),
            barred: Vec::new(),
            seen,
            seq: 1,
        }
    }

    fn status(&self) -> Status {
        Status {
            today: today(),
            seq: self.seq,
            officer: Officer { roles: self.roles.clone(), ..Officer::alone("李某", "350504001") },
            unit: "万安".into(),
            start_on: self.start_on,
            plans: vec![PlanLine {
                doc_no: "泉洛商务〔2024〕19号".into(),
                title: "行动方案".into(),
                ..Default::default()
            }],
            is_demo: false,
            remarks: Vec::new(),
            townships: vec![("350504001".into(), "万安".into(), 1), ("350504002".into(), "双阳".into(), 2)],
            industries: vec![("cy".into(), "餐饮".into())],
            own_sorts: vec!["directive".into()],
            sorts: vec![("publicity".into(), "宣传".into()), ("meeting".into(), "会议".into())],
            counts: (self.hazards.len() as u32, 3),
        }
    }

    fn page(&self, filter: &HazardFilter, window: Window) -> Page<HazardLine> {
        let fits = |row: &&HazardLine| {
            row.description.contains(&filter.text)
                && (filter.townships.is_empty()
                    || filter.townships.contains(&"350504001".to_owned()) == (row.township == "万安"))
                && (filter.states.is_empty() || filter.states.contains(&row.state))
        };
        let all: Vec<&HazardLine> = self.hazards.iter().filter(fits).collect();
        let last = all.len().saturating_sub(1) as i64;
        let rank =
            all.iter().position(|row| row.id == window.anchor).map_or(i64::from(window.rank), |r| r as i64);
        let rank = (rank.min(last) + i64::from(window.step)).clamp(0, last) as usize;
        let first = rank.saturating_sub(window.above.into());
        let end = (rank + usize::from(window.below) + 1).min(all.len());
        Page {
            rows: all[first..end].iter().map(|row| (*row).clone()).collect(),
            first: first as u32,
            at: (rank - first) as u32,
            matched: all.len() as u32,
            total: self.hazards.len() as u32,
            seq: self.seq,
        }
    }

    fn whole(&self, id: Id) -> Answer {
        let Some(row) = self.hazards.iter().find(|row| row.id == id) else {
            return Answer::Nothing(format!("没有 {id}"));
        };
        let is_barred = |t: &&Transition| self.barred.iter().any(|barred| barred.deed == t.deed);
        let way = |t: &&Transition| !t.makes && t.from.contains(&row.state) && !is_barred(t);
        let deeds = TRANSITIONS.iter().filter(way);
        Answer::Whole(Box::new(Whole {
            id,
            kind: "隐患".into(),
            title: row.description.clone(),
            state: row.state.name().into(),
            version: 1,
            lines: Vec::new(),
            fields: Fields::default(),
            related: Vec::new(),
            duties: Vec::new(),
            history: vec![HistoryLine {
                seq: 1,
                at: "2026-11-20 08:31".into(),
                officer: "李某".into(),
                id,
                text: "登记".into(),
                why: String::new(),
                undone: false,
            }],
            offers: deeds.map(|t| Offer { deed: t.deed, key: t.key, name: t.name.into() }).collect(),
            barred: self.barred.clone(),
        }))
    }

    fn form(&self, form: &FormFor) -> Answer {
        let ask =
            |spec, hint: &str| Asked { spec, value: String::new(), choices: Vec::new(), hint: hint.into() };
        let (title, wish, asks) = match form {
            FormFor::Act(ids, deed) => (
                transition(*deed).name.to_owned(),
                FormWish::Act(ids.clone(), *deed),
                vec![
                    ask(Spec::must("done_on", "完成日期", Shape::Date), "今天、11-20"),
                    ask(Spec::must("how", "完成情况", Shape::Prose), ""),
                    ask(Spec::new("complete", "全部完成", Shape::Flag), ""),
                ],
            ),
            FormFor::New(kind, _) => (
                "新记录".into(),
                FormWish::Enter(*kind),
                vec![ask(Spec::must("reason", "理由", Shape::Text), "")],
            ),
            FormFor::Edit(id) => (
                "更正".into(),
                FormWish::Amend(*id, 1),
                vec![ask(Spec::new("note", "备注", Shape::Text), "")],
            ),
        };
        Answer::Form(Form { title, wish, asks })
    }

    /// `h 描述` is a hazard; `?` offers two choices; anything else lacks its verb.
    fn understand(&self, text: &str) -> Understood {
        let words = text.strip_prefix("h ").filter(|words| !words.is_empty());
        let command = words.map(|words| Command::Act {
            id: String::new(),
            deed: zhiben::model::hazard::deeds::Deed::Register,
            fields: Fields::of([("description", words)]),
        });
        let choices: Vec<Choice> = match text.find('?') {
            Some(_) => ["阿芬牛肉店", "阿芳餐馆"]
                .map(|n| Choice { value: n.into(), text: n.into(), id: Id::NONE })
                .into(),
            None => Vec::new(),
        };
        let at = text.find('?').unwrap_or(text.len());
        let errors = match words {
            Some(_) => Vec::new(),
            None => vec![zhiben::model::field::FieldError {
                key: "verb".into(),
                label: "动词".into(),
                what: "先写 h 隐患、i 检查".into(),
            }],
        };
        Understood {
            command: command.filter(|_| choices.is_empty()),
            lines: words.map(|words| vec![("隐患".into(), words.to_owned())]).unwrap_or_default(),
            fragment: (at, (at + 1).min(text.len())),
            choices,
            errors,
            remarks: Vec::new(),
            form: None,
            kind: Some(Kind::Hazard),
            overwrites: Vec::new(),
            repeats: Vec::new(),
        }
    }

    fn submit(&mut self, command: Command) -> Result<Receipt, SubmitError> {
        if let Some(refusal) = self.refuses.take() {
            return Err(SubmitError::Refused(Box::new(refusal)));
        }
        self.seq += 1;
        let ids = match &command {
            Command::Act { id, .. } if id.is_empty() => {
                let n = self.hazards.len() as u32 + 1;
                self.hazards.push(line(n));
                vec![hazard_id(n)]
            }
            Command::Act { id, .. } => vec![id.parse().unwrap()],
            _ => Vec::new(),
        };
        self.seen.borrow_mut().submitted.push(command);
        let at = "2026-11-23T08:31:00+08:00".parse().unwrap();
        Ok(Receipt { seq: self.seq, group: self.seq, ids, at, remarks: Vec::new() })
    }
}

fn line(n: u32) -> HazardLine {
    let state = [State::Rectifying, State::PendingRecheck, State::TransferPending][n as usize % 3];
    HazardLine {
        id: hazard_id(n),
        township: if n.is_multiple_of(2) { "双阳" } else { "万安" }.into(),
        enterprise: format!("阿芬牛肉店{n}分店"),
        called: format!("阿芬牛肉店{n}分店"),
        industry: "餐饮".into(),
        description: format!("后厨燃气软管老化{n}号，须立即更换金属软管"),
        level: if n.is_multiple_of(7) { "重大" } else { "一般" }.into(),
        state,
        found_on: today().plus(-5),
        due: today().plus(n as i32 - 3),
        overdue_days: 3u32.saturating_sub(n),
        band: if n < 3 { Band::Overdue } else { Band::Rectifying },
        marks: Vec::new(),
    }
}

impl Outside for Fake {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        let (from, query) = match errand {
            Errand::Ask(from, query) => (from, query),
            Errand::Submit(from, command, _) => return Some(Msg::Judged(from, self.submit(command))),
            other => {
                self.seen.borrow_mut().others.push(other);
                return None;
            }
        };
        self.seen.borrow_mut().asked.push(query.clone());
        let answer = match &query {
            Query::Status => Answer::Status(self.status()),
            Query::Hazards { filter, window, .. } => Answer::Hazards(self.page(filter, *window)),
            Query::Record { id, .. } => self.whole(*id),
            Query::Form(form) => self.form(form),
            Query::Understand { line, .. } => Answer::Understood(self.understand(line)),
            Query::UnderstandBlock { text, .. } => {
                Answer::Block(text.lines().map(|line| (line.to_owned(), self.understand(line))).collect())
            }
            Query::Numbered { number } => Answer::Ids(vec![hazard_id(*number)]),
            Query::Log { .. } => Answer::Log(Vec::new()),
            _ => Answer::Nothing("没有".into()),
        };
        Some(Msg::Answer(from, answer))
    }
}
