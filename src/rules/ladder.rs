//! 逐级上报 (局内约定, `escalation_days`): what is late climbs from who works on it to those above, and is in their 今日 when it
//! has reached them. 经办 → 股室、乡镇负责人 → 局分管领导 → 局主要负责人.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::calendar::Day;
use crate::model::case::{Officer, Role};

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rung {
    /// 经办: everything of the own ground. Whoever holds every role alone stands here as well.
    #[default]
    Staff,
    /// 股室负责人、乡镇分管
    Lead,
    /// 局分管领导
    Leader,
    /// 局主要负责人
    Head,
}

impl Rung {
    /// On which the officer stands.
    pub fn of(officer: &Officer) -> Rung {
        let has = |role: Role| officer.roles.contains(&role);
        match () {
            () if Role::ALL.into_iter().all(has) || has(Role::Admin) => Rung::Staff,
            () if has(Role::Head) => Rung::Head,
            () if has(Role::Leader) => Rung::Leader,
            () if has(Role::TownshipLead) || has(Role::SectionLead) => Rung::Lead,
            () => Rung::Staff,
        }
    }

    /// The word for who stands there.
    pub fn word(self) -> &'static str {
        match self {
            Rung::Staff => "经办",
            Rung::Lead => "负责人",
            Rung::Leader => "分管领导",
            Rung::Head => "主要负责人",
        }
    }

    /// Does one of the bureau's leaders stand here, who reads what has climbed up and nothing else?
    pub fn is_leader(self) -> bool {
        self >= Rung::Leader
    }
}

/// How far up something has climbed whose last day was `limit`: so many workdays after it as the office settled for each rung.
pub fn climbed(limit: Day, facts: &Facts) -> Rung {
    if limit.is_none() || limit >= facts.as_of {
        return Rung::Staff;
    }
    let late = facts.workdays.between(limit, facts.as_of);
    let rungs = [Rung::Lead, Rung::Leader, Rung::Head];
    let reached = facts.basics.settings.escalation_days.iter().zip(rungs);
    let mut reached = reached.filter(|(days, _)| i64::from(late) >= i64::from(**days)).map(|(_, rung)| rung);
    reached.next_back().unwrap_or_default()
}
