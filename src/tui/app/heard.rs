//! What comes from the desk and is everybody's: how things stand, news, a line that is lost and up again, what became of a wish.

use super::super::circle::Errand;
use super::super::drafts::{Draft, DraftOf};
use super::super::effect::{Effect, Level, Notice};
use super::super::overlays::{self, form};
use super::{App, LayerId};
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::desk::SubmitError;
use crate::desk::wire::News;
use crate::model::command::Receipt;

impl App {
    pub(super) fn own_answer(&mut self, answer: Answer) {
        let Answer::Status(status) = answer else { return };
        let is_first = self.cx.status.is_none();
        self.seq = self.seq.max(status.seq);
        if let Some(remark) = status.remarks.first() {
            self.notice = Some(Notice::remark(remark.clone()));
        }
        let is_new = status.start_on.is_none();
        if !is_new {
            self.forget_setup();
        }
        let before = self.cx.status.replace(status);
        // Who sits here decides what is asked for: from now on it is somebody else's morning. So does a ledger that is begun.
        let is_other = |now: &Status| {
            let changed = |old: &Status| old.officer != now.officer || old.start_on != now.start_on;
            before.as_ref().is_some_and(changed)
        };
        if self.cx.status.as_ref().is_some_and(is_other) {
            self.load_all();
        }
        if std::mem::take(&mut self.is_lost) {
            // What was recorded over the new line already is the more important news.
            if self.notice.as_ref().is_none_or(|notice| notice.level == Level::Wrong) {
                self.notice = Some(Notice::done("已重新连上"));
            }
            self.load_all();
        }
        if is_first {
            self.load_front();
        }
        if is_first && is_new {
            self.open(Box::<overlays::first_run::FirstRun>::default());
        } else if is_first && !self.cx.drafts.is_empty() {
            self.open(Box::<overlays::drafts::Drafts>::default());
        }
        if is_first && !self.faults.is_empty() {
            let title = format!("config.toml 的 [keys] 有 {} 处不对，这些键仍照原来的", self.faults.len());
            let faults = std::mem::take(&mut self.faults);
            self.open(overlays::paper::Paper::of(title, faults));
        }
    }

    /// The ledger is begun: how it was to begin is no draft any more.
    fn forget_setup(&mut self) {
        let is_setup = |draft: &&Draft| matches!(draft.what, DraftOf::Setup(_));
        let keys: Vec<String> = self.cx.drafts.iter().filter(is_setup).map(|d| d.key.clone()).collect();
        self.run(LayerId::APP, keys.into_iter().map(Effect::Forget).collect());
    }

    /// A draft of the last time that was granted after all.
    pub(super) fn granted(&mut self, key: &str, receipt: &Receipt) {
        let Some(at) = self.cx.drafts.iter().position(|draft| draft.key == key) else { return };
        let draft = self.cx.drafts.remove(at);
        let said = recorded(receipt);
        self.notice =
            Some(Notice { text: format!("断线前提交的{}", said.text), hint: draft.title, ..said });
        self.errands.push(Errand::Forget(draft.key));
    }

    /// Whether what is half typed can be kept, and that it can again.
    pub(super) fn unkept(&mut self, why: Option<String>) {
        self.cx.unkept = why;
        self.notice = Some(match &self.cx.unkept {
            Some(_) => form::kept(&self.cx),
            None => Notice::done("草稿已存好"),
        });
    }

    /// The line is not up: says why, behind what was recorded or asked to do just before it went.
    pub(super) fn away(&mut self, why: &str) {
        const STAYS: &str = "正在重试，已填内容都在";
        self.is_lost = true;
        self.notice = Some(match self.notice.take() {
            None => Notice::wrong(why, STAYS),
            Some(before) if before.text.ends_with(why) => before,
            Some(Notice { text, hint, .. }) => {
                Notice::wrong(format!("{text}；{why}"), if hint.is_empty() { STAYS.into() } else { hint })
            }
        });
    }

    pub(super) fn news(&mut self, news: News) {
        match news {
            News::Changed(seq) => self.changed(seq),
            News::Online(count) => self.cx.online = count,
            // Everything that is shown was computed for the day before.
            News::Day(_) => self.reload(),
            News::Lost => {
                self.is_lost = true;
                // Everything else is asked for once the line is up again; until then it stays as it was. Why it is not up says
                // the answer.
                self.errands.push(Errand::Ask(LayerId::APP, Query::Status));
            }
        }
    }

    /// Asks for everything again.
    pub(super) fn reload(&mut self) {
        self.errands.push(Errand::Ask(LayerId::APP, Query::Status));
        self.load_all();
    }

    pub(super) fn judged(&mut self, from: LayerId, judged: Result<Receipt, SubmitError>) {
        match judged {
            Ok(receipt) => {
                // The app's own wishes are 撤销 and 恢复, which tell what they did.
                self.notice = Some(match from {
                    LayerId::APP => Notice::done(receipt.remarks.join("；")),
                    _ => recorded(&receipt),
                });
                self.with_layer(from, |layer, cx| layer.receipt(cx, &receipt));
                self.changed(receipt.seq);
            }
            Err(SubmitError::Refused(refusal)) if from != LayerId::APP => {
                self.with_layer(from, |layer, cx| layer.refused(cx, &refusal));
            }
            Err(SubmitError::Refused(refusal)) => {
                self.notice = Some(Notice::wrong(refusal.text, refusal.hint))
            }
            Err(error @ SubmitError::Unrecorded(_)) => {
                self.notice = Some(Notice::wrong(error.to_string(), "内容还在，稍后再提交"));
            }
            Err(error @ SubmitError::Unanswered(_)) => {
                self.notice = Some(Notice::wrong(error.to_string(), "内容还在，再提交一次即可，不会重复"));
            }
        }
    }
}

/// `已记录 H2611-0042`, and the remarks.
fn recorded(receipt: &Receipt) -> Notice {
    let ids: Vec<String> = receipt.ids.iter().map(ToString::to_string).collect();
    let what = match ids.as_slice() {
        [] => "已记录".to_owned(),
        [one] => format!("已记录 {one}"),
        [one, other] => format!("已记录 {one}、{other}"),
        [first, ..] => format!("已记录 {first} 等 {} 条", ids.len()),
    };
    let level = if receipt.remarks.is_empty() { Level::Done } else { Level::Remark };
    Notice { level, text: what, hint: receipt.remarks.join("；") }
}
