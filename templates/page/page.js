"use strict";
(() => {
  const make = (name, set = {}, text = "") => Object.assign(document.createElement(name), set, text ? { textContent: text } : {});
  const number = (cell) => (cell.dataset.sort === undefined || cell.dataset.sort === "" ? null : isNaN(cell.dataset.sort) ? cell.dataset.sort : Number(cell.dataset.sort));
  const compare = (a, b) => (a === null ? (b === null ? 0 : 1) : b === null ? -1 : typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
    const hidden = new Set();
    const state = { column: -1, down: false, find: "" };
    const main = table.id === "parameters";
    let tools, search, count, useful, all;

    const show = () => {
      const find = state.find.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = hidden.has(row.id) || (find !== "" && !row.textContent.toLowerCase().includes(find));
        shown += row.hidden ? 0 : 1;
      }
      if (count) count.value = `${shown} / ${rows.length}`;
      if (all) all.setAttribute("aria-pressed", String(shown === rows.length));
      if (useful) useful.setAttribute("aria-pressed", String(hidden.size > 0 && rows.every((row) => hidden.has(row.id) === idle(row))));
    };
    const order = () => {
      const sorted = state.column < 0 ? rows : [...rows].sort((a, b) => {
        const [x, y] = [number(a.cells[state.column]), number(b.cells[state.column])];
        return x === null || y === null ? compare(x, y) : state.down ? compare(y, x) : compare(x, y);
      });
      body.append(...sorted);
      heads.forEach((head, place) => {
        if (place === state.column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    };
    const idle = (row) => row.querySelector(".quiet") !== null;
    const keep = () => {
      if (!main) return;
      const parts = [];
      if (state.column >= 0) parts.push(`sort=${state.column}${state.down ? "d" : "a"}`);
      if (state.find) parts.push(`find=${encodeURIComponent(state.find)}`);
      if (hidden.size) parts.push(`hide=${[...hidden].map(encodeURIComponent).join(",")}`);
      try {
        history.replaceState(null, "", parts.length ? `#parameters?${parts.join("&")}` : location.pathname + location.search);
      } catch { /* a frame without an address keeps no state */ }
    };
    const restore = () => {
      const [place, query] = location.hash.slice(1).split("?");
      if (!main || place !== "parameters" || query === undefined) return;
      const found = new Map(query.split("&").map((part) => part.split("=")));
      const sort = /^(\d+)([ad])$/.exec(found.get("sort") || "");
      if (sort && Number(sort[1]) < heads.length) [state.column, state.down] = [Number(sort[1]), sort[2] === "d"];
      try {
        state.find = decodeURIComponent(found.get("find") || "");
        for (const id of (found.get("hide") || "").split(",")) if (id) hidden.add(decodeURIComponent(id));
      } catch { /* an address cut short */ }
      search.value = state.find;
      table.scrollIntoView();
    };
    const changed = () => { order(); show(); keep(); };

    heads.forEach((head, place) => {
      if (!rows.some((row) => row.cells[place].dataset.sort !== undefined)) return;
      const name = head.textContent;
      const button = make("button", { type: "button", title: table.dataset.sortLabel.replace("{column}", name) }, name);
      button.addEventListener("click", () => {
        const numeric = rows.some((row) => typeof number(row.cells[place]) === "number");
        [state.column, state.down] = [place, state.column === place ? !state.down : numeric];
        changed();
      });
      head.replaceChildren(button);
    });

    if (main && rows.length > 1) {
      tools = make("div", { className: "tools" });
      search = make("input", { type: "search" });
      const label = make("label", {}, table.dataset.filter);
      label.append(search);
      useful = make("button", { type: "button" }, table.dataset.useful);
      all = make("button", { type: "button" }, table.dataset.all);
      count = make("output", {});
      search.addEventListener("input", () => { state.find = search.value; changed(); });
      useful.addEventListener("click", () => { hidden.clear(); rows.filter(idle).forEach((row) => hidden.add(row.id)); changed(); });
      all.addEventListener("click", () => { hidden.clear(); state.find = search.value = ""; changed(); });
      tools.append(label, useful, all, count);
      table.parentElement.before(tools);
      for (const row of rows) {
        const name = row.cells[0].dataset.sort;
        const drop = make("button", { type: "button", className: "drop", title: table.dataset.hide.replace("{parameter}", name) }, "\u00d7");
        drop.setAttribute("aria-label", drop.title);
        drop.addEventListener("click", () => { hidden.add(row.id); changed(); search.focus(); });
        row.cells[0].prepend(drop);
      }
      restore();
    }
    order();
    show();
  }
})();
