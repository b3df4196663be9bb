// On a phone the sections slide on one line: the one where we are, then the one that has the focus, come out of the fade
// (the browser leaves alone what it holds for visible already).

const line = document.querySelector(".masthead nav ul");
const show = (link) => link?.scrollIntoView({ block: "nearest", inline: "nearest" });

show(line?.querySelector("[aria-current]"));
line?.addEventListener("focusin", (event) => show(event.target));
