/* cache.c - what completion was told, kept for a minute. */
#include "core/completion/cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/folder.h"
#include "core/base/hash.h"
#include "core/base/io.h"

#define VERSION "nscale completion 1" /* of what is in the files */
/* files looked at when one is written */
#define PRUNE_MOST 1000
#define NAME_DIGITS 16 /* of a file's name */

/* ---- The folder. -------------------------------------------------- */

/* Composes $XDG_CACHE_HOME/nscale or $HOME/.cache/nscale. */
static int folder_path(struct buffer *path)
{
  const char *cache = environment_value("XDG_CACHE_HOME");
  const char *home = environment_value("HOME");

  if (cache && cache[0] == '/')
    buffer_printf(path, "%s/nscale", cache);
  else if (home && home[0] == '/')
    buffer_printf(path, "%s/.cache/nscale", home);
  else
    return -1;
  return path->failed ? -1 : 0;
}

static int open_folder(void)
{
  CLEANUP_BUFFER struct buffer path = { 0 };
  const char *reason;

  return folder_path(&path) < 0 ? -1
                                : folder_make(path.data, FOLDER_OWN, &reason);
}

void cache_open(struct cache *cache, const struct cache_key *key)
{
  const char *const parts[] = { VERSION, key->url, key->value_path,
                                key->label_path };
  const char *signature = strrchr(key->token, '.');
  uint64_t hash = HASH_START;
  size_t i;

  for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
    hash = hash_text(hash, parts[i], strlen(parts[i]));
  /* Whose token it is stands before its signature, which is the secret. */
  hash = hash_text(hash, key->token,
                   signature ? (size_t)(signature - key->token)
                             : strlen(key->token));
  (void)snprintf(cache->name, sizeof cache->name, "%016" PRIx64, hash);
  cache->folder = open_folder();
}

void cache_close(struct cache *cache)
{
  if (cache->folder >= 0)
    (void)close(cache->folder);
  cache->folder = -1;
}

/* ---- Files. ------------------------------------------------------- */

/* Whether the file is ours alone and was written within the last minute. */
static int is_fresh(const struct stat *status)
{
  time_t now = time(NULL);

  return S_ISREG(status->st_mode) && status->st_uid == geteuid() &&
         !(status->st_mode & (S_IRWXG | S_IRWXO)) && status->st_mtime <= now &&
         now - status->st_mtime < CACHE_SECONDS;
}

int cache_read(const struct cache *cache, struct buffer *text)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat status;
  char bytes[4096];
  ssize_t count;

  if (cache->folder < 0)
    return 0;
  fd = openat(cache->folder, cache->name,
              O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &status) < 0 || !is_fresh(&status))
    return 0;
  text->limit = CACHE_BYTES;
  while ((count = read(fd, bytes, sizeof bytes)) > 0 && !text->failed)
    buffer_append(text, bytes, (size_t)count);
  return count == 0 && !text->failed;
}

/* Whether it is the name of a file of ours: hexadecimal digits, and perhaps
 * the ending of one that was not finished. */
static int is_ours(const char *name)
{
  return strspn(name, "0123456789abcdef") >= NAME_DIGITS;
}

/* Removes the files that are of no use any more: tokens change daily. */
static void prune(int folder)
{
  int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd < 0 ? NULL : fdopendir(fd);
  const struct dirent *entry;
  struct stat status;
  int left = PRUNE_MOST;

  if (!directory) {
    if (fd >= 0)
      (void)close(fd);
    return;
  }
  while (left-- > 0 && (entry = readdir(directory)))
    if (is_ours(entry->d_name) &&
        fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        !is_fresh(&status))
      (void)unlinkat(folder, entry->d_name, 0);
  (void)closedir(directory);
}

void cache_write(const struct cache *cache, const char *text, size_t length)
{
  char random[FOLDER_RANDOM_SIZE];
  char name[sizeof cache->name + sizeof random];
  int written;
  int fd;

  if (cache->folder < 0 || length > CACHE_BYTES)
    return;
  prune(cache->folder);
  /* Whoever reads meanwhile finds the old file or the new one. */
  folder_random_name(random);
  (void)snprintf(name, sizeof name, "%s.%s", cache->name, random);
  fd = openat(cache->folder, name,
              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  written = write_all(fd, text, length) == 0;
  if (close(fd) < 0 || !written ||
      renameat(cache->folder, name, cache->folder, cache->name) < 0)
    (void)unlinkat(cache->folder, name, 0);
}
