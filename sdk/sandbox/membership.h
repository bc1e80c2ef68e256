/* membership.h - the groups that accounts are in.
 *
 * An account's groups are a set of bits, one for each record of the state;
 * ids of groups that do not exist, or twice the same, leave no trace in it.
 */
#ifndef SANDBOX_MEMBERSHIP_H
#define SANDBOX_MEMBERSHIP_H

#include <stdint.h>

#include "accounts.h"

/* The set of the organization's groups that the draft names. */
uint32_t membership_of(const struct state *state,
                       const struct organization *organization,
                       const struct draft *draft);

/* True when the set has the group. */
int membership_has(const struct state *state, uint32_t groups,
                   const struct record *group);

/* The first group, in the order of the list of groups, that is in one of the
 * sets and not in the other, or NULL when the sets are the same. */
const struct record *membership_next(const struct state *state,
                                     uint32_t groups, uint32_t wanted);

/* Puts the group into the set, or takes it out. */
void membership_flip(const struct state *state, uint32_t *groups,
                     const struct record *group);

/* Appends the ids of the set, as the elements of an array. */
void membership_write(struct buffer *out, const struct state *state,
                      uint32_t groups);

#endif
