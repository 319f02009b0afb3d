//! What inspectors find: typical hazards of the seven industries in our own words.

use fastrand::Rng;

use super::premises::weighted;

/// A kind of finding.
pub struct Finding {
    /// Codes of the industries; empty: any.
    pub industries: &'static [&'static str],
    /// Name of the category.
    pub category: &'static str,
    /// 部位
    pub location: &'static str,
    /// 隐患描述
    pub text: &'static str,
    /// 完成情况
    pub fix: &'static str,
    /// How it is worked off.
    pub way: Way,
    /// How often it is met.
    pub weight: u32,
}

impl Finding {
    /// Is a limit set for it?
    pub fn is_timed(&self) -> bool {
        matches!(self.way, Way::Within(_))
    }
}

/// How a finding is worked off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Put right while the inspectors are there.
    OnSpot,
    /// Within so many days.
    Within(i32),
    /// Handed to a department.
    To(&'static str),
    /// 重大
    Major,
}

const CY: &[&str] = &["cy"];
const OIL: &[&str] = &["cp"];
const SCRAP: &[&str] = &["bf", "zs"];
const SHOPS: &[&str] = &["sc", "zh", "jd"];
const ANY: &[&str] = &[];

const fn finding(
    industries: &'static [&'static str],
    category: &'static str,
    location: &'static str,
    text: &'static str,
    fix: &'static str,
    way: Way,
    weight: u32,
) -> Finding {
    Finding { industries, category, location, text, fix, way, weight }
}

#[rustfmt::skip]
const FINDINGS: &[Finding] = &[
    finding(CY, "燃气", "后厨", "灶具连接软管老化开裂", "已更换金属包覆软管", Way::Within(5), 16),
    finding(CY, "燃气", "后厨", "软管长度超过2米且穿墙", "已改用硬管并重新固定", Way::Within(7), 10),
    finding(CY, "燃气", "后厨", "使用家用型可燃气体报警器", "已换商用报警器并联动切断阀", Way::Within(10), 9),
    finding(CY, "燃气", "后厨", "未安装商用可燃气体报警器", "已安装并调试", Way::To("zj"), 8),
    finding(CY, "燃气", "后厨", "灶具无熄火保护装置", "已更换灶具", Way::Within(10), 7),
    finding(CY, "燃气", "气瓶间", "空瓶实瓶混放，没有标识", "已分区存放并贴标识", Way::OnSpot, 8),
    finding(CY, "燃气", "气瓶间", "气瓶间通风口被杂物挡住", "已清理", Way::OnSpot, 6),
    finding(CY, "燃气", "气瓶间", "气瓶与明火灶同室", "已移出并另设气瓶间", Way::Major, 2),
    finding(CY, "消防", "排油烟道", "烟道油垢较厚，超过两个月没有清洗", "已清洗并建立记录", Way::Within(7), 12),
    finding(CY, "用电", "后厨", "插座靠近水池，没有防溅盒", "已加装防溅盒", Way::Within(5), 7),
    finding(OIL, "成品油危化", "加油区", "静电接地报警仪显示异常", "已检修恢复", Way::Within(3), 8),
    finding(OIL, "消防", "加油区", "灭火毯破损，消防沙不足", "已补充", Way::OnSpot, 7),
    finding(OIL, "安全管理", "值班室", "卸油作业记录缺两次签字", "已补齐并培训值班员", Way::Within(3), 6),
    finding(OIL, "成品油危化", "卸油口", "卸油口密封垫老化渗漏油气", "已更换密封垫并检测", Way::Major, 2),
    finding(OIL, "应急", "站房", "应急预案没有按新布局修订", "已修订并演练", Way::To("yj"), 5),
    finding(SCRAP, "消防", "堆场", "可燃物堆垛间距不足", "已重新码放，留出间距", Way::Within(7), 10),
    finding(SCRAP, "用电", "打包区", "配电箱门缺失，线路裸露", "已换箱并穿管", Way::Within(5), 8),
    finding(SCRAP, "人员资质", "作业区", "切割工没有随身带操作证", "已出示并复印存档", Way::OnSpot, 5),
    finding(SCRAP, "消防", "堆场", "消防通道堆放废纸，车辆不能通过", "已清空并划线", Way::Major, 2),
    finding(SCRAP, "建筑自建房", "库房", "库房自建房外墙有裂缝", "已由住建部门鉴定并加固", Way::To("zj"), 3),
    finding(SHOPS, "消防", "卖场", "防火卷帘下堆放促销货架", "已移开并划禁放线", Way::OnSpot, 10),
    finding(SHOPS, "消防", "楼层", "应急照明灯三处不亮", "已更换", Way::Within(5), 12),
    finding(SHOPS, "消防", "楼层", "疏散指示标志被广告遮住", "已拆除广告", Way::OnSpot, 9),
    finding(SHOPS, "特种设备", "电梯厅", "电梯年检标志过期", "已检验换证", Way::To("sj"), 8),
    finding(SHOPS, "消防", "消控室", "消防控制室值班记录不连续", "已补记，落实双人值班", Way::Within(5), 6),
    finding(SHOPS, "消防", "楼层", "喷淋末端压力不足", "已检修管网并复测", Way::To("xf"), 10),
    finding(ANY, "消防", "营业厅", "灭火器压力不足", "已送检换新", Way::OnSpot, 16),
    finding(ANY, "消防", "营业厅", "灭火器被货物挡住，取用不便", "已移位", Way::OnSpot, 12),
    finding(ANY, "消防", "后门", "安全出口堆放货物", "已清空", Way::OnSpot, 9),
    finding(ANY, "用电", "营业厅", "私拉电线，插线板串接", "已拆除并增设插座", Way::Within(5), 14),
    finding(ANY, "用电", "仓库", "照明灯具贴近可燃货物", "已更换冷光源并拉开距离", Way::Within(5), 7),
    finding(ANY, "安全管理", "办公室", "没有逐级签订安全责任书", "已签订并上墙", Way::Within(7), 8),
    finding(ANY, "安全管理", "办公室", "安全检查台账缺近两月记录", "已补建台账", Way::Within(7), 8),
    finding(ANY, "应急", "营业厅", "员工不熟悉疏散路线", "已现场培训", Way::OnSpot, 6),
    finding(ANY, "消防", "楼梯间", "楼梯间停放电动车充电", "已清理并拆除插座", Way::Major, 2),
    finding(ANY, "消防", "二楼", "外窗防盗网没有逃生口", "已开设逃生口", Way::To("xf"), 12),
    finding(ANY, "建筑自建房", "店面", "自建房经营，没有房屋安全鉴定", "已完成鉴定", Way::To("zj"), 9),
];

/// A finding that fits an industry and was not seen on the same visit.
pub fn other_than(seen: &[&str], industry: &str, rng: &mut Rng) -> &'static Finding {
    let fits = |finding: &Finding| finding.industries.is_empty() || finding.industries.contains(&industry);
    let fits = |finding: &Finding| fits(finding) && !seen.contains(&finding.text);
    weighted(FINDINGS, |finding| if fits(finding) { finding.weight } else { 0 }, rng)
}
