//! docs/deploy.md against the program: the files it tells an administrator to write, and the commands it tells people to type.

use std::collections::BTreeMap;
use std::path::Path;

use zhiben::cli::understands;
use zhiben::desk::socket::{SERVICE, SERVICE_ACCOUNT, SERVICE_DATA};

const PAGE: &str = include_str!("../../docs/deploy.md");

/// The blocks between fences of one language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    PAGE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

/// A file that the page spells out, named in its first line.
#[track_caller]
fn file(path: &str) -> &'static str {
    let head = format!("# {path}\n");
    let found = blocks("ini").into_iter().find_map(|block| block.strip_prefix(head.as_str()));
    found.unwrap_or_else(|| panic!("docs/deploy.md does not spell out {path}"))
}

/// The settings of a unit; a setting that is emptied begins anew.
fn settings(unit: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut settings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, value) in unit.lines().filter_map(|line| line.split_once('=')) {
        let values = settings.entry(key).or_default();
        if value.is_empty() { values.clear() } else { values.push(value) }
    }
    settings
}

/// What a line types to the program, if it does: from `zhiben` on, behind `sudo -u zhiben`.
fn typed(line: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> =
        line.split_whitespace().take_while(|word| !["#", ">", "&&"].contains(word)).collect();
    let program = |word: &&str| *word == "zhiben" || *word == "/usr/bin/zhiben";
    let at = match words.as_slice() {
        ["sudo", "-u", account, rest @ ..] => {
            assert_eq!(*account, SERVICE_ACCOUNT, "{line}");
            words.len() - rest.len()
        }
        _ => 0,
    };
    words.get(at).filter(|word| program(word))?;
    Some(words[at..].to_vec())
}

#[track_caller]
fn is_understood(words: &[&str]) {
    let args = words.iter().map(|word| (*word).into());
    if let Err(said) = understands(args) {
        panic!("{}\n{said}", words.join(" "));
    }
}

#[test]
fn the_unit_starts_what_the_program_calls_its_service() {
    let unit = settings(file("/etc/systemd/system/zhiben.service"));
    let directory = Path::new(SERVICE).parent().unwrap().to_str().unwrap();
    for (key, value) in [
        ("User", SERVICE_ACCOUNT),
        ("Group", SERVICE_ACCOUNT),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("ReadWritePaths", directory),
        ("ProtectSystem", "strict"),
        ("Restart", "on-failure"),
    ] {
        assert_eq!(unit[key], [value], "{key}");
    }
    assert_eq!(Path::new("/var/lib").join(unit["StateDirectory"][0]), Path::new(SERVICE_DATA));
    let start = typed(unit["ExecStart"][0]).unwrap();
    assert_eq!(start, ["/usr/bin/zhiben", "--data", SERVICE_DATA, "serve"]);
    is_understood(&start);
    // The account at the other end of the socket would be nobody.
    assert!(!unit.contains_key("PrivateUsers") && !unit.contains_key("DynamicUser"));

    let account = format!("u {SERVICE_ACCOUNT} - \"治本台账服务\" {SERVICE_DATA}");
    assert_eq!(file("/etc/sysusers.d/zhiben.conf"), account);
    let room = format!("d {directory} 0750 {SERVICE_ACCOUNT} {SERVICE_ACCOUNT} -");
    assert_eq!(file("/etc/tmpfiles.d/zhiben.conf"), room);
}

#[test]
fn the_unit_for_copies_on_another_disk_may_write_there() {
    let unit = settings(file("/etc/systemd/system/zhiben.service.d/backups.conf"));
    let [start] = unit["ExecStart"][..] else { panic!("one ExecStart: {unit:?}") };
    let start = typed(start).unwrap();
    is_understood(&start);
    assert_eq!(start[..4], ["/usr/bin/zhiben", "--data", SERVICE_DATA, "serve"]);
    assert_eq!(start[4..], ["--backups", unit["ReadWritePaths"][0]]);
}

#[test]
fn every_command_of_the_page_is_one_that_the_program_understands() {
    let commands: Vec<Vec<&str>> =
        blocks("sh").iter().flat_map(|block| block.lines()).filter_map(typed).collect();
    assert!(commands.len() > 15, "{commands:?}");
    commands.iter().for_each(|words| is_understood(words));
}
