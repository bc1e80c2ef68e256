/* account_document.c - service accounts from JSON and to JSON. */
#include "account_document.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "json.h"
#include "membership.h"

/* A member that is a string, without a NUL inside.  Returns 0 with a copy
 * in `*text`, 0 with NULL when it is absent, or -1. */
static int read_text(struct json_object *object, const char *name, char **text)
{
  struct json_object *member;
  const char *value;

  *text = NULL;
  if (!json_object_object_get_ex(object, name, &member))
    return 0;
  if (!json_object_is_type(member, json_type_string))
    return -1;
  value = json_object_get_string(member);
  if (strlen(value) != (size_t)json_object_get_string_len(member))
    return -1;
  *text = strdup(value);
  return *text ? 0 : -1;
}

static int read_tags(struct json_object *metadata, struct draft *draft)
{
  struct json_object *tags;
  size_t count, at;

  if (!json_object_object_get_ex(metadata, "tags", &tags))
    return 0;
  if (!json_object_is_type(tags, json_type_array))
    return -1;
  count = json_object_array_length(tags);
  draft->tags = calloc(count + 1, sizeof *draft->tags);
  if (!draft->tags)
    return -1;
  for (at = 0; at < count; at++) {
    struct json_object *item = json_object_array_get_idx(tags, at);
    struct tag *tag = &draft->tags[at];

    if (!json_object_is_type(item, json_type_object))
      return -1;
    draft->tag_count++;
    if (read_text(item, "name", &tag->name) < 0 || !tag->name ||
        read_text(item, "value", &tag->value) < 0 || !tag->value)
      return -1;
  }
  return 0;
}

/* An id that is no UUID is kept as "", which no group has.  Returns 0, or -1
 * when it is no list of texts. */
static int read_groups(struct json_object *spec, struct draft *draft)
{
  struct json_object *groups;
  size_t count, at;

  if (!json_object_object_get_ex(spec, "groupIDs", &groups) ||
      !json_object_is_type(groups, json_type_array))
    return -1;
  count = json_object_array_length(groups);
  draft->groups = calloc(count + 1, sizeof *draft->groups);
  if (!draft->groups)
    return -1;
  for (at = 0; at < count; at++) {
    struct json_object *item = json_object_array_get_idx(groups, at);
    char *place = draft->groups[draft->group_count++];

    if (!json_object_is_type(item, json_type_string))
      return -1;
    if (ident_is_uuid(json_object_get_string(item)))
      memcpy(place, json_object_get_string(item), IDENT_LENGTH + 1);
  }
  return 0;
}

/* "application/json", with or without parameters. */
static int is_json(const char *type)
{
  static const char json[] = "application/json";

  return type && strncasecmp(type, json, sizeof json - 1) == 0 &&
         strchr("; \t", type[sizeof json - 1]) != NULL;
}

static unsigned int read_object(struct json_object *object,
                                struct draft *draft, const char **problem)
{
  struct json_object *metadata, *spec;

  *problem = "request body invalid: metadata must be an object";
  if (!json_object_object_get_ex(object, "metadata", &metadata) ||
      !json_object_is_type(metadata, json_type_object))
    return 400;
  *problem = "request body invalid: spec must be an object";
  if (!json_object_object_get_ex(object, "spec", &spec) ||
      !json_object_is_type(spec, json_type_object))
    return 400;
  *problem = "request body invalid: metadata.name is missing or malformed";
  if (read_text(metadata, "name", &draft->name) < 0 || !draft->name ||
      !ident_is_label(draft->name))
    return 400;
  *problem = "request body invalid: metadata.description must be a string";
  if (read_text(metadata, "description", &draft->description) < 0)
    return 400;
  *problem = "request body invalid: metadata.tags must be an array of "
             "objects with name and value";
  if (read_tags(metadata, draft) < 0)
    return 400;
  *problem = "request body invalid: spec.groupIDs must be an array of "
             "strings";
  return read_groups(spec, draft) < 0 ? 400 : 0;
}

unsigned int document_object(const struct request *request,
                             struct json_object **object, const char **problem)
{
  *object = NULL;
  *problem = "request body invalid: the content type must be "
             "application/json";
  if (!is_json(request->content_type))
    return 400;
  *problem = "the request body is larger than 1 MiB";
  if (request->received > REQUEST_BODY_MAX)
    return 413;
  *problem = "request body invalid: it is not a JSON object";
  if (request->body.length > 0)
    *object = json_parse_object(request->body.data, request->body.length);
  return *object ? 0 : 400;
}

unsigned int document_read(const struct request *request, struct draft *draft,
                           const char **problem)
{
  struct json_object *object CLEANUP_JSON = NULL;
  unsigned int status = document_object(request, &object, problem);

  return status ? status : read_object(object, draft, problem);
}

static void write_time(struct buffer *out, const char *name, int64_t time)
{
  char text[CLOCK_TEXT];

  if (time == 0)
    return;
  clock_format(time, text);
  json_member(out, name, text);
}

void document_write_tags(struct buffer *out, const struct draft *draft)
{
  size_t at;

  if (draft->tag_count == 0)
    return;
  buffer_puts(out, ",\"tags\":[");
  for (at = 0; at < draft->tag_count; at++) {
    buffer_puts(out, at ? ",{" : "{");
    json_member(out, "name", draft->tags[at].name);
    json_member(out, "value", draft->tags[at].value);
    buffer_putc(out, '}');
  }
  buffer_putc(out, ']');
}

void document_write(struct buffer *out, const struct account_view *view)
{
  const struct account *account = view->account;

  buffer_puts(out, "{\"metadata\":{");
  json_member(out, "id", account->id);
  json_member(out, "name", account->draft.name);
  json_member(out, "description", account->draft.description);
  document_write_tags(out, &account->draft);
  json_member(out, "organizationId", view->organization->id);
  write_time(out, "creationTime", account->created);
  json_member(out, "createdBy", account->created_by);
  write_time(out, "modifiedTime", account->modified);
  if (account->modified)
    json_member(out, "modifiedBy", account->modified_by);
  write_time(out, "deletionTime", account->deleted);
  json_member(out, "provisioningStatus",
              account->deleted ? "deprovisioning" : "provisioned");
  json_member(out, "healthStatus", "healthy");
  buffer_puts(out, "},\"spec\":{\"groupIDs\":[");
  membership_write(out, view->state, view->groups);
  buffer_puts(out, "]},\"status\":{");
  write_time(out, "expiry", account->expiry);
  json_member(out, "accessToken", view->token);
  buffer_puts(out, "}}");
}
