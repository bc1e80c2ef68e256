/* accounts.c - the service accounts of an organization. */
#include "accounts.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "core/base/vector.h"

void draft_free(struct draft *draft)
{
  size_t at;

  for (at = 0; at < draft->tag_count; at++) {
    free(draft->tags[at].name);
    free(draft->tags[at].value);
  }
  free(draft->tags);
  free(draft->groups);
  free(draft->name);
  free(draft->description);
  *draft = (struct draft){ 0 };
}

struct account *account_new(const char *id, struct draft *draft)
{
  struct account *account = calloc(1, sizeof *account);

  if (!account) {
    draft_free(draft);
    return NULL;
  }
  memcpy(account->id, id, sizeof account->id);
  account->draft = *draft;
  *draft = (struct draft){ 0 };
  return account;
}

void account_free(struct account *account)
{
  if (!account)
    return;
  account_free(account->before);
  draft_free(&account->draft);
  free(account);
}

/* Copies a text, NULL as NULL.  Returns 0, or -1 when there is no memory. */
static int copy_text(const char *text, char **copy)
{
  *copy = text ? strdup(text) : NULL;
  return !text || *copy ? 0 : -1;
}

/* Copies all but the groups, which an account has elsewhere. */
static int copy_draft(const struct draft *draft, struct draft *copy)
{
  size_t at;

  if (copy_text(draft->name, &copy->name) < 0 ||
      copy_text(draft->description, &copy->description) < 0 ||
      !(copy->tags = calloc(draft->tag_count + 1, sizeof *copy->tags)))
    return -1;
  for (at = 0; at < draft->tag_count; at++) {
    copy->tag_count++;
    if (copy_text(draft->tags[at].name, &copy->tags[at].name) < 0 ||
        copy_text(draft->tags[at].value, &copy->tags[at].value) < 0)
      return -1;
  }
  return 0;
}

struct account *account_copy(const struct account *account)
{
  struct account *copy = malloc(sizeof *copy);

  if (!copy)
    return NULL;
  *copy = *account;
  copy->draft = (struct draft){ 0 };
  copy->before = NULL;
  copy->settles = 0;
  if (copy_draft(&account->draft, &copy->draft) == 0)
    return copy;
  account_free(copy);
  return NULL;
}

int accounts_append(struct organization *organization, struct account *account)
{
  struct account **accounts = vector_grow(
      organization->accounts, organization->account_count, sizeof *accounts);

  if (!accounts)
    return -1;
  organization->accounts = accounts;
  organization->accounts[organization->account_count++] = account;
  return 0;
}

static int compare_accounts(const void *one, const void *other)
{
  return strcmp((*(struct account *const *)one)->id,
                (*(struct account *const *)other)->id);
}

void accounts_sort(struct organization *organization)
{
  if (organization->account_count > 0)
    qsort(organization->accounts, organization->account_count,
          sizeof *organization->accounts, compare_accounts);
}

/* Where the id is, or where it would be. */
static size_t place_of(const struct organization *organization, const char *id)
{
  size_t low = 0, high = organization->account_count;

  while (low < high) {
    size_t middle = low + (high - low) / 2;

    if (strcmp(organization->accounts[middle]->id, id) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

int accounts_insert(struct organization *organization, struct account *account)
{
  size_t place = place_of(organization, account->id);
  size_t behind = organization->account_count - place;
  struct account **slot;

  if (accounts_append(organization, account) < 0)
    return -1;
  slot = organization->accounts + place;
  memmove(slot + 1, slot, behind * sizeof *slot);
  *slot = account;
  accounts_changed(organization);
  return 0;
}

void accounts_remove(struct organization *organization,
                     struct account *account)
{
  size_t place = place_of(organization, account->id);
  struct account **slot = organization->accounts + place;

  organization->account_count--;
  memmove(slot, slot + 1,
          (organization->account_count - place) * sizeof *slot);
  account_free(account);
  accounts_changed(organization);
}

struct account *accounts_find(const struct organization *organization,
                              const char *id)
{
  size_t place = place_of(organization, id);
  struct account *account;

  if (place == organization->account_count)
    return NULL;
  account = organization->accounts[place];
  return strcmp(account->id, id) == 0 ? account : NULL;
}

void account_renew(struct account *account)
{
  account->generation++;
  account->token_issued = clock_now();
  account->token_expires =
      account->token_issued + (int64_t)STATE_TOKEN_DAYS * 86400;
  account->expiry = account->token_expires;
}

char *account_token(const struct account *account,
                    const struct organization *organization,
                    enum token_form form)
{
  return token_make(form, &(struct token_claims){
                              .subject = account->id,
                              .organization = organization->id,
                              .type = "service",
                              .generation = account->generation,
                              .issued = account->token_issued,
                              .expires = account->token_expires,
                          });
}

void accounts_changed(struct organization *organization)
{
  body_release(organization->list);
  organization->list = NULL;
}

void accounts_free(struct organization *organization)
{
  size_t at;

  for (at = 0; at < organization->account_count; at++)
    account_free(organization->accounts[at]);
  free(organization->accounts);
  organization->accounts = NULL;
  organization->account_count = 0;
  accounts_changed(organization);
}
