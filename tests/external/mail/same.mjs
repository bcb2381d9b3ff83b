// The same MJML by npm's mjml and by ours: one tree of elements, attributes and declarations.
//
// Both are compared as two readers see them: Outlook, which reads what stands in conditional comments, and everybody else.
// Order of attributes, of declarations and of classes, and white space between elements, do not count. What differs must
// be explained by an entry of differences.json (a pattern and a reason); an entry that nothing matches is a problem too.
//
// Usage: node same.mjs FOLDER     with NAME.mjml and NAME.html (see src/render/email/tests/peer.rs)

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import mjml from "mjml";
import { parse } from "parse5";
import { conclude } from "./letters.mjs";

const EXPLAINED = JSON.parse(readFileSync(new URL("differences.json", import.meta.url), "utf8"));

/** The HTML as Outlook for Windows reads it. */
function outlook(html) {
  return html
    .replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, "")
    .replace(/<!--\[if [^\]]*\]>/g, "")
    .replace(/<!\[endif\]-->/g, "");
}

/** `a: b; c: d` as sorted `property: value`, white space aside. */
function declarations(style) {
  const parts = style.split(/;(?![^(]*\))/).map((part) => part.trim().replace(/\s*:\s*/, ": ").replace(/\s+/g, " "));
  return parts.filter(Boolean).sort();
}

/** The rules of a style sheet, one to a line; those of an at-rule bear its name. */
function rules(css) {
  const found = [];
  const flat = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/<!--|-->/g, "").replace(/\s+/g, " ");
  const read = (text, around) => {
    for (let at = 0; at < text.length; ) {
      const open = text.indexOf("{", at);
      if (open < 0) return;
      let depth = 1;
      let end = open + 1;
      for (; end < text.length && depth > 0; end++) depth += text[end] === "{" ? 1 : text[end] === "}" ? -1 : 0;
      const name = text.slice(at, open).trim().replace(/\s*([,>:()])\s*/g, "$1");
      const body = text.slice(open + 1, end - 1);
      if (body.includes("{")) read(body, `${around}${name} `);
      else found.push(`${around}${name} { ${declarations(body).join("; ")} }`);
      at = end;
    }
  };
  read(flat, "");
  return found;
}

/** A tree without what does not count. */
function tree(node) {
  const attributes = {};
  for (const { name, value } of node.attrs ?? []) {
    if (name === "style") attributes.style = declarations(value);
    else if (name === "class") attributes.class = value.split(/\s+/).filter(Boolean).sort().join(" ");
    else attributes[name] = value.trim();
  }
  const children = [];
  for (const child of node.childNodes ?? []) {
    if (child.nodeName === "#text") {
      const text = child.value.replace(/[ \t\r\n]+/g, " ").trim();
      if (text) children.push({ text });
    } else if (child.nodeName !== "#comment" && child.nodeName !== "#documentType") {
      children.push(tree(child));
    }
  }
  if (node.nodeName === "style") {
    const css = (node.childNodes ?? []).map((child) => child.value).join("");
    return { name: "style", attributes, children: [], rules: rules(css) };
  }
  return { name: node.nodeName, attributes, children };
}

/** The style sheets at the head as one list of rules: how many elements hold them does not count. */
function gathered(root) {
  const sheet = [];
  const visit = (node) => {
    node.children = (node.children ?? []).filter((child) => {
      if (child.name !== "style") return true;
      sheet.push(...child.rules);
      return false;
    });
    node.children.forEach(visit);
  };
  visit(root);
  return { root, sheet };
}

/** What differs between theirs and ours, as lines `PLACE: what`. */
function differences(theirs, ours, place, out) {
  const say = (what) => out.push(`${place}: ${what}`);
  for (const key of new Set([...Object.keys(theirs.attributes ?? {}), ...Object.keys(ours.attributes ?? {})])) {
    const [a, b] = [theirs.attributes[key], ours.attributes[key]];
    if (key === "style") {
      for (const one of a ?? []) if (!(b ?? []).includes(one)) say(`style: mjml has ${one}`);
      for (const one of b ?? []) if (!(a ?? []).includes(one)) say(`style: ours has ${one}`);
    } else if (a !== b) {
      say(`${key}: mjml has ${JSON.stringify(a)}, ours ${JSON.stringify(b)}`);
    }
  }
  const [a, b] = [theirs.children ?? [], ours.children ?? []];
  const label = (node) => (node.text === undefined ? `<${node.name}>` : JSON.stringify(node.text.slice(0, 60)));
  for (let i = 0, j = 0; i < a.length || j < b.length; i++, j++) {
    const same = (x, y) => x && y && (x.text === undefined ? x.name === y.name : x.text === y.text);
    if (same(a[i], b[j])) {
      if (a[i].text === undefined) differences(a[i], b[j], `${place} ${a[i].name}`, out);
    } else if (same(a[i + 1], b[j])) {
      say(`mjml has ${label(a[i])}${JSON.stringify(a[i].attributes ?? "")}`);
      j--;
    } else if (same(a[i], b[j + 1])) {
      say(`ours has ${label(b[j])}${JSON.stringify(b[j].attributes ?? "")}`);
      i--;
    } else {
      say(`mjml has ${a[i] ? label(a[i]) : "nothing"}, ours ${b[j] ? label(b[j]) : "nothing"}`);
    }
  }
}

function compare(theirs, ours) {
  const [a, b] = [theirs, ours].map((html) => gathered(tree(parse(html))));
  const out = [];
  for (const rule of a.sheet) if (!b.sheet.includes(rule)) out.push(`sheet: mjml has ${rule}`);
  for (const rule of b.sheet) if (!a.sheet.includes(rule)) out.push(`sheet: ours has ${rule}`);
  differences(a.root, b.root, "", out);
  return out;
}

const folder = process.argv[2];
const names = readdirSync(folder).filter((name) => name.endsWith(".mjml")).map((name) => name.replace(/\.mjml$/, ""));
const patterns = EXPLAINED.map(({ pattern, reason }) => ({ pattern: new RegExp(pattern), reason, matched: 0 }));
const problems = names.length === 0 ? [`no MJML in ${folder}`] : [];
for (const name of names) {
  const source = readFileSync(join(folder, `${name}.mjml`), "utf8");
  const { html, errors } = await mjml(source, { fonts: {}, validationLevel: "soft" });
  const ours = readFileSync(join(folder, `${name}.html`), "utf8");
  problems.push(...errors.map((error) => `${name}: mjml says: ${error.formattedMessage ?? error.message}`));
  for (const [reader, seen] of [["everybody", (html) => html], ["Outlook", outlook]]) {
    for (const difference of new Set(compare(seen(html), seen(ours)))) {
      const known = patterns.find(({ pattern }) => pattern.test(difference));
      if (known) known.matched++;
      else problems.push(`${name}, ${reader}: ${difference}`);
    }
  }
}
for (const { pattern, matched } of patterns) if (matched === 0) problems.push(`differences.json: ${pattern} matches nothing`);
const explained = patterns.reduce((sum, { matched }) => sum + matched, 0);
conclude("mjml", problems, `${names.length} newsletters, ${explained} differences of ${patterns.length} explained kinds`);
