// Photos are made smaller on the phone, so that they get through where the network is slow. Whatever cannot be read
// here is sent as it is; the server takes up to 10 MB.

const LARGEST = 200 * 1024;
const LONG_SIDES = [1600, 1280, 1024, 800];
const QUALITIES = [0.82, 0.7, 0.58];

for (const box of document.querySelectorAll("[data-photos]")) {
  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", () => shrinkAll(box, input));
}

async function shrinkAll(box, input) {
  const status = box.querySelector("[role=status]");
  const list = box.querySelector(".photos");
  const form = input.form;
  form.dataset.busy = "1";
  status.textContent = box.dataset.working;
  const files = await Promise.all([...input.files].map(shrink)).finally(() => delete form.dataset.busy);
  const carrier = new DataTransfer();
  files.forEach((file) => carrier.items.add(file));
  input.files = carrier.files;
  const kilobytes = Math.ceil(files.reduce((sum, file) => sum + file.size, 0) / 1024);
  status.textContent = files.length
    ? box.dataset.ready.replace("{n}", files.length).replace("{size}", `${kilobytes} KB`) : "";
  show(list, files);
}

async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size <= LARGEST) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    for (const side of LONG_SIDES) {
      for (const quality of QUALITIES) {
        const blob = await drawn(picture, side, quality);
        if (blob.size <= LARGEST) return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
      }
    }
  } catch {
    // An old browser, or a kind of picture that it cannot read.
  }
  return file;
}

function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
  });
}

function show(list, files) {
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...files.map((file) => {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const item = document.createElement("li");
    item.append(image);
    return item;
  }));
  list.hidden = files.length === 0;
}
