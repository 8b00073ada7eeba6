// Starts the machine's Chromium (CLUSTERLINE_CHROMIUM) without a window. It reaches 127.0.0.1 and nothing else.

import { chromium } from "playwright-core";

const CLOSED = "http://127.0.0.1:9"; // nobody listens: whatever is not for loopback ends here

export async function launch() {
  const executablePath = process.env.CLUSTERLINE_CHROMIUM;
  if (!executablePath) {
    throw new Error("CLUSTERLINE_CHROMIUM names no Chromium: run `./clusterline setup all`");
  }
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid() !== 0, // root cannot have the sandbox
    args: [
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      `--proxy-server=${CLOSED}`,
      "--proxy-bypass-list=127.0.0.1",
    ],
  });
}
