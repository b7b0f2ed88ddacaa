// localStorage as something that may be full, forbidden or filled with rubbish by somebody else.

/** The value stored as JSON under the key, or null. */
export function read(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Stores the value as JSON; returns whether this device keeps it now. */
export function write(key, value) {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // A store that is forbidden holds nothing to forget.
  }
}

/** All keys that begin with the prefix. */
export function keys(prefix) {
  try {
    return Object.keys(window.localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
