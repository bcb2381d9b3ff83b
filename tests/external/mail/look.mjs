// Newsletters in a real browser: a phone's width and a desk's, by day and by night, with and without the style sheet.
//
// Nothing may be wider than the screen, no text may be cut or lie outside it, every picture must load, and axe-core may
// find nothing serious or critical. Some mail programs drop the style sheet (Gmail for accounts that are not Google's):
// the letter must hold without it too. Screenshots are written for people to look at.
//
// Usage: node look.mjs SHOTS_FOLDER BUILD_FOLDER…

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { conclude, letters } from "./letters.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = JSON.parse(readFileSync(new URL("axe-rules.json", import.meta.url), "utf8"));
const VIEWS = [
  { name: "375-light", width: 375, scheme: "light" },
  { name: "375-dark", width: 375, scheme: "dark" },
  { name: "375-bare", width: 375, scheme: "light", bare: true },
  { name: "700-light", width: 700, scheme: "light" },
  { name: "700-dark", width: 700, scheme: "dark" },
];

/** Runs in the page: what is wider than the screen, cut, or not loaded. */
function misplaced(width) {
  const found = [];
  const scroll = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (scroll > width) found.push(`scrolls sideways: ${scroll} px in ${width}`);
  const hides = (style) => [style.overflowX, style.overflowY].some((value) => value !== "visible");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const parent = node.parentElement;
    // What inboxes show beside the subject is not displayed; a visibility check leaves it out.
    if (!text || ["STYLE", "SCRIPT", "TITLE"].includes(parent.tagName) || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
    if (lines > 3 && text.length / lines < 2.5) found.push(`broken letter by letter: "${text.slice(0, 60)}"`);
    for (const box of range.getClientRects()) {
      if (box.width === 0) continue;
      if (box.left < -0.5 || box.right > width + 0.5) {
        found.push(`outside the screen (${Math.round(box.left)} to ${Math.round(box.right)}): "${text.slice(0, 60)}"`);
        break;
      }
      const around = [];
      for (let element = parent; element !== document.body && element; element = element.parentElement) {
        if (hides(getComputedStyle(element))) around.push(element.getBoundingClientRect());
      }
      const within = (edge) => box.left >= edge.left - 1 && box.right <= edge.right + 1 && box.top >= edge.top - 3 && box.bottom <= edge.bottom + 3;
      if (!around.every(within)) {
        found.push(`cut: "${text.slice(0, 60)}"`);
        break;
      }
    }
  }
  for (const picture of document.images) {
    if (!picture.complete || picture.naturalWidth === 0) found.push(`a picture does not load: ${picture.src.slice(0, 60)}`);
  }
  return found;
}

async function audit(page) {
  await page.evaluate(AXE);
  const rules = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, { enabled: false }]));
  const result = await page.evaluate((rules) => axe.run(document, { rules, resultTypes: ["violations"] }), rules);
  const grave = result.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  return grave.flatMap(({ id, nodes }) =>
    nodes.map((node) => {
      const data = node.any[0]?.data;
      const colours = data?.contrastRatio ? ` ${data.fgColor} on ${data.bgColor} is ${data.contrastRatio}:1` : "";
      return `${id}:${colours} ${node.html.slice(0, 160)}`;
    }),
  );
}

async function view(page, letter, { name, width, scheme, bare }, shots) {
  await page.setViewport({ width, height: 900, deviceScaleFactor: 1, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(resolve(letter.path)).href, { waitUntil: "load" });
  if (bare) await page.evaluate(() => document.querySelectorAll("style").forEach((style) => style.remove()));
  const problems = [...(await page.evaluate(misplaced, width)), ...(await audit(page))];
  await page.screenshot({ path: join(shots, `${letter.name}.${name}.png`), fullPage: true });
  return problems.map((problem) => `${letter.shown} at ${name}: ${problem}`);
}

const [shots, ...folders] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
const problems = [];
const found = letters(folders);
try {
  const page = await browser.newPage();
  page.on("request", (request) => /^https?:/.test(request.url()) && problems.push(`${page.url()} fetches ${request.url()}`));
  for (const letter of found) {
    for (const each of VIEWS) problems.push(...(await view(page, letter, each, shots)));
  }
} finally {
  await browser.close();
}
conclude("browser", problems, `${found.length} newsletters in ${VIEWS.length} views, screenshots in ${shots}`);
