// Where the scripts begin: each controller upgrades the elements that its selector names, on the
// page as it came and on everything that htmx brings in later.

import { passkey } from "./accounts/passkeys.js";
import { readingSettings } from "./accounts/reading.js";
import { composer } from "./annotation/composer.js";
import { panelArrived } from "./annotation/panel.js";
import { placing } from "./annotation/placing.js";
import { propose } from "./annotation/proposing.js";
import { focusWritten } from "./annotation/sending.js";
import { ask } from "./discussion/asking.js";
import { timeZone } from "./groups/zone.js";
import { said } from "./importing/review.js";
import { dock } from "./pages/dock.js";
import { helpButton } from "./pages/help.js";
import { reader } from "./pages/reader.js";
import { copyField, copyLink } from "./shared/copy.js";
import { watchFailures } from "./shared/failures.js";
import { keepFocus } from "./shared/focus.js";
import { listenForKeys } from "./shared/keys.js";
import { menu } from "./shared/menu.js";
import { relativeTime } from "./shared/times.js";
import { register, upgrade } from "./shared/upgrade.js";
import { goTo } from "./text/goto.js";

register("[data-menu]", menu);
register("a[data-copy-link]", copyLink);
register("[data-copy]", copyField);
register("[data-time-zone]", timeZone);
register("form[data-passkey]", passkey);
register("[data-reading-settings]", readingSettings);
register(".note-time time, time.note-time", relativeTime);
register("[data-reader] [data-panel]", panelArrived);
register("form[data-composer]", composer);
register("form[data-placing]", placing);
register("[data-propose]", propose);
register("form[data-goto]", goTo);
register("[data-dock]", dock);
register("[data-help]", helpButton);
register("[data-said]", said);
// Last: it looks at what the others have made of the page.
register("[data-reader]", reader);
register("[data-ask]", ask);

listenForKeys();
watchFailures();
keepFocus();
focusWritten();
upgrade(document);
document.addEventListener("htmx:load", (event) => upgrade(event.detail.elt));
