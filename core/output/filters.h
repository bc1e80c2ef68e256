/* filters.h - the -q filters of a command.
 *
 * Filters are compiled before anything is sent: a typo must never cost a
 * rotated token.
 */
#ifndef FILTERS_H
#define FILTERS_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/output/filter.h"

/* Starts zeroed; released by filters_free. */
struct filters {
  struct filter *list;
  size_t count;
};

/* Compiles every -q; the texts are borrowed.  Returns as filter_compile. */
int filters_compile(struct filters *filters, const char *const *texts,
                    size_t count, struct error *error);

/* From now on the results are for people, and go to output_results. */
void filters_mark(struct filters *filters);

/* The one filter that can take a list element by element (filter_list.h),
 * or NULL where the list is needed whole. */
struct filter *filters_of_elements(const struct filters *filters);

/* Runs the filters in their order, each over the whole payload, and writes
 * one result a line.  Over a `secret` payload libjq runs in a process of its
 * own, which it may crash, and which ends when the reader of standard output
 * does; up to OUTPUT_HELD bytes of results are written when all is well.
 * Returns 0, or -1 with EXIT_FAILED for a filter that fails; its own words,
 * which may quote the payload, are left out where that is secret. */
int filters_run(const struct filters *filters, struct span payload, int secret,
                struct sink sink, struct error *error);

void filters_free(struct filters *filters);

#define CLEANUP_FILTERS CLEANUP(filters_free)

#endif
