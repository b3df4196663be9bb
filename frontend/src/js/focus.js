// After a page or a part arrives with something to correct, the keyboard and the ear go there first.

import { behaviour } from "./behaviour.js";

behaviour("[data-mitoyen-focus]", (element) => element.focus({ preventScroll: false }));
