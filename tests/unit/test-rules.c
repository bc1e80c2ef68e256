/* test-rules.c - the rules that came with ABI 1.2, and advice: each spoils a
 * description that nothing is wrong with. */
#include "core/plugin/describe.h"
#include "core/plugin/rules.h"

#include <string.h>

#include "tests/unit/unit.h"

static int32_t plan(struct nscale_call *call)
{
  (void)call;
  return 0;
}

static const char *words[] = { "1", "2", NULL };
static struct nscale_choices choices;
static struct nscale_column column;
static struct nscale_field field, other_field;
static struct nscale_flag flag, other_flag;
static struct nscale_wait first_wait, next_wait;
static struct nscale_pages pages;
static struct nscale_verb verb;
static struct nscale_noun noun;
static struct nscale_plugin made;

static const struct nscale_column *columns[] = { &column, NULL };
static const struct nscale_field *fields[] = { &field, &other_field, NULL };
static const struct nscale_flag *flags[] = { &flag, NULL, NULL };

static struct nscale_request *list_things(struct nscale_call *call)
{
  (void)call;
  return NULL;
}

static const struct nscale_choices lists = {
  .struct_size = sizeof lists,
  .list = list_things,
  .value_path = ".id",
};
static const struct nscale_wait *waits[] = { &first_wait, &next_wait, NULL };
static const char *good[] = { "good", NULL };
static const char *bad[] = { "bad", NULL };
static const struct nscale_verb *verbs[] = { &verb, NULL };

static void setup_fields(void)
{
  words[1] = "2";
  bad[0] = "bad";
  flags[1] = NULL;
  waits[0] = &first_wait;
  waits[1] = &next_wait;
  choices =
      (struct nscale_choices){ .struct_size = sizeof choices, .words = words };
  column = (struct nscale_column){ .struct_size = sizeof column,
                                   .title = "NAME",
                                   .path = ".name" };
  field = (struct nscale_field){ .struct_size = sizeof field,
                                 .type = NSCALE_TYPE_INTEGER,
                                 .path = ".size",
                                 .pattern = "^[0-9]*$",
                                 .rule = "digits",
                                 .prompt = "Size",
                                 .choices = &choices,
                                 .minimum = 1,
                                 .maximum = 9 };
  other_field = (struct nscale_field){ .struct_size = sizeof other_field,
                                       .type = NSCALE_TYPE_STRING,
                                       .path = ".name",
                                       .attributes = NSCALE_FIELD_REQUIRED,
                                       .prompt = "Name" };
}

static void setup_verb(void)
{
  flag = (struct nscale_flag){ .struct_size = sizeof flag,
                               .name = "near",
                               .value = "ID",
                               .summary = "Near this one.",
                               .query = "near" };
  first_wait = (struct nscale_wait){ .struct_size = sizeof first_wait,
                                     .attributes = NSCALE_WAIT_BRIEF,
                                     .seconds = 5,
                                     .path = ".state",
                                     .left = good };
  next_wait = (struct nscale_wait){ .struct_size = sizeof next_wait,
                                    .seconds = 60,
                                    .path = ".state",
                                    .until = good,
                                    .failures = bad,
                                    .detail_path = ".why" };
  verb = (struct nscale_verb){ .struct_size = sizeof verb,
                               .name = "create",
                               .summary = "Create a thing.",
                               .examples = "nscale things create\n",
                               .effect = NSCALE_EFFECT_CREATE,
                               .reply = NSCALE_REPLY_OBJECT,
                               .attributes = NSCALE_VERB_DOCUMENT,
                               .flags = flags,
                               .waits = waits,
                               .plan = plan };
}

static void setup(void)
{
  pages = (struct nscale_pages){ .struct_size = sizeof pages,
                                 .items = ".items",
                                 .next = ".next",
                                 .query = "page" };
  setup_fields();
  setup_verb();
  noun = (struct nscale_noun){ .struct_size = sizeof noun,
                               .singular = "thing",
                               .plural = "things",
                               .service = "compute",
                               .verbs = verbs,
                               .columns = columns,
                               .fields = fields };
  made = (struct nscale_plugin){ .struct_size = sizeof made,
                                 .abi_major = 1,
                                 .min_minor = NSCALE_TARGET_MINOR,
                                 .name = "things",
                                 .aliases = "",
                                 .version = "1.0",
                                 .summary = "Manage things",
                                 .noun = &noun };
}

/* ---- What spoils it. ---------------------------------------------- */

#define SPOIL(name, change)                                                   \
  static void spoil_##name(void)                                              \
  {                                                                           \
    change;                                                                   \
  }

SPOIL(bounds, field.minimum = 10)
SPOIL(minor, made.min_minor = 1)
SPOIL(mark, field.attributes = 1u << 30)
SPOIL(bounds_type, field.type = NSCALE_TYPE_NUMBER)
SPOIL(pattern, field.pattern = "(")
SPOIL(pattern_type, other_field.type = NSCALE_TYPE_OBJECT;
      other_field.pattern = "x"; other_field.rule = "x")
SPOIL(words_type, other_field.type = NSCALE_TYPE_ARRAY;
      other_field.items = NSCALE_TYPE_BOOLEAN; other_field.choices = &choices)
SPOIL(words_numbers, words[1] = "two")
SPOIL(unasked, other_field.prompt = NULL)
SPOIL(before, made.min_minor = 1; field.type = NSCALE_TYPE_NUMBER;
      field.minimum = field.maximum = 0)
SPOIL(wait_attributes, first_wait.attributes = 1u << 31)
SPOIL(wait_path, first_wait.path = "state")
SPOIL(wait_words, next_wait.left = bad)
SPOIL(wait_no_words, first_wait.left = NULL)
SPOIL(wait_no_path, next_wait.path = NULL; next_wait.failure_path = ".state")
SPOIL(wait_failures, next_wait.path = NULL; next_wait.until = NULL;
      next_wait.failure_path = NULL)
SPOIL(wait_both, bad[0] = "good")
SPOIL(wait_brief, next_wait.attributes = NSCALE_WAIT_BRIEF)
SPOIL(wait_reads, verb.effect = NSCALE_EFFECT_READ; verb.attributes = 0;
      waits[0] = &next_wait; waits[1] = NULL)
SPOIL(wait_seconds, next_wait.seconds = 0)
SPOIL(wait_detail, next_wait.failures = NULL)
SPOIL(only,
      field.attributes = NSCALE_FIELD_CREATE_ONLY | NSCALE_FIELD_UPDATE_ONLY)
SPOIL(encoded, field.attributes = NSCALE_FIELD_BASE64)
SPOIL(file, other_field.attributes |= NSCALE_FIELD_FILE)
SPOIL(elements, other_field.type = NSCALE_TYPE_ARRAY;
      other_field.items = NSCALE_TYPE_OBJECT; other_field.flag = "part";
      other_field.flag_summary = "A part.")
SPOIL(element_key, spoil_elements(); other_field.key = "size";
      field.path = ".name[].size")
SPOIL(map, other_field.type = NSCALE_TYPE_OBJECT; other_field.flag = "part";
      other_field.flag_summary = "A part.")
SPOIL(prompt_member, other_field.type = NSCALE_TYPE_ARRAY;
      other_field.items = NSCALE_TYPE_OBJECT; other_field.prompt = NULL;
      other_field.attributes = 0; field.path = ".name[].size")
SPOIL(items, field.items = NSCALE_TYPE_STRING)
SPOIL(optional, verb.optional_scopes = NSCALE_SCOPE_PROJECT)
SPOIL(scopes, verb.scopes = verb.optional_scopes = NSCALE_SCOPE_PROJECT)
SPOIL(query, flag.query = "")
SPOIL(parent, flag.attributes = NSCALE_FLAG_PARENT | NSCALE_FLAG_REQUIRED)
SPOIL(parent_optional, flag.attributes = NSCALE_FLAG_PARENT;
      flag.choices = &lists)
SPOIL(parent_twice,
      flag.attributes = NSCALE_FLAG_PARENT | NSCALE_FLAG_REQUIRED;
      flag.choices = &lists; other_flag = flag; other_flag.name = "far";
      flags[1] = &other_flag)

SPOIL(text_path, verb.text = "contents"; verb.effect = NSCALE_EFFECT_READ;
      verb.reply = NSCALE_REPLY_BYTES; verb.attributes = 0; verb.waits = NULL)
SPOIL(text_reply, verb.text = ".contents"; verb.effect = NSCALE_EFFECT_READ;
      verb.attributes = 0; verb.waits = NULL)
SPOIL(text_effect, verb.text = ".contents"; verb.reply = NSCALE_REPLY_BYTES)
SPOIL(follow, verb.attributes |= NSCALE_VERB_FOLLOW)
SPOIL(follow_secret, verb.attributes = NSCALE_VERB_FOLLOW; verb.waits = NULL;
      verb.effect = NSCALE_EFFECT_READ; verb.reply = NSCALE_REPLY_BYTES;
      verb.secret = ".")
SPOIL(offset, verb.offset = "from")

/* A verb that reads lists, which pages are for. */
static void list_pages(void)
{
  verb.effect = NSCALE_EFFECT_READ;
  verb.reply = NSCALE_REPLY_LIST;
  verb.attributes = 0;
  verb.waits = NULL;
  noun.pages = &pages;
}

SPOIL(pages_attributes, list_pages(); pages.attributes = 2)
SPOIL(pages_path, list_pages(); pages.items = ".items[0]")
SPOIL(pages_beside, list_pages(); pages.items = NULL)
SPOIL(pages_query, list_pages(); pages.query = NULL)
SPOIL(pages_two_ways, list_pages(); pages.attributes = NSCALE_PAGES_LINK)
SPOIL(pages_nothing, list_pages();
      pages.items = pages.next = pages.query = NULL)
SPOIL(pages_of_nothing, noun.pages = &pages)
SPOIL(pages_of_words, choices.pages = &pages)

static const struct {
  void (*spoil)(void);
  enum finding_kind kind;
  const char *text;
} spoilt[] = {
  { spoil_bounds, FINDING_BROKEN,
    "it has a field .size whose minimum is above its maximum" },
  { spoil_minor, FINDING_BROKEN, "it has a field .size of an unknown type" },
  { spoil_mark, FINDING_BROKEN,
    "it has a field .size with unknown attributes" },
  { spoil_bounds_type, FINDING_ADVICE,
    "it has a field .size with bounds, which only whole numbers have" },
  { spoil_pattern, FINDING_ADVICE,
    "it has a field .size whose pattern is not a regular expression" },
  { spoil_pattern_type, FINDING_ADVICE,
    "it has a field .name whose pattern can never apply: its values are "
    "neither texts nor numbers" },
  { spoil_words_type, FINDING_ADVICE,
    "it has a field .name whose words can never apply: its values are "
    "neither texts nor numbers" },
  { spoil_words_numbers, FINDING_ADVICE,
    "it has a field .size of numbers with a word that is none, \"two\"" },
  { spoil_unasked, FINDING_ADVICE,
    "it has a field .name that must be there, and no prompt for it" },
  { spoil_before, FINDING_ADVICE,
    "it has a field .size whose pattern or words do not hold in documents, "
    "since it is made for a minor before 1.2" },
  { spoil_only, FINDING_BROKEN,
    "it has a field .size that neither a create nor an update can set" },
  { spoil_encoded, FINDING_BROKEN,
    "it has a field .size that is to be a file or base64, and is no text" },
  { spoil_file, FINDING_ADVICE,
    "it has a field .name that may be in a file, but no flag to name one" },
  { spoil_elements, FINDING_BROKEN,
    "it has a field .name whose flag has neither key and key_value nor "
    "members that are fields" },
  { spoil_element_key, FINDING_BROKEN,
    "it has a field .name whose key is no text among its members" },
  { spoil_map, FINDING_BROKEN,
    "it has a field .name whose flag is KEY=VALUE, but whose values are not "
    "of one type that a flag can write" },
  { spoil_prompt_member, FINDING_ADVICE,
    "it has a field .name[].size whose prompt nobody sees: its array has "
    "none, or lacks one for a member that must be there" },
  { spoil_items, FINDING_ADVICE,
    "it has a field .size whose items can never apply: it is no array, and "
    "no object without members" },
  { spoil_optional, FINDING_BROKEN,
    "verb \"create\" goes without scopes that it does not have" },
  { spoil_scopes, FINDING_ADVICE,
    "verb \"create\" takes --project or --region without --org, in which "
    "their names are looked up" },
  { spoil_query, FINDING_BROKEN,
    "verb \"create\" has a flag --near whose query is not one line of "
    "text" },
  { spoil_parent, FINDING_BROKEN,
    "verb \"create\" has a parent --near that is not one thing of a list" },
  { spoil_parent_optional, FINDING_ADVICE,
    "verb \"create\" has a parent --near that need not be given" },
  { spoil_parent_twice, FINDING_BROKEN,
    "verb \"create\" has a second parent, --far" },
  { spoil_pages_attributes, FINDING_BROKEN,
    "it has pages of its lists with unknown attributes" },
  { spoil_pages_path, FINDING_BROKEN,
    "it has pages of its lists with a path that is not one of bare members, "
    "\".items[0]\"" },
  { spoil_pages_beside, FINDING_BROKEN,
    "it has pages of its lists with a next beside a list that is the whole "
    "reply" },
  { spoil_pages_query, FINDING_BROKEN,
    "it has pages of its lists with a next or a query, which need each "
    "other" },
  { spoil_pages_two_ways, FINDING_BROKEN,
    "it has pages of its lists that are found in two ways, by a next and by a "
    "link" },
  { spoil_pages_nothing, FINDING_BROKEN,
    "it has pages of its lists that say nothing" },
  { spoil_pages_of_nothing, FINDING_ADVICE,
    "it has pages, and no verb that reads a list of its things" },
  { spoil_pages_of_words, FINDING_ADVICE,
    "it has choices of .size that are words, which never come in pages" },
  { spoil_text_path, FINDING_BROKEN,
    "verb \"create\" has an invalid text, \"contents\"" },
  { spoil_text_reply, FINDING_BROKEN,
    "verb \"create\" has a text, but does not read bytes" },
  { spoil_text_effect, FINDING_BROKEN,
    "verb \"create\" has a text, but does not read bytes" },
  { spoil_follow, FINDING_BROKEN,
    "verb \"create\" takes --follow, but does not read bytes that are no "
    "secret" },
  { spoil_follow_secret, FINDING_BROKEN,
    "verb \"create\" takes --follow, but does not read bytes that are no "
    "secret" },
  { spoil_offset, FINDING_BROKEN,
    "verb \"create\" has an offset that nothing is followed with" },
  { spoil_wait_attributes, FINDING_BROKEN,
    "verb \"create\" has a wait with unknown attributes" },
  { spoil_wait_path, FINDING_BROKEN,
    "verb \"create\" has a wait with an invalid path, \"state\"" },
  { spoil_wait_words, FINDING_BROKEN,
    "verb \"create\" has a wait that needs either words to wait for or words "
    "to leave, and a path for them" },
  { spoil_wait_no_words, FINDING_BROKEN,
    "verb \"create\" has a wait that needs either words to wait for or words "
    "to leave, and a path for them" },
  { spoil_wait_no_path, FINDING_BROKEN,
    "verb \"create\" has a wait that needs either words to wait for or words "
    "to leave, and a path for them" },
  { spoil_wait_failures, FINDING_BROKEN,
    "verb \"create\" has a wait with words of failure, but no path for "
    "them" },
  { spoil_wait_both, FINDING_BROKEN,
    "verb \"create\" has a wait that \"good\" ends both well and badly" },
  { spoil_wait_brief, FINDING_BROKEN,
    "verb \"create\" has a wait for a brief state without seconds, or with "
    "no wait after it" },
  { spoil_wait_reads, FINDING_BROKEN,
    "verb \"create\" waits for what follows a change, and changes nothing" },
  { spoil_wait_seconds, FINDING_ADVICE,
    "verb \"create\" has a wait of 0 seconds, which looks once" },
  { spoil_wait_detail, FINDING_ADVICE,
    "verb \"create\" has a wait that says why it failed, but cannot fail" },
};

/* All that is found, of both kinds. */
static void find(struct findings *findings)
{
  CLEANUP(description_free) struct description copy = { .pool = { 0 } };

  if (description_copy(&made, "things", &copy, findings) == 0)
    rules_check(&copy.plugin, FINDING_ADVICE, findings);
}

START_TEST(test_nothing_is_wrong)
{
  CLEANUP_FINDINGS struct findings findings = { 0 };

  find(&findings);
  ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(test_spoilt)
{
  CLEANUP_FINDINGS struct findings findings = { 0 };

  spoilt[_i].spoil();
  find(&findings);
  ck_assert_uint_eq(findings.count, 1);
  ck_assert_str_eq(findings.items[0].text, spoilt[_i].text);
  ck_assert_int_eq((int)findings.items[0].kind, (int)spoilt[_i].kind);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("rules");
  TCase *rules = tcase_create("rules");

  tcase_add_checked_fixture(rules, setup, NULL);
  tcase_add_test(rules, test_nothing_is_wrong);
  tcase_add_loop_test(rules, test_spoilt, 0,
                      (int)(sizeof spoilt / sizeof spoilt[0]));
  suite_add_tcase(suite, rules);
  return suite;
}
