// The pages of `hemkoll serve` over the demo's round, in a real browser. ./check starts both.
// Usage: node browser.mjs ADDRESS CHROMIUM CLOSED
// CLOSED: the same round on a server that asks for a login, which NAME has with PASSWORD (below).
//
// Each page, light and dark, wide and narrow, with text twice as large and with the system's own colours: no fault by
// axe-core, nothing wider than the window, nothing in the console, no request to another host. What is printed is so long
// and no wider than the paper. Then the journeys: by
// keyboard alone, without script, from one language to the other, and a draft pasted from each of three editors, mended
// and checked again.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, chromium, closed] = process.argv.slice(2);
const [name, password] = ["Anna Alm", "fyra gula ord här"];
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
  ["pensionarsrad/hedlunda.html", 200],
  ["sjalvkoll", 200],
  ["finns-inte", 404],
  ["seminarium/", 200],
  ["seminarium/granskning", 200],
  ...["fraga", "sidan", "svaret", "andra", "fore", "efter", "gissa", "facit"].map((scene) => [`seminarium/5/1/${scene}`, 200]),
  ["seminarium/5/slut", 200],
  ["seminarium/5/manus", 200],
  ["seminarium/tips", 200],
  ["sparat/hedlunda/finns-inte", 404],
  ["logga-in", 200],
];
// The same templates with other words: looked at wide and light, narrow and dark.
const english = [
  ["en/", 200],
  ["en/ranking.html?omrade=kontakt&ordning=namn", 200],
  ["en/ranking.html?lan=zzz", 400],
  ["en/kommun/hedlunda.html", 200],
  ["en/kommun/granvadet.html", 200],
  ["en/regler/kontakt-telefontid.html", 200],
  ["en/regler/tillganglighet.html", 200],
  ["en/granskas.html", 200],
  ["en/finns-inte", 404],
  ["en/logga-in", 200],
];
const looks = [
  { width: 1280, scheme: "light", english: true },
  { width: 1280, scheme: "dark" },
  { width: 640, scheme: "light" }, // 1280 at 200 per cent
  { width: 320, scheme: "light" },
  { width: 320, scheme: "dark", english: true },
  { width: 1280, scheme: "light", text: "250%" }, // our text at 200 per cent
  { width: 1280, scheme: "light", forced: "active" },
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
async function tab(where, base = address) {
  const page = await browser.newPage();
  await page.setCacheEnabled(false);
  page.on("console", (message) => {
    // The browser itself says that the page was a 404; the pages that shall be one are asked for as such.
    const about = message.location().url;
    const own = message.text().startsWith("Failed to load resource") && (about === page.url() || about === `${base}logga-in`);
    if (["error", "warn"].includes(message.type()) && !own) fault(where(), `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(where(), `script: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) fault(where(), `asks ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      fault(where(), `${response.url()} answers ${response.status()}`);
    }
  });
  return page;
}

// What axe-core says of the page as it is, all of it open, and whether it is wider than the window.
async function inspect(page, where) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, `${wide} px wider than the window`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) fault(where, `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
}

// Our stored copy of a page. Its sandbox stops scripts, so also axe-core: the same text is looked at without its policy.
async function storedCopy() {
  const where = "stored copy";
  const answer = await fetch(`${address}sparat/hedlunda/kontakt-telefontid`);
  const policy = answer.headers.get("content-security-policy");
  if (!policy.startsWith("sandbox; default-src 'none'; style-src 'self';")) fault(where, `the policy is ${policy}`);
  const copy = await answer.text();
  const sandboxed = await browser.newPage();
  const asked = [];
  sandboxed.on("requestfinished", (request) => asked.push(request.url().slice(address.length)));
  sandboxed.on("requestfailed", (request) => fault(where, `${request.url()} is refused`));
  await sandboxed.goto(answer.url, { waitUntil: "networkidle0" });
  const meant = ["assets/blad.css", "assets/hemkoll.css", answer.url.slice(address.length)];
  if (asked.sort().join() !== meant.join()) fault(where, `asks for ${asked}`);
  await sandboxed.close();
  const page = await tab(() => where);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.isNavigationRequest()) request.respond({ contentType: "text/html; charset=utf-8", body: copy });
    else request.continue();
  });
  for (const { width, scheme } of looks.slice(0, 5)) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(answer.url);
    await inspect(page, `${where} ${width} ${scheme}`);
    const marked = await page.$eval("mark#ord-1", (mark) => getComputedStyle(mark).backgroundColor);
    if (marked === "rgba(0, 0, 0, 0)") fault(where, "the words are not marked");
  }
  await page.close();
}

// The seminar by keyboard alone, as it is shown in a video meeting: every scene fits, no name before it is opened.
async function seminar() {
  const where = "seminar";
  const page = await tab(() => `${where} ${page.url()}`);
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(`${address}seminarium/`);
  const names = await page.$$eval("#g-kommun option[value]:not([value=''])", (all) => all.map((o) => o.textContent));
  if (names.length < 5) fault(where, `only ${names.length} kommuner to choose among`);
  const press = async (key) => {
    await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
    return page.url().slice(address.length);
  };
  await tabTo(page, where, (at) => at.text === "Börja seminariet");
  await press("Enter");

  // The audit: a step at a time, then at the pace that the server gives, then paused.
  const steps = () => page.$$eval("#handelser > li:not([hidden])", (all) => all.length);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press(" ");
  await page.keyboard.press("ArrowLeft");
  if ((await steps()) !== 2) fault(where, `two steps on and one back show ${await steps()} steps`);
  await tabTo(page, where, (at) => at.id === "spelknapp");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("#handelser > li:not([hidden])").length > 4);
  await page.keyboard.press("Enter");
  const paused = await page.$eval("#spelknapp", (button) => button.textContent);
  if (paused !== "Spela") fault(where, `a pause says ”${paused}”`);
  await tabTo(page, where, (at) => at.id === "alltknapp");
  await page.keyboard.press("Enter");
  const [told, points] = await page.$eval("#handelser > li:last-child", (li) => [li.hidden, li.dataset.text]);
  if (told || (await page.$eval("#hittills", (p) => p.textContent)) !== points) fault(where, "the end is not shown");

  let at = await press("PageDown");
  const seen = [at];
  for (const key of [...Array(60).keys()].map((n) => ["PageDown", "ArrowRight", " "][n % 3])) {
    const { tall, text, heading } = await page.evaluate(() => ({
      tall: document.documentElement.scrollHeight - innerHeight,
      text: document.querySelector(".scen").innerText,
      heading: document.querySelector("h1").getBoundingClientRect().top,
    }));
    if (tall > 0) fault(at, `${tall} px taller than the screen`);
    if (heading < 0) fault(at, "the heading does not show");
    for (const name of names) if (text.includes(name)) fault(at, `${name} shows`);
    if (at.endsWith("/slut")) break;
    at = await press(key);
    seen.push(at);
  }
  if (!at.endsWith("5/slut") || seen.length < 25) fault(where, `${seen.length} scenes, the last ${at}`);
  if ((await press("PageUp")) !== seen.at(-2)) fault(where, "PageUp does not lead back");

  // The same scenes at 125 per cent: nothing that matters is below the fold or beside it.
  await page.setViewport({ width: 1024, height: 576, deviceScaleFactor: 1.25 });
  for (const scene of seen) {
    await page.goto(address + scene);
    const [tall, wide, small] = await page.evaluate(() => {
      const root = document.documentElement;
      const sizes = [...document.querySelectorAll(".scen p, .scen li, .scen a")].map((e) => parseFloat(getComputedStyle(e).fontSize));
      return [root.scrollHeight - innerHeight, root.scrollWidth - innerWidth, Math.min(...sizes)];
    });
    if (tall > 0 || wide > 0) fault(scene, `${tall} px taller and ${wide} px wider than the screen at 125 %`);
    if (small < 17) fault(scene, `text of ${small} px at 125 %`);
  }
  await page.setViewport({ width: 1280, height: 720 });

  // A kommun read while everybody looks: each page as it comes with what it answers, paused, stepped, then to its end.
  await page.goto(`${address}seminarium/`);
  await Promise.all([page.waitForNavigation(), page.click("form[action='/sjalvkoll/kommun'] .knapp")]);
  const scene = page.url();
  const state = () =>
    page.evaluate(() => ({
      steps: document.querySelectorAll("#handelser > li").length,
      shown: document.querySelectorAll("#handelser > li:not([hidden])").length,
      answers: document.querySelectorAll("#handelser mark").length,
      points: document.getElementById("hittills").textContent,
      button: document.getElementById("spelknapp").textContent,
      text: document.querySelector(".scen").innerText,
    }));
  await page.waitForSelector("#handelser mark", { timeout: 90_000 });
  // By keyboard: a step that comes just then scrolls the page, and a mouse would miss the button.
  await page.focus("#spelknapp");
  await page.keyboard.press("Enter");
  const early = await state();
  if (!(await page.$("#spela[data-laser]")) || (await page.$(".slutpoang"))) fault(where, "the first answer comes when all is read");
  if (early.points === "0" || early.button !== "Spela") fault(where, `a pause shows ${early.points} points and ”${early.button}”`);
  if (!early.text.includes("hittills")) fault(where, "the points so far are not said to be so far");
  await page.click("#stegknapp");
  await page.waitForFunction((count) => document.querySelectorAll("#handelser > li").length > count, {}, early.steps);
  await page.waitForFunction(() => document.getElementById("spelknapp").textContent === "Spela");
  const stepped = await state();
  if (stepped.shown !== early.shown + 1) fault(where, `one step on shows ${stepped.shown - early.shown} more`);
  await page.keyboard.press("ArrowLeft");
  if ((await state()).shown !== early.shown) fault(where, "one step back does not lead back");
  await page.select("#takt", "10");
  await page.click("#alltknapp");
  await page.waitForSelector("#handelser .slutpoang", { timeout: 90_000 });
  await page.waitForFunction(() => document.getElementById("spelknapp").textContent === "Spela");
  const late = await state();
  if (late.shown !== late.steps || !(late.answers > early.answers)) fault(where, `in the end ${late.shown} of ${late.steps} steps show`);
  for (const name of names) if (early.text.includes(name) || late.text.includes(name)) fault(where, `${name} shows while it is read`);
  await inspect(page, "seminar, a kommun read");
  const [words, title] = await page.$eval(".traff", (hit) =>
    [".ord", "h3"].map((part) => hit.querySelector(part).getBoundingClientRect().toJSON()));
  if (words.top < title.bottom || words.left !== title.left || title.width < 300) fault(where, "the words do not stand below their question");
  // The same address tells it again, when it has been read.
  await page.goto(scene);
  const live = await page.$eval(".nar", (p) => p.textContent);
  if (!live.startsWith("Läst alldeles nyss")) fault(where, `a kommun that was just read says ”${live}”`);
  await page.keyboard.press("ArrowRight");
  if ((await steps()) !== 2) fault(where, "what was just read cannot be stepped through");
  await page.click("#spelknapp");
  await page.waitForFunction(() => document.querySelectorAll("#handelser > li:not([hidden])").length > 3);

  // The notes in a window of their own: at the question that shows, and the same window for the next one.
  const popup = () => new Promise((come) => page.once("popup", come));
  await page.goto(`${address}seminarium/5/1/fraga`);
  const [notes] = await Promise.all([popup(), page.keyboard.press("m")]);
  await notes.waitForFunction(() => document.readyState === "complete" && location.hash === "#m-1");
  const speaker = await notes.evaluate(() => [document.querySelector("h1").textContent, document.querySelector("#m-1").textContent]);
  const question = await page.$eval("h1", (h) => h.textContent.trim());
  if (speaker[0] !== "Talarmanus" || !speaker[1].includes(question)) fault(where, `the notes say ${speaker}, not ${question}`);
  if (!page.url().endsWith("/fraga")) fault(where, `the screen turned to ${page.url()} when the notes opened`);
  await page.bringToFront();
  await page.goto(`${address}seminarium/5/2/svaret`);
  await page.keyboard.press("M");
  await notes.waitForFunction(() => location.hash === "#m-2");
  const windows = (await browser.pages()).filter((other) => other.url().includes("/manus")).length;
  if (windows !== 1) fault(where, `${windows} windows of notes`);
  await notes.close();

  // Full screen is kept from scene to scene.
  await page.goto(`${address}seminarium/5/1/fraga`);
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.fullscreenElement);
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => location.pathname.endsWith("/sidan") && document.querySelector(".sida"));
  if (!(await page.evaluate(() => document.fullscreenElement !== null))) fault(where, "full screen ended");
  await page.close();
}

async function look() {
  let where = "";
  const page = await tab(() => where);
  const client = await page.createCDPSession();
  await page.goto(address);
  const lan = await page.$eval('a[href^="lan/"]', (a) => a.getAttribute("href"));
  pages.push([lan, 200], [lan.replace("lan/", "faktablad/"), 200]);
  english.push([`en/${lan}`, 200], [`en/${lan.replace("lan/", "faktablad/")}`, 200]);
  for (const look of looks) {
    const { width, scheme, text, forced = "none" } = look;
    await page.setViewport({ width, height: 900 });
    const features = [{ name: "prefers-color-scheme", value: scheme }, { name: "forced-colors", value: forced }];
    await client.send("Emulation.setEmulatedMedia", { features });
    for (const [path, status] of look.english ? [...pages, ...english] : pages) {
      where = `/${path} ${Object.values(look).join(" ")}`;
      const answer = await page.goto(address + path);
      if (answer.status() !== status) fault(where, `answers ${answer.status()}, not ${status}`);
      if (text) await page.evaluate((text) => (document.documentElement.style.fontSize = text), text);
      await inspect(page, where);
    }
  }
  await page.close();
}

// On paper: how many A4 pages at most, and nothing wider than they are.
const papers = [
  ["granskas.html", 2],
  ["en/granskas.html", 2],
  ["pensionarsrad/hedlunda.html", 2],
  ["ranking.html", 3],
  ["seminarium/tips", 4],
  ["kommun/hedlunda.html", 16],
  ["kommun/granvadet.html", 16],
];
async function onPaper() {
  const page = await tab(() => "paper");
  await page.goto(address);
  const lan = await page.$eval('a[href^="lan/"]', (a) => a.getAttribute("href").replace("lan/", "faktablad/"));
  await page.setViewport({ width: 658, height: 950 }); // A4 within its margins
  for (const [path, most] of [...papers, [lan, 2], [`en/${lan}`, 2]]) {
    await page.goto(address + path);
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const count = pdf.match(/\/Type \/Page\b/g).length;
    if (count > most) fault(path, `${count} pages on paper, ${most} at most`);
    await page.emulateMediaType("print");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fault(path, `${wide} px wider than the paper`);
    await page.emulateMediaType(null);
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

// Who has an account reads what is not published, by keyboard alone: sent to the login page, wrong once, and back to what
// she asked for. When she has left, the way back shows nothing.
async function logIn() {
  const where = "logging in";
  const page = await tab(() => where, closed);
  await page.setViewport({ width: 320, height: 800 });
  await page.goto(`${closed}kommun/hedlunda.html`);
  if (!page.url().startsWith(`${closed}logga-in?till=`)) fault(where, `a stranger is led to ${page.url()}`);
  const enter = async (password) => {
    await tabTo(page, where, (at) => at.id === "namn");
    await page.keyboard.type(name); // what stands there is marked, and replaced
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await enter("fem gula ord här");
  await inspect(page, `${where}, wrong`);
  const [title, kept, empty] = await page.evaluate(() => [
    document.title, document.getElementById("namn").value, document.getElementById("losenord").value,
  ]);
  if (!title.startsWith("Fel: ") || kept !== name || empty !== "") fault(where, `”${title}” keeps ”${kept}” and ”${empty}”`);
  await enter(password);
  if (page.url() !== `${closed}kommun/hedlunda.html`) fault(where, `it leads to ${page.url()}`);
  await tabTo(page, where, (at) => at.text === "Inloggning");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await inspect(page, `${where}, logged in`);
  await tabTo(page, where, (at) => at.text === "Logga ut");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.goto(`${closed}kommun/hedlunda.html`);
  if (!page.url().includes("/logga-in")) fault(where, "who has left still reads");
  await page.goBack();
  if ((await page.evaluate(() => document.body.innerText)).includes("Hedlunda")) fault(where, "the way back still shows it");
  await page.close();
}

// A newcomer searches in English, opens a question, and goes on in Swedish at the same place.
async function fromEnglish() {
  const where = "from English";
  const page = await tab(() => where);
  await page.goto(`${address}en/`);
  await page.type("#sokord", "xyz");
  await page.keyboard.press("Enter");
  const said = await page.$eval("#soksvar", (status) => status.textContent);
  if (!said.startsWith("No municipality is called “xyz”.")) fault(where, `the search says ”${said}”`);
  await page.$eval("#sokord", (field) => (field.value = "Hedlunda"));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!page.url().endsWith("/en/kommun/hedlunda.html")) fault(where, `the search led to ${page.url()}`);
  await page.evaluate(() => (location.hash = "f-kontakt-telefontid"));
  // In a narrow window the menu is behind its button.
  await page.setViewport({ width: 375, height: 700 });
  const tall = await page.$eval(".topp", (top) => top.offsetHeight);
  if (tall > 70) fault(where, `the top of the page is ${tall} px`);
  await page.focus(".meny > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, where, (at) => at.id === "sprak");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const at = new URL(page.url());
  if (at.pathname !== "/kommun/hedlunda.html" || at.hash !== "#f-kontakt-telefontid") fault(where, `led to ${at}`);
  const [lang, open] = await page.$eval("#f-kontakt-telefontid", (q) => [document.documentElement.lang, q.closest("details").open]);
  if (lang !== "sv" || !open) fault(where, `the page is in ${lang}, the question open: ${open}`);
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
  await page.goto(`${address}seminarium/granskning`);
  const [hidden, controls] = await page.$eval("#spela", (box) => [
    box.querySelectorAll("#handelser > li[hidden]").length, !box.querySelector("#reglage").hidden,
  ]);
  if (hidden > 0 || controls) fault(where, `the audit hides ${hidden} steps`);
  await page.close();
}

// What an editor puts on the clipboard, pasted where the focus is.
const clip = (name) => readFileSync(new URL(`urklipp/${name}.html`, import.meta.url), "utf8");
const paste = (page, html) =>
  page.evaluate((html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "utan rubriker");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }, html);

const seen = async (page, where) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, `${wide} px wider than the window`);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) fault(where, `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
};

// A communicator pastes a draft, reads what is missing, mends it and checks again: by keyboard alone.
async function draftByKeyboard() {
  const where = "draft by keyboard";
  const page = await tab(() => where);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${address}sjalvkoll`);
  await tabTo(page, where, (at) => at.id === "redigera");
  await paste(page, clip("prosemirror"));
  await tabTo(page, where, (at) => at.text === "Kontrollera texten");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const told = () => page.$eval("h1", (h) => Number(/på (\d+)/.exec(h.textContent)?.[1]));
  const before = await told();
  const missing = await page.$$eval(".tips h3", (all) => all.map((h) => h.textContent));
  if (!missing.some((tip) => tip.includes("klockslag"))) fault(where, `the times are not missed: ${missing.slice(0, 3)}`);
  const marked = await page.$$eval(".blad mark", (all) => all.map((m) => m.textContent).join(" "));
  if (!marked.includes("överklaga")) fault(where, `the answers are not marked: ${marked}`);
  if (!(await page.$(".blad h4"))) fault(where, "the headings of the editor are lost");
  await seen(page, where);
  await tabTo(page, where, (at) => at.id === "redigera");
  await page.keyboard.down("Control");
  await page.keyboard.press("End");
  await page.keyboard.up("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Vi svarar i telefon vardagar klockan 9–11.");
  await tabTo(page, where, (at) => at.text === "Kontrollera igen");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const after = await told();
  if (!(after > before)) fault(where, `${before} answers before, ${after} after`);
  const changed = await page.$eval(".andrat", (box) => box.textContent);
  if (!changed.includes("Kan jag se när jag kan ringa?")) fault(where, `the change is told as ${changed}`);
  await page.close();
}

// Clipboards of other editors: lists stay lists, pictures without words are faults, nothing runs. At 320 px.
async function otherEditors() {
  for (const [name, items, image] of [["word", 3, false], ["tinymce", 3, true]]) {
    const where = `pasted from ${name}`;
    const page = await tab(() => where);
    await page.setViewport({ width: 320, height: 800 });
    await page.goto(`${address}sjalvkoll`);
    await page.focus("#redigera");
    await paste(page, clip(name));
    if (await page.$("#redigera [style], #redigera [class], #redigera style")) fault(where, "the editor's form came along");
    await Promise.all([page.waitForNavigation(), page.click("form.sjalvkoll .knapp")]);
    const shown = await page.$$eval(".blad li", (all) => all.map((li) => li.textContent));
    if (shown.length !== items || shown.some((li) => li.startsWith("·"))) fault(where, `the list became ${shown}`);
    const told = await page.$$eval(".tips h3", (all) => all.map((h) => h.textContent));
    if (told.includes("Bilden saknar beskrivning") !== image) fault(where, `the picture: ${told}`);
    await seen(page, where);
    await page.close();
  }
}

// A kommun's whole hemtjänst part: read while one waits, with the steps as they come, or without script by a link.
async function wholeKommun(script) {
  const where = script ? "a whole kommun" : "a whole kommun without script";
  const page = await tab(() => where);
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: 320, height: 800 });
  await page.goto(`${address}sjalvkoll`);
  await page.select("#hela-kommun", await page.$eval("#hela-kommun option:nth-child(2)", (option) => option.value));
  await Promise.all([page.waitForNavigation(), page.click("form[action='/sjalvkoll/kommun'] .knapp")]);
  if (script) {
    // The page turns into the answer by itself.
    await page.waitForSelector("article.svaret", { timeout: 90_000 });
    await seen(page, where);
  } else {
    for (let looked = 0; looked < 120 && (await page.$("#lasning")); looked++) {
      await new Promise((later) => setTimeout(later, 500));
      await Promise.all([page.waitForNavigation(), page.click("#lasning + .knapprad a")]);
    }
  }
  const heading = await page.$eval("h1", (h) => h.textContent);
  if (!/svarar på \d+\sav\s\d+ frågor/.test(heading)) fault(where, `it ends with ${heading}`);
  await page.close();
}

// The same without script: a text in the field, another kind of page, an error that says what to do.
async function draftWithoutScript() {
  const where = "draft without script";
  const page = await tab(() => where);
  await page.setJavaScriptEnabled(false);
  await page.goto(`${address}sjalvkoll`);
  await page.type("#text", "Avgifter\n\nDet mesta du betalar i månaden är 2 660 kronor (maxtaxan 2026).");
  await page.select("#sida", "avgifter");
  await Promise.all([page.waitForNavigation(), page.click("form.sjalvkoll .knapp")]);
  const heading = await page.$eval("h1", (h) => h.textContent);
  if (!heading.includes("som en senior ställer här")) fault(where, `the answer says ”${heading}”`);
  const kept = await page.$eval("#text", (field) => field.value);
  if (!kept.includes("2 660 kronor")) fault(where, "the text is lost");
  await page.close();
}

let broken = "";
try {
  await look();
  await onPaper();
  await byKeyboard();
  await logIn();
  await fromEnglish();
  await withoutScript();
  await storedCopy();
  await seminar();
  await draftByKeyboard();
  await otherEditors();
  await wholeKommun(true);
  await wholeKommun(false);
  await draftWithoutScript();
} catch (error) {
  broken = String(error);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
if (broken) fault("the test itself", broken);
for (const line of faults) console.error(line);
console.log(`${pages.length + english.length + 2} pages in ${looks.length} looks, eleven journeys: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
