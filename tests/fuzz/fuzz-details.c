/* fuzz-details.c - one thing as details (core/output/view.h).
 *
 * The first byte chooses the style, the second its width; the thing follows.
 */
#include "core/output/details.h"

#include <json-c/json.h>
#include <string.h>

#include "core/output/view.h"
#include "tests/fuzz/fuzz.h"

#define NOW INT64_C(1750000000)

static struct nscale_choices choices;

#define COLUMN(name, where, what, more, known)                                \
  &(const struct nscale_column)                                               \
  {                                                                           \
    .struct_size = sizeof(struct nscale_column), .title = (name),             \
    .path = (where), .kind = (what), .attributes = (more), .choices = (known) \
  }

static const struct nscale_column *const columns[] = {
  COLUMN("ID", ".id", NSCALE_COLUMN_TEXT, 0, NULL),
  COLUMN("CREATED BY", ".by", NSCALE_COLUMN_TEXT, NSCALE_COLUMN_NEIGHBOUR,
         NULL),
  COLUMN("EXPIRES", ".e", NSCALE_COLUMN_EXPIRY, 0, NULL),
  COLUMN("AGE", ".a", NSCALE_COLUMN_AGE, 0, NULL),
  COLUMN("STATUS", ".s", NSCALE_COLUMN_STATUS, 0, NULL),
  COLUMN("GROUPS", ".g", NSCALE_COLUMN_TEXT, 0, &choices),
  COLUMN("COUNT", ".g", NSCALE_COLUMN_COUNT, 0, NULL),
  COLUMN("FIRST", ".g[0]", NSCALE_COLUMN_TEXT, 0, &choices),
  COLUMN("SECRET", ".status.accessToken", NSCALE_COLUMN_TEXT, 0, NULL),
  COLUMN("HIDDEN", ".h", NSCALE_COLUMN_TEXT, NSCALE_COLUMN_NOT_IN_DETAILS,
         NULL),
  NULL,
};

/* Every other value has a label, which is that value. */
static const char *label(void *context, const struct nscale_choices *list,
                         const char *value)
{
  (void)context;
  (void)list;
  return strlen(value) % 2 ? value : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  const uint8_t choice = fuzz_byte(&input);
  const uint8_t width = fuzz_byte(&input);
  const struct table_style style = {
    .terminal = choice & 1,
    .colour = (choice & 2) != 0,
    .width = choice & 1 ? width : 0,
    .now = NOW,
  };
  const struct view_details how = {
    .columns = columns,
    .secret = choice & 4 ? ".status.accessToken" : NULL,
    .label = choice & 8 ? label : NULL,
    .style = &style,
  };
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct json_object *thing CLEANUP_JSON = NULL;

  thing = fuzz_tree((const char *)input.bytes, input.size);
  if (!thing)
    return 0;
  MUST(view_details(thing, &how, sink_to_buffer(&text), &error) == 0);
  if (text.length) {
    MUST(text.data[text.length - 1] == '\n');
    MUST(style.colour || fuzz_safe(text.data, text.length));
    MUST(strncmp(text.data, "Hidden:", 7) != 0);
    MUST(!strstr(text.data, "\nHidden:"));
  }
  return 0;
}
