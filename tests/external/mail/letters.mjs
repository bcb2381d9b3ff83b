// The newsletters of a build, for the scripts beside this one.

import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Every newsletter's web version below the folders of builds or previews: its name, its path and its HTML. */
export function letters(folders) {
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".html") && !/(^|\/)index(\.[^/]*)?\.html$/.test(path))
      .map((path) => ({ path: join(folder, path), name: path.replace("newsletters/", "").replaceAll("/", "-").replace(/\.html$/, "") })),
  );
  if (found.length === 0) throw new Error(`no newsletter below ${folders.join(", ")}`);
  const read = (letter) => ({ ...letter, html: readFileSync(letter.path, "utf8"), shown: relative(".", letter.path) });
  return found.sort((a, b) => (a.path < b.path ? -1 : 1)).map(read);
}

/** Says what was found and ends: 0 with nothing found, else 1. */
export function conclude(title, problems, sum) {
  for (const problem of problems) console.error(`${title}: ${problem}`);
  console.log(`${title}: ${sum}, ${problems.length} problem${problems.length === 1 ? "" : "s"}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
