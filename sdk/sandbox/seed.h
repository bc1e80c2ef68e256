/* seed.h - what is there when the sandbox starts, the same in every run. */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include "state.h"

/* Fills in the organizations and the records. */
void seed_records(struct state *state);

/* Makes the first organization's service accounts, and one of the second.
 * Returns 0, or -1 when there is no memory. */
int seed_accounts(struct state *state, size_t count);

#endif
