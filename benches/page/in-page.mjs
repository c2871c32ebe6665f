// What is put into each page before it loads. It may use nothing but the browser.

/** Sets `bench` up in a page; its rows are there when an element of this selector has a height. */
export function prepare(firstRow) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  /** When what the last frame drew is on the screen, since the navigation began. */
  const painted = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(undefined);
    });

  async function firstRows() {
    for (;;) {
      await frame();
      const row = document.querySelector(firstRow);
      const box = row?.getBoundingClientRect();
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

  globalThis.bench = { firstRows: firstRows(), settled, pause, scroll };
}
