// What every page loads: partial updates under a strict content policy, and small helps that a page can do without.

import htmx from "htmx.org/dist/htmx.esm.js";
import "./corrected.js";
import "./days.js";
import "./dialog.js";
import "./drop.js";
import "./focus.js";
import "./leave.js";
import "./map.js";
import "./sections.js";

// Also said in a meta tag, read before this module: nothing is evaluated, no style is injected, no page is stored.
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0, selfRequestsOnly: true });

document.documentElement.dataset.mitoyenReady = "";
