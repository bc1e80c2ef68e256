/* test-pages.c - how many pages a list may have, with a service of this file
 * in the place of exchange.c; tests/cli/test-pages.sh has the rest. */
#include <nscale/plugin.h>
#include <stdio.h>
#include <string.h>

#include "core/http/pages.h"
#include "core/http/request.h"
#include "tests/unit/unit.h"

/* What stands on a page, and whether another follows. */
struct service {
  struct exchange exchange;
  unsigned pages; /* that there are */
  unsigned asked;
};

int exchange_run(struct exchange *exchange, struct exchange_task *task,
                 struct error *error)
{
  struct service *service = (struct service *)exchange;
  char text[64];

  service->asked++;
  (void)snprintf(text, sizeof text,
                 service->asked < service->pages
                     ? "{\"items\": [1], \"next\": \"%u\"}"
                     : "{\"items\": [1], \"next\": null}",
                 service->asked);
  task->status = 200;
  return task->data(task->context, text, strlen(text), error);
}

static int count(void *context, const char *bytes, size_t length,
                 struct error *error)
{
  unsigned *ones = context;

  (void)error;
  for (; length; length--)
    *ones += *bytes++ == '1';
  return 0;
}

/* Reads so many pages, and how many elements came. */
static int read_pages(unsigned pages, unsigned *elements, struct error *error)
{
  static const struct nscale_pages how = {
    .struct_size = sizeof how,
    .items = ".items",
    .next = ".next",
    .query = "after",
  };
  struct service service = { .pages = pages };
  struct nscale_request *request =
      request_new("GET", "identity", "test", error);
  struct exchange_task task = { .request = request,
                                .data = count,
                                .context = elements };
  int result;

  ck_assert_ptr_nonnull(request);
  request->pages = &how;
  *elements = 0;
  result = pages_run(&service.exchange, &task, 0, error);
  ck_assert_uint_eq(service.asked, *elements);
  request_free(request);
  return result;
}

START_TEST(test_most)
{
  CLEANUP_ERROR struct error error = { 0 };
  unsigned elements;

  ck_assert_int_eq(read_pages(PAGES_MOST, &elements, &error), 0);
  ck_assert_uint_eq(elements, PAGES_MOST);
}
END_TEST

START_TEST(test_one_more)
{
  CLEANUP_ERROR struct error error = { 0 };
  unsigned elements;

  ck_assert_int_eq(read_pages(PAGES_MOST + 1, &elements, &error), -1);
  ck_assert_uint_eq(elements, PAGES_MOST);
  ck_assert_int_eq(error.exit_status, EXIT_FAILED);
  ck_assert_str_eq(error.message, "the list has more than 10000 pages");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("pages");
  TCase *all = tcase_create("all");

  tcase_add_test(all, test_most);
  tcase_add_test(all, test_one_more);
  suite_add_tcase(suite, all);
  return suite;
}
