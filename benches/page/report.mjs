// The figures of one size as lines of a table: ratios to `vanilla` in the same run, bytes, and milliseconds only beside an
// aim in milliseconds.
import { VIEWS } from './contenders.mjs';
import { ACTIONS } from './sample.mjs';

const LARGE = 100_000;
const limits = { hardware: 3, baseline: 3, lifecycle: 3, text: 8, sort: 3 };

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** What is compared, with the aims of the ledger at that size. */
function lines(size) {
  const at = (aim) => (size === LARGE ? aim : undefined);
  const work = (name, aims) => ({
    what: `work: ${name}`,
    of: (sample) => sample.times[name].whole,
    drawn: (sample) => sample.times[name].drawn,
    follows: (sample) => sample.times[name].follows,
    ...aims,
  });
  return [
    { what: 'first rows', of: (sample) => sample.opened, ratio: { 10_000: 1.2, [LARGE]: 1 }[size] },
    { what: 'rows that answer', of: (sample) => sample.answers, ratio: { 10_000: 1.2, [LARGE]: 1 }[size] },
    { what: 'longest task of over 50 ms while it opens', of: (sample) => sample.longest, most: 50, unit: 'ms' },
    ...['first', 'again'].flatMap((time) =>
      ACTIONS.map((action) => work(`${action} ${time}`, { ratio: 1, most: at(limits[action]), unit: 'ms' })),
    ),
    work('scroll, a frame', {}),
    { what: 'scroll: 95th percentile frame', of: (sample) => sample.frame, most: 17, unit: 'ms' },
    ...VIEWS.map((view) => ({
      what: `work: going to the ${view} / rows of vanilla that answer`,
      of: (sample) => sample.times[`view ${view}`]?.whole,
      beside: (sample) => sample.answers,
    })),
    { what: 'renderer memory', of: (sample) => sample.memory, ratio: at(1), unit: 'bytes' },
    { what: 'renderer memory, at its most', of: (sample) => sample.peak, unit: 'bytes' },
  ];
}

/** The table; `samples` by the name of the contender. */
export function table(size, samples) {
  const figure = (name, of) => {
    const values = samples[name].filter((sample) => !sample.failure).map(of).filter((value) => value !== undefined);
    return values.length > 0 ? median(values) : undefined;
  };
  const ratio = (a, b) => (a === undefined || !b ? '-' : (a / b).toFixed(2));
  const rows = lines(size).map((line) => {
    const ours = figure('ledger', line.of);
    const [vanilla, grid] = ['vanilla', 'grid'].map((name) => figure(name, line.beside ?? line.of));
    const said = [];
    if (line.most !== undefined) said.push(`at most ${line.most} ms: ${shown(ours)} (vanilla ${shown(vanilla)})`);
    if (line.most !== undefined && line.drawn) {
      said.push(`script, style and layout of it ${shown(figure('ledger', line.drawn))} (${shown(figure('vanilla', line.drawn))})`);
    }
    const follows = line.follows && figure('ledger', line.follows);
    if (follows >= 1) said.push(`rows that follow ${shown(follows)}`);
    if (line.unit === 'bytes') said.push([ours, vanilla, grid].map((value) => value ?? '-').join(' / '));
    if (line.ratio !== undefined) said.push(`ratio at most ${line.ratio}`);
    return [line.what, ratio(ours, vanilla), line.beside ? '-' : ratio(grid, vanilla), verdict(line, ours, vanilla), said.join('; ')];
  });
  const floor = median(Object.values(samples).flat().filter((sample) => !sample.failure).map((sample) => sample.times.nothing.whole));
  return [
    ['', 'ledger / vanilla', 'grid / vanilla', 'aim', ''],
    ['---', '---:', '---:', '---', '---'],
    ...rows,
    ['work: nothing, for comparison', '', '', '', `${shown(floor)} ms`],
  ].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const shown = (value) => (value === undefined ? '-' : value.toFixed(1));

function verdict({ ratio, most }, ours, vanilla) {
  if (ratio === undefined && most === undefined) return '';
  if (ours === undefined) return 'missed';
  const isOver = (most !== undefined && ours > most) || (ratio !== undefined && vanilla !== undefined && ours / vanilla > ratio);
  return isOver ? 'missed' : 'met';
}
