//! One binary for every test that looks at the program from outside. A file that is not listed here fails
//! [`layers::every_file_is_listed`].

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod cli;
mod demo;
mod deploy;
mod entry;
mod export;
mod faults;
mod holidays;
mod import;
mod journeys;
mod layers;
mod ledger;
mod manual;
mod plan;
mod plan_coverage;
mod planning;
mod report;
mod rules;
mod screens_coverage;
mod screens_deeds;
mod screens_drafts;
mod screens_enterprises;
mod screens_entry;
mod screens_hazards;
mod screens_records;
mod screens_reports;
mod screens_statistics;
mod screens_tasks;
mod screens_terminal;
mod screens_today;
mod seats;
mod sent;
mod service;
mod sshd;
mod state;
mod statistics;
mod succession;
mod support;
mod tables;
