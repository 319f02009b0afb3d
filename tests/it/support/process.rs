//! Processes of this machine, as /proc tells of them.

use std::fs;
use std::os::unix::fs::MetadataExt;

use rustix::process::Pid;

/// Those that run now and are so.
pub fn processes(is_so: impl Fn(Pid) -> bool) -> Vec<Pid> {
    let entries =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let pids = entries.filter_map(|name| Pid::from_raw(name.parse().ok()?));
    pids.filter(|pid| is_running(*pid) && is_so(*pid)).collect()
}

/// It has not ended. One that has and whom nobody buried yet does not run.
pub fn is_running(pid: Pid) -> bool {
    stat(pid).is_some_and(|stat| !stat.trim_start().starts_with('Z'))
}

/// Number of its account.
pub fn uid_of(pid: Pid) -> Option<u32> {
    Some(fs::metadata(format!("/proc/{}", pid.as_raw_nonzero())).ok()?.uid())
}

/// The name of its program, at most 15 bytes of it.
pub fn name_of(pid: Pid) -> String {
    fs::read_to_string(format!("/proc/{}/comm", pid.as_raw_nonzero()))
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

/// Does its environment hold this setting?
pub fn has_setting(pid: Pid, setting: &str) -> bool {
    let settings = fs::read(format!("/proc/{}/environ", pid.as_raw_nonzero())).unwrap_or_default();
    settings.split(|byte| *byte == 0).any(|one| one == setting.as_bytes())
}

/// The process that started it.
pub fn parent_of(pid: Pid) -> Option<Pid> {
    Pid::from_raw(stat(pid)?.split_whitespace().nth(1)?.parse().ok()?)
}

/// What follows the name in its stat: state, parent, …
fn stat(pid: Pid) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    Some(stat.rsplit_once(") ")?.1.to_owned())
}
