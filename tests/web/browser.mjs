// The pages of `hemkoll serve` over the demo's round, in a real browser. ./check starts both.
// Usage: node browser.mjs ADDRESS CHROMIUM
//
// Each page, light and dark, wide and narrow: no fault by axe-core, nothing wider than the window, nothing in the
// console, no request to another host. Then the journeys: by keyboard alone, and without script.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, chromium] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = [
  ["", 200],
  ["ranking.html", 200],
  ["ranking.html?omrade=kontakt&ordning=namn", 200],
  ["ranking.html?kommun=zzz", 200],
  ["ranking.html?lan=zzz", 400],
  ["kommun/hedlunda.html", 200],
  ["kommun/granvadet.html", 200],
  ["kommun/ljungatorp.html", 200],
  ["regler/kontakt-telefontid.html", 200],
  ["granskas.html", 200],
  ["finns-inte", 404],
];
const looks = [
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 640, scheme: "light" }, // 1280 at 200 per cent
  { width: 320, scheme: "light" },
  { width: 320, scheme: "dark" },
];

const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
const profile = mkdtempSync(join(tmpdir(), "hemkoll-chromium-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  userDataDir: profile,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

// A tab that notes what goes wrong in it.
async function tab(where) {
  const page = await browser.newPage();
  await page.setCacheEnabled(false);
  page.on("console", (message) => {
    // The browser itself says that the page was a 404; the pages that shall be one are asked for as such.
    const own = message.text().startsWith("Failed to load resource") && message.location().url === page.url();
    if (["error", "warn"].includes(message.type()) && !own) fault(where(), `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(where(), `script: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) fault(where(), `asks ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      fault(where(), `${response.url()} answers ${response.status()}`);
    }
  });
  return page;
}

async function look() {
  let where = "";
  const page = await tab(() => where);
  const lan = [];
  for (const { width, scheme } of looks) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const [path, status] of [...pages, ...lan]) {
      where = `/${path} ${width} ${scheme}`;
      const answer = await page.goto(address + path);
      if (answer.status() !== status) fault(where, `answers ${answer.status()}, not ${status}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) fault(where, `${wide} px wider than the window`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
      for (const { id, help, nodes } of violations) fault(where, `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
      if (path === "" && lan.length === 0) {
        const first = await page.$eval('a[href^="lan/"]', (a) => a.getAttribute("href"));
        lan.push([first, 200]);
      }
    }
  }
  await page.close();
}

const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
      text: (at.textContent || at.id || "").trim(),
      id: at.id,
      tag: at.tagName,
      open: at.closest("details")?.open,
      seen: style.outlineStyle !== "none" && box.width > 0 && box.top < innerHeight && box.bottom > 0,
    };
  });

// Presses Tab until the focus is where it should be; every stop on the way must show.
async function tabTo(page, where, wanted) {
  for (let press = 0; press < 200; press += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at.tag !== "BODY" && !at.seen) fault(where, `focus on ${at.tag} ”${at.text.slice(0, 40)}” does not show`);
    if (wanted(at)) return at;
  }
  throw new Error(`${where}: Tab never came there`);
}

// A journalist finds a kommun and a question by keyboard alone.
async function byKeyboard() {
  const where = "keyboard";
  const page = await tab(() => where);
  await page.setViewport({ width: 390, height: 800 });
  await page.goto(address);
  await page.keyboard.press("Tab");
  const skip = await focused(page);
  if (skip.text !== "Hoppa till innehållet" || !skip.seen) fault(where, `the first stop is ”${skip.text}”`);
  await page.keyboard.press("Enter");
  await tabTo(page, where, (at) => at.id === "sokord");
  await page.keyboard.type("hedlu");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!page.url().endsWith("/kommun/hedlunda.html")) fault(where, `the search led to ${page.url()}`);
  await tabTo(page, where, (at) => at.tag === "SUMMARY" && at.text.startsWith("Vem ska jag ringa"));
  await page.keyboard.press("Enter");
  if (!(await focused(page)).open) fault(where, "Enter does not open the question");
  await page.close();
}

// A citizen without script: search, narrow the list, read a question.
async function withoutScript() {
  const where = "without script";
  const page = await tab(() => where);
  await page.setJavaScriptEnabled(false);
  await page.goto(address);
  await page.type("#sokord", "almkulla");
  await Promise.all([page.waitForNavigation(), page.click("#sok button")]);
  if (!page.url().endsWith("/kommun/almkulla.html")) fault(where, `the search led to ${page.url()}`);
  await page.goto(`${address}ranking.html`);
  await page.select("#f-omrade", "avgifter");
  await Promise.all([page.waitForNavigation(), page.click(".filter button")]);
  const heading = await page.$eval("#tabell-h", (h) => h.textContent);
  if (heading !== "Avgifter" || !page.url().includes("omrade=avgifter")) fault(where, `the list says ”${heading}”`);
  await page.close();
}

let broken = "";
try {
  await look();
  await byKeyboard();
  await withoutScript();
} catch (error) {
  broken = String(error);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
if (broken) fault("the test itself", broken);
for (const line of faults) console.error(line);
console.log(`${pages.length + 1} pages in ${looks.length} looks, two journeys: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
