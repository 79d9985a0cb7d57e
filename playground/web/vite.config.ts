// Builds the page into one script, one style sheet and one document, with the same bytes for the same source.
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

interface Emoji {
  unified: string;
  short_names: string[];
}

// Slack's emoji names are those of emoji-datasource. Its 1.3 MB become one line an emoji: the character and its names.
function emojiTable(): Plugin {
  const id = "virtual:emoji";
  return {
    name: "emoji-table",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) return undefined;
      const path = new URL("node_modules/emoji-datasource/emoji.json", import.meta.url);
      const all = JSON.parse(readFileSync(path, "utf8")) as Emoji[];
      const character = (unified: string) => String.fromCodePoint(...unified.split("-").map((code) => parseInt(code, 16)));
      const lines = all.map((one) => [character(one.unified), ...one.short_names].join(" ")).sort();
      return `export default ${JSON.stringify(lines.join("\n"))}`;
    },
  };
}

export default defineConfig({
  base: "/page/",
  plugins: [react(), emojiTable()],
  build: {
    outDir: process.env.PAGE_OUT ?? "../slack/page",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900,
    license: { fileName: "licenses.md" },
    rollupOptions: {
      output: { entryFileNames: "app.js", assetFileNames: "app[extname]", codeSplitting: false },
    },
  },
});
