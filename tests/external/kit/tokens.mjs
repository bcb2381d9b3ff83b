// Design tokens as another program reads them: every token's type and value, aliases followed, as JSON.
//
// Usage: node tokens.mjs FILE

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { defineConfig, parse } from "@terrazzo/parser";

const filename = pathToFileURL(resolve(process.argv[2]));
const config = defineConfig({}, { cwd: new URL(".", import.meta.url) });
const { tokens } = await parse([{ filename, src: readFileSync(filename, "utf8") }], { config });
const plain = Object.entries(tokens).map(([name, { $type, $value }]) => [name, { type: $type, value: $value }]);
process.stdout.write(JSON.stringify(Object.fromEntries(plain)));
