/* check.c - everything that is wrong about one plugin's file.
 *
 * The child writes records to a pipe: a letter, a text, a NUL.  `B`, `R` and
 * `A` are findings by their kind, their text that of the rule, a tab, and the
 * finding's; `D` says that the plugin was described and
 * is going to be closed, `E` that all is done, `M` that memory ran out.
 */
#include "core/plugin/check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/grammar/builtin.h"
#include "core/plugin/examine.h"
#include "core/plugin/exports.h"
#include "core/plugin/load.h"
#include "core/plugin/rules.h"
#include "core/token/secret.h"

#define REPORT_MOST ((size_t)1 << 20) /* bytes; what is more is dropped */

static const char letters[] = {
  [FINDING_BROKEN] = 'B', [FINDING_REFUSED] = 'R', [FINDING_ADVICE] = 'A'
};

/* ---- The child. --------------------------------------------------- */

/* A parent that went away needs no report: failures are of no interest. */
static void record(int fd, char letter, const char *text)
{
  (void)write_all(fd, &letter, 1);
  (void)write_all(fd, text, strlen(text) + 1);
}

static void record_finding(int fd, const struct finding *finding)
{
  const char *rule = finding->rule ? finding->rule : "";

  (void)write_all(fd, &letters[finding->kind], 1);
  (void)write_all(fd, rule, strlen(rule));
  (void)write_all(fd, "\t", 1);
  (void)write_all(fd, finding->text, strlen(finding->text) + 1);
}

/* What a plugin prints is of no interest, and what it reads is not there. */
static void isolate(void)
{
  const int null = open("/dev/null", O_RDWR);
  int fd;

  secret_wipe();
  (void)unsetenv("NSCALE_SERVICE_TOKEN_FILE");
  (void)unsetenv("NSCALE_SERVICE_TOKEN_COMMAND");
  interrupt_reset();
  (void)signal(SIGPIPE, SIG_DFL);
  for (fd = 0; null >= 0 && fd <= 2; fd++)
    (void)dup2(null, fd);
}

static void describe(const struct plugin_found *found, int fd)
{
  struct findings findings = { 0 };
  struct plugin plugin;
  const struct nscale_plugin *descriptor;
  size_t i;

  (void)plugin_open(found, &plugin, &findings);
  descriptor = plugin.descriptor;
  if (plugin.noun)
    rules_check(descriptor, FINDING_ADVICE, &findings);
  if (descriptor && (descriptor->abi_major != found->manifest.abi_major ||
                     descriptor->min_minor != found->manifest.abi_minor))
    (void)findings_add(&findings, FINDING_BROKEN,
                       "its manifest and its descriptor differ in the ABI, "
                       "%u.%u and %u.%u",
                       found->manifest.abi_major, found->manifest.abi_minor,
                       descriptor->abi_major, descriptor->min_minor);
  for (i = 0; i < findings.count; i++)
    record_finding(fd, &findings.items[i]);
  record(fd, 'D', "");
  plugin_unload(&plugin);
  record(fd, findings.failed ? 'M' : 'E', "");
}

/* ---- The parent. -------------------------------------------------- */

/* Whether its last record is one that ends the report; `D` went before. */
static int is_whole(const struct buffer *report)
{
  const size_t start = report->length > 3 ? report->length - 3 : 0;

  return start > 0 && (memcmp(report->data + start, "\0E", 3) == 0 ||
                       memcmp(report->data + start, "\0M", 3) == 0);
}

/* Reads what the child says until it ends or its time is up.  Returns 1, or
 * 0 when the time is up. */
static int listen_to(int fd, struct buffer *report)
{
  const int64_t end = clock_now() + CHECK_SECONDS * INT64_C(1000);
  struct pollfd ready = { .fd = fd, .events = POLLIN };
  char bytes[4096];
  long long left;
  ssize_t got = 1;

  while (got != 0) {
    left = end - clock_now();
    if (left <= 0)
      return 0;
    if (poll(&ready, 1, (int)left) <= 0)
      continue;
    got = read(fd, bytes, sizeof bytes);
    if (got < 0 && errno != EINTR)
      return 1;
    /* Past its limit the buffer stays as it is, and the report unfinished. */
    if (got > 0)
      buffer_append(report, bytes, (size_t)got);
    /* A child of the child may keep the pipe open. */
    if (is_whole(report))
      return 1;
  }
  return 1;
}

/* How the child ended, where it did not say that all was done. */
static void add_end(int status, int in_time, int described,
                    struct findings *findings)
{
  const char *when = described ? "closed" : "opened";

  if (!in_time)
    (void)findings_add(findings, FINDING_REFUSED,
                       "did not come back within %d seconds while it was %s",
                       CHECK_SECONDS, when);
  else if (WIFSIGNALED(status))
    (void)findings_add(findings, FINDING_REFUSED,
                       "crashed while it was %s: %s", when,
                       strsignal(WTERMSIG(status)));
  else
    (void)findings_add(findings, FINDING_REFUSED,
                       "ended the process, with status %d, while it was %s",
                       WEXITSTATUS(status), when);
}

static void take_finding(enum finding_kind kind, char *text,
                         struct findings *findings)
{
  char *tab = strchr(text, '\t');

  if (!tab)
    return;
  *tab = '\0';
  (void)findings_add_rule(findings, kind, tab > text ? text : NULL, tab + 1);
}

/* Takes the records; what ends without its NUL does not count. */
static void take_report(struct buffer *report, int status, int in_time,
                        struct findings *findings)
{
  char *text = report->data;
  size_t left = report->length;
  int described = 0, ended = 0;

  while (left > 0 && memchr(text, '\0', left)) {
    const size_t size = strlen(text) + 1;
    const char *kind = memchr(letters, text[0], sizeof letters);

    if (kind)
      take_finding((enum finding_kind)(kind - letters), text + 1, findings);
    described |= text[0] == 'D';
    ended |= text[0] == 'E';
    findings->failed |= text[0] == 'M';
    text += size;
    left -= size;
  }
  if (!ended && !findings->failed)
    add_end(status, in_time, described, findings);
}

static int open_in_child(const struct plugin_found *found,
                         struct findings *findings, struct error *error)
{
  CLEANUP_BUFFER struct buffer report = { .limit = REPORT_MOST };
  int ends[2], status = 0, in_time;
  pid_t child;

  if (pipe(ends) < 0)
    return error_set(error, EXIT_FAILED, "cannot make a pipe: %s",
                     strerror(errno));
  child = fork();
  if (child == 0) {
    (void)close(ends[0]);
    isolate();
    describe(found, ends[1]);
    _exit(0);
  }
  (void)close(ends[1]);
  if (child < 0) {
    (void)close(ends[0]);
    return error_set(error, EXIT_FAILED, "cannot start a process: %s",
                     strerror(errno));
  }
  in_time = listen_to(ends[0], &report);
  (void)close(ends[0]);
  if (!in_time)
    (void)kill(child, SIGKILL);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    continue;
  take_report(&report, status, in_time, findings);
  return 0;
}

/* What was seen without running it. */
static void take_reason(const struct plugin_found *found,
                        struct findings *findings)
{
  if (found->status == PLUGIN_UNTRUSTED)
    (void)findings_add(findings, FINDING_REFUSED, "is not trusted: %s",
                       found->reason);
  else if (found->status == PLUGIN_INCOMPATIBLE)
    (void)findings_add(findings, FINDING_REFUSED, "%s", found->reason);
  else
    (void)findings_add(findings, FINDING_BROKEN, "%s", found->reason);
}

int check_file(const char *path, struct plugin_found *found,
               struct findings *findings, struct error *error)
{
  CLEANUP_CLOSE int fd = -1;

  if (examine_file(path, found, error) < 0)
    return -1;
  if (found->reason)
    take_reason(found, findings);
  if (found->has_manifest && builtin_find(found->name))
    (void)findings_add(findings, FINDING_ADVICE,
                       "it has the name of one of nscale's own commands, "
                       "which wins");
  if (!found->has_manifest)
    return findings->failed ? error_memory(error) : 0;
  fd = open(found->path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    exports_check(fd, PLUGIN_SYMBOL, findings);
  if (found->status != PLUGIN_INCOMPATIBLE &&
      open_in_child(found, findings, error) < 0)
    return -1;
  return findings->failed ? error_memory(error) : 0;
}
