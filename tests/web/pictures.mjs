// Pictures of the pages that `hemkoll demo` shows of its round. docs/bilder/gor-om starts both.
// Usage: node pictures.mjs ADDRESS CHROMIUM FOLDER
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, chromium, folder] = process.argv.slice(2);
const looks = {
  bred: { width: 1280, height: 900 },
  smal: { width: 320, height: 800 },
  mork: { width: 1280, height: 900, scheme: "dark" },
  scen: { width: 1280, height: 720 },
  papper: { width: 658, height: 950, media: "print" }, // A4 within its margins
};
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
});
const page = await browser.newPage();
await page.goto(address);
const lan = await page.$eval('a[href^="lan/"]', (a) => a.getAttribute("href"));
const pages = {
  start: "",
  ranking: "ranking.html",
  kommun: "kommun/hedlunda.html",
  fraga: "regler/kontakt-telefontid.html",
  lan,
};
const ways = ["bred", "smal", "mork", "papper"];
const shots = Object.entries(pages).flatMap(([name, path]) => ways.map((look) => [`${name}-${look}`, path, look]));
shots.push(
  ["kommun-engelska", "en/kommun/hedlunda.html", "bred"],
  ["faktablad-papper", lan.replace("lan/", "faktablad/"), "papper"],
  ["pensionarsrad-papper", "pensionarsrad/hedlunda.html", "papper"],
  ["seminarium-granskning", "seminarium/granskning", "scen"],
  ...["fraga", "sidan", "svaret", "andra", "gissa", "facit"].map((scene) => [`seminarium-${scene}`, `seminarium/5/1/${scene}`, "scen"]),
  ...["fore", "efter"].map((scene) => [`seminarium-${scene}`, `seminarium/5/1/${scene}`, "scen"]),
);
for (const [name, path, look] of shots) {
  const { width, height, scheme = "light", media = "screen" } = looks[look];
  await page.setViewport({ width, height });
  // Each of the two forgets the other: paper has no scheme.
  if (media === "print") await page.emulateMediaType(media);
  else await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address + path);
  // The län's table side by side is what its page is about.
  if (name === "lan-bred" || name === "lan-mork") await page.$eval("#rad-h", (h) => h.scrollIntoView());
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
// A kommun that is read while everybody looks.
await page.emulateMediaType("screen");
await page.setViewport(looks.scen);
await page.goto(`${address}seminarium/`);
await Promise.all([page.waitForNavigation(), page.click("form[action='/sjalvkoll/kommun'] .knapp")]);
await page.waitForFunction(() => document.querySelectorAll("#handelser mark").length > 9, { timeout: 90_000 });
await page.screenshot({ path: join(folder, "seminarium-direkt.png") });
await browser.close();
