import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import "incident-map";
import type { IncidentMap } from "incident-map";

function App() {
  const map = useRef<IncidentMap>(null);
  const [month, setMonth] = useState<string | null>(null);
  const [told, setTold] = useState("");
  return (
    <>
      <button id="march" onClick={() => setMonth("2025-03")}>March</button>
      <button id="all" onClick={() => setMonth(null)}>All</button>
      <button id="open" onClick={() => map.current?.select("ambush-2025-03-25")}>Open</button>
      <p id="told">{told}</p>
      <incident-map ref={map} src="/feed.geojson" loading="eager" start={month} end={month} maxBytes={1e6} className="tall"
        style={{ height: 600 }} ontime-change={({ detail }) => setTold(`${detail.counts.mapped} on the map`)}>
        <p>Words</p>
      </incident-map>
    </>
  );
}

// @ts-expect-error: there are three themes
void <incident-map theme="blue" />;
// @ts-expect-error: an event is no number
void <incident-map ontime-change={(event: number) => event} />;

document.title = renderToString(<App />).includes('<incident-map src="/feed.geojson"') ? "React" : "no markup";
createRoot(document.querySelector("#app")!).render(<App />);
