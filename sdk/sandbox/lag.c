/* lag.c - reads that are behind the writes. */
#include "lag.h"

#include "clock.h"

static void begin(struct state *state, struct account *account)
{
  if (!account->settles)
    state->pending++;
  account->settles = clock_milliseconds() + state->lag;
}

static void settle(struct state *state, struct organization *organization,
                   struct account *account)
{
  account->settles = 0;
  account_free(account->before);
  account->before = NULL;
  state->pending--;
  accounts_changed(organization);
  if (account->deleted && account->lists_left == 0)
    accounts_remove(organization, account);
}

void lag_settle(struct state *state)
{
  size_t at, each;

  if (state->pending == 0)
    return;
  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    struct organization *organization = &state->organizations[at];

    for (each = organization->account_count; each-- > 0;) {
      struct account *account = organization->accounts[each];

      if (account->settles && account->settles <= clock_milliseconds())
        settle(state, organization, account);
    }
  }
}

int lag_remember(struct state *state, struct account *account)
{
  if (state->lag == 0)
    return 0;
  /* Among several writes the first one counts: what it found is seen. */
  if (!account->settles && !(account->before = account_copy(account)))
    return -1;
  begin(state, account);
  return 0;
}

void lag_hide(struct state *state, struct account *account)
{
  if (state->lag > 0)
    begin(state, account);
}

const struct account *lag_seen(const struct account *account)
{
  return account->settles ? account->before : account;
}

int lag_locks(const struct account *account)
{
  return account->settles != 0;
}

int lag_locks_group(const struct state *state, const struct record *group)
{
  return state->group_settles[group - state->records] > clock_milliseconds();
}

void lag_touch_group(struct state *state, const struct record *group)
{
  if (state->lag > 0)
    state->group_settles[group - state->records] =
        clock_milliseconds() + state->lag;
}
