import { transformSync } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export async function load(url, context, next) {
  if (!/\.tsx?$/.test(url)) {
    return next(url, context);
  }
  const loader = url.endsWith("x") ? "tsx" : "ts";
  const { code } = transformSync(readFileSync(fileURLToPath(url), "utf8"), { loader, format: "esm" });
  return { format: "module", source: code, shortCircuit: true };
}
