import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { dashboards, home, json, place } from "../src/all.js";
import { ofPanels, panelsOf, targetsOf } from "../src/expressions.js";

test("the JSON that is checked in is what the code generates", () => {
  for (const dashboard of dashboards()) {
    assert.equal(readFileSync(place(dashboard), "utf8"), json(dashboard), `${dashboard.uid}: run 'npm run generate'`);
  }
});

test("no dashboard is checked in that the code does not generate", () => {
  const expected = dashboards().map((dashboard) => `${dashboard.uid}.json`);
  assert.deepEqual(readdirSync(`${home}grafana/dashboards`).sort(), expected.sort());
});

for (const dashboard of dashboards()) {
  const panels = panelsOf(dashboard);

  test(`${dashboard.uid}: every panel has a title of its own, a description, a unit and our datasource variable`, () => {
    const titles = panels.map((panel) => panel.title);
    assert.equal(new Set(titles).size, titles.length, `twice: ${titles}`);
    for (const panel of panels) {
      assert.match(panel.description ?? "", /.{20,}\.$/, `${panel.title}: description`);
      assert.ok(panel.fieldConfig?.defaults.unit, `${panel.title}: unit`);
      assert.deepEqual(panel.datasource, { type: "prometheus", uid: "${datasource}" }, `${panel.title}: datasource`);
    }
  });

  test(`${dashboard.uid}: every panel asks something`, () => {
    for (const panel of panels) {
      assert.ok(targetsOf(panel).length > 0, panel.title);
      for (const target of targetsOf(panel)) assert.ok(target.expr, `${panel.title} ${target.refId}`);
    }
  });

  test(`${dashboard.uid}: panels lie side by side, none on another`, () => {
    const places = panels.map((panel) => panel.gridPos);
    for (const [index, one] of places.entries()) {
      assert.ok(one && one.x + one.w <= 24, `${panels[index]?.title}: beyond the right edge`);
      for (const other of places.slice(index + 1)) {
        const apart =
          !other || one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y;
        assert.ok(apart, `${panels[index]?.title} lies on another`);
      }
    }
  });

  test(`${dashboard.uid}: it has the datasource variable, and every variable that it uses`, () => {
    const names = (dashboard.templating?.list ?? []).map((variable) => variable.name);
    assert.ok(names.includes("datasource"));
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?([a-z]+)\b/g)].map((match) => match[1]);
    for (const name of used) assert.ok(names.includes(name ?? ""), `$${name} is not a variable`);
  });
}

test("no panel has a fixed rate interval", () => {
  for (const { where, expr } of ofPanels()) {
    assert.doesNotMatch(expr, /\[\d/, where);
    for (const [, range] of expr.matchAll(/(?:rate|increase)\([^[]*\[([^\]]*)\]/g)) {
      assert.equal(range, "$__rate_interval", where);
    }
  }
});
