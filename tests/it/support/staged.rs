//! A desk that gives prepared answers, for screens whose questions [`Fake`] does not know; everything else it leaves to it.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::tui::circle::{Errand, Msg, Outside};

use super::screen::{Bench, Fake};

/// What is answered to a question; [`None`]: what [`Fake`] answers.
pub type Stage = fn(&Query) -> Option<Answer>;

/// The desk.
pub struct Staged {
    pub fake: Fake,
    pub stage: Stage,
}

impl Outside for Staged {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        let staged = match &errand {
            Errand::Ask(from, query) => (self.stage)(query).map(|answer| (*from, query.clone(), answer)),
            _ => None,
        };
        let Some((from, query, answer)) = staged else { return self.fake.run(errand) };
        self.fake.seen.borrow_mut().asked.push(query);
        Some(Msg::Answer(from, answer))
    }
}

/// Sits down in front of it and presses the first keys.
pub fn bench(width: u16, height: u16, stage: Stage, keys: &str) -> Bench<Staged> {
    let mut bench = Bench::new(width, height, Staged { fake: Fake::with_hazards(12), stage });
    bench.keys(keys);
    bench
}

/// The lines between head and foot, without trailing blanks, empty ones at the end left out.
pub fn body(bench: &Bench<Staged>) -> Vec<String> {
    let screen = bench.screen();
    let rows: Vec<String> = screen.lines().map(str::to_owned).collect();
    let mut body = rows[2..rows.len() - 3].to_vec();
    while body.last().is_some_and(String::is_empty) {
        body.pop();
    }
    body
}
