/* api.c - the API itself: who asks, for what, and the answer. */
#include "api.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "account_operations.h"
#include "accounts.h"
#include "clock.h"
#include "directory.h"
#include "projects.h"
#include "token.h"

enum { PARTS = 8, PART = 64 };

/* "{o}" stands for an organization's id and "{}" for that of a thing; both
 * must be UUIDs. */
static const struct route {
  const char *method;
  const char *path;
  void (*answer)(const struct operation *operation);
} routes[] = {
  { "GET", "version", directory_version },
  { "GET", "v1/organizations", directory_organizations },
  { "GET", "v1/organizations/{o}", directory_organization },
  { "GET", "v1/organizations/{o}/groups", directory_groups },
  { "GET", "v1/organizations/{o}/groups/{}", directory_group },
  { "GET", "v1/organizations/{o}/projects", project_list },
  { "POST", "v1/organizations/{o}/projects", project_create },
  { "GET", "v1/organizations/{o}/projects/{}", project_get },
  { "PUT", "v1/organizations/{o}/projects/{}", project_update },
  { "DELETE", "v1/organizations/{o}/projects/{}", project_delete },
  { "GET", "v1/organizations/{o}/roles", directory_roles },
  { "GET", "v1/organizations/{o}/users", directory_users },
  { "GET", "v1/organizations/{o}/serviceaccounts", account_list },
  { "POST", "v1/organizations/{o}/serviceaccounts", account_create },
  { "PUT", "v1/organizations/{o}/serviceaccounts/{}", account_update },
  { "DELETE", "v1/organizations/{o}/serviceaccounts/{}", account_delete },
  { "POST", "v1/organizations/{o}/serviceaccounts/{}/rotate", account_rotate },
};

enum { ROUTES = sizeof routes / sizeof routes[0] };

/* Finds out whose token it is.  Returns 0, or -1 when it is nobody's, or no
 * longer good. */
static int identify_account(struct state *state, const char *token,
                            struct caller *caller)
{
  char subject[IDENT_LENGTH + 1];
  size_t at;

  if (token_subject(token, subject) < 0)
    return -1;
  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    const struct organization *home = &state->organizations[at];
    const struct account *account = accounts_find(home, subject);
    char *wanted CLEANUP_FREE = NULL;

    if (!account)
      continue;
    wanted = account_token(account, home);
    if (!wanted || strcmp(wanted, token) != 0 ||
        account->expiry <= clock_now())
      return -1;
    caller->home = home;
    memcpy(caller->actor, account->id, sizeof account->id);
    return 0;
  }
  return -1;
}

static int identify(struct state *state, const char *authorization,
                    struct caller *caller)
{
  static const char bearer[] = "Bearer ";
  const char *token;

  *caller = (struct caller){ .actor = "ada@acme.example" };
  if (!authorization ||
      strncasecmp(authorization, bearer, sizeof bearer - 1) != 0)
    return -1;
  token = authorization + sizeof bearer - 1;
  if (strcmp(token, state->admin_token) == 0)
    return 0;
  return identify_account(state, token, caller);
}

/* True when the path has the route's form; its ids go to the two places,
 * which stay as they are where the route has none. */
static int matches(const char *pattern, const char *path,
                   char organization[PART], char thing[PART])
{
  while (*pattern) {
    char *id = strncmp(pattern, "{o}", 3) == 0  ? organization
               : strncmp(pattern, "{}", 2) == 0 ? thing
                                                : NULL;
    size_t length = strcspn(path, "/");

    if (id) {
      if (length == 0)
        return 0;
      /* Cut when too long, which no UUID is. */
      (void)snprintf(id, PART, "%.*s", (int)(length < PART ? length : PART),
                     path);
    } else if (length != strcspn(pattern, "/") ||
               strncmp(pattern, path, length) != 0) {
      return 0;
    }
    path += length;
    pattern += strcspn(pattern, "/");
    if (*path != *pattern)
      return 0;
    path += *path == '/';
    pattern += *pattern == '/';
  }
  return *path == '\0';
}

/* Finds the route.  Without one it makes the 404 or the 405 and returns
 * NULL. */
static const struct route *find_route(const char *path, const char *method,
                                      char organization[PART],
                                      char thing[PART], struct reply *reply)
{
  char allowed[64] = "";
  size_t at;

  for (at = 0; at < ROUTES; at++) {
    size_t length = strlen(allowed);

    organization[0] = thing[0] = '\0';
    if (!matches(routes[at].path, path, organization, thing))
      continue;
    if (strcmp(routes[at].method, method) == 0)
      return &routes[at];
    (void)snprintf(allowed + length, sizeof allowed - length, "%s%s",
                   length ? ", " : "", routes[at].method);
  }
  if (!allowed[0]) {
    reply_error(reply, 404, "the requested resource does not exist");
    return NULL;
  }
  reply_error(reply, 405, "the method is not allowed here");
  if (reply_header(reply, "Allow", allowed) < 0)
    reply->status = 500;
  return NULL;
}

static void refuse_token(struct reply *reply)
{
  reply_error(reply, 401, "authentication failed");
  if (reply_header(reply, "WWW-Authenticate",
                   "Bearer realm=\"nscale-sandbox\", "
                   "error=\"invalid_token\"") < 0)
    reply->status = 500;
}

/* The organization of the path, if it is the caller's to see.  One that
 * does not exist is no different: the description knows no 404 here. */
static struct organization *visible(struct state *state, const char *id,
                                    const struct caller *caller)
{
  struct organization *organization = state_organization(state, id);

  if (!organization || organization->hidden ||
      (caller->home && caller->home != organization))
    return NULL;
  return organization;
}

static void answer_locked(struct state *state, const struct request *request,
                          struct reply *reply)
{
  char organization[PART], thing[PART];
  struct caller caller;
  const struct route *route;
  struct operation operation = {
    .state = state,
    .request = request,
    .caller = &caller,
    .id = thing,
    .reply = reply,
  };

  if (identify(state, request->authorization, &caller) < 0) {
    refuse_token(reply);
    return;
  }
  route = find_route(request->path + strlen("/api/"), request->method,
                     organization, thing, reply);
  if (!route)
    return;
  if ((organization[0] && !ident_is_uuid(organization)) ||
      (thing[0] && !ident_is_uuid(thing))) {
    reply_error(reply, 400, "an id in the path is not a UUID");
    return;
  }
  if (organization[0]) {
    operation.organization = visible(state, organization, &caller);
    if (!operation.organization) {
      reply_error(reply, 403,
                  "user credentials do not have the required privileges");
      return;
    }
  }
  route->answer(&operation);
}

void api_answer(struct state *state, const struct request *request,
                struct reply *reply)
{
  if (strncmp(request->path, "/api/", strlen("/api/")) != 0) {
    reply_error(reply, 404, "the requested resource does not exist");
    return;
  }
  state_lock(state);
  answer_locked(state, request, reply);
  state_unlock(state);
}
