/* columns.h - which columns a list shows, and which one it is sorted by.
 *
 * People name columns by their titles, in any case, with '-' or '_' for a
 * blank: `--columns name,created-by`.  All columns of a verb can be named,
 * those too that only details show by themselves; of two with one title it is
 * the list's own.  A one-time secret is in no list.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <nscale/plugin.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/output/table.h"

struct columns {
  /* In their order; behind those that are shown the one to sort by, where it
   * is not among them.  Borrowed from the plugin's copy. */
  const struct nscale_column *list[TABLE_COLUMNS];
  size_t count;
  size_t shown;  /* the first so many */
  size_t sort;   /* index in the list; TABLE_COLUMNS for none */
  int backwards; /* the last comes first */
  int named;     /* the user chose them: none is left out for want of room */
  int fixed;     /* the user cannot choose: there is no such flag */
  const char *id_path;   /* the noun's: what is there is not cut; or NULL */
  const char *name_path; /* likewise: what is there is cut last */
};

/* What the flags say; NULL for a flag that was not given. */
struct column_flags {
  const char *names;   /* --columns */
  const char *sort_by; /* --sort-by: a column, with '-' before it backwards */
};

/* Chooses columns of a verb.  Returns 0, or -1 with EXIT_USAGE for a name that
 * no column has, with those there are as the hint. */
int columns_choose(struct columns *columns, const struct nscale_noun *noun,
                   const struct nscale_verb *verb,
                   const struct column_flags *flags, struct error *error);

/* Appends the name that --columns takes for a column. */
void columns_name(struct buffer *text, const struct nscale_column *column);

/* Calls `each` with every name that --columns takes, as it is typed
 * ("created-by", borrowed for the call), and the column. */
void columns_each(const struct nscale_noun *noun,
                  const struct nscale_verb *verb,
                  void (*each)(void *context, const char *name,
                               const struct nscale_column *column),
                  void *context);

#endif
