use super::{duty::Duties, facts::Facts};
use crate::model::id::Id;
pub fn duties_served(_f: &Facts, _d: &Duties, _id: Id) -> Vec<String> {
    vec![]
}
