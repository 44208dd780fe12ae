// The small things that open over the grid: menu, refusal, note.

const by = (id) => document.getElementById(id);
const menu = by("menu");

// Entries are [text, action, checked?]; opens at a viewport point and gives the first entry the focus.
export function openMenu(entries, { left, top, bottom }) {
  menu.replaceChildren(...entries.map(([text, action, checked]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", checked === undefined ? "menuitem" : "menuitemradio");
    if (checked !== undefined) button.setAttribute("aria-checked", String(checked));
    button.textContent = text;
    button.addEventListener("click", () => { closeMenu(); action(); });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
  menu.hidden = false;
  const box = menu.getBoundingClientRect();
  const below = bottom + box.height <= innerHeight;
  menu.style.left = `${Math.max(4, Math.min(left, innerWidth - box.width - 4))}px`;
  menu.style.top = `${below ? bottom : Math.max(4, top - box.height)}px`;
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button"))?.focus({ preventScroll: true });
}

export function closeMenu() {
  menu.hidden = true;
}

export const menuIsOpen = () => !menu.hidden;

export function steerMenu(event, done) {
  const buttons = [...menu.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) buttons[(now + step + buttons.length) % buttons.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") { closeMenu(); done(); }
  else return;
  event.preventDefault();
}

export function showRefusal({ title, vi, en }) {
  by("dialog-title").textContent = title;
  by("dialog-vi").textContent = vi;
  by("dialog-en").textContent = en;
  if (!by("dialog").open) by("dialog").showModal();
}

export function wireTip(grid) {
  const tip = by("tip");
  grid.addEventListener("mouseover", (event) => {
    const td = event.target.closest?.("td[data-note]");
    tip.hidden = !td;
    if (!td) return;
    tip.textContent = td.dataset.note;
    const box = td.getBoundingClientRect();
    const left = Math.min(box.right + 6, innerWidth - tip.offsetWidth - 8);
    const top = Math.min(box.top, innerHeight - tip.offsetHeight - 8);
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${Math.max(4, top)}px`;
  });
  grid.addEventListener("mouseleave", () => { tip.hidden = true; });
  grid.addEventListener("scroll", () => { tip.hidden = true; });
}
