// What is asked for of a program, as wasm-metadce reads it: node prune.mjs PROGRAM SCRIPT PART...
//
// wasm-bindgen exports what any crate might want, and wasm-opt keeps all that is exported. Only the program's script and
// its other parts ask for anything.
import { readFileSync } from 'node:fs';

const [program, script, ...parts] = process.argv.slice(2);
const compiled = (file) => new WebAssembly.Module(readFileSync(file));
const imported = new Set(parts.flatMap((part) => WebAssembly.Module.imports(compiled(part)).map(({ name }) => name)));
const text = readFileSync(script, 'utf8');
const exported = WebAssembly.Module.exports(compiled(program)).map(({ name }) => name);
const asked = exported.filter((name) => imported.has(name) || text.includes(`wasm.${name}`));
const asks = { name: 'asked', root: true, reaches: asked.map((name) => `export ${name}`) };
console.log(JSON.stringify([asks, ...asked.map((name) => ({ name: `export ${name}`, export: name }))]));
