//! How alike two short Chinese texts are: the same hazard described twice, the same shop entered twice.

use super::half_width_char;

/// Dice coefficient over pairs of neighbouring characters, 0.0 (nothing in common) to 1.0 (the same).
/// Blanks, punctuation, width and case do not count; a text without letters is like nothing.
pub fn similar(a: &str, b: &str) -> f32 {
    Pairs::of(a).similar(&Pairs::of(b))
}

/// Two neighbouring characters; a single character is paired with nothing.
pub type Pair = (char, Option<char>);

/// A text made ready to be compared with many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    sorted: Vec<Pair>,
}

impl Pairs {
    /// Of a text.
    pub fn of(text: &str) -> Pairs {
        let mut sorted = Pairs::in_order(text);
        sorted.sort_unstable();
        Pairs { sorted }
    }

    /// The pairs of a text as they follow each other.
    pub fn in_order(text: &str) -> Vec<Pair> {
        let letters: Vec<char> = text
            .chars()
            .map(half_width_char)
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        match letters.as_slice() {
            [single] => vec![(*single, None)],
            several => several.iter().copied().zip(several.iter().copied().map(Some).skip(1)).collect(),
        }
    }

    /// See [`similar`].
    pub fn similar(&self, other: &Pairs) -> f32 {
        let total = self.sorted.len() + other.sorted.len();
        if total == 0 {
            return 0.0;
        }
        (2 * common(&self.sorted, &other.sorted)) as f32 / total as f32
    }
}

/// How many pairs of one list find a partner in the other; both are sorted.
fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        let order = x.cmp(y);
        count += usize::from(order.is_eq());
        if order.is_le() {
            a.next();
        }
        if order.is_ge() {
            b.next();
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_hazard_in_other_words_is_nearly_the_same() {
        assert!(similar("后厨燃气软管老化", "后厨的燃气软管老化。") > 0.75);
        assert!(similar("疏散通道堆放货物", "疏散通道堆放杂物") > 0.6);
        assert!(similar("疏散通道堆放货物", "灭火器过期") < 0.1);
    }

    #[test]
    fn blanks_width_and_case_make_no_difference() {
        assert_eq!(similar("ＫＴＶ 消防门", "ktv消防门"), 1.0);
        assert_eq!((similar("", ""), similar("，", "软管")), (0.0, 0.0));
        assert_eq!((similar("店", "店"), similar("店", "馆")), (1.0, 0.0));
    }
}
