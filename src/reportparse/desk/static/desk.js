'use strict';
// Keys, and a page that zooms. Everything works without: buttons are buttons, links are links.
(() => {
  const one = selector => document.querySelector(selector);
  const press = selector => { const found = one(selector); if (found) { found.click(); } };

  // ---------------------------------------------------------------- keys
  const keys = {
    r: () => press('.verdicts .right'),
    1: () => press('.verdicts .right'),
    t: () => press('.verdicts .unsure'),
    3: () => press('.verdicts .unsure'),
    w: () => truth(),
    2: () => truth(),
    u: () => press('#undoing'),
    b: () => press('#back'),
    s: () => press('#skip'),
    z: () => zoom('page'),
    c: () => zoom('cell'),
    '+': () => zoom('in'),
    '=': () => zoom('in'),
    '-': () => zoom('out'),
    n: () => focusOn('#note'),
  };
  function focusOn(selector) { const found = one(selector); if (found) { found.focus(); found.select(); } }
  // Wrong asks for what is right; Enter saves it, with or without an answer.
  function truth() { const field = one('#right_value'); if (field && !field.disabled) { focusOn('#right_value'); } else { press('.verdicts .wrong'); } }

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    const typing = event.target.matches && event.target.matches('input:not([type=hidden]), textarea, select');
    if (typing) {
      if (event.key === 'Escape') { event.target.blur(); }
      if (event.key === 'Enter') {
        event.preventDefault();
        if (event.target.id === 'right_value' || event.target.id === 'right_indicator') { press('#save'); } else { event.target.blur(); }
      }
      return;
    }
    const act = keys[event.key];
    if (act && !event.repeat) { event.preventDefault(); act(); }
  });

  // One verdict, one click: a second one on its way would be about the value that is leaving.
  for (const form of document.querySelectorAll('form')) {
    form.addEventListener('submit', event => {
      if (form.dataset.sent) { event.preventDefault(); } else { form.dataset.sent = '1'; }
    });
  }
  window.addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form')) { delete form.dataset.sent; } });
  // The name typed for the verdict is the name that may undo it.
  const who = one('#who');
  if (who) { who.addEventListener('input', () => { for (const field of document.querySelectorAll('#undo [name=who]')) { field.value = who.value; } }); }

  // ---------------------------------------------------------------- the page
  const page = one('#page');
  const main = one('main.desk');
  if (page) {
    const paper = { width: Number(page.dataset.width), height: Number(page.dataset.height) };
    const cell = ['x', 'y', 'width', 'height'].reduce((all, name) => ({ ...all, [name]: Number(one('#cell').getAttribute(name)) }), {});
    let view;
    const between = (low, value, high) => Math.max(low, Math.min(value, Math.max(low, high)));

    function show(width, middleX, middleY) {
      const shape = page.clientHeight / Math.max(page.clientWidth, 1) || 0.6;
      const fitting = between(40, width, Math.max(paper.width, paper.height / shape));
      const height = fitting * shape;
      const x = fitting >= paper.width ? (paper.width - fitting) / 2 : between(0, middleX - fitting / 2, paper.width - fitting);
      const y = height >= paper.height ? (paper.height - height) / 2 : between(0, middleY - height / 2, paper.height - height);
      view = { x, y, width: fitting, height };
      page.setAttribute('viewBox', [x, y, fitting, height].map(side => side.toFixed(2)).join(' '));
    }
    const middle = () => [view.x + view.width / 2, view.y + view.height / 2];
    // A point of the paper takes 1.15 pixels at least, so that 9-point characters can be read on a phone; where that leaves no room for
    // the whole row, the cell stands at the right, because its label stands at the left.
    function atCell() {
      const width = Math.min(paper.width, page.clientWidth / 1.15);
      show(width, cell.x + cell.width + 16 - width / 2, cell.y + cell.height / 2);
    }
    function zoomTo(how) {
      if (how === 'cell') { atCell(); }
      if (how === 'page') { show(Infinity, paper.width / 2, paper.height / 2); }
      if (how === 'in') { show(view.width / 1.4, ...aim()); }
      if (how === 'out') { show(view.width * 1.4, ...aim()); }
    }
    // Closer means closer to the cell, while it is in sight.
    function aim() {
      const [x, y] = [cell.x + cell.width / 2, cell.y + cell.height / 2];
      const seen = x > view.x && x < view.x + view.width && y > view.y && y < view.y + view.height;
      return seen ? [x, y] : middle();
    }
    window.zoomPage = zoomTo;
    for (const button of document.querySelectorAll('[data-zoom]')) { button.addEventListener('click', () => zoomTo(button.dataset.zoom)); }

    let held = null;
    const fingers = new Map();
    const apart = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
    page.addEventListener('pointerdown', event => {
      page.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
      held = fingers.size === 2 ? { apart: apart(), view: { ...view } } : { x: event.clientX, y: event.clientY, view: { ...view } };
    });
    page.addEventListener('pointermove', event => {
      if (!held || !fingers.has(event.pointerId)) { return; }
      fingers.set(event.pointerId, event);
      const [x, y] = [held.view.x + held.view.width / 2, held.view.y + held.view.height / 2];
      if (fingers.size === 2 && held.apart) {
        show(held.view.width * held.apart / Math.max(apart(), 1), x, y);
      } else if (fingers.size === 1 && !held.apart) {
        const scale = held.view.width / page.clientWidth;
        show(held.view.width, x - (event.clientX - held.x) * scale, y - (event.clientY - held.y) * scale);
      }
    });
    const release = event => { fingers.delete(event.pointerId); held = null; };
    page.addEventListener('pointerup', release);
    page.addEventListener('pointercancel', release);
    page.addEventListener('wheel', event => {
      if (!event.ctrlKey) { return; }
      event.preventDefault();
      show(view.width * (event.deltaY > 0 ? 1.15 : 1 / 1.15), ...middle());
    }, { passive: false });
    window.addEventListener('resize', atCell);
    atCell();
  }
  function zoom(how) { if (window.zoomPage) { window.zoomPage(how); } }

  // The next picture is fetched while this one is looked at.
  if (main && main.dataset.upcoming) { window.addEventListener('load', () => { new Image().src = main.dataset.upcoming; }); }
})();
