// Node runs the page's TypeScript through esbuild.
import { register } from "node:module";

register("./transform.mjs", import.meta.url);
