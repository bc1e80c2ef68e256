/* gunzip.c - a reply that was compressed though nobody asked for it.
 *
 * A request that names no encoding leaves the choice to the server (RFC 9110,
 * 12.5.3), and there are gateways that compress whatever passes, with a header
 * that says so or without.
 *
 * transport.so is linked to libcurl alone: the zlib that libcurl has loaded is
 * looked for when such a reply comes.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/transport/internal.h"

/* z_stream, the same since 1995. */
struct zlib_stream {
  const unsigned char *next_in;
  unsigned available_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned available_out;
  unsigned long total_out;
  const char *message;
  void *state;
  void *(*allocate)(void *context, unsigned count, unsigned size);
  void (*release)(void *context, void *memory);
  void *context;
  int data_type;
  unsigned long checksum;
  unsigned long reserved;
};

struct zlib {
  int (*begin)(struct zlib_stream *stream, int window_bits,
               const char *version, int size);
  int (*inflate)(struct zlib_stream *stream, int flush);
  int (*begin_again)(struct zlib_stream *stream);
  int (*end)(struct zlib_stream *stream);
};

#define ZLIB_FILE "libz.so.1"
#define INFLATE_OK 0
#define INFLATE_STREAM_END 1
#define INFLATE_NO_PROGRESS (-5)
#define WINDOW_OF_GZIP (15 + 16)
#define ZLIB_VERSION "1.2" /* the first character has to be the library's */

struct gunzip {
  struct zlib zlib;
  struct zlib_stream stream;
  const struct memory_functions *memory; /* or NULL */
  int ended;                             /* with a checksum that is right */
  unsigned char out[16384];
};

static void *take_memory(const struct memory_functions *memory, size_t count,
                         size_t size)
{
  return memory ? memory->allocate_cleared(count, size) : calloc(count, size);
}

static void *allocate(void *context, unsigned count, unsigned size)
{
  const struct gunzip *gunzip = context;

  return take_memory(gunzip->memory, count, size);
}

static void release(void *context, void *memory)
{
  const struct gunzip *gunzip = context;

  if (gunzip->memory)
    gunzip->memory->release(memory);
  else
    free(memory);
}

/* It stays loaded, as it does for libcurl.  Returns 0 or -1. */
static int find_zlib(struct zlib *zlib)
{
  void *library = dlopen(ZLIB_FILE, RTLD_LAZY | RTLD_LOCAL);

  if (!library)
    return -1;
  *zlib = (struct zlib){
    (int (*)(struct zlib_stream *, int, const char *, int))(uintptr_t)dlsym(
        library, "inflateInit2_"),
    (int (*)(struct zlib_stream *, int))(uintptr_t)dlsym(library, "inflate"),
    (int (*)(struct zlib_stream *))(uintptr_t)dlsym(library, "inflateReset"),
    (int (*)(struct zlib_stream *))(uintptr_t)dlsym(library, "inflateEnd"),
  };
  return zlib->begin && zlib->inflate && zlib->begin_again && zlib->end ? 0
                                                                        : -1;
}

struct gunzip *gunzip_new(const struct memory_functions *memory)
{
  struct zlib zlib;
  struct gunzip *gunzip;

  if (find_zlib(&zlib) < 0)
    return NULL;
  gunzip = take_memory(memory, 1, sizeof *gunzip);
  if (!gunzip)
    return NULL;
  gunzip->zlib = zlib;
  gunzip->memory = memory;
  gunzip->stream.allocate = allocate;
  gunzip->stream.release = release;
  gunzip->stream.context = gunzip;
  if (zlib.begin(&gunzip->stream, WINDOW_OF_GZIP, ZLIB_VERSION,
                 (int)sizeof gunzip->stream) == INFLATE_OK)
    return gunzip;
  release(gunzip, gunzip);
  return NULL;
}

void gunzip_free(struct gunzip *gunzip)
{
  if (!gunzip)
    return;
  (void)gunzip->zlib.end(&gunzip->stream);
  forget(gunzip->out, sizeof gunzip->out);
  release(gunzip, gunzip);
}

int gunzip_is_whole(const struct gunzip *gunzip)
{
  return gunzip->ended;
}

int gunzip_feed(struct gunzip *gunzip, const void *bytes, size_t length,
                gunzip_taker *take, void *context)
{
  struct zlib_stream *stream = &gunzip->stream;
  int result = INFLATE_OK;

  stream->next_in = bytes;
  stream->available_in = (unsigned)length;
  do {
    /* Another one may follow; anything else that does is padding. */
    if (gunzip->ended) {
      if (stream->available_in == 0 || *stream->next_in != GUNZIP_FIRST)
        return 0;
      (void)gunzip->zlib.begin_again(stream);
      gunzip->ended = 0;
    }
    stream->next_out = gunzip->out;
    stream->available_out = sizeof gunzip->out;
    result = gunzip->zlib.inflate(stream, 0);
    if (take(context, gunzip->out,
             sizeof gunzip->out - stream->available_out) < 0)
      return -1;
    gunzip->ended = result == INFLATE_STREAM_END;
  } while (gunzip->ended ||
           (result == INFLATE_OK &&
            (stream->available_in > 0 || stream->available_out == 0)));
  return result == INFLATE_OK || result == INFLATE_NO_PROGRESS ? 0 : -1;
}
