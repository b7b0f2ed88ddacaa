// Identifiers that are made here, so that what is sent twice is stored once.

/** A version 4 UUID. `crypto.randomUUID` is missing on pages served without TLS in a home network. */
export function newUid() {
  if (typeof crypto.randomUUID === "function") {
    return crypto.randomUUID();
  }
  return uidFrom(crypto.getRandomValues(new Uint8Array(16)));
}

/** The version 4 UUID made of sixteen random bytes. */
export function uidFrom(bytes) {
  const own = Uint8Array.from(bytes);
  own[6] = (own[6] & 0x0f) | 0x40;
  own[8] = (own[8] & 0x3f) | 0x80;
  const hex = [...own].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}
