// The contents say which section is being read.

/** Returns a function to call with each block that comes to the top of the window. */
export function followContents(contents) {
  return (block) => {
    const section = block.closest(".section");
    for (const link of contents.querySelectorAll("a[href*='#']")) {
      const isHere = section && link.hash === `#${section.id}`;
      if (isHere) {
        link.setAttribute("aria-current", "location");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  };
}
