//! Enterprises of a town whose names are nearly that of a new one: seldom two shops, often one written twice.

use super::reading::Reading;
use super::register::Cx;
use crate::model::id::Id;
use crate::text::{Pair, Pairs};

/// Names as alike as this may be one enterprise written twice (局内约定, as in an import).
const ALIKE: f32 = 0.6;
/// Pairs at the beginning of a name that tell it from its neighbours of the same trade: its first three characters.
const OWN: usize = 2;
/// So many are named.
const NAMED: usize = 3;

/// Says which enterprises of the town a new name may mean: the very name, or nearly so. Pasted, such a line waits until somebody
/// takes it.
pub(super) fn remark(r: &mut Reading, name: &str, township: &str) {
    let found = alike(&r.cx, name, township);
    let listed = |named: &[(bool, String)]| {
        named.iter().take(NAMED).map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("、")
    };
    let (same, near): (Vec<_>, Vec<_>) = found.into_iter().partition(|(is_same, _)| *is_same);
    if !same.is_empty() {
        r.repeats(format!("登记中已有 {}", listed(&same)));
    } else if !near.is_empty() {
        r.repeats(format!("与登记中的 {} 名称相近", listed(&near)));
    }
}

/// Name and number of each, the most alike first; whether it is the very name.
fn alike(cx: &Cx, name: &str, township: &str) -> Vec<(bool, String)> {
    let bare = |name: &str| cx.basics().bare_name(name, township).to_owned();
    let (core, mut seen) = (bare(name), Vec::<Id>::new());
    let (own, pairs) = (own_pairs(&core), Pairs::of(&core));
    let mut found = Vec::new();
    for pair in &own {
        let fragment: String = [Some(pair.0), pair.1].into_iter().flatten().collect();
        for other in cx.register.enterprises(&fragment, township, "") {
            let theirs = bare(&other.name);
            let alike = pairs.similar(&Pairs::of(&theirs));
            let is_near = alike >= ALIKE && own_pairs(&theirs).iter().any(|pair| own.contains(pair));
            if is_near && !seen.contains(&other.id) {
                seen.push(other.id);
                found.push((alike, theirs == core, format!("{} {}", other.name, other.id)));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, is_same, words)| (is_same, words)).collect()
}

fn own_pairs(core: &str) -> Vec<Pair> {
    let mut pairs = Pairs::in_order(core);
    pairs.truncate(OWN);
    pairs
}
