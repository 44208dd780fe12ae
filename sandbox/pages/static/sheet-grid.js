// Drawing a tab as a table. Only cells that differ from what is drawn are touched.

const BLANK = Object.freeze({});
const DEFAULT_WIDTH = 100;
const HEAD = 46;

export function letters(column) {
  let name = "";
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  }
  return name;
}

export const a1 = (row, column) => `${letters(column)}${row + 1}`;

// "C5" (or the first cell of "C5:D9") → [4, 2], or null.
export function address(name) {
  const found = /^([A-Z]{1,3})(\d+)/i.exec(name ?? "");
  if (!found) return null;
  const column = [...found[1].toUpperCase()].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return [Number(found[2]) - 1, column];
}

export class Grid {
  constructor(box) {
    this.box = box;
    this.shape = "";
    this.drawn = new Map();
    this.tds = new Map();
    this.view = null;
  }

  cell(row, column) {
    return this.cells.get(row * 20000 + column) ?? BLANK;
  }

  td(row, column) {
    return this.tds.get(a1(row, column)) ?? null;
  }

  draw(view) {
    this.view = view;
    const sheet = view.sheet;
    this.cells = new Map(sheet.cells.map(([row, column, cell]) => [row * 20000 + column, cell]));
    this.wholeLock = sheet.locks.find(
      ({ range: [r0, r1, c0, c1], open }) => !open.length && !r0 && !c0 && r1 >= sheet.rows && c1 >= sheet.columns,
    );
    const { cells, locks, rules, ...structure } = sheet;
    const shape = JSON.stringify(structure);
    if (shape !== this.shape) {
      this.build(sheet);
      this.shape = shape;
    }
    for (const [name, td] of this.tds) this.paint(name, td);
    this.freeze(sheet);
  }

  lock(row, column) {
    const holds = ([r0, r1, c0, c1]) => row >= r0 && row < r1 && column >= c0 && column < c1;
    return this.view.sheet.locks.find((lock) => holds(lock.range) && !lock.open.some(holds));
  }

  rule(row, column) {
    const number = this.cell(row, column).d;
    return number === undefined ? null : this.view.sheet.rules[number];
  }

  width(column) {
    return this.view.sheet.widths[column] ?? DEFAULT_WIDTH;
  }

  build(sheet) {
    this.tds.clear();
    this.drawn.clear();
    const table = document.createElement("table");
    table.setAttribute("role", "grid");
    table.append(this.columns(sheet), this.head(sheet));
    const body = table.createTBody();
    const covered = this.covered(sheet);
    for (let row = 0; row < sheet.shownRows; row += 1) {
      if (!sheet.hiddenRows.includes(row)) body.append(this.row(sheet, row, covered));
    }
    this.box.querySelector("table")?.remove();
    this.box.prepend(table);
  }

  columns(sheet) {
    const group = document.createElement("colgroup");
    let total = HEAD;
    const add = (width) => {
      const col = document.createElement("col");
      col.style.width = `${width}px`;
      group.append(col);
    };
    add(HEAD);
    for (let column = 0; column < sheet.shownColumns; column += 1) {
      if (sheet.hiddenColumns.includes(column)) continue;
      add(this.width(column));
      total += this.width(column);
    }
    this.total = total;
    return group;
  }

  head(sheet) {
    const head = document.createElement("thead");
    const row = head.insertRow();
    row.append(document.createElement("th"));
    for (let column = 0; column < sheet.shownColumns; column += 1) {
      if (!sheet.hiddenColumns.includes(column)) row.append(header("column", column, letters(column)));
    }
    return head;
  }

  // Cells that lie under a merged one: they are not drawn.
  covered(sheet) {
    const names = new Set();
    for (const [r0, r1, c0, c1] of sheet.merges) {
      for (let row = r0; row < Math.min(r1, sheet.shownRows); row += 1) {
        for (let column = c0; column < c1; column += 1) if (row !== r0 || column !== c0) names.add(a1(row, column));
      }
    }
    return names;
  }

  row(sheet, row, covered) {
    const tr = document.createElement("tr");
    if (sheet.heights[row]) tr.style.height = `${sheet.heights[row]}px`;
    tr.append(header("row", row, String(row + 1)));
    for (let column = 0; column < sheet.shownColumns; column += 1) {
      const name = a1(row, column);
      if (covered.has(name) || sheet.hiddenColumns.includes(column)) continue;
      const td = document.createElement("td");
      td.dataset.a1 = name;
      td.dataset.row = row;
      td.dataset.column = column;
      const merge = sheet.merges.find(([r0, , c0]) => r0 === row && c0 === column);
      if (merge) [td.rowSpan, td.colSpan] = [merge[1] - merge[0], merge[3] - merge[2]];
      const inner = document.createElement("div");
      inner.className = "in";
      td.append(inner);
      this.tds.set(name, td);
      tr.append(td);
    }
    return tr;
  }

  paint(name, td) {
    const [row, column] = [Number(td.dataset.row), Number(td.dataset.column)];
    const cell = this.cell(row, column);
    const rule = this.rule(row, column);
    const lock = this.lock(row, column);
    const room = this.room(cell, row, column, td);
    const key = JSON.stringify([cell, rule, lock, lock === this.wholeLock, room]);
    if (this.drawn.get(name) === key) return;
    this.drawn.set(name, key);
    const inner = td.firstChild;
    const ticked = rule?.kind === "tick";
    inner.replaceChildren(content(cell, ticked));
    inner.style.width = room ? `${room}px` : "";
    const style = { backgroundColor: cell.bg, color: cell.fg, textAlign: cell.align, verticalAlign: cell.valign };
    for (const [property, value] of Object.entries(style)) td.style[property] = value ?? "";
    td.style.fontWeight = cell.b ? "700" : "";
    td.style.fontStyle = cell.i ? "italic" : "";
    td.style.textDecoration = cell.s ? "line-through" : cell.u ? "underline" : "";
    td.style.fontSize = cell.size ? `${cell.size * 1.3}px` : "";
    td.classList.toggle("wrap", Boolean(cell.w));
    td.classList.toggle("over", Boolean(room));
    td.classList.toggle("noted", Boolean(cell.n));
    td.classList.toggle("locked", Boolean(lock));
    td.classList.toggle("hatched", Boolean(lock) && lock !== this.wholeLock);
    td.classList.toggle("choice", rule?.kind === "list" && !lock);
    td.classList.toggle("tick", ticked);
    td.classList.toggle("bad", Boolean(cell.bad));
    setOrDrop(td, "data-note", cell.n);
    setOrDrop(td, "aria-readonly", lock ? "true" : "");
    setOrDrop(td, "title", lock && !cell.n ? lock.why : "");
  }

  // Long text runs over the empty cells beside it, as in Google's grid: the width it may take, or 0.
  room(cell, row, column, td) {
    if (!cell.v || cell.w || cell.num || td.colSpan > 1 || (cell.align && cell.align !== "left")) return 0;
    if (String(cell.v).length * 6 < this.width(column)) return 0;
    let width = this.width(column);
    let next = column + 1;
    while (next < this.view.sheet.shownColumns && !this.cell(row, next).v && this.rule(row, next)?.kind !== "tick") {
      width += this.width(next);
      next += 1;
    }
    return next > column + 1 ? width : 0;
  }

  freeze(sheet) {
    const table = this.box.querySelector("table");
    table.style.width = `${this.total}px`;
    const rows = [...table.tBodies[0].rows];
    let left = HEAD;
    const lefts = [];
    for (let column = 0; column < sheet.frozenColumns; column += 1) {
      lefts.push(left);
      if (!sheet.hiddenColumns.includes(column)) left += this.width(column);
    }
    const tops = rows.slice(0, sheet.frozenRows).map((tr) => tr.offsetTop);
    rows.slice(0, sheet.frozenRows).forEach((tr, number) => this.freezeRow(tr, tops[number], number === sheet.frozenRows - 1));
    if (!lefts.length) return;
    for (const button of table.tHead.querySelectorAll("button")) {
      const column = Number(button.dataset.column);
      if (column >= lefts.length) continue;
      button.parentElement.style.left = `${lefts[column]}px`;
      button.parentElement.style.zIndex = 7;
    }
    for (const td of this.tds.values()) {
      const column = Number(td.dataset.column);
      if (column >= lefts.length) continue;
      td.classList.add("fixed");
      td.classList.toggle("both", Number(td.dataset.row) < sheet.frozenRows);
      td.classList.toggle("last-fixed", column === lefts.length - 1);
      td.style.left = `${lefts[column]}px`;
    }
  }

  freezeRow(tr, top, last) {
    tr.classList.toggle("last-fixed", last);
    for (const cell of tr.cells) {
      cell.style.top = `${top}px`;
      if (cell.tagName === "TD") cell.classList.add("fixed");
      else cell.style.zIndex = 7;
    }
  }
}

function header(kind, number, text) {
  const th = document.createElement("th");
  th.scope = kind === "row" ? "row" : "col";
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.textContent = text;
  button.dataset[kind] = number;
  button.title = kind === "row" ? "Chèn, xóa hàng" : "Sắp xếp, chèn, xóa cột";
  th.append(button);
  return th;
}

function content(cell, ticked) {
  if (ticked) return cell.v === "TRUE" ? "☑" : "☐";
  if (!cell.link) return cell.v ?? "";
  const link = document.createElement("a");
  link.href = cell.link;
  link.textContent = cell.v ?? cell.link;
  if (!cell.link.startsWith("#")) link.target = new URL(link.href).pathname === location.pathname ? "" : "_blank";
  link.rel = "noopener";
  link.tabIndex = -1;
  return link;
}

function setOrDrop(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}
