// The findings as a filter wants them: a byte or a mask for what can be chosen, one text a row for what is searched, and
// an index of rows as the output. Orders and texts are worked out once.

const LIFECYCLES = ['done', 'in_progress', 'not_done', 'closed_negative', 'unknown'];

/** What a row shows, by the order of the columns. */
const SHOWN = ['title', 'win', 'baseline', 'hardware', 'evidence', 'readiness', 'source', 'flags', 'lifecycle'];

export class Findings {
  constructor(rows) {
    const count = rows.length;
    this.count = count;
    this.rows = rows;
    this.hardware = [...new Set(rows.flatMap((row) => row.tokens))];
    this.baselines = [...new Set(rows.map((row) => row.baselineGroup))];
    this.lifecycles = LIFECYCLES;
    const [bit, code, place] = [this.hardware, this.baselines, LIFECYCLES].map((values) => new Map(values.map((v, i) => [v, i])));
    this.masks = new Uint32Array(count);
    this.codes = new Uint16Array(count);
    this.places = new Uint8Array(count);
    for (let at = 0; at < count; at += 1) {
      for (const token of rows[at].tokens) this.masks[at] |= 1 << bit.get(token);
      this.codes[at] = code.get(rows[at].baselineGroup);
      this.places[at] = place.get(rows[at].lifecycle) ?? LIFECYCLES.length - 1;
    }
    this.registry = this.byLifecycle(Uint32Array.from({ length: count }, (_, at) => at));
    this.output = new Uint32Array(count);
    this.orders = new Map();
  }

  /** The same order within each lifecycle. */
  byLifecycle(order) {
    const sorted = new Uint32Array(order.length);
    let next = 0;
    for (let place = 0; place < LIFECYCLES.length; place += 1) {
      for (const row of order) {
        if (this.places[row] === place) {
          sorted[next] = row;
          next += 1;
        }
      }
    }
    return sorted;
  }

  order(column) {
    if (column === undefined) return this.registry;
    if (!this.orders.has(column)) {
      const keys = this.rows.map((row) => row[column].toLowerCase());
      const order = Uint32Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
      this.orders.set(column, this.byLifecycle(order));
    }
    return this.orders.get(column);
  }

  /** The text that is searched of each row; it is made in idle time, or when it is first asked for. */
  get texts() {
    this.made ??= this.rows.map((row) => {
      const { key, title, win, baseline, hardware, readiness, words } = row;
      return [key, title, win, baseline, hardware, readiness, words].join('\n').toLowerCase();
    });
    return this.made;
  }

  /** The rows that are shown, in order. */
  filtered({ hardware, baseline, lifecycle, text, sort }) {
    const order = this.order(sort);
    const mask = hardware ? 1 << this.hardware.indexOf(hardware) : 0;
    const code = baseline ? this.baselines.indexOf(baseline) : -1;
    const place = lifecycle ? LIFECYCLES.indexOf(lifecycle) : -1;
    const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const { masks, codes, places, output } = this;
    const texts = words.length > 0 ? this.texts : [];
    let shown = 0;
    for (let at = 0; at < order.length; at += 1) {
      const row = order[at];
      if (mask !== 0 && (masks[row] & mask) === 0) continue;
      if (code !== -1 && codes[row] !== code) continue;
      if (place !== -1 && places[row] !== place) continue;
      if (words.length > 0 && !words.every((word) => texts[row].includes(word))) continue;
      output[shown] = row;
      shown += 1;
    }
    return output.subarray(0, shown);
  }

  cells(row) {
    const of = this.rows[row];
    return SHOWN.map((name) => (name === 'evidence' ? `${of.rigor} ${of.tier}` : of[name]));
  }
}
