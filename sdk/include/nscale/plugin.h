/* nscale/plugin.h - the plugin interface of nscale, ABI 1.2
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * This header is the reference of the interface.  It needs the C library
 * alone and compiles as C99, C11, C++11 and later.
 *
 * PLUGINS DESCRIBE, THE CORE ACTS.  A plugin is a shared object whose one
 * exported symbol is a constant: a description of a noun (a resource), its
 * verbs, flags, columns and document.  A verb's plan function turns the
 * flags of one call into one or more HTTP requests.  The core alone reads the
 * token, asks, previews, sends, retries, renders and decides the exit status.
 *
 * A whole plugin:
 *
 *     #include <nscale/plugin.h>
 *
 *     static int32_t plan_list(struct nscale_call *call)
 *     {
 *       const char *org = nscale_scope(call, NSCALE_SCOPE_ORGANIZATION);
 *       const char *const path[] = { "api", "v1", "organizations", org,
 *                                    "regions", NULL };
 *       return nscale_plan(call, nscale_request(call, "GET", path));
 *     }
 *
 *     static const struct nscale_column name = {
 *       .struct_size = sizeof name, .title = "NAME",
 *       .path = ".metadata.name",
 *     };
 *     static const struct nscale_column *const columns[] = { &name, NULL };
 *     static const struct nscale_verb list = {
 *       .struct_size = sizeof list, .name = "list",
 *       .summary = "List the regions.", .effect = NSCALE_EFFECT_READ,
 *       .examples = "nscale regions list\n",
 *       .reply = NSCALE_REPLY_LIST, .plan = plan_list,
 *       .scopes = NSCALE_SCOPE_ORGANIZATION,
 *     };
 *     static const struct nscale_verb *const verbs[] = { &list, NULL };
 *     static const struct nscale_noun noun = {
 *       .struct_size = sizeof noun, .singular = "region",
 *       .plural = "regions", .service = "compute", .verbs = verbs,
 *       .columns = columns,
 *     };
 *     NSCALE_PLUGIN("regions", "region", "1.0", "Regions", &noun);
 *
 * built with
 *
 *     cc $(pkg-config --cflags nscale-plugin) -shared -fPIC \
 *        -o regions.so regions.c
 *
 * The file's name is the plugin's name with ".so".
 *
 * RULES OF THE ABI
 *
 *  - A host refuses a plugin of another major, or one whose min_minor is
 *    above its own minor.  min_minor is NSCALE_TARGET_MINOR, which defaults
 *    to this header's minor; define it lower before including this header to
 *    run on older hosts, and newer declarations disappear.
 *  - Structures grow at their end only.  Each begins with struct_size, which
 *    the plugin sets to its sizeof.  What lies beyond it reads as zero, and
 *    zero always means "as if this member did not exist".
 *  - Reserved members are zero.
 *  - Lists are arrays of pointers that end with NULL, of at most 256 entries
 *    (words of choices: 4096; aliases: 32).  A NULL list is empty.
 *  - Whoever allocates frees.  What the host hands out (texts, JSON,
 *    requests) is borrowed: it lives until the plugin's function that was
 *    called by the host returns, and is freed by the host.  Requests that
 *    were planned stay the host's.
 *  - Texts are UTF-8 and end with NUL.  The host copies what it keeps.
 *  - Functions that can fail return 0, or -1 when they failed; those that
 *    return a pointer return NULL.  The reason is kept in the call, the first
 *    one wins, and the host reports it when the plugin's function returns -1.
 *    Every function accepts NULL for what an earlier function failed to make
 *    and then fails too, so that a plan may check once, at its end.
 *  - A plugin neither prints nor exits nor reads the environment for
 *    secrets.  Errors go through nscale_fail, remarks through nscale_note.
 *    A crash, an exception or exit in one of its functions ends the command
 *    with 10, and the host names the plugin and the function.
 *  - The host calls a plugin from one thread.
 *
 * PATHS name a place in JSON: `.metadata.name`, `.spec.items[0]`, `.[0]`,
 * `.labels."a b"`; `.` is the whole.
 */
#ifndef NSCALE_PLUGIN_H
#define NSCALE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define NSCALE_ABI_MAJOR 1
#define NSCALE_ABI_MINOR 2

#ifndef NSCALE_TARGET_MINOR
#define NSCALE_TARGET_MINOR NSCALE_ABI_MINOR
#endif

#if NSCALE_TARGET_MINOR > NSCALE_ABI_MINOR
#error "NSCALE_TARGET_MINOR is newer than this header: upgrade nscale's SDK"
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct nscale_call;    /* one run of one verb */
struct nscale_request; /* one HTTP request in the making */
struct nscale_json;    /* a JSON value of the host's */

/* ---- Constants.  All since 1.0. ----------------------------------- */

/* What a verb does to the world (nscale_verb.effect).  All but READ bring
 * the flags --dry-run and -y/--yes, and the question before anything is
 * sent.  A verb that reads sends nothing but GET: the host refuses whatever
 * else it plans, and ends the call with 10.
 *
 * Since 1.2 every verb says what it does: 0, which is what a forgotten
 * `.effect` has, is no effect, and the host refuses the plugin.  For plugins
 * of earlier minors it is READ. */
#if NSCALE_TARGET_MINOR >= 2
/* Since 1.2. */
#define NSCALE_EFFECT_READ 5u
#else
#define NSCALE_EFFECT_READ 0u
#endif
#define NSCALE_EFFECT_CREATE 1u
#define NSCALE_EFFECT_UPDATE 2u
#define NSCALE_EFFECT_ROTATE 3u
#define NSCALE_EFFECT_DELETE 4u

/* What the requests of a verb answer with (nscale_verb.reply).  LIST and
 * OBJECT bring --json and -q/--query. */
#define NSCALE_REPLY_NOTHING 0u /* an empty body, or one of no interest */
#define NSCALE_REPLY_OBJECT 1u  /* one JSON object */
#define NSCALE_REPLY_LIST 2u    /* a JSON array, one element a row */
#define NSCALE_REPLY_BYTES                                                    \
  3u /* not JSON, or one text of it                                           \
      * (nscale_verb.text): to stdout as it                                   \
      * arrives, or to --output FILE at its end */

/* What a verb works within (nscale_verb.scopes): each bit brings a flag,
 * whose value, an id or a name, the host resolves to an id.  Names of projects
 * and regions are looked up in the organization. */
#define NSCALE_SCOPE_ORGANIZATION 1u /* --org, NSCALE_ORGANIZATION_ID */
#define NSCALE_SCOPE_PROJECT 2u      /* --project, NSCALE_PROJECT_ID */
#define NSCALE_SCOPE_REGION 4u       /* --region, NSCALE_REGION_ID */

/* nscale_verb.attributes */
#define NSCALE_VERB_ID 1u         /* takes --id, or the id as argument */
#define NSCALE_VERB_DOCUMENT 2u   /* takes -f/--file and --stdin */
#define NSCALE_VERB_HIDDEN 4u     /* works, but help does not list it */
#define NSCALE_VERB_DEPRECATED 8u /* works, and says what replaces it */
#if NSCALE_TARGET_MINOR >= 1
/* Takes --ignore-not-found, with which a missing thing is not an error:
 * the host says so, and the call ends well.  Since 1.1. */
#define NSCALE_VERB_IGNORE_NOT_FOUND 16u
/* Takes --wait and --wait-timeout: what its requests await (see
 * nscale_request_await) is awaited only with --wait, and for so long as the
 * user says, whatever `seconds` the plan has.  Since 1.1. */
#define NSCALE_VERB_WAIT 32u
/* Takes --all in the place of an id, with at least one condition
 * (NSCALE_FLAG_WITH_ALL), and with a secret --output-dir.  The verb changes
 * one thing and takes no document.  The host reads the list that nscale_find
 * or nscale_resolve is first given, and calls plan once for each thing in it
 * that meets the conditions: the two then mean that thing, and send nothing.
 * One question names them all; each is delivered before the next is sent.
 * Since 1.1.
 *
 * In a verb that reads and replies with an object: it is then about all of a
 * list, which plan asks for where nscale_flag_value(call, "all") is not NULL.
 * The host shows those that meet the conditions, in the noun's columns, and
 * ends with 1 where there is one; finish is not called.  All filters of such a
 * verb go with --all, and may go without.  Since 1.2. */
#define NSCALE_VERB_ALL 64u
#endif
#if NSCALE_TARGET_MINOR >= 2
/* Its things are what service tokens are of, and it can be about the one that
 * the token at hand is of.  Beside NSCALE_VERB_ID it takes --self in the place
 * of an id; without, it is about no other thing.  nscale_find and
 * nscale_resolve then mean that thing, and nscale_scope its organization,
 * unless the user names one.  Whose the token is the service says
 * (nscale_caller); where it does not, the thing is the only one of the list
 * that nscale_find is given, and several end the call with 1.  The token of
 * anybody else, a person for one, ends it with 4.  With NSCALE_VERB_ALL the
 * thing comes last.  Since 1.2. */
#define NSCALE_VERB_SELF 128u

/* In a verb that creates one thing of a document: names are not kept apart by
 * the service, and two things of one name are hard to tell apart.  Once the
 * plan is made, and before anything of it is sent, the host reads the
 * collection, by a GET of the address of the first POST that has JSON, and
 * ends the call with 5 where a thing in it has the name that the JSON has at
 * the noun's name_path.  Takes --if-not-exists, with which that thing is the
 * result, without a secret, and --allow-duplicate, with which the host does
 * not look.  Since 1.2. */
#define NSCALE_VERB_UNIQUE 256u

/* In a verb that reads, plans one request, and replies with bytes that are no
 * secret: takes --follow, with which the host repeats the request, 0.5 s and
 * up to 10 s later, and prints what the text, 16 MiB at the most, has more
 * than before.  It ends with a signal, with whoever reads standard output, and
 * well with a 404.  Since 1.2. */
#define NSCALE_VERB_FOLLOW 512u
#endif

/* nscale_flag.attributes */
#define NSCALE_FLAG_SWITCH 1u     /* takes no value */
#define NSCALE_FLAG_REQUIRED 2u   /* the call fails without it */
#define NSCALE_FLAG_REPEATABLE 4u /* may be given several times */
#define NSCALE_FLAG_HIDDEN 8u
#define NSCALE_FLAG_DEPRECATED 16u

#if NSCALE_TARGET_MINOR >= 2
/* What the things of the verb are a part of, an instance of its snapshots: one
 * of the flag's choices, a list.  Where a request to an address with its id
 * answers that nothing is there, the message names it.  One a verb.  Since
 * 1.2. */
#define NSCALE_FLAG_PARENT 64u
#endif

#if NSCALE_TARGET_MINOR >= 1
/* In a verb with NSCALE_VERB_ALL: a condition that goes with --all alone.
 * One without this attribute does not go with it.  Since 1.1. */
#define NSCALE_FLAG_WITH_ALL 32u

/* nscale_flag.filter: what a flag demands of things.  Since 1.1. */
#define NSCALE_FILTER_NONE 0u /* nothing */
/* that the time at filter_path is past, or less than the flag's value, a
 * duration such as 14d, ahead */
#define NSCALE_FILTER_EXPIRING 1u
/* that the array of texts at filter_path has the flag's value, for which a
 * name may stand where the flag has choices from a list */
#define NSCALE_FILTER_CONTAINS 2u
#endif
#if NSCALE_TARGET_MINOR >= 2
/* nothing: every one is meant, and said so.  Of a switch with
 * NSCALE_FLAG_WITH_ALL, which goes with no other condition.  Since 1.2. */
#define NSCALE_FILTER_EVERY 3u
#endif

#if NSCALE_TARGET_MINOR >= 2
/* nscale_wait.attributes.  Since 1.2. */
#define NSCALE_WAIT_BRIEF                                                     \
  1u /* the state may be too brief to be seen: when                           \
      * `seconds` have passed, the next wait begins */
#endif

#if NSCALE_TARGET_MINOR >= 2
/* nscale_pages.attributes: the reply links to its next page (Link, with
 * rel="next"; RFC 8288).  Since 1.2. */
#define NSCALE_PAGES_LINK 1u
#endif

/* nscale_column.kind */
#define NSCALE_COLUMN_TEXT 0u
/* RFC 3339, or since 1.1 a number of seconds since 1970; relative on a
 * terminal */
#define NSCALE_COLUMN_TIME 1u
#define NSCALE_COLUMN_EXPIRY 2u /* a time that warns when near or past */
#define NSCALE_COLUMN_AGE 3u    /* a time; how long ago, on a terminal */
#define NSCALE_COLUMN_STATUS 4u /* a word of state, coloured by meaning */
#define NSCALE_COLUMN_COUNT 5u  /* how many elements an array has */

/* nscale_column.attributes: where a column is left out */
#define NSCALE_COLUMN_NOT_IN_LIST 1u
#define NSCALE_COLUMN_NOT_IN_DETAILS 2u
#if NSCALE_TARGET_MINOR >= 2
/* Its value may be the id of another thing of the same list, whoever made this
 * one for example.  The details that people read then show `NAME (ID)` where
 * the list was read for the thing itself; nothing is read for that.  Since
 * 1.2. */
#define NSCALE_COLUMN_NEIGHBOUR 4u
#endif

/* nscale_field.type */
#define NSCALE_TYPE_ANY 0u
#define NSCALE_TYPE_STRING 1u
#define NSCALE_TYPE_NUMBER 2u
#define NSCALE_TYPE_BOOLEAN 3u
#define NSCALE_TYPE_OBJECT 4u
#define NSCALE_TYPE_ARRAY 5u
#if NSCALE_TARGET_MINOR >= 2
#define NSCALE_TYPE_INTEGER 6u /* a whole number.  Since 1.2. */
#endif

/* nscale_field.attributes */
#define NSCALE_FIELD_REQUIRED 1u  /* a whole document must have it */
#define NSCALE_FIELD_READ_ONLY 2u /* the server's: dropped from documents */
#define NSCALE_FIELD_VERSION 4u   /* changes at each write to the thing */
#define NSCALE_FIELD_IDENTITY 8u  /* says which thing a document is of */
#if NSCALE_TARGET_MINOR >= 2
/* Its choices are a list that has every value that it can have, and the
 * service drops any other without a word: the host looks up each value that a
 * create or an update adds, before it sends anything, and ends the call with 3
 * where it is not there.  Since 1.2. */
#define NSCALE_FIELD_LISTED 16u
/* The reply to a create or an update has its value from before the change: the
 * host puts what was sent in its place, in whatever it shows and prints.  For
 * a field whose value, once it is accepted, is what was sent, as LISTED makes
 * sure.  Since 1.2. */
#define NSCALE_FIELD_STALE 32u
/* Only a new thing has it, or only one that is there: the others know no such
 * field, and what an update's document has as the thing has it is no change.
 * Since 1.2. */
#define NSCALE_FIELD_CREATE_ONLY 64u
#define NSCALE_FIELD_UPDATE_ONLY 128u
/* Of a string with a flag: `@FILE` is what is in it, 1 MiB at the most, and
 * `@@TEXT` the text `@TEXT`.  Since 1.2. */
#define NSCALE_FIELD_FILE 256u
/* Of a string: documents have it as base64, its flag and its prompt as it is.
 * Since 1.2. */
#define NSCALE_FIELD_BASE64 512u
#endif

/* What nscale_json_type answers */
#define NSCALE_JSON_NULL 0
#define NSCALE_JSON_BOOLEAN 1
#define NSCALE_JSON_NUMBER 2
#define NSCALE_JSON_STRING 3
#define NSCALE_JSON_ARRAY 4
#define NSCALE_JSON_OBJECT 5

/* Exit statuses that nscale_fail takes; any other becomes FAILED. */
#define NSCALE_EXIT_FAILED 1
#define NSCALE_EXIT_USAGE 2
#define NSCALE_EXIT_NOT_FOUND 3
#define NSCALE_EXIT_CONFLICT 5
#if NSCALE_TARGET_MINOR >= 1
#define NSCALE_EXIT_AUTH 4 /* the service token will not do.  Since 1.1. */
#endif

/* ---- What a plugin describes. ---------------------------------------
 *
 * All of it is the plugin's: constants that stay as they are while the plugin
 * is loaded, which is until the command ends.  The host reads them once, when
 * the plugin is opened, into structures of its own, and refuses a plugin that
 * breaks a rule in one sentence (exit status 10); `nscale plugins check` tells
 * all that is wrong.  Members without a minor of their own are there since
 * the structure is; struct_size is the sizeof of the structure, and reserved
 * members are zero. */

#if NSCALE_TARGET_MINOR >= 2
/* How lists come that are not one array.  The host reads all of such a list,
 * page by page, and goes on as if it were one: for tables, --json and filters,
 * for names and choices.  A next page on another server is refused, for the
 * service token goes with each request, and so is one that came before, and
 * the one behind the 10 000th (1).  Since 1.2. */
struct nscale_pages {
  uint32_t struct_size;
  uint32_t attributes; /* NSCALE_PAGES_... */
  /* Both are paths of bare members. */
  const char *items; /* of the array, `.items`; NULL: it is the reply */
  /* Of the text, or number, that says which page is next; there is none where
   * that is absent, null or "".  NULL: no reply says it so. */
  const char *next;
  const char *query; /* the query parameter that is then given that text */
};
#endif

/* Values that a flag takes or a field is asked for: either fixed words, or
 * the elements of a list that the host reads.  Since 1.0. */
struct nscale_choices {
  uint32_t struct_size;
  uint32_t reserved;
  /* Fixed words, or NULL.  The host refuses every other value of a flag. */
  const char *const *words;
  /* Makes (without planning it) the GET request whose reply is an array;
   * NULL where `words` serve.  Returns NULL after nscale_fail. */
  struct nscale_request *(*list)(struct nscale_call *call);
  const char *value_path; /* in an element: the value */
  const char *label_path; /* in an element: what people call it; NULL:
                           * value_path */
#if NSCALE_TARGET_MINOR >= 2
  const struct nscale_pages *pages; /* of that list, or NULL.  Since 1.2. */
#endif
};

/* A flag of a verb, besides those that effect, reply, scopes and attributes
 * bring.  Names: lower case letters, digits and '-'.  Taken already, whether
 * or not a verb brings them: help version debug timeout max-wait ca-cert org
 * project region id file stdin replace dry-run yes json query token-file
 * output, and the letters h f q y.  Since 1.0.  Also taken since 1.1: all
 * columns ignore-not-found no-headers output-dir sort-by wait wait-timeout.
 * Also taken since 1.2: allow-duplicate color deliver deliver-check
 * deliver-retries deliver-timeout fail-fast follow if-not-exists profile
 * self. */
struct nscale_flag {
  uint32_t struct_size;
  uint32_t attributes; /* NSCALE_FLAG_... */
  const char *name;    /* without the dashes */
  const char *letter;  /* one letter for the short form, or NULL */
  const char *value;   /* what help calls its value: "DURATION"; a FILE or a
                        * DIR is completed as one */
  const char *summary; /* one line for help, with a full stop */
  const char *replacement;              /* of a deprecated flag, or NULL */
  const struct nscale_choices *choices; /* or NULL: any text */
#if NSCALE_TARGET_MINOR >= 1
  /* A flag that is given makes a condition of this.  In a verb that replies
   * with a list, the host leaves out the elements that do not meet it.  In
   * one with NSCALE_VERB_ID, nscale_find and nscale_resolve look at the thing
   * that they find; where it does not meet the condition the host says that
   * there is nothing to do, they return NULL, and the call ends well without
   * a request.  The path is one of bare members, `.a.b`.  Since 1.1. */
  uint32_t filter; /* NSCALE_FILTER_... */
  uint32_t reserved;
  const char *filter_path; /* what the filter looks at, in an element */
#endif
#if NSCALE_TARGET_MINOR >= 2
  /* Since 1.2.  The query parameter that nscale_request_flags makes of its
   * values, or NULL.  Of a switch it is "true"; where the flag has choices
   * from a list, each value is an id or an exact name. */
  const char *query;
#endif
};

/* A column of a table, a line of details.  Since 1.0. */
struct nscale_column {
  uint32_t struct_size;
  uint32_t kind;       /* NSCALE_COLUMN_... */
  uint32_t attributes; /* NSCALE_COLUMN_NOT_... */
  /* When a terminal is too narrow, columns with a higher number are left out
   * first, of equals the rightmost, and 0 last.  Then texts lose their middle;
   * times, counts, words of state, what stands at the noun's id_path and UUIDs
   * are shown whole or not at all.  A host before 1.2 shortens columns first,
   * in the same order. */
  uint32_t priority;
  const char *title; /* "NAME" in a list's head; "Name" made from it */
  const char *path;  /* from the element; an array shows its elements */
#if NSCALE_TARGET_MINOR >= 1
  /* Since 1.1.  Where the values are ids: the list that knows what people
   * call them, or NULL.  The details that people read then show `NAME (ID)`.
   * The host reads the list for that alone where nothing else waits for it,
   * never under --json or -q, and shows ids where it cannot. */
  const struct nscale_choices *choices;
#endif
};

/* A field of the documents that a noun's create and update take.  The host
 * checks documents against the list of fields before plan is called: a field
 * that is not listed is refused, with a suggestion; in an update that uses
 * nscale_merge only where the server has another value there.  Since 1.0.
 *
 * What a text may be (pattern, and the words of choices) holds for flags,
 * documents and answers at a prompt alike, and for numbers, as they are
 * written; of plugins from before 1.2 only patterns hold in documents, and
 * only for texts.  Where the choices are a list, a text may be the exact name
 * of an element in the place of its id, since 1.2 in documents too; the plugin
 * is handed the id, for which a pattern holds.  At a prompt a boolean is yes
 * or no, words and lists are there to choose from, an array of texts or
 * numbers is a line with commas, one of keys and values and a map are a line
 * of KEY=VALUE, one of objects whose members have prompts is asked for element
 * by element, and whatever is left is a line of JSON. */
struct nscale_field {
  uint32_t struct_size;
  uint32_t type;       /* NSCALE_TYPE_... */
  uint32_t attributes; /* NSCALE_FIELD_... */
  uint32_t items;      /* the type of an array's elements; since 1.2 also of
                        * an object's values, where no field is below it */
  const char *path;    /* `.spec.groupIDs`; `.metadata.tags[].name` */
  const char *pattern; /* POSIX extended regular expression, or NULL */
  const char *rule;    /* the pattern in words: "at most 63 letters" */
  const char *absent;  /* JSON text that stands for a missing one, or NULL */
  const char *prompt;  /* asked for on a terminal under this name, or NULL */
  const struct nscale_choices *choices; /* what to choose from, or NULL */
#if NSCALE_TARGET_MINOR >= 1
  /* Since 1.1.  The name of a flag for this field, without the dashes, or
   * NULL.  The verbs of the noun that take a document and create or update
   * then take it too; it wins over the document, is checked as the document
   * is, and makes a document unnecessary.  By the field's type:
   *
   *   string, number, boolean   --flag VALUE sets the field; a boolean is
   *                             true or false.  A string with choices that
   *                             the host lists takes an id or an exact name,
   *                             since 1.2.
   *   array of strings          --flag VALUE, repeatable, is the whole array;
   *                             update also gets --add-flag and
   *                             --remove-flag.  With choices that the host
   *                             lists, VALUE is an id or an exact name.
   *   array of objects with     --flag KEY=VALUE, repeatable, is one element;
   *   key and key_value         one of that key that was there is replaced,
   *                             the others stay; update also gets
   *                             --remove-flag KEY
   *   object, since 1.2         --flag KEY=VALUE likewise sets one member,
   *                             whose type `items` says
   *   array of objects,         --flag MEMBER=VALUE,... is one element, and
   *   since 1.2                 as an array of strings is: --remove-flag is
   *                             the one that has these members.  With a key,
   *                             as KEY=VALUE is: what is not named stays.
   *
   * The members of an element, `.rules[].port`, are fields, which say what
   * each may be.  `pool.size=3` is a member of a member, an array is given
   * several times, `\,` is a comma.  What is no text may be JSON,
   * `pool={...}`, and so may the whole element.
   *
   * An update sees what is relative to the present state (all but the first
   * of these and --flag of the second) in the outcome of nscale_merge.  Where
   * a verb creates, the argument stands for the flag of the field that is at
   * the noun's name_path: `create NAME`. */
  const char *flag;
  const char *flag_value;   /* what help calls its value, or NULL */
  const char *flag_summary; /* one line for help, with a full stop */
  const char *key;          /* array of objects: the member that is KEY */
  const char *key_value;    /* ... and the one that is VALUE; both strings */
#endif
#if NSCALE_TARGET_MINOR >= 2
  /* Since 1.2.  Of an INTEGER, or an array of them: the least and the most,
   * where they are not both 0. */
  int64_t minimum;
  int64_t maximum; /* 0 beside a minimum: there is none */
#endif
};

#if NSCALE_TARGET_MINOR >= 2
/* What is awaited once a request was answered (nscale_request_wait): a read of
 * the thing is repeated until it shows that.  Since 1.2. */
struct nscale_wait {
  uint32_t struct_size;
  uint32_t attributes; /* NSCALE_WAIT_... */
  uint32_t seconds;    /* at the most; with NSCALE_VERB_WAIT the user says */
  uint32_t reserved;
  /* Of the text that tells: `.status.powerState`.  NULL: it is over when the
   * read answers 404, or a list has no element that the read picks. */
  const char *path;
  /* Over, and well, once the text is one of these words.  With a path either
   * this or the next, and without one neither. */
  const char *const *until;
  const char *const *left; /* over once the text is none of these */
  /* Over at once, and the call ends with 1, where the text at failure_path is
   * one of these; or NULL.  What a change meets in its first seconds may be
   * from before it, and does not end an update. */
  const char *const *failures;
  const char *failure_path; /* NULL: path */
  const char *detail_path;  /* what the server says of a failure, or NULL */
};
#endif

/* A verb.  Since 1.0. */
struct nscale_verb {
  uint32_t struct_size;
  uint32_t effect;     /* NSCALE_EFFECT_...; always stated since 1.2 */
  uint32_t reply;      /* NSCALE_REPLY_... */
  uint32_t scopes;     /* NSCALE_SCOPE_... */
  uint32_t attributes; /* NSCALE_VERB_... */
  uint32_t reserved;
  const char *name;        /* lower case letters, digits and '-' */
  const char *aliases;     /* further names, separated by spaces, or NULL */
  const char *summary;     /* one line, with a full stop */
  const char *description; /* paragraphs, or NULL */
  const char *examples;    /* command lines, one a line, or NULL */
  const char *replacement; /* of a deprecated verb, or NULL */
  /* What follows if the user says yes: one sentence that the host puts
   * before its question, or NULL.  `{name}`, `{id}` and `{organization}`
   * stand for those of the thing. */
  const char *consequence;
  /* Said on stderr when it is done, or NULL; same placeholders. */
  const char *done;
  const struct nscale_flag *const *flags;     /* its own, or NULL */
  const struct nscale_column *const *columns; /* NULL: the noun's */
  /* Path of a secret in the reply, which is an object, or NULL; since 1.2 also
   * `.` for a reply of bytes, which is one as a whole.  The host never logs
   * it, and wipes it.  Brings --token-file, with which it is in that file and
   * not on standard output; bytes have --output, whose file is its owner's
   * alone then.  A column shows it to people; several lines, as of a key, are
   * shown as they are.  In the reply to what changes something it can be had
   * this once: the host never loses it, and saves the reply where a result
   * leaves it out. */
  const char *secret;
  /* Plans the requests of one call.  It must not depend on anything but the
   * call: the host may call it again, after a question was answered, to see
   * whether the world has changed meanwhile.  Returns 0, or -1 after a
   * function of the host failed. */
  int32_t (*plan)(struct nscale_call *call);
  /* Called with the reply of the last request before it is shown, where it
   * is an object or nothing (reply is NULL then); or NULL, in which case no
   * payload ever reaches the plugin.  It may remark (nscale_note), read
   * (nscale_fetch) or refuse (-1 after nscale_fail); the payload is then still
   * delivered.  It plans nothing (10): what a verb sends is planned before the
   * question. */
  int32_t (*finish)(struct nscale_call *call, const struct nscale_json *reply);
#if NSCALE_TARGET_MINOR >= 1
  /* Since 1.1.  The environment variable that takes the secret, or NULL: the
   * host says so to whoever was shown one.  With _FILE at its end it takes
   * the path of a file that holds it. */
  const char *secret_variable;
#endif
#if NSCALE_TARGET_MINOR >= 2
  /* Since 1.2.  What the names of the variables begin with that tell a command
   * of the user's whose the secret is, such as NSCALE_ACCOUNT, which makes
   * NSCALE_ACCOUNT_ID, _NAME, _ORGANIZATION_ID and _EXPIRY; or NULL.  Brings
   * --deliver and the flags about it. */
  const char *secret_owner;
  /* Since 1.2.  What nscale_request_wait awaits, one after the other, as a
   * reboot leaves a state before it comes back to it; or NULL.  A verb that
   * replies with an object without a secret shows what the last look showed,
   * in the place of the reply. */
  const struct nscale_wait *const *waits;
  /* Since 1.2.  Those of `scopes` that nobody needs to name, or is asked for.
   */
  uint32_t optional_scopes;
  uint32_t reserved_too; /* zero */
  /* Since 1.2.  Of a verb that reads and replies with bytes: the path of the
   * text that they are, in a reply that is JSON, such as `.contents`; or NULL,
   * and they are the whole reply.  A terminal shows it without what could
   * drive it; all else gets it as it is, in UTF-8.  A secret is `.` with it
   * too. */
  const char *text;
  /* Since 1.2.  With NSCALE_VERB_FOLLOW: the query parameter that says how
   * many bytes of the text the reply leaves out, or NULL.  The host adds it to
   * each request but the first; without one it compares. */
  const char *offset;
#endif
};

/* A noun: a resource with its verbs.  One with verbs has singular, plural and
 * service; verbs that reply with a list or an object need columns, the noun's
 * or their own; a verb with NSCALE_VERB_DOCUMENT needs fields.  Since 1.0. */
struct nscale_noun {
  uint32_t struct_size;
  uint32_t reserved;
  const char *name;        /* NULL in a plugin's root, or the plugin's name */
  const char *aliases;     /* of a nested noun; the root has the plugin's */
  const char *summary;     /* one line, with a full stop */
  const char *description; /* paragraphs, or NULL */
  const char *singular;    /* "service account" */
  const char *plural;      /* "service accounts" */
  /* Which service answers: "identity", "region", "compute", ...  Its base
   * URL is https://SERVICE.nks.europe-west4.nscale.com, or what
   * NSCALE_<SERVICE>_SERVICE_API_ENDPOINT says. */
  const char *service;
  const char *id_path;                        /* NULL: `.metadata.id` */
  const char *name_path;                      /* NULL: `.metadata.name` */
  const struct nscale_verb *const *verbs;     /* in the order of help */
  const struct nscale_column *const *columns; /* from left to right */
  const struct nscale_field *const *fields;   /* of documents; or NULL */
  const struct nscale_noun *const *nouns;     /* nested, one level deep */
#if NSCALE_TARGET_MINOR >= 1
  /* Has a value in a thing that is being deleted, which --all leaves out; or
   * NULL.  Since 1.1. */
  const char *deletion_path;
#endif
#if NSCALE_TARGET_MINOR >= 2
  /* Since 1.2.  How lists of its things come: what a verb with
   * NSCALE_REPLY_LIST plans, and what nscale_find, nscale_resolve,
   * nscale_merge and nscale_request_pick are given, where a reply without such
   * a list is the thing; or NULL. */
  const struct nscale_pages *pages;
#endif
};

/* What a plugin exports, under the name nscale_plugin_v1, by the macro
 * NSCALE_PLUGIN.  The prefix (struct_size to min_minor) is frozen. */
struct nscale_plugin {
  uint32_t struct_size;
  uint16_t abi_major;  /* NSCALE_ABI_MAJOR */
  uint16_t min_minor;  /* NSCALE_TARGET_MINOR: what it needs of the host */
  const char *name;    /* the file's name without ".so" */
  const char *aliases; /* separated by spaces, or "" */
  const char *version; /* the plugin's own */
  const char *summary; /* a few words, one line */
  const struct nscale_noun *noun; /* the root: what `nscale NAME` leads to */
};

/* ---- What the host offers. ---------------------------------------- */

/* The functions of the host.  Use the wrappers below, which carry the
 * documentation.  Since 1.0 unless a member says otherwise. */
struct nscale_host {
  uint32_t struct_size;
  uint16_t abi_major;
  uint16_t abi_minor;
  /* the call */
  const char *(*flag)(struct nscale_call *, const char *, uint32_t);
  const char *(*scope)(struct nscale_call *, uint32_t);
  const char *(*id)(struct nscale_call *);
  struct nscale_json *(*document)(struct nscale_call *);
  int32_t (*fail)(struct nscale_call *, int32_t, const char *, const char *);
  void (*note)(struct nscale_call *, const char *);
  /* requests */
  struct nscale_request *(*request_new)(struct nscale_call *, const char *);
  int32_t (*request_segment)(struct nscale_request *, const char *);
  int32_t (*request_query)(struct nscale_request *, const char *,
                           const char *);
  int32_t (*request_header)(struct nscale_request *, const char *,
                            const char *);
  int32_t (*request_json)(struct nscale_request *, const struct nscale_json *);
  int32_t (*request_bytes)(struct nscale_request *, const void *, size_t,
                           const char *);
  int32_t (*request_service)(struct nscale_request *, const char *);
  int32_t (*request_pick)(struct nscale_request *, const char *);
  int32_t (*request_await)(struct nscale_request *, struct nscale_request *,
                           const char *, const char *, uint32_t);
  int32_t (*plan)(struct nscale_call *, struct nscale_request *);
  struct nscale_json *(*fetch)(struct nscale_call *, struct nscale_request *);
  struct nscale_json *(*find)(struct nscale_call *, struct nscale_request *);
  const char *(*resolve)(struct nscale_call *, struct nscale_request *);
  struct nscale_json *(*merge)(struct nscale_call *, struct nscale_request *);
  /* JSON */
  struct nscale_json *(*json_parse)(struct nscale_call *, const char *,
                                    size_t);
  const char *(*json_text)(struct nscale_call *, const struct nscale_json *);
  int32_t (*json_type)(const struct nscale_json *);
  struct nscale_json *(*json_get)(const struct nscale_json *, const char *);
  struct nscale_json *(*json_at)(const struct nscale_json *, size_t);
  const char *(*json_key)(const struct nscale_json *, size_t);
  size_t (*json_length)(const struct nscale_json *);
  const char *(*json_string)(const struct nscale_json *);
  int64_t (*json_integer)(const struct nscale_json *, int64_t);
  double (*json_number)(const struct nscale_json *, double);
  int32_t (*json_boolean)(const struct nscale_json *, int32_t);
  int32_t (*json_set)(struct nscale_call *, struct nscale_json *, const char *,
                      const struct nscale_json *);
  int32_t (*json_set_string)(struct nscale_call *, struct nscale_json *,
                             const char *, const char *);
  int32_t (*json_append)(struct nscale_call *, struct nscale_json *,
                         const struct nscale_json *);
#if NSCALE_TARGET_MINOR >= 1
  /* Since 1.1. */
  int32_t (*meets)(struct nscale_call *, const struct nscale_json *);
  struct nscale_json *(*claims)(struct nscale_call *);
  int32_t (*answer)(struct nscale_call *, const struct nscale_json *);
#endif
#if NSCALE_TARGET_MINOR >= 2
  /* Since 1.2. */
  struct nscale_json *(*caller)(struct nscale_call *);
  int32_t (*request_wait)(struct nscale_call *, struct nscale_request *,
                          struct nscale_request *);
  int32_t (*request_scopes)(struct nscale_call *, struct nscale_request *);
  int32_t (*request_flags)(struct nscale_call *, struct nscale_request *);
  int32_t (*request_aside)(struct nscale_call *, struct nscale_request *);
  const char *(*reply_text)(struct nscale_call *, struct nscale_request *,
                            const char *);
  const char *(*flag_id)(struct nscale_call *, const char *, uint32_t);
  int32_t (*look)(struct nscale_call *, struct nscale_request *,
                  struct nscale_json **);
#endif
};

/* One run of one verb.  The host's own part follows what is public.  A test
 * of a plugin may make one, with a host table of its own. */
struct nscale_call {
  uint32_t struct_size;
  uint32_t reserved;
  const struct nscale_host *host; /* borrowed for the call */
};

/* ---- Functions of the host: what the user said. --------------------
 *
 * All since 1.0 unless they say otherwise.  What they return is borrowed, see
 * RULES OF THE ABI; texts and JSON that they are given are copied. */

/* The value of a flag, as it was given; NULL where it was not, or the verb
 * has no such flag.  A switch that was given is "". */
static inline const char *nscale_flag_value(struct nscale_call *call,
                                            const char *name)
{
  return call->host->flag(call, name, 0);
}

/* The value number `index`, from 0, of a repeatable flag, in the order in
 * which they were given; NULL past the last. */
static inline const char *nscale_flag_at(struct nscale_call *call,
                                         const char *name, uint32_t index)
{
  return call->host->flag(call, name, index);
}

#if NSCALE_TARGET_MINOR >= 2
/* The id that value number `index` of a flag stands for, whose choices are a
 * list: itself, in lower case, where it is a UUID, itself where the list has
 * it, else that of the one element of this name.  NULL where the flag was not
 * given so often; and, with the call failed, where there is none (3), two are
 * called so (2), or the flag has no such choices (10).  Since 1.2. */
static inline const char *nscale_flag_id(struct nscale_call *call,
                                         const char *name, uint32_t index)
{
  return call->host->flag_id(call, name, index);
}
#endif

/* The id of the organization, project or region of the call: one of
 * NSCALE_SCOPE_....  Where the user gave a name it is looked up, by a request
 * at the first call; an organization that the user did not give is the only
 * one which the service token sees.  NULL, with the call failed, where the
 * verb did not declare the scope (10), the user gave none (2), or there is
 * none of that name (3).  Since 1.2 also NULL, with nothing wrong, where the
 * scope is one of optional_scopes and the user gave none. */
static inline const char *nscale_scope(struct nscale_call *call,
                                       uint32_t scope)
{
  return call->host->scope(call, scope);
}

/* What the user gave as --id or as the argument: an id or a name, see
 * nscale_resolve.  Never NULL for a verb with NSCALE_VERB_ID, but with --all
 * (since 1.1) and --self (since 1.2), where it is the id of the thing that
 * nscale_find or nscale_resolve has found; NULL for other verbs. */
static inline const char *nscale_id(struct nscale_call *call)
{
  return call->host->id(call);
}

/* The user's document, read and checked against the noun's fields, with what
 * is the server's dropped and, since 1.2, ids in the place of names; NULL
 * where the verb takes none, or, with the call failed, a name means nothing
 * (3) or several things (2).  It may be changed (nscale_json_set), for this
 * call. */
static inline struct nscale_json *nscale_document(struct nscale_call *call)
{
  return call->host->document(call);
}

/* Ends the call with one sentence (without a full stop) and a hint, what the
 * user can do, or NULL.  `exit_status` is NSCALE_EXIT_...  After an earlier
 * failure it changes nothing.  Always returns -1, for the plugin's function to
 * return. */
static inline int32_t nscale_fail(struct nscale_call *call,
                                  int32_t exit_status, const char *sentence,
                                  const char *hint)
{
  /* In parentheses because check.h defines a macro fail(). */
  return (call->host->fail)(call, exit_status, sentence, hint);
}

/* Has the host say one line on stderr, `nscale: SENTENCE`: what is worth
 * knowing and is not an error.  NULL says nothing. */
static inline void nscale_note(struct nscale_call *call, const char *sentence)
{
  call->host->note(call, sentence);
}

/* ---- Requests. ------------------------------------------------------
 *
 * They are the host's, and freed with the call, planned or not. */

/* A new request to the noun's service: "GET", "POST", "PUT", "PATCH" or
 * "DELETE" on the path of these segments, a list that ends with NULL.  Each
 * segment is percent-encoded by the host, so that no id can leave its place;
 * an empty one, and one of a dot or two, is refused (10; where it is what the
 * user gave as the id, 2).
 * A NULL in the place of an id that could not be had ends the list early:
 * the request then stays NULL because the call has failed. */
static inline struct nscale_request *
nscale_request(struct nscale_call *call, const char *method,
               const char *const *segments)
{
  struct nscale_request *request = call->host->request_new(call, method);

  for (; request && *segments; segments++)
    if (call->host->request_segment(request, *segments) < 0)
      return NULL;
  return request;
}

/* Adds `?name=value`, or `&name=value` after the first, both
 * percent-encoded.  Returns 0; -1 where one of them is NULL. */
static inline int32_t nscale_request_query(struct nscale_call *call,
                                           struct nscale_request *request,
                                           const char *name, const char *value)
{
  return call->host->request_query(request, name, value);
}

#if NSCALE_TARGET_MINOR >= 2
/* Adds each scope of the verb that the user named, and each that there must
 * be, as a query parameter: organizationID, projectID, regionID.  For lists,
 * also those of choices and those that ids are looked up in.  Returns 0; -1
 * with the call failed as by nscale_scope.  Since 1.2. */
static inline int32_t nscale_request_scopes(struct nscale_call *call,
                                            struct nscale_request *request)
{
  return call->host->request_scopes(call, request);
}

/* Adds what the user gave for the verb's flags that have a `query`, names as
 * ids.  Returns 0; -1, with the call failed, where there is no such thing (3)
 * or two are called so (2), and in a list of choices (10).  Since 1.2. */
static inline int32_t nscale_request_flags(struct nscale_call *call,
                                           struct nscale_request *request)
{
  return call->host->request_flags(call, request);
}
#endif

/* Adds a header, one of Accept, Accept-Language, Idempotency-Key, If-Match,
 * If-Modified-Since, If-None-Match, If-Unmodified-Since and Prefer; the value
 * is a line of ASCII that is not blank.  Any other is refused: -1, with the
 * call failed (10).  Where there is no Accept, the host asks for JSON. */
static inline int32_t nscale_request_header(struct nscale_call *call,
                                            struct nscale_request *request,
                                            const char *name,
                                            const char *value)
{
  return call->host->request_header(request, name, value);
}

/* Sets the body: JSON, or bytes of a media type, "text/plain".  Both are
 * copied, and the last one counts.  Return 0; -1 where there is no JSON. */
static inline int32_t nscale_request_json(struct nscale_call *call,
                                          struct nscale_request *request,
                                          const struct nscale_json *json)
{
  return call->host->request_json(request, json);
}
static inline int32_t nscale_request_bytes(struct nscale_call *call,
                                           struct nscale_request *request,
                                           const void *bytes, size_t length,
                                           const char *media_type)
{
  return call->host->request_bytes(request, bytes, length, media_type);
}

/* Sends it to another service than the noun's: a name as in
 * nscale_noun.service.  Returns 0 or -1. */
static inline int32_t nscale_request_service(struct nscale_call *call,
                                             struct nscale_request *request,
                                             const char *service)
{
  return call->host->request_service(request, service);
}

/* For a GET that answers with a list, in a verb whose reply is an object:
 * the element with this id, or else with this name, is the reply.  None ends
 * the call with 3, two of one name with 2; any other method than GET is
 * refused (10). */
static inline int32_t nscale_request_pick(struct nscale_call *call,
                                          struct nscale_request *request,
                                          const char *id)
{
  return call->host->request_pick(request, id);
}

/* For an operation that goes on after its reply: once `request` was answered
 * the host repeats the GET `read` until the text at `path` of its reply is
 * `value`, or, where path is NULL, until it answers 404 or, since 1.1, until
 * a list has no element of the id that nscale_request_pick gave to `read`;
 * since 1.2 `path` is looked for in the element that it picks.  `seconds` at
 * the most, and with 8 when they pass.  Both requests are the
 * same call's. */
static inline int32_t nscale_request_await(struct nscale_call *call,
                                           struct nscale_request *request,
                                           struct nscale_request *read,
                                           const char *path, const char *value,
                                           uint32_t seconds)
{
  return call->host->request_await(request, read, path, value, seconds);
}

#if NSCALE_TARGET_MINOR >= 2
/* For an operation that goes on after its reply: once `request` was answered
 * the host repeats the GET `read` until it shows what the verb's waits say.
 * Where their time passes the call ends with 8, and where they fail with 1.
 * With NSCALE_VERB_WAIT that is only with --wait.  Returns 0, or -1, with the
 * call failed (10) where the verb has no waits or `read` is no GET.  Since
 * 1.2. */
static inline int32_t nscale_request_wait(struct nscale_call *call,
                                          struct nscale_request *request,
                                          struct nscale_request *read)
{
  return call->host->request_wait(call, request, read);
}
#endif

/* Adds the request to the plan, in plan alone; in a verb that reads, a GET.
 * From the end of plan on it stays as it is.  The host carries
 * requests out in order, delivers each result before the next is sent, and
 * stops at the first failure; 64 at the most.  Returns 0; -1 where the request
 * is NULL or anything failed before, and, with the call failed (10), where it
 * is refused.
 */
static inline int32_t nscale_plan(struct nscale_call *call,
                                  struct nscale_request *request)
{
  return call->host->plan(call, request);
}

#if NSCALE_TARGET_MINOR >= 2
/* The text that will stand at `path` of the reply to a request that is planned
 * already, an id most often: for later requests, and for what this one awaits.
 * What it returns stands for it, `REPLY-1.metadata.id` in the dry run and the
 * question, and may be a whole path segment, a value of the query, a text of
 * the JSON, or what nscale_request_pick is given.  Where the reply has no text
 * there the call ends with 1, and nothing more is sent.  NULL, with the call
 * failed (10), where the request is not planned, or the verb replies with a
 * list or bytes.  Since 1.2. */
static inline const char *nscale_reply_text(struct nscale_call *call,
                                            struct nscale_request *request,
                                            const char *path)
{
  return call->host->reply_text(call, request, path);
}

/* Says that the reply to this request is not the verb's result.  Of the
 * requests of a verb that replies with an object one alone has the result,
 * which is the one document on standard output (10).  A reply that has the
 * verb's secret is shown whatever this says.  Returns 0 or -1.  Since 1.2. */
static inline int32_t nscale_request_aside(struct nscale_call *call,
                                           struct nscale_request *request)
{
  return call->host->request_aside(call, request);
}
#endif

/* ---- Reading while planning. ---------------------------------------- */

/* Sends a GET now, while planning, and returns its JSON.  NULL, with the call
 * failed as the reply or the network says, where there is none; such a GET is
 * sent in a dry run as well.  No other method than GET is sent here, nor by
 * the functions below (10). */
static inline struct nscale_json *nscale_fetch(struct nscale_call *call,
                                               struct nscale_request *request)
{
  return call->host->fetch(call, request);
}

#if NSCALE_TARGET_MINOR >= 2
/* Likewise, for a plan that goes on without it: 1, with `*json` its JSON; 0,
 * with NULL, where the service says that nothing is there (404), which may be
 * what it is in as well; -1, with NULL and the call failed, where anything
 * else is in the way.  Since 1.2. */
static inline int32_t nscale_look(struct nscale_call *call,
                                  struct nscale_request *request,
                                  struct nscale_json **json)
{
  return call->host->look(call, request, json);
}
#endif

/* Sends a GET now and returns the thing that the call's id or name means:
 * the reply itself where it is an object, else the one element of the list;
 * ends the call as nscale_request_pick does where there is none.  What was
 * found is remembered: a second look for it in the same call sends nothing. */
static inline struct nscale_json *nscale_find(struct nscale_call *call,
                                              struct nscale_request *read)
{
  return call->host->find(call, read);
}

/* The id that the call's --id means: what was given, in lower case, where it
 * is a UUID and nobody will be asked (no request then), else looked up as by
 * nscale_find. */
static inline const char *nscale_resolve(struct nscale_call *call,
                                         struct nscale_request *read)
{
  return call->host->resolve(call, read);
}

/* The document to send for an update: the user's document laid over the
 * thing as it is now, which is looked up as by nscale_find (RFC 7396), without
 * what is the server's; under --replace the user's alone.  The host shows the
 * difference in its question, and sends nothing where there is none. */
static inline struct nscale_json *nscale_merge(struct nscale_call *call,
                                               struct nscale_request *read)
{
  return call->host->merge(call, read);
}

/* ---- JSON. ----------------------------------------------------------- */

#include <nscale/plugin/json.h>

#if NSCALE_TARGET_MINOR >= 1
/* Whether a thing meets the conditions that flags of the call make
 * (nscale_flag.filter), for verbs in which the host does not look itself: 1 or
 * 0, -1 where that cannot be told.  Without such a flag it does.  Since
 * 1.1. */
static inline int32_t nscale_meets(struct nscale_call *call,
                                   const struct nscale_json *thing)
{
  return call->host->meets(call, thing);
}

/* What the service token claims (the payload of a JWT), as it stands: whether
 * it is true only the service can tell.  The token itself is handed to no
 * plugin, and nothing is sent.  Fails where there is no token (4), or one that
 * cannot be read.  Since 1.1. */
static inline struct nscale_json *nscale_claims(struct nscale_call *call)
{
  return call->host->claims(call);
}

/* Makes a copy of this object the reply of a verb that reads one, in the
 * place of a plan: nothing is sent.  Returns 0 or -1.  Since 1.1. */
static inline int32_t nscale_answer(struct nscale_call *call,
                                    const struct nscale_json *json)
{
  return call->host->answer(call, json);
}
#endif

#if NSCALE_TARGET_MINOR >= 2
/* Who the service token is, as the service says: "subject", the id of a
 * service account or the address of a person; "kind", "service", "user" or
 * "system"; "organizations", the ids of those that it sees.  What was not said
 * is not there; where a gateway keeps the question back, and the token cannot
 * be read, that is all of it.  Sends a GET at the first call.  NULL, with the
 * call failed, where the service does not take the token (4) or cannot be
 * asked.  Since 1.2. */
static inline struct nscale_json *nscale_caller(struct nscale_call *call)
{
  return call->host->caller(call);
}
#endif

/* ---- Registration. ------------------------------------------------ */

#define NSCALE_TEXT_OF_(x) #x
#define NSCALE_TEXT_(x) NSCALE_TEXT_OF_(x)

#define NSCALE_MANIFEST_(plugin_name, plugin_aliases, plugin_version,         \
                         plugin_summary)                                      \
  "name=" plugin_name "\naliases=" plugin_aliases "\nversion=" plugin_version \
  "\nsummary=" plugin_summary                                                 \
  "\nabi=" NSCALE_TEXT_(NSCALE_ABI_MAJOR) "." NSCALE_TEXT_(                   \
      NSCALE_TARGET_MINOR) "\n" NSCALE_PLUGIN_HINTS

/* What people type who know other programs, and what to type instead: at most
 * 24 of NSCALE_HINT, one behind the other, defined before this header is
 * included:
 *
 *     #define NSCALE_PLUGIN_HINTS                                       \
 *       NSCALE_HINT("revoke --ttl", "nscale keys rotate makes a new one")
 *
 * The words, separated by spaces, are none of the plugin's own: where one
 * stands in the place of a command or of one of the plugin's verbs, or as a
 * flag (with its dashes) of one of these, the text is the hint of the error.
 * String literals; a text is one line without a full stop, and a command in it
 * can be pasted.  They stand in the manifest alone.  Since 1.2; older hosts
 * ignore them. */
#ifndef NSCALE_PLUGIN_HINTS
#define NSCALE_PLUGIN_HINTS ""
#endif
#define NSCALE_HINT(words, text) "hint=" words ": " text "\n"

#if defined __GNUC__
#define NSCALE_EXPORT_ __attribute__((visibility("default")))
#define NSCALE_NOTE_SECTION_                                                  \
  __attribute__((section(".note.nscale.plugin"), aligned(4), used))
#else
#error "nscale plugins need a compiler that knows GNU attributes"
#endif

#define NSCALE_NOTE_OWNER "nscale" /* the note's name */
#define NSCALE_NOTE_TYPE 1u        /* the note's type: a manifest */

/* Registers the plugin: exports the descriptor and writes the same facts
 * into an ELF note, which the host reads without running the plugin's code.
 * The four texts are string literals of one line each; `aliases` are further
 * names separated by spaces, or "".  Stands once, at file scope, followed by
 * a semicolon. */
#define NSCALE_PLUGIN(plugin_name, plugin_aliases, plugin_version,            \
                      plugin_summary, plugin_noun)                            \
  static const struct {                                                       \
    uint32_t owner_size;                                                      \
    uint32_t text_size;                                                       \
    uint32_t type;                                                            \
    char owner[8];                                                            \
    char text[(sizeof NSCALE_MANIFEST_(plugin_name, plugin_aliases,           \
                                       plugin_version, plugin_summary) +      \
               3u) &                                                          \
              ~(size_t)3u];                                                   \
  } nscale_manifest_note NSCALE_NOTE_SECTION_ = {                             \
    sizeof NSCALE_NOTE_OWNER,                                                 \
    sizeof NSCALE_MANIFEST_(plugin_name, plugin_aliases, plugin_version,      \
                            plugin_summary),                                  \
    NSCALE_NOTE_TYPE, NSCALE_NOTE_OWNER,                                      \
    NSCALE_MANIFEST_(plugin_name, plugin_aliases, plugin_version,             \
                     plugin_summary)                                          \
  };                                                                          \
  NSCALE_EXPORT_ extern const struct nscale_plugin nscale_plugin_v1;          \
  const struct nscale_plugin nscale_plugin_v1 = { sizeof(                     \
                                                      struct nscale_plugin),  \
                                                  NSCALE_ABI_MAJOR,           \
                                                  NSCALE_TARGET_MINOR,        \
                                                  plugin_name,                \
                                                  plugin_aliases,             \
                                                  plugin_version,             \
                                                  plugin_summary,             \
                                                  plugin_noun }

/* In C++ the descriptor keeps its C name. */
#ifdef __cplusplus
extern const struct nscale_plugin nscale_plugin_v1;
}
#endif

#endif
