/* drive.c - create and rotate, with one call failing in each run
 *
 *   INJECT_LIBRARY=inject.so nscale-sandbox --accounts 16 -- \
 *     drive [-a] [-c TEXT] [-k KIND] [-x KIND] -w FOLDER NSCALE
 *
 *   -a   every call of malloc, also those before the request is sent; by
 *        default of these, at which no token can be lost, one in many
 *   -c   only cases whose name has this text in it
 *   -k   only calls of this kind, malloc for one
 *   -x   only calls of other kinds
 *   -w   a folder that does not exist yet, for what runs leave behind
 *
 * For each form of output and each fault the n-th call fails, from the first
 * n until none fails any more.  After each run the sandbox is asked: where
 * it gave a token away, that token must be on stdout, in the token file or in
 * the file whose path stands on stderr, and the exit status 0 or 9.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "tests/fault/control.h"
#include "tests/fault/launch.h"

#define WORKERS 8    /* more than processors: some runs wait */
#define COMPLAINTS 5 /* of one case that are printed */

/* Calls are looked at one by one from so many before the request is sent. */
#define MARGIN 60
#define STRIDE 499

struct form {
  const char *verb;
  const char *words[7];
  int bare;       /* stdout is the token alone */
  int token_file; /* has the token, whoever writes it */
  int kept;       /* stdout leaves the token out: it is in a saved file */
  int large;      /* a description of 200 000 bytes */
  int some;       /* of the faults alone that last for one call */
  int few;        /* of mallocs after the request one in seven */
};

/* --deliver with a command that fails: the token is in a saved file. */
#define UNDELIVERED(command, seconds)                                         \
  {                                                                           \
    .verb = "rotate",                                                         \
    .words = { "--deliver",         command, "--deliver-retries", "0",        \
               "--deliver-timeout", seconds },                                \
    .kept = 1, .some = 1                                                      \
  }

static const struct form forms[] = {
  { .verb = "rotate" },
  { .verb = "rotate", .words = { "--json" } },
  { .verb = "rotate", .words = { "-q", ".status.accessToken" }, .bare = 1 },
  { .verb = "rotate",
    .words = { "-q", ".status | \"\\(.accessToken)\"" },
    .bare = 1 }, /* not a simple path: it needs libjq */
  { .verb = "rotate", .words = { "--token-file", "token" }, .token_file = 1 },
  { .verb = "rotate",
    .words = { "-q", ".metadata.name", "--token-file", "token" },
    .token_file = 1 },
  { .verb = "rotate", .words = { "-q", ".metadata.name" }, .kept = 1 },
  { .verb = "create" },
  { .verb = "create", .words = { "--json" } },
  { .verb = "create", .words = { "-q", ".status.accessToken" }, .bare = 1 },
  { .verb = "create", .words = { "--token-file", "token" }, .token_file = 1 },
  { .verb = "create",
    .words = { "-q", ".metadata.name", "--token-file", "token" },
    .token_file = 1 },
  { .verb = "create", .words = { "-q", "[.metadata.name]" }, .kept = 1 },
  { .verb = "create", .words = { "--json" }, .large = 1 },
  { .verb = "rotate",
    .words = { "--deliver", "cat >token", "--deliver-retries", "0" },
    .token_file = 1,
    .few = 1 },
  UNDELIVERED("cat >/dev/null; exit 1", "9"),
  UNDELIVERED("sleep 1000", "0.05"),
  UNDELIVERED("kill -KILL $$", "9"),
  UNDELIVERED("exit 1", "9"),
  UNDELIVERED("exec <&-; exit 1", "9"),
};

struct fault {
  const char *kind;
  const char *with;
  unsigned row; /* how many calls, 0: all that follow */
  const char *name;
  int may_lose;      /* it leaves no place at all that takes the token */
  const char *where; /* "child": in the process that the filters run in */
};

#define ERROR(number) NUMBER(number)
#define NUMBER(number) #number

/* The numbers are those of Linux, which the shim is for as well. */
static const struct fault faults[] = {
  { "write", "28", 1, "ENOSPC once", 0, NULL },
  { "write", "28", 2, "ENOSPC twice", 0, NULL },
  { "write", "28", 3, "ENOSPC three times", 1, NULL },
  { "write", "28", 4, "ENOSPC four times", 1, NULL },
  { "write", "28", 0, "ENOSPC from then on", 1, NULL },
  { "write", "5", 0, "EIO from then on", 1, NULL },
  { "write", "32", 1, "EPIPE once", 0, NULL },
  { "write", "32", 0, "EPIPE from then on", 1, NULL },
  { "write", "4", 1, "EINTR once", 0, NULL },
  { "write", "11", 1, "EAGAIN once", 0, NULL },
  { "write", "short", 1, "short once", 0, NULL },
  { "write", "short", 0, "short from then on", 0, NULL },
  { "write", "32", 1, "EPIPE once in the filter's process", 0, "child" },
  { "write", "32", 0, "EPIPE in the filter's process", 0, "child" },
  { "writev", "5", 1, "EIO once", 0, NULL },
  { "writev", "5", 0, "EIO from then on", 0, NULL },
  { "fsync", "5", 1, "EIO once", 0, NULL },
  { "fsync", "5", 0, "EIO from then on", 0, NULL },
  { "fsync", "22", 0, "EINVAL from then on", 0, NULL },
  { "fdatasync", "5", 1, "EIO once", 0, NULL },
  { "fdatasync", "5", 0, "EIO from then on", 0, NULL },
  { "close", "5", 1, "EIO once", 0, NULL },
  { "close", "5", 0, "EIO from then on", 0, NULL },
  { "close", "4", 1, "EINTR once", 0, NULL },
  { "rename", "5", 1, "EIO once", 0, NULL },
  { "rename", "5", 0, "EIO from then on", 0, NULL },
  { "open", "24", 1, "EMFILE once", 0, NULL },
  { "open", "24", 0, "EMFILE from then on", 1, NULL },
  { "open", "28", 0, "ENOSPC from then on", 1, NULL },
  { "open", "17", 3, "EEXIST three times", 0, NULL },
  { "malloc", "12", 1, "ENOMEM once", 0, NULL },
  { "malloc", "12", 0, "ENOMEM from then on", 0, NULL },
  { "malloc", "12", 1, "ENOMEM once in the filter's process", 0, "child" },
  { "malloc", "12", 0, "ENOMEM in the filter's process", 0, "child" },
  { "malloc", "signal 2", 1, "SIGINT before", 0, NULL },
  { "write", "signal 2", 1, "SIGINT before", 0, NULL },
  { "write", "signal 15", 1, "SIGTERM before", 0, NULL },
  { "write", "signal 1", 1, "SIGHUP before", 0, NULL },
  { "close", "signal 15", 1, "SIGTERM before", 0, NULL },
  { "fsync", "signal 15", 1, "SIGTERM before", 0, NULL },
  { "open", "signal 1", 1, "SIGHUP before", 0, NULL },
};

#define FORMS (sizeof forms / sizeof forms[0])
#define FAULTS (sizeof faults / sizeof faults[0])
#define CASES (FORMS * FAULTS * 2) /* stdout a file, stdout full */

/* Shared between the workers. */
struct totals {
  atomic_uint next; /* case to run */
  atomic_uint cases;
  atomic_uint failed;
  atomic_uint runs;
  atomic_uint tokens; /* that the sandbox gave away */
  atomic_uint on_stdout;
  atomic_uint in_file;
  atomic_uint saved;
  atomic_uint untold;    /* saved too, but stderr did not take the path */
  atomic_uint unkept;    /* no place took it, and it was said */
  atomic_uint unarrived; /* sent, but never received: exit status 8 */
  atomic_uint lost;
};

struct settings {
  int every;
  const char *part; /* each NULL where it was not given */
  const char *kind;
  const char *other_kind;
  const char *folder;
  const char *nscale;
};

/* One case and what its runs have in common. */
struct trial {
  const struct settings *settings;
  struct totals *totals;
  struct place *place;
  const struct form *form;
  const struct fault *fault;
  int full; /* stdout is /dev/full */
  int worker;
  const char *id;      /* of what is rotated */
  struct buffer shape; /* of stdout when all is well */
  unsigned long sent;  /* the number of the call before the request left */
  unsigned runs;
  unsigned complaints;
  char name[200];
};

/* ---- The command line. -------------------------------------------- */

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One write, so that the workers' lines do not mix. */
static void say(const char *format, ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  va_list list;

  va_start(list, format);
  buffer_vprintf(&text, format, list);
  va_end(list);
  if (write(STDOUT_FILENO, text.data, text.length) < 0)
    _exit(1);
}

static int write_document(const struct trial *trial, const char *name)
{
  char path[400];
  FILE *file;

  (void)snprintf(path, sizeof path, "%s/document", trial->place->folder);
  file = fopen(path, "w");
  if (!file)
    return -1;
  (void)fprintf(file, "{\"metadata\": {\"name\": \"%s\", \"description\": \"",
                name);
  for (int i = 0; trial->form->large && i < 20000; i++)
    (void)fputs("0123456789", file);
  (void)fputs("\"}, \"spec\": {\"groupIDs\": []}}\n", file);
  return fclose(file);
}

static size_t add(const char **words, size_t count, const char *word)
{
  words[count] = word;
  return count + 1;
}

static void compose(const struct trial *trial, const char **words)
{
  size_t count = add(words, 0, trial->settings->nscale);
  size_t i;

  count = add(words, count, "serviceaccounts");
  count = add(words, count, trial->form->verb);
  if (strcmp(trial->form->verb, "rotate") == 0) {
    count = add(words, count, trial->id);
  } else {
    count = add(words, count, "--file");
    count = add(words, count, "document");
  }
  count = add(words, count, "--yes");
  for (i = 0; trial->form->words[i]; i++)
    count = add(words, count, trial->form->words[i]);
  words[count] = NULL;
}

/* ---- Judging one run. --------------------------------------------- */

static void complain(struct trial *trial, unsigned long call,
                     const struct outcome *outcome, const char *what)
{
  trial->complaints++;
  if (trial->complaints <= COMPLAINTS)
    say("# %s, call %lu: %s, exit status %d\n#   %.300s\n", trial->name, call,
        what, outcome->status,
        outcome->errors.length ? outcome->errors.data : "(stderr is empty)");
}

/* The text's lines as their labels and lengths, without the token: two runs
 * differ in ids and times, not in these. */
static void shape_of(struct buffer *shape, const char *text, const char *token)
{
  const char *end;
  const char *found;
  size_t length;

  for (; *text; text = end + (*end == '\n')) {
    end = text + strcspn(text, "\n");
    found = strstr(text, token);
    length = (size_t)(end - text);
    if (found && found < end)
      length -= strlen(token);
    buffer_printf(shape, "%zu%s ", length, *end ? "" : "!");
    if (memchr(text, ':', (size_t)(end - text)))
      buffer_append(shape, text, strcspn(text, ":"));
  }
  buffer_putc(shape, '\0');
}

/* Whether stdout, the token file and the saved one are what they are without
 * a fault. */
static int is_whole(const struct trial *trial, const struct outcome *outcome,
                    const char *token)
{
  CLEANUP_BUFFER struct buffer shape = { 0 };
  CLEANUP_BUFFER struct buffer line = { 0 };

  if (trial->full)
    return 0;
  buffer_printf(&line, "%s\n", token);
  shape_of(&shape, outcome->output.data, token);
  if (trial->form->token_file
          ? strcmp(outcome->token_file.data, line.data) != 0
          : !strstr(trial->form->kept ? outcome->saved.data
                                      : outcome->output.data,
                    token))
    return 0;
  if (trial->form->bare && strcmp(outcome->output.data, line.data) != 0)
    return 0;
  return shape.length == trial->shape.length &&
         memcmp(shape.data, trial->shape.data, shape.length) == 0;
}

/* Where the token is; NULL where it is nowhere. */
static atomic_uint *find(const struct trial *trial,
                         const struct outcome *outcome, const char *token)
{
  struct totals *totals = trial->totals;

  return strstr(outcome->saved.data, token)
             ? outcome->untold ? &totals->untold : &totals->saved
         : strstr(outcome->token_file.data, token) ? &totals->in_file
         : strstr(outcome->output.data, token)     ? &totals->on_stdout
                                                   : NULL;
}

/* Whether it was said that there is no place for the token; who cannot write
 * to stderr cannot say so either. */
static int was_unkept(const struct trial *trial, const struct outcome *outcome)
{
  const struct fault *fault = trial->fault;

  return fault->may_lose && outcome->status == 9 &&
         (strstr(outcome->errors.data, "could not be saved") ||
          (!outcome->errors.length && strcmp(fault->kind, "write") == 0));
}

/* Whether the path of the saved file may be missing on stderr: only where
 * that fails, and stdout with it or unasked. */
static int may_be_untold(const struct trial *trial)
{
  return strcmp(trial->fault->kind, "write") == 0 &&
         (trial->full || trial->form->kept || trial->fault->row != 1);
}

static void judge(struct trial *trial, unsigned long call,
                  const struct outcome *outcome, const char *token)
{
  struct totals *totals = trial->totals;
  atomic_uint *place;

  if (outcome->status < 0 ||
      (outcome->status >= 128 && outcome->status != 130))
    complain(trial, call, outcome,
             outcome->status < 0 ? "hung" : "died of a signal");
  if (!token) {
    if (outcome->status == 0 || outcome->status == 9)
      complain(trial, call, outcome, "nothing was done");
    return;
  }
  atomic_fetch_add(&totals->tokens, 1);
  place = find(trial, outcome, token);
  if (place == &totals->untold && !may_be_untold(trial))
    complain(trial, call, outcome, "the path was not told");
  if (place) {
    atomic_fetch_add(place, 1);
    if (outcome->status != 9 &&
        (outcome->status != 0 || !is_whole(trial, outcome, token)))
      complain(trial, call, outcome, "there is a token");
  } else if (was_unkept(trial, outcome)) {
    atomic_fetch_add(&totals->unkept, 1);
  } else if (outcome->status == 8) {
    atomic_fetch_add(&totals->unarrived, 1);
    complain(trial, call, outcome, "the token never arrived");
  } else {
    atomic_fetch_add(&totals->lost, 1);
    complain(trial, call, outcome, "the token is LOST");
  }
}

/* ---- One case. ---------------------------------------------------- */

/* One run.  Returns whether something was injected; -1 where nothing can be
 * run. */
static int run(struct trial *trial, unsigned long call)
{
  static unsigned created;
  const int rotates = strcmp(trial->form->verb, "rotate") == 0;
  CLEANUP_FREE char *before = NULL;
  CLEANUP_FREE char *after = NULL;
  CLEANUP_FREE char *id = NULL;
  CLEANUP(outcome_free) struct outcome outcome = { 0 };
  const char *words[16];
  char name[64];
  struct launch what = { .words = words,
                         .kind = trial->fault->kind,
                         .with = trial->fault->with,
                         .call = call,
                         .row = trial->fault->row,
                         .where = trial->fault->where,
                         .output = trial->full && call ? "/dev/full" : NULL };

  (void)snprintf(name, sizeof name, "made-%d-%06u", trial->worker,
                 ++created % 1000000);
  if (rotates)
    before = control_token(trial->id);
  else if (write_document(trial, name) < 0)
    return -1;
  compose(trial, words);
  if (launch(trial->place, &what, &outcome) < 0)
    return -1;
  if (rotates)
    after = control_token(trial->id);
  else if ((id = control_id(name)))
    after = control_token(id);
  if (rotates && before && after && strcmp(before, after) == 0) {
    free(after);
    after = NULL;
  }
  if (call == 0 && after)
    shape_of(&trial->shape, outcome.output.data, after);
  else
    judge(trial, call, &outcome, after);
  if (id)
    control_delete(id);
  trial->runs++;
  atomic_fetch_add(&trial->totals->runs, 1);
  return trial->place->log->injected > 0;
}

/* The call to look at next.  After the request that is each malloc where one
 * alone fails and stdout takes the token; fewer where it is saved anyhow. */
static unsigned long after(const struct trial *trial, unsigned long call)
{
  const int few =
      trial->form->few || strncmp(trial->fault->with, "signal", 6) == 0;
  unsigned long near = trial->sent > MARGIN ? trial->sent - MARGIN : 0;

  if (trial->settings->every || strcmp(trial->fault->kind, "malloc") != 0 ||
      trial->fault->where)
    return call + 1;
  if (call >= near)
    return call + (few ? 7 : trial->full || trial->fault->row != 1 ? 3 : 1);
  return call + STRIDE < near ? call + STRIDE : near;
}

static void run_case(struct trial *trial)
{
  unsigned long call = 1;
  int injected;

  if (run(trial, 0) < 0 || !trial->shape.length) {
    say("not ok - %s: cannot be run\n", trial->name);
    atomic_fetch_add(&trial->totals->failed, 1);
    return;
  }
  trial->sent = trial->place->log->sent;
  while ((injected = run(trial, call)) > 0)
    call = after(trial, call);
  if (injected < 0 || trial->complaints)
    atomic_fetch_add(&trial->totals->failed, 1);
  atomic_fetch_add(&trial->totals->cases, 1);
  say("%s - %s (%u runs%s)\n",
      injected < 0 || trial->complaints ? "not ok" : "ok", trial->name,
      trial->runs, call == 1 ? ": it is never called" : "");
}

static void name_case(struct trial *trial)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  size_t i;

  buffer_puts(&name, trial->form->verb);
  for (i = 0; trial->form->words[i]; i++)
    buffer_printf(&name, " %s", trial->form->words[i]);
  buffer_printf(&name, "%s%s: %s: %s", trial->form->large ? ", large" : "",
                trial->full ? " >/dev/full" : "", trial->fault->kind,
                trial->fault->name);
  (void)snprintf(trial->name, sizeof trial->name, "%s", name.data);
}

/* Whether the case is one to run: a filter's process is there with a filter
 * alone, and a large reply matters where it is received. */
static int is_wanted(const struct trial *trial)
{
  const struct settings *settings = trial->settings;
  int is_malloc = strcmp(trial->fault->kind, "malloc") == 0;

  if (trial->fault->where && (trial->full || !trial->form->words[0] ||
                              strcmp(trial->form->words[0], "-q") != 0))
    return 0;
  if (trial->form->large && (!is_malloc || trial->full))
    return 0;
  if (trial->form->some &&
      (is_malloc || trial->full || trial->fault->row != 1))
    return 0;
  /* The way to a saved file is the same whatever was asked. */
  if (is_malloc && trial->full &&
      (trial->form->verb[0] == 'c' || trial->fault->with[0] == 's'))
    return 0;
  if (settings->kind && strcmp(settings->kind, trial->fault->kind) != 0)
    return 0;
  if (settings->other_kind &&
      strcmp(settings->other_kind, trial->fault->kind) == 0)
    return 0;
  return !settings->part || strstr(trial->name, settings->part) != NULL;
}

/* ---- The workers. ------------------------------------------------- */

static int work(const struct settings *settings, struct totals *totals,
                int worker)
{
  struct place place = { .log = NULL };
  char account[64];
  CLEANUP_FREE char *id = NULL;
  unsigned next;

  (void)snprintf(place.folder, sizeof place.folder, "%s/%d", settings->folder,
                 worker);
  (void)snprintf(account, sizeof account, "serviceaccount-%06d", worker + 4);
  if (place_open(&place) < 0 || control_open() < 0 ||
      !(id = control_id(account))) {
    say("not ok - worker %d cannot begin\n", worker);
    return 1;
  }
  while ((next = atomic_fetch_add(&totals->next, 1)) < CASES) {
    struct trial trial = {
      .settings = settings,
      .totals = totals,
      .place = &place,
      .form = &forms[next / 2 % FORMS],
      .fault = &faults[next / 2 / FORMS],
      .full = (int)(next % 2),
      .worker = worker,
      .id = id,
    };

    name_case(&trial);
    if (is_wanted(&trial))
      run_case(&trial);
    buffer_free(&trial.shape);
  }
  return 0;
}

static int report(const struct totals *totals)
{
  say("# %u runs in %u cases; in %u the server gave a token away:\n"
      "#   %u on stdout, %u in the token file, %u in a saved file\n"
      "#   %u in a saved file whose path stderr did not take\n"
      "#   %u where no place took it, which was said; %u never arrived\n"
      "# tokens lost: %u\n",
      totals->runs, totals->cases, totals->tokens, totals->on_stdout,
      totals->in_file, totals->saved, totals->untold, totals->unkept,
      totals->unarrived, totals->lost);
  return totals->failed || totals->lost || !totals->tokens;
}

static int read_options(int argc, char **argv, struct settings *settings)
{
  int option;

  while ((option = getopt(argc, argv, "ac:k:w:x:")) != -1)
    if (option == 'a')
      settings->every = 1;
    else if (option == 'c')
      settings->part = optarg;
    else if (option == 'k')
      settings->kind = optarg;
    else if (option == 'x')
      settings->other_kind = optarg;
    else if (option == 'w')
      settings->folder = optarg;
    else
      return -1;
  settings->nscale = argv[optind];
  return settings->nscale && settings->folder && getenv("INJECT_LIBRARY") &&
                 mkdir(settings->folder, 0700) == 0
             ? 0
             : -1;
}

int main(int argc, char **argv)
{
  struct settings settings = { 0 };
  struct totals *totals = mmap(NULL, sizeof *totals, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int failed = 0, status;

  if (totals == MAP_FAILED || read_options(argc, argv, &settings) < 0) {
    (void)fputs("drive [-a] [-ckx TEXT] -w FOLDER NSCALE\n", stderr);
    return 2;
  }
  for (int i = 0; i < WORKERS; i++)
    if (fork() == 0)
      return work(&settings, totals, i);
  while (wait(&status) > 0 || errno == EINTR)
    failed |= status;
  return report(totals) || failed;
}
