//! The owner of a store, for many seats: in the foreground for a service, or started by the way by a seat that found nobody.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::context::{Context, UTC_OFFSET_MINUTES};
use super::failure::{Failure, Kind};
use super::output::note;
use crate::desk::account::own_name;
use crate::desk::clock::Clock;
use crate::desk::serve::{KeepError, Keeping, by_kernel, keep};
use crate::desk::socket::{SERVICE, is_office_server};

/// 台账服务：在前台保管台账，供各席位同时使用（由 systemd 运行，见 docs/deploy.md）
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben --data /var/lib/zhiben serve
套接字用 --socket 指定；不写时为 /run/zhiben/sock（目录在时），再为本账户自己的。")]
pub struct Args {
    /// 由席位自动启动：最后一个席位离开后退出
    #[arg(long, hide = true)]
    detached: bool,
    /// 最后一个席位离开后多少秒退出
    #[arg(long, hide = true, value_name = "秒", env = "ZHIBEN_LINGER", default_value_t = 5.0)]
    linger: f64,
    /// 每日备份放在哪里；不写则为数据目录下的 backup
    #[arg(long, value_name = "目录")]
    backups: Option<PathBuf>,
}

/// Mode of a service's socket: the account and its group. Who of them may what says the ledger.
const FOR_THE_GROUP: u32 = 0o660;
/// Mode of a socket of one's own.
const FOR_ME: u32 = 0o600;

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        if self.detached {
            // Nothing that happens to the terminal it was started at is for it.
            let _ = rustix::process::setsid();
        }
        if let Some(backups) = &self.backups {
            // Found out now, and not at midnight.
            fs::create_dir_all(backups).map_err(|error| {
                Failure::io("用不了备份目录", backups, &error).hint(format!(
                    "先建好并交给本账户：install -d -m 700 -o {account} -g {account} {}；单元里写 ReadWritePaths",
                    backups.display(),
                    account = own_name()
                ))
            })?;
        }
        let place = cx.place()?;
        let is_for_all = !self.detached && (cx.socket.is_some() || is_office_server());
        let named = || cx.socket.clone().unwrap_or_else(|| SERVICE.into());
        let socket = if is_for_all { named() } else { place.path };
        let keeping = Keeping {
            data: cx.data.clone(),
            socket: socket.clone(),
            mode: if is_for_all { FOR_THE_GROUP } else { FOR_ME },
            // Longer than there is a number for is for ever.
            linger: self
                .detached
                .then(|| Duration::try_from_secs_f64(self.linger.max(0.0)).unwrap_or(Duration::MAX)),
            backups: self.backups.clone().unwrap_or_else(|| cx.data.join("backup")),
            clock: Clock::Machine(UTC_OFFSET_MINUTES),
            who: by_kernel(),
        };
        let mut signals = Signals::new([SIGTERM, SIGINT])?;
        let kept = keep(&keeping, |stopper| {
            if !self.detached {
                note(format!("台账服务在 {}，数据在 {}", socket.display(), cx.data.display()));
            }
            std::thread::spawn(move || signals.forever().for_each(|_| stopper.stop()));
        });
        kept.map_err(Failure::from)
    }
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Failure {
        let text = error.to_string();
        match error {
            KeepError::Taken(_) => Failure::new(Kind::Held, text).hint("不必再启动，直接运行 zhiben"),
            KeepError::Socket(..) => Failure::failed(text).hint("检查目录是否存在、本账户能否写入"),
            KeepError::Open(error) => error.into(),
        }
    }
}
