/* test-document.c - the JSON document that a user hands in. */
#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/read.h"

#include <fcntl.h>
#include <json-c/json.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/json/write.h"
#include "tests/unit/unit.h"

/* ---- A list of fields as a plugin has it. ------------------------- */

#define FIELD(...)                                                            \
  (&(const struct nscale_field){ .struct_size = sizeof(struct nscale_field),  \
                                 __VA_ARGS__ })
#define STRING(field_path, ...)                                               \
  FIELD(.path = field_path, .type = NSCALE_TYPE_STRING, __VA_ARGS__)
#define SERVERS(field_path, more)                                             \
  STRING(field_path, .attributes = NSCALE_FIELD_READ_ONLY | (more))

static const struct nscale_field *const fields[] = {
  STRING(".metadata.name", .attributes = NSCALE_FIELD_REQUIRED,
         .pattern = "^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$",
         .rule = "1 to 10 lower case letters"),
  STRING(".metadata.description", .prompt = "Description"),
  FIELD(.path = ".metadata.tags", .type = NSCALE_TYPE_ARRAY,
        .items = NSCALE_TYPE_OBJECT),
  STRING(".metadata.tags[].name", .attributes = NSCALE_FIELD_REQUIRED),
  STRING(".metadata.tags[].value", .attributes = NSCALE_FIELD_REQUIRED,
         .pattern = ".*"),
  SERVERS(".metadata.tags[].seen", 0),
  FIELD(.path = ".spec.groupIDs", .type = NSCALE_TYPE_ARRAY,
        .items = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,
        .absent = "[]"),
  FIELD(.path = ".spec.size", .type = NSCALE_TYPE_NUMBER),
  FIELD(.path = ".spec.on", .type = NSCALE_TYPE_BOOLEAN),
  FIELD(.path = ".spec.labels", .type = NSCALE_TYPE_OBJECT),
  FIELD(.path = ".spec.any"),
  FIELD(.path = ".spec.list", .type = NSCALE_TYPE_ARRAY),
  FIELD(.path = ".spec.names", .type = NSCALE_TYPE_ARRAY,
        .items = NSCALE_TYPE_STRING, .pattern = "^[a-z]+$"),
  FIELD(.path = ".spec.network", .type = NSCALE_TYPE_OBJECT),
  STRING(".spec.network.cidr", .attributes = NSCALE_FIELD_REQUIRED),
  STRING(".spec.network.kind", .absent = "\"ipv4\""),
  FIELD(.path = ".spec.\"a b\"", .type = NSCALE_TYPE_NUMBER),
  FIELD(.path = ".grid[][]", .type = NSCALE_TYPE_NUMBER),
  SERVERS(".metadata.id", NSCALE_FIELD_IDENTITY),
  SERVERS(".metadata.creationTime", 0),
  SERVERS(".metadata.modifiedTime", NSCALE_FIELD_VERSION),
  SERVERS(".audit.by", 0),
  FIELD(.path = ".status", .type = NSCALE_TYPE_OBJECT,
        .attributes = NSCALE_FIELD_READ_ONLY),
  NULL
};

static void assert_text(struct json_object *value, const char *expected)
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct json_object *wanted = unit_json(expected);
  struct buffer wanted_text CLEANUP_BUFFER = { 0 };

  ck_assert_int_eq(json_write(&text, value, 0), 0);
  ck_assert_int_eq(json_write(&wanted_text, wanted, 0), 0);
  ck_assert_str_eq(text.data, wanted_text.data);
  json_object_put(wanted);
}

static void assert_error(const struct error *error, int exit_status,
                         const char *message, const char *hint)
{
  ck_assert_ptr_nonnull(error->message);
  ck_assert_str_eq(error->message, message);
  ck_assert_int_eq((int)error->exit_status, exit_status);
  if (hint) {
    ck_assert_msg(error->hint != NULL, "no hint, expected %s", hint);
    ck_assert_str_eq(error->hint, hint);
  } else {
    ck_assert_msg(error->hint == NULL, "hint: %s", error->hint);
  }
}

/* ---- Reading. ----------------------------------------------------- */

static const char *folder;
static char file[UNIT_PATH];

static void set_up(void)
{
  folder = unit_folder();
  snprintf(file, sizeof file, "%s/f.json", folder);
}

static void tear_down(void)
{
  (void)unlink(file);
  (void)rmdir(folder);
}

static void put_file(const char *text, size_t length)
{
  int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  ck_assert_int_ge(fd, 0);
  ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
  close(fd);
}

static void assert_refused(const char *path, const char *format)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct buffer expected CLEANUP_BUFFER = { 0 };

  for (; *format; format++)
    if (*format == '@')
      buffer_puts(&expected, path ? path : "standard input");
    else
      buffer_putc(&expected, *format);
  ck_assert_int_eq(document_read(path, &text, &error), -1);
  assert_error(&error, EXIT_USAGE, expected.data, NULL);
}

START_TEST(test_name)
{
  ck_assert_str_eq(document_name("f.json"), "f.json");
  ck_assert_str_eq(document_name("-"), "standard input");
  ck_assert_str_eq(document_name(NULL), "standard input");
  ck_assert_str_eq(document_name("./-"), "./-");
}
END_TEST

START_TEST(test_read_file)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };

  buffer_puts(&text, "what was there before");
  put_file(" {\"a\":\0 1}\n", 11);
  ck_assert_int_eq(document_read(file, &text, &error), 0);
  ck_assert_uint_eq(text.length, 11);
  ck_assert_mem_eq(text.data, " {\"a\":\0 1}\n", 12);
}
END_TEST

START_TEST(test_read_refused)
{
  assert_refused(file, "cannot read @: No such file or directory");
  assert_refused(folder, "@ is a folder: name a file that holds one JSON "
                         "document");
  put_file("", 0);
  assert_refused(file, "@ is empty: one JSON document is needed");
  put_file(" \r\n\t", 4);
  assert_refused(file, "@ is empty: one JSON document is needed");
  assert_refused("/dev/zero", "@ is larger than 1 MiB");
  assert_refused("/dev/null", "@ is empty: one JSON document is needed");
  if (geteuid() != 0) {
    ck_assert_int_eq(chmod(file, 0), 0);
    assert_refused(file, "cannot read @: Permission denied");
  }
}
END_TEST

START_TEST(test_read_limit)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };
  char *large CLEANUP_FREE = malloc(DOCUMENT_LIMIT + 1);

  ck_assert_ptr_nonnull(large);
  memset(large, 'x', DOCUMENT_LIMIT + 1);
  put_file(large, DOCUMENT_LIMIT);
  ck_assert_int_eq(document_read(file, &text, &error), 0);
  ck_assert_uint_eq(text.length, DOCUMENT_LIMIT);
  put_file(large, DOCUMENT_LIMIT + 1);
  assert_refused(file, "@ is larger than 1 MiB");
}
END_TEST

START_TEST(test_read_fifo)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };
  pid_t child;

  ck_assert_int_eq(mkfifo(file, 0600), 0);
  child = fork();
  if (child == 0) {
    int fd = open(file, O_WRONLY);

    _exit(write(fd, "{}", 2) != 2);
  }
  ck_assert_int_eq(document_read(file, &text, &error), 0);
  ck_assert_str_eq(text.data, "{}");
  waitpid(child, NULL, 0);
}
END_TEST

START_TEST(test_read_stdin)
{
  const char *const names[] = { NULL, "-" };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };
  int ends[2];
  pid_t child;

  /* The far end is slow and ours does not block. */
  ck_assert_int_eq(pipe(ends), 0);
  child = fork();
  if (child == 0) {
    close(ends[0]);
    poll(NULL, 0, 20);
    _exit(write(ends[1], "{\"a\":1}", 7) != 7);
  }
  close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  dup2(ends[0], STDIN_FILENO);
  ck_assert_int_eq(document_read(names[_i], &text, &error), 0);
  ck_assert_str_eq(text.data, "{\"a\":1}");
  waitpid(child, NULL, 0);
  close(STDIN_FILENO);
  assert_refused(NULL, "cannot read @: Bad file descriptor");
}
END_TEST

/* ---- Checking. ---------------------------------------------------- */

#define W DOCUMENT_WHOLE
#define P DOCUMENT_PATCH
#define D DOCUMENT_DEFAULTS
#define M DOCUMENT_MERGED
#define NAME "'metadata':{'name':'ci'}"
#define WITH(member) "{" NAME ",'spec':{'groupIDs':[]," member "}}"
#define KNOWN                                                                 \
  "known fields: metadata.name, metadata.description, metadata.tags, "        \
  "metadata.tags[].name, metadata.tags[].value, spec.groupIDs, "              \
  "spec.size, spec.on, spec.labels, spec.any, spec.list, spec.names, "        \
  "spec.network, spec.network.cidr, spec.network.kind, spec.\"a b\", "        \
  "grid[][]"

static const struct {
  const char *document;
  int whole;
  const char *message; /* after "f.json", NULL where it is fine */
  const char *hint;
} checks[] = {
  { "{" NAME ",'spec':{'groupIDs':['a','b']}}", W, NULL, NULL },
  { "{}", P, NULL, NULL },
  { "[]", P, " must be an object, not an array", NULL },
  { "'a'", W, " must be an object, not a string", NULL },
  /* what is no field */
  { "{'metadata':{'nmae':'x'}}", W, ": unknown field metadata.nmae",
    "did you mean metadata.name?" },
  { "{'metdata':{'name':'x'}}", P, ": unknown field metdata",
    "did you mean metadata?" },
  { "{'name':'x'}", P, ": unknown field name", "did you mean metadata.name?" },
  { "{'groupids':[]}", P, ": unknown field groupids",
    "did you mean spec.groupIDs?" },
  { "{'spec':{'groupIds':[]}}", P, ": unknown field spec.groupIds",
    "did you mean spec.groupIDs?" },
  { "{'metadata':{'tags':[{'name':'a','value':'b'},{'nam':'x'}]}}", P,
    ": unknown field metadata.tags[1].nam",
    "did you mean metadata.tags[].name?" },
  { "{'spec':{'x':1}}", P, ": unknown field spec.x", KNOWN },
  { "{'spec':{'network':{'cdir':1}}}", P, ": unknown field spec.network.cdir",
    "did you mean spec.network.cidr?" },
  { "{'spec':{'nothing':1}}", P, ": unknown field spec.nothing", KNOWN },
  { "{'spec':{'':1}}", P, ": unknown field spec.\"\"", KNOWN },
  { "{'spec':{'x  y':null}}", P, ": unknown field spec.\"x  y\"", KNOWN },
  { "{'spec':{'\\u001b[2Jzzzzzz':1}}", P,
    ": unknown field spec.\"\\x1b[2Jzzzzzz\"", KNOWN },
  { "{'spec':{'network':{'size':1}}}", P, ": unknown field spec.network.size",
    "did you mean spec.size?" },
  /* types */
  { "{'metadata':'x'}", P, ": metadata must be an object, not a string",
    NULL },
  { "{'metadata':[]}", P, ": metadata must be an object, not an array", NULL },
  { "{'metadata':{'name':1}}", P,
    ": metadata.name must be a string, not a number", NULL },
  { "{'metadata':{'description':{}}}", P,
    ": metadata.description must be a string, not an object", NULL },
  { "{'spec':{'groupIDs':'a'}}", P,
    ": spec.groupIDs must be an array of strings, not a string", NULL },
  { "{'spec':{'groupIDs':['a',7]}}", P,
    ": spec.groupIDs[1] must be a string, not a number", NULL },
  { "{'spec':{'groupIDs':[null]}}", P,
    ": spec.groupIDs[0] must be a string, not null", NULL },
  { "{'spec':{'groupIDs':[true]}}", P,
    ": spec.groupIDs[0] must be a string, not a boolean", NULL },
  { "{'metadata':{'tags':{}}}", P,
    ": metadata.tags must be an array of objects, not an object", NULL },
  { "{'metadata':{'tags':['a']}}", P,
    ": metadata.tags[0] must be an object, not a string", NULL },
  { "{'spec':{'list':1}}", P, ": spec.list must be an array, not a number",
    NULL },
  { "{'spec':{'size':'1'}}", P, ": spec.size must be a number, not a string",
    NULL },
  { "{'spec':{'on':1}}", P, ": spec.on must be a boolean, not a number",
    NULL },
  { "{'grid':[[1,2.5],['x']]}", P,
    ": grid[1][0] must be a number, not a string", NULL },
  { "{'grid':[1]}", P, ": grid[0] must be an array, not a number", NULL },
  { "{'grid':[[1],[]]}", P, NULL, NULL },
  { "{'spec':{'a b':'x'}}", P, ": spec.\"a b\" must be a number, not a string",
    NULL },
  { WITH("'size':1.5,'on':false,'a b':1"), W, NULL, NULL },
  /* what may hold anything */
  { WITH("'any':[{'x':null}],'labels':{'x y':[1]},'list':[null,{}]"), W, NULL,
    NULL },
  { WITH("'any':'x','labels':{},'list':[]"), W, NULL, NULL },
  /* texts */
  { "{'metadata':{'name':'a b'}}", P,
    ": metadata.name \"a b\" is not valid: 1 to 10 lower case letters", NULL },
  { "{'metadata':{'name':''}}", P,
    ": metadata.name \"\" is not valid: 1 to 10 lower case letters", NULL },
  { "{'metadata':{'name':'a\\u001b[31m'}}", P,
    ": metadata.name \"a\\x1b[31m\" is not valid: 1 to 10 lower case "
    "letters",
    NULL },
  { "{'metadata':{'name':'ci\\n'}}", P,
    ": metadata.name \"ci\\n\" is not valid: 1 to 10 lower case letters",
    NULL },
  { "{'metadata':{'name':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaa'}}",
    P,
    ": metadata.name \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaa…\" is not valid: 1 to 10 lower case letters",
    NULL },
  { "{'metadata':{'name':'ci\\u0000'}}", P,
    ": metadata.name must not contain the character NUL", NULL },
  { "{'metadata':{'description':'\\u0000'}}", P,
    ": metadata.description must not contain the character NUL", NULL },
  { "{'spec':{'groupIDs':['\\u0000']}}", P,
    ": spec.groupIDs[0] must not contain the character NUL", NULL },
  { "{'spec':{'names':['a','B']}}", P,
    ": spec.names[1] \"B\" is not valid: ^[a-z]+$", NULL },
  { "{'metadata':{'tags':[{'name':'','value':'x'}]}}", P,
    ": metadata.tags[0].name must not be empty", NULL },
  { "{'metadata':{'tags':[{'name':'x','value':''}]}}", P, NULL, NULL },
  { "{'metadata':{'description':''}}", P, NULL, NULL },
  /* what is missing */
  { "{}", W, ": metadata.name is missing", NULL },
  { "{'metadata':null}", W, ": metadata.name is missing", NULL },
  { "{'metadata':{'name':null}}", W, ": metadata.name is missing", NULL },
  { "{'metadata':{'name':null,'tags':null},'spec':null}", P, NULL, NULL },
  { "{" NAME "}", W, ": spec.groupIDs is missing", NULL },
  { "{" NAME ",'spec':{'groupIDs':null}}", W, ": spec.groupIDs is missing",
    NULL },
  { "{" NAME "}", D, NULL, NULL },
  { "{'spec':{}}", D, ": metadata.name is missing", NULL },
  { "{'metadata':{'tags':[{'name':'a'}]}}", P,
    ": metadata.tags[0].value is missing", NULL },
  { "{'metadata':{'tags':[{'name':'a','value':null}]}}", P,
    ": metadata.tags[0].value is missing", NULL },
  { WITH("'network':null"), W, NULL, NULL },
  { WITH("'network':{}"), W, ": spec.network.cidr is missing", NULL },
  { WITH("'network':{'cidr':'x'}"), W, NULL, NULL },
  /* what is the server's */
  { "{'metadata':{'id':7,'creationTime':[],'modifiedTime':null},"
    "'status':{'x':{'y':1}}}",
    P, NULL, NULL },
  { "{'status':'odd'}", P, NULL, NULL },
  /* after a merge: the server's own is not judged */
  { "{'metadata':{'name':'Old Name','new':1},'spec':{'groupIDs':[]},"
    "'x':2}",
    M, NULL, NULL },
  { "{" NAME "}", M, ": spec.groupIDs is missing", NULL },
  { "[]", M, " must be an object, not an array", NULL },
};

START_TEST(test_check)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *document = unit_json(checks[_i].document);
  int result =
      document_check(document, fields, checks[_i].whole, "f.json", &error);

  if (checks[_i].message) {
    ck_assert_int_eq(result, -1);
    ck_assert_ptr_nonnull(error.message);
    ck_assert_int_eq(strncmp(error.message, "f.json", 6), 0);
    memmove(error.message, error.message + 6, strlen(error.message) - 5);
    assert_error(&error, EXIT_USAGE, checks[_i].message, checks[_i].hint);
  } else {
    ck_assert_msg(result == 0, "%s", error.message);
    ck_assert_ptr_null(error.message);
  }
  json_object_put(document);
}
END_TEST

START_TEST(test_check_null)
{
  struct error error CLEANUP_ERROR = { .message = NULL };

  ck_assert_int_eq(document_check(NULL, fields, P, "f.json", &error), -1);
  assert_error(&error, EXIT_USAGE, "f.json must be an object, not null", NULL);
}
END_TEST

START_TEST(test_check_no_fields)
{
  const struct nscale_field *const none[] = { NULL };
  const struct nscale_field *const *const lists[] = { NULL, none };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *empty = unit_json("{}");
  struct json_object *document = unit_json("{'a':1}");

  ck_assert_int_eq(document_check(empty, lists[_i], W, "f", &error), 0);
  ck_assert_int_eq(document_check(document, lists[_i], W, "f", &error), -1);
  assert_error(&error, EXIT_USAGE, "f: unknown field a", NULL);
  json_object_put(empty);
  json_object_put(document);
}
END_TEST

START_TEST(test_check_broken_pattern)
{
  const struct nscale_field *const broken[] = { STRING(".a", .pattern = "("),
                                                NULL };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *document = unit_json("{'a':'('}");

  ck_assert_int_eq(document_check(document, broken, W, "f", &error), -1);
  ck_assert_int_eq((int)error.exit_status, EXIT_PLUGIN);
  ck_assert_int_eq(
      strncmp(error.message, "the plugin's pattern for a is broken: ", 38), 0);
  json_object_put(document);
}
END_TEST

/* ---- Stripped and completed. -------------------------------------- */

static const struct {
  const char *document;
  const char *stripped;
} strips[] = {
  { "{" NAME ",'spec':{}}", "{" NAME ",'spec':{}}" },
  { "{'metadata':{'id':'x','name':'ci','creationTime':'t'},"
    "'status':{'expiry':'t'}}",
    "{" NAME "}" },
  { "{'metadata':{'id':'x','modifiedTime':null},'status':null}", "{}" },
  { "{'audit':{},'metadata':{}}", "{'audit':{},'metadata':{}}" },
  { "{'audit':{'by':'x'}}", "{}" },
  { "{'audit':{'by':'x','more':1}}", "{'audit':{'more':1}}" },
  { "{'metadata':{'tags':[{'seen':'x'},{'name':'a','seen':1}]}}",
    "{'metadata':{'tags':[{},{'name':'a'}]}}" },
  { "{'audit':'x','metadata':['id']}", "{'audit':'x','metadata':['id']}" },
  { "[]", "[]" },
};

START_TEST(test_strip)
{
  struct json_object *document = unit_json(strips[_i].document);
  int changes = strcmp(strips[_i].document, strips[_i].stripped) != 0;

  ck_assert_int_eq(document_strip(document, fields), changes);
  assert_text(document, strips[_i].stripped);
  ck_assert_int_eq(document_strip(document, fields), 0);
  ck_assert_int_eq(document_strip(document, NULL), 0);
  json_object_put(document);
}
END_TEST

#define GROUPS "spec.groupIDs is absent: sending []\n"

static const struct {
  const char *document;
  const char *completed;
  const char *said;
} completions[] = {
  { "{" NAME "}", "{" NAME ",'spec':{'groupIDs':[]}}", GROUPS },
  { "{" NAME ",'spec':null}", "{" NAME ",'spec':{'groupIDs':[]}}", GROUPS },
  { "{" NAME ",'spec':{'groupIDs':null}}", "{" NAME ",'spec':{'groupIDs':[]}}",
    GROUPS },
  { "{'spec':{'groupIDs':['a']}}", "{'spec':{'groupIDs':['a']}}", "" },
  { "{'spec':{'network':{'cidr':'x'},'groupIDs':[]}}",
    "{'spec':{'network':{'cidr':'x','kind':'ipv4'},'groupIDs':[]}}",
    "spec.network.kind is absent: sending \"ipv4\"\n" },
  /* nulls go, but not those of others and not those within values */
  { "{'metadata':{'description':null,'tags':[{'name':null}],'id':null},"
    "'spec':{'groupIDs':[],'any':{'x':null},'labels':null},'x':null}",
    "{'metadata':{'tags':[{}],'id':null},"
    "'spec':{'groupIDs':[],'any':{'x':null}},'x':null}",
    "" },
  /* what is of another type is left to document_check */
  { "{'spec':'x'}", "{'spec':'x'}", "" },
  { "[]", "[]", "" },
};

static int keep(void *context, const char *sentence)
{
  buffer_puts(context, sentence);
  buffer_putc(context, '\n');
  return 0;
}

static int refuse(void *context, const char *sentence)
{
  (void)context;
  (void)sentence;
  return -1;
}

START_TEST(test_complete)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer said CLEANUP_BUFFER = { 0 };
  struct json_object *document = unit_json(completions[_i].document);

  buffer_puts(&said, "");
  ck_assert_int_eq(document_complete(document, fields, keep, &said, &error),
                   0);
  assert_text(document, completions[_i].completed);
  ck_assert_str_eq(said.data, completions[_i].said);
  json_object_put(document);
}
END_TEST

START_TEST(test_complete_fails)
{
  const struct nscale_field *const broken[] = { STRING(".a", .absent = "{"),
                                                NULL };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *document = unit_json("{}");

  ck_assert_int_eq(document_complete(document, fields, refuse, NULL, &error),
                   -1);
  assert_error(&error, EXIT_FAILED,
               "cannot say that spec.groupIDs is absent: sending []", NULL);
  error_clear(&error);
  ck_assert_int_eq(document_complete(document, broken, NULL, NULL, &error),
                   -1);
  ck_assert_int_eq((int)error.exit_status, EXIT_PLUGIN);
  ck_assert_int_eq(strncmp(error.message,
                           "the plugin's value for an absent "
                           "a is broken: ",
                           46),
                   0);
  json_object_put(document);
}
END_TEST

#define COUNT_OF(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *unit_suite(void)
{
  Suite *suite = suite_create("document");
  TCase *tests = tcase_create("document");

  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, test_name);
  tcase_add_test(tests, test_read_file);
  tcase_add_test(tests, test_read_refused);
  tcase_add_test(tests, test_read_limit);
  tcase_add_test(tests, test_read_fifo);
  tcase_add_loop_test(tests, test_read_stdin, 0, 2);
  tcase_add_loop_test(tests, test_check, 0, COUNT_OF(checks));
  tcase_add_test(tests, test_check_null);
  tcase_add_loop_test(tests, test_check_no_fields, 0, 2);
  tcase_add_test(tests, test_check_broken_pattern);
  tcase_add_loop_test(tests, test_strip, 0, COUNT_OF(strips));
  tcase_add_loop_test(tests, test_complete, 0, COUNT_OF(completions));
  tcase_add_test(tests, test_complete_fails);
  suite_add_tcase(suite, tests);
  return suite;
}
