// What test_layout.py asks a page: an object of functions, each measuring the page as it stands.
(() => {
  const CONTROLS =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="option"]';

  const styleOf = (element, pseudo) => getComputedStyle(element, pseudo);
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  // Drawn, and more than the one pixel of what is there for screen readers alone.
  const isDrawn = (element) => {
    const box = element.getBoundingClientRect();
    return (
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
      box.width > 2 &&
      box.height > 2 &&
      !element.closest(".visually-hidden")
    );
  };

  const nameOf = (control) => {
    const label = control.labels?.[0]?.textContent;
    const by = control.getAttribute("aria-labelledby");
    const named = by && document.getElementById(by)?.textContent;
    const own = control.getAttribute("aria-label") ?? named ?? label ?? control.textContent;
    return squeeze(own) || control.name || control.className;
  };

  const controls = () => [...document.querySelectorAll(CONTROLS)].filter(isDrawn);

  const describe = (control) =>
    `${control.localName}.${control.className} “${nameOf(control).slice(0, 60)}”`;

  // A control is known by what it is called and, for a link, by where it leads.
  const identity = (control) => {
    const here = control.pathname === window.location.pathname;
    const leads = here ? control.hash || "here" : control.pathname;
    return control.localName === "a" ? `${nameOf(control)} → ${leads}` : nameOf(control);
  };

  // Within reach: on the page, in a fold whose handle is, or on a card that has stepped aside for
  // the notes that are open over it.
  const inReach = () => {
    const folded = [...document.querySelectorAll("details:not([open])")].filter(
      (fold) => fold.querySelector("summary") && isDrawn(fold.querySelector("summary")),
    );
    const hidden = folded.flatMap((fold) =>
      [...fold.querySelectorAll(CONTROLS)].filter(
        (control) => !control.hidden && control.localName !== "summary",
      ),
    );
    const behind = [...document.querySelectorAll(".is-behind")].flatMap((card) => [
      ...card.querySelectorAll(CONTROLS),
    ]);
    return [...new Set([...controls(), ...hidden, ...behind].map(identity))];
  };

  // Sideways -----------------------------------------------------------------------------------

  const sideways = () => {
    const root = document.scrollingElement;
    const wide = (element) => element.scrollWidth > element.clientWidth + 1;
    const scrolls = (element) => /auto|scroll/.test(styleOf(element).overflowX);
    const isField = (element) => /^(input|textarea|select)$/.test(element.localName);
    const found = [...document.body.querySelectorAll("*")]
      .filter((element) => wide(element) && scrolls(element) && !isField(element))
      .map((element) => `${element.localName}.${element.className} scrolls sideways`);
    if (wide(root)) {
      found.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}: ${outside(root)}`);
    }
    return found;
  };

  const outside = (root) =>
    [...document.body.querySelectorAll("*")]
      .filter((element) => isDrawn(element))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > root.clientWidth + 1 || left < -1;
      })
      .slice(0, 5)
      .map((element) => `${element.localName}.${element.className}`)
      .join(", ");

  // Targets ------------------------------------------------------------------------------------

  // Within a line of words: its block holds words that are no control's.
  const isInText = (control) => {
    if (control.matches('[role="option"]')) {
      return true; // the words of a text, offered one by one
    }
    let block = control.parentElement;
    while (styleOf(block).display.startsWith("inline") || styleOf(block).display === "contents") {
      block = block.parentElement;
    }
    return /(flow-root|block|list-item|table-cell)$/.test(styleOf(block).display)
      ? squeeze(flowing(block)) !== ""
      : false;
  };

  const flowing = (element) =>
    [...element.childNodes]
      .map((node) => {
        if (node.nodeType === Node.TEXT_NODE) {
          return node.data;
        }
        const inline =
          node.nodeType === Node.ELEMENT_NODE &&
          !node.matches(CONTROLS) &&
          !node.matches(".visually-hidden") &&
          styleOf(node).display === "inline" &&
          !/absolute|fixed/.test(styleOf(node).position);
        return inline ? flowing(node) : "";
      })
      .join("");

  const belongsTo = (element, control) =>
    control.contains(element) || [...(control.labels ?? [])].some((label) => label.contains(element));

  // How far the control is pressed from a point of it, in both directions along one axis.
  const reach = (control, x, y, dx, dy) => {
    let length = 1;
    for (const way of [1, -1]) {
      for (let step = 1; step <= 48; step += 1) {
        const at = document.elementFromPoint(x + dx * step * way, y + dy * step * way);
        if (!at || !belongsTo(at, control)) {
          break;
        }
        length += 1;
      }
    }
    return length;
  };

  const targetOf = (control) => {
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const label = control.labels?.[0];
    const box = [...control.getClientRects()].find((rect) => rect.width > 0);
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const inner = document.elementFromPoint(x, y);
    if (!inner || !belongsTo(inner, control)) {
      return label ? targetOf(label) : { width: 0, height: 0 };
    }
    return { width: reach(control, x, y, 1, 0), height: reach(control, x, y, 0, 1) };
  };

  // What lies over the page takes all presses, until it is closed.
  const overlay = () =>
    document.querySelector("dialog:modal, :popover-open, details.menu[open] > .menu-list");

  // One pixel is lost to edges between pixels.
  const smallTargets = () => {
    const above = overlay();
    const found = controls()
      .filter((control) => !control.disabled && (!above || above.contains(control)))
      .map((control) => ({ control, least: isInText(control) ? 24 : 44, ...targetOf(control) }))
      .filter(({ least, width, height }) => width < least - 1 || height < least - 1)
      .map(
        ({ control, least, width, height }) =>
          `${describe(control)}: ${width} × ${height} px, ${least} needed`,
      );
    window.scrollTo(0, 0);
    return found;
  };

  // Colours ------------------------------------------------------------------------------------

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  // [red, green, blue, alpha], whatever way the colour is written in.
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };

  const over = ([red, green, blue, alpha], ground) =>
    [red, green, blue].map((value, index) => value * alpha + ground[index] * (1 - alpha));

  const groundOf = (element) => {
    if (!element) {
      return rgba("Canvas").slice(0, 3);
    }
    const own = rgba(styleOf(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, groundOf(element.parentElement));
  };

  const light = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };

  // A control that has a shape must stand out from its ground by its edge or by its filling;
  // words that are pressed have neither.
  const faintEdges = () =>
    controls()
      .filter((control) => !control.matches("[type=checkbox], [type=radio], [type=file]"))
      .filter((control) => !control.matches(":disabled, [aria-disabled=true]"))
      .filter((control) => hasShape(control))
      .map((control) => ({ control, ratio: edge(control) }))
      .filter(({ ratio }) => ratio < 3)
      .map(({ control, ratio }) => `${describe(control)}: an edge of ${ratio.toFixed(2)}:1`);

  const hasShape = (control) => {
    const style = styleOf(control);
    const bordered =
      style.borderBlockStartStyle !== "none" &&
      Number.parseFloat(style.borderBlockStartWidth) > 0 &&
      rgba(style.borderBlockStartColor)[3] > 0;
    const isField = /^(input|textarea|select)$/.test(control.localName);
    return isField || bordered;
  };

  const edge = (control) => {
    const ground = groundOf(control.parentElement);
    const border = over(rgba(styleOf(control).borderBlockStartColor), ground);
    return Math.max(contrast(border, ground), contrast(groundOf(control), ground));
  };

  // Every colour that words have in the text, on every ground that a mark or a painted passage
  // gives them.
  const faintMarks = () => {
    // Numbers, controls and commentary stand among the words and are never marked.
    const isText = (element) => element.closest(".fn") || !element.closest("[data-off-text]");
    const text = [...document.querySelectorAll("main [data-text], main [data-text] *")];
    const inks = new Map(
      text.filter(isText).filter(hasOwnWords).map((element) => [styleOf(element).color, element]),
    );
    const grounds = new Map([
      ...[...document.querySelectorAll("main mark")].map((mark) => [
        `mark.${mark.className}`,
        groundOf(mark),
      ]),
      ...["mine", "open", "hover"].map((name) => [
        `::highlight(${name})`,
        over(rgba(styleOf(text[0], `::highlight(${name})`).backgroundColor), groundOf(text[0])),
      ]),
    ]);
    const found = [];
    for (const [colour, element] of inks) {
      for (const [name, ground] of grounds) {
        const ratio = contrast(over(rgba(colour), ground), ground);
        if (ratio < 4.5) {
          found.push(`${element.localName}.${element.className} on ${name}: ${ratio.toFixed(2)}:1`);
        }
      }
    }
    return { found, inks: inks.size, grounds: [...grounds.keys()].sort(), seen: seen(grounds) };
  };

  const hasOwnWords = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  // How many of the grounds differ from the page's own: a mark that paints nothing proves nothing.
  const seen = (grounds) => {
    const paper = groundOf(document.querySelector("main")).join();
    return [...grounds.values()].filter((ground) => ground.join() !== paper).length;
  };

  return { sideways, inReach, smallTargets, faintEdges, faintMarks };
})();
