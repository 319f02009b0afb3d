//! 隐患: the queue in its order.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::context::{Context, pick};
use super::failure::Failure;
use super::listing::{Listing, Places};
use super::output::Column;
use crate::ask::answer::{Answer, HazardLine, Page};
use crate::ask::query::{HazardFilter, HazardOrder, Query};
use crate::model::hazard::{LEVELS, State};
use crate::rules::queue::Queue;

/// 隐患，按急重轻缓排序
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    places: Places,
    /// 状态：整改中、待复查、已销号 …；可写几次
    #[arg(long, short = 's', value_name = "状态")]
    state: Vec<String>,
    /// 等级：一般 或 重大
    #[arg(long, short = 'l', value_name = "等级")]
    level: Option<String>,
    /// 只看逾期的
    #[arg(long)]
    overdue: bool,
    /// 队列：未闭环、待定性、待移交、重大·挂牌 …
    #[arg(long, short = 'q', value_name = "队列")]
    queue: Option<String>,
    /// 排序：急重、发现、期限、企业、编号
    #[arg(long, value_name = "次序", default_value = "急重")]
    order: String,
    #[command(flatten)]
    listing: Listing,
}

/// A hazard with the names that `--json` promises.
struct Told(HazardLine);

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let row = &self.0;
        let mut object = to.serialize_struct("Hazard", 12)?;
        object.serialize_field("id", &row.id)?;
        object.serialize_field("township", &row.township)?;
        object.serialize_field("enterprise", &row.enterprise)?;
        object.serialize_field("industry", &row.industry)?;
        object.serialize_field("description", &row.description)?;
        object.serialize_field("level", &row.level)?;
        object.serialize_field("state", row.state.name())?;
        object.serialize_field("found_on", &row.found_on)?;
        object.serialize_field("due", &row.due)?;
        object.serialize_field("overdue_days", &row.overdue_days)?;
        object.serialize_field("band", row.band.name())?;
        object.serialize_field("marks", &row.marks)?;
        object.end()
    }
}

const COLUMNS: &[Column<Told>] = &[
    ("编号", |row| row.0.id.to_string()),
    ("乡镇", |row| row.0.township.clone()),
    ("企业", |row| row.0.enterprise.clone()),
    ("行业", |row| row.0.industry.clone()),
    ("等级", |row| row.0.level.clone()),
    ("状态", |row| row.0.state.name().into()),
    ("发现日期", |row| row.0.found_on.to_string()),
    ("期限", |row| row.0.due.to_string()),
    ("逾期天数", |row| if row.0.overdue_days == 0 { String::new() } else { row.0.overdue_days.to_string() }),
    ("档", |row| row.0.band.name().into()),
    ("标记", |row| row.0.marks.join("、")),
    ("隐患描述", |row| row.0.description.clone()),
];

const ORDERS: &[(&str, HazardOrder)] = &[
    ("急重", HazardOrder::Urgency),
    ("发现", HazardOrder::Found),
    ("期限", HazardOrder::Due),
    ("企业", HazardOrder::Enterprise),
    ("编号", HazardOrder::Number),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let order = pick("次序", &self.order, ORDERS)?;
        let filter = HazardFilter {
            text: self.listing.text.clone(),
            states: self.state.iter().map(|name| state(name)).collect::<Result<_, _>>()?,
            level: self.level.as_deref().map_or(Ok(String::new()), level)?,
            overdue: self.overdue,
            queue: self.queue.as_deref().map(queue).transpose()?,
            ..HazardFilter::default()
        };
        let (desk, status) = cx.seated()?;
        let (townships, industries) = self.places.codes(&desk, &status)?;
        let filter = HazardFilter { townships, industries, ..filter };
        let day = cx.today;
        let query = |window| Query::Hazards { filter: filter.clone(), order, window, day };
        self.listing.print(cx, &desk, COLUMNS, query, page, "没有符合条件的隐患")
    }
}

fn page(answer: Answer) -> Result<Page<Told>, Failure> {
    match answer {
        Answer::Hazards(page) => Ok(page.map(Told)),
        other => Err(Failure::unanswered(other)),
    }
}

fn state(name: &str) -> Result<State, Failure> {
    let known: Vec<(&str, State)> = State::ALL.iter().map(|state| (state.name(), *state)).collect();
    State::of_name(name).map_or_else(|| pick("状态", name, &known), Ok)
}

fn queue(name: &str) -> Result<Queue, Failure> {
    let known: Vec<(&str, Queue)> = Queue::ALL.iter().map(|queue| (queue.name(), *queue)).collect();
    pick("队列", name, &known)
}

fn level(name: &str) -> Result<String, Failure> {
    let known: Vec<(&str, String)> = LEVELS.iter().map(|level| (*level, (*level).to_owned())).collect();
    pick("等级", name, &known)
}
