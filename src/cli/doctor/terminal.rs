//! Where the ledger is looked at: encoding, size, widths, colours.

use std::env;
use std::io::{self, IsTerminal, Write};

use super::super::config::Config;
use super::Found::{self, Bad, Good, Odd};
use crate::tui::keymap::Keymap;

pub fn encoding() -> Found {
    let of = |key| env::var(key).ok().filter(|value: &String| !value.is_empty());
    let locale = of("LC_ALL").or_else(|| of("LC_CTYPE")).or_else(|| of("LANG")).unwrap_or_default();
    let plain = locale.to_ascii_lowercase().replace('-', "");
    match plain.as_str() {
        _ if plain.contains("utf8") => Good(locale),
        "" | "c" | "posix" => Good("未设置，按 UTF-8".into()),
        _ => Odd(locale, "本程序只用 UTF-8：客户端的字符集也要设为 UTF-8".into()),
    }
}

pub fn size() -> Found {
    let term = env::var("TERM").unwrap_or_default();
    if !io::stdout().is_terminal() {
        return Good("标准输出不是终端，打印纯文本".into());
    }
    match crossterm::terminal::size() {
        _ if term == "dumb" => Odd(term, "TERM=dumb 不开工作台，只打印纯文本".into()),
        Ok((columns, rows)) if columns < 80 || rows < 24 => {
            Odd(format!("{term} {columns}x{rows}"), "窗口小于 80x24，放大一些更好用".into())
        }
        Ok((columns, rows)) => Good(format!("{term} {columns}x{rows}")),
        Err(error) => Odd(format!("{term}，问不到大小：{error}"), "换一个终端，或只用命令行".into()),
    }
}

/// Asks the terminal how far `中文` and `─` move its cursor.
pub fn widths() -> Found {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Good("没有终端，不问".into());
    }
    match (cells("中文"), cells("─")) {
        (Some(4), Some(1)) => Good("中文两格，制表符一格".into()),
        (Some(4), Some(2)) => {
            Odd("制表符两格".into(), "可在客户端把“模糊宽度字符”设为窄；工作台会自动适应".into())
        }
        (Some(n), _) if n != 4 => {
            Bad(format!("“中文”占 {n} 格"), "客户端的字符集不是 UTF-8，请改为 UTF-8".into())
        }
        _ => Odd("终端不回答".into(), "按窄字符处理；不对时在 config.toml 写 ambiguous = \"wide\"".into()),
    }
}

fn cells(text: &str) -> Option<u16> {
    crossterm::terminal::enable_raw_mode().ok()?;
    let mut out = io::stdout();
    let asked =
        write!(out, "\r{text}").and_then(|()| out.flush()).and_then(|()| crossterm::cursor::position());
    let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
    crossterm::terminal::disable_raw_mode().ok()?;
    asked.ok().map(|(column, _)| column)
}

pub fn colours() -> Found {
    match env::var("NO_COLOR") {
        Ok(value) if !value.is_empty() => Good("NO_COLOR：只用粗体、反显".into()),
        _ => Good("十六色".into()),
    }
}

/// The same faults that the workbench tells when it opens.
pub fn keys(config: &Config) -> Found {
    let own = config.own_keys();
    let (_, faults) = Keymap::with(&own);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    match own.len() {
        0 => Found::Good("照程序自带的".into()),
        some if faults.is_empty() => Found::Good(format!("自己改了 {some} 处")),
        _ => {
            let way = "改 config.toml 的 [keys]；改好以前这些键仍照原来的";
            Found::Odd(faults.join("\n            "), way.into())
        }
    }
}
