/* fuzz-amend.c - a document and what is there, as the flags of fields amend
 * them (core/invocation/field_values.h).
 *
 * The first byte chooses create, update or update --replace, the second how
 * many words there are; they follow, with a NUL behind each, then the
 * document and, after a NUL, what the server has.
 */
#include "core/invocation/field_values.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/patch.h"
#include "core/grammar/noun.h"
#include "core/invocation/field_check.h"
#include "core/invocation/host.h"
#include "core/json/same.h"
#include "tests/fuzz/fuzz.h"

#define UPDATE 1
#define REPLACE 2

/* An object; an empty one for any other text. */
static struct json_object *object_of(const char *text)
{
  struct json_object *value = fuzz_tree(text, strlen(text));

  if (json_object_is_type(value, json_type_object))
    return value;
  json_object_put(value);
  return json_object_new_object();
}

static int check(const struct invocation *call, struct json_object *document,
                 int whole)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  int result =
      document_check(document, call->noun->fields, whole, "it", &error);

  fuzz_error(result, &error);
  return result;
}

/* Twice the same flags are as good as once. */
static void check_merged(struct invocation *call, struct json_object *current)
{
  struct json_object *merged CLEANUP_JSON =
      merge_patch(current, call->draft.document);
  struct json_object *once CLEANUP_JSON = NULL;
  int result;

  (void)document_strip(merged, call->noun->fields);
  result = field_values_merged(call, merged);
  fuzz_error(result, call->error);
  if (result < 0)
    return;
  MUST(json_object_deep_copy(merged, &once, NULL) == 0);
  /* What is not there any more to be removed would be looked up. */
  result = field_values_merged(call, merged);
  fuzz_error(result, call->error);
  MUST(result == 0 || call->error->exit_status == EXIT_AUTH);
  MUST(json_same(merged, once) || result < 0);
}

/* What was checked fits; only names need somebody to ask. */
static void check_amended(struct invocation *call, struct json_object *current)
{
  int result;

  MUST(field_values_document(call) == 0);
  MUST(check(call, call->draft.document, DOCUMENT_PATCH) == 0);
  result = field_values_lists(call);
  fuzz_error(result, call->error);
  if (result < 0)
    return;
  MUST(check(call, call->draft.document, DOCUMENT_PATCH) == 0);
  if (!field_any_given(call))
    MUST(!field_any_relative(call));
  if (call->verb->effect == NSCALE_EFFECT_UPDATE &&
      !call->options->document.replace)
    check_merged(call, current);
}

static void run(struct invocation *call, const char *document,
                const char *there)
{
  struct json_object *current CLEANUP_JSON = object_of(there);
  int result;

  call->draft.document = object_of(document);
  MUST(call->draft.document != NULL);
  if (check(call, call->draft.document, DOCUMENT_PATCH) < 0)
    return;
  result = field_check(call);
  fuzz_error(result, call->error);
  if (result == 0)
    check_amended(call, current);
  else
    MUST(call->error->exit_status == EXIT_USAGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static struct flag_table table;
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  struct words words CLEANUP_WORDS = { .count = 0 };
  struct flags flags CLEANUP_FLAGS = { 0 };
  const uint8_t choice = fuzz_byte(&input) % 3;
  const struct nscale_verb *verb =
      noun_verb(fuzz_noun(), choice >= UPDATE ? "update" : "create");
  char *document CLEANUP_FREE = NULL;
  char *there CLEANUP_FREE = NULL;

  /* Without a token nobody is asked. */
  MUST(verb && unsetenv("NSCALE_SERVICE_TOKEN_FILE") == 0);
  flags_global(&table);
  flags_of_verb(&table, verb);
  fuzz_words(&input, fuzz_byte(&input) % 16, &words);
  document = fuzz_next(&input);
  there = fuzz_next(&input);
  if (flags_parse(&flags, &table, words.count, words.list, &error) == 0) {
    struct options options = { .consent.yes = 1,
                               .document.replace = choice == REPLACE };
    CLEANUP_EXCHANGE struct exchange exchange = { .options =
                                                      &options.exchange };
    CLEANUP_INVOCATION struct invocation call;

    invocation_begin(&call,
                     &(struct invocation_setup){ .plugin = "serviceaccounts",
                                                 .noun = fuzz_noun(),
                                                 .verb = verb,
                                                 .flags = &flags,
                                                 .options = &options,
                                                 .exchange = &exchange,
                                                 .host = &host_table },
                     &error);
    call.plan.muted = 1;
    run(&call, document, there);
  }
  return 0;
}
