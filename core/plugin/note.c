/* note.c - the manifest's ELF note in a shared object.
 *
 * The numbers below are those of the System V ABI, "Object Files" and
 * "Program Loading"; <elf.h> is not used because its types are those of one
 * word size and not every system has it.
 */
#include "core/plugin/note.h"

#include <errno.h>
#include <nscale/plugin.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* What one pread fetches at first: the ELF header, the program headers and,
 * as linkers lay files out, the notes as well. */
#define USUAL 4096

#define IDENT_SIZE 20 /* up to and with e_machine, the same in every ELF */
#define TYPE_SHARED 3u
#define SEGMENT_LOAD 1u
#define SEGMENT_NOTE 4u
#define NOTE_HEADER 12u

/* The header of this very executable, which the linkers of ELF systems
 * define; it says which machine this is without a list of all machines.
 * Without it the machine is left to dlopen to check. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
extern const unsigned char __ehdr_start[]
    __attribute__((weak, visibility("hidden")));

struct segment {
  uint64_t offset;
  uint64_t size;
  unsigned align; /* 4 or 8 */
};

static int cut_short(struct error *error)
{
  return error_set(error, EXIT_PLUGIN, "it is cut short");
}

/* Reads the window at `offset`, which is one of the file, `least` bytes of it
 * or more; an end of the file before that is an error. */
static int fill(struct note_file *file, uint64_t offset, size_t least,
                struct error *error)
{
  const size_t most = least > USUAL ? NOTE_WINDOW : USUAL;
  const off_t at = (off_t)offset;
  ssize_t got;

  file->bytes = file->window;
  file->start = offset;
  file->length = 0;
  while (file->length < least) {
    got = pread(file->fd, file->window + file->length, most - file->length,
                at + (off_t)file->length);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return error_set(error, EXIT_PLUGIN, "it cannot be read: %s",
                       strerror(errno));
    if (got == 0)
      return cut_short(error);
    file->length += (size_t)got;
  }
  return 0;
}

/* The `length` bytes, NOTE_WINDOW at most, at an offset; valid until the next
 * call.  NULL with the error where the file does not have them. */
static const unsigned char *get(struct note_file *file, uint64_t offset,
                                size_t length, struct error *error)
{
  uint64_t skip = offset - file->start;

  if (offset > file->size || length > file->size - offset) {
    (void)cut_short(error);
    return NULL;
  }
  if (offset >= file->start && skip <= file->length &&
      length <= file->length - skip)
    return file->bytes + skip;
  return fill(file, offset, length, error) < 0 ? NULL : file->bytes;
}

/* A number of `size` bytes in the file's byte order. */
static uint64_t number(const struct note_file *file,
                       const unsigned char *bytes, size_t size)
{
  uint64_t value = 0;
  size_t i;

  for (i = 0; i < size; i++)
    value = value << 8 | bytes[file->big ? i : size - 1 - i];
  return value;
}

/* Whether the ELF identification is that of this executable. */
static int is_ours(const unsigned char *ident)
{
  const unsigned char *own = __ehdr_start;

  return !own || (ident[4] == own[4] && ident[5] == own[5] &&
                  ident[18] == own[18] && ident[19] == own[19]);
}

/* Checks that it is a shared object, for this machine unless any will do. */
static int read_ident(struct note_file *file, int any_machine,
                      struct error *error)
{
  static const unsigned char magic[4] = { 0x7f, 'E', 'L', 'F' };
  const unsigned char *ident = get(file, 0, sizeof magic, error);

  if (!ident)
    return -1;
  if (memcmp(ident, magic, sizeof magic) != 0)
    return error_set(error, EXIT_PLUGIN, "it is not a shared object");
  ident = get(file, 0, IDENT_SIZE, error);
  if (!ident)
    return -1;
  if ((ident[4] != 1 && ident[4] != 2) || (ident[5] != 1 && ident[5] != 2))
    return error_set(error, EXIT_PLUGIN, "its ELF header is malformed");
  file->wide = ident[4] == 2;
  file->big = ident[5] == 2;
  if (!any_machine && !is_ours(ident))
    return error_set(error, EXIT_PLUGIN,
                     "it is built for another machine (%s-bit, %s byte "
                     "first, ELF machine %u)",
                     file->wide ? "64" : "32",
                     file->big ? "most significant" : "least significant",
                     (unsigned)number(file, ident + 18, 2));
  if (number(file, ident + 16, 2) != TYPE_SHARED)
    return error_set(error, EXIT_PLUGIN, "it is ELF but not a shared object");
  return 0;
}

static struct segment read_segment(const struct note_file *file,
                                   const unsigned char *bytes)
{
  if (file->wide)
    return (struct segment){
      .offset = number(file, bytes + 8, 8),
      .size = number(file, bytes + 32, 8),
      .align = number(file, bytes + 48, 8) == 8 ? 8 : 4,
    };
  return (struct segment){
    .offset = number(file, bytes + 4, 4),
    .size = number(file, bytes + 16, 4),
    .align = number(file, bytes + 28, 4) == 8 ? 8 : 4,
  };
}

/* Finds the note segments, and sees that the file has all that is loaded.
 * Returns how many, or -1. */
static int read_segments(struct note_file *file,
                         struct segment segments[NOTE_HEADERS],
                         struct error *error)
{
  const int wide = file->wide;
  const size_t header_size = wide ? 64 : 52;
  const size_t entry_size = wide ? 56 : 32;
  const unsigned char *bytes = get(file, 0, header_size, error);
  uint64_t offset, count;
  int found = 0;

  if (!bytes)
    return -1;
  offset = wide ? number(file, bytes + 32, 8) : number(file, bytes + 28, 4);
  count = number(file, bytes + (wide ? 56 : 44), 2);
  if (number(file, bytes + (wide ? 54 : 42), 2) != entry_size)
    return error_set(error, EXIT_PLUGIN, "its ELF header is malformed");
  if (count > NOTE_HEADERS)
    return error_set(error, EXIT_PLUGIN,
                     "it has %u program headers, more than %d",
                     (unsigned)count, NOTE_HEADERS);
  bytes = get(file, offset, (size_t)count * entry_size, error);
  if (!bytes)
    return -1;
  for (; count > 0; count--, bytes += entry_size) {
    const uint64_t type = number(file, bytes, 4);
    const struct segment segment = read_segment(file, bytes);

    /* Half a file, as a copy that was interrupted leaves it, can have its
     * notes; dlopen would then die of SIGBUS. */
    if (type == SEGMENT_LOAD && (segment.offset > file->size ||
                                 segment.size > file->size - segment.offset))
      return cut_short(error);
    if (type == SEGMENT_NOTE)
      segments[found++] = segment;
  }
  return found;
}

/* The bytes that `size` takes with its padding. */
static uint64_t padded(uint64_t size, unsigned align)
{
  return (size + align - 1) & ~(uint64_t)(align - 1);
}

/* Looks for the manifest in the first `most` bytes of a segment.  Returns 1
 * with the place of its text, 0 where it is not there, or -1. */
static int scan_notes(struct note_file *file, const struct segment *segment,
                      uint64_t most, struct segment *found,
                      struct error *error)
{
  const uint64_t end = segment->size < most ? segment->size : most;
  const unsigned char *bytes;
  uint64_t at = 0, owner, text, text_at, type;

  if (segment->offset > UINT64_MAX - end)
    return cut_short(error);
  while (end - at >= NOTE_HEADER) {
    bytes = get(file, segment->offset + at, NOTE_HEADER, error);
    if (!bytes)
      return -1;
    owner = number(file, bytes, 4);
    text = number(file, bytes + 4, 4);
    type = number(file, bytes + 8, 4);
    /* Sums of 32-bit numbers, which 64 bits hold. */
    text_at = padded(NOTE_HEADER + owner, segment->align);
    if (text_at + text > segment->size - at)
      return error_set(error, EXIT_PLUGIN, "its ELF notes are malformed");
    if (text_at + text > end - at)
      return 0;
    if (type == NSCALE_NOTE_TYPE && owner == sizeof NSCALE_NOTE_OWNER) {
      bytes =
          get(file, segment->offset + at + NOTE_HEADER, (size_t)owner, error);
      if (!bytes)
        return -1;
      if (memcmp(bytes, NSCALE_NOTE_OWNER, (size_t)owner) == 0) {
        found->offset = segment->offset + at + text_at;
        found->size = text;
        return 1;
      }
    }
    at += padded(text_at + text, segment->align);
    if (at > end)
      break;
  }
  return 0;
}

int note_find(struct note_file *file, int any_machine, const char **text,
              size_t *size, struct error *error)
{
  struct segment segments[NOTE_HEADERS], note = { 0 };
  uint64_t left = NOTE_SCANNED;
  int count, i, found = 0;

  if (read_ident(file, any_machine, error) < 0)
    return -1;
  count = read_segments(file, segments, error);
  if (count < 0)
    return -1;
  for (i = 0; i < count && found == 0; i++) {
    found = scan_notes(file, &segments[i], left, &note, error);
    left -= segments[i].size < left ? segments[i].size : left;
  }
  if (found < 0)
    return -1;
  if (found == 0)
    return error_set(error, EXIT_PLUGIN, "it has no plugin manifest");
  if (note.size > NOTE_TEXT)
    return error_set(error, EXIT_PLUGIN,
                     "its manifest is longer than %d bytes", NOTE_TEXT);
  *size = (size_t)note.size;
  *text = (const char *)get(file, note.offset, *size, error);
  return *text ? 0 : -1;
}

void note_file_open(struct note_file *file, int fd, uint64_t size)
{
  file->fd = fd;
  file->bytes = file->window;
  file->length = 0;
  file->start = 0;
  file->size = size;
}

void note_file_memory(struct note_file *file, const void *bytes, size_t size)
{
  file->fd = -1;
  file->bytes = bytes;
  file->length = size;
  file->start = 0;
  file->size = size;
}
