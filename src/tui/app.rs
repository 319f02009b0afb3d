//! Routing, and nothing else: which layer has the focus, which key goes where, whose answer this is.
//!
//! - [`heard`] — what comes from the desk and is everybody's: the status, news, what became of a wish

mod heard;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::action::Action;
use super::circle::{Errand, Msg};
use super::drafts::Draft;
use super::effect::{Effect, Effects, Goal, Notice, Told};
use super::frame;
use super::key::Key;
use super::keymap::Keymap;
use super::layer::{Cx, Layer};
use super::overlays;
use super::saving::Saving;
use super::screen::{SCREENS, ScreenId};
use super::term;
use super::theme::Theme;
use super::views::View;
use super::widgets::paint;
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::model::command::Command;

/// Whose question or wish it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerId(u32);

impl LayerId {
    /// The app's own.
    const APP: LayerId = LayerId(u32::MAX);
    /// Overlays count from here; below are the screens by their place in the table.
    const FIRST_OVERLAY: u32 = 100;
}

/// What an officer brings along.
#[derive(Default)]
pub struct Own {
    /// Styles; [`None`]: sixteen colours.
    pub theme: Option<Theme>,
    /// Keys in the place of the table's.
    pub keymap: Keymap,
    /// Named views.
    pub views: Vec<View>,
    /// Drafts of the last time.
    pub drafts: Vec<Draft>,
    /// Why none can be kept; [`None`]: they can.
    pub unkept: Option<String>,
    /// What in their settings was not taken, a sentence each.
    pub faults: Vec<String>,
}

/// The workbench.
pub struct App {
    cx: Cx,
    screens: Vec<Screen>,
    front: usize,
    /// Screens that led here, each to the next, the latest last: Esc comes back to them.
    trail: Vec<usize>,
    overlays: Vec<(LayerId, Box<dyn Layer>)>,
    next_overlay: u32,
    notice: Option<Notice>,
    /// Last entry that what is shown was asked after.
    seq: u64,
    is_wide: bool,
    is_left: bool,
    /// The line to the owner was lost and is not up again.
    is_lost: bool,
    /// What was wrong with the officer's settings, until it is shown.
    faults: Vec<String>,
    errands: Vec<Errand>,
}

struct Screen {
    layer: Box<dyn Layer>,
    /// Something was entered since it asked.
    is_stale: bool,
}

impl App {
    /// Opens at 今日.
    pub fn new(size: Size, own: Own) -> App {
        let theme = own.theme.unwrap_or(Theme::of(super::theme::Colours::Sixteen));
        let cx = Cx {
            size,
            status: None,
            online: 0,
            theme,
            keymap: own.keymap,
            views: own.views,
            drafts: own.drafts,
            unkept: own.unkept,
            lines: Vec::new(),
        };
        App {
            cx,
            screens: SCREENS.iter().map(|row| Screen { layer: (row.open)(), is_stale: true }).collect(),
            front: 0,
            trail: Vec::new(),
            overlays: Vec::new(),
            next_overlay: LayerId::FIRST_OVERLAY,
            notice: None,
            seq: 0,
            is_wide: false,
            is_left: false,
            is_lost: false,
            faults: own.faults,
            errands: Vec::new(),
        }
    }

    /// The first questions.
    pub fn start(&mut self) -> Vec<Errand> {
        self.errands.push(Errand::Ask(LayerId::APP, Query::Status));
        self.load_front();
        std::mem::take(&mut self.errands)
    }

    /// What was said is over.
    pub fn quiet(&mut self) {
        self.notice = None;
    }

    /// The line to the owner was lost and is not up again.
    pub fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// The officer has left.
    pub fn is_left(&self) -> bool {
        self.is_left
    }

    /// Takes a message; returns what is to be done outside.
    pub fn receive(&mut self, msg: Msg) -> Vec<Errand> {
        match msg {
            Msg::Key(event) => self.key(event),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(size) => {
                self.cx.size = size;
                self.load_all();
            }
            Msg::News(news) => self.news(news),
            // Whatever asked stays as it was, and waits for nothing; it asks again once the line is up.
            Msg::Answer(from, Answer::Away(why)) => {
                self.away(&why);
                self.with_layer(from, |layer, _| {
                    layer.away();
                    Vec::new()
                });
            }
            Msg::Answer(LayerId::APP, answer) => self.own_answer(answer),
            Msg::Answer(from, answer) => self.with_layer(from, |layer, cx| layer.answer(cx, answer)),
            Msg::Judged(from, judged) => self.judged(from, judged),
            Msg::Say(notice) => self.notice = Some(notice),
            Msg::Standing(saving) => self.open(overlays::confirm::Confirm::ask(
                format!("已有 {}。用新的替换它？", saving.path),
                vec![Effect::Save(Saving { replaces: true, ..saving })],
            )),
            Msg::Unkept(why) => self.unkept(why),
            Msg::Granted(key, receipt) => self.granted(&key, &receipt),
            Msg::Begun => self.reload(),
            Msg::Leave => self.leave(),
            Msg::AmbiguousWide(is_wide) => self.is_wide = is_wide,
            Msg::NotUtf8 => self.leave(),
        }
        std::mem::take(&mut self.errands)
    }

    fn focus(&mut self) -> (LayerId, &mut Box<dyn Layer>, &Cx) {
        match self.overlays.last_mut() {
            Some((id, layer)) => (*id, layer, &self.cx),
            None => (LayerId(self.front as u32), &mut self.screens[self.front].layer, &self.cx),
        }
    }

    fn focused(&self) -> &dyn Layer {
        self.overlays.last().map_or(&self.screens[self.front].layer, |(_, layer)| layer).as_ref()
    }

    fn with_layer(&mut self, id: LayerId, deed: impl FnOnce(&mut dyn Layer, &Cx) -> Effects) {
        let layer = match self.overlays.iter_mut().find(|(own, _)| *own == id) {
            Some((_, layer)) => layer,
            None => match self.screens.get_mut(id.0 as usize) {
                Some(screen) => &mut screen.layer,
                // Closed before the answer came.
                None => return,
            },
        };
        let effects = deed(layer.as_mut(), &self.cx);
        self.run(id, effects);
    }

    fn key(&mut self, event: KeyEvent) {
        // Esc and the next key, come in one piece over a slow line, look like one key with Alt.
        if event.modifiers.contains(KeyModifiers::ALT) {
            self.key(KeyCode::Esc.into());
            return self.key(KeyEvent { modifiers: event.modifiers - KeyModifiers::ALT, ..event });
        }
        let key = Key::of(event);
        self.notice = None;
        let (id, layer, cx) = self.focus();
        if layer.is_typing()
            && let Some(c) = key.character()
        {
            let effects = layer.typed(cx, c.encode_utf8(&mut [0; 4]));
            return self.run(id, effects);
        }
        match cx.keymap.action(layer.scopes(), key.as_command()) {
            Some(action) => self.act(action),
            None if key.character().is_some_and(|c| !c.is_ascii()) => {
                self.notice = Some(Notice::remark("按 Shift 切换英文，或用功能键"));
            }
            None => {}
        }
    }

    fn paste(&mut self, text: &str) {
        // Terminals send the line breaks of a paste as the key Enter sends them.
        let text = &text.replace("\r\n", "\n").replace('\r', "\n");
        let (id, layer, cx) = self.focus();
        if layer.is_typing() {
            let effects = layer.typed(cx, text);
            return self.run(id, effects);
        }
        self.open(overlays::entry::Entry::open(text));
    }

    /// Does an action: here if it is about which layer is in front, else in the layer that has the focus.
    fn act(&mut self, action: Action) {
        let beside = |by: usize| SCREENS[(self.front + by) % SCREENS.len()].id;
        match action {
            Action::NextScreen => self.go(beside(1), None),
            Action::PreviousScreen => self.go(beside(SCREENS.len() - 1), None),
            Action::Back if self.comes_back() => {}
            Action::Help => self.open(overlays::help::Help::of(self.focused().scopes(), &self.cx)),
            Action::Palette => self.open(overlays::palette::Palette::of(self.focused(), &self.cx)),
            Action::QuickEntry => self.open(overlays::entry::Entry::open("")),
            Action::Drafts if self.cx.drafts.is_empty() => self.notice = Some(Notice::remark("没有草稿")),
            Action::Drafts => self.open(Box::<overlays::drafts::Drafts>::default()),
            Action::Log => self.open(Box::<overlays::log::Log>::default()),
            Action::Reports => self.open(overlays::reports::menu(&self.cx, self.focused().record())),
            Action::Undo => {
                self.errands.push(Errand::Submit(LayerId::APP, Command::Undo { group: None }, None))
            }
            Action::Redo => self.errands.push(Errand::Submit(LayerId::APP, Command::Redo, None)),
            Action::Refresh => self.reload(),
            Action::Ambiguous => {
                self.is_wide = !self.is_wide;
                self.errands.push(Errand::Redraw);
            }
            Action::Redraw => self.errands.push(Errand::Redraw),
            Action::Quit => self.quit(),
            _ => match tab(action) {
                Some(screen) => self.go(screen, None),
                None => {
                    let (id, layer, cx) = self.focus();
                    let effects = layer.act(cx, action);
                    self.run(id, effects);
                }
            },
        }
    }

    /// Back to the screen that led here, as it was left; false when none did, or when there is something to leave here first.
    fn comes_back(&mut self) -> bool {
        if !self.overlays.is_empty() || self.screens[self.front].layer.is_inside() {
            return false;
        }
        let Some(before) = self.trail.pop() else { return false };
        self.front = before;
        if self.screens[before].is_stale {
            self.load_front();
        }
        true
    }

    fn quit(&mut self) {
        if self.cx.drafts.is_empty() {
            return self.leave();
        }
        let count = self.cx.drafts.len();
        let question = match &self.cx.unkept {
            None => format!("还有 {count} 份没有提交的草稿，已存好，下次进来可以接着填。现在退出？"),
            Some(why) => {
                format!("还有 {count} 份没有提交的草稿，存不下（{why}），退出就没有了。现在退出？")
            }
        };
        self.open(overlays::confirm::Confirm::ask(question, vec![Effect::Leave]));
    }

    fn leave(&mut self) {
        self.is_left = true;
        self.errands.push(Errand::Leave);
    }

    /// Carries out what a layer wants, in order.
    fn run(&mut self, from: LayerId, effects: Effects) {
        for effect in effects {
            match effect {
                Effect::Ask(query) => self.errands.push(Errand::Ask(from, query)),
                Effect::Submit(command) => {
                    let overlay = self.overlays.iter().find(|(id, _)| *id == from);
                    let key = overlay.and_then(|(_, layer)| layer.draft()).map(|draft| draft.key);
                    self.errands.push(Errand::Submit(from, command, key));
                }
                Effect::Open(layer) => self.open(layer),
                Effect::Close => self.overlays.retain(|(id, _)| *id != from),
                Effect::Tell(told) => self.tell(from, told),
                Effect::Go(screen, goal) => self.go(screen, goal),
                Effect::Run(action) => self.act(action),
                Effect::Say(notice) => self.notice = Some(notice),
                Effect::Copy(text) => self.errands.push(Errand::Copy(text)),
                Effect::Save(saving) => self.errands.push(Errand::Save(saving)),
                Effect::Keep(draft) => {
                    self.cx.drafts.retain(|old| old.key != draft.key);
                    self.cx.drafts.push(draft.clone());
                    self.errands.push(Errand::Keep(draft));
                }
                Effect::Forget(key) => {
                    if self.cx.drafts.iter().any(|draft| draft.key == key) {
                        self.cx.drafts.retain(|draft| draft.key != key);
                        self.errands.push(Errand::Forget(key));
                    }
                }
                Effect::Remember(line) => {
                    self.cx.lines.retain(|old| *old != line);
                    self.cx.lines.push(line);
                }
                Effect::SaveView(view) => {
                    self.cx.views.retain(|old| old.name != view.name);
                    self.cx.views.push(view);
                    self.errands.push(Errand::SaveViews(self.cx.views.clone()));
                }
                Effect::Setup(setup) => self.errands.push(Errand::Setup(setup)),
                Effect::Leave => self.leave(),
            }
        }
    }

    fn open(&mut self, mut layer: Box<dyn Layer>) {
        let id = LayerId(self.next_overlay);
        self.next_overlay += 1;
        let effects = layer.load(&self.cx);
        self.overlays.push((id, layer));
        self.run(id, effects);
    }

    /// To the layer below the one that tells; the teller may have closed already.
    fn tell(&mut self, from: LayerId, told: Told) {
        let below = self.overlays.iter().rev().map(|(id, _)| *id).find(|id| id.0 < from.0);
        self.with_layer(below.unwrap_or(LayerId(self.front as u32)), |layer, cx| layer.told(cx, told));
    }

    fn go(&mut self, screen: ScreenId, goal: Option<Goal>) {
        self.overlays.clear();
        let from = std::mem::replace(&mut self.front, screen.index());
        match goal {
            // Whoever goes there by its own key goes there to stay.
            None => self.trail.clear(),
            Some(_) if from != self.front => self.trail.push(from),
            Some(_) => {}
        }
        match goal {
            Some(goal) => {
                self.screens[self.front].is_stale = false;
                self.with_layer(LayerId(self.front as u32), |layer, cx| layer.show(cx, goal));
            }
            None => {
                self.with_layer(LayerId(self.front as u32), |layer, cx| layer.regain(cx));
                if self.screens[self.front].is_stale {
                    self.load_front();
                }
            }
        }
    }

    fn load_front(&mut self) {
        self.screens[self.front].is_stale = false;
        self.with_layer(LayerId(self.front as u32), |layer, cx| layer.load(cx));
    }

    /// Everything in sight asks again; screens behind ask when they come to the front.
    fn load_all(&mut self) {
        self.screens.iter_mut().for_each(|screen| screen.is_stale = true);
        self.load_front();
        let open: Vec<LayerId> = self.overlays.iter().map(|(id, _)| *id).collect();
        open.into_iter().for_each(|id| self.with_layer(id, |layer, cx| layer.load(cx)));
    }

    fn changed(&mut self, seq: u64) {
        if seq > self.seq {
            self.seq = seq;
            self.load_all();
        }
    }

    /// The status, once it is known.
    pub fn status(&self) -> Option<&Status> {
        self.cx.status.as_ref()
    }

    /// What was last said.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Draws everything; returns the cell of the cursor when text is being typed.
    pub fn view(&self, buf: &mut Buffer) -> Option<Position> {
        let area = buf.area;
        let size = area.as_size();
        if size.width < frame::SMALLEST.width || size.height < frame::SMALLEST.height {
            too_small(size, &self.cx, buf);
            return None;
        }
        let screen = &self.screens[self.front].layer;
        let focus = self.focused();
        let place = [focus.place(&self.cx), screen.place(&self.cx)].into_iter().find(|p| !p.is_empty());
        frame::view(&self.cx, self.front, focus, &place.unwrap_or_default(), self.notice.as_ref(), buf);
        let mut cursor = screen.view(&self.cx, frame::body(size), buf);
        // A line being typed stands above what is said at length; what covers the body is covered until the next key.
        let taken = frame::long(self.notice.as_ref(), size).len().max(1) as u16;
        let above = Rect { height: area.height.saturating_sub(taken + 1), ..area };
        for (_, layer) in &self.overlays {
            cursor = layer.view(&self.cx, above, buf);
        }
        frame::tell(&self.cx, self.notice.as_ref(), buf);
        if self.is_wide {
            term::narrow(buf);
        }
        cursor
    }
}

/// The screen a digit stands for.
fn tab(action: Action) -> Option<ScreenId> {
    Some(match action {
        Action::Today => ScreenId::Today,
        Action::Tasks => ScreenId::Tasks,
        Action::Coverage => ScreenId::Coverage,
        Action::Hazards => ScreenId::Hazards,
        Action::Enterprises => ScreenId::Enterprises,
        Action::Records => ScreenId::Records,
        Action::Statistics => ScreenId::Statistics,
        _ => return None,
    })
}

fn too_small(size: Size, cx: &Cx, buf: &mut Buffer) {
    let least = frame::SMALLEST;
    let lines = [
        "窗口太小".to_owned(),
        format!("现在 {}x{}", size.width, size.height),
        format!("至少 {}x{}", least.width, least.height),
        format!("{}x{} 起好用", frame::USUAL.width, frame::USUAL.height),
        "放大窗口就接着用，".to_owned(),
        "已填内容都在".to_owned(),
    ];
    for (n, line) in lines.iter().enumerate() {
        paint::put(buf, buf.area.x, buf.area.y + n as u16, buf.area.width, line, cx.theme.plain);
    }
}
