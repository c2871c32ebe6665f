// The guard of every test, tested: each of these fails by nothing but the guard, as it must.
import { test } from './support/test.ts';

const complaints = {
  'a console warning': 'console.warn("careful")',
  'a console error': 'console.error("wrong")',
  'an uncaught error': 'new Promise((done) => setTimeout(() => { setTimeout(done); throw new Error("boom"); }))',
  'a dialog': 'alert("hello")',
  'a request that leaves the origin': 'fetch("http://127.0.0.1:4175/").catch(() => {})',
  'a request that fails': 'fetch("no-such-file.json").then(() => {})',
};

for (const [name, script] of Object.entries(complaints)) {
  test(`${name} fails a test`, async ({ page }) => {
    test.fail();
    await page.goto('./');
    await page.evaluate(script);
  });
}
