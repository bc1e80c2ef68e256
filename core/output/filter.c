/* filter.c - one -q filter: decided here where it is simple, else by libjq. */
#include "core/output/filter.h"

#include "core/base/module.h"
#include "core/base/text.h"
#include "core/jq/query.h"
#include "core/json/cost.h"

static struct module query_module = QUERY_MODULE;

/* Has libjq compile a filter, or a part of it, where it has not. */
static int compile_with(const struct query_module *module,
                        struct query **query, const char *text,
                        struct error *error)
{
  struct query_message message;

  if (!module)
    return -1;
  if (!*query)
    *query = module->compile(text, &message);
  if (*query)
    return 0;
  return error_set(error, EXIT_USAGE, "the filter %s does not compile: %s",
                   text, message.text);
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
  shape_of(&filter->shape, text);
  filter->head = simple_is_headed(text) ? SIMPLE_EVERY
                 : filter->shape.kind   ? SIMPLE_SHAPED
                                        : SIMPLE_WHOLE;
  if (filter->shape.is_simple)
    return 0; /* and so it compiles */
  module = module_open(&query_module, error);
  if (compile_with(module, &filter->query, text, error) == 0)
    return 0;
  return module ? error_hint(error, "a filter is a jq program, such as "
                                    "'.[].metadata.name'; nothing was sent")
                : -1;
}

int filter_decide(const struct filter *filter, size_t from, struct json json,
                  struct buffer *results)
{
  return filter->is_simple ? simple_run(&filter->select, from, json, results)
                           : -1;
}

void filter_mark(struct filter *filter)
{
  filter->marked = 1;
  filter->select.marked = 1;
}

/* Writes one result of libjq, which goes to the sink behind it. */
static int write_line(void *context, const char *bytes, size_t length,
                      struct error *error)
{
  const struct sink *sink = context;

  return sink_write(*sink, bytes, length, error) < 0
             ? -1
             : sink_write(*sink, "\n", 1, error);
}

/* Likewise, of one that is marked. */
static int write_marked(void *context, const char *bytes, size_t length,
                        struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };

  if (bytes[0] == RESULT_JSON)
    return write_line(context, bytes, length, error);
  buffer_puts(&text, "");
  text_guard(&text, bytes + 1, length - 1);
  return text.failed ? error_memory(error)
                     : write_line(context, text.data, text.length, error);
}

static int filter_failed(const struct filter *filter,
                         const struct query_message *message,
                         struct error *error)
{
  return error_set(error, EXIT_FAILED, "the filter %s failed on the reply: %s",
                   filter->text, message->text);
}

static void make_list(struct buffer *list, struct span element)
{
  buffer_putc(list, '[');
  buffer_append(list, element.text, element.length);
  buffer_putc(list, ']');
}

int filter_ask(struct filter *filter, struct span json, struct sink sink,
               struct error *error)
{
  const struct query_module *module = module_open(&query_module, error);
  const struct sink lines = { filter->marked ? write_marked : write_line,
                              &sink };
  struct query_message message;
  int result;

  if (compile_with(module, &filter->query, filter->text, error) < 0)
    return -1;
  if (scan_whole_costs_too_much(json, SCAN_FILTERED))
    return scan_refuse_cost("the reply", EXIT_FAILED, error);
  if (filter->marked)
    module->mark(filter->query);
  result = module->run(filter->query, json, lines, error, &message);
  if (result < 0)
    return filter_failed(filter, &message, error);
  return result > 0 ? -1 : 0;
}

int filter_ask_of(struct filter *filter, struct span element, struct sink sink,
                  struct error *error)
{
  CLEANUP_BUFFER struct buffer list = { 0 };

  make_list(&list, element);
  return list.failed
             ? error_memory(error)
             : filter_ask(filter, (struct span){ list.data, list.length },
                          sink, error);
}

/* Opens the module with what gives the values compiled; NULL with the error
 * set. */
static const struct query_module *open_addends(struct filter *filter,
                                               struct error *error)
{
  const struct query_module *module = module_open(&query_module, error);
  const struct span array = filter->shape.array;
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (array.text)
    buffer_append(&text, array.text, array.length);
  else
    buffer_putc(&text, '.');
  if (text.failed) {
    error_memory(error);
    return NULL;
  }
  return compile_with(module, &filter->addends, text.data, error) < 0 ? NULL
                                                                      : module;
}

int filter_add(struct filter *filter, struct span element, struct error *error)
{
  const struct query_module *module = open_addends(filter, error);
  CLEANUP_BUFFER struct buffer list = { 0 };
  struct query_message message;
  struct span json;

  if (!module)
    return -1;
  make_list(&list, element);
  if (list.failed)
    return error_memory(error);
  json = (struct span){ list.data, list.length };
  if (scan_whole_costs_too_much(json, SCAN_FILTERED))
    return scan_refuse_cost("the reply", EXIT_FAILED, error);
  return module->add(filter->addends, json, &message) < 0
             ? filter_failed(filter, &message, error)
             : 0;
}

int filter_total(struct filter *filter, struct sink sink, struct error *error)
{
  const struct query_module *module = open_addends(filter, error);
  const struct sink lines = { filter->marked ? write_marked : write_line,
                              &sink };
  struct query_message message;
  int result;

  if (!module)
    return -1;
  if (filter->marked)
    module->mark(filter->addends);
  result = module->total(filter->addends, lines, error, &message);
  if (result < 0)
    return filter_failed(filter, &message, error);
  return result > 0 ? -1 : 0;
}

int filter_reads(const struct filter *filter, struct span json,
                 struct error *error)
{
  const struct query_module *module = module_open(&query_module, error);
  struct query_message message;

  if (!module)
    return -1;
  if (scan_whole_costs_too_much(json, SCAN_FILTERED))
    return scan_refuse_cost("the reply", EXIT_FAILED, error);
  return module->reads(json, &message) < 0
             ? filter_failed(filter, &message, error)
             : 0;
}

void filter_free(struct filter *filter)
{
  struct error error = { 0 };
  const struct query_module *module;

  if (!filter->query && !filter->addends)
    return;
  /* It is open, or there were none. */
  module = module_open(&query_module, &error);
  if (module) {
    module->free(filter->query);
    module->free(filter->addends);
  }
  filter->query = NULL;
  filter->addends = NULL;
  error_clear(&error);
}
