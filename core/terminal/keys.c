/* keys.c - the bytes that a terminal sends, as keys. */
#include "core/terminal/keys.h"

#include <stdint.h>
#include <string.h>

#include "core/base/text.h"

#define ESCAPE 0x1b

/* What follows ESC, less what xterm puts in for modifiers (`1;5`), and the
 * key that it is.  Where terminals differ there is a line for each way. */
static const struct {
  const char *sequence;
  enum key_code code;
} sequences[] = {
  { "[A", KEY_UP },         { "OA", KEY_UP },      { "[B", KEY_DOWN },
  { "OB", KEY_DOWN },       { "[C", KEY_RIGHT },   { "OC", KEY_RIGHT },
  { "[D", KEY_LEFT },       { "OD", KEY_LEFT },    { "[H", KEY_HOME },
  { "OH", KEY_HOME },       { "[1~", KEY_HOME },   { "[7~", KEY_HOME },
  { "[F", KEY_END },        { "OF", KEY_END },     { "[4~", KEY_END },
  { "[8~", KEY_END },       { "[3~", KEY_DELETE }, { "[5~", KEY_PAGE_UP },
  { "[6~", KEY_PAGE_DOWN }, { "OM", KEY_ENTER },
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

static int is_sequence(const struct keys *keys)
{
  return keys->length > 0 && keys->bytes[0] == ESCAPE;
}

int keys_pending(const struct keys *keys)
{
  return keys->length > 0;
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

/* A sequence of which the last byte has come.  Modifiers change nothing
 * here: Ctrl-Right is Right. */
static int end_sequence(struct keys *keys, struct key *key)
{
  char name[sizeof keys->bytes + 1] = "";
  size_t length = keys->length - 1;
  char *parameters, *modifier;
  size_t i;

  memcpy(name, keys->bytes + 1, length);
  keys->length = 0;
  if (strcmp(name, "[200~") == 0 || strcmp(name, "[201~") == 0) {
    keys->pasting = name[3] == '0';
    return 0;
  }
  modifier = strchr(name, ';');
  parameters = name + 1;
  if (modifier) {
    /* `[1;5C` is `[C`, `[3;5~` is `[3~`. */
    if (name[length - 1] != '~')
      modifier = parameters;
    modifier[0] = name[length - 1];
    modifier[1] = '\0';
  }
  for (i = 0; i < COUNT_OF(sequences); i++)
    if (strcmp(name, sequences[i].sequence) == 0)
      return keys->pasting ? 0 : found(key, sequences[i].code);
  return 0;
}

static int feed_sequence(struct keys *keys, unsigned char byte,
                         struct key *key)
{
  size_t last = sizeof keys->bytes - 1;

  if (keys->length == 1 && byte != '[' && byte != 'O') {
    /* Alt and a key means nothing here; another ESC begins anew. */
    keys->length = byte == ESCAPE;
    return byte == ESCAPE && !keys->pasting ? found(key, KEY_ESCAPE) : 0;
  }
  /* One that is longer than any known one ends as unknown. */
  if (keys->length <= last)
    keys->bytes[keys->length++] = (char)byte;
  else
    keys->bytes[last] = (char)byte;
  /* CSI ends with a byte from @ on, SS3 is one byte long; `[` after ESC is
   * neither, nor is the second one of the Linux console's `[[A` (F1). */
  if (keys->length == 2 || (byte >= 0x20 && byte < 0x40) ||
      (keys->length == 3 && byte == '['))
    return 0;
  if (byte == ESCAPE) {
    keys->length = 1;
    return 0;
  }
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
  if (is_sequence(keys))
    return feed_sequence(keys, byte, key);
  if (byte == ESCAPE) {
    keys->bytes[0] = ESCAPE;
    keys->length = 1;
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
  int is_escape = is_sequence(keys) && keys->length == 1;

  *key = (struct key){ .code = KEY_NONE };
  keys->length = 0;
  return is_escape && !keys->pasting ? found(key, KEY_ESCAPE) : 0;
}
