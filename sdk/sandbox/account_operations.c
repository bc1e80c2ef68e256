/* account_operations.c - the verbs of service accounts. */
#include "account_operations.h"

#include <string.h>

#include "account_document.h"
#include "accounts.h"
#include "clock.h"

static const char no_memory[] = "out of memory";

/* Every living or still listed account as one JSON array, or the one with
 * that id alone. */
static struct body *write_list(const struct organization *organization,
                               const char *only)
{
  struct buffer out = { 0 };
  size_t at;

  buffer_putc(&out, '[');
  for (at = 0; at < organization->account_count; at++) {
    const struct account *account = organization->accounts[at];

    if (only && strcmp(account->id, only) != 0)
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    document_write(&out, account, organization, NULL);
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

/* The whole list is kept until something changes.  A caller without the
 * right to read it sees its own account, which is nowhere in a foreign
 * organization. */
static struct body *find_list(const struct operation *operation)
{
  struct organization *organization = operation->organization;

  if (!caller_may(operation->state, operation->caller, organization))
    return write_list(organization, operation->caller->subject);
  if (!organization->list)
    organization->list = write_list(organization, NULL);
  return body_hold(organization->list);
}

void account_list(const struct operation *operation)
{
  struct reply *reply = operation->reply;
  struct body *list;

  if (!operation->organization) {
    reply_error(reply, 404, api_not_found);
    return;
  }
  list = find_list(operation);
  if (!list || reply_header(reply, "Content-Type", "application/json") < 0) {
    body_release(list);
    reply_error(reply, 500, no_memory);
    return;
  }
  reply->status = 200;
  reply_body(reply, list);
  if (operation->organization->leaving > 0)
    fade(operation->organization);
}

/* Answers with the account, and its token if asked for. */
static void answer_account(const struct operation *operation,
                           unsigned int status, const struct account *account,
                           int with_token)
{
  struct buffer out = { 0 };
  char *token CLEANUP_FREE = NULL;

  if (with_token && !(token = account_token(account, operation->organization,
                                            token_chosen_form()))) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  document_write(&out, account, operation->organization, token);
  reply_json(operation->reply, status, &out);
}

/* Looks the groups of the body up.  Returns 0, or -1 with the error as the
 * reply. */
static int check_groups(const struct operation *operation)
{
  const struct draft *draft = operation->draft;
  size_t at;

  for (at = 0; at < draft->group_count; at++)
    if (!state_record(operation->state, RECORD_GROUP, operation->organization,
                      draft->groups[at])) {
      reply_error(operation->reply, 422,
                  "a group in spec.groupIDs does not exist");
      return -1;
    }
  return 0;
}

void account_create(const struct operation *operation)
{
  struct organization *organization = operation->organization;
  struct account *account;
  char id[IDENT_LENGTH + 1];

  if (check_groups(operation) < 0)
    return;
  if (accounts_name_taken(organization, operation->draft->name, NULL)) {
    reply_error(operation->reply, 409,
                "a resource with the same name already exists");
    return;
  }
  ident_next(&operation->state->created, id);
  account = account_new(id, operation->draft);
  if (!account || accounts_insert(organization, account) < 0) {
    account_free(account);
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  account->created = clock_now();
  memcpy(account->created_by, operation->caller->subject,
         sizeof account->created_by);
  account_renew(account);
  answer_account(operation, 201, account, 1);
}

static void mark_modified(const struct operation *operation,
                          struct account *account)
{
  account->modified = clock_now();
  memcpy(account->modified_by, operation->caller->subject,
         sizeof account->modified_by);
  accounts_changed(operation->organization);
}

/* The account of the path, or NULL with the 404 as the reply. */
static struct account *find_account(const struct operation *operation)
{
  struct account *account =
      operation->organization
          ? accounts_find(operation->organization, operation->id)
          : NULL;

  if (!account)
    reply_error(operation->reply, 404, api_not_found);
  return account;
}

void account_update(const struct operation *operation)
{
  struct draft old;
  struct account *account;

  if (check_groups(operation) < 0 || !(account = find_account(operation)))
    return;
  if (accounts_name_taken(operation->organization, operation->draft->name,
                          account)) {
    reply_error(operation->reply, 409,
                "a resource with the same name already exists");
    return;
  }
  /* The old one leaves with the operation. */
  old = account->draft;
  account->draft = *operation->draft;
  *operation->draft = old;
  mark_modified(operation, account);
  answer_account(operation, 200, account, 0);
}

void account_rotate(const struct operation *operation)
{
  const struct caller *caller = operation->caller;
  int itself = caller->home && strcmp(caller->subject, operation->id) == 0;
  struct account *account;

  if ((!itself && !api_allowed(operation)) ||
      !(account = find_account(operation)))
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
