import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stringify } from "yaml";
import { home } from "../src/all.js";
import { asSent, everyExpression, filledByABuild, ofPanels } from "../src/expressions.js";

const promtool = process.env["PROMTOOL"];

test("Prometheus' own parser accepts every panel's expression", { skip: promtool ? false : "PROMTOOL is not set" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clusterline-panels-"));
  try {
    const rules = ofPanels().map(({ where, expr }, index) => ({
      record: `panel:${index}:x`,
      labels: { where },
      expr: asSent(expr, 900),
    }));
    const file = join(folder, "panels.yaml");
    writeFileSync(file, stringify({ groups: [{ name: "panels", rules }] }));
    assert.match(execFileSync(promtool ?? "", ["check", "rules", file], { encoding: "utf8" }), /SUCCESS/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an outcome that no step has any more is zero, not its last value", { skip: promtool ? false : "PROMTOOL is not set" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clusterline-outcomes-"));
  try {
    const { expr } = ofPanels().find(({ where }) => where === "clusterline-build / Steps by outcome / A")!;
    const sample = (outcome: string, value: number) => ({ labels: `{outcome="${outcome}"}`, value });
    const steps = (outcome: string, values: string) => ({ series: `clusterline_build_steps{cluster="a",region="r",account="1",outcome="${outcome}"}`, values });
    const asked = (eval_time: string, exp_samples: object[]) => ({ expr: asSent(expr, 900), eval_time, exp_samples });
    const test = {
      interval: "15s",
      input_series: [steps("not-begun", "3x4 stale"), steps("created", "1x4 4x20 stale")],
      promql_expr_test: [
        asked("1m", [sample("created", 1), sample("not-begun", 3)]),
        asked("3m", [sample("created", 4), sample("not-begun", 0)]),
        asked("10m", []), // all of the build is gone, after the console's retention
      ],
    };
    const file = join(folder, "outcomes.yaml");
    writeFileSync(file, stringify({ rule_files: [], evaluation_interval: "15s", tests: [test] }));
    assert.match(execFileSync(promtool ?? "", ["test", "rules", file], { encoding: "utf8" }), /SUCCESS/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("no two expressions stand at the same place", () => {
  const places = everyExpression().map((each) => each.where);
  assert.deepEqual(places.filter((each, index) => places.indexOf(each) !== index), []);
});

test("every entry of filled-by-a-build.txt is an expression", () => {
  const places = new Set(everyExpression().map((each) => each.where));
  assert.deepEqual([...filledByABuild()].filter((each) => !places.has(each)), []);
});

test("an expression is sent without variables of Grafana", () => {
  for (const { where, expr } of everyExpression()) assert.doesNotMatch(asSent(expr, 900), /\$[a-z_{]/, where);
});

test("every metric of ours that is used is in docs/metrics.md", () => {
  const page = readFileSync(`${home}../../docs/metrics.md`, "utf8");
  const known = new Set([...page.matchAll(/^\| `(clusterline_[a-z_]+)`/gm)].map((match) => match[1]));
  for (const { where, expr } of everyExpression()) {
    for (const [name] of expr.matchAll(/(?<![a-z_:])clusterline_[a-z_]+(?![a-z_:])/g)) {
      const base = name.replace(/_(bucket|count|sum)$/, "");
      assert.ok(known.has(name) || known.has(base), `${where}: ${name}`);
    }
  }
});
