// How long npm's mjml takes to write to N readers, beside `cargo bench --bench newsletter`.
//
// One MJML of 30 KB with fields, in two ways: merged and rendered for each reader, as most merge programs do, and rendered
// once with the fields left in the HTML and merged there, which is the best that can be made of mjml. CPU time per reader.
//
// Usage: node peer.mjs NEWSLETTER.mjml READERS     (an MJML written by src/render/email/tests/peer.rs)

import { readFileSync } from "node:fs";
import mjml from "mjml";

const LEAST = 30_000;
// The sample reader's first name, as it stands in the samples of the five languages.
const SAMPLE = /Camille|Alex|Robin|نور|ひかり/g;
const [file, count = "200"] = process.argv.slice(2);
const readers = Number.parseInt(count, 10);

/** The newsletter with a field where the sample's name stood, its sections repeated until it weighs 30 KB. */
function template(source) {
  const section = source.slice(source.lastIndexOf("<mj-section", source.lastIndexOf("<mj-section") - 1), source.lastIndexOf("<mj-section"));
  const greeting = '<mj-section><mj-column><mj-text>{{first_name}}, {{site}}</mj-text></mj-column></mj-section>';
  let out = source.replace(SAMPLE, "{{first_name}}").replace("</mj-body>", `${greeting}</mj-body>`);
  while (Buffer.byteLength(out) < LEAST) out = out.replace("</mj-body>", `${section}</mj-body>`);
  return out;
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
const merge = (text, values) => text.replace(/\{\{(\w+)\}\}/g, (_, key) => escape(values[key] ?? ""));
const reader = (i) => ({ first_name: `Anne-Marie O'Neill ${i}`, site: ["Lyon", "Berlin", "Montréal"][i % 3] });

async function timed(title, times, write) {
  const before = process.cpuUsage();
  let bytes = 0;
  for (let i = 0; i < times; i++) bytes += Buffer.byteLength(await write(reader(i)));
  const used = process.cpuUsage(before);
  const each = (used.user + used.system) / times;
  console.log(`${title}: ${each.toFixed(1)} µs CPU a reader, ${times} readers, ${Math.round(bytes / times / 1000)} kB of HTML each`);
}

const source = template(readFileSync(file, "utf8"));
const options = { fonts: {}, validationLevel: "skip" };
const render = async (text) => (await mjml(text, options)).html;
console.log(`${file}: ${Buffer.byteLength(source)} bytes of MJML`);
for (let i = 0; i < 5; i++) await render(merge(source, reader(i)));
await timed("merged, then rendered by mjml", readers, (values) => render(merge(source, values)));
const once = await render(source);
await timed("rendered once by mjml, then merged", readers * 50, async (values) => merge(once, values));
console.log(`largest resident set: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
