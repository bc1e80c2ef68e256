/* state.c - what the stand-in knows, and its life. */
#include "state.h"

#include <string.h>

#include "accounts.h"
#include "linger.h"
#include "projects.h"
#include "seed.h"
#include "thing_seed.h"
#include "things.h"

/* 2026-01-01 and 2099-12-31: the person's token is the same in every run and
 * good at any frozen time. */
#define PERSON_ISSUED INT64_C(1767225600)
#define PERSON_EXPIRES INT64_C(4102358400)

const char state_person[] = "ada@acme.example";

char *state_person_token(const struct state *state, enum token_form form)
{
  return token_make(form, &(struct token_claims){
                              .subject = state_person,
                              .organization = state->organizations[0].id,
                              .type = "user",
                              .issued = PERSON_ISSUED,
                              .expires = PERSON_EXPIRES,
                          });
}

int state_init(struct state *state, const struct manner *manner)
{
  *state = (struct state){
    .created = { .state = 0x637265617465 },
    .deletion_lists = manner->deletion_lists,
    .lag = manner->lag,
    .linger = manner->linger,
    .any_status = manner->any_status,
    .group_check = manner->group_check,
  };
  if (pthread_mutex_init(&state->lock, NULL) != 0)
    return -1;
  seed_records(state);
  if (projects_seed(state) < 0 || thing_seed(state) < 0)
    return -1;
  return seed_accounts(state, manner->accounts);
}

void state_free(struct state *state)
{
  size_t at;

  for (at = 0; at < STATE_ORGANIZATIONS; at++)
    accounts_free(&state->organizations[at]);
  projects_free(state);
  things_free(state);
  linger_free(state);
  (void)pthread_mutex_destroy(&state->lock);
}

struct organization *state_organization(struct state *state, const char *id)
{
  size_t at;

  for (at = 0; at < STATE_ORGANIZATIONS; at++)
    if (strcmp(state->organizations[at].id, id) == 0)
      return &state->organizations[at];
  return NULL;
}

const struct record *state_record(const struct state *state,
                                  enum record_kind kind,
                                  const struct organization *organization,
                                  const char *id)
{
  size_t at;

  for (at = 0; at < state->record_count; at++) {
    const struct record *record = &state->records[at];

    if (record->kind == kind && record->organization == organization &&
        strcmp(record->id, id) == 0)
      return record;
  }
  return NULL;
}

void state_lock(struct state *state)
{
  (void)pthread_mutex_lock(&state->lock);
}

void state_unlock(struct state *state)
{
  (void)pthread_mutex_unlock(&state->lock);
}
