//! A hazard and the premises it belongs to: when they are gone, when the wrong ones were written down, when they close.

use zhiben::calendar::Day;
use zhiben::model::case::Role;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::possible;
use zhiben::model::id::Id;
use zhiben::model::state::Decision;

use super::world::{World, day, fields};

/// A correction, or a change from a day on, with its reason.
fn amend(
    world: &mut World,
    id: Id,
    pairs: &[(&str, &str)],
    from: &str,
    why: &str,
) -> Result<Decision, Refusal> {
    let effective_on = if from.is_empty() { Day::NONE } else { day(from) };
    world.submit(&Command::Amend { id, seen: 0, fields: fields(pairs), effective_on, why: why.into() })
}

const GONE: &[(&str, &str)] = &[("basis", "已拆除，照片3张"), ("approver", "赵股长")];

#[test]
fn a_site_is_not_gone_while_the_register_says_that_it_trades() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let refusal = world.act(id, Deed::SiteGone, GONE).unwrap_err();
    assert_eq!(refusal.guard, "场所已不存在");
    assert!(
        refusal.text.contains("登记为在营") && refusal.hint.contains(&world.shop.to_string()),
        "{refusal:?}"
    );
    assert!(!possible(&world.rows[&id], &world.case()).iter().any(|way| way.deed == Deed::SiteGone));

    let shop = world.shop;
    amend(&mut world, shop, &[("status", "关闭")], "2026-11-20", "拆除").unwrap();
    world.must(id, Deed::SiteGone, GONE);
    assert_eq!(
        (world.see(id).state, world.see(id).closed_by.as_slice()),
        (State::Closed, &["李四".to_owned(), "赵股长".into()][..])
    );
}

#[test]
fn that_a_site_is_gone_is_seen_there_by_one_and_approved_by_another() {
    let mut world = World::new();
    let id = world.hazard(&[("level", "一般")]);
    let shop = world.shop;
    world.wait(3);
    amend(&mut world, shop, &[("status", "迁出")], "2026-11-25", "搬到鲤城").unwrap();
    for (other, guard, at) in [
        (("approver", "李四"), "场所灭失须另一人批准", "approver"),
        (("by", "李四、赵股长"), "场所灭失须另一人批准", "approver"),
        (("on", "2026-11-24"), "现场核实", "on"),
    ] {
        let mut pairs: Vec<_> = GONE.iter().copied().filter(|(key, _)| *key != other.0).collect();
        pairs.push(other);
        let refusal = world.act(id, Deed::SiteGone, &pairs).unwrap_err();
        assert_eq!((refusal.guard.as_str(), refusal.fields[0].key.as_str()), (guard, at), "{refusal:?}");
    }
    world.sit("赵股长", &[Role::SectionLead]);
    assert_eq!(world.act(id, Deed::SiteGone, GONE).unwrap_err().guard, "场所灭失须另一人批准");
    world.sit("李四", &[Role::Section]);
    world.must(id, Deed::SiteGone, GONE);
}
