/* profiles.c - `nscale profiles list`. */
#include "core/command/profiles.h"

#include <string.h>

#include "core/base/buffer.h"
#include "core/base/sink.h"
#include "core/cli/print.h"
#include "core/invocation/profile.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/table.h"

static const struct table_column columns[] = {
  { .title = "PROFILE" },
  { .title = "SETTING" },
  { .title = "VALUE" },
  { .title = "FROM" },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

/* What is made of the settings. */
struct listing {
  const char *used; /* the profile that counts */
  int wins;         /* also where a variable is set */
  struct table *table;
  struct buffer *json; /* or NULL */
  size_t count;
  struct error *error;
};

static void add_member(struct buffer *json, const char *before,
                       const char *value)
{
  buffer_puts(json, before);
  json_escape(json, value, strlen(value));
}

static void add_object(struct listing *listing,
                       const struct profile_setting *setting, const char *from,
                       int counts)
{
  struct buffer *json = listing->json;

  add_member(json, listing->count ? ",{\"profile\":" : "{\"profile\":",
             setting->profile);
  add_member(json, ",\"setting\":", setting->name);
  add_member(json, ",\"value\":", setting->value);
  add_member(json, ",\"from\":", from);
  buffer_printf(json, ",\"used\":%s}", counts ? "true" : "false");
}

static int add(void *context, const struct profile_setting *setting)
{
  struct listing *listing = context;
  const int used = strcmp(setting->profile, listing->used) == 0;
  const char *variable =
      used && !listing->wins ? profile_overruled(setting) : NULL;
  CLEANUP_BUFFER struct buffer from = { 0 };

  buffer_printf(&from, "%s:%zu", profile_path(), setting->line);
  if (variable)
    buffer_printf(&from, ", but %s is set", variable);
  if (from.failed)
    return error_memory(listing->error);
  if (listing->json)
    add_object(listing, setting, from.data, used && !variable);
  else if (table_row(listing->table,
                     (const char *const[COLUMNS]){ setting->profile,
                                                   setting->name,
                                                   setting->value, from.data },
                     listing->error) < 0)
    return -1;
  listing->count++;
  return 0;
}

int profiles_list(const struct builtin_call *call, struct error *error)
{
  const char *named = flags_value(call->flags, "profile", 0);
  const char *why;
  CLEANUP_BUFFER struct buffer json = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_TABLE struct table *table =
      table_new(columns, COLUMNS, &(struct table_style){ .width = 0 });
  struct listing listing = {
    .used = profile_name(named, &why),
    .wins = named != NULL,
    .table = table,
    .json = flags_given(call->flags, "json") ? &json : NULL,
    .error = error,
  };

  if (!table)
    return error_memory(error);
  buffer_putc(&json, '[');
  if (profile_each(add, &listing, error) < 0)
    return -1;
  buffer_putc(&json, ']');
  if (listing.json) {
    if (json.failed ||
        json_layout(&text, (struct json){ json.data, json.length, NULL }, 0) <
            0)
      return error_memory(error);
    buffer_putc(&text, '\n');
    return print_redacted(&text, 1, error);
  }
  if (!listing.count) {
    message_line("No profiles.");
    return 0;
  }
  message_line("The profile \"%s\" is used%s%s.", listing.used,
               why ? ", which is named by " : "", why ? why : "");
  if (table_write(table, sink_to_buffer(&text), error) < 0)
    return -1;
  return print_redacted(&text, 0, error);
}
