/** Makes each column header of a table sort its rows by that column: descending, then ascending. */
export const sortable = (table: HTMLTableElement) => {
  const heads = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  heads.forEach((head, column) => {
    head.querySelector("button")?.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const order = (a: HTMLTableRowElement, b: HTMLTableRowElement) =>
        compare(keyOf(a, column), keyOf(b, column));
      body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
    });
  });
};

/** The exact number of a cell that displays a rounded one; otherwise its text. */
const keyOf = (row: HTMLTableRowElement, column: number) => {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent;
};

const compare = (a: string, b: string) =>
  Number.isNaN(Number(a)) ? a.localeCompare(b) : Number(a) - Number(b);
