//! What stands on the screen: the screen in front and the overlays upon it. The top one has the focus.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::action::{Action, Scope};
use super::drafts::Draft;
use super::effect::{Effect, Effects, Goal, Notice, Told};
use super::frame;
use super::keymap::Keymap;
use super::theme::Theme;
use super::views::View;
use crate::ask::answer::{Answer, Status};
use crate::calendar::Day;
use crate::model::command::{Receipt, Refusal};
use crate::model::id::Id;

/// What every layer may know. Layers read it; only [`super::app::App`] writes.
pub struct Cx {
    /// Of the terminal, in cells.
    pub size: Size,
    /// How things stand with the ledger; [`None`] until the first answer.
    pub status: Option<Status>,
    /// 在线: officers who look at a screen now, this one included; 0: nobody counts.
    pub online: u32,
    /// Named styles.
    pub theme: Theme,
    /// Keys.
    pub keymap: Keymap,
    /// Named views.
    pub views: Vec<View>,
    /// What is half typed.
    pub drafts: Vec<Draft>,
    /// Why it is kept nowhere but here; [`None`]: it is in a file of the officer's, or will be in a moment.
    pub unkept: Option<String>,
    /// Quick-entry lines of this sitting, the newest last.
    pub lines: Vec<String>,
}

impl Cx {
    /// Is the ledger begun by now?
    pub fn is_begun(&self) -> bool {
        self.status.as_ref().is_some_and(|status| !status.start_on.is_none())
    }

    /// The owner's day.
    pub fn today(&self) -> Day {
        self.status.as_ref().map_or(Day::NONE, |s| s.today)
    }

    /// The part of the terminal between the head and the status line: what a screen draws on.
    pub fn body(&self) -> Rect {
        frame::body(self.size)
    }
}

/// A screen or an overlay. It answers keys by effects and draws itself from its own state; it never asks or writes itself.
pub trait Layer {
    /// Its scopes, the nearest first. Screens end with [`Scope::Global`].
    fn scopes(&self) -> &'static [Scope];

    /// Asks for what it shows: when it comes to the front, and again when something was entered anywhere.
    fn load(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Does it make sense here and now? What does not is left out of the line of keys.
    fn can(&self, _cx: &Cx, _action: Action) -> bool {
        true
    }

    /// Actions that stand in its line of keys besides those that always do.
    fn shows(&self, _action: Action) -> bool {
        false
    }

    /// A key was pressed that means this.
    fn act(&mut self, cx: &Cx, action: Action) -> Effects;

    /// Do characters go to [`Layer::typed`] instead of the keymap?
    fn is_typing(&self) -> bool {
        false
    }

    /// Characters were typed or pasted.
    fn typed(&mut self, _cx: &Cx, _text: &str) -> Effects {
        Vec::new()
    }

    /// The answer to its question.
    fn answer(&mut self, _cx: &Cx, _answer: Answer) -> Effects {
        Vec::new()
    }

    /// The owner did not hear its question: no answer comes to anything it has asked so far.
    fn away(&mut self) {}

    /// Its wish was granted (the status line says so already).
    fn receipt(&mut self, _cx: &Cx, _receipt: &Receipt) -> Effects {
        Vec::new()
    }

    /// Its wish was refused.
    fn refused(&mut self, _cx: &Cx, refusal: &Refusal) -> Effects {
        vec![Effect::Say(Notice::wrong(refusal.text.clone(), refusal.hint.clone()))]
    }

    /// What was typed, picked or filled in an overlay that this layer opened.
    fn told(&mut self, _cx: &Cx, _told: Told) -> Effects {
        Vec::new()
    }

    /// It was brought to the front to show this.
    fn show(&mut self, _cx: &Cx, _goal: Goal) -> Effects {
        Vec::new()
    }

    /// It was brought to the front by its own key: what another screen had it show gives way to what stood there before.
    fn regain(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Has Esc a level of its own to leave here, before one comes back to the screen that led here?
    fn is_inside(&self) -> bool {
        false
    }

    /// Where it stands, for the status line: `隐患 12/340 · 筛选: 万安 · 按急重轻缓`. Empty: the screen below speaks.
    fn place(&self, _cx: &Cx) -> String {
        String::new()
    }

    /// The record that stands under its cursor; [`Id::NONE`]: none.
    fn record(&self) -> Id {
        Id::NONE
    }

    /// What is half typed in it.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Draws. A screen gets the body, an overlay the whole terminal. Returns where the cursor stands when text is typed.
    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position>;
}
