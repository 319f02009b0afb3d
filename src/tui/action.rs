//! ACTIONS: everything a key can do, said once. The keymap, the line of keys, `?`, `:` and `docs/keys.md` come from it.

use super::keymap::Keymap;
use super::keymap::own::keys_toml;

/// Where a key has its meaning. A layer names its scopes, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Every layer.
    Always,
    /// Every screen.
    Global,
    /// Whatever has lines to move over.
    Move,
    /// Lists of records.
    List,
    /// What can be done to a hazard.
    Hazard,
    /// 今日
    Today,
    /// 任务
    Tasks,
    /// 覆盖
    Coverage,
    /// 企业
    Enterprises,
    /// 记录
    Records,
    /// 统计
    Statistics,
    /// 月计划建议
    Proposal,
    /// 专项进度
    Campaign,
    /// 报表
    Report,
    /// 草稿
    Drafts,
    /// A line of text being typed.
    Field,
    /// A form.
    Form,
    /// 速录
    Entry,
    /// A question to be answered by yes or no.
    Confirm,
}

impl Scope {
    /// Every scope, in the order of the help.
    pub const ALL: [Scope; 19] = [
        Scope::Global,
        Scope::Move,
        Scope::List,
        Scope::Hazard,
        Scope::Today,
        Scope::Tasks,
        Scope::Coverage,
        Scope::Enterprises,
        Scope::Records,
        Scope::Statistics,
        Scope::Proposal,
        Scope::Campaign,
        Scope::Report,
        Scope::Drafts,
        Scope::Entry,
        Scope::Form,
        Scope::Field,
        Scope::Confirm,
        Scope::Always,
    ];

    /// Are characters text there, and no keys?
    pub fn is_typed(self) -> bool {
        matches!(self, Scope::Field | Scope::Form | Scope::Entry)
    }

    /// Its heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Scope::Always => "任何时候",
            Scope::Global => "各画面",
            Scope::Move => "移动",
            Scope::List => "列表",
            Scope::Hazard => "办理隐患",
            Scope::Today => "今日",
            Scope::Tasks => "任务",
            Scope::Coverage => "覆盖",
            Scope::Enterprises => "企业",
            Scope::Records => "记录",
            Scope::Statistics => "统计",
            Scope::Proposal => "月计划建议",
            Scope::Campaign => "专项进度",
            Scope::Report => "报表",
            Scope::Drafts => "草稿",
            Scope::Field => "输入文字",
            Scope::Form => "表单",
            Scope::Entry => "速录",
            Scope::Confirm => "确认",
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// What is done.
    pub action: Action,
    /// Its stable name, for `:` and for the configuration of keys.
    pub name: &'static str,
    /// Its word in the line of keys.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Keys by scope, separated by blanks; the first one is shown.
    pub keys: &'static [(Scope, &'static str)],
    /// Stands in the line of keys while it works.
    pub in_footer: bool,
}

/// One list makes the enum and the table, so no action is without a row. `+` puts it into the line of keys.
macro_rules! actions {
    (@foot shown) => { true };
    (@foot) => { false };
    ($($action:ident $name:literal $label:literal $help:literal $(($scope:ident $keys:literal))* $(+ $foot:ident)?;)*) => {
        /// What a key can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $action,)*
        }

        /// Every action, in the order of help and of the line of keys.
        pub const ACTIONS: &[Row] = &[$(Row {
            action: Action::$action,
            name: $name,
            label: $label,
            help: $help,
            keys: &[$((Scope::$scope, $keys)),*],
            in_footer: actions!(@foot $($foot)?),
        },)*];
    };
}

actions! {
    // deeds on the row
    Recheck "recheck" "复查" "登记复查结果：合格销号，不合格退回整改" (Hazard "r") +shown;
    Done "done" "完成" "登记企业报来的整改完成" (Hazard "w") +shown;
    Transfer "transfer" "移交" "定性为其他部门职责、发函移交或改派" (Hazard "y") +shown;
    Urge "urge" "催办" "签收、催办，或登记部门反馈" (Hazard "h") +shown;
    Extend "extend" "延期" "申请或审批延期" (Hazard "e") +shown;
    Note "note" "备注" "给这条隐患写备注" (Hazard "b") +shown;
    Snooze "snooze" "暂缓" "写明理由，过几天再看" (Hazard "z") (Today "z") +shown;
    Deeds "deeds" "更多" "列出现在能办的事，各有字母" (Hazard "d") +shown;
    // 今日, 任务, 覆盖
    ReviewDone "review-done" "复核完毕" "给今日复核留痕：谁、何时、还剩几条" (Today "F8") +shown;
    Everybody "everybody" "换范围" "在本单位的复核与全区的复核之间切换" (Today "t") +shown;
    Unfold "unfold" "展开" "展开这一节" (Tasks "Right l +");
    Fold "fold" "收起" "收起这一节" (Tasks "Left -");
    Toggle "toggle-fold" "收放" "展开或收起这一节" (Tasks "Space");
    FoldAll "fold-all" "全部收放" "全部展开或全部收起" (Tasks "Ctrl-T");
    ToMatrix "to-matrix" "看覆盖" "看它在覆盖矩阵里落实到哪里" (Tasks "x") (Enterprises "x") (Today "x") +shown;
    OtherPlan "other-plan" "换方案" "看另一个已装入的方案" (Tasks "p") +shown;
    Progress "progress" "记进展" "给这项任务记一条进展" (Tasks "b") +shown;
    Previous "period-back" "上期" "看上一期" (Coverage "[") (Statistics "[") +shown;
    Next "period-forward" "下期" "看下一期" (Coverage "]") (Statistics "]") +shown;
    Span "period-kind" "期长" "换期间的长短：月、季、半年、年、三年" (Statistics "p F8") +shown;
    AsOf "as-of" "截止日" "换一天来看" (Coverage "t") (Statistics "t") (Tasks "t") +shown;
    OtherPane "other-pane" "换栏" "在左栏与右栏之间移动" (Coverage "Ctrl-W") (Records "Ctrl-W") (Statistics "Ctrl-W");
    CellLeft "left" "左移" "左边一格" (Coverage "Left") (Today "Left") (Records "Left") (Statistics "Left");
    CellRight "right" "右移" "右边一格" (Coverage "Right") (Today "Right") (Records "Right") (Statistics "Right");
    ToClause "to-clause" "看条款" "回到所依据的任务和条款" (Coverage "y") +shown;
    EnterMissing "enter-missing" "补录" "给尚缺的对象录一条，已知的栏目都填好" (Coverage "a") +shown;
    Export "export" "导出" "存成文件：矩阵、统计存为表格 (csv)，报表存为 docx、xlsx、md、txt" (Coverage "x") (Statistics "x") (Report "x F8") +shown;
    // 企业
    EnterHere "enter-here" "记这家" "给这家企业速录，对象已写好" (Enterprises "a") +shown;
    NewRecord "new" "新建" "填表新建一家企业，或一条所选种类的记录" (Enterprises "+") (Records "+") +shown;
    AddPart "add-part" "加一条" "给这次培训记一人到场，给这份月度计划加一个条目" (Records "A") +shown;
    Propose "propose" "建议" "建议这个乡镇下个月检查哪些企业，改好后登记为月度检查计划" (Records "P") (Coverage "P") +shown;
    Campaigns "campaigns" "专项进度" "各专项整治在各乡镇的进度：检/应检、未检的企业、发现和销号的隐患" (Records "Z") (Coverage "Z");
    Lacking "lacking" "缺佐证" "列出缺佐证的隐患和记录，写明各缺什么" (Records "b") +shown;
    Earlier "earlier" "提前" "把这家提前一个工作日" (Proposal "[ Left") +shown;
    Later "later" "推后" "把这家推后一个工作日" (Proposal "] Right") +shown;
    KeepPlan "keep-plan" "存草稿" "登记为月度检查计划，先不报送" (Proposal "w") +shown;
    Void "void" "作废" "作废这条记录，写明原因；暂缓的作废就是解除" (Records "d Delete") +shown;
    ChangeFrom "change-from" "变更" "乡镇、行业、重点、状态从某天起变了" (Enterprises "b") +shown;
    ToHazards "to-hazards" "看隐患" "看这家企业的隐患" (Enterprises "y") (Campaign "y") +shown;
    // lists
    Filter "filter" "筛选" "按栏目筛选，Esc 清除" (List "f F4") +shown;
    Search "search" "查找" "在列表里查找，n 下一处，N 上一处" (List "/") +shown;
    SearchNext "search-next" "下一处" "到下一处" (List "n F3");
    SearchBack "search-back" "上一处" "到上一处" (List "N");
    Order "order" "排序" "换一种排序" (List "o F6") +shown;
    SaveView "save-view" "存视图" "给现在的筛选和排序起个名字" (List "m");
    RecallView "recall-view" "取视图" "换到一个队列或存下的视图" (List "'");
    Mark "mark" "标记" "标记或取消标记这一条；在月计划建议里，划去或取回这一家" (List "Space") (Proposal "Space");
    MarkRange "mark-range" "连续标记" "从上一条标记起连到这里" (List "v");
    MarkAll "mark-all" "全部标记" "标记筛选出的全部，再按取消" (List "*");
    Edit "edit" "修改" "更正这条记录的栏目；粘贴的各行里，改这一行" (List "i F2") (Entry "F2");
    Copy "copy" "复制" "把这条记录的文字送到剪贴板并存一份文件" (List "c");
    Discard "discard-draft" "丢弃" "丢掉这份草稿；先问一次，丢掉就找不回来" (Drafts "x Delete") +shown;
    // movement
    Down "down" "下移" "下一行" (Move "j Down");
    Up "up" "上移" "上一行" (Move "k Up");
    PageDown "page-down" "下页" "下一页" (Move "PgDn Ctrl-F");
    PageUp "page-up" "上页" "上一页" (Move "PgUp Ctrl-B");
    First "first" "到顶" "第一行" (Move "g Home");
    Last "last" "到底" "最后一行" (Move "G End");
    Open "open" "打开" "打开这一条" (Move "Enter");
    Back "back" "返回" "退回一层；不会退出，也不会丢掉已填的内容" (Move "Esc Ctrl-C") (Form "Esc Ctrl-C") (Entry "Esc Ctrl-C") (Confirm "Esc n Ctrl-C");
    // 速录, forms, fields
    Save "save" "保存" "存下这一行；缺什么就打开表单问" (Entry "Enter") +shown;
    Complete "complete" "补全" "补全光标处：动词、乡镇、企业、人员、日期 …，按拼音或汉字" (Entry "Tab") (Form "Tab") +shown;
    CompleteBack "complete-back" "前一个" "补全时换回前一个" (Entry "Shift-Tab");
    Older "older" "上一条" "调出先前录过的一行" (Entry "Up") +shown;
    Newer "newer" "下一条" "调出后来录过的一行；还要选一个的，列出来按数字选" (Entry "Down");
    NextField "next-field" "下一栏" "到下一栏；在最后一栏提交" (Form "Enter") +shown;
    FieldDown "field-down" "下移" "下一栏" (Form "Down");
    FieldUp "field-up" "上移" "上一栏" (Form "Up Shift-Tab");
    Submit "submit" "提交" "提交整张表；在月计划建议里，登记并报送" (Form "Ctrl-S F2") (Proposal "Ctrl-S F2") +shown;
    Yes "yes" "确定" "是" (Confirm "y Enter") +shown;
    Left "cursor-left" "左" "光标左移" (Field "Left");
    Right "cursor-right" "右" "光标右移" (Field "Right");
    Start "cursor-start" "行首" "光标到行首" (Field "Home Ctrl-A");
    End "cursor-end" "行尾" "光标到行尾" (Field "End Ctrl-E");
    Backspace "backspace" "退格" "删去光标前一字" (Field "Backspace Ctrl-H");
    Delete "delete" "删除" "删去光标后一字" (Field "Delete Ctrl-D");
    DeleteWord "delete-word" "删词" "删去光标前一词" (Field "Ctrl-W");
    DeleteLine "delete-line" "清行" "删去光标前的全部" (Field "Ctrl-U");
    // everywhere
    QuickEntry "add" "速录" "打开速录行，录一条新的" (Global "a F7") +shown;
    Palette "command" "命令" "按名字找命令，也可键入编号" (Global ": Ctrl-P") +shown;
    Help "help" "帮助" "此处能用的键" (Global "?") (Always "F1") +shown;
    // behind help: where the line of keys is full, that is what has to stand there
    Directive "directive" "批示" "写一条督办批示：谁、办什么、何时答复，到对方的今日" (Hazard "p") (Coverage "p") +shown;
    Undo "undo" "撤销" "撤销自己今天最近的一次录入" (Global "u Ctrl-Z") (Entry "Ctrl-Z");
    Redo "redo" "恢复" "把撤销的恢复回来，后撤的先恢复" (Global "Ctrl-R Ctrl-Y") (Entry "Ctrl-R Ctrl-Y");
    Drafts "drafts" "草稿" "接着填没有交完的" (Global "D");
    Reports "reports" "报表" "出一份报表或单据：看一遍，存成 docx、xlsx、md、txt" (Global "B");
    Log "log" "日志" "最近录入了什么" (Global "L");
    Today "today" "今日" "到今日" (Global "1");
    Tasks "tasks" "任务" "到任务" (Global "2");
    Coverage "coverage" "覆盖" "到覆盖" (Global "3");
    Hazards "hazards" "隐患" "到隐患" (Global "4");
    Enterprises "enterprises" "企业" "到企业" (Global "5");
    Records "records" "记录" "到记录" (Global "6");
    Statistics "statistics" "统计" "到统计" (Global "7");
    NextScreen "next-screen" "下一画面" "到右边的画面" (Global "Tab");
    PreviousScreen "previous-screen" "上一画面" "到左边的画面" (Global "Shift-Tab");
    Refresh "refresh" "刷新" "重新取数" (Global "F5");
    Ambiguous "ambiguous-width" "字宽" "有些符号占两格的终端：按此改用半角符号" (Global "F9");
    Redraw "redraw" "重画" "重画整个屏幕" (Always "Ctrl-L");
    Quit "quit" "退出" "离开；有未交的草稿时先问" (Global "q");
}

impl Action {
    /// Its row of the table.
    pub fn row(self) -> &'static Row {
        // The macro lays rows and variants in the same order.
        &ACTIONS[self as usize]
    }
}

/// `docs/keys.md`.
pub fn keys_md(keymap: &Keymap) -> String {
    let mut page = String::from(
        "# 按键\n\n本页由程序里的动作表生成，不要手改。字母键在中文输入法下改用同行列出的其他键，或先按 Shift 切换英文；\
         全角符号与半角相同。\n",
    );
    for scope in Scope::ALL {
        let rows: Vec<_> = ACTIONS
            .iter()
            .map(|row| (row, keymap.keys(scope, row.action)))
            .filter(|(_, k)| !k.is_empty())
            .collect();
        if rows.is_empty() {
            continue;
        }
        page += &format!("\n## {}\n\n| 键 | 动作 | 名称 | 说明 |\n|---|---|---|---|\n", scope.title());
        for (row, keys) in rows {
            let keys: Vec<String> = keys.iter().map(|k| format!("`{k}`")).collect();
            page += &format!("| {} | {} | `{}` | {} |\n", keys.join(" "), row.label, row.name, row.help);
        }
    }
    page += "\n## 改键\n\n写在 `~/.config/zhiben/config.toml`，只写要改的几行；怎样写见手册第十二节。下面是全部动作原来的键。\n\n";
    page + "```toml\n" + &keys_toml(keymap) + "```\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_actions() {
        for (n, row) in ACTIONS.iter().enumerate() {
            assert_eq!(row.action as usize, n);
            assert!(!row.keys.is_empty(), "{} has no key", row.name);
        }
    }

    #[test]
    fn no_two_actions_have_the_same_name() {
        let mut names: Vec<_> = ACTIONS.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ACTIONS.len());
    }
}
