/* linger.c - dead tokens that go on working. */
#include "linger.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"

struct lingering {
  struct lingering *next;
  struct organization *home;
  struct account account; /* what the token was made of, and no more */
  int64_t until;
};

int linger_add(struct state *state, struct organization *organization,
               const struct account *account)
{
  struct lingering *token;

  if (state->linger == 0)
    return 0;
  token = calloc(1, sizeof *token);
  if (!token)
    return -1;
  token->home = organization;
  memcpy(token->account.id, account->id, sizeof account->id);
  token->account.expiry = account->expiry;
  token->account.generation = account->generation;
  token->account.token_issued = account->token_issued;
  token->account.token_expires = account->token_expires;
  token->until = clock_milliseconds() + state->linger;
  token->next = state->lingering;
  state->lingering = token;
  return 0;
}

struct organization *linger_find(const struct state *state, const char *token,
                                 enum token_form form, const char *subject)
{
  const struct lingering *each;

  for (each = state->lingering; each; each = each->next) {
    char *wanted CLEANUP_FREE = NULL;

    if (each->until <= clock_milliseconds() ||
        each->account.expiry <= clock_now() ||
        strcmp(each->account.id, subject) != 0)
      continue;
    wanted = account_token(&each->account, each->home, form);
    if (wanted && strcmp(wanted, token) == 0)
      return each->home;
  }
  return NULL;
}

void linger_free(struct state *state)
{
  struct lingering *token;

  while ((token = state->lingering) != NULL) {
    state->lingering = token->next;
    free(token);
  }
}
