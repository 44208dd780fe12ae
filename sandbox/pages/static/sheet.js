// The sheet page: which tab, which cell, who; refetched every two seconds so that others' writing appears.

import { Editor } from "./sheet-editor.js";
import { Grid, a1, address, letters } from "./sheet-grid.js";
import { closeMenu, menuIsOpen, openMenu, showRefusal, steerMenu, wireTip } from "./sheet-popups.js";
import { Refusal, view as fetchView, wish } from "./sheet-server.js";

const POLL_MS = 2000;
const STEP_ROWS = 200;
const by = (id) => document.getElementById(id);
const box = by("grid");
const bar = by("formula-bar");
const grid = new Grid(box);
const editor = new Editor(box, {
  commit: (text) => write([[text]]),
  move: (down, right) => step(down, right),
  clear: () => write([[""]]),
  paste: (values) => write(values),
});
const state = { gid: null, rows: STEP_ROWS, row: 0, column: 0, sideClosed: false };

// ---- down: show what the server says ---------------------------------------------------------------------

function show(view) {
  state.gid = view.sheet.id;
  document.title = view.title;
  by("title").textContent = view.title;
  showPeople(view);
  showTabs(view);
  grid.draw(view);
  by("tab-lock").hidden = !grid.wholeLock;
  by("tab-lock").title = grid.wholeLock?.why ?? "";
  showMore(view.sheet);
  select(state.row, state.column, { scroll: false });
}

function showPeople({ people, me }) {
  const select = by("person");
  const names = people.length ? people : ["(không ai có quyền)"];
  if (JSON.stringify(names) !== select.dataset.names) {
    select.replaceChildren(...names.map((name) => new Option(name, name)));
    select.dataset.names = JSON.stringify(names);
  }
  select.value = me;
}

function showTabs({ tabs }) {
  by("tabs").replaceChildren(...tabs.filter((tab) => !tab.hidden).map((tab) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tab.title;
    button.dataset.tab = tab.title;
    if (tab.color) button.style.borderBottomColor = tab.color;
    if (tab.id === state.gid) button.setAttribute("aria-current", "page");
    button.addEventListener("click", () => open(tab.id));
    return button;
  }));
}

function showMore(sheet) {
  box.querySelector(".more")?.remove();
  if (sheet.shownRows >= sheet.rows) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "more";
  button.textContent = `Xem thêm hàng (đang xem ${sheet.shownRows} trên ${sheet.rows})`;
  button.addEventListener("click", () => { state.rows += 5 * STEP_ROWS; refresh({ fresh: true }); });
  box.append(button);
}

async function refresh(options) {
  try {
    const view = await fetchView(state.gid, state.rows, options);
    if (view && view.sheet.id === (state.gid ?? view.sheet.id)) show(view);
  } catch (error) {
    if (error instanceof Refusal) showRefusal(error.told);
    else by("saved").textContent = "Mất kết nối, đang thử lại…";
  }
}

async function poll() {
  if (!document.hidden && !editor.editing && document.activeElement !== bar) await refresh();
  setTimeout(poll, POLL_MS);
}

// ---- selection --------------------------------------------------------------------------------------------

function select(row, column, { scroll = true } = {}) {
  const sheet = grid.view.sheet;
  state.row = Math.max(0, Math.min(row, sheet.shownRows - 1));
  state.column = Math.max(0, Math.min(column, sheet.shownColumns - 1));
  const td = grid.td(state.row, state.column) ?? mergedOver(state.row, state.column);
  if (!td) return;
  [state.row, state.column] = [Number(td.dataset.row), Number(td.dataset.column)];
  if (scroll) td.scrollIntoView({ block: "nearest", inline: "nearest" });
  const cell = grid.cell(state.row, state.column);
  if (!editor.editing) editor.place(td, cell.t ?? "");
  by("name-box").textContent = a1(state.row, state.column);
  if (document.activeElement !== bar) bar.value = cell.t ?? "";
  for (const th of box.querySelectorAll("th.on")) th.classList.remove("on");
  box.querySelector(`th [data-row="${state.row}"]`)?.parentElement.classList.add("on");
  box.querySelector(`th [data-column="${state.column}"]`)?.parentElement.classList.add("on");
  showSide(cell);
  history.replaceState(null, "", `#gid=${state.gid}&range=${a1(state.row, state.column)}`);
}

function mergedOver(row, column) {
  const merge = grid.view.sheet.merges.find(([r0, r1, c0, c1]) => row >= r0 && row < r1 && column >= c0 && column < c1);
  return merge ? grid.td(merge[0], merge[2]) : null;
}

function showSide(cell) {
  const found = grid.lock(state.row, state.column);
  const lock = found === grid.wholeLock ? null : found;
  const rule = grid.rule(state.row, state.column);
  by("side").hidden = state.sideClosed || !(cell.n || lock || rule?.message);
  by("side-cell").textContent = `Ô ${a1(state.row, state.column)}`;
  by("side-note-box").hidden = !cell.n;
  by("side-note").textContent = cell.n ?? "";
  by("side-lock").hidden = !lock;
  by("side-lock").textContent = lock?.why ?? "";
  by("side-rule").hidden = !rule?.message;
  by("side-rule").textContent = rule?.message ?? "";
}

function step(down, right) {
  const td = grid.td(state.row, state.column);
  const [over, beside] = [down > 0 ? td?.rowSpan ?? 1 : 1, right > 0 ? td?.colSpan ?? 1 : 1];
  select(state.row + down * (down === 1 ? over : 1), state.column + right * beside);
  editor.focus();
}

// ---- up: writing ------------------------------------------------------------------------------------------

async function ask(what, body) {
  by("saved").textContent = "Đang lưu…";
  try {
    await wish(what, { gid: state.gid, ...body });
    by("saved").textContent = "Đã lưu";
  } catch (error) {
    by("saved").textContent = "Chưa lưu";
    showRefusal(error instanceof Refusal ? error.told : { title: "Có vấn đề", vi: "Mất kết nối.", en: String(error) });
  }
  await refresh({ fresh: true });
}

const write = (values) => ask("write", { row: state.row, column: state.column, values });

// ---- menus ------------------------------------------------------------------------------------------------

function headerMenu(button) {
  const isRow = button.dataset.row !== undefined;
  const index = Number(isRow ? button.dataset.row : button.dataset.column);
  const dimension = isRow ? "ROWS" : "COLUMNS";
  const [thing, before, after] = isRow ? ["hàng", "bên trên", "bên dưới"] : ["cột", "bên trái", "bên phải"];
  const sort = (ascending) => ask("sort", { column: index, ascending });
  openMenu([
    ...(isRow ? [] : [["Sắp xếp A → Z", () => sort(true)], ["Sắp xếp Z → A", () => sort(false)]]),
    [`Chèn 1 ${thing} ${before}`, () => ask("insert", { dimension, index })],
    [`Chèn 1 ${thing} ${after}`, () => ask("insert", { dimension, index: index + 1 })],
    [`Xóa ${thing} ${isRow ? index + 1 : letters(index)}`, () => ask("delete", { dimension, index })],
  ], button.getBoundingClientRect());
}

function choiceMenu(td) {
  const rule = grid.rule(state.row, state.column);
  const now = grid.cell(state.row, state.column).v ?? "";
  const options = rule.options.map((option) => [option, () => { write([[option]]); editor.focus(); }, option === now]);
  openMenu(options, td.getBoundingClientRect());
}

function clicked(event) {
  const button = event.target.closest("th button");
  if (button) return headerMenu(button);
  if (event.target.closest("td a")) return undefined;
  const td = event.target.closest("td");
  if (!td) return undefined;
  const again = Number(td.dataset.row) === state.row && Number(td.dataset.column) === state.column;
  state.sideClosed = false;
  select(Number(td.dataset.row), Number(td.dataset.column), { scroll: false });
  editor.focus();
  if (td.classList.contains("locked")) return undefined;
  if (td.classList.contains("tick")) return write([[grid.cell(state.row, state.column).v === "TRUE" ? "FALSE" : "TRUE"]]);
  const onArrow = event.clientX > td.getBoundingClientRect().right - 20;
  if (td.classList.contains("choice") && (onArrow || (again && event.detail === 1))) return choiceMenu(td);
  return undefined;
}

// ---- wiring -----------------------------------------------------------------------------------------------

async function open(gid) {
  Object.assign(state, { gid, rows: STEP_ROWS, row: 0, column: 0 });
  box.scrollTo(0, 0);
  await refresh({ fresh: true });
}

async function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const named = wanted.get("gid") ?? new URLSearchParams(location.search).get("gid");
  const gid = named === null ? state.gid : Number(named);
  const [row, column] = address(wanted.get("range")) ?? [0, 0];
  Object.assign(state, { gid, row, column, rows: Math.max(STEP_ROWS, row + 50) });
  await refresh({ fresh: true });
  if (grid.view) select(row, column);
}

by("person").addEventListener("change", async (event) => {
  await ask("person", { email: event.target.value });
});
by("side-close").addEventListener("click", () => { state.sideClosed = true; by("side").hidden = true; });
bar.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  const [text, cell] = [bar.value, grid.cell(state.row, state.column)];
  if (event.key === "Escape") bar.value = cell.t ?? "";
  editor.focus();
  if (event.key === "Enter" && text !== (cell.t ?? "")) write([[text]]);
});
box.addEventListener("mousedown", (event) => { if (event.target !== editor.input) event.preventDefault(); });
box.addEventListener("click", (event) => { if (editor.editing) editor.finish(); clicked(event); });
box.addEventListener("dblclick", (event) => {
  const td = event.target.closest("td");
  if (td && !td.classList.contains("tick")) { closeMenu(); editor.begin(); }
});
document.addEventListener("pointerdown", (event) => { if (!event.target.closest("#menu, th button")) closeMenu(); });
document.addEventListener("keydown", (event) => { if (menuIsOpen()) steerMenu(event, () => editor.focus()); });
addEventListener("hashchange", follow);
addEventListener("resize", () => editor.move());
wireTip(box);
await follow();
editor.focus();
setTimeout(poll, POLL_MS);
