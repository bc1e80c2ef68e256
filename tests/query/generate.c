/* generate.c - random filters and JSON texts, the same for the same seed.
 *
 *   generate filters|payloads SEED COUNT
 *
 * Prints COUNT lines.  Filters are simple paths, filters with one in front,
 * and what only looks like one; all compile.  Payloads are strict JSON that
 * every jq reads: objects and lists with names given twice, names and
 * strings with escapes, numbers of every size, white space.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* xorshift64*, by Vigna. */
static uint32_t draw(uint32_t below)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}

#define ONE_OF(list) list[draw(sizeof(list) / sizeof *(list))]

/* ---- Payloads. ---------------------------------------------------- */

static void space(void)
{
  static const char *const spaces[] = { " ", "\t", "  ", " \t " };

  if (draw(8) == 0)
    (void)fputs(ONE_OF(spaces), stdout);
}

static void name(void)
{
  static const char *const usual[] = { "a",  "b",    "c", "metadata", "name",
                                       "id", "spec", "x", "y",        "z" };
  static const char *const names[] = {
    "a b",
    "",
    "0",
    "_x9",
    "-1",
    "\xc3\xa9",
    "\xe6\x97\xa5\xe6\x9c\xac",
    "\xf0\x9f\x98\x80",
    "x\\\"y",
    "\\u0061",
    "\\u00e9",
    "t\\tt",
    "\\/",
    "\\\\",
    "A",
    "null",
    "and",
    "\x7f",
  };

  (void)printf("\"%s\"", draw(4) ? ONE_OF(usual) : ONE_OF(names));
}

static void string(void)
{
  static const char *const parts[] = {
    "",
    "a",
    "plain text",
    "caf\xc3\xa9",
    "\xe6\x97\xa5",
    "\xf0\x9f\x98\x80",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0000",
    "\\u001f",
    "\\u007f",
    "\x7f",
    "\\u00e9",
    "\\u00E9",
    "\\u2028",
    "\\ud83d\\ude00",
    "\\uD83D\\uDE00",
    "\\uffff",
    "\xef\xbf\xbf",
    "/",
    "'",
    "<>&",
    "\\u003c\\u003e",
    "{}[],:",
    "\xe2\x80\xae",
    "\\\\ud800",
  };
  uint32_t count = draw(2) ? draw(2) : draw(4);

  (void)putchar('"');
  while (count-- > 0)
    (void)fputs(ONE_OF(parts), stdout);
  (void)putchar('"');
}

static void number(void)
{
  static const char *const numbers[] = {
    "0",
    "1",
    "-1",
    "42",
    "100",
    "1000000",
    "123456789012345",
    "-123456789012345",
    "999999999999999",
    "1234567890123456",
    "9007199254740993",
    "12345678901234567890",
    "-0",
    "0.0",
    "1.0",
    "1.50",
    "0.1",
    "-2.5",
    "3.141592653589793",
    "1e3",
    "1E+3",
    "1e-3",
    "1.5e300",
    "1e1000",
    "-1e1000",
    "1e-400",
    "0.00001",
    "100000000000000000000",
    "0e10",
    "123456.789",
    "1e17",
    "10000000000000000",
  };

  if (draw(2))
    (void)printf("%d", (int)draw(2000) - 1000);
  else
    (void)fputs(ONE_OF(numbers), stdout);
}

static void value(int depth);

static void members(int depth)
{
  uint32_t count = draw(200) == 0 ? 70 : draw(5);
  uint32_t i;

  (void)putchar('{');
  for (i = 0; i < count; i++) {
    space();
    if (i > 5)
      (void)printf("\"m%" PRIu32 "\"", i);
    else
      name();
    space();
    (void)putchar(':');
    space();
    value(depth + 1);
    space();
    if (i + 1 < count)
      (void)putchar(',');
  }
  if (!count)
    space();
  (void)putchar('}');
}

static void elements(int depth)
{
  uint32_t count = draw(5);

  (void)putchar('[');
  space();
  while (count-- > 0) {
    value(depth + 1);
    space();
    if (count)
      (void)putchar(',');
    space();
  }
  (void)putchar(']');
}

static void value(int depth)
{
  static const char *const words[] = { "true", "false", "null" };
  uint32_t kind = draw(depth > 3 ? 5 : 12);

  if (kind < 2)
    string();
  else if (kind < 4)
    number();
  else if (kind == 4)
    (void)fputs(ONE_OF(words), stdout);
  else if (kind < 9)
    members(depth);
  else
    elements(depth);
}

/* A list as services send it: the same members in each element. */
static void list(void)
{
  uint32_t count = draw(5);

  (void)putchar('[');
  while (count-- > 0) {
    (void)fputs("{\"metadata\":{\"name\":", stdout);
    string();
    (void)fputs(",\"a\":[", stdout);
    string();
    (void)fputs(",1], \"b\": {\"c\":", stdout);
    value(3);
    (void)fputs("}},\"a\":{\"name\":null,\"a\":", stdout);
    value(3);
    (void)fputs("},\"b\":[{\"a\":true}]}", stdout);
    if (count)
      (void)putchar(',');
  }
  (void)putchar(']');
}

static void payload(void)
{
  uint32_t kind = draw(12);

  if (kind < 5)
    list();
  else if (kind < 8)
    elements(0);
  else if (kind < 11)
    members(0);
  else
    value(0);
}

/* ---- Filters. ----------------------------------------------------- */

static void step(int first)
{
  static const char *const words[] = { "a",   "b", "c",   "metadata", "name",
                                       "_x9", "A", "and", "null" };
  static const char *const quoted[] = { "a",        "a b",     "",
                                        "0",        "-1",      "x",
                                        "\xc3\xa9", "\\u0061", "\\\\",
                                        "x\\\"y",   "/" };
  const char *dot = first ? "." : "";

  switch (draw(8)) {
  case 0:
  case 1:
  case 2:
    (void)printf(".%s", ONE_OF(words));
    break;
  case 3:
    (void)printf(".\"%s\"", ONE_OF(quoted));
    break;
  case 4:
    (void)printf("%s[\"%s\"]", dot, ONE_OF(quoted));
    break;
  case 5:
    (void)printf("%s[%d]", dot, (int)draw(8) - 3);
    break;
  default:
    (void)printf("%s[]", dot);
    break;
  }
  if (draw(4) == 0)
    (void)putchar('?');
}

/* Where values are, in a list as above. */
static void likely(void)
{
  static const char *const heads[] = { ".[]", ".[0]", ".[-1]", ".[7]",
                                       ".[]?" };
  static const char *const tails[] = {
    "",
    ".metadata",
    ".metadata.name",
    ".metadata.a",
    ".metadata.a[]",
    ".metadata.a[0]",
    ".metadata.b[]",
    ".a.a",
    ".a.name.x",
    ".a[]",
    ".b[].a",
    ".b[-1]",
    ".b[]",
    "[]",
    ".nothing",
    "|.a|.a",
    " | .metadata.b",
    ".metadata[\"name\"]",
    ".\"b\"[0]",
    "[\"a\"]?.name?",
  };

  (void)fputs(ONE_OF(heads), stdout);
  (void)fputs(ONE_OF(tails), stdout);
}

static void path(void)
{
  uint32_t count = draw(5);
  int first = 1;

  if (count == 0)
    (void)putchar('.');
  for (; count > 0; count--, first = 0)
    step(first);
}

static void simple(void)
{
  static const char *const pipes[] = { "|", " | ", " |", "\t| " };

  path();
  while (draw(4) == 0) {
    (void)fputs(ONE_OF(pipes), stdout);
    path();
  }
}

static const char *const rests[] = { "length?",
                                     "select(.a)",
                                     "select(.a?) | .b",
                                     "tojson",
                                     "keys?",
                                     "type",
                                     "., .",
                                     "[.[]?]",
                                     "(.a, .b)?",
                                     "to_entries?",
                                     "if . then 1 else 2 end",
                                     ". as $x | $x",
                                     "def f: .a?; f",
                                     "map(.a?)?",
                                     "error?",
                                     ".. | numbers",
                                     "try .a catch .",
                                     "reduce .[]? as $i (0; . + 1)",
                                     "first(.[]?)",
                                     "label $out | .[]? | break $out",
                                     ".a // \"none\"",
                                     "[., 1]",
                                     "empty",
                                     "limit(1; .[]?)",
                                     "has(\"a\")?",
                                     ".a = 1",
                                     "path(.a?)",
                                     "@json" };
static const char *const others[] = { "..",
                                      ".a? // 1",
                                      ".[1:]?",
                                      ".[]?,.a?",
                                      ".[:-1]?",
                                      ".a??",
                                      "[.[]?.a?]",
                                      "map(.a?)?",
                                      ".[]?|=1",
                                      "length?",
                                      ". | length?",
                                      ".[]? as $x | $x",
                                      ".[0]? | type",
                                      ".a?, .b?",
                                      "(.[]?)",
                                      ".[ 0 ]?",
                                      ". [0]?",
                                      ".a? .b?",
                                      "keys?",
                                      "to_entries?",
                                      ".[00]?",
                                      ".[-0]?",
                                      ".[1.5]?",
                                      ".[]? # words",
                                      "first(.[]?)",
                                      ".[1e0]?",
                                      ".[]? // 3",
                                      "path(..)",
                                      ".[]? | .a, .b?",
                                      "try .[] catch .",
                                      "try .a.b catch .",
                                      "(.a|.b)?",
                                      ".[]?+1?",
                                      "-1" };

/* What is done with each element. */
static void inner(void)
{
  static const char *const inners[] = {
    ".a?",
    ".a",
    ".metadata.name?",
    ".b?[]?",
    ".[]?",
    "select(.a?)",
    "select(type == \"number\")",
    "numbers",
    "strings",
    "arrays",
    "objects",
    "type",
    "type == \"object\"",
    "\"a)b(\\(type)c]\"",
    "tojson | \"[\" + .",
    "{a: .a?, b: [1, 2]}",
    "error(\"x\\(type)\")",
    ". as $x | [$x]",
    "if type == \"null\" then error(\"none\") else true end",
    "1, 2",
  };

  if (draw(4) == 0)
    path();
  else if (draw(3) == 0)
    (void)fputs(ONE_OF(rests), stdout);
  else
    (void)fputs(ONE_OF(inners), stdout);
}

static const char *const conditions[] = {
  "type == \"number\"",
  ".metadata.name == \"a\"",
  ". != null",
  "type | . == \"null\" or . == \"array\"",
  "length > 1",
  "(type == \"object\") and has(\"a\")",
  "not",
  ".[0]",
  "tostring | test(\"a\")",
};

/* A filter that can be put together from what it makes of each element, or one
 * that looks like it. */
static void shaped(void)
{
  static const char *const words[] = { "length", "add", "any", "all" };
  static const char *const looks[] = {
    "map(.a?)?",
    "[.[]?][0]",
    "[.[0]?]",
    "first(.[0]?)",
    "any(.a?; .)",
    "map(.a?) | add?",
    "map(.a?) | length, 1",
    "map(.a?), 1",
    "[.[]? | .a?, 1] | length",
    "[.[]?, 1] | length",
    "[.[]? // 1] | length",
    "[.[]?] | map(.a?) | length",
    "length?",
    "first?",
    "add?",
    "[.[]? | .a?] # ] | length",
    "first(.[]?, 1)",
    "any(.[]?; type == \"number\")",
    "all(.[]? | .a?; .)",
    "[.[]?|=1] | length",
    "first(range(3))",
  };
  const uint32_t kind = draw(8);

  if (kind == 0) {
    (void)fputs(ONE_OF(looks), stdout);
  } else if (kind == 1) {
    (void)fputs(ONE_OF(words), stdout);
  } else if (kind == 2) {
    (void)fputs(draw(2) ? "any(" : "all(", stdout);
    if (draw(3) == 0)
      (void)fputs(draw(2) ? ".[]; " : ".[] | .a; ", stdout);
    if (draw(4) == 0)
      inner();
    else
      (void)fputs(ONE_OF(conditions), stdout);
    (void)putchar(')');
  } else if (kind == 3) {
    (void)fputs("first(.[] | ", stdout);
    inner();
    (void)putchar(')');
  } else {
    const int is_map = draw(2) == 0;

    (void)fputs(is_map ? "map(" : "[ .[] | ", stdout);
    inner();
    (void)putchar(is_map ? ')' : ']');
    if (draw(2))
      (void)printf(" | %s", ONE_OF(words));
  }
}

static void filter(void)
{
  uint32_t kind = draw(13);

  if (kind > 9) {
    shaped();
  } else if (kind < 4) {
    likely();
  } else if (kind < 7) {
    simple();
  } else if (kind < 9) {
    (void)fputs(draw(2) ? ".[]" : ".[]?", stdout);
    if (draw(3) == 0)
      step(0);
    (void)printf("%s%s", draw(2) ? "|" : " | ", ONE_OF(rests));
  } else {
    (void)fputs(ONE_OF(others), stdout);
  }
}

int main(int argc, char **argv)
{
  void (*line)(void) = NULL;
  long count;

  if (argc == 4 && strcmp(argv[1], "filters") == 0)
    line = filter;
  else if (argc == 4 && strcmp(argv[1], "payloads") == 0)
    line = payload;
  if (!line) {
    (void)fputs("usage: generate filters|payloads SEED COUNT\n", stderr);
    return 2;
  }
  state = strtoull(argv[2], NULL, 10) * UINT64_C(0x9e3779b97f4a7c15) + 1;
  for (count = strtol(argv[3], NULL, 10); count > 0; count--) {
    line();
    (void)putchar('\n');
  }
  return fflush(stdout) == 0 ? 0 : 1;
}
