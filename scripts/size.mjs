// What a reader's browser fetches before any data, in bytes, as it is and compressed: node scripts/size.mjs FOLDER
//
// Fails where what the first screen needs is over the limit. The document is measured without what was rendered of the
// data into it. What the program fetches when it is first needed is said below, with the sum of everything.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './brotli.mjs';

const AIM = 150_000;
const LIMIT = 180_000;

const [folder] = process.argv.slice(2);

/** The files with that ending, one after the other. */
function files(pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(join(folder, name)));
}

/** The document around the rendered ledger. */
function frame(html) {
  const open = '<div id="app">';
  const [start, end] = [html.indexOf(open), html.lastIndexOf('</div>')];
  if (start < 0 || end < start) throw new Error('index.html does not hold the page');
  return html.slice(0, start + open.length) + html.slice(end);
}

const index = readFileSync(join(folder, 'index.html'), 'utf8');
const parts = [
  ['HTML, the rows apart', [Buffer.from(frame(index))]],
  ['CSS', files(/\.css$/)],
  ['JavaScript', files(/\.js$/)],
  ['WebAssembly', files(/_bg\.wasm$/)],
];
const later = [
  ['other views', files(/^web-views-.*\.wasm$/)],
  ['documents', files(/^web-documents-.*\.wasm$/)],
  ['what both need', files(/^web-shared-.*\.wasm$/)],
];
const line = (name, raw, packed) =>
  console.log(`${name.padEnd(24)}${String(raw).padStart(10)}${String(packed).padStart(10)}`);

/** A line for each part, and their sum. */
function lines(parts) {
  let [allRaw, allPacked] = [0, 0];
  for (const [name, contents] of parts) {
    if (contents.length === 0) throw new Error(`${folder} holds no ${name}`);
    const raw = contents.reduce((sum, bytes) => sum + bytes.length, 0);
    const packed = contents.reduce((sum, bytes) => sum + brotli(bytes).length, 0);
    line(name, raw, packed);
    allRaw += raw;
    allPacked += packed;
  }
  return [allRaw, allPacked];
}

line('first screen, bytes', 'raw', 'brotli');
const [firstRaw, firstPacked] = lines(parts);
line('first screen', firstRaw, firstPacked);
console.log();
line('later, bytes', 'raw', 'brotli');
const [laterRaw, laterPacked] = lines(later);
line('first and later', firstRaw + laterRaw, firstPacked + laterPacked);
console.log();
const data = files(/^bundle-.*\.bin$/).reduce((sum, bytes) => sum + bytes.length, 0);
console.log(`Apart: the rendered ledger ${brotli(Buffer.from(index)).length - brotli(Buffer.from(frame(index))).length}, the data ${data}.`);
if (firstPacked > LIMIT) {
  console.error(`error: ${firstPacked} bytes are over the limit of ${LIMIT}; the aim is ${AIM}`);
  process.exit(1);
}
