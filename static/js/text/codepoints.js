// Code points and UTF-16 units. The server counts code points; strings here count units, and a
// character beyond U+FFFF (most emoji) takes two of them. Pure arithmetic: no DOM.

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

// Whether this place lies between the two units of one character.
export function isInsideCharacter(text, units) {
  return (
    units > 0 &&
    units < text.length &&
    isHigh(text.charCodeAt(units - 1)) &&
    isLow(text.charCodeAt(units))
  );
}

// The nearest border of a character: `direction` -1 goes back to it, 1 goes on to it.
export function snap(text, units, direction) {
  const within = Math.min(Math.max(units, 0), text.length);
  return isInsideCharacter(text, within) ? within + direction : within;
}

// How many code points a string has.
export function codePoints(text) {
  let count = text.length;
  for (let units = 1; units < text.length; units += 1) {
    if (isInsideCharacter(text, units)) {
      count -= 1;
    }
  }
  return count;
}

// Code points before a place given in units; inside a character it is taken as its start.
export function toCodePoints(text, units) {
  return codePoints(text.slice(0, snap(text, units, -1)));
}

// Units before a place given in code points; beyond the end it is the end.
export function toUnits(text, points) {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) {
    units += isInsideCharacter(text, units + 1) ? 2 : 1;
  }
  return units;
}

// A part of a string, by code points.
export function slicePoints(text, start, end) {
  return text.slice(toUnits(text, start), toUnits(text, end));
}
