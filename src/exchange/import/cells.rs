//! One cell → canonical text of its field, or what is wrong with it and what to write instead.

use std::cell::RefCell;
use std::collections::HashMap;

use super::stance::{Stance, stances};
use crate::calendar::{Day, Hint, Loose, Period, PeriodKind, Rule, understand_date};
use crate::exchange::table::Cell;
use crate::model::basics::{Basics, Lookup};
use crate::model::field::{FOR_GOOD, Shape, Spec};
use crate::text::half_width;

/// Why a cell is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub hint: String,
}

impl Misread {
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Misread {
        Misread { what: what.into(), hint: hint.into() }
    }
}

/// A value as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Canonical text; empty: nothing.
    pub text: String,
    /// The cell left something open, see [`Loose::assumed`].
    pub inferred: bool,
}

impl From<String> for Taken {
    fn from(text: String) -> Taken {
        Taken { text, inferred: false }
    }
}

impl From<Loose> for Taken {
    fn from(loose: Loose) -> Taken {
        Taken { text: loose.day.to_string(), inferred: loose.assumed }
    }
}

/// Reads cells by the shape of their field. Words that stand for units, industries … are looked up once each.
pub struct CellReader<'a> {
    basics: &'a Basics,
    today: Day,
    seen: RefCell<HashMap<(u8, String), Result<String, Misread>>>,
}

impl<'a> CellReader<'a> {
    /// With the words of the basics; dates in words are counted from `today`.
    pub fn new(basics: &'a Basics, today: Day) -> CellReader<'a> {
        CellReader { basics, today, seen: RefCell::default() }
    }

    /// Canonical text of a cell. The shape says whether a day without a year lies behind or ahead.
    pub fn read(&self, cell: &Cell, shape: Shape) -> Result<Taken, Misread> {
        let words = match cell {
            Cell::Error(error) => {
                return Err(Misread::new(format!("公式出错 {error}"), "请改成写定的值"));
            }
            other => other.words(),
        };
        if is_nothing(&words) {
            return Ok(Taken::default());
        }
        let most = if shape == Shape::Prose { PROSE } else { LINE };
        let length = words.chars().count();
        if length > most {
            return Err(Misread::new(format!("共{length}字，最多{most}字"), "请写短些"));
        }
        let plain = || squeezed(&words);
        match shape {
            Shape::Date | Shape::Term => self.day(cell, Rule::LatestUpTo(self.today)).map(Taken::from),
            Shape::Ahead | Shape::Validity => self.ahead(cell, shape, self.today),
            Shape::Text | Shape::Variant | Shape::Stage => Ok(one_line(&words).into()),
            Shape::Count => count(&plain(), 1).map(Taken::from),
            Shape::Money => money(&plain()).map(Taken::from),
            Shape::Flag => flag(&plain()).map(Taken::from),
            Shape::One(choices) => one_of(&plain(), choices).map(Taken::from),
            Shape::People => Ok(people(&words).join("、").into()),
            Shape::Unit => self.once(0, plain(), |word| self.township(word)).map(Taken::from),
            Shape::Industry => self.once(1, plain(), |word| self.industry(word)).map(Taken::from),
            Shape::Industries => self.industries(&words).map(Taken::from),
            Shape::Department => self.once(2, plain(), |word| self.department(word)).map(Taken::from),
            Shape::Month | Shape::Half => self.period(cell, shape, &plain()).map(Taken::from),
            Shape::Task => self.once(3, plain(), |word| self.task(word)).map(Taken::from),
            Shape::Sort => self.once(4, plain(), |word| self.sort(word)).map(Taken::from),
            Shape::Duty => Ok(plain().to_uppercase().into()),
            Shape::Prose | Shape::Link(_) | Shape::Links(_) => Ok(words.into()),
        }
    }

    /// The same for a field: a unit is any of ours, a section of the bureau too, unless the field is for a township; what a flag
    /// is called says 是, denied 否.
    pub fn field(&self, cell: &Cell, spec: &Spec) -> Result<Taken, Misread> {
        if spec.shape == Shape::Flag {
            return self.read(cell, spec.shape).or_else(|misread| {
                named_flag(&squeezed(&cell.words()), spec.label)
                    .map(|said| said.to_owned().into())
                    .ok_or(misread)
            });
        }
        let any = (spec.shape == Shape::Unit && spec.key != "township" && !cell.is_blank())
            .then(|| self.basics.unit_by(&squeezed(&cell.words())).one())
            .flatten();
        any.map_or_else(|| self.read(cell, spec.shape), |unit| Ok(unit.code.clone().into()))
    }

    /// A day that lies ahead of `from`; none where a validity has no last one.
    pub fn ahead(&self, cell: &Cell, shape: Shape, from: Day) -> Result<Taken, Misread> {
        let is_for_good = shape == Shape::Validity && FOR_GOOD.contains(&squeezed(&cell.words()).as_str());
        if is_for_good {
            Ok(Taken::default())
        } else {
            self.day(cell, Rule::FirstFrom(from)).map(Taken::from)
        }
    }

    /// A date cell, real or written; `rule` decides where the year is left open.
    pub fn day(&self, cell: &Cell, rule: Rule) -> Result<Loose, Misread> {
        if let Cell::Day(day) = cell {
            return Ok(Loose { day: *day, assumed: false });
        }
        let words = cell.words();
        let bare = words.trim_start_matches(['限', '于', '至']);
        understand_date(bare, &Hint { today: self.today, rule })
            .map_err(|error| Misread::new(error.to_string(), "写成 2026-11-23 这样的日期"))
    }

    /// The day of something that the head calls `label` and that has happened: never after today. `ahead` goes on saying
    /// what to do with a day that has not come.
    pub(super) fn past_day(&self, cell: &Cell, label: &str, ahead: &str) -> Result<Loose, Misread> {
        if cell.is_blank() {
            let hint = "补上日期；只有日期、乡镇、企业三格都空着才承接上一行";
            return Err(Misread::new(format!("没有{label}"), hint));
        }
        let loose = self.day(cell, Rule::LatestUpTo(self.today))?;
        if loose.day > self.today {
            let what = format!("{label} {} 还没到", loose.day);
            return Err(Misread::new(what, format!("核对年份{ahead}")));
        }
        Ok(loose)
    }

    /// Name of the category that a word stands for; the word itself where it is none of ours.
    pub fn category(&self, word: &str) -> (String, bool) {
        match self.basics.category_by(word).one() {
            Some(category) => (category.name.clone(), true),
            None => (word.to_owned(), false),
        }
    }

    fn once(
        &self,
        list: u8,
        word: String,
        find: impl FnOnce(&str) -> Result<String, Misread>,
    ) -> Result<String, Misread> {
        if let Some(known) = self.seen.borrow().get(&(list, word.clone())) {
            return known.clone();
        }
        let found = find(&word);
        self.seen.borrow_mut().insert((list, word), found.clone());
        found
    }

    /// A township by any of its names, with 洛江区 before it or a village behind it.
    fn township(&self, word: &str) -> Result<String, Misread> {
        let bare =
            ["福建省", "泉州市", "洛江区"].iter().fold(word, |w, prefix| w.strip_prefix(prefix).unwrap_or(w));
        if let Lookup::One(unit) = self.basics.township_by(bare) {
            return Ok(unit.code.clone());
        }
        let inside: Vec<_> =
            self.basics.townships().filter(|unit| bare.contains(unit.short.as_str())).collect();
        let all = self.basics.townships().map(|unit| unit.short.as_str()).collect::<Vec<_>>().join("、");
        match inside.as_slice() {
            [one] if bare.starts_with(one.short.as_str()) => Ok(one.code.clone()),
            [] | [_] => Err(Misread::new(format!("没有“{word}”这个乡镇（街道）"), format!("可写 {all}"))),
            _ => Err(Misread::new("一格里写了几个乡镇（街道）", format!("一行只写一个：{all}"))),
        }
    }

    fn industries(&self, words: &str) -> Result<String, Misread> {
        let whole = self.once(1, squeezed(words), |word| self.industry(word));
        if whole.is_ok() {
            return whole;
        }
        let mut codes: Vec<String> = Vec::new();
        for part in words.split(SEPARATORS).map(squeezed).filter(|part| !part.is_empty()) {
            let code = self.once(1, part, |word| self.industry(word))?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes.join("、"))
    }

    fn industry(&self, word: &str) -> Result<String, Misread> {
        let trimmed =
            ["行业", "企业", "业", "类"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let found = self.basics.industry_by(word).one().or_else(|| self.basics.industry_by(trimmed).one());
        found.map(|industry| industry.code.clone()).ok_or_else(|| {
            let all = self.basics.industries.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join("、");
            Misread::new(format!("没有“{word}”这个行业"), format!("可写 {all}"))
        })
    }

    /// `2026-11`, `2026年11月`, a day in it; `2026H2`, `2026年下半年`.
    fn period(&self, cell: &Cell, shape: Shape, plain: &str) -> Result<String, Misread> {
        let (kind, example) = match shape {
            Shape::Half => (PeriodKind::Half, "2026H2"),
            _ => (PeriodKind::Month, "2026-11"),
        };
        let dashed = plain.replace(['.', '/'], "-");
        let padded = dashed.split_once('-').map(|(year, month)| format!("{year}-{month:0>2}"));
        let written =
            [Some(dashed.clone()), padded].into_iter().flatten().find_map(|text| text.parse::<Period>().ok());
        let day = match cell {
            Cell::Day(day) => Some(*day),
            _ => dashed.parse::<Day>().ok(),
        };
        let found = written.or_else(|| day.map(|day| Period::containing(kind, day)));
        let found = found.filter(|period| period.kind() == Some(kind)).map(|period| period.to_string());
        found.ok_or_else(|| Misread::new(format!("“{plain}”看不出是哪一期"), format!("写成 {example}")))
    }

    /// Code of a node of the plan in force: `T16`, `16`, `T18.3`.
    fn task(&self, word: &str) -> Result<String, Misread> {
        let code = word.trim_start_matches(['T', 't', '#']);
        let nodes = self.basics.plan_on(self.today).map_or(&[][..], |plan| &plan.nodes);
        let found = nodes.iter().find(|node| node.code.trim_start_matches('T') == code || node.title == word);
        found
            .map(|node| node.code.clone())
            .ok_or_else(|| Misread::new(format!("方案里没有任务“{word}”"), "写 T1–T34 或 T18.3"))
    }

    fn sort(&self, word: &str) -> Result<String, Misread> {
        let found = self.basics.sort_by(word).one();
        found.map(|sort| sort.code.clone()).ok_or_else(|| {
            let all = self.basics.sorts.iter().map(|sort| sort.name.as_str()).collect::<Vec<_>>().join("、");
            Misread::new(format!("没有“{word}”这种记录"), format!("可写 {all}"))
        })
    }

    fn department(&self, word: &str) -> Result<String, Misread> {
        let bare = ["已移交", "移交至", "移交给", "移交", "转交", "转办"]
            .iter()
            .find_map(|start| word.strip_prefix(start))
            .unwrap_or(word)
            .trim_start_matches(['给', '至', ':']);
        let trimmed = ["处理", "部门"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
        let found =
            self.basics.department_by(bare).one().or_else(|| self.basics.department_by(trimmed).one());
        found.map(|department| department.code.clone()).ok_or_else(|| {
            let all = self.basics.departments.iter().map(|d| d.short.as_str()).collect::<Vec<_>>().join("、");
            Misread::new(format!("没有“{bare}”这个部门"), format!("可写 {all}"))
        })
    }
}

/// Most characters of a line and of several, as every record has them.
const LINE: usize = 500;
const PROSE: usize = 5000;

/// What separates names in a cell.
const SEPARATORS: &[char] = &['、', '，', ',', ';', '；', '/', '／', '\n', '\r', '+', '|'];

/// A stroke or a dash in an otherwise empty cell.
fn is_nothing(words: &str) -> bool {
    words.chars().all(|c| c.is_whitespace() || matches!(c, '/' | '\\' | '-' | '—' | '－' | '／' | '―'))
}

/// Half-width and without blanks: for words that are compared, not kept.
pub(super) fn squeezed(words: &str) -> String {
    half_width(words).chars().filter(|c| !c.is_whitespace()).collect()
}

/// One line, single blanks.
pub(super) fn one_line(words: &str) -> String {
    crate::text::clean(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names in a cell. A name written apart (`李　四`) stays one; full names side by side are several.
pub(super) fn people(words: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in words.split(SEPARATORS) {
        let pieces: Vec<&str> = part.split_whitespace().collect();
        let apart = pieces.iter().any(|piece| piece.chars().count() < 2);
        let found =
            if apart { vec![pieces.concat()] } else { pieces.into_iter().map(str::to_owned).collect() };
        for name in found.into_iter().filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// `33人`, `约40`, `１０`, `2.0`: a whole number times `unit`.
fn count(plain: &str, unit: u32) -> Result<String, Misread> {
    let wrong = || Misread::new(format!("“{plain}”不是整数"), "只写数字，如 33");
    let digits = plain.trim_start_matches(['约', '近', '共']).replace(',', "");
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (number, rest) = digits.split_at(end);
    if rest.chars().any(|c| c.is_ascii_digit()) || rest.chars().count() > 4 {
        return Err(wrong());
    }
    let value: f64 = number.parse().map_err(|_| wrong())?;
    let whole = (value * f64::from(unit)).round();
    let exact = (value * f64::from(unit) - whole).abs() < 1e-6;
    if exact && (0.0..=f64::from(u32::MAX)).contains(&whole) {
        Ok((whole as u32).to_string())
    } else {
        Err(wrong())
    }
}

/// Money in 元: `3.5万元`, `2000元`, `2000`.
fn money(plain: &str) -> Result<String, Misread> {
    let unit = if plain.contains('万') { 10_000 } else { 1 };
    count(plain.trim_start_matches(['$']), unit)
        .map_err(|_| Misread::new(format!("“{plain}”不是金额"), "写元数，如 2000，或 3.5万元"))
}

fn flag(plain: &str) -> Result<String, Misread> {
    const YES: &[&str] = &["是", "√", "✓", "✔", "☑", "●", "有", "y", "yes", "true", "1", "对", "已", "v"];
    const NO: &[&str] =
        &["否", "×", "✗", "✘", "无", "没有", "不是", "n", "no", "false", "0", "x", "未", "非", "一般"];
    let small = plain.to_lowercase();
    match () {
        () if YES.contains(&small.as_str()) => Ok("是".into()),
        () if NO.contains(&small.as_str()) => Ok("否".into()),
        () => Err(Misread::new(format!("“{plain}”看不出是或否"), "写 是 或 否，也可打 √；不清楚就空着")),
    }
}

/// A flag answered by its name: under 是否重点 `重点企业` is 是, `非重点` 否; [`None`]: neither, or both.
fn named_flag(plain: &str, label: &str) -> Option<&'static str> {
    let mut said = stances(plain, label.trim_start_matches("是否"));
    let first = said.next()?;
    match first {
        _ if said.any(|stance| stance != first) => None,
        Stance::Meant => Some("是"),
        Stance::Denied => Some("否"),
        Stance::Awaited => None,
    }
}

/// The one of `choices` that the squeezed text is, begins with, or holds and means: `日常检查` → 日常, `一般隐患` → 一般; 非重大
/// is neither.
pub(super) fn one_of(plain: &str, choices: &[&str]) -> Result<String, Misread> {
    let fits: [&dyn Fn(&str) -> bool; 4] = [
        &|choice| plain == choice,
        &|choice| plain.starts_with(choice),
        &|choice| stances(plain, choice).any(|stance| stance == Stance::Meant),
        &|choice| choice.contains(plain),
    ];
    for fit in fits {
        let found: Vec<_> = choices.iter().filter(|choice| fit(&squeezed(choice))).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((**one).to_owned()),
            _ => break,
        }
    }
    Err(Misread::new(format!("“{plain}”不在可选之列"), format!("可写 {}", choices.join("、"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::enterprise::{GASES, STATUSES};
    use crate::model::hazard::LEVELS;
    use crate::model::inspection::MODES;

    fn read(text: &str, shape: Shape) -> String {
        let basics = Basics::built_in().unwrap();
        let today = Day::ymd(2026, 11, 23).unwrap();
        match CellReader::new(&basics, today).read(&Cell::Text(text.into()), shape) {
            Ok(taken) => taken.text + if taken.inferred { " 推定" } else { "" },
            Err(misread) => format!("{}；{}", misread.what, misread.hint),
        }
    }

    #[test]
    fn numbers_come_with_units_and_in_any_width() {
        let found = ["33人", "１０", "约40人", "1,200", "27.0", "若干", "3到5", "-"]
            .map(|text| read(text, Shape::Count));
        assert_eq!(found[..5], ["33", "10", "40", "1200", "27"]);
        assert!(found[5].contains("只写数字") && found[6].contains("只写数字"), "{found:?}");
        assert_eq!(found[7], "");
        assert_eq!(
            ["3.5万元", "2000元", "￥800"].map(|text| read(text, Shape::Money)),
            ["35000", "2000", "800"]
        );
    }

    #[test]
    fn ticks_and_words_are_yes_or_no_and_blank_is_neither() {
        assert_eq!(
            ["√", " 是 ", "否", "×", "", "　", "/"].map(|t| read(t, Shape::Flag)),
            ["是", "是", "否", "否", "", "", ""]
        );
        assert!(read("大概", Shape::Flag).contains("写 是 或 否"));
        let named = ["重点", "重点企业", "非重点", "待定重点", "不重点，重点"];
        let found = named.map(|text| named_flag(text, "是否重点").unwrap_or("看不出"));
        assert_eq!(found, ["是", "是", "否", "看不出", "看不出"]);
        assert_eq!(read("一般", Shape::Flag), "否");
    }

    #[test]
    fn words_behind_a_choice_do_not_matter() {
        assert_eq!(
            ["日常检查", "四不两直", "专项", "联合检查"].map(|t| read(t, Shape::One(MODES))),
            ["日常", "四不两直", "专项", "联合"]
        );
        assert_eq!(["一般隐患", "重大"].map(|t| read(t, Shape::One(LEVELS))), ["一般", "重大"]);
        assert_eq!(["管道天然气", "瓶装", "无"].map(|t| read(t, Shape::One(GASES))), ["管道", "瓶装", "无"]);
        assert_eq!(read("正常在营", Shape::One(STATUSES)), "在营");
        assert_eq!(read("不属于重大，属一般隐患", Shape::One(LEVELS)), "一般");
        for denied in ["较大", "非重大隐患", "不属于重大隐患", "不构成重大", "待认定重大"]
        {
            assert!(read(denied, Shape::One(LEVELS)).contains("一般、重大"), "{denied}");
        }
        assert!(read("未停业", Shape::One(STATUSES)).contains("可写 在营、停业"));
    }

    #[test]
    fn a_township_is_known_by_every_name_but_one_at_a_time() {
        for text in ["万安", "万安街道", "万安街道办", "洛江区万安街道", " 万 安\u{3000}", "万安街道杏宅社区"]
        {
            assert_eq!(read(text, Shape::Unit), "350504001", "{text}");
        }
        assert!(read("万安、河市", Shape::Unit).contains("一行只写一个"));
        assert!(read("鲤城", Shape::Unit).contains("可写 万安"));
    }

    #[test]
    fn industries_by_name_or_alias_several_by_any_separator() {
        assert_eq!(read("非星级酒店（宾馆）", Shape::Industries), "jd");
        assert_eq!(read("餐饮业，超市", Shape::Industries), "cy、sc");
        assert!(read("五金", Shape::Industries).contains("可写 餐饮燃气"));
    }

    #[test]
    fn names_are_told_apart_however_they_are_separated() {
        let found = ["蔡丽萍、郑伟", "蔡丽萍 郑伟", "李　四", "郑伟,郑伟；王少波", ""]
            .map(|t| read(t, Shape::People));
        assert_eq!(found, ["蔡丽萍、郑伟", "蔡丽萍、郑伟", "李四", "郑伟、王少波", ""]);
    }

    #[test]
    fn departments_are_known_with_the_word_of_the_handing_over() {
        assert_eq!(
            ["移交消防", "住建局", "移交至市场监管局处理"].map(|t| read(t, Shape::Department)),
            ["xf", "zj", "sj"]
        );
    }

    #[test]
    fn a_date_without_a_year_is_the_latest_and_says_so() {
        assert_eq!(
            ["2026.5.19", "9月24日", "12月1日"].map(|t| read(t, Shape::Date)),
            ["2026-05-19", "2026-09-24 推定", "2025-12-01 推定"]
        );
        assert!(read("2026-02-30", Shape::Date).contains("28"));
    }
}
