//! Accounts: who sits down under which account, in which unit and role. They are persons (人员) of the ledger, so everything
//! about them has its history.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::context::{Context, ticket};
use super::failure::Failure;
use super::init::unit_by;
use super::output::{Column, note};
use crate::ask::query::Extract;
use crate::calendar::Day;
use crate::desk::Desk;
use crate::desk::account::belongs;
use crate::desk::office::Office;
use crate::desk::socket::{SERVICE_ACCOUNT, group_of};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::person::{Person, ROLES};

/// 账户：谁用哪个账户、在哪个单位、什么角色；停用离岗人员的账户
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben users add li --name 李某 --unit 万安 --role 乡镇经办
服务账户（或 root）登记第一个管理员；只有一个账户使用的台账不必登记。")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// 列出账户
    List {
        /// 打印 JSON
        #[arg(long)]
        json: bool,
        /// 连已停用的一起
        #[arg(long)]
        all: bool,
    },
    /// 登记账户；名册里已有此人（同名同单位）时，记在其名下
    Add {
        /// 系统账户名
        #[arg(value_name = "账户")]
        account: String,
        /// 姓名
        #[arg(long, value_name = "姓名")]
        name: String,
        /// 单位，如 万安、商贸流通股
        #[arg(long, value_name = "单位")]
        unit: String,
        /// 角色
        #[arg(long, value_name = "角色", value_parser = ROLES.to_vec())]
        role: String,
    },
    /// 更改角色或单位
    Set {
        /// 系统账户名
        #[arg(value_name = "账户")]
        account: String,
        /// 单位
        #[arg(long, value_name = "单位")]
        unit: Option<String>,
        /// 角色
        #[arg(long, value_name = "角色", value_parser = ROLES.to_vec())]
        role: Option<String>,
    },
    /// 停用：离岗次日起不能再进入；经办事项用 zhiben handover 移交
    Leave {
        /// 系统账户名
        #[arg(value_name = "账户")]
        account: String,
        /// 最后在岗日，不写为今天
        #[arg(long, value_name = "日期")]
        on: Option<String>,
    },
}

/// A person who has an account, or had one.
#[derive(serde::Serialize)]
struct User {
    account: String,
    name: String,
    unit: String,
    role: String,
    until: Day,
    id: Id,
}

const COLUMNS: &[Column<User>] = &[
    ("账户", |user| user.account.clone()),
    ("姓名", |user| user.name.clone()),
    ("单位", |user| user.unit.clone()),
    ("角色", |user| user.role.clone()),
    ("离岗", |user| user.until.to_string()),
    ("编号", |user| user.id.to_string()),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.entering()?;
        let people = people(&desk)?;
        let office = desk.office()?;
        match self.what {
            What::List { json, all } => {
                let seated = people.iter().filter(|(_, person)| {
                    !person.account.is_empty() && (all || person.is_serving(status.today))
                });
                let users: Vec<User> = seated.map(|(id, person)| user(&office, *id, person)).collect();
                cx.out.all(&users, json, COLUMNS)?;
                cx.found(users.len() as u32, "还没有登记账户：本账户独用这份台账")
            }
            What::Add { account, name, unit, role } => {
                let unit = unit_by(&office.basics, &unit)?.code.clone();
                let fields = Fields::of([("account", account.as_str()), ("role", &role)]);
                let is_it = |(_, person): &&(Id, Person)| {
                    person.name == name && person.unit == unit && person.is_serving(status.today)
                };
                let command = match people.iter().find(is_it) {
                    Some((id, _)) => amend(*id, fields, "登记账户"),
                    None => Command::Enter {
                        kind: Kind::Person,
                        fields: fields.with("name", &name).with("unit", &unit).with("since", "今天"),
                    },
                };
                let receipt = desk.submit(ticket(), command)?;
                note(format!("已登记：账户 {account}，{name}，{role}"));
                warn_unless_let_in(cx, &account)?;
                print(cx, &receipt.ids)
            }
            What::Set { account, unit, role } => {
                let (id, _) = seated(&people, &account, status.today)?;
                let mut fields = Fields::default();
                if let Some(unit) = unit {
                    fields.put("unit", unit_by(&office.basics, &unit)?.code.clone());
                }
                if let Some(role) = role {
                    fields.put("role", role);
                }
                let receipt = desk.submit(ticket(), amend(id, fields, "更改账户"))?;
                note(format!("已更改：账户 {account}，马上生效"));
                print(cx, &receipt.ids)
            }
            What::Leave { account, on } => {
                let (id, person) = seated(&people, &account, status.today)?;
                let on = on.unwrap_or_else(|| status.today.to_string());
                let fields = Fields::of([("until", on.as_str())]);
                let receipt = desk.submit(ticket(), amend(id, fields, "离岗"))?;
                note(format!("{} 最后在岗日 {on}，次日起账户 {account} 停用", person.name));
                note(format!("经办事项移交：zhiben handover {} 接手人", person.name));
                print(cx, &receipt.ids)
            }
        }
    }
}

fn print(cx: &mut Context, ids: &[Id]) -> Result<(), Failure> {
    ids.iter().try_for_each(|id| cx.out.line(id.to_string()))
}

/// Everybody in the register.
pub fn people(desk: &Desk) -> Result<Vec<(Id, Person)>, Failure> {
    let rows = desk.extract(Extract::Of(Kind::Person), "").collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.person()?.clone()))).collect())
}

fn user(office: &Office, id: Id, person: &Person) -> User {
    let unit = office.basics.unit(&person.unit).map_or(&person.unit, |unit| &unit.short);
    User {
        account: person.account.clone(),
        name: person.name.clone(),
        unit: unit.clone(),
        role: person.role.clone(),
        until: person.until,
        id,
    }
}

fn seated<'p>(people: &'p [(Id, Person)], account: &str, today: Day) -> Result<(Id, &'p Person), Failure> {
    let found = people.iter().find(|(_, person)| person.sits_at(account, today));
    found.map(|(id, person)| (*id, person)).ok_or_else(|| {
        Failure::nothing(format!("没有账户 {account}")).hint("用 zhiben users list 查看已登记的账户")
    })
}

fn amend(id: Id, fields: Fields, why: &str) -> Command {
    Command::Amend { id, seen: 0, fields, effective_on: Day::NONE, why: why.into() }
}

/// A misspelt account, or one that may not connect, is only found out when somebody cannot come in.
fn warn_unless_let_in(cx: &Context, account: &str) -> Result<(), Failure> {
    let socket = if cx.is_served()? { Some(cx.place()?.path) } else { None };
    let group = socket.as_deref().and_then(group_of).unwrap_or_else(|| SERVICE_ACCOUNT.into());
    let is_known = matches!(nix::unistd::User::from_name(account), Ok(Some(_)));
    let warning = warning(account, is_known, &group, socket.as_deref());
    warning.map_or(Ok(()), |warning| {
        note(warning);
        Ok(())
    })
}

/// What to do for an account that could not connect to this socket, whose group is `group`; [`None`]: it can, or nobody listens.
fn warning(account: &str, is_known: bool, group: &str, socket: Option<&Path>) -> Option<String> {
    // Whoever joins the administrator's group may do more than connect.
    let group_to_join = if group == ADMINISTRATORS { SERVICE_ACCOUNT } else { group };
    if !is_known {
        return Some(format!(
            "注意：这台机器上没有账户 {account}，请核对；建账户：useradd -m -G {group_to_join} {account}"
        ));
    }
    let is_open = fs::metadata(socket?).is_ok_and(|about| about.permissions().mode() & FOR_ALL == FOR_ALL);
    if is_open || belongs(account, group) != Some(false) {
        return None;
    }
    Some(match group {
        ADMINISTRATORS => format!(
            "注意：套接字属 root 组，不要把 {account} 加进 root 组；照 docs/deploy.md 让服务以 {SERVICE_ACCOUNT} 账户和组运行"
        ),
        group => {
            format!("注意：账户 {account} 不在 {group} 组里，还连不上服务：usermod -aG {group} {account}")
        }
    })
}

/// The group that no officer is taken into.
const ADMINISTRATORS: &str = "root";
/// Everybody may write, which is to connect.
const FOR_ALL: u32 = 0o002;

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn nobody_is_told_to_join_root_or_that_an_open_socket_bars_the_way() {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("sock");
        let _listener = UnixListener::bind(&socket).unwrap();
        let mode = |mode| fs::set_permissions(&socket, fs::Permissions::from_mode(mode)).unwrap();
        let said = || warning("nobody", true, "root", Some(&socket));
        mode(0o660);
        let closed = said().unwrap();
        assert!(closed.contains("不要把 nobody 加进 root 组") && !closed.contains("usermod"), "{closed}");
        mode(0o666);
        assert_eq!(said(), None);
        let strange = warning("nobody", false, "root", Some(&socket)).unwrap();
        assert!(strange.contains("useradd -m -G zhiben nobody"), "{strange}");
    }
}
