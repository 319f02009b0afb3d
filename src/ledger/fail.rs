//! What can go wrong with the ledger, in the officer's words.

use std::fmt;
use std::io;
use std::path::Path;

use super::disk::is_full;

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Another process holds the data directory.
    #[error("台账正由另一个进程使用：进程 {pid}，账户 {account}，自 {since}")]
    Held {
        /// Its process number, 0 when it did not say.
        pid: u32,
        /// Its account.
        account: String,
        /// Since when.
        since: String,
    },
    /// The journal is damaged. Nothing was changed.
    #[error("{0}")]
    Damaged(Damage),
    /// The journal holds entries of a newer version: it may be read, not written.
    #[error("需要新版本：台账第 {seq} 条是更新的版本写的，本版本只能查看，不能记录")]
    NeedsNewer {
        /// The first such entry.
        seq: u64,
    },
    /// The disk has no room. Nothing was recorded.
    #[error("未记录：磁盘已满。清出空间后再提交，已填内容保留")]
    DiskFull,
    /// The disk failed. Nothing was recorded.
    #[error("未记录：{0}。请检查磁盘后再提交，已填内容保留")]
    NotRecorded(String),
    /// A record would grow past what is kept of one. Nothing was recorded.
    #[error("未记录：{what}的文字太长，请分条填写")]
    TooLong {
        /// Number of the record.
        what: String,
    },
    /// The store cannot be read or written; the journal is not touched by that.
    #[error("库不可用：{0}")]
    Store(String),
    /// A file or directory cannot be used.
    #[error("{0}")]
    Io(String),
}

impl LedgerError {
    /// `what` could not be done with `path`.
    pub fn io(what: &str, path: &Path, error: &io::Error) -> LedgerError {
        let full = if is_full(error) { "（磁盘已满）" } else { "" };
        LedgerError::Io(format!("{what}失败：{}：{error}{full}", path.display()))
    }

    /// An entry did not get to the disk.
    pub fn unrecorded(error: &io::Error) -> LedgerError {
        if is_full(error) { LedgerError::DiskFull } else { LedgerError::NotRecorded(error.to_string()) }
    }

    /// What to do about it; empty where the message says it.
    pub fn hint(&self) -> &'static str {
        match self {
            LedgerError::Damaged(_) => {
                "先用 zhiben verify 查看全部损坏；再从最近的完好备份恢复到新目录，并接上备份之后的完好记录：zhiben --data 新目录 restore 备份目录 --rest 原目录"
            }
            LedgerError::Held { .. } => "由它退出，或经它的套接字办理",
            LedgerError::NeedsNewer { .. } => "请安装最近一次写入台账的那个版本或更新的版本",
            LedgerError::Store(_) => "记录都在日志里，重建即可恢复",
            _ => "",
        }
    }
}

/// Where the journal is damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// Name of the segment.
    pub file: String,
    /// Line in it, from 1; 0: the file as a whole.
    pub line: u64,
    /// The entry that should stand there.
    pub seq: u64,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "日志已损坏：{}", self.file)?;
        if self.line > 0 {
            write!(f, " 第 {} 行", self.line)?;
        }
        write!(f, "（第 {} 条记录）：{}", self.seq, self.what)
    }
}

/// Shorthand of this module.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;
