//! The workbench. One circle: key → [`keymap`] → [`action::Action`] → a layer's `act` → [`effect::Effect`] →
//! [`circle`] asks or submits → the answer comes to the layer → `view`.
//!
//! - [`run`] — the only place that touches the terminal; [`backend`] frames as bytes; [`term`] what the terminal can do;
//!   [`theme`] named styles
//! - [`app`] — routing: the screen in front, the stack of overlays, the top has the focus
//! - [`layer`] — what a screen or an overlay is; [`screen`] the table of screens
//! - [`screens`], [`overlays`], [`widgets`] — one file each
//! - [`action`], [`keymap`], [`key`] — everything a key can do
//! - [`drafts`] — what is half typed, kept outside the ledger; [`views`] — named filters; [`saving`] — files written here

pub mod action;
pub mod app;
pub mod backend;
pub mod circle;
pub mod drafts;
pub mod effect;
pub mod frame;
pub mod key;
pub mod keymap;
pub mod layer;
pub mod overlays;
pub mod run;
pub mod saving;
pub mod screen;
pub mod screens;
pub mod term;
pub mod theme;
pub mod views;
pub mod widgets;
