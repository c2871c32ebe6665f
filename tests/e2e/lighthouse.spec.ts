// Lighthouse, by its mobile preset, finds nothing in what is no timing; `make lighthouse` prints the timings too.
import { audit } from './support/lighthouse.mjs';
import { expect, test } from './support/test.ts';

test('accessibility, best practices and search engines score 100', async ({ baseURL }) => {
  const wanted = ['accessibility', 'best-practices', 'seo'];
  const { categories } = await audit(baseURL ?? '', wanted);
  expect(categories.map(({ id }) => id)).toEqual(wanted);
  for (const { title, score, failing } of categories) expect(score, `${title}: ${failing.join(', ')}`).toBe(1);
});
