/* filter.c - one -q filter: decided here where it is simple, else by libjq. */
#include "core/output/filter.h"

#include "core/base/module.h"
#include "core/jq/query.h"

static struct module query_module = QUERY_MODULE;

/* Has libjq compile the filter, where it has not. */
static int compile(struct filter *filter, const struct query_module *module,
                   struct error *error)
{
  char message[256];

  if (!module)
    return -1;
  if (!filter->query)
    filter->query = module->compile(filter->text, message, sizeof message);
  if (filter->query)
    return 0;
  return error_set(error, EXIT_USAGE, "the filter %s does not compile: %s",
                   filter->text, message);
}

int filter_compile(struct filter *filter, const char *text,
                   struct error *error)
{
  const struct query_module *module;

  filter->text = text;
  filter->is_simple = simple_compile(&filter->select, text);
  if (filter->is_simple) {
    filter->head = simple_head(&filter->select);
    return 0;
  }
  filter->head = simple_is_headed(text) ? SELECT_EVERY : SELECT_WHOLE;
  module = module_open(&query_module, error);
  if (compile(filter, module, error) == 0)
    return 0;
  return module ? error_hint(error, "a filter is a jq program, such as "
                                    "'.[].metadata.name'; nothing was sent")
                : -1;
}

int filter_decide(const struct filter *filter, size_t from, struct span json,
                  struct buffer *results)
{
  return filter->is_simple ? simple_run(&filter->select, from, json, results)
                           : -1;
}

/* What emit needs. */
struct sink {
  table_writer *write;
  void *context;
  struct error *error;
};

static int emit(void *context, const char *bytes, size_t length)
{
  struct sink *sink = context;

  return sink->write(sink->context, bytes, length, sink->error) < 0 ||
         sink->write(sink->context, "\n", 1, sink->error) < 0;
}

static int failed(const struct filter *filter, const char *message,
                  struct error *error)
{
  return error_set(error, EXIT_FAILED, "the filter %s failed on the reply: %s",
                   filter->text, message);
}

int filter_ask(struct filter *filter, const char *json, size_t length,
               table_writer *write_result, void *context, struct error *error)
{
  const struct query_module *module = module_open(&query_module, error);
  struct sink sink = { .write = write_result,
                       .context = context,
                       .error = error };
  char message[256];
  int result;

  if (compile(filter, module, error) < 0)
    return -1;
  result = module->run(filter->query, json, length, emit, &sink, message,
                       sizeof message);
  if (result < 0)
    return failed(filter, message, error);
  return result > 0 ? -1 : 0;
}

int filter_reads(const struct filter *filter, const char *json, size_t length,
                 struct error *error)
{
  const struct query_module *module = module_open(&query_module, error);
  char message[256];

  if (!module)
    return -1;
  return module->reads(json, length, message, sizeof message) < 0
             ? failed(filter, message, error)
             : 0;
}

void filter_free(struct filter *filter)
{
  struct error error = { 0 };
  const struct query_module *module;

  if (!filter->query)
    return;
  /* It is open, or there were no query. */
  module = module_open(&query_module, &error);
  if (module)
    module->free(filter->query);
  filter->query = NULL;
  error_clear(&error);
}
