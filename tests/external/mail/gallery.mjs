// The gallery in a real browser, from disk, with the network off: filters, search, keyboard, dialog, frames.
//
// No request but for files, no error on the console, nothing serious or critical from axe-core by day and by night, nothing
// wider than the screen. Of a page with more than a thousand pieces the filters answer within two seconds of its opening.
// Screenshots are written for people to look at.
//
// Usage: node gallery.mjs SHOTS_FOLDER OUTPUT_FOLDER LARGE_OUTPUT_FOLDER

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { conclude } from "./letters.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [shots, output, large] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const problems = [];
const must = (holds, fact) => holds || problems.push(fact);
const manifest = (folder) => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")).artefacts;
const address = (folder, name = "index.html") => pathToFileURL(resolve(folder, name)).href;

async function audit(page, where) {
  await page.evaluate(AXE);
  const result = await page.evaluate(() => axe.run(document, { iframes: false, preload: false, resultTypes: ["violations"] }));
  for (const { id, impact, nodes } of result.violations.filter(({ impact }) => ["serious", "critical"].includes(impact))) {
    problems.push(`${where}: axe ${impact} ${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 140)} ${any[0]?.message ?? ""}`).join(" | ")}`);
  }
}

// Counted in the page: a handle to each of a thousand cards takes longer than the page itself.
const shown = (page) =>
  page.evaluate(() => [...document.querySelectorAll(".card:not([hidden])")].filter((card) => !card.closest(".shelf").hidden).length);
const open = (page) => page.$eval("dialog", (dialog) => dialog.open);
const until = (page, test, ...given) => page.waitForFunction(test, { timeout: 5000 }, ...given);
const focused = (page) => page.evaluate(() => document.activeElement.closest(".card")?.id ?? document.activeElement.id);

async function ready(page, folder, name, { width = 1440, scheme = "light", hash = "" } = {}) {
  await page.setViewport({ width, height: 900, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
  await page.goto("about:blank");
  await page.goto(address(folder, name) + hash, { waitUntil: "load" });
  await until(page, () => "ready" in document.documentElement.dataset);
}

async function looks(page, folder, name) {
  for (const width of [1440, 768, 375]) {
    for (const scheme of ["light", "dark"]) {
      await ready(page, folder, name, { width, scheme });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      must(wide <= width, `${name} at ${width}: scrolls sideways (${wide} px)`);
      if (width !== 768) await audit(page, `${name} ${width} ${scheme}`);
      await new Promise((done) => setTimeout(done, 400));
      await page.screenshot({ path: join(shots, `${name}.${width}.${scheme}.png`) });
      for (const view of ["calendar", "remarks"]) {
        if (!(await page.$(`[data-view=${view}]`)) || width === 768) continue;
        await page.click(`[data-view=${view}]`);
        await until(page, (view) => document.getElementById(view).classList.contains("current"), view);
        await audit(page, `${name} ${view} ${width} ${scheme}`);
        await page.screenshot({ path: join(shots, `${name}.${view}.${width}.${scheme}.png`) });
      }
    }
  }
}

async function filters(page, folder) {
  await ready(page, folder, "index.html");
  const all = await shown(page);
  const pieces = manifest(folder).filter(({ kind, renderer }) => kind === "posters" && renderer === "graphic");
  const posters = new Set(pieces.filter(({ path }) => !path.includes("/thumbnails/")).map(({ path }) => path.replace(/\.[a-z]+$/, ""))).size;
  await page.click("input[name=kind][value=posters]");
  must((await shown(page)) === posters, `${await shown(page)} posters are shown, the manifest has ${posters}`);
  const sites = await page.$$("input[name=site]:not([value='-'])");
  if (sites.length > 0) {
    const promised = await sites[0].evaluate((box) => Number(box.closest("label").querySelector(".count").textContent));
    await sites[0].click();
    must((await shown(page)) === promised, `a site promises ${promised} posters and shows ${await shown(page)}`);
    must(/kind=posters&site=/.test(page.url()), `the address does not hold the filters: ${page.url()}`);
    const kept = await shown(page);
    await page.reload({ waitUntil: "load" });
    await until(page, () => "ready" in document.documentElement.dataset);
    must((await shown(page)) === kept, "a reload forgets the filters");
  }
  const said = await page.$eval(".shown", (line) => line.textContent);
  must(said.includes(String(await shown(page))), `the live region says "${said}"`);
  await page.click(".chips button");
  if (await page.$(".clear:not([hidden])")) await page.click(".clear");
  must((await shown(page)) === all, "clearing does not bring all pieces back");
  await page.type("#search", "zzzz nothing");
  await until(page, () => !document.querySelector(".nothing").hidden);
  must((await shown(page)) === 0, "a search for nothing finds something");
  await page.click(".clear");
  const word = await page.$eval(".card h4", (title) => title.textContent.trim().split(/\s+/)[0]);
  await page.type("#search", word.normalize("NFKD").replace(/\p{M}/gu, ""));
  await until(page, (all) => document.querySelectorAll(".card:not([hidden])").length < all, all).catch(() => problems.push(`searching "${word}" narrows nothing`));
  must((await shown(page)) > 0, `searching "${word}" finds nothing`);
  await page.click(".clear");
}

async function keyboard(page, folder) {
  await ready(page, folder, "index.html");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.className === "skip"), "the first stop is not the skip link");
  await page.keyboard.press("/");
  must((await focused(page)) === "search", "/ does not lead to the search field");
  await page.focus(".card a.open");
  const first = await focused(page);
  await page.keyboard.press("Enter");
  must(await open(page), "Enter on a piece opens no dialog");
  must(page.url().includes("piece="), "the address does not name the piece");
  must(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)), "the focus is not in the dialog");
  for (let i = 0; i < 40; i++) await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement === document.body || document.querySelector("dialog").contains(document.activeElement)), "the focus leaves the dialog");
  await page.focus("#piece-title");
  const title = () => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("piece"));
  const before = await title();
  await page.keyboard.press("ArrowRight");
  must((await title()) !== before, "the right arrow does not lead on");
  await page.keyboard.press("ArrowLeft");
  must((await title()) === before, "the left arrow does not lead back");
  await page.keyboard.press("Escape");
  must(!(await open(page)), "Escape does not close the dialog");
  must((await focused(page)) === first, "the focus does not return to the piece");
}

/** Clicks on what is far down the page: on the way there, parts of it are laid out that had only an estimated height. */
async function press(page, selector) {
  await page.$eval(selector, (element) => element.scrollIntoView({ block: "center" }));
  await new Promise((done) => setTimeout(done, 500));
  await page.$eval(selector, (element) => element.scrollIntoView({ block: "center" }));
  await page.click(selector);
}

async function dialogs(page, folder) {
  for (const scheme of ["light", "dark"]) {
    await ready(page, folder, "index.html", { scheme });
    await page.click(".shelf.newsletters a.open");
    const frame = await page.waitForSelector(".window iframe");
    // What is emulated holds in frames too, whatever they are told.
    await page.emulateMediaFeatures([]);
    const inner = async () => (await frame.contentFrame()).evaluate(() => [innerWidth, getComputedStyle(document.body).backgroundColor]).catch(() => null);
    await new Promise((done) => setTimeout(done, 500));
    const size = async () => frame.evaluate((frame) => [frame.clientWidth, getComputedStyle(frame).colorScheme]);
    must((await size())[0] === 720, `the desktop frame is ${(await size())[0]} px wide`);
    const day = await inner();
    await page.click("input[value=phone] + span");
    must((await size())[0] === 375, `the phone frame is ${(await size())[0]} px wide`);
    await page.click("input[value=dark] + span");
    must((await size())[1] === "dark", "the dark frame is not dark");
    await new Promise((done) => setTimeout(done, 300));
    const night = await inner();
    if (day && night) must(day[1] !== night[1], `the newsletter looks the same by night: ${night[1]}`);
    await page.screenshot({ path: join(shots, `dialog.mail.phone.${scheme}.png`) });
    await page.click("input[value=desktop] + span");
    await page.click("input[value=light] + span");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await audit(page, `newsletter's dialog ${scheme}`);
    await page.screenshot({ path: join(shots, `dialog.mail.${scheme}.png`) });
    await page.keyboard.press("Escape");
    await press(page, ".shelf.posters a.open");
    await page.waitForSelector(".stage .picture img");
    await page.waitForFunction(() => document.querySelector(".stage .picture img").naturalWidth > 0);
    must(await page.$eval("dialog .copy", (copy) => !copy.hidden), "a poster's alternative text cannot be copied");
    await page.click("dialog .copy");
    await until(page, () => document.querySelector(".said").textContent !== "");
    await audit(page, `poster's dialog ${scheme}`);
    await new Promise((done) => setTimeout(done, 600));
    await page.screenshot({ path: join(shots, `dialog.poster.${scheme}.png`) });
    for (const href of await page.$$eval("dialog .files a", (links) => links.map((link) => link.href))) {
      must(existsSync(new URL(href)), `a file is not there: ${href}`);
    }
  }
  await ready(page, folder, "index.html", { width: 375 });
  await page.click(".shelf.newsletters a.open");
  await new Promise((done) => setTimeout(done, 600));
  await audit(page, "newsletter's dialog 375");
  await page.screenshot({ path: join(shots, "dialog.mail.375.png") });
}

async function links(page, folder) {
  await ready(page, folder, "index.html");
  const named = await page.$$eval("a[href], img[src], iframe[src], link[href]", (all) => all.map((one) => (one.href || one.src).split("#")[0]));
  for (const href of new Set(named)) if (href.startsWith("file:")) must(existsSync(new URL(href)), `the page names a file that is not there: ${href}`);
}

async function script_off(browser, folder) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(address(folder), { waitUntil: "load" });
  await page.screenshot({ path: join(shots, "no-script.png") });
  const html = await page.content();
  must(html.includes('class="no-js"'), "the page without scripts believes that it has some");
  const seen = await page.evaluate(() => [...document.querySelectorAll(".view")].every((view) => view.checkVisibility())).catch(() => true);
  must(seen, "without scripts a part of the page is hidden");
  await page.close();
}

/** Opens a large page and filters it. */
async function opening(page, folder) {
  await page.goto("about:blank");
  const start = performance.now();
  await page.goto(address(folder), { waitUntil: "domcontentloaded" });
  await until(page, () => "ready" in document.documentElement.dataset);
  const opened = performance.now() - start;
  const count = await shown(page);
  await page.click("input[name=kind][value=posters]");
  await page.evaluate(() => document.body.getBoundingClientRect());
  return { count, opened, answered: performance.now() - start };
}

async function thousand(page, folder) {
  await page.setViewport({ width: 1440, height: 900 });
  // The best of three: other work goes on beside this one.
  const rounds = [];
  for (let round = 0; round < 3; round++) rounds.push(await opening(page, folder));
  const { count, opened, answered } = rounds.sort((a, b) => a.answered - b.answered)[0];
  must(count >= 1000, `the large page has ${count} pieces only`);
  must((await shown(page)) < count, "the large page's filter does nothing");
  must(answered < 2000, `filters of ${count} pieces answer after ${Math.round(answered)} ms`);
  const spent = await page.evaluate(async () => {
    const begun = performance.now();
    const field = document.querySelector("#search");
    field.value = "a";
    field.dispatchEvent(new Event("input"));
    await new Promise((done) => setTimeout(done, 100));
    document.body.getBoundingClientRect();
    return performance.now() - begun;
  });
  must(spent < 1000, `a search of ${count} pieces takes ${Math.round(spent)} ms`);
  // No picture larger than a thumbnail is decoded in the grid.
  const sizes = await page.evaluate(() => [...document.querySelectorAll(".card img:not([src$='.svg'])")].map((image) => image.naturalWidth));
  must(Math.max(0, ...sizes) <= 560, `a picture of ${Math.max(...sizes)} px stands in the grid`);
  return `${count} pieces open in ${Math.round(opened)} ms, filters answer at ${Math.round(answered)} ms`;
}

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"] });
let speed = "";
try {
  const page = await browser.newPage();
  await page.setOfflineMode(true);
  page.on("request", (request) => /^(file|data|about|blob):/.test(request.url()) || problems.push(`a request to ${request.url()}`));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && problems.push(`console: ${message.text()} ${message.location().url ?? ""}`));
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  for (const { path } of manifest(output).filter(({ kind }) => kind === "gallery")) await looks(page, output, path);
  await filters(page, output);
  await keyboard(page, output);
  await dialogs(page, output);
  await links(page, output);
  await script_off(browser, output);
  if (large) speed = await thousand(page, large);
} finally {
  await browser.close();
}
conclude("gallery", problems, `${speed || "looked at"}, screenshots in ${shots}`);
