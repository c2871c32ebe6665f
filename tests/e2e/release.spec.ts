// What goes with a release beside the command.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFolder } from './support/site.ts';
import { expect, test } from './support/test.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Bom {
  bomFormat: string;
  specVersion: string;
  metadata: { timestamp?: string; component: { 'bom-ref': string; licenses: unknown[] } };
  components: { 'bom-ref': string; name: string; licenses: unknown[]; hashes?: { alg: string; content: string }[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

test('the bill of materials names all of the command and of the page that it carries, each with its checksum', async () => {
  await withFolder(async (folder) => {
    const write = (name: string) => {
      const env = { ...process.env, SOURCE_DATE_EPOCH: '1795478400' };
      execFileSync('scripts/materials', [join(folder, name)], { cwd: root, env });
      return readFileSync(join(folder, name), 'utf8');
    };
    const text = write('first');
    expect(write('second')).toBe(text);
    expect(text).not.toContain(root);
    const bom = JSON.parse(text) as Bom;
    expect([bom.bomFormat, bom.specVersion, bom.metadata.timestamp]).toEqual(['CycloneDX', '1.5', '2026-11-24T00:00:00.000Z']);
    const counted = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^\| (?:linked into|the same of).*\| (\d+) \|$/gm);
    const [command = 0, pageAlone = 0] = [...counted].map(([, count]) => Number(count));
    expect(pageAlone).toBeGreaterThan(100);
    expect(bom.components.length).toBeGreaterThan(command);
    expect(bom.components.length).toBeLessThan(command + pageAlone);
    const names = bom.components.map(({ name }) => name);
    for (const name of ['serde', 'parquet', 'gloo', 'web-sys']) expect(names).toContain(name);
    for (const component of bom.components) {
      const checksums = component.hashes?.map(({ alg, content }) => `${alg} ${content}`) ?? [];
      expect(checksums.join(), component['bom-ref']).toMatch(/^SHA-256 [0-9a-f]{64}$/);
      expect(component.licenses, component['bom-ref']).toHaveLength(1);
    }
    const refs = new Set([bom.metadata.component['bom-ref'], ...bom.components.map((component) => component['bom-ref'])]);
    expect(new Set(bom.dependencies.map(({ ref }) => ref))).toEqual(refs);
    for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  });
});
