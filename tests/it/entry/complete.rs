//! What Tab offers.

use super::shops::*;
use zhiben::entry;

#[track_caller]
fn values(line: &str) -> Vec<String> {
    let shops = Shops::new();
    let offered = entry::complete(line, line.len(), &shops, &shops.context());
    assert!(offered.choices.is_empty() || offered.range.1 == line.len());
    offered.choices.into_iter().map(|choice| choice.value).collect()
}

#[test]
fn tab_completes_each_piece_of_the_line() {
    assert_eq!(values("jian"), ["i"]);
    assert_eq!(values("i hs"), ["河市", "虹山"]);
    assert_eq!(values("i 万安.c"), ["cy", "cp"]);
    assert_eq!(values("i 1.cy/af"), ["洛江区万安阿芬牛肉店"]);
    assert_eq!(values("i 4/wa"), ["\"洛江区马甲万安 老店\""]);
    assert_eq!(values("i 1/a @陈"), ["陈一", "陈二"]);
    assert_eq!(values("i 1/a @李、王"), ["王强"]);
    assert_eq!(values("h 1/a 软管 >x"), ["消防"]);
    assert_eq!(values("i 1/a ~lh"), ["联合"]);
    assert_eq!(values("h 1/a 部"), ["部位:"]);
    assert_eq!(values("k T18.1"), ["T18.1"]);
    assert!(values("y 1").is_empty() && values("f #42").is_empty());
}

#[test]
fn tab_replaces_only_the_piece_at_the_cursor() {
    let shops = Shops::new();
    let line = "i 1.cy/af @李";
    let offered = entry::complete(line, "i 1.cy/af".len(), &shops, &shops.context());
    assert_eq!(&line[offered.range.0..offered.range.1], "af");
    // In the middle of a character nothing breaks.
    entry::complete("i 万安", 3, &shops, &shops.context());
}
