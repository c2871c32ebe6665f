// Text as a spreadsheet reads it.

/** The cells of comma- or tab-separated text, record by record. */
export function cellsOf(text: string, between: ',' | '\t'): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charAt(at);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(at + 1) === '"') {
        cell += c;
        at += 1;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === between || c === '\n') {
      record.push(cell);
      cell = '';
      if (c === '\n') {
        records.push(record);
        record = [];
      }
    } else cell += c;
  }
  return records;
}

/** The records as objects, by the names in the first one. */
export function namedCells(text: string, between: ',' | '\t'): Record<string, string>[] {
  const [names = [], ...records] = cellsOf(text, between);
  return records.map((record) => Object.fromEntries(names.map((name, place) => [name, record[place] ?? ''])));
}

/** Whether a spreadsheet would work the cell out. */
export const isFormula = (cell: string) => /^[\s]*[=+@\-＝＋－＠]/.test(cell) && Number.isNaN(Number(cell));
