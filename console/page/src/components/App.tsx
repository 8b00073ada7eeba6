import { useEffect } from "preact/hooks";
import { clusters, connection, names, selected, selectedKey } from "../store.ts";
import { handleKey, showHelp } from "../keys.ts";
import { visible } from "../text.ts";
import { nextTheme, theme } from "../theme.ts";
import { ClusterList } from "./ClusterList.tsx";
import { ClusterPage } from "./ClusterPage.tsx";
import { Help } from "./Help.tsx";

const CONNECTION = {
  connecting: "Connecting…",
  live: "Live",
  stale: "The console cannot read the journal. What is shown may be old.",
  lost: "Connection lost, trying again. What is shown may be old.",
  report: "Report",
};

export function App() {
  useEffect(() => {
    document.addEventListener("keydown", handleKey);
    return () => document.removeEventListener("keydown", handleKey);
  }, []);
  return (
    <>
      <header class="top">
        <h1>
          <a href="#/">Clusterline</a>
        </h1>
        <span class={`connection ${connection.value}`} role="status">
          {CONNECTION[connection.value]}
        </span>
        <span class="spring" />
        <button type="button" onClick={nextTheme}>
          Theme: {theme.value}
        </button>
        <button type="button" onClick={() => (showHelp.value = !showHelp.value)} aria-expanded={showHelp.value}>
          Keys
        </button>
      </header>
      {showHelp.value && <Help />}
      <main>{content()}</main>
    </>
  );
}

function content() {
  if (selected.value !== undefined) {
    return <ClusterPage cluster={selected.value} />;
  }
  if (selectedKey.value !== undefined && clusters.value.size > 0) {
    return (
      <p>
        The journal knows no cluster “{visible(selectedKey.value)}”. <a href="#/">All clusters</a>
      </p>
    );
  }
  return <ClusterList clusters={names.value} />;
}
