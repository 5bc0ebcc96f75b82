// Gives each iframe of embed.html on a page the height that its map asks for: <script async src=".../embed.js"></script>
(() => {
  const page = new URL("embed.html", document.currentScript.src).href;
  const frames = () => [...document.querySelectorAll("iframe")].filter(({ src }) => src.split(/[?#]/)[0] === page);

  addEventListener("message", ({ source, data }) => {
    if (data?.type !== "incident-map:height" || !(data.height > 0)) return;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (frame) frame.style.height = `${Math.min(data.height, 2000)}px`;
  });

  // What a frame said before this script came, it says again.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ type: "incident-map:measure" }, "*");
})();
