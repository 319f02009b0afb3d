//! Who keeps the ledger and where, who sits here, who else does.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use super::Found::{self, Bad, Good, Odd};
use super::{Line, Scene};
use crate::cli::failure::Failure;
use crate::desk::account::{name_of, own_name};
use crate::desk::seat::SeatError;
use crate::desk::wire::Turned;
use crate::model::case::Role;

/// Free space below which somebody should act, in MiB.
const LEAST_SPACE: u64 = 200;

/// Does somebody listen, may this account go there, do both speak the same way?
pub fn service(scene: &Scene) -> Option<Found> {
    let path = scene.place.path.display();
    Some(match &scene.line {
        Line::NotBegun => return None,
        Line::Sat(sat) if sat.kept.is_service => {
            Good(format!("{path}，由账户 {} 保管，{} 版", sat.kept.account, sat.kept.version))
        }
        Line::Sat(_) => Good("本账户自用，随用随起".into()),
        // The door was opened; whether to them says the account.
        Line::Turned(SeatError::Turned(Turned::Unmapped { .. })) => Good(format!("{path}，有服务在听")),
        Line::Turned(error) => {
            let failure = Failure::from(error.clone());
            Bad(failure.to_string(), failure.way_out())
        }
    })
}

/// Who sits under this account.
pub fn account(scene: &Scene) -> Option<Found> {
    let account = own_name();
    match &scene.line {
        Line::NotBegun => None,
        Line::Sat(sat) => {
            let (officer, unit) = (&sat.status.officer, &sat.status.unit);
            let who = match unit.as_str() {
                "" if officer.name == account => account.clone(),
                "" => format!("{account} 是{}", officer.name),
                unit => format!("{account} 是{unit} {}", officer.name),
            };
            let roles: Vec<&str> = officer.roles.iter().map(|role| role.word()).collect();
            Some(match roles.as_slice() {
                [] => Bad(format!("{who}，没有角色"), set_role(&account)),
                all if all.len() == Role::ALL.len() => Good(format!("{who}，独用，全部角色")),
                roles => Good(format!("{who}，{}", roles.join("、"))),
            })
        }
        Line::Turned(error @ SeatError::Turned(Turned::Unmapped { .. })) => {
            let failure = Failure::from(error.clone());
            Some(Bad(failure.to_string(), failure.way_out()))
        }
        Line::Turned(_) => Some(Good(format!("{account}；进不了服务，不知道是谁"))),
    }
}

fn set_role(account: &str) -> String {
    format!("请管理员登记：zhiben users set {account} --role 角色")
}

/// Who else is there.
pub fn online(scene: &Scene) -> Option<Found> {
    let (manned, all) = scene.sat().map(|sat| &sat.kept).filter(|kept| kept.is_service)?.seats;
    Some(Good(format!("工作台 {manned} 个，连接共 {all} 个（含本次）")))
}

/// The data directory is its account's alone.
pub fn directory(scene: &Scene) -> Option<Found> {
    let data = scene.data.as_deref()?;
    let path = data.display();
    let Ok(about) = fs::metadata(data) else {
        return Some(Good(format!("{path}（还没有，启用时建立）")));
    };
    let mode = about.permissions().mode() & 0o777;
    let told = format!("{path} 权限 {mode:o}");
    let account = scene.sat().map_or_else(own_name, |sat| sat.kept.account.clone());
    let owner = name_of(rustix::process::Uid::from_raw(about.uid()));
    Some(if owner != account {
        Bad(format!("{told}，属主 {owner}，而台账由 {account} 保管"), format!("chown -R {account}: {path}"))
    } else if own_name() == account && !is_writable(data) {
        Bad(format!("{path} 写不进去"), "检查目录的属主、权限，文件系统是否只读".into())
    } else if mode & 0o077 != 0 {
        Odd(told, format!("别的账户也能读：chmod 700 {path}"))
    } else {
        Good(told)
    })
}

fn is_writable(data: &Path) -> bool {
    let probe = data.join(".doctor");
    fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)).is_ok()
}

/// Room on the disk.
pub fn space(scene: &Scene) -> Option<Found> {
    let data = scene.data.as_deref()?;
    let there = data.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
    Some(match rustix::fs::statvfs(there) {
        Err(error) => Odd(format!("问不到：{error}"), String::new()),
        Ok(about) => {
            let free = about.f_bavail.saturating_mul(about.f_frsize) / (1 << 20);
            let text = format!("剩余 {free} MiB");
            if free < LEAST_SPACE {
                Bad(text, "空间不足，写满后只能查看不能登记：请清理磁盘".into())
            } else {
                Good(text)
            }
        }
    })
}
