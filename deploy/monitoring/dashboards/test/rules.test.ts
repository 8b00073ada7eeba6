import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { home } from "../src/all.js";
import { rulesOf } from "../src/expressions.js";

interface AlertTest {
  alertname: string;
  eval_time: string;
  exp_alerts?: unknown[];
}

const root = `${home}../../`;
const alerts = [...rulesOf("alerts.yaml"), ...rulesOf("cluster.yaml").filter((rule) => rule.alert)];

const tests = readdirSync(`${home}tests`)
  .map((file) => parse(readFileSync(`${home}tests/${file}`, "utf8")) as { tests: { alert_rule_test?: AlertTest[] }[] })
  .flatMap((file) => file.tests)
  .map((each) => each.alert_rule_test ?? []);

const isQuiet = (each: AlertTest): boolean => (each.exp_alerts ?? []).length === 0;

for (const rule of alerts) {
  const name = rule.alert ?? "";

  test(`${name}: name, severity, summary, description and duration are as agreed`, () => {
    assert.match(name, /^Clusterline([A-Z][a-z]+)+$/);
    assert.match(rule.labels?.["severity"] ?? "", /^(critical|warning|info)$/);
    assert.match(rule.annotations?.["summary"] ?? "", /^\S.{15,}\.$/);
    assert.match(rule.annotations?.["description"] ?? "", /^\S.{30,}\.$/);
    assert.ok(rule.for, "for");
  });

  test(`${name}: it has a page that says what it means, where to look and what to do`, () => {
    const page = rule.annotations?.["runbook_url"] ?? "";
    assert.equal(page, `docs/runbooks/${name}.md`);
    const text = readFileSync(root + page, "utf8");
    assert.ok(text.startsWith(`# ${name}\n`), "heading");
    for (const section of ["## What it means", "## How to look", "## What to do"]) assert.ok(text.includes(section), section);
  });

  test(`${name}: it is tested just before and just after it fires`, () => {
    const both = tests.some((each) => {
      const ours = each.filter((one) => one.alertname === name);
      const fires = ours.findIndex((one) => !isQuiet(one));
      return fires > 0 && ours.slice(0, fires).some(isQuiet);
    });
    assert.ok(both);
  });
}

test("no page is without an alert", () => {
  const pages = readdirSync(`${root}docs/runbooks`).filter((page) => page !== "README.md");
  assert.deepEqual(pages.sort(), alerts.map((rule) => `${rule.alert}.md`).sort());
});

test("every command that a page names exists", () => {
  const commands = `${root}cli/src/main/java/io/clusterline/cli`;
  const names = readdirSync(commands)
    .filter((file) => file.endsWith("Command.java"))
    .flatMap((file) => [...readFileSync(`${commands}/${file}`, "utf8").matchAll(/\bname = "([a-z-]+)"/g)])
    .map((match) => match[1]);
  names.push("doctor", "setup", "kubectl");
  for (const rule of alerts) {
    const text = readFileSync(`${root}docs/runbooks/${rule.alert}.md`, "utf8");
    for (const [, command] of text.matchAll(/\.\/clusterline ([a-z-]+)/g)) {
      assert.ok(names.includes(command), `${rule.alert}: ./clusterline ${command}`);
    }
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      assert.ok(existsSync(`${root}docs/runbooks/${link}`), `${rule.alert}: ${link}`);
    }
  }
});
