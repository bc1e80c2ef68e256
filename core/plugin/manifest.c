/* manifest.c - what a plugin says about itself, read without running it.
 *
 * The numbers below are those of the System V ABI, "Object Files" and
 * "Program Loading"; <elf.h> is not used because its types are those of one
 * word size and not every system has it.
 *
 * Where there is no ELF: manifest_read is the one place that would then open
 * the plugin with dlopen and copy the texts of its descriptor; nothing else
 * knows where a manifest comes from.
 */
#include "core/plugin/manifest.h"

#include <errno.h>
#include <nscale/plugin.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "core/render/text.h"

/* What one pread fetches: the ELF header, the program headers and, as
 * linkers lay files out, the notes as well; also room for the largest piece
 * that is looked at in one, the program headers or a manifest. */
#define WINDOW 8192

#define IDENT_SIZE 20 /* up to and with e_machine, the same in every ELF */
#define TYPE_SHARED 3u
#define SEGMENT_LOAD 1u
#define SEGMENT_NOTE 4u
#define NOTE_HEADER 12u

/* The header of this very executable, which the linkers of ELF systems
 * define; it says which machine this is without a list of all machines.
 * Without it the machine is left to dlopen to check. */
extern const unsigned char __ehdr_start[]
    __attribute__((weak, visibility("hidden")));

struct reader {
  int fd; /* -1: `bytes` are all there is */
  const unsigned char *bytes;
  size_t length;
  uint64_t start; /* the offset of bytes[0] in the file */
  uint64_t size;  /* of the file */
  int wide;       /* a 64-bit ELF */
  int big;        /* most significant byte first */
  unsigned char window[WINDOW];
};

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
static int fill(struct reader *reader, uint64_t offset, size_t least,
                struct error *error)
{
  off_t at = (off_t)offset;
  ssize_t got;

  reader->bytes = reader->window;
  reader->start = offset;
  reader->length = 0;
  while (reader->length < least) {
    got = pread(reader->fd, reader->window + reader->length,
                WINDOW - reader->length, at + (off_t)reader->length);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return error_set(error, EXIT_PLUGIN, "it cannot be read: %s",
                       strerror(errno));
    if (got == 0)
      return cut_short(error);
    reader->length += (size_t)got;
  }
  return 0;
}

/* The `length` bytes, WINDOW at most, at an offset; valid until the next
 * call.  NULL with the error where the file does not have them. */
static const unsigned char *get(struct reader *reader, uint64_t offset,
                                size_t length, struct error *error)
{
  uint64_t skip = offset - reader->start;

  if (offset > reader->size || length > reader->size - offset) {
    (void)cut_short(error);
    return NULL;
  }
  if (offset >= reader->start && skip <= reader->length &&
      length <= reader->length - skip)
    return reader->bytes + skip;
  return fill(reader, offset, length, error) < 0 ? NULL : reader->bytes;
}

/* A number of `size` bytes in the file's byte order. */
static uint64_t number(const struct reader *reader,
                       const unsigned char *bytes, size_t size)
{
  uint64_t value = 0;
  size_t i;

  for (i = 0; i < size; i++)
    value = value << 8 | bytes[reader->big ? i : size - 1 - i];
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
static int read_ident(struct reader *reader, int any_machine,
                      struct error *error)
{
  static const unsigned char magic[4] = { 0x7f, 'E', 'L', 'F' };
  const unsigned char *ident = get(reader, 0, sizeof magic, error);

  if (!ident)
    return -1;
  if (memcmp(ident, magic, sizeof magic) != 0)
    return error_set(error, EXIT_PLUGIN, "it is not a shared object");
  ident = get(reader, 0, IDENT_SIZE, error);
  if (!ident)
    return -1;
  if ((ident[4] != 1 && ident[4] != 2) || (ident[5] != 1 && ident[5] != 2))
    return error_set(error, EXIT_PLUGIN, "its ELF header is malformed");
  reader->wide = ident[4] == 2;
  reader->big = ident[5] == 2;
  if (!any_machine && !is_ours(ident))
    return error_set(error, EXIT_PLUGIN,
                     "it is built for another machine (%s-bit, %s byte "
                     "first, ELF machine %u)",
                     reader->wide ? "64" : "32",
                     reader->big ? "most significant"
                                 : "least significant",
                     (unsigned)number(reader, ident + 18, 2));
  if (number(reader, ident + 16, 2) != TYPE_SHARED)
    return error_set(error, EXIT_PLUGIN, "it is ELF but not a shared object");
  return 0;
}

static struct segment read_segment(const struct reader *reader,
                                   const unsigned char *bytes)
{
  if (reader->wide)
    return (struct segment){
      .offset = number(reader, bytes + 8, 8),
      .size = number(reader, bytes + 32, 8),
      .align = number(reader, bytes + 48, 8) == 8 ? 8 : 4,
    };
  return (struct segment){
    .offset = number(reader, bytes + 4, 4),
    .size = number(reader, bytes + 16, 4),
    .align = number(reader, bytes + 28, 4) == 8 ? 8 : 4,
  };
}

/* Finds the note segments, and sees that the file has all that is loaded.
 * Returns how many, or -1. */
static int read_segments(struct reader *reader,
                         struct segment segments[MANIFEST_HEADERS],
                         struct error *error)
{
  const int wide = reader->wide;
  const size_t header_size = wide ? 64 : 52;
  const size_t entry_size = wide ? 56 : 32;
  const unsigned char *bytes = get(reader, 0, header_size, error);
  uint64_t offset, count;
  int found = 0;

  if (!bytes)
    return -1;
  offset = wide ? number(reader, bytes + 32, 8)
                : number(reader, bytes + 28, 4);
  count = number(reader, bytes + (wide ? 56 : 44), 2);
  if (number(reader, bytes + (wide ? 54 : 42), 2) != entry_size)
    return error_set(error, EXIT_PLUGIN, "its ELF header is malformed");
  if (count > MANIFEST_HEADERS)
    return error_set(error, EXIT_PLUGIN,
                     "it has %u program headers, more than %d",
                     (unsigned)count, MANIFEST_HEADERS);
  bytes = get(reader, offset, (size_t)count * entry_size, error);
  if (!bytes)
    return -1;
  for (; count > 0; count--, bytes += entry_size) {
    const uint64_t type = number(reader, bytes, 4);
    const struct segment segment = read_segment(reader, bytes);

    /* Half a file, as a copy that was interrupted leaves it, can have its
     * notes; dlopen would then die of SIGBUS. */
    if (type == SEGMENT_LOAD &&
        (segment.offset > reader->size ||
         segment.size > reader->size - segment.offset))
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

/* Copies the text of a manifest; a NUL at its end is no part of it. */
static int take_text(struct reader *reader, uint64_t offset, uint64_t size,
                     struct manifest *manifest, struct error *error)
{
  const unsigned char *bytes;

  if (size > MANIFEST_TEXT)
    return error_set(error, EXIT_PLUGIN,
                     "its manifest is longer than %d bytes", MANIFEST_TEXT);
  bytes = get(reader, offset, (size_t)size, error);
  if (!bytes)
    return -1;
  if (size > 0 && bytes[size - 1] == '\0')
    size--;
  memcpy(manifest->text, bytes, (size_t)size);
  manifest->text[size] = '\0';
  if (strlen(manifest->text) != size)
    return error_set(error, EXIT_PLUGIN, "its manifest has a NUL in it");
  return 0;
}

/* Looks for the manifest in the first `most` bytes of a segment.  Returns 1
 * with its text copied, 0 where it is not there, or -1. */
static int scan_notes(struct reader *reader, const struct segment *segment,
                      uint64_t most, struct manifest *manifest,
                      struct error *error)
{
  const uint64_t end = segment->size < most ? segment->size : most;
  const unsigned char *bytes;
  uint64_t at = 0, owner, text, text_at, type;

  if (segment->offset > UINT64_MAX - end)
    return cut_short(error);
  while (end - at >= NOTE_HEADER) {
    bytes = get(reader, segment->offset + at, NOTE_HEADER, error);
    if (!bytes)
      return -1;
    owner = number(reader, bytes, 4);
    text = number(reader, bytes + 4, 4);
    type = number(reader, bytes + 8, 4);
    /* Sums of 32-bit numbers, which 64 bits hold. */
    text_at = padded(NOTE_HEADER + owner, segment->align);
    if (text_at + text > segment->size - at)
      return error_set(error, EXIT_PLUGIN, "its ELF notes are malformed");
    if (text_at + text > end - at)
      return 0;
    if (type == NSCALE_NOTE_TYPE && owner == sizeof NSCALE_NOTE_OWNER) {
      bytes = get(reader, segment->offset + at + NOTE_HEADER,
                  (size_t)owner, error);
      if (!bytes)
        return -1;
      if (memcmp(bytes, NSCALE_NOTE_OWNER, (size_t)owner) == 0)
        return take_text(reader, segment->offset + at + text_at, text,
                         manifest, error) < 0 ? -1 : 1;
    }
    at += padded(text_at + text, segment->align);
    if (at > end)
      break;
  }
  return 0;
}

static int find_text(struct reader *reader, struct manifest *manifest,
                     struct error *error)
{
  struct segment segments[MANIFEST_HEADERS];
  uint64_t left = MANIFEST_NOTES;
  int count = read_segments(reader, segments, error);
  int i, found;

  if (count < 0)
    return -1;
  for (i = 0; i < count; i++) {
    found = scan_notes(reader, &segments[i], left, manifest, error);
    if (found != 0)
      return found < 0 ? -1 : 0;
    left -= segments[i].size < left ? segments[i].size : left;
  }
  return error_set(error, EXIT_PLUGIN, "it has no plugin manifest");
}

/* A number of the ABI, 0 to 65535, at `*text`, which is moved past it.
 * Returns -1 where there is none. */
static long abi_number(const char **text)
{
  long value = 0;
  const char *digit = *text;

  if (*digit == '0' && digit[1] >= '0' && digit[1] <= '9')
    return -1;
  for (; *digit >= '0' && *digit <= '9'; digit++) {
    value = value * 10 + (*digit - '0');
    if (value > UINT16_MAX)
      return -1;
  }
  if (digit == *text)
    return -1;
  *text = digit;
  return value;
}

static int take_abi(struct manifest *manifest, const char *text,
                    struct error *error)
{
  long major = abi_number(&text), minor = -1;

  if (major >= 0 && *text == '.') {
    text++;
    minor = abi_number(&text);
  }
  if (minor < 0 || *text != '\0')
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's abi is not like \"1.0\"");
  manifest->abi_major = (unsigned)major;
  manifest->abi_minor = (unsigned)minor;
  return 0;
}

/* Checks the names in `aliases`. */
static int check_aliases(const char *aliases, struct error *error)
{
  size_t count = 0, length;

  for (aliases += strspn(aliases, " "); *aliases != '\0';
       aliases += length, aliases += strspn(aliases, " ")) {
    length = strcspn(aliases, " ");
    if (!name_valid(aliases, length))
      return error_set(error, EXIT_PLUGIN,
                       "its manifest's aliases are not made of lower case "
                       "letters, digits and '-'");
    if (++count > MANIFEST_ALIASES)
      return error_set(error, EXIT_PLUGIN,
                       "its manifest has more than %d aliases",
                       MANIFEST_ALIASES);
  }
  return 0;
}

static int check_values(const struct manifest *manifest, struct error *error)
{
  if (!name_valid(manifest->name, strlen(manifest->name)))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's name is not made of lower case letters, "
                     "digits and '-'");
  if (check_aliases(manifest->aliases, error) < 0)
    return -1;
  if (!line_valid(manifest->version))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's version is not one line of text");
  if (!line_valid(manifest->summary))
    return error_set(error, EXIT_PLUGIN,
                     "its manifest's summary is not one line of text");
  return 0;
}

/* Splits the text into its lines, in place.  Keys that are not known are
 * those of a later version and mean nothing here. */
static int parse_text(struct manifest *manifest, struct error *error)
{
  const char *abi = NULL;
  const struct {
    const char *key;
    const char **value;
  } keys[] = {
    { "name", &manifest->name },       { "aliases", &manifest->aliases },
    { "version", &manifest->version }, { "summary", &manifest->summary },
    { "abi", &abi },
  };
  const size_t count = sizeof keys / sizeof keys[0];
  char *line, *end, *value;
  size_t i;

  manifest->name = manifest->aliases = NULL;
  manifest->version = manifest->summary = NULL;
  for (line = manifest->text; *line != '\0'; line = end + 1) {
    end = strchr(line, '\n');
    value = strchr(line, '=');
    if (!end || !value || value > end)
      return error_set(error, EXIT_PLUGIN,
                       "its manifest is not made of lines key=value");
    *end = '\0';
    *value++ = '\0';
    for (i = 0; i < count && strcmp(line, keys[i].key) != 0; i++)
      ;
    if (i == count)
      continue;
    if (*keys[i].value)
      return error_set(error, EXIT_PLUGIN, "its manifest has two lines %s=",
                       keys[i].key);
    *keys[i].value = value;
  }
  for (i = 0; i < count; i++)
    if (!*keys[i].value)
      return error_set(error, EXIT_PLUGIN, "its manifest has no line %s=",
                       keys[i].key);
  if (check_values(manifest, error) < 0)
    return -1;
  return take_abi(manifest, abi, error);
}

static int read_manifest(struct reader *reader, int any_machine,
                         struct manifest *manifest, struct error *error)
{
  if (read_ident(reader, any_machine, error) < 0 ||
      find_text(reader, manifest, error) < 0)
    return -1;
  return parse_text(manifest, error);
}

int manifest_read(int fd, struct manifest *manifest, struct error *error)
{
  struct reader reader; /* not zeroed: the window is large */
  struct stat status;

  if (fstat(fd, &status) < 0)
    return error_set(error, EXIT_PLUGIN, "it cannot be read: %s",
                     strerror(errno));
  if (!S_ISREG(status.st_mode))
    return error_set(error, EXIT_PLUGIN, "it is not a regular file");
  reader.fd = fd;
  reader.bytes = reader.window;
  reader.length = 0;
  reader.start = 0;
  reader.size = (uint64_t)status.st_size;
  return read_manifest(&reader, 0, manifest, error);
}

int manifest_read_memory(const void *bytes, size_t size, int any_machine,
                         struct manifest *manifest, struct error *error)
{
  struct reader reader;

  reader.fd = -1; /* all is in the window already */
  reader.bytes = bytes;
  reader.length = size;
  reader.start = 0;
  reader.size = size;
  return read_manifest(&reader, any_machine, manifest, error);
}

int manifest_alias(const struct manifest *manifest, size_t index,
                   char alias[MANIFEST_NAME + 1])
{
  const char *text = manifest->aliases;
  size_t length;

  for (text += strspn(text, " "); *text != '\0';
       text += length, text += strspn(text, " ")) {
    length = strcspn(text, " ");
    if (index-- > 0 || length > MANIFEST_NAME)
      continue;
    memcpy(alias, text, length);
    alias[length] = '\0';
    return 1;
  }
  return 0;
}

int manifest_check_abi(unsigned major, unsigned minor, struct error *error)
{
  if (major == NSCALE_ABI_MAJOR && minor <= NSCALE_ABI_MINOR)
    return 0;
  return error_set(error, EXIT_PLUGIN,
                   "needs plugin ABI %u.%u, this nscale provides %d.%d: "
                   "upgrade %s",
                   major, minor, NSCALE_ABI_MAJOR, NSCALE_ABI_MINOR,
                   major < NSCALE_ABI_MAJOR ? "the plugin" : "nscale");
}

int name_valid(const char *text, size_t length)
{
  size_t i;

  if (length == 0 || length > MANIFEST_NAME || text[0] < 'a' ||
      text[0] > 'z')
    return 0;
  for (i = 1; i < length; i++)
    if ((text[i] < 'a' || text[i] > 'z') &&
        (text[i] < '0' || text[i] > '9') && text[i] != '-')
      return 0;
  return 1;
}

int line_valid(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  if (left == 0)
    return 0;
  for (; left > 0; text += size, left -= size) {
    size = text_decode(text, left, &code);
    if (size == 0 || text_unsafe(code))
      return 0;
  }
  return 1;
}
