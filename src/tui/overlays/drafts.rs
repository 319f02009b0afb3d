//! 草稿: what was left half typed. One is gone on with, or thrown away after a question.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::{Draft, DraftOf};
use crate::tui::effect::{Effect, Effects, Notice, Told, Topic};
use crate::tui::key::Key;
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::entry::Entry;
use crate::tui::overlays::first_run;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick;
use crate::tui::screens::enterprises::Change;
use crate::tui::widgets::scroll::Scroll;

/// The drafts of the officer; which ones there are is nobody's state but the app's.
#[derive(Default)]
pub struct Drafts {
    scroll: Scroll,
}

/// The layer in which a draft goes on.
fn resume(cx: &Cx, draft: &Draft) -> Effects {
    let layer: Box<dyn Layer> = match (&draft.what, draft.form()) {
        (DraftOf::Setup(_), _) => return first_run::resume(cx),
        (DraftOf::Change(id, from, typed), _) => Change::resume(*id, &draft.key, *from, typed.clone()),
        (_, Some((form, typed))) => FormLayer::with(form, &draft.key, typed.clone()),
        (DraftOf::Line(line), _) => Entry::resume(&draft.key, line),
        _ => return Vec::new(),
    };
    vec![Effect::Open(layer)]
}

/// Asks once; what is thrown away here was never in the ledger, so no undo brings it back.
fn discard(draft: &Draft) -> Effect {
    let yes = vec![
        Effect::Forget(draft.key.clone()),
        Notice::done(format!("已丢弃草稿“{}”", draft.title)).into(),
        Effect::Tell(Told::Picked(Topic::Draft, 0)),
    ];
    Effect::Open(Confirm::ask(format!("丢弃草稿“{}”？丢掉的内容找不回来。", draft.title), yes))
}

impl Drafts {
    fn pick(&self, cx: &Cx, at: usize) -> Effects {
        let draft = cx.drafts.get(at).into_iter();
        draft.flat_map(|draft| [Effect::Close].into_iter().chain(resume(cx, draft))).collect()
    }
}

impl Layer for Drafts {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Drafts, Scope::Move]
    }

    // Digits are picks; letters mean what the keymap says.
    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, cx: &Cx, text: &str) -> Effects {
        let Some(c) = text.chars().next().map(text::half_width_char) else { return Vec::new() };
        match c.to_digit(10) {
            Some(digit) => (digit as usize).checked_sub(1).map(|at| self.pick(cx, at)).unwrap_or_default(),
            None => cx.keymap.action(self.scopes(), Key::from(c)).map(Effect::Run).into_iter().collect(),
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        match action {
            Action::Open => self.pick(cx, self.scroll.at),
            Action::Discard => cx.drafts.get(self.scroll.at).map(discard).into_iter().collect(),
            Action::Back => vec![Effect::Close],
            _ => {
                self.scroll.go(action, cx.drafts.len(), cx.body().height);
                Vec::new()
            }
        }
    }

    fn told(&mut self, cx: &Cx, _told: Told) -> Effects {
        self.scroll.keep_within(cx.drafts.len());
        if cx.drafts.is_empty() { vec![Effect::Close] } else { Vec::new() }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let line = |(n, draft): (usize, &'_ Draft)| (pick::digit(n), draft.title.clone());
        let lines: Vec<_> = cx.drafts.iter().enumerate().map(line).collect();
        pick::draw("上次没有交完的，选一份接着填（Esc 以后再说）", &lines, self.scroll, cx, area, buf);
        None
    }
}
