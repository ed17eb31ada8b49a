(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add('scripted');

  /* A browser may refuse to store anything (private windows, policies): then nothing outlives the page. */
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  const themes = all('[name=theme]');
  const theme = themes.find((input) => input.id === recall('wirecheck-theme'));
  if (theme) theme.checked = true;
  for (const input of themes) input.addEventListener('change', () => store('wirecheck-theme', input.id));

  /* A page has findings, or, as the index of a large report, one row an article. */
  const findings = all('.finding');
  const rows = all('.row');
  const items = [...findings, ...rows];
  if (!items.length) return;
  const say = (text) => { one('#said').textContent = text; };
  const isShown = (item) => item.getClientRects().length > 0;
  const counted = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  for (const finding of findings) {
    const act = one('#act-template').content.cloneNode(true);
    if (!('fix' in finding.dataset)) one('[data-do=accept]', act).remove();
    finding.append(act);
  }
  const corrections = new Map(findings.map((finding) => [finding.id, []]));
  for (const piece of all('.text [data-for]')) corrections.get(piece.dataset.for)?.push(piece);
  const titleOf = (finding) => one('h3 span', finding).textContent.replace(/\s+/g, ' ').trim();

  /* Decisions by the anchor of a finding: what (accept or ignore), with reason, by and until, and what
     the export says about the finding, because it may stand on another page of the same report. */
  const key = `wirecheck-decisions-${root.dataset.run}`;
  let decisions = new Map();
  const load = () => {
    const stored = recall(key);
    try { if (stored) decisions = new Map(JSON.parse(stored)); } catch { /* unreadable: keep what we have */ }
  };
  load();
  const undoable = [];
  const about = (finding) => ({
    title: titleOf(finding),
    rule: one('.where code', finding).textContent,
    article: finding.closest('.article').dataset.id,
  });

  const describe = (decision) => {
    if (!decision) return '';
    if (decision.what === 'accept') return 'Accepted';
    return `Ignored: ${decision.reason}${decision.until ? ` (until ${decision.until})` : ''}`;
  };
  const paint = (finding) => {
    const decision = decisions.get(finding.id);
    if (decision) finding.dataset.decision = decision.what; else delete finding.dataset.decision;
    one('.decision', finding).textContent = describe(decision);
    for (const button of all('[data-do]', finding)) {
      button.setAttribute('aria-pressed', String(button.dataset.do === decision?.what));
    }
    for (const piece of corrections.get(finding.id)) {
      piece.classList.toggle('refused', decision?.what === 'ignore');
    }
  };
  const paintRows = () => {
    const made = new Map();
    for (const { article } of decisions.values()) made.set(article, (made.get(article) ?? 0) + 1);
    for (const row of rows) {
      const of = Number(row.dataset.findings);
      const decided = Math.min(made.get(row.dataset.id) ?? 0, of);
      if (decided === of) row.dataset.decision = 'made'; else delete row.dataset.decision;
      one('.decision', row).textContent = decided ? `${decided} of ${of} decided` : '';
    }
  };
  const tally = () => {
    const made = rows.length ? [...decisions.values()] : findings.map((finding) => decisions.get(finding.id)).filter(Boolean);
    const accepted = made.filter((decision) => decision.what === 'accept').length;
    const of = rows.reduce((sum, row) => sum + Number(row.dataset.findings), findings.length);
    const figures = [accepted, made.length - accepted, of - made.length].map((n) => n.toLocaleString('en'));
    one('#decided').textContent = `${figures[0]} accepted, ${figures[1]} ignored, ${figures[2]} to review`;
    if (findings.length) one('#undo').disabled = !undoable.length;
  };
  const put = (finding, decision) => {
    load();
    if (decision) decisions.set(finding.id, { ...decision, ...about(finding) }); else decisions.delete(finding.id);
    store(key, JSON.stringify([...decisions]));
    paint(finding);
    tally();
    countShown();
  };
  const decide = (finding, decision) => {
    undoable.push([finding, decisions.get(finding.id)]);
    put(finding, decision);
    say(`${describe(decision) || 'Decision taken back'}: ${titleOf(finding)}`);
  };
  const undo = () => {
    const last = undoable.pop();
    if (!last) return;
    put(...last);
    go(last[0]);
    say(`Undone: ${titleOf(last[0])}`);
  };

  const open = (dialog) => { one(dialog).showModal(); };
  for (const button of all('[data-close]')) button.addEventListener('click', () => button.closest('dialog').close());

  const accept = (finding) => {
    if (!one('[data-do=accept]', finding)) { say('There is no correction to accept'); return false; }
    decide(finding, decisions.get(finding.id)?.what === 'accept' ? undefined : { what: 'accept' });
    return true;
  };
  let ignoring = null;
  const ignore = (finding) => {
    if (decisions.get(finding.id)?.what === 'ignore') { decide(finding, undefined); return; }
    ignoring = finding;
    one('#ignore-what').textContent = titleOf(finding);
    one('#ignore-by').value ||= recall('wirecheck-name') ?? '';
    one('#ignore-reason').value = '';
    open('#ignore-dialog');
    one('#ignore-reason').focus();
  };
  one('#ignore-dialog form')?.addEventListener('submit', () => {
    const value = (id) => one(id).value.replace(/\s+/g, ' ').trim();
    const reason = value('#ignore-reason');
    if (!reason) return;
    store('wirecheck-name', value('#ignore-by'));
    decide(ignoring, { what: 'ignore', reason, by: value('#ignore-by'), until: value('#ignore-until') });
    go(ignoring);
  });

  /* TOML basic strings are JSON strings, but for DEL and for lone surrogates, which TOML does not know. */
  const quoted = (text) => JSON.stringify(text.toWellFormed?.() ?? text).replaceAll('\x7f', '\\u007f');
  const entry = ([id, decision]) => {
    const [, hex, occurrence] = /^f(\w+)-(\d+)$/.exec(id);
    const lines = [
      `# ${decision.title}`,
      `[[${decision.what}]]`,
      `finding = "wc1:${hex}:${occurrence}"`,
      `rule = ${quoted(decision.rule)}`,
      `article = ${quoted(decision.article)}`,
    ];
    if (decision.what === 'ignore') {
      lines.push(`reason = ${quoted(decision.reason)}`);
      if (decision.by) lines.push(`by = ${quoted(decision.by)}`);
      if (/^\d{4}-\d\d-\d\d$/.test(decision.until)) lines.push(`expires = ${decision.until}`);
    }
    return lines.join('\n');
  };
  const decisionsFile = () => {
    const head = `# Decisions on the wirecheck report of ${root.dataset.day}.\n# Apply them: wirecheck apply wirecheck-decisions.toml\nversion = 1\n`;
    return [head, ...[...decisions].map((decision) => `${entry(decision)}\n`)].join('\n');
  };
  const exportDecisions = () => {
    one('#export-text').value = decisionsFile();
    open('#export-dialog');
    one('#export-text').setSelectionRange(0, 0);
    one('#export-text').scrollTop = 0;
  };
  const copy = async (text, from) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { /* No clipboard for files in some browsers: select the text and copy that. */
      if (from) from.select();
      if (!from || !document.execCommand('copy')) { say('The browser refuses to copy'); return; }
    }
    say('Copied');
  };
  one('#export').addEventListener('click', exportDecisions);
  one('#export-copy').addEventListener('click', () => copy(decisionsFile(), one('#export-text')));
  one('#export-save').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([decisionsFile()], { type: 'application/toml' }));
    link.download = 'wirecheck-decisions.toml';
    link.click();
    URL.revokeObjectURL(link.href);
  });
  one('#undo')?.addEventListener('click', undo);
  one('#help-open').addEventListener('click', () => open('#help-dialog'));

  /* The text with all corrections, but for those that were refused. */
  const correctedText = (article) => all('.text > p', article).map((paragraph) => {
    const copy = paragraph.cloneNode(true);
    for (const gone of all('.number, del:not(.refused), ins.refused', copy)) gone.remove();
    return copy.textContent;
  }).join('\n\n');
  const copyText = (article) => {
    const area = document.createElement('textarea');
    area.value = correctedText(article);
    area.className = 'unseen';
    article.append(area);
    copy(area.value, area).finally(() => area.remove());
  };

  /* Filters. Where they leave nothing, the page says so. */
  const query = one('#query');
  const boxes = all('[data-filter]');
  const switches = ['open-only', 'new-only'];
  const countShown = () => {
    const shown = items.filter(isShown);
    const some = new Set(shown.map((item) => item.closest('.article')));
    for (const article of all('.article')) one('.nothing', article).hidden = some.has(article);
    if (rows.length) one('#no-rows').hidden = shown.length > 0;
    const whole = counted(items.length, rows.length ? 'article' : 'finding');
    one('#shown').textContent = shown.length === items.length ? whole : `${shown.length.toLocaleString('en')} of ${whole}`;
  };
  const textOf = (item) => (item.matches('.row') ? `${one('cite', item).textContent}\n${item.dataset.text}` : item.textContent).toLowerCase();
  const search = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const text = words.length ? textOf(item) : '';
      item.classList.toggle('unsought', !words.every((word) => text.includes(word)));
    }
  };

  /* The filters live in the fragment of the address, "#?rule=-spacing&q=port", so that a view can be
     sent on: for each kind of box what is not ticked, then the search and the switches. */
  const remember = () => {
    const state = new URLSearchParams();
    for (const box of boxes.filter((box) => !box.checked)) state.append(`no-${box.dataset.filter}`, box.value);
    if (query.value.trim()) state.set('q', query.value.trim());
    if (one('#view-side')?.checked) state.set('view', 'side');
    for (const id of switches) if (one(`#${id}`)?.checked) state.set(id, '1');
    const fragment = state.size ? `#?${state}` : location.pathname + location.search;
    try { history.replaceState(null, '', fragment); } catch { /* some browsers forbid it for files */ }
  };
  const restore = () => {
    if (!location.hash.startsWith('#?')) return;
    const state = new URLSearchParams(location.hash.slice(2));
    for (const box of boxes) box.checked = !state.getAll(`no-${box.dataset.filter}`).includes(box.value);
    query.value = state.get('q') ?? '';
    if (findings.length) one(state.get('view') === 'side' ? '#view-side' : '#view-inline').checked = true;
    for (const id of switches) { const box = one(`#${id}`); if (box) box.checked = state.has(id); }
    search();
  };
  const filtered = () => { search(); countShown(); remember(); say(one('#shown').textContent); };
  query.addEventListener('input', filtered);
  one('.tools').addEventListener('change', filtered);
  window.addEventListener('hashchange', () => { restore(); countShown(); });
  for (const menu of all('.menu')) {
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      one('summary', menu).focus();
    });
    menu.addEventListener('focusout', (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  }

  /* Going through the findings, or through the rows. */
  const go = (item) => {
    (item.matches('.row') ? one('a', item) : item).focus({ preventScroll: true });
    item.scrollIntoView({ block: 'start' });
  };
  const current = () => document.activeElement.closest('.finding, .row');
  const step = (by) => {
    const shown = items.filter(isShown);
    if (!shown.length) return;
    const at = shown.indexOf(current());
    go(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)]);
  };
  /* With "to review only" a decided finding hides itself, so the next one is looked up first. */
  const actAndStep = (act) => {
    const finding = current();
    if (!finding) { step(1); return; }
    const shown = findings.filter(isShown);
    const next = shown[shown.indexOf(finding) + 1];
    if (act(finding) && decisions.has(finding.id) && next) go(next);
  };
  const toggleText = () => {
    const article = (current() ?? document.activeElement).closest('.article') ?? one('.article');
    const text = one('.fulltext', article);
    text.open = !text.open;
    if (text.open) { one('summary', text).focus(); text.scrollIntoView({ block: 'start' }); }
  };
  const keysOfAll = {
    j: () => step(1),
    k: () => step(-1),
    e: exportDecisions,
    '/': () => query.focus(),
    '?': () => open('#help-dialog'),
  };
  const keysOfFindings = {
    a: () => actAndStep(accept),
    i: () => { const finding = current(); if (finding) ignore(finding); },
    u: undo,
    v: () => { one(one('#view-side').checked ? '#view-inline' : '#view-side').checked = true; remember(); },
    t: toggleText,
  };
  const keys = findings.length ? { ...keysOfAll, ...keysOfFindings } : keysOfAll;
  const takesText = (element) => element.matches('textarea, input:not([type=checkbox], [type=radio])');
  one('#keys').checked = recall('wirecheck-keys') !== 'off';
  one('#keys').addEventListener('change', (event) => store('wirecheck-keys', event.target.checked ? 'on' : 'off'));
  document.addEventListener('keydown', (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || takesText(event.target) || one('dialog[open]');
    const act = keys[event.key.toLowerCase()];
    if (busy || !act || !one('#keys').checked) return;
    event.preventDefault();
    act();
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const finding = button.closest('.finding');
    if (button.dataset.do === 'accept') accept(finding);
    if (button.dataset.do === 'ignore') ignore(finding);
    if (button.dataset.do === 'copy-text') copyText(button.closest('.article'));
  });

  const paintAll = () => {
    findings.filter((finding) => finding.dataset.decision || decisions.has(finding.id)).forEach(paint);
    paintRows();
    tally();
    countShown();
  };
  restore();
  paintAll();
  /* Another page of the same report, in another window or before this one, may have decided something. */
  window.addEventListener('storage', (event) => { if (event.key === key) { load(); paintAll(); } });
  window.addEventListener('pageshow', (event) => { if (event.persisted) { load(); paintAll(); } });
})();
