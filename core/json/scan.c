/* scan.c - a strict scanner for JSON that comes in pieces. */
#include "core/json/scan.h"

#include <inttypes.h>
#include <string.h>

#include "core/json/bytes.h"

/* The order matters: scan_feed tells the groups apart by comparing. */
enum state {
  START,         /* nothing was read yet */
  VALUE,         /* a value must follow */
  FIRST_ELEMENT, /* a value or ] */
  FIRST_NAME,    /* a name or } */
  NAME,          /* a name */
  COLON,
  AFTER, /* a comma or the end of the array or object */
  DONE,  /* white space alone */
  /* inside a string */
  STRING,
  ESCAPE,
  HEX,
  UTF8,
  /* inside a word that is known in advance */
  LITERAL,
  MARK, /* the byte order mark */
  /* inside a number */
  MINUS,
  ZERO,
  INTEGER,
  POINT,
  FRACTION,
  EXPONENT,
  SIGN,
  POWER,
  BROKEN
};

/* One step's view: the scanner, the piece, how far it is used. */
struct walk {
  struct scan *scan;
  const unsigned char *start;
  const unsigned char *at;
  const unsigned char *end;
  enum scan_event event;
};

static void scan_fail(struct walk *walk, const char *reason)
{
  walk->scan->reason = reason;
  walk->scan->state = BROKEN;
  walk->event = SCAN_ERROR;
}

static uint64_t offset_of(const struct walk *walk)
{
  return walk->scan->offset + (uint64_t)(walk->at - walk->start);
}

/* ---- Values. ------------------------------------------------------ */

static void value_ended(struct walk *walk)
{
  struct scan *scan = walk->scan;

  scan->state = scan->depth ? AFTER : DONE;
  if (scan->depth < scan->levels)
    walk->event = SCAN_END;
}

static void open_level(struct walk *walk, int is_object)
{
  struct scan *scan = walk->scan;
  unsigned level = scan->depth;
  uint64_t bit = (uint64_t)1 << level % 64;

  if (level == SCAN_DEPTH) {
    scan_fail(walk, "nested deeper than 100 levels");
    return;
  }
  mark_open(scan->marks, level);
  if (is_object)
    scan->is_object[level / 64] |= bit;
  else
    scan->is_object[level / 64] &= ~bit;
  scan->in_object = is_object;
  scan->depth++;
  scan->names[scan->depth] = 0;
  scan->counts[is_object ? SCAN_OBJECTS : SCAN_ARRAYS]++;
  scan->state = is_object ? FIRST_NAME : FIRST_ELEMENT;
  walk->at++;
}

static void close_level(struct walk *walk)
{
  struct scan *scan = walk->scan;
  unsigned level = --scan->depth;

  walk->at++;
  mark_close(scan->marks, level, offset_of(walk));
  if (level--)
    scan->in_object = (int)(scan->is_object[level / 64] >> level % 64 & 1);
  else
    scan->in_object = 0;
  value_ended(walk);
}

static void count_name(struct scan *scan)
{
  const uint32_t names = ++scan->names[scan->depth];

  scan->counts[SCAN_NAMES]++;
  scan->counts[SCAN_NAMES_ABOVE_8] += names > 8;
  scan->counts[SCAN_NAMES_ABOVE_10] += names > 10;
}

static void feed_string(struct walk *walk);

static inline void open_string(struct walk *walk, int is_name)
{
  struct scan *scan = walk->scan;

  if (is_name) {
    mark_begin(&scan->marks, offset_of(walk));
    count_name(scan);
  } else {
    scan->counts[SCAN_TEXTS]++;
  }
  scan->is_name = is_name;
  scan->is_odd = 0;
  scan->state = STRING;
  walk->at++;
  feed_string(walk);
}

static void open_literal(struct walk *walk, const char *rest)
{
  walk->scan->counts[SCAN_WORDS]++;
  walk->scan->literal = rest;
  walk->scan->state = LITERAL;
  walk->at++;
}

static void open_number(struct walk *walk, unsigned char byte)
{
  walk->scan->counts[SCAN_NUMBERS]++;
  walk->scan->state = byte == '-' ? MINUS : byte == '0' ? ZERO : INTEGER;
  walk->at++;
}

static const char *why_no_value(unsigned char byte)
{
  if (byte == '\'')
    return "strings need double quotes";
  if (byte == '/' || byte == '#')
    return "JSON has no comments";
  if (byte == ']' || byte == '}')
    return "expected a value: a comma must not come last";
  if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')
    return "unknown word, expected true, false or null";
  return "expected a value";
}

/* The first byte of a value. */
static void open_value(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;

  if (!scan->told && scan->depth < scan->levels) {
    scan->told = 1;
    walk->event = SCAN_BEGIN;
    return;
  }
  scan->told = 0;
  scan->counts[SCAN_ELEMENTS] += !scan->in_object;
  mark_begin(&scan->marks, offset_of(walk));
  if (byte == '"')
    open_string(walk, 0);
  else if (byte == '{' || byte == '[')
    open_level(walk, byte == '{');
  else if (byte == '-' || (byte >= '0' && byte <= '9'))
    open_number(walk, byte);
  else if (byte == 't')
    open_literal(walk, "rue");
  else if (byte == 'f')
    open_literal(walk, "alse");
  else if (byte == 'n')
    open_literal(walk, "ull");
  else
    scan_fail(walk, why_no_value(byte));
}

/* The byte after a value inside an array or object. */
static void after_value(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;
  int object = scan->in_object;

  if (byte == ',') {
    scan->state = object ? NAME : VALUE;
    walk->at++;
  } else if (byte == (object ? '}' : ']')) {
    close_level(walk);
  } else {
    scan_fail(walk, object ? "expected a comma or \"}\""
                           : "expected a comma or \"]\"");
  }
}

/* Takes the members at hand whose names and values are plain strings, as most
 * are, while they and the byte behind them lie in this piece. */
static void take_members(struct walk *walk)
{
  struct scan *scan = walk->scan;
  struct marks *marks = scan->marks;
  const unsigned char *at = walk->at, *end = walk->end;
  const uint32_t start = marks ? (uint32_t)(scan->offset - marks->origin) : 0;

  while (end - at > 6 && *at == '"' && marks_room(marks) >= 2) {
    const unsigned char *colon = plain_skip(at + 1, end) + 1, *after;

    if (end - colon < 4 || memcmp(colon - 1, "\":\"", 3) != 0)
      break;
    after = plain_skip(colon + 2, end) + 1;
    if (end - after < 1 || after[-1] != '"' ||
        (*after != ',' && *after != '}'))
      break;
    mark_string(marks, start + (uint32_t)(at - walk->start),
                start + (uint32_t)(colon - walk->start));
    mark_string(marks, start + (uint32_t)(colon + 1 - walk->start),
                start + (uint32_t)(after - walk->start));
    count_name(scan);
    scan->counts[SCAN_TEXTS]++;
    scan->state = *after == ',' ? NAME : AFTER;
    at = *after == ',' ? after + 1 : after;
  }
  walk->at = at;
}

static void open_name(struct walk *walk, unsigned char byte)
{
  const unsigned char *at = walk->at;

  if (byte == '"' && walk->scan->depth >= walk->scan->levels)
    take_members(walk);
  if (walk->at > at)
    return;
  if (byte == '"')
    open_string(walk, 1);
  else if (byte == '}' && walk->scan->state == FIRST_NAME)
    close_level(walk);
  else if (byte == '}')
    scan_fail(walk, "expected a name: a comma must not come last");
  else if (walk->scan->state == FIRST_NAME)
    scan_fail(walk, "expected a name in double quotes or \"}\"");
  else
    scan_fail(walk, "expected a name in double quotes");
}

static void skip_space(struct walk *walk)
{
  struct scan *scan = walk->scan;

  for (; walk->at < walk->end; walk->at++) {
    if (*walk->at == '\n') {
      scan->line++;
      scan->line_start = offset_of(walk) + 1;
      scan->extra = 0;
    } else if (*walk->at != ' ' && *walk->at != '\t' && *walk->at != '\r') {
      break;
    }
    if (scan->state == START)
      scan->state = VALUE; /* the mark may stand at the very start alone */
  }
}

/* Between tokens: skips white space, then takes one byte. */
static void feed_structure(struct walk *walk)
{
  struct scan *scan = walk->scan;
  unsigned char byte;

  if (*walk->at <= ' ')
    skip_space(walk);
  if (walk->at == walk->end)
    return;
  byte = *walk->at;
  if (scan->state == START && byte == 0xef) {
    open_literal(walk, "\xbb\xbf");
    scan->state = MARK;
    scan->extra++;
  } else if (scan->state == FIRST_ELEMENT && byte == ']') {
    close_level(walk);
  } else if (scan->state <= FIRST_ELEMENT) {
    open_value(walk, byte);
  } else if (scan->state <= NAME) {
    open_name(walk, byte);
  } else if (scan->state == AFTER) {
    after_value(walk, byte);
  } else if (scan->state == DONE) {
    scan_fail(walk, "a second document starts here; one document is expected");
  } else if (byte == ':') {
    scan->state = VALUE;
    walk->at++;
  } else {
    scan_fail(walk, "expected a colon after the name");
  }
}

/* ---- Strings. ----------------------------------------------------- */

/* The first byte of a character beyond ASCII (RFC 3629, section 4). */
static void open_utf8(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;

  if (byte < 0xc2 || byte > 0xf4) {
    scan_fail(walk, "invalid UTF-8");
    return;
  }
  scan->left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  scan->least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
  scan->most = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
  scan->state = UTF8;
  walk->at++;
}

static void next_utf8(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;

  if (byte < scan->least || byte > scan->most) {
    scan_fail(walk, "invalid UTF-8");
    return;
  }
  scan->least = 0x80;
  scan->most = 0xbf;
  scan->extra++;
  walk->at++;
  if (--scan->left == 0)
    scan->state = STRING;
}

static void next_escape(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;

  if (byte == 'u') {
    scan->state = HEX;
    scan->left = 4;
    scan->code = 0;
  } else if (byte && strchr("\"\\/bfnrt", byte)) {
    scan->state = STRING;
  } else {
    scan_fail(walk, "unknown escape in a string");
    return;
  }
  walk->at++;
}

static void next_hex(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;
  unsigned char lower = byte | 0x20;

  if (byte >= '0' && byte <= '9') {
    scan->code = scan->code << 4 | (uint32_t)(byte - '0');
  } else if (lower >= 'a' && lower <= 'f') {
    scan->code = scan->code << 4 | (uint32_t)(lower - 'a' + 10);
  } else {
    scan_fail(walk, "expected four hexadecimal digits after \\u");
    return;
  }
  if (scan->left == 1 && !scan->code && scan->is_name) {
    scan_fail(walk, "a name with \\u0000 is not supported");
    return;
  }
  walk->at++;
  if (--scan->left == 0)
    scan->state = STRING;
}

/* The string ended with this quote.  What follows most of them is taken at
 * once. */
static inline void end_string(struct walk *walk)
{
  struct scan *scan = walk->scan;
  int more;

  walk->at++;
  mark_end(scan->marks, offset_of(walk), !scan->is_odd);
  if (!scan->is_name)
    value_ended(walk);
  else
    scan->state = COLON;
  more = walk->at < walk->end && walk->event == SCAN_MORE;
  if (more && *walk->at == (scan->is_name ? ':' : ',') && scan->depth) {
    scan->state = scan->is_name || !scan->in_object ? VALUE : NAME;
    walk->at++;
  }
}

static void next_in_string(struct walk *walk, unsigned char byte)
{
  struct scan *scan = walk->scan;

  scan->is_odd = 1;
  if (byte == '\\') {
    scan->state = ESCAPE;
    walk->at++;
  } else if (byte == '\n' || byte == '\r') {
    scan_fail(walk, "the line ends inside a string");
  } else if (byte < 0x20) {
    scan_fail(walk, "a control character in a string must be escaped");
  } else if (byte == 0x7f) {
    walk->at++;
  } else {
    open_utf8(walk, byte);
  }
}

static void feed_string(struct walk *walk)
{
  struct scan *scan = walk->scan;

  if (scan->state == STRING) {
    walk->at = plain_skip(walk->at, walk->end);
    if (walk->at == walk->end)
      return;
    if (*walk->at == '"')
      end_string(walk);
    else
      next_in_string(walk, *walk->at);
  } else if (scan->state == UTF8) {
    next_utf8(walk, *walk->at);
  } else if (scan->state == ESCAPE) {
    next_escape(walk, *walk->at);
  } else {
    next_hex(walk, *walk->at);
  }
}

/* ---- Words and numbers. ------------------------------------------- */

static void feed_literal(struct walk *walk)
{
  struct scan *scan = walk->scan;

  if (*walk->at != (unsigned char)*scan->literal) {
    scan_fail(walk, scan->state == MARK
                        ? "expected a value"
                        : "unknown word, expected true, false or null");
    return;
  }
  walk->at++;
  scan->extra += scan->state == MARK;
  if (*++scan->literal)
    return;
  if (scan->state == MARK) {
    scan->state = VALUE;
    return;
  }
  mark_end(scan->marks, offset_of(walk), 1);
  value_ended(walk);
}

/* The number ended before this byte, if it may end here. */
static void end_number(struct walk *walk)
{
  struct scan *scan = walk->scan;
  int integer = scan->state == ZERO || scan->state == INTEGER;

  if (!integer && scan->state != FRACTION && scan->state != POWER) {
    scan_fail(walk, "expected a digit");
    return;
  }
  mark_end(scan->marks, offset_of(walk), 1);
  value_ended(walk);
}

/* What follows a state of the number when this byte comes; -1 for nothing. */
static int number_state(int state, unsigned char byte)
{
  int digit = byte >= '0' && byte <= '9';

  switch (state) {
  case MINUS:
    return byte == '0' ? ZERO : digit ? INTEGER : -1;
  case ZERO:
  case INTEGER:
    if (digit && state == INTEGER)
      return INTEGER;
    if (byte == '.')
      return POINT;
    return (byte | 0x20) == 'e' ? EXPONENT : -1;
  case POINT:
    return digit ? FRACTION : -1;
  case FRACTION:
    return digit ? FRACTION : (byte | 0x20) == 'e' ? EXPONENT : -1;
  case EXPONENT:
    return digit ? POWER : byte == '+' || byte == '-' ? SIGN : -1;
  default: /* SIGN, POWER */
    return digit ? POWER : -1;
  }
}

static void feed_number(struct walk *walk)
{
  struct scan *scan = walk->scan;
  unsigned char byte = *walk->at;
  int next = number_state(scan->state, byte);

  if (next < 0 && scan->state == ZERO && byte >= '0' && byte <= '9') {
    scan_fail(walk, "a number must not begin with 0");
    return;
  }
  if (next < 0) {
    end_number(walk);
    return;
  }
  scan->state = next;
  walk->at++;
}

enum scan_event scan_feed(struct scan *scan, const char *bytes, size_t length,
                          size_t *used)
{
  const unsigned char *start = (const unsigned char *)bytes;
  struct walk walk = { .scan = scan,
                       .start = start,
                       .at = start,
                       .end = start + length,
                       .event =
                           scan->state == BROKEN ? SCAN_ERROR : SCAN_MORE };

  while (walk.at < walk.end && walk.event == SCAN_MORE) {
    if (scan->state <= DONE)
      feed_structure(&walk);
    else if (scan->state <= UTF8)
      feed_string(&walk);
    else if (scan->state <= MARK)
      feed_literal(&walk);
    else
      feed_number(&walk);
  }
  *used = (size_t)(walk.at - start);
  scan->offset += *used;
  return walk.event;
}

int scan_finish(struct scan *scan)
{
  struct walk walk = { .scan = scan, .event = SCAN_MORE };

  if (scan->state == BROKEN)
    return -1;
  if (scan->state == DONE)
    return 0;
  if (scan->state >= MINUS && !scan->depth) {
    end_number(&walk);
    return walk.event == SCAN_ERROR ? -1 : 0;
  }
  if (scan->state <= VALUE && !scan->depth) {
    scan->empty = 1;
    scan->reason = "there is no value";
  } else if (scan->state >= STRING && scan->state <= UTF8) {
    scan->reason = "the text ends inside a string";
  } else if (scan->depth) {
    scan->reason = scan->in_object ? "the text ends inside an object"
                                   : "the text ends inside an array";
  } else {
    scan->reason = "the text ends inside a word";
  }
  scan->state = BROKEN;
  return -1;
}

void scan_position(const struct scan *scan, uint64_t *line, uint64_t *column)
{
  *line = scan->line + 1;
  *column = scan->offset - scan->line_start - scan->extra + 1;
}

int scan_refuse(const struct scan *scan, const char *what,
                enum exit_status exit_status, struct error *error)
{
  uint64_t line, column;

  if (scan->empty)
    return error_set(error, exit_status, "%s is empty", what);
  scan_position(scan, &line, &column);
  return error_set(error, exit_status,
                   "%s: line %" PRIu64 ", column %" PRIu64 ": %s", what, line,
                   column, scan->reason);
}
