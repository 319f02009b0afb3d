use crate::model::basics::{Basics, Problem};
#[derive(Default)]
pub struct Duties;
pub const BUILT_IN: &str = "# duties\n";
impl Duties {
    pub fn parse(_f: &str, _t: &str, _b: &Basics) -> Result<Duties, Vec<Problem>> {
        Ok(Duties)
    }
}
