/* linger.h - dead tokens that go on working, for as long as --token-linger
 * says, as with a replica of the service that has verified one before.
 *
 * All functions but linger_free want the state's lock.
 */
#ifndef SANDBOX_LINGER_H
#define SANDBOX_LINGER_H

#include "accounts.h"

/* The account's present token is about to die.  Returns 0, or -1 when there
 * is no memory. */
int linger_add(struct state *state, struct organization *organization,
               const struct account *account);

/* The home of the account whose dead token this is and works, or NULL. */
struct organization *linger_find(const struct state *state, const char *token,
                                 enum token_form form, const char *subject);

/* Forgets every token. */
void linger_free(struct state *state);

#endif
