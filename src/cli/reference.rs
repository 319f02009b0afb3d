//! docs/cli.md, made of the same definitions; a test fails when the file is stale.

use clap::{Arg, Command, CommandFactory};

use super::{Line, chinese};

/// The page of the command line in Markdown.
pub fn reference() -> String {
    let command = chinese::spell(Line::command());
    let mut page = String::from(
        "# 命令行\n\n<!-- Generated from the definitions in src/cli/. To renew: UPDATE_DOCS=1 cargo test --test it cli:: -->\n\n",
    );
    page += &format!("{}\n\n```text\nzhiben [选项] [命令]\n```\n\n", about(&command));
    page += &command.get_after_help().map_or_else(String::new, |text| format!("{text}\n\n"));
    page += "各命令通用：\n\n";
    page += &table(command.get_arguments());
    for sub in command.get_subcommands() {
        section(sub, "zhiben", 2, &mut page);
    }
    format!("{}\n", page.trim_end())
}

fn section(command: &Command, above: &str, depth: usize, page: &mut String) {
    let path = format!("{above} {}", command.get_name());
    *page += &format!("\n{} {path}\n\n{}\n", "#".repeat(depth), about(command));
    let own: Vec<&Arg> =
        command.get_arguments().filter(|arg| arg.get_id() != "help" && !arg.is_global_set()).collect();
    if !own.is_empty() {
        *page += &format!("\n{}", table(own.into_iter()));
    }
    if let Some(after) = command.get_after_help() {
        *page += &format!("\n```text\n{after}\n```\n");
    }
    for sub in command.get_subcommands() {
        section(sub, &path, depth + 1, page);
    }
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn table<'a>(args: impl Iterator<Item = &'a Arg>) -> String {
    let row = |arg: &Arg| format!("| `{}` | {} |\n", written(arg), help(arg));
    format!("| 写法 | 说明 |\n|---|---|\n{}", args.map(row).collect::<String>())
}

fn help(arg: &Arg) -> String {
    arg.get_help().map(ToString::to_string).unwrap_or_default().replace('|', "\\|")
}

/// `-t, --township <乡镇>`
fn written(arg: &Arg) -> String {
    let value = match arg.get_value_names() {
        Some(names) if arg.get_action().takes_values() => names.join(" "),
        _ => String::new(),
    };
    if arg.is_positional() {
        return if arg.is_required_set() { format!("<{value}>") } else { format!("[{value}]") };
    }
    let short = arg.get_short().map_or_else(String::new, |c| format!("-{c}, "));
    let long = arg.get_long().map_or_else(String::new, |name| format!("--{name}"));
    let value = if value.is_empty() { value } else { format!(" <{value}>") };
    format!("{short}{long}{value}")
}
