/* seed.c - what is there when the sandbox starts. */
#include "seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "clock.h"
#include "membership.h"

/* 2026-01-05T09:00:00Z; everything seeded was created some time after it. */
#define EPOCH INT64_C(1767603600)
#define DAY INT64_C(86400)

enum { ACME, GLOBEX, INITECH };

static const struct {
  const char *name, *description, *domain;
  int hidden;
} organizations[STATE_ORGANIZATIONS] = {
  [ACME] = { "acme", "The main organization.", "acme.example", 0 },
  [GLOBEX] = { "globex", "A second one.", "globex.example", 0 },
  [INITECH] = { "initech", "Not yours to see.", "initech.example", 1 },
};

/* Links are indexes into this table, plus one. */
static const struct {
  enum record_kind kind;
  int organization;
  const char *name, *description;
  int links[STATE_LINKS];
} records[STATE_RECORDS] = {
  { RECORD_ROLE, ACME, "administrator", "Does everything.", { 0 } },
  { RECORD_ROLE, ACME, "user", "Deploys things.", { 0 } },
  { RECORD_ROLE, ACME, "reader", "Looks at things.", { 0 } },
  { RECORD_USER, ACME, "ada@acme.example", NULL, { 8 } },
  { RECORD_USER, ACME, "grace@acme.example", NULL, { 6, 8 } },
  { RECORD_GROUP, ACME, "deployers", "Those who deploy.", { 2, 5 } },
  { RECORD_GROUP, ACME, "readers", "Those who look.", { 3 } },
  { RECORD_GROUP, ACME, "admins", "Those who may.", { 1, 4, 5 } },
  { RECORD_PROJECT, ACME, "website", "The website.", { 6, 7 } },
  { RECORD_PROJECT, ACME, "training", "Model training.", { 8 } },
  { RECORD_ROLE, GLOBEX, "administrator", "Does everything.", { 0 } },
  { RECORD_USER, GLOBEX, "hank@globex.example", NULL, { 13 } },
  { RECORD_GROUP, GLOBEX, "operators", "Those who operate.", { 11, 12 } },
  { RECORD_PROJECT, GLOBEX, "dome", "A dome.", { 13 } },
};

void seed_records(struct state *state)
{
  struct ident_stream stream = { .state = 0x7265636f726473 };
  size_t at, link;

  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    struct organization *organization = &state->organizations[at];

    ident_next(&stream, organization->id);
    organization->name = organizations[at].name;
    organization->description = organizations[at].description;
    organization->domain = organizations[at].domain;
    organization->hidden = organizations[at].hidden;
    organization->created = EPOCH + (int64_t)at * DAY;
  }
  (void)ident_number(&stream); /* ids stay what they always were */
  (void)ident_number(&stream);
  state->record_count = STATE_RECORDS;
  for (at = 0; at < STATE_RECORDS; at++) {
    struct record *record = &state->records[at];

    record->kind = records[at].kind;
    ident_next(&stream, record->id);
    record->name = records[at].name;
    record->description = records[at].description;
    record->organization = &state->organizations[records[at].organization];
    record->created = EPOCH + (int64_t)(at + 3) * DAY;
    for (link = 0; link < STATE_LINKS; link++)
      if (records[at].links[link])
        record->links[link] = &state->records[records[at].links[link] - 1];
  }
}

/* The accounts that have a story; all others are made by number. */
static const struct {
  const char *name, *description;
  int days; /* until the token expires */
  int groups[2];
  int tagged;
} accounts[] = {
  { "ci", "Runs the pipelines.", 84, { 6, 7 }, 1 },
  { "deploy", "Rolls releases out.", 9, { 6, 0 }, 0 },
  { "nightly", "Cleans up at night.", -3, { 7, 0 }, 0 },
};

enum { NAMED = sizeof accounts / sizeof accounts[0] };

/* Fills in the tags that show what tags look like. */
static int add_tags(struct draft *draft)
{
  draft->tags = calloc(2, sizeof *draft->tags);
  if (!draft->tags)
    return -1;
  draft->tag_count = 2;
  draft->tags[0].name = strdup("team");
  draft->tags[0].value = strdup("platform");
  draft->tags[1].name = strdup("cost-centre");
  draft->tags[1].value = strdup("4711");
  return draft->tags[0].name && draft->tags[0].value && draft->tags[1].name &&
                 draft->tags[1].value
             ? 0
             : -1;
}

static int add_groups(const struct state *state, struct draft *draft,
                      const int groups[2])
{
  size_t at;

  draft->groups = calloc(2, sizeof *draft->groups);
  if (!draft->groups)
    return -1;
  for (at = 0; at < 2 && groups[at]; at++)
    memcpy(draft->groups[draft->group_count++],
           state->records[groups[at] - 1].id, IDENT_LENGTH + 1);
  return 0;
}

/* What the account with that number (from 0) is.  Returns 0 or -1. */
static int make_draft(const struct state *state, size_t number,
                      struct draft *draft)
{
  const int groups[2] = { 6 + (int)(number % 3), number % 4 == 0 ? 7 : 0 };
  char text[64];

  if (number < NAMED) {
    draft->name = strdup(accounts[number].name);
    draft->description = strdup(accounts[number].description);
    if (accounts[number].tagged && add_tags(draft) < 0)
      return -1;
    return draft->name && draft->description
               ? add_groups(state, draft, accounts[number].groups)
               : -1;
  }
  (void)snprintf(text, sizeof text, "serviceaccount-%06zu", number + 1);
  draft->name = strdup(text);
  (void)snprintf(text, sizeof text, "Service account number %zu.", number + 1);
  draft->description = strdup(text);
  if (!draft->name || !draft->description)
    return -1;
  /* Never the same group twice. */
  return add_groups(state, draft,
                    groups[0] == 7 ? (const int[2]){ 7, 0 } : groups);
}

/* Days until the token expires: some have, some soon will. */
static int days_left(size_t number)
{
  return number < NAMED ? accounts[number].days : (int)(number * 37 % 95) - 4;
}

/* Expiry follows the clock, so that a demonstration always has one account
 * that has expired; with a frozen clock it is exact. */
static void date_account(struct account *account, size_t number)
{
  static const char creator[] = "ada@acme.example";

  account->created = EPOCH + 20 * DAY + (int64_t)(number % 1000) * 7200;
  memcpy(account->created_by, creator, sizeof creator);
  account->expiry = clock_now() + days_left(number) * DAY;
  account->token_expires = account->expiry;
  account->token_issued = account->expiry - STATE_TOKEN_DAYS * DAY;
}

static int seed_one(struct state *state, struct organization *organization,
                    size_t number, const char *id, struct draft *draft)
{
  struct account *account = account_new(id, draft);

  if (!account)
    return -1;
  account->groups = membership_of(state, organization, &account->draft);
  date_account(account, number);
  if (accounts_append(organization, account) < 0) {
    account_free(account);
    return -1;
  }
  return 0;
}

/* The second organization's only account has the name of one of the first. */
static int seed_globex(struct state *state)
{
  struct ident_stream stream = { .state = 0x676c6f626578 };
  struct draft draft CLEANUP(draft_free) = { 0 };
  char id[IDENT_LENGTH + 1];

  ident_next(&stream, id);
  draft.name = strdup("ci");
  if (!draft.name || add_groups(state, &draft, (const int[2]){ 13, 0 }) < 0)
    return -1;
  return seed_one(state, &state->organizations[GLOBEX], 0, id, &draft);
}

int seed_accounts(struct state *state, size_t count)
{
  struct ident_stream stream = { .state = 0x6163636f756e7473 };
  struct organization *acme = &state->organizations[ACME];
  char id[IDENT_LENGTH + 1];
  size_t number;

  for (number = 0; number < count; number++) {
    struct draft draft CLEANUP(draft_free) = { 0 };

    ident_next(&stream, id);
    if (make_draft(state, number, &draft) < 0 ||
        seed_one(state, acme, number, id, &draft) < 0)
      return -1;
  }
  accounts_sort(acme);
  return seed_globex(state);
}
