(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add('scripted');

  const findings = all('.finding');
  const say = (text) => { one('#said').textContent = text; };
  const isShown = (finding) => finding.getClientRects().length > 0;

  /* Articles whose findings are all filtered away say so. */
  const noteEmptyArticles = () => {
    for (const article of all('.article')) {
      const some = all('.finding', article).some(isShown);
      one('.nothing', article).style.display = some ? '' : 'block';
    }
  };
  const countShown = () => {
    noteEmptyArticles();
    say(`${findings.filter(isShown).length} of ${findings.length} findings shown`);
  };

  const query = one('#query');
  const search = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const finding of findings) {
      const text = finding.textContent.toLowerCase();
      finding.classList.toggle('unsought', !words.every((word) => text.includes(word)));
    }
    countShown();
  };

  /* The choice of colours outlives the page where the browser allows it. */
  const themes = all('[name=theme]');
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const theme = themes.find((input) => input.id === recall('wirecheck-theme'));
  if (theme) theme.checked = true;
  for (const input of themes) input.addEventListener('change', () => remember('wirecheck-theme', input.id));

  const step = (by) => {
    const shown = findings.filter(isShown);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement.closest('.finding'));
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1);
    shown[next].focus({ preventScroll: true });
    shown[next].scrollIntoView({ block: 'start' });
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    v: () => { one(one('#view-side').checked ? '#view-inline' : '#view-side').checked = true; },
    '/': () => query.focus(),
  };
  const takesText = (element) => element.matches('input[type=search], input[type=text], textarea');

  if (!query) return;
  query.addEventListener('input', search);
  one('.tools').addEventListener('change', countShown);
  document.addEventListener('keydown', (event) => {
    if (!one('#keys').checked || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
