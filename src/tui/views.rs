//! Named views: a filter and an order under a name, kept at the officer's account.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::drafts;
use crate::ask::query::{EnterpriseFilter, HazardFilter, HazardOrder};

/// A view under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The officer's name for it.
    pub name: String,
    /// What it shows.
    pub shows: Shows,
}

/// What a view shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Hazards in an order.
    Hazards(HazardFilter, HazardOrder),
    /// Enterprises.
    Enterprises(EnterpriseFilter),
}

/// The views in a file; a file that is not there or not readable holds none.
pub fn read(path: &Path) -> Vec<View> {
    std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Writes them.
pub fn write(path: &Path, views: &[View]) -> io::Result<()> {
    drafts::write_private(path, &serde_json::to_vec_pretty(views)?)
}

/// Where an officer's own state lies: `$XDG_STATE_HOME/zhiben/`, else `~/.local/state/zhiben/`.
pub fn state_dir() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.state_dir()?.join("zhiben"))
}
