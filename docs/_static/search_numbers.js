// Sphinx indexes numbers, and leaves them out of queries: readers search for 429.
document.addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const parse = Search._parseQuery;
  Search._parseQuery = (query) => {
    const parsed = parse(query);
    splitQuery(query)
      .filter((term) => /^\d{3,}$/.test(term))
      .forEach((term) => [parsed[1], parsed[3]].forEach((terms) => terms.add(term)));
    return parsed;
  };
});
