/* cost.h - whether looking into a JSON text takes too much memory.
 *
 * The scanner counts what a tree or a value of libjq would take; here is what
 * they may.
 */
#ifndef COST_H
#define COST_H

#include "core/json/scan.h"

/* What for, and so how much it may take: three bytes, `{},`, can take 850, and
 * memory must follow what was received.  An update has five trees of a thing
 * at once. */
enum scan_use { SCAN_THING, SCAN_LIST, SCAN_FILTERED };

/* Whether what was scanned would take more than it may for a use. */
int scan_costs_too_much(const struct scan *scan, enum scan_use use);

/* How many bytes it may take for a use where its text has so many. */
uint64_t scan_budget(enum scan_use use, uint64_t length);

/* How many a tree of a whole text takes at most, which is known to be JSON. */
uint64_t scan_whole_cost(struct span text);

/* Whether a whole text would take more, likewise. */
int scan_whole_costs_too_much(struct span text, enum scan_use use);

/* Says so: `WHAT has so many values that ...`.  Returns -1. */
int scan_refuse_cost(const char *what, enum exit_status exit_status,
                     struct error *error);

#endif
