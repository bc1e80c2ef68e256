/* api.c - the API itself: who asks, for what, and the answer. */
#include "api.h"

#include <stdio.h>
#include <string.h>

#include "account_document.h"
#include "account_operations.h"
#include "accounts.h"
#include "directory.h"
#include "identity.h"
#include "lag.h"
#include "projects.h"

enum { PART = 64 };

const char api_not_found[] = "resource not found";
const char api_conflict[] = "the requested resource already exists";
const char api_failed[] =
    "an internal error has occurred, please contact support";

/* Who may ask for a route. */
enum guard {
  ANYBODY,  /* also without a token */
  KNOWN,    /* whoever has a token; the answer has rules of its own */
  ENTITLED, /* whoever has the right */
  WRITER,   /* the same; the body is a document, which is read first */
};

static const char groups[] = "identity:groups";
static const char organizations[] = "identity:organizations";
static const char projects[] = "identity:projects";
static const char roles[] = "identity:roles";
static const char users[] = "identity:users";
static const char accounts[] = "identity:serviceaccounts";

#define ORG "/api/v1/organizations"
#define IN ORG "/{o}/"

/* "{o}" stands for an organization's id and "{}" for that of a thing; both
 * must be UUIDs. */
static const struct route {
  const char *method;
  const char *path;
  void (*answer)(const struct operation *operation);
  enum guard guard;
  const char *endpoint; /* as the service's rights name it, or NULL */
} routes[] = {
  { "GET", "/.well-known/openid-configuration", identity_configuration,
    ANYBODY, NULL },
  { "GET", "/oauth2/v2/userinfo", identity_userinfo, KNOWN, NULL },
  { "GET", "/api/version", directory_version, KNOWN, NULL },
  { "GET", "/api/v1/acl", identity_acl, KNOWN, NULL },
  { "GET", ORG, directory_organizations, KNOWN, NULL },
  { "GET", ORG "/{o}", directory_organization, ENTITLED, organizations },
  { "GET", IN "acl", identity_acl, KNOWN, NULL },
  { "GET", IN "groups", directory_groups, ENTITLED, groups },
  { "GET", IN "groups/{}", directory_group, ENTITLED, groups },
  { "GET", IN "projects", project_list, ENTITLED, projects },
  { "POST", IN "projects", project_create, WRITER, projects },
  { "GET", IN "projects/{}", project_get, ENTITLED, projects },
  { "PUT", IN "projects/{}", project_update, WRITER, projects },
  { "DELETE", IN "projects/{}", project_delete, ENTITLED, projects },
  { "GET", IN "roles", directory_roles, ENTITLED, roles },
  { "GET", IN "users", directory_users, ENTITLED, users },
  { "GET", IN "serviceaccounts", account_list, KNOWN, accounts },
  { "POST", IN "serviceaccounts", account_create, WRITER, accounts },
  { "PUT", IN "serviceaccounts/{}", account_update, WRITER, accounts },
  { "DELETE", IN "serviceaccounts/{}", account_delete, ENTITLED, accounts },
  { "POST", IN "serviceaccounts/{}/rotate", account_rotate, KNOWN, accounts },
};

enum { ROUTES = sizeof routes / sizeof routes[0] };

/* The part of the path that a service's routes know.  Under its base URL come
 * the paths of a service that has its name as the first segment; all others
 * are identity's.  NULL, with the error as the reply, where it is one that the
 * sandbox does not serve. */
static const char *find_service(const char *path, struct reply *reply)
{
  static const char identity[] = "identity", api[] = "/api/";
  const char *name = path + (*path == '/');
  const size_t length = strcspn(name, "/");
  char text[160];

  if (strncmp(name + length, api, sizeof api - 1) != 0)
    return path;
  if (length == sizeof identity - 1 && strncmp(name, identity, length) == 0)
    return name + length;
  (void)snprintf(text, sizeof text,
                 "nscale-sandbox does not serve the service \"%.*s\"",
                 (int)(length < 64 ? length : 64), name);
  reply_error(reply, 421, text);
  return NULL;
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

/* The route of the request, or NULL: a method that a path does not have is
 * no different from a path that is not there. */
static const struct route *find_route(const char *method, const char *path,
                                      char organization[PART],
                                      char thing[PART])
{
  size_t at;

  for (at = 0; at < ROUTES; at++) {
    organization[0] = thing[0] = '\0';
    if (strcmp(routes[at].method, method) == 0 &&
        matches(routes[at].path, path, organization, thing))
      return &routes[at];
  }
  return NULL;
}

/* What the service's rights call it. */
static const char *verb_of(const struct route *route)
{
  switch (route->method[0]) {
  case 'G':
    return "read";
  case 'D':
    return "delete";
  default: /* a rotation is a POST without a document */
    return route->guard == WRITER && strcmp(route->method, "POST") == 0
               ? "create"
               : "update";
  }
}

int api_allowed(const struct operation *operation)
{
  if (caller_may(operation->state, &operation->caller,
                 operation->organization))
    return 1;
  caller_refuse(operation->state, &operation->caller, operation->organization,
                &operation->right, operation->reply);
  return 0;
}

/* Reads the body, if the route has one.  Returns 0, or -1 with the error as
 * the reply. */
static int read_document(const struct route *route,
                         const struct operation *operation)
{
  const char *problem;
  unsigned int status;

  if (route->guard != WRITER)
    return 0;
  status = document_read(operation->request, operation->draft, &problem);
  if (status == 0)
    return 0;
  reply_error(operation->reply, status, problem);
  return -1;
}

/* The checks that want a token, and then the answer. */
static void answer_known(const struct route *route, const char *organization,
                         struct operation *operation)
{
  struct caller *caller = &operation->caller;

  operation->right = (struct right){ route->endpoint, verb_of(route) };
  if (caller_identify(operation->state, operation->request, caller,
                      operation->reply) < 0)
    return;
  if (organization[0]) {
    operation->organization =
        state_organization(operation->state, organization);
    /* The service means to say 403 and trips over itself. */
    if (!caller->home && !caller_belongs(caller, operation->organization)) {
      reply_error(operation->reply, 500, api_failed);
      return;
    }
  }
  if (read_document(route, operation) == 0 &&
      (route->guard < ENTITLED || api_allowed(operation)))
    route->answer(operation);
}

static void answer_locked(struct state *state, const struct request *request,
                          const struct fault *fault, struct reply *reply)
{
  char organization[PART], thing[PART];
  const char *path = find_service(request->path, reply);
  const struct route *route =
      path ? find_route(request->method, path, organization, thing) : NULL;
  struct draft draft CLEANUP(draft_free) = { 0 };
  struct operation operation = {
    .state = state,
    .request = request,
    .id = thing,
    .draft = &draft,
    .fault = fault,
    .reply = reply,
  };

  if (!path)
    return;
  if (!route)
    reply_error(reply, 404, api_not_found);
  else if ((organization[0] && !ident_is_uuid(organization)) ||
           (thing[0] && !ident_is_uuid(thing)))
    reply_error(reply, 400, "invalid path/query element");
  else if (route->guard == ANYBODY)
    route->answer(&operation);
  else
    answer_known(route, organization, &operation);
}

void api_answer(struct state *state, const struct request *request,
                const struct fault *fault, struct reply *reply)
{
  state_lock(state);
  lag_settle(state);
  answer_locked(state, request, fault, reply);
  state_unlock(state);
}
