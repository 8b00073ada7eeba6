import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { dashboards, home } from "../src/all.js";
import { panelsOf, targetsOf } from "../src/expressions.js";
import { allStages, place } from "../src/stages.js";

const panel = (title: string) => panelsOf(dashboards()[0]!).find((each) => each.title === title)!;

test("the stages are those of the line, in its order", () => {
  const source = readFileSync(`${home}../../common/src/main/java/io/clusterline/event/StageName.java`, "utf8");
  const constants = source.slice(source.indexOf("enum StageName {"), source.indexOf(";\n\n  /** Creates the event"));
  const names = [...constants.matchAll(/^  ([A-Z_]+)\(/gm)].map((match) => match[1]!.toLowerCase().replaceAll("_", "-"));
  assert.deepEqual(allStages, names);
});

test("stages over time are drawn in the line's order", () => {
  const legends = (panel("Stages over time").targets ?? []).map((each) => (each as unknown as { legendFormat: string }).legendFormat);
  assert.deepEqual(legends, allStages);
});

test("the table of stages is sorted by their place, which is not shown", () => {
  const [, sort, organize] = panel("Stages").transformations ?? [];
  assert.deepEqual([sort?.id, sort?.options.sort], ["sortBy", [{ field: "Value #D" }]]);
  assert.equal(organize?.options.excludeByName["Value #D"], true);
  assert.equal(targetsOf(panel("Stages"))[3]?.expr, place('max by (stage) (clusterline_build_stage_state{cluster=~"$cluster", region=~"$region", account=~"$account"})'));
});

test("steps that are unchanged are not drawn in the colour of a failure", () => {
  const colors = new Map(
    (panel("Steps by outcome").fieldConfig?.overrides ?? []).map((each) => [
      each.matcher.options as string,
      (each.properties.find((property) => property.id === "color")?.value as { fixedColor: string }).fixedColor,
    ]),
  );
  assert.equal(colors.get("failed"), "red");
  assert.deepEqual([...colors].filter(([outcome, color]) => color === "red" && outcome !== "failed"), []);
  for (const outcome of ["not-begun", "running", "created", "changed", "unchanged", "skipped", "removed"]) {
    assert.ok(colors.has(outcome), outcome);
  }
});
