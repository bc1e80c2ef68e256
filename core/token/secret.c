/* secret.c - the service token, from the environment into private memory.
 *
 * See secret.h.
 */
#include "core/token/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<sys/prctl.h>)
#include <sys/prctl.h>
#endif
#endif

#include "core/base/buffer.h"
#include "core/base/cleanup.h"
#include "core/base/environment.h"
#include "core/base/error.h"
#include "core/message/redact.h"

#define VARIABLE "NSCALE_SERVICE_TOKEN"
#define FILE_VARIABLE "NSCALE_SERVICE_TOKEN_FILE"

#define TOKEN_MAX 65536

/* One token, in a fixed place: its memory is never moved, copied by realloc
 * or given back.  Untouched pages cost nothing. */
struct token {
  size_t length;
  int is_set;                /* there was one, be it empty */
  char bytes[TOKEN_MAX + 4]; /* room for CR LF, one too many, and NUL */
};

static struct token from_variable;
static struct token from_file;
static struct token one_time; /* for redact.h alone */
static int file_was_read;
static int was_renewed; /* the file is the only source from then on */

/* POSIX wants it declared by whoever uses it. */
extern char **environ;

static void forbid_core_dumps(void)
{
  struct rlimit none = { .rlim_cur = 0, .rlim_max = 0 };

  (void)setrlimit(RLIMIT_CORE, &none);
#ifdef PR_SET_DUMPABLE
  /* Linux: nor through a handler of core dumps, which has no limit, nor by
   * another process of the same user through /proc. */
  (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static void wipe_token(struct token *token)
{
  if (token->length == 0 && !token->is_set)
    return; /* nothing is written to pages that nobody used */
  wipe(token->bytes, token->length);
  token->length = 0;
  token->is_set = 0;
}

int secret_is_held(void)
{
  return from_variable.is_set || from_file.is_set;
}

void secret_wipe(void)
{
  wipe_token(&from_variable);
  wipe_token(&from_file);
  wipe_token(&one_time);
  file_was_read = 0;
  redact_hide(REDACT_VARIABLE, NULL);
  redact_hide(REDACT_FILE, NULL);
  redact_hide(REDACT_ONE_TIME, NULL);
}

/* Copies a text, as much of it as there is room for. */
static void copy_in(struct token *token, const char *text)
{
  const size_t length = strlen(text);
  const size_t kept = length < TOKEN_MAX + 1 ? length : TOKEN_MAX + 1;

  wipe_token(token);
  token->is_set = 1;
  token->length = kept;
  /* Best effort: a limit on locked memory is no reason not to work. */
  (void)mlock(token->bytes, kept + 1);
  memcpy(token->bytes, text, kept);
  token->bytes[kept] = '\0';
}

/* Moves one value out of the environment. */
static void move_in(char *value)
{
  if (!from_variable.is_set) {
    copy_in(&from_variable, value);
    redact_hide(REDACT_VARIABLE, from_variable.bytes);
  }
  wipe(value, strlen(value));
}

void secret_hide(const char *token)
{
  copy_in(&one_time, token);
  redact_hide(REDACT_ONE_TIME, one_time.bytes);
}

void secret_take(void)
{
  static int is_registered;
  static const char name[] = VARIABLE "=";
  size_t length = sizeof name - 1;

  forbid_core_dumps();
  /* Not getenv: a name may be there twice. */
  for (char **entry = environ; entry && *entry; entry++)
    if (strncmp(*entry, name, length) == 0)
      move_in(*entry + length);
  (void)unsetenv(VARIABLE);
  if (!is_registered)
    is_registered = atexit(secret_wipe) == 0;
}

static int fail_to_read(const char *name, int cause, struct error *error)
{
  return error_set(error, EXIT_AUTH,
                   "cannot read %s, which " FILE_VARIABLE " names: %s", name,
                   strerror(cause));
}

/* A device could hang or never end. */
static int check_kind(const char *name, const struct stat *status,
                      struct error *error)
{
  if (S_ISDIR(status->st_mode))
    return fail_to_read(name, EISDIR, error);
  if (!S_ISREG(status->st_mode) && !S_ISFIFO(status->st_mode))
    return error_set(error, EXIT_AUTH,
                     "%s, which " FILE_VARIABLE
                     " names, is neither a file nor a pipe",
                     name);
  return 0;
}

/* Fills `from_file` from the descriptor; what is too long is cut where the
 * check of the length will find it. */
static int fill(int fd, const char *name, struct error *error)
{
  struct token *token = &from_file;
  size_t room = sizeof token->bytes - 1;

  (void)mlock(token->bytes, 4096);
  while (token->length < room) {
    ssize_t count =
        read(fd, token->bytes + token->length, room - token->length);

    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return fail_to_read(name, errno, error);
    if (count == 0)
      break;
    token->length += (size_t)count;
  }
  token->is_set = 1;
  if (token->length < room && token->length > 0 &&
      token->bytes[token->length - 1] == '\n') {
    token->length--;
    if (token->length > 0 && token->bytes[token->length - 1] == '\r')
      token->length--;
  }
  token->bytes[token->length] = '\0';
  redact_hide(REDACT_FILE, token->bytes);
  return 0;
}

/* The file of this name in the folder `at`. */
static int read_file(int at, const char *name, struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat status;

  /* Looked at first, since opening a device may have effects; and again,
   * since the name may stand for something else by then. */
  if (fstatat(at, name, &status, 0) != 0)
    return fail_to_read(name, errno, error);
  if (check_kind(name, &status, error) != 0)
    return -1;
  fd = openat(at, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0 || fstat(fd, &status) != 0)
    return fail_to_read(name, errno, error);
  if (check_kind(name, &status, error) != 0)
    return -1;
  if (fill(fd, name, error) != 0) {
    wipe_token(&from_file);
    return -1;
  }
  file_was_read = 1;
  return 0;
}

/* What may stand in a header, and nothing that could end it. */
static int check_bytes(const struct token *token, const char *source,
                       struct error *error)
{
  if (token->length > TOKEN_MAX)
    return error_set(error, EXIT_AUTH,
                     "the service token in %s is longer "
                     "than 64 KiB",
                     source);
  for (size_t i = 0; i < token->length; i++) {
    unsigned char byte = (unsigned char)token->bytes[i];
    const char *fault = byte == '\n' || byte == '\r'  ? "a line break"
                        : byte == ' '                 ? "a space"
                        : byte < 0x20 || byte == 0x7f ? "a control character"
                        : byte >= 0x80 ? "a character that is not ASCII"
                                       : NULL;

    if (fault) {
      error_set(error, EXIT_AUTH, "the service token in %s holds %s", source,
                fault);
      return byte == ' '
                 ? error_hint(
                       error,
                       "give the token alone, without a word such as Bearer")
                 : -1;
    }
  }
  return 0;
}

static int is_same(const struct token *one, const struct token *other)
{
  return one->length == other->length &&
         memcmp(one->bytes, other->bytes, one->length) == 0;
}

static int fail_without_token(struct error *error)
{
  error_set(error, EXIT_AUTH, "no service token");
  return error_hint(error, "set " VARIABLE ", or " FILE_VARIABLE
                           " to a file that holds it");
}

int secret_renew(int folder, const char *path, struct error *error)
{
  const char *slash = strrchr(path, '/');
  CLEANUP_ERROR struct error cause = { 0 };

  secret_wipe();
  was_renewed = 1;
  if (read_file(folder, slash ? slash + 1 : path, &cause) == 0)
    return 0;
  return error_set(error, EXIT_AUTH, "cannot read the new token in %s", path);
}

const char *secret_token(struct error *error)
{
  const char *name = was_renewed ? NULL : environment_value(FILE_VARIABLE);
  const struct token *token = &from_variable;
  const char *source = VARIABLE;
  int has_variable = from_variable.length > 0;

  if (name && !file_was_read && read_file(AT_FDCWD, name, error) != 0)
    return NULL;
  if (name && has_variable && !is_same(&from_variable, &from_file)) {
    error_set(error, EXIT_USAGE,
              VARIABLE " and " FILE_VARIABLE
                       " are both set, and hold different tokens");
    error_hint(error, "unset one of them");
    return NULL;
  }
  if (was_renewed || (!has_variable && name)) {
    token = &from_file;
    source = FILE_VARIABLE;
  }
  if (token->length == 0) {
    (void)fail_without_token(error);
    return NULL;
  }
  if (check_bytes(token, source, error) != 0)
    return NULL;
  return token->bytes;
}
