// What is read of a file before it is sent, and the smaller copy of a photo.
const LONGEST_SIDE = 2560;
const QUALITY = 0.85;
const SMALL_ENOUGH = 1024 * 1024;
const HEAD = 256 * 1024;

export const isHeic = (file) => /^image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);
export const isPhoto = (file) => /^image\/(jpeg|png|webp)$/.test(file.type) || isHeic(file);
export const isPdf = (file) => file.type === "application/pdf" || /\.pdf$/i.test(file.name);

// Only pages that came over a safe connection may count fingerprints.
export async function fingerprint(blob) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// DateTimeOriginal of a JPEG as YYYY-MM-DD, or nothing.
export async function captureDate(file) {
  const view = new DataView(await file.slice(0, HEAD).arrayBuffer());
  try {
    return dateIn(view);
  } catch {
    return ""; // cut short or mangled: then there is no date
  }
}

function dateIn(view) {
  if (view.getUint16(0) !== 0xffd8) return "";
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return "";
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return dateInExif(view, at + 10);
  }
  return "";
}

function dateInExif(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const short = (at) => view.getUint16(at, little);
  const long = (at) => view.getUint32(at, little);
  const find = (directory, tag) => {
    for (let n = 0, count = short(directory); n < count; n += 1) {
      const entry = directory + 2 + n * 12;
      if (short(entry) === tag) return start + long(entry + 8);
    }
    return 0;
  };
  const details = find(start + long(start + 4), 0x8769);
  const taken = details && find(details, 0x9003);
  if (!taken) return "";
  const text = String.fromCharCode(...new Uint8Array(view.buffer, taken, 10));
  return /^[12]\d{3}:[01]\d:[0-3]\d$/.test(text) ? text.replaceAll(":", "-") : "";
}

// A photo at most 2560 pixels long, the right way up; the file itself where that is no gain, or not possible here.
export async function smaller(file) {
  if (!isPhoto(file) || !globalThis.createImageBitmap) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  try {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH && !isHeic(file)) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0;
    if (!blob || (blob.size >= file.size && !isHeic(file))) return file;
    const name = file.name.replace(/\.\w+$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  } finally {
    picture.close();
  }
}
