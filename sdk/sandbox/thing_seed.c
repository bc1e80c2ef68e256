/* thing_seed.c - what is in compute and region when the sandbox starts. */
#include "thing_seed.h"

#include <string.h>

#include "clock.h"
#include "instances.h"
#include "json.h"
#include "things.h"

/* 2026-01-05T09:00:00Z, a day for each thing. */
#define EPOCH INT64_C(1767603600)
#define DAY INT64_C(86400)

enum { ACME, GLOBEX };

#define IMAGE(distro, version)                                                \
  "{\"architecture\":\"x86_64\",\"sizeGiB\":10,\"virtualization\":\"any\","   \
  "\"os\":{\"kernel\":\"linux\",\"family\":\"debian\",\"distro\":"            \
  "\"" distro "\",\"version\":\"" version "\"}}"
#define FLAVOR(cpus, memory, more)                                            \
  "{\"cpus\":" cpus ",\"memory\":" memory                                     \
  ",\"disk\":20,\"architecture\":\"x86_64\"" more "}"
#define GPU                                                                   \
  ",\"gpu\":{\"vendor\":\"NVIDIA\",\"model\":\"H100\",\"memory\":80,"         \
  "\"physicalCount\":1,\"logicalCount\":1}"
#define REGION                                                                \
  "{\"type\":\"openstack\",\"features\":{\"physicalNetworks\":false}}"
#define NETWORK "{\"dnsNameservers\":[]}"
/* Without a prefix: the description gives that the form of an address. */
#define RULES                                                                 \
  "{\"rules\":[{\"direction\":\"ingress\",\"protocol\":\"tcp\",\"port\":22}]" \
  "}"

/* Links are indexes into this table, plus one. */
static const struct seed {
  const struct kind *kind;
  const char *name;
  const char *spec;
  int region;
  int organization;
  const char *project; /* NULL: everybody's */
  int network, flavor, image;
  const char *power;
} seeds[] = {
  { .kind = &kind_region, .name = "europe-west4", .spec = REGION },
  { .kind = &kind_region, .name = "europe-north1", .spec = REGION },
  { &kind_flavor, "c.2", FLAVOR("2", "8", ""), .region = 1 },
  { &kind_flavor, "c.8", FLAVOR("8", "32", ""), .region = 1 },
  { &kind_flavor, "c.2", FLAVOR("2", "8", ""), .region = 2 },
  { &kind_flavor, "gpu.h100.1", FLAVOR("16", "192", GPU), .region = 2 },
  { &kind_image, "ubuntu-24.04", IMAGE("ubuntu", "24.04"), .region = 1 },
  { &kind_image, "debian-13", IMAGE("debian", "13"), .region = 1 },
  { &kind_image, "ubuntu-24.04", IMAGE("ubuntu", "24.04"), .region = 2 },
  { &kind_network, "default", NETWORK, 1, ACME, "website", .network = 0 },
  { &kind_network, "lab", NETWORK, 2, ACME, "training", .network = 0 },
  { &kind_network, "dome", NETWORK, 1, GLOBEX, "dome", .network = 0 },
  { &kind_security_group, "ssh", RULES, 1, ACME, "website", .network = 10 },
  { &kind_instance, "web-1", "{}", 1, ACME, "website", 10, 3, 7, "Running" },
  { &kind_instance, "web-2", "{}", 1, ACME, "website", 10, 3, 7, "Stopped" },
  { &kind_instance, "trainer", "{}", 2, ACME, "training", 11, 6, 9,
    "Running" },
  { &kind_instance, "dome-1", "{}", 1, GLOBEX, "dome", 12, 4, 8, "Running" },
};

enum { SEEDS = sizeof seeds / sizeof seeds[0] };

/* What the seeds before became. */
struct seeded {
  char ids[SEEDS][IDENT_LENGTH + 1];
};

static void put_text(struct json_object *object, const char *name,
                     const char *text)
{
  (void)json_put_member(object, name, json_object_new_string(text));
}

/* The id of a project by its name, or "". */
static const char *project_id(const struct state *state,
                              const struct organization *organization,
                              const char *name)
{
  size_t at;

  for (at = 0; at < state->record_count; at++)
    if (state->records[at].kind == RECORD_PROJECT &&
        state->records[at].organization == organization &&
        strcmp(state->records[at].name, name) == 0)
      return state->records[at].id;
  return "";
}

static struct json_object *make_metadata(const struct state *state,
                                         const struct seeded *seeded,
                                         size_t at)
{
  const struct seed *seed = &seeds[at];
  const struct organization *organization =
      &state->organizations[seed->organization];
  struct json_object *metadata = json_object_new_object();
  char created[CLOCK_TEXT];

  clock_format(EPOCH + (int64_t)at * DAY, created);
  put_text(metadata, "id", seeded->ids[at]);
  put_text(metadata, "name", seed->name);
  if (seed->project) {
    put_text(metadata, "organizationId", organization->id);
    put_text(metadata, "projectId",
             project_id(state, organization, seed->project));
  }
  put_text(metadata, "creationTime", created);
  if (seed->project || seed->kind == &kind_region) {
    put_text(metadata, "provisioningStatus", "provisioned");
    put_text(metadata, "healthStatus", "healthy");
  }
  return metadata;
}

static void put_link(struct json_object *object, const char *name,
                     const struct seeded *seeded, int link)
{
  if (link)
    put_text(object, name, seeded->ids[link - 1]);
}

static struct json_object *make_value(const struct state *state,
                                      const struct seeded *seeded, size_t at)
{
  const struct seed *seed = &seeds[at];
  struct json_object *spec = json_parse_object(seed->spec, strlen(seed->spec));
  struct json_object *status = json_object_new_object();
  struct json_object *value = json_object_new_object();

  if (!spec || !status || !value) {
    json_object_put(spec);
    json_object_put(status);
    json_object_put(value);
    return NULL;
  }
  put_link(spec, "flavorId", seeded, seed->flavor);
  put_link(spec, "imageId", seeded, seed->image);
  if (seed->project)
    put_link(status, "regionId", seeded, seed->region);
  put_link(status, "networkId", seeded, seed->network);
  if (seed->kind == &kind_network)
    put_text(status, "prefix", "10.0.0.0/16");
  if (seed->kind == &kind_image)
    put_text(status, "state", "ready");
  if (seed->power)
    put_text(status, "powerState", seed->power);
  (void)json_put_member(value, "metadata", make_metadata(state, seeded, at));
  (void)json_put_member(value, "spec", spec);
  (void)json_put_member(value, "status", status);
  return value;
}

int thing_seed(struct state *state)
{
  struct ident_stream stream = { .state = 0x7468696e6773 };
  struct seeded seeded = { .ids = { "" } };
  size_t at;

  for (at = 0; at < SEEDS; at++) {
    const struct seed *seed = &seeds[at];
    struct thing *thing;

    ident_next(&stream, seeded.ids[at]);
    thing = thing_new(
        state,
        &(struct thing_draft){
            .kind = seed->kind,
            .id = seeded.ids[at],
            .organization = seed->project
                                ? &state->organizations[seed->organization]
                                : NULL,
            .region = seed->region ? seeded.ids[seed->region - 1] : NULL,
            .value = make_value(state, &seeded, at) });
    if (!thing)
      return -1;
    if (seed->kind == &kind_instance)
      instance_connect(state, thing);
  }
  return 0;
}
