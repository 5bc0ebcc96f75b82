// Loaded by every page of the tests, before all else: keeps what no page may do, until a test reads it. Browsers have no
// common way to be asked for their logs. It outlives the page, since a test may open another.
{
  const KEPT = "seen by the tests";
  // What a page still asks for when it is left fails, of which WebKit tells it.
  let isLeft = false;
  addEventListener("beforeunload", () => { isLeft = true; });
  const keep = (line) => {
    if (isLeft) return;
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
      sessionStorage.setItem(KEPT, JSON.stringify([...kept, line]));
    } catch {
      // A page without an origin has no storage.
    }
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
  addEventListener("securitypolicyviolation", ({ disposition, violatedDirective, blockedURI, sample }) => {
    // The browser's own wish, which some ask the page's policy about.
    if (blockedURI.endsWith("/favicon.ico")) return;
    // The policy that only reports is the tests' own: it lets a page ask its own origin and nobody else.
    if (disposition === "report") keep(`asked for ${blockedURI}`);
    else keep(`SEVERE Content Security Policy: ${violatedDirective} refuses ${blockedURI} ${sample}`);
  });
}
