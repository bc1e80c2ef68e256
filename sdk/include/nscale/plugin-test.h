/* nscale/plugin-test.h - a host for the tests of a plugin, with no network
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A test links the plugin's own object file, makes a host, says what the user
 * gave and what the server would answer, runs a verb's plan, and compares the
 * requests that it planned with what they should be:
 *
 *     struct nscale_test *test = nscale_test_new(&nscale_plugin_v1);
 *
 *     nscale_test_scope(test, NSCALE_SCOPE_ORGANIZATION, "ORG");
 *     nscale_test_id(test, "website");
 *     nscale_test_reply(test, "/api/v1/organizations/ORG/projects",
 *                       "[{\"metadata\":"
 *                       "{\"id\":\"1\",\"name\":\"website\"}}]");
 *     assert(nscale_test_plan(test, "delete") == 0);
 *     assert(strcmp(nscale_test_requests(test),
 *                   "DELETE /api/v1/organizations/ORG/projects/1\n") == 0);
 *     nscale_test_free(test);
 *
 * It suits any framework (sdk/example/test-projects.c has one for Check), is
 * C99 and later or C++11 and later, and needs json-c:
 *
 *     cc $(pkg-config --cflags nscale-plugin json-c check) -o test \
 *        test-projects.c projects.c $(pkg-config --libs json-c check)
 *
 * What it does not do: check documents, flags and the description against
 * the rules (nscale plugins check does), or send anything.
 *
 * All functions are for one thread.  Texts that are given are copied; texts
 * that are returned live until the next call of the same function or
 * nscale_test_free.  Where memory runs out the test is aborted.
 */
#ifndef NSCALE_PLUGIN_TEST_H
#define NSCALE_PLUGIN_TEST_H

#include <json-c/json.h>
#include <nscale/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct nscale_plugin nscale_plugin_v1;

/* ---- What a test is written with. --------------------------------- */

struct nscale_test;

/* A host for one run of one verb, or of several in turn.  Free it with
 * nscale_test_free. */
static inline struct nscale_test *
nscale_test_new(const struct nscale_plugin *plugin);
static inline void nscale_test_free(struct nscale_test *test);

/* What the user gives: a flag's value ("" for a switch; again for a
 * repeatable one), --id or the argument, the id of a scope (NSCALE_SCOPE_...;
 * NULL stands for a look-up that fails), and the document, JSON text as it is
 * after the host checked it. */
static inline void nscale_test_flag(struct nscale_test *test, const char *name,
                                    const char *value);
static inline void nscale_test_id(struct nscale_test *test, const char *id);
static inline void nscale_test_scope(struct nscale_test *test, uint32_t scope,
                                     const char *id);
static inline void nscale_test_document(struct nscale_test *test,
                                        const char *json);

/* What the server answers to a GET of this path and query.  A GET of another
 * path fails the call with "no reply was set for GET PATH".  Since 1.2 NULL
 * stands for a 404. */
static inline void nscale_test_reply(struct nscale_test *test,
                                     const char *path, const char *json);

/* What the service token claims (nscale_claims), JSON text.  Without this
 * there is no token.  Since 1.1. */
static inline void nscale_test_claims(struct nscale_test *test,
                                      const char *json);

/* Who the service says that the token is (nscale_caller), JSON text; `{}`
 * where it does not say.  Without this there is no token.  Since 1.2. */
static inline void nscale_test_caller(struct nscale_test *test,
                                      const char *json);

/* Runs the plan of a verb, "list", or of a nested noun's, "disks list".
 * Returns what plan returned: 0, or -1.  A verb that is not there aborts. */
static inline int32_t nscale_test_plan(struct nscale_test *test,
                                       const char *verb);

/* Runs its finish with that reply, JSON text or NULL.  Returns likewise; 0
 * where the verb has no finish. */
static inline int32_t nscale_test_finish(struct nscale_test *test,
                                         const char *verb, const char *json);

/* The planned requests, one a line: `METHOD PATH?QUERY`, then, each where
 * there is one, ` service=NAME`, ` aside`, ` Header: value`, ` pick=ID`,
 * ` await=PATH path=value` or ` wait=PATH`, and the body, compact JSON or
 * bytes.  What a plan answers by itself (nscale_answer) is a line `ANSWER
 * JSON`. */
static inline const char *nscale_test_requests(struct nscale_test *test);

/* The requests that were sent while planning, one a line, `GET PATH`. */
static inline const char *nscale_test_sent(struct nscale_test *test);

/* What was remarked, one a line. */
static inline const char *nscale_test_notes(struct nscale_test *test);

/* The sentence of the first failure, or ""; its exit status, or 0. */
static inline const char *nscale_test_error(const struct nscale_test *test);
static inline int32_t nscale_test_status(const struct nscale_test *test);

/* ---- How it is done: nothing below is for use in tests. ----------- */

struct nscale_test_text {
  struct nscale_test_text *next;
  char text[1];
};

struct nscale_request {
  struct nscale_request *next;
  const char *method;
  const char *line; /* path and query */
  const char *more; /* all that stands behind it */
  const char *body;
  int has_query;
  int step; /* its number in the plan, or 0 */
  struct nscale_test *test;
};

struct nscale_test_pair {
  struct nscale_test_pair *next;
  const char *name;
  const char *value;
};

struct nscale_test_json {
  struct nscale_test_json *next;
  struct json_object *json;
};

struct nscale_test {
  struct nscale_call call; /* must stay first */
  struct nscale_host host;
  const struct nscale_plugin *plugin;
  const struct nscale_noun *noun; /* of the verb that runs */
  const struct nscale_verb *verb;
  int finishes; /* its finish runs, which plans nothing */
  const char *id;
  const char *scopes[32];
  struct json_object *document, *claims, *caller;
  struct nscale_test_pair *flags, *replies;
  const char *requests, *sent, *notes, *error;
  int steps; /* that were planned */
  int32_t status;
  struct nscale_request *made;
  struct nscale_test_text *texts;
  struct nscale_test_json *jsons;
};

/* Whether the plugin, which may be for an earlier minor, has a member. */
#define NSCALE_TEST_HAS_(structure, thing, member)                            \
  ((thing)->struct_size >=                                                    \
   offsetof(struct structure, member) + sizeof((thing)->member))

#include <nscale/plugin-test/json.h>
#include <nscale/plugin-test/request.h>

#if NSCALE_TARGET_MINOR >= 1
/* Conditions are the host's to look at; here every thing meets them. */
static inline int32_t nscale_test_meets_(struct nscale_call *call,
                                         const struct nscale_json *thing)
{
  (void)call;
  return thing ? 1 : -1;
}

static inline struct nscale_json *nscale_test_claims_(struct nscale_call *call)
{
  struct json_object *claims = nscale_test_at_(call)->claims;

  if (!claims)
    (void)nscale_test_fail_(call, 4, "there is no token", NULL);
  return nscale_test_to_(claims);
}

static inline int32_t nscale_test_answer_(struct nscale_call *call,
                                          const struct nscale_json *json)
{
  struct nscale_test *test = nscale_test_at_(call);

  if (!json || test->status != 0 || nscale_test_finishes_(test) < 0)
    return -1;
  test->requests = nscale_test_join_(
      test, test->requests,
      nscale_test_join_(test, "ANSWER ", nscale_test_json_text_(call, json),
                        "\n"),
      "");
  return 0;
}
#endif

#if NSCALE_TARGET_MINOR >= 2
static inline struct nscale_json *nscale_test_caller_(struct nscale_call *call)
{
  struct json_object *caller = nscale_test_at_(call)->caller;

  if (!caller)
    (void)nscale_test_fail_(call, 4, "there is no token", NULL);
  return nscale_test_to_(caller);
}

static inline int32_t nscale_test_wait_(struct nscale_call *call,
                                        struct nscale_request *request,
                                        struct nscale_request *read)
{
  const struct nscale_test *test = nscale_test_at_(call);

  if (!request || !read || nscale_test_is_read_(read) < 0)
    return -1;
  if (!test->verb || !NSCALE_TEST_HAS_(nscale_verb, test->verb, waits) ||
      !test->verb->waits)
    return nscale_test_broken_(request->test,
                               "waits for nothing that its verb says", "");
  return nscale_test_more_(request, "wait", "=", read->line);
}

/* What is given is taken for an id. */
static inline const char *nscale_test_flag_id_(struct nscale_call *call,
                                               const char *name,
                                               uint32_t index)
{
  return nscale_test_flag_(call, name, index);
}

static inline int32_t nscale_test_aside_(struct nscale_call *call,
                                         struct nscale_request *request)
{
  (void)call;
  if (!request)
    return -1;
  request->more =
      nscale_test_join_(request->test, request->more, " aside", "");
  return 0;
}

/* `REPLY-1.metadata.id`, as the dry run has it. */
static inline const char *
nscale_test_reply_text_(struct nscale_call *call,
                        struct nscale_request *request, const char *path)
{
  struct nscale_test *test = nscale_test_at_(call);
  char number[24];

  if (!request || !path || test->status != 0)
    return NULL;
  if (!request->step) {
    (void)nscale_test_broken_(test,
                              "takes a text from a reply before the "
                              "request is planned",
                              "");
    return NULL;
  }
  (void)snprintf(number, sizeof number, "REPLY-%d", request->step);
  return nscale_test_join_(test, number, path, "");
}

/* The scopes of the verb that a test has set, as query parameters. */
static inline int32_t nscale_test_scopes_(struct nscale_call *call,
                                          struct nscale_request *request)
{
  static const char *const names[] = { "organizationID", "projectID",
                                       "regionID" };
  const struct nscale_test *test = nscale_test_at_(call);
  const char *id;
  uint32_t i;

  if (!request)
    return -1;
  for (i = 0; test->verb && i < 3; i++) {
    if (!(test->verb->scopes & (uint32_t)1 << i))
      continue;
    id = nscale_test_scope_(call, (uint32_t)1 << i);
    if (test->status != 0 ||
        (id && nscale_test_query_(request, names[i], id) < 0))
      return -1;
  }
  return 0;
}

/* The flags that have a query; what is given is taken for an id. */
static inline int32_t nscale_test_flags_(struct nscale_call *call,
                                         struct nscale_request *request)
{
  const struct nscale_test *test = nscale_test_at_(call);
  const struct nscale_flag *const *flag;
  const char *value;
  uint32_t at;

  if (!request || !test->verb)
    return -1;
  for (flag = test->verb->flags; flag && *flag; flag++)
    for (at = 0;
         NSCALE_TEST_HAS_(nscale_flag, *flag, query) && (*flag)->query &&
         (value = nscale_test_flag_(call, (*flag)->name, at));
         at++)
      if (nscale_test_query_(
              request, (*flag)->query,
              (*flag)->attributes & NSCALE_FLAG_SWITCH ? "true" : value) < 0)
        return -1;
  return 0;
}
#endif

/* By assignments: C++ had no designated initialisers for long. */
static inline void nscale_test_fill_(struct nscale_host *host)
{
  host->struct_size = sizeof *host;
  host->abi_major = NSCALE_ABI_MAJOR;
  host->abi_minor = NSCALE_TARGET_MINOR;
  host->flag = nscale_test_flag_;
  host->scope = nscale_test_scope_;
  host->id = nscale_test_id_;
  host->document = nscale_test_document_;
  host->fail = nscale_test_fail_;
  host->note = nscale_test_note_;
  host->request_new = nscale_test_request_;
  host->request_segment = nscale_test_segment_;
  host->request_query = nscale_test_query_;
  host->request_header = nscale_test_header_;
  host->request_json = nscale_test_body_;
  host->request_bytes = nscale_test_bytes_;
  host->request_service = nscale_test_service_;
  host->request_pick = nscale_test_pick_;
  host->request_await = nscale_test_await_;
  host->plan = nscale_test_plan_;
  host->fetch = nscale_test_fetch_;
  host->find = nscale_test_find_;
  host->resolve = nscale_test_resolve_;
  host->merge = nscale_test_merge_;
  host->json_parse = nscale_test_json_;
  host->json_text = nscale_test_json_text_;
  host->json_type = nscale_test_type_;
  host->json_get = nscale_test_get_;
  host->json_at = nscale_test_element_;
  host->json_key = nscale_test_key_;
  host->json_length = nscale_test_length_;
  host->json_string = nscale_test_string_;
  host->json_integer = nscale_test_integer_;
  host->json_number = nscale_test_number_;
  host->json_boolean = nscale_test_boolean_;
  host->json_set = nscale_test_set_;
  host->json_set_string = nscale_test_set_string_;
  host->json_append = nscale_test_append_;
#if NSCALE_TARGET_MINOR >= 1
  host->meets = nscale_test_meets_;
  host->claims = nscale_test_claims_;
  host->answer = nscale_test_answer_;
#endif
#if NSCALE_TARGET_MINOR >= 2
  host->caller = nscale_test_caller_;
  host->request_wait = nscale_test_wait_;
  host->request_scopes = nscale_test_scopes_;
  host->request_flags = nscale_test_flags_;
  host->request_aside = nscale_test_aside_;
  host->reply_text = nscale_test_reply_text_;
  host->look = nscale_test_look_;
  host->flag_id = nscale_test_flag_id_;
#endif
}

/* ---- What was promised above. */

static inline struct nscale_test *
nscale_test_new(const struct nscale_plugin *plugin)
{
  struct nscale_test *test =
      (struct nscale_test *)nscale_test_memory_(sizeof *test);

  test->call.struct_size = sizeof test->call;
  nscale_test_fill_(&test->host);
  test->call.host = &test->host;
  test->plugin = plugin;
  test->noun = plugin->noun;
  test->requests = test->sent = test->notes = test->error = "";
  return test;
}

static inline void nscale_test_free(struct nscale_test *test)
{
  struct nscale_test_text *text;
  struct nscale_test_json *json;
  struct nscale_test_pair *pair;
  struct nscale_request *request;

  if (!test)
    return;
  while ((text = test->texts)) {
    test->texts = text->next;
    free(text);
  }
  while ((json = test->jsons)) {
    test->jsons = json->next;
    (void)json_object_put(json->json);
    free(json);
  }
  while ((pair = test->flags ? test->flags : test->replies)) {
    if (test->flags)
      test->flags = pair->next;
    else
      test->replies = pair->next;
    free(pair);
  }
  while ((request = test->made)) {
    test->made = request->next;
    free(request);
  }
  free(test);
}

static inline void nscale_test_pair_(struct nscale_test *test,
                                     struct nscale_test_pair **list,
                                     const char *name, const char *value)
{
  struct nscale_test_pair *pair =
      (struct nscale_test_pair *)nscale_test_memory_(sizeof *pair);

  pair->name = nscale_test_text_(test, name);
  pair->value = nscale_test_text_(test, value);
  while (*list)
    list = &(*list)->next;
  *list = pair;
}

static inline void nscale_test_flag(struct nscale_test *test, const char *name,
                                    const char *value)
{
  nscale_test_pair_(test, &test->flags, name, value);
}

static inline void nscale_test_reply(struct nscale_test *test,
                                     const char *path, const char *json)
{
  nscale_test_pair_(test, &test->replies, path, json);
}

static inline void nscale_test_id(struct nscale_test *test, const char *id)
{
  test->id = nscale_test_text_(test, id);
}

static inline void nscale_test_scope(struct nscale_test *test, uint32_t scope,
                                     const char *id)
{
  size_t bit;

  for (bit = 0; bit < 32; bit++)
    if (scope == (uint32_t)1 << bit)
      test->scopes[bit] = nscale_test_text_(test, id);
}

static inline void nscale_test_document(struct nscale_test *test,
                                        const char *json)
{
  test->document = json ? nscale_test_parse_(test, json) : NULL;
}

static inline void nscale_test_claims(struct nscale_test *test,
                                      const char *json)
{
  test->claims = json ? nscale_test_parse_(test, json) : NULL;
}

static inline void nscale_test_caller(struct nscale_test *test,
                                      const char *json)
{
  test->caller = json ? nscale_test_parse_(test, json) : NULL;
}

/* The verb of that name, for which `test->noun` is set to its noun. */
static inline const struct nscale_verb *
nscale_test_verb_(struct nscale_test *test, const char *name)
{
  const struct nscale_noun *const *nested = test->plugin->noun->nouns;
  const struct nscale_verb *const *verb;
  const char *space = strchr(name, ' ');
  const char *word = space ? space + 1 : name;

  test->noun = test->plugin->noun;
  for (; space && nested && *nested; nested++)
    if (strlen((*nested)->name) == (size_t)(space - name) &&
        strncmp((*nested)->name, name, (size_t)(space - name)) == 0)
      test->noun = *nested;
  for (verb = test->noun->verbs; verb && *verb; verb++)
    if (strcmp((*verb)->name, word) == 0)
      return test->verb = *verb;
  (void)fprintf(stderr, "nscale/plugin-test.h: there is no verb %s\n", name);
  abort();
}

static inline int32_t nscale_test_plan(struct nscale_test *test,
                                       const char *verb)
{
  test->requests = test->sent = test->notes = test->error = "";
  test->steps = 0;
  test->status = 0;
  return nscale_test_verb_(test, verb)->plan(&test->call);
}

static inline int32_t nscale_test_finish(struct nscale_test *test,
                                         const char *verb, const char *json)
{
  const struct nscale_verb *found = nscale_test_verb_(test, verb);

  int32_t result;

  if (!found->finish)
    return 0;
  test->finishes = 1;
  result = found->finish(&test->call,
                         json ? nscale_test_to_(nscale_test_parse_(test, json))
                              : NULL);
  test->finishes = 0;
  return result;
}

static inline const char *nscale_test_requests(struct nscale_test *test)
{
  return test->requests;
}

static inline const char *nscale_test_sent(struct nscale_test *test)
{
  return test->sent;
}

static inline const char *nscale_test_notes(struct nscale_test *test)
{
  return test->notes;
}

static inline const char *nscale_test_error(const struct nscale_test *test)
{
  return test->error;
}

static inline int32_t nscale_test_status(const struct nscale_test *test)
{
  return test->status;
}

#ifdef __cplusplus
}
#endif

#endif
