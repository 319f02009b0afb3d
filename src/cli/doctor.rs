//! What stands in the way of good work here: terminal, directory, lock, calendar, clock, documents.

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::context::{Context, basics};
use super::failure::Failure;
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::desk::office::Office;
use crate::tui::keymap::Keymap;

/// 自检：终端、编码、目录、空间、占用、节假日、时钟、基础数据
#[derive(clap::Args, Debug)]
pub struct Args {}

/// How a thing was found.
enum Found {
    /// As it should be.
    Good(String),
    /// Works, but somebody should know.
    Odd(String, &'static str),
    /// Does not work.
    Bad(String, &'static str),
}

use Found::{Bad, Good, Odd};

/// Free space below which somebody should act, in MiB.
const LEAST_SPACE: u64 = 200;

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let mut found = vec![
            ("版本", Good(env!("CARGO_PKG_VERSION").into())),
            ("编码", encoding()),
            ("终端", terminal()),
            ("字宽", widths()),
            ("颜色", colours()),
        ];
        found.extend(keys(cx));
        found.extend([("目录", directory(&cx.data)), ("空间", space(&cx.data))]);
        found.extend(of_ledger(cx));
        let mut bad = 0;
        for (name, found) in found {
            let (sign, text, way) = match found {
                Good(text) => ("正常", text, ""),
                Odd(text, way) => ("注意", text, way),
                Bad(text, way) => {
                    bad += 1;
                    ("不行", text, way)
                }
            };
            cx.out.line(format!("{sign}  {name}  {text}"))?;
            if !way.is_empty() {
                cx.out.line(format!("            {way}"))?;
            }
        }
        cx.out.flush()?;
        if bad == 0 {
            Ok(())
        } else {
            Err(Failure::failed(format!("有 {bad} 处不行")).hint("照上面各行处理"))
        }
    }
}

fn encoding() -> Found {
    let of = |key| env::var(key).ok().filter(|value: &String| !value.is_empty());
    let locale = of("LC_ALL").or_else(|| of("LC_CTYPE")).or_else(|| of("LANG")).unwrap_or_default();
    let plain = locale.to_ascii_lowercase().replace('-', "");
    match plain.as_str() {
        _ if plain.contains("utf8") => Good(locale),
        "" | "c" | "posix" => Good("未设置，按 UTF-8".into()),
        _ => Odd(locale, "本程序只用 UTF-8：客户端的字符集也要设为 UTF-8"),
    }
}

fn terminal() -> Found {
    let term = env::var("TERM").unwrap_or_default();
    if !io::stdout().is_terminal() {
        return Good("标准输出不是终端，打印纯文本".into());
    }
    match crossterm::terminal::size() {
        _ if term == "dumb" => Odd(term, "TERM=dumb 不开工作台，只打印纯文本"),
        Ok((columns, rows)) if columns < 80 || rows < 24 => {
            Odd(format!("{term} {columns}x{rows}"), "窗口小于 80x24，放大一些更好用")
        }
        Ok((columns, rows)) => Good(format!("{term} {columns}x{rows}")),
        Err(error) => Odd(format!("{term}，问不到大小：{error}"), "换一个终端，或只用命令行"),
    }
}

/// Asks the terminal how far `中文` and `─` move its cursor.
fn widths() -> Found {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Good("没有终端，不问".into());
    }
    match (cells("中文"), cells("─")) {
        (Some(4), Some(1)) => Good("中文两格，制表符一格".into()),
        (Some(4), Some(2)) => Odd("制表符两格".into(), "可在客户端把“模糊宽度字符”设为窄；工作台会自动适应"),
        (Some(n), _) if n != 4 => Bad(format!("“中文”占 {n} 格"), "客户端的字符集不是 UTF-8，请改为 UTF-8"),
        _ => Odd("终端不回答".into(), "按窄字符处理；不对时在 config.toml 写 ambiguous = \"wide\""),
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

fn colours() -> Found {
    match env::var("NO_COLOR") {
        Ok(value) if !value.is_empty() => Good("NO_COLOR：只用粗体、反显".into()),
        _ => Good("十六色".into()),
    }
}

/// The same faults that the workbench tells when it opens.
fn keys(cx: &Context) -> Vec<(&'static str, Found)> {
    let own = cx.config.own_keys();
    let (_, faults) = Keymap::with(&own);
    let way = "改 config.toml 的 [keys]；改好以前这些键仍照原来的";
    match (own.len(), faults.as_slice()) {
        (0, _) => vec![("按键", Good("照程序自带的".into()))],
        (some, []) => vec![("按键", Good(format!("自己改了 {some} 处")))],
        (_, faults) => faults.iter().map(|fault| ("按键", Odd(fault.to_string(), way))).collect(),
    }
}

fn directory(data: &Path) -> Found {
    let Ok(about) = fs::metadata(data) else {
        return Good(format!("{}（还没有，启用时建立）", data.display()));
    };
    let mode = about.permissions().mode() & 0o777;
    let probe = data.join(".doctor");
    let writable = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    match writable {
        Err(_) => Bad(format!("{} 写不进去", data.display()), "检查目录的属主和权限"),
        Ok(()) if mode & 0o077 != 0 => {
            Odd(format!("{} 权限 {mode:o}", data.display()), "别的账户也能读：chmod 700 该目录")
        }
        Ok(()) => Good(format!("{} 权限 {mode:o}", data.display())),
    }
}

fn space(data: &Path) -> Found {
    let there = data.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
    match rustix::fs::statvfs(there) {
        Err(error) => Odd(format!("问不到：{error}"), ""),
        Ok(about) => {
            let free = about.f_bavail.saturating_mul(about.f_frsize) / (1 << 20);
            let text = format!("剩余 {free} MiB");
            if free < LEAST_SPACE {
                Bad(text, "空间不足，写满后只能查看不能登记：请清理磁盘")
            } else {
                Good(text)
            }
        }
    }
}

/// What only the owner knows. Nothing is created where there is no ledger yet.
fn of_ledger(cx: &Context) -> Vec<(&'static str, Found)> {
    if !cx.data.join("journal").is_dir() {
        return vec![("台账", Good("还没有启用：zhiben init，或 zhiben --demo".into()))];
    }
    let desk = match cx.desk() {
        Ok(desk) => desk,
        Err(failure) => {
            return vec![(
                "台账",
                Bad(failure.to_string(), "多人同时用请由管理员运行办公室服务；损坏用 zhiben verify 查看"),
            )];
        }
    };
    let Answer::Status(status) = desk.ask(&Query::Status) else { return Vec::new() };
    let last = match desk.ask(&Query::Log { limit: 1 }) {
        Answer::Log(lines) => lines.into_iter().next().map(|line| line.at).unwrap_or_default(),
        _ => String::new(),
    };
    let mut found = vec![("台账", ledger(&status)), ("时钟", clock(cx, &last))];
    match desk.office() {
        Ok(office) => {
            found.push(("节假日", holidays(&office, status.today)));
            found.push(("基础数据", documents(&office)));
        }
        Err(error) => found.push(("基础数据", Bad(error.to_string(), "用 zhiben plan check 检查装入的文档"))),
    }
    found
}

fn ledger(status: &Status) -> Found {
    let text =
        format!("{} 条登记，隐患 {}，企业 {}，日志链相接", status.seq, status.counts.0, status.counts.1);
    match status.remarks.as_slice() {
        [] => Good(text),
        remarks => Odd(format!("{text}；{}", remarks.join("；")), "记录都在日志里；全面核对：zhiben verify"),
    }
}

fn clock(cx: &Context, last: &str) -> Found {
    let now = cx.now().format("%Y-%m-%d %H:%M").to_string();
    if last > now.as_str() {
        return Odd(format!("{now}，早于最近一次登记 {last}"), "机器时钟慢了：校准后再登记");
    }
    Good(now)
}

fn holidays(office: &Office, today: Day) -> Found {
    let known = office.workdays.known_until();
    let next = Day::ymd(today.year() + 1, 12, 31).unwrap_or_default();
    match known >= next {
        true => Good(format!("已知到 {known}")),
        false => {
            Odd(format!("只知道到 {known}"), "明年的放假通知公布后装入 holidays.csv；之前按周一至周五计")
        }
    }
}

/// What the ledger has loaded beside what comes with this version.
fn documents(office: &Office) -> Found {
    let Ok(built_in) = basics() else { return Bad("内置数据读不出".into(), "请重新安装") };
    let loaded = &office.basics;
    let differs = [
        ("方案", loaded.plans != built_in.plans),
        ("单位", loaded.units != built_in.units || loaded.departments != built_in.departments),
        ("行业", loaded.industries != built_in.industries),
        ("排查清单", loaded.catalog != built_in.catalog || loaded.categories != built_in.categories),
    ];
    let differs: Vec<&str> =
        differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    match differs.as_slice() {
        [] => Good("与本版本内置的相同".into()),
        some => Good(format!("台账自己的：{}", some.join("、"))),
    }
}
