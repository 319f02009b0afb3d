//! 治本 (`zhiben`): the workbench of a district's three-year action plan on production safety.
//!
//! Modules in reading order; an arrow never turns back:
//! `text, calendar, codec, file ← model ← rules ← ask ← {ledger, exchange, entry} ← desk ← {tui, demo} ← cli ← main`.

pub mod text;

pub mod calendar;

pub mod codec;

pub mod file;

pub mod model;

pub mod rules;

pub mod ask;

pub mod ledger;

pub mod exchange;

pub mod entry;

pub mod desk;

pub mod tui;

pub mod demo;

pub mod cli;
