#include "workbench/report/html_style.hpp"

#include <array>
#include <cstddef>

namespace davy::report {
namespace {

constexpr std::string_view screen = R"css(
:root{color-scheme:light dark;--ink:#18202c;--soft:#566173;--line:#d9dee6;--ground:#f3f5f8;--card:#fff;--mark:#0b6b68;
--tint:#eef6f5;--confirmed:#a8201a;--confirmed-g:#fdecea;--probable:#8a5200;--probable-g:#fff3df;--suspected:#1f559f;
--suspected-g:#e9f1fc;--cleared:#2c6b35;--cleared-g:#e8f4ea;--unknown:#566173;--unknown-g:#eceff3}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3aebd;--line:#333d4a;--ground:#11161d;--card:#1a212b;
--mark:#5cc4bd;--tint:#17302f;--confirmed:#ff9d95;--confirmed-g:#43201e;--probable:#f5bf6a;--probable-g:#3c2c12;
--suspected:#93bdf8;--suspected-g:#1b2f4c;--cleared:#8fd19a;--cleared-g:#1b3320;--unknown:#a3aebd;--unknown-g:#2a323d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;font-variant-numeric:tabular-nums}
main,.top>div,footer{max-width:1080px;margin:0 auto;padding:0 24px}
a{color:var(--mark)}
.top{background:var(--card);border-bottom:1px solid var(--line);border-top:4px solid var(--mark);padding:22px 0 20px}
.top>div{display:flex;gap:16px;align-items:center}
.top svg{flex:none;width:40px;height:52px;color:var(--mark)}
h1{font-size:25px;line-height:1.25;margin:0}
.top p{margin:4px 0 0;color:var(--soft)}
h2{font-size:19px;margin:36px 0 12px}
h3{font-size:16px;margin:0}
h4{font-size:13px;margin:18px 0 6px;color:var(--soft);font-weight:600}
.three{display:grid;grid-template-columns:repeat(3,1fr);gap:16px;margin-top:24px}
.box,.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px}
.box h2{font-size:13px;margin:0 0 8px;color:var(--soft);font-weight:600}
.big{font-size:22px;line-height:1.3;font-weight:650;margin:0 0 8px}
.box p{margin:6px 0 0}
.soft{color:var(--soft)}
.levels{list-style:none;margin:0;padding:0}
.levels li{margin:0 0 10px}
.levels li p{font-size:13px;color:var(--soft);margin:3px 0 0}
.levels b{margin-left:6px}
.chip{display:inline-block;border-radius:99px;padding:1px 10px;font-size:13px;font-weight:600;white-space:nowrap}
.chip.confirmed{color:var(--confirmed);background:var(--confirmed-g)}
.chip.probable{color:var(--probable);background:var(--probable-g)}
.chip.suspected{color:var(--suspected);background:var(--suspected-g)}
.chip.cleared{color:var(--cleared);background:var(--cleared-g)}
.chip.unknown{color:var(--unknown);background:var(--unknown-g)}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
.card .scroll{border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{font-size:12px;color:var(--soft);font-weight:600;text-align:left;white-space:nowrap}
th,td{padding:8px 12px;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
.num{text-align:right;white-space:nowrap}
th.num{text-align:right}
.end,.nb{white-space:nowrap}
.any{overflow-wrap:anywhere}
td small,dd small{display:block;color:var(--soft);font-size:12.5px}
code,.excerpt{font:12.5px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono","Noto Sans Mono CJK SC",monospace}
.excerpt{overflow-wrap:anywhere;white-space:pre-wrap;margin:4px 0 0;padding:6px 9px;background:var(--ground);border-radius:5px}
)css";

constexpr std::string_view cards = R"css(
.card{margin:0 0 20px;border-left:5px solid var(--unknown)}
.card.confirmed{border-left-color:var(--confirmed)}
.card.probable{border-left-color:var(--probable)}
.card.suspected{border-left-color:var(--suspected)}
.card>header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin-bottom:12px}
.card>header .ends{flex-basis:100%;font-size:17px;font-weight:600;overflow-wrap:anywhere}
.note{margin:0 0 12px;padding:8px 12px;border-radius:6px;background:var(--suspected-g);color:var(--suspected)}
dl{display:grid;grid-template-columns:repeat(4,1fr);gap:12px 18px;margin:0}
dt{font-size:12px;color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 28px}
.two>*{min-width:0}
.estimate{margin:0 0 10px}
.estimate .value{font-size:20px;font-weight:650}
.estimate svg{display:block;width:100%;height:34px;margin:4px 0 0;color:var(--mark);overflow:visible}
.estimate .scale{display:flex;justify-content:space-between;font-size:11.5px;color:var(--soft)}
.estimate p{margin:4px 0 0;font-size:12.5px;color:var(--soft)}
.tight th,.tight td{padding:4px 8px 4px 0}
.line{display:grid;grid-template-columns:max-content 1fr max-content;gap:3px 10px;align-items:end;font-size:12.5px}
.line svg{width:100%;height:24px;display:block;border-bottom:1px solid var(--line);color:var(--mark)}
.line .row-rejected{color:var(--confirmed)}
.line .row-share{color:var(--suspected)}
.line .row-other{color:var(--soft)}
.line .axis{display:flex;justify-content:space-between;color:var(--soft);font-size:11.5px}
figure{margin:0}
figcaption{font-size:12.5px;color:var(--soft);margin-top:4px}
details{font-size:12.5px;margin-top:4px}
summary{cursor:pointer;color:var(--mark)}
.reasons,.evidence{list-style:none;margin:0;padding:0}
.reasons li,.evidence li{padding:6px 0;border-top:1px solid var(--line)}
.reasons li:first-child,.evidence li:first-child{border-top:0;padding-top:0}
.reasons small,.evidence small{color:var(--soft);font-size:12.5px}
.method{columns:2;column-gap:28px}
.method>div{break-inside:avoid;margin-bottom:14px}
.method h4{margin-top:0}
.method p{margin:2px 0 0}
.method ul{margin:6px 0 0;padding:0;list-style:none}
.method li{margin:0 0 8px}
footer{color:var(--soft);font-size:13px;padding-top:28px;padding-bottom:40px}
@media screen and (max-width:760px){main,.top>div,footer{padding-left:16px;padding-right:16px}.three,.two{grid-template-columns:1fr}
dl{grid-template-columns:1fr 1fr}.method{columns:1}h1{font-size:21px}.card,.box{padding:14px 15px}
table.stack thead{display:none}table.stack tr{display:block;padding:10px 12px;border-bottom:1px solid var(--line)}
table.stack tr:last-child{border-bottom:0}table.stack td{display:flex;gap:12px;justify-content:space-between;padding:2px 0;
border:0;text-align:right;white-space:normal;overflow-wrap:anywhere}table.stack td:before{content:attr(data-label);
color:var(--soft);font-size:12.5px;text-align:left;flex:none}table.stack td>div{min-width:0}
table.stack td:has(>div:empty){display:none}}
)css";

constexpr std::string_view print = R"css(
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--ground:#fff;--card:#fff;--mark:#0b5d5a;--tint:#fff;
--confirmed:#8f1511;--confirmed-g:#fff;--probable:#6d4100;--probable-g:#fff;--suspected:#163f7a;--suspected-g:#fff;
--cleared:#1f5127;--cleared-g:#fff;--unknown:#444;--unknown-g:#fff}
body{font-size:9.5pt;line-height:1.4}main,.top>div,footer{max-width:none;padding:0}
.top{padding:0 0 10pt;border-top:0;border-bottom:1.5pt solid var(--mark)}h1{font-size:17pt}h2{font-size:13pt;margin:16pt 0 7pt}
.big{font-size:13pt}.box,.card{padding:9pt 11pt;border-radius:4pt}.three{gap:8pt;margin-top:10pt}
table,.line,.reasons,.evidence{font-size:8.5pt}th,td{padding:3.5pt 6pt}code,.excerpt{font-size:7.8pt}
.excerpt{border:.5pt solid var(--line);padding:3pt 5pt}.chip{border:.75pt solid currentColor;padding:0 6pt;font-size:8.5pt}
.note{border:.75pt solid currentColor}.card{break-inside:avoid;margin-bottom:10pt}.card>header .ends{font-size:11.5pt}
.box,tr,.reasons li,.evidence li,figure,.estimate{break-inside:avoid}h2,h3,h4{break-after:avoid}thead{display:table-header-group}
.scroll{overflow:visible;border-radius:4pt}.estimate .value{font-size:13pt}.estimate svg{height:26pt}.line svg{height:16pt}
h4{margin:9pt 0 3pt}dl{gap:6pt 12pt}details{display:none}a{color:inherit;text-decoration:none}.end{white-space:normal}footer{padding-top:8pt}
.tight th,.tight td{padding:2pt 5pt 2pt 0}.big{margin-bottom:4pt}.card>header{margin-bottom:6pt}}
)css";

}  // namespace

std::string_view html_style() {
  static constexpr auto joined = [] {
    std::array<char, screen.size() + cards.size() + print.size()> out{};
    std::size_t at = 0;
    for (const std::string_view part : {screen, cards, print}) {
      for (const char c : part) out[at++] = c;
    }
    return out;
  }();
  return {joined.data(), joined.size()};
}

}  // namespace davy::report
