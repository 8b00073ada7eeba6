// A real build beside which pictures are taken.

const LIMIT = 15 * 60_000;

/** The cluster that the console at that address shows (of that name, where one is given), once the condition is met. */
export async function clusterOf(url, name, condition) {
  for (const end = Date.now() + LIMIT; Date.now() < end; await new Promise((then) => setTimeout(then, 200))) {
    const clusters = await (await fetch(`${url}api/clusters`)).json();
    const cluster = name === undefined ? clusters[0] : clusters.find((each) => each.name === name);
    if (cluster !== undefined && (await condition(cluster))) {
      return cluster;
    }
  }
  throw new Error("the build did not come so far");
}
