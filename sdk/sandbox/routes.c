/* routes.c - what can be asked for, and the parts of its path. */
#include "routes.h"

#include <stdio.h>
#include <string.h>

#include "account_operations.h"
#include "api.h"
#include "directory.h"
#include "identity.h"
#include "instances.h"
#include "projects.h"
#include "thing_operations.h"

static const char groups[] = "identity:groups";
static const char organizations[] = "identity:organizations";
static const char projects[] = "identity:projects";
static const char roles[] = "identity:roles";
static const char users[] = "identity:users";
static const char accounts[] = "identity:serviceaccounts";

/* Paths of identity stand alone, those of another service behind its name. */
#define ORG "/api/v1/organizations"
#define IN ORG "/{o}/"
#define COMPUTE "/compute"
#define REGION "/region"
#define INSTANCES COMPUTE "/api/v2/instances"

#define THING(method, path, answer, guard, kind)                              \
  {                                                                           \
    method, path, answer, guard, NULL, &(kind)                                \
  }

/* What every collection offers that is flat. */
#define COLLECTION(path, kind)                                                \
  THING("GET", path, thing_list, KNOWN, kind),                                \
      THING("POST", path, thing_create, KNOWN, kind),                         \
      THING("GET", path "/{}", thing_get, KNOWN, kind),                       \
      THING("PUT", path "/{}", thing_update, KNOWN, kind),                    \
      THING("DELETE", path "/{}", thing_delete, KNOWN, kind)

/* "{o}" stands for the id of an organization, "{r}" for that of a region and
 * "{}" for that of a thing; all must be UUIDs. */
static const struct route routes[] = {
  { "GET", "/.well-known/openid-configuration", identity_configuration,
    ANYBODY, NULL, NULL },
  { "GET", "/oauth2/v2/userinfo", identity_userinfo, KNOWN, NULL, NULL },
  { "GET", "/api/version", directory_version, KNOWN, NULL, NULL },
  { "GET", "/api/v1/acl", identity_acl, KNOWN, NULL, NULL },
  { "GET", ORG, directory_organizations, KNOWN, NULL, NULL },
  { "GET", ORG "/{o}", directory_organization, ENTITLED, organizations, NULL },
  { "GET", IN "acl", identity_acl, KNOWN, NULL, NULL },
  { "GET", IN "groups", directory_groups, ENTITLED, groups, NULL },
  { "GET", IN "groups/{}", directory_group, ENTITLED, groups, NULL },
  { "GET", IN "projects", project_list, ENTITLED, projects, NULL },
  { "POST", IN "projects", project_create, WRITER, projects, NULL },
  { "GET", IN "projects/{}", project_get, ENTITLED, projects, NULL },
  { "PUT", IN "projects/{}", project_update, WRITER, projects, NULL },
  { "DELETE", IN "projects/{}", project_delete, ENTITLED, projects, NULL },
  { "GET", IN "roles", directory_roles, ENTITLED, roles, NULL },
  { "GET", IN "users", directory_users, ENTITLED, users, NULL },
  { "GET", IN "serviceaccounts", account_list, KNOWN, accounts, NULL },
  { "POST", IN "serviceaccounts", account_create, WRITER, accounts, NULL },
  { "PUT", IN "serviceaccounts/{}", account_update, WRITER, accounts, NULL },
  { "DELETE", IN "serviceaccounts/{}", account_delete, ENTITLED, accounts,
    NULL },
  { "POST", IN "serviceaccounts/{}/rotate", account_rotate, KNOWN, accounts,
    NULL },

  { "GET", COMPUTE "/api/version", directory_version, KNOWN, NULL, NULL },
  THING("GET", COMPUTE IN "regions", thing_list, ENTITLED, kind_region),
  THING("GET", COMPUTE IN "regions/{r}/flavors", thing_list, ENTITLED,
        kind_flavor),
  THING("GET", COMPUTE IN "regions/{r}/images", thing_list_curated, ENTITLED,
        kind_image),
  COLLECTION(INSTANCES, kind_instance),
  THING("POST", INSTANCES "/{}/start", instance_start, KNOWN, kind_instance),
  THING("POST", INSTANCES "/{}/stop", instance_stop, KNOWN, kind_instance),
  THING("POST", INSTANCES "/{}/reboot", instance_reboot, KNOWN, kind_instance),
  THING("POST", INSTANCES "/{}/snapshot", instance_snapshot, KNOWN,
        kind_instance),
  THING("GET", INSTANCES "/{}/sshkey", instance_ssh_key, KNOWN, kind_instance),
  THING("GET", INSTANCES "/{}/consolesession", instance_console_session, KNOWN,
        kind_instance),
  THING("GET", INSTANCES "/{}/consoleoutput", instance_console_output, KNOWN,
        kind_instance),

  { "GET", REGION "/api/version", directory_version, KNOWN, NULL, NULL },
  THING("GET", REGION "/api/v2/regions/{r}/images", thing_list, KNOWN,
        kind_image),
  THING("DELETE", REGION IN "regions/{r}/images/{}", thing_delete, ENTITLED,
        kind_image),
  COLLECTION(REGION "/api/v2/networks", kind_network),
  COLLECTION(REGION "/api/v2/securitygroups", kind_security_group),
};

enum { ROUTES = sizeof routes / sizeof routes[0] };

/* The part of the path that the routes know: identity's may stand behind its
 * name as well.  NULL, with the error as the reply, for a service that is not
 * served. */
static const char *find_service(const char *path, struct reply *reply)
{
  static const char *const served[] = { "compute", "region" };
  static const char api[] = "/api/";
  const char *name = path + (*path == '/');
  const size_t length = strcspn(name, "/");
  char text[160];
  size_t at;

  if (strncmp(name + length, api, sizeof api - 1) != 0)
    return path;
  for (at = 0; at < sizeof served / sizeof served[0]; at++)
    if (strlen(served[at]) == length && strncmp(name, served[at], length) == 0)
      return path;
  if (length == strlen("identity") && strncmp(name, "identity", length) == 0)
    return name + length;
  (void)snprintf(text, sizeof text,
                 "nscale-sandbox does not serve the service \"%.*s\"",
                 (int)(length < 64 ? length : 64), name);
  reply_error(reply, 421, text);
  return NULL;
}

/* The place of the id that a part of a pattern stands for, or NULL. */
static char *place_of(const char *pattern, struct route_ids *ids)
{
  return strncmp(pattern, "{o}", 3) == 0   ? ids->organization
         : strncmp(pattern, "{r}", 3) == 0 ? ids->region
         : strncmp(pattern, "{}", 2) == 0  ? ids->thing
                                           : NULL;
}

/* True when the path has the route's form; its ids go to their places. */
static int matches(const char *pattern, const char *path,
                   struct route_ids *ids)
{
  *ids = (struct route_ids){ .thing = "" };
  while (*pattern) {
    char *id = place_of(pattern, ids);
    size_t length = strcspn(path, "/");

    if (id) {
      if (length == 0)
        return 0;
      /* Cut when too long, which no UUID is. */
      (void)snprintf(id, ROUTE_PART, "%.*s",
                     (int)(length < ROUTE_PART ? length : ROUTE_PART), path);
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

const struct route *route_find(const char *method, const char *path,
                               struct route_ids *ids, struct reply *reply)
{
  size_t at;

  *ids = (struct route_ids){ .thing = "" };
  path = find_service(path, reply);
  if (!path)
    return NULL;
  for (at = 0; at < ROUTES; at++)
    if (strcmp(routes[at].method, method) == 0 &&
        matches(routes[at].path, path, ids))
      return &routes[at];
  reply_error(reply, 404, api_not_found);
  return NULL;
}
