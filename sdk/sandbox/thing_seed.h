/* thing_seed.h - what is in compute and region when the sandbox starts. */
#ifndef SANDBOX_THING_SEED_H
#define SANDBOX_THING_SEED_H

#include "state.h"

/* Makes regions, flavors, images, networks and instances; projects are there
 * already.  Returns 0, or -1 when there is no memory. */
int thing_seed(struct state *state);

#endif
