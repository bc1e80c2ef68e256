/* keys.c - the bytes that a terminal sends, as keys. */
#include "core/terminal/keys.h"

#include <stdint.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"

#define ESCAPE 0x1b

/* After so many pauses (KEYS_PAUSE) a lone ESC is Esc, and after so many more
 * what comes is no rest of it: sooner for SS3, whose letter people type more
 * often than a bracket. */
#define ALONE 5
#define LATE 50
#define LATE_SS3 10

/* What ends a sequence, of those that begin with CSI (ESC [) or SS3 (ESC O),
 * or 0 for both, and the key that it is, also with Ctrl or Alt.  Before `~`
 * stands a number.  Where terminals differ there is a line for each way. */
static const struct {
  char kind;
  char final;
  unsigned number;
  enum key_code code;
  enum key_code modified;
} sequences[] = {
  { 0, 'A', 0, KEY_UP, KEY_UP },
  { 0, 'B', 0, KEY_DOWN, KEY_DOWN },
  { 0, 'C', 0, KEY_RIGHT, KEY_WORD_RIGHT },
  { 0, 'D', 0, KEY_LEFT, KEY_WORD_LEFT },
  { 0, 'H', 0, KEY_HOME, KEY_HOME },
  { 0, 'F', 0, KEY_END, KEY_END },
  { 'O', 'M', 0, KEY_ENTER, KEY_ENTER },
  { 'O', 'c', 0, KEY_WORD_RIGHT, KEY_WORD_RIGHT }, /* rxvt: Ctrl-Right */
  { 'O', 'd', 0, KEY_WORD_LEFT, KEY_WORD_LEFT },
  { '[', '~', 1, KEY_HOME, KEY_HOME },
  { '[', '~', 7, KEY_HOME, KEY_HOME },
  { '[', '~', 4, KEY_END, KEY_END },
  { '[', '~', 8, KEY_END, KEY_END },
  { '[', '~', 3, KEY_DELETE, KEY_ERASE_NEXT },
  { '[', '~', 5, KEY_PAGE_UP, KEY_PAGE_UP },
  { '[', '~', 6, KEY_PAGE_DOWN, KEY_PAGE_DOWN },
};

/* What a sequence may say of modifiers: 1 more than these bits. */
#define MODIFIERS_MOST 16
#define ALT_CTRL_META (2 | 4 | 8)

/* What marks the beginning and the end of a paste. */
#define PASTE_BEGINS 200
#define PASTE_ENDS 201

/* Alt and a key: ESC before it. */
static const struct {
  char byte;
  enum key_code code;
} alternates[] = {
  { 'b', KEY_WORD_LEFT },   { 'B', KEY_WORD_LEFT },   { 'f', KEY_WORD_RIGHT },
  { 'F', KEY_WORD_RIGHT },  { 'd', KEY_ERASE_NEXT },  { 'D', KEY_ERASE_NEXT },
  { 0x7f, KEY_ERASE_PART }, { 0x08, KEY_ERASE_PART },
};

/* Control characters, by their letter. */
static const struct {
  char letter;
  enum key_code code;
} controls[] = {
  { 'M', KEY_ENTER },      { 'J', KEY_ENTER },       { 'I', KEY_TAB },
  { 'H', KEY_BACKSPACE },  { '?', KEY_BACKSPACE },   { 'D', KEY_DELETE },
  { 'A', KEY_HOME },       { 'E', KEY_END },         { 'B', KEY_LEFT },
  { 'F', KEY_RIGHT },      { 'P', KEY_UP },          { 'N', KEY_DOWN },
  { 'W', KEY_ERASE_WORD }, { 'U', KEY_ERASE_START }, { 'K', KEY_ERASE_END },
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* How many ESC a sequence begins with: two for Alt in rxvt and PuTTY; 0 where
 * there is none. */
static size_t escapes(const struct keys *keys)
{
  size_t count = 0;

  while (count < keys->length && count < 2 && keys->bytes[count] == ESCAPE)
    count++;
  return count;
}

int keys_held(struct keys *keys, unsigned char *byte)
{
  *byte = keys->held;
  keys->held = 0;
  return *byte != 0;
}

int keys_timed(const struct keys *keys)
{
  return !keys->pasting &&
         (keys->late || (keys->length && keys->length == escapes(keys)));
}

static int found(struct key *key, enum key_code code)
{
  key->code = code;
  return code != KEY_NONE;
}

static int found_text(const struct keys *keys, struct key *key,
                      const char *text, size_t length)
{
  key->code = KEY_TEXT;
  key->pasted = keys->pasting;
  memcpy(key->text, text, length);
  key->text[length] = '\0';
  return 1;
}

/* ---- Sequences. --------------------------------------------------- */

/* Reads what stands between the beginning of a sequence and its end: up to
 * two numbers, 0 for none.  Returns 0; -1 for anything else. */
static int read_numbers(const char *text, size_t length, unsigned numbers[2])
{
  size_t at = 0;
  size_t i;

  for (i = 0; i < length; i++)
    if (text[i] == ';' && at == 0)
      at = 1;
    else if (ascii_is_digit(text[i]) && numbers[at] < 1000)
      numbers[at] = numbers[at] * 10 + (unsigned)(text[i] - '0');
    else
      return -1;
  return 0;
}

/* The key of a sequence.  Modifiers stand behind the number, or alone where
 * that would be 1: `[1;5C`, `[5C`, `[3;5~`. */
static enum key_code find_sequence(char kind, char final,
                                   const unsigned numbers[2], int is_meta)
{
  const unsigned number = final == '~' ? numbers[0] : 0;
  const unsigned said = numbers[1] || final == '~' ? numbers[1] : numbers[0];
  const unsigned modifiers = said ? said - 1 : 0;
  size_t i;

  if (modifiers >= MODIFIERS_MOST)
    return KEY_NONE;
  for (i = 0; i < COUNT_OF(sequences); i++)
    if (sequences[i].final == final && sequences[i].number == number &&
        (!sequences[i].kind || sequences[i].kind == kind))
      return is_meta || modifiers & ALT_CTRL_META ? sequences[i].modified
                                                  : sequences[i].code;
  return KEY_NONE;
}

/* A sequence of which the last byte has come. */
static int end_sequence(struct keys *keys, struct key *key)
{
  const size_t start = escapes(keys);
  const char kind = keys->bytes[start];
  const char final = keys->bytes[keys->length - 1];
  unsigned numbers[2] = { 0, 0 };
  int is_known = read_numbers(keys->bytes + start + 1,
                              keys->length - start - 2, numbers) == 0;

  keys->length = 0;
  keys->late = 0;
  if (is_known && final == '~' &&
      (numbers[0] == PASTE_BEGINS || numbers[0] == PASTE_ENDS)) {
    keys->pasting = numbers[0] == PASTE_BEGINS;
    return 0;
  }
  return is_known && !keys->pasting
             ? found(key, find_sequence(kind, final, numbers, start > 1))
             : 0;
}

/* The byte behind ESC. */
static int begin_sequence(struct keys *keys, unsigned char byte,
                          struct key *key)
{
  const int is_second = keys->length > 1;
  size_t i;

  if (byte == '[' || byte == 'O' || (byte == ESCAPE && !is_second)) {
    keys->bytes[keys->length++] = (char)byte;
    return 0;
  }
  /* A third ESC. */
  keys->length = byte == ESCAPE ? 2 : is_second && keys->waited;
  if (keys->pasting)
    return 0;
  for (i = 0; i < COUNT_OF(alternates) && !is_second; i++)
    if ((unsigned char)alternates[i].byte == byte)
      return found(key, alternates[i].code);
  /* What comes slowly is Esc, and then a key; else one with Alt that means
   * nothing. */
  if (keys->waited && byte != ESCAPE)
    keys->held = byte;
  return keys->waited || is_second ? found(key, KEY_ESCAPE) : 0;
}

static int feed_sequence(struct keys *keys, unsigned char byte,
                         struct key *key)
{
  const size_t last = sizeof keys->bytes - 1;
  const size_t start = escapes(keys);

  if (keys->length == start)
    return begin_sequence(keys, byte, key);
  /* What is no part of one ends it, and counts. */
  if (byte < 0x20 || byte >= 0x7f) {
    keys->length = 0;
    keys->late = 0;
    return keys_feed(keys, byte, key);
  }
  /* One that is longer than any known one ends as unknown. */
  if (keys->length <= last)
    keys->bytes[keys->length++] = (char)byte;
  else
    keys->bytes[last] = (char)byte;
  /* CSI and what terminals make of SS3 end with a byte from @ on; the second
   * `[` of the Linux console's `[[A` (F1) is none. */
  if (byte < 0x40 || (byte == '[' && keys->length == start + 2))
    return 0;
  return end_sequence(keys, key);
}

/* ---- Characters. -------------------------------------------------- */

static int feed_control(struct keys *keys, unsigned char byte, struct key *key)
{
  char letter = (char)(byte ^ 0x40);
  size_t i;

  /* In a paste white space is a blank, and all other controls nothing. */
  if (keys->pasting)
    return byte == '\n' || byte == '\r' || byte == '\t'
               ? found_text(keys, key, " ", 1)
               : 0;
  for (i = 0; i < COUNT_OF(controls); i++)
    if (controls[i].letter == letter)
      return found(key, controls[i].code);
  return 0;
}

/* How many bytes a character has that begins with this one (RFC 3629); 0
 * for none that it can begin. */
static size_t character_size(unsigned char byte)
{
  return byte < 0x80   ? 1
         : byte < 0xc2 ? 0
         : byte < 0xe0 ? 2
         : byte < 0xf0 ? 3
         : byte < 0xf5 ? 4
                       : 0;
}

static int feed_character(struct keys *keys, unsigned char byte,
                          struct key *key)
{
  uint32_t code;
  size_t size;

  /* A character that was cut short ends where another begins. */
  if (keys->length && (byte & 0xc0) != 0x80)
    keys->length = 0;
  keys->bytes[keys->length++] = (char)byte;
  size = character_size((unsigned char)keys->bytes[0]);
  if (keys->length < size)
    return 0;
  size = text_decode(keys->bytes, keys->length, &code);
  keys->length = 0;
  return size && !text_unsafe(code) ? found_text(keys, key, keys->bytes, size)
                                    : 0;
}

/* ---- Both. -------------------------------------------------------- */

int keys_feed(struct keys *keys, unsigned char byte, struct key *key)
{
  *key = (struct key){ .code = KEY_NONE };
  if (keys->late && !keys->length) {
    if (byte == '[' || (byte == 'O' && keys->late > LATE - LATE_SS3))
      keys->bytes[keys->length++] = ESCAPE;
    else
      keys->late = 0;
    keys->waited = 0;
  }
  if (escapes(keys))
    return feed_sequence(keys, byte, key);
  if (byte == ESCAPE) {
    keys->bytes[0] = ESCAPE;
    keys->length = 1;
    keys->waited = 0;
    return 0;
  }
  if (byte < 0x20 || byte == 0x7f) {
    keys->length = 0;
    return feed_control(keys, byte, key);
  }
  return feed_character(keys, byte, key);
}

int keys_timeout(struct keys *keys, struct key *key)
{
  const size_t start = escapes(keys);

  *key = (struct key){ .code = KEY_NONE };
  if (!keys_timed(keys))
    return 0;
  if (!keys->length) {
    keys->late--;
    return 0;
  }
  if (++keys->waited < ALONE)
    return 0;
  keys->waited = 0;
  if (keys->late) {
    /* It was typed after Esc, and nothing came behind it. */
    keys->late = 0;
    if (keys->length > start + 1)
      return 0;
    keys->length = 0;
    return found_text(keys, key, keys->bytes + start, 1);
  }
  keys->length--;
  keys->late = keys->length ? 0 : LATE;
  return found(key, KEY_ESCAPE);
}
