// The stylesheet of the quality page: stands in the page itself, so that one file is all. Light, dark, narrow, and A4.

export const STYLE = `
:root{color-scheme:light dark;--ink:#17202a;--soft:#5a6672;--paper:#fff;--tint:#f3f5f7;--rule:#d5dbe1;--good:#1f6f5c;--bad:#b3261e;--some:#b26a00;--bar:#3b6ea5;--warn:#7a3b00}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#a3afba;--paper:#14191e;--tint:#1e252c;--rule:#37424d;--good:#55b79c;--bad:#ff8a80;--some:#f0b35a;--bar:#7fb0e3;--warn:#8a4a0c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:60rem;margin:0 auto;padding:0 1.5rem}
.banner+.banner{border-top:1px solid #ffffff40}.banner{margin:0;background:var(--warn);color:#fff;text-align:center;padding:.6rem 1.5rem;font-weight:600;max-width:none}
header{display:grid;grid-template-columns:1fr auto;gap:1rem 2rem;align-items:start;padding:2.2rem 0 1.2rem;border-bottom:3px solid var(--ink)}
header p{margin:.2rem 0}
.eyebrow{color:var(--soft);letter-spacing:.04em;font-size:.95rem}
h1{font-size:2rem;line-height:1.15;margin:.1rem 0 .4rem;letter-spacing:-.01em}
h2{font-size:1.3rem;margin:2.4rem 0 .5rem;letter-spacing:-.005em}
h3{font-size:1rem;margin:1.4rem 0 .3rem}
p{margin:.4rem 0 .8rem;max-width:44rem;text-wrap:pretty}
.grade{text-align:center;border:2px solid currentColor;border-radius:.6rem;padding:.5rem 1rem;min-width:8.5rem;max-width:11rem}
.grade b{display:block;font-size:3.2rem;line-height:1}
.grade span{font-size:.85rem;line-height:1.3;display:block}.grade .what{color:var(--soft)}
.A,.B{color:var(--good)}.C{color:var(--some)}.D,.E{color:var(--bad)}
.summary{font-size:1.15rem;margin-top:1.2rem}
ul.why{border-left:4px solid var(--bad);background:var(--tint);list-style:none;padding:.6rem 1rem;margin:.4rem 0 1.2rem;overflow-wrap:anywhere}
.quiet{display:grid;grid-template-columns:minmax(11rem,15rem) 1fr;gap:0 1.5rem;align-items:baseline;border-bottom:1px solid var(--rule);margin-top:1rem}.quiet h2{font-size:1rem;margin:.3rem 0}.quiet p{color:var(--soft);margin:.3rem 0}
dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.3rem 1.5rem;margin:1rem 0 0;font-size:.95rem}
dl.facts div{display:flex;gap:.5rem;min-width:0}dl.facts div:last-child{grid-column:1/-1}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
dl.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:.8rem 0}
dl.tiles div{flex:1 1 7.2rem;background:var(--tint);border-radius:.5rem;padding:.6rem .8rem;display:flex;flex-direction:column;justify-content:space-between}
dl.tiles dd{white-space:nowrap;font-size:1.45rem;font-weight:600;line-height:1.2}
dl.tiles dt{font-size:.85rem;line-height:1.25}
.big{font-size:2.2rem;font-weight:600;line-height:1.1}
.wide{overflow-x:auto;background:linear-gradient(to right,var(--paper) 40%,transparent) left/2.5rem 100%,linear-gradient(to left,var(--paper) 40%,transparent) right/2.5rem 100%,linear-gradient(to right,var(--rule),transparent) left/.8rem 100%,linear-gradient(to left,var(--rule),transparent) right/.8rem 100%;background-repeat:no-repeat;background-attachment:local,local,scroll,scroll}
.keep table{max-width:26rem}
table{border-collapse:collapse;width:100%;font-size:.93rem;margin:.4rem 0 .8rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--rule);overflow-wrap:break-word}
thead th{font-weight:600;color:var(--soft);border-bottom:2px solid var(--rule);white-space:nowrap}
tbody th{font-weight:600}
td.n,th.n{text-align:right;white-space:nowrap;overflow-wrap:normal}
td.k,th.k{white-space:nowrap;overflow-wrap:normal}
td:last-child,th:last-child{padding-right:0}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,monospace}dd code,li code{overflow-wrap:anywhere}
.soft{color:var(--soft)}.late{color:var(--bad);font-weight:600}
svg{display:block;width:100%;height:auto;min-width:34rem}
svg text{fill:var(--ink);font:13px system-ui,sans-serif}
svg .small{font-size:12px;fill:var(--soft)}
svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .start{text-anchor:start}
.all{fill:var(--good)}.some{fill:var(--some)}
.none{fill:none;stroke:var(--bad);stroke-width:1}.cross{stroke:var(--bad);stroke-width:1;fill:none}
.later{stroke:var(--soft);stroke-dasharray:2 4;fill:none}
.axis{stroke:var(--soft);fill:none}.bar{fill:var(--bar)}
.median{stroke:var(--ink);stroke-width:2;fill:none}.quartile{stroke:var(--ink);stroke-dasharray:5 4;fill:none}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;font-size:.88rem;color:var(--soft)}
.legend svg{display:inline-block;width:24px;min-width:0;height:14px;vertical-align:-2px}
svg.spark{width:150px;min-width:0;height:30px}
.spark polyline{fill:none;stroke:var(--bar);stroke-width:1.5}.spark .here{fill:var(--ink)}
ul{margin:.2rem 0;padding-left:1.1rem}
footer{width:calc(100% - 3rem);max-width:57rem;margin:3rem auto 2rem;color:var(--soft);font-size:.88rem;border-top:1px solid var(--rule);padding-top:1rem}
a{color:inherit}
@media (max-width:34rem){table:has(th:nth-child(5)){min-width:36rem}th,td{hyphens:auto}td.k,th.k,thead th{white-space:normal}th,td{padding-right:.6rem}table code{overflow-wrap:anywhere}svg[role=img]:not(.spark){min-width:46rem}.quiet{grid-template-columns:1fr}header{grid-template-columns:1fr}.grade{max-width:none;display:flex;gap:.8rem;align-items:center;text-align:left}.grade b{font-size:2.4rem}.grade .what{display:none}main{padding:0 1rem}footer{width:calc(100% - 2rem)}h1{font-size:1.6rem}}
@page{size:A4;margin:14mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--tint:#f3f5f7;--rule:#bbb;--good:#1f6f5c;--bad:#b3261e;--some:#b26a00;--bar:#3b6ea5;--warn:#7a3b00}
body{font-size:10pt}main,footer{max-width:none;width:auto;padding-left:0;padding-right:0}.wide{background:none}header{padding-top:0}.banner{background:none;color:#000;border:2px solid #000}
h2,h3,caption{break-after:avoid}tr,svg,.keep{break-inside:avoid}.wide{overflow:visible}svg{min-width:0}*{print-color-adjust:exact}}
`;
