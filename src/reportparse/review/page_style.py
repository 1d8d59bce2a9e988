"""How the files look that open anywhere: system fonts, strong contrast, light and dark, on a phone and on paper.

Our own text, never a report's: it goes into pages as it is, and its hash into their content-security policy.
"""

from __future__ import annotations

BASE_STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ground:#f4f4f1;--ink:#16181d;--soft:#4a4f5a;--line:#c9ccd3;--mark:#0b57d0;
--error:#a30f0f;--error-ground:#fde8e6;--warning:#7a4100;--warning-ground:#fdf0d5;--note:#33415c;--note-ground:#e8ecf4;
--old:#8c1d18;--new:#0b5c2c}
@media (prefers-color-scheme:dark){:root{--paper:#1d1f24;--ground:#121316;--ink:#f1f2f4;--soft:#b9bec9;--line:#474c57;--mark:#9ec1ff;
--error:#ffb4ab;--error-ground:#4a1512;--warning:#ffd08a;--warning-ground:#40290a;--note:#cdd7ec;--note-ground:#2a3242;
--old:#ffb4ab;--new:#9fe0b4}}
*{box-sizing:border-box}
html{font-size:112.5%}
body{margin:0;background:var(--ground);color:var(--ink);line-height:1.5;
font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.1rem;margin:0}p{margin:.4rem 0}
main{max-width:76rem;margin:0 auto;padding:1rem}
.soft{color:var(--soft)}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;margin:0 0 .9rem;overflow-wrap:anywhere}
.chip{display:inline-block;border-radius:1rem;padding:.05rem .7rem;font-weight:600;font-size:.9rem}
.error{color:var(--error);background:var(--error-ground)}.warning{color:var(--warning);background:var(--warning-ground)}
.note{color:var(--note);background:var(--note-ground)}
.picture{display:block;max-width:100%;height:auto;border:1px solid var(--line);border-radius:.3rem;background:#fff;
margin:.5rem 0}
.nopicture{border:1px dashed var(--line);border-radius:.3rem;padding:.5rem .8rem;color:var(--soft);margin:.5rem 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-top:1px solid var(--line)}
th{font-weight:600;color:var(--soft);font-size:.9rem}tr:first-child>th{border-top:0}
td.old{color:var(--old);font-weight:600}td.new{color:var(--new);font-weight:600}td.number,th.number{text-align:right;white-space:nowrap}
code,.code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.92em}
kbd{border:1px solid var(--line);border-bottom-width:3px;border-radius:.3rem;padding:0 .45rem;background:var(--paper);font-size:.95rem;
font-family:ui-monospace,Menlo,Consolas,monospace}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
"""

DIFF_STYLE = BASE_STYLE + """
.tools{position:sticky;top:0;z-index:1;background:var(--ground);border-bottom:1px solid var(--line);padding:.6rem 0;margin-bottom:.9rem;
display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
.tools label{display:flex;gap:.4rem;align-items:center}
select,input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.35rem;
padding:.25rem .5rem;max-width:100%}
.counts td:first-child{font-weight:600}.counts td:nth-child(2){white-space:nowrap}
.change header{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline}
.change.here{outline:3px solid var(--mark);outline-offset:2px}
.change[hidden]{display:none}
@media print{.tools{display:none}.card{break-inside:avoid}}
"""

DIFF_SCRIPT = """
'use strict';
(()=>{
const cards=[...document.querySelectorAll('.change')];
const [kind,severity,words,shown]=['#kind','#severity','#words','#shown'].map(name=>document.querySelector(name));
let here=-1;
const visible=()=>cards.filter(card=>!card.hidden);
function filter(){
  const asked=words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for(const card of cards){
    const text=card.textContent.toLowerCase();
    card.hidden=(kind.value&&card.dataset.kind!==kind.value)||(severity.value&&card.dataset.severity!==severity.value)
      ||!asked.every(word=>text.includes(word));
  }
  shown.textContent=visible().length+' of '+cards.length+' shown';
  go(-1,true);
}
function go(to,quiet){
  const list=visible();
  cards.forEach(card=>card.classList.remove('here'));
  here=Math.max(-1,Math.min(to,list.length-1));
  if(here<0)return;
  list[here].classList.add('here');
  if(!quiet){list[here].focus({preventScroll:true});list[here].scrollIntoView({block:'center'});}
}
[kind,severity].forEach(choice=>choice.addEventListener('change',filter));
words.addEventListener('input',filter);
document.addEventListener('keydown',event=>{
  if(event.ctrlKey||event.metaKey||event.altKey)return;
  if(event.key==='Escape'){document.activeElement.blur();return;}
  if(/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName))return;
  if(event.key==='j'||event.key==='ArrowDown'){go(here+1);event.preventDefault();}
  else if(event.key==='k'||event.key==='ArrowUp'){go(Math.max(here-1,0));event.preventDefault();}
  else if(event.key==='/'){words.focus();event.preventDefault();}
  else if('ewna'.includes(event.key)){severity.value={e:'error',w:'warning',n:'note',a:''}[event.key];filter();}
});
filter();
})();
"""

SHEET_STYLE = BASE_STYLE + """
main{max-width:60rem}
.spot{break-inside:avoid}
.spot header{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline}
.claim{font-size:1.35rem;font-weight:700}
.boxes{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin-top:.5rem;font-size:1.05rem}
.line{display:inline-block;min-width:9rem;border-bottom:1px solid var(--soft)}
@media print{html{font-size:80%}body{background:#fff}main{padding:0}.card{border-color:#888;margin-bottom:.5rem}}
"""
