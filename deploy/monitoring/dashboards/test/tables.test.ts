import assert from "node:assert/strict";
import { test } from "node:test";
import { dashboards } from "../src/all.js";
import { panelsOf, targetsOf } from "../src/expressions.js";

/** A bare metric brings its labels along, and its name as a column. */
const bare = /^[a-z_:]+(\{[^}]*\})?$/;

test("no column of a table is a metric's name", () => {
  for (const dashboard of dashboards()) {
    for (const panel of panelsOf(dashboard).filter((each) => each.type === "table")) {
      for (const target of targetsOf(panel)) {
        assert.doesNotMatch(target.expr.trim(), bare, `${dashboard.uid} / ${panel.title} / ${target.refId}`);
      }
    }
  }
});
