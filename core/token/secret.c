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
#include "core/base/shell.h"
#include "core/message/redact.h"

#define VARIABLE "NSCALE_SERVICE_TOKEN"
#define FILE_VARIABLE "NSCALE_SERVICE_TOKEN_FILE"
#define COMMAND_VARIABLE "NSCALE_SERVICE_TOKEN_COMMAND"
#define COMMAND_TIME 30000 /* milliseconds */
#define COMMAND_SAYS 65536 /* bytes that it may say of itself */

#define TOKEN_MAX 65536
#define TOKEN_ROOM (TOKEN_MAX + 3) /* CR LF, and one too many */

/* One token, in a fixed place: its memory is never moved, copied by realloc
 * or given back.  Untouched pages cost nothing. */
struct token {
  size_t length;
  int is_set; /* there was one, be it empty */
  char bytes[TOKEN_ROOM + 1];
};

static struct token from_variable;
static struct token from_file; /* or from the command */
static struct token one_time;  /* for redact.h alone */
static int file_was_read;      /* or the command run */
static int was_renewed;        /* the file is the only source from then on */

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
  const size_t kept = length < TOKEN_ROOM ? length : TOKEN_ROOM;

  wipe_token(token);
  token->is_set = 1;
  token->length = kept;
  /* Best effort: a limit on locked memory is no reason not to work. */
  (void)mlock(token->bytes, kept + 1);
  memcpy(token->bytes, text, kept);
  token->bytes[kept] = '\0';
}

/* Takes one newline off the end, which files and what is made of them have. */
static void cut_newline(struct token *token)
{
  char *bytes = token->bytes;

  if (token->length == TOKEN_ROOM || !token->length ||
      bytes[token->length - 1] != '\n')
    return;
  bytes[--token->length] = '\0';
  if (token->length && bytes[token->length - 1] == '\r')
    bytes[--token->length] = '\0';
}

/* Where the token itself begins: behind the name that a line of a shell or of
 * a .env file has before it, which messages must be able to say. */
static const char *behind_name(const char *text)
{
  static const char word[] = "export ";
  static const char name[] = VARIABLE "=";

  if (strncmp(text, word, sizeof word - 1) == 0)
    text += sizeof word - 1;
  return strncmp(text, name, sizeof name - 1) == 0 ? text + sizeof name - 1
                                                   : text;
}

/* Moves one value out of the environment. */
static void move_in(char *value)
{
  if (!from_variable.is_set) {
    copy_in(&from_variable, value);
    cut_newline(&from_variable);
    redact_hide(REDACT_VARIABLE, behind_name(from_variable.bytes));
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
  return error_set(error, EXIT_AUTH, "cannot read %s, which %s names: %s",
                   name, environment_source(FILE_VARIABLE), strerror(cause));
}

/* A device could hang or never end. */
static int check_kind(const char *name, const struct stat *status,
                      struct error *error)
{
  if (S_ISDIR(status->st_mode))
    return fail_to_read(name, EISDIR, error);
  if (!S_ISREG(status->st_mode) && !S_ISFIFO(status->st_mode))
    return error_set(error, EXIT_AUTH,
                     "%s, which %s names, is neither a file nor a pipe", name,
                     environment_source(FILE_VARIABLE));
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
  token->bytes[token->length] = '\0';
  cut_newline(token);
  redact_hide(REDACT_FILE, behind_name(token->bytes));
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

void secret_look(void)
{
  const char *name =
      was_renewed || file_was_read ? NULL : environment_value(FILE_VARIABLE);
  CLEANUP_ERROR struct error ignored = { 0 };
  struct stat status;

  if (name && stat(name, &status) == 0 && S_ISREG(status.st_mode))
    (void)read_file(AT_FDCWD, name, &ignored);
}

/* Appends how the command ended and its last words. */
static void say_command(const struct shell_task *task,
                        const struct shell_end *end, struct buffer *text)
{
  const char *line = shell_last_line(task->errors);

  shell_say_end(task, end, text);
  if (line[0])
    buffer_printf(text, ": %s", line);
}

static int run_command(const char *command, struct error *error)
{
  CLEANUP(buffer_wipe)
  struct buffer output = { .limit = TOKEN_ROOM, .secret = 1 };
  CLEANUP(buffer_wipe)
  struct buffer said = { .limit = COMMAND_SAYS, .secret = 1 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct shell_task task = {
    .command = command,
    .is_foreground = 1,
    .input = -1,
    .milliseconds = COMMAND_TIME,
    .output = &output,
    .errors = &said,
  };
  struct shell_end end;

  if (shell_run(&task, &end) < 0) {
    say_command(&task, &end, &text);
    return text.failed
               ? error_memory(error)
               : error_set(error, EXIT_AUTH, "the command of %s %s",
                           environment_source(COMMAND_VARIABLE), text.data);
  }
  if (output.failed)
    return error_set(error, EXIT_AUTH,
                     "the command of %s writes more than a token",
                     environment_source(COMMAND_VARIABLE));
  /* A NUL would hide what follows. */
  if (output.length && strlen(output.data) != output.length)
    return error_set(error, EXIT_AUTH,
                     "the service token in %s holds a control character",
                     environment_source(COMMAND_VARIABLE));
  copy_in(&from_file, output.length ? output.data : "");
  cut_newline(&from_file);
  redact_hide(REDACT_FILE, behind_name(from_file.bytes));
  file_was_read = 1;
  return 0;
}

/* What people paste with a token: in words, or NULL, with what to do. */
static const char *wrapping_of(const struct token *token)
{
  const char *bytes = token->bytes;
  const size_t length = token->length;

  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    return "begins with a byte order mark: save it without one";
  if (length && (strchr("\"'", bytes[0]) || strchr("\"'", bytes[length - 1])))
    return "stands in quotation marks: leave them out";
  if (behind_name(bytes) != bytes)
    return "has its variable's name before it: leave all out but the token";
  if (length && strchr(" \t", bytes[0]))
    return "begins with white space: leave it out";
  if (length && strchr(" \t", bytes[length - 1]))
    return "ends with white space: leave it out";
  if (length && strchr("\r\n", bytes[length - 1]))
    return "ends with a line break: leave it out";
  return NULL;
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
  if (wrapping_of(token))
    return error_set(error, EXIT_AUTH, "the service token in %s %s", source,
                     wrapping_of(token));
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

/* The name, and how long it is, of a variable that somebody may have taken for
 * the token's: NSCALE_TOKEN.  Its value is not looked at. */
static const char *mistaken_variable(int *length)
{
  static const char ours[] = "NSCALE_";
  char *const *variable;
  const char *end, *word;

  for (variable = environ; variable && *variable; variable++) {
    end = strchr(*variable, '=');
    if (!end || strncmp(*variable, ours, sizeof ours - 1) != 0 ||
        strncmp(*variable, VARIABLE, sizeof VARIABLE - 1) == 0)
      continue;
    *length = (int)(end - *variable);
    word = strstr(*variable, "TOKEN");
    if (!word || word > end)
      word = strstr(*variable, "API_KEY");
    if (word && word < end && *length < 64 && end[1])
      return *variable;
  }
  return NULL;
}

static int fail_without_token(struct error *error)
{
  int length = 0;
  const char *mistaken = mistaken_variable(&length);

  error_set(error, EXIT_AUTH, "no service token");
  if (mistaken)
    return error_hint(error,
                      "nscale reads no %.*s: set " VARIABLE
                      ", or " FILE_VARIABLE " to a file that holds it",
                      length, mistaken);
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

const char *secret_variable(void)
{
  static const char *const others[] = { FILE_VARIABLE, COMMAND_VARIABLE };
  size_t i;

  if (from_variable.length)
    return VARIABLE;
  for (i = 0; i < 2; i++)
    if (environment_own(others[i]))
      return others[i];
  return NULL;
}

void secret_set_aside(void)
{
  wipe_token(&from_variable);
  (void)unsetenv(FILE_VARIABLE);
  (void)unsetenv(COMMAND_VARIABLE);
}

int secret_has_command(void)
{
  return environment_value(COMMAND_VARIABLE) != NULL;
}

/* The token of the command, which is run once. */
static const char *token_of_command(struct error *error)
{
  const char *other = from_variable.length               ? VARIABLE
                      : environment_value(FILE_VARIABLE) ? FILE_VARIABLE
                                                         : NULL;

  if (other) {
    error_set(error, EXIT_USAGE,
              "%s and %s are both set, and each says where the token is",
              environment_source(other), environment_source(COMMAND_VARIABLE));
    error_hint(error, "unset one of them");
    return NULL;
  }
  if (!file_was_read &&
      run_command(environment_value(COMMAND_VARIABLE), error) < 0)
    return NULL;
  if (!from_file.length) {
    error_set(error, EXIT_AUTH, "the command of %s writes no token",
              environment_source(COMMAND_VARIABLE));
    return NULL;
  }
  return check_bytes(&from_file, environment_source(COMMAND_VARIABLE),
                     error) == 0
             ? from_file.bytes
             : NULL;
}

const char *secret_token(struct error *error)
{
  const char *name = was_renewed ? NULL : environment_value(FILE_VARIABLE);
  const struct token *token = &from_variable;
  const char *source = VARIABLE;
  int has_variable = from_variable.length > 0;

  if (!was_renewed && secret_has_command())
    return token_of_command(error);
  if (name && !file_was_read && read_file(AT_FDCWD, name, error) != 0)
    return NULL;
  if (name && has_variable && !is_same(&from_variable, &from_file)) {
    error_set(error, EXIT_USAGE,
              VARIABLE " and %s are both set, and hold different tokens",
              environment_source(FILE_VARIABLE));
    error_hint(error, "unset one of them");
    return NULL;
  }
  if (was_renewed || (!has_variable && name)) {
    token = &from_file;
    source = environment_source(FILE_VARIABLE);
  }
  if (token->length == 0) {
    (void)fail_without_token(error);
    return NULL;
  }
  if (check_bytes(token, source, error) != 0)
    return NULL;
  return token->bytes;
}
