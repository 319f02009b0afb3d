//! One transition, with the guards of the screen.

use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::remark;
use crate::ask::answer::{Answer, Asked, Form, Offer};
use crate::ask::query::{FormFor, Query};
use crate::calendar::{Day, understand_date};
use crate::desk::Desk;
use crate::entry::value::{due_remarks, find_spec, hint_of, show_day};
use crate::model::command::Command;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions;
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;
use crate::text;

/// 办一步：完成、复查、移交、签收、反馈、退回、延期 …
#[derive(clap::Args, Debug)]
#[command(after_help = "例：
  zhiben do '#42' 完成 how=已更换金属软管 done_on=今天
  zhiben do H2611-0042 复查合格 复查人=李明、张华
  zhiben do H2611-0042 更正日期 完成日=11-20 理由=看错日期
  zhiben do I2611-0007 更正 结论=未发现
  zhiben do E2611-0003 更正 状态=关闭 生效日=11-20 原因=停止经营
栏目写键名、中文标签，或只有一个标签含有的几个字（意见、期限）。要填哪些栏目，缺的时候会列出来。")]
pub struct Args {
    /// 编号，如 H2611-0042，或 #42
    #[arg(value_name = "编号")]
    id: String,
    /// 办什么；各种记录都可以 更正、作废
    #[arg(value_name = "动作")]
    action: String,
    /// 栏目=值
    #[arg(value_name = "栏目=值")]
    fields: Vec<String>,
}

/// What the words ask for.
enum Wish {
    Deed(Deed),
    Amend,
    Void,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.entering()?;
        let id = cx.id(&desk, &self.id)?;
        let wish = wish(&desk, id, &self.action)?;
        let asks = asks(&desk, id, &wish)?;
        let mut fields = fields(&asks, &wish, &self.fields)?;
        let days = days(&desk, &asks, &fields, status.today)?;
        let command = match wish {
            Wish::Deed(deed) => Command::Act { id: id.to_string(), deed, fields },
            Wish::Void => Command::Void { id, why: taken(&mut fields, WHY) },
            Wish::Amend => {
                let why = taken(&mut fields, WHY);
                // The day from which on it holds is understood with the fields.
                Command::Amend { id, seen: 0, fields, effective_on: Day::NONE, why }
            }
        };
        let receipt = desk.submit(ticket(), command)?;
        remark("", &days);
        remark("", &receipt.remarks);
        cx.out.ids(&receipt.ids)
    }
}

fn wish(desk: &Desk, id: Id, action: &str) -> Result<Wish, Failure> {
    match (id.kind(), action) {
        (Kind::Hazard, _) => deed(desk, id, action).map(Wish::Deed),
        (_, "更正" | "修改") => Ok(Wish::Amend),
        (_, "作废") => Ok(Wish::Void),
        (kind, _) => {
            Err(Failure::usage(format!("{}没有“{action}”这个动作", name_of(kind))).hint("可以是：更正、作废"))
        }
    }
}

/// The transition of this name. A name that several share means the one that is open to the hazard now.
fn deed(desk: &Desk, id: Id, action: &str) -> Result<Deed, Failure> {
    let called: Vec<Deed> = transitions::by_name(action).iter().map(|row| row.deed).collect();
    if let [one] = called.as_slice() {
        return Ok(*one);
    }
    let offers = match desk.ask(&Query::Record { id, day: Day::NONE }) {
        Answer::Whole(whole) => whole.offers,
        other => return Err(Failure::unanswered(other)),
    };
    let open: Vec<&Offer> = offers.iter().filter(|offer| called.contains(&offer.deed)).collect();
    let names: Vec<&str> = offers.iter().map(|offer| offer.name.as_str()).collect();
    match (open.as_slice(), called.first()) {
        ([one], _) => Ok(one.deed),
        ([], Some(first)) => Ok(*first),
        ([], None) => Err(Failure::usage(format!("没有“{action}”这个动作"))
            .hint(format!("{id} 现在可以：{}", names.join("、")))),
        (several, _) => Err(Failure::usage(format!("“{action}”有几种意思")).hint(format!(
            "请写全：{}",
            several.iter().map(|offer| offer.name.as_str()).collect::<Vec<_>>().join("、")
        ))),
    }
}

/// What the form of the screen would ask.
fn asks(desk: &Desk, id: Id, wish: &Wish) -> Result<Vec<Asked>, Failure> {
    match wish {
        Wish::Deed(deed) => form(desk, FormFor::Act(vec![id], *deed)),
        Wish::Amend => form(desk, FormFor::Edit(id)),
        Wish::Void => Ok(Vec::new()),
    }
}

/// What is to be said of the days among the fields: which one was taken where the year was left open, and what is odd about a
/// deadline.
fn days(desk: &Desk, asks: &[Asked], fields: &Fields, today: Day) -> Result<Vec<String>, Failure> {
    let mut remarks = Vec::new();
    let past = Spec::new(FROM.0, FROM.1, Shape::Date);
    let specs = asks.iter().map(|ask| ask.spec).chain([past]);
    for spec in specs.filter(|spec| fields.has(spec.key)) {
        let Some(hint) = hint_of(spec.shape, today) else { continue };
        let Ok(found) = understand_date(fields.get(spec.key), &hint) else { continue };
        if found.assumed {
            remarks.push(format!("{}按 {} 记", spec.label, show_day(found.day, today)));
        }
        if spec.shape == Shape::Ahead {
            let office = desk.office()?;
            remarks.extend(due_remarks(spec.label, found.day, &office.basics, &office.workdays, today));
        }
    }
    Ok(remarks)
}

/// The fields as typed, under their stable keys. Labels are looked up in the form that the screen would show.
fn fields(asks: &[Asked], wish: &Wish, typed: &[String]) -> Result<Fields, Failure> {
    let besides: &[(&str, &str)] = match wish {
        Wish::Deed(_) => &[],
        Wish::Amend => &[WHY, FROM],
        Wish::Void => &[WHY],
    };
    let of_form = asks.iter().map(|ask| ask.spec);
    let besides = besides.iter().map(|(key, label)| Spec::new(key, label, Shape::Text));
    let known: Vec<Spec> = of_form.chain(besides).collect();
    let is_reasoned = matches!(wish, Wish::Deed(_)) && known.iter().any(|spec| spec.key == REASON.0);
    let (mut fields, mut wrong) = (Fields::default(), Vec::new());
    for pair in typed {
        let half = text::half_width(pair);
        let Some((name, _)) = half.split_once('=') else {
            wrong.push(format!("“{pair}”应写成 栏目=值"));
            continue;
        };
        let value = pair.split_once(['=', '＝']).map_or("", |(_, value)| value);
        let name = name.trim();
        let found = find_spec(&known, name).map(|spec| spec.key);
        match found.or_else(|| (is_reasoned && name == REASON.1).then_some(REASON.0)) {
            None => wrong.push(format!("没有“{name}”这个栏目")),
            Some(key) => {
                if fields.0.insert(key.to_owned(), value.trim().to_owned()).is_some() {
                    wrong.push(format!("“{name}”写了两次，一个栏目只写一次"));
                }
            }
        }
    }
    if wrong.is_empty() { Ok(fields) } else { Err(Failure::usage(wrong.join("；")).hint(listed(&known))) }
}

/// What may be said besides the fields of a record.
const WHY: (&str, &str) = ("why", "原因");
const FROM: (&str, &str) = ("effective_on", "生效日");
/// A hazard is asked 理由 or 更正原因; the word of other records will do.
const REASON: (&str, &str) = ("reason", "原因");

fn taken(fields: &mut Fields, (key, _): (&str, &str)) -> String {
    fields.0.remove(key).unwrap_or_default()
}

fn listed(known: &[Spec]) -> String {
    let names: Vec<String> = known.iter().map(|spec| format!("{}（{}）", spec.label, spec.key)).collect();
    format!("可填：{}", names.join("、"))
}

fn form(desk: &Desk, form: FormFor) -> Result<Vec<Asked>, Failure> {
    match desk.ask(&Query::Form(form)) {
        Answer::Form(Form { asks, .. }) => Ok(asks),
        other => Err(Failure::unanswered(other)),
    }
}
