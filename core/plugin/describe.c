/* describe.c - the host's own copy of what a plugin describes.
 *
 * Here is the copying; the rules are in rules.c, which sees only the copy.
 */
#include "core/plugin/describe.h"

#include <stddef.h>
#include <string.h>

#include "core/plugin/before.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/rule.h"
#include "core/plugin/rules.h"

/* A structure of the ABI: its size here, and the one that it had in 1.0, where
 * `last` was its last member. */
struct shape {
  size_t size;
  size_t least;
  const char *what; /* "a verb" */
};

#define SHAPE(structure, last, name)                                          \
  (&(const struct shape){ .size = sizeof(structure),                          \
                          .least = offsetof(structure, last) +                \
                                   sizeof(((structure *)NULL)->last),         \
                          .what = (name) })

struct context {
  struct description *into;
  unsigned minor; /* of the ABI that the plugin was made for */
  struct place place;
  struct findings *findings;
  int incomplete; /* a part could not be copied: what is left of the whole
                   * may break rules that the whole keeps */
};

/* Memory of the copy, or NULL with findings->failed. */
static void *allocate(struct context *context, size_t size)
{
  void *memory = pool_allocate(&context->into->pool, size);

  if (!memory)
    context->findings->failed = 1;
  return memory;
}

/* Copies a structure that begins with its size into zeroed bytes; what 1.0
 * had of it is all that a plugin of 1.0 means, whatever a later header puts
 * behind it. */
static int copy_sized(struct context *context, void *ours, const void *theirs,
                      const struct shape *shape)
{
  uint32_t their_size, our_size = (uint32_t)shape->size;

  memcpy(&their_size, theirs, sizeof their_size);
  if (their_size < shape->least) {
    context->incomplete = 1;
    return finding_at(context->findings, &context->place, NULL,
                      "has %s with a struct_size of %lu, less than the %lu "
                      "of ABI 1.0",
                      shape->what, (unsigned long)their_size,
                      (unsigned long)shape->least);
  }
  if (context->minor == 0)
    their_size = (uint32_t)shape->least;
  memcpy(ours, theirs, their_size < our_size ? their_size : our_size);
  memcpy(ours, &our_size, sizeof our_size);
  return 0;
}

/* Memory for the copy of a structure, filled; NULL where it cannot be. */
static void *copy_new(struct context *context, const void *theirs,
                      const struct shape *shape)
{
  void *ours = allocate(context, shape->size);

  return ours && copy_sized(context, ours, theirs, shape) == 0 ? ours : NULL;
}

static void too_many(struct context *context, const char *what)
{
  context->incomplete = 1;
  (void)finding_at(context->findings, &context->place, NULL,
                   "has more than %d %s, or no NULL at the end of their "
                   "list",
                   DESCRIBE_ENTRIES, what);
}

/* Defines copy_KINDs, which copies a list with the function copy_KIND; what
 * cannot be copied is left out.  NULL when memory ran out. */
#define DEFINE_COPY_LIST(kind)                                                \
  static const struct nscale_##kind *const *copy_##kind##s(                   \
      struct context *context, const struct nscale_##kind *const *theirs)     \
  {                                                                           \
    const struct nscale_##kind **ours;                                        \
    size_t count = 0, copied = 0, i;                                          \
                                                                              \
    while (theirs && theirs[count] && count <= DESCRIBE_ENTRIES)              \
      count++;                                                                \
    if (count > DESCRIBE_ENTRIES) {                                           \
      too_many(context, #kind "s");                                           \
      count = 0;                                                              \
    }                                                                         \
    ours = allocate(context, (count + 1) * sizeof *ours);                     \
    for (i = 0; ours && i < count; i++) {                                     \
      ours[copied] = copy_##kind(context, theirs[i]);                         \
      if (ours[copied])                                                       \
        copied++;                                                             \
    }                                                                         \
    return context->findings->failed ? NULL : ours;                           \
  }

/* Puts the copy in the place of the pages.  NULL stays NULL, and what cannot
 * be copied becomes NULL. */
static void copy_pages(struct context *context,
                       const struct nscale_pages **pages)
{
  if (*pages)
    *pages =
        copy_new(context, *pages, SHAPE(struct nscale_pages, query, "pages"));
}

/* Puts the copy in the place of the choices.  NULL stays NULL, and what
 * cannot be copied becomes NULL. */
static void copy_choices(struct context *context,
                         const struct nscale_choices **choices)
{
  struct nscale_choices *ours;
  size_t count = 0;

  if (!*choices)
    return;
  ours = copy_new(context, *choices,
                  SHAPE(struct nscale_choices, label_path, "choices"));
  *choices = NULL;
  if (!ours)
    return;
  while (ours->words && ours->words[count])
    if (++count > DESCRIBE_WORDS) {
      context->incomplete = 1;
      (void)finding_at(context->findings, &context->place, NULL,
                       "has choices of more than %d words, or no NULL at "
                       "their end",
                       DESCRIBE_WORDS);
      return;
    }
  copy_pages(context, &ours->pages);
  if (!ours->label_path)
    ours->label_path = ours->value_path;
  ours->reserved = 0;
  *choices = ours;
}

static const struct nscale_flag *copy_flag(struct context *context,
                                           const struct nscale_flag *theirs)
{
  struct nscale_flag *ours =
      copy_new(context, theirs, SHAPE(struct nscale_flag, choices, "a flag"));

  if (ours)
    copy_choices(context, &ours->choices);
  return ours;
}

static const struct nscale_column *
copy_column(struct context *context, const struct nscale_column *theirs)
{
  struct nscale_column *ours =
      copy_new(context, theirs, SHAPE(struct nscale_column, path, "a column"));

  if (ours)
    copy_choices(context, &ours->choices);
  return ours;
}

static const struct nscale_field *copy_field(struct context *context,
                                             const struct nscale_field *theirs)
{
  struct nscale_field *ours = copy_new(
      context, theirs, SHAPE(struct nscale_field, choices, "a field"));

  if (!ours)
    return NULL;
  copy_choices(context, &ours->choices);
  if (context->minor < 2)
    ours->attributes |= FIELD_BEFORE_1_2;
  return ours;
}

static const struct nscale_wait *copy_wait(struct context *context,
                                           const struct nscale_wait *theirs)
{
  struct nscale_wait *ours = copy_new(
      context, theirs, SHAPE(struct nscale_wait, detail_path, "a wait"));

  if (!ours)
    return NULL;
  ours->reserved = 0;
  if (!ours->failure_path)
    ours->failure_path = ours->path;
  return ours;
}

DEFINE_COPY_LIST(wait)
DEFINE_COPY_LIST(flag)
DEFINE_COPY_LIST(column)
DEFINE_COPY_LIST(field)

/* Checks the name of a verb or a nested noun, by which all that is wrong
 * about it is told; one without a name is called "?". */
static void take_name(struct context *context, const char **name,
                      const char *what)
{
  if (name_hold(&context->place, *name, what, context->findings) < 0 && !*name)
    *name = "?";
}

/* What the value that a verb has means: before 1.2, READ was 0. */
static uint32_t effect_of(const struct context *context, uint32_t stated)
{
  if (context->minor >= 2)
    return stated;
  if (stated == EFFECT_NOT_STATED)
    return NSCALE_EFFECT_READ;
  return stated == NSCALE_EFFECT_READ ? EFFECT_UNKNOWN : stated;
}

static const struct nscale_verb *copy_verb(struct context *context,
                                           const struct nscale_verb *theirs)
{
  struct nscale_verb *ours =
      copy_new(context, theirs, SHAPE(struct nscale_verb, finish, "a verb"));

  if (!ours)
    return NULL;
  take_name(context, &ours->name, "a verb");
  ours->effect = effect_of(context, ours->effect);
  context->place.verb = ours->name;
  ours->reserved = ours->reserved_too = 0;
  if (!ours->aliases)
    ours->aliases = "";
  ours->flags = copy_flags(context, ours->flags);
  ours->waits = copy_waits(context, ours->waits);
  if (ours->columns)
    ours->columns = copy_columns(context, ours->columns);
  context->place.verb = NULL;
  return ours;
}

DEFINE_COPY_LIST(verb)

/* What every noun has; not the nested ones.  -1 when memory ran out. */
static int copy_noun_parts(struct context *context, struct nscale_noun *ours)
{
  struct nscale_verb *verb;
  size_t i;

  ours->reserved = 0;
  if (!ours->aliases)
    ours->aliases = "";
  copy_pages(context, &ours->pages);
  if (!ours->id_path)
    ours->id_path = ".metadata.id";
  if (!ours->name_path)
    ours->name_path = ".metadata.name";
  ours->columns = copy_columns(context, ours->columns);
  ours->fields = ours->columns ? copy_fields(context, ours->fields) : NULL;
  ours->verbs = ours->fields ? copy_verbs(context, ours->verbs) : NULL;
  if (!ours->verbs)
    return -1;
  for (i = 0; ours->verbs[i]; i++) {
    verb = (struct nscale_verb *)ours->verbs[i]; /* our own, made above */
    if (!verb->columns)
      verb->columns = ours->columns;
    if (field_flags_add(&context->into->pool, verb, ours->fields) < 0) {
      context->findings->failed = 1;
      return -1;
    }
  }
  return 0;
}

/* A nested noun. */
static const struct nscale_noun *copy_noun(struct context *context,
                                           const struct nscale_noun *theirs)
{
  struct nscale_noun *ours = copy_new(
      context, theirs, SHAPE(struct nscale_noun, nouns, "a nested noun"));

  if (!ours)
    return NULL;
  take_name(context, &ours->name, "a nested noun");
  context->place.noun = ours->name;
  if (copy_noun_parts(context, ours) < 0)
    return NULL;
  if (ours->nouns && ours->nouns[0])
    (void)finding_at(context->findings, &context->place, NULL,
                     "is nested and cannot have nouns of its own");
  ours->nouns = allocate(context, sizeof *ours->nouns);
  context->place.noun = NULL;
  return ours->nouns ? ours : NULL;
}

DEFINE_COPY_LIST(noun)

static int copy_root(struct context *context, struct nscale_plugin *plugin)
{
  struct nscale_noun *ours;

  if (!plugin->noun)
    return finding_at(context->findings, &context->place, NULL, "has no noun");
  ours = copy_new(context, plugin->noun,
                  SHAPE(struct nscale_noun, nouns, "a noun"));
  if (!ours)
    return -1;
  if (ours->name && strcmp(ours->name, plugin->name) != 0)
    (void)finding_at(context->findings, &context->place, NULL,
                     "has a noun of another name, \"%s\"", ours->name);
  ours->name = plugin->name;
  ours->aliases = plugin->aliases;
  if (!ours->summary)
    ours->summary = plugin->summary;
  if (copy_noun_parts(context, ours) < 0)
    return -1;
  ours->nouns = copy_nouns(context, ours->nouns);
  plugin->noun = ours;
  return ours->nouns ? 0 : -1;
}

int description_copy(const struct nscale_plugin *theirs, const char *name,
                     struct description *copy, struct findings *findings)
{
  struct context context = { .into = copy,
                             .minor = theirs->min_minor,
                             .findings = findings };
  struct nscale_plugin *plugin = &copy->plugin;
  const size_t before = findings->count;

  *copy = (struct description){ .pool = { 0 } };
  if (copy_sized(&context, plugin, theirs,
                 SHAPE(struct nscale_plugin, noun, "a descriptor")) < 0)
    return -1;
  if (!plugin->name || strcmp(plugin->name, name) != 0) {
    (void)finding_at(findings, &context.place, NULL,
                     "has another name in its descriptor, \"%s\"",
                     plugin->name ? plugin->name : "");
    plugin->name = name;
  }
  if (!plugin->aliases)
    plugin->aliases = "";
  if (copy_root(&context, plugin) < 0) {
    plugin->noun = NULL; /* that was the plugin's own */
    return -1;
  }
  if (!context.incomplete)
    rules_check(plugin, FINDING_BROKEN, findings);
  return findings->failed || findings->count > before ? -1 : 0;
}

void description_free(struct description *copy)
{
  pool_free(&copy->pool);
  copy->plugin = (struct nscale_plugin){ 0 };
}
