// Says what happened when the page cannot start, or stops. The ledger itself is WebAssembly.
(function () {
  "use strict";

  // Tells the style sheet that a program is coming, and what of what stands here it will show: the first view, another
  // one as it was published, or something else.
  var root = document.documentElement;
  var shows = ["ledger", "frontier", "flags", "portability"].filter(function (view) {
    return location.search === "?view=" + view;
  })[0];
  var isAsked = location.search.length > 1 && !shows;
  root.classList.add("scripted");
  if (isAsked) root.classList.add("asked");
  if (shows) root.setAttribute("data-published", shows);

  var TITLE = "Inference value ledger";
  var failed = false;

  function isReady() {
    return root.hasAttribute("data-ready");
  }

  function line(tag, text, className) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function state(className, heading, lines) {
    var main = document.createElement("main");
    main.className = className;
    main.append(line("p", TITLE, "state-title"), line("h1", heading));
    lines.forEach(function (text) {
      main.append(line("p", text));
    });
    return main;
  }

  function show(element) {
    var app = document.getElementById("app");
    if (app) app.replaceChildren(element);
  }

  function banner(kind, parts) {
    var element = document.createElement("div");
    element.className = "stopped";
    element.setAttribute("role", "alert");
    element.setAttribute("data-state", kind);
    element.append.apply(element, parts);
    document.body.prepend(element);
  }

  // The ledger as it was published stays; only where there is none is the failure all that is shown.
  function fail(heading, lines) {
    if (failed) return;
    failed = true;
    whenParsed(function () {
      if (document.querySelector(".prerendered")) {
        root.classList.remove("scripted", "asked");
        root.removeAttribute("data-published");
        document.querySelectorAll(".loading").forEach(function (waiting) {
          waiting.remove();
        });
        var filter = isAsked ? "What the address asks for is not applied: no finding is filtered out. " : "";
        banner("failed", [line("b", heading + "."), line("span", " Below is the ledger as it was published. Filters and links in it do not work. " + filter + lines.join(" "))]);
        // All of it stands there now; what was asked for is where the reader is.
        var part = shows && document.getElementById(shows);
        if (part) part.scrollIntoView();
        return;
      }
      var element = state("state", heading, lines);
      element.setAttribute("data-state", "failed");
      element.setAttribute("role", "alert");
      show(element);
    });
  }

  // The ledger stays readable, since what is on the screen was right when it was drawn; nothing on it works any more.
  function stop(cause) {
    if (failed) return;
    failed = true;
    var reload = line("button", "Reload");
    reload.type = "button";
    reload.addEventListener("click", function () {
      location.reload();
    });
    banner("stopped", [line("b", "This page stopped because of a fault in it."), line("span", " Filters and links no longer work. Reload; if it stops again, report what you did and this: " + cause + " "), reload]);
  }

  function report(error, message) {
    var cause = String((error && error.message) || message || error || "no cause given");
    if (isReady()) {
      if (error && typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) stop(cause);
      return;
    }
    fail("The page could not start", [
      "Its program was not loaded or stopped at once: " + cause + ".",
      "Reload the page. If it stays like this, the site was published in part, or this browser is too old: publish it again, or try the newest version of your browser.",
    ]);
  }

  function whenParsed(task) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", task);
    else task();
  }

  if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiate !== "function") {
    fail("This page needs WebAssembly", [
      "The ledger is computed in your browser, and this one has no WebAssembly, or it is switched off (as in a lockdown mode).",
      "Allow it for this site, or open the page in another browser.",
    ]);
    return;
  }

  // Where the browser asks for a policy, the one text that becomes a script is the script that this document was published
  // with, and its digest is in the Content-Security-Policy.
  function trusted(script) {
    if (!window.trustedTypes) return script;
    var asPublished = {
      createScript: function (text) {
        return text;
      },
    };
    return window.trustedTypes.createPolicy("value-ledger", asPublished).createScript(script);
  }

  // Asks for the program's files and its data.
  function ask() {
    document.querySelectorAll("link[rel=preload][media]").forEach(function (part) {
      part.removeAttribute("media");
    });
  }

  // The program waits until what was published is on the screen. Where the address asks for something else, that is not
  // shown, so there is nothing to wait for.
  function begin() {
    ask();
    var held = document.querySelector("script[data-held]");
    if (!held || failed) return;
    var program = document.createElement("script");
    program.type = "module";
    program.textContent = trusted(held.textContent);
    held.replaceWith(program);
  }

  // Before it is painted the link of the view that is shown is the current one.
  if (shows) {
    var observer = new MutationObserver(function () {
      var link = document.querySelector('.prerendered [data-view="' + shows + '"]');
      if (!link) return;
      observer.disconnect();
      document.querySelectorAll(".prerendered [data-view][aria-current]").forEach(function (other) {
        other.removeAttribute("aria-current");
      });
      link.setAttribute("aria-current", "page");
    });
    observer.observe(root, { childList: true, subtree: true });
    whenParsed(function () {
      observer.disconnect();
    });
  }

  // A browser that loads a page anew scrolls to where it was; only what follows an input is the reader's own.
  var hasInput = false;
  ["wheel", "touchmove", "keydown", "pointerdown"].forEach(function (input) {
    addEventListener(
      input,
      function () {
        hasInput = true;
      },
      { once: true, capture: true, passive: true },
    );
  });
  addEventListener("scroll", function scrolled() {
    if (!hasInput) return;
    root.setAttribute("data-scrolled", "");
    removeEventListener("scroll", scrolled);
  });

  function inFrame(task) {
    if (isAsked || document.hidden) task();
    else requestAnimationFrame(task);
  }

  // The second frame begins when the first one is on the screen; the rest of a long document is on its way then.
  inFrame(function () {
    inFrame(function () {
      ask();
      if (document.querySelector(".prerendered")) begin();
    });
  });
  whenParsed(function () {
    inFrame(function () {
      setTimeout(begin);
    });
  });

  // Seen only when the program takes longer than a moment: the style sheet waits before it shows.
  whenParsed(function () {
    var app = document.getElementById("app");
    if (app && (isAsked || !app.hasChildNodes()) && !failed && !isReady()) {
      app.prepend(state("state loading", "Loading the ledger", ["The program that computes it is on its way."]));
    }
  });

  // What an extension or a proxy puts into the page is none of its parts.
  function isOwn(address) {
    return !address || address === "undefined" || address.split(/[?#]/)[0].startsWith(location.href.split(/[?#]/)[0].replace(/[^/]*$/, ""));
  }

  // A file that does not load is reported on its element, and such events do not bubble.
  addEventListener("error", function (event) {
    var element = event.target;
    if (element && element !== window && element.tagName) {
      if (element.tagName === "SCRIPT" && isOwn(element.src)) report(null, "a script of this page could not be loaded");
      return;
    }
    if (isOwn(event.filename)) report(event.error, event.message);
  }, true);

  // The page's program is there and its data is not.
  addEventListener("value-ledger-not-fetched", function (event) {
    fail("The page's data did not arrive", [String(event.detail), "Reload the page; if it stays like this, publish the site again."]);
  });

  addEventListener("unhandledrejection", function (event) {
    report(event.reason);
  });
})();
