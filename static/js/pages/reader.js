// The chapter page as a whole: what listens once and serves every block, note and form on it.

import { layBeside } from "../annotation/beside.js";
import { listenForOpening } from "../annotation/controls.js";
import { listDrafts } from "../annotation/draft-box.js";
import { repaint } from "../annotation/highlights.js";
import { watchWidth } from "../annotation/margin.js";
import { paintMine } from "../annotation/mine.js";
import { offerNotes } from "../annotation/note-button.js";
import { address, chapter, emit } from "../annotation/page.js";
import { settle } from "../annotation/panel.js";
import { followThreads } from "../annotation/threads.js";
import { followContents } from "../text/contents.js";
import { openFootnotes } from "../text/footnotes.js";
import { listenForNumbers } from "../text/goto.js";
import { rememberPosition } from "../text/position.js";
import { watchTopBlock } from "../text/visible.js";
import { offerHelp } from "./help.js";

/** Upgrades the page's root `[data-reader]`. */
export function reader(root) {
  root.dataset.live = "";
  watchWidth();
  listenForOpening();
  listenForNumbers();
  openFootnotes();
  followThreads();
  offerNotes();
  offerHelp();
  layBeside();
  followReading(root);
  settle();
  listDrafts();
  paintMine();
  followChanges(root);
}

function followReading(root) {
  const remember = rememberPosition(address("position/"));
  const contents = root.querySelector(".contents");
  const follow = contents ? followContents(contents) : () => undefined;
  watchTopBlock(chapter(), (block) => {
    remember(block);
    follow(block);
  });
}

/** Whatever htmx has written: blocks hold new nodes, and one's own notes may be others. */
function followChanges(root) {
  root.addEventListener("htmx:afterSettle", () => {
    repaint();
    settle();
  });
  root.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (detail.requestConfig.verb !== "get") {
      emit("written");
    }
  });
}
