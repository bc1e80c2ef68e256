/* page.h - one page of help, written as plain text or as a manual page.
 *
 * Whoever writes a page calls these functions in the order in which it is
 * read and knows nothing of its form: what `nscale help` prints and what
 * man(1) shows are one text.  Texts are escaped (a plugin's are no more
 * trusted to be plain than a server's) and wrapped.
 *
 * Failed appends stay in the buffer, see buffer.h.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stddef.h>

#include "core/base/buffer.h"

enum page_form {
  PAGE_TEXT, /* 79 columns, sections named "Global flags:" */
  PAGE_MDOC  /* mdoc(7), sections named "GLOBAL FLAGS" */
};

/* Starts as `struct page page = { .text = &buffer }`. */
struct page {
  struct buffer *text;
  enum page_form form;
  size_t width; /* of the names of the list that is open; 0 without one */
  int begun;    /* something stands in this section already */
  int usages;   /* how many ways to call it were shown */
};

/* The head: `summary` alone as text; the page's name, section ("1") and
 * summary in a manual page.  The summary is one sentence. */
void page_title(struct page *page, const char *name, const char *section,
                const char *summary);

/* One way to call it, "nscale help [COMMAND]"; several follow each other. */
void page_usage(struct page *page, const char *line);

/* Begins a section, one inside a section, or a part of that.  Plain text has
 * but one level and shows them alike. */
void page_section(struct page *page, const char *name);
void page_subsection(struct page *page, const char *name);
void page_label(struct page *page, const char *name);

/* Paragraphs, which newlines separate. */
void page_paragraphs(struct page *page, const char *words);

/* A list of names and what each means.  `width` is that of the widest name
 * (page_width) or 0 where there is none. */
void page_list_begin(struct page *page, size_t width);
void page_list_item(struct page *page, const char *name, const char *words);
void page_list_end(struct page *page);

/* The larger of `width` and the columns of `name`, which does not count
 * where it is too wide to stand beside its meaning. */
size_t page_width(size_t width, const char *name);

/* Command lines, one a line, shown as they are. */
void page_commands(struct page *page, const char *lines);

#endif
