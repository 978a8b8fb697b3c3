// The page's address is its state: filters, order, pause, columns and the open row can be copied, sent and gone back to.

const FILTERS = ['integration', 'queue', 'agent', 'outcome', 'q'];

export function readAddress() {
  const query = new URLSearchParams(location.search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  const columns = query.get('columns');
  return {
    filter,
    paused: query.get('paused') === '1',
    row: query.get('row') ?? '',
    sort: query.get('sort'),
    columns: columns === null ? null : columns.split(',').filter(Boolean),
  };
}

/** The query of a filter alone, as the export and REST take it. */
export function filterQuery(filter) {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    if (filter[name]) {
      query.set(name, filter[name]);
    }
  }
  return query;
}

export function isFiltered(filter) {
  return FILTERS.some((name) => filter[name]);
}

/**
 * A step (a filter, a row) can be gone back from; typing in the search field is not a step per letter. Whoever goes back
 * finds the columns of that time also where the address does not name them.
 */
export function writeAddress({filter, paused, row, columns, sort, shown}, step = true) {
  const query = filterQuery(filter);
  if (columns) {
    query.set('columns', columns.join(','));
  }
  if (sort) {
    query.set('sort', sort);
  }
  if (paused) {
    query.set('paused', '1');
  }
  if (row) {
    query.set('row', row);
  }
  const words = query.toString();
  const address = words ? `${location.pathname}?${words}` : location.pathname;
  const isNew = address !== location.pathname + location.search;
  history[step && isNew ? 'pushState' : 'replaceState']({shown}, '', address);
}
