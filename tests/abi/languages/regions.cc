/* regions.cc - a plugin in C++17, without exceptions that leave it.
 *
 * What C writes with designated initialisers is made by constexpr functions.
 */
#include <nscale/plugin.h>

#include <exception>
#include <initializer_list>
#include <string>

namespace
{

template <typename Structure> constexpr Structure sized()
{
  Structure structure{};

  structure.struct_size = sizeof(Structure);
  return structure;
}

struct nscale_request *ask(struct nscale_call *call,
                           std::initializer_list<std::string> segments)
{
  struct nscale_request *request = call->host->request_new(call, "GET");

  for (const auto &segment : segments)
    call->host->request_segment(request, segment.c_str());
  return request;
}

/* No exception may leave a function of a plugin. */
template <typename Function>
int32_t guarded(struct nscale_call *call, Function function)
{
  try {
    return nscale_plan(call, function());
  } catch (const std::exception &error) {
    return nscale_fail(call, NSCALE_EXIT_FAILED, error.what(), nullptr);
  }
}

int32_t plan_list(struct nscale_call *call)
{
  return guarded(call, [call] {
    return ask(call, { "api", "v1", "regions" });
  });
}

int32_t plan_get(struct nscale_call *call)
{
  return guarded(
      call, [call]() -> struct nscale_request * {
        const char *id =
            nscale_resolve(call, ask(call, { "api", "v1", "regions" }));

        return id ? ask(call, { "api", "v1", "regions", id }) : nullptr;
      });
}

constexpr auto column(const char *title, const char *path)
{
  auto made = sized<struct nscale_column>();

  made.title = title;
  made.path = path;
  return made;
}

constexpr auto id = column("ID", ".metadata.id");
constexpr auto name = column("NAME", ".metadata.name");
constexpr const struct nscale_column *columns[] = { &id, &name, nullptr };

constexpr auto verb(const char *called, const char *summary, uint32_t reply,
                    uint32_t attributes, int32_t (*plan)(struct nscale_call *))
{
  auto made = sized<struct nscale_verb>();

  made.name = called;
  made.summary = summary;
  made.effect = NSCALE_EFFECT_READ;
  made.reply = reply;
  made.attributes = attributes;
  made.plan = plan;
  return made;
}

constexpr auto list =
    verb("list", "List the regions.", NSCALE_REPLY_LIST, 0, plan_list);
constexpr auto get = verb("get", "Show one region.", NSCALE_REPLY_OBJECT,
                          NSCALE_VERB_ID, plan_get);
constexpr const struct nscale_verb *verbs[] = { &list, &get, nullptr };

constexpr auto root()
{
  auto made = sized<struct nscale_noun>();

  made.summary = "Look at regions.";
  made.singular = "region";
  made.plural = "regions";
  made.service = "region";
  made.verbs = verbs;
  made.columns = columns;
  return made;
}

constexpr auto noun = root();

} // namespace

NSCALE_PLUGIN("regions", "region", "1.0", "Look at regions", &noun);
