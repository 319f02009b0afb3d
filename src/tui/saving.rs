//! Files written where the officer sits: tables of a screen, reports. What is there already is written over only when somebody
//! said so.

use std::path::PathBuf;

use super::circle::Msg;
use super::effect::Notice;
use crate::ask::report::Report;
use crate::exchange::export::ExportError;
use crate::exchange::report::{Format, write};
use crate::file::{self, Readers};

/// A file to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// As it was typed: against the working directory, `~/` against the home.
    pub path: String,
    /// What stands in it.
    pub what: Contents,
    /// Takes the place of a file that is there.
    pub replaces: bool,
}

/// What stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Contents {
    /// Text as it is.
    Text(String),
    /// A report, written as the ending of the path says.
    Report(Box<Report>),
}

impl Saving {
    /// Text under a name of the program's own.
    pub fn text(name: String, text: String) -> Saving {
        Saving { path: name, what: Contents::Text(text), replaces: false }
    }
}

/// Writes it, and says where; a file that is there already is asked about first.
pub fn save(saving: Saving) -> Msg {
    let path = place(&saving.path);
    if path.exists() && !saving.replaces {
        return Msg::Standing(Saving { path: path.display().to_string(), ..saving });
    }
    let written = match (&saving.what, Format::of(&path)) {
        (Contents::Text(text), _) => {
            file::whole_of(&path, Readers::Usual, text.as_bytes()).map_err(ExportError::from)
        }
        (Contents::Report(report), Some(format)) => write(&path, format, report),
        (Contents::Report(_), None) => return Msg::Say(endless(&saving.path)),
    };
    let faults = if let Contents::Report(report) = &saving.what { report.faults.len() } else { 0 };
    Msg::Say(match written {
        Ok(()) if faults > 0 => Notice::wrong(
            format!("已存为 {}，但自检有 {faults} 处数字对不上，表里已写明", path.display()),
            "先不要报送",
        ),
        Ok(()) => Notice::done(format!("已存为 {}", path.display())),
        Err(ExportError::Io(error)) => Notice::wrong(
            format!("{} 没有存成：{}", path.display(), file::words(&error)),
            "换一个能写入的目录再存，内容还在",
        ),
        Err(error) => Notice::wrong(format!("{} 没有存成：{error}", path.display()), error.hint()),
    })
}

/// What is said of a name that tells no format.
pub fn endless(path: &str) -> Notice {
    let endings = Format::ENDINGS.map(|ending| format!(".{ending}")).join("、");
    Notice::wrong(format!("{path} 看不出是什么格式"), format!("文件名以 {endings} 结尾"))
}

fn place(path: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    match path.strip_prefix("~/").and_then(|rest| Some(home()?.join(rest))) {
        Some(path) => path,
        None => std::env::current_dir().unwrap_or_default().join(path),
    }
}
