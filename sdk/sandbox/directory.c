/* directory.c - what the sandbox only shows. */
#include "directory.h"

#include <string.h>

#include "accounts.h"
#include "clock.h"
#include "json.h"
#include "lag.h"
#include "membership.h"

/* What every resource has; what is NULL is left out. */
struct metadata {
  const char *id, *name, *description;
  const struct organization *organization;
  int64_t created;
};

static void write_metadata(struct buffer *out, const struct metadata *metadata)
{
  const struct organization *organization = metadata->organization;
  char text[CLOCK_TEXT];

  clock_format(metadata->created, text);
  buffer_puts(out, "\"metadata\":{");
  json_member(out, "id", metadata->id);
  json_member(out, "name", metadata->name);
  json_member(out, "description", metadata->description);
  json_member(out, "organizationId", organization ? organization->id : NULL);
  json_member(out, "creationTime", text);
  json_member(out, "provisioningStatus", "provisioned");
  json_member(out, "healthStatus", "healthy");
  buffer_putc(out, '}');
}

/* The ids of the links of one kind, as a member. */
static void write_links(struct buffer *out, const char *name,
                        const struct record *record, enum record_kind kind)
{
  int first = 1;
  size_t at;

  buffer_printf(out, "\"%s\":[", name);
  for (at = 0; at < STATE_LINKS; at++) {
    if (!record->links[at] || record->links[at]->kind != kind)
      continue;
    if (!first)
      buffer_putc(out, ',');
    json_quote(out, record->links[at]->id);
    first = 0;
  }
  buffer_putc(out, ']');
}

/* A group's service accounts follow from the accounts' groups. */
static void write_members(struct buffer *out, const struct state *state,
                          const struct record *group)
{
  const struct organization *organization = group->organization;
  int first = 1;
  size_t at;

  buffer_puts(out, ",\"serviceAccountIDs\":[");
  for (at = 0; at < organization->account_count; at++) {
    const struct account *account = lag_seen(organization->accounts[at]);

    if (!account || account->deleted ||
        !membership_has(state, account->groups, group))
      continue;
    if (!first)
      buffer_putc(out, ',');
    json_quote(out, account->id);
    first = 0;
  }
  buffer_putc(out, ']');
}

static void write_user(struct buffer *out, const struct record *user)
{
  buffer_puts(out, ",\"spec\":{");
  json_member(out, "subject", user->name);
  json_member(out, "state", "active");
  buffer_putc(out, ',');
  write_links(out, "groupIDs", user, RECORD_GROUP);
  buffer_puts(out, "},\"status\":{");
  json_member(out, "lastActive", "2026-05-30T16:20:00Z");
  buffer_putc(out, '}');
}

static void write_record(struct buffer *out, const struct state *state,
                         const struct record *record)
{
  /* A user's name is no label; the API gives one that says nothing. */
  const char *name = record->kind == RECORD_USER ? "undefined" : record->name;

  buffer_putc(out, '{');
  write_metadata(
      out, &(struct metadata){ .id = record->id,
                               .name = name,
                               .description = record->description,
                               .organization = record->kind == RECORD_ROLE
                                                   ? NULL
                                                   : record->organization,
                               .created = record->created });
  switch (record->kind) {
  case RECORD_ROLE:
    break;
  case RECORD_USER:
    write_user(out, record);
    break;
  case RECORD_GROUP:
    buffer_puts(out, ",\"spec\":{");
    write_links(out, "userIDs", record, RECORD_USER);
    buffer_putc(out, ',');
    write_links(out, "roleIDs", record, RECORD_ROLE);
    write_members(out, state, record);
    buffer_putc(out, '}');
    break;
  case RECORD_PROJECT: /* shown by projects.c */
    break;
  }
  buffer_putc(out, '}');
}

static void list_records(const struct operation *operation,
                         enum record_kind kind)
{
  const struct state *state = operation->state;
  struct buffer out = { 0 };
  size_t at;

  buffer_putc(&out, '[');
  for (at = 0; at < state->record_count; at++) {
    const struct record *record = &state->records[at];

    if (record->kind != kind ||
        record->organization != operation->organization)
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    write_record(&out, state, record);
  }
  buffer_putc(&out, ']');
  reply_json(operation->reply, 200, &out);
}

static void show_record(const struct operation *operation,
                        enum record_kind kind)
{
  const struct record *record = state_record(
      operation->state, kind, operation->organization, operation->id);
  struct buffer out = { 0 };

  if (!record) {
    reply_error(operation->reply, 404, api_not_found);
    return;
  }
  write_record(&out, operation->state, record);
  reply_json(operation->reply, 200, &out);
}

static void write_organization(struct buffer *out,
                               const struct organization *organization)
{
  buffer_putc(out, '{');
  write_metadata(out,
                 &(struct metadata){ .id = organization->id,
                                     .name = organization->name,
                                     .description = organization->description,
                                     .created = organization->created });
  buffer_puts(out, ",\"spec\":{");
  json_member(out, "organizationType", "domain");
  json_member(out, "domain", organization->domain);
  buffer_puts(out, "}}");
}

void directory_version(const struct operation *operation)
{
  struct buffer out = { 0 };

  buffer_putc(&out, '{');
  json_member(&out, "name", "nscale-sandbox");
  json_member(&out, "version", "v0.0.0");
  buffer_putc(&out, '}');
  reply_json(operation->reply, 200, &out);
}

void directory_organizations(const struct operation *operation)
{
  struct buffer out = { 0 };
  size_t at;

  if (operation->caller.home && !operation->caller.account) {
    reply_error(operation->reply, 403, "service account not found");
    return;
  }

  buffer_putc(&out, '[');
  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    const struct organization *organization =
        &operation->state->organizations[at];

    if (!caller_belongs(&operation->caller, organization))
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    write_organization(&out, organization);
  }
  buffer_putc(&out, ']');
  reply_json(operation->reply, 200, &out);
}

void directory_organization(const struct operation *operation)
{
  struct buffer out = { 0 };

  write_organization(&out, operation->organization);
  reply_json(operation->reply, 200, &out);
}

void directory_groups(const struct operation *operation)
{
  list_records(operation, RECORD_GROUP);
}

void directory_group(const struct operation *operation)
{
  show_record(operation, RECORD_GROUP);
}

void directory_roles(const struct operation *operation)
{
  list_records(operation, RECORD_ROLE);
}

void directory_users(const struct operation *operation)
{
  list_records(operation, RECORD_USER);
}
