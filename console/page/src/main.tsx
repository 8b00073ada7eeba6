import { render } from "preact";
import { App } from "./components/App.tsx";
import { rememberTheme } from "./theme.ts";
import { applySnapshot, clock, connection, select } from "./store.ts";
import { listen } from "./stream.ts";

/** Whoever types an address may leave a % alone. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function selectFromAddress(): void {
  const hash = decoded(location.hash.replace(/^#\/?/, ""));
  select(hash === "" ? undefined : hash);
}

rememberTheme();
const embedded = document.getElementById("document");
if (embedded === null) {
  window.addEventListener("hashchange", selectFromAddress);
  selectFromAddress();
  listen();
  setInterval(() => (clock.value = Date.now()), 1000);
} else {
  const cluster = JSON.parse(embedded.textContent ?? "null");
  applySnapshot([cluster]);
  select(cluster.key);
  clock.value = Date.parse(cluster.asOf);
  connection.value = "report";
}
const page = document.getElementById("page");
if (page !== null) {
  render(<App />, page);
}
