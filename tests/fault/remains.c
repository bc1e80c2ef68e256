/* remains.c - a preloaded library that looks for tokens in memory that was
 * given back, and at the end in all that is still there
 *
 *   REMAINS_LOG   a file to append findings to, one a line:
 *                 `freed KIND MODULE` for a block that held a token when it
 *                 was freed (or moved: realloc is taken to move always),
 *                 `exit KIND MAPPING` for what the process ends with,
 *                 `looked at N blocks`, so that silence is no proof of sleep,
 *                 and `left by libcrypto: N`, the blocks that it gave back
 *                 with anything in them but a length in front
 *
 *   REMAINS_PIECE eight bytes, each plus one, that a token consists of again
 *                 and again; KIND is `piece` for any of them
 *
 * KIND is `service` for the token in NSCALE_SERVICE_TOKEN, else `one-time`.
 * A token is known by its form, that of the sandbox's: a JSON Web Token, whose
 * first two parts begin with eyJ.  MODULE is who called free.
 *
 * Only the process itself is looked at.  The ones that it forks for filters
 * end as soon as libjq has seen the reply, whose memory is not ours to clear.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NEXT(type, name) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))
#define PART 24 /* bytes that tell a part of a token from other text */

static struct {
  void *(*malloc)(size_t);
  void (*free)(void *);
  int (*munmap)(void *, size_t);
  void (*exit)(int);
} real;

static int active;
static int log_fd = -1;
static unsigned long blocks;
static unsigned long blocks_left;

/* The service token, each byte inverted: this copy must not be found. */
static unsigned char service[65536];
static size_t service_length;

/* REMAINS_PIECE, as it stands there; all zero without it. */
static unsigned char piece[8];

/* What is allocated before the real functions are known. */
static _Alignas(max_align_t) unsigned char early[16384];
static size_t early_used;

/* ---- Looking. ----------------------------------------------------- */

static int is_letter(unsigned char byte)
{
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

static int is_part(const unsigned char *at)
{
  size_t i;

  if (at[0] != 'e' || at[1] != 'y' || at[2] != 'J')
    return 0;
  for (i = 3; i < PART; i++)
    if (!is_letter(at[i]))
      return 0;
  return 1;
}

/* Whether it is the service token up to the end of that, or of the bytes:
 * both tokens have the same first part. */
static int is_service(const unsigned char *at, const unsigned char *end)
{
  size_t start;
  size_t i;

  for (start = 0; start + PART <= service_length; start++) {
    for (i = 0; start + i < service_length && at + i < end; i++)
      if (at[i] != (unsigned char)~service[start + i])
        break;
    if (start + i == service_length || at + i == end)
      return 1;
  }
  return 0;
}

static int is_piece(const unsigned char *at)
{
  size_t i = 0;

  while (i < sizeof piece && piece[0] && at[i] == piece[i] - 1)
    i++;
  return i == sizeof piece;
}

static void tell(const char *moment, const char *kind, const char *where)
{
  char line[512];
  const char *name = strrchr(where, '/');
  int length = snprintf(line, sizeof line, "%s %s %s\n", moment, kind,
                        name ? name + 1 : where);

  if (length > 0 && write(log_fd, line, (size_t)length) < 0)
    abort();
}

/* Tells of the first piece in the bytes, and of the first token. */
static int look(const void *memory, size_t length, const char *moment,
                const char *where)
{
  const unsigned char *at = memory;
  const unsigned char *end = at + length;

  while (length >= sizeof piece && at <= end - sizeof piece && !is_piece(at))
    at++;
  if (length >= sizeof piece && at <= end - sizeof piece)
    tell(moment, "piece", where);
  for (at = memory; (size_t)(end - at) >= PART; at++) {
    at = memchr(at, 'e', (size_t)(end - at) - PART + 1);
    if (!at)
      return 0;
    if (is_part(at)) {
      tell(moment, is_service(at, end) ? "service" : "one-time", where);
      return 1;
    }
  }
  return 0;
}

/* ---- Registers, which the dynamic linker may save on the stack. ---- */

static unsigned char registers[32 * 64];

#ifdef __x86_64__
#define KEEP(number)                                                          \
  __asm__ __volatile__("vmovdqu64 %%zmm" #number ", (%0)"                     \
                       :                                                      \
                       : "r"(registers + 64 * number)                         \
                       : "memory")

__attribute__((target("avx512f"))) static void keep_registers(void)
{
  KEEP(0);
  KEEP(1);
  KEEP(2);
  KEEP(3);
  KEEP(4);
  KEEP(5);
  KEEP(6);
  KEEP(7);
  KEEP(8);
  KEEP(9);
  KEEP(10);
  KEEP(11);
  KEEP(12);
  KEEP(13);
  KEEP(14);
  KEEP(15);
  KEEP(16);
  KEEP(17);
  KEEP(18);
  KEEP(19);
  KEEP(20);
  KEEP(21);
  KEEP(22);
  KEEP(23);
  KEEP(24);
  KEEP(25);
  KEEP(26);
  KEEP(27);
  KEEP(28);
  KEEP(29);
  KEEP(30);
  KEEP(31);
}
#endif

/* What they have at the end, where all are there. */
static void look_at_registers(void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f"))
    keep_registers();
#endif
  (void)look(registers, sizeof registers, "exit", "registers");
  memset(registers, 0, sizeof registers);
}

/* Whether it was overwritten, but for the length that nscale has there.  What
 * was not asked for is blank from the start, see malloc. */
static int is_blank(const void *memory)
{
  const unsigned char *bytes = memory;
  size_t length = malloc_usable_size((void *)(uintptr_t)memory);

  for (size_t i = sizeof length; i < length; i++)
    if (bytes[i] != 0)
      return 0;
  return 1;
}

static void look_at_block(void *memory, const void *caller)
{
  Dl_info info = { 0 };

  if (!active || !memory)
    return;
  blocks++;
  active = 0; /* dladdr and stdio may call us */
  if (dladdr(caller, &info) == 0 || !info.dli_fname)
    info.dli_fname = "?";
  if (strstr(info.dli_fname, "/libcrypto.") && !is_blank(memory))
    blocks_left++;
  (void)look(memory, malloc_usable_size(memory), "freed", info.dli_fname);
  active = 1;
}

/* Every writable mapping, stack and all.  Read by hand: stdio's buffer would
 * be one more block. */
static void look_at_all(void)
{
  static char text[262144];
  static char line[64];
  int fd = open("/proc/self/maps", O_RDONLY);
  size_t length = 0;
  ssize_t got;
  char *at = text;

  while (fd >= 0 &&
         (got = read(fd, text + length, sizeof text - 1 - length)) > 0)
    length += (size_t)got;
  for (; *at; at += strcspn(at, "\n") + 1) {
    unsigned long from = 0;
    unsigned long to = 0;
    char rights[5];
    char name[256] = "anonymous";

    if (sscanf(at, "%lx-%lx %4s %*s %*s %*s %255[^\n]", &from, &to, rights,
               name) < 3 ||
        rights[0] != 'r' || rights[1] != 'w' || strcmp(name, "[vvar]") == 0)
      continue;
    (void)look((const void *)(uintptr_t)from, to - from, "exit", name);
  }
  (void)snprintf(line, sizeof line, "%lu blocks", blocks);
  tell("looked", "at", line);
  (void)snprintf(line, sizeof line, "libcrypto: %lu", blocks_left);
  tell("left", "by", line);
}

__attribute__((destructor)) static void finish(void)
{
  if (!active)
    return;
  active = 0;
  look_at_registers();
  look_at_all();
}

/* ---- Set-up. ------------------------------------------------------ */

static void in_child(void)
{
  active = 0;
}

__attribute__((constructor)) static void set_up(void)
{
  const char *token = getenv("NSCALE_SERVICE_TOKEN");
  const char *path = getenv("REMAINS_LOG");
  const char *text = getenv("REMAINS_PIECE");

  real.free = NEXT(void (*)(void *), "free");
  real.munmap = NEXT(int (*)(void *, size_t), "munmap");
  real.exit = NEXT(void (*)(int), "_exit");
  real.malloc = NEXT(void *(*)(size_t), "malloc");
  while (token && token[service_length] && service_length < sizeof service) {
    service[service_length] = (unsigned char)~(unsigned)token[service_length];
    service_length++;
  }
  if (text && strlen(text) == sizeof piece)
    memcpy(piece, text, sizeof piece);
  log_fd = path ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
  active = log_fd >= 0 && pthread_atfork(NULL, NULL, in_child) == 0;
}

/* ---- The calls. --------------------------------------------------- */

static int is_early(const void *memory)
{
  const unsigned char *byte = memory;

  return byte >= early && byte < early + sizeof early;
}

void *malloc(size_t size)
{
  const size_t unit = _Alignof(max_align_t);
  unsigned char *memory = early + early_used;

  if (real.malloc) {
    memory = real.malloc(size);
    if (memory)
      memset(memory, 0, malloc_usable_size(memory));
    return memory;
  }
  size = (size + unit - 1) / unit * unit;
  if (size > sizeof early - early_used)
    return NULL;
  early_used += size;
  return memory;
}

void free(void *memory)
{
  if (!memory || is_early(memory) || !real.free)
    return;
  look_at_block(memory, __builtin_return_address(0));
  real.free(memory);
}

void *realloc(void *memory, size_t size)
{
  size_t before = memory && !is_early(memory) ? malloc_usable_size(memory) : 0;
  void *copy = malloc(size);

  if (!copy || !memory)
    return copy;
  if (is_early(memory))
    before = (size_t)(early + sizeof early - (unsigned char *)memory);
  memcpy(copy, memory, before < size ? before : size);
  if (is_early(memory))
    return copy;
  look_at_block(memory, __builtin_return_address(0));
  real.free(memory);
  return copy;
}

int munmap(void *memory, size_t length)
{
  if (active)
    (void)look(memory, length, "freed", "munmap");
  return real.munmap ? real.munmap(memory, length) : -1;
}

void _exit(int status)
{
  finish();
  real.exit(status);
  abort();
}
