//! Named views: a filter and an order under a name, kept at the officer's account.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::ask::query::{EnterpriseFilter, HazardFilter, HazardOrder};
use crate::file::{self, Readers};

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

/// The views in a file. One that is not there holds none; one that cannot be read is put aside, so that it is not written over.
pub fn read(path: &Path) -> Vec<View> {
    file::kept(path)
}

/// Writes them.
pub fn write(path: &Path, views: &[View]) -> io::Result<()> {
    file::private_dir_of(path)?;
    file::whole_of(path, Readers::Owner, &serde_json::to_vec_pretty(views)?)
}

/// Where an officer's own state lies: `$XDG_STATE_HOME/zhiben/`, else `~/.local/state/zhiben/`.
pub fn state_dir() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.state_dir()?.join("zhiben"))
}
