// Adds filter and sort; the page is complete without it.
"use strict";
for (const form of document.querySelectorAll("form.tools")) {
  const scope = document.getElementById(form.dataset.scope);
  const rows = [...scope.querySelectorAll("tbody > tr")];
  const groups = [...scope.querySelectorAll(".family")];
  const output = form.querySelector("output");
  const original = new Map(rows.map((row, index) => [row, index]));
  const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));

  function show() {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const key = form.elements.key.value;
    let shown = 0;
    for (const row of rows) {
      const ofKey = !key || row.dataset.keys.split(" ").includes(key);
      row.hidden = !ofKey || words.some(word => !texts.get(row).includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("tbody > tr:not([hidden])");
    }
    output.textContent = `${shown} of ${rows.length} shown`;
  }

  function sort(list, value, sign) {
    const collator = new Intl.Collator("en", {numeric: true});
    list.sort((a, b) =>
      sign * collator.compare(value(a), value(b)) || original.get(a) - original.get(b));
    for (const row of list) {
      row.parentNode.append(row);
    }
  }

  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", show);
  form.elements.order?.addEventListener("change", event => {
    const order = event.target.value;
    sort(rows, row => row.dataset[order], order === "seconds" ? -1 : 1);
  });
  for (const head of scope.querySelectorAll("th[data-sort]")) {
    const column = head.cellIndex;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const ascending = head.ariaSort !== "ascending";
      for (const other of head.parentNode.cells) {
        other.removeAttribute("aria-sort");
      }
      head.ariaSort = ascending ? "ascending" : "descending";
      const value = cell => cell.dataset.value ?? cell.textContent;
      sort(rows, row => value(row.cells[column]), ascending ? 1 : -1);
    });
  }
  show();
}
