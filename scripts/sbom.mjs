// Writes a CycloneDX bill of materials: `sbom LOCK METADATA...`, with the lock file, which has the checksums, and what
// `cargo metadata` says of each program that is in the release. The same inputs give the same bytes.
import { readFileSync } from "node:fs";

const [lock, ...programs] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const metadata = programs.map((text) => JSON.parse(text));

const checksums = new Map();
for (const entry of lock.split("[[package]]").slice(1)) {
  const field = (name) => entry.match(new RegExp(`^${name} = "(.*)"$`, "m"))?.[1];
  checksums.set(`${field("name")}@${field("version")}`, field("checksum"));
}

const nodes = new Map();
for (const node of metadata.flatMap(({ resolve }) => resolve.nodes)) nodes.set(node.id, [...(nodes.get(node.id) ?? []), node]);
const packages = new Map(metadata.flatMap((program) => program.packages).map((entry) => [entry.id, entry]));
const isLinked = (kind) => kind.kind === null;
const depsOf = (id) => nodes.get(id).flatMap((node) => node.deps);
const linked = (id) => depsOf(id).filter((dep) => dep.dep_kinds.some(isLinked)).map((dep) => dep.pkg);

const { root } = metadata[0].resolve;
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
