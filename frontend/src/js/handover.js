// The page of a hand-over or a return: photos, signatures, and a form that survives the depot.

import "./photo.js";
import "./signature.js";
import "./offline-form.js";
