/* pages.c - a list that comes wrapped, or in pages. */
#include "core/http/pages.h"

#include <nscale/plugin.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/wrapped.h"

/* A list on its way. */
struct pages {
  struct exchange *exchange;
  struct exchange_task *task;
  const struct nscale_pages *how;
  struct wrapped wrapped;
  struct buffer address; /* of the page at hand; empty: the request's */
  struct buffer next;    /* that the reply links to */
  size_t count;          /* of pages that were read */
  struct buffer mark;    /* an address that came before, */
  size_t marked;         /* so many pages ago, */
  size_t lasts;          /* and is that for so many */
};

static int take(void *context, const char *bytes, size_t length,
                struct error *error)
{
  const struct exchange_task *task = context;

  return task->data(task->context, bytes, length, error);
}

static int feed(void *context, const char *bytes, size_t length,
                struct error *error)
{
  struct pages *pages = context;

  return wrapped_feed(&pages->wrapped, bytes, length, error);
}

static int is_whole(const void *context)
{
  const struct pages *pages = context;

  return wrapped_is_whole(&pages->wrapped);
}

static int read_page(struct pages *pages, struct error *error)
{
  struct exchange_task *task = pages->task;
  struct exchange_task page = *task;
  int result;

  page.address = pages->address.length ? pages->address.data : task->address;
  page.data = feed;
  page.is_whole = is_whole;
  page.context = pages;
  buffer_clear(&pages->next);
  if (pages->how->attributes & NSCALE_PAGES_LINK)
    page.next = &pages->next;
  result = exchange_run(pages->exchange, &page, error);
  task->status = page.status;
  task->cut = page.cut;
  task->not_found = page.not_found;
  if (result < 0 || wrapped_page(&pages->wrapped, error) < 0)
    return -1;
  pages->count++;
  if (!page.strays)
    return 0;
  error_set(error, EXIT_FAILED,
            "the next page of the list has an address on another server, or "
            "none at all");
  return error_hint(error, "the service token goes to no other server than "
                           "the one that was asked");
}

/* Writes the address of the next page, which stays empty where there is
 * none. */
static int find_next(struct pages *pages, struct buffer *address,
                     struct error *error)
{
  const struct buffer *token = &pages->wrapped.next;

  if (pages->next.length)
    buffer_append(address, pages->next.data, pages->next.length);
  else if (token->length)
    return request_url_with(pages->task->request, pages->how->query,
                            token->data, address, error);
  return address->failed ? error_memory(error) : 0;
}

/* Refuses an address that was there before.  One is remembered, for twice as
 * long each time: whatever goes round in a circle meets it (Brent). */
static int refuse_circle(struct pages *pages, const struct buffer *address,
                         struct error *error)
{
  if (pages->mark.length && strcmp(pages->mark.data, address->data) == 0)
    return error_set(error, EXIT_FAILED,
                     "the list does not end: page %zu is followed by one that "
                     "came before",
                     pages->count);
  if (pages->count == PAGES_MOST)
    return error_set(error, EXIT_FAILED, "the list has more than %d pages",
                     PAGES_MOST);
  if (pages->marked++ < pages->lasts)
    return 0;
  pages->marked = 0;
  pages->lasts = pages->lasts ? pages->lasts * 2 : 1;
  buffer_clear(&pages->mark);
  buffer_append(&pages->mark, address->data, address->length);
  return pages->mark.failed ? error_memory(error) : 0;
}

static int read_all(struct pages *pages, struct error *error)
{
  CLEANUP_BUFFER struct buffer address = { 0 };

  do {
    if (read_page(pages, error) < 0)
      return -1;
    buffer_clear(&address);
    if (find_next(pages, &address, error) < 0)
      return -1;
    if (address.length && refuse_circle(pages, &address, error) < 0)
      return -1;
    buffer_clear(&pages->address);
    buffer_append(&pages->address, address.data, address.length);
    if (pages->address.failed)
      return error_memory(error);
  } while (address.length);
  return wrapped_end(&pages->wrapped, error);
}

int pages_run(struct exchange *exchange, struct exchange_task *task,
              int may_be_thing, struct error *error)
{
  struct pages pages = { .exchange = exchange, .task = task };
  int result = -1;

  if (!task->request->pages)
    return exchange_run(exchange, task, error);
  pages.how = task->request->pages;
  pages.wrapped.out = (struct sink){ take, task };
  pages.wrapped.may_be_thing = may_be_thing;
  if (wrapped_begin(&pages.wrapped, pages.how->items, pages.how->next) < 0)
    error_set(error, EXIT_PLUGIN, "the pages of a list have an invalid path");
  else
    result = read_all(&pages, error);
  wrapped_free(&pages.wrapped);
  buffer_free(&pages.address);
  buffer_free(&pages.next);
  buffer_free(&pages.mark);
  return result;
}
