// A virtualised table as one would write it by hand: a real table, as many rows as fit, used again as they leave the
// screen, between two gaps as high as what is not there.
import { Findings } from './data.js';

const HEIGHT = 64;
const AHEAD = 8;
const COLUMNS = 9;

const body = document.getElementById('rows');
const controls = Object.fromEntries(['search', 'hardware', 'baseline', 'lifecycle'].map((id) => [id, document.getElementById(id)]));
const state = {};
let findings;
let shown;
let drawn = { from: 0, to: 0 };

const gap = () => {
  const line = document.createElement('tr');
  line.className = 'gap';
  line.setAttribute('aria-hidden', 'true');
  line.innerHTML = `<td colspan="${COLUMNS}"></td>`;
  return line;
};
const [before, after] = [gap(), gap()];
body.append(before, after);

function line() {
  const made = document.createElement('tr');
  made.className = 'row';
  made.innerHTML = `<td><div><b></b><small></small></div></td>${'<td><div></div></td>'.repeat(COLUMNS - 1)}`;
  const [title, key] = made.firstChild.firstChild.children;
  made.texts = [title, ...[...made.children].slice(1).map((cell) => cell.firstChild)];
  made.keyText = key;
  return made;
}

function fill(made, place) {
  const row = shown[place];
  const { key } = findings.rows[row];
  made.dataset.key = key;
  made.keyText.textContent = key;
  made.ariaRowIndex = String(place + 2);
  findings.cells(row).forEach((text, column) => (made.texts[column].textContent = text));
}

/** Draws what is near the screen. Rows that stay are not touched, unless all are others now. */
function draw(anew) {
  const top = Math.max(0, -before.getBoundingClientRect().top);
  const fit = Math.ceil(innerHeight / HEIGHT) + 2 * AHEAD;
  const from = Math.max(0, Math.min(Math.floor(top / HEIGHT) - AHEAD, shown.length - fit));
  const to = Math.min(shown.length, from + fit);
  if (!anew && from === drawn.from && to === drawn.to) return;
  const lines = [...body.children].slice(1, -1);
  const keeps = (place) => !anew && place >= from && place < to;
  const kept = lines.filter((_, at) => keeps(drawn.from + at));
  const free = lines.filter((_, at) => !keeps(drawn.from + at));
  const firstKept = kept.length > 0 ? Math.max(from, drawn.from) : to;
  for (let place = from; place < firstKept; place += 1) {
    const made = free.pop() ?? line();
    fill(made, place);
    (kept[0] ?? after).before(made);
  }
  for (let place = firstKept + kept.length; place < to; place += 1) {
    const made = free.pop() ?? line();
    fill(made, place);
    after.before(made);
  }
  free.forEach((made) => made.remove());
  before.firstChild.style.height = `${from * HEIGHT}px`;
  after.firstChild.style.height = `${(shown.length - to) * HEIGHT}px`;
  drawn = { from, to };
}

function show() {
  shown = findings.filtered(state);
  document.getElementById('shown').textContent = shown.length;
  document.querySelector('table').ariaRowCount = String(shown.length + 1);
  draw(true);
}

function choose(name, value) {
  state[name] = value;
  show();
}

const response = await fetch('../rows.json');
findings = new Findings(await response.json());
for (const [name, values] of [['hardware', findings.hardware], ['baseline', findings.baselines], ['lifecycle', findings.lifecycles]]) {
  controls[name].append(...values.map((value) => new Option(value)));
  controls[name].addEventListener('change', () => choose(name, controls[name].value));
}
controls.search.addEventListener('input', () => choose('text', controls.search.value));
for (const button of document.querySelectorAll('button[data-sort]')) {
  const { sort } = button.dataset;
  button.addEventListener('click', () => choose('sort', state.sort === sort ? undefined : sort));
}
addEventListener('scroll', () => draw(false), { passive: true });
addEventListener('resize', () => draw(false));
show();
requestIdleCallback(() => findings.texts);
