/* control.c - the levers of the sandbox itself. */
#include "control.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "clock.h"
#include "faults.h"
#include "journal.h"
#include "json.h"
#include "projects.h"
#include "things.h"

static void answer_empty(struct reply *reply)
{
  reply->status = 200;
}

static void arm_fault(struct state *state, const struct request *request,
                      const char *rest, struct reply *reply)
{
  const char *problem;

  (void)state;
  (void)rest;
  if (request->received > REQUEST_BODY_MAX)
    reply_error(reply, 413, "the request body is larger than 1 MiB");
  else if (faults_arm(request->body.data, request->body.length, &problem) < 0)
    reply_error(reply, 400, problem);
  else
    answer_empty(reply);
}

static void disarm_faults(struct state *state, const struct request *request,
                          const char *rest, struct reply *reply)
{
  (void)state;
  (void)request;
  (void)rest;
  faults_disarm();
  answer_empty(reply);
}

/* "count" answers with the number alone; "wait=N" first waits for that many
 * requests. */
static void show_requests(struct state *state, const struct request *request,
                          const char *rest, struct reply *reply)
{
  const char *query = request->query ? request->query : "";
  const char *wait = strstr(query, "wait=");
  struct buffer out = { 0 };

  (void)state;
  (void)rest;
  if (wait)
    journal_wait(strtoull(wait + strlen("wait="), NULL, 10));
  if (strncmp(query, "count", strlen("count")) != 0) {
    journal_answer(reply);
    return;
  }
  buffer_printf(&out, "%" PRIu64 "\n", journal_count());
  reply_content(reply, 200, "text/plain", &out);
}

static void clear_requests(struct state *state, const struct request *request,
                           const char *rest, struct reply *reply)
{
  (void)state;
  (void)request;
  (void)rest;
  journal_clear();
  answer_empty(reply);
}

/* The account with the id in any organization, or NULL with a 404 as the
 * reply.  Locked. */
static struct account *find_account(struct state *state, const char *id,
                                    struct organization **home,
                                    struct reply *reply)
{
  size_t at;

  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    struct account *account;

    *home = &state->organizations[at];
    account = accounts_find(*home, id);
    if (account && !account->deleted)
      return account;
  }
  reply_error(reply, 404, "there is no service account with that id");
  return NULL;
}

/* "in=SECONDS" says when; without it the token has expired. */
static void expire_account(struct state *state, const struct request *request,
                           const char *rest, struct reply *reply)
{
  const char *in = request->query ? strstr(request->query, "in=") : NULL;
  struct organization *home;
  struct account *account;

  state_lock(state);
  account = find_account(state, rest, &home, reply);
  if (account) {
    account->expiry =
        clock_now() +
        (in ? (int64_t)strtoul(in + strlen("in="), NULL, 10) : -1);
    if (account->before)
      account->before->expiry = account->expiry;
    accounts_changed(home);
    answer_empty(reply);
  }
  state_unlock(state);
}

/* "forward=SECONDS" moves the clock on. */
static void move_clock(struct state *state, const struct request *request,
                       const char *rest, struct reply *reply)
{
  const char *forward =
      request->query ? strstr(request->query, "forward=") : NULL;

  (void)state;
  (void)rest;
  if (!forward) {
    reply_error(reply, 400, "the clock wants forward=SECONDS");
    return;
  }
  clock_forward((int64_t)strtoul(forward + strlen("forward="), NULL, 10));
  answer_empty(reply);
}

/* "form=jwt" or "form=jwe" says which, else it is the form that is issued. */
static void show_token(struct state *state, const struct request *request,
                       const char *rest, struct reply *reply)
{
  struct buffer out = { 0 };
  struct organization *home;
  const struct account *account;
  const char *named = request->query ? strstr(request->query, "form=") : NULL;
  enum token_form form =
      named ? token_form_named(named + strlen("form=")) : token_chosen_form();

  state_lock(state);
  account = find_account(state, rest, &home, reply);
  if (account) {
    char *token CLEANUP_FREE = account_token(account, home, form);

    buffer_printf(&out, "%s\n", token ? token : "");
    reply_content(reply, 200, "text/plain", &out);
  }
  state_unlock(state);
}

/* A comma unless it is the first of its object. */
static void separate(struct buffer *out)
{
  if (out->length > 0 && out->data[out->length - 1] != '{')
    buffer_putc(out, ',');
}

static void write_records(struct buffer *out, const struct state *state,
                          const struct organization *organization,
                          const char *title, enum record_kind kind)
{
  size_t at;

  separate(out);
  buffer_printf(out, "\"%s\":{", title);
  for (at = 0; at < state->record_count; at++) {
    const struct record *record = &state->records[at];

    if (record->kind == kind && record->organization == organization)
      json_member(out, record->name, record->id);
  }
  buffer_putc(out, '}');
}

static void write_things(struct buffer *out, const struct state *state,
                         const struct organization *organization)
{
  static const struct kind *const kinds[] = { &kind_instance, &kind_network,
                                              &kind_security_group,
                                              &kind_image };
  size_t at;

  for (at = 0; at < sizeof kinds / sizeof kinds[0]; at++) {
    separate(out);
    buffer_printf(out, "\"%s\":{", kinds[at]->plural);
    things_write_ids(out, state, kinds[at], organization);
    buffer_putc(out, '}');
  }
}

static void write_fixtures(struct buffer *out, const struct state *state,
                           const struct organization *organization)
{
  size_t at;

  separate(out);
  json_quote(out, organization->name);
  buffer_puts(out, ":{");
  json_member(out, "id", organization->id);
  buffer_printf(out, ",\"hidden\":%s",
                organization->hidden ? "true" : "false");
  write_records(out, state, organization, "groups", RECORD_GROUP);
  buffer_puts(out, ",\"projects\":{");
  projects_write_ids(out, state, organization);
  buffer_putc(out, '}');
  write_records(out, state, organization, "roles", RECORD_ROLE);
  write_records(out, state, organization, "users", RECORD_USER);
  buffer_puts(out, ",\"serviceaccounts\":{");
  for (at = 0; at < organization->account_count; at++)
    json_member(out, organization->accounts[at]->draft.name,
                organization->accounts[at]->id);
  buffer_putc(out, '}');
  write_things(out, state, organization);
  buffer_putc(out, '}');
}

static void show_fixtures(struct state *state, const struct request *request,
                          const char *rest, struct reply *reply)
{
  struct buffer out = { 0 };
  size_t at;

  (void)request;
  (void)rest;
  buffer_puts(&out, "{\"organizations\":{");
  state_lock(state);
  for (at = 0; at < STATE_ORGANIZATIONS; at++)
    write_fixtures(&out, state, &state->organizations[at]);
  state_unlock(state);
  buffer_puts(&out, "}}");
  reply_json(reply, 200, &out);
}

/* A path that ends with "/" is followed by an id. */
static const struct {
  const char *method;
  const char *path;
  void (*answer)(struct state *state, const struct request *request,
                 const char *rest, struct reply *reply);
} levers[] = {
  { "POST", "/sandbox/faults", arm_fault },
  { "DELETE", "/sandbox/faults", disarm_faults },
  { "GET", "/sandbox/requests", show_requests },
  { "DELETE", "/sandbox/requests", clear_requests },
  { "GET", "/sandbox/fixtures", show_fixtures },
  { "GET", "/sandbox/token/", show_token },
  { "POST", "/sandbox/expire/", expire_account },
  { "POST", "/sandbox/clock", move_clock },
};

void control_answer(struct state *state, const struct request *request,
                    struct reply *reply)
{
  int known = 0;
  size_t at;

  for (at = 0; at < sizeof levers / sizeof levers[0]; at++) {
    size_t length = strlen(levers[at].path);
    int open = levers[at].path[length - 1] == '/';

    if (strncmp(request->path, levers[at].path, length) != 0 ||
        (!open && request->path[length] != '\0'))
      continue;
    known = 1;
    if (strcmp(request->method, levers[at].method) != 0)
      continue;
    levers[at].answer(state, request, request->path + length, reply);
    return;
  }
  reply_error(reply, known ? 405 : 404,
              known ? "the method is not allowed here"
                    : "the sandbox has no such lever");
}
