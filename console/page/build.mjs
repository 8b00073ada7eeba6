// Builds the page into one script, one style sheet and one HTML file: node build.mjs OUTPUT
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const here = path.dirname(fileURLToPath(import.meta.url));
const output = process.argv[2] ?? path.join(here, "..", "target", "classes", "static");
mkdirSync(output, { recursive: true });
await build({
  entryPoints: [path.join(here, "src", "main.tsx"), path.join(here, "src", "style.css")],
  outdir: output,
  entryNames: "console",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  legalComments: "none",
});
copyFileSync(path.join(here, "src", "index.html"), path.join(output, "index.html"));
