//! What we know: the nouns, the wishes and the facts. Pure: no clock, no disk, no terminal.
//!
//! - [`id`], [`field`], [`noun`]: numbers, the FIELDS tables, what every noun has
//! - the nouns, one a file: [`enterprise`], [`hazard`], [`inspection`] …; [`row`] is the list of them
//! - [`basics`]: plan, units, industries, settings — loaded documents
//! - [`command`] (wishes) → [`state`] (decide, apply) → [`event`] (facts); [`case`] is what a decision knows
//! - [`card`]: a record at a glance; [`ground`]: whose it is

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod attendance;
pub mod basics;
pub mod card;
pub mod case;
pub mod closing;
pub mod command;
pub mod confirmation;
pub mod dishonest_entry;
pub mod drill;
pub mod enterprise;
pub mod event;
pub mod evidence;
pub mod exhibition;
pub mod field;
pub mod ground;
pub mod hazard;
pub mod id;
pub mod inspection;
pub mod inspection_plan;
pub mod licence;
pub mod license_review;
pub mod noun;
pub mod person;
pub mod plan_item;
pub mod progress;
pub mod review;
pub mod row;
pub mod self_inspection;
pub mod snooze;
pub mod state;
pub mod supervision;
pub mod support_application;
pub mod training;
pub mod transfer;
pub mod waiver;
