// AG Grid Community, set up as its documentation advises for many rows: rows of one height, an external filter for what is
// chosen, and the quick filter with its cache for text.
/* global agGrid */

const LIFECYCLES = ['done', 'in_progress', 'not_done', 'closed_negative', 'unknown'];
const chosen = { hardware: '', baseline: '', lifecycle: '' };
const passes = {
  hardware: (row, value) => row.tokens.includes(value),
  baseline: (row, value) => row.baselineGroup === value,
  lifecycle: (row, value) => row.lifecycle === value,
};

const response = await fetch('../rows.json');
const rows = await response.json();
for (const row of rows) {
  row.sorted = row.title.toLowerCase();
  row.place = LIFECYCLES.indexOf(row.lifecycle);
  row.evidence = `${row.rigor} ${row.tier}`;
}
rows.sort((a, b) => a.place - b.place);

const unsearched = () => '';
const column = (field, headerName, flex) => ({ field, headerName, flex, getQuickFilterText: unsearched });
const api = agGrid.createGrid(document.getElementById('grid'), {
  rowData: rows,
  rowHeight: 64,
  animateRows: false,
  getRowId: ({ data }) => data.key,
  defaultColDef: { wrapText: true, cellStyle: { lineHeight: '1.4' } },
  columnDefs: [
    { ...column('title', 'Finding', 2), comparator: (a, b, of, other) => (of.data.sorted < other.data.sorted ? -1 : 1) },
    column('win', 'Win against baseline', 2.3),
    column('baseline', 'Baseline', 1.1),
    column('hardware', 'Hardware', 1),
    column('evidence', 'Evidence', 1),
    column('readiness', 'Deploy', 1),
    column('source', 'Source', 1.1),
    column('flags', 'Flags', 1.8),
    { ...column('lifecycle', 'Lifecycle', 1), comparator: (a, b, of, other) => of.data.place - other.data.place },
    {
      colId: 'words',
      hide: true,
      valueGetter: ({ data }) =>
        [data.key, data.title, data.win, data.baseline, data.hardware, data.readiness, data.words].join('\n'),
    },
  ],
  cacheQuickFilter: true,
  includeHiddenColumnsInQuickFilter: true,
  isExternalFilterPresent: () => Object.values(chosen).some(Boolean),
  doesExternalFilterPass: ({ data }) =>
    Object.entries(chosen).every(([name, value]) => value === '' || passes[name](data, value)),
  onModelUpdated: ({ api: of }) => {
    document.getElementById('shown').textContent = of.getDisplayedRowCount();
  },
});

const values = {
  hardware: [...new Set(rows.flatMap((row) => row.tokens))],
  baseline: [...new Set(rows.map((row) => row.baselineGroup))],
  lifecycle: LIFECYCLES,
};
for (const [name, options] of Object.entries(values)) {
  const control = document.getElementById(name);
  control.append(...options.map((value) => new Option(value)));
  control.addEventListener('change', () => {
    chosen[name] = control.value;
    api.onFilterChanged();
  });
}
const search = document.getElementById('search');
search.addEventListener('input', () => api.setGridOption('quickFilterText', search.value));
let isSorted = false;
document.querySelector('button[data-sort]').addEventListener('click', () => {
  isSorted = !isSorted;
  const state = ['lifecycle', 'title'].map((colId, sortIndex) => ({ colId, sort: 'asc', sortIndex }));
  api.applyColumnState({ state: isSorted ? state : [], defaultState: { sort: null } });
});
