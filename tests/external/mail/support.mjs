// Makes src/builtin/email/support.tsv, which mail programs do not know what, from caniemail.com's data in npm's caniemail.
//
// Of its features those are taken whose lack breaks a letter or hides a part of it; what only looks plainer without
// (rounded corners, shadows) is left out. A program counts with the last version that was tried.
//
// Usage: node support.mjs FILE            writes it
//        node support.mjs --check FILE    ends with 1 where it would be written otherwise

import { readFileSync, writeFileSync } from "node:fs";
import { rawData } from "caniemail";

/** Column of the table to the data's names. */
const PROGRAMS = {
  Gmail: ["gmail.desktop-webmail", "gmail.android", "gmail.ios"],
  "Outlook for Windows": ["outlook.windows"],
  "Outlook on the web": ["outlook.outlook-com"],
  "Outlook for Mac": ["outlook.macos"],
  "Apple Mail": ["apple-mail.macos", "apple-mail.ios"],
  "Yahoo Mail": ["yahoo.desktop-webmail", "yahoo.android", "yahoo.ios"],
  Thunderbird: ["thunderbird.macos"],
  "Samsung Email": ["samsung-email.android"],
};

/** The data's slug, what it is found by (a kind and names), and what to write instead. */
const FEATURES = [
  ["css-display-flex", "value", "display:flex display:inline-flex", "put columns side by side with `<mj-column>`"],
  ["css-display-grid", "value", "display:grid display:inline-grid", "put columns side by side with `<mj-column>`"],
  ["css-position", "value", "position:absolute position:relative position:fixed position:sticky", "let parts follow each other; nothing can lie over another in a mail"],
  ["css-inset", "property", "inset", "let parts follow each other; nothing can lie over another in a mail"],
  ["css-float", "property", "float", "put columns side by side with `<mj-column>`"],
  ["css-transform", "property", "transform rotate scale translate", "turn it in the picture itself"],
  ["css-background-image", "property", "background-image", "lay text on a colour (`background-color`), the picture above or below it"],
  ["css-linear-gradient", "function", "linear-gradient", "take one colour, or a picture"],
  ["css-radial-gradient", "function", "radial-gradient", "take one colour, or a picture"],
  ["css-conic-gradient", "function", "conic-gradient", "take one colour, or a picture"],
  ["css-object-fit", "property", "object-fit", "cut the picture to its shape"],
  ["css-clip-path", "property", "clip-path", "cut the picture to its shape"],
  ["css-mask-image", "property", "mask mask-image", "cut the picture to its shape"],
  ["css-filter", "property", "filter", "change the picture itself"],
  ["css-mix-blend-mode", "property", "mix-blend-mode", "mix the colours yourself"],
  ["css-background-blend-mode", "property", "background-blend-mode", "mix the colours yourself"],
  ["css-variables", "function", "var", "write the value itself: `{{ colours.button }}`"],
  ["css-unit-calc", "function", "calc", "write the length in pixels"],
  ["css-function-clamp", "function", "clamp", "write the length in pixels"],
  ["css-function-min", "function", "min", "write the length in pixels"],
  ["css-function-max", "function", "max", "write the length in pixels"],
  ["css-function-light-dark", "function", "light-dark", "write the light colour here and the dark one in `@media (prefers-color-scheme: dark)`"],
  ["css-modern-color", "function", "lch oklch lab oklab", "write the colour in hexadecimal"],
  ["css-rgba", "function", "rgba", "write the mixed colour in hexadecimal"],
  ["css-unit-vw", "unit", "vw", "write the length in pixels or per cent"],
  ["css-unit-vh", "unit", "vh", "write the length in pixels"],
  ["css-unit-vmin", "unit", "vmin", "write the length in pixels"],
  ["css-unit-vmax", "unit", "vmax", "write the length in pixels"],
  ["css-unit-rem", "unit", "rem", "write the length in pixels"],
  ["css-unit-ch", "unit", "ch", "write the length in pixels"],
  ["css-gap", "property", "gap column-gap row-gap", "leave space with `padding`"],
  ["css-column-count", "property", "column-count columns", "put columns side by side with `<mj-column>`"],
  ["css-aspect-ratio", "property", "aspect-ratio", "give the picture its `width` and `height`"],
  ["css-margin-inline-block", "property", "margin-inline margin-block", "write `margin-{{ start }}`"],
  ["css-margin-inline-start-end", "property", "margin-inline-start margin-inline-end", "write `margin-{{ start }}` or `margin-{{ end }}`"],
  ["css-padding-inline-block", "property", "padding-inline padding-block", "write `padding-{{ start }}`"],
  ["css-padding-inline-start-end", "property", "padding-inline-start padding-inline-end", "write `padding-{{ start }}` or `padding-{{ end }}`"],
  ["css-block-inline-size", "property", "block-size inline-size", "write `height` and `width`"],
  ["css-visibility", "property", "visibility", "leave the part out with `{% if … %}`"],
  ["css-pseudo-class-checked", "pseudo", "checked", "show everything: nothing can be opened in a mail"],
  ["css-pseudo-element-before", "pseudo", "before", "write it into the template itself"],
  ["css-pseudo-element-after", "pseudo", "after", "write it into the template itself"],
  ["css-at-import", "at-rule", "import", "write the rules themselves: nothing is fetched when a mail is read"],
  ["css-at-font-face", "at-rule", "font-face", "take `{{ type.base }}`, which begins with the brand's font and ends with safe ones"],
  ["css-at-keyframes", "at-rule", "keyframes", "take a GIF, or stand still"],
  ["css-at-supports", "at-rule", "supports", "write what every program knows"],
  ["html-aria-describedby", "attribute", "aria-describedby", "say it in the text"],
  ["html-background", "attribute", "background", "lay text on a colour (`bgcolor`), the picture above or below it"],
  ["html-srcset", "attribute", "srcset sizes", "give one picture, twice as wide as it is shown"],
  ["html-anchor-links", "anchor", "#", "link to a page instead of a place in the letter"],
];

/** The state in the last version: the data is in order of time, but JavaScript puts whole numbers before all other keys. */
function last(versions = {}) {
  const names = Object.keys(versions);
  const numbered = names.every((name) => /^\d{1,3}(\.\d+)*$/.test(name));
  if (numbered) names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return versions[names.at(-1)] ?? "u";
}

const rows = FEATURES.map(([slug, kind, names, instead]) => {
  const feature = rawData.data.find((each) => each.slug === slug);
  if (!feature) return { slug };
  const state = (place) => last(place.split(".").reduce((stats, key) => stats?.[key], feature.stats));
  const lacking = Object.entries(PROGRAMS).filter(([, places]) => places.some((place) => state(place).startsWith("n")));
  return { kind, names, instead, lacking: lacking.map(([program]) => program), tried: feature.last_test_date };
});
const lost = rows.filter((row) => row.slug);
if (lost.length > 0) {
  console.error(`support: caniemail has no ${lost.map((row) => row.slug).join(", ")}`);
  process.exit(1);
}
const table = [
  "# What mail programs do not know, and what to write instead. Made by tests/external/mail/support.mjs, not by hand.",
  `# Source: caniemail.com (MIT, HTeuMeuLeu), data of ${rawData.last_update_date.slice(0, 10)}, by way of npm's caniemail (MIT).`,
  "# kind, names, programs that lack it (last version tried), date of the trial, what to write instead; tabs between",
  ...rows.filter((row) => row.lacking.length > 0).map((row) => [row.kind, row.names, row.lacking.join(", "), row.tried, row.instead].join("\t")),
  "",
].join("\n");

const check = process.argv[2] === "--check";
const file = process.argv[check ? 3 : 2];
if (!check) writeFileSync(file, table);
else if (readFileSync(file, "utf8") !== table) {
  console.error(`support: ${file} is not what caniemail's data says; run node support.mjs ${file}`);
  process.exitCode = 1;
} else console.log(`support: ${table.split("\n").length - 4} features as in caniemail's data of ${rawData.last_update_date.slice(0, 10)}`);
