/* exports.c - the symbols that a shared object exports, from its file.
 *
 * ELF, in the types of this machine: the one file besides note.c that knows
 * the format.  Every number is the file's and none is trusted.
 */
#include "core/plugin/exports.h"

#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/join.h"

#define SECTIONS_MOST 4096
#define TABLE_MOST ((size_t)4 << 20) /* bytes of symbols, or of names */
#define SHOWN_MOST 8                 /* symbols in the finding */

/* What some linkers add to every shared object; names with two underscores
 * are compilers' and sanitizers'. */
static const char *const linkers[] = { "_init", "_fini", "_edata", "_end" };

/* Reads `size` bytes at an offset, NUL-terminated; the caller frees them.
 * NULL where they are not there. */
static void *read_at(int fd, uint64_t offset, uint64_t size)
{
  char *bytes;
  size_t done = 0;
  ssize_t got;

  if (size == 0 || size > TABLE_MOST || offset > INT64_MAX - size)
    return NULL;
  bytes = malloc((size_t)size + 1);
  while (bytes && done < size) {
    got = pread(fd, bytes + done, (size_t)size - done,
                (off_t)offset + (off_t)done);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0) {
      free(bytes);
      return NULL;
    }
    done += (size_t)got;
  }
  if (bytes)
    bytes[size] = '\0';
  return bytes;
}

static int is_toolchains(const char *name)
{
  size_t i;

  if (strncmp(name, "__", 2) == 0)
    return 1;
  for (i = 0; i < sizeof linkers / sizeof linkers[0]; i++)
    if (strcmp(linkers[i], name) == 0)
      return 1;
  return 0;
}

static int is_exported(const ElfW(Sym) * symbol)
{
  const unsigned binding = symbol->st_info >> 4;
  const unsigned visibility = symbol->st_other & 3;

  return symbol->st_shndx != SHN_UNDEF && binding != STB_LOCAL &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

/* The dynamic symbols of a file, and the text of their names. */
struct symbols {
  const ElfW(Sym) * items;
  size_t count;
  const char *names;
  size_t names_size;
};

static void add_exports(const struct symbols *symbols, const char *wanted,
                        struct findings *findings)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *name;
  size_t i, found = 0;
  int is_cxx = 0; /* whose templates are exported whatever the flags are */

  for (i = 0; i < symbols->count; i++) {
    if (!is_exported(&symbols->items[i]) ||
        symbols->items[i].st_name >= symbols->names_size)
      continue;
    name = symbols->names + symbols->items[i].st_name;
    if (strcmp(name, wanted) == 0 || is_toolchains(name))
      continue;
    is_cxx |= strncmp(name, "_Z", 2) == 0;
    if (found < SHOWN_MOST)
      join_comma(&text, found, name);
    found++;
  }
  if (found > SHOWN_MOST)
    buffer_printf(&text, " and %zu more", found - SHOWN_MOST);
  if (text.failed)
    findings->failed = 1;
  else if (found > 0)
    (void)findings_add(findings, FINDING_ADVICE,
                       "it exports more than %s: %s (%s)", wanted, text.data,
                       is_cxx ? "link with a version script that has "
                                "`local: *`"
                              : "compile with -fvisibility=hidden");
}

/* What ends the process, which no host can take for anything else. */
static void add_ends(const struct symbols *symbols, struct findings *findings)
{
  static const char *const ends[] = { "exit", "_exit", "_Exit", "quick_exit" };
  size_t i, j;

  for (i = 0; i < symbols->count; i++)
    for (j = 0; j < sizeof ends / sizeof ends[0]; j++)
      if (symbols->items[i].st_shndx == SHN_UNDEF &&
          symbols->items[i].st_name < symbols->names_size &&
          strcmp(symbols->names + symbols->items[i].st_name, ends[j]) == 0)
        (void)findings_add(findings, FINDING_ADVICE,
                           "it calls %s, and a plugin never ends the process",
                           ends[j]);
}

void exports_check(int fd, const char *symbol, struct findings *findings)
{
  CLEANUP_FREE ElfW(Ehdr) *header = read_at(fd, 0, sizeof *header);
  CLEANUP_FREE ElfW(Shdr) *sections = NULL;
  CLEANUP_FREE ElfW(Sym) *symbols = NULL;
  CLEANUP_FREE char *names = NULL;
  size_t i, link;

  if (!header || header->e_shentsize != sizeof *sections ||
      header->e_shnum > SECTIONS_MOST)
    return;
  sections = read_at(fd, header->e_shoff,
                     (uint64_t)header->e_shnum * sizeof *sections);
  for (i = 0; sections && i < header->e_shnum; i++)
    if (sections[i].sh_type == SHT_DYNSYM)
      break;
  if (!sections || i == header->e_shnum)
    return;
  link = sections[i].sh_link;
  if (link >= header->e_shnum)
    return;
  symbols = read_at(fd, sections[i].sh_offset, sections[i].sh_size);
  names = read_at(fd, sections[link].sh_offset, sections[link].sh_size);
  if (symbols && names) {
    const struct symbols all = {
      .items = symbols,
      .count = (size_t)(sections[i].sh_size / sizeof *symbols),
      .names = names,
      .names_size = (size_t)sections[link].sh_size,
    };

    add_exports(&all, symbol, findings);
    add_ends(&all, findings);
  }
}
