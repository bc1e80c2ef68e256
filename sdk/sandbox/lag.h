/* lag.h - reads that are behind the writes, for as long as --lag says.
 *
 * The service reads from a cache that follows its store.  What was just
 * written is not seen yet, and cannot be written again: whoever tries was
 * working on what is old.  All functions want the state's lock.
 */
#ifndef SANDBOX_LAG_H
#define SANDBOX_LAG_H

#include "accounts.h"

/* Lets every write be seen whose time has come.  Due before each request. */
void lag_settle(struct state *state);

/* To be called before an account is written: reads go on showing it as it
 * is.  Returns 0, or -1 when there is no memory. */
int lag_remember(struct state *state, struct account *account);

/* The same for one that was just made, which reads do not show. */
void lag_hide(struct state *state, struct account *account);

/* The account as reads show it, or NULL where they do not. */
const struct account *lag_seen(const struct account *account);

/* True when it was just written, so that nobody else can write it. */
int lag_locks(const struct account *account);

/* The same for a group whose members were just patched. */
int lag_locks_group(const struct state *state, const struct record *group);
void lag_touch_group(struct state *state, const struct record *group);

#endif
