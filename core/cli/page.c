/* page.c - one page of help, written as plain text or as a manual page. */
#include "core/cli/page.h"

#include <stdint.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"

#define WIDTH 79     /* columns of help */
#define NAME_MOST 28 /* columns that a name may take beside its meaning */

/* ---- Plain text. -------------------------------------------------- */

/* Appends words wrapped to the width; every line but the first is indented
 * by `indent`, where the first begins as well.  Returns where it stopped: at
 * the end, or behind the newline that ends a paragraph. */
static const char *wrap(struct buffer *text, const char *words, size_t indent)
{
  CLEANUP_BUFFER struct buffer word = { 0 };
  size_t column = indent;
  size_t length;
  size_t width;

  words += strspn(words, " ");
  while (*words && *words != '\n') {
    length = strcspn(words, " \n");
    buffer_clear(&word);
    text_escape(&word, words, length);
    if (word.failed)
      text->failed = 1;
    width = word.data ? text_width(word.data, word.length) : 0;
    if (column > indent && column + 1 + width > WIDTH) {
      buffer_printf(text, "\n%*s", (int)indent, "");
      column = indent;
    } else if (column > indent) {
      buffer_putc(text, ' ');
      column++;
    }
    buffer_append(text, word.data ? word.data : "", word.length);
    column += width;
    words += length;
    words += strspn(words, " ");
  }
  buffer_putc(text, '\n');
  return words + strspn(words, "\n");
}

static void text_item(struct page *page, const char *name, const char *words)
{
  CLEANUP_BUFFER struct buffer escaped = { 0 };
  size_t width;

  text_escape(&escaped, name, strlen(name));
  if (escaped.failed)
    page->text->failed = 1;
  width = escaped.data ? text_width(escaped.data, escaped.length) : 0;
  buffer_printf(page->text, "  %s", escaped.data ? escaped.data : "");
  if (width > page->width)
    buffer_printf(page->text, "\n%*s", (int)page->width + 4, "");
  else
    buffer_printf(page->text, "%*s", (int)(page->width - width) + 2, "");
  while (*(words = wrap(page->text, words, page->width + 4)))
    buffer_printf(page->text, "%*s", (int)page->width + 4, "");
}

/* ---- Manual pages. ------------------------------------------------ */

/* Whether a word is something to type, none of whose dashes may become a
 * hyphen: it begins with one. */
static int is_typed(const char *word)
{
  return word[strspn(word, "\"'([")] == '-';
}

/* Appends bytes as roff text, which is ASCII whatever the locale. */
static void mdoc_word(struct buffer *text, const char *word, size_t length,
                      int typed)
{
  static const char *const escapes[128] = {
    ['\\'] = "\\e",  ['"'] = "\\(dq", ['\''] = "\\(aq",
    ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti"
  };
  uint32_t code;
  size_t size;
  size_t i;

  for (i = 0; i < length; i += size) {
    size = text_decode(word + i, length - i, &code);
    if (size == 0 || text_unsafe(code)) {
      /* A plugin's texts were refused if they held any; not shown. */
      size += size == 0;
    } else if (code >= 128) {
      buffer_printf(text, "\\[u%04X]", (unsigned)code);
    } else if (escapes[code]) {
      buffer_puts(text, escapes[code]);
    } else {
      buffer_puts(text, code == '-' && typed ? "\\" : "");
      buffer_putc(text, (char)code);
    }
  }
}

/* Whether a sentence ends with this word: roff wants the next on a new
 * line. */
static int ends_sentence(const char *word, size_t length)
{
  while (length > 1 && strchr("\"')]", word[length - 1]))
    length--;
  return length > 1 && strchr(".!?", word[length - 1]) != NULL;
}

/* Appends words as lines of roff text, up to the end or behind the newline
 * that ends a paragraph, where it returns. */
static const char *mdoc_words(struct buffer *text, const char *words)
{
  size_t start = text->length;
  size_t length;

  words += strspn(words, " ");
  while (*words && *words != '\n') {
    length = strcspn(words, " \n");
    /* A control line begins with one of these two. */
    if (text->length == start && (*words == '.' || *words == '\''))
      buffer_puts(text, "\\&");
    mdoc_word(text, words, length, is_typed(words));
    words += length;
    if (ends_sentence(words - length, length) ||
        text->length - start + 1 + strcspn(words + strspn(words, " "), " \n") >
            60) {
      buffer_putc(text, '\n');
      start = text->length;
    } else if (*words == ' ') {
      buffer_putc(text, ' ');
    }
    words += strspn(words, " ");
  }
  if (text->length > start)
    buffer_putc(text, '\n');
  return words + strspn(words, "\n");
}

/* One argument of a macro, in quotes, so that no word of it is one. */
static void mdoc_argument(struct buffer *text, const char *words)
{
  const char *word;
  size_t length;

  buffer_putc(text, '"');
  for (word = words; *word; word += length) {
    length = strspn(word, " ");
    buffer_append(text, word, length);
    word += length;
    length = strcspn(word, " ");
    mdoc_word(text, word, length, is_typed(word));
  }
  buffer_putc(text, '"');
}

static void mdoc_heading(struct buffer *text, const char *macro,
                         const char *name)
{
  buffer_printf(text, ".%s ", macro);
  for (; *name; name++)
    buffer_putc(text, ascii_upper(*name));
  buffer_putc(text, '\n');
}

static void mdoc_title(struct page *page, const char *name,
                       const char *section, const char *summary)
{
  struct buffer *text = page->text;
  size_t length = strlen(summary);
  const char *letter;

  buffer_printf(text, ".Dd %s\n.Dt ", RELEASE_DATE);
  for (letter = name; *letter; letter++)
    buffer_putc(text, ascii_upper(*letter));
  buffer_printf(text, " %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", section, name);
  /* What a thing is called in one line is no sentence. */
  length -= length > 0 && summary[length - 1] == '.';
  if (length > 0)
    buffer_putc(text, ascii_lower(*summary));
  if (length > 1)
    mdoc_word(text, summary + 1, length - 1, 0);
  buffer_putc(text, '\n');
}

/* ---- Either. ------------------------------------------------------ */

void page_title(struct page *page, const char *name, const char *section,
                const char *summary)
{
  if (page->form == PAGE_MDOC)
    mdoc_title(page, name, section, summary);
  else
    page_paragraphs(page, summary);
}

void page_usage(struct page *page, const char *line)
{
  struct buffer *text = page->text;
  int first = page->usages++ == 0;

  if (page->form == PAGE_TEXT) {
    buffer_printf(text, "%s%s\n", first ? "\nUsage: " : "       ", line);
    return;
  }
  if (first)
    page_section(page, "Synopsis");
  buffer_puts(text, first ? ".Ic " : ".br\n.Ic ");
  mdoc_argument(text, line);
  buffer_putc(text, '\n');
}

void page_section(struct page *page, const char *name)
{
  if (page->form == PAGE_MDOC)
    mdoc_heading(page->text, "Sh", name);
  else
    buffer_printf(page->text, "\n%s:\n", name);
  page->begun = 0;
}

void page_subsection(struct page *page, const char *name)
{
  if (page->form == PAGE_TEXT) {
    page_section(page, name);
    return;
  }
  buffer_printf(page->text, ".Ss %s\n", name);
  page->begun = 0;
}

void page_label(struct page *page, const char *name)
{
  if (page->form == PAGE_TEXT) {
    page_section(page, name);
    return;
  }
  buffer_printf(page->text, "%s%s:\n", page->begun ? ".Pp\n" : "", name);
  page->begun = 1;
}

void page_paragraphs(struct page *page, const char *words)
{
  int mdoc = page->form == PAGE_MDOC;

  words += strspn(words, "\n");
  while (*words) {
    if (page->begun)
      buffer_puts(page->text, mdoc ? ".Pp\n" : "\n");
    words = mdoc ? mdoc_words(page->text, words) : wrap(page->text, words, 0);
    page->begun = 1;
  }
}

void page_list_begin(struct page *page, size_t width)
{
  page->width = width;
  page->begun = 1;
  if (page->form == PAGE_MDOC)
    buffer_puts(page->text, ".Bl -tag -width Ds\n");
}

void page_list_item(struct page *page, const char *name, const char *words)
{
  if (page->form == PAGE_TEXT) {
    text_item(page, name, words);
    return;
  }
  buffer_puts(page->text, ".It Sy ");
  mdoc_argument(page->text, name + strspn(name, " "));
  buffer_putc(page->text, '\n');
  while (*words) {
    words = mdoc_words(page->text, words);
    if (*words)
      buffer_puts(page->text, ".Pp\n");
  }
}

void page_list_end(struct page *page)
{
  page->width = 0;
  if (page->form == PAGE_MDOC)
    buffer_puts(page->text, ".El\n");
}

size_t page_width(size_t width, const char *name)
{
  size_t columns = text_width(name, strlen(name));

  return columns > width && columns <= NAME_MOST ? columns : width;
}

void page_commands(struct page *page, const char *lines)
{
  struct buffer *text = page->text;
  size_t length;

  if (page->form == PAGE_MDOC)
    buffer_puts(text, ".Bd -literal -offset 2n\n");
  for (; *lines; lines += length + (lines[length] == '\n')) {
    length = strcspn(lines, "\n");
    if (page->form == PAGE_TEXT) {
      buffer_puts(text, "  ");
      text_escape(text, lines, length);
    } else {
      if (*lines == '.' || *lines == '\'')
        buffer_puts(text, "\\&");
      mdoc_word(text, lines, length, 1);
    }
    buffer_putc(text, '\n');
  }
  if (page->form == PAGE_MDOC)
    buffer_puts(text, ".Ed\n");
  page->begun = 1;
}
