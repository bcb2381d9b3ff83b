// No newsletter uses what a mail program does not know, but for what MJML itself writes.
//
// npm's caniemail looks up every element, attribute and declaration. Its errors may be those of clients.json alone, and
// each entry there must be one that MJML's own output for scaffolding.mjml brings too: nothing of ours can hide in the
// list. An entry that no newsletter needs any more is a problem as well.
//
// Usage: node clients.mjs BUILD_FOLDER…          (with --write: writes the entries, keeping the reasons)

import { readFileSync, writeFileSync } from "node:fs";
import { caniemail, rawData } from "caniemail";
import mjml from "mjml";
import { conclude, letters } from "./letters.mjs";

const CLIENTS = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "thunderbird.*", "samsung-email.*"];
const LIST = new URL("clients.json", import.meta.url);

/** Feature to the clients that do not know it. */
function unknown(html) {
  // Pictures are parts of the mail; in the web version they stand in the page.
  const mailed = html.replace(/src="data:[^"]*"/g, 'src="cid:picture"');
  const found = new Map();
  for (const [client, issues] of caniemail({ clients: CLIENTS, html: mailed }).issues.errors) {
    for (const { title } of issues) found.set(title, (found.get(title) ?? new Set()).add(client));
  }
  return found;
}

/** The package refuses features that nobody has tried in a client: there it is not known, which is no error. */
function fill() {
  for (const { stats } of rawData.data) {
    for (const [client, platforms] of Object.entries({ thunderbird: ["macos"], "samsung-email": ["android"], outlook: ["windows", "windows-mail", "macos", "ios", "android"], gmail: ["desktop-webmail", "ios", "android", "mobile-webmail"], "apple-mail": ["macos", "ios"], yahoo: ["desktop-webmail", "ios", "android"] })) {
      stats[client] ??= {};
      for (const platform of platforms) {
        if (Object.keys(stats[client][platform] ?? {}).length === 0) stats[client][platform] = { 0: "u" };
      }
    }
  }
}

fill();
const folders = process.argv.slice(2).filter((argument) => argument !== "--write");
const { html } = await mjml(readFileSync(new URL("scaffolding.mjml", import.meta.url), "utf8"));
const scaffolding = unknown(html);
const all = letters(folders);
const used = new Map();
for (const letter of all) {
  for (const [feature, clients] of unknown(letter.html)) {
    const entry = used.get(feature) ?? { clients: new Set(), letter };
    clients.forEach((client) => entry.clients.add(client));
    used.set(feature, entry);
  }
}

let listed = JSON.parse(readFileSync(LIST, "utf8"));
if (process.argv.includes("--write")) {
  const entries = [...used].filter(([feature]) => scaffolding.has(feature)).sort(([a], [b]) => (a < b ? -1 : 1));
  listed = Object.fromEntries(entries.map(([feature, { clients }]) => [feature, { clients: [...clients].sort(), reason: listed[feature]?.reason ?? "" }]));
  writeFileSync(LIST, `${JSON.stringify(listed, null, 2)}\n`);
}

const problems = [];
for (const [feature, { clients, letter }] of used) {
  const unlisted = [...clients].filter((client) => !listed[feature]?.clients.includes(client));
  if (unlisted.length > 0) problems.push(`${letter.shown}: \`${feature}\` is not known to ${unlisted.join(", ")}`);
}
for (const [feature, { reason }] of Object.entries(listed)) {
  if (!used.has(feature)) problems.push(`clients.json: \`${feature}\` is not needed any more`);
  if (!scaffolding.has(feature)) problems.push(`clients.json: \`${feature}\` is not MJML's own`);
  if (!reason) problems.push(`clients.json: \`${feature}\` has no reason`);
}
conclude("clients", problems, `${all.length} newsletters, ${used.size} features of MJML's own that some clients do not know`);
