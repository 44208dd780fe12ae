// The one input that lies over the selected cell: always focused, so that any keyboard (also one that composes
// Vietnamese letters) starts typing there; visible only while editing.

export class Editor {
  constructor(box, { commit, move, clear, paste }) {
    this.hands = { commit, move, clear, paste };
    this.input = document.createElement("input");
    this.input.id = "cell-editor";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.setAttribute("aria-label", "Sửa ô");
    box.append(this.input);
    this.editing = false;
    this.before = "";
    this.input.addEventListener("input", () => this.editing || this.show());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.editing && this.finish());
    this.input.addEventListener("paste", (event) => this.pasted(event));
    this.input.addEventListener("copy", (event) => this.copied(event));
  }

  place(td, text) {
    this.before = text;
    this.input.value = "";
    this.td = td;
    const inFixed = td.classList.contains("fixed");
    this.input.classList.toggle("over-fixed", inFixed);
    this.move();
  }

  move() {
    if (!this.td) return;
    const { style } = this.input;
    style.left = `${this.td.offsetLeft}px`;
    style.top = `${this.td.offsetTop}px`;
    style.width = `${this.td.offsetWidth}px`;
    style.height = `${this.td.offsetHeight}px`;
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  show() {
    this.editing = true;
    this.input.classList.add("editing");
    this.input.style.width = `${Math.max(this.td.offsetWidth, 140)}px`;
  }

  begin() {
    this.input.value = this.before;
    this.show();
    this.focus();
  }

  drop() {
    this.editing = false;
    this.input.classList.remove("editing");
    this.input.value = "";
    this.move();
  }

  // Ends editing; an unchanged text is not written.
  finish() {
    const text = this.input.value;
    this.drop();
    if (text !== this.before) this.hands.commit(text);
  }

  key(event) {
    if (event.isComposing) return;
    const shift = event.shiftKey ? -1 : 1;
    const steps = { Enter: [shift, 0], Tab: [0, shift] };
    const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [20, 0], PageUp: [-20, 0] };
    if (this.editing) {
      if (event.key === "Escape") this.drop();
      else if (steps[event.key]) { this.finish(); this.hands.move(...steps[event.key]); }
      else return;
    } else if (event.key === "F2" || event.key === "Enter") this.begin();
    else if (event.key === "Delete" || event.key === "Backspace") this.hands.clear();
    else if (arrows[event.key] ?? steps[event.key]) this.hands.move(...(arrows[event.key] ?? steps[event.key]));
    else return;
    event.preventDefault();
  }

  pasted(event) {
    if (this.editing) return;
    event.preventDefault();
    this.hands.paste(block(event.clipboardData.getData("text/plain")));
  }

  copied(event) {
    if (this.editing) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.before);
  }
}

// Clipboard text of a sheet → rows of cells; "quoted" cells may hold tabs and line ends.
export function block(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (const [whole, quoted, plain, end] of clean.matchAll(pattern)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows;
}
