/* test-describe.c - descriptions of plugins with one thing wrong each */
#include "core/plugin/describe.h"

#include <stdio.h>
#include <string.h>

#include "core/grammar/flag_table.h"
#include "core/plugin/rules.h"
#include "tests/unit/unit.h"

static struct error error;
static struct description copy;

/* description_copy, the first finding as an error. */
static int describe(const struct nscale_plugin *theirs)
{
  CLEANUP_FINDINGS struct findings findings = { 0 };

  if (description_copy(theirs, "things", &copy, &findings) == 0)
    return 0;
  return findings_error(&findings, "things", &error);
}

/* ---- A description that is right; each case spoils a copy. -------- */

static int32_t plan(struct nscale_call *call)
{
  (void)call;
  return 0;
}

static struct nscale_request *list_things(struct nscale_call *call)
{
  (void)call;
  return NULL;
}

static struct nscale_choices choices;
static struct nscale_flag flag, other_flag;
static struct nscale_column column;
static struct nscale_field field, other_field;
static struct nscale_verb verb, other_verb;
static struct nscale_noun noun, nested, other_nested;
static struct nscale_plugin made;

static const char *words[] = { "one", "two", NULL };
static const struct nscale_flag *flags[] = { &flag, &other_flag, NULL };
static const struct nscale_column *columns[] = { &column, NULL };
static const struct nscale_column *no_columns[] = { NULL };
static const struct nscale_field *fields[] = { &field, &other_field, NULL };
static const struct nscale_verb *verbs[] = { &verb, &other_verb, NULL };
static const struct nscale_verb *nested_verbs[] = { &other_verb, NULL };
static const struct nscale_noun *nouns[] = { &nested, &other_nested, NULL };

static void setup_parts(void)
{
  choices =
      (struct nscale_choices){ .struct_size = sizeof choices, .words = words };
  flag = (struct nscale_flag){ .struct_size = sizeof flag,
                               .name = "size",
                               .letter = "s",
                               .value = "SIZE",
                               .summary = "How big.",
                               .choices = &choices };
  other_flag = (struct nscale_flag){ .struct_size = sizeof other_flag,
                                     .attributes = NSCALE_FLAG_SWITCH,
                                     .name = "quick",
                                     .summary = "Be quick." };
  column = (struct nscale_column){ .struct_size = sizeof column,
                                   .title = "NAME",
                                   .path = ".metadata.name" };
  field = (struct nscale_field){ .struct_size = sizeof field,
                                 .type = NSCALE_TYPE_ARRAY,
                                 .items = NSCALE_TYPE_OBJECT,
                                 .path = ".metadata.tags",
                                 .absent = "[]",
                                 .flag = "tag",
                                 .flag_summary = "Label it.",
                                 .key = "name",
                                 .key_value = "value" };
  other_field = (struct nscale_field){ .struct_size = sizeof other_field,
                                       .type = NSCALE_TYPE_STRING,
                                       .path = ".metadata.tags[].name" };
}

static void setup(void)
{
  setup_parts();
  verb = (struct nscale_verb){ .struct_size = sizeof verb,
                               .name = "create",
                               .aliases = "new",
                               .summary = "Create a thing.",
                               .description = "One.\n\nTwo.",
                               .effect = NSCALE_EFFECT_CREATE,
                               .reply = NSCALE_REPLY_OBJECT,
                               .attributes = NSCALE_VERB_DOCUMENT,
                               .secret = ".status.token",
                               .flags = flags,
                               .plan = plan };
  other_verb = (struct nscale_verb){ .struct_size = sizeof other_verb,
                                     .name = "list",
                                     .summary = "List the things.",
                                     .effect = NSCALE_EFFECT_READ,
                                     .reply = NSCALE_REPLY_LIST,
                                     .columns = columns,
                                     .plan = plan };
  nested = (struct nscale_noun){ .struct_size = sizeof nested,
                                 .name = "snapshots",
                                 .summary = "Snapshots of things.",
                                 .singular = "snapshot",
                                 .plural = "snapshots",
                                 .service = "compute",
                                 .id_path = ".id",
                                 .verbs = nested_verbs };
  other_nested = nested;
  other_nested.name = "disks";
  noun = (struct nscale_noun){ .struct_size = sizeof noun,
                               .singular = "thing",
                               .plural = "things",
                               .service = "compute",
                               .verbs = verbs,
                               .columns = columns,
                               .fields = fields,
                               .nouns = nouns };
  made = (struct nscale_plugin){ .struct_size = sizeof made,
                                 .abi_major = 1,
                                 .min_minor = NSCALE_TARGET_MINOR,
                                 .name = "things",
                                 .aliases = "thing",
                                 .version = "1.0",
                                 .summary = "Manage things",
                                 .noun = &noun };
  copy = (struct description){ .pool = { 0 } };
}

static void teardown(void)
{
  description_free(&copy);
  error_clear(&error);
}

START_TEST(test_copy)
{
  const struct nscale_noun *root;

  ck_assert_int_eq(describe(&made), 0);
  root = copy.plugin.noun;
  ck_assert_str_eq(root->name, "things");
  ck_assert_str_eq(root->aliases, "thing");
  ck_assert_str_eq(root->summary, "Manage things");
  ck_assert_str_eq(root->id_path, ".metadata.id");
  ck_assert_str_eq(root->name_path, ".metadata.name");
  ck_assert_ptr_ne(root, &noun);
  ck_assert_ptr_ne(root->verbs[0], &verb);
  ck_assert_str_eq(root->verbs[0]->flags[0]->choices->words[1], "two");
  ck_assert_ptr_ne(root->verbs[0]->flags[0]->choices, &choices);
  /* Lists that are not there are empty; columns are the noun's. */
  ck_assert_ptr_eq(root->verbs[0]->columns, root->columns);
  ck_assert_ptr_null(root->verbs[1]->flags[0]);
  ck_assert_ptr_null(root->verbs[2]);
  ck_assert_str_eq(root->verbs[1]->aliases, "");
  ck_assert_str_eq(root->nouns[1]->name, "disks");
  ck_assert_str_eq(root->nouns[0]->id_path, ".id");
  ck_assert_ptr_null(root->nouns[0]->columns[0]);
  ck_assert_ptr_null(root->nouns[0]->fields[0]);
  ck_assert_ptr_null(root->nouns[0]->nouns[0]);
}
END_TEST

/* A plugin of a later minor: larger structures, whose ends are not ours. */
START_TEST(test_larger)
{
  struct {
    struct nscale_verb verb;
    const char *later;
  } large = { .verb = other_verb, .later = "later" };
  const struct nscale_verb *const list[] = { &large.verb, NULL };

  large.verb.struct_size = sizeof large;
  noun.verbs = list;
  ck_assert_int_eq(describe(&made), 0);
  ck_assert_uint_eq(copy.plugin.noun->verbs[0]->struct_size,
                    sizeof(struct nscale_verb));
}
END_TEST

START_TEST(test_list_without_end)
{
  static const struct nscale_column *many[DESCRIBE_ENTRIES + 2];
  size_t i;

  for (i = 0; i < DESCRIBE_ENTRIES; i++)
    many[i] = &column;
  noun.columns = many;
  ck_assert_int_eq(describe(&made), 0);
  description_free(&copy);
  many[i] = &column;
  ck_assert_int_eq(describe(&made), -1);
  ck_assert_str_eq(error.message,
                   "plugin \"things\" is broken: it has more than 256 "
                   "columns, or no NULL at the end of their list");
}
END_TEST

/* ---- What is refused. --------------------------------------------- */

#define SPOIL(number, statement)                                              \
  static void spoil_##number(void)                                            \
  {                                                                           \
    statement;                                                                \
  }

SPOIL(plugin_size, made.struct_size = 8)
SPOIL(plugin_name, made.name = "others")
SPOIL(plugin_no_name, made.name = NULL)
SPOIL(plugin_version, made.version = NULL)
SPOIL(plugin_summary, made.summary = "a\nb")
SPOIL(no_noun, made.noun = NULL)
SPOIL(noun_size, noun.struct_size = 3)
SPOIL(noun_name, noun.name = "others")
SPOIL(noun_singular, noun.singular = NULL)
SPOIL(noun_service, noun.service = "a.b")
SPOIL(noun_no_service, noun.service = NULL)
SPOIL(noun_id_path, noun.id_path = "metadata")
SPOIL(noun_no_verbs, noun.verbs = NULL; noun.nouns = NULL)
SPOIL(nested_deep, nested.nouns = nouns + 1)
SPOIL(nested_name, nested.name = NULL)
SPOIL(nested_summary, nested.summary = NULL)
SPOIL(nested_twice, nested.name = "disks")
SPOIL(nested_verb, nested.aliases = "new")
SPOIL(nested_plan, other_verb.plan = NULL; nouns[1] = NULL; noun.verbs = NULL)
SPOIL(verb_size, verb.struct_size = 40)
SPOIL(verb_name, verb.name = NULL)
SPOIL(verb_bad_name, verb.name = "Create it")
SPOIL(verb_plan, other_verb.plan = NULL)
SPOIL(verb_summary, verb.summary = NULL)
SPOIL(verb_description, verb.description = "\x1b[2J")
SPOIL(verb_effect, verb.effect = 6)
SPOIL(verb_effect_forgotten, verb.effect = 0)
SPOIL(verb_reply, verb.reply = 4)
SPOIL(verb_scopes, verb.scopes = 8)
SPOIL(verb_attributes, verb.attributes = 1u << 31)
SPOIL(verb_twice, verb.name = "list")
SPOIL(verb_alias, verb.aliases = "make list")
SPOIL(verb_bad_alias, verb.aliases = "Make")
SPOIL(verb_secret, verb.secret = "token")
SPOIL(verb_secret_of, verb.reply = NSCALE_REPLY_NOTHING)
SPOIL(verb_columns, verb.columns = no_columns)
SPOIL(verb_fields, noun.fields = NULL)
SPOIL(flag_size, flag.struct_size = 4)
SPOIL(flag_name, flag.name = "Size")
SPOIL(flag_reserved, flag.name = "org")
SPOIL(flag_twice, flag.name = "quick")
SPOIL(flag_attributes, flag.attributes = 1u << 31)
SPOIL(flag_summary, flag.summary = NULL)
SPOIL(flag_letter, flag.letter = "sz")
SPOIL(flag_reserved_letter, flag.letter = "q")
SPOIL(flag_letter_twice, other_flag.letter = "s")
SPOIL(flag_switch, flag.attributes = NSCALE_FLAG_SWITCH)
SPOIL(flag_filter, flag.filter = 4)
SPOIL(flag_filter_path, flag.filter = NSCALE_FILTER_EXPIRING)
SPOIL(choices_size, choices.struct_size = 0)
SPOIL(choices_none, choices.words = NULL)
SPOIL(choices_both, choices.list = list_things)
SPOIL(choices_path, choices.words = NULL; choices.list = list_things)
SPOIL(column_title, column.title = NULL)
SPOIL(column_path, column.path = ".a..b")
SPOIL(column_no_path, column.path = NULL)
SPOIL(column_kind, column.kind = 6)
SPOIL(column_attributes, column.attributes = 8)
SPOIL(field_path, field.path = "metadata")
SPOIL(field_whole, field.path = ".")
SPOIL(field_no_path, field.path = NULL)
SPOIL(field_twice, other_field.path = ".metadata.tags")
SPOIL(field_type, field.type = 7)
SPOIL(field_items, field.items = 7)
SPOIL(field_attributes, field.attributes = 1u << 31)
SPOIL(field_listed, field.attributes = NSCALE_FIELD_LISTED)
SPOIL(field_absent, field.absent = "[")
SPOIL(field_rule, field.rule = "a\tb")
SPOIL(field_flag, field.flag = "yes")
SPOIL(field_flag_name, field.flag = "Tag")
SPOIL(field_flag_taken, field.flag = "size")
SPOIL(field_flag_type, field.items = NSCALE_TYPE_ANY)
SPOIL(field_flag_summary, field.flag_summary = NULL)
SPOIL(field_flag_key, field.key = "")
SPOIL(field_flag_place, other_field.flag = "tag-name";
      other_field.flag_summary = "Its name.")
SPOIL(column_choices, column.choices = &choices; choices.words = NULL)
SPOIL(verb_variable, verb.secret_variable = "token")
SPOIL(verb_variable_of, other_verb.secret_variable = "TOKEN")
SPOIL(verb_owner, verb.secret_owner = "Account")

static const struct {
  void (*spoil)(void);
  const char *sentence; /* after `plugin "things" is broken: ` */
} spoilt[] = {
  { spoil_plugin_name, "it has another name in its descriptor, \"others\"" },
  { spoil_plugin_no_name, "it has another name in its descriptor, \"\"" },
  { spoil_plugin_version, "it has no version" },
  { spoil_plugin_summary,
    "it has a plugin summary that is not one line of text" },
  { spoil_no_noun, "it has no noun" },
  { spoil_noun_name, "it has a noun of another name, \"others\"" },
  { spoil_noun_singular, "it has no singular" },
  { spoil_noun_service, "it has a service \"a.b\" that is not made of lower "
                        "case letters, digits and '-'" },
  { spoil_noun_no_service, "it has no service" },
  { spoil_noun_id_path, "it has an invalid id_path, \"metadata\"" },
  { spoil_noun_no_verbs, "it has no verbs" },
  { spoil_nested_deep,
    "noun \"snapshots\" is nested and cannot have nouns of its own" },
  { spoil_nested_name, "it has a nested noun without a name" },
  { spoil_nested_summary, "noun \"snapshots\" has no summary" },
  { spoil_nested_twice,
    "it has two nouns of one name, \"disks\" and \"disks\"" },
  { spoil_nested_verb,
    "it has a noun \"snapshots\" and a verb \"create\" of one name" },
  { spoil_nested_plan, "noun \"snapshots\": verb \"list\" has no plan" },
  { spoil_verb_name, "it has a verb without a name" },
  { spoil_verb_bad_name, "it has a verb whose name \"Create it\" is not made "
                         "of lower case letters, digits and '-'" },
  { spoil_verb_plan, "verb \"list\" has no plan" },
  { spoil_verb_summary, "verb \"create\" has no summary" },
  { spoil_verb_description,
    "verb \"create\" has control characters in its description" },
  { spoil_verb_effect, "verb \"create\" has an unknown effect" },
  { spoil_verb_effect_forgotten,
    "verb \"create\" does not say what it does: it has no effect" },
  { spoil_verb_reply, "verb \"create\" has an unknown reply" },
  { spoil_verb_scopes, "verb \"create\" has unknown scopes" },
  { spoil_verb_attributes, "verb \"create\" has unknown attributes" },
  { spoil_verb_twice, "it has two verbs of one name, \"list\" and "
                      "\"list\"" },
  { spoil_verb_alias, "it has two verbs of one name, \"create\" and "
                      "\"list\"" },
  { spoil_verb_bad_alias, "verb \"create\" has aliases that are not made of "
                          "lower case letters, digits and '-'" },
  { spoil_verb_secret, "verb \"create\" has an invalid secret, \"token\"" },
  { spoil_verb_secret_of,
    "verb \"create\" has a secret that its reply cannot have" },
  { spoil_verb_columns, "verb \"create\" has no columns to show its reply "
                        "in, nor has its noun" },
  { spoil_verb_fields,
    "verb \"create\" takes a document, but its noun has no fields" },
  { spoil_flag_name,
    "verb \"create\" has a flag whose name \"Size\" is not made of lower "
    "case letters, digits and '-'" },
  { spoil_flag_reserved,
    "verb \"create\" has a flag --org, which is one of nscale's own" },
  { spoil_flag_twice, "verb \"create\" has two flags --quick" },
  { spoil_flag_attributes,
    "verb \"create\" has a flag --size with unknown attributes" },
  { spoil_flag_summary, "verb \"create\" has a flag --size whose summary, "
                        "value or replacement is not one line of text" },
  { spoil_flag_letter, "verb \"create\" has a flag --size whose letter is "
                       "not one of a to z or A to Z" },
  { spoil_flag_reserved_letter,
    "verb \"create\" has a flag --size with the letter -q, which is one of "
    "nscale's own" },
  { spoil_flag_letter_twice,
    "verb \"create\" has two flags with the letter -s" },
  { spoil_flag_switch, "verb \"create\" has a flag --size that takes no "
                       "value but has choices" },
  { spoil_flag_filter,
    "verb \"create\" has a flag --size with an unknown filter" },
  { spoil_flag_filter_path, "verb \"create\" has a flag --size whose "
                            "filter_path is not made of bare members" },
  { spoil_choices_none, "verb \"create\" has choices of --size with neither "
                        "words nor a list" },
  { spoil_choices_both, "verb \"create\" has choices of --size with both "
                        "words and a list" },
  { spoil_choices_path, "verb \"create\" has choices of --size without a "
                        "valid value_path" },
  { spoil_column_title, "it has no column title" },
  { spoil_column_path, "it has an invalid column path, \".a..b\"" },
  { spoil_column_no_path, "it has no column path" },
  { spoil_column_kind, "it has a column \"NAME\" of an unknown kind" },
  { spoil_column_attributes,
    "it has a column \"NAME\" with unknown attributes" },
  { spoil_field_path, "it has a field whose path \"metadata\" is not a path" },
  { spoil_field_whole, "it has a field whose path \".\" is not a path" },
  { spoil_field_no_path, "it has a field without a path" },
  { spoil_field_twice, "it has two fields .metadata.tags" },
  { spoil_field_type, "it has a field .metadata.tags of an unknown type" },
  { spoil_field_items, "it has a field .metadata.tags of an unknown type" },
  { spoil_field_listed,
    "it has a field .metadata.tags whose values must be in a list, but no "
    "list to look them up in" },
  { spoil_field_attributes,
    "it has a field .metadata.tags with unknown attributes" },
  { spoil_field_absent,
    "it has a field .metadata.tags whose absent is not JSON" },
  { spoil_field_rule, "it has a field .metadata.tags whose pattern, rule or "
                      "prompt is not one line of text" },
  { spoil_field_flag,
    "verb \"create\" has a flag --yes, which is one of nscale's own" },
  { spoil_field_flag_name,
    "verb \"create\" has a flag whose name \"Tag\" is not made of lower "
    "case letters, digits and '-'" },
  { spoil_field_flag_taken, "verb \"create\" has two flags --size" },
  { spoil_field_flag_type,
    "it has a field .metadata.tags of a type that takes no flag" },
  { spoil_field_flag_summary, "it has a field .metadata.tags whose "
                              "flag_summary or flag_value is not one line "
                              "of text" },
  { spoil_field_flag_key,
    "it has a field .metadata.tags whose flag has no key or key_value" },
  { spoil_field_flag_place, "it has a flag for the field "
                            ".metadata.tags[].name, which cannot be set" },
  { spoil_column_choices, "it has choices of NAME with neither words nor a "
                          "list" },
  { spoil_verb_variable,
    "verb \"create\" has a secret_variable that is not the "
    "name of a variable" },
  { spoil_verb_variable_of,
    "verb \"list\" has a secret_variable, but no secret" },
  { spoil_verb_owner, "verb \"create\" has a secret_owner that is not the "
                      "beginning of a variable's name" },
};

/* A field's flags stand behind the verb's own, and what is relative to the
 * present state is an update's. */
START_TEST(test_field_flags)
{
  const struct nscale_flag *const *derived;

  field.items = NSCALE_TYPE_STRING;
  other_field.path = ".metadata.description";
  other_field.flag = "description";
  other_field.flag_summary = "Say what it is.";
  verb.effect = NSCALE_EFFECT_UPDATE;
  ck_assert_int_eq(describe(&made), 0);
  derived = copy.plugin.noun->verbs[0]->flags + 2;
  ck_assert_str_eq(derived[0]->name, "tag");
  ck_assert_str_eq(derived[0]->value, "TEXT");
  ck_assert_str_eq(derived[0]->summary, "Label it. Repeatable; replaces those "
                                        "that are there.");
  ck_assert_uint_eq(derived[0]->attributes, NSCALE_FLAG_REPEATABLE);
  ck_assert_str_eq(derived[1]->name, "add-tag");
  ck_assert_str_eq(derived[2]->name, "remove-tag");
  ck_assert_str_eq(derived[3]->name, "description");
  ck_assert_uint_eq(derived[3]->attributes, 0);
  ck_assert_ptr_null(derived[4]);
  ck_assert_ptr_null(copy.plugin.noun->verbs[1]->flags[0]);
}
END_TEST

/* A plugin of 1.0 means nothing by what lies behind its structures' ends,
 * and keeps the flags that a later minor took. */
START_TEST(test_older)
{
  made.min_minor = 0;
  other_verb.effect = 0; /* READ, as it was then */
  flag.name = "columns";
  ck_assert_int_eq(describe(&made), 0);
  ck_assert_ptr_null(copy.plugin.noun->fields[0]->flag);
  ck_assert_ptr_null(copy.plugin.noun->verbs[0]->flags[2]);
  ck_assert_str_eq(copy.plugin.noun->verbs[0]->flags[0]->name, "columns");
  ck_assert_uint_eq(copy.plugin.noun->verbs[1]->effect, NSCALE_EFFECT_READ);
}
END_TEST

START_TEST(test_refused)
{
  char sentence[512];

  spoilt[_i].spoil();
  (void)snprintf(sentence, sizeof sentence, "plugin \"things\" is broken: %s",
                 spoilt[_i].sentence);
  ck_assert_int_eq(describe(&made), -1);
  ck_assert_str_eq(error.message, sentence);
  ck_assert_int_eq(error.exit_status, EXIT_PLUGIN);
}
END_TEST

/* What is wrong in several places is found in all of them. */
START_TEST(test_all_findings)
{
  static const char *const texts[] = {
    "it has a nested noun without a name",
    "it has another name in its descriptor, \"others\"",
    "it has no singular",
    "noun \"?\" has no summary",
    "noun \"?\": verb \"list\" has no plan",
    "noun \"disks\": verb \"list\" has no plan",
    "verb \"create\" has a flag --org, which is one of nscale's own",
    "verb \"create\" has a flag --quick with unknown attributes",
    "verb \"create\" has an unknown effect",
    "verb \"list\" has no plan",
  };
  CLEANUP_FINDINGS struct findings findings = { 0 };
  size_t i, j;

  made.name = "others";
  noun.singular = NULL;
  nested.name = nested.summary = NULL;
  other_verb.plan = NULL;
  verb.effect = 6;
  flag.name = "org";
  other_flag.attributes = 1u << 31;
  ck_assert_int_eq(description_copy(&made, "things", &copy, &findings), -1);
  for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    for (j = 0; j < findings.count; j++)
      if (strcmp(findings.items[j].text, texts[i]) == 0)
        break;
    ck_assert_msg(j < findings.count, "not found: %s", texts[i]);
  }
  ck_assert_uint_eq(findings.count, sizeof texts / sizeof texts[0]);
}
END_TEST

/* How large structures are depends on the machine. */
static const struct {
  void (*spoil)(void);
  const char *start;
} short_sizes[] = {
  { spoil_plugin_size, "it has a descriptor with a struct_size of 8, less" },
  { spoil_noun_size, "it has a noun with a struct_size of 3, less" },
  { spoil_verb_size, "it has a verb with a struct_size of 40, less" },
  { spoil_flag_size, "verb \"create\" has a flag with a struct_size of 4, "
                     "less" },
  { spoil_choices_size, "verb \"create\" has choices with a struct_size of "
                        "0, less" },
};

START_TEST(test_too_short)
{
  char start[256];

  short_sizes[_i].spoil();
  (void)snprintf(start, sizeof start, "plugin \"things\" is broken: %s",
                 short_sizes[_i].start);
  ck_assert_int_eq(describe(&made), -1);
  ck_assert_msg(strncmp(error.message, start, strlen(start)) == 0, "%s",
                error.message);
}
END_TEST

/* Every flag that the core ever gives a verb is reserved, and its letter. */
START_TEST(test_reserved)
{
  static struct flag_table table;
  size_t i;

  verb.flags = NULL;
  verb.scopes =
      NSCALE_SCOPE_ORGANIZATION | NSCALE_SCOPE_PROJECT | NSCALE_SCOPE_REGION;
  verb.attributes = NSCALE_VERB_ID | NSCALE_VERB_DOCUMENT |
                    NSCALE_VERB_IGNORE_NOT_FOUND | NSCALE_VERB_WAIT |
                    NSCALE_VERB_ALL | NSCALE_VERB_SELF | NSCALE_VERB_UNIQUE;
  verb.effect = NSCALE_EFFECT_UPDATE;
  verb.secret_owner = "THING";
  flags_global(&table);
  flags_of_verb(&table, &verb);
  verb.reply = NSCALE_REPLY_BYTES;
  flags_of_verb(&table, &verb);
  for (i = 0; i < table.count; i++) {
    ck_assert_msg(flag_is_reserved(table.flags[i].name, NSCALE_ABI_MINOR),
                  "--%s", table.flags[i].name);
    if (table.flags[i].letter)
      ck_assert_msg(flag_letter_is_reserved(table.flags[i].letter[0]), "-%s",
                    table.flags[i].letter);
  }
  ck_assert_uint_eq(table.count, 34);
  ck_assert_int_eq(flag_is_reserved("size", NSCALE_ABI_MINOR), 0);
  /* What 1.1 took is a plugin's own where that is of 1.0; likewise 1.2. */
  ck_assert_int_eq(flag_is_reserved("columns", 0), 0);
  ck_assert_int_eq(flag_is_reserved("columns", 1), 1);
  ck_assert_int_eq(flag_is_reserved("self", 1), 0);
  ck_assert_int_eq(flag_is_reserved("self", 2), 1);
  ck_assert_int_eq(flag_letter_is_reserved('s'), 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("describe");
  TCase *rules = tcase_create("rules");

  tcase_add_checked_fixture(rules, setup, teardown);
  tcase_add_test(rules, test_copy);
  tcase_add_test(rules, test_larger);
  tcase_add_test(rules, test_field_flags);
  tcase_add_test(rules, test_older);
  tcase_add_test(rules, test_list_without_end);
  tcase_add_loop_test(rules, test_refused, 0,
                      (int)(sizeof spoilt / sizeof spoilt[0]));
  tcase_add_test(rules, test_all_findings);
  tcase_add_loop_test(rules, test_too_short, 0,
                      (int)(sizeof short_sizes / sizeof short_sizes[0]));
  tcase_add_test(rules, test_reserved);
  suite_add_tcase(suite, rules);
  return suite;
}
