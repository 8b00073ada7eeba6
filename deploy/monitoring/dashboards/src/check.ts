// Runs every expression through a Prometheus' query_range and says which gave data.
// usage: check.js --list | check.js ADDRESS START END; times as RFC 3339 or seconds since 1970.
// Exit code 1: an expression is in error, or one that a build has to fill has no data.
import { seconds } from "./times.js";
import { asSent, everyExpression, filledByABuild, type Expression } from "./expressions.js";

type Verdict = "data" | "no data" | "error";

interface Finding {
  where: string;
  verdict: Verdict;
  series: number;
  message: string;
  isMissing: boolean;
}

interface Answer {
  status: string;
  error?: string;
  data?: { result: Series[] };
}

interface Series {
  values: [number, string][];
}

/** A quantile of nothing, and a share of nothing, are no number: a panel shows a gap. */
const hasData = (series: Series): boolean => series.values.some(([, value]) => value !== "NaN");

const step = 5;

async function ask(address: string, query: string, start: number, end: number): Promise<Answer> {
  const form = new URLSearchParams({ query, start: `${start}`, end: `${end}`, step: `${step}` });
  const response = await fetch(`${address}/api/v1/query_range`, { method: "POST", body: form });
  return (await response.json()) as Answer;
}

async function find(address: string, each: Expression, start: number, end: number, filled: Set<string>): Promise<Finding> {
  const answer = await ask(address, asSent(each.expr, end - start), start, end);
  const series = answer.data?.result.filter(hasData).length ?? 0;
  const verdict = answer.status !== "success" ? "error" : series > 0 ? "data" : "no data";
  return {
    where: each.where,
    verdict,
    series,
    message: answer.error ?? "",
    isMissing: verdict === "no data" && filled.has(each.where),
  };
}

function line(finding: Finding): string {
  const result = finding.isMissing ? "**no data, though a build fills it**" : finding.verdict;
  return `| ${finding.where.replaceAll("|", "\\|")} | ${result} | ${finding.series} | ${finding.message.replaceAll("|", "\\|")} |`;
}

async function check(address: string, start: number, end: number): Promise<boolean> {
  const filled = filledByABuild();
  const findings: Finding[] = [];
  for (const each of everyExpression()) {
    findings.push(await find(address, each, start, end, filled));
  }
  console.log("| expression | result | series | error |\n|---|---|---|---|");
  findings.forEach((finding) => console.log(line(finding)));
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  const missing = findings.filter((finding) => finding.isMissing).length;
  console.log(
    `\n${findings.length} expressions: ${count("data")} with data, ${count("no data")} without, ${count("error")} in error; ` +
      `${missing} of the ${filled.size} that a build fills have no data.`,
  );
  return count("error") === 0 && missing === 0;
}

function list(): void {
  const filled = filledByABuild();
  for (const { where, expr } of everyExpression()) {
    const oneLine = expr.replaceAll(/^\s*#.*$/gm, "").replaceAll(/\s+/g, " ").trim();
    console.log(`${filled.has(where) ? "*" : " "} ${where}\t${oneLine}`);
  }
}

const [address, start, end] = process.argv.slice(2);
if (address === "--list") {
  list();
} else if (address && start && end) {
  process.exitCode = (await check(address, seconds(start), seconds(end))) ? 0 : 1;
} else {
  console.error("usage: check.js --list | check.js ADDRESS START END");
  process.exitCode = 64;
}
