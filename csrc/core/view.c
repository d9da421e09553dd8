/* view.c: rows that are chosen, and columns under names; see column.h. */
#include "column.h"

/* ---- chosen rows ---- */

os_rows *os_rows_new(const os_mem *mem, size_t count) {
  size_t bytes;
  if (!os_mul(count, sizeof(uint32_t), &bytes)) return NULL;
  if (!os_add(bytes, sizeof(os_rows), &bytes)) return NULL;
  os_rows *rows = os_alloc(mem, 1, bytes);
  if (!rows) return NULL;
  rows->mem = os_unwatched(mem);
  rows->refs = 1;
  rows->count = count;
  return rows;
}

os_rows *os_rows_keep(os_rows *rows) {
  if (rows) rows->refs++;
  return rows;
}

void os_rows_drop(os_rows *rows) {
  if (!rows || --rows->refs > 0) return;
  os_mem mem = rows->mem;
  os_free(&mem, rows, sizeof *rows + rows->count * sizeof rows->index[0]);
}

/* ---- views ---- */

static os_status copy_names(os_view *view, const os_name *names) {
  size_t total = 0;
  for (size_t i = 0; i < view->ncols; i++) {
    if (!os_add(total, names[i].len, &total) || !os_add(total, 1, &total)) return OS_NOMEM;
  }
  view->names = os_alloc(&view->mem, view->ncols, sizeof *view->names);
  view->name_bytes = os_alloc(&view->mem, total, 1);
  view->name_size = total;
  if (!view->names || !view->name_bytes) return OS_NOMEM;
  char *at = view->name_bytes;
  for (size_t i = 0; i < view->ncols; i++) {
    size_t len = names[i].len;
    if (len) memcpy(at, names[i].ptr, len);
    at[len] = '\0'; /* for whoever prints it in a debugger */
    view->names[i].ptr = at;
    view->names[i].len = len;
    at += len + 1;
  }
  return OS_OK;
}

os_status os_view_init(const os_mem *mem, os_view *view, size_t ncols, os_column *const *cols,
                       const os_name *names, size_t rows, os_rows *chosen) {
  view->mem = os_unwatched(mem);
  view->ncols = ncols;
  view->rows = rows;
  if (ncols > 0) {
    view->cols = os_alloc_zero(mem, ncols, sizeof *view->cols);
    if (!view->cols || copy_names(view, names)) {
      os_view_clear(view);
      return OS_NOMEM;
    }
  }
  for (size_t i = 0; i < ncols; i++) view->cols[i] = os_column_keep(cols[i]);
  view->chosen = os_rows_keep(chosen);
  return OS_OK;
}

void os_view_clear(os_view *view) {
  os_mem mem = view->mem;
  for (size_t i = 0; view->cols && i < view->ncols; i++) os_column_drop(view->cols[i]);
  os_free(&mem, view->cols, view->ncols * sizeof *view->cols);
  os_free(&mem, view->names, view->ncols * sizeof *view->names);
  os_free(&mem, view->name_bytes, view->name_size);
  os_rows_drop(view->chosen);
  memset(view, 0, sizeof *view);
}

bool os_view_has_value(const os_view *view, size_t col) {
  for (size_t i = 0; i < view->rows; i++) {
    if (os_present(view->cols[col], os_row(view, i))) return true;
  }
  return false;
}
