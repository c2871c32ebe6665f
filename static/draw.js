// What the program asks of a browser in one call: each of its own calls into JavaScript costs more than what it asks for.
// Part of the program's script (src/ui/browser/draw.rs).

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes elements as they are described: `shape` holds what to make and how long each of its words is, `words` all words,
 * one after the other. Whatever is in a word, it is text, a name or a value, and never markup.
 */
export function draw(shape, words) {
  const top = document.createDocumentFragment();
  let parent = top;
  let at = 0;
  let from = 0;
  const word = () => {
    const start = from;
    from += shape[at];
    at += 1;
    return words.slice(start, from);
  };
  while (at < shape.length) {
    const step = shape[at];
    at += 1;
    if (step === 0) parent = parent.parentNode;
    else if (step === 1) parent.append(word());
    else if (step === 2) parent.setAttribute(word(), word());
    else parent = parent.appendChild(step === 3 ? document.createElement(word()) : document.createElementNS(SVG, word()));
  }
  return [...top.childNodes];
}

/** Runs a task of the program. That it stopped is an exception here, which its caller is told of. */
export function attempt(task) {
  task();
}
