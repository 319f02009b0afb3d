//! 报表: which one, what it takes, and how it reads. The list and the fields are those of REPORTS.
//!
//! - [`preview`]: the report as text, and into a file

pub mod preview;

use super::form::FormLayer;
use super::pick::{self, Pick};
use crate::ask::answer::Asked;
use crate::ask::report::{DAY, Entry, NUMBER, PERIOD, RECORD, REPORTS, SEED, TOWNSHIP};
use crate::calendar::Period;
use crate::entry::form::hint;
use crate::model::field::Spec;
use crate::model::id::Id;
use crate::text::pad;
use crate::tui::effect::Effect;
use crate::tui::layer::Cx;

/// Every report, those about the record under the cursor first.
pub fn menu(cx: &Cx, record: Id) -> Box<Pick> {
    let mut entries: Vec<&'static Entry> = REPORTS.iter().collect();
    entries.sort_by_key(|entry| !entry.records.contains(&record.kind()));
    let keys = ('1'..='9').chain('a'..='z');
    let names = entries.iter().map(|entry| crate::text::width(entry.name)).max().unwrap_or(0);
    let choice = |(entry, key): (&'static Entry, char)| pick::Choice {
        key,
        text: format!("{} {}", pad(entry.name, names), entry.help),
        does: vec![Effect::Open(FormLayer::report(entry, asks(cx, entry, record)))],
    };
    Pick::of("出哪一份报表？", entries.into_iter().zip(keys).map(choice).collect())
}

/// What the report takes, with what is meant most often: this period, one's own township, the record under the cursor, today.
fn asks(cx: &Cx, entry: &Entry, record: Id) -> Vec<Asked> {
    let townships = cx.status.iter().flat_map(|status| &status.townships);
    let own = cx.status.as_ref().map_or("", |status| status.officer.unit.as_str());
    let is_own = |(code, ..): &&(String, String, u8)| code == own;
    let own = townships.clone().find(is_own).map(|(_, short, _)| short.clone());
    let periods = entry.periods.iter().flat_map(|kind| {
        let now = Period::containing(*kind, cx.today());
        [now.to_string(), now.prev().to_string()]
    });
    let ask = |spec: Spec| {
        let (value, choices, hint) = match spec.key {
            RECORD => {
                let id = record.opt().filter(|id| entry.records.contains(&id.kind()));
                let how = format!("编号或名称的一部分：{}", entry.record_names());
                (id.map(|id| id.to_string()).unwrap_or_default(), Vec::new(), how)
            }
            TOWNSHIP => {
                let others = townships.clone().map(|(_, short, _)| short.clone());
                let choices = own.clone().map_or_else(|| others.collect(), |own| vec![own]);
                let how = if spec.required { "" } else { "不填就是全区；乡镇的人只看本乡镇" };
                (own.clone().unwrap_or_default(), choices, how.to_owned())
            }
            PERIOD => {
                let choices: Vec<String> = periods.clone().collect();
                (choices.first().cloned().unwrap_or_default(), choices, "还可以写别的期间".to_owned())
            }
            NUMBER => (String::new(), Vec::new(), "抽几条，不填就按通常的条数".to_owned()),
            SEED => (String::new(), Vec::new(), "随机种子，不填就用制表日；同一种子抽出同样几条".to_owned()),
            DAY => (cx.today().to_string(), Vec::new(), format!("看到哪一天的情形，{}", hint(spec.shape))),
            _ => Default::default(),
        };
        Asked { spec, value, choices, hint }
    };
    entry.specs().into_iter().map(ask).collect()
}
