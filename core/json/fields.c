/* fields.c - values at simple paths, taken from JSON text without a tree. */
#include "core/json/fields.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/json/tree.h"

/* The text is strict JSON, so nothing below looks for malformed input; each
 * step still stops at `end`, should a caller be wrong about that. */
struct walk {
  const struct fields *pick;
  struct span *spans;
  const char *at;
  const char *end;
};

static void skip_space(struct walk *walk)
{
  while (walk->at < walk->end && (*walk->at == ' ' || *walk->at == '\n' ||
                                  *walk->at == '\t' || *walk->at == '\r'))
    walk->at++;
}

/* From the opening quote to behind the closing one. */
static void skip_string(struct walk *walk)
{
  walk->at += json_string_end(walk->at, (size_t)(walk->end - walk->at), 0);
}

/* An array or object, from its bracket to behind the one that closes it. */
static void skip_nested(struct walk *walk)
{
  size_t depth = 0;

  while (walk->at < walk->end) {
    switch (*walk->at) {
    case '"':
      skip_string(walk);
      continue;
    case '{':
    case '[':
      depth++;
      break;
    case '}':
    case ']':
      depth--;
      break;
    default:
      break;
    }
    walk->at++;
    if (depth == 0)
      return;
  }
}

static void skip_value(struct walk *walk)
{
  if (walk->at >= walk->end)
    return;
  if (*walk->at == '"')
    skip_string(walk);
  else if (*walk->at == '{' || *walk->at == '[')
    skip_nested(walk);
  else
    while (walk->at < walk->end && !strchr(",]} \n\t\r", *walk->at))
      walk->at++;
}

/* ---- Paths. ------------------------------------------------------- */

int fields_add(struct fields *pick, const char *path)
{
  struct fields_path *own = &pick->paths[pick->count];
  size_t length;

  if (pick->count == PICK_PATHS)
    return -1;
  own->steps = 0;
  while (*path == '.' && own->steps < PICK_STEPS) {
    path++;
    length = strspn(path, "abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (length == 0)
      return -1;
    own->names[own->steps++] = (struct span){ path, length };
    path += length;
  }
  if (*path || own->steps == 0)
    return -1;
  pick->count++;
  return 0;
}

/* Which of the paths in `mask` have this name at this depth.  `key` is the
 * raw string with its quotes. */
static uint64_t match(const struct fields *pick, uint64_t mask, size_t depth,
                      struct span key)
{
  CLEANUP_BUFFER struct buffer decoded = { 0 };
  struct span name = { key.text + 1, key.length - 2 };
  uint64_t result = 0;
  size_t i;

  /* Path names need no escapes, but a server may write them with some. */
  if (memchr(name.text, '\\', name.length)) {
    if (span_decode(&decoded, key) < 0 || !decoded.data)
      return 0;
    name = (struct span){ decoded.data, decoded.length };
  }
  for (i = 0; i < pick->count; i++)
    if (mask >> i & 1 && pick->paths[i].names[depth].length == name.length &&
        memcmp(pick->paths[i].names[depth].text, name.text, name.length) == 0)
      result |= (uint64_t)1 << i;
  return result;
}

/* What a member's value means for the paths that lead to or through it.
 * Returns those that lead on into it. */
static uint64_t settle(struct walk *walk, uint64_t matched, size_t depth,
                       struct span value)
{
  uint64_t deeper = 0;
  size_t i;

  for (i = 0; i < walk->pick->count; i++) {
    if (!(matched >> i & 1))
      continue;
    /* A second member of the name takes the place of the first. */
    walk->spans[i] = (struct span){ NULL, 0 };
    if (walk->pick->paths[i].steps > depth + 1)
      deeper |= (uint64_t)1 << i;
    else if (value.text[0] != 'n')
      walk->spans[i] = value;
  }
  return value.text[0] == '{' ? deeper : 0;
}

/* The next member, `at` standing behind the one before it or on the opening
 * brace.  Returns 0 at the end. */
static int next_member(struct walk *walk, struct span *key, struct span *value)
{
  if (walk->at < walk->end && (*walk->at == '{' || *walk->at == ','))
    walk->at++;
  skip_space(walk);
  if (walk->at >= walk->end || *walk->at != '"')
    return 0;
  key->text = walk->at;
  skip_string(walk);
  key->length = (size_t)(walk->at - key->text);
  skip_space(walk);
  walk->at++; /* the colon */
  skip_space(walk);
  value->text = walk->at;
  skip_value(walk);
  if (walk->at >= walk->end)
    return 0;
  value->length = (size_t)(walk->at - value->text);
  skip_space(walk);
  return 1;
}

/* Goes through one object; no deeper than PICK_STEPS. */
static void walk_object(struct walk *walk, uint64_t mask, size_t depth)
{
  struct walk inner;
  struct span key;
  struct span value;
  uint64_t matched;
  uint64_t deeper;

  while (next_member(walk, &key, &value)) {
    matched = match(walk->pick, mask, depth, key);
    deeper = matched ? settle(walk, matched, depth, value) : 0;
    if (deeper) {
      inner = *walk;
      inner.at = value.text;
      walk_object(&inner, deeper, depth + 1);
    }
  }
}

void fields_run(const struct fields *pick, const char *text, size_t length,
                struct span *spans)
{
  struct walk walk = {
    .pick = pick, .spans = spans, .at = text, .end = text + length
  };
  uint64_t all =
      pick->count == 64 ? UINT64_MAX : ((uint64_t)1 << pick->count) - 1;
  size_t i;

  for (i = 0; i < pick->count; i++)
    spans[i] = (struct span){ NULL, 0 };
  skip_space(&walk);
  if (walk.at < walk.end && *walk.at == '{')
    walk_object(&walk, all, 0);
}

int fields_member(struct span *at, struct span *key, struct span *value)
{
  struct walk walk = { .at = at->text, .end = at->text + at->length };

  if (!next_member(&walk, key, value))
    return 0;
  *at = (struct span){ walk.at, (size_t)(walk.end - walk.at) };
  return 1;
}

int fields_element(struct span *at, struct span *element)
{
  struct walk walk = { .at = at->text, .end = at->text + at->length };

  if (walk.at < walk.end && (*walk.at == '[' || *walk.at == ','))
    walk.at++;
  skip_space(&walk);
  if (walk.at >= walk.end || *walk.at == ']')
    return 0;
  element->text = walk.at;
  skip_value(&walk);
  element->length = (size_t)(walk.at - element->text);
  skip_space(&walk);
  *at = (struct span){ walk.at, (size_t)(walk.end - walk.at) };
  return 1;
}

/* ---- Strings. ----------------------------------------------------- */

int span_is_string(struct span value)
{
  return value.text && value.text[0] == '"';
}

static uint32_t hex4(const char *text)
{
  uint32_t code = 0;
  int i;

  for (i = 0; i < 4; i++) {
    code <<= 4;
    code |= (uint32_t)ascii_hex(text[i]);
  }
  return code;
}

static void append_code(struct buffer *buffer, uint32_t code)
{
  char bytes[4];
  size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  size_t i;

  if (count == 1) {
    buffer_putc(buffer, (char)code);
    return;
  }
  for (i = count; i-- > 1; code >>= 6)
    bytes[i] = (char)(0x80 | (code & 0x3f));
  bytes[0] = (char)((0xf00 >> count & 0xff) | code);
  buffer_append(buffer, bytes, count);
}

/* One \u escape, or two that make a pair; returns what follows. */
static const char *decode_unicode(struct buffer *buffer, const char *at,
                                  const char *end)
{
  uint32_t code = hex4(at);
  uint32_t low;

  at += 4;
  if (code >= 0xd800 && code < 0xdc00 && end - at >= 6 && at[0] == '\\' &&
      at[1] == 'u') {
    low = hex4(at + 2);
    if (low >= 0xdc00 && low < 0xe000) {
      append_code(buffer, 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff)));
      return at + 6;
    }
  }
  append_code(buffer, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  return at;
}

int span_decode(struct buffer *buffer, struct span string)
{
  static const char escapes[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  const char *at = string.text + 1;
  const char *end = string.text + string.length - 1;
  const char *stop;
  const char *escape;

  while (at < end) {
    stop = memchr(at, '\\', (size_t)(end - at));
    if (!stop)
      stop = end;
    buffer_append(buffer, at, (size_t)(stop - at));
    at = stop + 2;
    if (stop == end)
      break;
    if (stop[1] == 'u' && end - at >= 4) {
      at = decode_unicode(buffer, at, end);
      continue;
    }
    escape = strchr(escapes, stop[1]);
    buffer_putc(buffer, (char)(escape ? meanings[escape - escapes] : stop[1]));
  }
  return buffer->failed ? -1 : 0;
}
