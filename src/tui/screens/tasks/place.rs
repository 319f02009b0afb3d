//! Where one stands in the tree: what is shown of it, folding, going to a node, searching.

use std::collections::BTreeSet;

use super::tree::Filter;
use super::{Tasks, tree};
use crate::ask::answer::TaskNode;

impl Tasks {
    pub(super) fn folded(&self) -> &BTreeSet<String> {
        const NONE: &BTreeSet<String> = &BTreeSet::new();
        self.folded.as_ref().unwrap_or(NONE)
    }

    /// Indices of the nodes shown.
    pub(super) fn shown(&self) -> Vec<usize> {
        tree::shown(&self.nodes, self.folded(), &self.filter)
    }

    /// Index of the selected node.
    pub(super) fn here(&self) -> Option<usize> {
        self.shown().get(self.place.at).copied()
    }

    pub(super) fn node(&self) -> Option<&TaskNode> {
        self.nodes.get(self.here()?)
    }

    /// Puts the cursor on a node; on the nearest head that is shown when it is folded away.
    pub(super) fn select(&mut self, code: &str) {
        let shown = self.shown();
        let mut at = self.nodes.iter().position(|node| node.code == code);
        while let Some(node) = at {
            if let Some(place) = shown.iter().position(|one| *one == node) {
                self.place.at = place;
                break;
            }
            at = tree::parent(&self.nodes, node);
        }
        self.place.keep_within(shown.len());
        self.remember();
    }

    pub(super) fn remember(&mut self) {
        self.selected = self.node().map(|node| node.code.clone()).unwrap_or_default();
    }

    pub(super) fn set_folded(&mut self, code: &str, is_folded: bool) {
        let mut folded = self.folded().clone();
        if is_folded {
            folded.insert(code.to_owned())
        } else {
            folded.remove(code)
        };
        self.folded = Some(folded);
        self.select(&self.selected.clone());
    }

    /// Opens what is folded; goes to the first child of what is open.
    pub(super) fn unfold(&mut self) {
        let Some(at) = self.here().filter(|at| tree::has_children(&self.nodes, *at)) else { return };
        let code = self.nodes[at].code.clone();
        if self.folded().contains(&code) {
            self.set_folded(&code, false);
        } else {
            self.select(&self.nodes[at + 1].code.clone());
        }
    }

    /// Folds what is open; goes to the head of what has nothing under it.
    pub(super) fn fold(&mut self) {
        let Some(at) = self.here() else { return };
        let code = self.nodes[at].code.clone();
        if tree::has_children(&self.nodes, at) && !self.folded().contains(&code) {
            self.set_folded(&code, true);
        } else if let Some(head) = tree::parent(&self.nodes, at) {
            self.select(&self.nodes[head].code.clone());
        }
    }

    pub(super) fn toggle(&mut self) {
        let Some(code) = self.node().map(|node| node.code.clone()) else { return };
        let is_folded = self.folded().contains(&code);
        self.set_folded(&code, !is_folded);
    }

    /// Folds every part, or opens everything when something is folded.
    pub(super) fn fold_all(&mut self) {
        let is_open = self.folded().is_empty();
        self.folded = Some(if is_open { tree::branches(&self.nodes, 0) } else { BTreeSet::new() });
        self.select(&self.selected.clone());
    }

    /// To the next (`by` 1) or previous (-1) node that says what is searched for, folded ones included.
    pub(super) fn search(&mut self, by: isize) {
        let len = self.nodes.len();
        let start = self.here().unwrap_or(0);
        let around = (1..=len).map(|n| (start as isize + by * n as isize).rem_euclid(len as isize) as usize);
        let is_hit = |node: &TaskNode| {
            let texts = [&node.code, &node.title, &node.summary, &node.lead];
            texts.iter().any(|text| text.contains(&self.searched)) || node.duties.contains(&self.searched)
        };
        let found = around.into_iter().find(|at| self.nodes.get(*at).is_some_and(is_hit));
        if let Some(at) = found.filter(|_| !self.searched.is_empty()) {
            self.reveal(at);
        }
    }

    /// Opens everything above a node and puts the cursor on it.
    pub(super) fn reveal(&mut self, at: usize) {
        let heads: Vec<usize> =
            std::iter::successors(tree::parent(&self.nodes, at), |up| tree::parent(&self.nodes, *up))
                .collect();
        let mut folded = self.folded().clone();
        heads.into_iter().for_each(|head| {
            folded.remove(&self.nodes[head].code);
        });
        self.folded = Some(folded);
        if !self.shown().contains(&at) {
            self.filter = Filter::default();
        }
        self.select(&self.nodes[at].code.clone());
    }
}
