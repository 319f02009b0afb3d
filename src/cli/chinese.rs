//! clap in Chinese: its help by template and headings, its errors from their kind.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

use super::failure::Failure;

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// Gives a command and everything below it Chinese help.
pub fn spell(command: Command) -> Command {
    spell_at(command, "zhiben")
}

fn spell_at(command: Command, path: &str) -> Command {
    let usage = usage(&command, path);
    let command = command
        .help_template(TEMPLATE)
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let heading = match (arg.is_positional(), arg.is_global_set()) {
                (true, _) => "参数",
                (false, false) => "选项",
                (false, true) => "通用选项",
            };
            let arg = arg.help_heading(heading).hide_env(true);
            match arg.get_action().takes_values() {
                true => arg.hide_possible_values(true).hide_default_value(true),
                false => arg,
            }
        })
        .arg(flag("help", 'h', ArgAction::Help, "显示帮助"));
    let command = match path {
        "zhiben" => command.arg(flag("version", 'V', ArgAction::Version, "显示版本")),
        _ => command,
    };
    let below = |sub: Command| {
        let path = format!("{path} {}", sub.get_name());
        spell_at(sub, &path)
    };
    command.mut_subcommands(below)
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading("选项")
}

/// `zhiben matrix [选项] <ID>`
fn usage(command: &Command, path: &str) -> String {
    let mut usage = format!("{path} [选项]");
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let many = if arg.get_num_args().is_some_and(|n| n.max_values() > 1) { "..." } else { "" };
        usage += &if arg.is_required_set() { format!(" <{name}>{many}") } else { format!(" [{name}]{many}") };
    }
    if command.has_subcommands() {
        usage += if command.is_subcommand_required_set() { " <命令>" } else { " [命令]" };
    }
    usage
}

/// What clap has to say, in Chinese: help and version that were asked for are shown, anything else is a failure.
pub fn answer(error: &Error) -> Result<(), Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(write!(io::stdout(), "{}", error.render())?),
        kind => Err(spelled(error, kind).hint(format!("看用法：{} --help", command_of(error)))),
    }
}

fn spelled(error: &Error, kind: ErrorKind) -> Failure {
    let arg = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    let text = match kind {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", said(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("不认识“{arg}”"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写一个值"),
        ErrorKind::InvalidValue => format!("{arg} 不能是“{value}”"),
        ErrorKind::ValueValidation => format!("{arg} 的“{value}”写法不对"),
        ErrorKind::MissingRequiredArgument => format!("还缺 {arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "还缺一个命令".into()
        }
        ErrorKind::ArgumentConflict => {
            format!("{arg} 不能与 {} 同时用（或写了两遍）", said(error, ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("{arg} 多写了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg} 的值个数不对"),
        ErrorKind::NoEquals => format!("{arg} 后面要用 = 接值"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文本".into(),
        _ => "命令行写法不对".into(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .map(|kind| said(error, kind))
        .into_iter()
        .find(|near| !near.is_empty());
    let valid = said(error, ContextKind::ValidValue);
    Failure::usage(text)
        .hint(near.map_or_else(String::new, |near| format!("是不是 {near}？")))
        .hint(if valid.is_empty() { valid } else { format!("可以是：{valid}") })
}

fn said(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

/// The command whose usage an error shows.
fn command_of(error: &Error) -> String {
    let shown = error.render().to_string();
    let usage = shown.split("用法：").nth(1).or_else(|| shown.split("Usage:").nth(1)).unwrap_or_default();
    let path = usage.trim().split(" [").next().unwrap_or_default();
    if path.is_empty() { "zhiben".into() } else { path.to_owned() }
}
