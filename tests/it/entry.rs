//! The quick-entry line as officers type it: what is understood, what it submits, what is asked.

mod anything;
mod block;
mod complete;
mod shops;
mod sorts;

use shops::*;
use std::collections::BTreeSet;
use zhiben::ask::answer::FormWish;
use zhiben::entry::{self, value};
use zhiben::model::case::Role;
use zhiben::model::command::Command;
use zhiben::model::enterprise::Enterprise;
use zhiben::model::field::{Fields, Shape, Spec};
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::TRANSITIONS;
use zhiben::model::id::{Id, Kind};
use zhiben::model::noun::Noun;
use zhiben::model::row::specs_of;

#[test]
fn a_visit_with_three_hazards_is_one_line_and_one_group() {
    let understood =
        Shops::new().read("i 1.cy/阿芬 @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok ; 未装商用报警器 >zj");
    let all = commands(&understood);
    assert_eq!(all.len(), 4, "{all:#?}");
    let visit = entered(&all[0], Kind::Inspection);
    assert_eq!(visit.get("enterprise"), enterprise_id(2).to_string());
    assert_eq!((visit.get("inspectors"), visit.get("finding")), ("林海、李明", "发现"));
    assert_eq!((visit.get("date"), visit.get("mode"), visit.get("industry")), ("2026-11-23", "日常", "cy"));

    let hose = acted(&all[1], "", Deed::Register);
    assert_eq!((hose.get("description"), hose.get("inspection")), ("后厨软管老化", "$1"));
    assert_eq!((hose.get("level"), hose.get("track"), hose.get("due")), ("一般", "限期整改", "2026-11-26"));
    assert_eq!(
        (hose.get("rectifier"), hose.get("watcher"), hose.get("finders")),
        ("张阿芬", "林海", "林海、李明")
    );
    assert_eq!(hose.get("source"), "乡镇检查");

    let exit = acted(&all[2], "", Deed::Register);
    assert_eq!((exit.get("description"), exit.get("level")), ("安全出口堆物", "一般"));
    assert_eq!((exit.get("track"), exit.get("done_on")), ("立行立改", "2026-11-23"));

    let alarm = acted(&all[3], "", Deed::Register);
    assert_eq!((alarm.get("track"), alarm.get("department")), ("移交", "zj"));
    assert!(!alarm.get("basis").is_empty());
    assert_eq!(said(&understood, "日期"), "11-23 周一");
    assert_eq!(said(&understood, "期限"), "11-26 周四");
}

#[test]
fn a_hazard_keeps_the_signs_of_its_description() {
    let understood = Shops::new().read("h 万安.sc/惠民 疏散通道堆放货物，影响逃生；须清理 +5 @陈一");
    let all = commands(&understood);
    let fields = acted(&all[0], "", Deed::Register);
    assert_eq!(fields.get("description"), "疏散通道堆放货物，影响逃生；须清理");
    assert_eq!((fields.get("due"), fields.get("finders")), ("2026-11-28", "林海、陈一"));
    assert_eq!(understood.remarks, ["期限 11-28 周六 是休息日"]);
}

#[test]
fn a_drill_is_a_line_with_a_number_and_a_kind() {
    let understood = Shops::new().read("d 2.zh/wanjia *120 疏散逃生");
    let all = commands(&understood);
    let fields = entered(&all[0], Kind::Drill);
    assert_eq!((fields.get("participants"), fields.get("kind"), fields.get("note")), ("120", "疏散逃生", ""));
    assert_eq!(fields.get("enterprise"), enterprise_id(4).to_string());
}

#[test]
fn a_self_inspection_checks_who_led_against_the_register() {
    let shops = Shops::new();
    let understood = shops.read("s 河市.cp/xkjyz =11-20 @王");
    let all = commands(&understood);
    let fields = entered(&all[0], Kind::SelfInspection);
    assert_eq!(
        (fields.get("date"), fields.get("led_by"), fields.get("is_principal")),
        ("2026-11-20", "王建国", "是")
    );

    let other = shops.read("s 河市.cp/xkjyz @刘经理");
    assert_eq!(entered(&commands(&other)[0], Kind::SelfInspection).get("is_principal"), "否");
    assert!(other.remarks[0].contains("王建国"), "{:?}", other.remarks);

    let unknown = shops.read("s 河市.cy/重庆 @刘经理");
    assert_eq!(unknown.command, None);
    assert!(errors(&unknown).contains("是不是主要负责人带队"));
    let line = entry::pick("s 河市.cy/重庆 @刘经理", &unknown, 0).unwrap();
    assert_eq!(entered(&commands(&shops.read(&line))[0], Kind::SelfInspection).get("is_principal"), "是");
}

#[test]
fn a_major_hazard_asks_for_its_interim_measure_and_keeps_what_was_typed() {
    let shops = Shops::new();
    let understood = shops.read("h 虹山/民宿 楼梯间电动车充电 !! +3");
    assert_eq!(understood.command, None);
    assert!(errors(&understood).contains("临时防范措施"), "{}", errors(&understood));
    let form = understood.form.as_ref().unwrap();
    assert_eq!(form.wish, FormWish::NewHazard);
    let value = |key: &str| form.asks.iter().find(|a| a.spec.key == key).map(|a| a.value.as_str());
    assert_eq!(
        (value("description"), value("level"), value("due")),
        (Some("楼梯间电动车充电"), Some("重大"), Some("2026-11-26"))
    );
    assert_eq!((value("enterprise"), value("township")), (Some("洛江区虹山民宿餐厅"), Some("虹山")));

    let whole = shops.read("h 虹山/民宿 楼梯间电动车充电 !! +3 防范措施:已断电清走");
    let fields = commands(&whole);
    let fields = acted(&fields[0], "", Deed::Register);
    assert_eq!((fields.get("level"), fields.get("interim"), fields.get("track")), ("重大", "已断电清走", ""));
    let held = shops.read("h 虹山/民宿 楼梯间电动车充电 !! !ok");
    assert_eq!(commands(&held).len(), 1, "临时措施不是整改完成");
}

#[test]
fn a_text_of_a_major_kind_stops_before_it_is_judged() {
    let understood = Shops::new().read("h 虹山/民宿 楼梯间电动车充电 +3");
    let all = commands(&understood);
    let fields = acted(&all[0], "", Deed::Register);
    assert_eq!((fields.get("level"), fields.get("track"), fields.get("catalog_ref")), ("", "", "JN-03"));
    assert!(understood.remarks[0].contains("待定性"), "{:?}", understood.remarks);
}

#[test]
fn a_text_of_a_major_kind_goes_to_its_department_and_says_as_what() {
    let understood = Shops::new().read("h 虹山/民宿 燃气阀门漏气 >zj");
    let all = commands(&understood);
    let fields = acted(&all[0], "", Deed::Register);
    assert_eq!((fields.get("level"), fields.get("track"), fields.get("department")), ("一般", "移交", "zj"));
    assert_eq!(said(&understood, "等级"), "一般");
    assert!(understood.remarks[0].contains("按一般列入待移交；确属重大写 !!"), "{:?}", understood.remarks);
}

#[test]
fn towns_that_share_initials_are_offered_and_never_guessed() {
    let shops = Shops::new();
    let understood = shops.read("i hs/cqhgd @李");
    assert_eq!(understood.command, None);
    assert_eq!(choices(&understood), ["河市", "虹山"]);
    let line = entry::pick("i hs/cqhgd @李", &understood, 0).unwrap();
    assert_eq!(line, "i 河市/cqhgd @李");
    assert_eq!(
        entered(&commands(&shops.read(&line))[0], Kind::Inspection).get("enterprise"),
        enterprise_id(7).to_string()
    );
    for town in ["he", "heshi", "5", "河市", "河市镇"] {
        assert_eq!(said(&shops.read(&format!("i {town}/cqhgd @李")), "乡镇"), "河市", "{town}");
    }
}

#[test]
fn a_polyphone_is_found_both_ways() {
    let shops = Shops::new();
    for fragment in ["cqhg", "zqhg", "chongqing", "zhongqing", "重庆"] {
        assert_eq!(
            entered(&commands(&shops.read(&format!("i 5/{fragment} @李")))[0], Kind::Inspection)
                .get("enterprise"),
            enterprise_id(7).to_string(),
            "{fragment}"
        );
    }
    for fragment in ["cccs", "zccs", "changcheng"] {
        assert!(said(&shops.read(&format!("i 3/{fragment} @李")), "企业").contains("长城"), "{fragment}");
    }
}

#[test]
fn one_match_is_taken_several_are_offered_and_none_makes_a_stub() {
    let shops = Shops::new();
    let several = shops.read("i 3/fy @李");
    assert_eq!(
        choices(&several),
        [
            "洛江区罗溪福园超市 罗溪",
            "洛江区罗溪福源小吃店 罗溪",
            "洛江区罗溪福源小吃店二店 罗溪",
            "新建 fy（待补全）"
        ]
    );
    let whole = shops.read("i 3/福源小吃店 @李");
    assert!(said(&whole, "企业").contains("福源小吃店 E"), "{:?}", whole.lines);
    assert!(said(&shops.read("i 1/阿名小吃 @李"), "企业").contains("名客好"));

    let line = "h 3.cy/新开面馆 软管老化";
    let none = shops.read(line);
    assert_eq!((none.command.as_ref(), choices(&none)), (None, vec!["新建 新开面馆（待补全）"]));
    let line = entry::pick(line, &none, 0).unwrap();
    let all = commands(&shops.read(&line));
    let stub = entered(&all[0], Kind::Enterprise);
    assert_eq!((stub.get("name"), stub.get("status"), stub.get("industries")), ("新开面馆", "待补全", "cy"));
    assert_eq!(acted(&all[1], "", Deed::Register).get("enterprise"), "$1");
}

#[test]
fn an_enterprise_of_another_town_or_industry_is_offered_by_its_number() {
    let shops = Shops::new();
    let line = "i 1.sc/afen @李";
    let understood = shops.read(line);
    assert_eq!(understood.command, None);
    let line = entry::pick(line, &understood, 0).unwrap();
    assert_eq!(line, format!("i 1.sc/#{} @李", enterprise_id(2)));
    let again = shops.read(&line);
    assert_eq!(entered(&commands(&again)[0], Kind::Inspection).get("industry"), "sc");
    assert!(again.remarks[0].contains("登记的行业是 餐饮"), "{:?}", again.remarks);
}

#[test]
fn a_name_with_a_blank_stands_in_quotes() {
    let understood = Shops::new().read("i 4/“万安 老店” @李 ; 软管老化");
    assert!(said(&understood, "企业").contains("万安 老店"), "{:?}", understood.errors);
    let targets = ["阿芬牛肉店", "万安 老店", "阿芬/老店", "“老”店"].map(entry::as_target);
    assert_eq!(targets, ["阿芬牛肉店", "\"万安 老店\"", "\"阿芬/老店\"", "\"老店\""]);
}

#[test]
fn signs_of_a_chinese_keyboard_count_in_tokens() {
    let narrow = Shops::new().read("h 1.cy/阿芬 软管老化 +3 @李 =昨天 >xf");
    let wide = Shops::new().read("ｈ\u{3000}１。ｃｙ、阿芬 软管老化 ＋３ ＠李 ＝昨天 》xf");
    assert_eq!(commands(&narrow), commands(&wide));
    assert_eq!(said(&narrow, "发现日期"), "11-22 周日");
}

#[test]
fn an_escaped_or_quoted_word_is_description() {
    let understood = Shops::new().read("h 1.cy/阿芬 \\+3 层楼梯 \"!! 字样\" +3");
    let all = commands(&understood);
    assert_eq!(acted(&all[0], "", Deed::Register).get("description"), "+3 层楼梯 !! 字样");
    let glued = Shops::new().read("h 1.cy/阿芬 二楼+3处 损坏!ok >50公斤 1;2");
    assert_eq!(
        acted(&commands(&glued)[0], "", Deed::Register).get("description"),
        "二楼+3处 损坏!ok >50公斤 1;2"
    );
}

#[test]
fn a_token_without_meaning_stays_as_words() {
    let understood = Shops::new().read("s 河市.cp/xkjyz @王 +3");
    let all = commands(&understood);
    assert_eq!(entered(&all[0], Kind::SelfInspection).get("note"), "+3");
    assert!(understood.remarks[0].contains("“+3”"), "{:?}", understood.remarks);
}

#[test]
fn wrong_days_are_said_with_the_way_out() {
    let shops = Shops::new();
    for (line, what) in [
        ("h 1/阿芬 软管 +2-30", "2月没有30日"),
        ("h 1/阿芬 软管 =13-01", "没有13月"),
        ("h 1/阿芬 软管 =明天", "还没有到"),
        ("h 1/阿芬 软管 +3 +5", "写了两次"),
        ("h 1/阿芬 软管 >xyz", "没有“xyz”这个部门"),
    ] {
        let understood = shops.read(line);
        assert_eq!(understood.command, None, "{line}");
        assert!(errors(&understood).contains(what), "{line}: {}", errors(&understood));
    }
}

#[test]
fn due_days_count_in_days_workdays_and_words() {
    let shops = Shops::new();
    for (token, shown) in [
        ("+3", "11-26 周四"),
        ("+3w", "11-26 周四"),
        ("+5工作日", "11-30 周一"),
        ("+7d", "11-30 周一"),
        ("+12-05", "12-05 周六"),
        ("+周五", "11-27 周五"),
        ("+月底", "11-30 周一"),
        ("+1-5", "2027-01-05 周二"),
    ] {
        assert_eq!(said(&shops.read(&format!("h 1/阿芬 软管老化 {token}")), "期限"), shown, "{token}");
    }
}

#[test]
fn a_verb_that_does_not_exist_is_refused_with_those_that_do() {
    assert!(errors(&Shops::new().read("y 1")).contains("i检查 h隐患"));
}

#[test]
fn what_is_done_to_a_hazard_follows_where_it_stands() {
    let at = |state| Shops::new().with_hazard(42, state);
    let one = |shops: &Shops, line: &str| commands(&shops.read(line)).remove(0);
    let id = hazard_id(42).to_string();

    let shops = at(State::Rectifying);
    let done = one(&shops, "f #42 已更换金属软管 $800");
    let fields = acted(&done, &id, Deed::ReportDone);
    assert_eq!(
        (fields.get("how"), fields.get("funds"), fields.get("done_on")),
        ("已更换金属软管", "800", "2026-11-23")
    );
    let ask = one(&shops, "e #42 +7 配件未到货 防范措施:已停用灶台");
    let fields = acted(&ask, &id, Deed::AskExtension);
    assert_eq!(
        (fields.get("new_due"), fields.get("interim"), fields.get("reason")),
        ("2026-12-07", "已停用灶台", "配件未到货")
    );
    assert!(errors(&shops.read("r #42 ok")).contains("现在是整改中"));

    let shops = at(State::PendingRecheck);
    acted(&one(&shops, "r #42 ok 已更换金属软管"), &id, Deed::PassRecheck);
    let failed = one(&shops, "复 42 no 仍未更换 +2");
    let fields = acted(&failed, &id, Deed::FailRecheck);
    assert_eq!(
        (fields.get("opinion"), fields.get("due"), fields.get("by")),
        ("仍未更换", "2026-11-25", "林海")
    );
    let named = one(&shops, "复 42 no 仍未更换 新期限:12-05");
    assert_eq!(acted(&named, &id, Deed::FailRecheck).get("due"), "2026-12-05");
    let open = shops.read("r #42");
    assert_eq!(choices(&open), ["合格", "不合格", "部分合格"]);
    assert_eq!(entry::pick("r #42", &open, 0).as_deref(), Some("r #42 ok"));

    let shops = at(State::Registered);
    let all = commands(&shops.read("x #42 >xf &泉洛商函〔2026〕12号"));
    assert_eq!(acted(&all[0], &id, Deed::Assign).get("department"), "xf");
    let letter = acted(&all[1], &id, Deed::SendLetter);
    assert_eq!((letter.get("letter_no"), letter.get("channel")), ("泉洛商函〔2026〕12号", "函"));

    let shops = at(State::TransferSent);
    assert_eq!(acted(&one(&shops, "q #42 @张志强"), &id, Deed::Accept).get("receiver"), "张志强");
    assert_eq!(acted(&one(&shops, "q #42 no 不属消防职责"), &id, Deed::Return).get("reason"), "不属消防职责");

    let shops = at(State::TransferAccepted);
    assert_eq!(acted(&one(&shops, "b #42 已责令清理"), &id, Deed::Answer).get("result"), "已责令清理");
    let closed = one(&shops, "b #42 ok 已复查合格 &洛消函3号");
    assert_eq!(acted(&closed, &id, Deed::AnswerAndClose).get("rechecked"), "是");

    let shops = at(State::Closed);
    acted(&one(&shops, "r #H2611-0042 ok"), &id, Deed::LookBack);
    assert!(errors(&shops.read("r #42 ok")).contains("已销号的写全编号"));
}

#[test]
fn what_a_deed_lacks_is_asked_in_its_form() {
    let shops = Shops::new().with_hazard(42, State::Rectifying);
    let understood = shops.read("f #42");
    assert_eq!(understood.command, None);
    let form = understood.form.unwrap();
    assert_eq!(form.wish, FormWish::Act(vec![hazard_id(42)], Deed::ReportDone));
    assert_eq!(understood.errors[0].key, "how");
}

#[test]
fn the_last_record_and_the_visit_of_the_day_are_gone_on_from() {
    let mut shops = Shops::new().with_hazard(42, State::Rectifying);
    let visit = Id::new(Kind::Inspection, 322, 7);
    shops.visits.push((enterprise_id(2), today(), visit));
    let again = shops.read_after("h ^ 灭火器过期", visit, "");
    assert_eq!(acted(&commands(&again)[0], "", Deed::Register).get("inspection"), visit.to_string());
    let later = shops.read("h 1/阿芬 灭火器过期");
    assert_eq!(acted(&commands(&later)[0], "", Deed::Register).get("inspection"), visit.to_string());
    let noted = shops.read_after("n ^ 业主外出；约定周五再查", hazard_id(42), "");
    assert_eq!(
        acted(&commands(&noted)[0], &hazard_id(42).to_string(), Deed::Note).get("text"),
        "业主外出；约定周五再查"
    );
    assert!(errors(&shops.read("n ^ 无")).contains("还没有上一条"));
    assert!(shops.read("h 1/阿芬 后厨的软管老化").remarks.iter().any(|r| r.contains("相近的隐患")));
}

#[test]
fn what_is_common_holds_for_the_next_lines() {
    let shops = Shops::new();
    assert_eq!(entry::common_of(".. 3 @李 ~联合"), Some("3 @李 ~联合"));
    assert_eq!((entry::common_of(".."), entry::common_of("i 1")), (Some(""), None));
    let shown = shops.read("。。 3 @李 ~联合");
    assert_eq!(
        (said(&shown, "乡镇"), said(&shown, "人员"), said(&shown, "方式")),
        ("罗溪".into(), "李明".into(), "联合".into())
    );
    for line in ["i cccs @王", "i /cccs @王", "i sc/cccs @王"] {
        let understood = shops.read_after(line, Id::NONE, "3 @李 ~联合");
        let all = commands(&understood);
        let visit = entered(&all[0], Kind::Inspection);
        assert_eq!((visit.get("mode"), visit.get("inspectors")), ("联合", "林海、王强、李明"), "{line}");
    }
}

#[test]
fn people_who_share_a_surname_are_offered() {
    let shops = Shops::new();
    let line = "i 1/阿芬 @陈";
    let understood = shops.read(line);
    assert_eq!(choices(&understood), ["陈一", "陈二"]);
    assert_eq!(entry::pick(line, &understood, 1).as_deref(), Some("i 1/阿芬 @陈二"));
}

#[test]
fn a_visit_alone_is_remarked_and_a_due_before_the_first_mark_is_asked_back() {
    let shops = Shops::new();
    let alone = shops.read("i 1/阿芬");
    assert_eq!(entered(&commands(&alone)[0], Kind::Inspection).get("finding"), "未发现");
    assert!(alone.remarks[0].contains("检查人只有 1 人"), "{:?}", alone.remarks);
    assert!(errors(&shops.read("i 1/阿芬 @李 软管老化 +3")).contains("加 “ ; ”"));
}

#[test]
fn a_training_a_supervision_and_progress_are_lines_too() {
    let shops = Shops::new();
    let training = shops.read("t 罗溪.cy ~企业负责人 餐饮燃气安全培训 *35 @陈工");
    let all = commands(&training);
    let fields = entered(&all[0], Kind::Training);
    assert_eq!(
        (fields.get("topic"), fields.get("kind"), fields.get("headcount"), fields.get("industry")),
        ("餐饮燃气安全培训", "企业负责人", "35", "cy")
    );
    let visit = shops.read("g 马甲 @李 台账不全 +15");
    let all = commands(&visit);
    let fields = entered(&all[0], Kind::Supervision);
    assert_eq!(
        (fields.get("findings"), fields.get("due"), fields.get("members")),
        ("台账不全", "2026-12-08", "李明")
    );
    let progress = shops.read("k 16 已对全区加油站开展专项检查");
    let all = commands(&progress);
    let fields = entered(&all[0], Kind::Progress);
    assert_eq!((fields.get("task"), fields.get("text")), ("T16", "已对全区加油站开展专项检查"));
}

#[test]
fn an_enterprise_is_entered_or_changed_by_name() {
    let shops = Shops::new();
    let new = shops.read("c 3.cy/阿福面馆 张三 13800000001 员工16人 规模:微 有地下室");
    let all = commands(&new);
    let fields = entered(&all[0], Kind::Enterprise);
    assert_eq!(
        (fields.get("name"), fields.get("principal"), fields.get("phone"), fields.get("employees")),
        ("阿福面馆", "张三", "13800000001", "16")
    );
    assert_eq!((fields.get("size"), fields.get("note"), fields.get("industries")), ("微", "有地下室", "cy"));

    let changed = shops.read("c 1.cy/阿芬牛肉店 @王五 电话:18900000001 状态:停业");
    let Some(Command::Amend { id, seen, fields, effective_on, .. }) = &changed.command else {
        panic!("{changed:?}")
    };
    assert_eq!((*id, *seen, *effective_on), (enterprise_id(2), 1, today()));
    assert_eq!(fields, &Fields::of([("principal", "王五"), ("status", "停业")]));
    assert_eq!(said(&changed, "主要负责人"), "张阿芬 → 王五");
    assert_eq!(shops.read("c 3/福源 老板换人").command, None);
}

#[test]
fn every_verb_of_the_table_says_something_about_its_example() {
    let shops = Shops::new().with_hazard(42, State::Rectifying);
    for verb in entry::GRAMMAR {
        let understood = shops.read(verb.example);
        assert!(!understood.lines.is_empty(), "{}", verb.example);
        assert!(!errors(&understood).contains("没有动词"), "{}", verb.example);
    }
}

#[test]
fn the_fields_of_every_wish_are_fields_of_their_noun() {
    let shops = Shops::new().with_hazard(42, State::Rectifying);
    for verb in entry::GRAMMAR {
        let Some(command) = shops.read(verb.example).command else { continue };
        let all = match command {
            Command::Group(all) => all,
            one => vec![one],
        };
        for command in all {
            let (specs, fields) = match &command {
                Command::Enter { kind, fields } => (zhiben::model::row::specs_of(*kind), fields),
                Command::Act { deed, fields, .. } => {
                    let asks = zhiben::model::hazard::transitions::transition(*deed).asks();
                    (asks.into_iter().map(|ask| ask.spec).collect(), fields)
                }
                Command::Amend { fields, .. } => (Enterprise::specs(), fields),
                other => panic!("{other:?}"),
            };
            for (key, _) in fields.iter() {
                assert!(specs.iter().any(|spec| spec.key == key), "{}: {key}", verb.example);
            }
        }
    }
}

/// Every field of every noun and every transition.
fn every_spec() -> Vec<Spec> {
    let nouns = Kind::ALL.into_iter().flat_map(specs_of);
    let deeds = TRANSITIONS.iter().flat_map(|way| way.asks().into_iter().map(|ask| ask.spec));
    nouns.chain(deeds).collect()
}

#[test]
fn limits_and_plans_lie_ahead_and_what_happened_lies_behind() {
    let shops = Shops::new();
    let read = |spec: &Spec, text: &str| value::understand_value(spec, text, &shops, today()).unwrap();
    for spec in every_spec() {
        let days = ["11-22", "11-24", "周三", "今天"];
        match spec.shape {
            Shape::Ahead => {
                let ahead = ["2027-11-22", "2026-11-24", "2026-11-25", "2026-11-23"];
                assert_eq!(days.map(|text| read(&spec, text)), ahead, "{}", spec.label);
                let counted = ["+4", "＋4天", "+3w", "+周三"].map(|text| read(&spec, text));
                assert_eq!(
                    counted,
                    ["2026-11-27", "2026-11-27", "2026-11-26", "2026-11-25"],
                    "{}",
                    spec.label
                );
            }
            Shape::Date => {
                let behind = ["2026-11-22", "2025-11-24", "2026-11-18", "2026-11-23"];
                assert_eq!(days.map(|text| read(&spec, text)), behind, "{}", spec.label);
            }
            _ => {}
        }
    }
}

#[test]
fn a_period_is_kept_in_one_writing() {
    let shops = Shops::new();
    let read = |shape, text: &str| {
        value::understand_value(&Spec::new("period", "期间", shape), text, &shops, today())
    };
    for text in ["2026年上半年", "2026H1", "２０２６h1"] {
        assert_eq!(read(Shape::Half, text).unwrap(), "2026H1");
    }
    assert_eq!(read(Shape::Half, "去年冬天").unwrap(), "去年冬天", "told at its field");
}

#[test]
fn an_officer_knows_which_fields_look_ahead() {
    let looks = |shape: Shape| matches!(shape, Shape::Ahead | Shape::Validity);
    let ahead: BTreeSet<_> =
        every_spec().into_iter().filter(|spec| looks(spec.shape)).map(|spec| spec.label).collect();
    let expected = [
        "整改期限",
        "新期限",
        "督办期限",
        "反馈期限",
        "举报答复期限",
        "暂缓至",
        "补录至",
        "计划日期",
        "改期至",
        "止",
        "施行日",
        "结束日",
        "期限",
        "开展日",
        "闭展日",
        "期满日",
        "许可有效期至",
        "有效期至",
        "标准化有效期至",
        "有效期至",
    ];
    assert_eq!(ahead, BTreeSet::from(expected));
}

#[test]
fn i_recheck_with_those_who_came_along_unless_i_was_to_rectify() {
    let mut shops = Shops::new().with_hazard(42, State::PendingRecheck);
    let id = hazard_id(42).to_string();
    let by = |shops: &Shops, line: &str| {
        let understood = shops.read(line);
        acted(&commands(&understood)[0], &id, Deed::PassRecheck).get("by").to_owned()
    };
    let lines = ["r #42 ok", "r #42 @李 ok", "r #42 @林海、王强 ok", "r #42 ok 复查人:王强"];
    assert_eq!(lines.map(|line| by(&shops, line)), ["林海", "林海、李明", "林海、王强", "王强"]);
    shops.rectifier = "林海";
    assert_eq!(by(&shops, "r #42 @李 ok"), "李明");
    assert!(errors(&shops.read("r #42 ok")).contains("没有写复查人"));
}

#[test]
fn a_shop_of_another_township_is_told_not_to_be_the_officer_s() {
    let mut shops = Shops::of(&SHOPS[..3]);
    shops.officer.roles = vec![Role::Township];
    let other = shops.read("h 双阳.sc/万家购物广场 软管老化");
    assert_eq!(other.command, None);
    assert!(errors(&other).contains("双阳不在您的辖区，请该乡镇或专班办理"), "{}", errors(&other));
    assert!(other.choices.is_empty() && !errors(&other).contains("新建"), "{:?}", choices(&other));
    let near = shops.read("h 双阳/阿芬 软管老化");
    assert!(errors(&near).contains("双阳不在您的辖区，您的辖区有 1 家，选一家"), "{}", errors(&near));
    let picked = entry::pick("h 双阳/阿芬 软管老化", &near, 0).unwrap();
    assert!(shops.read(&picked).command.is_some(), "{picked}");
    assert!(errors(&shops.read("h 万安/新店 软管老化")).contains("可新建"));
}

#[test]
fn a_due_is_called_as_officers_call_it_and_a_date_of_eight_digits_is_no_number_of_days() {
    for line in
        ["h 1/阿芬 软管老化 期限:12-20", "h 1/阿芬 软管老化 限期：12月20日", "h 1/阿芬 软管老化 +20261220"]
    {
        let understood = Shops::new().read(line);
        let due = commands(&understood).iter().find_map(|command| match command {
            Command::Act { fields, .. } if fields.has("due") => Some(fields.get("due").to_owned()),
            _ => None,
        });
        assert_eq!(due.as_deref(), Some("2026-12-20"), "{line}");
    }
    let told = Shops::new().read("h 1/阿芬 软管老化 +99999");
    assert!(told.errors.iter().any(|error| error.what.contains("作天数太大")), "{told:?}");
}

#[test]
fn a_chain_mark_against_a_word_loses_no_hazard_in_silence() {
    for line in ["i 1/阿芬 @李；灭火器过期；通道堆物", "i 1/阿芬 ;乱拉电线"] {
        let told = Shops::new().read(line);
        assert!(told.errors.iter().any(|error| error.what.contains("分号前后空一格")), "{line}: {told:?}");
    }
    let told = Shops::new().read("i 1/阿芬 @李 ; 灭火器过期 !ok; 通道堆物");
    assert!(told.remarks.iter().any(|remark| remark.contains("“!ok;”里的分号")), "{told:?}");
    let told = Shops::new().read("i 1/阿芬 @李 ; 灭火器过期；通道堆物");
    assert!(
        !told.remarks.iter().any(|remark| remark.contains("分号")),
        "in a description it may stand: {told:?}"
    );
}

#[test]
fn a_sign_against_a_word_is_a_word_and_is_said_to_be_one() {
    for (line, sign) in [
        ("h 1/阿芬 消防栓没水！！ +1", "！！"),
        ("h 1/阿芬 通道堵塞+3", "+3"),
        ("h 1/阿芬 通道堵塞!ok", "!ok"),
    ] {
        let told = Shops::new().read(line);
        let said = format!("里的 {sign} 当作文字记了");
        assert!(told.remarks.iter().any(|remark| remark.contains(&said)), "{line}: {:?}", told.remarks);
    }
    for line in ["h 1/阿芬 三合一场所+住人", "h 1/阿芬 软管老化 +3 !!"] {
        let told = Shops::new().read(line);
        assert!(
            !told.remarks.iter().any(|remark| remark.contains("当作文字记了")),
            "{line}: {:?}",
            told.remarks
        );
    }
}
