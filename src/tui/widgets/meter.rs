//! How much is done: `[######----] 12/30`.

/// A meter with `cells` cells between its brackets.
pub fn meter(done: u32, all: u32, cells: usize) -> String {
    let filled = (done.min(all) as usize * cells).checked_div(all as usize).unwrap_or(cells);
    format!("[{}{}] {done}/{all}", "#".repeat(filled), "-".repeat(cells - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_fills_from_the_left() {
        assert_eq!(meter(12, 30, 10), "[####------] 12/30");
        assert_eq!((meter(0, 0, 4), meter(9, 3, 4)), ("[####] 0/0".into(), "[####] 9/3".into()));
    }
}
