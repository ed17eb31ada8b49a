(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add('scripted');

  /* A browser may refuse to store anything (private windows, policies): then nothing outlives the page. */
  const store = (key, value) => { try { localStorage.setItem(key, value); return true; } catch { return false; } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  /* The same for this window and this page only. */
  const keep = (key, value) => { try { sessionStorage.setItem(`${key} ${location.pathname}`, JSON.stringify(value)); } catch { /* not kept */ } };
  const kept = (key) => { try { return JSON.parse(sessionStorage.getItem(`${key} ${location.pathname}`)); } catch { return null; } };

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
  /* Text of a file or of another page: whatever could act on what stands beside it is spelled out. */
  const visible = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`);
  /* What is hidden by the boxes: of each kind the numbers, or the severities, that are not ticked. The style lines hide the
     same without scripts; asking them of every finding would cost a layout. */
  const boxes = all('[data-filter]');
  const unticked = new Map();
  const readBoxes = () => {
    unticked.clear();
    for (const box of boxes.filter((box) => !box.checked)) {
      const kind = box.dataset.filter;
      if (!unticked.has(kind)) unticked.set(kind, new Set());
      unticked.get(kind).add(kind === 'severity' ? box.value : box.id.split('-').at(-1));
    }
  };
  const severityOf = (finding) => ['critical', 'major', 'minor', 'info'].find((severity) => finding.classList.contains(severity));
  const numberOf = (finding, kind) => {
    if (kind === 'severity') return severityOf(finding);
    return kind in finding.dataset ? finding.dataset[kind] : finding.closest('.article').dataset[kind];
  };
  const isTicked = (id) => one(`#${id}`)?.checked ?? false;
  const isShown = (item) => {
    if (item.matches('.row')) return item.getClientRects().length > 0;
    if (item.classList.contains('unsought')) return false;
    if (isTicked('new-only') && !('new' in item.dataset)) return false;
    if (isTicked('open-only') && item.dataset.decision) return false;
    return [...unticked].every(([kind, hidden]) => !hidden.has(numberOf(item, kind)));
  };
  const counted = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  for (const finding of findings) {
    const act = one('#act-template').content.cloneNode(true);
    if (!('fix' in finding.dataset)) one('[data-do=accept]', act).remove();
    finding.append(act);
  }
  const corrections = new Map(findings.map((finding) => [finding.id, []]));
  for (const piece of all('.text [data-for]')) corrections.get(piece.dataset.for)?.push(piece);
  const titleOf = (finding) => one('h3 span', finding).textContent.replace(/\s+/g, ' ').trim();

  /* Decisions by the anchor of a finding, which is made of its identity: they hold in every report that finds it again.
     There is one store for all reports, since a title names the feeds of a run and changes with them. A decision has `what` (accept, fixed by hand, ignore, or none where one was taken back that a file holds), for accepted
     findings the words of an editor's own as replacement, for ignored ones reason, by and until; what the export says about the finding, because it may stand on another
     page; the day on which it was last taken or seen, and in which run; and where else it is kept: nowhere ("here"), in
     an exported file ("file"), or in the one that it came from ("import"). */
  const key = 'wirecheck-decisions';
  const run = root.dataset.run;
  const today = new Date().toISOString().slice(0, 10);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const idsOf = new Map(rows.map((row) => [row, row.dataset.ids.split(' ').map((id) => `f${id}`)]));
  const onPage = new Set([...byId.keys(), ...[...idsOf.values()].flat()]);
  const isText = (value) => value === undefined || typeof value === 'string';
  const isPair = (pair) => Array.isArray(pair) && /^f[0-9a-f]{16}-\d+$/.test(pair[0]);
  const isSound = (pair) => isPair(pair) && ['accept', 'fixed', 'ignore', 'none'].includes(pair[1]?.what) && ['here', 'file', 'import'].includes(pair[1].where)
    && ['title', 'rule', 'article', 'replacement', 'reason', 'by', 'until', 'run', 'seen'].every((name) => isText(pair[1][name]));
  let decisions = new Map();
  /* What could not be stored is here alone: then what is stored is not looked at any more. */
  let stuck = false;
  const load = () => {
    const stored = stuck ? null : recall(key);
    try { if (stored) decisions = new Map(JSON.parse(stored).filter(isSound)); } catch { /* unreadable: keep what we have */ }
  };
  const save = () => {
    stuck = !store(key, JSON.stringify([...decisions]));
    one('#trouble').hidden = !stuck;
  };
  const MOST = 5000;
  const DAYS = 400;
  /* Says of what is on this page that it was seen, and forgets what no page has shown for so long. */
  const refresh = () => {
    load();
    let changed = false;
    for (const [id, decision] of decisions) {
      if (!onPage.has(id) || (decision.run === run && decision.seen === today)) continue;
      decisions.set(id, { ...decision, run, seen: today });
      changed = true;
    }
    const oldest = new Date(Date.now() - DAYS * 86_400_000).toISOString().slice(0, 10);
    const old = [...decisions].filter(([id]) => !onPage.has(id)).sort(([, a], [, b]) => (a.seen ?? '').localeCompare(b.seen ?? ''));
    const surplus = decisions.size - MOST;
    for (const [n, [id, decision]] of old.entries()) {
      if (n >= surplus && (decision.seen ?? '') >= oldest) continue;
      decisions.delete(id);
      changed = true;
    }
    if (changed) save();
  };
  refresh();
  const decisionOn = (id) => { const decision = decisions.get(id); return decision?.what === 'none' ? undefined : decision; };
  /* What an export holds: decisions on this page, and those on other pages of this report. */
  const ofReport = () => [...decisions].filter(([id, decision]) => onPage.has(id) || decision.run === run);
  const pending = () => ofReport().filter(([, decision]) => decision.where === 'here').length;
  /* Undo outlives a reload. Each step is a list of findings and the decisions that they had, or null. */
  const isStep = (step) => Array.isArray(step) && step.every((pair) => isSound(pair) || (isPair(pair) && pair[1] === null));
  const steps = kept('wirecheck-undo');
  const undoable = Array.isArray(steps) ? steps.filter(isStep) : [];
  const about = (finding) => ({
    title: titleOf(finding),
    rule: one('.where code', finding).textContent,
    article: finding.closest('.article').dataset.id,
  });

  const describe = (decision) => {
    if (!decision) return '';
    if (decision.replacement === '') return 'Accepted: nothing in its place';
    if (decision.what === 'accept') return decision.replacement === undefined ? 'Accepted' : `Accepted as “${visible(decision.replacement)}”`;
    if (decision.what === 'fixed') return 'Fixed by hand';
    return `Ignored: ${visible(decision.reason)}${decision.until ? ` (until ${visible(decision.until)})` : ''}`;
  };
  const paint = (finding) => {
    const decision = decisionOn(finding.id);
    if (decision) finding.dataset.decision = decision.what; else delete finding.dataset.decision;
    const pressed = decision?.what === 'accept' && decision.replacement !== undefined ? 'own' : decision?.what;
    one('.decision', finding).textContent = describe(decision);
    one('.hint', finding).textContent = '';
    for (const button of all('[data-do]', finding)) {
      if (button.dataset.do !== 'alike') button.setAttribute('aria-pressed', String(button.dataset.do === pressed));
    }
    /* The suggested words stand in the corrected text, unless they were refused or others were written. */
    for (const piece of corrections.get(finding.id)) {
      piece.classList.toggle('refused', Boolean(decision) && pressed !== 'accept');
    }
  };
  const paintRows = () => {
    for (const row of rows) {
      const of = Number(row.dataset.findings);
      const decided = idsOf.get(row).filter(decisionOn).length;
      if (decided === of) row.dataset.decision = 'made'; else delete row.dataset.decision;
      one('.decision', row).textContent = decided ? `${decided} of ${of} decided` : '';
    }
  };
  /* Only while something would be forgotten: a page that asks before it is left is no longer kept by the browser. */
  let within = false;
  const askFirst = (event) => { if (!within) event.preventDefault(); };
  const tally = () => {
    const made = [...onPage].map(decisionOn).filter(Boolean);
    const accepted = made.filter((decision) => decision.what === 'accept').length;
    const fixed = made.filter((decision) => decision.what === 'fixed').length;
    const figures = [accepted, made.length - accepted - fixed, onPage.size - made.length].map((n) => n.toLocaleString('en'));
    const byHand = fixed ? `, ${fixed.toLocaleString('en')} fixed by hand` : '';
    one('#decided').textContent = `${figures[0]} accepted${byHand}, ${figures[1]} ignored, ${figures[2]} to review`;
    if (findings.length) one('#undo').disabled = !undoable.length;
    const waiting = pending();
    one('#pending').textContent = waiting ? `${counted(waiting, 'decision')} not exported` : '';
    if (waiting) window.addEventListener('beforeunload', askFirst); else window.removeEventListener('beforeunload', askFirst);
  };
  /* Gives findings decisions, or takes them from them; what an exported file says is not taken back unsaid. */
  const put = (changes) => {
    load();
    for (const [id, decision] of changes) {
      const before = decisions.get(id);
      if (decision) decisions.set(id, decision);
      else if (before?.where === 'file') decisions.set(id, { ...before, what: 'none', where: 'here' });
      else decisions.delete(id);
    }
    save();
    for (const [id] of changes) if (byId.has(id)) paint(byId.get(id));
    paintRows();
    tally();
    countShown();
  };
  const decide = (changes) => {
    undoable.push(changes.map(([id]) => [id, decisions.get(id) ?? null]));
    if (undoable.length > 200) undoable.shift();
    keep('wirecheck-undo', undoable);
    put(changes);
  };
  const decideOn = (finding, decision, others = []) => {
    const made = (of) => [of.id, decision && { ...decision, ...about(of), run, seen: today, where: 'here' }];
    decide([finding, ...others].map(made));
    const more = others.length ? `, and ${others.length.toLocaleString('en')} like it` : '';
    say(`${describe(decision) || 'Decision taken back'}: ${titleOf(finding)}${more}`);
  };
  /* Findings of the same rule about the same words, with the same correction if it has one; those on which nothing is decided. */
  const sameness = (finding) => JSON.stringify([finding.dataset.rule, finding.dataset.quote, finding.dataset.suggested ?? null]);
  const families = Map.groupBy?.(findings, sameness) ?? new Map();
  const alike = (finding) => (families.get(sameness(finding)) ?? []).filter((other) => other !== finding && !decisionOn(other.id));
  for (const family of families.values()) {
    if (family.length < 2) continue;
    for (const finding of family.filter((finding) => one('[data-do=accept]', finding))) {
      const button = one('[data-do=alike]', finding);
      button.textContent = `Accept all ${family.length.toLocaleString('en')} like it (⇧A)`;
      button.hidden = false;
    }
  }
  const undo = () => {
    const last = undoable.pop();
    if (!last) return;
    keep('wirecheck-undo', undoable);
    put(last);
    const undone = last.map(([id]) => byId.get(id)).filter(Boolean);
    if (undone.length === 1) go(undone[0]);
    say(`Undone: ${undone.length === 1 ? titleOf(undone[0]) : counted(last.length, 'decision')}`);
  };

  const open = (dialog) => { one(dialog).showModal(); };
  for (const button of all('[data-close]')) button.addEventListener('click', () => button.closest('dialog').close());

  const accept = (finding) => {
    if (!one('[data-do=accept]', finding)) {
      one('.hint', finding).textContent = 'There is no correction to accept here';
      say('There is no correction to accept');
      return false;
    }
    decideOn(finding, decisionOn(finding.id)?.what === 'accept' ? undefined : { what: 'accept' });
    return true;
  };
  const acceptAlike = (finding) => {
    if (!one('[data-do=accept]', finding)) return accept(finding);
    decideOn(finding, { what: 'accept' }, alike(finding));
    return true;
  };
  const fixed = (finding) => {
    decideOn(finding, decisionOn(finding.id)?.what === 'fixed' ? undefined : { what: 'fixed' });
    return true;
  };
  /* The finding that a dialog asks about, and whether the next one follows. */
  let asked = null;
  let stepsOn = false;
  const own = (finding, byKey = false) => {
    asked = finding;
    stepsOn = byKey;
    one('#own-what').textContent = titleOf(finding);
    one('#own-quote').textContent = finding.dataset.quote;
    one('#own-text').value = decisionOn(finding.id)?.replacement ?? finding.dataset.suggested ?? finding.dataset.quote;
    open('#own-dialog');
    one('#own-text').select();
  };
  one('#own-dialog form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    one('#own-dialog').close();
    const next = stepsOn && nextOpen(asked);
    decideOn(asked, { what: 'accept', replacement: one('#own-text').value });
    go(next || asked);
  });
  const ignore = (finding, byKey = false) => {
    if (decisionOn(finding.id)?.what === 'ignore') { decideOn(finding, undefined); return; }
    asked = finding;
    stepsOn = byKey;
    const others = alike(finding).length;
    one('#ignore-alike').hidden = !others;
    one('#ignore-alike span').textContent = `And ${others === 1 ? 'the other finding' : `the other ${others.toLocaleString('en')} findings`} of the same words`;
    one('#ignore-all').checked = false;
    one('#ignore-what').textContent = titleOf(finding);
    one('#ignore-by').value ||= recall('wirecheck-name') ?? '';
    one('#ignore-reason').value = recall('wirecheck-reason') ?? '';
    open('#ignore-dialog');
    one('#ignore-reason').select();
  };
  one('#ignore-dialog form')?.addEventListener('submit', (event) => {
    const value = (id) => one(id).value.replace(/\s+/g, ' ').trim();
    const reason = value('#ignore-reason');
    /* A dialog that closes gives the focus back to where it was: what comes after it, comes after that. */
    event.preventDefault();
    if (!reason) return;
    one('#ignore-dialog').close();
    store('wirecheck-name', value('#ignore-by'));
    store('wirecheck-reason', reason);
    const others = one('#ignore-all').checked ? alike(asked) : [];
    const next = stepsOn && nextOpen(asked, others);
    decideOn(asked, { what: 'ignore', reason, by: value('#ignore-by'), until: value('#ignore-until') }, others);
    go(next || asked);
  });

  /* TOML basic strings are JSON strings, but for DEL and for lone surrogates, which TOML does not know. */
  const quoted = (text = '') => JSON.stringify(text.toWellFormed?.() ?? text).replaceAll('\x7f', '\\u007f');
  const entry = ([id, decision]) => {
    const [, hex, occurrence] = /^f(\w+)-(\d+)$/.exec(id);
    const lines = [
      `# ${visible(decision.title ?? '')}`,
      `[[${decision.what}]]`,
      `finding = "wc1:${hex}:${occurrence}"`,
      `rule = ${quoted(decision.rule)}`,
      `article = ${quoted(decision.article)}`,
    ];
    if (decision.replacement !== undefined) lines.push(`replacement = ${quoted(decision.replacement)}`);
    if (decision.what === 'ignore') {
      lines.push(`reason = ${quoted(decision.reason)}`);
      if (decision.by) lines.push(`by = ${quoted(decision.by)}`);
      if (/^\d{4}-\d\d-\d\d$/.test(decision.until)) lines.push(`expires = ${decision.until}`);
    }
    return lines.join('\n');
  };
  const decisionsFile = () => {
    const head = `# Decisions on the wirecheck report of ${root.dataset.day}.\n# Apply them: wirecheck apply wirecheck-decisions.toml\nversion = 1\n`;
    const made = ofReport().filter(([id]) => decisionOn(id));
    return [head, ...made.map((decision) => `${entry(decision)}\n`)].join('\n');
  };
  const exported = () => {
    load();
    for (const [id, decision] of ofReport()) {
      if (decision.what === 'none') decisions.delete(id); else decisions.set(id, { ...decision, where: 'file' });
    }
    save();
    tally();
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
      if (!from || !document.execCommand('copy')) { say('The browser refuses to copy'); return false; }
    }
    say('Copied');
    return true;
  };
  one('#export').addEventListener('click', exportDecisions);
  one('#export-copy').addEventListener('click', async () => { if (await copy(decisionsFile(), one('#export-text'))) exported(); });
  one('#export-save').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([decisionsFile()], { type: 'application/toml' }));
    link.download = 'wirecheck-decisions.toml';
    link.click();
    URL.revokeObjectURL(link.href);
    exported();
  });

  /* Reads what `entry` writes, line by line, and nothing else; throws a sentence about the first line that is not so. */
  const MOST_BYTES = 4_000_000;
  const TABLES = { accept: ['finding', 'rule', 'article', 'replacement'], fixed: ['finding', 'rule', 'article'], ignore: ['finding', 'rule', 'article', 'reason', 'by', 'expires'] };
  const STRING = /^"(?:[^"\\\x00-\x1f\x7f]|\\["\\bfnrt]|\\u[0-9a-fA-F]{4})*"$/u;
  const readValue = (name, text) => {
    if (name === 'expires') return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
    return STRING.test(text) ? JSON.parse(text) : undefined;
  };
  const readDecision = ({ what, title, finding, ...said }) => {
    const [, hex, occurrence] = /^wc1:([0-9a-f]{16}):([1-9]\d{0,8})$/.exec(finding ?? '') ?? [];
    if (!hex) throw new Error('has no finding, or one whose id cannot be read');
    if (what === 'ignore' && !said.reason?.trim()) throw new Error('ignores a finding and does not say why');
    const { rule = '', article = '', replacement, reason, by, expires: until } = said;
    return [`f${hex}-${occurrence}`, { what, title: title || rule, rule, article, replacement, reason, by, until, seen: today, where: 'import' }];
  };
  const readDecisions = (text) => {
    const tables = [];
    let version;
    let comment = '';
    for (const [n, line] of text.replace(/^\uFEFF/, '').split(/\r?\n/).entries()) {
      const fail = (why) => { throw new Error(`Line ${n + 1} ${why}: “${visible(line.slice(0, 80))}”`); };
      const [, what] = /^\[\[(accept|fixed|ignore)\]\]$/.exec(line) ?? [];
      const [, name, value] = /^(\w+) = (.+)$/.exec(line) ?? [];
      const table = tables.at(-1);
      if (/^#[^\x00-\x08\x0a-\x1f\x7f]*$/.test(line)) { comment = line.slice(1).trim(); continue; }
      if (what && version) {
        tables.push({ what, title: comment, line: n + 1 });
      } else if (name === 'version' && version === undefined && !table) {
        version = value === '1';
        if (!version) fail('names a version that this page does not know');
      } else if (table && TABLES[table.what].includes(name) && !(name in table)) {
        table[name] = readValue(name, value) ?? fail('cannot be read');
      } else if (line) {
        fail('is none that an export of decisions has');
      }
      if (line) comment = '';
    }
    if (!version) throw new Error('It does not begin as an export of decisions does');
    return tables.map(({ line, ...table }) => {
      try { return readDecision(table); } catch (error) { throw new Error(`The table in line ${line} ${error.message}`); }
    });
  };
  const importFile = async (file) => {
    const tell = (title, text) => {
      one('#import-title').textContent = title;
      one('#import-said').textContent = text;
      open('#import-dialog');
    };
    try {
      if (file.size > MOST_BYTES) throw new Error('It is too large for one');
      const read = new Map(readDecisions(await file.text()));
      load();
      const here = [...read].filter(([id]) => onPage.has(id)).map(([id, decision]) => [id, { ...decision, run }]);
      const replaced = here.filter(([id, { what, reason, replacement }]) => {
        const before = decisionOn(id);
        return before && (before.what !== what || before.reason !== reason || before.replacement !== replacement);
      }).length;
      const elsewhere = [...read].filter(([id]) => !onPage.has(id));
      decide([...here.map(([id, decision]) => [id, byId.has(id) ? { ...decision, ...about(byId.get(id)) } : decision]), ...elsewhere]);
      const told = [`${counted(here.length, 'decision')} taken${replaced ? `, ${replaced.toLocaleString('en')} in place of another one` : ''}.`];
      if (elsewhere.length) told.push(`${counted(elsewhere.length, 'decision')} on findings that are not on this page: kept for a page that has them.`);
      if (!read.size) told.push('The file holds none.');
      tell('Decisions imported', told.join(' '));
    } catch (error) {
      tell('Nothing was imported', `This is no file of decisions, or it is damaged. ${error.message}.`);
    }
  };
  one('#import').addEventListener('click', () => one('#import-file').click());
  one('#import-file').addEventListener('change', ({ target }) => { if (target.files.length) importFile(target.files[0]); target.value = ''; });
  const holdsFile = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => { if (holdsFile(event)) event.preventDefault(); });
  document.addEventListener('drop', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length && !one('dialog[open]')) importFile(event.dataTransfer.files[0]);
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
  const switches = ['open-only', 'new-only'];
  const entryOf = new Map(all('.entries a').map((link) => [link.getAttribute('href').slice(1), link.closest('li')]));
  const countShown = () => {
    const shown = items.filter(isShown);
    const some = new Set(shown.map((item) => item.closest('.article')));
    for (const article of all('.article')) {
      article.hidden = !some.has(article);
      const entry = entryOf.get(article.id);
      if (entry) entry.hidden = article.hidden;
    }
    one('#no-findings').hidden = rows.length > 0 || shown.length > 0;
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
    readBoxes();
    search();
  };
  const filtered = () => { readBoxes(); search(); countShown(); remember(); say(one('#shown').textContent); };
  query.addEventListener('input', filtered);
  query.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') { const hit = items.find(isShown); if (hit) go(hit); }
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    query.blur();
  });
  one('.tools').addEventListener('change', filtered);
  window.addEventListener('hashchange', () => { restore(); countShown(); });
  /* A click on "only" leaves one box of a menu ticked; where it is the only one, it ticks them all. */
  for (const label of all('.menu label')) {
    const box = one('input', label);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain just';
    button.textContent = 'only';
    button.setAttribute('aria-label', `only ${one('span', label).textContent}`);
    button.addEventListener('click', () => {
      const others = boxes.filter((other) => other !== box && other.dataset.filter === box.dataset.filter);
      const isOnly = box.checked && others.every((other) => !other.checked);
      box.checked = true;
      for (const other of others) other.checked = isOnly;
      filtered();
    });
    label.after(button);
  }
  for (const menu of all('.menu')) {
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      one('summary', menu).focus();
    });
    menu.addEventListener('focusout', (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  }

  /* Going through the findings, or through the rows. The place is the one that was gone to last, while the window stands
     where it stood then or still shows it; else it is what the reader sees. */
  let place = byId.get(kept('wirecheck-place')) ?? null;
  let stood = null;
  const settle = (item) => { place = item; stood = window.scrollY; keep('wirecheck-place', item.id); };
  const go = (item) => {
    (item.matches('.row') ? one('a', item) : item).focus({ preventScroll: true });
    item.scrollIntoView({ block: 'start', behavior: 'instant' });
    settle(item);
  };
  document.addEventListener('focusin', ({ target }) => { const item = target.closest('.finding, .row'); if (item) settle(item); });
  const edge = () => { const { top, bottom } = one('.tools').getBoundingClientRect(); return top <= 0 ? Math.max(bottom, 0) : 0; };
  const isSeen = (item) => {
    const { top, bottom } = item.getBoundingClientRect();
    return bottom > edge() && top < window.innerHeight;
  };
  const current = () => {
    const item = document.activeElement.closest('.finding, .row') ?? place;
    return item && isShown(item) && (Math.abs(window.scrollY - stood) < 2 || isSeen(item)) ? item : null;
  };
  const step = (by) => {
    const shown = items.filter(isShown);
    if (!shown.length) return;
    const at = shown.indexOf(current());
    const from = edge();
    const below = shown.findIndex((item) => item.getBoundingClientRect().top >= from - 1);
    const first = below < 0 ? shown.length : below;
    const to = at < 0 ? (by > 0 ? first : first - 1) : at + by;
    go(shown[Math.min(Math.max(to, 0), shown.length - 1)]);
  };
  /* The next finding to review. With "to review only" a decided one hides itself, so it is looked up before. */
  const nextOpen = (finding, without = []) => {
    const shown = findings.filter(isShown);
    return shown.slice(shown.indexOf(finding) + 1).find((next) => !decisionOn(next.id) && !without.includes(next));
  };
  const stepArticle = (by) => {
    const shown = all('.article').filter((article) => !article.hidden);
    const here = current()?.closest('.article') ?? shown.findLast((article) => article.getBoundingClientRect().top <= edge() + 1);
    const to = shown.indexOf(here) + by;
    const first = shown[Math.min(Math.max(to, 0), shown.length - 1)];
    const finding = first && all('.finding', first).find(isShown);
    if (finding) go(finding);
  };
  const actAndStep = (act) => {
    const finding = current();
    if (!finding) { step(1); return; }
    const next = nextOpen(finding, act === acceptAlike ? alike(finding) : []);
    if (act(finding) && decisionOn(finding.id) && next) go(next); else go(finding);
  };
  /* Opens the text where the finding stands in it; closed, it leads back to the finding. */
  const toggleText = () => {
    const finding = current();
    const article = (finding ?? document.activeElement).closest('.article') ?? one('.article');
    const text = one('.fulltext', article);
    text.open = !text.open;
    if (!text.open) { if (finding) go(finding); return; }
    one('summary', text).focus({ preventScroll: true });
    text.scrollIntoView({ block: 'start', behavior: 'instant' });
    const mark = finding && one(`.text a[href="#${finding.id}"]`, text);
    if (mark && mark.getBoundingClientRect().bottom > window.innerHeight) mark.scrollIntoView({ block: 'center', behavior: 'instant' });
    stood = window.scrollY;
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
    A: () => actAndStep(acceptAlike),
    c: () => { const finding = current(); if (finding) own(finding, true); else step(1); },
    m: () => actAndStep(fixed),
    n: () => stepArticle(1),
    p: () => stepArticle(-1),
    i: () => { const finding = current(); if (finding) ignore(finding, true); else step(1); },
    u: undo,
    v: () => { one(one('#view-side').checked ? '#view-inline' : '#view-side').checked = true; remember(); },
    t: toggleText,
  };
  const keys = findings.length ? { ...keysOfAll, ...keysOfFindings } : keysOfAll;
  const takesText = (element) => element.matches('textarea, input:not([type=checkbox], [type=radio])');
  one('#keys').checked = recall('wirecheck-keys') !== 'off';
  one('#keys').addEventListener('change', (event) => store('wirecheck-keys', event.target.checked ? 'on' : 'off'));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && query.value && !one('dialog[open]')) { query.value = ''; filtered(); return; }
    const busy = event.ctrlKey || event.metaKey || event.altKey || takesText(event.target) || one('dialog[open]');
    const act = event.shiftKey && keys[event.key] ? keys[event.key] : keys[event.key.toLowerCase()];
    if (busy || !act || !one('#keys').checked) return;
    event.preventDefault();
    act();
  });
  /* The pages of one report share their decisions: nothing is forgotten on the way from one to another. */
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.up, .row a, .contents a')) return;
    within = true;
    setTimeout(() => { within = false; }, 1000);
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const finding = button.closest('.finding');
    if (button.dataset.do === 'accept') accept(finding);
    if (button.dataset.do === 'alike') acceptAlike(finding);
    if (button.dataset.do === 'own') own(finding);
    if (button.dataset.do === 'fixed') fixed(finding);
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
  window.addEventListener('pageshow', (event) => { if (event.persisted) { refresh(); paintAll(); } });
})();
