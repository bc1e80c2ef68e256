/* preview.h - a dry run. */
#ifndef PREVIEW_H
#define PREVIEW_H

#include "core/invocation/invocation.h"
#include "core/output/delivery.h"

/* Says on stderr what would be sent, and writes the payload to stdout, or the
 * method and the address where there is none; of several requests one array of
 * all.  Returns 0 or -1. */
int preview_plan(struct invocation *call, struct delivery *delivery);

#endif
