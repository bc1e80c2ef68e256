/* fuzz-keys.c - what a terminal sends, as keys and as the line that they
 * type (core/terminal/keys.h, line.h).
 *
 * The first byte and one more is the width of the terminal.  A byte 0xfe,
 * which no text has, stands for a while without a byte.
 */
#include "core/terminal/keys.h"

#include <string.h>

#include "core/base/text.h"
#include "core/terminal/line.h"
#include "tests/fuzz/fuzz.h"

#define PAUSE 0xfe

static void check_key(const struct keys *keys, const struct key *key,
                      int result)
{
  const size_t length = strlen(key->text);
  uint32_t code;

  MUST(keys->length <= sizeof keys->bytes);
  MUST(result == (key->code != KEY_NONE));
  MUST((key->code == KEY_TEXT) == (length > 0));
  MUST(!key->pasted || key->code == KEY_TEXT);
  /* One character that is safe to show. */
  if (length)
    MUST(text_decode(key->text, length, &code) == length &&
         !text_unsafe(code));
  /* While a paste lasts nothing in it is a command. */
  if (keys->pasting && result)
    MUST(key->code == KEY_TEXT && key->pasted);
}

/* Time has nothing to decide for ever: two Esc, and no rest of the second. */
static void check_pauses(struct keys keys)
{
  struct key key;
  int i;

  for (i = 0; i < 80; i++)
    (void)keys_timeout(&keys, &key);
  MUST(!keys_timed(&keys));
}

static void check_line(const struct line *line)
{
  const char *text = line_text(line);

  MUST(strlen(text) == line->text.length && line->at <= line->text.length);
  MUST(line->text.length <= LINE_MOST);
  MUST(((unsigned char)text[line->at] & 0xc0) != 0x80);
}

static void take_key(const struct keys *keys, const struct key *key,
                     int result, struct line *line)
{
  check_key(keys, key, result);
  if (result)
    (void)line_key(line, key);
  check_line(line);
}

static void check_shown(const struct line *line, size_t width)
{
  struct buffer shown CLEANUP_BUFFER = { 0 };
  struct line other CLEANUP_LINE = { .at = 0 };
  size_t column = 0;

  MUST(fuzz_safe(line_text(line), line->text.length));
  MUST(line_show(line, &shown, width, &column) == 0);
  MUST(shown.length == 0 || text_width(shown.data, shown.length) <= width);
  MUST(column < width || column == 0);
  MUST(shown.length == 0 || fuzz_safe(shown.data, shown.length));
  /* What was typed can be set as well. */
  MUST(line_set(&other, line_text(line)) == 0);
  MUST(strcmp(line_text(&other), line_text(line)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  struct line line CLEANUP_LINE = { .at = 0 };
  const size_t width = (size_t)fuzz_byte(&input) + 1;
  struct keys keys = { 0 };
  struct key key;
  int result;

  while (input.size) {
    uint8_t byte = fuzz_byte(&input);

    result = byte == PAUSE ? keys_timeout(&keys, &key)
                           : keys_feed(&keys, byte, &key);
    take_key(&keys, &key, result, &line);
    if (byte == PAUSE)
      check_pauses(keys);
    while (keys_held(&keys, &byte)) {
      result = keys_feed(&keys, byte, &key);
      take_key(&keys, &key, result, &line);
    }
  }
  check_shown(&line, width);
  return 0;
}
