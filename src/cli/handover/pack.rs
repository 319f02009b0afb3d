//! 交接包: what whoever takes over must know and no list of records says — open items, cells that fall due in the unit, whom to call.
//! Drafts are none of it: they are at the account of whoever typed them.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::failure::Failure;
use super::super::users::people;
use super::{COLUMNS, Item};
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::desk::Desk;
use crate::file::{self, Readers};
use crate::model::case::{Officer, Role};
use crate::model::id::Id;
use crate::rules::review::Section;
use crate::text::mask_phone;

/// Writes the pack of `from` for `to` as text.
///
/// # Errors
/// The file cannot be written, the desk does not answer.
pub fn write(
    file: &Path,
    desk: &Desk,
    status: &Status,
    (from, to): (&str, &str),
    items: &[Item],
) -> Result<(), Failure> {
    let register = people(desk)?;
    let unit = register.iter().find(|(_, person)| person.name == from).map(|(_, person)| person.unit.clone());
    let unit = unit.unwrap_or_else(|| status.officer.unit.clone());
    let phone = |text: &str| phone(&status.officer, text);

    let mut text =
        format!("交接包\n交出人 {from}，接手人 {to}，{}，制表 {}\n", status.today, status.officer.name);
    let row = |item: &Item| {
        COLUMNS
            .iter()
            .map(|(_, show)| show(item))
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    add(&mut text, "一、在办事项", items.iter().map(row));

    let day = Day::NONE;
    // A section has no morning of its own: the bureau's is everybody's.
    let whose = status.townships.iter().find(|(code, ..)| *code == unit).map(|(code, ..)| code.clone());
    let cells = match desk.ask(&Query::Today { day, unit: whose.unwrap_or_default() }) {
        Answer::Today(page) => page
            .lines
            .into_iter()
            .filter(|line| matches!(line.section, Section::Cells | Section::OldPlans | Section::Milestones)),
        other => return Err(Failure::unanswered(other)),
    };
    add(
        &mut text,
        "二、将欠和已欠的事项",
        cells.map(|line| {
            let due = line.day.opt().map(|due| format!("截止 {due}")).unwrap_or_default();
            [line.township, line.text, line.status, due]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }),
    );

    let mut ids: Vec<Id> =
        items.iter().filter_map(|item| item.premises.opt()).collect::<BTreeSet<_>>().into_iter().collect();
    ids.sort_unstable();
    let premises = desk.rows(&ids)?;
    let shops = ids
        .iter()
        .filter_map(|id| premises.get(id)?.enterprise())
        .map(|shop| format!("{} {} {}", shop.name, shop.principal, phone(&shop.phone)));
    let colleagues =
        register.iter().filter(|(_, person)| person.is_serving(status.today) && person.name != from);
    let colleagues = colleagues
        .filter(|(_, person)| person.unit == unit || person.role == "股室经办" || person.role == "管理员");
    let people =
        colleagues.map(|(_, person)| format!("{} {} {}", person.name, person.post, phone(&person.phone)));
    add(&mut text, "三、联系人", shops.chain(people));
    text += "\n草稿在各人自己的账户里，不随交接；请交出人先交完或丢弃。\n";
    text += "\n交出人 ________    接手人 ________    监交人 ________\n";
    file::whole_of(file, Readers::Usual, text.as_bytes()).map_err(|error| Failure::io("写不了", file, &error))
}

/// A telephone: whole for the administrator, starred for everybody else.
fn phone(officer: &Officer, text: &str) -> String {
    if officer.is_any(&[Role::Admin]) { text.to_owned() } else { mask_phone(text) }
}

fn add(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    *text += &format!("\n{title}（{}）\n", lines.len());
    for line in lines {
        *text += &format!("  {}\n", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephones_are_whole_for_the_administrator_alone() {
        let section = Officer { roles: vec![Role::Section], ..Officer::alone("王某", "LT") };
        assert_eq!(phone(&section, "13805951234"), "138****1234");
        assert_eq!(phone(&Officer::alone("李明", ""), "13805951234"), "13805951234");
    }
}
