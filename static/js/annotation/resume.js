// A draft whose author had to sign in again opens by itself when they come back in this tab.

const KEY = "resume-draft";

export function rememberDraft(key) {
  try {
    window.sessionStorage.setItem(KEY, key ?? "");
  } catch {
    // The list of drafts leads there too.
  }
}

/** The key of the draft to open, once; null if there is none. */
export function draftToResume() {
  try {
    const key = window.sessionStorage.getItem(KEY);
    window.sessionStorage.removeItem(KEY);
    return key || null;
  } catch {
    return null;
  }
}
