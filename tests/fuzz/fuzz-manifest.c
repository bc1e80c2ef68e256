/* fuzz-manifest.c - the readers of plugins' files: of their manifests
 * (core/plugin/note.h, manifest.h) and of what they export (exports.h).
 *
 * The first byte chooses: an ELF file as it is, or a manifest's text or a
 * table of symbols, which are put into a small ELF file.
 */
#include <link.h>
#include <nscale/plugin.h>
#include <stdlib.h>
#include <string.h>

#include "core/plugin/exports.h"
#include "core/plugin/manifest.h"
#include "tests/fuzz/fuzz.h"

#define HEADER 64
#define ENTRY 56
#define TEXT_AT (HEADER + ENTRY + 12 + (sizeof NSCALE_NOTE_OWNER + 3) / 4 * 4)

static void put(uint8_t *at, uint64_t value, int size)
{
  for (; size > 0; size--, value >>= 8)
    *at++ = (uint8_t)value;
}

/* A file of an ELF header, one program header, and the one note. */
static void put_header(uint8_t *file, size_t size)
{
  memset(file, 0, TEXT_AT);
  memcpy(file,
         "\x7f"
         "ELF\x02\x01\x01",
         7);
  put(file + 16, 3, 2);      /* a shared object */
  put(file + 32, HEADER, 8); /* where the program headers are */
  put(file + 54, ENTRY, 2);
  put(file + 56, 1, 2);
  put(file + HEADER, 4, 4); /* a note */
  put(file + HEADER + 8, HEADER + ENTRY, 8);
  put(file + HEADER + 32, TEXT_AT - HEADER - ENTRY + size, 8);
  put(file + HEADER + 48, 4, 8);
  put(file + HEADER + ENTRY, sizeof NSCALE_NOTE_OWNER, 4);
  put(file + HEADER + ENTRY + 4, size, 4);
  put(file + HEADER + ENTRY + 8, NSCALE_NOTE_TYPE, 4);
  memcpy(file + HEADER + ENTRY + 12, NSCALE_NOTE_OWNER,
         sizeof NSCALE_NOTE_OWNER);
}

/* A file with the note of a text. */
static uint8_t *file_of_text(const uint8_t *text, size_t *size)
{
  uint8_t *file = malloc(TEXT_AT + *size);

  MUST(file != NULL);
  put_header(file, *size);
  memcpy(file + TEXT_AT, text, *size);
  *size += TEXT_AT;
  return file;
}

/* A file of this machine's kind with a table of symbols, of which the first
 * byte is the number, and their names. */
static uint8_t *file_of_symbols(const uint8_t *bytes, size_t *size)
{
  struct {
    ElfW(Ehdr) head;
    ElfW(Shdr) sections[3];
  } file = { .head = { .e_shoff = sizeof file.head,
                       .e_shentsize = sizeof file.sections[0],
                       .e_shnum = 3 } };
  struct input input = { .bytes = bytes, .size = *size };
  size_t symbols = fuzz_byte(&input) * sizeof(ElfW(Sym));
  uint8_t *whole = malloc(sizeof file + input.size);

  MUST(whole != NULL);
  if (symbols > input.size)
    symbols = input.size;
  memcpy(file.head.e_ident,
         "\x7f"
         "ELF",
         4);
  file.sections[1] = (ElfW(Shdr)){ .sh_type = SHT_DYNSYM,
                                   .sh_offset = sizeof file,
                                   .sh_size = symbols,
                                   .sh_link = 2 };
  file.sections[2] = (ElfW(Shdr)){ .sh_type = SHT_STRTAB,
                                   .sh_offset = sizeof file + symbols,
                                   .sh_size = input.size - symbols };
  memcpy(whole, &file, sizeof file);
  if (input.size)
    memcpy(whole + sizeof file, input.bytes, input.size);
  *size = sizeof file + input.size;
  return whole;
}

static void must_be_inside(const struct manifest *manifest, const char *text)
{
  MUST(text >= manifest->text);
  MUST(text < manifest->text + sizeof manifest->text);
  MUST(memchr(text, '\0',
              (size_t)(manifest->text + sizeof manifest->text - text)));
}

static void check_manifest(const struct manifest *manifest)
{
  const char *alias;
  size_t length, count = 0;

  must_be_inside(manifest, manifest->name);
  must_be_inside(manifest, manifest->aliases);
  must_be_inside(manifest, manifest->version);
  must_be_inside(manifest, manifest->summary);
  MUST(name_valid(manifest->name, strlen(manifest->name)));
  MUST(line_valid(manifest->version) && line_valid(manifest->summary));
  MUST(fuzz_safe(manifest->summary, strlen(manifest->summary)));
  for (alias = manifest->aliases; *alias; alias += length) {
    alias += strspn(alias, " ");
    length = strcspn(alias, " ");
    if (length)
      MUST(name_valid(alias, length) && ++count <= MANIFEST_ALIASES);
  }
  MUST(manifest->abi_major <= UINT16_MAX);
  MUST(manifest->abi_minor <= UINT16_MAX);
}

static int same(const struct manifest *a, const struct manifest *b)
{
  return strcmp(a->name, b->name) == 0 &&
         strcmp(a->aliases, b->aliases) == 0 &&
         strcmp(a->version, b->version) == 0 &&
         strcmp(a->summary, b->summary) == 0 && a->abi_major == b->abi_major &&
         a->abi_minor == b->abi_minor;
}

/* Through a descriptor, which reads in pieces, it is the same. */
static void check_file(int fd, size_t size, int result,
                       const struct manifest *manifest,
                       const struct error *error)
{
  struct error other CLEANUP_ERROR = { .message = NULL };
  struct manifest again;

  MUST(manifest_read(fd, size, &again, &other) == result);
  if (result < 0)
    MUST(strcmp(error->message, other.message) == 0);
  else
    MUST(same(manifest, &again));
}

/* What it exports is one line of advice at the most, before what it calls. */
static void check_exports(int fd)
{
  struct findings findings CLEANUP_FINDINGS = { 0 };
  size_t i;

  exports_check(fd, "nscale_plugin_v1", &findings);
  MUST(!findings.failed && findings.count <= FINDINGS_MOST);
  for (i = 0; i < findings.count; i++) {
    const char *text = findings.items[i].text;

    MUST(findings.items[i].kind == FINDING_ADVICE &&
         ((i == 0 && strncmp(text, "it exports more", 15) == 0) ||
          strncmp(text, "it calls ", 9) == 0));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct error strict CLEANUP_ERROR = { .message = NULL };
  uint8_t *file CLEANUP_FREE = NULL;
  struct manifest any, ours;
  int result, own, fd;

  if (!size)
    return 0;
  size--;
  if (*bytes == 't') {
    file = file_of_text(bytes + 1, &size);
  } else if (*bytes == 's') {
    file = file_of_symbols(bytes + 1, &size);
  } else {
    size++;
    file = fuzz_copy(bytes, size);
  }
  result = manifest_read_memory(file, size, 1, &any, &error);
  fuzz_error(result, &error);
  if (result < 0)
    MUST(error.exit_status == EXIT_PLUGIN);
  else
    check_manifest(&any);
  own = manifest_read_memory(file, size, 0, &ours, &strict);
  fuzz_error(own, &strict);
  if (own == 0)
    MUST(result == 0 && same(&any, &ours));
  (void)fuzz_file(file, size, &fd);
  check_file(fd, size, own, &ours, &strict);
  check_exports(fd);
  return 0;
}
