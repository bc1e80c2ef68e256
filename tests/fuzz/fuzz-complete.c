/* fuzz-complete.c - the line that a shell asks to be completed, and the list
 * that was kept for it (core/completion/).
 *
 * The input is what the file of the cache holds and, with a NUL between
 * them, words.
 */
#include "core/completion/complete.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define WORDS 16

/* ---- Where completion reads and writes. ---------------------------- */

static char folder[4096];
static char list[4608]; /* the file of the organizations */
static FILE *output;

static void remove_folder(void)
{
  (void)unlink(list);
  *strrchr(list, '/') = '\0';
  (void)rmdir(list);
  (void)rmdir(folder);
}

/* Nothing is asked of any server, and the time that a list may take does not
 * end this process. */
static void prepare(void)
{
  const char *place = getenv("TMPDIR");
  sigset_t alarms;
  int fd;

  output = tmpfile();
  MUST(output != NULL);
  MUST((size_t)snprintf(folder, sizeof folder, "%s/nscale-fuzz.XXXXXX",
                        place ? place : "/tmp") < sizeof folder);
  MUST(mkdtemp(folder) != NULL);
  MUST(setenv("XDG_CACHE_HOME", folder, 1) == 0);
  MUST(setenv("NSCALE_IDENTITY_SERVICE_API_ENDPOINT", "http://127.0.0.1:9",
              1) == 0);
  MUST(setenv("NSCALE_SERVICE_TOKEN_FILE", fuzz_file("token", 5, &fd), 1) ==
       0);
  MUST(sigemptyset(&alarms) == 0 && sigaddset(&alarms, SIGALRM) == 0 &&
       sigprocmask(SIG_BLOCK, &alarms, NULL) == 0);
}

/* Completes, with what is printed in `result`. */
static void complete(struct words *words, struct buffer *result)
{
  char *given[WORDS_MOST + 1];
  int fd = dup(STDOUT_FILENO);
  struct stat status;

  memcpy(given, words->list, sizeof given);
  MUST(fd >= 0 && ftruncate(fileno(output), 0) == 0);
  MUST(lseek(fileno(output), 0, SEEK_SET) == 0);
  MUST(dup2(fileno(output), STDOUT_FILENO) >= 0);
  complete_run(words->count, given);
  MUST(dup2(fd, STDOUT_FILENO) >= 0 && close(fd) == 0);
  MUST(fstat(fileno(output), &status) == 0);
  MUST(buffer_reserve(result, (size_t)status.st_size) == 0);
  buffer_puts(result, "");
  MUST(pread(fileno(output), result->data, (size_t)status.st_size, 0) ==
       status.st_size);
  result->length = (size_t)status.st_size;
  result->data[result->length] = '\0';
}

/* Completion itself makes the file, with a note that it could not ask. */
static void find_list(void)
{
  struct words words CLEANUP_WORDS = { .count = 0 };
  struct buffer result CLEANUP_BUFFER = { 0 };
  const struct dirent *entry;
  DIR *directory;

  words.list[words.count++] = fuzz_text("api", 3);
  words.list[words.count++] = fuzz_text("--org", 5);
  words.list[words.count++] = fuzz_text("", 0);
  complete(&words, &result);
  MUST(result.length == 0);
  MUST((size_t)snprintf(list, sizeof list, "%s/nscale", folder) < sizeof list);
  directory = opendir(list);
  MUST(directory != NULL);
  while ((entry = readdir(directory)))
    if (entry->d_name[0] != '.')
      (void)snprintf(list, sizeof list, "%s/nscale/%s", folder, entry->d_name);
  MUST(closedir(directory) == 0 &&
       strlen(list) > strlen(folder) + strlen("/nscale/"));
  MUST(atexit(remove_folder) == 0);
}

static void keep(const char *text)
{
  int fd = open(list, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  MUST(fd >= 0);
  MUST(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
  MUST(close(fd) == 0);
}

/* ---- What is said. ------------------------------------------------- */

/* One candidate a line, each of which goes on where the word ends, and none
 * that could steer a terminal. */
static void check_values(const char *at, const char *word)
{
  MUST(*at != '\0');
  for (; *at; at += strcspn(at, "\n") + 1) {
    const char *tab = at + strcspn(at, "\t\n");

    MUST(strncmp(at, word, strlen(word)) == 0);
    MUST(tab > at &&
         fuzz_safe(at + strlen(word), (size_t)(tab - at) - strlen(word)));
    if (*tab == '\t')
      MUST(fuzz_safe(tab + 1, strcspn(tab + 1, "\n")));
    MUST(strchr(at, '\n') != NULL);
  }
}

static void check(struct words *words)
{
  struct buffer result CLEANUP_BUFFER = { 0 };
  const char *word = words->count ? words->list[words->count - 1] : "";

  complete(words, &result);
  if (!result.length)
    return;
  MUST(result.length == strlen(result.data));
  if (strncmp(result.data, "values\n", 7) == 0)
    check_values(result.data + 7, word);
  else
    MUST(strncmp(result.data, "files\t", 6) == 0 ||
         strncmp(result.data, "directories\t", 12) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  struct words words CLEANUP_WORDS = { .count = 0 };
  struct words api CLEANUP_WORDS = { .count = 0 };
  char *text CLEANUP_FREE = NULL;
  const char *last;

  if (!list[0]) {
    prepare();
    find_list();
  }
  text = fuzz_next(&input);
  fuzz_words(&input, WORDS, &words);
  keep(text);
  check(&words);
  /* The list itself, whatever the words are. */
  keep(text);
  last = words.count ? words.list[words.count - 1] : "";
  api.list[api.count++] = fuzz_text("api", 3);
  api.list[api.count++] = fuzz_text("--org", 5);
  api.list[api.count++] = fuzz_text(last, strlen(last));
  check(&api);
  return 0;
}
