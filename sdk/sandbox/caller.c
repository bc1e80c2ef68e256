/* caller.c - who asks, and what a caller may do. */
#include "caller.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "accounts.h"
#include "clock.h"
#include "lag.h"
#include "linger.h"
#include "membership.h"

/* The 401, with the header that says where a token is to be had. */
static int refuse_token(const struct request *request, const char *why,
                        struct reply *reply)
{
  struct buffer header = { 0 };
  char *text CLEANUP_FREE = NULL;

  reply_error(reply, 401, why);
  buffer_printf(&header,
                "Bearer error=\"access_denied\",error_description=\"%s\","
                "resource_metadata=\"https://%s/.well-known/"
                "openid-protected-resource\"",
                why, request->host ? request->host : "");
  text = buffer_take(&header);
  if (!text || reply_header(reply, "WWW-Authenticate", text) < 0)
    reply->status = 500;
  return -1;
}

/* Finds the account with that id, wherever it lives, as it is seen. */
static void find_account(struct state *state, struct caller *caller)
{
  size_t at;

  for (at = 0; at < STATE_ORGANIZATIONS && !caller->account; at++) {
    struct organization *home = &state->organizations[at];
    const struct account *account = accounts_find(home, caller->subject);

    if (account)
      account = lag_seen(account);
    if (account && !account->deleted) {
      caller->account = account;
      caller->home = home;
    }
  }
}

/* True when the token is the one that its subject has now, or a dead one that
 * lingers. */
static int holds(struct state *state, const char *token, enum token_form form,
                 struct caller *caller)
{
  char *wanted CLEANUP_FREE = NULL;
  struct organization *home;

  if (strcmp(caller->subject, state_person) == 0) {
    wanted = state_person_token(state, form);
    return wanted && strcmp(wanted, token) == 0;
  }
  find_account(state, caller);
  if (caller->account && caller->account->expiry > clock_now()) {
    wanted = account_token(caller->account, caller->home, form);
    if (wanted && strcmp(wanted, token) == 0)
      return 1;
  }
  home = linger_find(state, token, form, caller->subject);
  if (home)
    caller->home = home;
  return home != NULL;
}

int caller_identify(struct state *state, const struct request *request,
                    struct caller *caller, struct reply *reply)
{
  static const char bearer[] = "Bearer ";
  const char *header = request->authorization;
  const char *token;
  enum token_form form;

  *caller = (struct caller){ 0 };
  if (!header || !*header)
    return refuse_token(request, "authorization header missing", reply);
  token = strchr(header, ' ');
  if (!token || strchr(++token, ' '))
    return refuse_token(request, "authorization header malformed", reply);
  if (strncasecmp(header, bearer, sizeof bearer - 1) != 0)
    return refuse_token(request, "authorization scheme not allowed", reply);
  form = token_read(token, caller->subject);
  if (form == TOKEN_UNKNOWN)
    return refuse_token(request, "unrecognized bearer token format", reply);
  return holds(state, token, form, caller)
             ? 0
             : refuse_token(request, "token validation failed", reply);
}

int caller_belongs(const struct caller *caller,
                   const struct organization *organization)
{
  if (!organization)
    return 0;
  return caller->home ? caller->home == organization : !organization->hidden;
}

/* True when the group has the role that gives every right. */
static int grants(const struct record *group)
{
  size_t at;

  for (at = 0; at < STATE_LINKS; at++)
    if (group->links[at] && group->links[at]->kind == RECORD_ROLE &&
        strcmp(group->links[at]->name, "administrator") == 0)
      return 1;
  return 0;
}

/* True when the account is in a group, which must grant if asked for. */
static int in_group(const struct state *state, const struct caller *caller,
                    int granting)
{
  size_t at;

  for (at = 0; caller->account && at < state->record_count; at++) {
    const struct record *group = &state->records[at];

    if (group->kind == RECORD_GROUP && group->organization == caller->home &&
        membership_has(state, caller->account->groups, group) &&
        (!granting || grants(group)))
      return 1;
  }
  return 0;
}

int caller_may(const struct state *state, const struct caller *caller,
               const struct organization *organization)
{
  return caller_belongs(caller, organization) &&
         (!caller->home || in_group(state, caller, 1));
}

void caller_refuse(const struct state *state, const struct caller *caller,
                   const struct organization *organization,
                   const struct right *right, struct reply *reply)
{
  const char *why = " is not permitted";
  char text[256];

  if (!in_group(state, caller, 0))
    why = " \u2014 this principal has no organization-scope permissions";
  else if (!caller_belongs(caller, organization))
    why = " \u2014 organization is not in this principal's accessible set";
  (void)snprintf(text, sizeof text,
                 "operation is not allowed by rbac: operation '%s' on "
                 "endpoint '%s'%s",
                 right->operation, right->endpoint, why);
  reply_error(reply, 403, text);
}
