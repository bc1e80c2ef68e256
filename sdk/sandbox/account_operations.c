/* account_operations.c - the verbs of service accounts. */
#include "account_operations.h"

#include <string.h>

#include "account_document.h"
#include "accounts.h"
#include "clock.h"

static const char no_memory[] = "out of memory";
static const char not_there[] = "the requested resource does not exist";

/* Every living or still listed account as one JSON array. */
static struct body *write_list(const struct organization *organization)
{
  struct buffer out = { 0 };
  size_t at;

  buffer_putc(&out, '[');
  for (at = 0; at < organization->account_count; at++) {
    if (at)
      buffer_putc(&out, ',');
    document_write(&out, organization->accounts[at], organization, NULL);
  }
  buffer_putc(&out, ']');
  return body_new(&out);
}

/* One more list has shown the deleted accounts; those that were shown often
 * enough are gone. */
static void fade(struct organization *organization)
{
  size_t at = organization->account_count;

  while (organization->leaving > 0 && at-- > 0) {
    struct account *account = organization->accounts[at];

    if (account->deleted && --account->lists_left == 0) {
      accounts_remove(organization, account);
      organization->leaving--;
    }
  }
}

void account_list(const struct operation *operation)
{
  struct organization *organization = operation->organization;
  struct reply *reply = operation->reply;

  if (!organization->list)
    organization->list = write_list(organization);
  if (!organization->list ||
      reply_header(reply, "Content-Type", "application/json") < 0) {
    reply_error(reply, 500, no_memory);
    return;
  }
  reply->status = 200;
  reply_body(reply, body_hold(organization->list));
  if (organization->leaving > 0)
    fade(organization);
}

/* Answers with the account, and its token if asked for. */
static void answer_account(const struct operation *operation,
                           unsigned int status, const struct account *account,
                           int with_token)
{
  struct buffer out = { 0 };
  char *token CLEANUP_FREE = NULL;

  if (with_token &&
      !(token = account_token(account, operation->organization))) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  document_write(&out, account, operation->organization, token);
  reply_json(operation->reply, status, &out);
}

/* Reads the body and looks its groups up.  Returns 0, or -1 with the error
 * as the reply. */
static int read_draft(const struct operation *operation, struct draft *draft)
{
  const char *problem;
  unsigned int status = document_read(operation->request, draft, &problem);
  size_t at;

  for (at = 0; status == 0 && at < draft->group_count; at++)
    if (!state_record(operation->state, RECORD_GROUP, operation->organization,
                      draft->groups[at]))
      status = 422;
  if (status == 0)
    return 0;
  reply_error(operation->reply, status, problem);
  return -1;
}

void account_create(const struct operation *operation)
{
  struct organization *organization = operation->organization;
  struct draft draft CLEANUP(draft_free) = { 0 };
  struct account *account;
  char id[IDENT_LENGTH + 1];

  if (read_draft(operation, &draft) < 0)
    return;
  if (accounts_name_taken(organization, draft.name, NULL)) {
    reply_error(operation->reply, 409,
                "a resource with the same name already exists");
    return;
  }
  ident_next(&operation->state->created, id);
  account = account_new(id, &draft);
  if (!account || accounts_insert(organization, account) < 0) {
    account_free(account);
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  account->created = clock_now();
  memcpy(account->created_by, operation->caller->actor,
         sizeof account->created_by);
  account_renew(account);
  answer_account(operation, 201, account, 1);
}

static void mark_modified(const struct operation *operation,
                          struct account *account)
{
  account->modified = clock_now();
  memcpy(account->modified_by, operation->caller->actor,
         sizeof account->modified_by);
  accounts_changed(operation->organization);
}

/* The account of the path, or NULL with the 404 as the reply. */
static struct account *find_account(const struct operation *operation)
{
  struct account *account =
      accounts_find(operation->organization, operation->id);

  if (!account)
    reply_error(operation->reply, 404, not_there);
  return account;
}

void account_update(const struct operation *operation)
{
  struct draft draft CLEANUP(draft_free) = { 0 };
  struct draft old;
  struct account *account;

  if (read_draft(operation, &draft) < 0 ||
      !(account = find_account(operation)))
    return;
  if (accounts_name_taken(operation->organization, draft.name, account)) {
    reply_error(operation->reply, 409,
                "a resource with the same name already exists");
    return;
  }
  /* The old one leaves with the cleanup. */
  old = account->draft;
  account->draft = draft;
  draft = old;
  mark_modified(operation, account);
  answer_account(operation, 200, account, 0);
}

void account_rotate(const struct operation *operation)
{
  struct account *account = find_account(operation);

  if (!account)
    return;
  account_renew(account);
  mark_modified(operation, account);
  answer_account(operation, 200, account, 1);
}

void account_delete(const struct operation *operation)
{
  struct organization *organization = operation->organization;
  struct account *account = find_account(operation);

  if (!account)
    return;
  operation->reply->status = 200;
  if (operation->state->deletion_lists == 0) {
    accounts_remove(organization, account);
    return;
  }
  account->deleted = clock_now();
  account->lists_left = operation->state->deletion_lists;
  organization->leaving++;
  accounts_changed(organization);
}
