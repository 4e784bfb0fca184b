// A communicator's way from a pasted draft to a page with nothing left to mend, and how long the first answer takes.
// Usage: node journey.mjs ADDRESS CHROMIUM [FOLDER]     prints seconds; with a folder, makes pictures of each step
//
// The first ten seconds: from the press on ”Kontrollera texten” until the answer is painted, ten times, also on a machine
// a fourth as fast. Then the writer does what the first tips say, checks again, and goes on until none is left of those
// that a writer can do alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, chromium, folder] = process.argv.slice(2);
const TIMES = 10;
const ROUNDS = 12;
// What the writer knows of Hedlunda, which does not exist.
const KNOWN = {
  "telefonnummer": "031-390 06 10", "telefonnummer eller e-postadress": "031-390 06 10", "antal": "fyra",
  "klockslag–klockslag": "9–11", "dagar klockslag–klockslag": "vardagar 8–16", "dagar och klockslag": "vardagar klockan 9–11",
  "vardagar klockslag–klockslag": "vardagar 8–16", "helger klockslag–klockslag": "helger 8–16", "belopp": "412",
  "kommunens namn": "Hedlunda", "årets maxtaxa": "2 660", "årtal": "2026", "år": "2026", "gatuadress": "Provgatan 1",
  "ort": "Hedlunda", "adress": "Provgatan 1, 123 45 Hedlunda", "e-postadress": "hemtjanst@hedlunda.test",
};
const draft = readFileSync(new URL("../self_check/kontakt.html", import.meta.url), "utf8");
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });

const picture = async (name, at) => {
  if (!folder) return;
  if (at) await page.$eval(at, (element) => element.scrollIntoView());
  await page.screenshot({ path: join(folder, `sjalvkoll-${name}.png`) });
};
const paste = (html) =>
  page.evaluate((html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "");
    const target = document.getElementById("redigera");
    target.focus();
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, html);

// Presses the button and gives the milliseconds until the answer is painted.
async function press(button) {
  const pressed = await page.$eval(button, () => performance.timeOrigin + performance.now());
  await Promise.all([page.waitForNavigation(), page.click(button)]);
  const painted = await page.evaluate(async () => {
    for (;;) {
      const [first] = performance.getEntriesByName("first-contentful-paint");
      if (first) return performance.timeOrigin + first.startTime;
      await new Promise(requestAnimationFrame);
    }
  });
  return painted - pressed;
}

async function seconds(slower) {
  const client = await page.createCDPSession();
  await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const all = [];
  for (let time = 0; time < TIMES; time += 1) {
    await page.goto(`${address}sjalvkoll`);
    await paste(draft);
    all.push(await press("form.sjalvkoll .knapp"));
  }
  await client.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  all.sort((a, b) => a - b);
  const told = (ms) => (ms / 1000).toFixed(2);
  console.log(`paste to painted answer, ${slower} × slower: median ${told(all[TIMES / 2])} s, slowest ${told(all[TIMES - 1])} s`);
}
await seconds(1);
await seconds(4);

await page.goto(`${address}sjalvkoll`);
await picture("1-tom");
await paste(draft);
await picture("2-inklistrat");
await press("form.sjalvkoll .knapp");
await picture("3-svar");
const told = () => page.$eval("h1", (h) => h.textContent.replace(/\s+/g, " ").trim());
console.log(await told());
for (let round = 1; round <= ROUNDS; round += 1) {
  // The ready texts of the first tips, their holes filled, where the writer would put them: last in the text.
  const lines = await page.$$eval(
    ".tips.tal",
    (tips, known) =>
      tips.flatMap((tip) =>
        [...tip.querySelectorAll(".klistra .text")].map((line) => {
          for (const hole of line.querySelectorAll(".hal")) hole.textContent = known[hole.textContent] ?? hole.textContent;
          return line.textContent;
        }),
      ),
    KNOWN,
  );
  if (lines.length === 0) break;
  const before = await told();
  await page.$eval("#redigera", (editor, lines) => {
    editor.focus();
    for (const line of lines) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      editor.append(paragraph);
    }
    editor.dispatchEvent(new InputEvent("input", { bubbles: true }));
    editor.scrollTop = editor.scrollHeight;
  }, lines);
  if (round === 1) await picture("4-andrat", "#igen");
  await press("#igen .knapp");
  if (round === 1) await picture("5-igen");
  console.log(`${round}: ${await told()}`);
  if ((await told()) === before) break;
}
await page.evaluate(() => scrollTo(0, 0));
await picture("6-klart");
await browser.close();
