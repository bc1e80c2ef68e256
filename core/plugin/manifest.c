/* manifest.c - what a plugin says about itself, read without running it.
 *
 * Where there is no ELF: manifest_read is the one place that would then open
 * the plugin with dlopen and copy the texts of its descriptor; nothing else
 * knows where a manifest comes from.
 */
#include "core/plugin/manifest.h"

#include <nscale/plugin.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/grammar/word_list.h"
#include "core/plugin/note.h"

/* A number of the ABI, 0 to 65535, at `*text`, which is moved past it.
 * Returns -1 where there is none. */
static long abi_number(const char **text)
{
  long value = 0;
  const char *digit = *text;

  if (*digit == '0' && ascii_is_digit(digit[1]))
    return -1;
  for (; ascii_is_digit(*digit); digit++) {
    value = value * 10 + (*digit - '0');
    if (value > UINT16_MAX)
      return -1;
  }
  if (digit == *text)
    return -1;
  *text = digit;
  return value;
}

static int take_abi(struct manifest *manifest, const char *text,
                    struct error *error)
{
  long major = abi_number(&text), minor = -1;

  if (major >= 0 && *text == '.') {
    text++;
    minor = abi_number(&text);
  }
  if (minor < 0 || *text != '\0')
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's abi is not like \"1.0\"");
  manifest->abi_major = (unsigned)major;
  manifest->abi_minor = (unsigned)minor;
  return 0;
}

/* Checks the names in `aliases`. */
static int check_aliases(const char *aliases, struct error *error)
{
  size_t count = 0, length;

  if (!aliases_valid(aliases))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's aliases are not made of lower case "
                     "letters, digits and '-'");
  for (; (length = word_list_next(&aliases)); aliases += length)
    if (++count > MANIFEST_ALIASES)
      return error_set(error, EXIT_PLUGIN,
                       "its manifest has more than %d aliases",
                       MANIFEST_ALIASES);
  return 0;
}

static int check_values(const struct manifest *manifest, struct error *error)
{
  if (!name_valid(manifest->name, strlen(manifest->name)))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's name is not made of lower case letters, "
                     "digits and '-'");
  if (check_aliases(manifest->aliases, error) < 0)
    return -1;
  if (!line_valid(manifest->version))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's version is not one line of text");
  if (!line_valid(manifest->summary))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's summary is not one line of text");
  return 0;
}

/* The values that a manifest must have, as they are found. */
struct values {
  const char *abi;
  size_t used; /* bytes of manifest->text */
};

/* Where the value of a key goes; NULL for the keys of a later version, which
 * mean nothing here. */
static const char **value_of(struct manifest *manifest, struct values *values,
                             const char *key, size_t length)
{
  const struct {
    const char *key;
    const char **value;
  } keys[] = {
    { "name", &manifest->name },       { "aliases", &manifest->aliases },
    { "version", &manifest->version }, { "summary", &manifest->summary },
    { "abi", &values->abi },
  };
  size_t i;

  for (i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (strlen(keys[i].key) == length && memcmp(keys[i].key, key, length) == 0)
      return keys[i].value;
  return NULL;
}

/* Keeps a value; NULL with the error set where there is no room. */
static const char *keep_value(struct manifest *manifest, struct values *values,
                              const char *value, size_t size,
                              struct error *error)
{
  char *kept = manifest->text + values->used;

  if (size >= sizeof manifest->text - values->used) {
    error_set(error, EXIT_PLUGIN,
              "its manifest's values are longer than %d bytes",
              MANIFEST_VALUES);
    return NULL;
  }
  memcpy(kept, value, size);
  kept[size] = '\0';
  values->used += size + 1;
  return kept;
}

/* Takes what stands behind "hint=". */
static int take_hint(struct manifest *manifest, struct values *values,
                     const char *value, size_t size, struct error *error)
{
  const char *kept = keep_value(manifest, values, value, size, error);
  const char *colon = kept ? strstr(kept, ": ") : NULL;

  if (!kept)
    return -1;
  if (!colon || colon == kept || !line_valid(kept) || !colon[2])
    return error_set(error, EXIT_PLUGIN,
                     "its manifest has a hint that is not one line "
                     "WORDS: TEXT");
  if (manifest->hint_count == MANIFEST_HINTS)
    return error_set(error, EXIT_PLUGIN, "its manifest has more than %d hints",
                     MANIFEST_HINTS);
  manifest->hints[manifest->hint_count++] = (uint16_t)(kept - manifest->text);
  return 0;
}

/* Takes one line, without its end. */
static int take_line(struct manifest *manifest, struct values *values,
                     const char *line, size_t length, struct error *error)
{
  const char *equals = memchr(line, '=', length);
  const char **value;
  size_t size;

  if (!equals)
    return error_set(error, EXIT_PLUGIN,
                     "its manifest is not made of lines key=value");
  size = length - (size_t)(equals + 1 - line);
  if (equals - line == 4 && memcmp(line, "hint", 4) == 0)
    return take_hint(manifest, values, equals + 1, size, error);
  value = value_of(manifest, values, line, (size_t)(equals - line));
  if (!value)
    return 0;
  if (*value)
    return error_set(error, EXIT_PLUGIN, "its manifest has two lines %.*s",
                     (int)(equals - line + 1), line);
  *value = keep_value(manifest, values, equals + 1, size, error);
  return *value ? 0 : -1;
}

static int need_line(const char *key, const char *value, struct error *error)
{
  return value ? 0
               : error_set(error, EXIT_PLUGIN,
                           "its manifest has no line %s=", key);
}

static int parse_text(struct manifest *manifest, const char *text, size_t size,
                      struct error *error)
{
  struct values values = { 0 };
  const char *end;

  manifest->name = manifest->aliases = NULL;
  manifest->version = manifest->summary = NULL;
  manifest->hint_count = 0;
  if (size > 0 && memchr(text, '\0', size))
    return error_set(error, EXIT_PLUGIN, "its manifest has a NUL in it");
  while (size > 0) {
    end = memchr(text, '\n', size);
    if (!end)
      return error_set(error, EXIT_PLUGIN,
                       "its manifest is not made of lines key=value");
    if (take_line(manifest, &values, text, (size_t)(end - text), error) < 0)
      return -1;
    size -= (size_t)(end + 1 - text);
    text = end + 1;
  }
  if (need_line("name", manifest->name, error) < 0 ||
      need_line("aliases", manifest->aliases, error) < 0 ||
      need_line("version", manifest->version, error) < 0 ||
      need_line("summary", manifest->summary, error) < 0 ||
      need_line("abi", values.abi, error) < 0)
    return -1;
  if (check_values(manifest, error) < 0)
    return -1;
  return take_abi(manifest, values.abi, error);
}

static int read_manifest(struct note_file *file, int any_machine,
                         struct manifest *manifest, struct error *error)
{
  const char *text;
  size_t size;

  if (note_find(file, any_machine, &text, &size, error) < 0)
    return -1;
  /* The NUL of a C text is no part of it. */
  if (size > 0 && text[size - 1] == '\0')
    size--;
  return parse_text(manifest, text, size, error);
}

int manifest_read(int fd, uint64_t size, struct manifest *manifest,
                  struct error *error)
{
  struct note_file file;

  note_file_open(&file, fd, size);
  return read_manifest(&file, 0, manifest, error);
}

int manifest_read_memory(const void *bytes, size_t size, int any_machine,
                         struct manifest *manifest, struct error *error)
{
  struct note_file file;

  note_file_memory(&file, bytes, size);
  return read_manifest(&file, any_machine, manifest, error);
}

const char *manifest_hint(const struct manifest *manifest, const char *word)
{
  const size_t length = strlen(word);
  const char *at, *end;
  size_t size;
  unsigned i;

  for (i = 0; i < manifest->hint_count; i++) {
    at = manifest->text + manifest->hints[i];
    end = strstr(at, ": ");
    for (; (size = word_list_next(&at)) && at < end; at += size) {
      if (at + size > end)
        size = (size_t)(end - at);
      if (size == length && memcmp(at, word, size) == 0)
        return end + 2;
    }
  }
  return NULL;
}

void manifest_copy(const struct manifest *from, struct manifest *to)
{
  *to = *from;
  to->name = to->text + (from->name - from->text);
  to->aliases = to->text + (from->aliases - from->text);
  to->version = to->text + (from->version - from->text);
  to->summary = to->text + (from->summary - from->text);
}

int manifest_check_abi(unsigned major, unsigned minor, struct error *error)
{
  if (major == NSCALE_ABI_MAJOR && minor <= NSCALE_ABI_MINOR)
    return 0;
  return error_set(error, EXIT_PLUGIN,
                   "needs plugin ABI %u.%u, this nscale provides %d.%d: "
                   "upgrade %s",
                   major, minor, NSCALE_ABI_MAJOR, NSCALE_ABI_MINOR,
                   major < NSCALE_ABI_MAJOR ? "the plugin" : "nscale");
}

int name_valid(const char *text, size_t length)
{
  size_t i;

  if (length == 0 || length > MANIFEST_NAME || !ascii_is_lower(text[0]))
    return 0;
  for (i = 1; i < length; i++)
    if (!ascii_is_lower(text[i]) && !ascii_is_digit(text[i]) && text[i] != '-')
      return 0;
  return 1;
}

int aliases_valid(const char *aliases)
{
  size_t length;

  for (; (length = word_list_next(&aliases)); aliases += length)
    if (!name_valid(aliases, length))
      return 0;
  return 1;
}

int line_valid(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  if (left == 0)
    return 0;
  for (; left > 0; text += size, left -= size) {
    size = text_plain(text, left);
    if (size > 0)
      continue;
    size = text_decode(text, left, &code);
    if (size == 0 || text_unsafe(code))
      return 0;
  }
  return 1;
}
