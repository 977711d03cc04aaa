// SPDX-License-Identifier: Apache-2.0
import { paletteProperties } from '#contract/palette'

const properties = (scheme: 'light' | 'dark') =>
  paletteProperties(scheme)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')

/** Light and dark as the reader's system has it; always light on paper. */
export const STYLE = `
:root{color-scheme:light;--surface:#fff;--sunken:#f4f5f7;--line:#dfe2e8;--text:#1b1f27;--muted:#5a6272;--accent:#3b5bdb;
--grow:#b3261e;--shrink:#14713a;${properties('light')}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--surface:#16181d;--sunken:#1d2027;--line:#2f343f;
--text:#e7e9ee;--muted:#9aa3b4;--accent:#8ea5ff;--grow:#ff8a80;--shrink:#6fd195;${properties('dark')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}
.answer{font-size:16px;margin:8px 0 4px}
.answer b{font-size:28px;line-height:1.2;margin-right:10px}
.remedy{padding:12px 16px;border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:4px}
.remedy p{margin:0 0 6px}
pre{margin:8px 0 0;padding:10px 12px;background:var(--sunken);border-radius:4px;font:12px/1.45 ui-monospace,"Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.facts{margin-top:32px}
.paper{display:none}
.folded{margin-top:10px;border:1px solid var(--line);border-radius:6px;padding:0 16px}
.folded[open]{padding-bottom:16px}
.folded>summary{margin:0 -16px;padding:9px 16px;font-weight:600;cursor:pointer}
.folded>h2:first-of-type{margin-top:8px}
h2{font-size:17px;margin:36px 0 10px}
h3{font-size:14px;margin:20px 0 6px}
p{margin:0 0 8px}
.muted{color:var(--muted)}
.verdict{margin:20px 0;padding:12px 16px;border-left:4px solid var(--shrink);background:var(--sunken);border-radius:4px}
.verdict.over,.verdict.unknown{border-color:var(--grow)}.verdict.unknown{border-left-style:dashed}
.verdict b{font-size:16px}
table{width:100%;border-collapse:collapse;font-size:12.5px}table+p{margin-top:8px}
th,td{padding:5px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--muted);vertical-align:bottom}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.name{overflow-wrap:anywhere;min-width:130px}
.grow{color:var(--grow)}.shrink{color:var(--shrink)}
.letter{display:inline-block;min-width:20px;padding:0 5px;border-radius:4px;background:var(--muted);color:var(--surface);font-weight:700;text-align:center}
.letter.current{background:var(--accent)}
.badge{font-weight:600;white-space:nowrap}
.origin{font-size:11px;font-weight:400;color:var(--muted);border:1px solid var(--line);border-radius:8px;padding:0 7px;margin-left:6px;vertical-align:1px}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;margin:6px 0;font-size:12px}
.key i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:5px}
svg{display:block;width:100%;height:auto;margin:4px 0}
svg text{fill:var(--muted);font-size:12.5px;font-family:inherit}
svg text.strong,svg .strong{fill:var(--text);font-weight:600}
ul{margin:0 0 8px;padding-left:20px}
@media print{main{max-width:none;padding:0}h2,h3{break-after:avoid}tr,svg,pre,.verdict{break-inside:avoid}thead{display:table-header-group}
.folded,.screen{display:none}p.paper{display:block}span.paper{display:inline}.sheet{break-after:page}h2{margin-top:22px}
table td,table th{padding:3px 6px}pre{font-size:9.5px}
body{font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:13mm}}
`
