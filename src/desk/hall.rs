//! The room with the chairs: who may take one, and who is there.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;

use super::chairs::{Chair, ChairNo, Happening};
use super::wire::{ToSeat, Turned};

/// Most seats at a time, and of one account.
const SEATS: usize = 256;
/// See [`SEATS`].
pub const SEATS_OF_ACCOUNT: usize = 64;

/// Those who are there, and what they wanted before the store was open.
#[derive(Default)]
pub struct Chairs {
    /// Who is there.
    pub all: BTreeMap<ChairNo, Chair>,
    /// What happened before it could be dealt with.
    pub waiting: Vec<Happening>,
}

impl Chairs {
    /// Takes in who came; keeps what else happened for later.
    pub fn let_in(&mut self, told: &Receiver<Happening>) {
        while let Ok(happening) = told.try_recv() {
            match happening {
                Happening::Came(no, chair) => self.came(no, chair),
                Happening::Gone(no, _) => {
                    self.all.remove(&no);
                }
                other => self.waiting.push(other),
            }
        }
    }

    /// Gives somebody a chair, where there is one.
    pub fn came(&mut self, no: ChairNo, chair: Chair) {
        let same = self.all.values().filter(|other| other.peer == chair.peer).count();
        let full = match (self.all.len(), same) {
            (all, _) if all >= SEATS => Some(format!("全部 {SEATS} 个席位都有人")),
            (_, same) if same >= SEATS_OF_ACCOUNT => {
                Some(format!("账户 {} 已开 {SEATS_OF_ACCOUNT} 个席位", chair.peer.account))
            }
            _ => None,
        };
        match full {
            Some(why) => {
                chair.say(ToSeat::Turned(Turned::Full(why)));
            }
            None => {
                self.all.insert(no, chair);
            }
        }
    }

    /// Turns everybody away.
    pub fn turn_all(&mut self, why: &Turned, told: &Receiver<Happening>) {
        // Whoever started this owner is at the door or will be in a moment.
        if self.all.is_empty()
            && let Ok(first) = told.recv_timeout(Duration::from_secs(1))
        {
            match first {
                Happening::Came(no, chair) => self.came(no, chair),
                other => self.waiting.push(other),
            }
        }
        self.let_in(told);
        let all = std::mem::take(&mut self.all);
        all.into_values().for_each(|chair| {
            chair.say(ToSeat::Turned(why.clone()));
        });
        // Their writers are threads of their own; the process is not gone before they had a moment.
        thread::sleep(Duration::from_millis(100));
    }

    /// How many look at a screen.
    pub fn manned(&self) -> usize {
        self.all.values().filter(|chair| chair.is_manned()).count()
    }
}
