//! Who sits there: the account at the other end of the socket, and the officer that the ledger knows under it.

use std::ffi::CString;
use std::os::unix::net::UnixStream;

use nix::unistd::{Group, User, getgrouplist};
use rustix::net::sockopt::socket_peercred;
use rustix::process::{Uid, getegid, geteuid, getgroups};

use super::wire::{Hello, Turned};
use crate::calendar::Day;
use crate::model::case::{Officer, Role};
use crate::model::id::Id;
use crate::model::person::Person;

/// An account of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its name.
    pub account: String,
    /// It keeps the store: the account the owner runs under, or the machine's administrator.
    pub is_keeper: bool,
}

impl Peer {
    /// Who holds the other end, as the kernel says; what the other end says of itself does not count.
    ///
    /// # Errors
    /// In words.
    pub fn of(stream: &UnixStream) -> Result<Peer, String> {
        let who = socket_peercred(stream).map_err(|error| format!("问不到对方账户：{error}"))?;
        let is_keeper = who.uid == geteuid() || who.uid.is_root();
        Ok(Peer { account: name_of(who.uid), is_keeper })
    }
}

/// The account this process runs under.
pub fn own_name() -> String {
    name_of(geteuid())
}

/// The account with this number; the number where it has no name.
pub fn name_of(uid: Uid) -> String {
    let found = User::from_uid(nix::unistd::Uid::from_raw(uid.as_raw()));
    found.ok().flatten().map_or_else(|| uid.as_raw().to_string(), |user| user.name)
}

/// Does the account belong to the group, by the machine's register? [`None`]: there is no such account or group.
pub fn belongs(account: &str, group: &str) -> Option<bool> {
    let user = User::from_name(account).ok()??;
    let group = Group::from_name(group).ok()??;
    let groups = getgrouplist(&CString::new(user.name).ok()?, user.gid).ok()?;
    Some(groups.contains(&group.gid))
}

/// Was this account taken into `group` after this session had begun? A session keeps the groups it began with.
pub fn joined_since(group: &str) -> bool {
    let Ok(Some(found)) = Group::from_name(group) else { return false };
    let mut has = getgroups().unwrap_or_default().into_iter().chain([getegid()]);
    !has.any(|gid| gid.as_raw() == found.gid.as_raw()) && belongs(&own_name(), group) == Some(true)
}

/// The officer that sits at `peer`'s seat on `today`.
///
/// An account that the register of persons (人员) names is that person, in that person's role. While it names none, whoever
/// keeps the store is alone with it and holds every role, under the name they go by. In an office the keeper's account only
/// administers.
///
/// # Errors
/// [`Turned::Unmapped`].
pub fn officer(persons: &[(Id, Person)], peer: &Peer, hello: &Hello, today: Day) -> Result<Officer, Turned> {
    let is_office = persons.iter().any(|(_, person)| person.sits_at(&person.account, today));
    if let Some((id, person)) = persons.iter().find(|(_, person)| person.sits_at(&peer.account, today)) {
        let roles = Role::of_word(&person.role).into_iter().collect();
        return Ok(Officer { name: person.name.clone(), unit: person.unit.clone(), roles, person: *id });
    }
    match (peer.is_keeper, is_office) {
        (true, false) => {
            let name = if hello.name.is_empty() { &peer.account } else { &hello.name };
            Ok(Officer::alone(name.clone(), hello.unit.clone()))
        }
        (true, true) => Ok(Officer {
            name: peer.account.clone(),
            unit: String::new(),
            roles: vec![Role::Admin],
            person: Id::NONE,
        }),
        (false, _) => Err(Turned::Unmapped { account: peer.account.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Kind;

    fn person(name: &str, account: &str, role: &str, until: &str) -> Person {
        let until = until.parse().unwrap_or(Day::NONE);
        Person { name: name.into(), account: account.into(), role: role.into(), until, ..Person::default() }
    }

    fn sits(persons: &[Person], account: &str, is_keeper: bool) -> Result<Officer, Turned> {
        let persons: Vec<_> =
            persons.iter().cloned().map(|one| (Id::new(Kind::Person, 322, 1), one)).collect();
        let hello = Hello { name: "自称的人".into(), ..Hello::default() };
        let peer = Peer { account: account.into(), is_keeper };
        officer(&persons, &peer, &hello, "2026-11-23".parse().unwrap())
    }

    #[test]
    fn while_nobody_has_an_account_whoever_keeps_the_store_is_alone_with_it() {
        let unmapped = [person("李某", "", "乡镇经办", "")];
        assert_eq!(sits(&unmapped, "li", true).unwrap(), Officer::alone("自称的人", ""));
        assert_eq!(sits(&unmapped, "li", false), Err(Turned::Unmapped { account: "li".into() }));
    }

    #[test]
    fn in_an_office_the_account_says_who_it_is_and_the_keeper_only_administers() {
        let office =
            [person("李某", "li", "乡镇经办", ""), person("陈某", "chen", "股室负责人", "2026-11-22")];
        let li = sits(&office, "li", false).unwrap();
        assert_eq!((li.name.as_str(), li.roles), ("李某", vec![Role::Township]));
        assert_eq!(sits(&office, "zhiben", true).unwrap().roles, [Role::Admin]);
        assert_eq!(
            sits(&office, "chen", false),
            Err(Turned::Unmapped { account: "chen".into() }),
            "left the day before"
        );
    }
}
