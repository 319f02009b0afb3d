//! Every sort of 工作记录 as a line, and the records that a link names.

use super::shops::*;
use zhiben::ask::answer::{FormWish, Understood};
use zhiben::entry::value::{show_value, understand_value_of};
use zhiben::entry::{self, GRAMMAR, form};
use zhiben::model::basics::Basics;
use zhiben::model::drill::Drill;
use zhiben::model::evidence::Evidence;
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::Body;

#[track_caller]
fn record(understood: &Understood) -> Fields {
    entered(commands(understood).last().unwrap(), Kind::Evidence).clone()
}

fn get<'f, const N: usize>(fields: &'f Fields, keys: [&str; N]) -> [&'f str; N] {
    keys.map(|key| fields.get(key))
}

#[test]
fn banners_put_up_in_a_town_are_one_line() {
    let fields = record(&Shops::new().read("p wa 横幅 *12 商业街"));
    assert_eq!(
        get(&fields, ["sort", "variant", "quantity", "title", "unit", "date"]),
        ["publicity", "横幅", "12", "商业街", "350504001", "2026-11-23"]
    );
    let own = record(&Shops::new().read("宣 应急科普 进社区 *3 *120 =11-20 &微信照片3张"));
    assert_eq!(
        get(&own, ["unit", "variant", "quantity", "audience", "date", "attachment", "title"]),
        ["350504001", "应急科普", "3", "120", "2026-11-20", "微信照片3张", "进社区"]
    );
    let placed = record(&Shops::new().read("p 双阳/万家广场 大屏"));
    assert_eq!(get(&placed, ["place", "title", "variant"]), ["万家广场", "万家广场大屏", "大屏"]);
}

#[test]
fn a_notice_says_to_which_industry_it_went_and_what_made_it_needed() {
    let understood = Shops::new().read("w 餐饮 台风来临前检查燃气 *86");
    let fields = record(&understood);
    assert_eq!(
        get(&fields, ["sort", "variant", "industry", "trigger", "audience", "title"]),
        ["notice", "提示信息", "cy", "台风", "86", "台风来临前检查燃气"]
    );
    assert_eq!(said(&understood, "触发"), "台风");
    let other = record(&Shops::new().read("w 工作提醒 微信群 报送三季度自查"));
    assert_eq!(get(&other, ["variant", "channel", "title"]), ["工作提醒", "微信群", "报送三季度自查"]);
}

#[test]
fn a_meeting_is_chaired_by_the_first_named_and_lasts_without_a_name() {
    let fields = record(&Shops::new().read("m 专题动员 @王局"));
    assert_eq!(
        get(&fields, ["sort", "variant", "chair", "title"]),
        ["meeting", "专题动员", "王局", "专题动员"]
    );
    let more = record(&Shops::new().read("会 研究问题 燃气报警器安装 @王局 @李明、陈一 *30"));
    assert_eq!(
        get(&more, ["chair", "attendees", "headcount", "title"]),
        ["王局", "李明、陈一", "30", "燃气报警器安装"]
    );
    let open = Shops::new().read("m 专题动员");
    assert_eq!(open.command, None);
    assert!(errors(&open).contains("没有写主持人"), "{}", errors(&open));
    let form = open.form.as_ref().unwrap();
    assert_eq!(form.wish, FormWish::Enter(Kind::Evidence));
    let variant = form.asks.iter().find(|ask| ask.spec.key == "variant").unwrap();
    assert!(variant.value == "专题动员" && variant.choices.contains(&"调度".to_owned()), "{variant:?}");
}

#[test]
fn any_other_sort_is_called_by_its_name_or_behind_the_verb_for_all() {
    let shops = Shops::new();
    let directive = record(&shops.read("批示 马甲 限期整改商业街隐患 +15"));
    assert_eq!(
        get(&directive, ["sort", "target", "unit", "due", "title"]),
        ["directive", "350504101", "350504001", "2026-12-08", "限期整改商业街隐患"]
    );
    assert_eq!(record(&shops.read("o 督办批示 马甲 限期整改商业街隐患 +15")), directive);
    assert_eq!(record(&shops.read("ps 马甲 限期整改商业街隐患 +15")), directive);
    let penalty = record(&shops.read("zf 1/阿芬 罚款 擅自停用报警器 &泉洛消罚〔2026〕3号 拒不整改:是"));
    assert_eq!(
        get(&penalty, ["sort", "variant", "doc_no", "refused"]),
        ["enforcement", "罚款", "泉洛消罚〔2026〕3号", "是"]
    );
    assert_eq!(penalty.get("enterprise"), enterprise_id(2).to_string());
    let guidance = record(&shops.read("u 马甲 现场指导 餐饮燃气台账整理"));
    assert_eq!(
        get(&guidance, ["sort", "target", "variant", "title"]),
        ["guidance", "350504101", "现场指导", "餐饮燃气台账整理"]
    );
    let goals = shops.read("年度目标 万安 万安2026年目标 年度目标:零较大事故");
    assert_eq!(get(&record(&goals), ["year", "goals"]), ["2026", "零较大事故"]);
    let open = shops.read("o 点心 马甲");
    assert!(
        errors(&open).contains("没有“点心”这种记录") && errors(&open).contains("机制文件"),
        "{}",
        errors(&open)
    );
}

#[test]
fn an_office_s_own_sort_is_entered_by_the_same_line() {
    let shops = Shops::new();
    let sort = shops.basics.sorts.iter().filter(|sort| !sort.must.contains(&"about".to_owned()));
    for sort in sort {
        let line = format!("{} 万安 一件事", sort.name);
        let understood = shops.read(&line);
        assert_eq!(understood.kind, Some(Kind::Evidence), "{line}");
        assert!(said(&understood, "名称").contains("一件事"), "{line} {:?}", understood.lines);
    }
}

#[test]
fn words_of_the_sort_are_completed() {
    let shops = Shops::new();
    let offered = |line: &str| -> Vec<String> {
        let found = entry::complete(line, line.len(), &shops, &shops.context());
        found.choices.into_iter().map(|choice| choice.value).collect()
    };
    assert!(offered("p wa 横").contains(&"横幅".to_owned()), "{:?}", offered("p wa 横"));
    assert!(offered("p 横").contains(&"横幅".to_owned()));
    assert!(offered("p wa ~").contains(&"大屏".to_owned()));
    assert!(offered("o 难").contains(&"难点问题".to_owned()), "{:?}", offered("o 难"));
    assert!(offered("难点").contains(&"难点问题".to_owned()));
    assert!(offered("w 渠道:").contains(&"微信群".to_owned()));
}

#[test]
fn every_example_of_the_grammar_is_understood() {
    for verb in GRAMMAR.iter().filter(|verb| ['p', 'w', 'm', 'u', 'o'].contains(&verb.key)) {
        let understood = Shops::new().read(verb.example);
        assert!(understood.command.is_some(), "{} {}", verb.example, errors(&understood));
    }
}

fn event(n: u32, sort: &str, title: &str) -> zhiben::model::row::Row {
    row(Id::new(Kind::Evidence, 322, n), Body::Evidence(Box::new(evidence(sort, title))))
}

fn evidence(sort: &str, title: &str) -> Evidence {
    Evidence { sort: sort.into(), date: today(), title: title.into(), ..Evidence::default() }
}

#[test]
fn a_form_offers_the_records_that_can_be_answered_and_takes_them_by_their_words() {
    let mut shops = Shops::new();
    let events = [
        (1, "risk_event", "台风杜苏芮"),
        (2, "risk_event", "暴雨红色预警"),
        (3, "campaign", "台风后自建房整治"),
    ];
    shops.rows.extend(events.map(|(n, sort, title)| event(n, sort, title)));
    let specs = shops.basics.sort("notice").unwrap().specs();
    let asked = form::form(
        "新提示信息",
        FormWish::Enter(Kind::Evidence),
        &specs,
        &Fields::of([("sort", "notice")]),
        &shops,
    );
    let about = asked.asks.iter().find(|ask| ask.spec.key == "about").unwrap();
    assert_eq!(about.choices, ["M2611-0002 暴雨红色预警", "M2611-0001 台风杜苏芮"]);
    let understood = |text: &str| understand_value_of("notice", &about.spec, text, &shops, today());
    assert_eq!(understood("台风"), Ok("M2611-0001".into()));
    assert_eq!(understood("M2611-0002 暴雨红色预警"), Ok("M2611-0002".into()));
    assert!(understood("地震").unwrap_err().contains("没有叫“地震”的工作记录"));
    assert_eq!(show_value(about.spec.shape, "M2611-0001", &shops), "M2611-0001 台风杜苏芮");
    let line = record(&shops.read("w 万安 防台风提醒 对应记录:杜苏芮"));
    assert_eq!(line.get("about"), "M2611-0001");
}

#[test]
fn a_hazard_is_named_by_its_running_number() {
    let shops = Shops::new().with_hazard(42, zhiben::model::hazard::State::Rectifying);
    let fields = record(&shops.read("o 督办批示 万安 限期整改 +15 有关隐患:#42"));
    assert_eq!(fields.get("hazard"), hazard_id(42).to_string());
    let none = shops.read("o 督办批示 万安 限期整改 +15 有关隐患:#43");
    assert!(errors(&none).contains("没有叫“#43”的隐患"), "{}", errors(&none));
}

#[test]
fn the_town_is_understood_behind_the_words_of_the_sort_as_before_them() {
    let shops = Shops::new();
    for (line, other) in [
        ("p 横幅 双阳 *12 商业街", "p 双阳 横幅 *12 商业街"),
        ("p 横幅 *12 2 商业街", "p 2 横幅 *12 商业街"),
        ("m 专题动员 sy @王局 三季度汇报", "m sy 专题动员 @王局 三季度汇报"),
        ("m 专题动员 @王局 双阳 三季度汇报 =11-20", "m 双阳 专题动员 @王局 三季度汇报 =11-20"),
        ("w 风险提示 双阳 台风来临", "w 双阳 风险提示 台风来临"),
        ("w 餐饮 双阳 台风来临", "w 双阳.cy 台风来临"),
        ("u 现场指导 马甲 台账整理", "u 马甲 现场指导 台账整理"),
        ("p 大屏 双阳/万家广场", "p 双阳/万家广场 大屏"),
    ] {
        let (fields, other) = (record(&shops.read(line)), record(&shops.read(other)));
        assert_eq!(fields, other, "{line}");
        let place = [fields.get("unit"), fields.get("target")];
        assert!(place.iter().any(|code| *code != "350504001" && !code.is_empty()), "{line} {fields:?}");
    }
    let common = record(&shops.read_after("p 横幅 双阳 商业街", Id::NONE, "马甲"));
    assert_eq!(common.get("title"), "商业街", "写了的乡镇先于共同的");
    for (line, title) in [
        ("p 横幅 商业街 双阳", "商业街 双阳"),
        ("p 横幅 3.5 米", "3.5 米"),
        ("p 横幅 1/3 完成", "1/3 完成"),
        ("p 横幅 \\双阳 商业街", "双阳 商业街"),
        ("p 横幅 万家广场 双阳", "万家广场 双阳"),
    ] {
        let fields = record(&shops.read(line));
        assert_eq!(get(&fields, ["unit", "title"]), ["350504001", title], "{line}");
    }
}

#[test]
fn a_directive_about_a_hazard_names_it_wherever_its_number_stands() {
    let shops = Shops::new().with_hazard(42, zhiben::model::hazard::State::Rectifying);
    for line in [
        "批示 罗溪 #42 尽快销号 +3",
        "批示 罗溪 #H2611-0042 尽快销号 +3",
        "批示 #42 罗溪 尽快销号 +3",
        "批示 罗溪 尽快销号 #42 +3",
    ] {
        let fields = record(&shops.read(line));
        let hazard = hazard_id(42).to_string();
        assert_eq!(fields.get("hazard"), hazard, "{line}");
        assert_eq!((fields.get("title"), fields.get("due")), ("尽快销号", "2026-11-26"), "{line}");
        assert!(!fields.get("target").is_empty(), "{line}");
    }
    let none = shops.read("批示 罗溪 #43 尽快销号 +3");
    assert!(errors(&none).contains("没有编号为 43 的未销号隐患"), "{}", errors(&none));
    let words = record(&shops.read("批示 罗溪 查看 #7 楼 +3"));
    assert_eq!(get(&words, ["hazard", "title"]), ["", "查看 #7 楼"]);
}

#[test]
fn a_record_that_says_the_same_of_the_same_day_is_told_and_entered_all_the_same() {
    let mut shops = Shops::new();
    let put_up = Evidence { unit: "350504001".into(), ..evidence("publicity", "商业街") };
    let put_up = Evidence { rest: Fields::of([("variant", "横幅"), ("quantity", "12")]), ..put_up };
    shops.rows.push(row(Id::new(Kind::Evidence, 322, 7), Body::Evidence(Box::new(put_up))));
    let drilled = Drill {
        date: day(2026, 11, 20),
        enterprise: enterprise_id(2),
        kind: "疏散逃生".into(),
        ..Drill::default()
    };
    shops.rows.push(row(Id::new(Kind::Drill, 322, 2), Body::Drill(Box::new(drilled))));
    for (line, told) in [
        ("p 横幅 *12 商业街", "今天已有相同的 M2611-0007，仍要录就再录"),
        ("p 横幅 *8 商业街", "今天已有相同的 M2611-0007，仍要录就再录"),
        ("d 1/阿芬 疏散逃生 *9 =11-20", "11-20 周五 已有相同的 D2611-0002，仍要录就再录"),
        ("p 大屏 *12 商业街", ""),
        ("p 横幅 *12 步行街", ""),
        ("p 双阳 横幅 *12 商业街", ""),
        ("p 横幅 *12 商业街 =11-20", ""),
        ("d 1/阿芬 疏散逃生 *9", ""),
        ("d 1/名客 疏散逃生 *9 =11-20", ""),
    ] {
        let understood = shops.read(line);
        assert_eq!(understood.repeats.join("；"), told, "{line}");
        assert!(understood.command.is_some(), "{line} 是提醒，不是拒绝");
        assert!(understood.repeats.iter().all(|one| understood.remarks.contains(one)), "{line}");
    }
}

#[test]
fn a_kind_or_a_state_that_was_not_said_lists_what_may_be_written() {
    let shops = Shops::new();
    for (line, said) in [
        ("zf 1/阿芬 擅自停用报警器", "没有写类型，可写："),
        ("难点问题 万安 缺少专业人员", "没有写状态，可写："),
    ] {
        let open = shops.read(line);
        assert!(errors(&open).contains(said), "{line} {}", errors(&open));
    }
    assert!(!errors(&shops.read("m 专题动员")).contains("可写"), "主持人没有可列的");
}

#[test]
fn every_verb_of_a_sort_names_one_that_there_is() {
    let basics = Basics::built_in().unwrap();
    for verb in GRAMMAR {
        if let zhiben::entry::grammar::Fills::Sort(code) = verb.fills {
            assert!(basics.sort(code).is_some(), "{code}");
        }
    }
}
