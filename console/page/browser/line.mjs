// The console under test and the line behind it, which BrowserTest controls for us.

import { after } from "node:test";
import { launch } from "./chromium.mjs";

export const CONSOLE = process.env.CONSOLE;
export const COMPLETE = process.env.DRILL === "complete";
/** Of a cluster's page. */
export const address = (name) => "#/" + encodeURIComponent(`${name}@ap-northeast-2`);
export const FIRST = address("fleet-00");

/** Does it and answers its number: the moment before the first event was sent, or a process id. */
export async function line(action, argument = "") {
  const answer = await fetch(`${process.env.LINE}/${action}`, { method: "POST", body: String(argument) });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${action}: ${text}`);
  }
  return Number(text);
}

let begun;
/** The fleet's builds have begun, once for each test file. */
export const begin = () => (begun ??= line("begin"));

let browser;
after(() => browser?.close());

/** One browser for each test file; what a test has opened is closed after it. */
export async function withBrowser(work) {
  browser ??= await launch();
  try {
    return await work(browser);
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}

/** A page that shows clusters, and whatever it should not have done: requests elsewhere, errors, policy violations. */
export async function open(browser, hash = "#/", options = {}) {
  const page = await browser.newPage(options);
  page.offences = [];
  page.on("request", (request) => request.url().startsWith(CONSOLE) || page.offences.push(`request: ${request.url()}`));
  page.on("pageerror", (error) => page.offences.push(`error: ${error}`));
  page.on("console", (message) => /Content.Security/i.test(message.text()) && page.offences.push(message.text()));
  await page.goto(CONSOLE + hash);
  await page.locator(hash === "#/" ? "tbody tr" : "article").first().waitFor();
  return page;
}

/** Polls until the condition holds; else the last value is the reason. */
export async function eventually(look, within = 60_000) {
  let seen;
  for (const end = Date.now() + within; Date.now() < end; await new Promise((then) => setTimeout(then, 100))) {
    seen = await look();
    if (seen === true) {
      return;
    }
  }
  throw new Error(`not within ${within / 1000} s: ${seen}`);
}
