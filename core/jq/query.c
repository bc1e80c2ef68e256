/* query.c - jq filters, over libjq.
 *
 * See query.h.  Written against libjq 1.6, and 1.7 and later.
 */
#include "core/jq/query.h"

#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <jq.h>

_Static_assert(sizeof PACKAGE_VERSION <= MODULE_BUILD_SIZE,
               "the version is too long for the prefix of a module");

/* A place below which no file can exist. */
#define NOWHERE "/dev/null"

/* jq allows `module`, `import` and `include` before the first definition
 * alone; one definition in front makes each a syntax error, in every version
 * and wherever the filter hides it. */
#define GUARD "def nscale: .; "

/* POSIX wants it declared by whoever uses it. */
extern char **environ;

struct query {
  jq_state *jq;
  int marked;   /* results begin as result.h has it */
  int adds;     /* they are arrays, whose values are added */
  jv sum;       /* invalid with a message once two could not be added */
  int is_spent; /* a run was left half way: libjq is not touched again */
  /* Where the first error of the compiler goes, or NULL. */
  struct query_message *message;
};

/* What bison calls the words of the language, and what people call them. */
static const struct {
  const char *token;
  const char *plain;
} words[] = {
  { "$end", "end of the filter" },
  { "end of file", "end of the filter" },
  { "INVALID_CHARACTER", "character" },
  { "IDENT", "name" },
  { "FIELD", "field" },
  { "LITERAL", "number" },
  { "KEYWORD", "word" },
  { "FORMAT", "format" },
  { "QQSTRING_START", "string" },
  { "QQSTRING_END", "end of the string" },
  { "QQSTRING_TEXT", "text" },
};

static void message_cut(char *text, const char *from)
{
  char *at = strstr(text, from);

  if (at)
    *at = '\0';
}

static void message_set(struct query_message *message, const char *prefix,
                        const char *text)
{
  /* What does not fit is cut. */
  if (snprintf(message->text, sizeof message->text, "%s%s", prefix, text) < 0)
    message->text[0] = '\0';
}

/* Copies the compiler's text in words; cuts what does not fit. */
static void translate(const char *text, struct query_message *message)
{
  const size_t size = sizeof message->text;
  size_t used = 0;

  while (*text != '\0' && used + 1 < size) {
    const char *plain = NULL;
    size_t skip = 0;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      size_t length = strlen(words[i].token);

      if (length > skip && strncmp(text, words[i].token, length) == 0) {
        plain = words[i].plain;
        skip = length;
      }
    }
    if (!plain) {
      message->text[used++] = *text++;
      continue;
    }
    while (*plain != '\0' && used + 1 < size)
      message->text[used++] = *plain++;
    text += skip;
  }
  message->text[used] = '\0';
}

/* "jq: error: syntax error, unexpected $end (Unix shell quoting issues?) at
 * <top-level>, line 1:\n..." to "syntax error, unexpected end of the filter".
 * Only the first error is kept: it is the cause of the rest. */
static void on_compile_error(void *context, jv error)
{
  static const char *const prefixes[] = { "jq: ", "error: " };
  struct query *query = context;
  char text[512];
  const char *start = text;

  if (query->message && query->message->text[0] == '\0') {
    error = jq_format_error(error);
    (void)snprintf(text, sizeof text, "%s", jv_string_value(error));
    message_cut(text, "\n");
    message_cut(text, " (Unix shell");
    message_cut(text, " at <");
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
      if (strncmp(start, prefixes[i], strlen(prefixes[i])) == 0)
        start += strlen(prefixes[i]);
    if (strstr(start, "unexpected import") ||
        strstr(start, "unexpected include") ||
        strstr(start, "unexpected module") ||
        strstr(start, "unexpected \"import") ||
        strstr(start, "unexpected \"include") ||
        strstr(start, "unexpected \"module"))
      start = "a filter cannot read modules";
    if (strncmp(start, "syntax error", 12) == 0)
      translate(start, query->message);
    else
      message_set(query->message, "", start);
  }
  jv_free(error);
}

/* There is one input, and it is the payload. */
static jv on_input(jq_state *jq, void *context)
{
  (void)jq, (void)context;
  return jv_invalid();
}

/* What `debug` says, as jq says it.  To be set in any case: libjq 1.6 leaves
 * its pointer as malloc found it, and calls what that points to. */
static void on_debug(void *context, jv value)
{
  (void)context;
  value = jv_dump_string(
      jv_array_append(jv_array_append(jv_array(), jv_string("DEBUG:")), value),
      0);
  (void)fprintf(stderr, "%s\n", jv_string_value(value));
  jv_free(value);
}

/* The environment with a HOME at which there is no ~/.jq.
 *
 * getenv takes the first of a name, which is ours; libjq's $ENV, which is
 * made while compiling, takes the last, which is the true one.  An unset HOME
 * would not do: libjq 1.7 asks the user database then.  The array, not its
 * texts, is to be freed; NULL when there is no memory. */
static char **hide_home(char **variables)
{
  static char nowhere[] = "HOME=" NOWHERE;
  size_t count = 0;
  size_t used = 0;
  char **copy;

  while (variables && variables[count])
    count++;
  copy = calloc(count + 2, sizeof *copy);
  if (!copy)
    return NULL;
  /* Right before the true one, so that the order is the same as well. */
  for (size_t i = 0; i < count; i++) {
    if (used == i && strncmp(variables[i], "HOME=", 5) == 0)
      copy[used++] = nowhere;
    copy[used++] = variables[i];
  }
  if (used == count)
    copy[used] = nowhere;
  return copy;
}

static int compile_guarded(jq_state *jq, const char *filter)
{
  jv arguments = jv_object_set(
      jv_object(), jv_string("ARGS"),
      jv_object_set(
          jv_object_set(jv_object(), jv_string("positional"), jv_array()),
          jv_string("named"), jv_object()));
  size_t size = sizeof GUARD + strlen(filter);
  char *program = malloc(size);
  char **before = environ;
  char **without = hide_home(before);
  int compiled = 0;

  if (program && without) {
    (void)snprintf(program, size, "%s%s", GUARD, filter);
    environ = without;
    compiled = jq_compile_args(jq, program, arguments);
    environ = before;
  } else {
    jv_free(arguments);
  }
  free(without);
  free(program);
  return compiled;
}

static void query_free(struct query *query)
{
  if (!query)
    return;
  if (query->jq && !query->is_spent)
    jq_teardown(&query->jq);
  jv_free(query->sum);
  free(query);
}

static struct query *query_compile(const char *filter,
                                   struct query_message *message)
{
  struct query *query = calloc(1, sizeof *query);

  message->text[0] = '\0';
  if (query) {
    query->sum = jv_null();
    query->jq = jq_init();
  }
  if (!query || !query->jq) {
    message_set(message, "", "out of memory");
    query_free(query);
    return NULL;
  }
  query->message = message;
  jq_set_error_cb(query->jq, on_compile_error, query);
  jq_set_input_cb(query->jq, on_input, NULL);
  jq_set_debug_cb(query->jq, on_debug, NULL);
  jq_set_attr(query->jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
  jq_set_attr(query->jq, jv_string("JQ_ORIGIN"), jv_string(NOWHERE));
  jq_set_attr(query->jq, jv_string("PROGRAM_ORIGIN"), jv_string(NOWHERE));
  if (!compile_guarded(query->jq, filter)) {
    if (message->text[0] == '\0')
      message_set(message, "", "the filter does not compile");
    query_free(query);
    return NULL;
  }
  query->message = NULL; /* the caller's, for this call alone */
  return query;
}

static void query_mark(struct query *query)
{
  query->marked = 1;
}

static int emit_result(int marked, jv result, struct sink results,
                       struct error *error)
{
  const int is_string = jv_get_kind(result) == JV_KIND_STRING;
  const char mark[] = { is_string ? RESULT_STRING : RESULT_JSON, '\0' };
  int stopped;

  if (!is_string)
    result = jv_dump_string(result, 0);
  if (marked)
    result = jv_string_concat(jv_string(mark), result);
  stopped = sink_write(results, jv_string_value(result),
                       (size_t)jv_string_length_bytes(jv_copy(result)), error);
  jv_free(result);
  return stopped;
}

/* Consumes `value`, what an error carries, and makes it the message. */
static void message_take(struct query_message *message, const char *prefix,
                         jv value)
{
  if (jv_get_kind(value) != JV_KIND_STRING)
    value = jv_dump_string(value, 0);
  message_set(message, prefix, jv_string_value(value));
  jv_free(value);
  /* tonumber and fromjson quote what they could not read, whole, which may
   * be a token. */
  message_cut(message->text, " (while parsing");
}

/* How a run ended: consumes the invalid value that ended it. */
static int conclude(jq_state *jq, jv last, struct query_message *message)
{
  jv text;

  if (jq_halted(jq)) {
    jv_free(last);
    text = jq_get_error_message(jq);
    if (jv_is_valid(text) && jv_get_kind(text) != JV_KIND_NULL) {
      message_take(message, "the filter halted: ", text);
    } else {
      jv_free(text);
      message_set(message, "", "the filter halted");
    }
    return -1;
  }
  if (!jv_invalid_has_msg(jv_copy(last))) {
    jv_free(last);
    return 0;
  }
  message_take(message, "", jv_invalid_get_msg(last));
  return -1;
}

/* The value of a text, invalid with `message` where jq cannot read it. */
static jv read_value(struct span json, struct query_message *message)
{
  jv value;

  message->text[0] = '\0';
  if (json.length > INT_MAX) {
    message_set(message, "", "the JSON is too large for jq");
    return jv_invalid();
  }
  value = jv_parse_sized(json.text, (int)json.length);
  if (jv_is_valid(value))
    return value;
  /* Its own message quotes the text, secrets and all. */
  jv_free(value);
  message_set(message, "", "jq cannot read the JSON");
  return jv_invalid();
}

static int query_reads(struct span json, struct query_message *message)
{
  jv value = read_value(json, message);
  int valid = jv_is_valid(value);

  jv_free(value);
  return valid ? 0 : -1;
}

/* ---- Adding. ------------------------------------------------------ */

/* What jq makes of two values that are not of one kind: an error, which in its
 * own words is the result.  Consumes both. */
static jv ask_plus(jv one, jv other)
{
  struct query_message ignored;
  struct query *query = query_compile(".[0] + .[1]", &ignored);
  jv both = jv_array_append(jv_array_append(jv_array(), one), other);
  jv result;

  if (!query) {
    jv_free(both);
    return jv_invalid_with_msg(jv_string("out of memory"));
  }
  jq_start(query->jq, both, 0);
  result = jq_next(query->jq);
  query_free(query);
  return result;
}

/* What `+` gives in jq.  Consumes both. */
static jv plus(jv one, jv other)
{
  const jv_kind kind = jv_get_kind(one);
  jv result;

  if (kind == JV_KIND_NULL || jv_get_kind(other) == JV_KIND_NULL) {
    jv_free(kind == JV_KIND_NULL ? one : other);
    return kind == JV_KIND_NULL ? other : one;
  }
  if (kind == jv_get_kind(other) && kind == JV_KIND_NUMBER) {
    result = jv_number(jv_number_value(one) + jv_number_value(other));
    jv_free(one);
    jv_free(other);
    return result;
  }
  if (kind == jv_get_kind(other) && kind == JV_KIND_STRING)
    return jv_string_concat(one, other);
  if (kind == jv_get_kind(other) && kind == JV_KIND_ARRAY)
    return jv_array_concat(one, other);
  if (kind == jv_get_kind(other) && kind == JV_KIND_OBJECT)
    return jv_object_merge(one, other);
  return ask_plus(one, other);
}

/* Adds the values of an array.  Consumes it. */
static void add_values(struct query *query, jv values)
{
  const int is_array = jv_get_kind(values) == JV_KIND_ARRAY;
  const int count = is_array ? jv_array_length(jv_copy(values)) : 0;
  int i;

  for (i = 0; i < count && jv_is_valid(query->sum); i++)
    query->sum = plus(query->sum, jv_array_get(jv_copy(values), i));
  jv_free(values);
}

/* No part of the function that calls setjmp, which would lose what this one
 * changes. */
__attribute__((noinline)) static int run(struct query *query, struct span json,
                                         struct sink results,
                                         struct error *error,
                                         struct query_message *message)
{
  const int adds = query->adds;
  jv value = read_value(json, message);
  jv result;

  if (!jv_is_valid(value))
    return -1;
  jq_start(query->jq, value, 0);
  while (jv_is_valid(result = jq_next(query->jq)))
    if (adds)
      add_values(query, result);
    else if (emit_result(query->marked, result, results, error) != 0)
      return 1;
  return conclude(query->jq, result, message);
}

/* ---- A run that may take so much memory and no more. -------------- */

/* Bytes of addresses that the process may have during a run, and those for
 * each byte of the text: four times what libjq may take to read it (cost.h).
 */
#define RUN_FREE ((rlim_t)512 << 20)
#define RUN_BYTES 32

struct room {
  struct rlimit before;
  jmp_buf out; /* where a run is left that has no memory */
};

/* The one of the run at hand; libjq 1.6 forgets what it is given for this. */
static struct room *room_at_hand;

static void leave_run(void *context)
{
  (void)context;
  longjmp(room_at_hand->out, 1);
}

/* Without a limit of its own a run only has more room. */
static void room_set(struct room *room, size_t length)
{
#ifndef NO_MEMORY_LIMITS
  const rlim_t most = RUN_FREE + (rlim_t)length * RUN_BYTES;
  struct rlimit limit;

  if (getrlimit(RLIMIT_AS, &room->before) < 0)
    room->before.rlim_cur = 0;
  limit = room->before;
  if (limit.rlim_cur > most) {
    limit.rlim_cur = most;
    (void)setrlimit(RLIMIT_AS, &limit);
  }
#else
  (void)length;
  room->before.rlim_cur = 0;
#endif
}

static void room_unset(const struct room *room)
{
  if (room->before.rlim_cur)
    (void)setrlimit(RLIMIT_AS, &room->before);
}

/* libjq gives up by abort where there is no memory, unless somebody takes
 * over: here with the room of a run, or NULL after it. */
static void on_no_memory(jq_state *jq, struct room *room)
{
  void (*const handler)(void *) = room ? leave_run : NULL;

  room_at_hand = room;
  jq_set_nomem_handler(jq, handler, NULL);
  jv_nomem_handler(handler, NULL);
}

/* Ends with the query spent where there was no memory. */
static int run_in_room(struct query *query, struct span json,
                       struct sink results, struct error *error,
                       struct query_message *message)
{
  struct room room;
  volatile int result = -1;

  query->is_spent = 1;
  room_set(&room, json.length);
  if (setjmp(room.out) == 0) {
    on_no_memory(query->jq, &room);
    result = run(query, json, results, error, message);
    query->is_spent = 0;
  }
  on_no_memory(query->jq, NULL);
  room_unset(&room);
  return result;
}

static int query_run(struct query *query, struct span json,
                     struct sink results, struct error *error,
                     struct query_message *message)
{
  int result = -1;

  if (!query->is_spent)
    result = run_in_room(query, json, results, error, message);
  if (query->is_spent)
    message_set(message, "", "it takes too much memory");
  return result;
}

/* Forgets what was added. */
static void forget_sum(struct query *query)
{
  if (!query->is_spent)
    jv_free(query->sum);
  query->sum = jv_null();
}

static int query_add(struct query *query, struct span json,
                     struct query_message *message)
{
  const struct sink none = { NULL, NULL };
  int result;

  query->adds = 1;
  result = query_run(query, json, none, NULL, message);
  if (result < 0)
    forget_sum(query);
  return result;
}

static int query_total(struct query *query, struct sink results,
                       struct error *error, struct query_message *message)
{
  jv sum = query->sum;

  query->sum = jv_null();
  if (!jv_is_valid(sum))
    return conclude(query->jq, sum, message);
  return emit_result(query->marked, sum, results, error) != 0;
}

const struct query_module nscale_query_module = {
  .prefix = { .build = PACKAGE_VERSION, .size = sizeof(struct query_module) },
  .compile = query_compile,
  .run = query_run,
  .mark = query_mark,
  .add = query_add,
  .total = query_total,
  .reads = query_reads,
  .free = query_free,
};
