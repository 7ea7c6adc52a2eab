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
    let find = "", chosen = false, version = 0;
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

    const frames = [...table.parentElement.parentElement.querySelectorAll("template.version")];
    const pick = make("select");
    const turn = (to) => {
      version = to;
      pick.value = String(to);
      const held = frames[to].content.cloneNode(true).querySelector("table");
      table.caption.replaceChildren(...held.caption.childNodes);
      [...held.tBodies[0].rows].forEach((row, place) => {
        [...row.cells].forEach((cell, i) => {
          const own = rows[place].cells[i + 1];
          own.replaceChildren(...cell.childNodes);
          if (cell.dataset.sort === undefined) delete own.dataset.sort;
          else own.dataset.sort = cell.dataset.sort;
        });
      });
    };

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
      if (version) parts.push(`metric=${version}`);
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
      if (frames[Number(told.get("metric"))]) turn(Number(told.get("metric")));
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
    if (frames.length) {
      const choose = make("label", {}, table.dataset.switch);
      pick.append(...frames.map((frame, place) => make("option", { value: String(place) }, frame.dataset.label)));
      pick.addEventListener("change", () => {
        turn(Number(pick.value));
        if (state.column < 0) [state.column, state.down] = [1, true];
        changed();
      });
      choose.append(pick);
      tools.prepend(choose);
    }
    table.parentElement.before(tools);
    if (!restore() && rows.length > MANY) select((row) => useful.has(row));
    order((row) => pinned.has(row.id));
    show();
  };

  const searchable = (table) => {
    const { rows } = sortable(table);
    const [tools, label] = [make("div", { className: "tools" }), make("label", {}, table.dataset.filter)];
    const [search, count] = [make("input", { type: "search" }), make("output", {})];
    const show = () => {
      const sought = search.value.trim().toLowerCase();
      rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(sought); });
      count.value = `${rows.filter((row) => !row.hidden).length} / ${rows.length}`;
    };
    search.addEventListener("input", show);
    label.append(search);
    tools.append(label, count);
    table.parentElement.before(tools);
    show();
  };

  for (const table of document.querySelectorAll("table[data-sortable]"))
    if (table.id === "reports") searchable(table);
    else if (table.id === "parameters" && table.tBodies[0].rows.length > 1) selectable(table);
    else sortable(table);
})();

// Names the run under the pointer in pictures of runs, and marks it. The same is in the tables; nothing here is needed to read.
(() => {
  const list = document.getElementById("runs-shown");
  if (!list) return;
  const runs = JSON.parse(list.textContent), NEAR = 9, space = "http://www.w3.org/2000/svg";
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  const traces = (path) => {
    const found = [], said = path.getAttribute("d").match(/[MLHh]|-?[\d.]+/g) || [];
    let sign = "", at = [0, 0];
    for (let i = 0; i < said.length; ) {
      if (/[MLHh]/.test(said[i])) sign = said[i++];
      if (sign === "h") { i += 1; continue; }
      at = sign === "H" ? [Number(said[i++]), at[1]] : [Number(said[i++]), Number(said[i++])];
      if (sign === "M") found.push([at]);
      else found[found.length - 1].push(at);
      if (sign === "M") sign = "L";
    }
    const members = path.dataset.runs.split(",");
    return found.map((points, place) => ({ run: Number(members[place]), points }));
  };
  const away = (points, x, y) => {
    if (points.length === 1) return Math.hypot(points[0][0] - x, points[0][1] - y);
    for (let i = 1; i < points.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]], slope = (y1 - y0) / (x1 - x0);
      if (x >= x0 && x <= x1) return Math.abs(y0 + slope * (x - x0) - y) / Math.hypot(1, slope);
    }
    return Infinity;
  };
  const outline = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("") + (points.length === 1 ? "h0" : "");

  for (const svg of document.querySelectorAll("figure svg")) {
    if (!svg.querySelector("[data-runs]")) continue;
    let all = null;
    const mark = document.createElementNS(space, "path");
    const rest = () => { tip.hidden = true; mark.remove(); };
    svg.addEventListener("pointerleave", rest);
    svg.addEventListener("pointermove", (event) => {
      all ??= [...svg.querySelectorAll("[data-runs]")].flatMap(traces);
      const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let best = null, least = NEAR;
      for (const trace of all) {
        const far = away(trace.points, spot.x, spot.y);
        if (far <= least) [best, least] = [trace, far];
      }
      if (!best || !runs[best.run]) return rest();
      mark.setAttribute("class", best.points.length === 1 ? "marked dot" : "marked");
      mark.setAttribute("d", outline(best.points));
      svg.append(mark);
      tip.textContent = runs[best.run].join(": ");
      tip.hidden = false;
      tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 4)}px`;
      tip.style.top = `${Math.max(event.clientY - tip.offsetHeight - 10, 4)}px`;
    });
  }
})();
