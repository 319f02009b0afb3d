//! A new store: since when the ledger is kept, who sits here, and how to begin.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::Asked;
use crate::model::field::{Shape, Spec};
use crate::tui::action::{Action, Scope};
use crate::tui::drafts::DraftOf;
use crate::tui::effect::{Effect, Effects, Setup, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The ways to begin.
const WAYS: &[(char, &str, &str)] = &[
    ('1', "从内置方案和空台账开始", "泉洛商务〔2024〕19号；先填启用日、姓名、单位"),
    ('2', "从电子表格导入企业和隐患", "退出后用 zhiben import 导入，先预览再入账"),
    ('3', "先看演示数据", "另开一个演示台账，不碰真台账"),
];

/// Where one stands among the ways.
#[derive(Default)]
pub struct FirstRun {
    scroll: Scroll,
}

impl FirstRun {
    fn choose(&self, cx: &Cx) -> Effects {
        match self.scroll.at {
            0 => vec![form(cx)],
            1 => vec![Effect::Setup(Setup::Import)],
            _ => vec![Effect::Setup(Setup::Demo)],
        }
    }
}

/// The form, as far as it was filled before.
fn form(cx: &Cx) -> Effect {
    let before = cx.drafts.iter().find(|draft| matches!(draft.what, DraftOf::Setup(_)));
    Effect::Open(FormLayer::setup("开始建账", asks(cx), before))
}

/// Goes on where it was left.
pub fn resume(cx: &Cx) -> Effects {
    vec![Effect::Open(Box::<FirstRun>::default()), form(cx)]
}

fn asks(cx: &Cx) -> Vec<Asked> {
    let status = cx.status.as_ref();
    let ask = |spec, value: String, choices: Vec<String>, hint: &str| Asked {
        spec,
        value,
        choices,
        hint: hint.into(),
    };
    let townships =
        status.map(|s| s.townships.iter().map(|(_, name, _)| name.clone()).collect()).unwrap_or_default();
    vec![
        ask(
            Spec::must("start_on", "启用日", Shape::Date),
            cx.today().to_string(),
            Vec::new(),
            "从这天起记账；此前各期算未录，不算欠账",
        ),
        ask(
            Spec::must("name", "姓名", Shape::Text),
            status.map(|s| s.officer.name.clone()).unwrap_or_default(),
            Vec::new(),
            "经办人姓名，写进每条记录",
        ),
        ask(Spec::new("unit", "单位", Shape::Unit), String::new(), townships, "乡镇；局里的人留空"),
    ]
}

impl Layer for FirstRun {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    /// Stays until the ledger is begun, as its form does.
    fn load(&mut self, cx: &Cx) -> Effects {
        cx.is_begun().then_some(Effect::Close).into_iter().collect()
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, cx: &Cx, text: &str) -> Effects {
        let key = text.chars().next().map(crate::text::half_width_char);
        match WAYS.iter().position(|(own, ..)| Some(*own) == key) {
            Some(at) => {
                self.scroll.at = at;
                self.choose(cx)
            }
            None => Vec::new(),
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        match action {
            Action::Open => self.choose(cx),
            Action::Back => vec![Effect::Close],
            _ => {
                self.scroll.go(action, WAYS.len(), WAYS.len() as u16);
                Vec::new()
            }
        }
    }

    fn told(&mut self, _cx: &Cx, told: Told) -> Effects {
        let Told::Filled(Topic::Own, fields) = told else { return Vec::new() };
        let get = |key: &str| fields.get(key).to_owned();
        let setup = Setup::Fresh { start_on: get("start_on"), name: get("name"), unit: get("unit") };
        vec![Effect::Setup(setup)]
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let inside =
            paint::boxed(buf, paint::middle(area, 70, 2 * WAYS.len() as u16 + 4), "新台账", &cx.theme);
        paint::put(buf, inside.x, inside.y, inside.width, "这里还没有台账，怎样开始？", cx.theme.plain);
        for (n, (key, what, how)) in WAYS.iter().enumerate() {
            let y = inside.y + 2 + 2 * n as u16;
            let is_here = n == self.scroll.at;
            let line = format!("{} {key} {what}", if is_here { '>' } else { ' ' });
            paint::put(
                buf,
                inside.x,
                y,
                inside.width,
                &line,
                if is_here { cx.theme.selected } else { cx.theme.strong },
            );
            paint::put(buf, inside.x + 4, y + 1, inside.width.saturating_sub(4), how, cx.theme.faint);
        }
        None
    }
}
