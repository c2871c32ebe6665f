// A plain static host on loopback: node scripts/serve.mjs FOLDER PORT [MOUNT] [gzip]
//
// Port 0 is any that is free. With gzip it compresses what it sends, as most hosts do.
// Nothing outside MOUNT (such as /team/ledger/) is answered, so that a page which only works at the root is found out.
// An unknown path is a 404 and never index.html, as on hosts that only serve files.
import { createReadStream, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const [folder, port = '8080', mount = '/', encoding] = process.argv.slice(2);

/** The file behind a path of the address, or nothing where there is none, or it lies outside the folder. */
function find(pathname) {
  if (!pathname.startsWith(mount)) return undefined;
  try {
    // Looked up at each request: a build replaces the folder.
    const root = realpathSync(folder);
    const asked = decodeURIComponent(pathname.slice(mount.length));
    const file = realpathSync(join(root, asked.endsWith('/') || asked === '' ? `${asked}index.html` : asked));
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = find(pathname);
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  const head = { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' };
  if (encoding === 'gzip') {
    const body = gzipSync(readFileSync(file));
    response.writeHead(200, { ...head, 'content-encoding': 'gzip', 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  response.writeHead(200, { ...head, 'content-length': statSync(file).size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
});

server.on('error', (error) => {
  console.error(`error: port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}${mount} (Ctrl-C stops it)`);
});
