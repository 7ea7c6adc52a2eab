"use strict";
// Makes tables sortable, and the parameter table selectable: filter, hide, pin, most useful. The state lives in the address.
(() => {
  const MANY = 12, FEW = 3;
  const make = (name, set = {}, text = "") => Object.assign(document.createElement(name), set, text ? { textContent: text } : {});
  const value = (cell) => {
    const text = cell.dataset.sort;
    return text === undefined || text === "" ? null : isNaN(text) ? text : Number(text);
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));

  const sortable = (table, changed) => {
    const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
    const state = { column: -1, down: false };
    const order = (first = () => false) => {
      const sorted = rows.map((row, place) => [row, place]).sort(([a, i], [b, j]) => {
        if (first(a) !== first(b)) return first(a) ? -1 : 1;
        if (state.column < 0) return i - j;
        const [x, y] = [value(a.cells[state.column]), value(b.cells[state.column])];
        if (x === null || y === null) return x === y ? i - j : x === null ? 1 : -1;
        return (state.down ? compare(y, x) : compare(x, y)) || i - j;
      });
      body.append(...sorted.map(([row]) => row));
      heads.forEach((head, place) => {
        if (place === state.column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    };
    heads.forEach((head, place) => {
      if (!rows.some((row) => value(row.cells[place]) !== null)) return;
      const name = head.textContent;
      const button = make("button", { type: "button", title: table.dataset.sortLabel.replace("{column}", name) }, name);
      button.addEventListener("click", () => {
        const numeric = rows.some((row) => typeof value(row.cells[place]) === "number");
        [state.column, state.down] = [place, state.column === place ? !state.down : numeric];
        changed ? changed() : order();
      });
      head.replaceChildren(button);
    });
    return { rows, heads, state, order };
  };

  const selectable = (table) => {
    const hidden = new Set(), pinned = new Set(), pins = new Map();
    let find = "", chosen = false;
    const idle = (row) => row.querySelector(".quiet") !== null;
    const { rows, heads, state, order } = sortable(table, () => changed());
    const lively = rows.filter((row) => !idle(row));
    const useful = new Set(lively.length >= FEW ? lively : rows.slice(0, MANY));

    const tools = make("div", { className: "tools" });
    const search = make("input", { type: "search" });
    const label = make("label", {}, table.dataset.filter);
    const most = make("button", { type: "button" }, table.dataset.useful);
    const all = make("button", { type: "button" }, table.dataset.all);
    const count = make("output", {});

    const show = () => {
      const sought = find.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const found = sought === "" || row.textContent.toLowerCase().includes(sought);
        row.hidden = !pinned.has(row.id) && (hidden.has(row.id) || !found);
        row.classList.toggle("pinned", pinned.has(row.id));
        pins.get(row).setAttribute("aria-pressed", String(pinned.has(row.id)));
        shown += row.hidden ? 0 : 1;
      }
      count.value = `${shown} / ${rows.length}`;
      all.setAttribute("aria-pressed", String(shown === rows.length));
      most.setAttribute("aria-pressed", String(hidden.size > 0 && rows.every((row) => hidden.has(row.id) !== useful.has(row))));
    };
    const keep = () => {
      const parts = [];
      const list = (set) => [...set].map(encodeURIComponent).join(",");
      if (state.column >= 0) parts.push(`sort=${state.column}${state.down ? "d" : "a"}`);
      if (find) parts.push(`find=${encodeURIComponent(find)}`);
      if (pinned.size) parts.push(`pin=${list(pinned)}`);
      if (hidden.size || chosen) parts.push(`hide=${list(hidden)}`);
      try {
        history.replaceState(null, "", parts.length ? `#parameters?${parts.join("&")}` : location.pathname + location.search);
      } catch { /* a frame without an address keeps no state */ }
    };
    const restore = () => {
      const [place, query] = location.hash.slice(1).split("?");
      if (place !== "parameters" || query === undefined) return false;
      const told = new Map(query.split("&").map((part) => part.split("=")));
      const sort = /^(\d+)([ad])$/.exec(told.get("sort") || "");
      if (sort && Number(sort[1]) < heads.length) [state.column, state.down] = [Number(sort[1]), sort[2] === "d"];
      try {
        search.value = find = decodeURIComponent(told.get("find") || "");
        for (const [set, name] of [[hidden, "hide"], [pinned, "pin"]])
          for (const id of (told.get(name) || "").split(",")) if (id) set.add(decodeURIComponent(id));
      } catch { /* an address cut short */ }
      table.scrollIntoView();
      return true;
    };
    const select = (kept) => { hidden.clear(); rows.filter((row) => !kept(row)).forEach((row) => hidden.add(row.id)); };
    const changed = () => { order((row) => pinned.has(row.id)); show(); keep(); };

    const button = (row, kind, sign, act) => {
      const title = table.dataset[kind].replace("{parameter}", row.cells[0].dataset.sort);
      const made = make("button", { type: "button", className: kind, title }, sign);
      made.setAttribute("aria-label", title);
      made.addEventListener("click", act);
      return made;
    };
    for (const row of rows) {
      const pin = button(row, "pin", "\u2191", () => { pinned.delete(row.id) || pinned.add(row.id); changed(); pin.focus(); });
      const drop = button(row, "hide", "\u00d7", () => { pinned.delete(row.id); hidden.add(row.id); chosen = true; changed(); search.focus(); });
      pins.set(row, pin);
      const pair = make("span", { className: "row-tools" });
      pair.append(pin, drop);
      row.cells[0].prepend(pair);
    }
    search.addEventListener("input", () => { find = search.value; changed(); });
    most.addEventListener("click", () => { select((row) => useful.has(row)); chosen = true; changed(); });
    all.addEventListener("click", () => { hidden.clear(); search.value = find = ""; chosen = true; changed(); });
    label.append(search);
    tools.append(label, most, all, count);
    table.parentElement.before(tools);
    if (!restore() && rows.length > MANY) select((row) => useful.has(row));
    order((row) => pinned.has(row.id));
    show();
  };

  for (const table of document.querySelectorAll("table[data-sortable]"))
    if (table.id === "parameters" && table.tBodies[0].rows.length > 1) selectable(table);
    else sortable(table);
})();
