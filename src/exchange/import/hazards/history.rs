//! What the columns about the progress of a row say: due day, completion, recheck, department.

use super::outcome::{Due, Says, Told, reading};
use super::{Entering, note_inferred};
use crate::calendar::{Day, Rule};
use crate::exchange::import::cells::{Misread, squeezed};
use crate::exchange::import::lines::Line;
use crate::exchange::import::problem::Severity;
use crate::exchange::import::register::Register;
use crate::exchange::table::Cell;
use crate::model::field::{Fields, Shape};
use crate::model::hazard::State;

impl Entering<'_> {
    /// What the columns about the progress say; [`None`] when one of them is not understood.
    pub(super) fn told(&mut self, line: &Line<'_>, found: Day, fields: &mut Fields) -> Option<Told> {
        let (history, mut whole) =
            line.take(&["recheck_by", "letter_no", "how", "due_proposed"], &self.reader, self.preview);
        let due = self.due(line, found, fields);
        let mut says = Vec::new();
        let done = self.done_on(line, found, fields, &mut says);
        let mut told = Told {
            found,
            level: fields.get("level").to_owned(),
            due: due.unwrap_or(Due::Blank),
            done: done.unwrap_or(Day::NONE),
            says,
            recheck_on: Day::NONE,
            closed_on: Day::NONE,
            handed: false,
            may_be_major: Vec::new(),
        };
        whole &= due.is_some() && done.is_some();
        whole &= self.dated(line, "recheck_on", found, &mut told.recheck_on);
        whole &= self.dated(line, "closed_on", found, &mut told.closed_on);
        let mut sent_on = Day::NONE;
        whole &= self.dated(line, "sent_on", found, &mut sent_on);
        told.says.extend(reading(&squeezed(history.get("how"))));
        whole &= self.recheck(line, &mut told);
        whole &= self.department(line, &mut told, fields);
        for (key, from) in [
            ("by", "recheck_by"),
            ("letter_no", "letter_no"),
            ("how", "how"),
            ("due_proposed", "due_proposed"),
        ] {
            fields.put(key, history.get(from));
        }
        fields.put("sent_on", sent_on.to_string());
        whole.then_some(told)
    }

    fn due(&mut self, line: &Line<'_>, found: Day, fields: &mut Fields) -> Option<Due> {
        let cell = line.cell("due");
        let words = squeezed(&cell.words());
        let holds = |list: &[&str]| list.iter().any(|word| words.contains(word));
        if words.chars().all(|c| matches!(c, '/' | '-' | '—')) {
            return Some(Due::Blank);
        }
        if holds(&["立行立改", "立即", "当场", "现场", "即知即改", "即查即改", "立整立改", "马上"])
        {
            return Some(Due::OnSpot);
        }
        if holds(&["尽快", "及时", "抓紧", "尽早", "限期整改", "近期", "待定"]) {
            return Some(Due::Soon);
        }
        if let Some(day) = within(&words, found, self.register) {
            return Some(Due::On(day));
        }
        match self.reader.day(cell, Rule::FirstFrom(found)) {
            Ok(loose) => {
                note_inferred(fields, loose.assumed, "due");
                Some(Due::On(loose.day))
            }
            Err(misread) => {
                let hint = format!("{}；也可写 尽快、立行立改、7天内", misread.hint);
                line.misread(self.preview, "due", cell, Misread { hint, ..misread });
                None
            }
        }
    }

    /// The day it was done; [`Day::NONE`] where the column says that it is not, or says no day.
    fn done_on(
        &mut self,
        line: &Line<'_>,
        found: Day,
        fields: &mut Fields,
        says: &mut Vec<Says>,
    ) -> Option<Day> {
        let cell = line.cell("done_on");
        let words = squeezed(&cell.words());
        if words.chars().all(|c| matches!(c, '/' | '-' | '—')) {
            return Some(Day::NONE);
        }
        if ["立行立改", "当场", "现场"].iter().any(|word| words.contains(word)) {
            says.push(Says::Fixed);
            return Some(found);
        }
        let read = reading(&words);
        if !read.is_empty() && !matches!(cell, Cell::Day(_)) {
            says.extend(read);
            return Some(Day::NONE);
        }
        match self.reader.day(cell, Rule::FirstFrom(found)) {
            Ok(loose) => {
                note_inferred(fields, loose.assumed, "done_on");
                Some(loose.day)
            }
            Err(misread) => {
                let hint = format!("{}；没完成写 整改中", misread.hint);
                line.misread(self.preview, "done_on", cell, Misread { hint, ..misread });
                None
            }
        }
    }

    fn dated(&mut self, line: &Line<'_>, key: &'static str, found: Day, day: &mut Day) -> bool {
        if line.is_blank(key) {
            return true;
        }
        match self.reader.day(line.cell(key), Rule::FirstFrom(found)) {
            Ok(loose) => *day = loose.day,
            Err(misread) => {
                line.misread(self.preview, key, line.cell(key), misread);
                return false;
            }
        }
        true
    }

    /// What the columns of the state and of the recheck say. A state by its own name goes before every other word.
    fn recheck(&mut self, line: &Line<'_>, told: &mut Told) -> bool {
        let state = squeezed(&line.words("state"));
        match State::of_name(&state) {
            Some(State::Draft | State::Voided | State::Merged) => {
                line.hold(self.preview, "state", format!("{state}的不导入"), "删去这一行");
                return false;
            }
            Some(_) => {
                told.says = reading(&state);
                return true;
            }
            None => told.says.extend(reading(&state)),
        }
        let words = squeezed(&line.words("recheck"));
        let read = reading(&words);
        if read.is_empty() && !words.is_empty() {
            let what = "看不出复查结果，按没有复查录入";
            let hint = "可写 合格、不合格、已整改、移交消防";
            self.preview.say(Severity::Doubt, line.place_of("recheck"), words, what, hint);
        }
        told.says.extend(read);
        true
    }

    /// The department it went to, from its own column or from 移交X in another.
    fn department(&mut self, line: &Line<'_>, told: &mut Told, fields: &mut Fields) -> bool {
        let columns = ["department", "recheck", "done_on", "how"];
        let said = columns.iter().map(|key| (*key, line.words(key))).find(|(key, words)| {
            !words.is_empty() && (*key == "department" || reading(&squeezed(words)) == [Says::Handed])
        });
        let Some((key, words)) = said.filter(|(_, words)| !words.contains("商务")) else { return true };
        match self.reader.read(&Cell::Text(words), Shape::Department) {
            Ok(taken) => {
                told.handed = !taken.text.is_empty();
                fields.put("department", taken.text);
                true
            }
            Err(misread) => {
                line.misread(self.preview, key, line.cell(key), misread);
                false
            }
        }
    }
}

/// `7天内`, `3个工作日`, `一周内`: so many days after the hazard was found.
fn within(words: &str, found: Day, register: &dyn Register) -> Option<Day> {
    let bare = ["以内", "之内", "内"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    let fixed = match bare {
        "一周" | "一星期" | "1周" => Some(7),
        "两周" | "二周" | "2周" => Some(14),
        "半个月" | "半月" => Some(15),
        "一个月" | "1个月" => Some(30),
        _ => None,
    };
    if let Some(days) = fixed {
        return Some(found.plus(days));
    }
    let end = bare.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = bare.split_at_checked(end)?;
    let days: i32 = digits.parse().ok().filter(|days| (1..=366).contains(days))?;
    match unit.trim_start_matches('个') {
        "天" => Some(found.plus(days)),
        // `8日` alone is a day of the month.
        "日" if bare != words => Some(found.plus(days)),
        "工作日" => Some(register.workdays().add(found, days)),
        _ => None,
    }
}
