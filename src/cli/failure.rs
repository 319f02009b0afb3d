//! What went wrong, in words, with the way out on lines of its own and the exit code that scripts rely on.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use encoding_rs::GB18030;

use crate::ask::answer::Answer;
use crate::ask::whole::NOT_YOURS;
use crate::desk::copybook::NotCopied;
use crate::desk::seat::SeatError;
use crate::desk::socket::is_office_server;
use crate::desk::wire::Turned;
use crate::desk::{OpenError, SubmitError};
use crate::file;
use crate::ledger::LedgerError;
use crate::text;

/// What an exit code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 1: it did not work.
    Failed,
    /// 2: it was not typed right.
    Usage,
    /// 3: there is no such thing, or nothing matches.
    Nothing,
    /// 4: somebody else holds the store.
    Held,
    /// 5: what is on the disk is not what was written.
    Integrity,
    /// 2: the terminal does not read UTF-8.
    Unreadable,
    /// 128+n: stopped by a signal.
    Stopped(u8),
    /// 0: whoever read the output has seen enough.
    ClosedPipe,
}

impl Kind {
    fn code(self) -> u8 {
        match self {
            Kind::ClosedPipe => 0,
            Kind::Failed => 1,
            Kind::Usage | Kind::Unreadable => 2,
            Kind::Nothing => 3,
            Kind::Held => 4,
            Kind::Integrity => 5,
            Kind::Stopped(signal) => 128 + signal,
        }
    }
}

/// Why a command ended before its end.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    text: String,
    hints: Vec<String>,
}

impl Failure {
    /// A failure without a hint yet.
    pub fn new(kind: Kind, text: impl Into<String>) -> Failure {
        Failure { kind, text: text.into(), hints: Vec::new() }
    }

    /// It did not work.
    pub fn failed(text: impl Into<String>) -> Failure {
        Failure::new(Kind::Failed, text)
    }

    /// It was not typed right.
    pub fn usage(text: impl Into<String>) -> Failure {
        Failure::new(Kind::Usage, text)
    }

    /// There is no such thing.
    pub fn nothing(text: impl Into<String>) -> Failure {
        Failure::new(Kind::Nothing, text)
    }

    /// The same with one more line of what to do; an empty one is left out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        let hint = hint.into();
        if !hint.is_empty() {
            self.hints.push(hint);
        }
        self
    }

    /// Nobody reads the output any more, which is no fault.
    pub fn is_closed_pipe(&self) -> bool {
        self.kind == Kind::ClosedPipe
    }

    /// What to do about it, in one line.
    pub fn way_out(&self) -> String {
        self.hints.join("；")
    }

    /// An answer of another variant than the question names: nothing there, in the owner's words.
    pub fn unanswered(answer: Answer) -> Failure {
        match answer {
            Answer::Nothing(why) if why.ends_with(NOT_YOURS) => Failure::nothing(why).hint(
                "请其所在乡镇或主管股室的人办理；自己的单位、角色登记错了的请管理员改：zhiben users set",
            ),
            Answer::Nothing(why) => Failure::nothing(why),
            Answer::Away(why) => Failure::failed(why).hint("稍后再试；不行时运行 zhiben doctor"),
            other => Failure::failed(format!("答非所问：{}", text::fit(&format!("{other:?}"), 60))),
        }
    }

    /// A file or directory could not be read or written.
    pub fn io(what: &str, path: &std::path::Path, error: &io::Error) -> Failure {
        Failure::failed(format!("{what} {}：{}", path.display(), file::words(error)))
    }

    /// Says it on stderr (quietly where nobody listens any more) and gives the exit code.
    pub fn report(self) -> ExitCode {
        if self.kind != Kind::ClosedPipe {
            let mut said = format!("错误：{}\n", self.text);
            for hint in &self.hints {
                said += &format!("提示：{hint}\n");
            }
            let bytes = match self.kind {
                Kind::Unreadable => for_other_terminals(&said),
                _ => said.into_bytes(),
            };
            let _ = io::stderr().write_all(&bytes);
        }
        ExitCode::from(self.kind.code())
    }
}

/// What a terminal shows that does not read UTF-8: plain English, and Chinese as most such terminals here read it.
fn for_other_terminals(said: &str) -> Vec<u8> {
    let mut bytes =
        b"zhiben: this terminal does not read UTF-8; set its character encoding to UTF-8.\n".to_vec();
    bytes.extend_from_slice(&GB18030.encode(said).0);
    bytes
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Failure {
        let text = error.to_string();
        let (text, hint) = text.split_once('\n').unwrap_or((&text, ""));
        match error {
            OpenError::Held { .. } => Failure::new(Kind::Held, text).hint(match is_office_server() {
                true => "由台账服务保管的，不写 --data 就到服务那里办；备份例外",
                false => "等对方退出后再试；几个人同时用，请管理员开办公室服务",
            }),
            OpenError::Damaged(_) => Failure::new(Kind::Integrity, text).hint(hint),
            OpenError::Io(_) => Failure::failed(text).hint("运行 zhiben doctor 检查目录权限和剩余空间"),
        }
    }
}

impl From<SeatError> for Failure {
    fn from(error: SeatError) -> Failure {
        let text = error.to_string();
        match error {
            SeatError::Turned(Turned::Open(error)) => error.into(),
            SeatError::Turned(Turned::Unmapped { account }) => Failure::failed(text).hint(format!(
                "请管理员登记：zhiben users add {account} --name 姓名 --unit 单位 --role 角色"
            )),
            SeatError::Turned(Turned::Full(_)) => Failure::new(Kind::Held, text).hint("关掉不用的窗口再试"),
            SeatError::Turned(Turned::Leaving | Turned::Garbled(_)) | SeatError::Io(_) => {
                Failure::failed(text).hint("稍后再试；不行时运行 zhiben doctor")
            }
            SeatError::Nobody(_) => Failure::failed(text)
                .hint("请管理员启动服务：systemctl start zhiben；或用 --data 指明自己的数据目录"),
            SeatError::NoWay { is_late: true, .. } => Failure::failed(text)
                .hint("本账户已在组里，但这次登录在先：退出 SSH 重新登录（tmux、screen 也要全部退出）"),
            SeatError::NoWay { group, .. } if group == "root" => Failure::failed(text)
                .hint("请管理员照 docs/deploy.md 让服务以 zhiben 账户和组运行；不要把账户加进 root 组"),
            SeatError::NoWay { account, group, .. } => Failure::failed(text)
                .hint(format!("请管理员办理：usermod -aG {group} {account}，然后重新登录")),
            SeatError::OtherVersion { is_own: true, .. } => Failure::new(Kind::Held, text)
                .hint("还有用旧版本开着的窗口：都退出后再试，台账会自动交给新版本"),
            SeatError::OtherVersion { is_own: false, .. } => {
                Failure::failed(text).hint("请用服务器上安装的 zhiben；刚升级过时请管理员重启服务")
            }
        }
    }
}

impl From<NotCopied> for Failure {
    fn from(error: NotCopied) -> Failure {
        Failure::failed(error.to_string()).hint("稍后再试；不行时运行 zhiben doctor")
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        let hint = error.hint();
        let kind = match error {
            LedgerError::Held { .. } => Kind::Held,
            LedgerError::Damaged(_) => Kind::Integrity,
            _ => Kind::Failed,
        };
        Failure::new(kind, error.to_string()).hint(hint)
    }
}

impl From<SubmitError> for Failure {
    fn from(error: SubmitError) -> Failure {
        match &error {
            // The hint of a form speaks of fields that are marked and keep what was typed.
            SubmitError::Refused(refusal) if !refusal.fields.is_empty() && refusal.guard.is_empty() => {
                Failure::failed(&refusal.text).hint("什么都没有记录：改好上面所说的栏目，整条命令再办一次")
            }
            SubmitError::Refused(refusal) => Failure::failed(&refusal.text).hint(&refusal.hint),
            SubmitError::Unrecorded(_) => {
                Failure::failed(error.to_string()).hint("什么都没有存入；上面说的办好后再登记一次")
            }
            SubmitError::Unanswered(_) => {
                Failure::failed(error.to_string()).hint("用 zhiben log 查看是否已经记录，没有再登记")
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::new(Kind::ClosedPipe, ""),
            _ => Failure::failed(format!("写不出去：{}", file::words(&error))),
        }
    }
}
