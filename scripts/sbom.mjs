// Writes a CycloneDX bill of materials of what the command is linked from: `cargo metadata` on standard input, the lock
// file, which has the checksums, as the argument. The same inputs give the same bytes.
import { readFileSync } from "node:fs";

const metadata = JSON.parse(readFileSync(0, "utf8"));
const lock = readFileSync(process.argv[2], "utf8");

const checksums = new Map();
for (const entry of lock.split("[[package]]").slice(1)) {
  const field = (name) => entry.match(new RegExp(`^${name} = "(.*)"$`, "m"))?.[1];
  checksums.set(`${field("name")}@${field("version")}`, field("checksum"));
}

const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
const packages = new Map(metadata.packages.map((entry) => [entry.id, entry]));
const isLinked = (kind) => kind.kind === null;
const linked = (id) => nodes.get(id).deps.filter((dep) => dep.dep_kinds.some(isLinked)).map((dep) => dep.pkg);

const root = metadata.resolve.root;
const found = new Set([root]);
for (const id of found) for (const next of linked(id)) found.add(next);

const purl = (id) => `pkg:cargo/${packages.get(id).name}@${packages.get(id).version}`;
const byPurl = (a, b) => (purl(a) < purl(b) ? -1 : 1);
const component = (id) => {
  const { name, version, license } = packages.get(id);
  const checksum = checksums.get(`${name}@${version}`);
  return {
    type: id === root ? "application" : "library",
    "bom-ref": purl(id),
    name,
    version,
    purl: purl(id),
    ...(license && { licenses: [{ expression: license.replaceAll(/ *\/ */g, " OR ") }] }),
    ...(checksum && { hashes: [{ alg: "SHA-256", content: checksum }] }),
  };
};

const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? NaN);
const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    ...(Number.isFinite(seconds) && { timestamp: new Date(seconds * 1000).toISOString() }),
    component: component(root),
  },
  components: [...found].filter((id) => id !== root).sort(byPurl).map(component),
  dependencies: [...found].sort(byPurl).map((id) => ({
    ref: purl(id),
    dependsOn: [...new Set(linked(id).map(purl))].sort(),
  })),
};
process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`);
