/* caller.c - who the service token is, as the service says. */
#include "core/invocation/caller.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/json/path.h"
#include "core/token/claims.h"

#define KIND_ACCOUNT "service"
#define AUTHORIZATION ".\"https://unikorn-cloud.org/authz\""

/* ---- Asking. ------------------------------------------------------ */

static struct nscale_request *userinfo(const struct reader *reader,
                                       struct error *error)
{
  struct nscale_request *request =
      arena_request(reader->arena, "GET", "identity", error);

  if (!request || request_segment(request, "oauth2") < 0 ||
      request_segment(request, "v2") < 0 ||
      request_segment(request, "userinfo") < 0)
    return NULL;
  return request;
}

/* Puts a text under a name; none is left out. */
static int put_text(struct json_object *into, const char *name,
                    const char *text, struct error *error)
{
  struct json_object *value = text ? json_object_new_string(text) : NULL;

  if (!text)
    return 0;
  return value && json_object_object_add(into, name, value) == 0
             ? 0
             : error_memory(error);
}

/* The ids of an array that are texts. */
static int put_organizations(struct json_object *into, struct json_object *ids,
                             struct error *error)
{
  struct json_object *list = json_object_new_array();
  struct json_object *id;
  size_t i;

  if (!list || json_object_object_add(into, "organizations", list) < 0)
    return error_memory(error);
  for (i = 0; i < json_object_array_length(ids); i++) {
    id = json_object_array_get_idx(ids, i);
    if (path_string(id, ".") &&
        json_object_array_add(list, json_object_get(id)) < 0)
      return error_memory(error);
  }
  return 0;
}

/* Where nobody says of what kind a subject is, its form does: accounts have
 * ids, people have addresses. */
static const char *kind_of(struct json_object *said)
{
  const char *kind = path_string(said, AUTHORIZATION ".acctype");
  const char *subject = path_string(said, ".sub");

  if (kind || !subject)
    return kind;
  return uuid_is(subject) ? KIND_ACCOUNT : "user";
}

/* What userinfo, or the claims of a token, say in our own words; NULL of
 * either is nothing.  The arena's. */
static struct json_object *in_our_words(struct json_object *said,
                                        const struct reader *reader,
                                        struct error *error)
{
  struct json_object *ids = path_get(said, AUTHORIZATION ".orgIds");
  struct json_object *json =
      arena_json(reader->arena, json_object_new_object(), error);

  if (!json) {
    error_memory(error);
    return NULL;
  }
  if (put_text(json, "subject", path_string(said, ".sub"), error) < 0 ||
      put_text(json, "kind", kind_of(said), error) < 0 ||
      (json_object_is_type(ids, json_type_array) &&
       put_organizations(json, ids, error) < 0))
    return NULL;
  return json;
}

/* What the token says itself, if it can be read. */
static struct json_object *by_claims(const struct reader *reader,
                                     struct error *error)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *claims =
      arena_json(reader->arena, claims_read(&ignored), &ignored);

  return in_our_words(claims, reader, error);
}

struct json_object *caller_read(struct caller *caller,
                                const struct reader *reader,
                                struct error *error)
{
  static const struct thing_names names = { "userinfo", "userinfo" };
  struct json_object *said;

  if (caller->json)
    return caller->json;
  said = fetch_json(reader, userinfo(reader, error), names, error);
  if (!said && error->http_status == 404) {
    error_clear(error);
    caller->json = by_claims(reader, error);
    return caller->json;
  }
  if (!said)
    return NULL;
  if (!path_string(said, ".sub")) {
    error_set(error, EXIT_FAILED,
              "the service does not say whose the service token is: the reply "
              "of userinfo names no subject");
    return NULL;
  }
  caller->json = in_our_words(said, reader, error);
  return caller->json;
}

void caller_try(struct caller *caller, const struct reader *reader)
{
  CLEANUP_ERROR struct error ignored = { 0 };

  if (caller_read(caller, reader, &ignored))
    return;
  error_clear(&ignored);
  caller->json = by_claims(reader, &ignored);
}

/* ---- What was said. ----------------------------------------------- */

const char *caller_subject(const struct caller *caller)
{
  return path_string(caller->json, ".subject");
}

const char *caller_account(const struct caller *caller)
{
  const char *kind = path_string(caller->json, ".kind");

  return kind && strcmp(kind, KIND_ACCOUNT) == 0 ? caller_subject(caller)
                                                 : NULL;
}

static struct json_object *organizations(const struct caller *caller)
{
  return path_get(caller->json, ".organizations");
}

const char *caller_organization(const struct caller *caller)
{
  struct json_object *list = organizations(caller);

  return list && json_object_array_length(list) == 1
             ? path_string(list, ".[0]")
             : NULL;
}

int caller_sees(const struct caller *caller, const char *organization)
{
  struct json_object *list = organizations(caller);
  const size_t count = list ? json_object_array_length(list) : 0;
  size_t i;

  for (i = 0; i < count; i++)
    if (uuid_same(path_string(json_object_array_get_idx(list, i), "."),
                  organization))
      return 1;
  return count == 0;
}
