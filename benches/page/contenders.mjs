// What is measured: the ledger and two references, and how each is asked for the same thing. All of these functions run in
// the page and take only what they are given.

/** The views of the ledger beside its table, which the references have nothing of. */
export const VIEWS = ['frontier', 'portability', 'flags', 'overview'];

export const ASKED = { hardware: 'GB300', baseline: 'best-tuned vLLM 0.22', lifecycle: 'in_progress', text: 'prefill' };

const ledger = {
  hardware: (value) => document.querySelector(`.seg[data-filter="hw"] a[href*="hw=${value}"]`).click(),
  baseline: (value) => document.querySelector(`[data-filter="baseline"] a[data-value="${value}"]`).click(),
  lifecycle: (value) => document.querySelector(`[data-filter="lc"] a[data-value="${value}"]`).click(),
  text: (value) => {
    const search = document.getElementById('search');
    search.value = value;
    search.dispatchEvent(new InputEvent('input', { bubbles: true }));
  },
  sort: () => document.querySelector('a[data-sort="title"]').click(),
};

// Both references have the same controls.
const reference = {
  hardware: (value) => {
    const control = document.getElementById('hardware');
    control.value = value;
    control.dispatchEvent(new Event('change'));
  },
  baseline: (value) => {
    const control = document.getElementById('baseline');
    control.value = value;
    control.dispatchEvent(new Event('change'));
  },
  lifecycle: (value) => {
    const control = document.getElementById('lifecycle');
    control.value = value;
    control.dispatchEvent(new Event('change'));
  },
  text: ledger.text,
  sort: () => document.querySelector('button[data-sort="title"]').click(),
};

// Each is undone by asking again for the same, or for nothing.
const undoneByNothing = Object.fromEntries(Object.keys(ASKED).map((name) => [name, [reference[name], '']]));

export const CONTENDERS = [
  {
    name: 'ledger',
    address: 'site/?view=ledger',
    firstRow: 'tr[data-finding]',
    // The first rows are those that the page was published with.
    answers: ':root[data-ready] tr[data-finding]',
    // A facet's values are there once its reader has opened it; what is measured is the choice.
    open: { baseline: 'details[data-filter="baseline"]', lifecycle: 'details[data-filter="lc"]' },
    does: ledger,
    undo: {
      hardware: [() => document.querySelector('[data-clear]').click()],
      baseline: [ledger.baseline, ASKED.baseline],
      lifecycle: [ledger.lifecycle, ASKED.lifecycle],
      text: [ledger.text, ''],
      // The third time it is asked for, the order is the registry's again.
      sort: [async () => {
        for (let time = 0; time < 2; time += 1) {
          document.querySelector('a[data-sort="title"]').click();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }],
    },
    shows: () => ({
      count: Number(document.querySelector('[data-testid="shown"] b').textContent),
      first: document.querySelector('tr[data-finding]').dataset.finding,
    }),
    // Whoever has not chosen anything for 300 to 400 ms rests; then the rows come that are not near the screen, of up to 500.
    rests: async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const shown = Number(document.querySelector('[data-testid="shown"] b').textContent);
      const isWhole = () => shown > 500 || document.querySelectorAll('tr[data-finding]').length === shown;
      for (let waited = 0; !isWhole(); waited += 20) {
        if (waited > 10_000) throw new Error(`not all of ${shown} rows are in the document`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    scrolls: () => document.scrollingElement,
    goesTo: (view) => document.querySelector(`a[data-view="${view}"]`).click(),
  },
  {
    name: 'vanilla',
    address: 'vanilla/',
    firstRow: 'tr[data-key]',
    answers: 'tr[data-key]',
    does: reference,
    undo: { ...undoneByNothing, sort: [reference.sort] },
    shows: () => ({
      count: Number(document.getElementById('shown').textContent),
      first: document.querySelector('tr[data-key]').dataset.key,
    }),
    scrolls: () => document.scrollingElement,
  },
  {
    name: 'grid',
    address: 'grid/',
    firstRow: '.ag-row[row-id]',
    answers: '.ag-row[row-id]',
    does: reference,
    undo: { ...undoneByNothing, sort: [reference.sort] },
    shows: () => ({
      count: Number(document.getElementById('shown').textContent),
      first: document.querySelector('.ag-row[row-index="0"]').getAttribute('row-id'),
    }),
    scrolls: () => document.querySelector('.ag-grid-viewport'),
  },
];
