// A behaviour is tied to data-mitoyen-* attributes, never to classes; it is set up once per element,
// when the page loads and when a part of it is swapped.

export function behaviour(selector, setUp) {
  const done = new WeakSet();
  const once = (element) => {
    if (done.has(element)) return;
    done.add(element);
    setUp(element);
  };
  const within = (root) => {
    if (root.matches?.(selector)) once(root);
    root.querySelectorAll?.(selector).forEach(once);
  };
  document.addEventListener("htmx:load", (event) => within(event.detail?.elt ?? event.target));
  document.addEventListener("mitoyen:load", (event) => within(event.target));
  within(document);
}

// Parts put into the page by our own modules announce themselves as htmx does.
export function announce(element) {
  element.dispatchEvent(new CustomEvent("mitoyen:load", { bubbles: true }));
}
