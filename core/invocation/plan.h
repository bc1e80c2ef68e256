/* plan.h - what a verb is going to send. */
#ifndef PLAN_H
#define PLAN_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/http/request.h"

#define PLAN_MOST 64 /* requests for one target */

/* The functions of a plugin (enter.h). */
enum visit { VISIT_NONE, VISIT_PLAN, VISIT_FINISH, VISIT_LIST };

/* Starts zeroed; released by plan_free. */
struct plan {
  struct nscale_request **requests; /* in the order in which they go; the
                                     * arena's */
  size_t count;
  size_t start;         /* where those for the target in turn begin */
  struct buffer answer; /* the plugin's own reply; empty: it has none */
  int nothing_to_do;    /* it was said why, and the command ends well */
  int existing;         /* what was found takes the place of what would be
                         * made (verb/existing.h) */
  enum visit visit;     /* which of them runs */
  int muted;            /* it is made again: its remarks were heard */
};

/* Adds a request for the target in turn (targets.h), 0 where there is only
 * one.  Returns 0, or -1 with EXIT_PLUGIN for more than PLAN_MOST. */
int plan_add(struct plan *plan, struct nscale_request *request, size_t turn,
             struct error *error);

/* Nothing of its requests changes any more: what people are shown is what is
 * sent. */
void plan_seal(struct plan *plan);

/* Drops its requests. */
void plan_clear(struct plan *plan);

void plan_free(struct plan *plan);

#endif
