/* pages.h - a list that comes wrapped, or in pages (nscale_pages).
 *
 * Whoever reads a list sees one array, whatever it came in.  No page is kept:
 * what follows what is a text, an address at the most.
 */
#ifndef PAGES_H
#define PAGES_H

#include "core/http/exchange.h"

#define PAGES_MOST 10000

/* Sends the request, and as long as a reply says that there is a next page,
 * that for it; task->data takes all of it as one array.  A first reply without
 * a list is handed over as it is where `may_be_thing`.  Without
 * nscale_request.pages it is exchange_run.
 *
 * EXIT_FAILED where a reply has no list, where its next page is on another
 * server, to which the service token must not go, or one that came before, and
 * where there are more than PAGES_MOST.  Returns 0 or -1. */
int pages_run(struct exchange *exchange, struct exchange_task *task,
              int may_be_thing, struct error *error);

#endif
