//! 人员（二(六)9）: somebody of a township office or a section; township staff owe one training (OR-07).

use serde::{Deserialize, Serialize};

use super::case::Role;
use super::field::{Field, FieldError, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 角色：乡镇经办、乡镇分管负责人、股室经办、股室负责人、局分管领导、局主要负责人、管理员
pub const ROLES: &[&str] =
    &["乡镇经办", "乡镇分管", "股室经办", "股室负责人", "局分管领导", "局主要负责人", "管理员"];

/// 人员
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 姓名
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// Post.
    pub post: String,
    /// One of [`ROLES`].
    pub role: String,
    /// Masked in lists.
    pub phone: String,
    /// First day in the post.
    pub since: Day,
    /// Last day in the post; none: still there.
    pub until: Day,
    /// In charge of the trade (表21)?
    pub oversees_industry: Option<bool>,
    /// Unix account.
    pub account: String,
    /// 备注
    pub note: String,
}

impl Person {
    /// In the post on this day?
    pub fn is_serving(&self, day: Day) -> bool {
        self.until.opt().is_none_or(|until| until >= day)
    }

    /// Sits under this account on this day?
    pub fn sits_at(&self, account: &str, day: Day) -> bool {
        !account.is_empty() && self.account == account && self.is_serving(day)
    }
}

impl Noun for Person {
    const KIND: Kind = Kind::Person;
    const NAME: &'static str = "人员";
    const WHO: &'static [Role] = Role::LEADS;
    const FIELDS: &'static [Field<Person>] = &[
        field!(! name "姓名" Shape::Text),
        field!(! unit "单位" Shape::Unit),
        field!(post "职务" Shape::Text),
        field!(role "角色" Shape::One(ROLES)),
        field!(phone "电话" Shape::Text),
        field!(since "到岗" Shape::Term),
        field!(until "离岗" Shape::Term),
        field!(oversees_industry "行业管理人员" Shape::Flag),
        field!(account "账户" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.name.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.unit)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn faults(&self) -> Vec<FieldError> {
        let ends = (!self.until.is_none() && self.until < self.since)
            .then(|| FieldError::at("until", "离岗", "早于到岗日"));
        let role = (!self.account.is_empty() && self.role.is_empty())
            .then(|| FieldError::at("role", "角色", "有账户的人员须填角色"));
        ends.into_iter().chain(role).collect()
    }
}
