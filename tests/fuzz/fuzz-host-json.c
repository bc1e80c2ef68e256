/* fuzz-host-json.c - JSON as plugins see it (core/invocation/host_json.c),
 * handled as a plugin might, in any order.
 *
 * The input is a JSON text and, after a NUL, steps: a byte that chooses what
 * is done, and the texts that it takes, with a NUL behind each.
 */
#include <json-c/json.h>
#include <string.h>

#include "core/invocation/host.h"
#include "core/invocation/invocation.h"
#include "core/json/path.h"
#include "tests/fuzz/fuzz.h"

#define STEPS_MOST 64
#define TEXT_MOST 65536 /* a value that is put into itself doubles */

/* A plugin's own calls, with whatever the last one left. */
struct plugin {
  struct nscale_call *call;
  struct nscale_json *root;
  struct nscale_json *at; /* in the root, or a value of its own */
};

/* What is said of a value holds together; NULL is JSON null. */
static void check(struct nscale_call *call, const struct nscale_json *value)
{
  const int32_t type = nscale_json_type(call, value);
  const size_t length = nscale_json_length(call, value);
  const int is_many = type == NSCALE_JSON_ARRAY || type == NSCALE_JSON_OBJECT;

  MUST(type >= NSCALE_JSON_NULL && type <= NSCALE_JSON_OBJECT);
  MUST(value || type == NSCALE_JSON_NULL);
  MUST(is_many || length == 0);
  MUST(!nscale_json_at(call, value, length));
  MUST(!nscale_json_key(call, value, length));
  MUST((nscale_json_string(call, value) != NULL) ==
       (type == NSCALE_JSON_STRING));
  MUST(type == NSCALE_JSON_BOOLEAN ||
       nscale_json_boolean(call, value, 7) == 7);
  MUST(type == NSCALE_JSON_NUMBER ||
       (nscale_json_integer(call, value, 7) == 7 &&
        nscale_json_number(call, value, 7) == 7));
  if (type == NSCALE_JSON_OBJECT && length)
    MUST(nscale_json_key(call, value, length - 1));
}

/* A change that was made is there; one that was not is the plugin's error,
 * which ends the call. */
static void set(struct plugin *plugin, const char *path, const char *text)
{
  struct nscale_json *found;

  if (nscale_json_set_string(plugin->call, plugin->root, path, text) < 0) {
    MUST(invocation_of(plugin->call)->error->exit_status != EXIT_DONE);
    return;
  }
  MUST(path_valid(path));
  found = nscale_json_get(plugin->call, plugin->root, path);
  MUST(text && found &&
       strcmp(nscale_json_string(plugin->call, found), text) == 0);
}

static void append(struct plugin *plugin)
{
  const size_t length = nscale_json_length(plugin->call, plugin->root);

  if (nscale_json_append(plugin->call, plugin->root, plugin->at) == 0)
    MUST(nscale_json_length(plugin->call, plugin->root) == length + 1);
  else
    MUST(nscale_json_type(plugin->call, plugin->root) != NSCALE_JSON_ARRAY);
}

/* What is written reads as the same text. */
static void round_trip(struct plugin *plugin)
{
  const char *text = nscale_json_text(plugin->call, plugin->at);
  struct nscale_json *copy;

  MUST(text != NULL);
  copy = nscale_json_parse(plugin->call, text, strlen(text));
  if (copy)
    MUST(strcmp(nscale_json_text(plugin->call, copy), text) == 0);
  else
    MUST(strcmp(text, "null") == 0 ||
         invocation_of(plugin->call)->error->exit_status != EXIT_DONE);
}

static void step(struct plugin *plugin, struct input *input)
{
  const uint8_t what = fuzz_byte(input);
  char *path CLEANUP_FREE = fuzz_next(input);
  char *text CLEANUP_FREE = what % 6 == 2 ? fuzz_next(input) : NULL;

  switch (what % 6) {
  case 0:
    plugin->at = nscale_json_get(plugin->call, plugin->root, path);
    break;
  case 1:
    plugin->at = nscale_json_at(plugin->call, plugin->at, what / 6u);
    break;
  case 2:
    /* It may have been in what was changed. */
    plugin->at = NULL;
    set(plugin, path, text);
    break;
  case 3:
    (void)nscale_json_set(plugin->call, plugin->root, path, plugin->at);
    plugin->at = NULL;
    break;
  case 4:
    append(plugin);
    break;
  default:
    round_trip(plugin);
    break;
  }
  check(plugin->call, plugin->at);
  check(plugin->call, plugin->root);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  char *text CLEANUP_FREE = fuzz_next(&input);
  struct options options = { .consent.yes = 1 };
  struct flags flags = { 0 };
  CLEANUP_EXCHANGE struct exchange exchange = { .options = &options.exchange };
  CLEANUP_INVOCATION struct invocation call;
  struct plugin plugin;
  int steps;

  invocation_begin(&call,
                   &(struct invocation_setup){ .plugin = "fuzz",
                                               .noun = fuzz_noun(),
                                               .verb = fuzz_noun()->verbs[0],
                                               .flags = &flags,
                                               .options = &options,
                                               .exchange = &exchange,
                                               .host = &host_table },
                   &error);
  plugin.call = &call.head;
  plugin.root = nscale_json_parse(plugin.call, text, strlen(text));
  plugin.at = plugin.root;
  for (steps = 0; input.size && steps < STEPS_MOST; steps++) {
    if (strlen(nscale_json_text(plugin.call, plugin.root)) > TEXT_MOST)
      break;
    step(&plugin, &input);
  }
  return 0;
}
