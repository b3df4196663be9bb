// A photo is made smaller by the phone itself, and loses the position it carries, before it leaves.

import { behaviour } from "./behaviour.js";

const LONGEST = 1600; // pixels

async function smaller(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return { canvas, file: new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) };
}

async function preview(place, input, { replace }) {
  const file = input.files[0];
  if (!file) return;
  place.classList.add("taken");
  try {
    const { canvas, file: small } = await smaller(file);
    if (replace) {
      const files = new DataTransfer();
      files.items.add(small);
      input.files = files.files;
    }
    place.querySelectorAll("canvas, img").forEach((old) => old.remove());
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", place.querySelector("label > span")?.textContent ?? "");
    place.prepend(canvas);
  } catch {
    // The phone cannot read it (a format of its own): it leaves as it is, and the server says if it cannot either.
  }
  // Kept by the form only once it is small.
  if (replace) input.dispatchEvent(new Event("input", { bubbles: true }));
}

behaviour("[data-mitoyen-photo]", (place) => {
  const input = place.querySelector("input[type=file]");
  input.addEventListener("change", () => preview(place, input, { replace: true }));
  input.addEventListener("mitoyen:restored", () => preview(place, input, { replace: false }));
});
