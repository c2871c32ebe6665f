// Fetches the parts of the program that come when they are first needed. `scripts/parts` puts this behind the script of
// the program, which holds `wasm`, and PARTS: the files that each part is made of.
const linked = new Map();

/** In a report the file stands in the document. */
async function contentOf(file) {
  const inline = document.getElementById(file);
  if (inline) return Uint8Array.from(atob(inline.textContent), (letter) => letter.charCodeAt(0));
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file}: the server answered ${response.status}`);
  return response.arrayBuffer();
}

/** Puts a file into the program, once; one that failed is fetched anew. */
function link(file) {
  if (!linked.has(file)) {
    const linking = contentOf(file).then((content) => WebAssembly.instantiate(content, { __wasm_split: wasm }));
    linking.catch(() => linked.delete(file));
    linked.set(file, linking);
  }
  return linked.get(file);
}

/** What the program calls for a part; the answer goes to one of its own functions. */
async function load(part, callback, data) {
  let isHere = true;
  try {
    await Promise.all(PARTS[part].map(link));
  } catch (error) {
    console.warn(String(error));
    isHere = false;
  }
  wasm.__indirect_function_table.get(callback)(data, isHere);
}
