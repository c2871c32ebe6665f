// Compresses the shell's files beside themselves, as far as compression goes: node scripts/pack.mjs FOLDER
//
// They change with the program alone; what changes with the data is compressed at each publish, by src/site/packed.rs.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { brotli } from './brotli.mjs';

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  if (!/\.(css|js|wasm)$/.test(name)) continue;
  const bytes = readFileSync(join(folder, name));
  writeFileSync(join(folder, `${name}.br`), brotli(bytes));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
