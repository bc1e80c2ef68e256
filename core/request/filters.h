/* filters.h - the -q filters of a command, over the query module.
 *
 * Filters are compiled before anything is sent: a typo must never cost a
 * rotated token.  The module is opened only when there is a filter.
 */
#ifndef FILTERS_H
#define FILTERS_H

#include <stddef.h>

#include "core/cli/flags.h"
#include "core/message.h"
#include "core/render/table.h"

struct query;
struct query_module;

/* Starts zeroed; released by filters_free. */
struct filters {
  const struct query_module *module;
  struct query **queries;
  const char **texts; /* as they were given */
  size_t count;
};

/* Compiles every -q of the flags.  Returns 0, or -1: EXIT_USAGE for a filter
 * that does not compile, EXIT_FAILED where the module cannot be opened. */
int filters_compile(struct filters *filters, const struct flags *flags,
                    struct error *error);

/* Runs the filters in their order, each over the whole payload, and writes
 * one result a line.  Over a `secret` payload they run in a process of their
 * own, which they may crash, and results are written when all is well.
 * Returns 0, or -1 with EXIT_FAILED for a filter that fails; its own words,
 * which may quote the payload, are left out where that is secret. */
int filters_run(const struct filters *filters, const char *payload,
                size_t length, int secret, table_writer *write,
                void *context, struct error *error);

void filters_free(struct filters *filters);

#define CLEANUP_FILTERS CLEANUP(filters_free)

#endif
