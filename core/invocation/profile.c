/* profile.c - named settings of a user's, in the place of variables. */
#include "core/invocation/profile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/environment.h"
#include "core/base/folder.h"
#include "core/base/suggest.h"
#include "core/http/endpoint.h"
#include "core/token/secret.h"

#define FILE_MOST 65536 /* bytes */
#define PROFILES_MOST 64
#define SETTINGS_MOST 512

static const char endpoint_prefix[] = "endpoint.";

/* A setting, and the variable in whose place it is. */
struct setting_name {
  const char *name;
  const char *variable;
  int is_file;
};

static const struct setting_name setting_names[] = {
  { "organization", "NSCALE_ORGANIZATION_ID", 0 },
  { "project", "NSCALE_PROJECT_ID", 0 },
  { "region", "NSCALE_REGION_ID", 0 },
  { "ca_cert", PROFILE_CA_CERT, 1 },
  { "token_file", "NSCALE_SERVICE_TOKEN_FILE", 1 },
  { "token_command", "NSCALE_SERVICE_TOKEN_COMMAND", 0 },
};

#define SETTING_NAMES (sizeof setting_names / sizeof setting_names[0])

/* The file, cut into its texts. */
static struct buffer text = { .limit = FILE_MOST };
static struct buffer path;
static struct profile_setting settings[SETTINGS_MOST];
static size_t setting_count;
static const char *profiles[PROFILES_MOST]; /* the sections */
static size_t profile_count;
static int was_read;

/* ---- Reading it. -------------------------------------------------- */

const char *profile_path(void)
{
  const char *config = environment_value("XDG_CONFIG_HOME");
  const char *home = environment_value("HOME");

  if (path.length)
    return path.failed ? NULL : path.data;
  if (config && config[0] == '/')
    buffer_printf(&path, "%s/nscale/config", config);
  else if (home && home[0] == '/')
    buffer_printf(&path, "%s/.config/nscale/config", home);
  return path.length && !path.failed ? path.data : NULL;
}

static int refuse_file(const char *why, struct error *error)
{
  return error_set(error, EXIT_USAGE, "will not use %s: %s", path.data, why);
}

/* Opens the file in its folder.  Returns a descriptor; -1 without one, or with
 * the error set. */
static int open_file(struct error *error)
{
  CLEANUP_BUFFER struct buffer folder = { 0 };
  CLEANUP_CLOSE int at = -1;
  const char *reason = NULL;
  struct stat status;
  int fd;

  buffer_append(&folder, path.data,
                (size_t)(strrchr(path.data, '/') - path.data));
  if (folder.failed)
    return error_memory(error);
  at = folder_open(AT_FDCWD, folder.data, FOLDER_READ, &reason);
  if (at < 0 && !reason && (errno == ENOENT || errno == ENOTDIR))
    return -1;
  if (at < 0) {
    (void)refuse_file(reason ? reason : strerror(errno), error);
    return reason ? error_hint(error, "its folder must be yours alone") : -1;
  }
  fd = openat(at, "config", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0 && errno == ENOENT)
    return -1;
  if (fd < 0 || fstat(fd, &status) < 0)
    (void)refuse_file(strerror(errno), error);
  else if (!S_ISREG(status.st_mode))
    (void)refuse_file("it is not a file", error);
  else if ((reason = folder_distrust(&status, FOLDER_READ)))
    (void)refuse_file(reason, error);
  else
    return fd;
  if (fd >= 0)
    (void)close(fd);
  return -1;
}

/* Reads all of it into `text`.  Returns 1, 0 where there is none, or -1. */
static int read_file(struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  char bytes[4096];
  ssize_t count;

  if (!profile_path())
    return 0;
  fd = open_file(error);
  if (fd < 0)
    return error->exit_status == EXIT_DONE ? 0 : -1;
  while ((count = read(fd, bytes, sizeof bytes)) > 0)
    buffer_append(&text, bytes, (size_t)count);
  if (count < 0)
    return refuse_file(strerror(errno), error);
  if (text.failed)
    return refuse_file("it is longer than 64 KiB", error);
  if (text.length && strlen(text.data) != text.length)
    return refuse_file("it is not a text", error);
  return 1;
}

static int refuse_line(size_t line, const char *why, struct error *error)
{
  return error_set(error, EXIT_USAGE, "%s, line %zu: %s", path.data, line,
                   why);
}

static int is_plain(const char *name, const char *others)
{
  const size_t length =
      strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                   "0123456789");

  if (!name[0])
    return 0;
  return !name[length] ||
         (strchr(others, name[length]) &&
          (!name[length + 1] || is_plain(name + length + 1, others)));
}

static const struct setting_name *setting_find(const char *name)
{
  size_t i;

  for (i = 0; i < SETTING_NAMES; i++)
    if (strcmp(setting_names[i].name, name) == 0)
      return &setting_names[i];
  return NULL;
}

static int refuse_setting(size_t line, const char *name, struct error *error)
{
  const char *candidates[SETTING_NAMES];
  const char *near;
  size_t i;

  error_set(error, EXIT_USAGE, "%s, line %zu: there is no setting \"%s\"",
            path.data, line, name);
  for (i = 0; i < SETTING_NAMES; i++)
    candidates[i] = setting_names[i].name;
  near = suggest(name, candidates, SETTING_NAMES);
  if (strcmp(name, "token") == 0)
    return error_hint(error, "a profile holds no token: name a file with "
                             "token_file, or a command with token_command");
  return near ? error_hint(error, "did you mean \"%s\"?", near)
              : error_hint(error, "there are organization, project, region, "
                                  "endpoint.SERVICE, ca_cert, token_file and "
                                  "token_command");
}

static int add_section(char *name, size_t line, struct error *error)
{
  char *end = name + strlen(name) - 1;
  size_t i;

  if (end == name || *end != ']')
    return refuse_line(line, "a section ends with ]", error);
  *end = '\0';
  name++;
  if (!is_plain(name, "-_."))
    return refuse_line(line,
                       "the name of a profile is made of letters, "
                       "digits and -_.",
                       error);
  for (i = 0; i < profile_count; i++)
    if (strcmp(profiles[i], name) == 0)
      return refuse_line(line, "the profile is there already", error);
  if (profile_count == PROFILES_MOST)
    return refuse_line(line, "there are too many profiles", error);
  profiles[profile_count++] = name;
  return 0;
}

/* Without the blanks at both ends. */
static char *trim(char *word)
{
  char *end;

  word += strspn(word, " \t\r");
  end = word + strlen(word);
  while (end > word && strchr(" \t\r", end[-1]))
    *--end = '\0';
  return word;
}

static int add_setting(char *words, size_t line, struct error *error)
{
  char *equals = strchr(words, '=');
  const struct profile_setting *last = settings + setting_count;
  const struct profile_setting *other = settings;
  struct profile_setting own = { .line = line };

  if (!equals)
    return refuse_line(line, "it is neither NAME = VALUE nor a section",
                       error);
  if (!profile_count)
    return refuse_line(line, "it is in no profile: begin one with [default]",
                       error);
  *equals = '\0';
  own.profile = profiles[profile_count - 1];
  own.name = trim(words);
  own.value = trim(equals + 1);
  if (!setting_find(own.name) &&
      (strncmp(own.name, endpoint_prefix, sizeof endpoint_prefix - 1) != 0 ||
       !is_plain(own.name + sizeof endpoint_prefix - 1, "-")))
    return refuse_setting(line, own.name, error);
  if (!own.value[0])
    return refuse_line(line, "the value is missing", error);
  for (; other < last; other++)
    if (other->profile == own.profile && strcmp(other->name, own.name) == 0)
      return refuse_line(line, "the profile has this setting already", error);
  if (setting_count == SETTINGS_MOST)
    return refuse_line(line, "there are too many settings", error);
  settings[setting_count++] = own;
  return 0;
}

/* Returns 0, also without a file; or -1. */
static int read_settings(struct error *error)
{
  char *line = NULL, *next;
  size_t number = 1;
  int result;

  if (was_read)
    return 0;
  result = read_file(error);
  if (result > 0)
    line = text.data;
  for (; line; line = next, number++) {
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    line = trim(line);
    if (!line[0] || line[0] == '#')
      continue;
    if ((line[0] == '[' ? add_section(line, number, error)
                        : add_setting(line, number, error)) < 0)
      return -1;
  }
  was_read = result >= 0;
  return result < 0 ? -1 : 0;
}

/* ---- Using it. ---------------------------------------------------- */

const char *profile_name(const char *named, const char **why)
{
  *why = named ? "--profile" : NULL;
  if (!named) {
    named = environment_value("NSCALE_PROFILE");
    *why = named ? "NSCALE_PROFILE" : NULL;
  }
  return named ? named : "default";
}

static int is_there(const char *name)
{
  size_t i;

  for (i = 0; i < profile_count; i++)
    if (strcmp(profiles[i], name) == 0)
      return 1;
  return 0;
}

static int refuse_profile(const char *name, const char *why,
                          struct error *error)
{
  const char *near = suggest(name, profiles, profile_count);

  error_set(error, EXIT_USAGE,
            "there is no profile \"%s\", which %s names, in %s", name, why,
            profile_path() ? path.data : "~/.config/nscale/config");
  return near ? error_hint(error, "did you mean \"%s\"?", near) : -1;
}

/* A file of the profile, as it is named from anywhere. */
static const char *file_of(const char *value, struct error *error)
{
  static struct buffer files[2]; /* ca_cert and token_file */
  struct buffer *file = &files[files[0].length > 0];
  const char *home = environment_value("HOME");

  if (value[0] == '/')
    return value;
  if (value[0] == '~' && value[1] == '/' && home)
    buffer_printf(file, "%s%s", home, value + 1);
  else
    buffer_printf(file, "%.*s/%s", (int)(strrchr(path.data, '/') - path.data),
                  path.data, value);
  if (file->failed)
    (void)error_memory(error);
  return file->failed ? NULL : file->data;
}

/* The variable that a setting is in the place of; borrowed until the next
 * call. */
static const char *variable_of(const struct profile_setting *setting)
{
  static char variable[ENDPOINT_VARIABLE_SIZE];
  const struct setting_name *known = setting_find(setting->name);

  if (known)
    return known->variable;
  endpoint_variable(setting->name + sizeof endpoint_prefix - 1, variable);
  return variable;
}

const char *profile_overruled(const struct profile_setting *setting)
{
  const char *variable = variable_of(setting);

  return environment_own(variable) ? variable : NULL;
}

static int apply(const struct profile_setting *setting, int wins,
                 struct error *error)
{
  const struct setting_name *known = setting_find(setting->name);
  struct environment_offer offer = {
    .name = variable_of(setting),
    .value = setting->value,
    .setting = setting->name,
    .profile = setting->profile,
    .wins = wins,
  };

  if (known && known->is_file)
    offer.value = file_of(setting->value, error);
  if (!offer.value)
    return -1;
  return environment_offer(&offer) < 0
             ? error_set(error, EXIT_USAGE,
                         "profile \"%s\" has too many settings",
                         setting->profile)
             : 0;
}

/* The token of another place must not go where this profile leads. */
static int check_token(const char *name, int has_token, int has_endpoint,
                       struct error *error)
{
  const char *variable = secret_variable();

  if (!variable || (!has_token && !has_endpoint))
    return 0;
  error_set(error, EXIT_USAGE,
            "%s is set beside the profile \"%s\", which has %s of its own",
            variable, name, has_token ? "a token" : "an endpoint");
  return error_hint(error, "unset it, or add --profile %s to mean the profile",
                    name);
}

int profile_use(const char *named, struct error *error)
{
  const char *why;
  const char *name = profile_name(named, &why);
  const int wins = named != NULL;
  int has_token = 0, has_endpoint = 0;
  size_t i;

  /* Where it leads, nothing of a sandbox must go. */
  if (!why && environment_own("NSCALE_SANDBOX_URL"))
    return 0;
  if (read_settings(error) < 0)
    return -1;
  if (!is_there(name))
    return why ? refuse_profile(name, why, error) : 0;
  for (i = 0; i < setting_count; i++) {
    if (strcmp(settings[i].profile, name) != 0)
      continue;
    has_token |= strncmp(settings[i].name, "token_", 6) == 0;
    has_endpoint |= strncmp(settings[i].name, endpoint_prefix,
                            sizeof endpoint_prefix - 1) == 0;
  }
  if (!wins && check_token(name, has_token, has_endpoint, error) < 0)
    return -1;
  if (wins && has_token)
    secret_set_aside();
  for (i = 0; i < setting_count; i++)
    if (strcmp(settings[i].profile, name) == 0 &&
        apply(&settings[i], wins, error) < 0)
      return -1;
  return 0;
}

int profile_each(int (*each)(void *context,
                             const struct profile_setting *setting),
                 void *context, struct error *error)
{
  int result = read_settings(error);
  size_t i;

  for (i = 0; result == 0 && i < setting_count; i++)
    result = each(context, &settings[i]);
  return result;
}

const char *const *profile_names(size_t *count, struct error *error)
{
  if (read_settings(error) < 0)
    return NULL;
  *count = profile_count;
  return profiles;
}
