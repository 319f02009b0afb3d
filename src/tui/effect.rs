//! What a layer wants to happen. A layer changes only itself; everything else it asks for here.

use super::action::Action;
use super::drafts::Draft;
use super::layer::Layer;
use super::saving::Saving;
use super::screen::ScreenId;
use super::views::View;
use crate::ask::query::{EnterpriseFilter, HazardFilter, Query};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::Id;
use crate::rules::matrix::MatrixId;

/// Several, in order.
pub type Effects = Vec<Effect>;

/// One wish of a layer.
pub enum Effect {
    /// Ask the desk; the answer comes to this layer's `answer`.
    Ask(Query),
    /// Submit to the desk; comes back as `receipt` or `refused`.
    Submit(Command),
    /// Open a layer on top.
    Open(Box<dyn Layer>),
    /// Close this layer.
    Close,
    /// Tell the layer below what was typed, picked or filled in here.
    Tell(Told),
    /// Bring a screen to the front, and show something there.
    Go(ScreenId, Option<Goal>),
    /// Do what a key would do, in the layer that has the focus then.
    Run(Action),
    /// Say something in the status line.
    Say(Notice),
    /// Text for the clipboard and a file.
    Copy(String),
    /// Write a file where the officer sits.
    Save(Saving),
    /// Keep what is half typed.
    Keep(Draft),
    /// What was half typed under this key is done with.
    Forget(String),
    /// Remember a quick-entry line, to be called up again.
    Remember(String),
    /// Keep a named view.
    SaveView(View),
    /// What was chosen for a new store.
    Setup(Setup),
    /// Leave, without asking.
    Leave,
}

/// What an overlay tells the layer below it.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A form that is not a record was filled in.
    Filled(Topic, Fields),
    /// The nth choice was picked.
    Picked(Topic, usize),
    /// A line was typed; told at every key (`done` false) and at Enter.
    Typed {
        /// What it was asked for.
        topic: Topic,
        /// The line.
        text: String,
        /// Enter was pressed.
        done: bool,
    },
}

/// What an overlay was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// 筛选
    Filter,
    /// 查找
    Search,
    /// 排序
    Order,
    /// Name of a view to save.
    ViewName,
    /// A view to recall.
    View,
    /// 截止日
    AsOf,
    /// A draft to go on with.
    Draft,
    /// What a piece of a line means.
    Meaning,
    /// Something of the screen's own.
    Own,
}

/// What a screen is to show when it comes to the front.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Hazards.
    Hazards(HazardFilter),
    /// Hazards behind a number of a screen, which Esc goes back to.
    Behind(ScreenId, HazardFilter),
    /// Enterprises.
    Enterprises(EnterpriseFilter),
    /// A record, selected in the list.
    Record(Id),
    /// The records of a sort of 工作记录, by its code.
    Sort(String),
    /// A matrix, at a row when its key is given.
    Matrix(MatrixId, String),
    /// What is behind a cell, by the keys of its row and column.
    Cell(MatrixId, String, String),
    /// A node of the plan.
    Task(String),
}

/// Something to say to the officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How bad.
    pub level: Level,
    /// What happened.
    pub text: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// How bad a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Done.
    Done,
    /// Worth knowing.
    Remark,
    /// Not done.
    Wrong,
}

impl Notice {
    /// Something was done.
    pub fn done(text: impl Into<String>) -> Notice {
        Notice { level: Level::Done, text: text.into(), hint: String::new() }
    }

    /// Worth knowing.
    pub fn remark(text: impl Into<String>) -> Notice {
        Notice { level: Level::Remark, text: text.into(), hint: String::new() }
    }

    /// Not done, and the way out.
    pub fn wrong(text: impl Into<String>, hint: impl Into<String>) -> Notice {
        Notice { level: Level::Wrong, text: text.into(), hint: hint.into() }
    }
}

impl From<Notice> for Effect {
    fn from(notice: Notice) -> Effect {
        Effect::Say(notice)
    }
}

/// How a new store begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setup {
    /// With the built-in plan and an empty ledger: 启用日 (canonical text), the officer's name, code of the unit.
    Fresh {
        /// 启用日
        start_on: String,
        /// 姓名
        name: String,
        /// Code or name of the unit; empty: the whole district.
        unit: String,
    },
    /// Leave, and say how a spreadsheet is imported.
    Import,
    /// Leave, and open sample data in a store of its own.
    Demo,
}
