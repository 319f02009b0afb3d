//! The shape of the source: layers that never look up, names that stay in their places, no forgotten test file.

use std::fs;
use std::path::{Path, PathBuf};

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// Lower layers first; modules in one string stand side by side and do not know each other.
const LAYERS: &[&[&str]] = &[
    &["text", "calendar", "codec", "file"],
    &["model"],
    &["rules"],
    &["ask"],
    &["ledger", "exchange", "entry"],
    &["desk"],
    &["tui", "demo"],
    &["cli"],
];

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The top-level module a file belongs to.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(SRC).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn an_arrow_never_turns_back() {
    let mut wrong = Vec::new();
    for path in files(Path::new(SRC)) {
        let module = module_of(&path);
        let Some(own) = layer_of(&module) else { continue };
        for (n, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            for named in line.split("crate::").skip(1) {
                let named: String =
                    named.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let Some(other) = layer_of(&named) else { continue };
                // text, calendar and codec stand side by side, but calendar may measure and codec may not.
                if other > own || (other == own && named != module && own >= 4) {
                    wrong.push(format!("{}:{} {module} → {named}", path.display(), n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sled_and_bincode_are_named_in_their_places_only() {
    let mut wrong = Vec::new();
    for path in files(Path::new(SRC)) {
        let module = module_of(&path);
        let text = fs::read_to_string(&path).unwrap();
        for (name, home) in [("sled::", "ledger"), ("bincode::", "codec")] {
            if module != home && text.contains(name) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_room_that_the_owner_works_in_may_panic() {
    const DENIED: [&str; 5] = ["unwrap_used", "expect_used", "indexing_slicing", "string_slice", "panic"];
    let below_the_screens =
        LAYERS.iter().flat_map(|layer| layer.iter()).take_while(|module| **module != "tui");
    for module in below_the_screens {
        let text = fs::read_to_string(Path::new(SRC).join(format!("{module}.rs"))).unwrap();
        let denied =
            text.split_once("#![deny(").and_then(|(_, rest)| rest.split_once(")]")).unwrap_or_default().0;
        for lint in DENIED {
            assert!(denied.contains(&format!("clippy::{lint}")), "src/{module}.rs does not deny {lint}");
        }
    }
    // What a room allows again for itself would not be seen by the lints.
    let allows =
        |line: &str| line.contains("allow(clippy::") && DENIED.iter().any(|lint| line.contains(lint));
    for path in files(Path::new(SRC)) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.lines().any(allows), "{}", path.display());
    }
}

#[test]
fn every_file_is_listed() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = fs::read_to_string(dir.join("main.rs")).unwrap();
    for entry in fs::read_dir(&dir).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        let module = name.trim_end_matches(".rs");
        assert!(
            module == "main" || main.contains(&format!("mod {module};")),
            "tests/it/{name} is not listed in main.rs"
        );
    }
}
