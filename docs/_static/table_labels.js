// On a phone the rows of wider tables are blocks: each cell then shows the heading of its column.
document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("article table.docutils")) {
    const labels = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.children].forEach((cell, column) => {
        const text = cell.querySelector("p");
        if (text && text.textContent.trim() && column > 0) text.dataset.label = labels[column];
      });
    }
  }
});
