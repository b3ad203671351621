// A photo is drawn anew, always: what is drawn has neither the place nor the time nor the camera in it. At most 200 KB.

const LARGEST = 200 * 1024;
const LONG_SIDES = [1600, 1280, 1024, 800, 640];
const QUALITIES = [0.82, 0.7, 0.58];

// The bytes of a small JPEG; null for a picture that this browser cannot read.
export async function shrunk(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  let blob;
  for (const side of LONG_SIDES) {
    for (const quality of QUALITIES) {
      blob = await drawn(picture, side, quality);
      if (blob.size <= LARGEST) return blob.arrayBuffer();
    }
  }
  return blob.arrayBuffer();
}

function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
  });
}
