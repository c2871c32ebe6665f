// What is put into each page before it loads. It may use nothing but the browser.

/** Sets `bench` up in a page; rows are seen, and answer to what is done, when an element of their selector is in sight. */
export function prepare({ firstRow, answers }) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  /** When what the last frame drew is on the screen, since the navigation began. */
  const painted = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(undefined);
    });

  async function inSight(selector) {
    for (;;) {
      await frame();
      const box = document.querySelector(selector)?.getBoundingClientRect();
      if (box !== undefined && box.height > 0 && box.top < innerHeight) return painted();
    }
  }

  /** What is left to do after an action: two frames, and what waits for a moment. */
  async function settled() {
    await frame();
    await frame();
    await pause(100);
  }

  /** The times between so many frames, with a scroll by the same distance in each. */
  async function scroll(element, frames, distance) {
    const times = [];
    let last = await frame();
    for (let count = 0; count < frames; count += 1) {
      element.scrollTop += distance;
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  }

  // Every task of over 50 ms, as the browser tells of them; a shorter one holds nobody up.
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });

  /** How long the longest task was so far; nothing where none was over 50 ms. */
  const longest = () => Math.max(0, ...long);

  globalThis.bench = { firstRows: inSight(firstRow), answers: inSight(answers), longest, settled, pause, scroll };
}
