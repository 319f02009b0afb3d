use super::{duty::Duties, facts::Facts, matrix::CellState};
use crate::model::basics::Plan;
use std::collections::HashMap;
#[derive(Clone)]
pub struct TaskState {
    pub text: String,
    pub cell: CellState,
    pub owed: (u32, u32),
}
impl Default for TaskState {
    fn default() -> Self {
        TaskState { text: String::new(), cell: CellState::NotApplicable, owed: (0, 0) }
    }
}
pub fn states(_f: &Facts, _d: &Duties, _p: &Plan) -> HashMap<String, TaskState> {
    HashMap::new()
}
