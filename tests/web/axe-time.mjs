// How long axe-core takes on each page of a folder, once the page is loaded: the fastest of several runs.
// Usage: node axe-time.mjs FOLDER CHROMIUM TIMES     prints {"page": milliseconds}

import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [folder, chromium, times] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "hemkoll-chromium-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"],
});

const fastest = {};
for (const file of readdirSync(folder)) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, file)).href);
  await page.evaluate(axe);
  fastest[parse(file).name] = await page.evaluate(async (times) => {
    let fastest = Infinity;
    for (let time = 0; time < times; time++) {
      const start = performance.now();
      await globalThis.axe.run();
      fastest = Math.min(fastest, performance.now() - start);
    }
    return fastest;
  }, Number(times));
  await page.close();
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(fastest));
