// The page of signatures in a real browser, opened from disk: nothing is fetched, axe-core finds nothing, nothing is wider
// than a phone, and a signature that is copied with the keyboard arrives as rich text and as plain text. Each signature
// alone stands in a page without a style sheet, as in a mail.
//
// Usage: node signatures.mjs SHOTS_FOLDER BRAND_FOLDER…

import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];

async function audit(page, what) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, impact, nodes } of violations) {
    for (const node of nodes) problems.push(`${what}: ${id} (${impact}) ${node.html.slice(0, 200)}`);
  }
}

async function copied(page, what, folder) {
  // The first button is reached and pressed with the keyboard alone.
  await page.bringToFront();
  for (let steps = 0; steps < 9; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.dataset.copy !== undefined)) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("said").textContent !== "", { timeout: 3000 });
  const said = await page.evaluate(() => {
    const said = document.getElementById("said");
    return { right: said.textContent === said.dataset.copied, id: document.activeElement.dataset.copy };
  });
  if (!said.right) problems.push(`${what}: it was not copied`);
  const held = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const of = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : "");
    return { html: await of("text/html"), plain: await of("text/plain") };
  });
  const language = what.split(".").at(-2);
  const file = (ending) => readFileSync(join(folder, `${said.id.replace("signature-", "")}.${language}.${ending}`), "utf8");
  if (held.plain.trim().replaceAll("\r", "") !== file("txt").trim()) problems.push(`${what}: other plain text: ${held.plain}`);
  if (!held.html.includes("<table")) problems.push(`${what}: no rich text: ${held.html.slice(0, 200)}`);
}

const [shots, ...folders] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
let looked = 0;
try {
  const context = browser.defaultBrowserContext();
  for (const folder of folders.map((brand) => join(resolve(brand), "signatures"))) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
      const page = await browser.newPage();
      page.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) problems.push(`${file} fetches ${request.url()}`);
      });
      page.on("pageerror", (error) => problems.push(`${file}: ${error}`));
      page.on("console", (message) => message.type() === "error" && problems.push(`${file}: ${message.text()}`));
      const address = pathToFileURL(join(folder, file)).href;
      const what = `${basename(dirname(folder))}/${file}`;
      const isPage = file.startsWith("copy.");
      // A part of a mail has neither a title nor a language of its own: it is looked at for what it shows.
      const views = isPage ? [[1280, "light"], [375, "light"], [375, "dark"]] : [[600, "light"]];
      for (const [width, scheme] of views) {
        await page.setViewport({ width, height: 900 });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(address, { waitUntil: "load" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) problems.push(`${what} is ${wide} px wide on a screen of ${width}`);
        if (isPage) await audit(page, `${what} at ${width} ${scheme}`);
        await page.screenshot({ path: join(shots, `${basename(resolve(folder, "../.."))}-${file}-${width}-${scheme}.png`), fullPage: true });
      }
      if (isPage) {
        await context.overridePermissions(address, ["clipboard-read", "clipboard-write"]).catch(() => {});
        await copied(page, what, folder);
      }
      await page.close();
      looked += 1;
    }
  }
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`signatures: ${looked} looked at, copied with the keyboard, screenshots in ${shots}`);
