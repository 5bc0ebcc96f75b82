// Loaded by every page of the tests, before all else: keeps what no page may do, until a test takes it. Browsers have no
// common way to be asked for their logs. It outlives the page, since a test may open another.
{
  const KEPT = "seen by the tests";
  // A page without an origin has no storage.
  let kept = [];
  let storage;
  try {
    storage = sessionStorage;
    kept = JSON.parse(storage.getItem(KEPT) ?? "[]");
  } catch {}
  // What a page still asks for when it is left fails, of which WebKit tells it.
  let isLeft = false;
  addEventListener("beforeunload", () => { isLeft = true; });
  const keep = (line) => {
    if (isLeft) return;
    kept.push(line);
    storage?.setItem(KEPT, JSON.stringify(kept));
  };
  globalThis.takeWhatTheTestsSaw = () => {
    storage?.removeItem(KEPT);
    return kept.splice(0);
  };
  for (const [name, level] of [["error", "SEVERE"], ["warn", "WARNING"]]) {
    const said = console[name].bind(console);
    console[name] = (...things) => {
      keep(`${level} ${things.join(" ")}`);
      said(...things);
    };
  }
  addEventListener("error", ({ message }) => message && keep(`SEVERE ${message}`));
  addEventListener("unhandledrejection", ({ reason }) => keep(`SEVERE unhandled: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
    // The browser's own wish, which some ask the page's policy about.
    if (blockedURI.endsWith("/favicon.ico")) return;
    keep(`SEVERE Content Security Policy: ${violatedDirective} refuses ${blockedURI} ${sample}`);
  });
}
