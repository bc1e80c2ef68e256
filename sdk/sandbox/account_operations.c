/* account_operations.c - the verbs of service accounts. */
#include "account_operations.h"

#include <string.h>

#include "account_document.h"
#include "accounts.h"
#include "clock.h"
#include "lag.h"
#include "linger.h"
#include "membership.h"

static const char no_memory[] = "out of memory";

/* Refuses with a status that the API's description does not have there.  The
 * service checks its own answers and sends no such one, it closes the
 * connection. */
static void refuse_undescribed(const struct operation *operation,
                               unsigned int status, const char *text)
{
  reply_error(operation->reply, status, text);
  operation->reply->dropped = !operation->state->any_status &&
                              !(operation->fault && operation->fault->plain);
}

/* Every living or still listed account as one JSON array, or the one with
 * that id alone. */
static struct body *write_list(const struct operation *operation,
                               const char *only)
{
  const struct organization *organization = operation->organization;
  struct buffer out = { 0 };
  size_t at;

  buffer_putc(&out, '[');
  for (at = 0; at < organization->account_count; at++) {
    const struct account *account = lag_seen(organization->accounts[at]);

    if (!account || (only && strcmp(account->id, only) != 0))
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    document_write(&out, &(struct account_view){
                             .state = operation->state,
                             .organization = organization,
                             .account = account,
                             .groups = account->groups,
                         });
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

    if (account->deleted && !lag_locks(account) &&
        --account->lists_left == 0) {
      accounts_remove(organization, account);
      organization->leaving--;
    }
  }
}

/* The whole list is kept until something changes, or is about to be seen.  A
 * caller without the right to read it sees its own account, which is nowhere
 * in a foreign organization. */
static struct body *find_list(const struct operation *operation)
{
  struct organization *organization = operation->organization;

  if (!caller_may(operation->state, &operation->caller, organization))
    return write_list(operation, operation->caller.subject);
  if (operation->state->pending > 0)
    return write_list(operation, NULL);
  if (!organization->list)
    organization->list = write_list(operation, NULL);
  return body_hold(organization->list);
}

void account_list(const struct operation *operation)
{
  struct reply *reply = operation->reply;
  struct body *list;

  if (!operation->organization) {
    refuse_undescribed(operation, 404, api_not_found);
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

/* Answers with the account in those groups, and its token if asked for. */
static void answer_account(const struct operation *operation,
                           unsigned int status, struct account_view *view,
                           int with_token)
{
  struct buffer out = { 0 };
  char *token CLEANUP_FREE = NULL;

  view->state = operation->state;
  view->organization = operation->organization;
  if (with_token) {
    token =
        account_token(view->account, view->organization, token_chosen_form());
    if (!token) {
      reply_error(operation->reply, 500, no_memory);
      return;
    }
  }
  view->token = token;
  document_write(&out, view);
  reply_json(operation->reply, status, &out);
}

/* ---- Writes, which stop where a fault says so. --------------------- */

/* Somebody else writes the same.  Updates and rotations have a 409 in the
 * description. */
static void conflict(const struct operation *operation)
{
  if (strcmp(operation->right.operation, "update") == 0)
    reply_error(operation->reply, 409, api_conflict);
  else
    refuse_undescribed(operation, 409, api_conflict);
}

/* True when the write stops at that moment: the 409, or what the fault has in
 * its place, is the reply. */
static int stops(const struct operation *operation, enum fault_stop moment)
{
  const struct fault *fault = operation->fault;

  if (!fault || fault->stop != moment)
    return 0;
  if (!fault->status || fault->status == 409)
    conflict(operation);
  else
    reply_error(operation->reply, fault->status, api_failed);
  return 1;
}

/* Joins and leaves groups, one after the other.  Returns 0, or -1 when it
 * was stopped between two of them, or one of them is locked. */
static int patch_groups(const struct operation *operation,
                        struct account *account, uint32_t wanted)
{
  struct state *state = operation->state;
  const struct record *group;
  int patched = 0;

  while ((group = membership_next(state, account->groups, wanted))) {
    if (patched++ == 1 && stops(operation, STOP_GROUP))
      return -1;
    if (lag_locks_group(state, group)) {
      conflict(operation);
      return -1;
    }
    membership_flip(state, &account->groups, group);
    lag_touch_group(state, group);
    accounts_changed(operation->organization);
  }
  return 0;
}

/* What a client wants its groups to be, in `*wanted`.  Returns 0, or -1 with
 * the 400 as the reply where one that does not exist is not dropped. */
static int read_groups(const struct operation *operation, uint32_t *wanted)
{
  const struct draft *draft = operation->draft;
  size_t at;

  *wanted = membership_of(operation->state, operation->organization, draft);
  for (at = 0; operation->state->group_check && at < draft->group_count; at++)
    if (!state_record(operation->state, RECORD_GROUP, operation->organization,
                      draft->groups[at])) {
      reply_error(operation->reply, 400,
                  "a group in spec.groupIDs does not exist");
      return -1;
    }
  return 0;
}

/* Makes the account of the draft, in no group.  Returns NULL with the error
 * as the reply. */
static struct account *make_account(const struct operation *operation)
{
  struct account *account;
  char id[IDENT_LENGTH + 1];

  ident_next(&operation->state->created, id);
  account = account_new(id, operation->draft);
  if (!account || accounts_insert(operation->organization, account) < 0) {
    account_free(account);
    reply_error(operation->reply, 500, no_memory);
    return NULL;
  }
  account->created = clock_now();
  memcpy(account->created_by, operation->caller.subject,
         sizeof account->created_by);
  account_renew(account);
  lag_hide(operation->state, account);
  return account;
}

/* What it says of the groups is what it read before it patched them, as with
 * update. */
void account_create(const struct operation *operation)
{
  struct account_view view = { 0 };
  struct account *account;
  uint32_t wanted;

  if (read_groups(operation, &wanted) < 0 || stops(operation, STOP_BEFORE) ||
      !(account = make_account(operation)) || stops(operation, STOP_ACCOUNT) ||
      patch_groups(operation, account, wanted) < 0 ||
      stops(operation, STOP_DONE))
    return;
  view.account = account;
  if (operation->state->group_check)
    view.groups = account->groups;
  answer_account(operation, 201, &view, 1);
}

/* The account of the path, or NULL with the 404 as the reply. */
static struct account *find_account(const struct operation *operation)
{
  struct account *account =
      operation->organization
          ? accounts_find(operation->organization, operation->id)
          : NULL;
  const struct account *seen = account ? lag_seen(account) : NULL;

  if (seen && !seen->deleted)
    return account;
  reply_error(operation->reply, 404, api_not_found);
  return NULL;
}

/* The account of the path, to be written: nobody else has just done so, and
 * it is remembered as it is.  NULL with the error as the reply. */
static struct account *open_account(const struct operation *operation)
{
  struct account *account = find_account(operation);

  if (!account || stops(operation, STOP_BEFORE))
    return NULL;
  if (account->deleted) /* which is not seen yet */
    reply_error(operation->reply, 500, api_failed);
  else if (lag_locks(account))
    conflict(operation);
  else if (lag_remember(operation->state, account) < 0)
    reply_error(operation->reply, 500, no_memory);
  else
    return account;
  return NULL;
}

static void replace_draft(const struct operation *operation,
                          struct account *account)
{
  struct draft old = account->draft;

  account->draft = *operation->draft;
  *operation->draft = old; /* which leaves with the operation */
  account->modified = clock_now();
  memcpy(account->modified_by, operation->caller.subject,
         sizeof account->modified_by);
  accounts_changed(operation->organization);
}

void account_update(const struct operation *operation)
{
  struct account_view view = { 0 };
  struct account *account;
  uint32_t wanted;

  if (!find_account(operation) || read_groups(operation, &wanted) < 0 ||
      !(account = open_account(operation)))
    return;
  view.account = account;
  view.groups = account->groups;
  replace_draft(operation, account);
  if (stops(operation, STOP_ACCOUNT) ||
      patch_groups(operation, account, wanted) < 0 ||
      stops(operation, STOP_DONE))
    return;
  if (operation->state->group_check)
    view.groups = account->groups;
  answer_account(operation, 200, &view, 0);
}

/* An account may rotate itself, whatever its rights.  It is not modified by
 * that. */
void account_rotate(const struct operation *operation)
{
  const struct caller *caller = &operation->caller;
  int itself = caller->home && strcmp(caller->subject, operation->id) == 0;
  struct account_view view = { 0 };
  struct account *account;

  if ((!itself && !api_allowed(operation)) ||
      !(account = open_account(operation)))
    return;
  if (linger_add(operation->state, operation->organization, account) < 0) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  account_renew(account);
  accounts_changed(operation->organization);
  if (stops(operation, STOP_ACCOUNT) || stops(operation, STOP_GROUP) ||
      stops(operation, STOP_DONE))
    return;
  view.account = account;
  view.groups = account->groups;
  answer_account(operation, 200, &view, 1);
}

/* The account leaves the list at once, after so many lists, or once that is
 * seen. */
static void remove_account(const struct operation *operation,
                           struct account *account)
{
  struct organization *organization = operation->organization;
  const struct state *state = operation->state;

  if (state->deletion_lists == 0 && state->lag == 0) {
    accounts_remove(organization, account);
    return;
  }
  account->deleted = clock_now();
  account->lists_left = state->deletion_lists;
  if (state->deletion_lists > 0)
    organization->leaving++;
  accounts_changed(organization);
}

/* Groups come first here, and the account itself is never locked. */
void account_delete(const struct operation *operation)
{
  struct account *account = find_account(operation);

  if (!account || stops(operation, STOP_BEFORE))
    return;
  if (account->deleted) { /* which is not seen yet */
    reply_error(operation->reply, 404, api_not_found);
    return;
  }
  if (lag_remember(operation->state, account) < 0) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  if (patch_groups(operation, account, 0) < 0 ||
      stops(operation, STOP_ACCOUNT))
    return;
  if (linger_add(operation->state, operation->organization, account) < 0) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  remove_account(operation, account);
  if (!stops(operation, STOP_DONE))
    operation->reply->status = 200;
}
