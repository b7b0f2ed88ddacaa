// Times are shown in the zone of the device by which somebody joins or first signs in.

/** Fills in a hidden field `[data-time-zone]`. */
export function timeZone(field) {
  field.value = new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
