/* inject.c - a preloaded library that makes the n-th call of a kind fail
 *
 *   INJECT_KIND    write, writev, fsync, fdatasync, close, rename, open or
 *                  malloc: open stands for its relatives as well (openat,
 *                  open64, ...), malloc for calloc and realloc
 *   INJECT_CALL    n, from 1; 0 only counts
 *   INJECT_WITH    what happens: the number of an error; "short" for a write
 *                  of half the bytes, "signal N" for a signal right before
 *                  the call, which then succeeds
 *   INJECT_FOR     how many calls in a row; 0 for all that follow
 *   INJECT_WHERE   "child": counts in the processes that it forks instead
 *   INJECT_LOG     a file to count in, see inject.h
 *
 * Counted is in the process itself alone, not in those it forks; a program
 * that it starts does not have this library.  A close that fails has closed,
 * as close(2) has it.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/fault/inject.h"

#define NEXT(type, name) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))

enum kind {
  KIND_NONE,
  KIND_WRITE,
  KIND_WRITEV,
  KIND_FSYNC,
  KIND_FDATASYNC,
  KIND_CLOSE,
  KIND_RENAME,
  KIND_OPEN,
  KIND_MALLOC,
  KINDS
};

static const char *const names[KINDS] = { "",       "write",     "writev",
                                          "fsync",  "fdatasync", "close",
                                          "rename", "open",      "malloc" };

static struct {
  void *(*malloc)(size_t);
  void *(*calloc)(size_t, size_t);
  void *(*realloc)(void *, size_t);
  void (*free)(void *);
  ssize_t (*write)(int, const void *, size_t);
  ssize_t (*writev)(int, const struct iovec *, int);
  int (*fsync)(int);
  int (*fdatasync)(int);
  int (*close)(int);
  int (*rename)(const char *, const char *);
  int (*renameat)(int, const char *, int, const char *);
  int (*open)(const char *, int, ...);
  int (*openat)(int, const char *, int, ...);
  ssize_t (*send)(int, const void *, size_t, int);
  ssize_t (*sendto)(int, const void *, size_t, int, const struct sockaddr *,
                    socklen_t);
  ssize_t (*recv)(int, void *, size_t, int);
} real;

static enum kind kind; /* KIND_NONE: nothing is counted */
static enum kind kind_in_child;
static uint32_t first;
static uint32_t last;
static int cause;  /* errno, or 0 */
static int number; /* of a signal, or 0 */
static int is_short;
static struct inject_log *logged;
static struct inject_log unlogged;

/* What is allocated before the real functions are known. */
static _Alignas(max_align_t) unsigned char early[16384];
static size_t early_used;

/* ---- Set-up. ------------------------------------------------------ */

static void open_log(const char *path)
{
  int fd = path ? real.open(path, O_RDWR) : -1;
  void *memory = MAP_FAILED;

  logged = &unlogged;
  if (fd < 0)
    return;
  memory =
      mmap(NULL, sizeof *logged, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory != MAP_FAILED)
    logged = memory;
  (void)real.close(fd);
}

static void find_real(void)
{
  real.malloc = NEXT(void *(*)(size_t), "malloc");
  real.calloc = NEXT(void *(*)(size_t, size_t), "calloc");
  real.realloc = NEXT(void *(*)(void *, size_t), "realloc");
  real.free = NEXT(void (*)(void *), "free");
  real.write = NEXT(ssize_t(*)(int, const void *, size_t), "write");
  real.writev = NEXT(ssize_t(*)(int, const struct iovec *, int), "writev");
  real.fsync = NEXT(int (*)(int), "fsync");
  real.fdatasync = NEXT(int (*)(int), "fdatasync");
  real.close = NEXT(int (*)(int), "close");
  real.rename = NEXT(int (*)(const char *, const char *), "rename");
  real.renameat =
      NEXT(int (*)(int, const char *, int, const char *), "renameat");
  real.open = NEXT(int (*)(const char *, int, ...), "open");
  real.openat = NEXT(int (*)(int, const char *, int, ...), "openat");
  real.send = NEXT(ssize_t(*)(int, const void *, size_t, int), "send");
  real.sendto = NEXT(ssize_t(*)(int, const void *, size_t, int,
                                const struct sockaddr *, socklen_t),
                     "sendto");
  real.recv = NEXT(ssize_t(*)(int, void *, size_t, int), "recv");
}

static uint32_t number_of(const char *name, uint32_t otherwise)
{
  const char *text = getenv(name);

  return text ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

static void in_child(void)
{
  kind = kind_in_child;
}

__attribute__((constructor)) static void set_up(void)
{
  const char *wanted = getenv("INJECT_KIND");
  const char *with = getenv("INJECT_WITH");
  const char *where = getenv("INJECT_WHERE");
  enum kind found = KIND_NONE;
  uint32_t row = number_of("INJECT_FOR", 1);

  find_real();
  (void)unsetenv("LD_PRELOAD");
  open_log(getenv("INJECT_LOG"));
  first = number_of("INJECT_CALL", 0);
  last = row == 0 ? UINT32_MAX : first + row - 1;
  if (with && strcmp(with, "short") == 0)
    is_short = 1;
  else if (with && strncmp(with, "signal ", 7) == 0)
    number = (int)strtol(with + 7, NULL, 10);
  else
    cause = (int)number_of("INJECT_WITH", EIO);
  for (int i = 1; wanted && i < KINDS; i++)
    if (strcmp(wanted, names[i]) == 0)
      found = (enum kind)i;
  (void)pthread_atfork(NULL, NULL, in_child);
  if (where && strcmp(where, "child") == 0)
    kind_in_child = found;
  else
    kind = found;
}

/* ---- Counting. ---------------------------------------------------- */

/* Whether this call is to fail, with errno set.  A signal is sent at once,
 * and the call goes on. */
static int fails(enum kind called)
{
  uint32_t call;

  if (called != kind || kind == KIND_NONE)
    return 0;
  call = __atomic_add_fetch(&logged->calls, 1, __ATOMIC_SEQ_CST);
  if (first == 0 || call < first || call > last)
    return 0;
  (void)__atomic_add_fetch(&logged->injected, 1, __ATOMIC_SEQ_CST);
  if (number) {
    (void)kill(getpid(), number);
    return 0;
  }
  if (!is_short)
    errno = cause;
  return 1;
}

/* ---- The calls. --------------------------------------------------- */

static int is_early(const void *memory)
{
  const unsigned char *byte = memory;

  return byte >= early && byte < early + sizeof early;
}

/* The size stands in front, for realloc. */
static void *allocate_early(size_t size)
{
  size_t unit = _Alignof(max_align_t);
  size_t whole = (size + unit - 1) / unit * unit + unit;
  unsigned char *memory = early + early_used;

  if (whole < size || whole > sizeof early - early_used)
    return NULL;
  early_used += whole;
  memcpy(memory, &size, sizeof size);
  return memory + unit;
}

void *malloc(size_t size)
{
  if (!real.malloc)
    return allocate_early(size);
  return fails(KIND_MALLOC) ? NULL : real.malloc(size);
}

void *calloc(size_t count, size_t size)
{
  if (!real.calloc)
    return allocate_early(count * size);
  return fails(KIND_MALLOC) ? NULL : real.calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
  void *copy;
  size_t before;

  if (real.realloc && fails(KIND_MALLOC))
    return NULL;
  if (!is_early(memory) && real.realloc)
    return real.realloc(memory, size);
  copy = real.malloc ? real.malloc(size) : allocate_early(size);
  if (!copy || !memory)
    return copy;
  memcpy(&before, (unsigned char *)memory - _Alignof(max_align_t),
         sizeof before);
  memcpy(copy, memory, before < size ? before : size);
  return copy;
}

void free(void *memory)
{
  if (memory && !is_early(memory))
    real.free(memory);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
  if (!fails(KIND_WRITE))
    return real.write(fd, bytes, length);
  return is_short ? real.write(fd, bytes, length > 1 ? length / 2 : length)
                  : -1;
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
  if (!fails(KIND_WRITEV))
    return real.writev(fd, pieces, count);
  return is_short ? real.writev(fd, pieces, count > 1 ? count / 2 : count)
                  : -1;
}

int fsync(int fd)
{
  return fails(KIND_FSYNC) ? -1 : real.fsync(fd);
}

int fdatasync(int fd)
{
  return fails(KIND_FDATASYNC) ? -1 : real.fdatasync(fd);
}

int close(int fd)
{
  int failed = fails(KIND_CLOSE);
  int told = errno;
  int result = real.close(fd);

  if (!failed || result < 0)
    return result;
  errno = told;
  return -1;
}

int rename(const char *from, const char *to)
{
  return fails(KIND_RENAME) ? -1 : real.rename(from, to);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
  return fails(KIND_RENAME) ? -1 : real.renameat(from_fd, from, to_fd, to);
}

static mode_t mode_of(int flags, va_list list)
{
  return (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(list, int) : 0;
}

#define OPEN(name)                                                            \
  int name(const char *path, int flags, ...)                                  \
  {                                                                           \
    va_list list;                                                             \
    mode_t mode;                                                              \
                                                                              \
    va_start(list, flags);                                                    \
    mode = mode_of(flags, list);                                              \
    va_end(list);                                                             \
    return fails(KIND_OPEN) ? -1 : real.open(path, flags, mode);              \
  }

#define OPENAT(name)                                                          \
  int name(int folder, const char *path, int flags, ...)                      \
  {                                                                           \
    va_list list;                                                             \
    mode_t mode;                                                              \
                                                                              \
    va_start(list, flags);                                                    \
    mode = mode_of(flags, list);                                              \
    va_end(list);                                                             \
    return fails(KIND_OPEN) ? -1 : real.openat(folder, path, flags, mode);    \
  }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* What a fortified program calls instead. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

int __open_2(const char *path, int flags)
{
  return open(path, flags);
}

int __open64_2(const char *path, int flags)
{
  return open(path, flags);
}

/* ---- Where the call stands. --------------------------------------- */

/* The last bytes that were sent before others came back are the request. */
static uint32_t last_sent;

ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
  last_sent = logged->calls;
  return real.send(fd, bytes, length, flags);
}

ssize_t sendto(int fd, const void *bytes, size_t length, int flags,
               const struct sockaddr *address, socklen_t size)
{
  last_sent = logged->calls;
  return real.sendto(fd, bytes, length, flags, address, size);
}

ssize_t recv(int fd, void *bytes, size_t length, int flags)
{
  ssize_t count = real.recv(fd, bytes, length, flags);

  if (count > 0)
    logged->sent = last_sent;
  return count;
}
