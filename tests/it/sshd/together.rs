//! What eight officers see of each other, and what they may not.

use std::time::{Duration, Instant};

use super::office::Office;
use super::{SOON, alone};
use crate::support::seat::Seat;

/// Waits on every screen until `words` stand there, and says after how long the last had them.
fn all_see(seats: &mut [&mut Seat], words: &str) -> Duration {
    let since = Instant::now();
    for seat in seats {
        seat.sees(words);
    }
    since.elapsed()
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn what_one_enters_the_others_see_at_once_as_far_as_it_is_theirs() {
    let _alone = alone();
    let office = Office::new();
    let mut seats = office.all_sit();
    for seat in &mut seats {
        seat.keys("4").sees("[4隐患]");
    }
    let [chen, lin, li, he, wang, ..] = &mut seats[..] else { unreachable!() };
    li.keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化").sees("限期整改").keys("<Enter>");
    let late = all_see(&mut [he, lin, chen], "后厨燃气软管老化");
    assert!(late < SOON, "seen after {late:?}");
    li.sees("已记录").keys("<Esc>");
    wang.keys("ah 2.cy/+双阳小厨 灭火器过期").sees("限期整改").keys("<Enter>").sees("已记录").keys("<Esc>");
    all_see(&mut [lin, chen], "灭火器过期");
    for (seat, foreign) in [(li, "灭火器过期"), (he, "灭火器过期"), (wang, "后厨燃气软管老化")]
    {
        assert!(!seat.screen().contains(foreign), "{}", seat.screen());
    }

    he.keys("q");
    assert_eq!(he.ends(), 0);
    all_see(&mut [chen, lin], "在线7");
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn who_may_not_is_told_why_and_whom_to_ask() {
    let _alone = alone();
    let mut office = Office::new();
    let li = office.account("li");
    let ids = office.by(&li, &["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    let hazard = ids.lines().last().unwrap();

    // Another township's officer neither finds the hazard nor acts on it, nor enters one there.
    let wang = office.account("wang");
    let refused = office.script(&wang, &["do", hazard, "完成", "完成情况=已换"]);
    assert!(!refused.status.success(), "{refused:?}");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains(&format!("{hazard} 不在您的辖区")), "{said}");
    let mut seat = office.sits("wang");
    seat.sees("双阳 王某")
        .keys("ah 1.cy/+阿芬烧烤店 私拉电线")
        .sees("限期整改")
        .keys("<Enter>")
        .sees("本乡镇");
    assert!(seat.screen().contains("私拉电线"), "what was typed stays\n{}", seat.screen());
    assert!(office.by(&li, &["show", hazard, "--json"]).contains("整改中"));

    // An account that nobody registered, and one outside of the group.
    let nobody = office.stranger("nobody", true);
    let mut seat = office.sits("nobody");
    seat.sees(&format!("账户 {} 还没有对应的经办人", nobody.name)).sees("zhiben users add");
    assert_eq!(seat.ends(), 1);
    let outsider = office.stranger("outer", false);
    let mut seat = office.sits("outer");
    seat.sees(&format!("usermod -aG {} {}", office.group(), outsider.name));
    assert_eq!(seat.ends(), 1);
}
